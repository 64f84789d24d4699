#!/usr/bin/env python3
"""grams.py - turns frequencies of letter sequences into one C table, at build time.

usage: grams.py PROFILES TONGUES.txt OUT.h

PROFILES: a folder with a file a language, as the package langdetect has them:
{"freq": {sequence: count}, "n_words": [sequences of 1, 2, 3 letters in all]}.
TONGUES.txt: data/language/tongues.txt, whose sections are the languages told apart.
OUT.h: an open hash table of sequences (case folded, packed as dl_tongue_of packs them);
for each the languages it is frequent in and what it speaks for them, in eighths of a bit:

    bits = FLOOR_BITS + log2(share among the sequences of its length)

The sequences of a to z and a word's edge, nearly all of most texts, are found without
searching: grams_plain holds their numbers, one more than in the other tables, by
(a * 28 + b) * 28 + c with 0 for nothing, 1 to 26 for letters, 27 for the edge.

A sequence below SHARE says nothing: some profiles list rarer ones than others do. A
single letter speaks louder, since one that a language does not have is strong evidence.

SPDX-License-Identifier: Apache-2.0"""
import json
import math
import os
import re
import sys

SHARE = 1.2e-4
FLOOR_BITS = 14
LETTER_BITS = 4
SLOTS = 1 << 16
CODES = 28
MASK = (1 << 64) - 1
OWNED = {"bn", "el", "gu", "he", "ja", "kn", "ko", "ml", "pa", "ta", "te", "th", "zh-cn", "zh-tw"}  # by their script


def fold(sequence):
    """Lower case, letter by letter; None when that is not one letter each."""
    low = [c.lower()[0] for c in sequence]
    return "".join(low)


def pack(sequence):
    key = 0
    for c in sequence:
        key = key << 21 | ord(c)
    return key


def slot_of(key):
    return (key * 0x9E3779B97F4A7C15 & MASK) >> 48


def plain_of(sequence):
    """The place in grams_plain, or None."""
    at = 0
    for c in sequence:
        if not ("a" <= c <= "z" or c == " "):
            return None
        at = at * CODES + (CODES - 1 if c == " " else ord(c) - 96)
    return at


def credits(folder, sections):
    """{sequence: [(section, credit)]}"""
    found = {}
    for name in sorted(os.listdir(folder)):
        if name in OWNED or name not in sections:
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            profile = json.load(file)
        counts = {}
        for sequence, count in profile["freq"].items():
            counts[fold(sequence)] = counts.get(fold(sequence), 0) + count
        for sequence, count in counts.items():
            share = count / profile["n_words"][len(sequence) - 1]
            bits = FLOOR_BITS + math.log2(share) + (LETTER_BITS if len(sequence) == 1 else 0)
            if share >= SHARE and round(8 * bits) > 0:
                found.setdefault(sequence, []).append((sections.index(name), min(255, round(8 * bits))))
    return found


def rows(o, kind, name, values):
    o.write(f"static const {kind} {name}[] = {{\n")
    for i in range(0, len(values), 16):
        o.write("    " + ", ".join(map(str, values[i:i + 16])) + ",\n")
    o.write("};\n")


def main():
    folder, tongues, out = sys.argv[1:]
    with open(tongues, encoding="utf-8") as file:
        sections = re.findall(r"^\[([a-z]+)\]", file.read(), re.M)
    found = credits(folder, sections)
    keys = sorted(found, key=pack)
    slots, plain = [0] * SLOTS, [0] * CODES ** 3
    for number, sequence in enumerate(keys, 1):
        at = slot_of(pack(sequence))
        while slots[at]:
            at = (at + 1) % SLOTS
        slots[at] = number
        if plain_of(sequence) is not None:
            plain[plain_of(sequence)] = number
    froms, credit = [0], []
    for sequence in keys:
        credit += sorted(found[sequence])
        froms.append(len(credit))
    profiled = [0] * len(sections)
    for section, _ in credit:
        profiled[section] = 1
    with open(out, "w", encoding="utf-8") as o:
        o.write(f"/* made by tools/grams.py: {len(keys)} sequences, {len(credit)} credits */\n")
        rows(o, "uint16_t", "grams_slot", slots)
        rows(o, "uint16_t", "grams_plain", plain)
        rows(o, "uint64_t", "grams_key", [f"{pack(s)}u" for s in keys])
        rows(o, "uint32_t", "grams_from", froms)
        rows(o, "struct { uint8_t whose, bits; }", "grams_credit", [f"{{{w}, {b}}}" for w, b in credit])
        rows(o, "uint8_t", "grams_profiled", profiled)


if __name__ == "__main__":
    main()
