#!/bin/sh
# extraction.sh - pages a second: `dateline extract`, trafilatura and htmldate side by side.
#
#     bench/extraction.sh BUILD
#
# On the news pages of extraction/naeb of the development benchmarks (DATELINE_BENCH, else
# ../shared/bench), on one processor core, in one run: ours is the whole program with its
# output, theirs are the calls alone, on a sample (SAMPLE pages, 120). Then our
# wall time with two threads on two cores, our peak memory with the pages once and ten
# times, and pages made to be slow. The peers come from PyPI, pinned, once, into
# .deps/extraction. CORE=n: another core than 0.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
if [ $# -ne 1 ]; then
    sed -n '2,12p' "$0" >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
program=$(cd "$1" && pwd)/dateline
pages=${DATELINE_BENCH:-$root/../shared/bench}/extraction/naeb/pages.tar.xz
[ -f "$pages" ] || { echo "extraction.sh: no pages at $pages: set DATELINE_BENCH" >&2; exit 2; }
env=$root/.deps/extraction
if [ ! -f "$env/stamp-1" ]; then
    /usr/bin/python3 -m venv "$env"
    "$env/bin/pip" install -q --disable-pip-version-check 'trafilatura==2.2.0' 'htmldate==1.10.0' 'justext==3.0.2' \
        'lxml==6.1.3' 'lxml_html_clean==0.4.6'
    : >"$env/stamp-1"
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
tar -xJf "$pages" -C "$folder"
"$env/bin/python" "$root/bench/extraction.py" "$program" "$folder" "${SAMPLE:-120}" "${CORE:-0}"
