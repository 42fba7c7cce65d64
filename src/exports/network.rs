//! Graph files for other programs: GraphML (Gephi, Cytoscape, yEd, NetworkX, igraph) and GEXF with dates (Gephi).
//!
//! Both hold the whole graph: actors, events, places and dates as nodes; parts in events, places and dates as edges.

use super::picture::look::{Look, date_words};
use super::xml::escape;
use crate::actors::ActorKind;
use crate::graph::identity::{self, iri};
use crate::graph::{Edge, EventGraph, Node};
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;
use std::fmt::Write;

/// What a node or edge says of itself: name of the attribute, type (`string`, `double`, `integer`).
const NODE: [(&str, &str); 16] = [
    ("label", "string"),
    ("kind", "string"),
    ("type", "string"),
    ("plover", "string"),
    ("cameo", "string"),
    ("quad", "string"),
    ("goldstein", "double"),
    ("status", "string"),
    ("date", "string"),
    ("articles", "integer"),
    ("quote", "string"),
    ("country", "string"),
    ("code", "string"),
    ("lat", "double"),
    ("lon", "double"),
    ("iri", "string"),
];

/// One node, with its values in the order of [`NODE`]; an empty value is not written.
struct Row {
    id: String,
    values: [String; NODE.len()],
    days: (Option<String>, Option<String>),
    colour: Option<String>,
}

fn row(graph: &EventGraph, node: NodeIndex, base: &str) -> Row {
    let mut values: [String; NODE.len()] = Default::default();
    let mut set = |name: &str, value: String| {
        if let Some(at) = NODE.iter().position(|(n, _)| *n == name) {
            values[at] = value;
        }
    };
    let (mut days, mut colour) = ((None, None), None);
    let id = match &graph.graph[node] {
        Node::Actor(actor) => {
            set("label", actor.name.clone());
            set("kind", kind_name(actor.kind).to_owned());
            set("country", actor.country.clone().unwrap_or_default());
            set("code", actor.codes.iter().next().cloned().unwrap_or_default());
            set("iri", iri(base, &actor.local));
            actor.local.clone()
        }
        Node::Event(event) => {
            let best = event.best();
            set("label", super::picture::frame::event_words(event));
            set("kind", "event".to_owned());
            set("type", event.key.kind.clone());
            set("plover", best.plover.event.clone());
            set("cameo", best.cameo.clone());
            set("quad", best.quad.clone());
            set("goldstein", best.goldstein.to_string());
            set("status", identity::status_name(event.key.status).to_owned());
            set("date", event.edtf().unwrap_or_default().to_owned());
            set("articles", event.articles().to_string());
            set("quote", event.quote().to_owned());
            set("iri", iri(base, &event.local));
            days = (event.key.earliest.map(|d| d.to_string()), event.key.latest.map(|d| d.to_string()));
            colour = Some(Look::of(event).quad.fill.to_owned());
            event.local.clone()
        }
        Node::Place(place) => {
            let local = identity::place(&place.id);
            set("label", place.name.clone());
            set("kind", "place".to_owned());
            set("country", place.country.clone().unwrap_or_default());
            set("lat", place.lat.map_or_else(String::new, |v| v.to_string()));
            set("lon", place.lon.map_or_else(String::new, |v| v.to_string()));
            set("iri", iri(base, &local));
            local
        }
        Node::Date(edtf) => {
            set("label", date_words(Some(edtf)));
            set("kind", "date".to_owned());
            set("date", edtf.clone());
            format!("date/{edtf}")
        }
    };
    Row { id, values, days, colour }
}

/// `state`, `person`, `organization`, `igo`, `armed-group`, `group`.
pub fn kind_name(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::State => "state",
        ActorKind::Person => "person",
        ActorKind::Organization => "organization",
        ActorKind::Igo => "igo",
        ActorKind::ArmedGroup => "armed-group",
        ActorKind::Group => "group",
    }
}

fn edge_name(edge: Edge) -> String {
    match edge {
        Edge::Party(role) => identity::role_name(role).to_owned(),
        Edge::Participant(role) => format!("{} (named)", identity::role_name(role)),
        Edge::ActsFor => "acts for".to_owned(),
        Edge::At => "at".to_owned(),
        Edge::On => "on".to_owned(),
    }
}

