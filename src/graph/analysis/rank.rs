//! Who matters: PageRank, partners, events by status and quad class.

use super::{Level, actor_graph, directed, sides};
use crate::graph::{EventGraph, identity};
use petgraph::visit::EdgeRef;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An actor's weight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rank {
    /// Local name.
    pub actor: String,
    /// What it is called.
    pub name: String,
    /// Weighted PageRank over who acts towards whom, without what did not happen; all actors' sum to 1.
    pub pagerank: f64,
    /// Actors with whom it shares an event that happened or may happen: its degree.
    pub partners: usize,
    /// Events in which it acts.
    pub acts: usize,
    /// Events in which it is acted upon.
    pub receives: usize,
    /// Its events by status.
    pub by_status: BTreeMap<&'static str, usize>,
    /// Its events by quad class.
    pub by_quad: BTreeMap<String, usize>,
}

/// Share of the weight that follows the edges (Brin and Page 1998).
const DAMPING: f64 = 0.85;

/// All actors, the weightiest first.
pub fn rank(graph: &EventGraph, level: Level) -> Vec<Rank> {
    let actors = actor_graph(graph, level);
    let weights = pagerank(&actors);
    let mut ranks: BTreeMap<String, Rank> = BTreeMap::new();
    for node in actors.node_indices() {
        let actor = actors[node].clone();
        let partners: BTreeSet<_> = actors.neighbors_undirected(node).collect();
        let rank = Rank {
            name: graph.name(&actor).to_owned(),
            pagerank: weights[node.index()],
            partners: partners.len(),
            acts: 0,
            receives: 0,
            by_status: BTreeMap::new(),
            by_quad: BTreeMap::new(),
            actor: actor.clone(),
        };
        ranks.insert(actor, rank);
    }
    for event in graph.events() {
        let (sources, targets) = sides(event, level);
        for actor in sources.union(&targets) {
            let Some(rank) = ranks.get_mut(actor) else { continue };
            rank.acts += usize::from(sources.contains(actor));
            rank.receives += usize::from(targets.contains(actor));
            *rank.by_status.entry(identity::status_name(event.key.status)).or_default() += 1;
            *rank.by_quad.entry(event.best().quad.clone()).or_default() += 1;
        }
    }
    debug_assert!(graph.events().all(|e| directed(e, level).iter().all(|(a, _)| ranks.contains_key(a))));
    let mut ranks: Vec<Rank> = ranks.into_values().collect();
    ranks.sort_by(|a, b| b.pagerank.total_cmp(&a.pagerank).then_with(|| a.actor.cmp(&b.actor)));
    ranks
}

/// Weighted PageRank by power iteration; actors who act towards nobody spread their weight over all.
fn pagerank(actors: &super::ActorGraph) -> Vec<f64> {
    let count = actors.node_count();
    if count == 0 {
        return Vec::new();
    }
    let even = 1.0 / count as f64;
    let out: Vec<f64> = actors.node_indices().map(|n| actors.edges(n).map(|e| *e.weight()).sum()).collect();
    let mut weights = vec![even; count];
    for _ in 0..200 {
        let loose: f64 = weights.iter().zip(&out).filter(|(_, out)| **out == 0.0).map(|(w, _)| w).sum();
        let mut next = vec![(1.0 - DAMPING) * even + DAMPING * loose * even; count];
        for edge in actors.edge_references() {
            let (from, to) = (edge.source().index(), edge.target().index());
            next[to] += DAMPING * weights[from] * edge.weight() / out[from];
        }
        let change: f64 = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).sum();
        weights = next;
        if change < 1e-12 {
            break;
        }
    }
    // Nine digits are the same on every machine.
    weights.iter().map(|w| (w * 1e9).round() / 1e9).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn who_is_addressed_by_many_ranks_first() {
        let graph = EventGraph::new(
            [
                "2021-03-22 Appeal RUS > PRK",
                "2021-03-23 Appeal CHN > PRK",
                "2021-03-24 Criticism KOR > PRK",
                "2021-03-25 Meeting planned KOR, CHN",
            ]
            .map(record),
        );
        let ranks = rank(&graph, Level::Parties);
        assert_eq!(ranks[0].actor, "state/PRK");
        assert_eq!((ranks[0].partners, ranks[0].acts, ranks[0].receives), (3, 0, 3));
        assert_eq!(ranks[0].by_quad["verbal-conflict"], 3);
        let korea = ranks.iter().find(|r| r.actor == "state/KOR").expect("there");
        assert_eq!((korea.by_status["planned"], korea.by_status["actual"]), (1, 1));
        let sum: f64 = ranks.iter().map(|r| r.pagerank).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    }

    #[test]
    fn an_empty_graph_ranks_nobody() {
        assert!(rank(&EventGraph::default(), Level::Named).is_empty());
    }
}
