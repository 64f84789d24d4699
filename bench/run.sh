#!/bin/sh
# run.sh PROGRAM - what `make bench` prints: quality per stage beside what others reach,
# then parity with spaCy and the words a second of both in the same run.
#
# Needs the development benchmarks (DATELINE_BENCH, else bench/data, else shared/bench
# beside the project) and, for speeds, the peers from PyPI, installed once into .deps.
# BENCH_PEERS=0 leaves these out.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
root=${DATELINE_BENCH:-$here/data}
if [ -z "${DATELINE_BENCH:-}" ] && [ ! -d "$root" ] && [ -d "$here/../../shared/bench" ]; then
    root=$(cd "$here/../../shared/bench" && pwd)
fi
export DATELINE_BENCH="$root"
build=$(dirname "$program")
/usr/bin/python3 "$here/run.py" "$program"
if [ "${BENCH_PEERS:-1}" != 0 ] && [ -d "$root/language" ]; then
    texts=
    for set in ud-gum-news ud-ewt wikigold crossner-politics re3d; do
        texts="$texts $root/language/$set/gold.ndjson"
    done
    printf '\nparity with spaCy\n'
    # shellcheck disable=SC2086 # a list of files
    "$here/../tools/parity.sh" "$build" $texts | tail -n 20
    printf '\nwords a second beside spaCy, one core\n'
    # shellcheck disable=SC2086
    "$here/language.sh" "$build" $texts
    for stage in extraction warc places; do
        printf '\n%s: speed\n' "$stage"
        "$here/$stage.sh" "$build"
    done
    printf '\ntimes: speed\n'
    "$here/times.sh" "$build" "$root"/time/*/*.ndjson
    "$here/templates.sh" "$program"
    "$here/names.sh" "$program"
fi
