#!/usr/bin/python3
"""End-to-end tests through the command line; speaks TAP.

    cli.py PROGRAM SOURCE [NAME...]     only the tests whose name contains a NAME

Each function below whose name begins with `test_` is one test, named as a sentence.
SPDX-License-Identifier: Apache-2.0
"""
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
SOURCE = os.path.abspath(sys.argv[2])
CASES = os.path.join(SOURCE, "test", "cases", "cli")
PAGES = os.path.join(CASES, "pages")
ENV = {**os.environ, "NO_COLOR": "1", "DATELINE_LEDGER": "", "COLUMNS": "100"}
if "DATELINE_DATA" not in ENV:
    ENV["DATELINE_DATA"] = ""
COMMANDS = ["add", "annotate", "chronicle", "compare", "control", "copies", "event", "explain",
            "export", "extract", "names", "search", "sources", "stories", "story", "unread"]


class Failed(Exception):
    pass


def check(what, condition):
    if not condition:
        raise Failed(what)


class Result:
    def __init__(self, code, out, err):
        self.code, self.raw, self.err = code, out, err
        self.out = out.decode("utf-8")

    def records(self):
        return [json.loads(line) for line in self.out.splitlines()]


def run(*args, code=0, cwd=None, stdin=b"", env=None, before=None):
    p = subprocess.run([PROGRAM, *map(str, args)], cwd=cwd, input=stdin, env={**ENV, **(env or {})},
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=before)
    r = Result(p.returncode, p.stdout, p.stderr.decode("utf-8", "replace"))
    if code is not None:
        check(f"`dateline {' '.join(map(str, args))}` ends with {code}, not {r.code}: {r.err[-300:]}", r.code == code)
    return r


def one_line(r, *words):
    """Standard error is one line that has all the words."""
    lines = r.err.strip().splitlines()
    check(f"one line on standard error, not {lines}", len(lines) == 1)
    for word in words:
        check(f"{lines[0]!r} says {word!r}", word in lines[0])


def keys(record, wanted):
    check(f"keys {list(record)} begin with {wanted}", list(record)[:len(wanted)] == wanted)


class Ledger:
    """A ledger in a folder of its own."""

    def __init__(self, tmp, name="x.db"):
        self.path = os.path.join(tmp, name)

    def __call__(self, *args, **named):
        return run("--ledger", self.path, *args, **named)

    def contents(self):
        """All that the ledger says, as one hash."""
        h = hashlib.sha256()
        for command in ("chronicle", "stories", "copies", "names", "unread", "sources"):
            h.update(self(command, "--json", code=None).raw)
        db = sqlite3.connect(self.path)
        for view in ("documents", "chronology", "accounts", "copies", "substitutions", "stories", "claims", "figures", "names", "furniture"):
            for row in db.execute(f"SELECT * FROM {view}"):
                h.update(repr(row).encode())
        db.close()
        return h.hexdigest()


def filled(tmp):
    ledger = Ledger(tmp)
    ledger("add", PAGES)
    return ledger


# ---- the call ----

def test_help_and_version_are_there_for_every_command(tmp):
    check("version", run("--version").out.startswith("dateline 0."))
    text = run("--help").out
    for command in COMMANDS:
        check(f"{command} is listed", f"\n  {command}" in text)
        check(f"{command} has examples", "Examples:" in run(command, "--help").out)
        check(f"help {command}", run("help", command).out == run(command, "--help").out)


def test_a_wrong_word_gets_a_guess(tmp):
    one_line(run("cronicle", code=2), "did you mean `chronicle`?")
    one_line(run("chronicle", "--plce", "X", code=2), "did you mean --place?")
    one_line(run("extract", "--place", "X", "y", code=2), "extract takes no --place")
    one_line(run("control", code=2), "write: dateline control PLACE")
    one_line(run("annotate", "--stage", "tlel", "x", code=2), "language, tag, tell")
    one_line(run("add", "--jobs", "0", "x", code=2), "--jobs 0")
    one_line(run(code=2), "no command")
    one_line(run("--ledger", code=2), "--ledger wants a value")
    one_line(run("chronicle", "--json", "--csv", code=2), "choose one")


def test_options_may_stand_before_and_behind_the_command(tmp):
    ledger = filled(tmp)
    a = run("--ledger", ledger.path, "--json", "chronicle").out
    check("same", a == run("chronicle", "--json", "--ledger", ledger.path).out)
    check("same by environment", a == run("chronicle", "--json", env={"DATELINE_LEDGER": ledger.path}).out)
    check("same by place", a == run("chronicle", "--json", "--ledger", "x.db", cwd=tmp).out)


# ---- pages ----

