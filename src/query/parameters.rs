//! What a user types for a parameter, as a term: `Lavrov`, `KOR`, `state/KOR`, `2021-03`, `<https://…>`.

use super::load::Graph;
use crate::graph::names::plain;
use crate::rdf::vocab::{dg, rdfs, skos, xsd};
use jiff::ToSpan;
use jiff::civil::Date;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Sorts of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything that acts, by name, code or id.
    Actor,
    /// A place, by name or id.
    Place,
    /// An event, by id or by its label.
    Event,
    /// An office, by title or id.
    Office,
    /// A topic, by name.
    Topic,
    /// An event type: `Meeting`.
    Type,
    /// A day; of a month or year the first.
    FirstDay,
    /// A day; of a month or year the last.
    LastDay,
    /// A plain string.
    Text,
    /// A number.
    Number,
    /// Whatever fits: an IRI, a day, a number, the name of one thing of the graph, otherwise a plain string.
    Any,
}

const KINDS: &[(Kind, &str)] = &[
    (Kind::Actor, "actor"),
    (Kind::Place, "place"),
    (Kind::Event, "event"),
    (Kind::Office, "office"),
    (Kind::Topic, "topic"),
    (Kind::Type, "type"),
    (Kind::FirstDay, "first-day"),
    (Kind::LastDay, "last-day"),
    (Kind::Text, "text"),
    (Kind::Number, "number"),
    (Kind::Any, "any"),
];

impl Kind {
    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        KINDS.iter().find(|(_, own)| *own == name).map(|(kind, _)| *kind)
    }

    /// Its name in query files.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("any", |(_, name)| name)
    }

    /// All names, for messages.
    pub fn names() -> String {
        KINDS.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    }

    /// Classes of the things that it may name; empty for any.
    fn classes(self) -> &'static [&'static str] {
        match self {
            Kind::Actor => {
                &[dg::STATE, dg::PERSON, dg::ORGANIZATION, dg::INTERNATIONAL_ORGANIZATION, dg::ARMED_GROUP, dg::GROUP]
            }
            Kind::Place => &[dg::PLACE_CLASS],
            Kind::Event => &[dg::EVENT],
            Kind::Office => &[dg::OFFICE_CLASS],
            Kind::Topic => &[dg::TOPIC],
            _ => &[],
        }
    }
}

/// Why a value does not serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParameterError {
    /// Nothing is called so.
    #[error("no {kind} called “{value}” in this graph{}", hint(.similar))]
    Unknown {
        /// What was asked for.
        value: String,
        /// What sort of thing.
        kind: &'static str,
        /// Things with similar names: `South Korea (state/KOR)`.
        similar: Vec<String>,
    },
    /// Several things are.
    #[error("“{value}” may be {}; give the id", .candidates.join(" or "))]
    Ambiguous {
        /// What was asked for.
        value: String,
        /// `Sergey Lavrov (person/RUS-sergey-lavrov)`.
        candidates: Vec<String>,
    },
    /// Not a day, month or year.
    #[error("“{0}” is no date; write 2021-03-25, 2021-03 or 2021")]
    NoDate(String),
    /// Not a number.
    #[error("“{0}” is no number")]
    NoNumber(String),
    /// Not an IRI.
    #[error("<{0}> is no absolute IRI")]
    NoIri(String),
    /// The store cannot be read.
    #[error("the graph cannot be read: {0}")]
    Store(String),
}

fn hint(similar: &[String]) -> String {
    if similar.is_empty() { String::new() } else { format!("; did you mean {}?", similar.join(" or ")) }
}

/// Most candidates that a message names.
const SHOWN: usize = 5;

