//! Slots: where in a clause the parties of an event stand.

use super::file::{RuleError, syntax};
use crate::clauses::ClauseKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Alternatives, tried in order; each a sum of slots taken together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slots(pub Vec<Vec<Slot>>);

/// One place in a clause.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Which.
    pub kind: SlotKind,
    /// Whether to look into the phrase when the phrase itself is no actor.
    pub deep: bool,
    /// Whether a phrase that is only a place stands for its state.
    pub place: bool,
}

/// Places in a clause.
#[derive(Clone, Debug, PartialEq)]
pub enum SlotKind {
    /// Who does it.
    Agent,
    /// To whom or what it is done.
    Patient,
    /// To whom something is given or said.
    Recipient,
    /// Possessor of a noun.
    Owner,
    /// Adjective or name before a noun.
    Modifier,
    /// Behind a preposition.
    Prep(Arc<str>),
    /// The subject as it stands.
    Subject,
    /// Who does what the complement says.
    Inside,
    /// Whom the complement's event is done to.
    InsideTarget,
    /// The country of where it happens.
    Place,
    /// The nearest other actor below the predicate, wherever it stands.
    Any,
}

impl Slot {
    /// As the codebook writes it, without its marks.
    pub fn name(&self) -> &str {
        match &self.kind {
            SlotKind::Agent => "agent",
            SlotKind::Patient => "patient",
            SlotKind::Recipient => "recipient",
            SlotKind::Owner => "owner",
            SlotKind::Modifier => "modifier",
            SlotKind::Subject => "subject",
            SlotKind::Inside => "inside",
            SlotKind::InsideTarget => "inside-target",
            SlotKind::Place => "place",
            SlotKind::Any => "any",
            SlotKind::Prep(prep) => prep,
        }
    }
}

impl Slots {
    /// Reads alternatives such as `["agent + with*", "owner"]`.
    pub(super) fn parse(alternatives: &[String]) -> Result<Self, String> {
        let parse_one = |text: &str| {
            let name = text.trim().trim_end_matches(['*', '@']);
            let marks = &text.trim()[name.len()..];
            let (deep, place) = (!marks.is_empty(), marks.contains('@'));
            let kind = match name {
                "" => return Err("an empty slot".to_owned()),
                "agent" => SlotKind::Agent,
                "patient" => SlotKind::Patient,
                "recipient" => SlotKind::Recipient,
                "owner" => SlotKind::Owner,
                "modifier" => SlotKind::Modifier,
                "subject" => SlotKind::Subject,
                "inside" => SlotKind::Inside,
                "inside-target" => SlotKind::InsideTarget,
                "place" => SlotKind::Place,
                "any" => SlotKind::Any,
                prep if prep.chars().all(|c| c.is_ascii_lowercase() || c == ' ') => {
                    // `out of` hangs on its first word
                    SlotKind::Prep(prep.split(' ').next().unwrap_or(prep).into())
                }
                other => return Err(format!("`{other}` is no slot")),
            };
            Ok(Slot { kind, deep, place })
        };
        alternatives.iter().map(|sum| sum.split('+').map(parse_one).collect()).collect::<Result<_, _>>().map(Slots)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RolesText {
    source: Option<Vec<String>>,
    target: Option<Vec<String>>,
    mediator: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeText {
    #[serde(default)]
    verb: RolesText,
    #[serde(default)]
    noun: RolesText,
    #[serde(default)]
    adjective: RolesText,
}

#[derive(Clone, Debug, Default)]
struct TypeSlots {
    source: Slots,
    target: Slots,
    mediator: Slots,
}

/// Default slots by type and sort of predicate: `roles.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    by_type: BTreeMap<(String, &'static str), TypeSlots>,
}

impl Defaults {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, RuleError> {
        let parsed: BTreeMap<String, TypeText> = toml::from_str(text).map_err(|e| syntax(file, text, &e))?;
        let wrong = |name: &str, message: String| RuleError::Syntax {
            file: file.into(),
            line: text.lines().position(|l| l.trim() == format!("[{name}]")).map_or(1, |l| l + 1),
            message,
        };
        let general = parsed.get("default").cloned().unwrap_or_default();
        let mut out = Self::default();
        for (name, entry) in &parsed {
            if name != "default" && super::types::get(name).is_none() {
                return Err(wrong(name, format!("there is no event type `{name}`")));
            }
            for (kind, own, fallback) in [
                ("verb", &entry.verb, &general.verb),
                ("noun", &entry.noun, &general.noun),
                ("adjective", &entry.adjective, &general.adjective),
            ] {
                let slots = |own: &Option<Vec<String>>, fallback: &Option<Vec<String>>| {
                    own.as_ref().or(fallback.as_ref()).map_or(Ok(Slots::default()), |l| Slots::parse(l))
                };
                let compiled = TypeSlots {
                    source: slots(&own.source, &fallback.source).map_err(|m| wrong(name, m))?,
                    target: slots(&own.target, &fallback.target).map_err(|m| wrong(name, m))?,
                    mediator: slots(&own.mediator, &fallback.mediator).map_err(|m| wrong(name, m))?,
                };
                out.by_type.insert((name.clone(), kind), compiled);
            }
        }
        Ok(out)
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.by_type.extend(other.by_type);
    }

    pub(super) fn of(&self, name: &str, kind: ClauseKind) -> (&Slots, &Slots, &Slots) {
        static NONE: Slots = Slots(Vec::new());
        let sort = match kind {
            ClauseKind::Verb => "verb",
            ClauseKind::Noun => "noun",
            ClauseKind::Adjective => "adjective",
        };
        let found =
            self.by_type.get(&(name.to_owned(), sort)).or_else(|| self.by_type.get(&("default".to_owned(), sort)));
        found.map_or((&NONE, &NONE, &NONE), |s| (&s.source, &s.target, &s.mediator))
    }
}
