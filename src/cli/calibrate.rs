//! `calibrate`: fits confidence to events that people marked. For maintainers.

use super::common::ExtractorArgs;
use super::eval::{HalfArg, read};
use super::message;
use anyhow::{Context, bail};
use diplograph::eval::{Level, Marked, judge};
use diplograph::events::confidence::{Calibration, Signs};
use diplograph::extract::Extractor;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fit the confidence of events to gold
#[derive(clap::Args, Debug)]
#[command(hide = true)]
pub struct CalibrateArgs {
    /// Gold events, JSONL as `eval` reads it
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Only every other record
    #[arg(long, value_name = "HALF")]
    half: Option<HalfArg>,
    /// Where the weights go
    #[arg(short, default_value = "data/model/confidence.tsv", value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    extractor: ExtractorArgs,
}

/// Runs the command.
pub fn run(args: &CalibrateArgs) -> anyhow::Result<ExitCode> {
    let extractor = Extractor::new(&args.extractor.options())?;
    let mut session = extractor.session();
    let mut examples: Vec<(Signs, bool)> = Vec::new();
    for path in &args.gold {
        let (name, _, records) = read(path, args.half)?;
        for gold in records {
            let Marked::Events(marked) = &gold.marked else { bail!("{name}: calibration needs gold events") };
            let Some(article) = gold.article() else { continue };
            let (events, signs): (Vec<_>, Vec<Signs>) = session.extract_with_signs(&article).into_iter().unzip();
            let (_, judgements) = judge(Level::Type, marked, &events);
            examples.extend(signs.into_iter().zip(judgements).filter(|(_, j)| j.counted).map(|(s, j)| (s, j.kind)));
        }
    }
    if examples.is_empty() {
        bail!("there are no events to learn from");
    }
    let table = Calibration::fit(&examples).table();
    let temporary = args.out.with_extension("tmp");
    std::fs::write(&temporary, &table).with_context(|| format!("cannot write {}", temporary.display()))?;
    std::fs::rename(&temporary, &args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
    message::note(&format!("{}: fitted to {} events", args.out.display(), examples.len()));
    Ok(ExitCode::SUCCESS)
}
