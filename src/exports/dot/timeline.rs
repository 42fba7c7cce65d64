//! The timeline for Graphviz, drawn like a sequence diagram: a lifeline an actor, time downwards, a row an event.
//!
//! Every place is fixed, so that Graphviz only draws; `layout=neato` in the file makes `dot` keep them.

use super::{legend, quote, signs};
use crate::events::event::Status;
use crate::exports::picture::frame::{caption, detail_words, event_words, tooltip};
use crate::exports::picture::lanes::{Lanes, Order};
use crate::exports::picture::look::{Look, date_words};
use crate::exports::picture::{font, frame};
use crate::graph::identity::iri;
use crate::graph::{EventGraph, EventNode};
use std::fmt::Write;

/// Inches from lifeline to lifeline, from row to row, and more before a new date.
const LANE: f64 = 1.05;
const ROW: f64 = 0.3;
const GAP: f64 = 0.14;
/// Points in an inch.
const INCH: f64 = 72.0;

/// The timeline; `left_out` events were thinned out before.
pub fn timeline(graph: &EventGraph, title: &str, base: &str, left_out: usize) -> String {
    let events: Vec<&EventNode> = graph.events().collect();
    let lanes = Lanes::of(graph, &events, &Order::of(&events));
    let mut out = format!(
        "digraph timeline {{\n  graph [layout=neato, splines=line, outputorder=edgesfirst, fontname=\"Helvetica\", \
         fontsize=16, label={}, labelloc=t];\n",
        quote(&format!("{title}\n{}", caption(graph, left_out)))
    );
    out.push_str("  node [fontname=\"Helvetica\", fontsize=11];\n  edge [arrowsize=0.6, penwidth=1.6];\n");
    let mut y = -0.55;
    let mut before = None;
    let words: Vec<String> = events.iter().map(|e| label(graph, e)).collect();
    // Fonts that stand in for Helvetica may be wider by a sixth.
    let room = words.iter().map(|w| font::width(w, 11.0)).fold(0.0, f64::max) * 1.17 / INCH + 0.25;
    for (event, words) in events.iter().zip(&words) {
        let date = date_words(event.edtf());
        if before.as_ref() != Some(&date) {
            y -= GAP;
            let _ = writeln!(
                out,
                "  {} [label={}, shape=plaintext, fontcolor=\"#666666\", pos=\"{:.2},{y:.2}!\"];",
                quote(&format!("date of {}", event.local)),
                quote(&date),
                -1.15
            );
        }
        before = Some(date);
        let at = lanes.names.len() as f64 * LANE - LANE / 2.0 + room / 2.0;
        let _ = writeln!(
            out,
            "  {} [label={}, shape=plaintext, width={room:.2}, fontcolor=\"{}\", URL={}, tooltip={}, pos=\"{at:.2},{y:.2}!\"];",
            quote(&event.local),
            flush_left(words),
            if event.key.status == Status::Negated { "#777777" } else { "#222222" },
            quote(&iri(base, &event.local)),
            quote(&tooltip(graph, event)),
        );
        marks(&mut out, graph, &lanes, event, y);
        y -= ROW;
    }
    lifelines(&mut out, &lanes, y);
    // The legend stands below the events: a place is that of a middle, a row of it takes a quarter of an inch.
    let rows = signs(graph, mark_words);
    let middle = y - 0.2 - (rows.len() + 1) as f64 * 0.125;
    legend(&mut out, &rows, &format!(", pos=\"{:.2},{middle:.2}!\"", LANE));
    out.push_str("}\n");
    out
}

fn label(graph: &EventGraph, event: &EventNode) -> String {
    let mut words = event_words(event);
    if event.key.status == Status::Negated {
        words.push_str(" (did not happen)");
    }
    let detail = detail_words(graph, event);
    if !detail.is_empty() {
        words = format!("{words} · {detail}");
    }
    font::fit(&words, 11.0, 320.0)
}

