//! Stock queries do work that grows with the graph, not with its square: counted in the rows that the parts of their plan
//! give, not in time.

#[path = "cli/records.rs"]
mod records;

use diplograph::events::Event;
use diplograph::query::{Graph, stock};
use diplograph::rdf::{Base, article_triples};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use records::record;
use serde_json::Value;
use std::collections::HashSet;

/// A graph of so many criticisms by one state, a day and an article each, half of them in the words of one person.
fn graph(count: usize) -> Graph {
    let events: Vec<Event> = (0..count)
        .map(|i| {
            let date = format!("{}-{:02}-{:02}", 1950 + i / 300, 1 + i / 25 % 12, 1 + i % 25);
            let mut event = record(&format!("a{i}"), &format!("{date} Criticism actual person/KOR-kim-minsu PRK"));
            if i % 2 == 0 {
                event["said_by"] = serde_json::json!({"actor": event["participants"][0]["actor"], "manner": "quoted"});
            }
            serde_json::from_value(event).expect("an event")
        })
        .collect();
    Graph::from_lines(&article_triples(&events, &Base::default())).expect("well-formed")
}

/// The graph of ten criticisms by one person among so many events of others.
fn among(others: usize) -> Graph {
    let event = |i: usize, line: String| -> Event {
        let mut event = record(&format!("a{i}"), &line);
        if line.contains("kim-minsu") {
            event["said_by"] = serde_json::json!({"actor": event["participants"][0]["actor"], "manner": "quoted"});
        }
        serde_json::from_value(event).expect("an event")
    };
    let day = |i: usize| format!("{}-{:02}-{:02}", 1950 + i / 300, 1 + i / 25 % 12, 1 + i % 25);
    let own = (0..10).map(|i| event(i, format!("{} Criticism actual person/KOR-kim-minsu PRK", day(i))));
    let rest = (10..10 + others).map(|i| event(i, format!("{} Visit actual person/RUS-ivan-petrov CHN", day(i))));
    let events: Vec<Event> = own.chain(rest).collect();
    Graph::from_lines(&article_triples(&events, &Base::default())).expect("well-formed")
}

/// Rows or triples of the answer, and rows of all parts of the plan together.
fn work(graph: &Graph, query: &str) -> (usize, u64) {
    let query = SparqlEvaluator::new().parse_query(query).expect("a query");
    let (results, plan) = query.on_store(&graph.store).compute_statistics().explain();
    let rows = match results.expect("an answer") {
        QueryResults::Solutions(rows) => rows.collect::<Result<Vec<_>, _>>().expect("rows").len(),
        QueryResults::Graph(triples) => triples.collect::<Result<HashSet<_>, _>>().expect("triples").len(),
        QueryResults::Boolean(_) => panic!("no rows"),
    };
    let mut json = Vec::new();
    plan.write_in_json(&mut json).expect("written");
    (rows, given(&serde_json::from_slice(&json).expect("JSON")))
}

/// `number of results` of a part of the plan and of all below it.
fn given(part: &Value) -> u64 {
    match part {
        Value::Object(fields) => {
            let own = fields.get("number of results").and_then(Value::as_u64).unwrap_or(0);
            own + fields.values().map(given).sum::<u64>()
        }
        Value::Array(parts) => parts.iter().map(given).sum(),
        _ => 0,
    }
}

#[test]
fn statements_of_a_person_cost_what_there_are_of_them() {
    let text = stock::find("statements").expect("shipped").text;
    let of_speaker = text.replace("?speaker", "<https://w3id.org/diplograph/person/KOR-kim-minsu>");
    let (few, many) = (100, 800);
    let (rows, small) = work(&graph(few), &of_speaker);
    assert_eq!(rows, few);
    let (rows, large) = work(&graph(many), &of_speaker);
    assert_eq!(rows, many);
    assert!(small > few as u64, "the plan counts its rows");
    assert!(large <= 9 * small, "8 times the events, {small} and {large} rows of work");
    // The measure sees a square where there is one.
    let square = "SELECT * { ?a a <https://w3id.org/diplograph/ns#Criticism> . ?b a <https://w3id.org/diplograph/ns#Criticism> }";
    let (few, many) = (work(&graph(20), square).1, work(&graph(160), square).1);
    assert!(many > 30 * few, "{few} and {many}");
}

/// What is asked of one actor or pair is found without looking at the events of all others.
#[test]
fn what_others_do_costs_nothing() {
    let (kim, prk) = ("<https://w3id.org/diplograph/person/KOR-kim-minsu>", "<https://w3id.org/diplograph/state/PRK>");
    let (few, many) = (among(100), among(800));
    for (name, values) in [
        ("statements", &[("?speaker", kim)][..]),
        ("timeline", &[("?actor", kim)]),
        ("dyad-timeline", &[("?a", kim), ("?b", prk)]),
        ("ego-network", &[("?actor", kim)]),
    ] {
        let mut text = stock::find(name).expect("shipped").text;
        for (variable, value) in values {
            // `?a` is also the beginning of `?actor`.
            for end in [" ", ")", "\n", ";"] {
                text = text.replace(&format!("{variable}{end}"), &format!("{value}{end}"));
            }
        }
        let ((rows, small), (same, large)) = (work(&few, &text), work(&many, &text));
        assert_eq!(rows, same, "{name}");
        assert!(rows > 0, "{name}");
        assert!(
            large <= small + small / 4,
            "{name}: {small} rows of work among 100 events of others, {large} among 800"
        );
    }
}
