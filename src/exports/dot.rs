//! Graphviz.

use super::picture::dyads;
use super::picture::frame::{detail_words, event_words, tooltip};
use super::picture::look::{LOOKS, Look, date_words};
use super::picture::{font, look};
use crate::events::event::Status;
use crate::graph::identity::iri;
use crate::graph::{EventGraph, EventNode};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Up to so many events actors are drawn as nodes with lines to their events; beyond that lines hide more than they show,
/// and events name their parties themselves.
const HUBS: usize = 25;

/// A string in double quotes: quotes and backslashes escaped, line breaks as `\n`, other control characters dropped.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            // Graphviz replaces XML entities in labels; text that looks like one stays as it is.
            '&' => out.push_str("&amp;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Events by date, with their actors; `left_out` events were thinned out before.
pub fn events(graph: &EventGraph, title: &str, base: &str, left_out: usize) -> String {
    let hubs = graph.events().len() <= HUBS;
    let mut out = String::new();
    let label = format!("{title}\n{}", super::picture::frame::caption(graph, left_out));
    let _ = writeln!(
        out,
        "digraph events {{\n  graph [rankdir=LR, ranksep={}, nodesep=0.14, newrank=true, fontname=\"Helvetica\", \
         fontsize=16, label={}, labelloc=t, tooltip={}];",
        if hubs { "1.1" } else { "0.35" },
        quote(&label),
        quote(title),
    );
    out.push_str("  node [fontname=\"Helvetica\", fontsize=11, height=0.4, margin=\"0.14,0.06\"];\n");
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=9, arrowsize=0.7, penwidth=1.3];\n");
    let mut by_date: Vec<(String, Vec<&EventNode>)> = Vec::new();
    for event in graph.events() {
        let date = date_words(event.edtf());
        match by_date.last_mut() {
            Some((last, events)) if *last == date => events.push(event),
            _ => by_date.push((date, vec![event])),
        }
    }
    for (i, (date, events)) in by_date.iter().enumerate() {
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
        columns(&mut out, &by_date);
    }
    legend(&mut out, graph);
    out.push_str("}\n");
    out
}

fn event_node(out: &mut String, graph: &EventGraph, event: &EventNode, base: &str, hubs: bool) {
    let look = Look::of(event);
    let mut lines = vec![event_words(event)];
    if !hubs {
        let side =
            |p: &[String]| font::fit(&p.iter().map(|a| graph.name(a)).collect::<Vec<_>>().join(", "), 11.0, 150.0);
        let (sources, targets) = (side(&event.key.sources), side(&event.key.targets));
        lines.push(if targets.is_empty() { sources } else { format!("{sources} → {targets}") });
    }
    let detail = font::fit(&detail_words(graph, event), 11.0, 230.0);
    lines.extend(Some(detail).filter(|d| hubs && !d.is_empty()));
    let style = match event.key.status {
        Status::Actual => "filled",
        Status::Planned => "filled,dashed",
        Status::Possible => "filled,dotted",
        Status::Negated => "filled",
    };
    let label = if look.struck {
        // Struck words need Graphviz's HTML-like labels.
        let struck: Vec<String> = lines.iter().enumerate().map(|(i, line)| html(line, i == 0)).collect();
        format!("<{}>", struck.join("<BR/>"))
    } else {
        quote(&lines.join("\n"))
    };
    let (shape, margin) = dot_shape(look.family.shape);
    let rounded = if shape == "box" { ",rounded" } else { "" };
    let _ = writeln!(
        out,
        "    {} [label={label}, shape={shape}, margin=\"{margin}\", style=\"{style}{rounded}\", fillcolor=\"{}\", color=\"{}\", \
         fontcolor=\"{}\", URL={}, tooltip={}];",
        quote(&event.local),
        look.fill,
        look.stroke,
        look.text,
        quote(&iri(base, &event.local)),
        quote(&tooltip(graph, event)),
    );
}

/// The shape as Graphviz draws it well around two lines of text, and the room that it leaves.
fn dot_shape(shape: &'static str) -> (&'static str, &'static str) {
    match shape {
        // A diamond with words in it is huge, a cds shape cuts them.
        "diamond" => ("doubleoctagon", "0.06,0.03"),
        "cds" => ("tab", "0.14,0.08"),
        "ellipse" => ("ellipse", "0.02,0.02"),
        "hexagon" | "octagon" | "trapezium" | "invtrapezium" | "parallelogram" => (shape, "0,0.02"),
        _ => (shape, "0.14,0.06"),
    }
}

fn html(text: &str, struck: bool) -> String {
    let text = super::xml::escape(text);
    if struck { format!("<S>{text}</S>") } else { text.into_owned() }
}

