//! What is done to nobody who is named, and must be done at home.

use super::{RECIPROCAL, side};
use crate::actors::{Actor, ActorKind};
use crate::clauses::{ClauseKind, Complement, Link, words};
use crate::events::draft::{Draft, Filled, is_governed};
use crate::events::event::Status;
use crate::events::location;
use crate::events::rules::Rulebook;
use crate::events::scene::Scene;
use crate::language::labels::Tag;
use std::sync::Arc;

/// Types of what authorities do to their own people where the text tells of no others: of some seventy labelled events of these types
/// without a named target three in four were done at home, and few to others.
const TO_OWN: &[&str] = &["Arrest", "MassKilling", "Release"];

/// Types of what is said to or of those who govern.
const TO_GOVERNMENT: &[&str] = &["Accusation", "Appeal", "Criticism", "Demand", "Rejection", "Threat"];

/// `Police arrested three`, `The king dismissed the minister`, `The opposition called for a vote`: nobody is named, so it is the state of
/// those who act: its people, or those who govern them.
pub fn turn_home(scene: &Scene, book: &Rulebook, draft: &mut Draft) {
    let own = |t: &Filled| draft.source.iter().any(|s| s.actor.id == t.actor.id);
    let ([first, ..], true) = (draft.source.as_slice(), draft.target.iter().all(own)) else { return };
    let (Some(of), Some(clause)) = (first.actor.country.as_deref(), scene.clauses.at(draft.head)) else { return };
    if RECIPROCAL.contains(&draft.kind.name) || draft.source.iter().any(|s| side(&s.actor) != of) {
        return;
    }
    // `after the release of prisoners` does not say who has let them go
    let told = draft.status == Status::Actual && !(draft.kind.name == "Release" && clause.kind == ClauseKind::Noun);
    let held = TO_OWN.contains(&draft.kind.name) && told && draft.source.iter().all(|f| is_authority(&f.actor));
    // `dismissed the minister`
    let fired = draft.kind.name == "Expulsion" && words::dismisses(&clause.lemma) && !clause.patient.is_empty();
    let held = held || fired && draft.source.iter().all(|f| is_authority(&f.actor));
    let asks = TO_GOVERNMENT.contains(&draft.kind.name) && draft.source.iter().all(|f| is_governed(&f.actor));
    if !held && !asks {
        return;
    }
    let here = location::of(scene, book, clause).and_then(|(place, _, _)| place.country.clone());
    if here.is_some_and(|here| here != of) {
        return;
    }
    if let Some(state) = scene.gazetteer.state(of) {
        turn_on(draft, &state.actor);
        draft.at_home = true;
    }
}

/// `The opposition said that the government had failed`, `that its plan was a disgrace`: the state of those who speak is told of.
pub fn speaks_of_government(scene: &Scene, draft: &Draft) -> bool {
    let Some(clause) = scene.clauses.at(draft.head) else { return false };
    let told = clause.complements.iter().filter(|c| c.link == Link::That).filter_map(|c| scene.clauses.at(c.head));
    let subjects = told.flat_map(|c| &c.subject).copied();
    let owners = |s: usize| scene.clauses.at(s).map_or(&[][..], |c| &c.owner).iter().copied();
    let mut who = subjects.flat_map(|s| std::iter::once(s).chain(owners(s))).filter_map(|h| scene.actor_mention(h));
    let own = |a: &Actor| draft.source.iter().any(|s| side(&s.actor) == side(a));
    who.any(|m| m.actors.iter().all(|a| a.kind == ActorKind::State && own(a)))
}

/// `the army's air strikes on Kassala`: who strikes in his own country, where nobody else is named, strikes its people.
pub(super) fn turn_on_own(scene: &Scene, book: &Rulebook, draft: &mut Draft) {
    let ([first, ..], true) = (draft.source.as_slice(), draft.target.is_empty()) else { return };
    let of = side(&first.actor);
    let alone = draft.source.iter().all(|s| side(&s.actor) == of);
    let Some(clause) = scene.clauses.at(draft.head).filter(|_| draft.kind.plover == "ASSAULT" && alone) else { return };
    let here = location::of(scene, book, clause).and_then(|(place, _, _)| place.country.clone());
    let state = scene.gazetteer.state(of).filter(|_| here.as_deref() == Some(of));
    if let Some(state) = state {
        turn_on(draft, &state.actor);
    }
}

/// Events around one among which stands with whom somebody fights.
const FOES: usize = 12;

