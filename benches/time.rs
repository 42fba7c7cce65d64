//! Speed of the time tagger on sentences of the length and mix of news: one in two holds an expression of time.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diplograph::span::Span;
use diplograph::time::{Tagger, Tense};
use std::hint::black_box;

const SENTENCES: [&str; 8] = [
    "The foreign ministers of the two countries met in Vienna on Thursday to discuss the release of prisoners held since 2019.",
    "Officials in the capital declined to say whether the delegation would travel to the region or send its deputies.",
    "The ceasefire, agreed last week after three days of talks, was due to take effect at 6 p.m. Sunday, mediators said.",
    "Opposition leaders accused the government of using the crisis to silence its critics and called for a general strike.",
    "Between March 3 and March 12 at least 40 people were killed, the highest toll in the past two years, the mission reported.",
    "A spokesman for the ministry rejected the accusation as baseless and said that the army had acted in self-defence.",
    "Two days after the launch, the council will hold an emergency session and review the sanctions adopted in December 2017.",
    "The company supplies spare parts to both navies and employs some 2,000 engineers at its yards along the southern coast.",
];

fn tagging(c: &mut Criterion) {
    let tagger = Tagger::shipped().expect("the shipped tables are well formed");
    let text = SENTENCES.join("\n");
    let mut start = 0;
    let sentences: Vec<Span> = SENTENCES
        .iter()
        .map(|s| {
            let span = Span::new(start, start + s.len());
            start += s.len() + 1;
            span
        })
        .collect();
    let published = Some(jiff::civil::date(2021, 3, 25));
    let mut group = c.benchmark_group("time");
    group.throughput(Throughput::Elements(SENTENCES.len() as u64));
    group.bench_function("sentences", |b| {
        b.iter(|| tagger.tag(black_box(&text), black_box(&sentences), published, &|_| Tense::Unknown));
    });
    group.finish();
}

criterion_group!(benches, tagging);
criterion_main!(benches);
