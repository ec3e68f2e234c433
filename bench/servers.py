"""The processes of a measurement: two mock upstreams, nginx as a plain reverse proxy, and the gateway."""
import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

CHUNKS, INTERVAL_MS = 50, 100
MODEL, SLOW_MODEL = "gpt-4o-mini", "gpt-4o-mini-slow"
CLIENT_KEY, PROVIDER_KEY = "sk-bench-client-41c8", "sk-bench-provider-e02d"
HERE = os.path.dirname(os.path.abspath(__file__))

ANSWER = json.dumps({
    "id": "chatcmpl-Zq81LmVtB0sXyR3cN6wKd2hPfJ7aG",
    "object": "chat.completion",
    "created": 1763600000,
    "model": MODEL,
    "choices": [{
        "index": 0,
        "message": {
            "role": "assistant",
            "content": "A tollgate is a bar across a road: whoever passes pays, and the keeper of the road mends it with "
                       "the money. Some keepers also count who went where, so that everyone pays a fair share.",
            "refusal": None,
            "annotations": [],
        },
        "logprobs": None,
        "finish_reason": "stop",
    }],
    "usage": {
        "prompt_tokens": 41,
        "completion_tokens": 44,
        "total_tokens": 85,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    },
    "service_tier": "default",
    "system_fingerprint": "fp_bench",
}, separators=(",", ":"))

NGINX = """daemon off; worker_processes 1; pid {dir}/pid; error_log {dir}/error.log warn; worker_rlimit_nofile 20000;
events {{ worker_connections 12000; multi_accept on; }}
http {{
  access_log off; keepalive_timeout 300; keepalive_requests 100000000; tcp_nodelay on; default_type application/json;
  client_body_temp_path {dir}/body; proxy_temp_path {dir}/proxy; fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi; scgi_temp_path {dir}/scgi;
  {servers}
}}
"""

SETTINGS = """version: 1
providers:
  - name: quick
    dialect: openai
    base-url: http://127.0.0.1:{quick}/v1
    credentials:
      - {{name: main, secret: "${{PROVIDER_KEY}}"}}
  - name: slow
    dialect: openai
    base-url: http://127.0.0.1:{slow}/v1
    credentials:
      - {{name: main, secret: "${{PROVIDER_KEY}}"}}
models:
  - name: {model}
    deployments:
      - {{provider: quick, model: {model}, priority: 1, weight: 1}}
    price: {{input: 0.15, output: 0.60}}
  - name: {slow_model}
    deployments:
      - {{provider: slow, model: {slow_model}, priority: 1, weight: 1}}
    price: {{input: 0.15, output: 0.60}}
teams:
  - {{name: bench{team}}}
keys:
  - {{name: bench, team: bench, secret: "${{CLIENT_KEY}}", models: ["*"], metrics: true{key}}}
"""

# All that a key and a team can be limited by, too high to be reached.
TEAM_LIMITS = ", rpm: 90000000, tpm: 900000000, rpd: 900000000, concurrency: 100000, budget: {amount: 9000000, period: month}"
KEY_LIMITS = ", rpm: 90000000, tpm: 900000000, rpd: 900000000, concurrency: 100000, budget: {amount: 9000000, period: day}"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def compiled(name, work):
    """Compiles one of the C tools and returns the path of the program."""
    program = os.path.join(work, name)
    subprocess.run(["gcc", "-O2", "-Wall", "-o", program, os.path.join(HERE, name + ".c")], check=True)
    return program


class Servers:
    """Everything that listens during a measurement; a context manager that stops what it started."""

    def __init__(self, work, war, java, jvm_flags, limits=False):
        self.work, self.war, self.java, self.jvm_flags, self.limits = work, war, java, jvm_flags, limits
        self.mock, self.nginx, self.slow_mock, self.slow_nginx, self.gateway = (free_port() for _ in range(5))
        self.processes = []

    def __enter__(self):
        try:
            self._start_nginx("mock", f"server {{ listen 127.0.0.1:{self.mock} backlog=8192; location / {{ return 200 '{ANSWER}'; }} }}")
            self.nginx_process = self._start_nginx("proxy", self._proxy("quick", self.mock, self.nginx, "")
                + self._proxy("slow", self.slow_mock, self.slow_nginx, "proxy_buffering off; proxy_read_timeout 600s;"))
            self._start("ssemock", [compiled("ssemock", self.work), str(self.slow_mock), str(CHUNKS), str(INTERVAL_MS)])
            self.gateway_process = self._start_gateway()
            for port in (self.mock, self.nginx, self.slow_mock, self.slow_nginx):
                self._wait(lambda: self._connects(port), 10, f"port {port}")
            self._wait(self._gateway_ready, 180, "the gateway")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        while self.processes:
            process = self.processes.pop()
            process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start(self, name, command, **options):
        log = open(os.path.join(self.work, name + ".log"), "wb")
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=self.work, **options)
        log.close()
        self.processes.append(process)
        return process

    def _start_nginx(self, name, servers):
        directory = os.path.join(self.work, name)
        os.mkdir(directory)
        conf = os.path.join(directory, "nginx.conf")
        with open(conf, "w") as f:
            f.write(NGINX.format(dir=directory, servers=servers))
        return self._start(name, ["nginx", "-p", directory, "-c", conf])

    @staticmethod
    def _proxy(name, upstream, port, more):
        return (f"upstream {name} {{ server 127.0.0.1:{upstream}; keepalive 4096; keepalive_requests 100000000; }}\n"
                f"server {{ listen 127.0.0.1:{port} backlog=8192; location / {{ proxy_pass http://{name}; proxy_http_version 1.1; "
                f"proxy_set_header Connection ''; proxy_set_header Authorization 'Bearer {PROVIDER_KEY}'; {more} }} }}\n")

    def _start_gateway(self):
        home, config = os.path.join(self.work, "home"), os.path.join(self.work, "tollgate.yaml")
        os.mkdir(home)
        with open(config, "w") as f:
            f.write(SETTINGS.format(quick=self.mock, slow=self.slow_mock, model=MODEL, slow_model=SLOW_MODEL,
                                    team=TEAM_LIMITS if self.limits else "", key=KEY_LIMITS if self.limits else ""))
        return self._start("gateway", [self.java, *self.jvm_flags, "-jar", self.war], env=dict(
            os.environ, PORT=str(self.gateway), TOLLGATE_HOME=home, TOLLGATE_CONFIG=config,
            PROVIDER_KEY=PROVIDER_KEY, CLIENT_KEY=CLIENT_KEY))

    def _gateway_ready(self):
        if self.gateway_process.poll() is not None:
            raise SystemExit("the gateway ended before it was ready:\n" + self.gateway_log())
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.gateway}/health/ready", timeout=2).status == 200
        except (OSError, urllib.error.URLError):
            return False

    def waiting(self):
        """How many records of the gateway's journal are not in its database yet."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.gateway}/metrics/prometheus",
                                         headers={"Authorization": "Bearer " + CLIENT_KEY})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return next(int(float(line.split()[1])) for line in answer.read().decode().splitlines()
                        if line.startswith("tollgate_ledger_waiting "))

    def gateway_log(self):
        with open(os.path.join(self.work, "gateway.log"), errors="replace") as f:
            return "".join(f.readlines()[-60:])

    @staticmethod
    def _connects(port):
        with socket.socket() as s:
            return s.connect_ex(("127.0.0.1", port)) == 0

    @staticmethod
    def _wait(condition, seconds, what):
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise SystemExit(f"{what} did not come up in {seconds} s")
            time.sleep(0.05)
