//! JSON-LD that reads like JSON: an event with its parts, instruments and reports inside, everything that events share
//! (actors, places, articles) beside them. The context is the one of `schema/context.jsonld`, written along, so that
//! nothing need be fetched.

use super::Base;
use super::vocab::{dg, rdf, xsd};
use oxigraph::model::{Literal, NamedOrBlankNode, Term, Triple};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::LazyLock;

static CONTEXT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../schema/context.jsonld")).unwrap_or_default());

/// Properties whose values stand inside the thing that has them, since nothing else has.
const INSIDE: &[&str] = &[dg::HAS_PARTICIPATION, dg::HAS_REPORT, dg::INSTRUMENT];

/// How a property is written.
struct Property {
    /// Its name in the context.
    term: String,
    /// The datatype of plain values, `@id` for links; none for strings.
    kind: Option<String>,
}

/// Writes a graph. Triples may come in any order.
///
/// # Errors
/// When a triple cannot be read or the output cannot be written.
pub fn write(triples: impl Iterator<Item = io::Result<Triple>>, base: &Base, out: &mut impl Write) -> io::Result<()> {
    let mut things: BTreeMap<String, Vec<Triple>> = BTreeMap::new();
    for triple in triples {
        let triple = triple?;
        things.entry(name(&triple.subject)).or_default().push(triple);
    }
    let writer = Writer::new(base, &things);
    let mut context = CONTEXT["@context"].clone();
    if let (Some(base), Some(context)) = (writer.base, context.as_object_mut()) {
        context.insert("@base".to_owned(), json!(base));
    }
    write!(out, "{{\n\"@context\": {},\n\"@graph\": [", serde_json::to_string(&context)?)?;
    let mut separator = "\n";
    for subject in things.keys().filter(|subject| !writer.inside.contains(subject.as_str())) {
        write!(out, "{separator}{}", serde_json::to_string_pretty(&writer.thing(subject, 0))?)?;
        separator = ",\n";
    }
    writeln!(out, "\n]\n}}")
}

