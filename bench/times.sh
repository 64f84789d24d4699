#!/bin/sh
# times.sh - how many megabytes a second: the time tagger alone, after tokenising.
#
#     bench/times.sh BUILD FILE...
#
# FILE: NDJSON with text and, where known, published or dct; or plain text. Processor time
# of one core, the best of twenty runs over each text.
# MODEL=dir: another model than .deps/share/model. CORE=n: another core than 0.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -lt 2 ]; then
    sed -n '2,9p' "$0" >&2
    exit 2
fi
build=$1
shift
ninja -C "$build" tools/times_speed >/dev/null
exec taskset -c "${CORE:-0}" "$build/tools/times_speed" \
    "${MODEL:-$root/.deps/share/model}" "$root/data/time/en.txt" "$@"
