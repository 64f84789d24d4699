#!/bin/sh
# test.sh BUILD - runs the tests of a build folder and counts them. Under a sanitizer, or on
# a busy machine, tests may take TEST_SLOWNESS times as long.
#
# Every test speaks TAP; the last line printed is "N passed, N failed", over the single
# checks (TAP points), where a program that dies counts as one failure.
#
# SPDX-License-Identifier: Apache-2.0
set -u
build=${1:-build}
status=0
meson test -C "$build" --no-rebuild --print-errorlogs \
    --timeout-multiplier "${TEST_SLOWNESS:-1}" >"$build/test.out" 2>&1 || status=1
/usr/bin/python3 - "$build/meson-logs/testlog.json" <<'PY' || status=1
import json, re, sys
passed = failed = skipped = 0
for line in open(sys.argv[1], encoding="utf-8"):
    run = json.loads(line)
    points = re.findall(r"^(not )?ok\b(.*)", run.get("stdout") or "", re.M)
    bad = [p for p in points if p[0]]
    skips = [p for p in points if not p[0] and "# skip" in p[1].lower()]
    failed += len(bad)
    skipped += len(skips)
    passed += len(points) - len(bad) - len(skips)
    if run["result"] not in ("OK", "EXPECTEDFAIL", "SKIP") and not bad:
        failed += 1
    if run["result"] not in ("OK", "EXPECTEDFAIL", "SKIP"):
        print(f"--- {run['name']}: {run['result']}")
        text = (run.get("stdout") or "") + (run.get("stderr") or "")
        print("\n".join([l for l in text.splitlines() if not l.startswith("ok ")][-40:]))
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(1 if failed else 0)
PY
exit $status
