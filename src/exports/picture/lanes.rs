//! The lanes of a timeline: which actor runs where.

use crate::graph::{EventGraph, EventNode};
use std::collections::{BTreeMap, BTreeSet};

/// Most actors with a lane of their own in one line.
const LANES: usize = 24;

/// Most actors whose order is the same in every line.
const ORDERED: usize = 80;

/// The order of the actors of a whole timeline, from the top.
pub struct Order<'a>(BTreeMap<&'a str, usize>);

impl<'a> Order<'a> {
    /// The order in which the events reach over few lanes; actors beyond the busiest [`ORDERED`] stand below.
    pub fn of(events: &[&'a EventNode]) -> Self {
        let actors = busiest(events);
        let first = &actors[..actors.len().min(ORDERED)];
        let order = untangle(events, first).into_iter().chain(actors[first.len()..].iter().copied());
        Self(order.enumerate().map(|(place, actor)| (actor, place)).collect())
    }
}

/// Actors of these events, those of most events first.
fn busiest<'a>(events: &[&'a EventNode]) -> Vec<&'a str> {
    let mut events_of: BTreeMap<&str, usize> = BTreeMap::new();
    for party in events.iter().flat_map(|e| e.key.sources.iter().chain(&e.key.targets)) {
        *events_of.entry(party).or_default() += 1;
    }
    let mut actors: Vec<&str> = events_of.keys().copied().collect();
    actors.sort_by_key(|a| (std::cmp::Reverse(events_of[a]), *a));
    actors
}

/// The actors' lanes of a timeline.
pub struct Lanes {
    /// Names in order from the top.
    pub names: Vec<String>,
    /// Lane of each actor.
    of: BTreeMap<String, usize>,
    /// Whether the last lane is that of several actors.
    pub shared: bool,
}

impl Lanes {
    /// Lanes for these events, which are some of those that were ordered: at most [`LANES`], the last of them for all
    /// others.
    pub fn of(graph: &EventGraph, events: &[&EventNode], order: &Order) -> Self {
        let actors = busiest(events);
        let own = if actors.len() > LANES { LANES - 1 } else { actors.len() };
        let shared = actors.len() > own;
        let mut order_of_own = actors[..own].to_vec();
        order_of_own.sort_by_key(|actor| order.0.get(actor));
        let order = order_of_own;
        let mut names: Vec<String> = order.iter().map(|a| graph.name(a).to_owned()).collect();
        let mut of: BTreeMap<String, usize> = order.iter().enumerate().map(|(i, a)| ((*a).to_owned(), i)).collect();
        // Events without a party stand in the last lane too.
        let homeless = events.iter().any(|e| e.key.sources.is_empty() && e.key.targets.is_empty());
        if shared || homeless {
            of.extend(actors[own..].iter().map(|a| ((*a).to_owned(), names.len())));
            names.push(if shared { "others" } else { "not named" }.to_owned());
        }
        Self { names, of, shared }
    }

    /// Lanes of an event's sources and of its targets.
    pub fn of_event(&self, event: &EventNode) -> (Vec<usize>, Vec<usize>) {
        let lanes = |parties: &[String]| -> Vec<usize> {
            parties.iter().map(|p| self.of[p]).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let (mut sources, mut targets) = (lanes(&event.key.sources), lanes(&event.key.targets));
        targets.retain(|t| !sources.contains(t));
        if sources.is_empty() && targets.is_empty() {
            sources.push(self.names.len() - 1);
        }
        (sources, targets)
    }
}

/// An order of lanes in which events reach over few lanes: the busiest first, then lanes move where the sum of the
/// distances is least until nothing improves.
fn untangle<'a>(events: &[&EventNode], actors: &[&'a str]) -> Vec<&'a str> {
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let number: BTreeMap<&str, usize> = actors.iter().enumerate().map(|(i, a)| (*a, i)).collect();
    for event in events {
        let parties = event.key.sources.iter().chain(&event.key.targets);
        let all: BTreeSet<usize> = parties.filter_map(|p| number.get(p.as_str()).copied()).collect();
        for (i, a) in all.iter().enumerate() {
            for b in all.iter().skip(i + 1) {
                *pairs.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let cost = |order: &[usize]| -> usize {
        let mut place = vec![0; order.len()];
        for (i, &actor) in order.iter().enumerate() {
            place[actor] = i;
        }
        pairs.iter().map(|((a, b), count)| place[*a].abs_diff(place[*b]) * count).sum()
    };
    let mut order: Vec<usize> = (0..actors.len()).collect();
    let mut best = cost(&order);
    for _ in 0..20 {
        let before = best;
        for from in 0..order.len() {
            for to in 0..order.len() {
                let mut tried = order.clone();
                let moved = tried.remove(from);
                tried.insert(to, moved);
                let new = cost(&tried);
                if new < best {
                    (order, best) = (tried, new);
                }
            }
        }
        if best == before {
            break;
        }
    }
    order.into_iter().map(|i| actors[i]).collect()
}
