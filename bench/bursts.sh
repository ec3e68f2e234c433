#!/usr/bin/env bash
# Runs one of the tools in bench/bursts against the packaged gateway: bench/bursts.sh Tool [options]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
usual=$(sed -n 's/^JVM_FLAGS=${JVM_FLAGS:-\(.*\)}$/\1/p' "$here/run.sh")
export JVM_FLAGS=${JVM_FLAGS:-$usual}
java="$("$root/.ci/newest-jdk" 25)/bin/java"
tool=$1
shift
[[ " $* " == *" --war "* ]] || set -- --war "$root/target/tollgate.war" "$@"
h2=$(echo "$root"/target/tollgate/WEB-INF/lib/h2-*.jar)
exec "$java" -Xmx512m -cp "$h2" "$here/bursts/$tool.java" --java "$java" "$@"
