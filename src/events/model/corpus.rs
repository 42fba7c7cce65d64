//! The project's own labelled texts, as examples to learn from.

use super::features::{self, Features};
use super::train::Example;
use super::{Model, NONE};
use crate::actors::Actor;
use crate::actors::called::is_country_code;
use crate::clauses::{Clause, Clauses};
use crate::events::draft::{Draft, side};
use crate::events::read;
use crate::events::rules::Rulebook;
use crate::events::scene::Scene;
use crate::events::who::seen::View;
use crate::events::who::sides::Role;
use crate::events::{status, types};
use crate::span::Span;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::Arc;
use thiserror::Error;

/// A text with its events; one line of `data/training/*.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    /// Unique.
    pub id: String,
    /// What is read.
    pub text: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Every event of the text.
    pub events: Vec<LabelledEvent>,
}

/// An event of a labelled text.
#[derive(Clone, Debug, Deserialize)]
pub struct LabelledEvent {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The words that name it, exactly as in the text.
    pub trigger: String,
    /// Who does it: phrases of the text, country codes, or names with alternatives.
    pub source: Vec<String>,
    /// To whom.
    pub target: Vec<String>,
    /// Whether it happened.
    pub status: String,
}

/// A short sentence with its PLOVER class; `S` acts, `T` undergoes. A line of `data/training/short.txt`.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// PLOVER class, `YIELD` for CONCEDE and RETREAT.
    pub root: String,
    /// With names in the places of `S` and `T`.
    pub text: String,
}

/// Why labelled texts cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// A line that is no labelled text.
    #[error("{file}:{line}: {message}")]
    Line {
        /// Which file.
        file: String,
        /// Line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// Reads labelled texts; every type and trigger is checked.
///
/// # Errors
/// At the first line that is wrong.
pub fn labelled(file: &str, text: &str) -> Result<Vec<Labelled>, CorpusError> {
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let wrong = |message: String| CorpusError::Line { file: file.into(), line: i + 1, message };
        let record: Labelled = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
        for event in &record.events {
            if types::get(&event.kind).is_none() {
                return Err(wrong(format!("there is no event type `{}`", event.kind)));
            }
            if !record.text.contains(&event.trigger) {
                return Err(wrong(format!("the trigger `{}` does not stand in the text", event.trigger)));
            }
        }
        out.push(record);
    }
    Ok(out)
}

/// Reads short sentences: `#ROOT` lines, then sentences. `S` and `T` become names of states, in turn.
pub fn short(text: &str) -> Vec<Short> {
    const NAMES: [&str; 8] = ["France", "Brazil", "Japan", "Kenya", "Norway", "Egypt", "Canada", "Vietnam"];
    let mut out = Vec::new();
    let mut root = String::new();
    for (i, line) in text.lines().map(str::trim).enumerate().filter(|(_, l)| !l.is_empty()) {
        if let Some(name) = line.strip_prefix('#') {
            root = name.trim().to_owned();
            continue;
        }
        let (s, t) = (NAMES[i % 8], NAMES[(i + 3) % 8]);
        out.push(Short { root: root.clone(), text: fill(line, s, t) });
    }
    out
}

/// Puts names in the places of the lone capitals `S` and `T`.
fn fill(line: &str, source: &str, target: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let mut out = String::new();
    for (i, c) in chars.iter().enumerate() {
        let alone = !chars.get(i.wrapping_sub(1)).is_some_and(|b| b.is_alphanumeric() || *b == '.')
            && !chars.get(i + 1).is_some_and(|a| {
                a.is_alphanumeric() || *a == '.' && chars.get(i + 2).is_some_and(|b| b.is_alphabetic())
            });
        match c {
            'S' if alone => out.push_str(source),
            'T' if alone => out.push_str(target),
            c => out.push(*c),
        }
    }
    out
}

/// The examples of a labelled text: clauses at triggers with their type, all others with none.
pub fn examples(scene: &Scene, book: &Rulebook, model: &Model, record: &Labelled) -> Vec<Example> {
    let mut classes: FxHashMap<usize, usize> = FxHashMap::default();
    let mut beside = Vec::new();
    for event in &record.events {
        let Some(start) = record.text.find(&event.trigger) else { continue };
        let span = Span::new(start, start + event.trigger.len());
        let mut heads: Vec<usize> = scene
            .clauses
            .list
            .iter()
            .map(|c| c.head)
            .filter(|h| span.overlaps(scene.document.tokens[*h].span))
            .collect();
        // the word that governs the others names the event; the rest are part of its name
        heads.sort_by_key(|h| scene.document.ancestors(*h).count());
        if let Some((head, rest)) = heads.split_first()
            && let Some(class) = class_of(&event.kind)
        {
            classes.insert(*head, class);
            beside.extend(rest.iter().copied());
        }
    }
    collect(scene, book, model, |head| match classes.get(&head) {
        Some(class) => Some((*class, 1.0)),
        None if beside.contains(&head) => None,
        None => Some((NONE, 1.0)),
    })
}

