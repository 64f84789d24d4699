#!/usr/bin/python3
"""End-to-end tests of fetching, against a small server on 127.0.0.1; speaks TAP.

    web.py PROGRAM SOURCE [NAME...]     only the tests whose name contains a NAME

Nothing but this server is talked to. Each function whose name begins with `test_` is one
test, named as a sentence.
SPDX-License-Identifier: Apache-2.0
"""
import http.server
import os
import signal
import subprocess
import sys
import threading
import time

import cli
from cli import Ledger, check, one_line, run

QUICK = ["--allow-private", "--delay", "1", "--timeout", "10"]
TEXT = ("Fire broke out at the rope works in {town} on Monday morning, the fire service said. "
        "Some forty workers left the building unharmed, and the roof of the hall fell in at noon.</p>"
        "<p>The mayor of {town} said on Tuesday that the works would open again within a month, and "
        "that nobody would lose his place. The cause of the fire is not known, police said, and two "
        "engineers of the county are to look at what is left of the machines.")


def page(title, town):
    return (f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<p>{TEXT.format(town=town)}</p></article></body></html>").encode()


class Site(http.server.ThreadingHTTPServer):
    """Pages by path: (code, fields, bytes); `log` holds what was asked for and the answer's code."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.pages, self.log = {}, []
        self.put("/robots.txt", b"User-agent: *\nDisallow: /private/\n", type="text/plain")
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def put(self, path, body, code=200, type="text/html; charset=utf-8", **fields):
        self.pages[path] = (code, {"Content-Type": type, **fields}, body)

    def url(self, path):
        return f"http://127.0.0.1:{self.server_port}{path}"

    def asked(self):
        log, self.log = self.log, []
        return log

    def handle_error(self, *_):
        pass  # a client that went away

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        code, fields, body = self.server.pages.get(self.path, (404, {}, b"not here"))
        if fields.get("ETag") and self.headers.get("If-None-Match") == fields["ETag"]:
            code, body = 304, b""
        self.server.log.append((self.path, code))
        if self.path == "/slow":
            time.sleep(3)
        self.send_response(code)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def site():
    s = Site()
    s.put("/rope", page("Fire at the rope works", "Halden"), ETag='"a"')
    s.put("/mill", page("Fire at the mill", "Moss"), ETag='"b"')
    s.put("/private/plan", page("A plan", "Moss"))
    s.put("/old", b"", code=301, Location="/rope")
    s.put("/slow", page("Slow", "Moss"))
    s.put("/round", b"", code=302, Location="/round")
    s.put("/rss", f"""<rss version="2.0"><channel><title>The Fjord Mail</title>
        <item><title>Fire at the mill</title><link>{s.url('/mill')}</link>
        <pubDate>Tue, 07 Mar 2017 09:00:00 GMT</pubDate></item>
        <item><title>Said in full</title><link>{s.url('/full')}</link>
        <description>{TEXT.format(town='Horten').replace('<', '&lt;') * 2}</description></item>
        </channel></rss>""".encode(), type="application/rss+xml", ETag='"c"')
    return s


def ids(result):
    return [r["id"] for r in result.records()]


# ---- one address ----

def test_an_address_gives_its_page(tmp):
    with site() as s:
        r = run("extract", "--json", *QUICK, s.url("/rope")).records()[0]
        check("id", r["id"] == s.url("/rope"))
        check("url", r["url"] == s.url("/rope"))
        check("title", r["title"] == "Fire at the rope works")
        check("text", "Some forty workers left" in r["text"])
        check("robots.txt is asked first", s.asked() == [("/robots.txt", 200), ("/rope", 200)])


def test_a_redirect_is_followed_and_a_circle_is_told(tmp):
    with site() as s:
        r = run("extract", "--json", *QUICK, s.url("/old")).records()[0]
        check("id is the address given", r["id"] == s.url("/old"))
        check("url is where it led", r["url"] == s.url("/rope"))
        one_line(run("extract", *QUICK, s.url("/round"), code=2), "/round", "too many redirects")
        one_line(run("extract", *QUICK, "--redirects", "1", s.url("/round"), code=2), "too many redirects")


def test_what_fails_is_named_and_the_rest_is_done(tmp):
    with site() as s:
        r = run("extract", "--json", *QUICK, s.url("/rope"), s.url("/none"), s.url("/private/plan"), "http://[/",
                s.url("/mill"), code=3)
        check("two pages", ids(r) == [s.url("/rope"), s.url("/mill")])
        lines = r.err.splitlines()
        check(f"three lines: {lines}", len(lines) == 3)
        for words in ("/none: the server answered with 404", "/private/plan: its robots.txt asks robots to stay away",
                      "http://[/: no address of the web"):
            check(words, words in r.err)
        check("what robots.txt forbids is not asked", "/private/plan" not in [path for path, _ in s.asked()])


def test_private_addresses_are_refused_unless_allowed(tmp):
    with site() as s:
        one_line(run("extract", s.url("/rope"), code=2), "/rope", "not of the public internet")
        check("nothing was asked", s.asked() == [])


def test_nothing_is_asked_for_where_that_is_forbidden(tmp):
    with site() as s:
        one_line(run("extract", *QUICK, "--offline", s.url("/rope"), code=2), "--offline")
        check("nothing was asked", s.asked() == [])


def test_sizes_and_times_have_limits_with_names(tmp):
    with site() as s:
        s.put("/large", b"<p>" + b"word " * 5000)
        one_line(run("extract", *QUICK, "--page-bytes", "4000", s.url("/large"), code=2), "limit of 4000 bytes")
        one_line(run("extract", "--timeout", "0", s.url("/large"), code=2), "--timeout 0")


def test_who_waits_for_a_server_can_stop_and_keeps_what_came(tmp):
    with site() as s:
        ledger = Ledger(tmp)
        p = subprocess.Popen([cli.PROGRAM, "add", "--ledger", ledger.path, *QUICK, s.url("/rope"), s.url("/slow")],
                             stderr=subprocess.PIPE, env=cli.ENV)
        while "/slow" not in [path for path, _ in s.log] and p.poll() is None:
            time.sleep(0.05)
        p.send_signal(signal.SIGINT)
        err = p.communicate(timeout=60)[1].decode()
        check(f"ends with 3, not {p.returncode}: {err}", p.returncode == 3)
        check("says how to go on", "run the same command again" in err)
        check("the page that came is kept", os.path.exists(ledger.path + ".warc.gz"))
        check("what was read is in the ledger", "rope" in ledger("search", "rope", "--json").out)


def test_a_server_that_is_busy_is_asked_again_later(tmp):
    with site() as s:
        s.put("/busy", b"", code=503, **{"Retry-After": "3600"})
        one_line(run("extract", *QUICK, s.url("/busy"), code=2), "503", "asks to wait 3600 seconds")


def test_a_place_to_keep_things_that_cannot_be_written_is_told(tmp):
    with site() as s:
        one_line(run("extract", *QUICK, "--keep", os.path.join(tmp, "none", "x.warc.gz"), s.url("/rope"), code=2),
                 "x.warc.gz", "No such file or directory")


# ---- what leads further ----

def test_a_feed_leads_to_its_pages(tmp):
    with site() as s:
        r = run("extract", "--json", *QUICK, s.url("/rss"))
        check(f"items: {ids(r)}", sorted(ids(r)) == [s.url("/full"), s.url("/mill")])
        mill = [x for x in r.records() if x["id"] == s.url("/mill")][0]
        check("the feed's date", mill["published"]["earliest"].startswith("2017-03-07"))
        check("a full item is not asked for", "/full" not in [path for path, _ in s.asked()])


def test_addresses_in_files_are_asked_for_when_told_to(tmp):
    with site() as s:
        lists = {"urls.txt": f"# mine\n{s.url('/rope')}\n{s.url('/mill')}\n",
                 "feeds.opml": f"<opml version='2.0'><body><outline xmlUrl='{s.url('/rss')}'/></body></opml>"}
        for name, text in lists.items():
            path = os.path.join(tmp, name)
            with open(path, "w") as f:
                f.write(text)
            one_line(run("extract", *QUICK, path, code=2), name, "--fetch")
            check("nothing was asked", s.asked() == [])
            check(name, len(ids(run("extract", "--json", *QUICK, "--fetch", path))) == 2)
            asked = [path for path, _ in s.asked()]
            check(f"each once: {asked}", len(asked) == len(set(asked)))
        run("add", "--ledger", os.path.join(tmp, "x.db"), *QUICK, "--fetch", os.path.join(tmp, "feeds.opml"))
        asked = [path for path, _ in s.asked()]
        check(f"into a ledger, each once: {asked}", "/mill" in asked and len(asked) == len(set(asked)))


# ---- into the ledger ----

def test_what_has_not_changed_is_not_sent_again(tmp):
    with site() as s:
        ledger = Ledger(tmp)
        ledger("add", *QUICK, s.url("/rope"), s.url("/rss"))
        check("all are sent", all(code == 200 for _, code in s.asked()))
        before = ledger.contents()
        r = ledger("add", *QUICK, s.url("/rope"), s.url("/rss"))
        check("two have not changed", "not changed since they were fetched: 2" in r.err)
        check("and are not sent", s.asked() == [("/robots.txt", 200), ("/rope", 304), ("/rss", 304)])
        check("the ledger says the same", ledger.contents() == before)
        s.put("/rope", page("Fire at the rope works is out", "Halden"), ETag='"d"')
        ledger("add", *QUICK, s.url("/rope"))
        check("a change is seen", "is out" in ledger("search", "rope", "--json").out)


def test_all_that_was_fetched_can_be_read_again_without_the_network(tmp):
    with site() as s:
        ledger, again = Ledger(tmp), Ledger(tmp, "again.db")
        s.put("/rss", s.pages["/rss"][2], type="application/rss+xml")
        ledger("add", *QUICK, s.url("/old"), s.url("/rss"))
        s.put("/rope", page("Fire at the rope works is out", "Halden"), ETag='"d"')
        ledger("add", *QUICK, s.url("/old"), s.url("/rss"))
        s.asked()
        again("add", "--offline", os.path.join(tmp, "x.db.warc.gz"))
        check("nothing was asked", s.asked() == [])
        check("the ledger says the same", again.contents() == ledger.contents())
        check("and holds the last revision", "is out" in again("search", "rope", "--json").out)


def test_what_is_fetched_is_kept_where_the_caller_says(tmp):
    with site() as s:
        kept = os.path.join(tmp, "mine.warc.gz")
        run("extract", *QUICK, s.url("/rope"))
        check("extract keeps nothing by itself", os.listdir(tmp) == [])
        run("extract", *QUICK, "--keep", kept, s.url("/rope"))
        check("what was kept is read", ids(run("extract", "--json", kept)) == [s.url("/rope")])
        Ledger(tmp)("add", *QUICK, "--keep", "none", s.url("/rope"))
        check("none", not os.path.exists(os.path.join(tmp, "x.db.warc.gz")))


if __name__ == "__main__":
    sys.exit(cli.main(globals()))
