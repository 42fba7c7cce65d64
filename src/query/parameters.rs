//! What a user types for a parameter, as a term: `Lavrov`, `KOR`, `state/KOR`, `2021-03`, `<https://…>`.

use super::load::Graph;
use crate::events::event::Status;
use crate::graph::identity::{precision_name, status_name};
use crate::graph::names::plain;
use crate::rdf::vocab::{dg, rdfs, skos, xsd};
use crate::time::{Precision, days};
use jiff::civil::Date;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, Literal, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, QuadRef, Term, TermRef};
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
    /// Whether an event happened: `actual`, `planned`, `possible`, `negated`.
    Status,
    /// How fine a date is: `day`, `month`.
    Precision,
    /// Two parties by their codes, in any order: `KOR-RUS`.
    Dyad,
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
    (Kind::Status, "status"),
    (Kind::Precision, "precision"),
    (Kind::Dyad, "dyad"),
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
    /// None of the words that there are.
    #[error("“{value}” is no {kind}; it is one of {}", .words.join(", "))]
    NoWord {
        /// What was asked for.
        value: String,
        /// What sort of word.
        kind: &'static str,
        /// The words that there are.
        words: Vec<&'static str>,
    },
    /// No event runs between the two.
    #[error("no event of this graph has the dyad “{value}”{}; write two codes, as KOR-RUS", hint(.similar))]
    NoDyad {
        /// What was asked for.
        value: String,
        /// Dyads that share a code with it.
        similar: Vec<String>,
    },
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
        Kind::Status => word(value, kind, Status::ALL.map(status_name).to_vec()),
        Kind::Precision => word(value, kind, Precision::ALL.map(precision_name).to_vec()),
        Kind::Dyad => dyad(graph, value),
        Kind::Any => any(graph, value),
        _ => match iri(graph, value) {
            Some(node) => Ok(node.into()),
            None => named(graph, kind, value).map(Term::from),
        },
    }
}

/// One of a few words, in any case.
fn word(value: &str, kind: Kind, words: Vec<&'static str>) -> Result<Term, ParameterError> {
    match words.iter().find(|word| word.eq_ignore_ascii_case(value)) {
        Some(word) => Ok(Literal::from(*word).into()),
        None => Err(ParameterError::NoWord { value: value.to_owned(), kind: kind.name(), words }),
    }
}

