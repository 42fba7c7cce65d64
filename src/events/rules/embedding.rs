//! What a predicate does to the event named inside it: `embedding.toml`.

use super::InnerLink;
use super::file::{RuleError, syntax};
use crate::clauses::{Clause, ClauseKind};
use crate::events::scene::Scene;
use crate::events::types::{self, EventType};
use crate::language::labels::Dep;
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// Status that the predicate gives to the event inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InnerStatus {
    /// That of the predicate itself: `held talks`.
    Same,
    /// `agreed to`.
    Planned,
    /// `called for`.
    Possible,
    /// `refused`.
    Negated,
    /// It is a fact: `condemned`.
    Actual,
    /// The inside's own form decides: `said that`.
    Own,
    /// A noun inside is no event of its own: the predicate says all there is to say (`lifted the sanctions`).
    Background,
}

/// What the subject of the predicate is in the event inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Function {
    /// Nothing.
    #[default]
    None,
    /// It does it: `imposed sanctions`.
    Pass,
    /// It is done to it: `faces sanctions`.
    Undergo,
    /// Its object does it: `urged Iran to stop`.
    Patient,
    /// It is host to it: `hosted talks`.
    Host,
    /// It is one more party: `attended the summit`.
    Join,
}

/// A class of predicates.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassText {
    name: String,
    status: InnerStatus,
    deeper: Option<InnerStatus>,
    #[serde(default)]
    types: Vec<String>,
    then: Option<InnerStatus>,
    #[serde(default)]
    agent: Function,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    class: Vec<ClassText>,
}

/// One entry: the words required beside the predicate, alternatives joined by `|`, and what follows.
#[derive(Clone, Debug)]
struct Entry {
    beside: Vec<String>,
    class: Class,
}

/// What a predicate does to the event inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Class {
    /// Name of the class, for `explain`.
    pub name: String,
    /// Status of the event inside.
    pub status: InnerStatus,
    /// Status of what stands inside that event in turn: `declined a request to extradite`.
    pub deeper: Option<InnerStatus>,
    /// Types and PLOVER classes of events that get another status, and which: `decided to ban` is a ban, `decided to send` a plan.
    pub special: Option<(Vec<String>, InnerStatus)>,
    /// What the subject is in it.
    pub function: Function,
}

impl Class {
    /// Whether an event inside has not simply the predicate's own status.
    fn changes_status(&self) -> bool {
        matches!(self.status, InnerStatus::Planned | InnerStatus::Possible | InnerStatus::Negated)
    }

    /// Status of an event inside that is of this type.
    pub fn status_of(&self, kind: Option<&EventType>) -> InnerStatus {
        let named = |types: &[String]| kind.is_some_and(|k| types.iter().any(|t| *t == k.name || *t == k.plover));
        match &self.special {
            Some((types, status)) if named(types) => *status,
            _ => self.status,
        }
    }
}

/// All classes.
#[derive(Clone, Debug, Default)]
pub struct Embedding {
    /// For each kind of predicate, by its word.
    entries: [FxHashMap<String, Vec<Entry>>; 3],
}

impl Embedding {
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, RuleError> {
        let parsed: FileText = toml::from_str(text).map_err(|e| syntax(file, text, &e))?;
        let mut out = Self::default();
        for class in parsed.class {
            let known = |t: &str| types::all().iter().any(|k| k.name == t || k.plover == t);
            if let Some(wrong) = class.types.iter().find(|t| !known(t)) {
                let message = format!("class `{}`: there is no event type or class `{wrong}`", class.name);
                return Err(RuleError::Syntax { file: file.into(), line: 1, message });
            }
            let special = class.then.map(|status| (class.types, status));
            let made =
                Class { name: class.name, status: class.status, deeper: class.deeper, special, function: class.agent };
            for (kind, list) in [
                (ClauseKind::Verb, class.verbs),
                (ClauseKind::Noun, class.nouns),
                (ClauseKind::Adjective, class.adjectives),
            ] {
                for words in list {
                    let mut parts = words.split_whitespace().map(str::to_owned);
                    let Some(head) = parts.next() else { continue };
                    out.entries[kind as usize]
                        .entry(head)
                        .or_default()
                        .push(Entry { beside: parts.collect(), class: made.clone() });
                }
            }
        }
        Ok(out)
    }

    pub(super) fn extend(&mut self, other: Self) {
        // the user's word comes first
        for (known, other) in self.entries.iter_mut().zip(other.entries) {
            for (word, mut entries) in other {
                let old = known.remove(&word).unwrap_or_default();
                entries.extend(old);
                known.insert(word, entries);
            }
        }
    }

    /// What the predicate of a clause does to an event that is joined to it by `link`. Entries with more words
    /// (`call for`, `call off`) come before the bare word; a reporting sense serves only what is reported in a clause
    /// (`announced that ...`), not what is named (`announced sanctions`). A particle makes another verb: `set off` is not `set`.
    pub fn of(&self, scene: &Scene, clause: &Clause, link: InnerLink) -> Option<&Class> {
        let entries = self.entries[clause.kind as usize].get(clause.lemma.as_ref())?;
        entries
            .iter()
            .filter(|e| {
                let stands = |word| link == InnerLink::To && word == "to" || stands_beside(scene, clause, word);
                let another = clause.particle.as_ref().is_some_and(|p| {
                    e.class.changes_status() && !e.beside.iter().any(|words| words.split('|').any(|w| w == p.as_ref()))
                });
                !another && e.beside.iter().all(|words| words.split('|').any(stands))
            })
            .min_by_key(|e| {
                (
                    (e.class.status == InnerStatus::Own) != (link == InnerLink::That),
                    link == InnerLink::To && !e.beside.iter().any(|w| w == "to"),
                    std::cmp::Reverse(e.beside.len()),
                )
            })
            .map(|e| &e.class)
    }

    /// What a word before a noun does to it: `planned`, `alleged`.
    pub fn of_modifier(&self, lemma: &str) -> Option<&Class> {
        let entries = self.entries[ClauseKind::Adjective as usize].get(lemma)?;
        entries.first().map(|e| &e.class)
    }
}

/// Whether a word is the clause's particle, one of its prepositions, or its object.
fn stands_beside(scene: &Scene, clause: &Clause, word: &str) -> bool {
    clause.particle.as_deref() == Some(word)
        || clause.obliques.iter().any(|o| o.prep.as_ref() == word)
        || clause.patient.iter().any(|p| scene.is_word(*p, word.rsplit('_').next().unwrap_or(word)))
        || scene.document.children(clause.head).any(|c| scene.document.tokens[c].lower.as_ref() == word)
        // `calls for X to go`
        || word == "for" && clause.complements.iter().any(|c| is_wished_for(scene, c.head))
}

/// Whether `for` stands before the subject of an infinitive.
fn is_wished_for(scene: &Scene, verb: usize) -> bool {
    let mut marks = scene.document.children_by(verb, &[Dep::Mark]);
    marks.any(|m| scene.document.tokens[m].lower.as_ref() == "for")
}
