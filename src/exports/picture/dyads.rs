//! The picture of dyads: actors, joined by a line for each quad class, as broad as there are events.

use super::font;
use super::frame::{self, Legend, MARGIN};
use super::look::LOOKS;
use super::svg::{Anchor, Paint, Svg, Text, n};
use crate::graph::identity;
use crate::graph::{EventGraph, EventNode};
use std::collections::{BTreeMap, BTreeSet};

/// Most actors that can be told apart.
pub const ACTORS: usize = 40;

const HEIGHT: f64 = 30.0;

/// Counts of a dyad's events by quad class.
pub type Dyads<'a> = BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, usize>>;

/// Pairs of parties of one event: every source with every target, or the sources of a reciprocal event with each other.
/// Each pair in order of its names.
pub fn pairs(event: &EventNode) -> BTreeSet<(&str, &str)> {
    let (sources, targets) = (&event.key.sources, &event.key.targets);
    let second = if targets.is_empty() { sources } else { targets };
    let mut pairs = BTreeSet::new();
    for a in sources {
        for b in second {
            if a != b {
                pairs.insert((a.as_str().min(b), a.as_str().max(b)));
            }
        }
    }
    pairs
}

/// All dyads of a graph.
pub fn dyads(graph: &EventGraph) -> Dyads<'_> {
    let mut dyads = Dyads::new();
    for event in graph.events() {
        let quad = LOOKS.quad(&event.best().quad).name;
        for pair in pairs(event) {
            *dyads.entry(pair).or_default().entry(quad).or_default() += 1;
        }
    }
    dyads
}

/// The actors with the most events in dyads, at most `limit`, sorted by name; and how many there are in all.
pub fn busiest<'a>(dyads: &Dyads<'a>, limit: usize) -> (Vec<&'a str>, usize) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ((a, b), quads) in dyads {
        let count: usize = quads.values().sum();
        *counts.entry(a).or_default() += count;
        *counts.entry(b).or_default() += count;
    }
    let mut actors: Vec<&str> = counts.keys().copied().collect();
    let all = actors.len();
    actors.sort_by_key(|a| (std::cmp::Reverse(counts[a]), *a));
    actors.truncate(limit);
    actors.sort_unstable();
    (actors, all)
}

struct Body<'a> {
    actor: &'a str,
    name: String,
    count: usize,
    width: f64,
    x: f64,
    y: f64,
}

/// The picture as SVG with at most `limit` actors. `left_out` events were thinned out before.
pub fn draw(graph: &EventGraph, title: &str, base: &str, limit: usize, left_out: usize) -> String {
    let all = dyads(graph);
    let (actors, known) = busiest(&all, limit);
    let number: BTreeMap<&str, usize> = actors.iter().enumerate().map(|(i, a)| (*a, i)).collect();
    let mut bodies: Vec<Body> = actors
        .iter()
        .map(|actor| {
            let name = font::fit(graph.name(actor), 13.0, 260.0);
            let count =
                graph.events().filter(|e| e.key.sources.iter().chain(&e.key.targets).any(|p| p == actor)).count();
            Body { actor, width: font::width(&name, 13.0) * 1.08 + 26.0, name, count, x: 0.0, y: 0.0 }
        })
        .collect();
    let shown: Vec<(usize, usize, &BTreeMap<&str, usize>)> =
        all.iter().filter_map(|((a, b), quads)| Some((*number.get(a)?, *number.get(b)?, quads))).collect();
    let edges: Vec<(usize, usize)> = shown.iter().map(|(a, b, _)| (*a, *b)).collect();
    let (width, height) = super::layout::place(&edges, &mut Boxes(&mut bodies));
    let page = (width + 2.0 * MARGIN + 40.0).max(760.0);
    let mut svg = Svg::default();
    let mut caption = frame::caption(graph, left_out);
    caption.push_str(" A line joins two actors for each class of their events; it is the broader the more there are, and tells their number from 2 on.");
    if known > actors.len() {
        caption.push_str(&format!(" The {} of {known} actors with the most events.", actors.len()));
    }
    if actors.is_empty() {
        caption.push_str(" No event here has two parties.");
    }
    let top = frame::heading(&mut svg, title, &caption, page) + 14.0;
    let left = (page - width) / 2.0;
    for body in &mut bodies {
        body.x += left;
        body.y += top;
    }
    draw_edges(&mut svg, &bodies, &shown);
    for body in &bodies {
        let tip = format!("{}: {} event{}", graph.name(body.actor), body.count, if body.count == 1 { "" } else { "s" });
        svg.open(&identity::iri(base, body.actor), &tip);
        let paint = Paint { width: 1.3, ..Paint::shape("#ffffff", "#444444") };
        svg.rect(body.x - body.width / 2.0, body.y - HEIGHT / 2.0, body.width, HEIGHT, HEIGHT / 2.0, &paint);
        let text = Text::new(&body.name, body.x, body.y + 4.5, 13.0);
        svg.text(&Text { anchor: Anchor::Middle, bold: true, ..text });
        svg.close();
    }
    let y = frame::legend(
        &mut svg,
        graph.events().filter(|e| !pairs(e).is_empty()),
        Legend::Colours,
        top + height + 10.0,
        page,
    );
    svg.finish(page, y + MARGIN - 10.0, title)
}

