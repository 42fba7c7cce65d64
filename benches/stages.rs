//! Reading of files; then the share of each stage in the way from articles to files, on the sample articles, one thread: parse, time expressions, linking
//! and coreference, clauses, events, graph and export; then the whole on one thread and on two.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diplograph::actors::{self, Cast, Gazetteer};
use diplograph::article::{Article, ReadOptions, read, records_of};
use diplograph::clauses::Clauses;
use diplograph::events::model::Model;
use diplograph::events::{self, Event, Rulebook, Scene};
use diplograph::exports::picture;
use diplograph::extract::{Extractor, Options};
use diplograph::graph::EventGraph;
use diplograph::language::{Document, Engine};
use diplograph::parallel;
use diplograph::places::{self, Places, Setting};
use diplograph::rdf::{Base, article_triples, derived_triples};
use diplograph::span::Span;
use diplograph::time::{Tagger, Tense, Timex};
use std::fs;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// The sample articles.
fn articles() -> Vec<Article> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/articles"));
    read(&[folder], &ReadOptions::default()).map(|article| article.expect("readable")).collect()
}

fn link(gazetteer: &Gazetteer, places: &Places, article: &Article, document: &Document) -> Cast {
    let mentions = actors::link(gazetteer, article, document);
    let mut countries: Vec<&str> =
        mentions.iter().flat_map(|m| &m.actors).filter_map(|a| a.country.as_deref()).collect();
    countries.sort_unstable();
    let found = places::find(places, article, document, Setting::of_countries(&countries));
    actors::coref::resolve(gazetteer, article, document, actors::located::locate(mentions, found))
}

fn tag(tagger: &Tagger, article: &Article, document: &Document) -> Vec<Timex> {
    let sentences: Vec<Span> = document.sentences.iter().map(|s| s.span).collect();
    tagger.tag(&article.text, &sentences, article.date, &|_| Tense::Unknown)
}

/// The articles that are in these bytes.
fn count(bytes: &[u8]) -> usize {
    records_of("input", bytes.to_vec(), &ReadOptions::default()).filter(Result::is_ok).count()
}

/// From bytes to articles: the sample articles as a file of records, open and packed, and the pages of the tests, alone and
/// as an archive.
fn reading(c: &mut Criterion) {
    let record =
        |a: &Article| serde_json::json!({"id": a.id, "date": a.date, "title": a.title, "text": a.text}).to_string();
    let jsonl = articles().iter().map(record).collect::<Vec<_>>().join("\n").into_bytes();
    let pages: Vec<Vec<u8>> = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages"))
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "html"))
        .map(|path| fs::read(path).expect("readable"))
        .collect();
    let archive: Vec<u8> = pages
        .iter()
        .flat_map(|page| {
            let head = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length:";
            [format!("{head} {}\r\n\r\n", page.len()).into_bytes(), page.clone(), b"\r\n\r\n".to_vec()].concat()
        })
        .collect();
    let mut group = c.benchmark_group("reading");
    let packed = zstd::encode_all(&jsonl[..], 0).expect("packed");
    for (name, bytes) in [("records", &jsonl), ("records, zstd", &packed), ("archive of pages", &archive)] {
        group.throughput(Throughput::Elements(count(bytes) as u64));
        group.bench_function(name, |b| b.iter(|| count(black_box(bytes))));
    }
    group.throughput(Throughput::Elements(pages.len() as u64));
    group.bench_function("pages", |b| b.iter(|| pages.iter().map(|page| count(black_box(page))).sum::<usize>()));
    group.finish();
}

fn stages(c: &mut Criterion) {
    let engine = Engine::shipped().expect("sound");
    let (gazetteer, places) = (Gazetteer::shipped(), Places::shipped().expect("sound"));
    let (tagger, book, model) =
        (Tagger::shipped().expect("sound"), Rulebook::shipped().expect("sound"), Model::shipped().expect("sound"));
    let articles = articles();
    let mut reader = engine.reader();
    let documents: Vec<Document> = articles.iter().map(|article| reader.read(article)).collect();
    let pairs = || articles.iter().zip(&documents);
    let casts: Vec<Cast> = pairs().map(|(a, d)| link(&gazetteer, &places, a, d)).collect();
    let timexes: Vec<Vec<Timex>> = pairs().map(|(a, d)| tag(&tagger, a, d)).collect();
    let clauses: Vec<Clauses> = documents.iter().map(Clauses::of).collect();
    let extract = |i: usize| -> Vec<Event> {
        let (article, document, clauses) = (&articles[i], &documents[i], &clauses[i]);
        let quotes = events::quotes::find(article);
        let scene = Scene {
            gazetteer: &gazetteer,
            article,
            document,
            clauses,
            cast: &casts[i],
            timexes: &timexes[i],
            quotes: &quotes,
        };
        events::of(&scene, &book, &model)
    };
    let found: Vec<Event> = (0..articles.len()).flat_map(extract).collect();

    let mut group = c.benchmark_group("stages");
    let tokens: usize = documents.iter().map(|document| document.tokens.len()).sum();
    eprintln!("{} articles, {tokens} tokens, {} events", articles.len(), found.len());
    group.sample_size(20).throughput(Throughput::Elements(tokens as u64));
    group.bench_function("parse", |b| {
        b.iter(|| {
            let mut reader = engine.reader();
            articles.iter().map(|article| reader.read(black_box(article)).tokens.len()).sum::<usize>()
        });
    });
    group.bench_function("time", |b| b.iter(|| pairs().map(|(a, d)| tag(&tagger, a, d).len()).sum::<usize>()));
    group.bench_function("linking and coreference", |b| {
        b.iter(|| pairs().map(|(a, d)| link(&gazetteer, &places, a, d).mentions.len()).sum::<usize>());
    });
    group.bench_function("clauses", |b| b.iter(|| documents.iter().for_each(|d| drop(black_box(Clauses::of(d))))));
    group.bench_function("events", |b| b.iter(|| (0..articles.len()).map(|i| extract(i).len()).sum::<usize>()));
    group.bench_function("graph and export", |b| {
        let base = Base::default();
        b.iter(|| {
            let graph = EventGraph::new(found.iter().cloned());
            let triples = article_triples(&found, &base).len() + derived_triples(&graph, &base).len();
            triples + picture::events::draw(&graph.top(120).0, "title", base.as_str(), 0).len()
        });
    });
    group.finish();

    let mut group = c.benchmark_group("loading");
    group.bench_function("tables of actors", |b| b.iter(Gazetteer::shipped));
    group.bench_function("tables of places", |b| b.iter(|| Places::shipped().expect("sound")));
    group.bench_function("tables of time", |b| b.iter(|| Tagger::shipped().expect("sound")));
    group.bench_function("rules", |b| b.iter(|| Rulebook::shipped().expect("sound")));
    group.bench_function("everything", |b| b.iter(|| Extractor::new(&Options::default()).expect("sound")));
    group.finish();

    let extractor = Extractor::new(&Options::default()).expect("sound");
    let mut group = c.benchmark_group("whole");
    group.sample_size(10).throughput(Throughput::Elements(4 * tokens as u64));
    for threads in [1, 2] {
        group.bench_function(format!("{threads} threads"), |b| {
            b.iter(|| {
                let (mut count, items) = (0, articles.iter().cycle().take(4 * articles.len()));
                parallel::ordered(
                    items,
                    threads,
                    || extractor.session(),
                    |session, article| session.extract(article).len(),
                    |found| {
                        count += found;
                        ControlFlow::<()>::Continue(())
                    },
                );
                count
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading, stages);
criterion_main!(benches);
