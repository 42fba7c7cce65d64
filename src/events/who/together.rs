//! What those who take part in one event are to each other, when all are found.

use super::at_home::turn_on;
use super::walk::first_conjunct;
use super::{RECIPROCAL, side};
use crate::actors::ActorKind;
use crate::clauses::{Clause, words};
use crate::events::draft::{Draft, Filled};
use crate::events::location;
use crate::events::rules::Rulebook;
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Tag};

/// `accuse each other`, `traded accusations`: those who act are those whom it is done to.
pub(super) fn turn_on_each_other(scene: &Scene, draft: &mut Draft) {
    let first = draft.source.first().map(|f| side(&f.actor));
    let several = draft.source.iter().any(|f| Some(side(&f.actor)) != first);
    if !several || !draft.target.is_empty() || RECIPROCAL.contains(&draft.kind.name) {
        return;
    }
    let Some(clause) = scene.clauses.at(draft.head) else { return };
    let tokens = &scene.document.tokens;
    let each = |object: usize| {
        let before = object.checked_sub(1).map(|b| tokens[b].lower.as_ref());
        matches!((before, tokens[object].lower.as_ref()), (Some("each"), "other") | (Some("one"), "another"))
    };
    let behind = scene.document.children_by(draft.head, &[Dep::Prep]);
    let behind = behind.flat_map(|p| scene.document.children_by(p, &[Dep::Pobj]));
    let mut objects = scene.document.children_by(draft.head, &[Dep::Dobj, Dep::Dative]).chain(behind);
    let verb = clause.support.and_then(|v| scene.clauses.at(v)).unwrap_or(clause);
    let several = |object: usize| tokens[object].tag == Tag::Nns;
    let words_only = matches!(draft.kind.plover, "ACCUSE" | "THREATEN" | "REJECT");
    let traded = words_only && words::is_exchange(&verb.lemma) && verb.patient.iter().any(|p| several(*p));
    if traded || objects.any(each) {
        draft.target = draft.source.clone();
    }
}

/// `Thousands marched in Lima to demand elections`: who demonstrates at home for or against something does so against his own government,
/// where nobody else is named.
pub(super) fn turn_on_government(scene: &Scene, book: &Rulebook, draft: &mut Draft) {
    let ([first, ..], true) = (draft.source.as_slice(), draft.target.is_empty()) else { return };
    let of = side(&first.actor);
    let alone = draft.source.iter().all(|s| side(&s.actor) == of);
    let Some(clause) = scene.clauses.at(draft.head).filter(|_| draft.kind.plover == "PROTEST" && alone) else { return };
    let here = location::of(scene, book, clause).and_then(|(place, _, _)| place.country.clone());
    if here.is_some_and(|here| here != of) {
        return;
    }
    let document = scene.document;
    let about = clause.obliques.iter().any(|o| matches!(o.prep.as_ref(), "over" | "against"));
    let asks = |t: usize| words::demands(&document.tokens[t].lemma);
    let below =
        document.children_by(draft.head, &[Dep::Advcl, Dep::Acl, Dep::Xcomp, Dep::Amod, Dep::Compound, Dep::Nmod]);
    let mut calls = clause.agent.iter().chain(&clause.modifiers).copied().chain(below).filter(|t| asks(*t));
    // `marched to demand that Peru withdraw`: somebody else is asked
    let asked = |t: usize| {
        let inner = scene.clauses.at(t).into_iter();
        let subjects = |c: &Clause| {
            c.complements
                .iter()
                .filter_map(|i| scene.clauses.at(i.head))
                .flat_map(|i| i.subject.clone())
                .collect::<Vec<_>>()
        };
        let heads = inner.flat_map(|c| {
            c.patient.iter().chain(c.obliques.iter().map(|o| &o.head)).copied().chain(subjects(c)).collect::<Vec<_>>()
        });
        let mentions = heads.filter_map(|h| scene.actor_mention(h));
        mentions.flat_map(|m| &m.actors).any(|a| side(a) != of)
    };
    let opposed = calls.any(|t| !asked(t));
    let state = scene.gazetteer.state(of).filter(|_| about || opposed);
    if let Some(state) = state {
        turn_on(draft, &state.actor);
    }
}

/// `stepped down as head of the World Bank`: where a body left is named, a person of whom nothing is known stands for it.
pub(super) fn stand_for_body(draft: &mut Draft) {
    let body = |f: &Filled| f.actor.kind != ActorKind::Person;
    if draft.kind.name == "Resignation" && draft.source.iter().any(body) {
        draft.source.retain(|f| body(f) || f.actor.country.is_some() || f.actor.affiliation.is_some());
    }
}

/// `put him under house arrest`: the noun names what the verb tells, so that who takes part is the same.
pub(super) fn same_as_verb(scene: &Scene, drafts: &[Draft], i: usize) -> Option<usize> {
    let tokens = &scene.document.tokens;
    let draft = &drafts[i];
    let behind = tokens[draft.head].dep == Dep::Pobj
        && matches!(tokens[tokens[draft.head].head].lower.as_ref(), "under" | "into");
    let verb = tokens[tokens[draft.head].head].head;
    let j =
        drafts.binary_search_by_key(&verb, |d| d.head).ok().filter(|_| behind && draft.parties().next().is_none())?;
    (drafts[j].kind.name == draft.kind.name).then_some(j)
}

/// Those who were proposed as agents in one series act together: of `X and Y agreed` neither is the other's target.
pub(super) fn keep_together(scene: &Scene, draft: &mut Draft, proposed: &[Filled]) {
    let series = |f: &Filled| first_conjunct(scene.document, f.head);
    for filled in proposed {
        let across = draft.target.iter().any(|t| side(&t.actor) == side(&filled.actor));
        let stays = |s: &Filled| series(s) == series(filled);
        let known = draft.source.iter().any(|s| side(&s.actor) == side(&filled.actor));
        if across && !known && draft.source.iter().any(stays) {
            draft.target.retain(|t| side(&t.actor) != side(&filled.actor));
            draft.source.push(filled.clone());
        }
    }
}

/// Several who act together do not do it to each other: what they do, they do to others or in common.
pub(super) fn part_sides(draft: &mut Draft) {
    let first = draft.source.first().map(|f| side(&f.actor));
    let several = draft.source.iter().any(|f| Some(side(&f.actor)) != first);
    let all = draft.target.iter().all(|t| draft.source.iter().any(|s| side(&s.actor) == side(&t.actor)));
    if several && all {
        draft.target.clear();
    }
    // `Chad says its forces took a village in Sudan`: what is done to others is not done to oneself too
    let own = |f: &Filled| !several && first == Some(side(&f.actor)) && f.actor.kind == ActorKind::State;
    if draft.target.iter().any(|f| !own(f)) {
        draft.target.retain(|f| !own(f));
    }
}
