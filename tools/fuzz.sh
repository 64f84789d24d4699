#!/bin/sh
# fuzz.sh - every target of fuzz/ under libFuzzer with ASan and UBSan, FUZZ_SECONDS each.
# Its own seed corpus is fuzz/corpus/TARGET; what a run finds goes to build-fuzz/found.
# SPDX-License-Identifier: Apache-2.0
set -eu
seconds=${FUZZ_SECONDS:-60}
command -v clang >/dev/null || { echo "fuzz: needs clang and libclang-rt-14-dev (apt-get install clang libclang-rt-14-dev)" >&2; exit 2; }
if [ ! -f build-fuzz/build.ninja ]; then
    CC=clang meson setup build-fuzz -Dfuzz=true --buildtype=debugoptimized -Db_sanitize=address,undefined \
        -Db_lundef=false -Dc_args=-fsanitize=fuzzer-no-link >build-fuzz.log 2>&1 || { tail -n 20 build-fuzz.log; exit 2; }
fi
ninja -C build-fuzz --quiet
mkdir -p build-fuzz/found
for source in fuzz/*.c; do
    target=$(basename "$source" .c)
    [ "$target" != replay ] || continue # no target: what runs a corpus as a test
    mkdir -p "build-fuzz/corpus/$target"
    echo "== $target"
    build-fuzz/fuzz/fuzz_"$target" -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=4096 -timeout=10 \
        -artifact_prefix=build-fuzz/found/"$target"- "build-fuzz/corpus/$target" "fuzz/corpus/$target" 2>&1 | tail -n 3
done
