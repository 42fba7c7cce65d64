//! Clauses in, drafts out: the heart of the extractor.

use super::draft::{Draft, Filled};
use super::event::Status;
use super::participants::{Filler, drop_shadowed, push_new};
use super::rules::{Function, InnerEvent, InnerLink, Match, Rulebook};
use super::scene::Scene;
use super::types::EventType;
use super::{location, said, status, when};
use crate::actors::ActorKind;
use crate::clauses::{Clause, ClauseKind, Complement, Link};
use crate::language::labels::Pos;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// Types whose parties all stand on one level.
pub const RECIPROCAL: &[&str] = &["Meeting", "PhoneCall", "Negotiation", "SignedAgreement", "JointExercise"];

/// The events that the clauses of a scene state, in order of the text.
pub fn events(scene: &Scene, book: &Rulebook) -> Vec<Draft> {
    let mut found: FxHashMap<usize, Draft> = FxHashMap::default();
    for clause in inner_first(scene) {
        if let Some(draft) = event(scene, book, &found, clause) {
            found.insert(clause.head, draft);
        }
    }
    let mut drafts: Vec<Draft> = found.into_values().collect();
    drafts.sort_by_key(|d| d.head);
    drop_told_twice(scene, drafts)
}

/// Clauses in an order in which the inside of each comes before it.
fn inner_first<'a>(scene: &Scene<'a>) -> Vec<&'a Clause> {
    let depth = |clause: &Clause| scene.document.ancestors(clause.head).count();
    let mut order: Vec<(usize, &Clause)> = scene.clauses.list.iter().map(|c| (depth(c), c)).collect();
    order.sort_by_key(|(d, c)| (std::cmp::Reverse(*d), c.head));
    order.into_iter().map(|(_, c)| c).collect()
}

/// The event of one clause, when a rule holds and somebody takes part.
fn event(scene: &Scene, book: &Rulebook, found: &FxHashMap<usize, Draft>, clause: &Clause) -> Option<Draft> {
    if !book.knows(clause) {
        return None;
    }
    let own_status = status::of(scene, book, clause);
    let inner = inner_events(scene, found, clause);
    let matches = book.matches(scene, clause, own_status, &inner);
    let best = matches.first()?;
    let filler = Filler { scene: *scene, book, inner: found };
    let parties = parties(&filler, clause, best)?;
    let status = if best.rule.is_about_status() { Status::Actual } else { own_status };
    Some(Draft {
        kind: best.rule.kind,
        rule: best.rule.id.clone(),
        score: best.score,
        head: clause.head,
        trigger: trigger(scene, clause),
        source: parties.0,
        target: parties.1,
        mediator: parties.2,
        status,
        time: when::of(scene, book, clause, status),
        place: location::of(scene, book, clause).map(|(place, span, _)| (place, span)),
        said_by: said::of(scene, book, clause),
        confidence: 0.5,
    })
}

/// Events of the clause's complements, and of event nouns that are its object or stand behind its prepositions.
pub fn inner_events(scene: &Scene, found: &FxHashMap<usize, Draft>, clause: &Clause) -> Vec<InnerEvent> {
    let mut out = Vec::new();
    let objects = clause.patient.iter().chain(clause.obliques.iter().map(|o| &o.head));
    let objects = objects.map(|head| Complement { head: *head, link: Link::Argument });
    for complement in clause.complements.iter().copied().chain(objects) {
        if let Some(kind) = inner_kind(scene, found, complement.head, 0) {
            out.push(InnerEvent { kind, link: InnerLink::of(complement.link) });
        }
    }
    out
}

/// The type of the event at a predicate, or of the first one inside it: `agreed to hold talks`.
fn inner_kind(scene: &Scene, found: &FxHashMap<usize, Draft>, head: usize, depth: usize) -> Option<&'static EventType> {
    if let Some(draft) = found.get(&head) {
        return Some(draft.kind);
    }
    let clause = scene.clauses.at(head).filter(|_| depth < 2)?;
    let next = clause.complements.iter().map(|c| c.head).chain(clause.patient.iter().copied());
    next.into_iter().find_map(|h| inner_kind(scene, found, h, depth + 1))
}

