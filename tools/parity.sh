#!/bin/sh
# parity.sh - runs spaCy and the language engine over texts and compares them.
#
#     tools/parity.sh BUILD FILE...     FILE: NDJSON with id and text, or plain text
#     MODEL=dir tools/parity.sh ...     another model than .deps/share/model
#     OUT=dir ...                       keep what both said
#
# Makes an environment with spaCy 3.8 in .deps/spacy (once; needs the network), and
# builds tools/language_dump in the build directory BUILD. The first differences, the
# agreement of each field and the words a second of both go to standard output.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
if [ $# -lt 2 ]; then
    sed -n '2,12p' "$0" >&2
    exit 2
fi
cd_from=$PWD
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "$1" && pwd)
shift
model=${MODEL:-$root/.deps/share/model}
env=$root/.deps/spacy
if [ ! -f "$env/stamp" ]; then
    /usr/bin/python3 -m venv "$env"
    "$env/bin/pip" install -q --disable-pip-version-check 'spacy==3.8.*'
    : >"$env/stamp"
fi
made=
out=${OUT:-}
if [ -z "$out" ]; then
    out=$(mktemp -d)
    made=$out
fi
trap '[ -z "$made" ] || rm -rf "$made"' EXIT
ninja -C "$build" tools/language_dump >/dev/null
cd "$cd_from"
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1
export OMP_NUM_THREADS OPENBLAS_NUM_THREADS BLIS_NUM_THREADS
python=$env/bin/python
"$python" "$root/tools/parity.py" spacy "$model" "$@" >"$out/spacy.ndjson"
"$build/tools/language_dump" "$model" "$@" >"$out/ours.ndjson"
"$python" "$root/tools/parity.py" compare "$out/spacy.ndjson" "$out/ours.ndjson"
"$python" "$root/tools/parity.py" speed "$model" "$@"
