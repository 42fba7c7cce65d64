//! What events are done with and what speech acts speak of, from articles to the answers of stock queries.

#[path = "cli/mod.rs"]
mod cli;

use cli::Folder;
use serde_json::{Value, json};

/// Event records of a text.
fn events(text: &str) -> Vec<Value> {
    let record = cli::record("a", "2021-03-25", text);
    Folder::new().run_with(&["extract", "-"], record).lines()
}

fn of_type<'a>(events: &'a [Value], kind: &str) -> &'a Value {
    events.iter().find(|e| e["type"] == kind).unwrap_or_else(|| panic!("no {kind} in {events:#?}"))
}

#[track_caller]
fn counts(text: &str, kind: &str, expected: &[(&str, Option<f64>)]) {
    let events = events(text);
    let instruments = of_type(&events, kind)["instruments"].as_array().expect("a list").clone();
    let found: Vec<(&str, Option<f64>)> =
        instruments.iter().map(|i| (i["kind"].as_str().expect("a kind"), i["count"].as_f64())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn weapons_and_persons_are_counted_as_the_text_counts_them() {
    let launch = "MissileLaunch";
    counts(
        "North Korea fired three ballistic missiles into the sea on Thursday.",
        launch,
        &[("ballistic missile", Some(3.0))],
    );
    counts("Two short-range missiles were fired by North Korea on Thursday.", launch, &[("missile", Some(2.0))]);
    counts("North Korea fired a cruise missile into the sea on Thursday.", launch, &[("cruise missile", Some(1.0))]);
    counts("Canada expelled 23 Russian diplomats on Thursday.", "Expulsion", &[("diplomat", Some(23.0))]);
    counts("Twenty-one Russian diplomats were expelled by Canada.", "Expulsion", &[("diplomat", Some(21.0))]);
}

#[test]
fn a_blurred_number_is_no_count() {
    let launch = "MissileLaunch";
    counts("North Korea fired at least two missiles on Thursday.", launch, &[("missile", None)]);
    counts("North Korea fired several missiles on Thursday.", launch, &[("missile", None)]);
}

#[test]
fn speech_acts_have_a_topic_and_point_at_events() {
    let found = events(
        "North Korea’s launch of a ballistic missile on Wednesday alarmed Japan. Japan condemned the launch on Thursday.",
    );
    let launch = of_type(&found, "MissileLaunch")["id"].clone();
    let about = &of_type(&found, "Criticism")["about"];
    assert!(about.as_array().expect("a list").contains(&launch), "{found:#?}");
    let found = events("Norway urged Russia on Thursday to lift the sanctions.");
    assert_eq!(of_type(&found, "Appeal")["about"][0], json!("topic/sanctions"));
    let found = events(
        "Norwegian Foreign Minister Anniken Huitfeldt met Finnish Foreign Minister Pekka Haavisto for talks on trade.",
    );
    assert_eq!(of_type(&found, "Meeting")["about"], json!([]), "talks are one event whatever is spoken of");
}

#[test]
fn reports_that_count_otherwise_are_found_from_articles() {
    let folder = Folder::new();
    let articles = [
        ("a", "North Korea fired two ballistic missiles on Thursday."),
        ("b", "North Korea fired three ballistic missiles on Thursday."),
    ];
    folder.write("in.jsonl", articles.map(|(id, text)| cli::record(id, "2021-03-25", text)).concat());
    assert_eq!(folder.run(&["build", "in.jsonl", "-o", "graph"]).status, 0);
    let asked = folder.run(&["query", "graph", "conflicting-details", "-f", "csv"]);
    let label = "Missile launch: North Korea, 2021-03-25";
    for count in ["2", "3"] {
        let row = format!("\"{label}\",count of ballistic missile,{count},1");
        assert!(asked.out.contains(&row), "{row} is not among {}", asked.out);
    }
}
