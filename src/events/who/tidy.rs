//! What is done to the parties of an event once all are known.

use super::inert::{body_of, is_in_charge, is_medium, is_occasion, is_title, is_unknown};
use super::slots::{Filler, drop_shadowed, push_new};
use super::{Filled, Parties};
use crate::clauses::Clause;
use crate::events::rules::{Slot, SlotKind, Slots};
use crate::events::types::EventType;

/// Types of what can be done to a paper: treaties are left, rejected, suspended.
const LEFT: &[&str] =
    &["BreakRelations", "Concession", "Expulsion", "Rejection", "SuspendCooperation", "Veto", "Withdrawal"];

/// Names bodies instead of their agents, states instead of their unknown buildings, nobody twice, and no news media.
pub fn tidy(filler: &Filler, clause: &Clause, kind: &EventType, parties: &mut Parties) {
    for side in [&mut parties.source, &mut parties.target] {
        name_bodies(filler, side);
        drop_shadowed(side);
    }
    place_unknown(filler, clause, kind, &mut parties.target);
    let Parties { source, target, .. } = parties;
    if kind.name == "Accusation" {
        target.retain(|t| !is_in_charge(&filler.scene, clause, t.head));
    }
    target.retain(|t| !source.iter().any(|s| s.actor.id == t.actor.id));
    let scene = &filler.scene;
    let stands = |f: &Filled, left: bool| !is_occasion(scene, &f.actor) && (left || !is_title(scene, &f.actor));
    source.retain(|s| !is_medium(&s.actor) && stands(s, false));
    target.retain(|t| stands(t, LEFT.contains(&kind.name)));
}

/// A person who acts for an organisation or group stands for it: the body takes the role.
fn name_bodies(filler: &Filler, side: &mut Vec<Filled>) {
    let mut out: Vec<Filled> = Vec::new();
    for filled in std::mem::take(side) {
        push_new(
            &mut out,
            match body_of(&filler.scene, &filled.actor) {
                Some(body) => Filled { actor: body.clone(), ..filled },
                None => filled,
            },
        );
    }
    *side = out;
}

/// Attacks on something that no table knows (`the Nevatim air base`) are attacks on the state where it stands.
fn place_unknown(filler: &Filler, clause: &Clause, kind: &EventType, target: &mut Vec<Filled>) {
    let unknown = |f: &Filled| f.actor.country.is_none() && is_unknown(&filler.scene, &f.actor);
    if kind.plover != "ASSAULT" || target.is_empty() || !target.iter().all(unknown) {
        return;
    }
    let place = Slots(vec![vec![Slot { kind: SlotKind::Place, deep: false, place: false }]]);
    let state = filler.fill(clause, &place, &[]);
    if !state.is_empty() {
        *target = state;
    } else if let Some(state) = state_spoken_of(filler, clause.head) {
        *target = vec![state];
    }
}

/// Mentions that are looked back for a place.
const NEAR: usize = 64;

/// The state of the place that was named last before a token, in its sentence or the one before.
fn state_spoken_of(filler: &Filler, token: usize) -> Option<Filled> {
    let scene = &filler.scene;
    let here = scene.document.sentence(token).tokens.start;
    let first = if here == 0 { 0 } else { scene.document.sentence(here - 1).tokens.start };
    let mentions = &scene.cast.mentions;
    let end = mentions.partition_point(|m| m.tokens.start < token);
    let near = mentions[..end].iter().rev().take(NEAR).take_while(|m| m.tokens.start >= first);
    near.filter_map(|m| {
        let country = m.place.as_ref()?.country.as_deref()?;
        let actor = scene.gazetteer.state(country)?.actor.clone();
        Some(Filled { actor, span: m.span, head: m.head })
    })
    .next()
}