struct Boxes<'a, 'b>(&'a mut [Body<'b>]);

impl super::layout::Bodies for Boxes<'_, '_> {
    fn len(&self) -> usize {
        self.0.len()
    }
    fn size(&self, i: usize) -> (f64, f64) {
        (self.0[i].width, HEIGHT)
    }
    fn set(&mut self, i: usize, x: f64, y: f64) {
        (self.0[i].x, self.0[i].y) = (x, y);
    }
}

/// How broad lines are.
pub struct Breadth {
    most: f64,
    room: f64,
}

impl Breadth {
    /// Of these counts, one a line. Where there are many lines all are thinner; a graph of single events has no broad ones.
    pub fn of(counts: impl Iterator<Item = usize> + Clone) -> Self {
        let lines = counts.clone().count().max(1) as f64;
        Self { most: counts.max().unwrap_or(1).max(4) as f64, room: 9.0 * (60.0 / lines).sqrt().clamp(0.4, 1.0) }
    }

    /// Of a line that stands for so many events.
    pub fn of_line(&self, count: usize) -> f64 {
        1.4 + self.room * (count as f64 / self.most).sqrt()
    }
}

/// Lines first, numbers after all of them, where they hide neither each other nor an actor.
fn draw_edges(svg: &mut Svg, bodies: &[Body], edges: &[(usize, usize, &BTreeMap<&str, usize>)]) {
    let breadth = Breadth::of(edges.iter().flat_map(|(_, _, quads)| quads.values()).copied());
    let mut curves = Vec::new();
    for (a, b, quads) in edges {
        let (a, b) = (&bodies[*a], &bodies[*b]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = (dx * dx + dy * dy).sqrt().max(1.0);
        let widths: Vec<f64> = quads.values().map(|count| breadth.of_line(*count)).collect();
        let total: f64 = widths.iter().sum::<f64>() + 7.0 * (widths.len() - 1) as f64;
        let mut offset = -total / 2.0;
        let order = LOOKS.quads.iter().filter_map(|q| quads.get_key_value(q.name).map(|(_, count)| (q, *count)));
        for (quad, count) in order {
            let width = breadth.of_line(count);
            let side = (offset + width / 2.0) * 2.0;
            offset += width + 7.0;
            let bend = ((a.x + b.x) / 2.0 - dy / length * side, (a.y + b.y) / 2.0 + dx / length * side);
            let d = format!("M{} {}Q{} {} {} {}", n(a.x), n(a.y), n(bend.0), n(bend.1), n(b.x), n(b.y));
            svg.open("#", &format!("{} – {}: {count}, {}", a.name, b.name, quad.label));
            svg.path(&d, &Paint::line(quad.line, width).faint(0.85));
            svg.close();
            if count > 1 {
                curves.push(((a.x, a.y), bend, (b.x, b.y), count, quad.line));
            }
        }
    }
    let mut taken: Vec<(f64, f64, f64, f64)> =
        bodies.iter().map(|b| (b.x, b.y, b.width / 2.0 + 2.0, HEIGHT / 2.0 + 2.0)).collect();
    for (from, bend, to, count, colour) in curves {
        let words = count.to_string();
        let half = (font::width(&words, 11.0) / 2.0 + 3.0, 8.0);
        let spot = [0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72]
            .iter()
            .map(|t| bezier(from, bend, to, *t))
            .find(|p| taken.iter().all(|o| (o.0 - p.0).abs() > o.2 + half.0 || (o.1 - p.1).abs() > o.3 + half.1));
        if let Some((x, y)) = spot {
            // Where numbers crowd, the border tells whose each is.
            let paint = Paint { width: 1.2, ..Paint::shape("#ffffff", colour) };
            svg.rect(x - half.0, y - 7.5, half.0 * 2.0, 15.0, 7.5, &paint);
            svg.text(&Text { anchor: Anchor::Middle, ..Text::new(&words, x, y + 3.9, 11.0) });
            taken.push((x, y, half.0, half.1));
        }
    }
}

fn bezier(a: (f64, f64), b: (f64, f64), c: (f64, f64), t: f64) -> (f64, f64) {
    let mix = |a: f64, b: f64, c: f64| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
    (mix(a.0, b.0, c.0), mix(a.1, b.1, c.1))
}
