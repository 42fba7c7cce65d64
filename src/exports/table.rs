//! Tables: a row a directed dyad, in the columns of ICEWS or of GDELT 2.0, so that scripts for these read the graph.
//!
//! ICEWS (Boschee and others 2015, doi:10.7910/DVN/28075) names its 20 columns in a first line; here they stand between commas.
//! GDELT (Event Database codebook 2.0 of 2015-02-19) has 61 columns between tabs, without a line of names and without quotes.
//! Neither has a column for the status of an event or for how fine its date is: unless statuses are asked for, only what
//! happened is written, and an event of a month or year stands on the first day of it.
//! Columns that the graph cannot fill (tone, religion, FIPS codes) stay empty. Codes of countries are those of ISO 3166-1
//! alpha-3, on which CAMEO builds.

use crate::actors::Place;
use crate::events::event::{Role, Status};
use crate::graph::identity;
use crate::graph::{EventGraph, EventNode};
use crate::rdf::states;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::LazyLock;

/// Whose columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Layout {
    /// Integrated Crisis Early Warning System: its 20 columns with their names, between commas
    #[default]
    Icews,
    /// GDELT 2.0 event table: as its files are, 61 columns between tabs, without names
    Gdelt,
    /// The project's own, with status and dates in full
    Plain,
}

const ICEWS: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A number.
    Number,
    /// A day of the calendar.
    Day,
}

/// The project's own columns.
pub const PLAIN: [(&str, Kind); 24] = [
    ("event", Kind::Text),
    ("type", Kind::Text),
    ("plover", Kind::Text),
    ("mode", Kind::Text),
    ("cameo", Kind::Text),
    ("quad", Kind::Text),
    ("goldstein", Kind::Number),
    ("status", Kind::Text),
    ("edtf", Kind::Text),
    ("earliest", Kind::Day),
    ("latest", Kind::Day),
    ("precision", Kind::Text),
    ("source", Kind::Text),
    ("source_name", Kind::Text),
    ("target", Kind::Text),
    ("target_name", Kind::Text),
    ("named", Kind::Text),
    ("place", Kind::Text),
    ("latitude", Kind::Number),
    ("longitude", Kind::Number),
    ("topics", Kind::Text),
    ("articles", Kind::Number),
    ("confidence", Kind::Number),
    ("quote", Kind::Text),
];

/// Writes the table, with a line of column names except for GDELT.
///
/// # Errors
/// When `out` does not take it.
pub fn write(out: impl Write, graph: &EventGraph, layout: Layout, with_status: bool) -> csv::Result<()> {
    let mut builder = csv::WriterBuilder::new();
    if layout == Layout::Gdelt {
        builder.delimiter(b'\t').quote_style(csv::QuoteStyle::Never);
    }
    let mut csv = builder.from_writer(out);
    match layout {
        Layout::Icews => csv.write_record(ICEWS)?,
        Layout::Gdelt => {}
        Layout::Plain => csv.write_record(PLAIN.map(|(name, _)| name))?,
    }
    for event in graph.events() {
        if layout != Layout::Plain && !with_status && event.key.status != Status::Actual {
            continue;
        }
        for (source, target) in directed_dyads(event) {
            match layout {
                Layout::Icews => csv.write_record(icews(graph, event, source, target))?,
                Layout::Gdelt => {
                    csv.write_record(gdelt(graph, event, source, target).iter().map(|cell| unquoted(cell)))?
                }
                Layout::Plain => csv.write_record(plain(graph, event, source, target))?,
            }
        }
    }
    csv.flush()?;
    Ok(())
}

/// A cell that needs no quotes: a tab or line break in it would be read as the next cell or row.
fn unquoted(cell: &str) -> String {
    cell.replace(|c: char| c.is_control(), " ")
}

