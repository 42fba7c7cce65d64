//! States called for short: `the North fired at the South`, in a text that speaks of Korea.

use super::senses::{Unit, What};
use crate::actors::gazetteer::{Gazetteer, Naming, Target};
use crate::language::Document;
use crate::language::labels::{Dep, Pos};
use std::sync::LazyLock;

/// A row of `data/actors/shorthand.tsv`.
struct Short {
    word: &'static str,
    state: &'static str,
    spoken_of: Vec<&'static str>,
    not_of: Vec<&'static str>,
}

static SHORTS: LazyLock<Vec<Short>> = LazyLock::new(|| {
    let lines = include_str!("../../../data/actors/shorthand.tsv").lines().filter(|l| !l.starts_with('#')).skip(1);
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (word, state, spoken_of, not_of) = (next(), next(), next(), next());
        let list = |cell: &'static str| cell.split(';').filter(|c| !c.is_empty()).collect();
        Short { word, state, spoken_of: list(spoken_of), not_of: list(not_of) }
    };
    lines.map(row).collect()
});

/// The units for states that the text calls for short, beside those that are `known`.
pub(super) fn shorthand(gazetteer: &Gazetteer, document: &Document, text: &str, known: &[Unit]) -> Vec<Unit> {
    let country = |u: &Unit| match u.what {
        What::State(s, _) => gazetteer.states[s as usize].actor.country.as_deref(),
        _ => None,
    };
    let named: Vec<&str> = known.iter().filter_map(country).collect();
    let meant = |short: &&Short| {
        let any = |list: &[&str]| list.iter().any(|c| named.contains(c));
        any(&short.spoken_of) && !any(&short.not_of)
    };
    let shorts: Vec<&Short> = SHORTS.iter().filter(meant).collect();
    if shorts.is_empty() {
        return Vec::new();
    }
    let tokens = &document.tokens;
    let mut taken = vec![false; tokens.len()];
    known.iter().for_each(|u| taken[u.tokens.clone()].fill(true));
    let mut out = Vec::new();
    for at in 1..tokens.len() {
        let t = &tokens[at];
        let Some(short) = shorts.iter().find(|s| t.span.of(text) == s.word) else { continue };
        let alone = matches!(t.pos, Pos::Noun | Pos::Propn)
            && matches!(
                t.dep,
                Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Dative | Dep::Pobj | Dep::Poss | Dep::Conj
            )
            && document.children_by(at, &[Dep::Prep]).next().is_none();
        let known_here = taken[at] || document.entity_at(at).is_some_and(|e| e.tokens.len() > 2);
        let state = gazetteer.by_id(&format!("state/{}", short.state));
        if let (true, false, "the", Some(Target::State(s))) = (alone, known_here, tokens[at - 1].lower.as_ref(), state)
        {
            out.push(Unit {
                tokens: at..at + 1,
                head: at,
                what: What::State(s, Naming::Name),
                span: t.span,
                role: None,
                inner: false,
            });
        }
    }
    out
}
