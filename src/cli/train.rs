//! `train`: makes the weights of the learned part anew. For maintainers.

use super::common::ExtractorArgs;
use super::message;
use anyhow::Context;
use diplograph::article::Article;
use diplograph::events::model::corpus::{self, Labelled, Short};
use diplograph::events::model::train::{Example, Settings, train, untrained};
use diplograph::events::model::{Linear, Model, NONE};
use diplograph::events::who::PARTS;
use diplograph::events::who::implied::CLASSES;
use diplograph::extract::Extractor;
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

/// What one text teaches.
struct Lesson {
    clauses: Vec<Example>,
    actors: Vec<Example>,
}

/// Runs the command.
pub fn run(args: &TrainArgs) -> anyhow::Result<ExitCode> {
    let extractor = Extractor::new(&args.extractor.options())?;
    let (labelled, short) = read(&args.folder)?;
    let rules_only = Model::default();
    let mut session = extractor.session();
    let book = extractor.book();
    let mut lessons = Vec::new();
    for record in &labelled {
        let article = Article::from_text(&record.id, record.date, &record.text);
        let clauses = session.with_scene(&article, |scene| corpus::examples(scene, book, &rules_only, record));
        let actors = session.with_scene(&article, |scene| corpus::role_examples(scene, book, &rules_only, record));
        lessons.push(Lesson { clauses, actors });
    }
    for record in &short {
        let article = Article::from_text("short", None, &record.text);
        let clauses = session.with_scene(&article, |scene| corpus::short_examples(scene, book, &rules_only, record));
        lessons.push(Lesson { clauses, actors: Vec::new() });
    }
    let held = |i: usize| args.validate && i % 10 == 9 && i < labelled.len();
    let (kinds, roles) = fit(&lessons, |i| !held(i));
    // Parts left empty show only in what the other two models make of a text, and truly only of a text that they have not
    // learned from: each half is read with what the other half teaches.
    let whole = Model::read(&Model::write(&kinds, &roles, &untrained(CLASSES)))?;
    let mut halves = Vec::new();
    for half in 0..2 {
        let (kinds, roles) = fit(&lessons, |i| !held(i) && i % 2 != half);
        halves.push(Model::read(&Model::write(&kinds, &roles, &untrained(CLASSES)))?);
    }
    let (mut learn, mut hold) = (Vec::new(), Vec::new());
    for (i, record) in labelled.iter().enumerate() {
        let article = Article::from_text(&record.id, record.date, &record.text);
        let model = if held(i) { &whole } else { &halves[i % 2] };
        let found = session.with_scene(&article, |scene| corpus::implied_examples(scene, book, model, record));
        if held(i) { hold.extend(found) } else { learn.extend(found) }
    }
    message::note(&format!("{} actors for parts left empty", learn.len()));
    let implied = train(&learn, CLASSES, Settings::roles());
    let weights = Model::write(&kinds, &roles, &implied);
    if args.validate {
        let model = Model::read(&weights)?;
        let out = |of: fn(&Lesson) -> &Vec<Example>| -> Vec<Example> {
            lessons.iter().enumerate().filter(|(i, _)| held(*i)).flat_map(|(_, l)| of(l).clone()).collect()
        };
        message::note(&format!("events: {}", validation(&model.kinds, &out(|l| &l.clauses))));
        message::note(&format!("parts: {}", validation(&model.roles, &out(|l| &l.actors))));
        message::note(&format!("parts left empty: {}", validation(&model.implied, &hold)));
        return Ok(ExitCode::SUCCESS);
    }
    let temporary = args.out.with_extension("tmp");
    std::fs::write(&temporary, &weights).with_context(|| format!("cannot write {}", temporary.display()))?;
    std::fs::rename(&temporary, &args.out).with_context(|| format!("cannot write {}", args.out.display()))?;
    message::note(&format!("{}: {} bytes", args.out.display(), weights.len()));
    Ok(ExitCode::SUCCESS)
}

/// The weights of the first two models, learned from the texts with those numbers.
fn fit(lessons: &[Lesson], counts: impl Fn(usize) -> bool) -> (Vec<u8>, Vec<u8>) {
    let used = || lessons.iter().enumerate().filter(|(i, _)| counts(*i)).map(|(_, l)| l);
    let clauses: Vec<Example> = used().flat_map(|l| l.clauses.iter().cloned()).collect();
    let actors: Vec<Example> = used().flat_map(|l| l.actors.iter().cloned()).collect();
    message::note(&format!("{} clauses and {} actors to learn from", clauses.len(), actors.len()));
    (train(&clauses, Model::classes(), Settings::default()), train(&actors, PARTS, Settings::roles()))
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
