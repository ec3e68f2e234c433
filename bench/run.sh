#!/usr/bin/env bash
# Measures the packaged gateway beside nginx: bench/run.sh [options of bench.py], for example --rounds 1 --streams 200
set -euo pipefail

# The flags the gateway is measured with; the Dockerfile and the systemd unit use the same.
JVM_FLAGS=${JVM_FLAGS:--XX:+UseParallelGC -XX:-UseAdaptiveSizePolicy -XX:+UseCompactObjectHeaders -Xmx512m -Xmn160m -Xss512k -XX:TrimNativeHeapInterval=5000 -Djdk.pollerMode=1}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
for tool in wrk nginx gcc python3; do
  command -v "$tool" >/dev/null || { echo "bench/run.sh needs $tool (a Debian package of that name)" >&2; exit 2; }
done
export JVM_FLAGS
java="$("$root/.ci/newest-jdk" 25)/bin/java"
exec python3 "$here/${BENCH:-bench.py}" --war "$root/target/tollgate.war" --java "$java" "$@"
