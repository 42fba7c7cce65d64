//! The picture of dyads for Graphviz.

use super::quote;
use crate::exports::picture::look::LOOKS;
use crate::exports::picture::{dyads, font, frame};
use crate::graph::EventGraph;
use crate::graph::identity::iri;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Actors joined by a line for each quad class, at most `limit` actors.
pub fn dyads(graph: &EventGraph, title: &str, base: &str, limit: usize, left_out: usize) -> String {
    let all = dyads::dyads(graph);
    let (actors, known) = dyads::busiest(&all, limit);
    let mut label = format!("{title}\n{}", frame::caption(graph, left_out));
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
    let is_shown = |actor: &&str| actors.binary_search(actor).is_ok();
    let all: dyads::Dyads = all.into_iter().filter(|((a, b), _)| is_shown(a) && is_shown(b)).collect();
    let breadth = dyads::Breadth::of(all.values().flat_map(BTreeMap::values).copied());
    for ((a, b), quads) in &all {
        for quad in &LOOKS.quads {
            let Some(&count) = quads.get(quad.name) else { continue };
            let width = breadth.of_line(count);
            // As in the picture of the project's own, a number is told from 2 on.
            let label = if count > 1 { format!("label=\"{count}\", ") } else { String::new() };
            let tip = format!("{} – {}: {count}, {}", graph.name(a), graph.name(b), quad.label);
            let _ = writeln!(
                out,
                "  {} -- {} [penwidth={width:.1}, color=\"{}\", {label}weight={count}, tooltip={}];",
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
