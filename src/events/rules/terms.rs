//! Whether a phrase is what a rule asks for.

use super::pattern::{Kind, Term, Terms};
use super::sets::WordSet;
use crate::actors::{Actor, ActorKind};
use crate::clauses::{ClauseKind, Link};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, EntityLabel, Pos};
use std::sync::Arc;

/// Whether one of the phrases fits and none is excluded. No phrase at all fits only what asks for nothing.
pub(super) fn phrases_fit(scene: &Scene, heads: &[usize], terms: &Terms) -> bool {
    let fits = |h: usize, list: &[Term]| {
        list.iter().any(|t| term_fits(scene, h, t) || title_fits(scene, h, t))
            || !list.is_empty() && meant(scene, h).is_some_and(|m| list.iter().any(|t| term_fits(scene, m, t)))
    };
    if heads.iter().any(|h| fits(*h, &terms.excluded)) {
        return false;
    }
    terms.wanted.is_empty() || heads.iter().any(|h| fits(*h, &terms.wanted))
}

/// `reopened two crossings after Somalia closed them`: the thing for which a pronoun stands.
fn meant(scene: &Scene, head: usize) -> Option<usize> {
    let tokens = &scene.document.tokens;
    let pronoun = matches!(tokens[head].lower.as_ref(), "it" | "they" | "them") && scene.actor_mention(head).is_none();
    let clause = scene.clauses.at(tokens[head].head).filter(|c| pronoun && c.link == Link::Adverbial)?;
    let above = scene.clauses.at(clause.parent?)?;
    above.patient.iter().copied().find(|p| *p < head && tokens[*p].pos == Pos::Noun)
}

/// `Ambassador Jane Roe`, `the Ghanaian envoy, John Roe`: a named person is also what his title or description says.
fn title_fits(scene: &Scene, head: usize, term: &Term) -> bool {
    let document = scene.document;
    let named = document.tokens[head].pos == Pos::Propn
        && document.entity_at(head).is_some_and(|e| e.label == EntityLabel::Person);
    let is = |title: usize| match term {
        Term::Word(word) => scene.is_word(title, word),
        Term::Set(set) => is_of_set(scene, title, set),
        Term::Compound(_) | Term::Kind(_) => false,
    };
    named && document.children_by(head, &[Dep::Compound, Dep::Appos, Dep::Nmod]).any(is)
}

/// `members of the Taliban`, `a court in Ecuador`, `a spokesman for the embassy`: the phrase is no actor, but one inside it says whose it is.
pub(super) fn inside_fits(scene: &Scene, head: usize, terms: &Terms) -> bool {
    let Some(noun) = scene.clauses.at(head).filter(|c| c.kind == ClauseKind::Noun) else { return false };
    if scene.actor_mention(head).is_some() || terms.excluded.iter().any(|t| term_fits(scene, head, t)) {
        return false;
    }
    let behind =
        noun.obliques.iter().filter(|o| matches!(o.prep.as_ref(), "of" | "in" | "from" | "at" | "for")).map(|o| o.head);
    let mut inside = noun.owner.iter().chain(&noun.modifiers).copied().chain(behind);
    inside.any(|h| terms.wanted.iter().any(|t| matches!(t, Term::Kind(_)) && term_fits(scene, h, t)))
}

/// Whether the phrase is what the alternative asks for.
pub(super) fn term_fits(scene: &Scene, head: usize, term: &Term) -> bool {
    match term {
        Term::Word(word) => scene.is_word(head, word),
        Term::Compound(words) => {
            let Some((last, before)) = words.split_last() else { return false };
            scene.is_word(head, last) && follows(scene, head, before)
        }
        Term::Set(set) => set_fits(scene, head, set),
        Term::Kind(Kind::Any) => true,
        Term::Kind(Kind::Place) => scene.place_mention(head).is_some(),
        Term::Kind(kind) => scene.actor_mention(head).is_some_and(|m| m.actors.iter().any(|a| is_kind(a, *kind))),
    }
}

/// Whether the token is a word of the set.
pub(super) fn is_of_set(scene: &Scene, token: usize, set: &WordSet) -> bool {
    scene.words(token).iter().any(|word| set.words.contains(*word))
}

/// Whether the phrase is one of the set.
pub(super) fn set_fits(scene: &Scene, head: usize, set: &WordSet) -> bool {
    scene.words(head).iter().any(|word| {
        let compounds = || set.compounds.get(*word).into_iter().flatten();
        set.words.contains(*word) || compounds().any(|before| follows(scene, head, before))
    })
}

/// Whether a noun has these words among its modifiers, or among theirs.
fn follows(scene: &Scene, head: usize, words: &[Arc<str>]) -> bool {
    let is = |token: usize, word: &str| scene.is_word(token, word);
    words.iter().all(|w| scene.modifiers(head).any(|m| is(m, w) || scene.modifiers(m).any(|n| is(n, w))))
}

/// Whether an actor is of a kind.
pub fn is_kind(actor: &Actor, kind: Kind) -> bool {
    match kind {
        Kind::Any | Kind::Actor => true,
        Kind::Place => false,
        Kind::State => acts_for_state(actor),
        Kind::Igo => actor.kind == ActorKind::Igo,
        Kind::Person => actor.kind == ActorKind::Person,
        Kind::Organization => actor.kind == ActorKind::Organization && !acts_for_state(actor),
        Kind::Armed => actor.kind == ActorKind::ArmedGroup,
        Kind::Group => actor.kind == ActorKind::Group,
    }
}

/// A state, or what its code marks as its organ.
fn acts_for_state(actor: &Actor) -> bool {
    const ORGANS: [&str; 6] = ["GOV", "MIL", "JUD", "LEG", "COP", "SPY"];
    actor.kind == ActorKind::State
        || actor.country.is_some()
            && actor
                .code
                .as_deref()
                .is_some_and(|c| c.len() >= 6 && c.is_char_boundary(3) && ORGANS.contains(&&c[3..6]))
}
