//! `query`: SPARQL over a graph.

use super::screen::{self, Escape};
use super::{FAILED, NO, message};
use anyhow::{Context, bail};
use diplograph::query::output::{Answer, Format, Layout, answer};
use diplograph::query::{Graph, QueryError, Request, mistake, stock};
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use std::thread;
use std::time::Duration;

/// Ask a graph in SPARQL
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  diplograph query graph dyad-timeline --param a=KOR --param b=Russia
  diplograph query graph visits --param guest=Lavrov -f csv
  diplograph query graph 'SELECT ?e { ?e a dg:Meeting ; dg:source state:KOR }'
  diplograph query graph my.rq --param since=2021-03

Prefixes are known: dg, rdfs, skos, schema, prov, org, nif, xsd, and event, state, person, place ... for things.
Exit status: 1 when an ASK query answers false.")]
pub struct QueryArgs {
    /// A built folder, an RDF file (.nt .ttl .nq .trig .jsonld .rdf, also .gz and .zst), or `-`
    #[arg(required_unless_present = "list")]
    graph: Option<PathBuf>,
    /// A query, a `.rq` file, the name of a stock query, or `-`
    #[arg(required_unless_present = "list")]
    query: Option<String>,
    /// Value of a parameter; things by name, code or id, days as 2021-03-25, 2021-03 or 2021
    #[arg(short, long = "param", value_name = "NAME=VALUE", value_parser = parameter)]
    param: Vec<(String, String)>,
    /// How to write the answer [default: table on a terminal, json otherwise]
    #[arg(short, long, value_enum)]
    format: Option<Format>,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// List the stock queries and their parameters
    #[arg(short, long)]
    list: bool,
}

/// Runs the command.
pub fn run(args: &QueryArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    let (Some(graph), Some(query), false) = (&args.graph, &args.query, args.list) else {
        out.write_all(listing().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    };
    if graph == Path::new("-") && query == "-" {
        bail!("graph and query cannot both come from standard input");
    }
    let request = Request { text: text_of(query)?, parameters: args.param.clone(), timeout: args.timeout };
    let graph = Graph::open_for(graph, &request.text)?;
    for unknown in mistake::unknown_terms(&request.text) {
        message::warning(&unknown);
    }
    if let Some(timeout) = args.timeout {
        end_after(timeout);
    }
    let format = args.format.unwrap_or(if out.is_terminal() { Format::Table } else { Format::Json });
    let answered = if format == Format::Table {
        // Articles may hold terminal escapes, so a table passes through the same filter as messages.
        let mut table = Vec::new();
        let width = if out.is_terminal() { terminal_size::terminal_size().map(|(width, _)| width.0) } else { None };
        let answered = answer(&request, &graph, format, Layout { width }, &mut table)?;
        out.write_all(message::plain(&String::from_utf8_lossy(&table)).as_bytes())?;
        out.flush()?;
        answered
    } else {
        drop(out);
        let mut out = screen::data(Escape::of(&format));
        let answered = answer(&request, &graph, format, Layout::default(), &mut out)?;
        out.flush()?;
        answered
    };
    // The system takes back the memory of a large graph at once, the store would piece by piece.
    std::mem::forget(graph);
    match answered {
        Answer::Boolean(false) => return Ok(ExitCode::from(NO)),
        Answer::Count(count) if format == Format::Table && io::stdout().is_terminal() => {
            message::note(&format!("{count} {}", if count == 1 { "row" } else { "rows" }));
        }
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Ends the process when a query has not noticed that its time is over. Some joins never look.
fn end_after(timeout: Duration) {
    thread::spawn(move || {
        thread::sleep(timeout + Duration::from_millis(500));
        message::error(&format!("{:#}", QueryError::Timeout(timeout)));
        process::exit(FAILED.into());
    });
}

/// The query that an argument means: a file, a stock query, or itself.
fn text_of(query: &str) -> anyhow::Result<String> {
    if query == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("cannot read the query from standard input")?;
        return Ok(text);
    }
    let is_name = !query.contains(|c: char| c.is_whitespace() || c == '{');
    if !is_name {
        return Ok(query.to_owned());
    }
    if let Some(file) = stock::find(query) {
        return Ok(file.text);
    }
    if Path::new(query).is_file() {
        return fs::read_to_string(query).with_context(|| format!("cannot read {query}"));
    }
    let near: Vec<&str> = stock::all().map(|(name, _)| name).filter(|name| alike(name, query)).collect();
    let hint = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    bail!("`{query}` is neither a stock query nor a file{hint} (`diplograph query --list` lists the stock queries)")
}

/// Whether two names share a word.
fn alike(name: &str, asked: &str) -> bool {
    let stem = |word: &str| word.trim_end_matches('s').to_ascii_lowercase();
    asked.split(['-', '_', '.']).any(|word| word.len() > 2 && name.split('-').any(|own| stem(own) == stem(word)))
}

fn listing() -> String {
    let mut text = String::new();
    for (name, file) in stock::all() {
        text += &format!("{name}\n    {}\n", file.title);
        if !file.explanation.is_empty() {
            text += &format!("    {}\n", file.explanation);
        }
        for parameter in &file.parameters {
            text += &format!("    --param {parameter}\n");
        }
    }
    text
}

fn parameter(words: &str) -> Result<(String, String), String> {
    let (name, value) = words.split_once('=').ok_or("write NAME=VALUE, as a=KOR")?;
    Ok((name.trim_start_matches(['?', '$']).to_owned(), value.to_owned()))
}

fn seconds(words: &str) -> Result<Duration, String> {
    let number = words.trim_end_matches('s').parse::<f64>().ok();
    number
        .filter(|n| *n > 0.0)
        .and_then(|n| Duration::try_from_secs_f64(n).ok())
        .ok_or_else(|| "give a number of seconds, as 10 or 0.5".to_owned())
}
