//! The picture of events: who on the left, what happened in the middle by date, to or with whom on the right, so that
//! every row reads like a sentence. Large graphs stand in several panels side by side.

use super::font;
use super::frame::{self, Legend, MARGIN};
use super::look::{Look, date_words};
use super::shape;
use super::svg::{Anchor, Paint, Svg, Text, n};
use crate::graph::identity;
use crate::graph::{EventGraph, EventNode};
use std::collections::{BTreeMap, BTreeSet};

/// Most events of one panel.
const PANEL: usize = 26;
/// Height of an event.
const CARD: f64 = 34.0;
/// From event to event.
const ROW: f64 = 42.0;
/// Height of a date's heading.
const DATE: f64 = 24.0;
/// Space between dates.
const GAP: f64 = 12.0;
/// Least and greatest width of an event.
const WIDTH: (f64, f64) = (150.0, 270.0);
/// Greatest width of an actor.
const HUB: f64 = 230.0;
/// Height of an actor.
const HUB_HEIGHT: f64 = 26.0;
/// Room for the lines between actors and events.
const LANE: f64 = 96.0;

/// The picture as SVG. `left_out` events were thinned out before.
pub fn draw(graph: &EventGraph, title: &str, base: &str, left_out: usize) -> String {
    let panels = panels(graph);
    let layout = Layout::of(graph);
    let columns = columns(panels.len());
    let panel_width = layout.panel_width();
    let width = (MARGIN * 2.0 + columns as f64 * (panel_width + 40.0) - 40.0).max(760.0);
    let mut svg = Svg::default();
    let mut caption = frame::caption(graph, left_out);
    caption.push_str(" Each row reads: who, did what, to or with whom. Arrows lead to targets; parties without an arrow act together.");
    let mut y = frame::heading(&mut svg, title, &caption, width);
    for row in panels.chunks(columns) {
        let mut bottom = y;
        for (i, panel) in row.iter().enumerate() {
            let x = MARGIN + i as f64 * (panel_width + 40.0);
            bottom = f64::max(bottom, Panel { graph, base, layout: &layout, x }.draw(&mut svg, panel, y));
        }
        y = bottom + 24.0;
    }
    y = frame::legend(&mut svg, graph.events(), Legend::Events, y - 10.0, width);
    svg.finish(width, y + MARGIN - 10.0, title)
}

/// Panels side by side that make the page about as broad as high.
fn columns(panels: usize) -> usize {
    match panels {
        0..=3 => panels.max(1),
        4 => 2,
        5..=9 => 3,
        _ => 4,
    }
}

/// Events of one date, of one panel.
struct Group<'a> {
    heading: String,
    events: Vec<&'a EventNode>,
}

/// Breaks the events into panels of whole dates where these fit.
fn panels(graph: &EventGraph) -> Vec<Vec<Group<'_>>> {
    let mut groups: Vec<Group> = Vec::new();
    for event in graph.events() {
        let heading = date_words(event.edtf());
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.events.push(event),
            _ => groups.push(Group { heading, events: vec![event] }),
        }
    }
    // Equal panels look better than full ones and a rest: the least height with which the fewest panels do.
    let total = graph.events().len();
    let fewest = total.div_ceil(PANEL).max(1);
    let least = total.div_ceil(fewest).max(1);
    let limit = (least..=PANEL + 4).find(|limit| split(&groups, *limit).len() <= fewest).unwrap_or(least + 2);
    split(&groups, limit)
}

/// Panels of at most `limit` events.
fn split<'a>(groups: &[Group<'a>], limit: usize) -> Vec<Vec<Group<'a>>> {
    let mut panels: Vec<Vec<Group>> = vec![Vec::new()];
    let mut used = 0;
    for group in groups {
        let mut rest = &group.events[..];
        let mut heading = group.heading.clone();
        while !rest.is_empty() {
            if used > 0 && used + rest.len() > limit && (rest.len() <= limit || used + 3 > limit) {
                panels.push(Vec::new());
                used = 0;
            }
            let now = rest.len().min(limit - used).max(1);
            let part = Group { heading: heading.clone(), events: rest[..now].to_vec() };
            panels.last_mut().expect("never empty").push(part);
            used += now;
            rest = &rest[now..];
            heading = format!("{} (continued)", group.heading);
        }
    }
    panels
}

/// Widths that all panels share.
struct Layout {
    card: f64,
    left: f64,
    right: f64,
}

