//! Colours and shapes of events, out of `data/graph/looks.tsv`.

use crate::events::event::Status;
use crate::graph::EventNode;
use std::sync::LazyLock;

pub use crate::rdf::label::spaced as type_words;

/// A quad class in pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quad {
    /// `verbal-cooperation`.
    pub name: &'static str,
    /// For the legend.
    pub label: &'static str,
    /// Colour of the inside of events and of lines.
    pub fill: &'static str,
    /// Colour of text on it.
    pub text: &'static str,
    /// Colour of lines and thin marks on white.
    pub line: &'static str,
}

/// A family of PLOVER classes in pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// PLOVER class.
    pub plover: &'static str,
    /// For the legend; equal for classes that share a shape.
    pub label: &'static str,
    /// Graphviz name of the shape.
    pub shape: &'static str,
}

/// The table.
#[derive(Debug)]
pub struct Looks {
    /// In the order of the table.
    pub quads: Vec<Quad>,
    /// In the order of the table.
    pub families: Vec<Family>,
}

/// The shipped looks.
pub static LOOKS: LazyLock<Looks> = LazyLock::new(|| {
    let mut looks = Looks { quads: Vec::new(), families: Vec::new() };
    let table = include_str!("../../../data/graph/looks.tsv");
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            ["quad", name, label, fill, text, line] => looks.quads.push(Quad { name, label, fill, text, line }),
            ["family", plover, label, shape, ..] => looks.families.push(Family { plover, label, shape }),
            _ => {}
        }
    }
    looks
});

const PLAIN_QUAD: Quad = Quad { name: "other", label: "other", fill: "#dddddd", text: "#222222", line: "#888888" };
const PLAIN_FAMILY: Family = Family { plover: "", label: "other", shape: "box" };

impl Looks {
    /// The quad class of that name.
    pub fn quad(&self, name: &str) -> Quad {
        self.quads.iter().find(|q| q.name == name).copied().unwrap_or(PLAIN_QUAD)
    }

    /// The family of a PLOVER class.
    pub fn family(&self, plover: &str) -> Family {
        self.families.iter().find(|f| f.plover == plover).copied().unwrap_or(PLAIN_FAMILY)
    }
}

/// How one event is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Its class.
    pub quad: Quad,
    /// Its family.
    pub family: Family,
    /// Inside.
    pub fill: String,
    /// Border and lines.
    pub stroke: String,
    /// Words.
    pub text: String,
    /// Dash pattern of border and lines; none for solid.
    pub dash: Option<&'static str>,
    /// Whether its words are struck through.
    pub struck: bool,
}

impl Look {
    /// Solid when it happened; pale and dashed when planned, dotted when possible; grey and struck when it did not.
    pub fn of(event: &EventNode) -> Self {
        let best = event.best();
        Self::new(LOOKS.quad(&best.quad), LOOKS.family(&best.plover.event), event.key.status)
    }

    /// The look of these.
    pub fn new(quad: Quad, family: Family, status: Status) -> Self {
        let (fill, stroke, text, dash, struck) = match status {
            Status::Actual => {
                (quad.fill.to_owned(), mix(quad.fill, "#000000", 0.35), quad.text.to_owned(), None, false)
            }
            Status::Planned => {
                (mix(quad.fill, "#ffffff", 0.75), quad.line.to_owned(), "#222222".to_owned(), Some("6 3"), false)
            }
            Status::Possible => {
                (mix(quad.fill, "#ffffff", 0.75), quad.line.to_owned(), "#222222".to_owned(), Some("1.5 3"), false)
            }
            Status::Negated => ("#eeeeee".to_owned(), "#999999".to_owned(), "#777777".to_owned(), None, true),
        };
        Self { quad, family, fill, stroke, text, dash, struck }
    }

    /// Colour of lines to and from it.
    pub fn line(&self) -> String {
        if self.struck { "#b5b5b5".to_owned() } else { self.quad.line.to_owned() }
    }
}

/// A date for people: `25 Mar 2021`, `Mar 2021`, `2021`, `15–21 Mar 2021`, `before 25 Mar 2021`, `undated`.
pub fn date_words(edtf: Option<&str>) -> String {
    let Some(edtf) = edtf else { return "undated".to_owned() };
    match edtf.split_once('/') {
        Some(("..", end)) => format!("until {}", one_date(end)),
        Some((start, "..")) => format!("from {}", one_date(start)),
        Some((start, end)) => {
            let (from, to) = (one_date(start), one_date(end));
            // What both ends share is said once.
            let shared = from.split(' ').rev().zip(to.split(' ').rev()).take_while(|(a, b)| a == b).count();
            let own = from.split(' ').count().saturating_sub(shared).max(1);
            format!("{}–{to}", from.split(' ').take(own).collect::<Vec<_>>().join(" "))
        }
        None => one_date(edtf),
    }
}

fn one_date(edtf: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
    let mut fields = edtf.split('-');
    let year = fields.next().unwrap_or_default();
    let month = fields.next().and_then(|m| m.parse::<usize>().ok());
    let day = fields.next().and_then(|d| d.parse::<u8>().ok());
    match (month, day) {
        (Some(month @ 1..=12), Some(day)) => format!("{day} {} {year}", MONTHS[month - 1]),
        (Some(month @ 1..=12), None) => format!("{} {year}", MONTHS[month - 1]),
        (Some(season @ 21..=24), None) => format!("{} {year}", SEASONS[season - 21]),
        _ => edtf.to_owned(),
    }
}

/// `part` of the second colour, the rest of the first; both `#rrggbb`.
pub fn mix(one: &str, other: &str, part: f64) -> String {
    let (a, b) = (rgb(one), rgb(other));
    let channel = |i: usize| (a[i] * (1.0 - part) + b[i] * part).round() as u8;
    format!("#{:02x}{:02x}{:02x}", channel(0), channel(1), channel(2))
}

fn rgb(colour: &str) -> [f64; 3] {
    let number = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap_or(0x80_80_80);
    [16, 8, 0].map(|shift| f64::from(number >> shift & 0xff))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_type_has_a_shape_and_a_colour() {
        let types = include_str!("../../../data/event_types.tsv");
        let mut seen = 0;
        for line in types.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_ne!(LOOKS.family(fields[1]).plover, "", "{line}");
            assert_ne!(LOOKS.quad(fields[4]).name, "other", "{line}");
            seen += 1;
        }
        assert!(seen > 60, "{seen}");
    }

    #[test]
    fn dates_read_well() {
        for (edtf, words) in [
            ("2021-03-25", "25 Mar 2021"),
            ("2021-03", "Mar 2021"),
            ("2013", "2013"),
            ("2021-03-15/2021-03-21", "15–21 Mar 2021"),
            ("2020-12-30/2021-01-02", "30 Dec 2020–2 Jan 2021"),
            ("2021/2022", "2021–2022"),
            ("2021-23", "autumn 2021"),
            ("../2021-03-25", "until 25 Mar 2021"),
            ("2021-03-25/..", "from 25 Mar 2021"),
        ] {
            assert_eq!(date_words(Some(edtf)), words);
        }
        assert_eq!(date_words(None), "undated");
    }

    #[test]
    fn types_read_well() {
        assert_eq!(type_words("ThreatOfForce"), "Threat of force");
        assert_eq!(mix("#ffffff", "#000000", 0.5), "#808080");
    }
}
