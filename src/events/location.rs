//! Where an event happened.

use super::rules::{Function, InnerLink, Rulebook};
use super::scene::Scene;
use crate::actors::Place;
use crate::clauses::{Clause, ClauseKind, Link, Oblique, obliques};
use crate::span::Span;
use std::sync::Arc;

/// Prepositions that locate, the finer first.
const LOCATING: &[&str] = &[
    "at",
    "in",
    "near",
    "outside",
    "inside",
    "off",
    "on",
    "over",
    "into",
    "around",
    "across",
    "along",
    "throughout",
    "within",
    "to",
];

/// The place of a clause's event with its words and the token that names it: behind a locating preposition of the
/// predicate, of its object, of the verb that performs it, or of the clause that it shares its setting with.
pub fn of(scene: &Scene, book: &Rulebook, clause: &Clause) -> Option<(Arc<Place>, Span, usize)> {
    direct(scene, clause)
        .or_else(|| {
            // `the bombing of a shrine in X`
            let object = clause.obliques.iter().find(|o| clause.kind == ClauseKind::Noun && o.prep.as_ref() == "of");
            object.and_then(|o| within(scene, o))
        })
        .or_else(|| clause.patient.iter().find_map(|p| locate(scene, &obliques(scene.document, *p))))
        .or_else(|| {
            let verb = scene.clauses.at(clause.support?)?;
            let performs =
                book.embedding.of(scene, verb, InnerLink::Object).is_some_and(|c| c.function != Function::None);
            if performs { direct(scene, verb) } else { None }
        })
        .or_else(|| {
            // `killed in a raid in X`: the tree may hang the place on the verb
            let t = &scene.document.tokens[clause.head];
            let verb = scene.clauses.at(scene.document.tokens[t.head].head).filter(|v| v.kind != ClauseKind::Noun)?;
            let adjunct = clause.kind == ClauseKind::Noun && clause.support.is_none() && t.head != clause.head;
            if adjunct { behind(scene, verb, clause.head) } else { None }
        })
        .or_else(|| {
            // `was in X, where he met Y`
            let above = scene.verbal_above_by_where(clause)?;
            direct(scene, above)
        })
        .or_else(|| {
            // `met X in Y and signed Z`, `met X in Y, discussing Z`
            let shares = clause.kind != ClauseKind::Noun && matches!(clause.link, Link::Conjunct)
                || matches!(clause.link, Link::Adverbial) && clause.mark.is_none();
            let above = clause.parent.and_then(|p| scene.clauses.at(p)).filter(|_| shares)?;
            direct(scene, above)
        })
}

fn direct(scene: &Scene, clause: &Clause) -> Option<(Arc<Place>, Span, usize)> {
    locate(scene, &clause.obliques)
}

/// The place behind a locating preposition that stands after the token `from`.
fn behind(scene: &Scene, clause: &Clause, from: usize) -> Option<(Arc<Place>, Span, usize)> {
    let after: Vec<Oblique> = clause.obliques.iter().filter(|o| o.at >= from).cloned().collect();
    locate(scene, &after)
}

/// The place behind a locating preposition in the phrase of an oblique.
fn within(scene: &Scene, oblique: &Oblique) -> Option<(Arc<Place>, Span, usize)> {
    let inner = obliques(scene.document, oblique.head);
    LOCATING.iter().find_map(|p| {
        inner.iter().filter(|i| i.prep.as_ref() == *p).find_map(|i| {
            let mention = scene.place_mention(i.head)?;
            Some((mention.place.clone()?, mention.span, i.head))
        })
    })
}

/// The place behind the finest of the locating prepositions.
fn locate(scene: &Scene, all: &[Oblique]) -> Option<(Arc<Place>, Span, usize)> {
    let named = |oblique: &Oblique| {
        let mention = scene.place_mention(oblique.head)?;
        Some((mention.place.clone()?, mention.span, oblique.head))
    };
    LOCATING.iter().find_map(|prep| {
        let these = || all.iter().filter(|o| o.prep.as_ref() == *prep);
        these().find_map(named).or_else(|| {
            // `at a house in Gaza`: the place stands in the phrase that locates
            these().filter(|_| *prep != "to").find_map(|o| within(scene, o))
        })
    })
}