/// The term that `value` means as a parameter of a kind.
///
/// IRIs come as `<https://…>`, as `state:KOR` with a known prefix, or as `state/KOR` under the graph's base. Things are
/// found by label, other name or code, in any case and with or without accents.
///
/// # Errors
/// When nothing or several things fit, or the value is not of its kind.
pub fn term(graph: &Graph, kind: Kind, value: &str) -> Result<Term, ParameterError> {
    let value = value.trim();
    if let Some(iri) = value.strip_prefix('<').and_then(|v| v.strip_suffix('>')) {
        return NamedNode::new(iri).map(Term::from).map_err(|_| ParameterError::NoIri(iri.to_owned()));
    }
    match kind {
        Kind::Text => Ok(Literal::from(value).into()),
        Kind::Number => number(value).ok_or_else(|| ParameterError::NoNumber(value.to_owned())),
        Kind::FirstDay | Kind::LastDay => {
            let (first, last) = days(value).ok_or_else(|| ParameterError::NoDate(value.to_owned()))?;
            Ok(day(if kind == Kind::FirstDay { first } else { last }))
        }
        Kind::Type => {
            let wanted: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
            let name = event_types().find(|name| name.eq_ignore_ascii_case(&wanted)).ok_or_else(|| {
                let similar = event_types()
                    .filter(|name| name.to_lowercase().contains(&wanted.to_lowercase()))
                    .take(SHOWN)
                    .map(str::to_owned)
                    .collect();
                ParameterError::Unknown { value: value.to_owned(), kind: "event type", similar }
            })?;
            Ok(NamedNode::new_unchecked(format!("{}{name}", dg::NAMESPACE)).into())
        }
        Kind::Any => any(graph, value),
        _ => match iri(graph, value) {
            Some(node) => Ok(node.into()),
            None => named(graph, kind, value).map(Term::from),
        },
    }
}

fn any(graph: &Graph, value: &str) -> Result<Term, ParameterError> {
    if let Some(text) = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')) {
        return Ok(Literal::from(text).into());
    }
    if let Ok(date) = value.parse::<Date>() {
        return Ok(day(date));
    }
    if let Some(term) = number(value).or_else(|| iri(graph, value).map(Term::from)) {
        return Ok(term);
    }
    match named(graph, Kind::Any, value) {
        Ok(node) => Ok(node.into()),
        Err(ParameterError::Unknown { .. }) => Ok(Literal::from(value).into()),
        Err(error) => Err(error),
    }
}

/// The IRI that a value is, without looking at names.
fn iri(graph: &Graph, value: &str) -> Option<NamedNode> {
    if value.contains(char::is_whitespace) {
        return None;
    }
    if value.contains("://") {
        return NamedNode::new(value).ok();
    }
    if let Some((prefix, local)) = value.split_once(':') {
        let prefixes = graph.prefixes();
        let namespace = prefixes.iter().find(|(own, _)| *own == prefix).map(|(_, namespace)| namespace.to_owned())?;
        return NamedNode::new(namespace + local).ok();
    }
    let (folder, _) = value.split_once('/')?;
    let known = crate::rdf::vocab::FOLDERS.iter().any(|(_, own)| own.strip_suffix('/') == Some(folder));
    if known { NamedNode::new(graph.base.iri(value)).ok() } else { None }
}