impl Layout {
    fn of(graph: &EventGraph) -> Self {
        let mut layout = Self { card: WIDTH.0, left: 60.0, right: 60.0 };
        for event in graph.events() {
            let inset = 2.0 * shape::inset(Look::of(event).family.shape, CARD);
            let words = font::width(&frame::event_words(event), 12.0) * 1.08;
            let detail = font::width(&frame::detail_words(graph, event), 10.0);
            layout.card = layout.card.max(words.max(detail) + inset + 4.0).min(WIDTH.1);
            let (left, right) = sides(graph, event);
            let hub = |actors: &[&str]| {
                actors.iter().map(|a| font::width(graph.name(a), 12.0) + 24.0).fold(0.0, f64::max).min(HUB)
            };
            layout.left = layout.left.max(hub(&left));
            layout.right = layout.right.max(hub(&right));
        }
        layout
    }

    fn panel_width(&self) -> f64 {
        self.left + LANE + self.card + 16.0 + LANE + self.right
    }
}

/// Actors that stand to the left and to the right of an event. Of parties that act together the busiest goes left.
pub fn sides<'a>(graph: &EventGraph, event: &'a EventNode) -> (Vec<&'a str>, Vec<&'a str>) {
    let sources: Vec<&str> = event.key.sources.iter().map(String::as_str).collect();
    let targets: Vec<&str> = event.key.targets.iter().map(String::as_str).collect();
    if !targets.is_empty() || sources.len() < 2 {
        return (sources, targets);
    }
    let degree = |a: &str| graph.node(a).map_or(0, |node| graph.graph.neighbors(node).count());
    let left = sources.iter().copied().max_by_key(|a| (degree(a), std::cmp::Reverse(*a))).unwrap_or(sources[0]);
    (vec![left], sources.into_iter().filter(|a| *a != left).collect())
}

/// One panel at its place.
struct Panel<'a> {
    graph: &'a EventGraph,
    base: &'a str,
    layout: &'a Layout,
    x: f64,
}

/// An event with the y of its middle.
struct Row<'a> {
    event: &'a EventNode,
    y: f64,
    look: Look,
    left: Vec<&'a str>,
    right: Vec<&'a str>,
}

impl Panel<'_> {
    fn draw(&self, svg: &mut Svg, groups: &[Group], top: f64) -> f64 {
        let card_x = self.x + self.layout.left + LANE + 8.0;
        let mut y = top;
        let mut rows: Vec<Row> = Vec::new();
        for group in groups {
            let height = DATE + group.events.len() as f64 * ROW + 2.0;
            let frame = Paint::shape("#f7f7f5", "#dcdcd6");
            svg.rect(card_x - 8.0, y, self.layout.card + 16.0, height, 8.0, &frame);
            let heading = font::fit(&group.heading, 11.0, self.layout.card);
            svg.text(&Text { bold: true, fill: "#666666", ..Text::new(&heading, card_x + 2.0, y + 16.0, 11.0) });
            for (i, event) in group.events.iter().enumerate() {
                let (left, right) = sides(self.graph, event);
                let middle = y + DATE + i as f64 * ROW + CARD / 2.0;
                rows.push(Row { event, y: middle, look: Look::of(event), left, right });
            }
            y += height + GAP;
        }
        let bottom = y - GAP;
        let left = hubs(rows.iter().map(|r| (r.y, &r.left)), top, bottom);
        let right = hubs(rows.iter().map(|r| (r.y, &r.right)), top, bottom);
        for row in &rows {
            self.draw_lines(svg, row, &left, &right, card_x);
        }
        for (hubs, x, width, end) in [
            (&left, self.x, self.layout.left, true),
            (&right, card_x + self.layout.card + 8.0 + LANE, self.layout.right, false),
        ] {
            for (actor, y) in hubs {
                self.draw_hub(svg, actor, x, *y, width, end);
            }
        }
        for row in &rows {
            self.draw_card(svg, row, card_x);
        }
        left.values().chain(right.values()).fold(bottom, |b, y| b.max(y + HUB_HEIGHT / 2.0))
    }

    fn draw_lines(&self, svg: &mut Svg, row: &Row, left: &BTreeMap<&str, f64>, right: &BTreeMap<&str, f64>, card: f64) {
        let colour = row.look.line();
        let paint = Paint::line(&colour, 1.6).dashed(row.look.dash).faint(0.75);
        for actor in &row.left {
            curve(svg, (self.x + self.layout.left, left[actor]), (card, row.y), &paint);
        }
        let directed = !row.event.key.targets.is_empty();
        let end = card + self.layout.card + 8.0 + LANE;
        for actor in &row.right {
            let y = right[actor];
            curve(svg, (card + self.layout.card, row.y), (if directed { end - 6.0 } else { end }, y), &paint);
            if directed {
                let (tip, back) = (n(end - 1.0), n(end - 9.0));
                let d = format!("M{tip} {}L{back} {}L{back} {}Z", n(y), n(y - 4.0), n(y + 4.0));
                svg.path(&d, &Paint::shape(&colour, "none"));
            }
        }
    }

    fn draw_hub(&self, svg: &mut Svg, actor: &str, x: f64, y: f64, room: f64, at_end: bool) {
        let name = font::fit(self.graph.name(actor), 12.0, room - 22.0);
        let width = font::width(&name, 12.0) + 22.0;
        let x = if at_end { x + room - width } else { x };
        svg.open(&identity::iri(self.base, actor), self.graph.name(actor));
        let paint = Paint::shape("#ffffff", "#555555");
        svg.rect(x, y - HUB_HEIGHT / 2.0, width, HUB_HEIGHT, HUB_HEIGHT / 2.0, &paint);
        svg.text(&Text { anchor: Anchor::Middle, ..Text::new(&name, x + width / 2.0, y + 4.2, 12.0) });
        svg.close();
    }

    fn draw_card(&self, svg: &mut Svg, row: &Row, x: f64) {
        let (look, y, width) = (&row.look, row.y, self.layout.card);
        svg.open(&identity::iri(self.base, &row.event.local), &frame::tooltip(self.graph, row.event));
        let paint = Paint { width: 1.2, ..Paint::shape(&look.fill, &look.stroke) }.dashed(look.dash);
        svg.path(&shape::card(look.family.shape, x, y - CARD / 2.0, width, CARD), &paint);
        let room = width - 2.0 * shape::inset(look.family.shape, CARD);
        let middle = x + width / 2.0;
        let words = font::fit(&frame::event_words(row.event), 12.0, room / 1.08);
        let detail = font::fit(&frame::detail_words(self.graph, row.event), 10.0, room);
        let first = if detail.is_empty() { y + 4.2 } else { y - 2.0 };
        svg.text(&Text { bold: true, ..frame::centred(&words, middle, first, 12.0, look) });
        if !detail.is_empty() {
            svg.text(&Text { struck: false, ..frame::centred(&detail, middle, y + 11.0, 10.0, look) });
        }
        svg.close();
    }
}

