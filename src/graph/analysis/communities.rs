//! Who belongs together: the Louvain method (Blondel, Guillaume, Lambiotte and Lefebvre 2008) over shared events.

use super::{Level, actor_graph};
use crate::graph::EventGraph;
use petgraph::visit::EdgeRef;
use serde::Serialize;
use std::collections::BTreeMap;

/// Groups of actors that have more to do with each other than with the rest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Communities {
    /// Newman's modularity of the division, from -0.5 to 1: how much denser the groups are than chance would have them.
    pub modularity: f64,
    /// The largest first.
    pub communities: Vec<Community>,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Community {
    /// From 1.
    pub number: usize,
    /// Local names, the best connected first.
    pub actors: Vec<String>,
    /// Their names.
    pub names: Vec<String>,
    /// Events between its actors, counted a pair.
    pub inside: f64,
    /// Events with others, counted a pair.
    pub outside: f64,
}

/// Symmetric weights: neighbours of every node with the weight of the edge; a node's edge to itself counts twice.
type Weights = Vec<BTreeMap<usize, f64>>;

/// Divides the actors. Actors without partners are left out.
pub fn communities(graph: &EventGraph, level: Level) -> Communities {
    let actors = actor_graph(graph, level);
    let mut weights: Weights = vec![BTreeMap::new(); actors.node_count()];
    for edge in actors.edge_references() {
        let (a, b, weight) = (edge.source().index(), edge.target().index(), *edge.weight());
        // Both directions of a reciprocal event stand for one event.
        let both = actors.find_edge(edge.target(), edge.source()).map_or(0.0, |e| actors[e]);
        let shared = weight.max(both);
        weights[a].insert(b, shared);
        weights[b].insert(a, shared);
    }
    let division = louvain(weights.clone());
    let modularity = modularity(&weights, &division);
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, group) in division.iter().enumerate().filter(|(node, _)| !weights[*node].is_empty()) {
        groups.entry(*group).or_default().push(node);
    }
    let strength = |node: usize| weights[node].values().sum::<f64>();
    let mut communities: Vec<Community> = groups
        .into_iter()
        .map(|(group, mut members)| {
            members.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
            let (mut inside, mut outside) = (0.0, 0.0);
            for &node in &members {
                for (other, weight) in &weights[node] {
                    if division[*other] == group { inside += weight / 2.0 } else { outside += weight }
                }
            }
            let actors: Vec<String> =
                members.iter().map(|&i| actors[petgraph::graph::NodeIndex::new(i)].clone()).collect();
            let names = actors.iter().map(|a| graph.name(a).to_owned()).collect();
            Community { number: 0, actors, names, inside, outside }
        })
        .collect();
    communities.sort_by(|a, b| b.actors.len().cmp(&a.actors.len()).then_with(|| a.actors.cmp(&b.actors)));
    for (i, community) in communities.iter_mut().enumerate() {
        community.number = i + 1;
    }
    Communities { modularity: (modularity * 1e6).round() / 1e6, communities }
}

/// The group of every node: nodes move to the neighbouring group where modularity gains most, groups become nodes, and
/// again, until nothing moves. Nodes go in their order, so the result is always the same.
fn louvain(mut weights: Weights) -> Vec<usize> {
    let mut division: Vec<usize> = (0..weights.len()).collect();
    loop {
        let groups = move_nodes(&weights);
        let mut number = BTreeMap::new();
        for group in &groups {
            let next = number.len();
            number.entry(*group).or_insert(next);
        }
        if number.len() == weights.len() {
            return division;
        }
        for group in &mut division {
            *group = number[&groups[*group]];
        }
        let mut merged: Weights = vec![BTreeMap::new(); number.len()];
        for (node, edges) in weights.iter().enumerate() {
            for (other, weight) in edges {
                *merged[number[&groups[node]]].entry(number[&groups[*other]]).or_default() += weight;
            }
        }
        weights = merged;
    }
}

fn move_nodes(weights: &Weights) -> Vec<usize> {
    let degree: Vec<f64> = weights.iter().map(|edges| edges.values().sum()).collect();
    let total: f64 = degree.iter().sum();
    let mut groups: Vec<usize> = (0..weights.len()).collect();
    let mut sums = degree.clone();
    if total == 0.0 {
        return groups;
    }
    for _ in 0..100 {
        let mut moved = false;
        for node in 0..weights.len() {
            let own = groups[node];
            sums[own] -= degree[node];
            let mut links: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
            for (other, weight) in weights[node].iter().filter(|(other, _)| **other != node) {
                *links.entry(groups[*other]).or_default() += weight;
            }
            let gain = |group: usize| links[&group] - sums[group] * degree[node] / total;
            let mut best = own;
            for &group in links.keys() {
                if gain(group) > gain(best) + 1e-9 {
                    best = group;
                }
            }
            sums[best] += degree[node];
            groups[node] = best;
            moved |= best != own;
        }
        if !moved {
            break;
        }
    }
    groups
}

fn modularity(weights: &Weights, division: &[usize]) -> f64 {
    let degree: Vec<f64> = weights.iter().map(|edges| edges.values().sum()).collect();
    let total: f64 = degree.iter().sum();
    if total == 0.0 {
        return 0.0;
    }
    let mut inside = 0.0;
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (node, edges) in weights.iter().enumerate() {
        inside += edges.iter().filter(|(o, _)| division[**o] == division[node]).map(|(_, w)| w).sum::<f64>();
        *sums.entry(division[node]).or_default() += degree[node];
    }
    inside / total - sums.values().map(|s| (s / total) * (s / total)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn two_blocs_with_one_bridge() {
        let mut records = Vec::new();
        for bloc in [["FRA", "DEU", "POL"], ["CHN", "RUS", "PRK"]] {
            for (i, a) in bloc.iter().enumerate() {
                for b in &bloc[i + 1..] {
                    for day in 1..4 {
                        records.push(record(&format!("2021-03-{day:02} Meeting {a}, {b}")));
                    }
                }
            }
        }
        records.push(record("2021-04-01 Criticism POL > RUS"));
        records.push(record("2021-04-02 Statement NOR"));
        let found = communities(&EventGraph::new(records), Level::Parties);
        let mut groups: Vec<Vec<String>> = found.communities.iter().map(|c| c.actors.clone()).collect();
        groups.iter_mut().for_each(|g| g.sort());
        assert_eq!(groups, [["state/CHN", "state/PRK", "state/RUS"], ["state/DEU", "state/FRA", "state/POL"]]);
        assert!(found.modularity > 0.4, "{}", found.modularity);
        assert_eq!((found.communities[0].inside, found.communities[0].outside), (9.0, 1.0));
    }

    #[test]
    fn an_empty_graph_has_no_communities() {
        assert!(communities(&EventGraph::default(), Level::Parties).communities.is_empty());
    }
}
