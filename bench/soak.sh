#!/usr/bin/env bash
# Mixed traffic with faults for a long time: bench/soak.sh [--minutes 10] [--clients 40]
exec "$(dirname "${BASH_SOURCE[0]}")/bursts.sh" Soak "$@"
