//! What events and topics are called in the graph.

use super::states;
use crate::events::Event;
use crate::graph::identity::{self, EventKey};

/// `Visit: Russia → South Korea, from 2021-03-25 (planned)`: made of what is in the key alone, so that all reports of an
/// event give it the same name.
pub fn label(key: &EventKey, event: &Event) -> String {
    let mut words = spaced(&key.kind);
    let side = |parties: &[String]| parties.iter().map(|p| party_label(p, event)).collect::<Vec<_>>().join(", ");
    match (key.sources.is_empty(), key.targets.is_empty()) {
        (true, true) => {}
        (false, true) => words += &format!(": {}", side(&key.sources)),
        (true, false) => words += &format!(": → {}", side(&key.targets)),
        (false, false) => words += &format!(": {} → {}", side(&key.sources), side(&key.targets)),
    }
    if !key.topics.is_empty() {
        let topics: Vec<String> = key.topics.iter().map(|t| topic_label(t)).collect();
        words += &format!(", on {}", topics.join(", "));
    }
    match (&event.time, key.earliest, key.latest) {
        (None, ..) => {}
        (_, Some(first), None) => words += &format!(", from {first}"),
        (_, None, Some(last)) => words += &format!(", by {last}"),
        (Some(time), ..) => words += &format!(", {}", time.edtf),
    }
    match identity::status_name(key.status) {
        "actual" => {}
        status => words += &format!(" ({status})"),
    }
    words
}

/// What a party is called: a state as the table calls it, anyone else by the name in the record.
fn party_label<'a>(party: &'a str, event: &'a Event) -> &'a str {
    if let Some(state) = party.strip_prefix("state/").and_then(states::state) {
        return state.name;
    }
    let own = event.participants.iter().find(|p| identity::actor(&p.actor) == party);
    own.map_or_else(|| identity::dyad_name(party), |p| p.actor.name.as_str())
}

/// `topic/arms-control` as `arms control`.
pub fn topic_label(topic: &str) -> String {
    topic.trim_start_matches(identity::TOPIC).replace('-', " ")
}

/// `MissileLaunch` as `Missile launch`.
pub fn spaced(kind: &str) -> String {
    let mut out = String::new();
    for (i, c) in kind.chars().enumerate() {
        if i > 0 && c.is_uppercase() {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}
