"""What the benchmarks against spaCy share: one thread, the texts, a timed pass of spaCy's whole pipeline, the table."""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import statistics
import time
from pathlib import Path

import spacy

PROSE = Path(__file__).parent.parent / "tests/data/language/prose.txt"
# The running prose, four times.
TEXTS = [t for t in PROSE.read_text(encoding="utf-8").split("\n=====\n") if len(t) > 700] * 4


class Spacy:
    """The pipeline of a model folder, loaded and warm, and texts for it."""

    def __init__(self, folder, texts=TEXTS):
        self.nlp = spacy.load(folder)
        self.texts = texts
        self.tokens = sum(len(doc) for doc in self.nlp.pipe(texts))

    def rate(self, clock=time.perf_counter):
        """Tokens a second of one pass over the texts; of processor time with `time.process_time`."""
        start = clock()
        for _ in self.nlp.pipe(self.texts):
            pass
        return self.tokens / (clock() - start)


def table(what, names, rows):
    """Prints lowest, median and highest of each column of the rows, one row a round; ratios have `/ spaCy` in their name."""
    print(f"spaCy {spacy.__version__}, {what}, {len(rows)} rounds; lowest, median, highest")
    for name, values in zip(names, zip(*rows)):
        digits = 1 if "/ spaCy" in name else 0
        low, middle, high = (f"{v:,.{digits}f}" for v in (min(values), statistics.median(values), max(values)))
        print(f"{name:24}{low:>10}{middle:>10}{high:>10}")