/// GraphML 1.0.
pub fn graphml(graph: &EventGraph, base: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
         http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    );
    for (name, kind) in NODE {
        let kind = if kind == "integer" { "int" } else { kind };
        let _ = writeln!(out, "  <key id=\"{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"{kind}\"/>");
    }
    out.push_str("  <key id=\"relation\" for=\"edge\" attr.name=\"relation\" attr.type=\"string\"/>\n");
    out.push_str("  <graph id=\"diplograph\" edgedefault=\"directed\">\n");
    let rows: Vec<Row> = graph.graph.node_indices().map(|node| row(graph, node, base)).collect();
    for row in &rows {
        let _ = writeln!(out, "    <node id=\"{}\">", escape(&row.id));
        for ((name, _), value) in NODE.iter().zip(&row.values).filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(out, "      <data key=\"{name}\">{}</data>", escape(value));
        }
        out.push_str("    </node>\n");
    }
    for (i, edge) in graph.graph.edge_references().enumerate() {
        let (from, to) = (&rows[edge.source().index()].id, &rows[edge.target().index()].id);
        let _ = writeln!(
            out,
            "    <edge id=\"e{i}\" source=\"{}\" target=\"{}\"><data key=\"relation\">{}</data></edge>",
            escape(from),
            escape(to),
            edge_name(*edge.weight())
        );
    }
    out.push_str("  </graph>\n</graphml>\n");
    out
}

/// GEXF 1.3, dynamic: events and their edges exist on their days, so that Gephi's timeline can play them.
pub fn gexf(graph: &EventGraph, base: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" \
         xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n  <meta><creator>diplograph</creator></meta>\n  \
         <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\">\n    <attributes class=\"node\" mode=\"static\">\n",
    );
    // The label is an attribute of the element itself.
    for (i, (name, kind)) in NODE.iter().enumerate().skip(1) {
        let _ = writeln!(out, "      <attribute id=\"{i}\" title=\"{name}\" type=\"{kind}\"/>");
    }
    out.push_str("    </attributes>\n    <nodes>\n");
    let rows: Vec<Row> = graph.graph.node_indices().map(|node| row(graph, node, base)).collect();
    for row in &rows {
        let (id, label) = (escape(&row.id), escape(&row.values[0]));
        let _ = writeln!(out, "      <node id=\"{id}\" label=\"{label}\"{}>", lifetime(&row.days));
        out.push_str("        <attvalues>\n");
        for (i, value) in row.values.iter().enumerate().skip(1).filter(|(_, value)| !value.is_empty()) {
            let _ = writeln!(out, "          <attvalue for=\"{i}\" value=\"{}\"/>", escape(value));
        }
        out.push_str("        </attvalues>\n");
        if let Some(colour) = &row.colour {
            let [r, g, b] = [1, 3, 5].map(|at| u8::from_str_radix(&colour[at..at + 2], 16).unwrap_or(128));
            let _ = writeln!(out, "        <viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>");
        }
        out.push_str("      </node>\n");
    }
    out.push_str("    </nodes>\n    <edges>\n");
    for (i, edge) in graph.graph.edge_references().enumerate() {
        let (from, to) = (&rows[edge.source().index()], &rows[edge.target().index()]);
        let dated = if from.colour.is_some() { from } else { to };
        let _ = writeln!(
            out,
            "      <edge id=\"{i}\" source=\"{}\" target=\"{}\" kind=\"{name}\" label=\"{name}\"{}/>",
            escape(&from.id),
            escape(&to.id),
            lifetime(&dated.days),
            name = edge_name(*edge.weight())
        );
    }
    out.push_str("    </edges>\n  </graph>\n</gexf>\n");
    out
}

fn lifetime((start, end): &(Option<String>, Option<String>)) -> String {
    let mut out = String::new();
    if let Some(start) = start {
        let _ = write!(out, " start=\"{start}\"");
    }
    if let Some(end) = end {
        let _ = write!(out, " end=\"{end}\"");
    }
    out
}
