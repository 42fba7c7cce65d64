//! The timeline: time runs to the right, every actor has a lane, an event is a mark that joins the lanes of its parties.
//!
//! Long histories wrap like a score: each line of the score shows the actors that play in it. Every event has its own
//! step to the right, so that nothing overlaps however many fall on one day; empty stretches of time are shortened.

use super::font;
use super::frame::{self, Legend, MARGIN};
use super::lanes::{Lanes, Order};
use super::look::{Look, date_words};
use super::shape;
use super::svg::{Anchor, Paint, Svg, Text, n};
use crate::graph::{EventGraph, EventNode};

/// Width of the lanes of one line of the score.
const LINE: f64 = 1180.0;
/// Least and greatest step from event to event.
const STEP: (f64, f64) = (17.0, 64.0);
/// From lane to lane.
const LANE: f64 = 26.0;
/// From this step on labels name persons and places too.
const ROOMY: f64 = 30.0;
/// Sine and cosine of the slope of event labels (55 degrees).
const SLOPE: (f64, f64) = (0.819, 0.574);

/// An event with its place on the page.
struct Placed<'a> {
    event: &'a EventNode,
    x: f64,
}

/// The timeline of a graph as SVG. `left_out` events were thinned out before.
pub fn draw(graph: &EventGraph, title: &str, base: &str, left_out: usize) -> String {
    let (lines, step) = score(graph);
    let order = Order::of(&graph.events().collect::<Vec<_>>());
    let lanes: Vec<Lanes> =
        lines.iter().map(|line| Lanes::of(graph, &line.iter().map(|p| p.event).collect::<Vec<_>>(), &order)).collect();
    let names = lanes.iter().flat_map(|l| &l.names);
    let label_width = names.map(|l| font::width(l, 12.0)).fold(60.0, f64::max).min(280.0) + 16.0;
    let longest = lines.iter().flatten().map(|p| p.x).fold(0.0, f64::max);
    let width = (MARGIN * 2.0 + label_width + longest + 130.0).max(760.0);
    let mut svg = Svg::default();
    let mut caption = frame::caption(graph, left_out);
    caption.push_str(
        " A mark joins the actors of an event; an arrow leads to its target. Empty stretches of time are shortened.",
    );
    if lanes.iter().any(|l| l.shared) {
        caption.push_str(" Actors with few events share the lane “others”.");
    }
    let mut y = frame::heading(&mut svg, title, &caption, width);
    for (line, lanes) in lines.iter().zip(&lanes) {
        let page = Page { graph, base, left: MARGIN + label_width, details: step >= ROOMY };
        y = page.draw(&mut svg, lanes, line, y);
    }
    y = frame::legend(&mut svg, graph.events(), Legend::Marks, y, width);
    svg.finish(width, y + MARGIN - 10.0, title)
}

/// Gives every event its x and breaks the row into lines that are about equally full. The second value is the step.
fn score(graph: &EventGraph) -> (Vec<Vec<Placed<'_>>>, f64) {
    let events: Vec<&EventNode> = graph.events().collect();
    let gaps: Vec<f64> = (0..events.len()).map(|i| gap(&events, i)).collect();
    let gaps_sum = gaps.iter().sum::<f64>();
    let count = events.len() as f64;
    let step = ((LINE - gaps_sum) / count.max(1.0)).clamp(STEP.0, STEP.1);
    let needed = gaps_sum + step * count;
    let lines = (needed / LINE).ceil().max(1.0);
    let wanted = (needed / lines + 2.0 * STEP.0).min(LINE);
    let mut out: Vec<Vec<Placed>> = vec![Vec::new()];
    let mut x = 0.0;
    for (event, gap) in events.into_iter().zip(gaps) {
        if x + gap + step > wanted && x > 0.0 {
            out.push(Vec::new());
            x = 0.0;
        }
        x += if x == 0.0 { step / 2.0 + 8.0 } else { gap + step };
        if let Some(line) = out.last_mut() {
            line.push(Placed { event, x });
        }
    }
    (out, step)
}

/// Extra room before an event: none within a date, more the longer nothing happened.
fn gap(events: &[&EventNode], i: usize) -> f64 {
    let Some(before) = i.checked_sub(1).map(|j| events[j]) else { return 0.0 };
    let event = events[i];
    if before.edtf() == event.edtf() {
        return 0.0;
    }
    let day = |e: &EventNode| e.key.earliest.or(e.key.latest);
    let days = match (day(before), day(event)) {
        (Some(a), Some(b)) => (b - a).get_days(),
        _ => 400,
    };
    [(1, 6.0), (7, 10.0), (31, 15.0), (366, 22.0)].iter().find(|(limit, _)| days <= *limit).map_or(30.0, |(_, px)| *px)
}

/// What the lines of the score have in common.
struct Page<'a> {
    graph: &'a EventGraph,
    base: &'a str,
    /// Where lanes begin.
    left: f64,
    /// Whether there is room for persons and places in the labels.
    details: bool,
}

