#!/usr/bin/env bash
# Measures how the journal's backlog drains after a burst: bench/backlog.sh [--burst 30] [--warm-up 120]
BENCH=backlog.py exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" "$@"
