//! What leaves the program: pictures, graph files, tables.
//!
//! [`write`] gives a graph in any [`Format`]; RDF formats are made by [`crate::rdf`].

pub mod dot;
pub mod network;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod picture;
pub mod table;
pub mod xml;

#[cfg(test)]
mod wellformed;

use crate::events::event::Status;
use crate::graph::{EventGraph, EventNode, records};
use crate::rdf::{self, Base};
use crate::time::Precision;
use std::io::{self, Write};
use thiserror::Error;

pub use picture::View;
pub use table::Layout;

/// Formats that a graph can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// Turtle: RDF for people
    Ttl,
    /// N-Triples: RDF a line a triple
    Nt,
    /// N-Quads: a named graph an article
    Nq,
    /// TriG: a named graph an article, for people
    Trig,
    /// JSON-LD
    Jsonld,
    /// RDF/XML
    #[value(alias = "rdf")]
    Rdfxml,
    /// Graphviz
    Dot,
    /// A picture
    Svg,
    /// GraphML for Gephi, Cytoscape, yEd, NetworkX
    Graphml,
    /// GEXF with dates for Gephi
    Gexf,
    /// Event records, one a line
    Jsonl,
    /// A table, one row a directed dyad
    Csv,
    /// The same as a Parquet file
    Parquet,
}

impl Format {
    /// The format of [`crate::rdf`], which writes it; none for the others.
    pub fn rdf(self) -> Option<rdf::export::Format> {
        use rdf::export::Format as Rdf;
        Some(match self {
            Self::Ttl => Rdf::Ttl,
            Self::Nt => Rdf::Nt,
            Self::Nq => Rdf::Nq,
            Self::Trig => Rdf::Trig,
            Self::Jsonld => Rdf::JsonLd,
            Self::Rdfxml => Rdf::RdfXml,
            _ => return None,
        })
    }

    /// Whether it is a picture, for which a view can be chosen.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Dot | Self::Svg)
    }
}

/// How to write.
#[derive(Clone, Debug)]
pub struct Options {
    /// Base IRI of things.
    pub base: Base,
    /// What a picture shows.
    pub view: View,
    /// Heading of a picture; none for one that says what it shows.
    pub title: Option<String>,
    /// Columns of a table.
    pub layout: Layout,
    /// Whether a table in somebody else's columns, which know no status, holds events of every status.
    pub all_statuses: bool,
    /// The number of events (for `dyads` of actors) that was asked for; none for as many as can be read.
    pub top: Option<usize>,
    /// Events that `--top` has left out before.
    pub left_out: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base: Base::default(),
            view: View::Events,
            title: None,
            layout: Layout::Icews,
            all_statuses: false,
            top: None,
            left_out: 0,
        }
    }
}

/// Why a graph could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The operating system's word.
    #[error("the export could not be written")]
    Io(#[from] io::Error),
    /// The table writer's word.
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
    /// Built without the feature.
    #[error("this diplograph was built without Parquet; build it with `cargo build --release --features parquet`")]
    NoParquet,
    /// The Parquet writer's word.
    #[cfg(feature = "parquet")]
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
}

/// Writes a graph. Returns what the user should know of what was left out.
///
/// # Errors
/// When `out` does not take it, or the format needs a feature that is not there.
pub fn write(
    out: &mut dyn Write,
    graph: &EventGraph,
    format: Format,
    options: &Options,
) -> Result<Option<String>, ExportError> {
    let mut note = None;
    if let Some(rdf) = format.rdf() {
        rdf::export::write(graph.records(), &options.base, rdf, &mut *out)?;
        return Ok(None);
    }
    match format {
        Format::Dot | Format::Svg => {
            let picture = picture::draw(graph, format == Format::Svg, options);
            out.write_all(picture.text.as_bytes())?;
            note = picture.note;
        }
        Format::Graphml => out.write_all(network::graphml(graph, options.base.as_str()).as_bytes())?,
        Format::Gexf => out.write_all(network::gexf(graph, options.base.as_str()).as_bytes())?,
        Format::Jsonl => records::write(out, graph.records())?,
        Format::Csv => {
            note = table_note(graph, options);
            table::write(&mut *out, graph, options.layout, options.all_statuses)?;
        }
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::write(out, graph)?,
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => return Err(ExportError::NoParquet),
        Format::Ttl | Format::Nt | Format::Nq | Format::Trig | Format::Jsonld | Format::Rdfxml => {}
    }
    out.flush()?;
    Ok(note)
}

/// What a table in somebody else's columns cannot say: events of another status, which are left out, and dates coarser
/// than a day.
fn table_note(graph: &EventGraph, options: &Options) -> Option<String> {
    if options.layout == Layout::Plain {
        return None;
    }
    let is_kept = |event: &&EventNode| options.all_statuses || event.key.status == Status::Actual;
    let many = |count: usize, words: &str| format!("{count} {words}event{}", if count == 1 { "" } else { "s" });
    let out = graph.events().filter(|event| !is_kept(event)).count();
    let coarse =
        graph.events().filter(is_kept).filter(|event| event.key.precision.is_some_and(|p| p != Precision::Day));
    let coarse = coarse.count();
    let mut notes = Vec::new();
    if out > 0 {
        let events = many(out, "planned, possible or negated ");
        notes.push(format!(
            "{events} left out, since these columns have no status; --status or --layout plain keeps them"
        ));
    }
    if coarse > 0 {
        let events = many(coarse, "");
        notes.push(format!(
            "{events} with a date coarser than a day under the first day of it; --layout plain has the whole"
        ));
    }
    (!notes.is_empty()).then(|| notes.join("\n"))
}
