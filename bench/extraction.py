"""extraction.py - what bench/extraction.sh prints; see there.

    extraction.py PROGRAM FOLDER SAMPLE CORE

SPDX-License-Identifier: Apache-2.0
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROUNDS = 3
SLOW = 60  # seconds after which a page made to be slow is given up


def run(program, *args, cores=None, limit=None):
    """(wall, processor seconds, peak MiB, words on standard error) of one run."""
    def before():
        if cores is not None:
            os.sched_setaffinity(0, cores)

    errors = tempfile.TemporaryFile()
    start = time.perf_counter()
    child = subprocess.Popen([program, *map(str, args)], stdout=subprocess.DEVNULL, stderr=errors, preexec_fn=before)
    if limit:
        while child.poll() is None and time.perf_counter() - start < limit:
            time.sleep(0.01)
            pid, _, used = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
        else:
            child.kill()
            os.wait4(child.pid, 0)
            return None
    else:
        _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    wall = time.perf_counter() - start
    errors.seek(0)
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, errors.read().decode("utf-8", "replace")


def peer(name, call, files, core):
    """Seconds of processor time for `files`, in a process of its own on one core."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.sched_setaffinity(0, {core})
        work = call()
        texts = [f.read_bytes() for f in files]
        work(texts[0])  # what is made ready at the first page
        start = time.process_time()
        for text in texts:
            try:
                work(text)
            except Exception:  # a page it cannot read is a page read
                pass
        os.write(writer, str(time.process_time() - start).encode())
        os._exit(0)
    os.close(writer)
    seconds = float(os.read(reader, 64))
    os.close(reader)
    os.waitpid(child, 0)
    return seconds


def with_metadata():
    import trafilatura
    return lambda page: trafilatura.bare_extraction(page, with_metadata=True)


def without_metadata():
    import trafilatura
    return lambda page: trafilatura.extract(page)


def dates():
    import htmldate
    return lambda page: htmldate.find_date(page)


def speed(program, files, sample, core):
    size = sum(f.stat().st_size for f in files)
    folder = files[0].parent
    some = files[::max(1, len(files) // sample)][:sample]
    bytes_of_some = sum(f.stat().st_size for f in some)

    def ours(*paths):
        return min(run(program, "extract", "--json", "--jobs", 1, *paths, cores={core})[1] for _ in range(ROUNDS))

    one, part = ours(folder), ours(*some)
    rows = [("dateline extract, the sample", len(some) / part, bytes_of_some / part / 1e6)]
    for name, call in (("trafilatura, with metadata", with_metadata), ("trafilatura, text alone", without_metadata),
                       ("htmldate alone", dates)):
        seconds = peer(name, call, some, core)
        rows.append((name, len(some) / seconds, bytes_of_some / seconds / 1e6))
    print(f"{len(files)} pages, {size / 1e6:.0f} MB; peers on {len(some)} of them; processor time, one core")
    print(f"  {'dateline extract, all':28} {len(files) / one:8.1f} pages/s {size / one / 1e6:8.1f} MB/s")
    for name, pages, megabytes in rows:
        print(f"  {name:28} {pages:8.1f} pages/s {megabytes:8.1f} MB/s   ours is {rows[0][1] / pages:.1f} times as fast")
    return folder


def threads(program, folder):
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:
        print("two threads: this machine has one core")
        return
    best = {}
    for _ in range(ROUNDS):
        for jobs in (1, 2):
            wall = run(program, "extract", "--json", "--jobs", jobs, folder, cores=set(cores))[0]
            best[jobs] = min(best.get(jobs, wall), wall)
    print(f"two threads on two cores: {best[1]:.2f} s -> {best[2]:.2f} s, {best[1] / best[2]:.2f} times as fast "
          f"(load {os.getloadavg()[0]:.1f})")


def memory(program, folder, files):
    with tempfile.TemporaryDirectory() as many:
        for i in range(10):
            os.symlink(folder, os.path.join(many, str(i)))
        tens = [os.path.join(many, str(i)) + "/" for i in range(10)]
        for jobs in (1, 2):
            once = run(program, "extract", "--json", "--jobs", jobs, folder)[2]
            ten = run(program, "extract", "--json", "--jobs", jobs, *tens)[2]
            print(f"peak memory, jobs {jobs}: {once:.0f} MiB for {len(files)} pages, {ten:.0f} MiB for {10 * len(files)}"
                  f"{'' if max(once, ten) < 64 else '   OVER 64 MiB'}")


WORDS = "The dam above the town failed on Friday night, the mayor said, and the lower quarter was flooded. "
HEAD = f"<!doctype html><html><head><title>Dam fails</title></head><body><article><h1>Dam fails</h1><p>{WORDS * 4}</p>"


def hostile():
    yield "200,000 nested elements", HEAD + "<div>" * 200_000 + "deep" + "</div>" * 200_000
    yield "200,000 nested inline elements", HEAD + "<b><i>" * 100_000 + "deep"
    yield "one tag with 60,000 attributes", HEAD + "<p " + " ".join(f"a{i}='{i}'" for i in range(60_000)) + ">x</p>"
    yield "colspan 9007199254740991", HEAD + ("<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>x</td>"
                                              "<td>y</td></tr></table>") * 50
    yield "50,000 unclosed tags", HEAD + "".join(f"<{t}>w" for t in ("p", "a", "font", "li", "td") * 10_000)
    yield "one line of 19 MB", HEAD + "<p>" + WORDS * (19_000_000 // len(WORDS))
    yield "one line of 21 MB", HEAD + "<p>" + WORDS * (21_000_000 // len(WORDS))
    yield "a word of 19 MB", HEAD + "<p>" + "a" * 19_000_000
    yield "a table of a million cells", HEAD + "<table>" + ("<tr>" + "<td>1" * 1000) * 1000 + "</table>"
    yield "a million dates", HEAD + "<p>" + "2017-03-02 " * 1_000_000
    yield "500,000 entities", HEAD + "<p>" + "&amp;&#x41;&nosuch;" * 500_000
    yield "a comment that never ends", HEAD + "<!--" + "- " * 5_000_000


def slow(program):
    print(f"pages made to be slow, processor seconds (given up after {SLOW} s)")
    with tempfile.TemporaryDirectory() as folder:
        for name, text in hostile():
            path = pathlib.Path(folder) / "page.html"
            path.write_text(text)
            result = run(program, "extract", "--json", "--jobs", 1, path, limit=SLOW)
            if result is None:
                print(f"  {name:34} GIVEN UP")
                continue
            said = result[3].replace(str(path), "page").replace("dateline: ", "").strip().splitlines()
            print(f"  {name:34} {result[1]:6.2f} s {result[2]:5.0f} MiB  {len(text) / 1e6:5.1f} MB  {said[0] if said else ''}")


def main():
    program, folder, sample, core = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    files = sorted(f for f in folder.rglob("*") if f.is_file())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    place = speed(program, files, sample, core)
    threads(program, place)
    memory(program, place, files)
    slow(program)


if __name__ == "__main__":
    main()
