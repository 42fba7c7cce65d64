//! `build`: articles, or events made by `extract`, in; a folder with the graph out.

use super::articles::{self, ArticlesArgs, Counts, Working, grouped};
use super::message::{self, plain};
use anyhow::Context;
use diplograph::built::{self, Collection, Transaction};
use diplograph::events::{ArticleRef, Event, article_ref};
use diplograph::graph::{EventGraph, records};
use diplograph::rdf::Base;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Build the graph of articles, or add them to it: events.jsonl, graph.nt, derived.nt, graph.ttl, graph.dot and graph.svg
#[derive(clap::Args, Debug)]
pub struct BuildArgs {
    #[command(flatten)]
    articles: ArticlesArgs,
    /// Folder for the graph; one that holds a graph is added to
    #[arg(short, long, value_name = "DIR", default_value = "graph")]
    output: PathBuf,
    /// Start of the names of all things in the graph
    #[arg(long, value_name = "IRI")]
    base_iri: Option<String>,
}

/// What was made of one record.
enum Made {
    Article(ArticleRef, Vec<Event>),
    Event(Box<Event>),
}

/// What the run added.
#[derive(Default)]
struct Added {
    found: usize,
    new: usize,
}

/// Runs the command.
pub fn run(args: &BuildArgs) -> anyhow::Result<ExitCode> {
    let base = args.base_iri.as_deref().map(Base::parse).transpose()?.unwrap_or_default();
    let change = Transaction::begin(&args.output)?;
    let mut collection = known(&args.output)?;
    let mut added = Added::default();
    let counts = articles::run(
        &args.articles,
        articles::Results::InFiles,
        |session, article, document| Made::Article(article_ref(&article), session.events(&article, document)),
        |event| Made::Event(Box::new(event)),
        |made| {
            match made {
                Made::Article(article, events) => {
                    added.found += events.len();
                    added.new += collection.replace_article(&article, events);
                }
                Made::Event(event) => {
                    added.found += 1;
                    added.new += usize::from(collection.add(*event));
                }
            }
            Ok(())
        },
    )?;
    if counts.articles + counts.events_read == 0 {
        // Nothing was read, so nothing changes; why has been said.
        anyhow::bail!("nothing could be read, so {} was left as it is", args.output.display());
    }
    let working = Working::on("writing the graph");
    collection.sort();
    let articles = collection.articles().len();
    let (graph, triples) = built::write(&change, collection, &base)
        .context("the graph was not written, what was there before is untouched")?;
    change.commit()?;
    drop(working);
    if !message::is_quiet() {
        let summary = summary(&args.output, &counts, &added, &graph, articles, triples);
        io::stdout().write_all(plain(&summary).as_bytes())?;
    }
    Ok(counts.status())
}

/// The events that the folder holds already.
fn known(dir: &Path) -> anyhow::Result<Collection> {
    let mut collection = Collection::default();
    if !dir.join(records::FILE).exists() {
        return Ok(collection);
    }
    for event in records::open(dir)? {
        let event = event.context(
            "the graph that is there already cannot be added to; mend that line or build into another folder",
        )?;
        collection.add(event);
    }
    Ok(collection)
}

/// What people read at the end.
fn summary(dir: &Path, counts: &Counts, added: &Added, graph: &EventGraph, articles: usize, triples: u64) -> String {
    let mut lines = Vec::new();
    let mut read = Vec::new();
    if counts.articles > 0 {
        read.push(count(counts.articles, "article"));
    }
    if counts.events_read > 0 {
        read.push(count(counts.events_read, "extracted event"));
    }
    lines.push(format!("read     {}: {}, {} new", read.join(", "), count(added.found, "event"), grouped(added.new)));
    lines.extend(counts.skipped_words());
    let reports: usize = graph.events().map(|event| event.reports().count()).sum();
    let copies = graph.copies().iter().len();
    let mut days = BTreeSet::new();
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    for event in graph.events() {
        days.extend(event.best().time.iter().flat_map(|time| [time.start, time.end]).flatten());
        *types.entry(&event.best().kind).or_default() += 1;
    }
    lines.push(format!(
        "graph    {}, told {} in {}{}, between {}",
        count(graph.events().len(), "event"),
        if reports == 1 { "once".to_owned() } else { format!("{} times", grouped(reports)) },
        count(articles, "article"),
        if copies == 0 { String::new() } else { format!(" ({} of another)", count_of(copies, "copy", "copies")) },
        count(graph.actors().count(), "actor"),
    ));
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        lines.push(format!("from     {first} to {last}"));
    }
    let mut types: Vec<_> = types.into_iter().collect();
    types.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let most: Vec<_> = types.iter().take(8).map(|(kind, count)| format!("{kind} {}", grouped(*count))).collect();
    if !most.is_empty() {
        let more = if types.len() > most.len() {
            format!(" and {} types more", types.len() - most.len())
        } else {
            String::new()
        };
        lines.push(format!("most     {}{more}", most.join(", ")));
    }
    lines.push(format!("written  {} ({} triples)", dir.display(), grouped(triples as usize)));
    lines.join("\n") + "\n"
}

fn count(number: usize, noun: &str) -> String {
    count_of(number, noun, &format!("{noun}s"))
}

fn count_of(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}
