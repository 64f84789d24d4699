#!/bin/sh
# warc.sh - how fast web archives are read, against FastWARC on the same file.
#
#     bench/warc.sh BUILD
#
# The pages are those of extraction/naeb of the development benchmarks (DATELINE_BENCH,
# else ../shared/bench); see bench/warc.py. FastWARC comes from PyPI, pinned, once, into
# .deps/fastwarc. MEGABYTES (80) and ROUNDS (5) may be set; CORE=n: another core than 0.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
if [ $# -ne 1 ]; then
    sed -n '2,9p' "$0" >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
pages=${DATELINE_BENCH:-$root/../shared/bench}/extraction/naeb/pages.tar.xz
[ -f "$pages" ] || { echo "warc.sh: no pages at $pages: set DATELINE_BENCH" >&2; exit 2; }
env=$root/.deps/fastwarc
if [ ! -f "$env/stamp-2.0.1" ]; then
    /usr/bin/python3 -m venv "$env"
    "$env/bin/pip" install -q --disable-pip-version-check 'FastWARC==2.0.1'
    : >"$env/stamp-2.0.1"
fi
ninja -C "$1" tools/intake_dump >/dev/null
exec taskset -c "${CORE:-0}" "$env/bin/python" "$root/bench/warc.py" "$1/tools/intake_dump" "$pages" \
    --megabytes "${MEGABYTES:-80}" --rounds "${ROUNDS:-5}"
