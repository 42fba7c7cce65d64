//! `calibrate`: fits confidence to events that people marked. For maintainers.

use super::common::ExtractorArgs;
use super::eval::{HalfArg, read};
use super::message;
use anyhow::{Context, bail};
use diplograph::eval::{Level, Marked, is_root, judge};
use diplograph::events::Event;
use diplograph::events::confidence::{Calibration, Example, Signs};
use diplograph::extract::Extractor;
use std::path::PathBuf;
use std::process::ExitCode;

/// Fit the confidence of events to gold
#[derive(clap::Args, Debug)]
#[command(hide = true)]
pub struct CalibrateArgs {
    /// Gold events, JSONL as `eval` reads it; gold classes may follow: they teach what the signs are worth
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
    let mut sets: Vec<Vec<Example>> = Vec::new();
    for path in &args.gold {
        let (name, _, records) = read(path, args.half)?;
        let mut set = Vec::new();
        for gold in records {
            let Some(article) = gold.article() else { continue };
            let (events, signs): (Vec<Event>, Vec<Signs>) = session.extract_with_signs(&article).into_iter().unzip();
            let judged: Vec<Option<bool>> = match &gold.marked {
                Marked::Events(marked) => {
                    judge(Level::Type, marked, &events).1.iter().map(|j| j.counted.then_some(j.triple)).collect()
                }
                Marked::Root(root) => {
                    events.iter().map(|e| (e.kind != "Statement").then(|| is_root(root, e))).collect()
                }
                _ => bail!("{name}: calibration needs gold events or classes"),
            };
            let aside = matches!(gold.marked, Marked::Root(_));
            let examples = signs.into_iter().zip(judged);
            set.extend(
                examples.filter_map(|(signs, right)| Some(Example { signs, right: right?, weight: 1.0, aside })),
            );
        }
        sets.push(set);
    }
    // every file counts as much as the first
    let first = sets.first().map_or(0, Vec::len) as f64;
    for set in &mut sets {
        let weight = first / set.len().max(1) as f64;
        set.iter_mut().for_each(|e| e.weight = weight);
    }
    let examples = sets.concat();
    if examples.iter().all(|e| e.aside) {
        bail!("there are no gold events to learn from");
    }
    let table = Calibration::fit(&examples).table();
    let temporary = args.out.with_extension("tmp");
    std::fs::write(&temporary, &table).with_context(|| format!("cannot write {}", temporary.display()))?;
    std::fs::rename(&temporary, &args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
    message::note(&format!("{}: fitted to {} events", args.out.display(), examples.len()));
    Ok(ExitCode::SUCCESS)
}