def test_extract_gives_the_record_of_the_contract(tmp):
    rows = run("extract", "--json", os.path.join(PAGES, "lantern.html")).records()
    check("one record", len(rows) == 1)
    r = rows[0]
    keys(r, ["id", "url", "site", "language", "title", "byline", "published", "modified", "text", "paragraphs"])
    check("id is the path", r["id"] == os.path.join(PAGES, "lantern.html"))
    keys(r["published"], ["value", "earliest", "latest", "precision", "from"])
    check("published", r["published"]["earliest"].startswith("2015-05-13T08:30"))
    check("as the page has it", r["published"]["printed"].encode() in open(os.path.join(PAGES, "lantern.html"), "rb").read())
    check("no furniture", "Most read" not in r["text"] and "Subscribe" not in r["text"])
    check("text", "captured the town of Bentiu on Tuesday" in r["text"])
    raw = open(os.path.join(PAGES, "lantern.html"), "rb").read()
    for p in r["paragraphs"]:
        keys(p, ["start", "end", "from", "to"])
        words = r["text"][p["start"]:p["end"]].split()
        check("the paragraph's bytes hold its words", words[-1].encode() in raw[p["from"]:p["to"]])


def test_extract_reads_standard_input_and_folders(tmp):
    page = open(os.path.join(PAGES, "lantern.html"), "rb").read()
    check("id of standard input", run("extract", "--json", "-", stdin=page).records()[0]["id"] == "-")
    ids = [r["id"] for r in run("extract", "--json", PAGES).records()]
    check(f"all pages of a folder: {ids}", len(ids) == 4 and "trial-1" in ids)


def test_annotate_gives_spans_in_code_points(tmp):
    path = os.path.join(PAGES, "other.ndjson")
    texts = {r["id"]: r["text"] for r in map(json.loads, open(path, encoding="utf-8"))}
    for r in run("annotate", "--json", path).records():
        keys(r, ["id", "tokens", "entities", "times", "places", "events", "claims", "unread"])
        text = texts[r["id"]]
        for t in r["tokens"]:
            keys(t, ["start", "end", "lemma", "tag", "pos", "head", "dep", "sent"])
        check("tokens cover the text", "".join(text[t["start"]:t["end"]] for t in r["tokens"]).replace(" ", "") == text.replace(" ", ""))
        for kind in ("entities", "times", "places", "events", "claims", "unread"):
            for x in r[kind]:
                check(f"a span of {kind} lies in the text", 0 <= x["start"] < x["end"] <= len(text))
        for e in r["events"]:
            keys(e, ["start", "end", "type", "rule", "date", "place", "actor", "recipient", "instrument", "figures", "modality", "plover", "cameo", "acled"])
        for c in r["claims"]:
            keys(c, ["start", "end", "cue", "source", "origin", "via", "kind", "stance", "event"])
            check("the claim's event is listed", c["event"] is None or c["event"] < len(r["events"]))
    emoji = [r for r in run("annotate", "--json", path).records() if r["id"] == "quake-1"][0]
    after = [t for t in emoji["tokens"] if texts["quake-1"][t["start"]:t["end"]] == "walls"]
    check("a word behind an emoji has the right span", len(after) == 1)


def test_annotate_stops_where_it_is_told(tmp):
    path = os.path.join(PAGES, "other.ndjson")
    check("language", list(run("annotate", "--stage", "language", "--json", path).records()[0]) == ["id", "tokens", "entities"])
    check("tag", list(run("annotate", "--stage", "tag", "--json", path).records()[0]) == ["id", "tokens", "entities", "times", "places"])
    text = b"The mayor resigned on Friday."
    dated = run("annotate", "--published", "2017-03-02", "--json", "-", stdin=text).records()[0]
    check("a day of the week is resolved", any((t["earliest"] or "").startswith("2017-02-24") or (t["earliest"] or "").startswith("2017-03-03") for t in dated["times"]))
    one_line(run("annotate", "--published", "yesterday", "-", stdin=text, code=2), "--published yesterday")


# ---- the ledger ----

def test_add_then_every_command_gives_its_record(tmp):
    ledger = filled(tmp)
    rows = ledger("chronicle", "--json").records()
    check("there are events", len(rows) > 0)
    for r in rows:
        keys(r, ["event", "type", "date", "place", "actor", "recipient", "summary", "status", "reports", "texts", "origins", "accounts", "figures"])
        for a in r["accounts"]:
            keys(a, ["doc", "start", "end", "origin", "via", "relation", "stance", "quote"])
        for f in r["figures"]:
            keys(f, ["what", "of", "value", "low", "high", "origin", "doc", "start", "end"])
    for r in ledger("copies", "--json").records():
        keys(r, ["doc", "of", "common_origin", "direction", "shared", "passages", "substitutions", "dropped", "added"])
    stories = ledger("stories", "--json").records()
    for r in stories:
        keys(r, ["story", "title", "from", "to", "documents", "places", "actors"])
    check("every document is in one story", sorted(d for r in stories for d in r["documents"]) == sorted(
        r["id"] for r in run("extract", "--json", PAGES).records()))
    for r in ledger("names", "--json").records():
        keys(r, ["name", "type", "aliases", "wording"])
    for r in ledger("control", "Bentiu", "--json", code=None).records():
        keys(r, ["place", "from", "to", "holder", "status", "reports", "texts", "origins", "event"])
    event = rows[0]["event"]
    check("event", ledger("event", event, "--json").records()[0] == rows[0])
    story = ledger("story", stories[0]["story"], "--json").records()[0]
    check("story with its reports", len(story["reports"]) == len(story["documents"]))
    check("sources", any(r["source"] == "Delta Ledger" for r in ledger("sources", "--json").records()))


