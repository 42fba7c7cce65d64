//! The views of the graph as files for Graphviz.

mod dyads;
mod events;
mod timeline;

pub use dyads::dyads;
pub use events::events;
pub use timeline::timeline;

use super::picture::font;
use super::picture::frame::{detail_words, event_words, tooltip};
use super::picture::look::{LOOKS, Look};
use crate::events::event::Status;
use crate::graph::identity::iri;
use crate::graph::{EventGraph, EventNode};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

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

/// What the legend calls the shapes of [`dot_shape`].
fn shape_words(shape: &'static str) -> &'static str {
    match shape {
        "cds" => "tab",
        "invhouse" => "house upside down",
        "invtrapezium" => "wide above",
        "trapezium" => "wide below",
        "diamond" => "double border",
        "parallelogram" => "slanted",
        "note" => "folded corner",
        shape => shape,
    }
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

/// The signs that these events need, a row each.
fn signs(graph: &EventGraph, words: fn(&'static str) -> &'static str) -> Vec<String> {
    let looks: Vec<(Look, Status)> = graph.events().map(|e| (Look::of(e), e.key.status)).collect();
    let mut rows = Vec::new();
    for quad in LOOKS.quads.iter().filter(|q| looks.iter().any(|(l, _)| l.quad.name == q.name)) {
        rows.push(format!("<TR><TD BGCOLOR=\"{}\">    </TD><TD ALIGN=\"LEFT\">{}</TD></TR>", quad.fill, quad.label));
    }
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (look, _) in &looks {
        told.entry(look.family.label).or_default().insert(words(look.family.shape));
    }
    for (label, shapes) in &told {
        let shapes = shapes.iter().copied().collect::<Vec<_>>().join(", ");
        rows.push(format!("<TR><TD ALIGN=\"LEFT\"><I>{shapes}</I></TD><TD ALIGN=\"LEFT\">{label}</TD></TR>"));
    }
    for (status, sign, words) in [
        (Status::Planned, "dashed", "planned"),
        (Status::Possible, "dotted", "possible"),
        (Status::Negated, "grey", "did not happen"),
    ] {
        if looks.iter().any(|(_, s)| *s == status) {
            rows.push(format!("<TR><TD ALIGN=\"LEFT\"><I>{sign}</I></TD><TD ALIGN=\"LEFT\">{words}</TD></TR>"));
        }
    }
    rows
}

/// A box with these rows. `attributes` of the node come from the layout.
fn legend(out: &mut String, rows: &[String], attributes: &str) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(
        out,
        "  legend [shape=plain{attributes}, tooltip=\"legend\", label=<<TABLE BORDER=\"1\" COLOR=\"#cccccc\" CELLBORDER=\"0\" \
         CELLSPACING=\"2\" CELLPADDING=\"2\"><TR><TD COLSPAN=\"2\"><B>Legend</B></TD></TR>{}</TABLE>>];",
        rows.concat()
    );
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