impl Page<'_> {
    /// Draws one line of the score from `top` downwards; returns its lower end.
    fn draw(&self, svg: &mut Svg, lanes: &Lanes, line: &[Placed], top: f64) -> f64 {
        let Some(last) = line.last() else { return top };
        let labels: Vec<String> = line.iter().map(|p| self.label(p.event)).collect();
        let rise = labels.iter().map(|l| font::width(l, 11.0) * SLOPE.0).fold(0.0, f64::max) + 14.0;
        let first_lane = top + rise + 10.0;
        let right = self.left + last.x + 22.0;
        let bottom = first_lane + lanes.names.len() as f64 * LANE;
        for (i, name) in lanes.names.iter().enumerate() {
            let y = lane_y(first_lane, i);
            if i % 2 == 0 {
                let paint = Paint { width: 0.0, ..Paint::shape("#f6f6f4", "none") };
                svg.rect(MARGIN, y - LANE / 2.0, right - MARGIN, LANE, 0.0, &paint);
            }
            svg.line((self.left, y), (right, y), &Paint::line("#cfcfca", 1.0));
            let name = font::fit(name, 12.0, self.left - MARGIN - 14.0);
            svg.text(&Text::new(&name, MARGIN + 6.0, y + 4.0, 12.0));
        }
        draw_dates(svg, line, self.left, first_lane, bottom);
        for (placed, label) in line.iter().zip(&labels) {
            self.draw_event(svg, lanes, placed, label, first_lane);
        }
        // Room for the dates, which stand upright below.
        let longest = line.iter().map(|p| font::width(&date_words(p.event.edtf()), 10.0)).fold(0.0, f64::max);
        bottom + longest + 22.0
    }

    fn label(&self, event: &EventNode) -> String {
        let mut words = frame::event_words(event);
        let detail = frame::detail_words(self.graph, event);
        if self.details && !detail.is_empty() {
            words = format!("{words} · {detail}");
        }
        font::fit(&words, 11.0, if self.details { 300.0 } else { 170.0 })
    }

    fn draw_event(&self, svg: &mut Svg, lanes: &Lanes, placed: &Placed, label: &str, first_lane: f64) {
        let (event, x) = (placed.event, self.left + placed.x);
        let look = Look::of(event);
        let (sources, targets) = lanes.of_event(event);
        let ys = |lanes: &[usize]| lanes.iter().map(|l| lane_y(first_lane, *l)).collect::<Vec<f64>>();
        let (sources, targets) = (ys(&sources), ys(&targets));
        let first = sources.iter().chain(&targets).copied().fold(f64::MAX, f64::min);
        svg.open(&crate::graph::identity::iri(self.base, &event.local), &frame::tooltip(self.graph, event));
        svg.line((x, first_lane - 6.0), (x, first), &Paint::line("#e2e2de", 1.0));
        let fill = if look.struck { "#888888" } else { "#222222" };
        let words = Text::new(label, x + 3.0, first_lane - 8.0, 11.0);
        svg.text(&Text { fill, struck: look.struck, turn: -55.0, ..words });
        draw_mark(svg, &look, x, &sources, &targets);
        svg.close();
    }
}

fn lane_y(first_lane: f64, lane: usize) -> f64 {
    first_lane + (lane as f64 + 0.5) * LANE
}

/// Each date once, upright below its first event, with a rule between dates.
fn draw_dates(svg: &mut Svg, line: &[Placed], left: f64, top: f64, bottom: f64) {
    let mut before: Option<&Placed> = None;
    for placed in line {
        let new = before.is_none_or(|b| b.event.edtf() != placed.event.edtf());
        let x = left + placed.x;
        if new {
            if let Some(b) = before {
                let middle = left + (b.x + placed.x) / 2.0;
                svg.line((middle, top), (middle, bottom), &Paint::line("#e0e0dc", 1.0).dashed(Some("2 3")));
            }
            let words = date_words(placed.event.edtf());
            svg.line((x, bottom), (x, bottom + 5.0), &Paint::line("#888888", 1.0));
            let text = Text::new(&words, x + 3.5, bottom + 9.0, 10.0);
            svg.text(&Text { anchor: Anchor::End, turn: -90.0, fill: "#444444", ..text });
        } else if let Some(b) = before {
            svg.line((left + b.x, bottom + 2.5), (x, bottom + 2.5), &Paint::line("#bbbbbb", 1.0));
        }
        before = Some(placed);
    }
}

/// The line that joins the lanes of an event, its shape at every source and an arrow into every target.
fn draw_mark(svg: &mut Svg, look: &Look, x: f64, sources: &[f64], targets: &[f64]) {
    let line = look.line();
    let all = || sources.iter().chain(targets).copied();
    let (top, low) = (all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max));
    if low > top {
        svg.line((x, top), (x, low), &Paint::line(&line, 2.2).dashed(look.dash));
    }
    for &y in targets {
        // The arrow comes from the nearest source.
        let Some(from) = sources.iter().copied().min_by(|a, b| (a - y).abs().total_cmp(&(b - y).abs())) else {
            svg.path(&shape::mark(look.family.shape, x, y, 11.0), &Paint::shape("#ffffff", &line));
            continue;
        };
        let (tip, back) = if from > y { (y - 1.0, y + 8.0) } else { (y + 1.0, y - 8.0) };
        let d = format!("M{} {}L{} {}L{} {}Z", n(x), n(tip), n(x - 4.5), n(back), n(x + 4.5), n(back));
        svg.path(&d, &Paint::shape(&line, "#ffffff"));
    }
    for &y in sources {
        let paint = Paint { width: 1.4, ..Paint::shape(&look.fill, &look.stroke) };
        svg.path(&shape::mark(look.family.shape, x, y, 13.0), &paint);
        if look.struck {
            svg.line((x - 7.0, y + 7.0), (x + 7.0, y - 7.0), &Paint::line("#777777", 1.4));
        }
    }
}