/// A dyad of the graph whose codes are given in any order and case. Codes may hold hyphens themselves.
fn dyad(graph: &Graph, value: &str) -> Result<Term, ParameterError> {
    let property = NamedNodeRef::new_unchecked(dg::DYAD);
    let exact = Literal::from(value);
    if graph.store.quads_for_pattern(None, Some(property), Some(exact.as_ref().into()), None).next().is_some() {
        return Ok(exact.into());
    }
    let asked = value.to_lowercase();
    let turned = asked.match_indices(['-', '>']).map(|(at, _)| format!("{}-{}", &asked[at + 1..], &asked[..at]));
    let asked: BTreeSet<String> = turned.chain([asked.replace('>', "-")]).collect();
    let codes: BTreeSet<String> = value.split(['-', '>']).map(str::to_lowercase).collect();
    let (mut found, mut similar) = (BTreeSet::new(), BTreeSet::new());
    for quad in graph.store.quads_for_pattern(None, Some(property), None, None) {
        let quad = quad.map_err(|error| ParameterError::Store(error.to_string()))?;
        let Term::Literal(dyad) = quad.object else { continue };
        let plain = dyad.value().to_lowercase();
        if asked.contains(&plain) {
            found.insert(dyad.value().to_owned());
        } else if similar.len() < SHOWN && plain.split('-').any(|code| codes.contains(code)) {
            similar.insert(dyad.value().to_owned());
        }
    }
    match found.first() {
        Some(dyad) => Ok(Literal::from(dyad.as_str()).into()),
        None => Err(ParameterError::NoDyad { value: value.to_owned(), similar: similar.into_iter().collect() }),
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

/// The one thing of the graph that is called so: as it is written there, for which the graph has an index, otherwise in any
/// case, without accents, or by the end of its name.
fn named(graph: &Graph, kind: Kind, value: &str) -> Result<NamedNode, ParameterError> {
    let mut search = Search { graph, kind, asked: plain(value), fits: BTreeMap::new(), similar: BTreeSet::new() };
    search.as_written(value)?;
    if search.fits.is_empty() {
        search.as_meant()?;
    }
    let best = search.fits.values().min().copied();
    let found: Vec<&String> = search.fits.iter().filter(|(_, fit)| Some(**fit) == best).map(|(node, _)| node).collect();
    match found.as_slice() {
        [one] => Ok(NamedNode::new_unchecked((*one).clone())),
        [] => Err(ParameterError::Unknown {
            value: value.to_owned(),
            kind: if kind == Kind::Any { "thing" } else { kind.name() },
            similar: search.similar.into_iter().collect(),
        }),
        several => Err(ParameterError::Ambiguous {
            value: value.to_owned(),
            candidates: several.iter().take(SHOWN).map(|node| candidate(graph, node)).collect(),
        }),
    }
}

/// What things are called by, and how good a fit each is: the smaller, the better.
const NAMES: [(&str, usize); 3] = [(rdfs::LABEL, 0), (dg::COUNTRY, 1), (skos::ALT_LABEL, 2)];
/// How much worse the end of a name fits than all of it.
const END: usize = 3;

/// Looks for things by name.
struct Search<'a> {
    graph: &'a Graph,
    kind: Kind,
    /// The name in plain letters.
    asked: String,
    /// For each thing that is called so, its best fit.
    fits: BTreeMap<String, usize>,
    /// Things whose names hold what was asked.
    similar: BTreeSet<String>,
}

impl Search<'_> {
    /// Things with this very name or code.
    fn as_written(&mut self, value: &str) -> Result<(), ParameterError> {
        for (property, fit) in NAMES {
            let name = Literal::from(if property == dg::COUNTRY { value.to_uppercase() } else { value.to_owned() });
            for quad in self.quads(None, property, Some(name.as_ref().into())) {
                let NamedOrBlankNode::NamedNode(node) = quad?.subject else { continue };
                // A code means the state itself, not those who act for it.
                let is_own = property != dg::COUNTRY || node.as_str().ends_with(&format!("/{}", name.value()));
                if is_own && self.of_kind(&node) {
                    self.fit(&node, fit);
                }
            }
        }
        Ok(())
    }

    /// Things of the kind whose names come down to the same, end in it, or at least hold it.
    fn as_meant(&mut self) -> Result<(), ParameterError> {
        let classes = self.kind.classes();
        if classes.is_empty() {
            for property in [rdfs::LABEL, skos::ALT_LABEL] {
                for quad in self.quads(None, property, None) {
                    self.compare(quad?)?;
                }
            }
        }
        for class in classes {
            let class = NamedNodeRef::new_unchecked(class);
            for thing in self.quads(None, rdf::TYPE.as_str(), Some(class.into())) {
                let thing = thing?.subject;
                for property in [rdfs::LABEL, skos::ALT_LABEL] {
                    for quad in self.quads(Some(&thing), property, None) {
                        self.compare(quad?)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Compares a name with what was asked.
    fn compare(&mut self, quad: Quad) -> Result<(), ParameterError> {
        let (Term::Literal(label), NamedOrBlankNode::NamedNode(node)) = (quad.object, quad.subject) else {
            return Ok(());
        };
        let exact = if quad.predicate.as_str() == rdfs::LABEL { 0 } else { 2 };
        let called = plain(label.value());
        let fit = if called == self.asked {
            Some(exact)
        } else if !self.asked.is_empty() && called.ends_with(&format!(" {}", self.asked)) {
            Some(exact + END)
        } else {
            None
        };
        let is_similar = self.asked.len() > 2 && self.similar.len() < SHOWN && called.contains(&self.asked);
        if (fit.is_none() && !is_similar) || !self.of_kind(&node) {
            return Ok(());
        }
        match fit {
            Some(fit) => self.fit(&node, fit),
            None => {
                self.similar.insert(format!("{} ({})", label.value(), short(self.graph, &node)));
            }
        }
        Ok(())
    }

    fn fit(&mut self, node: &NamedNode, fit: usize) {
        let best = self.fits.entry(node.as_str().to_owned()).or_insert(fit);
        *best = fit.min(*best);
    }

    fn of_kind(&self, node: &NamedNode) -> bool {
        let has = |class: &str| {
            let class = NamedNodeRef::new_unchecked(class);
            self.graph.store.contains(QuadRef::new(node, rdf::TYPE, class, GraphNameRef::DefaultGraph)).unwrap_or(false)
        };
        match self.kind {
            // Nobody types the label of an event or a report without meaning one.
            Kind::Any => !has(dg::EVENT) && !has(dg::INSTRUMENT_CLASS) && !has(dg::TOPIC),
            _ => self.kind.classes().iter().any(|class| has(class)),
        }
    }

    fn quads(
        &self,
        subject: Option<&NamedOrBlankNode>,
        predicate: &str,
        object: Option<TermRef<'_>>,
    ) -> impl Iterator<Item = Result<Quad, ParameterError>> + use<> {
        let predicate = NamedNodeRef::new_unchecked(predicate);
        let quads = self.graph.store.quads_for_pattern(subject.map(Into::into), Some(predicate), object, None);
        quads.map(|quad| quad.map_err(|error| ParameterError::Store(error.to_string())))
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
