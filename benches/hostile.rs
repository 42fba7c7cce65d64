//! Input that nobody would write, from its bytes to its events: the time of half of it and of all of it, which should be
//! as one to two.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use diplograph::article::{ReadOptions, Record, records_of};
use diplograph::extract::{Extractor, Options};
use std::time::Duration;

/// Sentences of one paragraph, no two alike in their numbers.
fn sentences(count: usize) -> String {
    (0..count).map(|i| format!("Chile expelled {i} diplomats of Peru on Tuesday, officials in Riga said. ")).collect()
}

/// A page with text in the innermost of nested elements.
fn nested(count: usize) -> String {
    let words = "The foreign ministers of Chile and Peru met in Riga on Tuesday. ".repeat(20);
    format!("<html><body>{}<p>{words}</p>{}</body></html>", "<div>".repeat(count), "</div>".repeat(count))
}

/// What is counted, how many of it, and what makes input with so many.
type Case = (&'static str, usize, fn(usize) -> String);

fn hostile(c: &mut Criterion) {
    let extractor = Extractor::new(&Options::default()).expect("sound");
    let options = ReadOptions::default();
    let run = |content: &str| -> usize {
        let mut session = extractor.session();
        records_of("input", content.as_bytes().to_vec(), &options)
            .filter_map(Result::ok)
            .map(|record| match record {
                Record::Article(article) => session.extract(&article).len(),
                Record::Event(_) => 0,
            })
            .sum()
    };
    let mut group = c.benchmark_group("hostile");
    group.sample_size(10).warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1));
    let cases: [Case; 4] = [
        ("bytes of one token", 1_000_000, |n| "a".repeat(n)),
        ("open brackets", 100_000, |n| "(".repeat(n)),
        ("nested tags", 50_000, nested),
        ("sentences in one paragraph", 10_000, sentences),
    ];
    for (name, count, make) in cases {
        for count in [count / 2, count] {
            let content = make(count);
            group.bench_function(BenchmarkId::new(name, count), |b| b.iter(|| run(&content)));
        }
    }
    group.finish();
}

criterion_group!(benches, hostile);
criterion_main!(benches);
