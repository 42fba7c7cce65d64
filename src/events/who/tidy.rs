//! What is done to the parties of an event once all are known.

use super::slots::{Filler, drop_shadowed, push_new};
use super::{Filled, Parties};
use crate::actors::{Actor, ActorKind};
use crate::clauses::{Clause, words};
use crate::events::rules::{Slot, SlotKind, Slots};
use crate::events::types::EventType;

/// Classes whose events can be done to a paper: treaties are left, rejected, suspended.
const LEFT: &[&str] = &["SANCTION", "REJECT", "RETREAT", "COERCE"];

/// Names bodies instead of their agents, states instead of their unknown buildings, nobody twice, and no news media.
pub fn tidy(filler: &Filler, clause: &Clause, kind: &EventType, parties: &mut Parties) {
    for side in [&mut parties.source, &mut parties.target] {
        name_bodies(filler, side);
        drop_shadowed(side);
    }
    place_unknown(filler, clause, kind, &mut parties.target);
    let Parties { source, target, .. } = parties;
    target.retain(|t| !source.iter().any(|s| s.actor.id == t.actor.id));
    let stands = |f: &Filled, left: bool| !is_occasion(filler, &f.actor) && (left || !is_title(filler, &f.actor));
    source.retain(|s| !is_medium(&s.actor) && stands(s, false));
    target.retain(|t| stands(t, LEFT.contains(&kind.plover)));
}

/// A person who acts for an organisation or group stands for it: the body takes the role.
fn name_bodies(filler: &Filler, side: &mut Vec<Filled>) {
    let mut out: Vec<Filled> = Vec::new();
    for filled in std::mem::take(side) {
        let body = filled.actor.affiliation.as_deref().filter(|_| filled.actor.country.is_none());
        let body = body.and_then(|id| filler.scene.gazetteer.by_id(id)).and_then(|t| filler.scene.gazetteer.actor(t));
        push_new(
            &mut out,
            match body {
                Some(body) => Filled { actor: body.clone(), ..filled },
                None => filled,
            },
        );
    }
    *side = out;
}

/// Attacks on something that no table knows (`the Nevatim air base`) are attacks on the state where it stands.
fn place_unknown(filler: &Filler, clause: &Clause, kind: &EventType, target: &mut Vec<Filled>) {
    let unknown = |f: &Filled| f.actor.country.is_none() && is_unknown(filler, &f.actor);
    if kind.plover != "ASSAULT" || target.is_empty() || !target.iter().all(unknown) {
        return;
    }
    let place = Slots(vec![vec![Slot { kind: SlotKind::Place, deep: false, place: false }]]);
    let state = filler.fill(clause, &place, &[]);
    if !state.is_empty() {
        *target = state;
    }
}

/// Whether a name that no table explains is that of a paper or plan: these do not act.
fn is_title(filler: &Filler, actor: &Actor) -> bool {
    is_unknown(filler, actor) && words::is_title(&head_word(&actor.name))
}

/// Whether a name that no table explains is that of an occasion or region: these take no part.
fn is_occasion(filler: &Filler, actor: &Actor) -> bool {
    is_unknown(filler, actor) && words::is_occasion(&head_word(&actor.name))
}

/// Whether an actor is a body that only the text names.
fn is_unknown(filler: &Filler, actor: &Actor) -> bool {
    actor.kind == ActorKind::Organization && filler.scene.gazetteer.by_id(&actor.id).is_none()
}

/// The word that says what a name names, in lower case: `summit` of `Summit of the Americas`.
fn head_word(name: &str) -> String {
    let head = name.split(" of ").next().unwrap_or(name);
    head.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// News media report; they do not act.
fn is_medium(actor: &Actor) -> bool {
    actor.kind == ActorKind::Organization && actor.code.as_deref().is_some_and(|c| c.ends_with("MED"))
}
