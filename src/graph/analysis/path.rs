//! What links two actors.

use super::{TimelineRow, event_row};
use crate::graph::filter::involves;
use crate::graph::{Edge, EventGraph, Node};
use petgraph::graph::NodeIndex;
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};

/// One step of a path: two actors with the events that both took part in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Hop {
    pub from: String,
    pub from_name: String,
    pub to: String,
    pub to_name: String,
    /// In order of time.
    pub events: Vec<TimelineRow>,
}

/// The shortest chain of actors of which each took part in an event with the next; none when nothing links the two. Of
/// chains of one length the first in the order of names is taken.
pub fn path(graph: &EventGraph, from: &str, to: &str) -> Option<Vec<Hop>> {
    let (start, goal) = (graph.node(from)?, graph.node(to)?);
    let mut before: BTreeMap<NodeIndex, NodeIndex> = BTreeMap::from([(start, start)]);
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        if node == goal {
            break;
        }
        let mut next: Vec<NodeIndex> = graph
            .graph
            .neighbors_undirected(node)
            .filter(|n| matches!(graph.graph[*n], Node::Actor(_) | Node::Event(_)))
            .filter(|n| {
                // Acting for a state is no event.
                let edge = graph.graph.find_edge_undirected(node, *n).map(|(edge, _)| graph.graph[edge]);
                edge != Some(Edge::ActsFor)
            })
            .collect();
        next.sort_unstable();
        for neighbour in next {
            if let std::collections::btree_map::Entry::Vacant(vacant) = before.entry(neighbour) {
                vacant.insert(node);
                queue.push_back(neighbour);
            }
        }
    }
    before.get(&goal)?;
    let mut actors = vec![goal];
    let mut node = goal;
    while node != start {
        node = before[&node];
        actors.extend(matches!(graph.graph[node], Node::Actor(_)).then_some(node));
    }
    actors.reverse();
    let local = |node: NodeIndex| match &graph.graph[node] {
        Node::Actor(actor) => actor.local.clone(),
        _ => String::new(),
    };
    let hops = actors.windows(2).map(|pair| {
        let (from, to) = (local(pair[0]), local(pair[1]));
        let shared = graph.events().filter(|e| involves(e, &from) && involves(e, &to));
        Hop {
            from_name: graph.name(&from).to_owned(),
            to_name: graph.name(&to).to_owned(),
            events: shared.map(|e| event_row(graph, e)).collect(),
            from,
            to,
        }
    });
    Some(hops.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn the_shortest_chain_with_its_events() {
        let graph = EventGraph::new(
            [
                "2021-03-22 Meeting RUS, CHN",
                "2021-03-23 Meeting CHN, PRK",
                "2021-03-24 Meeting RUS, KOR",
                "2021-03-25 Criticism KOR > PRK",
                "2021-04-25 Visit KOR > PRK",
                "2021-03-26 Statement NOR",
            ]
            .map(record),
        );
        let hops = path(&graph, "state/RUS", "state/PRK").expect("linked");
        let steps: Vec<String> = hops.iter().map(|h| format!("{} {} {}", h.from, h.to, h.events.len())).collect();
        assert_eq!(steps, ["state/RUS state/CHN 1", "state/CHN state/PRK 1"], "CHN comes before KOR");
        assert_eq!(path(&graph, "state/RUS", "state/NOR"), None);
        assert_eq!(path(&graph, "state/RUS", "state/RUS").map(|h| h.len()), Some(0));
    }
}
