#!/usr/bin/env python3
"""Times the language engine and spaCy's whole pipeline on the same texts, one thread each, in turn.

    pip install "spacy==3.8.18"
    cargo build --release --example analyze
    scripts/benchmark_language.py MODEL_FOLDER target/release/examples/analyze [ROUNDS]

MODEL_FOLDER is an unpacked en_core_web_md 3.8.0. The texts are the running prose of tests/data/language/prose.txt, four times.
Every round times spaCy once, then the engine once in a new process: its first pass ("cold": every word is new) and its
second ("warm"). The ratios are taken round by round, so that a machine that is busy with other things slows both sides.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import spacy

PROSE = Path(__file__).parent.parent / "tests/data/language/prose.txt"


def main():
    folder, engine = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    texts = [t for t in PROSE.read_text(encoding="utf-8").split("\n=====\n") if len(t) > 700] * 4
    nlp = spacy.load(folder)
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    rows = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in nlp.pipe(texts):
            pass
        theirs = tokens / (time.perf_counter() - start)
        done = subprocess.run([engine], input=json.dumps(texts), env={**os.environ, "ROUNDS": "2"}, text=True,
                              capture_output=True, check=True)
        cold, warm = (float(rate) for rate in re.findall(r", (\d+)/s", done.stderr))
        rows.append((theirs, cold, warm, cold / theirs, warm / theirs))
    print(f"spaCy {spacy.__version__}, {tokens} tokens, {rounds} rounds; lowest, median, highest")
    names = ("spaCy, tokens/s", "engine cold, tokens/s", "engine warm, tokens/s", "cold / spaCy", "warm / spaCy")
    for name, values in zip(names, zip(*rows)):
        digits = 1 if "/ spaCy" in name else 0
        low, middle, high = (f"{v:,.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
        print(f"{name:24}{low:>10}{middle:>10}{high:>10}")


if __name__ == "__main__":
    main()