def test_a_copy_with_a_replaced_name_is_found(tmp):
    ledger = filled(tmp)
    rows = [r for r in ledger("copies", "--json").records() if r["of"]]
    check(f"one copy, not {[(r['doc'], r['of']) for r in rows]}", len(rows) == 1)
    r = rows[0]
    check("direction", r["doc"].endswith("courier.html") and r["of"].endswith("lantern.html"))
    check(f"substitution {r['substitutions']}", {"from": "Green Banner", "to": "Plain Raiders", "count": 2} in r["substitutions"])
    texts = {x["id"]: x["text"] for x in run("extract", "--json", PAGES).records()}
    for p in r["passages"]:
        a, b = texts[r["doc"]][slice(*p["a"])], texts[r["of"]][slice(*p["b"])]
        check(f"a passage is the same in both: {a!r} {b!r}", a.split()[0] == b.split()[0])
    check("copies of one document", ledger("copies", r["doc"], "--json").records() == [r])
    both = ledger("compare", r["of"], r["doc"], "--json").records()[0]
    check("compare", any(p["kind"] == "same" for p in both["pieces"]))
    check("compare spans", all(texts[r["of"]][slice(*p["a"])] == p["text_a"] for p in both["pieces"] if p["a"]))


def test_every_row_can_be_explained_down_to_bytes(tmp):
    ledger = filled(tmp)
    db = sqlite3.connect(ledger.path)
    ids = [row[0] for table in ("event", "story", "told", "claim", "unread", "copy", "document")
           for row in db.execute(f"SELECT id FROM {table}")]
    check("there are ids", len(ids) > 10)
    for i in ids:
        r = ledger("explain", i, "--json").records()[0]
        keys(r, ["id", "kind", "what", "steps"])
        check(f"{i} has steps", len(r["steps"]) > 0)
        for s in r["steps"]:
            keys(s, ["step", "rule", "doc", "start", "end", "words", "page", "from", "to", "source"])
            check(f"a page of {i}", len(s["page"]) == 64)
    hashed = hashlib.sha256(open(os.path.join(PAGES, "lantern.html"), "rb").read()).hexdigest()
    r = ledger("explain", os.path.join(PAGES, "lantern.html"), "--json").records()[0]
    check("the page's hash", r["steps"][0]["page"] == hashed)
    told = db.execute("SELECT t.id FROM told t JOIN document d ON d.number = t.document WHERE d.id LIKE '%lantern.html' AND NOT in_title").fetchone()[0]
    raw = open(os.path.join(PAGES, "lantern.html"), "rb").read()
    s = ledger("explain", told, "--json").records()[0]["steps"][0]
    check("the words stand in the bytes named", s["words"].encode() in raw[s["from"]:s["to"]])
    check("and those are shown", s["source"].encode() == raw[s["from"]:s["to"]])
    one_line(ledger("explain", "e-0000000000000000", code=1), "nothing in the ledger")


def test_search_finds_words_and_fields(tmp):
    ledger = filled(tmp)
    docs = lambda *q: [r["doc"] for r in ledger("search", *q, "--json", code=None).records()]
    check("a word", docs("ferry") == ["trial-1"])
    check("an accent less", docs("naive") == ["quake-1"])
    check("a phrase", len(docs('"two days of clashes"')) == 2)
    check("or", len(docs("ferry OR earthquake")) == 2)
    check("a place", set(docs("place:Quito")) == {"quake-1"})
    check("a source", set(docs("source:delta")) == {"trial-1", "quake-1"})
    check("after", "trial-1" not in docs("after:2016-03"))
    check("before", docs("ferry before:2016-02-01") == [])
    check("signs are no syntax", ledger("search", 'NEAR( "x', code=None).code in (0, 1))
    one_line(ledger("search", "after:soon", code=2), "after: soon")
    check("nothing found", ledger("search", "zeppelin", code=1).out == "")


def test_the_chronicle_is_filtered(tmp):
    ledger = filled(tmp)
    rows = lambda *a: ledger("chronicle", "--json", *a, code=None).records()
    every = rows()
    for r in rows("--place", "Bentiu"):
        check("place", r["place"]["name"] == "Bentiu")
    some = every[0]["type"]
    check("type", rows("--type", some) == [r for r in every if r["type"] == some])
    check("from", all(r["date"]["latest"][:10] >= "2016-01-01" for r in rows("--from", "2016")))
    check("to", all(r["date"]["earliest"][:10] <= "2015-12-31" for r in rows("--to", "2015")))
    check("nothing", ledger("chronicle", "--place", "Nowhere at all", code=1).out == "")
    one_line(ledger("chronicle", "--from", "then", code=2), "--from then")
    stories = ledger("stories", "--json").records()
    told = [r["event"] for s in stories for r in rows("--story", s["story"])]
    check("each event is told in a story", set(told) == {r["event"] for r in every})


