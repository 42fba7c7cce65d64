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
    source.retain(|s| !is_medium(&s.actor) && !is_title(&s.actor) && !is_occasion(&s.actor));
    target.retain(|t| !is_occasion(&t.actor) && (LEFT.contains(&kind.plover) || !is_title(&t.actor)));
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
    let unknown = |f: &Filled| {
        f.actor.country.is_none()
            && f.actor.kind == ActorKind::Organization
            && filler.scene.gazetteer.by_id(&f.actor.id).is_none()
    };
    if kind.plover != "ASSAULT" || target.is_empty() || !target.iter().all(unknown) {
        return;
    }
    let place = Slots(vec![vec![Slot { kind: SlotKind::Place, deep: false, place: false }]]);
    let state = filler.fill(clause, &place, &[]);
    if !state.is_empty() {
        *target = state;
    }
}

/// Papers and plans do not act.
fn is_title(actor: &Actor) -> bool {
    is_body(actor) && words::is_title(&last_word(actor))
}

/// Occasions and unknown regions take no part.
fn is_occasion(actor: &Actor) -> bool {
    is_body(actor) && (words::is_occasion(&last_word(actor)) || actor.name.starts_with("Summit of "))
}

fn is_body(actor: &Actor) -> bool {
    matches!(actor.kind, ActorKind::Organization | ActorKind::Igo | ActorKind::Group)
}

fn last_word(actor: &Actor) -> String {
    actor.name.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

/// News media report; they do not act.
fn is_medium(actor: &Actor) -> bool {
    actor.kind == ActorKind::Organization && actor.code.as_deref().is_some_and(|c| c.ends_with("MED"))
}
