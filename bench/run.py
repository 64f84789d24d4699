#!/usr/bin/env python3
"""A table per stage: ours, the floor, the best known, the human ceiling.

    run.py PROGRAM [AREA ...]

Runs the development benchmarks that lie in $DATELINE_BENCH (else bench/data) with
PROGRAM and sets each figure beside what others reach (known.tsv). These are figures on
sets that were developed on: say so where you quote them.

SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
AREAS = ["extraction", "language", "time", "place", "events", "copies", "stories"]


def known():
    rows = []
    with open(os.path.join(HERE, "known.tsv"), encoding="utf-8") as file:
        for line in file:
            if not line.startswith("#"):
                rows.append(line.rstrip("\n").split("\t"))
    return rows


def figures(text):
    """{set: {measure: figure}} of a runner's output."""
    found, current = {}, None
    for line in text.splitlines():
        if line and not line[0].isspace() and ":" not in line.split("(")[0]:
            current = line.split()[0]
            found.setdefault(current, {})
        elif current and not line.strip().startswith(("best known", "note")):
            for name, value in re.findall(r"(\+?[A-Za-z@][A-Za-z0-9@ -]*?) (-?\d*\.\d+)(?=\s|$)", line):
                found[current].setdefault(name.strip(), value)
    return found


def show(area, found, rows):
    print(f"\n{area}")
    print(f"  {'set':24}{'measure':20}{'ours':>8}{'floor':>8}{'best':>8}{'human':>8}  who")
    for name, measures in found.items():
        for wanted in rows:
            if wanted[0] == name and wanted[1] in measures:
                print(f"  {name:24}{wanted[1]:20}{measures[wanted[1]]:>8}{wanted[2]:>8}{wanted[3]:>8}"
                      f"{wanted[4]:>8}  {wanted[5]}")


def main():
    program = os.path.abspath(sys.argv[1])
    root = os.environ.get("DATELINE_BENCH") or os.path.join(HERE, "data")
    if not os.path.isdir(root):
        print(f"bench: no benchmarks at {root}: set DATELINE_BENCH", file=sys.stderr)
        return 2
    rows = known()
    for area in sys.argv[2:] or AREAS + ["chronicle"]:
        if area == "chronicle":
            call = [sys.executable, os.path.join(root, area, "score.py"), "--program", program]
        else:
            call = [os.path.join(root, area, f"run_{area}.sh"), program]
        run = subprocess.run(call, capture_output=True, text=True)
        if area == "chronicle":
            print("\nchronicle (development half, eleven measures and their mean)")
            print("\n".join("  " + line for line in run.stdout.splitlines() if line.startswith(("story", "ALL", "  "))))
        else:
            show(area, figures(run.stdout), rows)
        if run.returncode not in (0, 1):
            print(f"  {area}: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else 'failed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