/// All rows in the project's own columns.
pub fn plain_rows(graph: &EventGraph) -> Vec<Vec<String>> {
    let dyads = graph.events().flat_map(|event| directed_dyads(event).into_iter().map(move |dyad| (event, dyad)));
    dyads.map(|(event, (source, target))| plain(graph, event, source, target)).collect()
}

/// Every source with every target; both directions of every pair of a reciprocal event; a single party alone.
pub fn directed_dyads(event: &EventNode) -> Vec<(Option<&str>, Option<&str>)> {
    let (sources, targets) = (&event.key.sources, &event.key.targets);
    let mut dyads: Vec<(Option<&str>, Option<&str>)> = Vec::new();
    match (sources.len(), targets.len()) {
        (0, 0) => dyads.push((None, None)),
        (0, _) => dyads.extend(targets.iter().map(|t| (None, Some(t.as_str())))),
        (1, 0) => dyads.push((Some(&sources[0]), None)),
        (_, 0) => {
            for a in sources {
                dyads.extend(sources.iter().filter(|b| *b != a).map(|b| (Some(a.as_str()), Some(b.as_str()))));
            }
        }
        _ => {
            for a in sources {
                dyads.extend(targets.iter().map(|b| (Some(a.as_str()), Some(b.as_str()))));
            }
        }
    }
    dyads
}

/// One side of a row.
struct Side {
    /// The one person or organisation that acts for the party here, else the party.
    name: String,
    /// CAMEO code of that actor.
    code: String,
    /// ISO 3166-1 alpha-3.
    country: String,
    /// Name of the state.
    country_name: String,
    /// CAMEO codes of what it is, after the country: `GOV`, `MIL`, `IGO`.
    roles: Vec<String>,
    /// CAMEO code of the organisation or group that it is, where that has one: `UNO`.
    group: String,
}

fn side(graph: &EventGraph, event: &EventNode, party: Option<&str>, role: Role) -> Side {
    let mut side = Side {
        name: String::new(),
        code: String::new(),
        country: String::new(),
        country_name: String::new(),
        roles: Vec::new(),
        group: String::new(),
    };
    let Some(party) = party else { return side };
    let named: Vec<_> = event
        .participants()
        .into_iter()
        .filter(|(r, d)| *r == role && identity::party(&d.value) == party && identity::actor(&d.value) != party)
        .collect();
    let node = graph.actor(party);
    side.name = match &named[..] {
        [(_, one)] => graph.name(&identity::actor(&one.value)).to_owned(),
        _ => graph.name(party).to_owned(),
    };
    side.country = node.and_then(|n| n.country.clone()).unwrap_or_default();
    if let Some(country) = party.strip_prefix("state/") {
        side.country_name = country_name(graph, country);
        side.country = country.to_owned();
    }
    side.code = match &named[..] {
        [(_, one)] => one.value.code.clone(),
        _ => node.and_then(|n| n.codes.iter().next().cloned()),
    }
    .unwrap_or_else(|| side.country.clone());
    // Breakaway regions go by readable names, which are no codes.
    let is_code = |code: &str| code.len() >= 3 && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    side.code = Some(side.code).filter(|code| is_code(code)).unwrap_or_default();
    side.country = Some(side.country).filter(|code| code.len() == 3 && is_code(code)).unwrap_or_default();
    let after_country = side.code.strip_prefix(side.country.as_str()).unwrap_or(&side.code);
    let letters: Vec<char> = after_country.chars().collect();
    for code in letters.chunks(3).filter(|code| code.len() == 3).map(|code| code.iter().collect::<String>()) {
        if SECTORS.iter().any(|(known, _)| *known == code) {
            side.roles.push(code);
        } else if side.group.is_empty() {
            side.group = code;
        }
    }
    side
}

static SECTORS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| pairs(include_str!("../../data/graph/sectors.tsv")));
static CAMEO: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| pairs(include_str!("../../data/graph/cameo.tsv")));

