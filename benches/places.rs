//! Loading and asking the gazetteer.

use criterion::{Criterion, criterion_group, criterion_main};
use diplograph::places::Places;
use std::hint::black_box;

fn places(c: &mut Criterion) {
    c.bench_function("places: load", |b| b.iter(|| Places::shipped().expect("the shipped tables are sound")));
    let places = Places::shipped().expect("the shipped tables are sound");
    c.bench_function("places: readings of Paris", |b| b.iter(|| places.readings(black_box("Paris"))));
    c.bench_function("places: an unknown name", |b| b.iter(|| places.knows(black_box("Nowhere at all"))));
}

criterion_group!(benches, places);
criterion_main!(benches);
