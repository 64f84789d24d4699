#!/bin/sh
# templates.sh PROGRAM [SET...] - the articles of `extract` with and without template
# memory (--no-templates), scored side by side, with the processor time of each run on one
# thread. What is dropped in between is what pages of one host repeat.
#
# Needs the development benchmarks (DATELINE_BENCH, else ../shared/bench).
#
# SPDX-License-Identifier: Apache-2.0
set -eu
if [ $# -lt 1 ]; then
    sed -n '2,6p' "$0" >&2
    exit 2
fi
program=$(realpath "$1")
shift
here=$(cd "$(dirname "$0")" && pwd)
root=${DATELINE_BENCH:-$here/../../shared/bench}/extraction
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for set in ${*:-naeb trafilatura daniel}; do
    mkdir "$work/$set"
    tar -xJf "$root/$set/pages.tar.xz" -C "$work/$set"
    case $set in
    trafilatura) metric=segments ;;
    *) metric=shingle ;;
    esac
    for memory in without with; do
        option=--quiet
        if [ $memory = without ]; then
            option=--no-templates
        fi
        (cd "$work/$set" && command time -f %U -o "$work/seconds" "$program" extract \
            --jobs 1 --json "$option" html/*.html >"$work/$memory.ndjson" 2>/dev/null) ||
            [ $? = 3 ]
        # shellcheck disable=SC2046 # lines of name and value, and the last line alone
        printf '%-12s %-8s %s  %s s\n' "$set" $memory "$(echo $(/usr/bin/python3 \
            "$root/score_text.py" "$root/$set/gold.ndjson" "$work/$memory.ndjson" \
            -m $metric | tail -4))" "$(tail -n 1 "$work/seconds")"
    done
done
