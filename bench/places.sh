#!/bin/sh
# places.sh - places and names a second on one core, and the places' scores.
#
#     bench/places.sh BUILD [FILE...]
#
# FILE is NDJSON with "text" (without any: the development set of places, for which the
# scores are printed too). The language engine's own time is not counted: see
# bench/language.sh. Needs the development benchmarks (DATELINE_BENCH, else
# ../shared/bench) unless FILEs are given.
# CORE=n: another core than 0.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
if [ $# -lt 1 ]; then
    sed -n '2,11p' "$0" >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
build=$1
shift
place=${DATELINE_BENCH:-$root/../shared/bench}/place
scores=no
if [ $# -eq 0 ]; then
    set -- "$place/geovirus/gold.ndjson"
    scores=yes
fi
ninja -C "$build" tools/tag_speed >/dev/null
taskset -c "${CORE:-0}" "$build/tools/tag_speed" "$root/.deps/share" "$root/data/actors.txt" "$@"
[ "$scores" = yes ] || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/dateline" annotate --json --stage tag "$1" >"$work/said.ndjson"
python3 "$place/score_geo.py" "$1" "$work/said.ndjson"
