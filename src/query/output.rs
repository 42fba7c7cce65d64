//! Writes the answer of a query.

use super::load::Graph;
use super::run::{QueryError, Request};
use crate::rdf::turtle::{self, Prefixes};
use comfy_table::{ContentArrangement, Table};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{Term, Triple, Variable};
use oxigraph::sparql::results::{QueryResultsFormat, QueryResultsSerializer};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, QuerySolution};
use std::io::{self, Write};

/// Formats of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Columns for people; Turtle for graphs.
    Table,
    /// Values alone, separated by commas.
    Csv,
    /// Terms as in Turtle, separated by tabs.
    Tsv,
    /// SPARQL 1.1 Query Results JSON; JSON-LD for graphs.
    Json,
    /// SPARQL Query Results XML; RDF/XML for graphs.
    Xml,
    /// Turtle, for graphs.
    Ttl,
    /// N-Triples, sorted, for graphs.
    Nt,
}

/// Why an answer cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// The query has none.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The output does not take it.
    #[error("the answer could not be written")]
    Io(#[from] io::Error),
    /// Rows asked for as a graph, or the other way round.
    #[error("{answer} cannot be written as {asked}; ask for {fit}")]
    Format {
        /// What the query gives.
        answer: &'static str,
        /// The format asked for.
        asked: &'static str,
        /// Formats that fit.
        fit: &'static str,
    },
}

/// How to lay a table out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout {
    /// Columns of the terminal; none to let lines run on.
    pub width: Option<u16>,
}

/// What a query answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    Boolean(bool),
    /// So many rows or triples.
    Count(usize),
}

/// Asks and writes the answer.
///
/// # Errors
/// When the question is wrong, takes too long, or the format does not fit the answer.
pub fn answer(
    request: &Request,
    graph: &Graph,
    format: Format,
    layout: Layout,
    mut out: impl Write,
) -> Result<Answer, OutputError> {
    request.run(graph, |results, token| {
        let failed = |error| OutputError::Query(request.failed(error));
        // Rows may come out of what was found already, without a look at the store or its token.
        let alive = || if token.is_cancelled() { Err(failed(QueryEvaluationError::Cancelled)) } else { Ok(()) };
        match results {
            QueryResults::Boolean(value) => {
                boolean(value, format, &mut out)?;
                Ok(Answer::Boolean(value))
            }
            QueryResults::Solutions(rows) => {
                let variables = rows.variables().to_vec();
                let rows = rows.map(|row| alive().and_then(|()| row.map_err(failed)));
                solutions(&variables, rows, graph, format, layout, &mut out).map(Answer::Count)
            }
            QueryResults::Graph(triples) => {
                let triples = triples.map(|triple| alive().and_then(|()| triple.map_err(failed)));
                graph_answer(triples, graph, format, &mut out).map(Answer::Count)
            }
        }
    })
}

/// The SPARQL results format, for rows and booleans.
fn results_format(format: Format, answer: &'static str) -> Result<Option<QueryResultsFormat>, OutputError> {
    let asked = match format {
        Format::Table => return Ok(None),
        Format::Csv => return Ok(Some(QueryResultsFormat::Csv)),
        Format::Tsv => return Ok(Some(QueryResultsFormat::Tsv)),
        Format::Json => return Ok(Some(QueryResultsFormat::Json)),
        Format::Xml => return Ok(Some(QueryResultsFormat::Xml)),
        Format::Ttl => "ttl",
        Format::Nt => "nt",
    };
    Err(OutputError::Format { answer, asked, fit: "table, csv, tsv, json or xml, or write a CONSTRUCT query" })
}

fn boolean(value: bool, format: Format, out: &mut impl Write) -> Result<(), OutputError> {
    match results_format(format, "yes or no")? {
        None => writeln!(out, "{value}")?,
        Some(format) => {
            QueryResultsSerializer::from_format(format).serialize_boolean_to_writer(&mut *out, value)?;
            writeln!(out)?;
        }
    }
    Ok(out.flush()?)
}

fn solutions(
    variables: &[Variable],
    rows: impl Iterator<Item = Result<QuerySolution, OutputError>>,
    graph: &Graph,
    format: Format,
    layout: Layout,
    out: &mut impl Write,
) -> Result<usize, OutputError> {
    let format = results_format(format, "a list of rows")?;
    let mut count = 0;
    match format {
        None => {
            let prefixes = graph.prefixes();
            let mut table = plain_table(layout);
            table.set_header(variables.iter().map(Variable::as_str));
            for row in rows {
                let row = row?;
                table.add_row(row.values().iter().map(|term| cell(term.as_ref(), &prefixes)));
                count += 1;
            }
            // Cells are padded to the width of their column; nobody needs the blanks at the end of a line.
            for line in table.to_string().lines() {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Some(format) => {
            let mut writer = QueryResultsSerializer::from_format(format)
                .serialize_solutions_to_writer(&mut *out, variables.to_vec())?;
            for row in rows {
                writer.serialize(&row?)?;
                count += 1;
            }
            let out = writer.finish()?;
            if matches!(format, QueryResultsFormat::Json | QueryResultsFormat::Xml) {
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    Ok(count)
}

/// A table without lines between cells.
fn plain_table(layout: Layout) -> Table {
    let mut table = Table::new();
    table.load_preset("     ──            ");
    match layout.width {
        Some(width) => table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table
}

/// A term for people: words without quotes, IRIs short.
pub fn cell(term: Option<&Term>, prefixes: &Prefixes) -> String {
    match term {
        None => String::new(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(term) => turtle::term(term.as_ref(), prefixes),
    }
}

fn graph_answer(
    triples: impl Iterator<Item = Result<Triple, OutputError>>,
    graph: &Graph,
    format: Format,
    out: &mut impl Write,
) -> Result<usize, OutputError> {
    let mut all: Vec<(String, Triple)> = Vec::new();
    for triple in triples {
        let triple = triple?;
        all.push((triple.to_string(), triple));
    }
    // In the order of their lines, whatever the order in which they were found.
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup_by(|a, b| a.0 == b.0);
    let count = all.len();
    let triples = all.iter().map(|(_, triple)| triple);
    match format {
        Format::Csv | Format::Tsv => {
            let asked = if format == Format::Csv { "csv" } else { "tsv" };
            return Err(OutputError::Format { answer: "a graph", asked, fit: "ttl, nt, json or xml" });
        }
        Format::Table | Format::Ttl => {
            turtle::write(triples.cloned().map(Ok::<_, io::Error>), &graph.prefixes(), &mut *out)?;
        }
        Format::Nt => {
            for (line, _) in &all {
                writeln!(out, "{line} .")?;
            }
        }
        Format::Json | Format::Xml => {
            let format = if format == Format::Json {
                RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() }
            } else {
                RdfFormat::RdfXml
            };
            let mut serializer = RdfSerializer::from_format(format);
            for (prefix, namespace) in graph.prefixes().iter() {
                serializer = serializer.with_prefix(prefix, namespace).map_err(io::Error::other)?;
            }
            let mut writer = serializer.for_writer(&mut *out);
            for triple in triples {
                writer.serialize_triple(triple.as_ref())?;
            }
            writeln!(writer.finish()?)?;
        }
    }
    out.flush()?;
    Ok(count)
}
