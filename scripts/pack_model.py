"""Packs spaCy's en_core_web_md into the one file that the language engine reads.

    python scripts/pack_model.py MODEL_FOLDER OUT_FILE [--f32]

Only maintainers run this. MODEL_FOLDER is an unpacked en_core_web_md 3.8.0 (the folder that holds meta.json). Needs
spacy 3.8, numpy and zstandard. `--f32` keeps full precision, for the golden test; that file stays out of the repository.

The layout is described in data/model/README.md and read by src/language/model/pack.rs. Matrices are stored the way the
engine multiplies: input rows outermost, the pieces of a maxout before its outputs.
"""
import hashlib
import json
import re
import struct
import sys
from pathlib import Path

import numpy as np
import spacy
import zstandard
from spacy.lang import char_classes as cc
from spacy.lang.norm_exceptions import BASE_NORMS
from spacy.symbols import IDS
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from srsly import msgpack_loads

MAGIC, VERSION, HEADER, ENTRY = b"\x89DIPLM\r\n", 1, 48, 88
KINDS = {"text": 0, "u16": 2, "u32": 3, "f16": 4, "f32": 5}
WIDTH = 96
ORTH, NORM = 65, 67  # attribute numbers in the tokenizer's exceptions
PARTS_OF_SPEECH = ["noun", "verb", "adj", "adv", "punct"]


class Pack:
    """The sections, in order of writing."""

    def __init__(self, full_precision):
        self.float = "f32" if full_precision else "f16"
        self.sections = []

    def add(self, name, kind, shape, data, squeeze=False):
        stored = zstandard.ZstdCompressor(level=19).compress(data) if squeeze else data
        self.sections.append((name, KINDS[kind], int(squeeze), list(shape), stored, len(data)))

    def numbers(self, name, array, kind):
        array = np.ascontiguousarray(array, dtype="<" + {"u16": "u2", "u32": "u4", "f16": "f2", "f32": "f4"}[kind])
        self.add(name, kind, array.shape, array.tobytes())

    def weights(self, name, array):
        self.numbers(name, array, self.float)

    def small(self, name, array):
        """Biases and the like: too few to be worth rounding."""
        self.numbers(name, array, "f32")

    def text(self, name, text):
        self.add(name, "text", [], text.encode(), squeeze=True)

    def records(self, name, rows, key_sorted=True):
        """A table: records end with U+001E, fields are parted by U+001F. Sorted by the first field for binary search."""
        rows = [[str(f) for f in row] for row in rows]
        assert not any("\x1e" in f or "\x1f" in f for row in rows for f in row), name
        if key_sorted:
            rows.sort(key=lambda row: row[0].encode())
            assert len({row[0] for row in rows}) == len(rows), name
        self.text(name, "".join("\x1f".join(row) + "\x1e" for row in rows))

    def write(self, path):
        offset = HEADER + ENTRY * len(self.sections)
        table, body = b"", b""
        for name, kind, codec, shape, stored, raw in self.sections:
            padding = -(offset + len(body)) % 64
            body += b"\0" * padding
            dims = (shape + [0, 0, 0, 0])[:4]
            table += struct.pack("<40sBBH4IQQQ4x", name.encode(), kind, codec, len(shape), *dims,
                                 offset + len(body), len(stored), raw)
            body += stored
        rest = table + body
        head = struct.pack("<8sII32s", MAGIC, VERSION, len(self.sections), hashlib.sha256(rest).digest())
        assert len(head) == HEADER and len(table) == ENTRY * len(self.sections)
        Path(path).write_bytes(head + rest)


def layers(path):
    """Names, attributes and parameters of a thinc model, in its own breadth-first order."""
    model = msgpack_loads(path.read_bytes())
    found = []
    for node, attributes, params in zip(model["nodes"], model["attrs"], model["params"]):
        attributes = {k: msgpack_loads(v) if isinstance(v, bytes) else v for k, v in attributes.items()}
        params = {k: np.asarray(v) for k, v in params.items() if v is not None}
        found.append((node["name"], attributes, params))
    return found