/// Rows of a table of two columns.
fn pairs(table: &'static str) -> Vec<(&'static str, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).skip(1).filter_map(|l| l.split_once('\t')).collect()
}

/// The name of a CAMEO category, which is what ICEWS has for the text of an event.
fn cameo_words(code: &str) -> String {
    CAMEO.iter().find(|(c, _)| *c == code).map_or_else(String::new, |(_, words)| (*words).to_owned())
}

/// What the graph, or else the table of states, calls a country.
fn country_name(graph: &EventGraph, code: &str) -> String {
    match (graph.actor(&identity::state(code)), states::state(code)) {
        (Some(actor), _) => actor.name.clone(),
        (None, Some(state)) => state.name.to_owned(),
        (None, None) => code.to_owned(),
    }
}

fn sectors(side: &Side) -> String {
    let words: Vec<&str> =
        side.roles.iter().filter_map(|r| SECTORS.iter().find(|(code, _)| code == r).map(|(_, w)| *w)).collect();
    words.join(",")
}

fn is_country(place: &Place) -> bool {
    states::state_at(&place.id, place.country.as_deref()).is_some()
}

fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

fn icews(graph: &EventGraph, event: &EventNode, source: Option<&str>, target: Option<&str>) -> Vec<String> {
    let best = event.best();
    let target_role = if event.key.targets.is_empty() { Role::Source } else { Role::Target };
    let (from, to) = (side(graph, event, source, Role::Source), side(graph, event, target, target_role));
    let place = event.places().into_iter().next().map(|p| p.value);
    vec![
        row_number(event, source, target).to_string(),
        text(event.key.earliest.or(event.key.latest)),
        from.name.clone(),
        sectors(&from),
        from.country_name.clone(),
        cameo_words(&best.cameo),
        best.cameo.clone(),
        best.goldstein.to_string(),
        to.name.clone(),
        sectors(&to),
        to.country_name.clone(),
        best.article.id.clone(),
        text(best.mentions.first().map(|m| m.sentence + 1)),
        best.article.publisher.clone().unwrap_or_default(),
        text(place.as_ref().filter(|p| !is_country(p)).map(|p| p.name.clone())),
        String::new(),
        String::new(),
        text(place.as_ref().and_then(|p| p.country.as_deref()).map(|code| country_name(graph, code))),
        text(place.as_ref().and_then(|p| p.lat)),
        text(place.as_ref().and_then(|p| p.lon)),
    ]
}

