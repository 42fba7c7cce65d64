//! `check`: validates a graph.

use super::{NO, message};
use anyhow::Context;
use diplograph::built::{DERIVED, TRIPLES};
use diplograph::query::Graph;
use diplograph::query::output::cell;
use diplograph::rdf::shacl::{self, Violation, shapes};
use diplograph::rdf::turtle::{self, Prefixes};
use oxigraph::model::Term;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Validate a graph against the shapes of its vocabulary (SHACL)
#[derive(clap::Args, Debug)]
#[command(after_help = "Exit status: 0 the graph conforms; 1 it does not; 2 it or the shapes cannot be read.")]
pub struct CheckArgs {
    /// A built folder, an RDF file, or `-`
    graph: PathBuf,
    /// Your own shapes in Turtle, instead of the shipped ones
    #[arg(long, value_name = "FILE")]
    shapes: Option<PathBuf>,
    /// How many faults to print; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
}

/// Runs the command.
pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let shapes = match &args.shapes {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            shapes::read(&text).with_context(|| path.display().to_string())?
        }
        None => shapes::read(shacl::SHIPPED)?,
    };
    let graph = Graph::open(&args.graph)?;
    let violations = shacl::validate(&graph.store, &shapes)?;
    if violations.is_empty() {
        let triples = graph.store.len()?;
        message::note(&format!("{} conforms: {triples} triples, {} shapes", args.graph.display(), shapes.len()));
        return Ok(ExitCode::SUCCESS);
    }
    let shown = if args.limit == 0 { violations.len() } else { args.limit.min(violations.len()) };
    let prefixes = graph.prefixes();
    let places = places(&args.graph, &violations[..shown])?;
    let mut out = io::stdout().lock();
    for violation in &violations[..shown] {
        let place = places.get(&violation.focus.to_string()).map_or("", String::as_str);
        writeln!(out, "{}", message::plain(&format!("{place}{}", line(violation, &prefixes))))?;
    }
    out.flush()?;
    let more = violations.len() - shown;
    let rest = if more > 0 { format!(", {more} of them not shown (--limit 0 shows all)") } else { String::new() };
    message::note(&format!("{} does not conform: {} faults{rest}", args.graph.display(), violations.len()));
    Ok(ExitCode::from(NO))
}

/// `event:2021-… dg:status "maybe": an event has one status … (in)`.
fn line(violation: &Violation, prefixes: &Prefixes) -> String {
    let mut words = turtle::term(violation.focus.as_ref(), prefixes);
    if let Some(path) = &violation.path {
        // Only properties can be shortened; the other paths are rare and read well enough.
        let path = match path {
            shapes::Path::Property(node) => cell(Some(&Term::from(node.clone())), prefixes),
            other => other.to_string(),
        };
        words += &format!(" {path}");
    }
    if let Some(value) = &violation.value {
        words += &format!(" {}", turtle::term(value.as_ref(), prefixes));
    }
    format!("{words}: {} ({})", violation.message, violation.constraint)
}

/// For each faulty thing the file and line on which it begins, where the graph is kept line by line.
fn places(graph: &Path, violations: &[Violation]) -> io::Result<HashMap<String, String>> {
    let files = if graph.is_dir() { vec![graph.join(TRIPLES), graph.join(DERIVED)] } else { vec![graph.to_owned()] };
    let mut places = HashMap::new();
    let wanted: HashSet<String> = violations.iter().map(|v| v.focus.to_string()).collect();
    // A thing that nothing describes is named at least by what relates to it.
    let mut named = HashMap::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "nt") && file.is_file()) {
        for (number, line) in BufReader::new(File::open(file)?).lines().enumerate() {
            let line = line?;
            let mut words = line.splitn(3, ' ');
            let (subject, object) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default());
            let object = object.trim_end_matches(['.', ' ']);
            for (places, node) in [(&mut places, subject), (&mut named, object)] {
                if wanted.contains(node) && !places.contains_key(node) {
                    places.insert(node.to_owned(), format!("{}:{}: ", file.display(), number + 1));
                }
            }
        }
    }
    for (node, place) in named {
        places.entry(node).or_insert(place);
    }
    Ok(places)
}
