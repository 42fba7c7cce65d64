//! Opens a graph: a built folder, an RDF file, or event records.

use super::reach::{Predicates, predicates};
use super::run::parse;
use crate::built::{DERIVED, TRIPLES};
use crate::graph::{EventGraph, records};
use crate::rdf::turtle::Prefixes;
use crate::rdf::vocab::{dg, rdf};
use crate::rdf::{Base, article_triples, derived_triples};
use flate2::read::MultiGzDecoder;
use oxigraph::io::{RdfFormat, RdfParseError, RdfParser, RdfSyntaxError};
use oxigraph::model::{GraphName, NamedNodeRef, NamedOrBlankNode, Quad};
use oxigraph::store::Store;
use std::fs;
use std::io::{self, Read};
use std::mem;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

/// Triples that go from the thread that reads to the one that fills the store at a time.
const BATCH: usize = 4096;

/// A graph that can be asked.
#[derive(Clone)]
pub struct Graph {
    /// Its triples, in the default graph.
    pub store: Store,
    /// Under which IRI its things live.
    pub base: Base,
}

/// Why a graph cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file is not there or cannot be read.
    #[error("cannot read {}: {source}", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Neither a folder nor a file.
    #[error("{}: no such file or folder; give a folder made by `diplograph build` or a graph file", .0.display())]
    Missing(PathBuf),
    /// A folder that no `build` has made.
    #[error("{} holds neither graph.nt nor events.jsonl; make it with `diplograph build INPUT... -o {}`", .0.display(), .0.display())]
    NotBuilt(PathBuf),
    /// A file whose name does not say what it is.
    #[error("{} is no known graph file; give a built folder or a file named .nt, .ttl, .nq, .trig, .jsonld, .rdf or .jsonl (also .gz or .zst)", .0.display())]
    UnknownFormat(PathBuf),
    /// The file breaks the rules of its format.
    #[error("{}{}: {message}", .path.display(), place(.line))]
    Syntax {
        /// Which.
        path: PathBuf,
        /// Line, from 1.
        line: Option<u64>,
        /// What is wrong.
        message: String,
    },
    /// A line of `events.jsonl` is no event.
    #[error(transparent)]
    Records(#[from] records::RecordsError),
    /// The store fails.
    #[error("the store cannot be used: {0}; build again, or remove its folder")]
    Store(#[from] oxigraph::store::StorageError),
}

fn place(line: &Option<u64>) -> String {
    line.map_or_else(String::new, |line| format!(":{line}"))
}

impl Graph {
    /// Opens `path`: a built folder (`graph.nt`, with `derived.nt` beside it where there is one), an RDF file, an
    /// `events.jsonl`, or `-` for N-Triples, N-Quads or Turtle on standard input. Triples of named graphs are put into
    /// the default graph. With the feature `rocksdb`, the store of a built folder is opened where it is as new as the
    /// files; it can only be read.
    ///
    /// # Errors
    /// When there is nothing to open or it is broken; the message says where.
    pub fn open(path: &Path) -> Result<Self, LoadError> {
        Self::open_part(path, None)
    }

    /// Opens what a query can see of `path`: the same answer as from the whole, sooner.
    ///
    /// # Errors
    /// As [`Graph::open`].
    pub fn open_for(path: &Path, query: &str) -> Result<Self, LoadError> {
        // Under another base the prefixes of things stand for other IRIs, but those of predicates do not depend on it.
        let seen = parse(query, &Prefixes::new(&Base::default())).ok().and_then(|query| predicates(&query));
        Self::open_part(path, seen.as_ref())
    }

    /// Triples of these predicates, or all.
    fn open_part(path: &Path, seen: Option<&Predicates>) -> Result<Self, LoadError> {
        if path != Path::new("-") && !path.exists() {
            return Err(LoadError::Missing(path.to_owned()));
        }
        #[cfg(feature = "rocksdb")]
        if let Some(store) = crate::built::store::current(path) {
            let store = Store::open_read_only(store)?;
            let base = base_of(&store)?;
            return Ok(Self { store, base });
        }
        let store = Store::new()?;
        if path.is_dir() {
            let graph = records::settled(path, TRIPLES);
            if graph.is_file() {
                load_file(&store, &graph, RdfFormat::NTriples, seen)?;
                let derived = records::settled(path, DERIVED);
                if derived.is_file() {
                    load_file(&store, &derived, RdfFormat::NTriples, seen)?;
                }
            } else if path.join(records::FILE).is_file() {
                load_records(&store, path, seen)?;
            } else {
                return Err(LoadError::NotBuilt(path.to_owned()));
            }
        } else if path == Path::new("-") {
            let mut text = Vec::new();
            io::stdin().read_to_end(&mut text).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
            load_slice(&store, path, &text, format_of(&text), seen)?;
        } else if is_records(path) {
            load_records(&store, path, seen)?;
        } else {
            let format = format_by_name(path).ok_or_else(|| LoadError::UnknownFormat(path.to_owned()))?;
            load_file(&store, path, format, seen)?;
        }
        let base = base_of(&store)?;
        Ok(Self { store, base })
    }

    /// A graph of these N-Triples lines.
    ///
    /// # Errors
    /// When they are not well-formed.
    pub fn from_lines(lines: &[String]) -> Result<Self, LoadError> {
        let store = Store::new()?;
        load_slice(&store, Path::new("(lines)"), lines.join("\n").as_bytes(), RdfFormat::NTriples, None)?;
        let base = base_of(&store)?;
        Ok(Self { store, base })
    }

    /// The prefixes that queries know and answers are shortened with.
    pub fn prefixes(&self) -> Prefixes {
        Prefixes::new(&self.base)
    }
}

/// The base IRI of the graph's things: what stands before `event/` in the IRI of an event.
fn base_of(store: &Store) -> Result<Base, LoadError> {
    let (rdf_type, event) = (NamedNodeRef::new_unchecked(rdf::TYPE), NamedNodeRef::new_unchecked(dg::EVENT));
    for quad in store.quads_for_pattern(None, Some(rdf_type), Some(event.into()), None) {
        if let NamedOrBlankNode::NamedNode(node) = quad?.subject
            && let Some((base, _)) = node.as_str().rsplit_once("event/")
            && let Ok(base) = Base::parse(base)
        {
            return Ok(base);
        }
    }
    Ok(Base::default())
}

/// The name without the endings of compressed files.
fn stem(path: &Path) -> PathBuf {
    match path.extension().and_then(|e| e.to_str()) {
        Some("gz" | "zst") => path.with_extension(""),
        _ => path.to_owned(),
    }
}

fn is_records(path: &Path) -> bool {
    matches!(stem(path).extension().and_then(|e| e.to_str()), Some("jsonl" | "ndjson"))
}

fn format_by_name(path: &Path) -> Option<RdfFormat> {
    let name = stem(path);
    let extension = name.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "owl" => Some(RdfFormat::RdfXml),
        "json" => RdfFormat::from_extension("jsonld"),
        other => RdfFormat::from_extension(other),
    }
}

