//! The picture of events for Graphviz: clusters by date, with their actors or, in large graphs, without.

use super::{event_node, legend, quote, shape_words, signs};
use crate::exports::picture::look::{Look, date_words};
use crate::exports::picture::{font, frame};
use crate::graph::identity::iri;
use crate::graph::{EventGraph, EventNode};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Up to so many events actors are drawn as nodes with lines to their events; beyond that lines hide more than they show,
/// and events name their parties themselves.
const HUBS: usize = 25;

/// Events by date, with their actors; `left_out` events were thinned out before.
pub fn events(graph: &EventGraph, title: &str, base: &str, left_out: usize) -> String {
    let hubs = graph.events().len() <= HUBS;
    let mut out = String::new();
    let label = format!("{title}\n{}", frame::caption(graph, left_out));
    let _ = writeln!(
        out,
        "digraph events {{\n  graph [{}, newrank=true, fontname=\"Helvetica\", fontsize=16, label={}, labelloc=t, \
         tooltip={}];",
        if hubs { "rankdir=LR, ranksep=1.1, nodesep=0.14" } else { "rankdir=TB, ranksep=0.12, nodesep=0.3" },
        quote(&label),
        quote(title),
    );
    out.push_str("  node [fontname=\"Helvetica\", fontsize=11, height=0.4, margin=\"0.14,0.06\"];\n");
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=9, arrowsize=0.7, penwidth=1.3];\n");
    let by_date = by_date(graph);
    let columns = if hubs { vec![by_date] } else { columns(by_date) };
    for (i, (date, events)) in columns.iter().flatten().enumerate() {
        let _ = writeln!(
            out,
            "  subgraph cluster_{i} {{\n    label={}; labeljust=l; fontsize=12; style=\"rounded,filled\"; \
             color=\"#dcdcd6\"; fillcolor=\"#f7f7f5\"; tooltip={};",
            quote(date),
            quote(date)
        );
        for event in events {
            event_node(&mut out, graph, event, base, hubs);
        }
        out.push_str("  }\n");
    }
    if hubs {
        actors_and_lines(&mut out, graph, base);
    } else {
        keep_columns(&mut out, &columns);
    }
    legend(&mut out, &signs(graph, shape_words), "");
    out.push_str("}\n");
    out
}

/// Actors as nodes on both sides of the events: who acts on the left, whom it concerns on the right, as in the picture of
/// [`crate::exports::picture::events`]. An actor of both sides stands twice, which keeps its lines apart. Unseen lines keep the
/// events in the order of time.
fn actors_and_lines(out: &mut String, graph: &EventGraph, base: &str) {
    let (mut left, mut right): (BTreeSet<&str>, BTreeSet<&str>) = (BTreeSet::new(), BTreeSet::new());
    for event in graph.events() {
        let look = Look::of(event);
        let dash = look.dash.map_or("", |d| if d.starts_with('1') { ", style=dotted" } else { ", style=dashed" });
        let colour = look.line();
        let event_id = quote(&event.local);
        let (sources, others) = crate::exports::picture::events::sides(graph, event);
        for source in sources {
            let _ = writeln!(out, "  {} -> {event_id} [color=\"{colour}\", arrowhead=none{dash}];", quote(source));
            left.insert(source);
        }
        let arrow = if event.key.targets.is_empty() { ", arrowhead=none" } else { "" };
        for other in others {
            let _ =
                writeln!(out, "  {event_id} -> {} [color=\"{colour}\"{arrow}{dash}];", quote(&format!("to {other}")));
            right.insert(other);
        }
    }
    for (actor, id) in left.iter().map(|a| (a, (*a).to_owned())).chain(right.iter().map(|a| (a, format!("to {a}")))) {
        let name = graph.name(actor);
        let _ = writeln!(
            out,
            "  {} [label={}, shape=box, style=\"rounded,filled,bold\", fillcolor=\"#ffffff\", color=\"#444444\", \
             URL={}, tooltip={}];",
            quote(&id),
            quote(&font::fit(name, 11.0, 200.0)),
            quote(&iri(base, actor)),
            quote(name),
        );
    }
    let events: Vec<&EventNode> = graph.events().collect();
    let rank: Vec<String> = events.iter().map(|e| quote(&e.local)).collect();
    // Of one event alone this would hide the event.
    if rank.len() > 1 {
        let _ = writeln!(out, "  {{ rank=same; {} [style=invis]; }}", rank.join(" -> "));
        keep_order(out, &rank);
    }
}

