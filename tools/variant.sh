#!/bin/sh
# variant.sh BUILD COMPILER SANITIZERS - builds in a folder of its own and runs the tests.
# SPDX-License-Identifier: Apache-2.0
set -eu
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
export TEST_SLOWNESS="${TEST_SLOWNESS:-8}"
build=$1 compiler=$2 sanitize=$3
if [ ! -f "$build/build.ninja" ]; then
    CC=$compiler meson setup "$build" --buildtype=debugoptimized -Doptimization=1 \
        -Db_sanitize="$sanitize" -Db_lundef=false >"$build.log" 2>&1 || { tail -n 20 "$build.log"; exit 2; }
fi
ninja -C "$build" --quiet
tools/gazetteer.sh "$build"
tools/test.sh "$build"
