"""Measures the gateway beside nginx on one machine, in one run, rounds interleaved, so that ratios hold where absolute figures do not."""
import argparse
import datetime
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time

from servers import CHUNKS, CLIENT_KEY, HERE, INTERVAL_MS, MODEL, SLOW_MODEL, Servers, compiled

PATH = "/v1/chat/completions"
LONGEST_PUT_OFF = 300


class Watched:
    """CPU time and resident memory of a process and its children."""

    def __init__(self, pid):
        self.pids = [pid] + self._children(pid)

    @staticmethod
    def _children(pid):
        with open(f"/proc/{pid}/task/{pid}/children") as f:
            return [int(child) for child in f.read().split()]

    def cpu_seconds(self):
        ticks = 0
        for pid in self.pids:
            with open(f"/proc/{pid}/stat") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def compiler_seconds(self):
        """CPU time of the threads that compile, of a JVM."""
        ticks = 0
        for pid in self.pids:
            for thread in os.listdir(f"/proc/{pid}/task"):
                try:
                    with open(f"/proc/{pid}/task/{thread}/stat") as f:
                        name, fields = f.read().split("(", 1)[1].rsplit(")", 1)
                except FileNotFoundError:
                    continue  # it has ended
                if "CompilerThre" in name:
                    ticks += int(fields.split()[11]) + int(fields.split()[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def until_idle(self):
        """Waits until it has finished what it put off, for example rows of its database; the CPU seconds of that."""
        first = before = self.cpu_seconds()
        quiet, deadline = 0, time.monotonic() + LONGEST_PUT_OFF
        while time.monotonic() < deadline:
            time.sleep(0.5)
            now = self.cpu_seconds()
            quiet = quiet + 1 if now - before < 0.03 else 0
            if quiet == 3:  # it may have rested between two pieces of work
                return now - first
            before = now
        raise SystemExit(f"The server is still busy {LONGEST_PUT_OFF} s after its load ended")

    def forget_peak(self):
        """Lets the kernel's high-water mark of resident memory start anew."""
        for pid in self.pids:
            with open(f"/proc/{pid}/clear_refs", "w") as f:
                f.write("5")

    def peak_mb(self):
        kilobytes = 0
        for pid in self.pids:
            with open(f"/proc/{pid}/status") as f:
                kilobytes += next(int(line.split()[1]) for line in f if line.startswith("VmHWM:"))
        return kilobytes / 1024


def load(command, watched, environment):
    """Runs a load tool and returns its output with what it cost the watched process."""
    watched.forget_peak()
    before = watched.cpu_seconds()
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, **environment))
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
    if done.stderr:
        print(done.stderr, end="", file=sys.stderr)
    return done.stdout, watched.cpu_seconds() - before, watched.peak_mb()


def wrk(port, connections, seconds, watched):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", os.path.join(HERE, "chat.lua"),
               f"http://127.0.0.1:{port}{PATH}"]
    out, cpu, peak = load(command, watched, {"KEY": CLIENT_KEY, "MODEL": MODEL})
    line = next(line for line in out.splitlines() if line.startswith("RESULT "))
    r = json.loads(line.removeprefix("RESULT "))
    return {"requests": r["requests"], "rps": r["requests"] / r["seconds"], "p50": r["p50"], "p99": r["p99"], "max": r["max"],
            "errors": r["bad_status"] + r["broken"], "cpu_us": cpu / max(1, r["requests"]) * 1e6, "peak_mb": peak}


def throughput(servers, options, nginx, gateway):
    targets = {"nginx": (servers.nginx, nginx), "tollgate": (servers.gateway, gateway)}
    rows = []
    for number in range(options.rounds):
        for connections in options.connections:
            for name in list(targets)[:: 1 if number % 2 == 0 else -1]:
                port, watched = targets[name]
                row = {"name": name, "connections": connections, **wrk(port, connections, options.seconds, watched)}
                row["put_off_us"] = watched.until_idle() / max(1, row["requests"]) * 1e6
                rows.append(row)
                print(f"  round {number + 1}: {name} at {connections}: {row['rps']:.0f}/s", file=sys.stderr)
    table = []
    for connections in options.connections:
        of = {name: [r for r in rows if r["name"] == name and r["connections"] == connections] for name in targets}
        # Each round's pair ran next to each other: the ratio is taken within it.
        ratio = statistics.median(t["rps"] / n["rps"] for t, n in zip(of["tollgate"], of["nginx"]))
        for name, its in of.items():
            table.append({"name": name, "connections": connections, "of_nginx": round(ratio if name == "tollgate" else 1, 3),
                          **{k: round(statistics.median(r[k] for r in its), 2) for k in ("rps", "p50", "p99", "cpu_us", "put_off_us")},
                          "peak_mb": round(max(r["peak_mb"] for r in its)), "errors": sum(r["errors"] for r in its)})
    return {"rounds": rows, "table": table}


