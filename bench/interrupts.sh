#!/usr/bin/env bash
# Interrupts the threads of requests, wherever they are, in a gateway of the tests: bench/interrupts.sh [requests]
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec mvn -B -ntp test -Dtest=InterruptStormTests -Dtollgate.storm.requests="${1:-4000}"
