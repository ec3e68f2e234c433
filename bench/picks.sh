#!/usr/bin/env bash
# What it costs to choose who answers, for 1, 10, 100 and 1,000 credentials: bench/picks.sh [-Drounds=21] [-Dpicks=100000]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
usual=$(sed -n 's/^JVM_FLAGS=${JVM_FLAGS:-\(.*\)}$/\1/p' "$here/run.sh")
java="$("$root/.ci/newest-jdk" 25)/bin/java"
classes="$root/target/test-classes:$root/target/classes:$root/target/tollgate/WEB-INF/lib/*"
exec "$java" ${JVM_FLAGS:-$usual} "$@" -cp "$classes" io.tollgate.routing.Picks
