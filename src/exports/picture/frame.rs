//! What every picture has: heading, legend, words of one event.

use super::font;
use super::look::{LOOKS, Look, date_words, type_words};
use super::shape;
use super::svg::{Anchor, Paint, Svg, Text};
use crate::events::event::{Role, Status};
use crate::graph::{EventGraph, EventNode};
use std::collections::BTreeSet;

/// Space around a picture.
pub const MARGIN: f64 = 24.0;

/// Writes heading and caption; returns where the picture may begin below them.
pub fn heading(svg: &mut Svg, title: &str, caption: &str, width: f64) -> f64 {
    let title = font::fit(title, 20.0, (width - 2.0 * MARGIN) * 0.92);
    svg.text(&Text { bold: true, ..Text::new(&title, MARGIN, MARGIN + 16.0, 20.0) });
    let mut y = MARGIN + 16.0;
    for line in wrap(caption, 12.0, width - 2.0 * MARGIN) {
        y += 18.0;
        svg.text(&Text { fill: "#666666", ..Text::new(&line, MARGIN, y, 12.0) });
    }
    y + 18.0
}

/// Breaks text into lines no wider than `limit`.
pub fn wrap(text: &str, size: f64, limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if font::width(&format!("{line} {word}"), size) <= limit => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(font::fit(word, size, limit)),
        }
    }
    lines
}

/// What a legend explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legend {
    /// Colours, shapes of cards and statuses.
    Events,
    /// Colours, shapes of marks and statuses.
    Marks,
    /// Colours alone.
    Colours,
}