/// A quoted string whose line stands at the left of its box.
fn flush_left(words: &str) -> String {
    let mut quoted = quote(words);
    quoted.insert_str(quoted.len() - 1, "\\l");
    quoted
}

/// A head and a line for every actor.
fn lifelines(out: &mut String, lanes: &Lanes, bottom: f64) {
    for (i, name) in lanes.names.iter().enumerate() {
        let x = i as f64 * LANE;
        let lines = frame::wrap(name, 10.0, (LANE - 0.12) * INCH / 1.17);
        let _ = writeln!(
            out,
            "  \"lane {i}\" [label={}, shape=box, style=\"rounded,filled\", fillcolor=\"#ffffff\", color=\"#444444\", \
             fontsize=10, margin=\"0.04,0.03\", pos=\"{x:.2},0!\"];\n  \
             \"end {i}\" [shape=point, width=0.01, color=\"#cccccc\", pos=\"{x:.2},{bottom:.2}!\"];\n  \
             \"lane {i}\" -> \"end {i}\" [arrowhead=none, color=\"#cccccc\", penwidth=1];",
            quote(&lines.join("\n"))
        );
    }
}

/// A shape at every source, joined by lines, and an arrow from the nearest source to every target.
fn marks(out: &mut String, graph: &EventGraph, lanes: &Lanes, event: &EventNode, y: f64) {
    let look = Look::of(event);
    let (sources, targets) = lanes.of_event(event);
    let name = |lane: usize| quote(&format!("{} {lane}", event.local));
    let line = look.line();
    let dash = look.dash.map_or("", |d| if d.starts_with('1') { ", style=dotted" } else { ", style=dashed" });
    let tip = quote(&tooltip(graph, event));
    for &lane in &sources {
        let style = if dash.is_empty() { "filled" } else { dash.trim_start_matches(", style=") };
        let _ = writeln!(
            out,
            "  {} [label=\"\", shape={}, width=0.2, height=0.2, fixedsize=true, style=\"filled,{style}\", \
             fillcolor=\"{}\", color=\"{}\", tooltip={tip}, pos=\"{:.2},{y:.2}!\"];",
            name(lane),
            mark(look.family.shape),
            look.fill,
            look.stroke,
            lane as f64 * LANE
        );
    }
    for pair in sources.windows(2) {
        let (from, to) = (name(pair[0]), name(pair[1]));
        let _ = writeln!(out, "  {from} -> {to} [arrowhead=none, color=\"{line}\"{dash}, tooltip={tip}];");
    }
    for &lane in &targets {
        let x = lane as f64 * LANE;
        let Some(&from) = sources.iter().min_by_key(|source| source.abs_diff(lane)) else {
            let _ = writeln!(
                out,
                "  {} [label=\"\", shape={}, width=0.2, height=0.2, fixedsize=true, style=filled, fillcolor=\"#ffffff\", \
                 color=\"{line}\", tooltip={tip}, pos=\"{x:.2},{y:.2}!\"];",
                name(lane),
                mark(look.family.shape),
            );
            continue;
        };
        let _ = writeln!(
            out,
            "  {} [shape=point, width=0.04, color=\"{line}\", pos=\"{x:.2},{y:.2}!\"];\n  \
             {} -> {} [color=\"{line}\"{dash}, tooltip={tip}];",
            name(lane),
            name(from),
            name(lane)
        );
    }
}

/// The shape of a small mark.
fn mark(shape: &'static str) -> &'static str {
    match shape {
        "ellipse" => "circle",
        "box" => "square",
        shape => shape,
    }
}

/// What the legend calls the shapes of [`mark`].
fn mark_words(shape: &'static str) -> &'static str {
    match shape {
        "ellipse" => "circle",
        "box" => "square",
        "cds" => "pointing right",
        "invhouse" => "house upside down",
        "invtrapezium" => "wide above",
        "trapezium" => "wide below",
        "parallelogram" => "slanted",
        "note" => "folded corner",
        shape => shape,
    }
}
