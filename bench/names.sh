#!/bin/sh
# names.sh PROGRAM [SET...] - the names of `annotate` beside the language model's own, per
# class, scored by exact span and class on the development sets.
#
# Needs the development benchmarks (DATELINE_BENCH, else ../shared/bench).
#
# SPDX-License-Identifier: Apache-2.0
set -eu
if [ $# -lt 1 ]; then
    sed -n '2,5p' "$0" >&2
    exit 2
fi
program=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
root=${DATELINE_BENCH:-$here/../../shared/bench}/language
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for set in ${*:-wikigold crossner-politics re3d}; do
    case $set in
    crossner-politics) scheme=politics ;;
    re3d) scheme=re3d ;;
    *) scheme=conll ;;
    esac
    for stage in language tag; do
        "$program" annotate --json --stage "$stage" "$root/$set/gold.ndjson" >"$work/said.ndjson"
        printf '\n%s, %s\n' "$set" "$([ "$stage" = tag ] && echo ours || echo "the model's own")"
        python3 "$root/score_ner.py" "$root/$set/gold.ndjson" "$work/said.ndjson" --scheme "$scheme" --per
    done
done
