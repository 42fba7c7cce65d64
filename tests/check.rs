//! What `check` finds wrong with a graph, and that it finds nothing wrong with what the program makes.

use assert_cmd::Command;
use diplograph::events::Event;
use diplograph::query::Graph;
use diplograph::rdf::shacl::{self, shapes};
use diplograph::rdf::{Base, article_triples};
use std::fs;

/// Lines of the graph of the hand-read events.
fn lines() -> Vec<String> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.jsonl")).expect("events");
    let events: Vec<Event> = text.lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    article_triples(&events, &Base::default())
}

/// `constraint: message` of every fault.
fn faults(lines: &[String], shapes: &str) -> Vec<String> {
    let graph = Graph::from_lines(lines).expect("well-formed");
    let shapes = shapes::read(shapes).expect("shapes");
    let found = shacl::validate(&graph.store, &shapes).expect("readable");
    found.into_iter().map(|v| format!("{}: {}", v.constraint, v.message)).collect()
}

/// Faults of the sample graph after its lines have been changed.
fn after(change: impl Fn(String) -> Option<String>) -> Vec<String> {
    let lines: Vec<String> = lines().into_iter().filter_map(change).collect();
    faults(&lines, shacl::SHIPPED)
}

#[test]
fn what_the_program_makes_conforms() {
    assert_eq!(faults(&lines(), shacl::SHIPPED), Vec::<String>::new());
}

#[test]
fn faults_are_named() {
    let found = after(|line| Some(line.replace("\"actual\"", "\"happened\"")));
    assert!(
        found.iter().all(|f| f == "in: an event has one status: actual, planned, possible or negated"),
        "{found:?}"
    );
    let found = after(|line| (!line.contains("ns#quote>")).then_some(line));
    assert!(!found.is_empty() && found.iter().all(|f| f == "minCount: a report quotes its sentence"), "{found:?}");
    let found = after(|line| (!line.contains("schema.org/NewsArticle>")).then_some(line));
    assert!(found.iter().all(|f| f == "class: a report stands in one article that the graph describes"), "{found:?}");
    let found = after(|line| Some(line.replace("\"2013-12-31\"", "\"2012-12-31\"")));
    assert_eq!(found, ["lessThanOrEquals: the earliest day is not after the latest"]);
    let found = after(|line| Some(line.replace("\"2013-12-31\"", "\"2013-12-32\"")));
    assert!(found.iter().any(|f| f.starts_with("datatype: ")), "{found:?}");
    let found = after(|line| Some(line.replace("\"-8\"^^", "\"-80\"^^")));
    assert_eq!(found, ["minInclusive: an event has one Goldstein value from -10 to 10"]);
    let found = after(|line| Some(line.replace("\"RUS>KOR\"", "\"RUS-KOR\"")));
    assert!(found[0].starts_with("pattern: a directed dyad is two codes joined by >"), "{found:?}");
    let found =
        after(|line| (!line.contains("/state/ISR> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")).then_some(line));
    assert!(found.contains(&"or: a party is an actor that the graph describes".to_owned()), "{found:?}");
    let found = after(|line| (!line.contains("ns#report>")).then_some(line));
    assert!(found.contains(&"minCount: a report belongs to an event".to_owned()), "{found:?}");
    assert!(found.contains(&"minCount: an event has evidence: at least one report".to_owned()), "{found:?}");
}

#[test]
fn relations_lead_from_events_to_events() {
    let of = |sign: &str| {
        let lines = lines();
        let line = lines.iter().find(|line| line.contains(sign) && line.contains("/event/")).expect("there");
        line.split(' ').next().expect("a subject").to_owned()
    };
    let (plan, visit) = (of("ns#status> \"planned\""), of("/event/2021-09-13-visit"));
    let relation = |from: &str, property: &str, to: &str| {
        let mut all = lines();
        all.push(format!("{from} <https://w3id.org/diplograph/ns#{property}> {to} ."));
        faults(&all, shacl::SHIPPED)
    };
    assert_eq!(relation(&plan, "realisedBy", &visit), Vec::<String>::new());
    let not_planned = "hasValue: only what was planned is realised or cancelled";
    assert_eq!(relation(&visit, "realisedBy", &plan), [not_planned]);
    let nowhere = "<https://w3id.org/diplograph/event/nowhere>";
    let not_there = "class: what is related to an event is an event that the graph describes";
    assert_eq!(relation(&visit, "sameEventAs", nowhere), [not_there]);
    assert_eq!(relation(nowhere, "denies", &visit), [not_there]);
    let copy = relation(&visit, "copyOf", "<https://w3id.org/diplograph/article/a1>");
    assert_eq!(copy, ["class: a copy and its original are articles that the graph describes"]);
}

