//! Writes the files of a built folder from its events.

use super::{Collection, Transaction};
use crate::graph::records;
use crate::rdf::turtle::{self, Prefixes};
use crate::rdf::{Base, SortedTriples, article_triples};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Triple;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

/// The sorted triples.
pub const TRIPLES: &str = "graph.nt";
/// The same graph for people.
pub const TURTLE: &str = "graph.ttl";

/// Writes `events.jsonl`, `graph.nt` and `graph.ttl` into a change of a folder. Returns the number of triples.
///
/// # Errors
/// When a file cannot be written; the path is in the message.
pub fn write(change: &Transaction, collection: &Collection, base: &Base) -> io::Result<u64> {
    let path = change.path(records::FILE);
    at(&path, || {
        let mut out = BufWriter::with_capacity(1 << 16, File::create(&path)?);
        records::write(&mut out, collection.events())?;
        out.flush()
    })?;
    let path = change.path(TRIPLES);
    let count = at(&path, || {
        let mut triples = SortedTriples::new(path.parent().unwrap_or(Path::new(".")));
        for events in collection.articles() {
            triples.add(article_triples(events, base))?;
        }
        triples.write(&path)
    })?;
    let (from, path) = (path, change.path(TURTLE));
    at(&path, || {
        let parser = RdfParser::from_format(RdfFormat::NTriples);
        let triples = parser
            .for_reader(BufReader::with_capacity(1 << 16, File::open(&from)?))
            .map(|quad| quad.map(Triple::from).map_err(io::Error::from));
        turtle::write(triples, &Prefixes::new(base), BufWriter::with_capacity(1 << 16, File::create(&path)?))
    })?;
    Ok(count)
}

/// Names the file in an error.
fn at<T>(path: &Path, write: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    write().map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}
