#!/usr/bin/env bash
# Makes exports/ anew: every format and every view of the sample articles. exports/README.md says what is what.
#
#     scripts/samples.sh [FOLDER]
#
# FOLDER is exports/ where it is not given. INPUT in the environment names other input than data/articles, DIPLOGRAPH
# another command than the one that Cargo builds.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-exports}
input=${INPUT:-data/articles}

diplograph() {
    if [ -n "${DIPLOGRAPH:-}" ]; then "$DIPLOGRAPH" -q "$@"; else cargo run --release --quiet -- -q "$@"; fi
}

# What is built is what is there in the end, not what was there before.
rm -f "$out"/{events.jsonl,graph.nt,derived.nt,graph.ttl,graph.dot,graph.svg}
diplograph build "$input" -o "$out"
put() { diplograph export "$out" -o "$out/$1" "${@:2}"; }

# Pictures of the whole; the view `events` is graph.svg and graph.dot.
put dyads.svg --view dyads --title "Who has to do with whom"
put dyads.dot --view dyads --title "Who has to do with whom"
put timeline.svg --view timeline --title "Timeline of the sample articles"
put timeline.dot --view timeline --title "Timeline of the sample articles"

# Other programs.
put network.graphml
put network.gexf
put icews.csv --layout icews
put gdelt.csv --layout gdelt
put plain.csv --layout plain

# What lies between the two Koreas, in every RDF format and every view: a part that one can read from end to end.
for format in ttl nt nq trig jsonld rdf jsonl; do
    put "koreas.$format" --between KOR PRK
done
for view in events dyads timeline; do
    put "koreas-$view.svg" --between KOR PRK --view "$view" --title "South and North Korea"
done
