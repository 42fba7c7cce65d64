//! `train`: makes the weights of the learned part anew. For maintainers.

use super::common::ExtractorArgs;
use super::message;
use anyhow::Context;
use diplograph::article::Article;
use diplograph::events::model::corpus::{self, Labelled, Short};
use diplograph::events::model::train::{Example, Settings, train, untrained};
use diplograph::events::model::{Linear, Model, NONE};
use diplograph::events::who::sides::CLASSES;
use diplograph::extract::{Extractor, Session};
use rayon::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

/// Learn the weights of the event model from labelled texts
#[derive(clap::Args, Debug)]
#[command(hide = true)]
pub struct TrainArgs {
    /// Folder with labelled texts (*.jsonl) and short sentences (short.txt)
    #[arg(default_value = "data/training", value_name = "DIR")]
    folder: PathBuf,
    /// Where the weights go
    #[arg(short, default_value = "data/model/events.bin", value_name = "FILE")]
    out: PathBuf,
    /// Learn from nine tenths and tell how well the last tenth is judged; writes nothing
    #[arg(long)]
    validate: bool,
    #[command(flatten)]
    extractor: ExtractorArgs,
}

/// Runs the command.
pub fn run(args: &TrainArgs) -> anyhow::Result<ExitCode> {
    let extractor = Extractor::new(&args.extractor.options())?;
    let (labelled, short) = read(&args.folder)?;
    let rules_only = Model::default();
    let book = extractor.book();
    let read_one = |session: &mut Session, record: &Labelled| {
        let article = Article::from_text(&record.id, record.date, &record.text);
        session.with_scene(&article, |scene| corpus::examples(scene, book, &rules_only, record))
    };
    let mut lessons: Vec<Vec<Example>> = labelled.par_iter().map_init(|| extractor.session(), read_one).collect();
    let read_short = |session: &mut Session, record: &Short| {
        let article = Article::from_text("short", None, &record.text);
        session.with_scene(&article, |scene| corpus::short_examples(scene, book, &rules_only, record))
    };
    lessons.extend(short.par_iter().map_init(|| extractor.session(), read_short).collect::<Vec<_>>());
    let held = |i: usize| args.validate && i % 10 == 9 && i < labelled.len();
    let kinds = fit(&lessons, |i| !held(i));
    // Who is proposed shows only in what the model of clauses makes of a text, and truly only of a text that it has not learned from:
    // each half is read with what the other half teaches.
    let whole = Model::read(&Model::write(&kinds, &untrained(CLASSES)))?;
    let mut halves = Vec::new();
    for half in 0..2 {
        let kinds = fit(&lessons, |i| !held(i) && i % 2 != half);
        halves.push(Model::read(&Model::write(&kinds, &untrained(CLASSES)))?);
    }
    let read_sides = |session: &mut Session, (i, record): (usize, &Labelled)| {
        let article = Article::from_text(&record.id, record.date, &record.text);
        let model = if held(i) { &whole } else { &halves[i % 2] };
        session.with_scene(&article, |scene| corpus::side_examples(scene, book, model, record))
    };
    let found: Vec<Vec<Example>> =
        labelled.par_iter().enumerate().map_init(|| extractor.session(), read_sides).collect();
    let (mut learn, mut hold) = (Vec::new(), Vec::new());
    for (i, examples) in found.into_iter().enumerate() {
        if held(i) { hold.extend(examples) } else { learn.extend(examples) }
    }
    message::note(&format!("{} sides in events", learn.len()));
    let sides = train(&learn, CLASSES, Settings::sides());
    let weights = Model::write(&kinds, &sides);
    if args.validate {
        let model = Model::read(&weights)?;
        let out: Vec<Example> =
            lessons.iter().enumerate().filter(|(i, _)| held(*i)).flat_map(|(_, l)| l.clone()).collect();
        message::note(&format!("events: {}", validation(&model.kinds, &out)));
        message::note(&format!("sides: {}", validation(&model.sides, &hold)));
        return Ok(ExitCode::SUCCESS);
    }
    let temporary = args.out.with_extension("tmp");
    std::fs::write(&temporary, &weights).with_context(|| format!("cannot write {}", temporary.display()))?;
    std::fs::rename(&temporary, &args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
    message::note(&format!("{}: {} bytes", args.out.display(), weights.len()));
    Ok(ExitCode::SUCCESS)
}

/// The weights of the model of clauses, learned from the texts with those numbers.
fn fit(lessons: &[Vec<Example>], counts: impl Fn(usize) -> bool) -> Vec<u8> {
    let used = lessons.iter().enumerate().filter(|(i, _)| counts(*i));
    let clauses: Vec<Example> = used.flat_map(|(_, l)| l.iter().cloned()).collect();
    message::note(&format!("{} clauses to learn from", clauses.len()));
    train(&clauses, Model::classes(), Settings::default())
}

fn read(folder: &std::path::Path) -> anyhow::Result<(Vec<Labelled>, Vec<Short>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let (mut labelled, mut short) = (Vec::new(), Vec::new());
    for path in paths {
        let text = || std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()));
        match path.extension().and_then(|e| e.to_str()) {
            Some("jsonl") => labelled.extend(corpus::labelled(&path.display().to_string(), &text()?)?),
            Some("txt") => short.extend(corpus::short(&text()?)),
            _ => {}
        }
    }
    Ok((labelled, short))
}

/// Precision and recall of "there is one" (an event, a part in it), and how often the right one is found.
fn validation(model: &Linear, examples: &[Example]) -> String {
    let (mut found, mut wanted, mut hits, mut typed) = (0usize, 0usize, 0usize, 0usize);
    for example in examples {
        let p = model.probabilities(&example.features);
        let best = (0..p.len()).max_by(|a, b| p[*a].total_cmp(&p[*b])).unwrap_or(NONE);
        found += usize::from(best != NONE);
        wanted += usize::from(example.class != NONE);
        hits += usize::from(best != NONE && example.class != NONE);
        typed += usize::from(best != NONE && best == example.class);
    }
    let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
    format!(
        "any: precision {:.3}, recall {:.3}; the right one: precision {:.3}, recall {:.3} (of {wanted})",
        share(hits, found),
        share(hits, wanted),
        share(typed, found),
        share(typed, wanted)
    )
}
