//! Loading the language model, and reading with it.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diplograph::article::Article;
use diplograph::language::Engine;
use std::hint::black_box;

fn language(c: &mut Criterion) {
    c.bench_function("language: load the model", |b| b.iter(|| Engine::shipped().expect("the shipped model is sound")));

    let engine = Engine::shipped().expect("the shipped model is sound");
    let texts = include_str!("../tests/data/language/prose.txt").split("\n=====\n").filter(|t| t.len() > 700);
    let articles: Vec<Article> = texts.map(|t| Article::from_text("a", None, t)).collect();
    let tokens = |articles: &[Article]| -> usize {
        let mut reader = engine.reader();
        articles.iter().map(|a| reader.read(a).tokens.len()).sum()
    };
    let mut group = c.benchmark_group("language");
    group.sample_size(20).throughput(Throughput::Elements(tokens(&articles) as u64));
    group.bench_function("read, every word new", |b| b.iter(|| black_box(tokens(&articles))));
    let mut reader = engine.reader();
    group.bench_function("read, words known", |b| {
        b.iter(|| articles.iter().map(|a| reader.read(black_box(a)).tokens.len()).sum::<usize>());
    });
    group.finish();
}

criterion_group!(benches, language);
criterion_main!(benches);
