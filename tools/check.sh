#!/bin/sh
# check.sh - all that CI runs: the tests as built for use, then under ASan and UBSan with
# gcc and with clang. The last line is the sum of all three.
# SPDX-License-Identifier: Apache-2.0
set -u
passed=0 failed=0 status=0

count() { # what, command...
    what=$1
    shift
    echo "== $what"
    "$@" >check.out 2>&1 || status=1
    cat check.out
    last=$(tail -n 1 check.out)
    p=$(printf '%s' "$last" | sed -n 's/^\([0-9]*\) passed.*/\1/p')
    f=$(printf '%s' "$last" | sed -n 's/^[0-9]* passed, \([0-9]*\) failed.*/\1/p')
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-1}))
    rm -f check.out
}

tools/setup.sh || exit 2
count "gcc, as built for use" make --no-print-directory test
count "gcc, ASan and UBSan" tools/variant.sh build-asan gcc address,undefined
if command -v clang >/dev/null 2>&1; then
    count "clang, ASan and UBSan" tools/variant.sh build-clang clang address,undefined
fi
[ "$failed" = 0 ] || status=1
echo "$passed passed, $failed failed"
exit $status