fn curve(svg: &mut Svg, from: (f64, f64), to: (f64, f64), paint: &Paint) {
    let bend = (to.0 - from.0) * 0.5;
    let (x1, y1, x2, y2) = (n(from.0), n(from.1), n(to.0), n(to.1));
    svg.path(&format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", n(from.0 + bend), n(to.0 - bend)), paint);
}

/// Places actors at the mean height of their events, then apart from one another.
fn hubs<'a>(rows: impl Iterator<Item = (f64, &'a Vec<&'a str>)>, top: f64, bottom: f64) -> BTreeMap<&'a str, f64> {
    let mut heights: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (y, actors) in rows {
        for actor in actors.iter().collect::<BTreeSet<_>>() {
            heights.entry(actor).or_default().push(y);
        }
    }
    let mut wanted: Vec<(f64, &str)> =
        heights.iter().map(|(actor, ys)| (ys.iter().sum::<f64>() / ys.len() as f64, *actor)).collect();
    wanted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    let places = apart(&wanted.iter().map(|w| w.0).collect::<Vec<_>>(), HUB_HEIGHT + 8.0, top + 13.0, bottom - 13.0);
    wanted.into_iter().map(|w| w.1).zip(places).collect()
}

/// The places nearest to the wanted ones (sorted) that keep a distance: neighbours that collide move as one block about
/// their mean (isotonic regression). They stay between `low` and `high` where there is room.
fn apart(wanted: &[f64], distance: f64, low: f64, high: f64) -> Vec<f64> {
    // Blocks of (sum of wanted places less their offsets, members).
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (i, want) in wanted.iter().enumerate() {
        blocks.push((want - i as f64 * distance, 1));
        while let [.., (a, m), (b, k)] = blocks[..] {
            if a / m as f64 <= b / k as f64 {
                break;
            }
            blocks.truncate(blocks.len() - 2);
            blocks.push((a + b, m + k));
        }
    }
    let ceiling = (high - (wanted.len().max(1) - 1) as f64 * distance).max(low);
    let mut places = Vec::with_capacity(wanted.len());
    for (sum, members) in blocks {
        for _ in 0..members {
            let start = (sum / members as f64).clamp(low, ceiling);
            places.push(start + places.len() as f64 * distance);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn places_keep_their_distance_and_stay_near() {
        let places = apart(&[10.0, 12.0, 13.0, 100.0], 20.0, 0.0, 200.0);
        assert!(places.windows(2).all(|w| w[1] - w[0] >= 20.0 - 1e-9), "{places:?}");
        assert_eq!(places[3], 100.0);
        assert!(apart(&[199.0, 199.0], 30.0, 0.0, 200.0)[1] <= 200.0);
        assert!(apart(&[], 30.0, 0.0, 200.0).is_empty());
    }
}
