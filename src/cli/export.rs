//! `export`: the graph in the format of another program, or as a picture.

use super::screen::{self, Escape};
use super::select::{FilterArgs, GraphArg, load};
use super::{FAILED, message, output};
use anyhow::bail;
use diplograph::exports::{self, Format, Layout, Options, View};
use diplograph::rdf::Base;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the graph in another format, or draw it
#[derive(clap::Args, Debug)]
pub struct ExportArgs {
    #[command(flatten)]
    graph: GraphArg,
    /// Format; taken from the ending of FILE where it is not given
    #[arg(short, long, value_enum, value_name = "FORMAT", required_unless_present = "output")]
    format: Option<Format>,
    /// File to write; standard output where it is not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    filters: FilterArgs,
    /// At most so many events, those that most articles report (in the view dyads: actors)
    #[arg(long, value_name = "N", help_heading = "Filters")]
    top: Option<usize>,
    /// What a picture (dot, svg) shows
    #[arg(long, value_enum, default_value_t)]
    view: View,
    /// Heading of a picture
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Columns of a table (csv)
    #[arg(long, value_enum, default_value_t)]
    layout: Layout,
    /// Base IRI of things
    #[arg(long, value_name = "IRI")]
    base_iri: Option<String>,
}

/// Runs the command.
pub fn run(args: &ExportArgs) -> anyhow::Result<ExitCode> {
    let format = args.format()?;
    let base = args.base_iri.as_deref().map(Base::parse).transpose()?.unwrap_or_default();
    let (graph, bad) = load(&args.graph.graph)?;
    let mut filter = args.filters.filter(&graph)?;
    // A picture of dyads counts actors.
    let of_events = !(format.is_picture() && args.view == View::Dyads);
    filter.top = args.top.filter(|_| of_events);
    let (graph, left_out) = graph.filtered(&filter);
    if graph.events().len() == 0 {
        message::warning("no event passes these filters: the output is empty");
    }
    let options = Options {
        base,
        view: args.view,
        title: args.title.clone(),
        layout: args.layout,
        all_statuses: args.filters.has_status(),
        top: args.top,
        left_out,
    };
    let note = match &args.output {
        Some(path) if path != Path::new("-") => {
            output::to_file(path, |out| Ok(exports::write(out, &graph, format, &options)?))?
        }
        _ => {
            if format == Format::Parquet && io::stdout().is_terminal() {
                bail!("Parquet is no text for a terminal; give a file with -o");
            }
            let mut out = BufWriter::new(screen::data(Escape::of(&format)));
            let note = exports::write(&mut out, &graph, format, &options)?;
            out.flush()?;
            note
        }
    };
    for line in note.iter().flat_map(|note| note.lines()) {
        message::note(line);
    }
    Ok(if bad > 0 { ExitCode::from(FAILED) } else { ExitCode::SUCCESS })
}

impl ExportArgs {
    fn format(&self) -> anyhow::Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str()).unwrap_or_default();
        match <Format as clap::ValueEnum>::from_str(ending, true) {
            Ok(format) => Ok(format),
            Err(_) => bail!("the ending “{ending}” names no format; choose one with -f"),
        }
    }
}
