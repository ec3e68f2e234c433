#!/usr/bin/env bash
# Fills a database with N usage rows and times the console's pages on it: bench/rows.sh [N [options of rows.py]]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
rows=5000000
[[ ${1:-} =~ ^[0-9]+$ ]] && { rows=$1; shift; }
java="$("$root/.ci/newest-jdk" 25)/bin/java"
classes="$root/target/test-classes:$root/target/classes:$root/target/tollgate/WEB-INF/lib/*"
exec python3 "$here/rows.py" --rows "$rows" --war "$root/target/tollgate.war" --java "$java" --classes "$classes" "$@"
