"""language.py - words per second of spaCy and of the engine; see language.sh.

    language.py LANGUAGE_DUMP MODEL FILE...

SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
import parity  # noqa: E402  (how texts are read and spaCy is loaded: one place)

TURNS = 3


def count_words(texts):
    return sum(len(text.split()) for text in texts)  # words: split at white space


def spacy_here(model, paths):
    """spaCy's words per second of processor time, in this process."""
    nlp = parity.load(model)
    texts = [text for _, text in parity.documents(paths)]
    for _ in nlp.pipe(texts[:20]):  # what it makes ready at the first text
        pass
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    print(count_words(texts) / (time.process_time() - start))


def spacy_speed(model, paths):
    """The same in a process of its own, so that this one stays small."""
    return float(subprocess.check_output([sys.executable, __file__, "spacy", model, *paths]))


def engine_speed(dump, model, paths):
    """What language_dump says of itself, and the most memory it had (MB)."""
    with open(os.devnull, "wb") as sink:
        child = subprocess.Popen([dump, model, *paths], stdout=sink, stderr=subprocess.PIPE)
        said = child.stderr.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(said)
    loaded = float(re.search(r"loaded in ([\d.]+) ms", said).group(1))
    speed = float(re.search(r": (\d+) words/s", said).group(1))
    return speed, loaded, usage.ru_maxrss / 1024


def main(dump, model, paths):
    texts = [text for _, text in parity.documents(paths)]
    size = sum(os.path.getsize(path) for path in paths) / 2 ** 20
    print(f"{len(texts)} texts, {count_words(texts)} words, {size:.0f} MB of files")
    del texts
    best_theirs = best_ours = 0
    for turn in range(1, TURNS + 1):
        theirs = spacy_speed(model, paths)
        ours, loaded, memory = engine_speed(dump, model, paths)
        best_theirs, best_ours = max(best_theirs, theirs), max(best_ours, ours)
        print(f"turn {turn}: spaCy {theirs:.0f} words/s, engine {ours:.0f} words/s, "
              f"loaded in {loaded:.0f} ms, {memory:.0f} MB at most (the files are mapped)")
    print(f"best: spaCy {best_theirs:.0f}, engine {best_ours:.0f} words/s: "
          f"{best_ours / best_theirs:.1f} times")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    if sys.argv[1] == "spacy":
        spacy_here(sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1], sys.argv[2], sys.argv[3:])
