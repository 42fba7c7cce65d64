//! Runs the extractor over inputs, for every command that reads articles: threads, progress, what was skipped and why.

use super::common::{ExtractorArgs, ThreadArgs};
use super::message;
use diplograph::article::{self, Article, BadInput, Record};
use diplograph::events::Event;
use diplograph::extract::{Extractor, Session};
use diplograph::language::Document;
use diplograph::parallel;
use indicatif::{ProgressBar, ProgressStyle};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::iter;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// What to read and how, for commands over articles.
#[derive(clap::Args, Clone, Debug)]
pub struct ArticlesArgs {
    /// Files or folders: text, HTML, RSS or Atom, JSON or JSONL, WARC, also .gz and .zst; - is standard input
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    #[command(flatten)]
    pub extractor: ExtractorArgs,
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Stop at the first record that cannot be read
    #[arg(long)]
    pub strict: bool,
    /// Refuse articles, pages and records longer than this
    #[arg(long, value_name = "MB", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub max_article: u32,
}

/// How much was read.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Articles understood.
    pub articles: usize,
    /// Events taken over from `events.jsonl`.
    pub events_read: usize,
    /// Records and files skipped, by reason.
    pub skipped: BTreeMap<&'static str, usize>,
}

impl Counts {
    /// How many were skipped.
    pub fn skipped(&self) -> usize {
        self.skipped.values().sum()
    }

    /// `skipped 3 (2 not UTF-8, 1 empty)`; nothing when nothing was.
    pub fn skipped_words(&self) -> Option<String> {
        let reasons: Vec<_> =
            self.skipped.iter().map(|(reason, count)| format!("{} {reason}", grouped(*count))).collect();
        (!reasons.is_empty()).then(|| format!("skipped {} ({})", grouped(self.skipped()), reasons.join(", ")))
    }

    /// Status of the command: failed when something was skipped.
    pub fn status(&self) -> ExitCode {
        if self.skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FAILED) }
    }
}

/// `12,345`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut words = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// What comes of one record.
enum Outcome<R> {
    Article(R),
    Event(R),
    Skipped(BadInput),
    /// Model, rules or actors cannot be loaded.
    NoExtractor(String),
}

/// Why a run ended early.
enum Stop {
    Strict,
    Failed(anyhow::Error),
}

/// Reads every record and gives what `understand` makes of an article, or `take` of an event, to `sink`, in order of the
/// inputs. What cannot be read is told and counted; under `--strict` it ends the run with an error. The extractor is
/// loaded when the first article comes.
///
/// # Errors
/// When the extractor cannot be loaded, `sink` fails, or under `--strict` something cannot be read.
pub fn run<R: Send>(
    args: &ArticlesArgs,
    results: Results,
    understand: impl Fn(&Session<'_>, Article, Document) -> R + Sync,
    take: impl Fn(Event) -> R + Sync,
    mut sink: impl FnMut(R) -> anyhow::Result<()>,
) -> anyhow::Result<Counts> {
    let options = article::ReadOptions { date: args.extractor.date, limit: (args.max_article as usize) << 20 };
    let mut records = article::records(&args.inputs, &options);
    let progress = Progress::new(&args.inputs, results);
    let read = records.bytes_read();
    let records = iter::from_fn(move || {
        let record = records.next()?;
        let silent = matches!(&record, Ok(Record::Article(article)) if article.text.trim().is_empty());
        Some((record, silent.then(|| records.place()).flatten(), read.load(Ordering::Relaxed)))
    });
    // left to the end of the process: taking the tables apart would cost time and serve nobody
    let extractor: &OnceLock<_> = Box::leak(Box::new(OnceLock::new()));
    let load =
        || extractor.get_or_init(|| Extractor::new(&args.extractor.options()).map_err(|error| message::chain(&error)));
    let mut counts = Counts::default();
    let stop = parallel::ordered_batches(
        records,
        args.threads.count(),
        |(record, ..)| match record {
            Ok(Record::Article(article)) => 1 + article.text.len() / SMALL,
            _ => parallel::FULL,
        },
        || None,
        |session: &mut Option<Session<'_>>, records| {
            let mut read = match records.iter().any(|r| matches!(r.0, Ok(Record::Article(_)))).then(load) {
                Some(Ok(extractor)) => documents(extractor, session, &records),
                _ => Vec::new(),
            }
            .into_iter();
            let understood = |(record, silent, bytes)| {
                let outcome = match record {
                    Ok(Record::Event(event)) => Outcome::Event(take(*event)),
                    Ok(Record::Article(article)) => match load() {
                        Err(words) => Outcome::NoExtractor(words.clone()),
                        Ok(extractor) => guarded(extractor, session, *article, read.next().flatten(), &understand),
                    },
                    Err(bad) => Outcome::Skipped(bad),
                };
                (outcome, silent, bytes)
            };
            records.into_iter().map(understood).collect()
        },
        |(outcome, silent, bytes)| {
            progress.reached(bytes);
            if let Some(place) = silent {
                message::warning(&format!("{place}: the text of this article is empty, so it gives no events"));
            }
            let made = match outcome {
                Outcome::Article(made) => {
                    counts.articles += 1;
                    progress.article();
                    made
                }
                Outcome::Event(made) => {
                    counts.events_read += 1;
                    made
                }
                Outcome::NoExtractor(words) => return ControlFlow::Break(Stop::Failed(anyhow::anyhow!(words))),
                Outcome::Skipped(bad) if args.strict => {
                    message::error(&bad.to_string());
                    return ControlFlow::Break(Stop::Strict);
                }
                Outcome::Skipped(bad) => {
                    message::skipped(&bad.to_string());
                    *counts.skipped.entry(bad.problem.reason()).or_default() += 1;
                    return ControlFlow::Continue(());
                }
            };
            sink(made).map_or_else(|error| ControlFlow::Break(Stop::Failed(error)), ControlFlow::Continue)
        },
    );
    drop(progress);
    match stop {
        None => Ok(counts),
        Some(Stop::Strict) => anyhow::bail!("stopped at the first record that cannot be read, as --strict asks"),
        Some(Stop::Failed(error)) => Err(error),
    }
}

