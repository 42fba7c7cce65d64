//! Actors, events, places and dates as a petgraph graph.

use super::copies::Copies;
use super::event_node::EventNode;
use super::filter::Filter;
use super::identity::{self, EventKey};
use super::shared::Shared;
use crate::actors::{Actor, ActorKind, Place};
use crate::events::event::{Event, Role};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet};

/// A thing of the graph.
#[derive(Clone, Debug)]
pub enum Node {
    /// Who acts: persons and organisations as named, and the states that they act for.
    Actor(Box<ActorNode>),
    /// What happened.
    Event(Box<EventNode>),
    /// Where.
    Place(Place),
    /// When, as EDTF.
    Date(String),
}

/// How two things hang together. Edges lead from actors to events and from events to places and dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// A state or organisation takes this part in an event.
    Party(Role),
    /// An actor below the level of states is named in this part.
    Participant(Role),
    /// An actor belongs to or acts for a state.
    ActsFor,
    /// An event happened at a place.
    At,
    /// An event happened on a date.
    On,
}

/// An actor with all that records say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ActorNode {
    /// `person/RUS-sergey-lavrov`.
    pub local: String,
    /// The name that most records use, the first in the alphabet of equals.
    pub name: String,
    /// What sort.
    pub kind: ActorKind,
    /// Every other name, sorted.
    pub aliases: BTreeSet<String>,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// CAMEO-style codes.
    pub codes: BTreeSet<String>,
    /// Offices.
    pub offices: BTreeSet<String>,
}

/// The graph. Equal sets of records give equal graphs, whatever their order: nodes stand in the order actors, events,
/// places, dates, each sorted.
#[derive(Clone, Debug, Default)]
pub struct EventGraph {
    /// Nodes and edges.
    pub graph: DiGraph<Node, Edge>,
    /// Nodes by local name (dates by `date/` and EDTF).
    index: BTreeMap<String, NodeIndex>,
    /// Event nodes in order of their keys: by date first.
    events: Vec<NodeIndex>,
    copies: Copies,
}

impl EventGraph {
    /// The graph of these records.
    pub fn new(records: impl IntoIterator<Item = Event>) -> Self {
        let mut shared = Shared::default();
        let mut by_key: BTreeMap<EventKey, Vec<Event>> = BTreeMap::new();
        for mut record in records {
            shared.share(&mut record);
            // Most events are told once: a list that has room for more would be most of the graph's memory.
            by_key.entry(EventKey::of(&record)).or_insert_with(|| Vec::with_capacity(1)).push(record);
        }
        drop(shared);
        let copies = Copies::of(by_key.values().flatten().map(|record| &*record.article));
        let mut events: Vec<EventNode> =
            by_key.into_iter().filter_map(|(key, records)| EventNode::new(key, records)).collect();
        // Events without a first day come last, not first.
        events.sort_by(|a, b| time_order(&a.key).cmp(&time_order(&b.key)));
        events.iter_mut().for_each(|event| event.set_copies(&copies));
        Self { copies, ..Self::of_events(events) }
    }

    fn of_events(events: Vec<EventNode>) -> Self {
        let mut graph = Self::default();
        for actor in actors(&events).into_values() {
            let local = actor.local.clone();
            let node = graph.graph.add_node(Node::Actor(Box::new(actor)));
            graph.index.insert(local, node);
        }
        let (mut places, mut dates) = (BTreeMap::new(), BTreeSet::new());
        for event in &events {
            places.extend(event.places().into_iter().map(|p| (identity::place(&p.value.id), p.value)));
            dates.extend(event.edtf().map(str::to_owned));
        }
        for event in events {
            let local = event.local.clone();
            let node = graph.graph.add_node(Node::Event(Box::new(event)));
            graph.index.insert(local, node);
            graph.events.push(node);
        }
        for (local, place) in places {
            let node = graph.graph.add_node(Node::Place(place));
            graph.index.insert(local, node);
        }
        for date in dates {
            let local = format!("date/{date}");
            let node = graph.graph.add_node(Node::Date(date));
            graph.index.insert(local, node);
        }
        graph.add_edges();
        graph
    }