def test_exports_say_what_the_records_say(tmp):
    ledger = filled(tmp)
    rows = ledger("chronicle", "--json")
    check("ndjson", ledger("export", "ndjson").out == rows.out)
    md = ledger("export", "md").out
    check("md", md.startswith("# Chronology") and all(r["event"] in md for r in rows.records()))
    lines = ledger("export", "csv").raw.decode().split("\r\n")
    check("csv", lines[0].startswith("event,type,date") and len(lines) == len(rows.records()) + 2)
    one_line(ledger("export", "xls", code=2), "csv, md, ndjson")
    check("--csv", ledger("chronicle", "--csv").out.startswith("event,type,date"))


def test_tables_are_drawn_without_colour_and_within_the_width(tmp):
    ledger = filled(tmp)
    for args in (["chronicle"], ["stories"], ["copies"], ["names"], ["sources"], ["unread"], ["search", "Bentiu"]):
        r = ledger(*args, code=None)
        check(f"{args} has no colour", "\033" not in r.out)
        check(f"{args} keeps to the width", all(len(line) <= 100 for line in r.out.splitlines()))
    check("colour when asked", "\033[" in ledger("chronicle", "--color", "always").out)
    evil = json.dumps({"id": "x\033[31m", "title": "a\033]0;b\a", "text": "The mayor of Lyon said \033[2J on Friday that talks failed.", "site": "s\033"})
    check("escapes of pages never reach the terminal", "\033" not in run("extract", "-", stdin=evil.encode()).out)


# ---- the same again ----

def test_the_same_page_twice_is_one_document(tmp):
    ledger = filled(tmp)
    before = ledger.contents()
    r = ledger("add", PAGES)
    check("nothing new", "(0 new or changed)" in r.err and "documents 4" in r.err)
    check("same", ledger.contents() == before)
    os.symlink(PAGES, os.path.join(tmp, "link"))
    ledger("add", os.path.relpath(PAGES, tmp), cwd=tmp)
    n = len(run("--ledger", ledger.path, "search", "place:Bentiu", "--json").records())
    check("another way to the same file is the same document", n == 2)


def test_other_bytes_under_the_same_id_are_a_new_revision(tmp):
    ledger = Ledger(tmp)
    page = os.path.join(tmp, "p.txt")
    open(page, "w").write("The mayor of Lyon resigned on Friday, the city council said in a statement.\n")
    ledger("add", page, code=None)
    open(page, "w").write("The mayor of Lille resigned on Monday, the city council said in a statement.\n")
    ledger("add", page, code=None)
    rows = sqlite3.connect(ledger.path).execute("SELECT revision, text FROM document").fetchall()
    check(f"one document, second revision: {rows}", len(rows) == 1 and rows[0][0] == 2 and "Lille" in rows[0][1])
    check("both pages are kept", sqlite3.connect(ledger.path).execute("SELECT count(*) FROM page").fetchone()[0] == 2)
    check("search follows", ledger("search", "Lyon", code=1).out == "")


def many_pages(folder, count, seed):
    """Pages of seven hosts about a few happenings, some copied from others. Four hosts say the same
    beside every story."""
    r = random.Random(seed)
    os.makedirs(folder)
    towns = ["Bentiu", "Quito", "Lagos", "Lyon", "Kisumu", "Varna"]
    whats = ["Rebels captured the town of {t} on {d}, the army said.", "A fire killed {n} people in {t} on {d}, police said.",
             "Workers at the port of {t} went on strike on {d}.", "Police arrested {n} men in {t} on {d}, a spokesman said.",
             "The two sides signed a ceasefire in {t} on {d}.", "An earthquake damaged a hospital in {t} on {d}."]
    bodies = []
    for i in range(count):
        if bodies and r.random() < 0.3:
            body = r.choice(bodies).replace("army", "military")
        else:
            t = r.choice(towns)
            body = "\n\n".join(r.choice(whats).format(t=t, d=r.choice(["Monday", "Tuesday", "Friday", "3 March 2016"]), n=r.randint(2, 40))
                               + " " + " ".join(r.choice(["The", "A", "Some"]) + " " + r.choice(["mayor", "driver", "teacher", "witness"]) + " " + r.choice(["said", "denied", "feared"])
                                                + " that the " + r.choice(["road", "bridge", "market", "school"]) + " would stay closed." for _ in range(3)) for _ in range(3))
            bodies.append(body)
        date = "" if r.random() < 0.3 else f'<meta property="article:published_time" content="2016-03-{r.randint(1, 28):02d}">'
        with open(os.path.join(folder, f"{i:03d}.html"), "w") as f:
            f.write(f"<html><head><title>Report {i} of the day</title>{date}<meta property='og:site_name' content='Site {i % 7}'><link rel='canonical' href='https://site{i % 7}.example/report-{i}'></head><body><article><h1>Report {i} of the day</h1>"
                    + "".join(f"<p>{p}</p>" for p in body.split("\n\n"))
                    + (f"<div class='strip'><p>Site {i % 7} is read in nine valleys and printed in one of them, as it has always been.</p></div>" if i % 7 < 4 else "")
                    + "</article></body></html>")
    return sorted(os.path.join(folder, f) for f in os.listdir(folder))