/// Bytes of text of which [`parallel::FULL`] times as many are read at once.
const SMALL: usize = 300;

/// A record, whether it says nothing, and how far the reading had come.
type Taken = (Result<Record, BadInput>, Option<article::Place>, u64);

/// The articles among the records, read; none where reading fails on one of them.
fn documents<'a>(
    extractor: &'a Extractor,
    session: &mut Option<Session<'a>>,
    records: &[Taken],
) -> Vec<Option<Document>> {
    let articles: Vec<&Article> = records
        .iter()
        .filter_map(|(record, ..)| match record {
            Ok(Record::Article(article)) => Some(&**article),
            _ => None,
        })
        .collect();
    let mut own = session.take().unwrap_or_else(|| extractor.session());
    let documents = catch_unwind(AssertUnwindSafe(|| own.read(&articles)));
    if documents.is_ok() {
        *session = Some(own);
    }
    documents.map_or_else(|_| Vec::new(), |documents| documents.into_iter().map(Some).collect())
}

/// Understands one article, read before or now. Should a stage fail on it all the same, the others are not lost with it.
fn guarded<'a, R>(
    extractor: &'a Extractor,
    session: &mut Option<Session<'a>>,
    article: Article,
    document: Option<Document>,
    understand: impl Fn(&Session<'_>, Article, Document) -> R,
) -> Outcome<R> {
    let id = article.id.clone();
    let mut own = session.take().unwrap_or_else(|| extractor.session());
    let made = catch_unwind(AssertUnwindSafe(|| {
        let document = document.or_else(|| own.read(&[&article]).pop()).unwrap_or_default();
        understand(&own, article, document)
    }));
    match made {
        Ok(made) => {
            *session = Some(own);
            Outcome::Article(made)
        }
        Err(_) => Outcome::Skipped(BadInput {
            place: article::Place::file(&format!("article {id}").into()),
            problem: article::Problem::Internal,
        }),
    }
}

/// Where a command puts what it makes of articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Results {
    /// On standard output, as it comes.
    OnOutput,
    /// In files; standard output gets a summary at the end.
    InFiles,
}

impl Results {
    /// Whether a bar on the terminal does not stand in the way of them.
    fn leave_room(self, output_is_terminal: bool) -> bool {
        self == Self::InFiles || !output_is_terminal
    }
}

/// A bar on the terminal: bytes of all whose articles are understood, articles a second, time left.
struct Progress {
    bar: Option<ProgressBar>,
    articles: Cell<u32>,
    start: Instant,
}

impl Progress {
    fn new(inputs: &[PathBuf], results: Results) -> Self {
        let typed = inputs.iter().any(|i| i.as_os_str() == "-") && io::stdin().is_terminal();
        let wanted = !message::is_quiet() && io::stderr().is_terminal() && !typed;
        let bar =
            (wanted && results.leave_room(io::stdout().is_terminal())).then(|| match article::total_size(inputs) {
                Some(total) => ProgressBar::new(total)
                    .with_style(style("{wide_bar} {percent:>3} %  {msg}  {bytes}/{total_bytes}  {eta} left")),
                None => ProgressBar::no_length().with_style(style("{spinner} {msg}  {bytes}")),
            });
        if let Some(bar) = &bar {
            bar.enable_steady_tick(Duration::from_millis(250));
            message::set_bar(Some(bar.clone()));
        }
        Self { bar, articles: Cell::new(0), start: Instant::now() }
    }

    /// Everything up to this byte of the inputs is done.
    fn reached(&self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
        }
    }

    fn article(&self) {
        let Some(bar) = &self.bar else { return };
        let articles = self.articles.get() + 1;
        self.articles.set(articles);
        let rate = f64::from(articles) / self.start.elapsed().as_secs_f64().max(0.001);
        bar.set_message(format!("{} articles, {rate:.1}/s", grouped(articles as usize)));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            message::set_bar(None);
            bar.finish_and_clear();
        }
    }
}

/// Says on a terminal what goes on that is not counted, until it is dropped.
pub struct Working(Option<ProgressBar>);

impl Working {
    /// Begins to say so.
    pub fn on(words: &'static str) -> Self {
        let wanted = !message::is_quiet() && io::stderr().is_terminal();
        let bar = wanted.then(|| ProgressBar::no_length().with_style(style("{spinner} {msg}")).with_message(words));
        if let Some(bar) = &bar {
            bar.enable_steady_tick(Duration::from_millis(250));
        }
        Self(bar)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_leaves_data_alone() {
        assert!(Results::InFiles.leave_room(true), "`build` in a terminal");
        assert!(Results::OnOutput.leave_room(false), "`extract` into a file");
        assert!(!Results::OnOutput.leave_room(true), "`extract` in a terminal");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn what_was_skipped_is_said_with_reasons() {
        let counts = Counts { skipped: BTreeMap::from([("empty", 1), ("not UTF-8", 2)]), ..Counts::default() };
        assert_eq!(counts.skipped_words().as_deref(), Some("skipped 3 (1 empty, 2 not UTF-8)"));
        assert_eq!(Counts::default().skipped_words(), None);
    }
}
