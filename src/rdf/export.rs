//! The graph of event records in every RDF format.
//!
//! N-Quads and TriG keep one named graph an article, so that one article can be withdrawn: drop its graph, and what no
//! other article says is gone.

use super::jsonld;
use super::turtle::{self, Prefixes};
use super::{Base, article_triples};
use crate::events::Event;
use crate::graph::identity;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer, RdfSyntaxError};
use oxigraph::model::Triple;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// RDF formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Turtle.
    Ttl,
    /// N-Triples, sorted.
    Nt,
    /// N-Quads, sorted, a named graph an article.
    Nq,
    /// TriG, a named graph an article.
    Trig,
    /// JSON-LD, events with their parts and reports inside.
    JsonLd,
    /// RDF/XML.
    RdfXml,
}

impl Format {
    /// Every format with its name on the command line.
    pub const ALL: &[(Format, &str)] = &[
        (Format::Ttl, "ttl"),
        (Format::Nt, "nt"),
        (Format::Nq, "nq"),
        (Format::Trig, "trig"),
        (Format::JsonLd, "jsonld"),
        (Format::RdfXml, "rdfxml"),
    ];
}

/// Writes the graph of `events`, which must hold all events of every article that it holds one of.
///
/// # Errors
/// When `out` does not take it.
pub fn write<'a>(
    events: impl IntoIterator<Item = &'a Event>,
    base: &Base,
    format: Format,
    mut out: impl Write,
) -> io::Result<()> {
    match format {
        Format::Nq | Format::Trig => {
            let articles = by_article(events, base);
            if format == Format::Nq {
                write_nquads(&articles, &mut out)?
            } else {
                write_trig(&articles, base, &mut out)?
            }
        }
        Format::Nt => {
            for line in article_triples(events, base) {
                writeln!(out, "{line}")?;
            }
        }
        _ => {
            let text = article_triples(events, base).join("\n");
            let triples = triples(&text).map(|triple| triple.map_err(io::Error::from));
            match format {
                Format::Ttl => turtle::write(triples, &Prefixes::new(base), &mut out)?,
                Format::JsonLd => jsonld::write(triples, base, &mut out)?,
                _ => write_rdfxml(triples, base, &mut out)?,
            }
        }
    }
    out.flush()
}

/// Lines of each article's own graph, by the graph's name.
fn by_article<'a>(events: impl IntoIterator<Item = &'a Event>, base: &Base) -> BTreeMap<String, Vec<String>> {
    let mut articles: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
    for event in events {
        articles.entry(base.iri(&identity::article(&event.article.id))).or_default().push(event);
    }
    articles.into_iter().map(|(name, events)| (name, article_triples(events, base))).collect()
}

fn triples(lines: &str) -> impl Iterator<Item = Result<Triple, RdfSyntaxError>> {
    RdfParser::from_format(RdfFormat::NTriples).for_slice(lines).map(|quad| quad.map(Triple::from))
}

fn write_nquads(articles: &BTreeMap<String, Vec<String>>, out: &mut impl Write) -> io::Result<()> {
    let mut lines: Vec<String> = Vec::new();
    for (name, triples) in articles {
        lines.extend(triples.iter().map(|line| format!("{}<{name}> .", line.strip_suffix('.').unwrap_or(line))));
    }
    lines.sort_unstable();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn write_trig(articles: &BTreeMap<String, Vec<String>>, base: &Base, out: &mut impl Write) -> io::Result<()> {
    let prefixes = Prefixes::new(base);
    turtle::write_prefixes(&prefixes, out)?;
    for (name, lines) in articles {
        let name = prefixes.shorten(name).unwrap_or_else(|| format!("<{name}>"));
        write!(out, "\n{name} {{")?;
        let text = lines.join("\n");
        turtle::write_blocks(triples(&text).map(|triple| triple.map_err(io::Error::from)), &prefixes, out)?;
        writeln!(out, "}}")?;
    }
    Ok(())
}

fn write_rdfxml(
    triples: impl Iterator<Item = io::Result<Triple>>,
    base: &Base,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(RdfFormat::RdfXml);
    for (prefix, namespace) in Prefixes::new(base).iter() {
        serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(&mut *out);
    for triple in triples {
        writer.serialize_triple(triple?.as_ref())?;
    }
    writeln!(writer.finish()?)
}
