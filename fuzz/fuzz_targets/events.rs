//! `events.jsonl` that nobody's `extract` wrote: merging, joins, triples and pictures hold, and what is written is well formed.
#![no_main]
use diplograph::exports::{dot, picture};
use diplograph::graph::EventGraph;
use diplograph::rdf::{Base, article_triples, derived_triples};
use diplograph_fuzz::{behind, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (_, events) = read(behind("{\"", bytes));
    if events.is_empty() {
        return;
    }
    let base = Base::default();
    let graph = EventGraph::new(events.clone());
    for line in article_triples(&events, &base).into_iter().chain(derived_triples(&graph, &base)) {
        assert!(!line.contains(['\n', '\r']) && line.ends_with(" ."), "{line:?}");
    }
    let svg = picture::events::draw(&graph, "title", base.as_str(), 0);
    assert!(!svg.contains('\u{1b}') && !svg.contains('\0'));
    assert!(!dot::events(&graph, "title", base.as_str(), 0).contains('\0'));
});