struct Writer<'a> {
    things: &'a BTreeMap<String, Vec<Triple>>,
    /// Things that are written inside another.
    inside: BTreeSet<&'a str>,
    /// Properties by IRI.
    properties: BTreeMap<String, Property>,
    prefixes: Vec<(String, String)>,
    /// What names of things are relative to; none where relative names would not lead back.
    base: Option<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(base: &'a Base, things: &'a BTreeMap<String, Vec<Triple>>) -> Self {
        let is_event = |triples: &Vec<Triple>| triples.iter().any(|t| is_type(t, dg::EVENT));
        let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
        for triple in things.values().filter(|triples| is_event(triples)).flatten() {
            if let (Term::NamedNode(node), true) = (&triple.object, INSIDE.contains(&triple.predicate.as_str())) {
                *owners.entry(node.as_str()).or_default() += 1;
            }
        }
        let inside = owners.into_iter().filter(|(node, count)| *count == 1 && things.contains_key(*node));
        let terms = CONTEXT["@context"].as_object();
        let prefixes: Vec<(String, String)> = terms
            .into_iter()
            .flatten()
            .filter_map(|(term, value)| Some((term.clone(), value.as_str()?.to_owned())))
            .filter(|(_, value)| value.ends_with(['#', '/']))
            .collect();
        let expand = |short: &str| {
            let (prefix, local) = short.split_once(':')?;
            let (_, namespace) = prefixes.iter().find(|(own, _)| own == prefix)?;
            Some(format!("{namespace}{local}"))
        };
        let properties = terms
            .into_iter()
            .flatten()
            .filter_map(|(term, value)| {
                let iri = expand(value.as_str().or_else(|| value["@id"].as_str())?)?;
                let kind = value["@type"].as_str().map(|kind| expand(kind).unwrap_or_else(|| kind.to_owned()));
                Some((iri, Property { term: term.clone(), kind }))
            })
            .collect();
        Self {
            things,
            inside: inside.map(|(node, _)| node).collect(),
            properties,
            prefixes,
            base: base.as_str().ends_with('/').then_some(base.as_str()),
        }
    }

    fn thing(&self, subject: &str, depth: usize) -> Value {
        let mut object = Map::new();
        object.insert("id".to_owned(), json!(self.id(subject)));
        let mut triples: Vec<&Triple> = self.things.get(subject).into_iter().flatten().collect();
        let rank = |triple: &Triple| super::turtle::rank(triple.predicate.as_str());
        triples.sort_by_cached_key(|t| (rank(t), t.predicate.as_str().to_owned(), t.object.to_string()));
        for triple in triples {
            let predicate = triple.predicate.as_str();
            let (term, value) = if predicate == rdf::TYPE {
                ("type".to_owned(), json!(self.class(&triple.object)))
            } else {
                self.value(predicate, &triple.object, depth)
            };
            match object.entry(term).or_insert(Value::Null) {
                Value::Array(values) => values.push(value),
                first @ Value::Null => *first = value,
                one => *one = Value::Array(vec![one.take(), value]),
            }
        }
        Value::Object(object)
    }

    fn value(&self, predicate: &str, object: &Term, depth: usize) -> (String, Value) {
        let property = self.properties.get(predicate);
        let term = property.map_or_else(|| predicate.to_owned(), |p| p.term.clone());
        let kind = property.and_then(|p| p.kind.as_deref());
        let value = match object {
            Term::Literal(literal) => literal_value(literal, kind, &self.prefixes),
            Term::NamedNode(node)
                if depth < 4 && INSIDE.contains(&predicate) && self.inside.contains(node.as_str()) =>
            {
                // A report names instruments that stand inside the event: the second time the name will do.
                if depth > 0 { json!(self.id(node.as_str())) } else { self.thing(node.as_str(), depth + 1) }
            }
            node => {
                let id = match node {
                    Term::NamedNode(node) => self.id(node.as_str()),
                    other => other.to_string(),
                };
                if kind == Some("@id") { json!(id) } else { json!({ "id": id }) }
            }
        };
        (term, value)
    }

    /// The name of a thing, relative to the base.
    fn id(&self, iri: &str) -> String {
        match self.base.and_then(|base| iri.strip_prefix(base)) {
            Some(local) if !local.is_empty() => local.to_owned(),
            _ => iri.to_owned(),
        }
    }

    /// A class, its prefix written out only where it is not ours.
    fn class(&self, class: &Term) -> String {
        let Term::NamedNode(node) = class else { return class.to_string() };
        let iri = node.as_str();
        if let Some(local) = iri.strip_prefix(dg::NAMESPACE) {
            return local.to_owned();
        }
        let short = self.prefixes.iter().find_map(|(p, n)| Some(format!("{p}:{}", iri.strip_prefix(n.as_str())?)));
        short.unwrap_or_else(|| iri.to_owned())
    }
}

/// A literal as the context lets it be written: whole numbers as numbers, what the context types or what is a plain
/// string as it is, anything else with its datatype.
fn literal_value(literal: &Literal, kind: Option<&str>, prefixes: &[(String, String)]) -> Value {
    let datatype = literal.datatype().as_str();
    if let Some(language) = literal.language() {
        return json!({ "@value": literal.value(), "@language": language });
    }
    let whole = literal.value().parse::<i64>().ok().filter(|n| n.to_string() == literal.value());
    match (kind, whole) {
        (Some(kind), Some(number)) if kind == datatype && datatype == xsd::INTEGER => json!(number),
        (None, Some(number)) if datatype == xsd::INTEGER => json!(number),
        (Some(kind), _) if kind == datatype => json!(literal.value()),
        (None, _) if datatype == xsd::STRING => json!(literal.value()),
        _ if datatype == xsd::STRING => json!({ "@value": literal.value() }),
        _ => {
            let short = prefixes.iter().find_map(|(p, n)| Some(format!("{p}:{}", datatype.strip_prefix(n.as_str())?)));
            json!({ "@value": literal.value(), "@type": short.unwrap_or_else(|| datatype.to_owned()) })
        }
    }
}

fn is_type(triple: &Triple, class: &str) -> bool {
    triple.predicate.as_str() == rdf::TYPE && matches!(&triple.object, Term::NamedNode(node) if node.as_str() == class)
}

fn name(subject: &NamedOrBlankNode) -> String {
    match subject {
        NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    }
}