/// The one thing of the graph that is called so.
fn named(graph: &Graph, kind: Kind, value: &str) -> Result<NamedNode, ParameterError> {
    let asked = plain(value);
    let of_kind = |subject: &NamedOrBlankNode| {
        let has = |class: &str| {
            let class = NamedNodeRef::new_unchecked(class);
            graph
                .store
                .quads_for_pattern(Some(subject.as_ref()), Some(rdf::TYPE), Some(class.into()), None)
                .next()
                .is_some()
        };
        match kind {
            // Nobody types the label of an event or a report without meaning one.
            Kind::Any => !has(dg::EVENT) && !has(dg::INSTRUMENT_CLASS) && !has(dg::TOPIC),
            _ => kind.classes().iter().any(|class| has(class)),
        }
    };
    // The better the fit, the smaller the number; for each thing its best.
    let mut fits: BTreeMap<String, usize> = BTreeMap::new();
    let mut similar: BTreeSet<String> = BTreeSet::new();
    for (property, exact) in [(rdfs::LABEL, 0), (skos::ALT_LABEL, 2), (dg::COUNTRY, 1)] {
        let property_node = NamedNodeRef::new_unchecked(property);
        for quad in graph.store.quads_for_pattern(None, Some(property_node), None, None) {
            let quad = quad.map_err(|e| ParameterError::Store(e.to_string()))?;
            let (Term::Literal(label), NamedOrBlankNode::NamedNode(node)) = (&quad.object, &quad.subject) else {
                continue;
            };
            let called = plain(label.value());
            let fit = if property == dg::COUNTRY {
                // A code means the state itself, not those who act for it.
                if called != asked || !node.as_str().ends_with(&format!("/{}", label.value())) {
                    continue;
                }
                exact
            } else if called == asked {
                exact
            } else if !asked.is_empty() && called.ends_with(&format!(" {asked}")) {
                exact + 3
            } else {
                if asked.len() > 2 && called.contains(&asked) && similar.len() < SHOWN && of_kind(&quad.subject) {
                    similar.insert(format!("{} ({})", label.value(), short(graph, node)));
                }
                continue;
            };
            if of_kind(&quad.subject) {
                let best = fits.entry(node.as_str().to_owned()).or_insert(fit);
                *best = fit.min(*best);
            }
        }
    }
    let best = fits.values().min().copied();
    let found: Vec<&String> = fits.iter().filter(|(_, fit)| Some(**fit) == best).map(|(node, _)| node).collect();
    match found.as_slice() {
        [one] => Ok(NamedNode::new_unchecked((*one).clone())),
        [] => Err(ParameterError::Unknown {
            value: value.to_owned(),
            kind: if kind == Kind::Any { "thing" } else { kind.name() },
            similar: similar.into_iter().collect(),
        }),
        several => Err(ParameterError::Ambiguous {
            value: value.to_owned(),
            candidates: several.iter().take(SHOWN).map(|node| candidate(graph, node)).collect(),
        }),
    }
}

/// `Sergey Lavrov (person/RUS-sergey-lavrov)`.
fn candidate(graph: &Graph, iri: &str) -> String {
    let node = NamedNodeRef::new_unchecked(iri);
    let label = NamedNodeRef::new_unchecked(rdfs::LABEL);
    let name = graph.store.quads_for_pattern(Some(node.into()), Some(label), None, None).find_map(|quad| match quad {
        Ok(oxigraph::model::Quad { object: Term::Literal(label), .. }) => Some(label.value().to_owned()),
        _ => None,
    });
    format!("{} ({})", name.unwrap_or_default(), short(graph, &node.into_owned()))
}

/// The IRI without the graph's base.
fn short<'a>(graph: &Graph, node: &'a NamedNode) -> &'a str {
    node.as_str().strip_prefix(graph.base.as_str()).unwrap_or(node.as_str())
}

fn event_types() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/event_types.tsv")
        .lines()
        .skip(1)
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
}

fn number(value: &str) -> Option<Term> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let parts: Vec<&str> = digits.split('.').collect();
    let numeric = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 2 || !parts.iter().all(numeric) {
        return None;
    }
    let datatype = if parts.len() == 1 { xsd::INTEGER } else { xsd::DECIMAL };
    Some(Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into())
}

fn day(date: Date) -> Term {
    Literal::new_typed_literal(date.to_string(), NamedNode::new_unchecked(xsd::DATE)).into()
}

/// First and last day of `2021-03-25`, `2021-03` or `2021`.
fn days(value: &str) -> Option<(Date, Date)> {
    if let Ok(date) = value.parse::<Date>() {
        return Some((date, date));
    }
    let parts: Vec<&str> = value.split('-').collect();
    match parts.as_slice() {
        [year] if year.len() == 4 => {
            let year: i16 = year.parse().ok()?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        [year, month] if year.len() == 4 && month.len() == 2 => {
            let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
            Some((first, first.checked_add(1.month()).ok()?.yesterday().ok()?))
        }
        _ => None,
    }
}
