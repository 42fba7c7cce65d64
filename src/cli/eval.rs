//! `eval`: the extractor beside what people marked.

use super::common::{ExtractorArgs, ThreadArgs};
use super::{NO, message};
use anyhow::Context;
use diplograph::eval::{self, Gold, Half, Level, Made, Measure, Scores};
use diplograph::extract::{Extractor, Session};
use diplograph::parallel;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Compare what is read with what people marked: precision, recall, F1
#[derive(clap::Args, Debug)]
#[command(
    after_help = "The fields of the records tell what is compared: `events` (types, actors, dates, status; or CAMEO codes), \
    `root` (the PLOVER class of a sentence), `timex` (time expressions), `mentions` (who is meant), `links` (countries). \
    docs/evaluation.md describes them.\n\n\
    Exit status: 0 done; 1 the first F1 (or share) of a file is under --min-f1; 2 a file cannot be read."
)]
pub struct EvalArgs {
    /// JSONL files of texts with what people marked in them; - is standard input
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Only every other record: tune on one half, believe the other; -v lists nothing of the second
    #[arg(long, value_name = "HALF")]
    half: Option<HalfArg>,
    /// Compare event types, or only their PLOVER classes
    #[arg(long, value_name = "LEVEL", default_value = "type")]
    level: LevelArg,
    /// Answer no (exit status 1) where the first F1 of a file is below X
    #[arg(long, value_name = "X")]
    min_f1: Option<f64>,
    /// Also print how often events of each confidence are right, and precision and recall above some cut-offs
    #[arg(long)]
    reliability: bool,
    #[command(flatten)]
    extractor: ExtractorArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
pub(super) enum HalfArg {
    Tune,
    Check,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug)]
enum LevelArg {
    Type,
    Root,
}

/// Runs the command.
pub fn run(args: &EvalArgs, verbose: bool) -> anyhow::Result<ExitCode> {
    // the gold first: a mistake in it is told before the extractor is loaded
    let files: Vec<(String, Measure, Vec<Gold>)> =
        args.gold.iter().map(|path| read(path, args.half)).collect::<Result<_, _>>()?;
    let mut options = args.extractor.options();
    if args.reliability {
        // the tables show what every cut-off gives, so they need all events
        options.min_confidence = args.extractor.min_confidence.unwrap_or(0.0);
    }
    let extractor = Extractor::new(&options)?;
    let level = match args.level {
        LevelArg::Type => Level::Type,
        LevelArg::Root => Level::Root,
    };
    let mut out = io::stdout().lock();
    let mut enough = true;
    for (name, measure, gold) in files {
        let silent = gold.iter().filter(|g| g.text.trim().is_empty()).count();
        if silent > 0 {
            message::warning(&format!(
                "{name}: {silent} of {} records have no text; what is marked in them counts as missed",
                gold.len()
            ));
        }
        let pairs = understand(&extractor, args.threads.count(), measure, gold);
        let Scores { line, details, figure } = eval::score(&name, measure, level, &pairs);
        if verbose && !matches!(args.half, Some(HalfArg::Check)) {
            for detail in details {
                writeln!(out, "{}", message::plain(&detail))?;
            }
        }
        writeln!(out, "{line}")?;
        if args.reliability && measure == Measure::Events {
            writeln!(out, "\n{}", eval::reliability(level, &pairs))?;
        }
        enough &= args.min_f1.is_none_or(|least| figure >= least);
    }
    out.flush()?;
    Ok(if enough { ExitCode::SUCCESS } else { ExitCode::from(NO) })
}

/// The records of a file that are asked for, with the name that begins their line.
pub(super) fn read(path: &Path, half: Option<HalfArg>) -> anyhow::Result<(String, Measure, Vec<Gold>)> {
    let shown = path.display().to_string();
    let text = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).context("cannot read standard input")?;
        text
    } else {
        std::fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?
    };
    let (measure, mut gold) = Gold::read(&shown, &text)?;
    let mut name = path.file_name().map_or(shown, |n| n.to_string_lossy().into_owned());
    if let Some(half) = half {
        let (half, word) = match half {
            HalfArg::Tune => (Half::Tune, "tune"),
            HalfArg::Check => (Half::Check, "check"),
        };
        name = format!("{name} ({word} half)");
        let mut number = 0;
        gold.retain(|_| {
            number += 1;
            half.holds(number - 1)
        });
    }
    Ok((name, measure, gold))
}

/// What the extractor makes of each record.
fn understand(extractor: &Extractor, threads: usize, measure: Measure, gold: Vec<Gold>) -> Vec<(Gold, Made)> {
    let mut pairs = Vec::with_capacity(gold.len());
    parallel::ordered(
        gold.into_iter(),
        threads,
        || extractor.session(),
        |session: &mut Session<'_>, gold| {
            let article = gold.article();
            let made = match (measure.reads_annotations(), article) {
                (true, Some(article)) => Made::Annotation(session.annotate(&article)),
                (false, Some(article)) => Made::Events(session.extract(&article)),
                (_, None) => Made::Events(Vec::new()),
            };
            (gold, made)
        },
        |pair| {
            pairs.push(pair);
            ControlFlow::<()>::Continue(())
        },
    );
    pairs
}
