//! Turtle for people: prefixes, one block a thing, properties in an order that reads well.

use super::Base;
use super::vocab::{self, rdf, xsd};
use oxigraph::model::{LiteralRef, NamedNodeRef, NamedOrBlankNode, TermRef, Triple};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Prefixes and the namespaces that they stand for, the longest namespace first.
#[derive(Clone, Debug)]
pub struct Prefixes(Vec<(String, String)>);

impl Prefixes {
    /// The prefixes of the vocabularies and of the folders under a base.
    pub fn new(base: &Base) -> Self {
        let own = vocab::FOLDERS.iter().map(|(prefix, folder)| ((*prefix).to_owned(), base.iri(folder)));
        let known = vocab::PREFIXES.iter().map(|(prefix, iri)| ((*prefix).to_owned(), (*iri).to_owned()));
        let mut all: Vec<_> = own.chain(known).collect();
        all.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        Self(all)
    }

    /// Prefix and namespace, in order of the prefix.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let sorted: BTreeSet<(&str, &str)> = self.0.iter().map(|(p, n)| (p.as_str(), n.as_str())).collect();
        sorted.into_iter()
    }

    /// `person:RUS-sergey-lavrov`, where a prefix fits and the rest needs no escape.
    pub fn shorten(&self, iri: &str) -> Option<String> {
        let (prefix, local) = self.split(iri)?;
        Some(format!("{prefix}:{local}"))
    }

    fn split<'a>(&'a self, iri: &'a str) -> Option<(&'a str, &'a str)> {
        self.0.iter().find_map(|(prefix, namespace)| {
            let local = iri.strip_prefix(namespace.as_str())?;
            is_local_name(local).then_some((prefix.as_str(), local))
        })
    }
}

/// Writes a graph. Triples of one subject must follow one another, as they do in a sorted file.
///
/// # Errors
/// When a triple cannot be read or the output cannot be written.
pub fn write<E: From<io::Error>>(
    triples: impl Iterator<Item = Result<Triple, E>>,
    prefixes: &Prefixes,
    mut out: impl Write,
) -> Result<(), E> {
    write_prefixes(prefixes, &mut out)?;
    write_blocks(triples, prefixes, &mut out)?;
    out.flush()?;
    Ok(())
}

/// Writes the declarations of prefixes.
pub(super) fn write_prefixes(prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    for (prefix, namespace) in prefixes.iter() {
        writeln!(out, "@prefix {prefix}: <{namespace}> .")?;
    }
    Ok(())
}

/// Writes a graph without prefixes, a block a subject.
pub(super) fn write_blocks<E: From<io::Error>>(
    triples: impl Iterator<Item = Result<Triple, E>>,
    prefixes: &Prefixes,
    out: &mut impl Write,
) -> Result<(), E> {
    let mut block: Vec<Triple> = Vec::new();
    for triple in triples {
        let triple = triple?;
        if block.first().is_some_and(|first| first.subject != triple.subject) {
            write_block(&mut block, prefixes, out)?;
        }
        block.push(triple);
    }
    write_block(&mut block, prefixes, out)?;
    Ok(())
}

/// Writes the triples of one subject, and empties the list.
fn write_block(block: &mut Vec<Triple>, prefixes: &Prefixes, out: &mut impl Write) -> io::Result<()> {
    let Some(first) = block.first() else { return Ok(()) };
    let subject = match &first.subject {
        NamedOrBlankNode::NamedNode(node) => iri(node.as_ref(), prefixes),
        NamedOrBlankNode::BlankNode(node) => node.to_string(),
    };
    write!(out, "\n{subject}")?;
    block.sort_by_cached_key(|t| (rank(t.predicate.as_str()), t.predicate.as_str().to_owned(), t.object.to_string()));
    let mut last: Option<&str> = None;
    for triple in block.iter() {
        let predicate = triple.predicate.as_str();
        let object = term(triple.object.as_ref(), prefixes);
        match last {
            Some(same) if same == predicate => write!(out, ",\n        {object}")?,
            Some(_) => write!(out, " ;\n    {} {object}", property(predicate, prefixes))?,
            None => write!(out, " {} {object}", property(predicate, prefixes))?,
        }
        last = Some(predicate);
    }
    writeln!(out, " .")?;
    block.clear();
    Ok(())
}

/// Place of a property in the order of reading.
pub(super) fn rank(predicate: &str) -> usize {
    vocab::READING_ORDER.iter().position(|p| *p == predicate).unwrap_or(vocab::READING_ORDER.len())
}

fn property(predicate: &str, prefixes: &Prefixes) -> String {
    if predicate == rdf::TYPE { "a".to_owned() } else { iri(NamedNodeRef::new_unchecked(predicate), prefixes) }
}

fn iri(node: NamedNodeRef<'_>, prefixes: &Prefixes) -> String {
    prefixes.shorten(node.as_str()).unwrap_or_else(|| node.to_string())
}

/// A term in Turtle.
pub fn term(term: TermRef<'_>, prefixes: &Prefixes) -> String {
    match term {
        TermRef::NamedNode(node) => iri(node, prefixes),
        TermRef::Literal(literal) => {
            let value = literal.value();
            match literal.datatype().as_str() {
                xsd::STRING => literal.to_string(),
                _ if literal.language().is_some() => literal.to_string(),
                xsd::INTEGER if is_integer(value) => value.to_owned(),
                xsd::DECIMAL if is_decimal(value) => value.to_owned(),
                "http://www.w3.org/2001/XMLSchema#boolean" if matches!(value, "true" | "false") => value.to_owned(),
                _ => format!("{}^^{}", LiteralRef::new_simple_literal(value), iri(literal.datatype(), prefixes)),
            }
        }
        other => other.to_string(),
    }
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(value: &str) -> bool {
    value.split_once('.').is_some_and(|(whole, part)| is_integer(whole) && is_integer(part) && !part.starts_with('-'))
}

/// Whether a name can follow a prefix as it is (Turtle's `PN_LOCAL`, ASCII and without escapes but `%20`).
fn is_local_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let Some(first) = bytes.first() else { return false };
    if !(first.is_ascii_alphanumeric() || matches!(first, b'_' | b'%')) || name.ends_with('.') {
        return false;
    }
    bytes.iter().enumerate().all(|(i, byte)| match byte {
        b'_' | b'-' | b'.' => true,
        b'%' => bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        byte => byte.is_ascii_alphanumeric(),
    })
}