def test_order_and_threads_change_nothing(tmp):
    pages = many_pages(os.path.join(tmp, "many"), 60, 1)
    sums = []
    for i, (order, jobs) in enumerate(((pages, 1), (pages, 2), (pages[::-1], 2), (random.Random(2).sample(pages, len(pages)), 5))):
        ledger = Ledger(tmp, f"{i}.db")
        half = len(order) // (i + 1)
        ledger("add", "--jobs", jobs, *order[:half])
        if order[half:]:
            ledger("add", "--jobs", jobs, *order[half:])
        sums.append(ledger.contents())
    check("all four are the same", len(set(sums)) == 1)
    a = run("extract", "--json", "--jobs", 1, os.path.join(tmp, "many")).out
    check("extract", a == run("extract", "--json", "--jobs", 3, os.path.join(tmp, "many")).out)
    a = run("annotate", "--json", "--jobs", 1, os.path.join(tmp, "many")).out
    check("annotate", a == run("annotate", "--json", "--jobs", 3, os.path.join(tmp, "many")).out)


def test_a_killed_add_is_completed_by_the_next(tmp):
    pages = os.path.join(tmp, "many")
    many_pages(pages, 200, 3)
    whole = Ledger(tmp, "whole.db")
    start = time.time()
    whole("add", pages)
    took = time.time() - start
    want = whole.contents()
    for i in range(6):
        cut = Ledger(tmp, f"cut{i}.db")
        for part in (0.2 + 0.1 * i, 0.5 + 0.08 * i):
            p = subprocess.Popen([PROGRAM, "--ledger", cut.path, "add", pages], env=ENV, stderr=subprocess.DEVNULL)
            time.sleep(took * part)
            p.send_signal(signal.SIGKILL)
            p.wait()
        cut("add", pages)
        check(f"the same as without kill ({i})", cut.contents() == want)


def test_an_interrupted_add_keeps_what_it_did_and_says_how_to_go_on(tmp):
    pages = os.path.join(tmp, "many")
    many_pages(pages, 400, 4)
    ledger = Ledger(tmp)
    p = subprocess.Popen([PROGRAM, "--ledger", ledger.path, "add", "--jobs", "1", pages], env=ENV, stderr=subprocess.PIPE)
    for _ in range(400):
        time.sleep(0.01)
        if os.path.exists(ledger.path + "-wal"):
            break
    p.send_signal(signal.SIGINT)
    err = p.communicate()[1].decode()
    check(f"3 and how to go on, or done already: {p.returncode} {err}", (p.returncode == 3 and "run the same command again" in err) or p.returncode == 0)
    ledger("add", pages)
    whole = Ledger(tmp, "whole.db")
    whole("add", pages)
    check("same", ledger.contents() == whole.contents())


# ---- template memory ----

STRIP = "Sheep fell into the quarry at Lyon on Sunday, as the valley reads in the almanac of the Post."


