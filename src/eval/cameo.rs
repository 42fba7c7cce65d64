//! Source, target and CAMEO root of each event of a sentence.

use super::events::{SOURCE, TARGET, actors};
use super::figures::{beginning, share};
use super::gold::{Gold, Marked};
use super::{Made, Scores};
use crate::actors::Actor;
use crate::events::Event;
use std::collections::BTreeSet;

type Triple = (String, String, String);

pub(super) fn score(name: &str, pairs: &[(Gold, Made)]) -> Scores {
    let (mut gold_count, mut hits, mut roots, mut root_hits) = (0, 0, 0, 0);
    let mut details = Vec::new();
    for (gold, made) in pairs {
        let Marked::Cameo(marked) = &gold.marked else { continue };
        let wanted: BTreeSet<Triple> =
            marked.iter().map(|g| (first(&g.source, 3), first(&g.target, 3), first(&g.code, 2))).collect();
        let found: BTreeSet<Triple> = made.events().iter().flat_map(triples).collect();
        gold_count += wanted.len();
        hits += wanted.intersection(&found).count();
        let root = |set: &BTreeSet<Triple>| set.iter().map(|t| t.2.clone()).collect::<BTreeSet<_>>();
        roots += root(&wanted).len();
        root_hits += root(&wanted).intersection(&root(&found)).count();
        let missed: Vec<&Triple> = wanted.difference(&found).collect();
        if !missed.is_empty() {
            let text = beginning(&gold.text, 140);
            details.push(format!("MISS  {} {} got {} {text}", gold.id, list(missed), list(&found)));
        }
    }
    let recall = share(hits, gold_count);
    let line = format!(
        "{name}: (source, target, root) recall {recall:.3}  root recall {:.3}  (gold {gold_count})",
        share(root_hits, roots)
    );
    Scores { line, details, figure: recall }
}

/// Every pair of a source and a target, or of two sources where there is no target.
fn triples(event: &Event) -> Vec<Triple> {
    let code = |a: &Actor| first(a.code.as_deref().unwrap_or("---"), 3);
    let (sources, targets) = (actors(event, &SOURCE), actors(event, &TARGET));
    let mut out = Vec::new();
    for (i, source) in sources.iter().enumerate() {
        let others: Vec<&Actor> = match targets.is_empty() {
            true => sources.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, a)| *a).collect(),
            false => targets.clone(),
        };
        out.extend(others.iter().map(|target| (code(source), code(target), first(&event.cameo, 2))));
    }
    out
}

fn first(text: &str, count: usize) -> String {
    text.chars().take(count).collect()
}

fn list<'a>(triples: impl IntoIterator<Item = &'a Triple>) -> String {
    let words = triples.into_iter().map(|(s, t, c)| format!("('{s}', '{t}', '{c}')"));
    format!("[{}]", words.collect::<Vec<_>>().join(", "))
}