def named(found, name):
    return [(attributes, params) for n, attributes, params in found if n == name]


def maxout(pack, name, layer, norm):
    weights, bias = layer["W"], layer["b"]  # (outputs, pieces, inputs), (outputs, pieces)
    pieces_first = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2])
    pack.weights(f"{name}/W", pieces_first.T)
    pack.small(f"{name}/b", bias.T.reshape(-1))
    pack.small(f"{name}/gain", norm["G"])
    pack.small(f"{name}/shift", norm["b"])


def token_vectors(pack, name, found, vectors):
    embeddings = named(found, "hashembed")
    pack.numbers(f"{name}/seeds", [a["seed"] for a, _ in embeddings], "u32")
    for i, (_, params) in enumerate(embeddings):
        pack.weights(f"{name}/embed{i}", params["E"])
    # The projection of the word vectors has no bias and is linear: it is applied here, once for all.
    pack.weights(f"{name}/vectors", vectors @ named(found, "static_vectors")[0][1]["W"].T)
    layers_ = list(zip(named(found, "maxout"), named(found, "layernorm")))
    maxout(pack, f"{name}/mixer", layers_[0][0][1], layers_[0][1][1])
    assert len(layers_) == 5
    for i, ((_, layer), (_, norm)) in enumerate(layers_[1:]):
        maxout(pack, f"{name}/conv{i}", layer, norm)


def step_model(pack, name, found, classes):
    upper, project = [params for _, params in named(found, "linear")]
    (_, lower), = named(found, "precomputable_affine")
    features, outputs, pieces, inputs = lower["W"].shape
    pack.weights(f"{name}/project/W", project["W"].T)
    pack.small(f"{name}/project/b", project["b"])
    pack.weights(f"{name}/lower/W", lower["W"].transpose(0, 2, 1, 3).reshape(-1, inputs).T)
    pack.small(f"{name}/lower/b", lower["b"].T.reshape(-1))
    pack.small(f"{name}/lower/pad", lower["pad"].reshape(features, outputs, pieces).transpose(0, 2, 1).reshape(-1))
    assert upper["W"].shape == (classes, outputs)
    fill = -classes % 16
    pack.weights(f"{name}/upper/W", np.pad(upper["W"], ((0, fill), (0, 0))).T)
    pack.small(f"{name}/upper/b", np.pad(upper["b"], (0, fill)))


def moves(path, actions):
    """(action, label) of every class, in the order of the output layer."""
    table = json.loads(msgpack_loads(path.read_bytes())["moves"])
    found = []
    for number, labels in sorted(table.items(), key=lambda x: int(x[0])):
        for _, label in sorted(((freq, label) for label, freq in labels.items()), reverse=True):
            found.append((actions[int(number)], label))
    return found


def characters(pack, name, char_class):
    """The code points that a Python character class matches, as inclusive ranges."""
    pattern = re.compile(char_class)
    ranges = []
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000 or not pattern.match(chr(code)):
            continue
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    pack.numbers(name, ranges, "u32")


def for_rust(pattern):
    """Escapes what means something else inside a character class of Rust's regex syntax."""
    out, inside, escaped, first = "", False, False, False
    for c in pattern:
        if escaped or c == "\\":
            escaped, first = not escaped, False
            out += c
        elif inside:
            if c == "]" and not first:
                inside = False
            elif c in "[&~" or (c == "^" and not first):
                out += "\\"
            out += c
            first = False
        else:
            inside = first = c == "["
            out += c
    return out


def literal(pattern):
    """The text that a pattern without operators stands for."""
    text = re.sub(r"\\(.)", r"\1", pattern)
    assert re.escape(text) == re.escape(re.sub(r"\\(.)", r"\1", pattern)) and re.fullmatch(pattern, text), pattern
    return text


