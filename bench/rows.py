"""Fills the database of a gateway with rows, starts it on them, and times every page of the console."""
import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import http.client

NAME, PASSWORD = "ops", "correct horse battery staple"
HASH = "{bcrypt}$2a$04$VVLxd3T6E38c4BPmc9Y2puGdJEJd/7Probi8HroRABxgov6K5sv4K"  # of the password
TEAMS, KEYS, MODELS, PROVIDERS = 10, 100, 20, 5


def settings():
    """Teams, keys, models and providers, and an administrator whose password is known."""
    lines = ["version: 1", "users:", f"  - {{name: {NAME}, role: admin, password-hash: \"{HASH}\"}}", "providers:"]
    for p in range(PROVIDERS):
        lines.append(f"  - name: provider-{p}\n    dialect: openai\n    base-url: http://127.0.0.1:9/v1\n    rpd: 5000000")
        lines.append(f"    credentials: [{{name: first, secret: sk-{p}-a}}, {{name: second, secret: sk-{p}-b}}]")
    lines.append("models:")
    for m in range(MODELS):
        name = f"embed-{m}" if m % 10 == 9 else f"model-{m}"
        lines.append(f"  - name: {name}\n    price: {{input: 0.15, output: 0.60}}\n    deployments:")
        lines.append(f"      - {{provider: provider-{m % PROVIDERS}, model: {name}-2026, rpd: 5000000}}")
    lines.append("teams:")
    lines += [f"  - {{name: team-{t}, budget: {{amount: 100000000, period: {['month', 'total', 'week'][t % 3]}}}}}"
              for t in range(TEAMS)]
    lines.append("keys:")
    lines += [f"  - {{name: key-{k}, team: team-{k % TEAMS}, secret: tg-bench-key-{k:04}-long-enough, rpd: 5000000}}"
              for k in range(KEYS)]
    return "\n".join(lines) + "\n"


class Gateway:
    """The packaged gateway on a free port."""

    def __init__(self, arguments, home):
        environment = dict(os.environ, PORT="0", TOLLGATE_ADDRESS="127.0.0.1", TOLLGATE_HOME=home,
                           TOLLGATE_CONFIG=os.path.join(home, "settings.yaml"))
        self.log = os.path.join(home, "gateway.log")
        began = time.monotonic()
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                [arguments.java, *arguments.flags.split(), "-jar", arguments.war], env=environment, stdout=log,
                stderr=subprocess.STDOUT)
        self.port = None
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() - began > 900:
                self.stop()
                raise SystemExit(f"The gateway did not start: {self.log}")
            time.sleep(0.05)
        self.start_seconds = time.monotonic() - began

    def _is_ready(self):
        if self.port is None:
            with open(self.log) as log:
                found = re.search(r"Tomcat started on port (\d+)", log.read())
            self.port = int(found.group(1)) if found else None
        try:
            return self.port is not None and Browser(self.port).get("/health/ready")[0] == 200
        except OSError:
            return False

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait()


