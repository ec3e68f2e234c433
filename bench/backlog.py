"""Measures what a burst leaves behind in the journal, how fast that drains, and what requests feel of it meanwhile."""
import argparse
import os
import signal
import statistics
import sys
import tempfile
import time

from bench import Watched, until_compiled, wrk
from servers import Servers


def ledger_seconds(pid):
    """CPU time of the thread that brings the journal into the database."""
    ticks = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/stat") as f:
            name, fields = f.read().split("(", 1)[1].rsplit(")", 1)
        if name == "ledger":
            ticks += int(fields.split()[11]) + int(fields.split()[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def calm(servers, gateway, seconds):
    """A few clients for some seconds; the median and the slow hundredth of each second."""
    rows = [wrk(servers.gateway, 2, 1, gateway) for _ in range(seconds)]
    return {k: round(statistics.median(r[k] for r in rows), 2) for k in ("rps", "p50", "p99")}


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--war", required=True)
    p.add_argument("--java", default="java")
    p.add_argument("--burst", type=int, default=30, help="seconds of load at 64 connections")
    p.add_argument("--warm-up", type=int, default=120, help="at most so many seconds of load before anything counts")
    o = p.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="tollgate-backlog-") as work:
        with Servers(work, os.path.abspath(o.war), o.java, os.environ.get("JVM_FLAGS", "").split(), True) as servers:
            pid = servers.gateway_process.pid
            gateway = Watched(pid)
            until_compiled(lambda: wrk(servers.gateway, 64, 5, gateway), gateway, time.monotonic() + o.warm_up)
            gateway.until_idle()
            before = calm(servers, gateway, 15)
            gateway.until_idle()
            burst = wrk(servers.gateway, 64, o.burst, gateway)
            waiting = servers.waiting()
            during = calm(servers, gateway, 15)
            left, cpu, began = servers.waiting(), ledger_seconds(pid), time.monotonic()
            while servers.waiting() > 3:
                time.sleep(0.2)
            took, used = time.monotonic() - began, ledger_seconds(pid) - cpu
    rows = left / 3  # an exchange with one call is three records
    print(f"burst: {burst['rps']:.0f} requests/s for {o.burst} s, {burst['errors']} errors, {waiting} records left waiting")
    print(f"two clients, nothing waiting: {before['rps']} requests/s, p50 {before['p50']} ms, p99 {before['p99']} ms")
    print(f"two clients, backlog waiting: {during['rps']} requests/s, p50 {during['p50']} ms, p99 {during['p99']} ms, {left} records left then")
    print(f"without requests: {rows:.0f} rows in {took:.1f} s, {rows / took:.0f} rows/s, {used / max(1, rows) * 1e6:.0f} us of CPU a row")


if __name__ == "__main__":
    main()