/// The sides of which a text speaks, for every role of its labelled events, when read with `model`, as examples for
/// [`Model::sides`]. Only texts labelled with countries tell: labels that are phrases leave out whom no phrase beside the trigger names.
pub fn side_examples(scene: &Scene, book: &Rulebook, model: &Model, record: &Labelled) -> Vec<Example> {
    let mut labels = record.events.iter().flat_map(|e| e.source.iter().chain(&e.target));
    if !labels.any(|label| is_country_code(label)) {
        return Vec::new();
    }
    let drafts = read::drafts(scene, book, model);
    let mut out = Vec::new();
    for event in &record.events {
        let Some(clause) = clause_of(scene, record, event) else { continue };
        let plover = types::get(&event.kind).map(|t| t.plover);
        let Some(draft) = drafts.iter().find(|d| d.head == clause.head && Some(d.kind.plover) == plover) else {
            continue;
        };
        let view = View::new(scene, book, &drafts, draft, clause);
        for role in Role::of(draft) {
            let labels: Vec<&String> = match role {
                Role::Source => event.source.iter().collect(),
                Role::Target => event.target.iter().collect(),
                Role::Party => event.source.iter().chain(&event.target).collect(),
            };
            for (candidate, seen) in view.candidates.iter().zip(view.features(*role)) {
                let meant = labels.iter().any(|label| is_meant(scene, record, label, &candidate.filled.actor));
                out.push(Example { features: seen.hashes, class: usize::from(meant), weight: 1.0 });
            }
        }
    }
    out
}

/// Whether a label means the actor's side.
fn is_meant(scene: &Scene, record: &Labelled, label: &str, actor: &Actor) -> bool {
    let phrase = if is_country_code(label) { Vec::new() } else { phrase_actors(scene, record, label) };
    match phrase.is_empty() {
        true => actor.is_called(label),
        false => phrase.iter().any(|a| side(a) == side(actor)),
    }
}

/// The clause that a labelled event's trigger names: of the words of the trigger the one that governs the others.
fn clause_of<'a>(scene: &Scene<'a>, record: &Labelled, event: &LabelledEvent) -> Option<&'a Clause> {
    let start = record.text.find(&event.trigger)?;
    let span = Span::new(start, start + event.trigger.len());
    let clauses: &'a Clauses = scene.clauses;
    let named = clauses.list.iter().filter(|c| span.overlaps(scene.document.tokens[c.head].span));
    named.min_by_key(|c| scene.document.ancestors(c.head).count())
}

/// The actors that a phrase of the text refers to.
fn phrase_actors(scene: &Scene, record: &Labelled, phrase: &str) -> Vec<Arc<Actor>> {
    let Some(start) = record.text.find(phrase) else { return Vec::new() };
    let span = Span::new(start, start + phrase.len());
    let near = scene.cast.mentions.iter().filter(|m| !m.actors.is_empty() && m.span.overlaps(span));
    let best = near.min_by_key(|m| m.span.start.abs_diff(span.start) + m.span.end.abs_diff(span.end));
    best.into_iter().flat_map(|m| m.actors.iter().cloned()).collect()
}

/// The example of a short sentence: the clause that a rule of the class names, else the main verb.
pub fn short_examples(scene: &Scene, book: &Rulebook, model: &Model, short: &Short) -> Vec<Example> {
    let in_root = |plover: &str| match short.root.as_str() {
        "YIELD" => matches!(plover, "CONCEDE" | "RETREAT"),
        root => plover == root,
    };
    let drafts = read::events(scene, book, &Model::default());
    let by_rule = drafts.iter().find(|d| in_root(d.kind.plover)).map(|d| (d.head, d.kind.name));
    let main = scene.clauses.list.iter().find(|c| c.parent.is_none()).map(|c| c.head);
    let typical = types::all().iter().find(|t| in_root(t.plover) && t.name != "Statement");
    let chosen = by_rule.or_else(|| Some((main?, typical?.name)));
    let Some((head, class)) = chosen.and_then(|(h, n)| Some((h, class_of(n)?))) else { return Vec::new() };
    collect(scene, book, model, |at| (at == head).then_some((class, 0.5)))
}

/// Number of a type's class.
pub fn class_of(name: &str) -> Option<usize> {
    types::all().iter().position(|t| t.name == name).map(|i| i + 1)
}

fn collect(
    scene: &Scene,
    book: &Rulebook,
    model: &Model,
    class: impl Fn(usize) -> Option<(usize, f32)>,
) -> Vec<Example> {
    let found: FxHashMap<usize, Draft> = read::events(scene, book, model).into_iter().map(|d| (d.head, d)).collect();
    let mut out = Vec::new();
    for clause in &scene.clauses.list {
        let Some((class, weight)) = class(clause.head) else { continue };
        let own_status = status::of(scene, book, clause, None);
        let inner = read::inner_events(scene, &found, clause);
        let matches = book.matches(scene, clause, own_status, &inner);
        let mut features = Features::default();
        features::collect(scene, book, clause, own_status, &matches, &found, &mut features);
        out.push(Example { features: features.hashes, class, weight });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_capitals_become_names() {
        assert_eq!(
            fill("S sued T's firm in the U.S. over T.", "France", "Kenya"),
            "France sued Kenya's firm in the U.S. over Kenya."
        );
    }

    #[test]
    fn wrong_labels_are_reported_with_their_line() {
        let line = |kind: &str, trigger: &str| {
            format!(
                r#"{{"id":"a","text":"France met Italy.","date":"2020-01-01","events":[{{"type":"{kind}","trigger":"{trigger}","source":[],"target":[],"status":"actual"}}]}}"#
            )
        };
        assert_eq!(labelled("f", &line("Meeting", "met")).unwrap().len(), 1);
        let error = labelled("f.jsonl", &format!("\n{}", line("Dance", "met"))).unwrap_err().to_string();
        assert!(error.starts_with("f.jsonl:2:") && error.contains("Dance"), "{error}");
        assert!(labelled("f", &line("Meeting", "greeted")).is_err());
    }
}
