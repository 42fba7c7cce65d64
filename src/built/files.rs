//! Writes the files of a built folder from its events.

use super::{Collection, Transaction};
use crate::exports::{dot, picture};
use crate::graph::{EventGraph, records};
use crate::rdf::turtle::{self, Prefixes};
use crate::rdf::{Base, SortedTriples, article_triples, derived_triples};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Triple;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::Path;

/// The sorted triples.
pub const TRIPLES: &str = "graph.nt";
/// What follows from the whole graph and is stated by no article, as sorted triples: which events are one, what came of
/// plans, what denies what. It is made anew by each build and never part of the union of graphs.
pub const DERIVED: &str = "derived.nt";
/// The same graph for people.
pub const TURTLE: &str = "graph.ttl";

/// The picture for Graphviz.
pub const DOT: &str = "graph.dot";
/// The picture.
pub const PICTURE: &str = "graph.svg";

/// Pictures show the events with the most reports up to this number; more could not be told apart.
const DRAWN: usize = 120;

/// Writes all files of a built folder into a change of it. Returns the graph and the number of triples. The records go
/// from the collection to the graph: of a large corpus, there is not memory for both.
///
/// # Errors
/// When a file cannot be written; the path is in the message.
pub fn write(change: &Transaction, collection: Collection, base: &Base) -> io::Result<(EventGraph, u64)> {
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
    let title = title(&collection);
    let graph = EventGraph::new(collection.into_events());
    let derived = change.path(DERIVED);
    at(&derived, || {
        let mut out = BufWriter::new(File::create(&derived)?);
        for line in derived_triples(&graph, base) {
            writeln!(out, "{line}")?;
        }
        out.flush()
    })?;
    #[cfg(feature = "rocksdb")]
    {
        let store = change.path(super::store::STORE);
        at(&store, || super::store::write(&store, &[&path, &derived]))?;
    }
    let (from, path) = (path, change.path(TURTLE));
    at(&path, || {
        let parser = RdfParser::from_format(RdfFormat::NTriples);
        let triples = parser
            .for_reader(BufReader::with_capacity(1 << 16, File::open(&from)?))
            .map(|quad| quad.map(Triple::from).map_err(io::Error::from));
        turtle::write(triples, &Prefixes::new(base), BufWriter::with_capacity(1 << 16, File::create(&path)?))
    })?;
    let (drawn, left_out) = graph.top(DRAWN);
    for (name, picture) in [
        (DOT, dot::events(&drawn, &title, base.as_str(), left_out)),
        (PICTURE, picture::events::draw(&drawn, &title, base.as_str(), left_out)),
    ] {
        let path = change.path(name);
        at(&path, || fs::write(&path, picture))?;
    }
    Ok((graph, count))
}

/// The headline of the only article, or what a graph of several is.
fn title(collection: &Collection) -> String {
    let mut titles = collection.articles().filter_map(|events| events.first()?.article.title.as_deref());
    match (titles.next(), titles.next()) {
        (Some(title), None) => title.to_owned(),
        _ => "Diplomatic and political events".to_owned(),
    }
}

/// Names the file in an error.
fn at<T>(path: &Path, write: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    write().map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}
