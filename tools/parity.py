#!/usr/bin/env python3
"""parity.py - does the language engine say what spaCy says?

    parity.py spacy MODEL FILE...        spaCy's reading of the texts, as columns
    parity.py compare SPACY OURS [-n N]  agreement per field; the first N differences
    parity.py golden MODEL FILE          test/cases/language/golden.ndjson from sentences
    parity.py speed MODEL FILE...        words per processor second of nlp.pipe

FILE is NDJSON with `id` and `text`, or plain text (one document). A document is one line
of columns: {"id", "start", "end", "orth", ...}; offsets are code points, ids decimal.
Runs in an environment that has spaCy 3.8 (tools/parity.sh makes one); compare needs none.

SPDX-License-Identifier: Apache-2.0
"""
import json
import sys
import time

ATTRS = ["orth", "lower", "norm", "prefix", "suffix", "shape", "spacy", "is_space"]
FIELDS = ["tag", "pos", "head", "dep", "sent", "iob", "type", "lemma"]


def documents(paths):
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            if not path.endswith(".ndjson"):
                yield path, file.read()
                continue
            for line in file:
                if line.strip():
                    record = json.loads(line)
                    yield str(record.get("id", "")), record.get("text") or ""


def columns(doc, name):
    record = {"id": name,
              "start": [t.idx for t in doc], "end": [t.idx + len(t) for t in doc],
              "orth": [t.orth for t in doc], "lower": [t.lower for t in doc],
              "norm": [t.norm for t in doc], "prefix": [t.prefix for t in doc],
              "suffix": [t.suffix for t in doc], "shape": [t.shape for t in doc],
              "spacy": [int(bool(t.whitespace_)) for t in doc],
              "is_space": [int(t.is_space) for t in doc]}
    record["tag"] = [t.tag_ for t in doc]
    record["pos"] = [t.pos_ for t in doc]
    record["head"] = [t.head.i for t in doc]
    record["dep"] = [t.dep_ for t in doc]
    record["sent"] = [int(bool(t.is_sent_start)) for t in doc]
    record["iob"] = [t.ent_iob_ for t in doc]
    record["type"] = [t.ent_type_ for t in doc]
    record["lemma"] = [t.lemma_ for t in doc]
    record["lower_text"] = [t.lower_ for t in doc]
    return record


def load(model):
    import spacy
    from thinc.api import set_current_ops, NumpyOps
    set_current_ops(NumpyOps())
    nlp = spacy.load(model)
    nlp.max_length = 10 ** 9
    return nlp


def run_spacy(model, paths):
    nlp = load(model)
    names, texts = [], []
    for name, text in documents(paths):
        names.append(name)
        texts.append(text)
    for name, doc in zip(names, nlp.pipe(texts)):
        print(json.dumps(columns(doc, name), ensure_ascii=False, separators=(",", ":")))


def run_speed(model, paths):
    nlp = load(model)
    texts = [text for _, text in documents(paths)]
    words = sum(len(text.split()) for text in texts)
    for _ in nlp.pipe(texts[:20]):
        pass
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    took = time.process_time() - start
    print(f"spacy: {words} words, {tokens} tokens in {took:.2f} s of processor time: "
          f"{words / took:.0f} words/s")


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def show(record, i):
    keys = [k for k in FIELDS if k in record]
    return " ".join(f"{k}={record[k][i]}" for k in keys)


def compare(theirs_path, ours_path, limit):
    total = aligned = whole = documents_equal = count = shown = 0
    agree = {}
    for theirs, ours in zip(lines(theirs_path), lines(ours_path), strict=True):
        if theirs["id"] != ours["id"]:
            sys.exit(f"documents out of step: {theirs['id']} and {ours['id']}")
        fields = [f for f in ATTRS + FIELDS if f in theirs and f in ours]
        where = {span: i for i, span in enumerate(zip(ours["start"], ours["end"]))}
        place = [where.get(span) for span in zip(theirs["start"], theirs["end"])]
        spans = list(zip(theirs["start"], theirs["end"]))
        our_spans = list(zip(ours["start"], ours["end"]))
        good = len(ours["start"]) == len(theirs["start"])
        count += 1
        for i, j in enumerate(place):
            total += 1
            wrong = []
            if j is None:
                wrong.append("token")
            else:
                aligned += 1
                for f in fields:
                    if f == "head":
                        same = spans[theirs[f][i]] == our_spans[ours[f][j]]
                    else:
                        same = theirs[f][i] == ours[f][j]
                    agree[f] = agree.get(f, 0) + same
                    if not same:
                        wrong.append(f)
            if wrong:
                good = False
                if shown < limit:
                    shown += 1
                    print(f"{theirs['id']} {spans[i]} {theirs.get('lower_text', [''] * (i + 1))[i]!r} {','.join(wrong)}")
                    print(f"    spacy {show(theirs, i)}")
                    if j is not None:
                        print(f"    ours  {show(ours, j)}")
                        for f in wrong:
                            if f in ATTRS:
                                print(f"    {f}: {theirs[f][i]} {ours[f][j]}")
            else:
                whole += 1
        documents_equal += good
    print(f"documents {count}, wholly equal {documents_equal}")
    print(f"tokens    {total}, aligned {aligned} ({100 * aligned / max(1, total):.4f} %)")
    for f in ATTRS + FIELDS:
        if f in agree:
            print(f"{f:9} {100 * agree[f] / max(1, total):.4f} %  ({total - agree[f]} differ)")
    print(f"everything equal: {100 * whole / max(1, total):.4f} % of tokens ({total - whole} differ)")


def golden(model, path):
    nlp = load(model)
    with open(path, encoding="utf-8", newline="") as file:
        texts = [json.loads(line)["text"] for line in file if line.strip()]
    for i, text in enumerate(texts):
        record = columns(nlp(text), f"golden-{i}")
        for key in ("orth", "lower", "lower_text"):
            del record[key]
        record["text"] = text
        for key in ("norm", "prefix", "suffix", "shape"):
            record[key] = [str(v) for v in record[key]]
        print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def main(args):
    limit = 20
    if "-n" in args:
        at = args.index("-n")
        limit = int(args[at + 1])
        del args[at:at + 2]
    if len(args) < 3 or args[0] not in ("spacy", "compare", "golden", "speed"):
        sys.exit(__doc__)
    if args[0] == "spacy":
        run_spacy(args[1], args[2:])
    elif args[0] == "speed":
        run_speed(args[1], args[2:])
    elif args[0] == "golden":
        golden(args[1], args[2])
    else:
        compare(args[1], args[2], limit)


if __name__ == "__main__":
    main(sys.argv[1:])