/// Graphviz does not keep lines between clusters of one rank in order. A column of unseen points does stay in order, and
/// keeps that of the events which it is joined to: three lines each, since Graphviz would rather cross fewer of the seen ones.
fn keep_order(out: &mut String, events: &[String]) {
    let points: Vec<String> = (0..events.len()).map(|i| format!("row{i}")).collect();
    let _ = writeln!(
        out,
        "  {{ rank=same; node [style=invis, shape=point, width=0, height=0]; {} [style=invis]; }}",
        points.join(" -> ")
    );
    for (point, event) in points.iter().zip(events) {
        for _ in 0..3 {
            let _ = writeln!(out, "  {point} -> {event} [style=invis];");
        }
    }
}

/// Events of one date with its words.
type Dated<'a> = (String, Vec<&'a EventNode>);

fn by_date(graph: &EventGraph) -> Vec<Dated<'_>> {
    let mut by_date: Vec<Dated> = Vec::new();
    for event in graph.events() {
        let date = date_words(event.edtf());
        match by_date.last_mut() {
            Some((last, events)) if *last == date => events.push(event),
            _ => by_date.push((date, vec![event])),
        }
    }
    by_date
}

/// Columns of about equal height that make the page somewhat broader than high. A date with more events than a column
/// holds goes on in the next.
fn columns(by_date: Vec<Dated<'_>>) -> Vec<Vec<Dated<'_>>> {
    let total: usize = by_date.iter().map(|(_, events)| events.len() + 1).sum();
    let mut height = 8;
    while height * height < total * 3 {
        height += 1;
    }
    let mut columns: Vec<Vec<Dated>> = vec![Vec::new()];
    let mut used = 0;
    for (date, events) in by_date {
        for (i, part) in events.chunks(height).enumerate() {
            if used > 0 && used + part.len() > height {
                columns.push(Vec::new());
                used = 0;
            }
            let words = if i == 0 { date.clone() } else { format!("{date} (continued)") };
            if let Some(column) = columns.last_mut() {
                column.push((words, part.to_vec()));
            }
            used += part.len() + 1;
        }
    }
    columns
}

/// Columns side by side, time running down each of them: a chain of unseen lines keeps the events of a column in order,
/// since each stands a rank below the one before, and a row of unseen points above keeps the columns in order. The legend
/// stands below the longest column.
fn keep_columns(out: &mut String, columns: &[Vec<Dated>]) {
    let names = |column: &Vec<Dated>| -> Vec<String> {
        column.iter().flat_map(|(_, events)| events).map(|e| quote(&e.local)).collect()
    };
    let columns: Vec<Vec<String>> = columns.iter().map(names).filter(|c| !c.is_empty()).collect();
    let tops: Vec<String> = (0..columns.len()).map(|i| format!("top{i}")).collect();
    let _ = writeln!(
        out,
        "  {{ rank=min; node [style=invis, shape=point, width=0, height=0]; {} [style=invis]; }}",
        tops.join(" -> ")
    );
    for (top, column) in tops.iter().zip(&columns) {
        let _ = writeln!(out, "  {top} -> {} [style=invis, weight=20];", column.join(" -> "));
    }
    if let Some(last) = columns.iter().max_by_key(|column| column.len()).and_then(|column| column.last()) {
        let _ = writeln!(out, "  {last} -> legend [style=invis, weight=20];");
    }
}