def host_page(folder, name, text, host="post.example", strip=STRIP):
    """A page whose story stands in paragraphs, and beside it what the host sets beside all of them."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name)
    with open(path, "w") as f:
        f.write(f"<html><head><title>{name}</title><link rel='canonical' href='https://{host}/{name}'></head><body><article><h1>{name}</h1><div class='text'>"
                + "".join(f"<p>{p}</p>" for p in text) + f"<div class='strip'><p>{strip}</p></div></div></article></body></html>")
    return path


STORIES = {
    "a.html": ["Rebels captured the town of Bentiu on 3 March 2016, the army said in a statement.", "A witness said that the bridge and the market were closed all day."],
    "b.html": ["A fire killed nine people in Varna on 7 April 2016, police said.", "The mayor feared that the school would stay closed until the summer."],
    "c.html": ["Workers at the port of Lagos went on strike on 9 May 2016, a union said.", "A driver said that no ship had left since the morning."],
}


def texts(ledger):
    db = sqlite3.connect(ledger.path)
    rows = dict(db.execute("SELECT id, text FROM document"))
    db.close()
    return {os.path.basename(k): v for k, v in rows.items()}


def test_a_page_is_read_again_when_what_its_host_repeats_becomes_known(tmp):
    folder = os.path.join(tmp, "host")
    pages = [host_page(folder, name, text) for name, text in STORIES.items()]
    ledger = Ledger(tmp)
    ledger("add", pages[0])
    check("one page teaches nothing", STRIP in texts(ledger)["a.html"])
    check("what it tells is told", "accident" in str(ledger("chronicle", "--json").out) or "Lyon" in str(ledger("search", "quarry", "--json").out))
    ledger("add", *pages[1:])
    for name, text in texts(ledger).items():
        check(f"{name} lost what is no story", STRIP not in text and text == "\n\n".join(STORIES[name]))
    check("nor is it found", ledger("search", "quarry", code=1).out == "")
    at_once = Ledger(tmp, "once.db")
    at_once("add", *pages[::-1])
    check("the same at once and backwards", at_once.contents() == ledger.contents())
    one_by_one = Ledger(tmp, "one.db")
    for page in (pages[2], pages[0], pages[1]):
        one_by_one("add", page)
    check("the same one by one", one_by_one.contents() == ledger.contents())


def test_what_was_left_out_can_be_explained(tmp):
    folder = os.path.join(tmp, "host")
    pages = [host_page(folder, name, text) for name, text in STORIES.items()]
    ledger = Ledger(tmp)
    ledger("add", folder)
    steps = ledger("explain", pages[1], "--json").records()[0]["steps"]
    left = [s for s in steps if s["step"].startswith("left out")]
    check(f"one step: {steps}", len(left) == 1 and left[0]["rule"] == "template.aside" and "post.example" in left[0]["step"])
    check("its words and bytes", left[0]["words"] == STRIP and left[0]["source"] == STRIP)
    check("on the terminal", "left out" in ledger("explain", pages[1]).out)


def test_a_page_that_changes_or_moves_takes_its_evidence_back(tmp):
    folder = os.path.join(tmp, "host")
    pages = [host_page(folder, name, text) for name, text in list(STORIES.items())[:2]]
    ledger = Ledger(tmp)
    ledger("add", folder)
    check("left out", STRIP not in texts(ledger)["a.html"])
    host_page(folder, "b.html", STORIES["b.html"], strip="")
    ledger("add", pages[1])
    check("back again", STRIP in texts(ledger)["a.html"])
    fresh = Ledger(tmp, "fresh.db")
    fresh("add", folder)
    check("as if it had never been", texts(fresh) == texts(ledger))
    host_page(folder, "b.html", STORIES["b.html"])
    ledger("add", pages[1])
    check("left out once more", STRIP not in texts(ledger)["a.html"])
    host_page(folder, "b.html", STORIES["b.html"], host="other.example")
    ledger("add", pages[1])
    check("another host", STRIP in texts(ledger)["a.html"])


def test_a_story_printed_twice_on_one_host_is_kept(tmp):
    folder = os.path.join(tmp, "host")
    host_page(folder, "a.html", STORIES["a.html"])
    host_page(folder, "a2.html", STORIES["a.html"] + ["This report was brought up to date at noon with word from the river."])
    host_page(folder, "a3.html", STORIES["a.html"][:1])
    ledger = Ledger(tmp)
    ledger("add", folder)
    for name, text in texts(ledger).items():
        check(f"{name} keeps its story", "captured the town of Bentiu" in text and STRIP in text)
    host_page(folder, "b.html", STORIES["b.html"])
    ledger("add", folder)
    for name, text in texts(ledger).items():
        check(f"{name} keeps its story and loses the rest", STRIP not in text and ("Bentiu" in text or "Varna" in text))


def test_template_memory_can_be_switched_off_and_on(tmp):
    folder = os.path.join(tmp, "host")
    for name, text in STORIES.items():
        host_page(folder, name, text)
    on, off = Ledger(tmp, "on.db"), Ledger(tmp, "off.db")
    on("add", folder)
    off("add", "--no-templates", folder)
    check("off keeps all", all(STRIP in t for t in texts(off).values()))
    want_on, want_off = on.contents(), off.contents()
    on("add", "--no-templates", folder)
    off("add", folder)
    check("switched off", on.contents() == want_off)
    check("switched on", off.contents() == want_on)
    r = off("add", "--template-blocks", 7, folder)
    check(f"a limit that leaves pages unread is told: {r.err}", "post.example" in r.err and "--template-blocks" in r.err)
    one_line(run("add", "--template-blocks", "0", folder, code=2), "--template-blocks 0")


def test_extract_leaves_out_what_the_pages_of_a_host_repeat(tmp):
    folder = os.path.join(tmp, "host")
    pages = [host_page(folder, name, text) for name, text in STORIES.items()]
    rows = run("extract", "--json", folder).records()
    check("left out of all", len(rows) == 3 and all(STRIP not in r["text"] for r in rows))
    check("in the order of the input", [r["id"] for r in run("extract", "--json", *pages[::-1]).records()] == pages[::-1])
    check("whatever the order", {r["id"]: r for r in run("extract", "--json", "--jobs", 3, *pages[::-1]).records()} == {r["id"]: r for r in rows})
    check("kept when asked", all(STRIP in r["text"] for r in run("extract", "--no-templates", "--json", folder).records()))
    check("kept for one page", STRIP in run("extract", "--json", pages[0]).records()[0]["text"])
    r = run("extract", "--json", "--template-blocks", 4, folder)
    check("a limit is told", "--template-blocks" in r.err and all(STRIP in x["text"] for x in r.records()))
    r = run("extract", "--json", pages[0], os.path.join(tmp, "none.html"), pages[1], code=3)
    one_line(r, "none.html")
    check("a missing page is told once, the others are read", len(r.records()) == 2 and all(STRIP not in x["text"] for x in r.records()))
    page = open(pages[0], "rb").read()
    check("standard input cannot be read twice", len(run("extract", "--json", "-", pages[1], stdin=page).records()) == 2)


def test_a_page_cut_by_a_limit_is_told_of_whether_it_is_read_twice_or_once(tmp):
    page = os.path.join(tmp, "long.html")
    with open(page, "w") as f:
        f.write("<!doctype html><title>The mole</title><article><h1>The mole</h1>" +
                "".join(f"<p>On day {i} the crane lifted stones, the foreman said, and the sea was calm.</p>" for i in range(60)))
    for how in ([], ["--no-templates"]):
        r = run("extract", "--json", "--nodes", 100, *how, page)
        check(f"the limit is named once: {r.err}", r.err.count("limit reached: nodes") == 1)
        check("the text before it is given", "On day 5 the crane" in r.records()[0]["text"])


def test_records_are_read_again_where_they_cannot_be_kept(tmp):
    pages = [os.path.join(PAGES, p) for p in sorted(os.listdir(PAGES))]
    kept = run("extract", "--json", *pages, code=None)
    lost = run("extract", "--json", *pages, code=None, env={"TMPDIR": os.path.join(tmp, "none")})
    check("the same records", kept.out == lost.out and kept.err == lost.err and kept.code == lost.code)


def test_records_of_one_site_share_a_memory(tmp):
    path = os.path.join(tmp, "feed.ndjson")
    with open(path, "w") as f:
        for i in range(6):
            f.write(json.dumps({"id": f"r{i}", "site": "The Post", "text": f"Police arrested {i + 2} men in Lyon on Monday, a spokesman said.\n\nA witness of number {i} said that the road was closed.\n\n{STRIP}"}) + "\n")
    ledger = Ledger(tmp)
    ledger("add", path)
    check("left out of all", all(STRIP not in t and "Police arrested" in t for t in texts(ledger).values()))


def test_an_older_ledger_learns_when_its_pages_come_again(tmp):
    folder = os.path.join(tmp, "host")
    for name, text in STORIES.items():
        host_page(folder, name, text)
    ledger = Ledger(tmp)
    ledger("add", "--no-templates", folder)
    db = sqlite3.connect(ledger.path)
    db.executescript("DROP VIEW furniture; DROP TABLE left_out; DROP TABLE template; DROP TABLE host_due; PRAGMA user_version=1;"
                     "DELETE FROM setting WHERE key = 'templates'")
    db.close()
    one_line(ledger("chronicle", code=2), "older version")
    ledger("add", folder)
    fresh = Ledger(tmp, "fresh.db")
    fresh("add", folder)
    check("as a new one", fresh.contents() == ledger.contents() and all(STRIP not in t for t in texts(ledger).values()))


# ---- bad input ----

def test_bad_files_are_named_and_the_rest_is_done(tmp):
    good = os.path.join(PAGES, "lantern.html")
    binary, big = os.path.join(tmp, "noise.bin"), os.path.join(tmp, "big.html")
    open(binary, "wb").write(b"\x7fELF" + bytes(random.Random(5).randrange(256) for _ in range(5000)))
    with open(big, "wb") as f:
        f.write(b"<html><body>")
        f.truncate(50 << 20)
    missing, empty = os.path.join(tmp, "missing.html"), os.path.join(CASES, "bad", "empty.html")
    for path in (missing, empty, binary, big):
        one_line(run("extract", "--json", path, code=2), os.path.basename(path))
        r = run("extract", "--json", path, good, code=3)
        one_line(r, os.path.basename(path))
        check("the rest was done", [x["id"] for x in r.records()] == [good])
        ledger = Ledger(tmp, os.path.basename(path) + ".db")
        r = ledger("add", path, good, code=3)
        check("add names it", os.path.basename(path) in r.err and "documents 1" in r.err)
    form = os.path.join(CASES, "bad", "form.html")
    r = run("extract", "--json", form, code=1)
    check("a page without article is a record with an error", r.records()[0]["text"] == "" and r.records()[0]["error"])
    one_line(r, "form.html", "no article")
    ledger = Ledger(tmp)
    ledger("add", form, good, code=3)
    check("it is listed as unread", any(x["doc"] == form for x in ledger("unread", "--json").records()))


def test_wrong_utf8_is_mended(tmp):
    path = os.path.join(CASES, "bad", "latin.txt")
    r = run("extract", "--json", path, code=None)
    check("valid JSON in UTF-8", "Lyon" in r.records()[0]["text"])
    check("annotate", run("annotate", "--json", path).records()[0]["tokens"])
    good = b'{"id":"%s","text":"The mayor of Lyon spoke."}\n'
    r = run("annotate", "--json", "-", stdin=good % b"a" + b'{"id":"b","text":"one \xff two"}\n' + good % b"c", code=3)
    one_line(r, "line 2")
    check("the good records are done", [x["id"] for x in r.records()] == ["a", "c"])


def test_a_model_with_a_missing_or_cut_file_is_told(tmp):
    model = ENV["DATELINE_DATA"] + "/model" if ENV["DATELINE_DATA"] else os.path.join(SOURCE, ".deps", "share", "model")
    text = os.path.join(PAGES, "other.ndjson")
    copy = os.path.join(tmp, "model")
    shutil.copytree(os.path.realpath(model), copy)
    check("the copy works", run("annotate", "--model", copy, "--json", text).raw == run("annotate", "--json", text).raw)
    os.remove(os.path.join(copy, "parser", "model"))
    one_line(run("annotate", "--model", copy, text, code=2), "parser")
    shutil.copy(os.path.join(os.path.realpath(model), "parser", "model"), os.path.join(copy, "parser", "model"))
    with open(os.path.join(copy, "tok2vec", "model"), "r+b") as f:
        f.truncate(100000)
    one_line(run("annotate", "--model", copy, text, code=2), "tok2vec")
    one_line(run("annotate", "--model", os.path.join(tmp, "nowhere"), text, code=2), "nowhere")
    one_line(run("add", "--model", os.path.join(tmp, "nowhere"), "--ledger", os.path.join(tmp, "n.db"), PAGES, code=2), "nowhere")
    check("no ledger was made", not os.path.exists(os.path.join(tmp, "n.db")))


def test_a_mistake_in_a_users_codebook_names_file_and_line(tmp):
    path = os.path.join(CASES, "bad", "codebook.txt")
    r = run("annotate", "--codebook", path, os.path.join(PAGES, "other.ndjson"), code=2)
    one_line(r, "codebook.txt:")
    one_line(run("annotate", "--codebook", os.path.join(tmp, "none.txt"), os.path.join(PAGES, "other.ndjson"), code=2), "none.txt")


def test_ledgers_that_are_none_are_told(tmp):
    ledger = filled(tmp)
    db = sqlite3.connect(ledger.path)
    db.execute("PRAGMA user_version=99")
    db.commit()
    db.close()
    one_line(ledger("chronicle", code=2), "version 99", "newer")
    one_line(ledger("add", PAGES, code=2), "version 99", "newer")
    other = Ledger(tmp, "other.db")
    db = sqlite3.connect(other.path)
    db.execute("CREATE TABLE t(x)")
    db.commit()
    db.close()
    one_line(other("add", PAGES, code=2), "other.db", "another program")
    text = Ledger(tmp, "text.db")
    open(text.path, "w").write("this is no database, only a text that is long enough to be read\n" * 20)
    one_line(text("add", PAGES, code=2), "text.db", "not a ledger")
    check("it was left alone", open(text.path).read().startswith("this is no database"))
    one_line(Ledger(tmp, "none.db")("chronicle", code=2), "none.db", "dateline add")
    check("reading makes no ledger", not os.path.exists(os.path.join(tmp, "none.db")))
    one_line(Ledger(tmp, "no/such/folder.db")("add", PAGES, code=2), "no/such/folder.db")
    os.mkdir(os.path.join(tmp, "cut"))
    cut = filled(os.path.join(tmp, "cut"))
    with open(cut.path, "r+b") as f:
        f.truncate(os.path.getsize(cut.path) // 3)
    check("a cut ledger is told", cut("chronicle", code=None).code == 2)


def test_a_full_disk_is_told_and_nothing_is_lost(tmp):
    pages = os.path.join(tmp, "many")
    many_pages(pages, 150, 6)

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700 << 10, 700 << 10))
    ledger = Ledger(tmp)
    r = ledger("add", pages, code=2, before=small)
    check(f"one line that tells what to do: {r.err}", "run the same command again" in r.err and len(r.err.strip().splitlines()) == 1)
    ledger("add", pages)
    whole = Ledger(tmp, "whole.db")
    whole("add", pages)
    check("the same as with a larger disk", ledger.contents() == whole.contents())
    p = subprocess.run([PROGRAM, "extract", "--json", PAGES], env=ENV, stdout=open("/dev/full", "w"), stderr=subprocess.PIPE)
    check("a full standard output is told", p.returncode == 2 and b"standard output" in p.stderr)


def test_a_ledger_that_may_only_be_read_is_read(tmp):
    ledger = filled(tmp)
    want = ledger("chronicle", "--json").out

    def nobody():
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
    os.chmod(ledger.path, 0o444)
    os.chmod(tmp, 0o555)
    try:
        subprocess.run([PROGRAM, "--version"], preexec_fn=nobody, stdout=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.SubprocessError):
        return  # nobody may not run the program here
    try:
        check("the same", ledger("chronicle", "--json", before=nobody).out == want)
        one_line(ledger("add", PAGES, code=2, before=nobody), "cannot be written")
    finally:
        os.chmod(tmp, 0o755)


def test_two_writers_wait_for_one_another(tmp):
    pages = os.path.join(tmp, "many")
    files = many_pages(pages, 60, 7)
    ledger = Ledger(tmp)
    both = [subprocess.Popen([PROGRAM, "--ledger", ledger.path, "add", *part], env=ENV, stderr=subprocess.PIPE) for part in (files[:30], files[30:])]
    errors = [p.communicate()[1].decode() for p in both]
    check(f"both end well: {errors}", all(p.returncode == 0 for p in both))
    ledger("add", pages)
    whole = Ledger(tmp, "whole.db")
    whole("add", pages)
    check("same", ledger.contents() == whole.contents())


def main(names):
    tests = [(n, f) for n, f in names.items() if n.startswith("test_") and (len(sys.argv) < 4 or any(w in n for w in sys.argv[3:]))]
    print(f"1..{len(tests)}")
    bad = 0
    for i, (name, test) in enumerate(tests, 1):
        why = None
        with tempfile.TemporaryDirectory() as tmp:
            try:
                test(tmp)
            except Failed as e:
                why = str(e)
            except Exception as e:  # a test that dies is a test that fails
                why = f"{type(e).__name__}: {e} (line {e.__traceback__.tb_next.tb_lineno if e.__traceback__.tb_next else '?'})"
        for line in (why or "").splitlines():
            print(f"# {line}")
        bad += why is not None
        print(f"{'not ok' if why else 'ok'} {i} - {name[5:]}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(globals()))
