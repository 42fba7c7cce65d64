"""Compares data/actors/offices.tsv with an almanac of office holders and lists what differs.

usage: check_offices.py LEADERS.csv COUNTRY_CODES.csv > data/actors/disagreements.tsv

LEADERS.csv has the columns fips, country, role, name (family name in capitals), since, first_seen, last_seen.
Judgements that stand in the output file already are kept; new differences come with an empty one.
"""

import collections
import csv
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent.parent / "data" / "actors"


def fold(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z ]", "", plain.replace("-", " "))


def table(name):
    lines = [line.rstrip("\n").split("\t") for line in open(HERE / name, encoding="utf-8") if not line.startswith("#")]
    return [dict(zip(lines[0], cells + [""] * (len(lines[0]) - len(cells)))) for cells in lines[1:]]


def main(leaders, codes):
    iso = {"kv": "XKX", "ri": "SRB", "rb": "SRB"}
    for row in csv.DictReader(open(codes, encoding="utf-8")):
        if row["FIPS"].strip():
            iso[row["FIPS"].split(",")[0].lower()] = row["ISO3166-1-Alpha-3"]
    terms, names = collections.defaultdict(list), collections.defaultdict(str)
    for row in table("offices.tsv"):
        terms[row["owner"]].append(row)
        names[row["person"]] += f" {row['name']} {row['aliases'].replace(';', ' ')}"
    known = {}
    path = HERE / "disagreements.tsv"
    if path.exists():
        for row in table("disagreements.tsv"):
            known[row["state"], row["role"], row["almanac"]] = row["judgement"]
    independent = {row["id"] for row in table("states.tsv") if row["gw"] or row["cow"]}
    print("# Where an almanac (public domain, machine-read) names another chief of state or head of government than")
    print("# offices.tsv for the same days. Deputies, whom the almanac lists beside the head, governors general and")
    print("# dependent territories are left out; made by scripts/check_offices.py, judged by hand.")
    print("state\trole\talmanac\tseen\tours\tjudgement")
    compared = agree = 0
    seen = set()
    skip = r"Vice|Deputy|Governor|represent|Co-|Administrator|Commissioner|vacant|First Lady|Speaker|Prefect|^and |-elect|-Elect"
    title = r"President|Prime Minister|Premier|Chancellor|King|Queen|Emperor|Sultan|Amir|Emir|Taoiseach|Prince|Leader|Chairman"
    for row in csv.DictReader(open(leaders, encoding="utf-8")):
        state, name = iso.get(row["fips"]), row["name"]
        if state not in independent or re.search(skip, name) or not re.search(title, name):
            continue
        if re.search(r"ELIZABETH II|CHARLES III", name) and state != "GBR":
            continue
        family = [w for f in re.findall(r"\b[A-ZÀ-Ý][A-ZÀ-Ý'\-]+\b", name) for w in fold(f).split()]
        family = [w for w in family if len(w) > 1 and w not in ("ii", "iii", "iv", "vi", "xvi", "jr", "dr", "hm", "al", "el", "gnu")]
        if not family:
            continue
        compared += 1
        low, high = row["first_seen"], row["last_seen"]
        def overlaps(t):
            return (t["from"] or "0")[:7] <= high[:7] and (t["to"] or "9")[:7] >= low[:7]
        if any(overlaps(t) and set(family) & set(fold(names[t["person"]]).split()) for t in terms[state]):
            agree += 1
            continue
        key = (state, row["role"], name)
        if key in seen:
            continue
        seen.add(key)
        office = "head-of-state" if row["role"] == "chief of state" else "head-of-government"
        ours = "; ".join(sorted({f"{t['name']} {t['from']}..{t['to']}" for t in terms[state] if overlaps(t) and t["office"] == office}))
        print("\t".join([state, row["role"], name, f"{low}..{high}", ours, known.get(key, "")]))
    print(f"{compared} compared, {agree} agree, {len(seen)} persons differ", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