/// Actors as nodes on both sides of the events: who acts on the left, whom it concerns on the right, as in the picture of
/// [`super::picture::events`]. An actor of both sides stands twice, which keeps its lines apart. Unseen lines keep the
/// events in the order of time.
fn actors_and_lines(out: &mut String, graph: &EventGraph, base: &str) {
    let (mut left, mut right): (BTreeSet<&str>, BTreeSet<&str>) = (BTreeSet::new(), BTreeSet::new());
    for event in graph.events() {
        let look = Look::of(event);
        let dash = look.dash.map_or("", |d| if d.starts_with('1') { ", style=dotted" } else { ", style=dashed" });
        let colour = look.line();
        let event_id = quote(&event.local);
        let (sources, others) = super::picture::events::sides(graph, event);
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
    let _ = writeln!(out, "  {{ rank=same; {} [style=invis]; }}", rank.join(" -> "));
}

/// Without lines Graphviz would put everything in one column: unseen lines make columns of equal height.
fn columns(out: &mut String, by_date: &[(String, Vec<&EventNode>)]) {
    let total: usize = by_date.iter().map(|(_, events)| events.len() + 1).sum();
    let mut height = 8;
    while height * height < total * 3 {
        height += 1;
    }
    let mut columns: Vec<Vec<&str>> = vec![Vec::new()];
    let mut used = 0;
    for (_, events) in by_date {
        // A date with more events than a column holds goes on in the next.
        for part in events.chunks(height) {
            if used > 0 && used + part.len() > height {
                columns.push(Vec::new());
                used = 0;
            }
            if let Some(column) = columns.last_mut() {
                column.extend(part.iter().map(|e| e.local.as_str()));
            }
            used += part.len() + 1;
        }
    }
    for pair in columns.windows(2) {
        for (i, right) in pair[1].iter().enumerate() {
            if let Some(left) = pair[0].get(i).or(pair[0].last()) {
                let _ = writeln!(out, "  {} -> {} [style=invis, weight=10];", quote(left), quote(right));
            }
        }
    }
    for column in columns.iter().filter(|c| c.len() > 1) {
        let rank: Vec<String> = column.iter().map(|e| quote(e)).collect();
        let _ = writeln!(out, "  {{ rank=same; {} [style=invis]; }}", rank.join(" -> "));
    }
}

fn legend(out: &mut String, graph: &EventGraph) {
    let looks: Vec<(Look, Status)> = graph.events().map(|e| (Look::of(e), e.key.status)).collect();
    let mut rows = String::new();
    for quad in LOOKS.quads.iter().filter(|q| looks.iter().any(|(l, _)| l.quad.name == q.name)) {
        let _ = write!(rows, "<TR><TD BGCOLOR=\"{}\">    </TD><TD ALIGN=\"LEFT\">{}</TD></TR>", quad.fill, quad.label);
    }
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (look, _) in &looks {
        told.entry(look.family.label).or_default().insert(match look.family.shape {
            "cds" => "tab",
            "house" => "house",
            "invhouse" => "house upside down",
            "invtrapezium" => "wide above",
            "trapezium" => "wide below",
            "diamond" => "double border",
            "parallelogram" => "slanted",
            "note" => "folded corner",
            shape => shape,
        });
    }
    for (label, shapes) in &told {
        let shapes = shapes.iter().copied().collect::<Vec<_>>().join(", ");
        let _ = write!(rows, "<TR><TD ALIGN=\"LEFT\"><I>{shapes}</I></TD><TD ALIGN=\"LEFT\">{label}</TD></TR>");
    }
    for (status, sign, words) in [
        (Status::Planned, "dashed", "planned"),
        (Status::Possible, "dotted", "possible"),
        (Status::Negated, "<S>struck</S>", "did not happen"),
    ] {
        if looks.iter().any(|(_, s)| *s == status) {
            let _ = write!(rows, "<TR><TD ALIGN=\"LEFT\"><I>{sign}</I></TD><TD ALIGN=\"LEFT\">{words}</TD></TR>");
        }
    }
    if !rows.is_empty() {
        let _ = writeln!(
            out,
            "  legend [shape=plain, tooltip=\"legend\", label=<<TABLE BORDER=\"1\" COLOR=\"#cccccc\" CELLBORDER=\"0\" \
             CELLSPACING=\"2\" CELLPADDING=\"2\"><TR><TD COLSPAN=\"2\"><B>Legend</B></TD></TR>{rows}</TABLE>>];"
        );
    }
}

/// Actors joined by a line for each quad class, at most `limit` actors.
pub fn dyads(graph: &EventGraph, title: &str, base: &str, limit: usize, left_out: usize) -> String {
    let all = dyads::dyads(graph);
    let (actors, known) = dyads::busiest(&all, limit);
    let mut label = format!("{title}\n{}", super::picture::frame::caption(graph, left_out));
    if known > actors.len() {
        let _ = write!(label, " The {} of {known} actors with the most events.", actors.len());
    }
    let mut out = format!(
        "graph dyads {{\n  graph [layout=neato, overlap=prism, overlap_scaling=4, sep=\"+18\", splines=true, outputorder=edgesfirst, \
         fontname=\"Helvetica\", fontsize=16, label={}, labelloc=t];\n",
        quote(&label)
    );
    out.push_str("  node [shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#444444\", fontname=\"Helvetica\", fontsize=12, height=0.35];\n");
    out.push_str("  edge [fontname=\"Helvetica\", fontsize=10, len=2];\n");
    for actor in &actors {
        let name = graph.name(actor);
        let (label, url) = (quote(&font::fit(name, 12.0, 200.0)), quote(&iri(base, actor)));
        let _ = writeln!(out, "  {} [label={label}, URL={url}, tooltip={}];", quote(actor), quote(name));
    }
    let most = all.values().flat_map(BTreeMap::values).copied().max().unwrap_or(1) as f64;
    for ((a, b), quads) in &all {
        if actors.binary_search(a).is_err() || actors.binary_search(b).is_err() {
            continue;
        }
        for quad in &LOOKS.quads {
            let Some(&count) = quads.get(quad.name) else { continue };
            let width = 1.5 + 7.0 * (count as f64 / most).sqrt();
            let tip = format!("{} – {}: {count}, {}", graph.name(a), graph.name(b), quad.label);
            let _ = writeln!(
                out,
                "  {} -- {} [penwidth={width:.1}, color=\"{}\", label=\"{count}\", weight={count}, tooltip={}];",
                quote(a),
                quote(b),
                quad.line,
                quote(&tip)
            );
        }
    }
    let mut rows = String::new();
    for quad in LOOKS.quads.iter().filter(|q| all.values().any(|quads| quads.contains_key(q.name))) {
        let _ = write!(rows, "<TR><TD BGCOLOR=\"{}\">    </TD><TD ALIGN=\"LEFT\">{}</TD></TR>", quad.line, quad.label);
    }
    if !rows.is_empty() {
        let _ = writeln!(
            out,
            "  legend [shape=plain, label=<<TABLE BORDER=\"1\" COLOR=\"#cccccc\" CELLBORDER=\"0\">{rows}</TABLE>>];"
        );
    }
    out.push_str("}\n");
    out
}

/// Time from left to right, a column a date, events of one actor below one another: the timeline as far as Graphviz
/// draws one.
pub fn timeline(graph: &EventGraph, title: &str, base: &str, left_out: usize) -> String {
    let mut out = format!(
        "digraph timeline {{\n  graph [rankdir=LR, newrank=true, ranksep=0.4, nodesep=0.15, fontname=\"Helvetica\", fontsize=16, label={}, labelloc=t];\n",
        quote(&format!("{title}\n{}", super::picture::frame::caption(graph, left_out)))
    );
    out.push_str("  node [fontname=\"Helvetica\", fontsize=11, height=0.4];\n  edge [arrowhead=none];\n");
    let mut dates: Vec<(String, Vec<&EventNode>)> = Vec::new();
    for event in graph.events() {
        let date = date_words(event.edtf());
        match dates.last_mut() {
            Some((last, events)) if *last == date => events.push(event),
            _ => dates.push((date, vec![event])),
        }
    }
    for (i, (date, events)) in dates.iter().enumerate() {
        let _ = writeln!(out, "  \"date {i}\" [label={}, shape=plaintext, fontcolor=\"#666666\"];", quote(date));
        if i > 0 {
            let _ = writeln!(out, "  \"date {}\" -> \"date {i}\" [color=\"#bbbbbb\"];", i - 1);
        }
        for event in events {
            event_node(&mut out, graph, event, base, false);
        }
        let same: Vec<String> = events.iter().map(|e| quote(&e.local)).collect();
        let _ = writeln!(out, "  {{ rank=same; \"date {i}\"; {} }}", same.join("; "));
    }
    // Each actor's events in a chain.
    let mut last: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for (i, (_, events)) in dates.iter().enumerate() {
        for event in events {
            let colour = look::mix(Look::of(event).quad.fill, "#888888", 0.5);
            for party in event.key.sources.iter().chain(&event.key.targets) {
                if let Some((before, column)) = last.insert(party, (&event.local, i))
                    && column < i
                {
                    let tip = quote(graph.name(party));
                    let (from, to) = (quote(before), quote(&event.local));
                    let _ = writeln!(out, "  {from} -> {to} [color=\"{colour}\", tooltip={tip}];");
                }
            }
        }
    }
    legend(&mut out, graph);
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_strings_stay_one_string() {
        assert_eq!(quote("a \"b\" \\ c\nd\u{0}\u{7}"), "\"a \\\"b\\\" \\\\ c\\nd\"");
        assert_eq!(quote("&lt;"), "\"&amp;lt;\"");
    }
}
