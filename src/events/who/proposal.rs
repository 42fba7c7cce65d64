//! Who takes part by the codebook: the slots of the rule or type, and what the verb around a noun does to it.

use super::inert::is_roof;
use super::slots::{AtHome, Filler, push_new};
use super::{Filled, Parties, RECIPROCAL, RoleSlots, side};
use crate::actors::ActorKind;
use crate::clauses::words::{self, is_membership};
use crate::clauses::{Clause, Link};
use crate::events::rules::{Function, InnerLink, InnerStatus, Slot, SlotKind, Slots};
use crate::events::types::EventType;

/// Types of what is done to one's own people as often as to others.
const AT_HOME: &[&str] = &[
    "Abduction",
    "Appeal",
    "Arrest",
    "Assassination",
    "Attack",
    "Bombing",
    "Demand",
    "HumanitarianAid",
    "Investigation",
    "Lawsuit",
    "MassKilling",
    "Release",
    "Restriction",
    "Riot",
    "Shelling",
];

/// Types of them that are done to the organs of one's own state too: `the court dissolved the parliament`.
const ORGANS_AT_HOME: &[&str] = &["Investigation", "Restriction", "Riot"];

/// The parties that the slots give. In reciprocal events all stand in `source`.
pub fn propose(filler: &Filler, clause: &Clause, kind: &EventType, slots: RoleSlots) -> Parties {
    let (source_slots, target_slots, mediator_slots) = slots;
    let mut source = filler.fill(clause, source_slots, &[]);
    if source.is_empty() && clause.link == Link::Infinitive && !clause.agent.is_empty() {
        source = ordering(filler, clause);
    }
    let mut target = Vec::new();
    // `Oslo hosted talks between X and Y`, `met on the sidelines of the summit`: others are the parties
    let parted =
        RECIPROCAL.contains(&kind.name) && (filler.names_both(clause) || is_roof(filler.scene.document, clause.head));
    if let Some((verb, function)) = filler.support(clause).filter(|_| !parted) {
        let subject = filler.fill(verb, &agent_slot(), &[]);
        match function {
            // `imposed Iran sanctions`: whoever performs it does it, the name before the noun does not
            Function::Pass if !RECIPROCAL.contains(&kind.name) && !subject.is_empty() && clause.owner.is_empty() => {
                let named = std::mem::replace(&mut source, subject);
                // `granted Peru an exemption`: whoever gets it
                let given = filler.fill(verb, &recipient_slot(), &source);
                let prepositional = filler.fill(clause, target_slots, &source);
                target = [given, prepositional, named].into_iter().find(|f| !f.is_empty()).unwrap_or_default();
            }
            Function::Pass if RECIPROCAL.contains(&kind.name) => {
                subject.into_iter().for_each(|f| push_new(&mut source, f));
            }
            Function::Undergo => {
                source.retain(|s| !subject.iter().any(|f| f.actor.id == s.actor.id));
                target = subject;
            }
            Function::Host if kind.name == "Visit" => target = subject,
            Function::Host | Function::Join if RECIPROCAL.contains(&kind.name) => {
                subject.into_iter().for_each(|f| push_new(&mut source, f));
            }
            _ => {}
        }
    }
    if target.is_empty() {
        let dismissed = kind.name == "Expulsion" && words::dismisses(&clause.lemma);
        let organs = ORGANS_AT_HOME.contains(&kind.name);
        let home = AtHome { people: dismissed || AT_HOME.contains(&kind.name), organs };
        target = filler.fill_with(clause, target_slots, &source, home);
    }
    if target.is_empty() && !RECIPROCAL.contains(&kind.name) {
        target = one_of_the_group(filler, clause, target_slots, &mut source);
    }
    if target.is_empty() && kind.plover == "ASSAULT" {
        target = filler.harmed(clause, &source);
    }
    if target.is_empty() && (kind.plover == "ASSAULT" || kind.name == "MissileLaunch") {
        target = filler.stopping(clause, &source);
    }
    if kind.plover == "ACCUSE" && !target.is_empty() && target.iter().all(|t| t.actor.kind == ActorKind::Igo) {
        // `protested to the Security Council over the raid`: before it, and against whoever raided
        let about = filler.fill(clause, &slots_behind(&["against", "over", "about", "at"]), &source);
        let others: Vec<Filled> = about.into_iter().filter(|f| f.actor.kind != ActorKind::Igo).collect();
        if !others.is_empty() {
            target = others;
        }
    }
    if kind.name == "Resignation" && source.iter().all(|s| s.actor.country.is_none() && s.actor.affiliation.is_none()) {
        // `stepped down as head of the World Bank`: whoever nobody knows left it
        let of = filler.fill(clause, &slots_behind(&["as"]), &[]);
        if !of.is_empty() {
            source = of;
        }
    }
    if target.is_empty() && is_membership(&clause.lemma) {
        // `its NATO accession`: who joins and what
        let body = |f: &Filled| f.actor.kind == ActorKind::Igo;
        target = source.iter().filter(|f| body(f)).cloned().collect();
        source.retain(|f| !body(f));
    }
    let mediator = filler.fill(clause, mediator_slots, &[]);
    if RECIPROCAL.contains(&kind.name) {
        if source.len() < 2 && clause.owner.is_empty() && !parted {
            filler.outer_subject(clause).into_iter().for_each(|f| push_new(&mut source, f));
        }
        let rest = std::mem::take(&mut target);
        rest.into_iter().for_each(|f| push_new(&mut source, f));
    }
    Parties { source, target, mediator }
}

/// `The president ordered the forces to withdraw`: where nobody knows whose they are, they are those of whoever orders them.
fn ordering(filler: &Filler, clause: &Clause) -> Vec<Filled> {
    let above = clause.parent.and_then(|p| filler.scene.clauses.at(p));
    let performs = |a: &&Clause| {
        let class = filler.book.embedding.of(&filler.scene, a, InnerLink::To);
        class.is_some_and(|c| c.status == InnerStatus::Same && c.function == Function::Pass)
    };
    above.filter(performs).map(|a| filler.fill(a, &agent_slot(), &[])).unwrap_or_default()
}

fn recipient_slot() -> Slots {
    Slots(vec![vec![Slot { kind: SlotKind::Recipient, deep: false, place: false }]])
}

/// What stands behind the first of some prepositions that names anybody.
fn slots_behind(prepositions: &[&str]) -> Slots {
    let slot = |p: &&str| vec![Slot { kind: SlotKind::Prep((*p).into()), deep: true, place: false }];
    Slots(prepositions.iter().map(slot).collect())
}

fn agent_slot() -> Slots {
    Slots(vec![vec![Slot { kind: SlotKind::Agent, deep: false, place: false }]])
}

/// `The two countries met, and had asked for X's help`: of a group spoken of in one phrase, the one that is named behind the verb
/// undergoes, the others act.
fn one_of_the_group(filler: &Filler, clause: &Clause, slots: &Slots, source: &mut Vec<Filled>) -> Vec<Filled> {
    let grouped = source.len() > 1 && source.iter().all(|s| s.span == source[0].span);
    let mut named = if grouped { filler.fill(clause, slots, &[]) } else { Vec::new() };
    named.retain(|n| n.span != source[0].span && source.iter().any(|s| side(&s.actor) == side(&n.actor)));
    if named.len() != 1 {
        return Vec::new();
    }
    source.retain(|s| side(&s.actor) != side(&named[0].actor));
    named
}
