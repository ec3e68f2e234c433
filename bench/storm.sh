#!/usr/bin/env bash
# Clients that leave in the middle, while others are served: bench/storm.sh [--clients 5000] [--at-once 300] [--others 20]
exec "$(dirname "${BASH_SOURCE[0]}")/bursts.sh" Storm "$@"