#[test]
fn constraints_mean_what_shacl_says() {
    let graph = |lines: &[&str]| -> Vec<String> { lines.iter().map(|l| (*l).to_owned()).collect() };
    let prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://x/> .\n";
    let one = |triples: &[&str], body: &str| {
        faults(&graph(triples), &format!("{prefixes}:s a sh:NodeShape ; sh:targetNode :a ; {body} ."))
    };
    let ab = "<http://x/a> <http://x/p> <http://x/b> .";
    let bc = "<http://x/b> <http://x/p> <http://x/c> .";
    assert_eq!(one(&[ab, bc], "sh:property [ sh:path ( :p :p ) ; sh:hasValue :c ]"), Vec::<String>::new());
    assert_eq!(one(&[ab], "sh:property [ sh:path ( :p :p ) ; sh:minCount 1 ]").len(), 1);
    assert_eq!(one(&[ab, bc], "sh:property [ sh:path [ sh:inversePath :p ] ; sh:maxCount 0 ]"), Vec::<String>::new());
    assert_eq!(one(&[ab], "sh:not [ sh:property [ sh:path :p ; sh:minCount 1 ] ]").len(), 1);
    assert_eq!(
        one(&[ab], "sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:property [ sh:path :p ; sh:minCount 1 ] ] )").len(),
        1
    );
    assert_eq!(one(&[ab], "sh:and ( [ sh:nodeKind sh:IRI ] [ sh:nodeKind sh:Literal ] )").len(), 1);
    assert_eq!(one(&[ab], "sh:property [ sh:path :p ; sh:disjoint :p ]").len(), 1);
    let sub = "<http://x/C> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <http://x/D> .";
    let typed = "<http://x/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://x/C> .";
    assert_eq!(one(&[ab, sub, typed], "sh:property [ sh:path :p ; sh:class :D ]"), Vec::<String>::new());
    assert_eq!(one(&[ab, typed], "sh:property [ sh:path :p ; sh:class :D ]").len(), 1);
}

#[test]
fn shapes_that_cannot_be_checked_are_refused() {
    let shapes = "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://x/s> sh:targetNode <http://x/a> ; sh:sparql [] .";
    let error = shapes::read(shapes).expect_err("not known");
    assert_eq!(error.to_string(), "shape http://x/s: sh:sparql is not supported");
}

#[test]
fn command_says_what_is_wrong_and_where() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("graph.nt");
    let check = |lines: &[String]| {
        fs::write(&file, lines.join("\n") + "\n").expect("written");
        Command::cargo_bin("diplograph").expect("built").arg("check").arg(dir.path()).assert()
    };
    let good = check(&lines()).code(0);
    assert!(String::from_utf8_lossy(&good.get_output().stderr).contains("conforms: "));
    let bad: Vec<String> = lines().iter().map(|line| line.replace("\"2013-12-31\"", "\"2012-12-31\"")).collect();
    let place = 1 + bad.iter().position(|line| line.contains("/event/2013-visit")).expect("the visit");
    let bad = check(&bad).code(1);
    let said = String::from_utf8_lossy(&bad.get_output().stdout).into_owned();
    assert!(said.starts_with(&format!("{}:{place}: event:2013-visit-rus-to-kor-", file.display())), "{said}");
    let wrong = " dg:earliest \"2013-01-01\"^^xsd:date: the earliest day is not after the latest (lessThanOrEquals)\n";
    assert!(said.ends_with(wrong), "{said}");
    // A relation of the derived graph to an event that is not there.
    let (subject, _) = lines()
        .iter()
        .find(|line| line.contains("/event/2013-visit"))
        .expect("the visit")
        .split_once(' ')
        .map(|(subject, rest)| (subject.to_owned(), rest.to_owned()))
        .expect("a triple");
    let derived = dir.path().join("derived.nt");
    let relation = "https://w3id.org/diplograph/ns#sameEventAs";
    fs::write(&derived, format!("{subject} <{relation}> <https://w3id.org/diplograph/event/nowhere> .\n"))
        .expect("written");
    let bad = check(&lines()).code(1);
    let said = String::from_utf8_lossy(&bad.get_output().stdout).into_owned();
    assert!(said.starts_with(&format!("{}:1: event:nowhere", derived.display())), "{said}");
}