/// What a text without a name is.
fn format_of(text: &[u8]) -> RdfFormat {
    let start = text.trim_ascii_start();
    match start.first() {
        Some(b'{' | b'[') => RdfFormat::JsonLd { profile: oxigraph::io::JsonLdProfileSet::empty() },
        Some(b'<') if start.starts_with(b"<?xml") || start.starts_with(b"<rdf:RDF") => RdfFormat::RdfXml,
        // TriG holds Turtle and N-Triples.
        _ => RdfFormat::TriG,
    }
}

fn load_file(store: &Store, path: &Path, format: RdfFormat, seen: Option<&Predicates>) -> Result<(), LoadError> {
    let failed = |source| LoadError::Read { path: path.to_owned(), source };
    let bytes = fs::read(path).map_err(failed)?;
    let bytes = match path.extension().and_then(|e| e.to_str()) {
        Some("gz") => {
            let mut text = Vec::new();
            MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text).map_err(failed)?;
            text
        }
        Some("zst") => zstd::decode_all(bytes.as_slice()).map_err(failed)?,
        _ => bytes,
    };
    load_slice(store, path, &bytes, format, seen)
}

fn load_slice(
    store: &Store,
    path: &Path,
    text: &[u8],
    format: RdfFormat,
    seen: Option<&Predicates>,
) -> Result<(), LoadError> {
    let syntax = |error: RdfParseError| match error {
        RdfParseError::Io(source) => LoadError::Read { path: path.to_owned(), source },
        RdfParseError::Syntax(error) => LoadError::Syntax {
            path: path.to_owned(),
            line: error.location().map(|place| place.start.line + 1),
            message: error.to_string(),
        },
    };
    let parser = RdfParser::from_format(format);
    // A file that leaves the base open means itself.
    let own = format!("file://{}", path.canonicalize().unwrap_or_else(|_| PathBuf::from("/-")).display());
    let parser = match parser.clone().with_base_iri(own.replace(' ', "%20")) {
        Ok(parser) => parser,
        Err(_) => parser,
    };
    // One thread reads while this one fills the store, which takes the longer of the two.
    let (sender, receiver) = mpsc::sync_channel::<Vec<Quad>>(4);
    thread::scope(|scope| {
        let reading = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            for quad in parser.for_slice(text) {
                let mut quad = quad?;
                if seen.is_some_and(|seen| !seen.contains(quad.predicate.as_str())) {
                    continue;
                }
                quad.graph_name = GraphName::DefaultGraph;
                batch.push(quad);
                if batch.len() == BATCH && sender.send(mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err() {
                    // The store has failed and says why.
                    return Ok(());
                }
            }
            let _ = sender.send(batch);
            Ok(())
        });
        store.extend(receiver.into_iter().flatten())?;
        reading
            .join()
            .unwrap_or_else(|panic| resume_unwind(panic))
            .map_err(|error: RdfSyntaxError| syntax(error.into()))
    })
}

fn load_records(store: &Store, path: &Path, seen: Option<&Predicates>) -> Result<(), LoadError> {
    let events = records::open(path)?.collect::<Result<Vec<_>, _>>()?;
    let base = Base::default();
    let mut lines = article_triples(&events, &base);
    lines.extend(derived_triples(&EventGraph::new(events), &base));
    load_slice(store, path, lines.join("\n").as_bytes(), RdfFormat::NTriples, seen)
}
