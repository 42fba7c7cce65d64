//! Who says so: quotation, indirect speech, claims about others, `according to`.

use super::event::Manner;
use super::quotes;
use super::rules::{InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use crate::actors::Actor;
use crate::clauses::{Clause, ClauseKind, Link, words};
use crate::language::labels::Dep;
use std::sync::Arc;

/// The source that the article gives for what a clause says; none when the article itself narrates.
pub fn of(scene: &Scene, book: &Rulebook, clause: &Clause) -> Option<(Arc<Actor>, Manner)> {
    let quoted = quotes::around(scene, clause.head).is_some();
    let manner = if quoted { Manner::Quoted } else { Manner::Paraphrased };
    let mut below = clause;
    for above in scene.clauses.above(clause) {
        if let Some(actor) = (below.link == Link::That).then(|| speaker_of(scene, book, above)).flatten() {
            return Some((actor, manner));
        }
        // `accused X of shelling`, `denied that it had shelled`, `the claim that X shelled`: one side's word
        if below.link != Link::Conjunct
            && words::claims(&above.lemma)
            && let Some(actor) = speaker(scene, above)
        {
            return Some((actor, manner));
        }
        below = above;
    }
    // the expression may hang on the clause itself or on any above it in the sentence
    let mut all = std::iter::once(clause).chain(scene.clauses.above(clause));
    let source = all.find_map(|c| according_to(scene, c).or_else(|| parenthesis(scene, book, c)));
    source.or_else(|| quotes::speaker(scene, book, clause.head)).map(|actor| (actor, manner))
}

/// `Chad, Niger says, shelled a village`
fn parenthesis(scene: &Scene, book: &Rulebook, clause: &Clause) -> Option<Arc<Actor>> {
    let beside = scene.document.children_by(clause.head, &[Dep::Parataxis]).filter_map(|p| scene.clauses.at(p));
    beside.filter(|c| c.complements.is_empty()).find_map(|c| speaker_of(scene, book, c))
}

/// Who speaks, where the clause is one of speech that reports what others do.
pub(super) fn speaker_of(scene: &Scene, book: &Rulebook, clause: &Clause) -> Option<Arc<Actor>> {
    let class = book.embedding.of(scene, clause, InnerLink::That)?;
    (class.status == InnerStatus::Own).then(|| speaker(scene, clause)).flatten()
}

/// The one behind a verb or noun of speech: its subject, or whose statement its subject is; the owner of a claim.
fn speaker(scene: &Scene, clause: &Clause) -> Option<Arc<Actor>> {
    let actor = |head: &usize| scene.actor_mention(*head).and_then(|m| m.actors.first()).cloned();
    if clause.kind != ClauseKind::Noun {
        let own = clause.agent.iter().find_map(actor);
        // `a statement by the ministry said`
        return own.or_else(|| {
            let voices = clause.agent.iter().filter_map(|a| scene.clauses.at(*a));
            voices.filter(|v| v.kind == ClauseKind::Noun && words::is_voice(&v.lemma)).find_map(|v| voice(scene, v))
        });
    }
    // `issued a denial`, `rejected claims by X`: the maker of the claim comes before who takes it up
    voice(scene, clause).or_else(|| {
        let verb = clause.support.and_then(|v| scene.clauses.at(v)).filter(|v| words::is_light(&v.lemma))?;
        verb.agent.iter().find_map(actor)
    })
}

/// Whose a statement or claim is: `Minsk's claim`, `a claim by Minsk`, `Belarusian claims`.
fn voice(scene: &Scene, noun: &Clause) -> Option<Arc<Actor>> {
    let behind = noun.obliques.iter().filter(|o| matches!(o.prep.as_ref(), "by" | "from" | "of")).map(|o| o.head);
    let around = noun.owner.iter().copied().chain(behind).chain(noun.modifiers.iter().copied());
    around.into_iter().find_map(|head| scene.actor_mention(head)?.actors.first().cloned())
}

/// `according to X`, `citing X`. `X's statement says` is no such thing.
fn according_to(scene: &Scene, clause: &Clause) -> Option<Arc<Actor>> {
    let document = scene.document;
    let actor = |head: usize| scene.actor_mention(head)?.actors.first().cloned();
    let citing =
        document.children_by(clause.head, &[Dep::Advcl]).find(|c| document.tokens[*c].lower.as_ref() == "citing");
    if let Some(source) = citing.and_then(|c| document.child_by(c, &[Dep::Dobj])).and_then(actor) {
        return Some(source);
    }
    let prep = document
        .children_by(clause.head, &[Dep::Prep, Dep::Advmod, Dep::Advcl])
        .find(|p| document.tokens[*p].lower.as_ref() == "according")?;
    let to = document.children(prep).find(|t| document.tokens[*t].lower.as_ref() == "to")?;
    let head = document.child_by(to, &[Dep::Pobj])?;
    // `according to a statement by the ministry`
    actor(head).or_else(|| scene.clauses.at(head).filter(|c| words::is_voice(&c.lemma)).and_then(|c| voice(scene, c)))
}