/// `The rebels shelled a camp. The army took the town of X`: a place in one's own country is taken from whom one fights, as the
/// nearest event of force tells.
pub fn take_back(scene: &Scene, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        let draft = &drafts[i];
        let Some(first) = draft.source.first().filter(|_| draft.kind.name == "Seizure") else { continue };
        let own = side(&first.actor).to_owned();
        let is_own = |f: &Filled| side(&f.actor) == own;
        let forces = |f: &Filled| is_own(f) && f.actor.code.as_deref().is_some_and(|c| c.ends_with("MIL"));
        let place = |p: &usize| scene.place_mention(*p).is_some();
        let clause = scene.clauses.at(draft.head);
        let taken = clause.is_some_and(|c| c.patient.iter().any(place));
        if !taken || !draft.source.iter().all(forces) || !draft.target.iter().all(is_own) {
            continue;
        }
        let range = i.saturating_sub(FOES)..(i + FOES + 1).min(drafts.len());
        let mut near: Vec<usize> = range.filter(|j| *j != i && drafts[*j].kind.plover == "ASSAULT").collect();
        near.sort_by_key(|j| i.abs_diff(*j));
        let foe = near.into_iter().find_map(|j| {
            let other = &drafts[j];
            let against = |a: &[Filled], b: &[Filled]| {
                a.iter().any(is_own).then(|| b.iter().find(|f| !is_own(f)).cloned()).flatten()
            };
            against(&other.source, &other.target).or_else(|| against(&other.target, &other.source))
        });
        if let Some(foe) = foe {
            drafts[i].target = vec![foe];
        }
    }
}

/// It is done to the state of those who act, by the first phrase that names them; there is one.
pub(super) fn turn_on(draft: &mut Draft, state: &Arc<Actor>) {
    draft.target =
        draft.source.first().map(|first| Filled { actor: Arc::clone(state), ..first.clone() }).into_iter().collect();
}

/// `declined to comment`: it is refused to nobody whom the clause does not name behind it.
pub(super) fn keep_silent(scene: &Scene, draft: &mut Draft) {
    let Some(clause) = scene.clauses.at(draft.head).filter(|_| draft.kind.name == "Rejection") else { return };
    let silent = |c: &Complement| scene.clauses.at(c.head).is_some_and(|c| words::keeps_silent(&c.lemma));
    if clause.complements.iter().any(silent) {
        let below = draft.head..scene.document.subtree(draft.head).end;
        draft.target.retain(|t| below.contains(&t.head));
    }
}

/// `The government urged employers to wait`: those of whom nobody says more are its own, whoever else was named before.
pub fn ask_own(scene: &Scene, draft: &mut Draft) {
    let asks = matches!(draft.kind.name, "Appeal" | "Demand");
    let Some(clause) = scene.clauses.at(draft.head).filter(|_| asks) else { return };
    let [first, rest @ ..] = draft.source.as_slice() else { return };
    let Some(of) = first.actor.country.as_deref().filter(|of| rest.iter().all(|s| side(&s.actor) == *of)) else {
        return;
    };
    let document = scene.document;
    let on = clause.obliques.iter().filter(|o| matches!(o.prep.as_ref(), "on" | "upon" | "to")).map(|o| o.head);
    let asked = clause.patient.iter().chain(&clause.recipient).copied().chain(on);
    let bare = |head: usize| {
        let t = &document.tokens[head];
        let alone =
            scene.actor_mention(head).is_none() && document.subtree(head).all(|t| scene.actor_mention(t).is_none());
        t.tag == Tag::Nns && words::is_ruled(&t.lemma) && alone
    };
    let told = clause.complements.iter().any(|c| c.link == Link::Infinitive);
    let here = document.sentence_of[draft.head];
    let elsewhere = draft.target.iter().all(|t| document.sentence_of[t.head] != here);
    if !told || !elsewhere || !asked.into_iter().any(bare) {
        return;
    }
    if let Some(state) = scene.gazetteer.state(of) {
        turn_on(draft, &state.actor);
        draft.at_home = true;
    }
}

/// Whether somebody acts with the power of a state.
fn is_authority(actor: &Actor) -> bool {
    let part = actor.code.as_deref().and_then(|c| c.get(3..)).unwrap_or_default();
    actor.kind == ActorKind::State || matches!(part, "GOV" | "MIL" | "COP" | "JUD" | "SPY" | "LEG")
}
