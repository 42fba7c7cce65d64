#!/usr/bin/env python3
"""Times the whole job, from articles to events, against spaCy's whole pipeline alone, one thread each, in turn.

    pip install "spacy==3.8.18"
    cargo build --release
    scripts/benchmark_whole.py MODEL_FOLDER target/release/diplograph [ROUNDS [ARTICLES.jsonl]]

MODEL_FOLDER is an unpacked en_core_web_md 3.8.0. The articles are those of the file, or the running prose of
tests/data/language/prose.txt, four times.
Every round times spaCy over them once, its model loaded and warm before, then `diplograph extract -j 1` as a whole process: start,
loading, reading and writing are in its time. Counted is processor time: where other programs run, elapsed time favours the shorter
of the two by far.
"""

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from against_spacy import TEXTS, Spacy, table


def spent():
    """Processor time of the programs that were run, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    folder, program = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    if len(sys.argv) > 4:
        lines = Path(sys.argv[4]).read_text(encoding="utf-8")
        texts = [json.loads(line)["text"] for line in lines.split("\n") if line]
    else:
        texts = TEXTS
        lines = "".join(json.dumps({"id": str(i), "date": "2021-03-25", "text": t}) + "\n" for i, t in enumerate(texts))
    theirs = Spacy(folder, texts)
    rows = []
    for _ in range(rounds):
        rate = theirs.rate(time.process_time)
        before = spent()
        done = subprocess.run([program, "extract", "-j", "1", "-"], input=lines, text=True, capture_output=True)
        ours = theirs.tokens / (spent() - before)
        if done.returncode not in (0, 2):
            sys.exit(done.stderr)
        rows.append((rate, ours, ours / rate))
    events = done.stdout.count("\n")
    table(f"{theirs.tokens} tokens, {events} events", ("spaCy, tokens/s", "whole job, tokens/s", "whole job / spaCy"), rows)


if __name__ == "__main__":
    main()
