#!/bin/sh
# language.sh - how many words a second: the language engine and spaCy, side by side.
#
#     bench/language.sh BUILD [FILE...]
#
# Reads the texts in the FILEs (NDJSON with id and text, or plain text; without any, those
# named in DATELINE_BENCH_TEXTS) with spaCy's nlp.pipe and with the engine, three times in
# turn, on one processor core, and prints the words a second of processor time of each run,
# the ratio of the best runs, and the engine's loading time and memory.
# MODEL=dir: another model than .deps/share/model. CORE=n: another core than 0.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
if [ $# -lt 1 ]; then
    sed -n '2,12p' "$0" >&2
    exit 2
fi
build=$1
shift
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2086 # a list of files
    set -- ${DATELINE_BENCH_TEXTS:?give a FILE or set DATELINE_BENCH_TEXTS}
fi
env=$root/.deps/spacy
if [ ! -f "$env/stamp" ]; then
    /usr/bin/python3 -m venv "$env"
    "$env/bin/pip" install -q --disable-pip-version-check 'spacy==3.8.*'
    : >"$env/stamp"
fi
ninja -C "$build" tools/language_dump >/dev/null
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1
export OMP_NUM_THREADS OPENBLAS_NUM_THREADS BLIS_NUM_THREADS
exec taskset -c "${CORE:-0}" "$env/bin/python" "$root/bench/language.py" \
    "$build/tools/language_dump" "${MODEL:-$root/.deps/share/model}" "$@"
