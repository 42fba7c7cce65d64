#!/usr/bin/env python3
"""Times the whole job, from articles to events, against spaCy's whole pipeline alone, one thread each, in turn.

    pip install "spacy==3.8.18"
    cargo build --release
    scripts/benchmark_whole.py MODEL_FOLDER target/release/diplograph [ROUNDS]

MODEL_FOLDER is an unpacked en_core_web_md 3.8.0. The articles are the running prose of tests/data/language/prose.txt, four times.
Every round times spaCy over them once, its model loaded before, then `diplograph extract -j 1` as a whole process: start, loading,
reading and writing are in its time. The ratios are taken round by round, so that a busy machine slows both sides.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import spacy

PROSE = Path(__file__).parent.parent / "tests/data/language/prose.txt"


def main():
    folder, program = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    texts = [t for t in PROSE.read_text(encoding="utf-8").split("\n=====\n") if len(t) > 700] * 4
    lines = "".join(json.dumps({"id": str(i), "date": "2021-03-25", "text": t}) + "\n" for i, t in enumerate(texts))
    nlp = spacy.load(folder)
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    rows = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in nlp.pipe(texts):
            pass
        theirs = tokens / (time.perf_counter() - start)
        start = time.perf_counter()
        done = subprocess.run([program, "extract", "-j", "1", "-"], input=lines, text=True, capture_output=True)
        ours = tokens / (time.perf_counter() - start)
        if done.returncode not in (0, 2):
            sys.exit(done.stderr)
        rows.append((theirs, ours, ours / theirs))
    events = done.stdout.count("\n")
    print(f"spaCy {spacy.__version__}, {tokens} tokens, {events} events, {rounds} rounds; lowest, median, highest")
    for name, values in zip(("spaCy, tokens/s", "whole job, tokens/s", "whole job / spaCy"), zip(*rows)):
        digits = 1 if "/ spaCy" in name else 0
        low, middle, high = (f"{v:,.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
        print(f"{name:24}{low:>10}{middle:>10}{high:>10}")


if __name__ == "__main__":
    main()
