#!/usr/bin/env bash
# Ten times as many requests as the gateway has places for: bench/overload.sh [--places 100] [--answer-ms 1000] [--seconds 20]
exec "$(dirname "${BASH_SOURCE[0]}")/bursts.sh" Overload "$@"
