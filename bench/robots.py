#!/usr/bin/env python3
"""robots.py - our reading of robots.txt against Protego's, on files made by chance.

    ninja -C build tools/robots_dump
    bench/robots.py build/tools/robots_dump [--files 400] [--seed 1]

Protego comes from PyPI into an environment that is thrown away. Every disagreement is
printed; the exit status is 1 when there is one. (Agents with a version, "dateline/1.0",
are not among the files: RFC 9309 compares the product token alone, Protego the whole.)

SPDX-License-Identifier: Apache-2.0
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

PROTEGO = "Protego==0.7.0"

JUDGE = """
import json, sys
from protego import Protego
for case in json.load(sys.stdin):
    rules = Protego.parse(case["robots"])
    print(json.dumps([rules.can_fetch("http://p.example" + p, "dateline") for p in case["paths"]]))
"""

PIECES = ["/", "/a", "/ab", "/b", "/news", "/news/", ".php", "?x=1", "%7e", "~", "%2F", "é", "a", "b"]
AGENTS = ["*", "dateline", "Dateline", "other", "otherbot"]


def some_path(chance, stars):
    parts = [chance.choice(PIECES) for _ in range(chance.randint(1, 4))]
    if stars:
        parts = [p if chance.random() < 0.75 else "*" for p in parts]
    path = "".join(parts)
    if not path.startswith(("/", "*")) or not stars and not path.startswith("/"):
        path = "/" + path
    return path + ("$" if stars and chance.random() < 0.15 else "")


def some_robots(chance):
    lines = []
    for _ in range(chance.randint(1, 3)):
        lines += [f"User-agent: {chance.choice(AGENTS)}" for _ in range(chance.randint(1, 2))]
        for _ in range(chance.randint(0, 6)):
            rule = "" if chance.random() < 0.05 else some_path(chance, True)
            lines.append(f"{chance.choice(['Disallow', 'Disallow', 'Allow'])}: {rule}")
        if chance.random() < 0.3:
            lines.append("")
    return chance.choice(["\n", "\r\n"]).join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="tools/robots_dump of a build")
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    cases = [{"robots": some_robots(chance), "paths": [some_path(chance, False) for _ in range(25)]}
             for _ in range(options.files)]
    bad = total = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        python = folder / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", PROTEGO],
                       check=True)
        judged = subprocess.run([python, "-c", JUDGE], input=json.dumps(cases), text=True,
                                capture_output=True, check=True).stdout.splitlines()
        for case, line in zip(cases, judged):
            file = folder / "robots.txt"
            file.write_text(case["robots"], newline="")
            ours = subprocess.run([options.program, file, "dateline"], text=True, check=True,
                                  input="\n".join(case["paths"]) + "\n", capture_output=True)
            for path, mine, theirs in zip(case["paths"], ours.stdout.split(), json.loads(line)):
                total += 1
                if (mine == "1") != theirs:
                    bad += 1
                    print(f"{path}: ours {mine == '1'}, Protego {theirs}\n{case['robots']}")
    print(f"{total} answers, {bad} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
