#!/usr/bin/env python3
"""What spaCy itself says of the prose in tests/data/language: the reference of the golden test.

    pip install "spacy==3.8.18"
    scripts/spacy_reference.py MODEL_FOLDER

MODEL_FOLDER is an unpacked en_core_web_md 3.8.0. Reads tests/data/language/prose.txt (texts parted by lines of "=====")
and writes spacy.jsonl.gz beside it: a line a text, on it a list of tokens, each
[text, spaced, norm, tag, pos, morph, lemma, head, dep, entity, starts sentence].
"""

import gzip
import json
import sys
from pathlib import Path

import spacy

DATA = Path(__file__).parent.parent / "tests/data/language"


def entity(token):
    return "O" if token.ent_iob_ in ("O", "") else f"{token.ent_iob_}-{token.ent_type_}"


def main():
    nlp = spacy.load(sys.argv[1])
    texts = (DATA / "prose.txt").read_text(encoding="utf-8").split("\n=====\n")
    lines = []
    for text in texts:
        tokens = [
            [t.text, int(bool(t.whitespace_)), t.norm_, t.tag_, t.pos_, str(t.morph), t.lemma_, t.head.i, t.dep_, entity(t),
             int(bool(t.is_sent_start))]
            for t in nlp(text)
        ]
        lines.append(json.dumps(tokens, ensure_ascii=False, separators=(",", ":")))
    with open(DATA / "spacy.jsonl.gz", "wb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0, compresslevel=9) as packed:
            packed.write("".join(line + "\n" for line in lines).encode())
    print(f"{len(lines)} texts, spaCy {spacy.__version__}", file=sys.stderr)


if __name__ == "__main__":
    main()
