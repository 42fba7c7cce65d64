//! Events of several articles brought together by `build`, as the other commands show them.

#[path = "cli/mod.rs"]
mod cli;
#[path = "cli/records.rs"]
mod records;

use cli::Folder;
use proptest::prelude::*;
use records::record;
use std::collections::{BTreeMap, BTreeSet};

/// A folder `graph` built of event records, `(article, line)`.
fn built(events: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    let lines: String = events.iter().map(|(article, line)| record(article, line).to_string() + "\n").collect();
    folder.write("events.jsonl", lines);
    let run = folder.run(&["build", "events.jsonl", "-o", "graph"]);
    assert_eq!(run.status, 0, "{}", run.err);
    folder
}

/// Rows of a query, cells joined by ` | `, without the last column where that is the event's IRI.
fn rows(folder: &Folder, query: &str) -> Vec<String> {
    let run = folder.run(&["query", "graph", query, "-f", "csv"]);
    assert_eq!(run.status, 0, "{query}: {}", run.err);
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let row =
        |row: csv::StringRecord| row.iter().filter(|cell| !cell.contains("/event/")).collect::<Vec<_>>().join(" | ");
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

#[test]
fn two_or_three_missiles_are_one_launch_of_which_both_counts_are_kept() {
    let folder = built(&[
        ("a", "2020-03-09 MissileLaunch actual PRK - with 2 ballistic missile"),
        ("b", "2020-03-09 MissileLaunch actual PRK - with 3 ballistic missile"),
        ("c", "2020-03-09 MissileLaunch actual PRK - with 3 ballistic missile"),
        ("d", "2020-03-29 MissileLaunch actual PRK - with 1 ballistic missile"),
    ]);
    assert_eq!(
        rows(&folder, "launches"),
        [
            "2020-03-09 | actual | PRK | 2 | ballistic missile | Séoul | 1",
            "2020-03-09 | actual | PRK | 3 | ballistic missile | Séoul | 2",
            "2020-03-29 | actual | PRK | 1 | ballistic missile | Séoul | 1",
        ]
        .map(|row| row.replace("PRK", "North Korea"))
    );
    let label = "2020-03-09 | Missile launch: North Korea, 2020-03-09 | count of ballistic missile";
    assert_eq!(rows(&folder, "conflicting-details"), [format!("{label} | 2 | 1"), format!("{label} | 3 | 2")]);
    // Whose count is whose can be seen in the reports, which are apart from the event.
    let counts = "SELECT ?id ?count { ?e dg:report ?r . ?r dg:article ?a ; dg:instrument/dg:count ?count .
                  BIND(STRAFTER(STR(?a), \"article/\") AS ?id) FILTER(CONTAINS(STR(?e), \"2020-03-09\")) } ORDER BY ?id";
    assert_eq!(rows(&folder, counts), ["a | 2", "b | 3", "c | 3"]);
    let stats = folder.run(&["analyze", "graph", "stats"]).out;
    let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
    assert_eq!((&stats["events"], &stats["conflicting"]), (&2.into(), &1.into()));
}

#[test]
fn reports_that_are_joined_can_conflict_too() {
    let folder = built(&[
        ("a", "2020-03-09 MissileLaunch actual PRK - with 2 ballistic missile"),
        ("b", "2020 MissileLaunch actual PRK - with 4 ballistic missile"),
    ]);
    let label = "2020-03-09 | Missile launch: North Korea, 2020-03-09 | count of ballistic missile";
    assert_eq!(rows(&folder, "conflicting-details"), [format!("{label} | 2 | 1"), format!("{label} | 4 | 1")]);
}

/// Two towns, or places in two countries; not a town and its own country.
#[test]
fn places_conflict_unless_one_lies_in_the_other() {
    let place = |id: &str, name: &str, country: &str| {
        let place =
            serde_json::json!({"id": id, "name": name, "country": country, "lat": null, "lon": null, "text": name});
        move |article: &str, day: &str| {
            let mut record = record(article, &format!("{day} Meeting actual NOR,FIN -"));
            record["place"] = place.clone();
            record.to_string() + "\n"
        }
    };
    let (oslo, bergen) = (place("place/3143244", "Oslo", "NOR"), place("place/3161732", "Bergen", "NOR"));
    let (norway, finland) = (place("place/3144096", "Norway", "NOR"), place("place/660013", "Finland", "FIN"));
    let folder = Folder::new();
    let records = [
        oslo("a", "2020-01-01"),
        norway("b", "2020-01-01"),
        oslo("a", "2020-02-01"),
        bergen("b", "2020-02-01"),
        oslo("a", "2020-03-01"),
        finland("b", "2020-03-01"),
    ];
    folder.write("events.jsonl", records.concat());
    assert_eq!(folder.run(&["build", "events.jsonl", "-o", "graph"]).status, 0);
    let found: Vec<String> = rows(&folder, "conflicting-details")
        .iter()
        .map(|row| row.split(" | ").filter(|cell| !cell.contains(':')).collect::<Vec<_>>().join(" | "))
        .collect();
    let expected =
        ["02-01 | place | Bergen", "02-01 | place | Oslo", "03-01 | place | Finland", "03-01 | place | Oslo"];
    assert_eq!(found, expected.map(|row| format!("2020-{row} | 1")));
    assert_eq!(folder.run(&["check", "graph"]).status, 0);
}

#[test]
fn what_came_of_plans_and_what_is_denied_can_be_asked() {
    let folder = built(&[
        ("a", "2021-04-10 Visit planned person/RUS-ivan-petrov KOR"),
        ("b", "2021-04-10 Visit actual person/RUS-ivan-petrov KOR"),
        ("c", "2021-04-12 Meeting planned NOR,SWE -"),
        ("d", "2021-04-12 Meeting negated NOR,SWE -"),
        ("e", "2021-03-24 Airstrike actual IND PAK"),
        ("f", "2021-03-24 Airstrike negated IND PAK"),
        ("g", "2021-03-25 Accusation actual GBR RUS"),
        ("h", "2021-03-26 Denial actual RUS GBR"),
        ("i", "2021-03-26 Denial actual CHN GBR"),
    ]);
    let planned = rows(&folder, "planned");
    assert!(planned.iter().any(|row| row.contains("Visit: Russia") && row.contains("| realised |")), "{planned:?}");
    assert!(planned.iter().any(|row| row.contains("Meeting: Norway") && row.contains("| cancelled |")), "{planned:?}");
    let denied = rows(&folder, "denied");
    assert!(denied.iter().any(|row| row.contains("Airstrike: India")), "{denied:?}");
    assert!(denied.iter().any(|row| row.contains("Accusation: United Kingdom → Russia")), "{denied:?}");
    let china = denied.iter().find(|row| row.contains("Denial: China")).expect("a denial all the same");
    assert!(china.ends_with("| "), "nobody accused China: {china}");
    let base = folder.read("graph/graph.nt");
    for relation in ["sameEventAs", "realisedBy", "cancelledBy", "contradictedBy", "denies"] {
        assert!(!base.contains(relation), "{relation} follows from the whole alone");
    }
}

#[test]
fn a_further_article_can_make_a_match_ambiguous() {
    let mut events = vec![
        ("a", "2019 Visit actual person/RUS-ivan-petrov KOR"),
        ("b", "2019-11-05 Visit actual person/RUS-ivan-petrov KOR"),
    ];
    let joined =
        "ASK { ?vague dg:sameEventAs ?precise . ?vague dg:precision \"year\" . ?precise dg:precision \"day\" }";
    assert_eq!(built(&events).run(&["query", "graph", joined]).status, 0);
    events.push(("c", "2019-11-07 Visit actual person/RUS-ivan-petrov KOR"));
    assert_eq!(built(&events).run(&["query", "graph", joined]).status, 1, "which of the two is meant?");
}

/// `tests/graph/articles.md`.
#[test]
fn articles_in_different_words_meet_in_one_event() {
    let text = include_str!("graph/articles.md");
    let mut wrong = Vec::new();
    let mut expectations = 0;
    for section in text.split("\n## ").skip(1) {
        let title = section.lines().next().unwrap_or_default();
        let mut parts = section.split("```");
        let articles = parts.nth(1).expect("a block of articles");
        let folder = Folder::new();
        let lines: String = articles
            .lines()
            .filter_map(|line| {
                let (head, text) = line.split_once(": ")?;
                let (id, date) = head.split_once(' ')?;
                Some(cli::record(id, date, text))
            })
            .collect();
        folder.write("in.jsonl", lines);
        assert_eq!(folder.run(&["build", "in.jsonl", "-o", "graph"]).status, 0, "{title}");
        let found = Found::of(&folder);
        for line in parts.next().unwrap_or("").lines().filter_map(|line| line.strip_prefix("- ")) {
            expectations += 1;
            let (relation, rest) = line.split_once(": ").expect("a relation");
            let [kind, one, other] = rest.split(' ').collect::<Vec<_>>()[..] else {
                panic!("type and two articles: {line}")
            };
            if !found.holds(relation, kind, one, other) {
                wrong.push(format!("{title}: {line}\n{found:#?}"));
            }
        }
    }
    assert!(expectations > 10, "{expectations}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Types and articles of events by IRI, and the derived relations between them.
#[derive(Debug)]
struct Found {
    events: BTreeMap<String, (String, BTreeSet<String>)>,
    relations: BTreeSet<(String, String, String)>,
}

impl Found {
    fn of(folder: &Folder) -> Self {
        let ask = |query: &str| {
            let run = folder.run(&["query", "graph", query, "-f", "csv"]);
            assert_eq!(run.status, 0, "{}", run.err);
            let mut reader = csv::Reader::from_reader(run.out.as_bytes());
            let row = |row: csv::StringRecord| [0, 1, 2].map(|i| local(&row[i]));
            reader.records().map(|record| row(record.expect("a row"))).collect::<Vec<_>>()
        };
        let mut events: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
        for [event, kind, article] in
            ask("SELECT ?e ?t ?a { ?e a dg:Event, ?t ; dg:report/dg:article ?a FILTER(?t != dg:Event) }")
        {
            events.entry(event).or_insert((kind, BTreeSet::new())).1.insert(article);
        }
        let relations = ask("SELECT ?p ?a ?b { VALUES ?p { dg:sameEventAs dg:realisedBy } ?a ?p ?b }");
        Self { events, relations: relations.into_iter().map(|[p, a, b]| (p, a, b)).collect() }
    }

    fn holds(&self, relation: &str, kind: &str, one: &str, other: &str) -> bool {
        let of = |article: &str| -> BTreeSet<&String> {
            let own = |(t, articles): &(String, BTreeSet<String>)| t == kind && articles.contains(article);
            self.events.iter().filter(|(_, event)| own(event)).map(|(iri, _)| iri).collect()
        };
        let (ones, others) = (of(one), of(other));
        let related = |name: &str| {
            let ends = |(p, a, b): &(String, String, String)| p == name && ones.contains(a) && others.contains(b);
            self.relations.iter().any(ends)
        };
        let shared = !ones.is_disjoint(&others);
        match relation {
            "one" => shared && ones.len() == 1 && others.len() == 1,
            "same" => related("sameEventAs"),
            "realised" => related("realisedBy"),
            "apart" => {
                !ones.is_empty() && !others.is_empty() && !shared && !related("sameEventAs") && !related("realisedBy")
            }
            _ => panic!("no such relation: {relation}"),
        }
    }
}

/// The last part of an IRI.
fn local(iri: &str) -> String {
    iri.rsplit(['/', '#']).next().unwrap_or_default().to_owned()
}

/// `sort -u` of the triples of several folders.
fn united(folder: &Folder, parts: &[String]) -> String {
    let texts: Vec<String> = parts.iter().map(|part| folder.read(&format!("{part}/graph.nt"))).collect();
    let lines: BTreeSet<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    lines.into_iter().map(|line| format!("{line}\n")).collect()
}

/// Builds each part of a split, and all parts' inputs together; both must give the same triples.
fn split_equals_whole(folder: &Folder, parts: &[String]) -> Result<(), TestCaseError> {
    let mut built = Vec::new();
    for (i, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
        folder.write(&format!("{i}.jsonl"), part);
        let out = format!("part{i}");
        let run = folder.run(&["build", &format!("{i}.jsonl"), "-o", &out]);
        prop_assert_eq!(run.status, 0, "{}", run.err);
        built.push(out);
    }
    folder.write("all.jsonl", parts.concat());
    let run = folder.run(&["build", "all.jsonl", "-o", "whole"]);
    prop_assert_eq!(run.status, 0, "{}", run.err);
    prop_assert!(united(folder, &built) == folder.read("whole/graph.nt"), "the union of the parts is not the whole");
    Ok(())
}

const ARTICLES: [(&str, &str, &str); 6] = [
    ("a", "2015-06-02", "Chile expelled the ambassador of Peru on Tuesday. Peru condemned the decision."),
    ("b", "2015-06-03", "Peru recalled its ambassador from Chile on Wednesday. Brazil urged both countries to talk."),
    ("c", "2015-06-02", "Chile expelled the Peruvian ambassador on Tuesday. Kenya and Latvia signed a treaty in Riga."),
    ("d", "2015-06-04", "The president of Chile will visit Peru on June 10, his office said."),
    ("e", "2015-06-10", "The president of Chile visited Peru on Wednesday and met President Ollanta Humala in Lima."),
    ("f", "2015-06-10", "Peru denied on Wednesday that it had spied on Chile."),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any split of event records, built apart and united, is the graph of the whole.
    #[test]
    fn records_built_apart_unite(of in proptest::collection::vec(0usize..4, 4)) {
        let text = include_str!("data/events.jsonl");
        let mut articles: BTreeMap<String, String> = BTreeMap::new();
        for line in text.lines() {
            let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let id = event["article"]["id"].as_str().expect("an id").to_owned();
            articles.entry(id).or_default().push_str(&format!("{line}\n"));
        }
        let mut parts = vec![String::new(); 4];
        for (article, part) in articles.values().zip(&of) {
            parts[*part].push_str(article);
        }
        split_equals_whole(&Folder::new(), &parts)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same for articles that `extract` reads apart and `build` takes up, and for articles built at once.
    #[test]
    fn articles_extracted_apart_unite(of in proptest::collection::vec(0usize..3, ARTICLES.len())) {
        let folder = Folder::new();
        let mut texts = vec![String::new(); 3];
        for ((id, date, text), part) in ARTICLES.iter().zip(&of) {
            texts[*part].push_str(&cli::record(id, date, text));
        }
        let events: Vec<String> = texts.iter().map(|text| folder.run_with(&["extract", "-"], text.as_str()).out).collect();
        split_equals_whole(&folder, &events)?;
        folder.write("articles.jsonl", texts.concat());
        let run = folder.run(&["build", "articles.jsonl", "-o", "at-once"]);
        prop_assert_eq!(run.status, 0, "{}", run.err);
        prop_assert!(folder.read("at-once/graph.nt") == folder.read("whole/graph.nt"));
    }
}
