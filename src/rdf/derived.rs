//! Relations of events, and of articles, that no article states, as triples: the derived graph. They are computed from the whole, so they
//! stay out of the base graph.

use super::Base;
use super::vocab::dg;
use crate::graph::{EventGraph, JoinKind, identity, joins};

/// The triples that relate the events of a graph, and copies of articles to their originals, as sorted lines of N-Triples without the line break.
pub fn derived_triples(graph: &EventGraph, base: &Base) -> Vec<String> {
    let mut lines: Vec<String> = joins::joins(graph)
        .iter()
        .map(|join| {
            let property = match join.kind {
                JoinKind::SameEvent => dg::SAME_EVENT_AS,
                JoinKind::Realised => dg::REALISED_BY,
                JoinKind::Cancelled => dg::CANCELLED_BY,
                JoinKind::Contradicted => dg::CONTRADICTED_BY,
                JoinKind::Denied => dg::DENIES,
            };
            format!("<{}> <{property}> <{}> .", base.iri(&join.from), base.iri(&join.to))
        })
        .collect();
    lines.extend(graph.copies().iter().map(|(copy, original)| {
        let article = |id: &str| base.iri(&identity::article(id));
        format!("<{}> <{}> <{}> .", article(copy), dg::COPY_OF, article(original))
    }));
    lines.sort_unstable();
    lines.dedup();
    lines
}