    fn add_edges(&mut self) {
        let mut edges: BTreeSet<(NodeIndex, NodeIndex, Edge)> = BTreeSet::new();
        for &node in &self.events {
            let Node::Event(event) = &self.graph[node] else { continue };
            for role in [Role::Source, Role::Target, Role::Mediator, Role::Other] {
                edges.extend(event.parties(role).iter().map(|p| (self.index[p], node, Edge::Party(role))));
            }
            for (role, detail) in event.participants() {
                let (actor, party) = (identity::actor(&detail.value), identity::party(&detail.value));
                if actor != party {
                    edges.insert((self.index[&actor], node, Edge::Participant(role)));
                    edges.insert((self.index[&actor], self.index[&party], Edge::ActsFor));
                }
            }
            edges.extend(event.places().iter().map(|p| (node, self.index[&identity::place(&p.value.id)], Edge::At)));
            edges.extend(event.edtf().map(|date| (node, self.index[&format!("date/{date}")], Edge::On)));
        }
        for (from, to, edge) in edges {
            self.graph.add_edge(from, to, edge);
        }
    }

    /// Events in order of time; undated ones last.
    pub fn events(&self) -> impl ExactSizeIterator<Item = &EventNode> {
        self.events.iter().map(|&node| match &self.graph[node] {
            Node::Event(event) => event.as_ref(),
            other => unreachable!("the list of events holds {other:?}"),
        })
    }

    /// Actors in order of their local names.
    pub fn actors(&self) -> impl Iterator<Item = &ActorNode> {
        self.graph.node_weights().filter_map(|node| match node {
            Node::Actor(actor) => Some(actor.as_ref()),
            _ => None,
        })
    }

    /// The node of a local name.
    pub fn node(&self, local: &str) -> Option<NodeIndex> {
        self.index.get(local).copied()
    }

    /// The actor of a local name.
    pub fn actor(&self, local: &str) -> Option<&ActorNode> {
        match &self.graph[self.node(local)?] {
            Node::Actor(actor) => Some(actor),
            _ => None,
        }
    }

    /// The event of a local name.
    pub fn event(&self, local: &str) -> Option<&EventNode> {
        match &self.graph[self.node(local)?] {
            Node::Event(event) => Some(event),
            _ => None,
        }
    }

    /// How an actor is called; its local name where nothing better is known.
    pub fn name<'a>(&'a self, local: &'a str) -> &'a str {
        self.actor(local).map_or_else(|| identity::dyad_name(local), |actor| actor.name.as_str())
    }

    /// Articles that print the text of another.
    pub fn copies(&self) -> &Copies {
        &self.copies
    }

    /// The records of all events, in order of article and id.
    pub fn records(&self) -> Vec<&Event> {
        let mut records: Vec<&Event> = self.events().flat_map(EventNode::records).collect();
        records.sort_by(|a, b| (&a.article.id, &a.id).cmp(&(&b.article.id, &b.id)));
        records
    }

    /// The graph of the events that a filter lets through. Says in the second value how many events `--top` left out.
    pub fn filtered(&self, filter: &Filter) -> (Self, usize) {
        let mut events: Vec<&EventNode> = self.events().filter(|event| filter.admits(event)).collect();
        let left_out = filter.top.map_or(0, |top| thin(&mut events, top));
        let copies = self.copies.clone();
        (Self { copies, ..Self::of_events(events.into_iter().cloned().collect()) }, left_out)
    }

    /// The graph of the `top` events that most articles report. Says in the second value how many were left out.
    pub fn top(&self, top: usize) -> (Self, usize) {
        self.filtered(&Filter { top: Some(top), ..Filter::default() })
    }
}

/// Keeps the `top` events with the most articles, then reports, then the surest; order stays. Returns how many went.
fn thin(events: &mut Vec<&EventNode>, top: usize) -> usize {
    if events.len() <= top {
        return 0;
    }
    let mut ranked: Vec<usize> = (0..events.len()).collect();
    let weight = |i: usize| (events[i].articles(), events[i].reports().count());
    ranked.sort_by(|&a, &b| {
        weight(b).cmp(&weight(a)).then(events[b].confidence().total_cmp(&events[a].confidence())).then(a.cmp(&b))
    });
    ranked.truncate(top);
    ranked.sort_unstable();
    let left_out = events.len() - top;
    *events = ranked.into_iter().map(|i| events[i]).collect();
    left_out
}

/// First the dated events by first day, the finer date first; open beginnings by their end; undated ones last.
fn time_order(key: &EventKey) -> impl Ord + '_ {
    let day = key.earliest.or(key.latest);
    (day.is_none(), day, key.earliest.is_some(), key.latest.is_none(), key.latest, key)
}

