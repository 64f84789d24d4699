#!/usr/bin/env python3
"""warc.py - how fast web archives are read, against FastWARC on the same file.

    bench/warc.sh build     makes what is needed and calls
    bench/warc.py build/tools/intake_dump PAGES

PAGES is a folder or a tar file of HTML pages. They are written into one archive as
crawlers write them (for each page a request, a response and a metadata record, each its
own gzip member), repeated up to --megabytes of pages. Then both programs read it in turn,
--rounds times; the best round counts, in processor time. FastWARC is imported by the
Python that runs this; what it is timed on is its iterator over responses with the HTTP
header parsed and the body read. Ours is timed as a whole process, pages made and counted.

SPDX-License-Identifier: Apache-2.0
"""
import argparse
import gzip
import pathlib
import resource
import subprocess
import sys
import tarfile
import tempfile

READER = """
import sys, time
from fastwarc.warc import ArchiveIterator, WarcRecordType
kinds = WarcRecordType.response if sys.argv[2] == "pages" else WarcRecordType.any_type
start, records, size = time.process_time(), 0, 0
for record in ArchiveIterator(open(sys.argv[1], "rb"), record_types=kinds, parse_http=True):
    records += 1
    size += len(record.reader.read())
print(time.process_time() - start, records, size)
"""


def pages_of(path):
    if path.is_dir():
        for file in sorted(path.rglob("*.htm*")):
            yield file.read_bytes()
        return
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isfile():
                yield tar.extractfile(member).read()


def record(kind, number, block, media):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2020-01-02T03:04:05Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"WARC-Target-URI: https://paper.example/{number}\r\n"
            f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n")
    return head.encode() + block + b"\r\n\r\n"


def write_archive(pages, megabytes, plain, packed):
    number = size = 0
    with open(plain, "wb") as raw, open(packed, "wb") as gz:
        while size < megabytes << 20:
            for page in pages:
                number += 1
                answer = (f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                          f"Content-Length: {len(page)}\r\nServer: none\r\n\r\n").encode()
                for kind, block, media in (
                        ("request", b"GET / HTTP/1.1\r\nHost: paper.example\r\n\r\n",
                         "application/http; msgtype=request"),
                        ("response", answer + page, "application/http; msgtype=response"),
                        ("metadata", b"fetchTimeMs: 120\r\n", "application/warc-fields")):
                    whole = record(kind, number, block, media)
                    raw.write(whole)
                    gz.write(gzip.compress(whole, 6, mtime=0))
                size += len(page)
                if size >= megabytes << 20:
                    break
    return number


def ours(program, archive):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([program, "-c", archive], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    words = out.stdout.split("count  ")[1].split()
    return seconds, int(words[0]), int(words[2])


def theirs(python, archive, kinds):
    out = subprocess.run([python, "-c", READER, archive, kinds], check=True,
                         capture_output=True, text=True)
    seconds, records, size = out.stdout.split()
    return float(seconds), int(records), int(size)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", help="tools/intake_dump of a build")
    parser.add_argument("pages", type=pathlib.Path, help="a folder or a tar file of HTML")
    parser.add_argument("--megabytes", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        python = sys.executable
        archives = folder / "pages.warc", folder / "pages.warc.gz"
        count = write_archive(list(pages_of(options.pages)), options.megabytes, *archives)
        print(f"{count} pages, {3 * count} records; best of {options.rounds} rounds, "
              f"one thread")
        for archive in archives:
            best = {}
            for _ in range(options.rounds):
                for name, run in (("dateline", lambda: ours(options.program, archive)),
                                  ("FastWARC, responses", lambda: theirs(python, archive, "pages")),
                                  ("FastWARC, all", lambda: theirs(python, archive, "all"))):
                    result = run()
                    best[name] = min(best.get(name, result), result)
            print(f"{archive.name}: {archive.stat().st_size >> 20} MB")
            for name, (seconds, got, size) in best.items():
                print(f"  {name:20} {seconds:7.3f} s {3 * count / seconds:9.0f} records/s "
                      f"{size / seconds / 1e6:7.0f} MB/s   {got} given, {size} bytes")
            print(f"  ratio to FastWARC     "
                  f"{best['FastWARC, responses'][0] / best['dateline'][0]:.2f}x")


if __name__ == "__main__":
    main()