enum Sign {
    Colour(&'static str),
    Card(&'static str),
    Mark(&'static str),
    Status(Status),
}

/// Writes the signs that these events need from `y` downwards; returns the lower end.
pub fn legend<'a>(svg: &mut Svg, events: impl Iterator<Item = &'a EventNode>, what: Legend, y: f64, width: f64) -> f64 {
    let (mut quads, mut families, mut statuses) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for event in events {
        let look = Look::of(event);
        quads.insert(look.quad.name);
        families.insert(look.family.label);
        statuses.insert(event.key.status);
    }
    let mut rows: Vec<Vec<(Sign, &str)>> = vec![
        LOOKS
            .quads
            .iter()
            .filter(|q| quads.contains(q.name))
            .map(|q| (Sign::Colour(if what == Legend::Colours { q.line } else { q.fill }), q.label))
            .collect(),
    ];
    if what != Legend::Colours {
        let sign = if what == Legend::Events { Sign::Card } else { Sign::Mark };
        let mut told = BTreeSet::new();
        let known = LOOKS.families.iter().filter(|f| families.contains(f.label) && told.insert(f.label));
        rows.push(known.map(|f| (sign(f.shape), f.label)).collect());
        let words = [
            (Status::Planned, "dashed: planned"),
            (Status::Possible, "dotted: possible"),
            (Status::Negated, "grey: did not happen"),
        ];
        rows.push(words.iter().filter(|(s, _)| statuses.contains(s)).map(|(s, w)| (Sign::Status(*s), *w)).collect());
    }
    let mut y = y + 14.0;
    for row in rows.iter().filter(|row| !row.is_empty()) {
        let mut x = MARGIN;
        for (sign, label) in row {
            let indent = if matches!(sign, Sign::Card(_)) { 36.0 } else { 24.0 };
            let step = indent + font::width(label, 11.0) + 20.0;
            if x + step > width - MARGIN && x > MARGIN {
                x = MARGIN;
                y += 18.0;
            }
            draw_sign(svg, sign, x, y);
            svg.text(&Text { fill: "#444444", ..Text::new(label, x + indent, y + 4.0, 11.0) });
            x += step;
        }
        y += 20.0;
    }
    y
}

fn draw_sign(svg: &mut Svg, sign: &Sign, x: f64, y: f64) {
    match sign {
        Sign::Colour(fill) => svg.rect(x, y - 6.0, 18.0, 12.0, 3.0, &Paint::shape(fill, "#555555").faint(1.0)),
        Sign::Card(shape) => {
            let outline = shape::card(shape, x, y - 7.0, 30.0, 14.0);
            svg.path(&outline, &Paint::shape("#ffffff", "#444444").faint(1.0));
        }
        Sign::Mark(shape) => {
            svg.path(&shape::mark(shape, x + 9.0, y, 12.0), &Paint::shape("#ffffff", "#444444").faint(1.0));
        }
        Sign::Status(status) => {
            let look = Look::new(LOOKS.quads[0], LOOKS.families[0], *status);
            svg.rect(x, y - 6.0, 18.0, 12.0, 3.0, &Paint::shape(&look.fill, &look.stroke).dashed(look.dash));
            if look.struck {
                svg.line((x + 2.0, y), (x + 16.0, y), &Paint::line("#777777", 1.0));
            }
        }
    }
}

/// `2009 to 25 Mar 2021`, the years that events span; empty without dates.
pub fn span_words<'a>(events: impl Iterator<Item = &'a EventNode>) -> String {
    let days: Vec<_> = events.filter_map(|e| e.key.earliest.or(e.key.latest)).collect();
    match (days.iter().min(), days.iter().max()) {
        (Some(first), Some(last)) if first == last => date_words(Some(&first.to_string())),
        (Some(first), Some(last)) => {
            format!("{} to {}", date_words(Some(&first.to_string())), date_words(Some(&last.to_string())))
        }
        _ => String::new(),
    }
}

/// `34 events, 2009 to 25 Mar 2021`, with what was left out.
pub fn caption(graph: &EventGraph, left_out: usize) -> String {
    let shown = graph.events().len();
    let mut words = if left_out > 0 {
        format!("The {shown} of {} events that most articles report", shown + left_out)
    } else {
        format!("{shown} event{}", if shown == 1 { "" } else { "s" })
    };
    let span = span_words(graph.events());
    if !span.is_empty() {
        words.push_str(&format!(", {span}"));
    }
    words.push('.');
    words
}

/// Type, and the status where it did not simply happen.
pub fn event_words(event: &EventNode) -> String {
    let words = type_words(&event.key.kind);
    match event.key.status {
        Status::Actual | Status::Negated => words,
        status => format!("{words} ({})", crate::graph::identity::status_name(status)),
    }
}

/// The line below: named persons and place, `Sergey Lavrov, Chung Eui-yong · Seoul`.
pub fn detail_words(graph: &EventGraph, event: &EventNode) -> String {
    let mut named: Vec<String> = Vec::new();
    for (role, detail) in event.participants() {
        let (actor, party) =
            (crate::graph::identity::actor(&detail.value), crate::graph::identity::party(&detail.value));
        let name = graph.name(&actor).to_owned();
        if matches!(role, Role::Source | Role::Target) && actor != party && !named.contains(&name) {
            named.push(name);
        }
    }
    let place = event.places().into_iter().next().map(|p| p.value.name);
    [Some(named.join(", ")).filter(|n| !n.is_empty()), place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Everything of an event in a tooltip.
pub fn tooltip(graph: &EventGraph, event: &EventNode) -> String {
    let side = |parties: &[String]| parties.iter().map(|p| graph.name(p)).collect::<Vec<_>>().join(", ");
    let mut lines = vec![format!("{}, {}", event_words(event), date_words(event.edtf()))];
    let (sources, targets) = (side(&event.key.sources), side(&event.key.targets));
    if !sources.is_empty() || !targets.is_empty() {
        lines.push(if targets.is_empty() { sources } else { format!("{sources} → {targets}") });
    }
    let detail = detail_words(graph, event);
    if !detail.is_empty() {
        lines.push(detail);
    }
    let quote = event.quote();
    if !quote.is_empty() {
        lines.push(format!("“{quote}”"));
    }
    let articles = event.articles();
    lines.push(format!("{articles} article{}", if articles == 1 { "" } else { "s" }));
    lines.join("\n")
}

/// A label centred in a box, struck where the event did not happen.
pub fn centred<'a>(words: &'a str, x: f64, y: f64, size: f64, look: &'a Look) -> Text<'a> {
    Text { anchor: Anchor::Middle, fill: &look.text, struck: look.struck, ..Text::new(words, x, y, size) }
}
