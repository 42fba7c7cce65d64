#!/usr/bin/env python3
"""Times the language engine and spaCy's whole pipeline on the same texts, one thread each, in turn.

    pip install "spacy==3.8.18"
    cargo build --release --example analyze
    scripts/benchmark_language.py MODEL_FOLDER target/release/examples/analyze [ROUNDS]

MODEL_FOLDER is an unpacked en_core_web_md 3.8.0. The texts are the running prose of tests/data/language/prose.txt, four times.
Every round times spaCy once, then the engine once in a new process: its first pass ("cold": every word is new) and its
second ("warm"). The ratios are taken round by round, so that a machine that is busy with other things slows both sides.
"""

import json
import os
import re
import subprocess
import sys

from against_spacy import TEXTS, Spacy, table


def main():
    folder, engine = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 9
    spacy = Spacy(folder)
    rows = []
    for _ in range(rounds):
        theirs = spacy.rate()
        done = subprocess.run([engine], input=json.dumps(TEXTS), env={**os.environ, "ROUNDS": "2"}, text=True,
                              capture_output=True, check=True)
        cold, warm = (float(rate) for rate in re.findall(r", (\d+)/s", done.stderr))
        rows.append((theirs, cold, warm, cold / theirs, warm / theirs))
    names = ("spaCy, tokens/s", "engine cold, tokens/s", "engine warm, tokens/s", "cold / spaCy", "warm / spaCy")
    table(f"{spacy.tokens} tokens", names, rows)


if __name__ == "__main__":
    main()
