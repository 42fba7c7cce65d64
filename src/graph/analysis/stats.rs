//! How much there is of what.

use crate::graph::{EventGraph, JoinKind, Node, identity, joins};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Counts of a graph.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// Events.
    pub events: usize,
    /// Events when vaguer reports are taken for the precise ones that they mean.
    pub distinct_events: usize,
    /// Places of articles that tell of an event.
    pub reports: usize,
    /// Articles.
    pub articles: usize,
    /// Actors.
    pub actors: usize,
    /// Places.
    pub places: usize,
    /// First day, of events that have one.
    pub first: Option<String>,
    /// Last day.
    pub last: Option<String>,
    /// Events without a date.
    pub undated: usize,
    /// Events that more than one article reports.
    pub confirmed: usize,
    /// Events on whose counts articles differ.
    pub conflicting: usize,
    /// Relations of the derived graph.
    pub relations: BTreeMap<&'static str, usize>,
    /// Events by type.
    pub by_type: BTreeMap<String, usize>,
    /// Events by status.
    pub by_status: BTreeMap<&'static str, usize>,
    /// Events by quad class.
    pub by_quad: BTreeMap<String, usize>,
}

/// Counts a graph.
pub fn stats(graph: &EventGraph) -> Stats {
    let mut stats = Stats { events: graph.events().len(), ..Stats::default() };
    let mut articles = BTreeSet::new();
    for event in graph.events() {
        stats.reports += event.reports().count();
        articles.extend(event.records().iter().map(|r| r.article.id.as_str()));
        stats.undated += usize::from(event.key.earliest.is_none() && event.key.latest.is_none());
        stats.confirmed += usize::from(event.articles() > 1);
        stats.conflicting += usize::from(!event.conflicts().is_empty());
        *stats.by_type.entry(event.key.kind.clone()).or_default() += 1;
        *stats.by_status.entry(identity::status_name(event.key.status)).or_default() += 1;
        *stats.by_quad.entry(event.best().quad.clone()).or_default() += 1;
    }
    stats.articles = articles.len();
    stats.actors = graph.actors().count();
    stats.places = graph.graph.node_weights().filter(|n| matches!(n, Node::Place(_))).count();
    stats.first = graph.events().filter_map(|e| e.key.earliest).min().map(|d| d.to_string());
    stats.last = graph.events().filter_map(|e| e.key.latest).max().map(|d| d.to_string());
    for join in joins::joins(graph) {
        let name = match join.kind {
            JoinKind::SameEvent => "same event",
            JoinKind::Realised => "realised",
            JoinKind::Cancelled => "cancelled",
            JoinKind::Contradicted => "contradicted",
            JoinKind::Denied => "denied",
        };
        *stats.relations.entry(name).or_default() += 1;
    }
    // Every such join takes one report into another's event.
    stats.distinct_events = stats.events - stats.relations.get("same event").copied().unwrap_or(0);
    stats
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn counts() {
        let graph = EventGraph::new(
            [
                "a: 2021-03-25 Meeting RUS, KOR at Seoul",
                "b: 2021-03-25 Meeting RUS, KOR",
                "c: 2021-03-24/2021-03-26 Meeting RUS, KOR",
                "c: undated Criticism negated KOR > PRK",
            ]
            .map(record),
        );
        let stats = stats(&graph);
        assert_eq!((stats.events, stats.distinct_events, stats.reports, stats.articles), (3, 2, 4, 3));
        assert_eq!((stats.actors, stats.places, stats.undated, stats.confirmed), (3, 1, 1, 1));
        assert_eq!((stats.first.as_deref(), stats.last.as_deref()), (Some("2021-03-24"), Some("2021-03-26")));
        assert_eq!(stats.by_status["negated"], 1);
    }
}