/// The 61 columns of GDELT 2.0, in order.
fn gdelt(graph: &EventGraph, event: &EventNode, source: Option<&str>, target: Option<&str>) -> Vec<String> {
    let best = event.best();
    let target_role = if event.key.targets.is_empty() { Role::Source } else { Role::Target };
    let day = event.key.earliest.or(event.key.latest);
    let compact = |d: Date| format!("{:04}{:02}{:02}", d.year(), d.month(), d.day());
    let mut row = vec![
        row_number(event, source, target).to_string(),
        text(day.map(compact)),
        text(day.map(|d| format!("{:04}{:02}", d.year(), d.month()))),
        text(day.map(|d| format!("{:04}", d.year()))),
        // As the codebook reckons: months of 30 days.
        text(day.map(|d| {
            format!("{:.4}", f64::from(d.year()) + f64::from(30 * (d.month() as i16 - 1) + d.day() as i16) / 365.0)
        })),
    ];
    for side in [side(graph, event, source, Role::Source), side(graph, event, target, target_role)] {
        row.extend([side.code.clone(), side.name.to_uppercase(), side.country.clone(), side.group.clone()]);
        row.extend(std::iter::repeat_n(String::new(), 3));
        row.extend((0..3).map(|i| side.roles.get(i).cloned().unwrap_or_default()));
    }
    let cut = |n: usize| best.cameo.get(..n.min(best.cameo.len())).unwrap_or_default().to_owned();
    let quad = match best.quad.as_str() {
        "verbal-cooperation" => "1",
        "material-cooperation" => "2",
        "verbal-conflict" => "3",
        "material-conflict" => "4",
        _ => "",
    };
    let first_sentence = event.reports().any(|r| r.mention.sentence == 0);
    let publishers: BTreeSet<&Option<String>> = event.records().iter().map(|r| &r.article.publisher).collect();
    row.extend([
        u8::from(first_sentence).to_string(),
        best.cameo.clone(),
        cut(3),
        cut(2),
        quad.to_owned(),
        best.goldstein.to_string(),
        event.reports().count().to_string(),
        publishers.len().to_string(),
        event.articles().to_string(),
        String::new(),
    ]);
    row.extend(std::iter::repeat_n(String::new(), 16));
    let place = event.places().into_iter().next().map(|p| p.value);
    // 1 is a country; whether another place is a city or a region is not known.
    let kind = place.as_ref().filter(|p| is_country(p)).map(|_| "1");
    let full_name = place.as_ref().map(|p| match &p.country {
        Some(code) if !is_country(p) => format!("{}, {}", p.name, country_name(graph, code)),
        _ => p.name.clone(),
    });
    row.extend([
        text(kind),
        text(full_name),
        String::new(),
        String::new(),
        String::new(),
        text(place.as_ref().and_then(|p| p.lat)),
        text(place.as_ref().and_then(|p| p.lon)),
        String::new(),
        text(event.records().iter().filter_map(|r| r.article.date.as_deref()?.parse::<Date>().ok()).min().map(compact)),
        best.article.url.clone().unwrap_or_else(|| best.article.id.clone()),
    ]);
    // GDELT gives seconds; articles give days.
    let added = row.len() - 2;
    if !row[added].is_empty() {
        row[added].push_str("000000");
    }
    row
}

fn plain(graph: &EventGraph, event: &EventNode, source: Option<&str>, target: Option<&str>) -> Vec<String> {
    let best = event.best();
    let place = event.places().into_iter().next().map(|p| p.value);
    let name = |party: Option<&str>| text(party.map(|p| graph.name(p).to_owned()));
    let named: BTreeSet<String> = event
        .participants()
        .iter()
        .filter(|(_, d)| identity::actor(&d.value) != identity::party(&d.value))
        .map(|(_, d)| identity::actor(&d.value))
        .collect();
    vec![
        event.local.clone(),
        event.key.kind.clone(),
        best.plover.event.clone(),
        best.plover.mode.clone().unwrap_or_default(),
        best.cameo.clone(),
        best.quad.clone(),
        best.goldstein.to_string(),
        identity::status_name(event.key.status).to_owned(),
        event.edtf().unwrap_or_default().to_owned(),
        text(event.key.earliest),
        text(event.key.latest),
        event.key.precision.map_or("", identity::precision_name).to_owned(),
        source.unwrap_or_default().to_owned(),
        name(source),
        target.unwrap_or_default().to_owned(),
        name(target),
        named.into_iter().collect::<Vec<_>>().join(" "),
        text(place.as_ref().map(|p| p.name.clone())),
        text(place.as_ref().and_then(|p| p.lat)),
        text(place.as_ref().and_then(|p| p.lon)),
        event.key.topics.join(" "),
        event.articles().to_string(),
        event.confidence().to_string(),
        event.quote().to_owned(),
    ]
}

/// A number that stays the same for a dyad of an event; under 2^53, so that spreadsheets keep it whole.
fn row_number(event: &EventNode, source: Option<&str>, target: Option<&str>) -> u64 {
    let hash = identity::hash([event.local.as_str(), source.unwrap_or_default(), target.unwrap_or_default()]);
    let digit = |b: u8| u64::from(if b.is_ascii_digit() { b - b'2' + 26 } else { b.wrapping_sub(b'a') } & 31);
    hash.bytes().take(10).fold(0, |n, b| n << 5 | digit(b))
}
