#!/usr/bin/env python3
"""Whole stories through the command line: what a careful reader finds in them.

    stories.py PROGRAM CASE.json [CASE.json ...]

A case names a folder of pages and what must come out: articles, dates, copies, stories,
events, control of a place, names, claims. One TAP point a statement. A case whose folder
is not there is skipped whole (the folder may lie beside the project).

SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import re
import subprocess
import sys
import tempfile

count = failed = 0


def point(holds, what, seen=""):
    global count, failed
    count += 1
    failed += not holds
    print(f"{'' if holds else 'not '}ok {count} - {what}")
    if not holds and seen != "":
        print(f"#   seen: {seen}"[:2000])


def records(program, *words, ledger=None):
    call = [program] + (["--ledger", ledger] if ledger else []) + list(words)
    run = subprocess.run(call, capture_output=True, text=True, timeout=300)
    if run.returncode not in (0, 1):
        point(False, "exit of " + " ".join(words[:2]), run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def fold(text):
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and len(words) > 1 else words)


def named(names, wanted):
    return any(fold(w) in {fold(n) for n in names} for w in wanted.split("|"))


def in_one_row(row, wanted):
    """The row holds every wanted name; a surname that stands nowhere alone may be the end of one."""
    return all(named(row, w) or (" " not in w and any(fold(n).endswith(" " + fold(w)) for n in row)) for w in wanted)


def short(doc):
    return os.path.basename(doc)


def days(date):
    return (date or {}).get("earliest", None), (date or {}).get("latest", None)


def within(date, first, last):
    """The date lies in first..last (days; months and years as prefixes)."""
    a, b = days(date)
    return bool(a and b) and a[: len(first)] >= first and b[: len(last)] <= last


def check_articles(case, articles):
    for name, want in case.get("articles", {}).items():
        article = next((a for a in articles if short(a["id"]).startswith(name)), None)
        if article is None:
            point(False, f"{name}: an article")
            continue
        for text in want.get("has", []):
            point(text in article["text"], f"{name}: the text has '{text[:50]}'", article["text"])
        for text in want.get("lacks", []):
            point(text not in article["text"], f"{name}: the text lacks '{text[:50]}'", article["text"])
        if "published" in want:
            if want["published"] is None:
                point(article["published"] is None, f"{name}: no date is invented", article["published"])
            else:
                point(within(article["published"], *want["published"]), f"{name}: published {want['published'][0]}",
                      article["published"])
        if "title" in want:
            point(fold(article["title"]) == fold(want["title"]), f"{name}: title", article["title"])


def check_copies(case, copies):
    for want in case.get("copies", []):
        hit = [c for c in copies if short(c["doc"]).startswith(want["doc"]) and c["of"] and
               short(c["of"]).startswith(want["of"])]
        point(len(hit) == 1, f"{want['doc']} is a copy of {want['of']}",
              [(short(c["doc"]), c["of"] and short(c["of"])) for c in copies])
        if hit:
            point(hit[0]["direction"] in want.get("direction", ["known", "likely"]), f"{want['doc']}: direction",
                  hit[0]["direction"])
            for old, new, times in want.get("substitutions", []):
                point({"from": old, "to": new, "count": times} in hit[0]["substitutions"],
                      f"{want['doc']}: {old} -> {new} ({times})", hit[0]["substitutions"])
            if want.get("dropped"):
                point(len(hit[0]["dropped"]) > 0, f"{want['doc']}: something was dropped")
    edges = {(short(c["doc"]), short(c["of"])) for c in copies if c["of"]}
    if "copies" in case:
        point(len(edges) == len(case["copies"]), "no other copy", sorted(edges))
    for pair in case.get("common_origin", []):
        groups = {}
        for c in copies:
            if c["common_origin"]:
                groups.setdefault(c["common_origin"], set()).add(short(c["doc"]))
        point(any(all(any(d.startswith(p) for d in g) for p in pair) for g in groups.values()),
              f"{' and '.join(pair)} share an origin", groups)


def check_stories(case, stories):
    if "stories" not in case:
        return
    got = sorted(sorted(short(d) for d in s["documents"]) for s in stories)
    want = case["stories"]
    right = len(got) == len(want) and all(
        any(len(g) == len(w) and all(any(d.startswith(p) for d in g) for p in w) for g in got) for w in want)
    point(right, f"{len(want)} stories", got)


def find_event(want, chronicle):
    hits = []
    for row in chronicle:
        if row["type"] not in want["type"].split("|") or not within(row["date"], *want["date"]):
            continue
        if "place" in want and not (row["place"] and named([row["place"]["name"]], want["place"])):
            continue
        if "actor" in want and not named(row["actor"], want["actor"]):
            continue
        hits.append(row)
    return hits


def line(rows):
    return [(r["type"], days(r["date"]), (r["place"] or {}).get("name"), r["actor"], r["reports"], r["texts"],
             r["origins"], [a["origin"] for a in r["accounts"]]) for r in rows]


def check_events(case, chronicle):
    for want in case.get("events", []):
        hits = find_event(want, chronicle)
        what = f"{want['type']} {want['date'][0]} {want.get('place', '')}"
        point(len(hits) == 1, f"one event: {what}", line(chronicle) if not hits else line(hits))
        if not hits:
            continue
        row = hits[0]
        for key in ("reports", "texts", "origins", "status"):
            if key in want:
                right = row[key] in want[key] if isinstance(want[key], list) else row[key] == want[key]
                point(right, f"{what}: {key} {want[key]}", (row[key], [(short(a["doc"]), a["origin"]) for a in row["accounts"]]))
        for origin, relation in want.get("accounts", []):
            point(any(named([a["origin"]], origin) and a["relation"] in relation.split("|") for a in row["accounts"]),
                  f"{what}: {origin} {relation}", [(a["origin"], a["relation"]) for a in row["accounts"]])
        for kind, value, origin in want.get("figures", []):
            point(any(f["what"] == kind and value in (f["value"], f["low"]) and named([f["origin"]], origin)
                      for f in row["figures"]), f"{what}: {value} {kind} ({origin})",
                  [(f["what"], f["value"], f["low"], f["origin"]) for f in row["figures"]])
    for want in case.get("no_events", []):
        hits = find_event(want, chronicle)
        point(not hits, f"no event: {want['type']} {want['date'][0]} ({want['why']})", line(hits))


def check_names(case, names):
    for want in case.get("names", []):
        rows = [{r["name"]} | {a["name"] for a in r["aliases"]} for r in names]
        point(any(in_one_row(row, want) for row in rows), "one thing: " + ", ".join(want),
              [sorted(r) for r in rows if any(named(r, w) for w in want)])
    for apart in case.get("not_names", []):
        rows = [{r["name"]} | {a["name"] for a in r["aliases"]} for r in names]
        point(not any(all(named(row, w) for w in apart) for row in rows), "two things: " + ", ".join(apart))


def check_control(case, program, ledger):
    for place, rows in case.get("control", {}).items():
        got = records(program, "control", place, "--json", ledger=ledger)
        seen = [(days(r["from"]), r["holder"], r["reports"]) for r in got]
        point(len(got) == len(rows), f"control of {place}: {len(rows)} changes", seen)
        for (first, last, holder), row in zip(rows, got):
            point(within(row["from"], first, last) and named([row["holder"]], holder),
                  f"control of {place}: {first} {holder}", seen)


def check_claims(case, folder, program):
    for want in case.get("claims", []):
        path = next((os.path.join(folder, f) for f in sorted(os.listdir(folder)) if f.startswith(want["doc"])), None)
        if path is None:
            point(False, f"{want['doc']} is there")
            continue
        words = ["annotate", "--json", path] + (["--published", want["published"]] if "published" in want else [])
        texts = [a["text"] for a in records(program, "extract", "--json", path)]
        if path.endswith(".txt"):  # `annotate` takes plain text as it is
            with open(path, encoding="utf-8") as file:
                texts = [file.read()]
        claims = [c for r in records(program, *words) for c in r["claims"]]
        alike = [want["origin"]] + [n for names in case.get("names", []) if named(names, want["origin"]) for n in names]

        def says(claim):
            source = texts[0][claim["source"][0]:claim["source"][1]] if claim["source"] and texts else ""
            inside = any(f" {fold(w.replace('unnamed ', ''))} " in f" {fold(source)} " for w in want["origin"].split("|"))
            return inside or any(named([claim["origin"]], one) for one in alike)

        point(any(says(c) and
                  ("via" not in want or any(named([v], want["via"]) for v in c["via"])) and
                  ("stance" not in want or c["stance"] == want["stance"]) for c in claims),
              f"{want['doc']}: claim of {want['origin']}" + (f" via {want['via']}" if "via" in want else ""),
              [(c["origin"], c["via"], c["stance"]) for c in claims])


def check_evidence(chronicle, program, ledger):
    """Every row can be explained down to the bytes, and spans are the words they claim."""
    for row in chronicle:
        run = subprocess.run([program, "--ledger", ledger, "explain", row["event"]], capture_output=True, text=True)
        if run.returncode != 0 or " bytes " not in run.stdout or "[" not in run.stdout:
            point(False, f"explain {row['event']}", run.stdout + run.stderr)
            return
    point(True, "every row of the chronology can be explained")


def from_expected(folder):
    """A case made of a folder's expected.json: what a careful reader finds in its reports."""
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        found = json.load(file)
    case = {"articles": {}, "copies": [], "common_origin": [], "names": found["same_thing"], "claims": [],
            "stories": found["stories"], "unread": True, "control": {}, "events": []}
    for doc, facts in found["documents"].items():
        case["articles"][doc] = {"lacks": facts.get("not_article_text", [])}
        if facts["how"].startswith("printed"):
            case["articles"][doc]["published"] = [facts["published"], facts["published"]]
    for copy in found["copies"]:
        if "copy" in copy:
            case["copies"].append({"doc": copy["copy"], "of": copy["of"], "substitutions": copy["substitutions"],
                                   "dropped": bool(copy.get("dropped"))})
        else:
            shared = [d for d in copy["passage_shared"] if d not in {c["doc"] for c in case["copies"]}]
            case["common_origin"].append(shared)
    place = re.split(r"[ (,]", found["control"]["place"])[0]
    rows = [[h["from"], h["from"], h["holder"]] for h in found["control"]["held_by"]]
    case["control"] = {place: rows}
    for held in found["control"]["held_by"]:
        case["events"].append({"type": "control-change", "date": [held["from"], held["from"]], "place": place,
                               "reports": len(held["in"])})
    for claim in found["claims"]:
        origin = re.sub(r"^(a|an|the) ", "", re.split(r" \(| via ", claim["origin"])[0])
        via = claim["origin"].split(" via ")[1] if " via " in claim["origin"] else None
        speaker = re.search(r"\((.*)\)", claim["origin"])
        for doc in claim["in"]:
            want = {"doc": doc, "origin": "|".join(filter(None, [origin, speaker and speaker.group(1)]))}
            if via:
                want["via"] = via
            case["claims"].append(want)
    return case


