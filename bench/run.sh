#!/bin/sh
# run.sh PROGRAM - what `make bench` prints: quality per stage beside what others reach,
# then parity with spaCy and the words a second of both in the same run.
#
# Needs the development benchmarks (DATELINE_BENCH, else bench/data) and, for the last
# part, spaCy from PyPI, installed once into .deps/spacy. BENCH_PEERS=0 leaves that out.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
root=${DATELINE_BENCH:-$here/data}
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
    for peer in "$here"/extraction.sh "$here"/warc.sh; do
        if [ -x "$peer" ]; then
            "$peer" "$build"
        fi
    done
fi