def tokenizer(pack, nlp, stored):
    defaults = nlp.Defaults
    assert stored["prefix_search"] == compile_prefix_regex(defaults.prefixes).pattern
    assert stored["suffix_search"] == compile_suffix_regex(defaults.suffixes).pattern
    assert stored["infix_finditer"] == compile_infix_regex(defaults.infixes).pattern
    assert stored["token_match"] is None

    plain = set(cc.LIST_PUNCT + cc.LIST_QUOTES) - {r"\.\.+"}
    prefixes = set(defaults.prefixes) - {r"\+(?![0-9])", r"\.\.+", *cc.LIST_ICONS}
    suffixes = [s for s in defaults.suffixes if not s.startswith("(?") and s not in {r"\.\.+", *cc.LIST_ICONS}]
    assert {r"\+(?![0-9])", r"\.\.+", *cc.LIST_ICONS, *plain} <= set(defaults.prefixes)
    assert {r"\.\.+", *cc.LIST_ICONS, *plain} <= set(defaults.suffixes)
    period = r"[0-9{al}{e}{p}(?:{q})]".format(al=cc.ALPHA_LOWER, e=r"%²\-\+", q=cc.CONCAT_QUOTES, p=cc.PUNCT)
    assert {s for s in defaults.suffixes if s.startswith("(?")} == {
        r"(?<=[0-9])\+", r"(?<=°[FfCcKk])\.", f"(?<=[0-9])(?:{cc.CURRENCY})", f"(?<=[0-9])(?:{cc.UNITS})",
        rf"(?<={period})\.", rf"(?<=[{cc.ALPHA_UPPER}][{cc.ALPHA_UPPER}])\."}
    lower_or_quote, upper_or_quote = f"[{cc.ALPHA_LOWER}{cc.CONCAT_QUOTES}]", f"[{cc.ALPHA_UPPER}{cc.CONCAT_QUOTES}]"
    assert list(defaults.infixes) == [
        r"\.\.+", "…", *cc.LIST_ICONS, r"(?<=[0-9])[+\-\*^](?=[0-9-])",
        rf"(?<={lower_or_quote})\.(?={upper_or_quote})", rf"(?<=[{cc.ALPHA}]),(?=[{cc.ALPHA}])",
        rf"(?<=[{cc.ALPHA}0-9])(?:{cc.HYPHENS})(?=[{cc.ALPHA}])", rf"(?<=[{cc.ALPHA}0-9])[:<>=/](?=[{cc.ALPHA}])"]

    pack.records("tokenizer/prefixes", sorted([literal(p)] for p in prefixes))
    pack.records("tokenizer/suffixes", sorted([literal(s)] for s in set(suffixes)))
    after_digit = {literal(u) for u in cc.CURRENCY.split("|")} | {literal(u) for u in cc.UNITS.split("|")}
    pack.records("tokenizer/units", sorted([u] for u in after_digit))
    # Order matters here: the first that is followed by a letter is taken.
    pack.records("tokenizer/hyphens", [[h] for h in cc.HYPHENS.split("|")], key_sorted=False)
    icon, = cc.LIST_ICONS
    characters(pack, "chars/icon", icon)
    characters(pack, "chars/letter", f"[{cc.ALPHA}]")
    characters(pack, "chars/upper", f"[{cc.ALPHA_UPPER}]")
    characters(pack, "chars/lower_or_quote", lower_or_quote)
    characters(pack, "chars/upper_or_quote", upper_or_quote)
    characters(pack, "chars/before_period", period)
    pack.text("tokenizer/url", for_rust(stored["url_match"]))

    exceptions = stored["exceptions"]
    pack.records("tokenizer/exceptions",
                 [[text] + [f for p in pieces for f in (p[ORTH], p.get(NORM, ""))] for text, pieces in exceptions.items()])
    # An exception that the affix rules would split must be looked for in the split text.
    bare = Tokenizer(nlp.vocab, rules={}, prefix_search=nlp.tokenizer.prefix_search,
                     suffix_search=nlp.tokenizer.suffix_search, infix_finditer=nlp.tokenizer.infix_finditer,
                     url_match=nlp.tokenizer.url_match)
    splittable = [t for t in exceptions if nlp.tokenizer.find_prefix(t) or nlp.tokenizer.find_suffix(t)
                  or nlp.tokenizer.find_infix(t) or " " in t]
    sequences = [[t] + [token.text for token in bare(t)] for t in splittable]
    pack.records("tokenizer/sequences", sequences)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--f32"]
    folder, out = Path(arguments[0]), arguments[1]
    nlp = spacy.load(folder)
    pack = Pack("--f32" in sys.argv)

    meta = json.loads((folder / "meta.json").read_text())
    pack.text("about", json.dumps({k: meta[k] for k in ("lang", "name", "version", "license", "author", "url")}))
    pack.records("symbols", [(k, v) for k, v in IDS.items() if k])
    lexeme_norms = msgpack_loads((folder / "vocab/lookups.bin").read_bytes())["lexeme_norm"]
    pack.records("norms/by_id", [(f"{k:016x}", v) for k, v in lexeme_norms.items()])
    pack.records("norms/by_text", list(BASE_NORMS.items()))
    tokenizer(pack, nlp, msgpack_loads((folder / "tokenizer").read_bytes()))

    pack.records("tagger/labels", [[l] for l in json.loads((folder / "tagger/cfg").read_text())["labels"]], key_sorted=False)
    parser_moves = moves(folder / "parser/moves", ["SHIFT", "REDUCE", "LEFT", "RIGHT", "BREAK"])
    ner_moves = moves(folder / "ner/moves", ["MISSING", "BEGIN", "IN", "LAST", "UNIT", "OUT"])
    pack.records("parser/moves", parser_moves, key_sorted=False)
    pack.records("ner/moves", ner_moves, key_sorted=False)
    pack.text("ruler", json.dumps(msgpack_loads((folder / "attribute_ruler/patterns").read_bytes())))
    lookups = msgpack_loads((folder / "lemmatizer/lookups/lookups.bin").read_bytes())
    known = {nlp.vocab.strings[p] for p in PARTS_OF_SPEECH}
    assert all(set(lookups[t]) <= known for t in ("lemma_rules", "lemma_exc", "lemma_index"))
    for pos in PARTS_OF_SPEECH:
        key = nlp.vocab.strings[pos]
        pack.records(f"lemma/{pos}/rules", lookups["lemma_rules"].get(key, []), key_sorted=False)
        pack.records(f"lemma/{pos}/exceptions", [[k, *v] for k, v in lookups["lemma_exc"].get(key, {}).items()])
        pack.records(f"lemma/{pos}/index", [[w] for w in sorted(set(lookups["lemma_index"].get(key, [])))])

    raw = (folder / "vocab/vectors").read_bytes()
    vectors = np.frombuffer(raw[10 + int.from_bytes(raw[8:10], "little"):], "<f4").reshape(-1, 300)
    rows = msgpack_loads((folder / "vocab/key2row").read_bytes())
    keys = np.array(sorted(rows), dtype=np.uint64)
    assert len(vectors) < 65536
    # The upper 16 bits choose a bucket, the lower 32 are stored (the 16 between are not): 48 bits tell all words apart,
    # and a stranger is taken for one of them once in 400 million.
    bucket, low = keys >> np.uint64(48), keys & np.uint64(0xFFFFFFFF)
    order = np.lexsort((low, bucket))
    keys, bucket, low = keys[order], bucket[order], low[order]
    assert len(np.unique(bucket << np.uint64(32) | low)) == len(keys)
    pack.numbers("words/buckets", np.searchsorted(bucket, np.arange(65537)), "u32")
    pack.numbers("words/keys", low, "u32")
    pack.numbers("words/rows", [rows[int(k)] for k in keys], "u16")

    shared = layers(folder / "tok2vec/model")
    token_vectors(pack, "tok2vec", shared, vectors)
    (_, softmax), = named(layers(folder / "tagger/model"), "softmax")
    pack.weights("tagger/W", softmax["W"].T)
    pack.small("tagger/b", softmax["b"])
    step_model(pack, "parser", layers(folder / "parser/model"), len(parser_moves))
    own = layers(folder / "ner/model")
    token_vectors(pack, "ner/tok2vec", own, vectors)
    step_model(pack, "ner", own, len(ner_moves))
    pack.write(out)


if __name__ == "__main__":
    main()