/// All actors of the events, with the states that they act for.
fn actors(events: &[EventNode]) -> BTreeMap<String, ActorNode> {
    let mut seen: BTreeMap<String, Vec<&Actor>> = BTreeMap::new();
    for participant in events.iter().flat_map(EventNode::records).flat_map(|r| &r.participants) {
        seen.entry(identity::actor(&participant.actor)).or_default().push(&participant.actor);
        seen.entry(identity::party(&participant.actor)).or_default();
    }
    seen.into_iter().map(|(local, records)| (local.clone(), actor_node(local, &records))).collect()
}

fn actor_node(local: String, records: &[&Actor]) -> ActorNode {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for record in records {
        *names.entry(&record.name).or_default() += 1;
    }
    let most = names.values().max().copied().unwrap_or(0);
    let name = names.iter().find(|(_, count)| **count == most).map(|(name, _)| (*name).to_owned());
    // A state that only persons act for in these records has no record of its own.
    let state = || local.strip_prefix("state/").and_then(crate::rdf::states::state).map(|s| s.name.to_owned());
    let name = name.or_else(state).unwrap_or_else(|| identity::dyad_name(&local).to_owned());
    let mut aliases: BTreeSet<String> = records.iter().flat_map(|r| r.aliases.iter().cloned()).collect();
    aliases.extend(names.keys().map(|n| (*n).to_owned()));
    aliases.remove(&name);
    let country = records.iter().filter_map(|r| r.country.clone()).min();
    ActorNode {
        name,
        kind: records.iter().map(|r| r.kind).min().unwrap_or(ActorKind::State),
        aliases,
        country: country.or_else(|| local.strip_prefix("state/").map(str::to_owned)),
        codes: records.iter().filter_map(|r| r.code.clone()).collect(),
        offices: records.iter().filter_map(|r| r.office.clone()).collect(),
        local,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;
    use petgraph::visit::EdgeRef;

    fn sample() -> Vec<Event> {
        [
            "a: 2021-03-25 Meeting RUS:Sergey Lavrov, KOR at Seoul",
            "b: 2021-03-25 Meeting KOR:Chung Eui-yong, RUS at Seoul",
            "a: 2021-03-25 MissileLaunch PRK with 2 ballistic missile",
            "b: 2021-03-25/.. Visit planned RUS:Vladimir Putin > KOR",
            "b: undated Sanction USA > RUS, CHN",
            "b: ../2021-03-24 JointExercise USA, KOR",
        ]
        .map(record)
        .into()
    }

    #[test]
    fn reports_of_one_event_come_together() {
        let graph = EventGraph::new(sample());
        let first = graph.events().find(|e| e.key.kind == "Meeting").expect("a meeting");
        assert_eq!(first.articles(), 2);
        assert_eq!(first.parties(Role::Source), ["state/KOR", "state/RUS"]);
        let named: Vec<String> = first.participants().into_iter().map(|(_, d)| d.value.name.clone()).collect();
        assert_eq!(named, ["Chung Eui-yong", "Sergey Lavrov", "KOR", "RUS"]);
    }

    #[test]
    fn nodes_and_edges_say_who_where_and_when() {
        let graph = EventGraph::new(sample());
        let lavrov = graph.node("person/RUS-sergey-lavrov").expect("named");
        let edges: Vec<Edge> = graph.graph.edges(lavrov).map(|e| *e.weight()).collect();
        assert!(edges.contains(&Edge::ActsFor) && edges.contains(&Edge::Participant(Role::Source)), "{edges:?}");
        assert!(graph.node("place/seoul").is_some() && graph.node("date/2021-03-25").is_some());
        assert!(graph.graph.edge_references().all(|e| e.source() != e.target()));
    }

    #[test]
    fn the_order_of_records_does_not_matter() {
        let mut records = sample();
        let one = format!("{:?}", EventGraph::new(records.clone()).graph);
        records.reverse();
        records.push(records[2].clone());
        assert_eq!(one, format!("{:?}", EventGraph::new(records).graph));
    }

    #[test]
    fn events_stand_in_order_of_time() {
        let graph = EventGraph::new(sample());
        let order: Vec<&str> = graph.events().map(|e| e.key.kind.as_str()).collect();
        assert_eq!(order, ["JointExercise", "Meeting", "MissileLaunch", "Visit", "Sanction"]);
    }

    #[test]
    fn thinning_keeps_what_most_articles_report() {
        let (graph, left_out) = EventGraph::new(sample()).top(1);
        assert_eq!(graph.events().map(|e| e.key.kind.as_str()).collect::<Vec<_>>(), ["Meeting"]);
        assert_eq!(left_out, 4);
    }
}
