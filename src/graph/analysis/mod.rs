//! Questions about the shape of the graph: who matters, who belongs together, what links two actors.

mod communities;
mod path;
mod rank;
mod stats;
mod timeline;

pub use communities::{Communities, Community, communities};
pub use path::{Hop, path};
pub use rank::{Rank, rank};
pub use stats::{Stats, stats};
pub use timeline::{TimelineRow, event_row, timeline};

use super::event_node::EventNode;
use super::identity;
use super::model::EventGraph;
use crate::events::event::Status;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// Who counts as an actor in a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Level {
    /// States and organisations, persons counted for whom they act
    #[default]
    Parties,
    /// Persons and organisations by name, states only where nobody is named
    Named,
}

/// Actors and how often one acted towards another. Parties of a reciprocal event act towards each other.
pub type ActorGraph = DiGraph<String, f64>;

/// The actors of an event on that level: those who act, those acted upon.
fn sides(event: &EventNode, level: Level) -> (BTreeSet<String>, BTreeSet<String>) {
    use crate::events::event::Role;
    if level == Level::Parties {
        let set = |parties: &[String]| parties.iter().cloned().collect();
        return (set(&event.key.sources), set(&event.key.targets));
    }
    let participants = event.participants();
    let side = |role: Role| -> BTreeSet<String> {
        let of_role = || participants.iter().filter(|(r, _)| *r == role).map(|(_, d)| &*d.value);
        // A state stands for itself only where nobody acts for it by name.
        let covered: BTreeSet<String> =
            of_role().filter(|a| identity::actor(a) != identity::party(a)).map(identity::party).collect();
        of_role().map(identity::actor).filter(|a| !covered.contains(a)).collect()
    };
    (side(Role::Source), side(Role::Target))
}

/// Pairs of an event's actors, from who acts to who is acted upon.
fn directed(event: &EventNode, level: Level) -> Vec<(String, String)> {
    let (sources, targets) = sides(event, level);
    let second = if targets.is_empty() { &sources } else { &targets };
    let pairs = sources.iter().flat_map(|a| second.iter().map(move |b| (a.clone(), b.clone())));
    pairs.filter(|(a, b)| a != b).collect()
}

/// All actors on that level, in order of their names; an edge weighs as many events as it stands for. What did not happen
/// links nobody, unless the graph holds nothing else.
pub fn actor_graph(graph: &EventGraph, level: Level) -> ActorGraph {
    let happens = |event: &EventNode| event.key.status != Status::Negated;
    let only_negated = !graph.events().any(happens);
    let mut actors: BTreeSet<String> = BTreeSet::new();
    let mut weights: BTreeMap<(String, String), f64> = BTreeMap::new();
    for event in graph.events() {
        let (sources, targets) = sides(event, level);
        actors.extend(sources);
        actors.extend(targets);
        if !happens(event) && !only_negated {
            continue;
        }
        for pair in directed(event, level) {
            *weights.entry(pair).or_default() += 1.0;
        }
    }
    let mut out = ActorGraph::new();
    let nodes: BTreeMap<String, NodeIndex> =
        actors.into_iter().map(|actor| (actor.clone(), out.add_node(actor))).collect();
    for ((from, to), weight) in weights {
        out.add_edge(nodes[&from], nodes[&to], weight);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn what_did_not_happen_links_nobody() {
        let edges = |lines: &[&str]| {
            let graph = EventGraph::new(lines.iter().map(|line| record(line)));
            let actors = actor_graph(&graph, Level::Parties);
            (actors.node_count(), actors.edge_count())
        };
        let denied = "2021-03-25 Attack negated RUS > UKR";
        assert_eq!(edges(&[denied, "2021-03-26 Criticism KOR > PRK"]), (4, 1));
        assert_eq!(edges(&[denied]), (2, 1), "whoever asks for what did not happen alone sees its links");
    }

    #[test]
    fn reciprocal_events_count_both_ways() {
        let graph = EventGraph::new(
            [
                "2021-03-25 Meeting RUS:Sergey Lavrov, KOR",
                "2021-03-26 Criticism KOR > PRK",
                "2021-03-27 MissileLaunch PRK",
            ]
            .map(record),
        );
        let edges = |level| -> Vec<String> {
            let actors = actor_graph(&graph, level);
            actors.raw_edges().iter().map(|e| format!("{} {}", actors[e.source()], actors[e.target()])).collect()
        };
        assert_eq!(edges(Level::Parties), ["state/KOR state/PRK", "state/KOR state/RUS", "state/RUS state/KOR"]);
        assert_eq!(edges(Level::Named)[0], "person/RUS-sergey-lavrov state/KOR");
        assert_eq!(actor_graph(&graph, Level::Parties).node_count(), 3);
    }
}