def run(program, path):
    with open(path, encoding="utf-8") as file:
        case = json.load(file)
    root = os.environ.get("DATELINE_SOURCE", os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folder = os.path.join(root, case["folder"])
    if not os.path.isdir(folder):
        global count
        count += 1
        print(f"ok {count} - {case['folder']} # SKIP not there")
        return
    if case.get("expected"):
        case = dict(from_expected(folder), folder=case["folder"])
    pages = [os.path.join(folder, f) for f in sorted(os.listdir(folder)) if f.endswith((".txt", ".html"))]
    with tempfile.TemporaryDirectory() as room:
        ledger = os.path.join(room, "x.db")
        print(f"# {case['folder']}")
        check_articles(case, records(program, "extract", "--json", *pages))
        add = subprocess.run([program, "--ledger", ledger, "add", *pages], capture_output=True, text=True, timeout=300)
        point(add.returncode == 0, f"add {case['folder']}", add.stderr)
        chronicle = records(program, "chronicle", "--json", ledger=ledger)
        check_copies(case, records(program, "copies", "--json", ledger=ledger))
        check_stories(case, records(program, "stories", "--json", ledger=ledger))
        check_events(case, chronicle)
        check_names(case, records(program, "names", "--json", ledger=ledger))
        check_control(case, program, ledger)
        check_claims(case, folder, program)
        check_evidence(chronicle, program, ledger)
        if case.get("unread"):
            point(len(records(program, "unread", "--json", ledger=ledger)) > 0, "unread is filled")


for case_path in sys.argv[2:]:
    run(sys.argv[1], case_path)
print(f"1..{count}")
sys.exit(failed != 0)
