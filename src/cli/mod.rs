//! The command line: one module a command, and what they share.
//!
//! Every command is a struct of flags that derives [`clap::Args`] and a function `run(&Args) -> anyhow::Result<ExitCode>`.
//! Data goes to standard output, everything else through [`message`] to standard error.

pub mod articles;
pub mod common;
pub mod message;
mod output;
mod screen;

mod analyze;
mod annotate;
mod build;
mod calibrate;
mod check;
mod completions;
mod eval;
mod explain;
mod export;
mod extract;
mod query;
mod select;
mod serve;
mod train;

use clap::{Parser, Subcommand};
use std::io;
use std::process::ExitCode;

/// Reads news articles and builds a knowledge graph of diplomatic and political events.
#[derive(Parser, Debug)]
#[command(name = "diplograph", version, max_term_width = 100, propagate_version = false)]
#[command(after_help = "Exit status: 0 done; 1 a negative answer; 2 an error, or input that had to be skipped.")]
pub struct Cli {
    /// Say nothing but errors and what had to be skipped
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Build(build::BuildArgs),
    Extract(extract::ExtractArgs),
    Annotate(annotate::AnnotateArgs),
    Explain(explain::ExplainArgs),
    Query(query::QueryArgs),
    Export(export::ExportArgs),
    Analyze(analyze::AnalyzeArgs),
    Serve(serve::ServeArgs),
    Check(check::CheckArgs),
    Eval(eval::EvalArgs),
    Completions(completions::CompletionsArgs),
    Man(completions::ManArgs),
    Train(train::TrainArgs),
    Calibrate(calibrate::CalibrateArgs),
}

/// Status for a negative answer: a failed check, a score under the asked minimum, ASK false.
pub const NO: u8 = 1;

/// Status for an error, or for input that had to be skipped.
pub const FAILED: u8 = 2;

/// Parses the command line, runs the command, reports its error.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    message::set_level(cli.quiet, cli.verbose);
    let result = match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Annotate(args) => annotate::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Query(args) => query::run(args),
        Command::Export(args) => export::run(args),
        Command::Analyze(args) => analyze::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Check(args) => check::run(args),
        Command::Eval(args) => eval::run(args, cli.verbose),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => completions::run_man(args),
        Command::Train(args) => train::run(args),
        Command::Calibrate(args) => calibrate::run(args),
    };
    match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            message::error(&message::chain(&error));
            ExitCode::from(FAILED)
        }
    }
}

/// Whether the reader of our output has gone, as `head` does: no error.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = match cause.downcast_ref::<io::Error>() {
            Some(error) => Some(error.kind()),
            None => {
                cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind).or_else(|| {
                    match cause.downcast_ref::<csv::Error>()?.kind() {
                        csv::ErrorKind::Io(error) => Some(error.kind()),
                        _ => None,
                    }
                })
            }
        };
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}
