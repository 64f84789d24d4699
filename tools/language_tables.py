#!/usr/bin/env python3
"""language_tables.py - writes the language engine's constant tables as C.

    language_tables.py symbols.txt norms.txt > language_tables.c

What Python's str says of each code point (isspace, isalpha, isupper, isdigit, lower, and
what the rule of the final sigma asks), because the models were trained on features made
by Python; and the ids of data/language/*.txt, sorted for a binary search. The build runs
this; the interface is src/language/tables.h.

SPDX-License-Identifier: Apache-2.0
"""
import sys
import unicodedata

SPACE, ALPHA, UPPER, DIGIT, CASED, IGNORABLE = 1, 2, 4, 8, 16, 32
BLOCK = 128
LAST = 0x110000
TWO_LOWER = 0x130  # the one capital whose lower case is two code points
FINAL_SIGMA = "\u03c2"


def murmur64(data, seed=1):
    """MurmurHash64A (Austin Appleby)."""
    m, mask = 0xC6A4A7935BD1E995, (1 << 64) - 1
    h = seed ^ (len(data) * m & mask)
    whole = len(data) // 8 * 8
    for at in range(0, whole, 8):
        k = int.from_bytes(data[at:at + 8], "little") * m & mask
        k = (k ^ (k >> 47)) * m & mask
        h = (h ^ k) * m & mask
    if len(data) > whole:
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & mask
    h = (h ^ (h >> 47)) * m & mask
    return h ^ (h >> 47)


def rows(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if line and not line.startswith("# ") and line != "#":
                fields = line.split(" ")
                if len(fields) != 2:
                    sys.exit(f"{path}:{number}: two fields are wanted, one blank between them")
                yield number, fields[0], fields[1]


def record(code):
    """(difference to the lower case, flags) of a code point."""
    c = chr(code)
    if 0xD800 <= code < 0xE000:
        return 0, 0
    flags = (SPACE * c.isspace() | ALPHA * c.isalpha() | UPPER * c.isupper()
             | DIGIT * c.isdigit())
    cased = (c + "\u03a3").lower()[-1] == FINAL_SIGMA
    after = ("a" + c + "\u03a3").lower()[-1] == FINAL_SIGMA
    flags |= CASED * cased | IGNORABLE * (after and not cased)
    lower = c.lower()
    if code == 0x3A3:
        lower = "\u03c3"
    if len(lower) != 1:
        if code != TWO_LOWER or lower != "i\u0307":
            sys.exit(f"U+{code:04X} has a lower case this tool does not know")
        lower = c
    return ord(lower) - code, flags


def numbers(values, per_line=16):
    for at in range(0, len(values), per_line):
        print("    " + ", ".join(str(v) for v in values[at:at + per_line]) + ",")


def print_unicode():
    records, places = [], {}
    blocks, block_places, order = [], {}, []
    for start in range(0, LAST, BLOCK):
        block = []
        for code in range(start, start + BLOCK):
            r = record(code)
            if r not in places:
                places[r] = len(records)
                records.append(r)
            block.append(places[r])
        block = tuple(block)
        if block not in block_places:
            block_places[block] = len(blocks)
            blocks.append(block)
        order.append(block_places[block])
    if len(records) > 255 or len(blocks) > 65535:
        sys.exit("the Unicode tables do not fit their types")
    print(f"/* Unicode {unicodedata.unidata_version} */")
    print("const dl_unicode_record dl_unicode_records[] = {")
    for delta, flags in records:
        print(f"    {{{delta}, {flags}}},")
    print("};")
    print("const uint16_t dl_unicode_index[] = {")
    numbers(order)
    print("};")
    print("const uint8_t dl_unicode_blocks[][DL_UNICODE_BLOCK] = {")
    for block in blocks:
        print("    {")
        numbers(block, 32)
        print("    },")
    print("};")


def print_pairs(name, pairs):
    print(f"const dl_id_pair {name}[] = {{")
    for key, value in sorted(pairs):
        print(f"    {{0x{key:016x}u, 0x{value:016x}u}},")
    print("};")
    print(f"const uint32_t {name}_count = {len(pairs)};")


def main():
    symbols = {name: int(number) for _, number, name in rows(sys.argv[1])}

    def string_id(text):
        return symbols[text] if text in symbols else murmur64(text.encode())

    print("/* language_tables.c - made by tools/language_tables.py; do not edit. */")
    print('#include "tables.h"')
    print_unicode()
    print_pairs("dl_symbols", [(murmur64(k.encode()), v) for k, v in symbols.items()])
    print_pairs("dl_base_norms", [(string_id(a), string_id(b))
                                  for _, a, b in rows(sys.argv[2])])


if __name__ == "__main__":
    main()