type Parties = (Vec<Filled>, Vec<Filled>, Vec<Filled>);

fn parties(filler: &Filler, clause: &Clause, best: &Match) -> Option<Parties> {
    let (source, target, mediator) = filler.book.slots(best.rule, clause.kind);
    let kind = best.rule.kind;
    let mut source = filler.fill(clause, source);
    let mut target = filler.fill(clause, target);
    let mediator = filler.fill(clause, mediator);
    if let Some((verb, function)) = filler.support(clause) {
        let subject = filler.fill(verb, &agent_slot());
        match function {
            Function::Receive => {
                source.retain(|s| !subject.iter().any(|f| f.actor.id == s.actor.id));
                if target.is_empty() {
                    target = subject;
                }
            }
            Function::Host if kind.name == "Visit" => target = subject,
            Function::Host | Function::Join if RECIPROCAL.contains(&kind.name) => {
                subject.into_iter().for_each(|f| push_new(&mut source, f));
            }
            _ => {}
        }
    }
    if RECIPROCAL.contains(&kind.name) {
        if source.len() < 2 && clause.owner.is_empty() {
            filler.outer_subject(clause).into_iter().for_each(|f| push_new(&mut source, f));
        }
        let rest = std::mem::take(&mut target);
        rest.into_iter().for_each(|f| push_new(&mut source, f));
    }
    drop_shadowed(&mut source);
    drop_shadowed(&mut target);
    target.retain(|t| !source.iter().any(|s| s.actor.id == t.actor.id));
    source.retain(|s| !is_medium(&s.actor));
    (!source.is_empty() || !target.is_empty()).then_some((source, target, mediator))
}

fn agent_slot() -> super::rules::Slots {
    use super::rules::{Slot, SlotKind, Slots};
    Slots(vec![vec![Slot { kind: SlotKind::Agent, deep: false }]])
}

/// News media report; they do not act.
fn is_medium(actor: &crate::actors::Actor) -> bool {
    actor.kind == ActorKind::Organization && actor.code.as_deref().is_some_and(|c| c.ends_with("MED"))
}

/// The words that name the event: the predicate with its particle.
fn trigger(scene: &Scene, clause: &Clause) -> Span {
    let head = scene.document.tokens[clause.head].span;
    let particle = clause.particle.as_ref().and_then(|p| {
        scene
            .document
            .children(clause.head)
            .find(|c| scene.document.tokens[*c].lower == *p && scene.document.tokens[*c].pos != Pos::Noun)
    });
    match particle {
        Some(p) if p == clause.head + 1 => head.cover(scene.document.tokens[p].span),
        _ => head,
    }
}

/// A verb and its event noun tell of one event (`held talks`, `launched an attack`): the noun's rule knows more.
fn drop_told_twice(scene: &Scene, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut keep = vec![true; drafts.len()];
    for (i, noun) in drafts.iter().enumerate() {
        let Some(clause) = scene.clauses.at(noun.head).filter(|c| c.kind == ClauseKind::Noun) else { continue };
        let Some(verb) = clause.support else { continue };
        let Some(j) = drafts.iter().position(|d| d.head == verb) else { continue };
        let other = &drafts[j];
        let same_family = other.kind.plover == noun.kind.plover;
        if same_family && other.kind.name == noun.kind.name {
            // the same type: the fuller account stays
            let richer = noun.source.len() + noun.target.len() > other.source.len() + other.target.len();
            keep[if richer { j } else { i }] = false;
        }
    }
    let mut keep = keep.into_iter();
    let mut drafts = drafts;
    drafts.retain(|_| keep.next().unwrap_or(true));
    drafts
}
