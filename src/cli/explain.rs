//! `explain`: how a text was read, and why its events came out as they did.

use super::articles::{self, ArticlesArgs};
use super::common::{ExtractorArgs, ThreadArgs};
use super::message::plain;
use diplograph::article::Article;
use diplograph::extract::Extractor;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Show how articles were read: parse, clauses, actors, dates, rules tried and matched, and what came of it
#[derive(clap::Args, Debug)]
pub struct ExplainArgs {
    /// Files or folders of articles; - is standard input
    #[arg(required_unless_present = "text", value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Explain this text instead
    #[arg(short = 'e', long = "text", value_name = "TEXT", conflicts_with = "inputs")]
    text: Option<String>,
    #[command(flatten)]
    extractor: ExtractorArgs,
}

/// Runs the command.
pub fn run(args: &ExplainArgs) -> anyhow::Result<ExitCode> {
    let mut out = io::stdout().lock();
    if let Some(text) = &args.text {
        let extractor = Extractor::new(&args.extractor.options())?;
        let article = Article::from_text("text", args.extractor.date, text);
        out.write_all(plain(&extractor.session().explain(&article)).as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let articles = ArticlesArgs {
        inputs: args.inputs.clone(),
        extractor: args.extractor.clone(),
        threads: ThreadArgs::default(),
        strict: false,
        max_article: 32,
    };
    let counts = articles::run(
        &articles,
        articles::Results::OnOutput,
        |session, article, document| session.account(&article, document),
        |event| format!("{}: an event record, already extracted\n", event.id),
        |account| Ok(out.write_all(plain(&account).as_bytes())?),
    )?;
    Ok(counts.status())
}