class Browser:
    """Somebody signed in, with one connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self.cookies = {}

    def ask(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status, body

    def get(self, path):
        return self.ask("GET", path)

    def sign_in(self):
        token = re.search(r'name="_csrf"[^>]*value="([^"]+)"', self.get("/login")[1]).group(1)
        status, _ = self.ask("POST", "/login", {"username": NAME, "password": PASSWORD, "_csrf": token})
        if status != 302 or self.get("/")[0] != 200:
            raise SystemExit(f"Signing in failed with {status}")


def choice(page, select, text):
    """The value behind a choice of a list."""
    options = re.search(rf'<select[^>]*name="{select}".*?</select>', page, re.S).group(0)
    return re.search(rf'value="([^"]+)"[^>]*>{re.escape(text)}<', options).group(1)


def timed(browser, name, path, times):
    seconds, page = [], ""
    for _ in range(times):
        began = time.monotonic()
        status, page = browser.get(path)
        seconds.append(time.monotonic() - began)
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
    rows = page.count("<time")
    print(f"| {name} | {1000 * statistics.median(seconds):.0f} | {1000 * max(seconds):.0f} | {rows} |", flush=True)
    return page


def link(page, name):
    found = re.search(rf'href="(/logs[^"]*{name}=[^"]*)"', page)
    return found.group(1).replace("&amp;", "&") if found else None


def time_pages(browser, times):
    print("| page | median ms | worst ms | times shown |\n|---|--:|--:|--:|")
    for path in ("/", "/limits", "/teams", "/keys", "/providers", "/models", "/prices", "/system", "/usage"):
        page = timed(browser, path, path, times)
        if path in ("/teams", "/keys"):
            own = re.search(rf'href="({path}/[0-9a-f-]{{36}})"', page).group(1)
            timed(browser, path + "/{id}", own, times)
    logs = timed(browser, "/logs", "/logs", times)
    timed(browser, "/logs/{id}", re.search(r'href="(/logs/[0-9a-f-]{36})"', logs).group(1), times)
    rare = f"key={choice(logs, 'key', f'key-{KEYS - 1}')}"
    old = time.strftime("%Y-%m-%dT00:00", time.gmtime(time.time() - 80 * 86400))
    older = time.strftime("%Y-%m-%dT00:00", time.gmtime(time.time() - 79 * 86400))
    filters = {
        "last=1h": "last=1h", "last=30d": "last=30d", "from": f"from={old}", "to": f"to={old}",
        "from and to": f"from={old}&to={older}",
        "team": f"team={choice(logs, 'team', 'team-7')}", "key, often used": f"key={choice(logs, 'key', 'key-0')}",
        "key, hardly used": rare, "playground's key, never used": f"key={choice(logs, 'key', 'Playground')}",
        "model": "model=model-3", "model, unknown": "model=no-such-model", "provider's model": "model=model-3-2026",
        "provider": f"provider={choice(logs, 'provider', 'provider-3')}",
        "outcome COMPLETED": "result=COMPLETED", "outcome TRUNCATED": "result=TRUNCATED",
        "outcome INTERRUPTED, never": "result=INTERRUPTED", "failed": "result=failed", "ok": "result=ok",
        "status 2xx": "status=2", "status 4xx": "status=4", "status 5xx": "status=5", "streamed": "stream=true",
        "not streamed": "stream=false", "request id, unknown": "request=no-such-request",
        "key, hardly used, and status 5xx": rare + "&status=5",
        "key, hardly used, and TRUNCATED": rare + "&result=TRUNCATED",
        "key, model, provider that do not meet": rare + "&model=model-1&" + f"provider={choice(logs, 'provider', 'provider-3')}",
        "TRUNCATED, not streamed, 30d": "result=TRUNCATED&stream=false&last=30d",
        "COMPLETED and status 5xx, never": "result=COMPLETED&status=5",
    }
    for name, query in filters.items():
        timed(browser, "/logs: " + name, "/logs?" + query, times)
    deep = browser.get("/logs?to=" + old)[1]
    first = re.search(r'href="/logs/([0-9a-f-]{36})"', deep).group(1)
    for row, name in ((first, "80 days"),):
        request = re.search(r'id="request-id"[^>]*>([^<]+)<', browser.get("/logs/" + row)[1]).group(1)
        timed(browser, f"/logs: request id, {name} old", "/logs?request=" + request, times)
        for cursor in ("olderThan", "newerThan"):
            timed(browser, f"/logs: {cursor} a row {name} old", f"/logs?{cursor}={row}", times)
            timed(browser, f"/logs: {cursor} a row {name} old, key hardly used", f"/logs?{rare}&{cursor}={row}", times)
            timed(browser, f"/logs: {cursor} a row {name} old, TRUNCATED", f"/logs?result=TRUNCATED&{cursor}={row}", times)
            timed(browser, f"/logs: {cursor} a row {name} old, unknown model", f"/logs?model=none&{cursor}={row}", times)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--war", required=True)
    parser.add_argument("--java", required=True)
    parser.add_argument("--classes", required=True, help="class path with ManyRows")
    parser.add_argument("--home", help="a data directory to make, or one made by an earlier run, which is used as it is")
    parser.add_argument("--flags", default="-XX:+UseSerialGC -Xmx384m")
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tollgate-rows-") as temporary:
        run(arguments, arguments.home or temporary)


def run(arguments, home):
    os.makedirs(home, mode=0o700, exist_ok=True)
    print(f"load average {os.getloadavg()}, {os.cpu_count()} cores", flush=True)
    if not os.path.exists(os.path.join(home, "tollgate.mv.db")):
        with open(os.path.join(home, "settings.yaml"), "w") as file:
            file.write(settings())
        empty = Gateway(arguments, home)
        empty.stop()
        print(f"start with an empty database: {empty.start_seconds:.1f} s", flush=True)
        subprocess.run([arguments.java, "-cp", arguments.classes, "io.tollgate.usage.ManyRows", home,
                        str(arguments.rows)], check=True)
    size = os.path.getsize(os.path.join(home, "tollgate.mv.db"))
    print(f"database: {size / 1e6:.0f} MB", flush=True)
    gateway = Gateway(arguments, home)
    try:
        print(f"start: {gateway.start_seconds:.1f} s", flush=True)
        browser = Browser(gateway.port)
        browser.sign_in()
        time_pages(browser, arguments.times)
    finally:
        gateway.stop()
    print(f"load average {os.getloadavg()}", flush=True)


main()