def streams(servers, options, nginx, gateway):
    tool = compiled("sseload", servers.work)
    table = []
    for count in options.streams:
        for name, port, watched in (("nginx", servers.slow_nginx, nginx), ("tollgate", servers.gateway, gateway)):
            command = [tool, str(port), PATH, SLOW_MODEL, str(count), str(options.stream_seconds), str(CHUNKS), str(INTERVAL_MS)]
            out, cpu, peak = load(command, watched, {"KEY": CLIENT_KEY})
            row = {"name": name, **json.loads(out), "cpu_seconds": round(cpu, 1), "peak_mb": round(peak)}
            watched.until_idle()
            table.append(row)
            print(f"  {name}: {count} streams, {row['ok']} whole, {row['failed']} failed", file=sys.stderr)
    return {"table": table}


def until_compiled(load_some, gateway, deadline):
    """Loads a JVM until its compilers have had little to do twice: before, it runs slower code and shares its cores with them."""
    quiet = 0
    while quiet < 2 and time.monotonic() < deadline:
        before, began = gateway.compiler_seconds(), time.monotonic()
        load_some()
        share = (gateway.compiler_seconds() - before) / (time.monotonic() - began)
        print(f"  warming up: compilers take {share:.0%} of a core", file=sys.stderr)
        quiet = quiet + 1 if share < 0.03 else 0


def warm_up(servers, options, gateway):
    """Loads the gateway in both ways, each for at most the time of the option."""
    tool = compiled("sseload", servers.work)

    def request():
        wrk(servers.gateway, 64, 5, gateway)

    def chunk():
        command = [tool, str(servers.gateway), PATH, SLOW_MODEL, "500", "6", str(CHUNKS), str(INTERVAL_MS)]
        load(command, gateway, {"KEY": CLIENT_KEY})

    for load_some in (request, chunk):
        until_compiled(load_some, gateway, time.monotonic() + options.warm_up)
        gateway.until_idle()


def machine(options, jvm_flags):
    version = lambda *command: subprocess.run(command, capture_output=True, text=True).stderr.splitlines()[0]
    return {"when": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "cores": len(os.sched_getaffinity(0)),
            "kernel": platform.release(), "java": version(options.java, "-version"), "nginx": version("nginx", "-v"),
            "jvm_flags": " ".join(jvm_flags), "limits": options.limits}


def show(result):
    print("\n| connections | | requests/s | of nginx | p50 ms | p99 ms | CPU us/request | put off us/request | peak RSS MB | errors |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for r in result.get("throughput", {}).get("table", []):
        print(f"| {r['connections']} | {r['name']} | {r['rps']:.0f} | {r['of_nginx']:.3f} | {r['p50']} | {r['p99']} | {r['cpu_us']:.0f} | {r['put_off_us']:.0f} | {r['peak_mb']} | {r['errors']} |")
    print("\n| streams | | at once | whole | failed | first chunk added ms p50 / p99 | each chunk added ms p50 / p99 / max | held back % | CPU s | peak RSS MB |\n|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for r in result.get("streams", {}).get("table", []):
        first, each = r["first_added_ms"], r["transit_ms"]
        print(f"| {r['streams']} | {r['name']} | {r['at_once']} | {r['ok']} | {r['failed']} | {first['p50']} / {first['p99']} | "
              f"{each['p50']} / {each['p99']} / {each['max']} | {r['coalesced_percent']} | {r['cpu_seconds']} | {r['peak_mb']} |")


def options():
    numbers = lambda text: [int(n) for n in text.split(",") if n]
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--war", required=True)
    p.add_argument("--java", default="java")
    p.add_argument("--connections", type=numbers, default=[64, 512], help="throughput is measured at each of these (default 64,512)")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--seconds", type=int, default=8, help="of one measurement of throughput")
    p.add_argument("--streams", type=numbers, default=[1000, 2000], help="streams at once (default 1000,2000)")
    p.add_argument("--stream-seconds", type=float, default=12)
    p.add_argument("--limits", action="store_true", help="the key and its team have every limit there is, and budgets")
    p.add_argument("--warm-up", type=int, default=180, help="at most so many seconds of load of each kind before anything counts")
    return p.parse_args()


def main():
    o = options()
    if not os.path.isfile(o.war):
        raise SystemExit(f"{o.war} is not there: build it with mvn package")
    jvm_flags = os.environ.get("JVM_FLAGS", "").split()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="tollgate-bench-") as work:
        with Servers(work, os.path.abspath(o.war), o.java, jvm_flags, o.limits) as servers:
            nginx, gateway = Watched(servers.nginx_process.pid), Watched(servers.gateway_process.pid)
            result = machine(o, jvm_flags)
            print(json.dumps(result, indent=1), file=sys.stderr)
            warm_up(servers, o, gateway)
            result["throughput"] = throughput(servers, o, nginx, gateway)
            result["streams"] = streams(servers, o, nginx, gateway)
    results = os.path.join(HERE, "results")
    os.makedirs(results, exist_ok=True)
    path = os.path.join(results, result["when"].replace(":", "").replace("+0000", "Z") + ".json")
    with open(path, "w") as f:
        json.dump(result, f, indent=1)
    show(result)
    print(f"\nwritten to {path}")


if __name__ == "__main__":
    main()
