#!/usr/bin/env bash
# Sixteen things outsiders try on a gateway, at full length: bench/scenarios.sh [--only a-part-of-a-name]
exec "$(dirname "${BASH_SOURCE[0]}")/bursts.sh" Scenarios "$@"
