//! A graph of a million triples: opened from `graph.nt` (or, with the feature `rocksdb`, from the store beside it) and asked a
//! stock query that picks a few events.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diplograph::events::Event;
use diplograph::events::event::Participant;
use diplograph::query::output::{Format, Layout, answer};
use diplograph::query::{Graph, Request, stock};
use diplograph::rdf::{Base, SortedTriples, article_triples};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

/// So many are written; a quarter says the same as others, about a million is left.
const TRIPLES: u64 = 1_330_000;

/// Writes the events of `tests/data/events.jsonl` again and again, each time as the news of another year, until there are
/// enough triples. Ten circles of states and people take turns, so that a pair of parties shares a hundredth of the events.
fn write_graph(dir: &Path) -> u64 {
    let sample = include_str!("../tests/data/events.jsonl");
    let mut triples = SortedTriples::new(dir);
    let mut written = 0;
    for year in 1000..9999 {
        if written >= TRIPLES {
            break;
        }
        let events: Vec<Event> = sample
            .replace("2021-", &format!("{year}-"))
            .lines()
            .map(|line| of_year(serde_json::from_str(line).expect("an event"), year))
            .collect();
        let lines = article_triples(&events, &Base::default());
        written += lines.len() as u64;
        triples.add(lines).expect("written");
    }
    triples.write(&dir.join("graph.nt")).expect("written")
}

/// In another article than that of the years before, and of other parties than in the nine years before.
fn of_year(mut event: Event, year: u32) -> Event {
    Arc::make_mut(&mut event.article).id = format!("{year}-{}", event.article.id);
    let circle = year % 10;
    if circle > 0 {
        for Participant { actor, .. } in &mut event.participants {
            let actor = Arc::make_mut(actor);
            actor.id = format!("{}-{circle}", actor.id);
            actor.name = format!("{} {circle}", actor.name);
            actor.aliases.clear();
            actor.country = actor.country.take().map(|country| format!("{country}{circle}"));
        }
    }
    event
}

/// Opens the graph and asks for what two parties did in two months of one year. The graph is given back, since the command
/// too leaves its memory to the system.
fn open_and_ask(dir: &Path) -> Graph {
    let parameters = [("a", "Lavrov"), ("b", "KOR"), ("since", "1500-03"), ("until", "1500-04")];
    let request = Request {
        text: stock::find("dyad-timeline").expect("shipped").text,
        parameters: parameters.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        timeout: None,
    };
    let graph = Graph::open_for(dir, &request.text).expect("a graph");
    let mut out = Vec::new();
    answer(&request, &graph, Format::Csv, Layout::default(), &mut out).expect("answered");
    let rows = String::from_utf8_lossy(&out).lines().count() - 1;
    assert_eq!(rows, 2, "the meeting in March and the call in April");
    graph
}

fn store(c: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a folder");
    let triples = write_graph(dir.path());
    eprintln!("{triples} triples");
    let mut group = c.benchmark_group("store");
    group.sample_size(10).throughput(Throughput::Elements(triples));
    group.bench_function("open graph.nt and ask", |b| b.iter_with_large_drop(|| black_box(open_and_ask(dir.path()))));
    #[cfg(feature = "rocksdb")]
    {
        use diplograph::built::store::{STORE, write};
        write(&dir.path().join(STORE), &[&dir.path().join("graph.nt")]).expect("written");
        group.bench_function("open the store on disk and ask", |b| {
            b.iter_with_large_drop(|| black_box(open_and_ask(dir.path())))
        });
    }
    group.finish();
}

criterion_group!(benches, store);
criterion_main!(benches);
