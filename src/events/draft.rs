//! An event in the making.

use super::confidence::Evidence;
use super::event::{Manner, Status};
use super::types::EventType;
use crate::actors::{Actor, ActorKind, Place};
use crate::clauses::words::TakenUp;
use crate::span::Span;
use crate::time::EventTime;
use std::sync::Arc;

/// An actor in a role, with the phrase that says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// Who.
    pub actor: Arc<Actor>,
    /// The phrase.
    pub span: Span,
    /// Head of the phrase.
    pub head: usize,
}

/// An event as one clause states it. Spans are bytes, tokens are of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Its type.
    pub kind: &'static EventType,
    /// The rule that gave it.
    pub rule: Arc<str>,
    /// How specific that rule was.
    pub score: u32,
    /// The predicate's token.
    pub head: usize,
    /// The words that name the event.
    pub trigger: Span,
    /// Who does it.
    pub source: Vec<Filled>,
    /// To whom.
    pub target: Vec<Filled>,
    /// Who stands between.
    pub mediator: Vec<Filled>,
    /// Whether it happened.
    pub status: Status,
    /// When.
    pub time: Option<EventTime>,
    /// Where: the place and its words.
    pub place: Option<(Arc<Place>, Span)>,
    /// Who says so.
    pub said_by: Option<(Arc<Actor>, Manner)>,
    /// The type of the event that stands inside it, if any: what is asked for or agreed on.
    pub inside: Option<&'static str>,
    /// The rule by which it is a statement, should its own ask for somebody who is not found.
    pub instead: Option<Arc<str>>,
    /// How it takes up something told before, if it judges that.
    pub takes_up: Option<TakenUp>,
    /// Whether its target is whoever did what it judges, as the events before tell.
    pub answers: bool,
    /// Whether it is done at home: those who act and those to whom it is done are of one state.
    pub at_home: bool,
    /// How sure rules and model are.
    pub evidence: Evidence,
}

impl Draft {
    /// Everyone who takes part.
    pub fn parties(&self) -> impl Iterator<Item = &Filled> {
        self.source.iter().chain(&self.target).chain(&self.mediator)
    }
}

/// The state that an actor acts for, else the actor itself: the level on which events are compared.
pub fn side(actor: &Actor) -> &str {
    actor.country.as_deref().unwrap_or(&actor.id)
}

/// Whether somebody lives in a state and has no part in its government: the opposition, a party, a union, a firm, citizens.
pub fn is_governed(actor: &Actor) -> bool {
    let part = actor.code.as_deref().and_then(|c| c.get(3..)).unwrap_or_default();
    let alone = part.is_empty() && actor.office.is_none();
    actor.kind != ActorKind::State && (alone || matches!(part, "OPP" | "PTY" | "BUS" | "CVL" | "NGO"))
}
