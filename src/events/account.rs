//! How each clause was judged, for `explain`: what spoke for an event, what came near, and why none came out.

use super::draft::Draft;
use super::event::Status;
use super::model::features::{self, Features};
use super::model::{Model, NONE};
use super::read::{events, inner_events};
use super::rules::Rulebook;
use super::scene::Scene;
use super::{status, types};
use crate::clauses::Clause;
use rustc_hash::FxHashMap;

/// How many rules that do not hold are told of.
const NEAR: usize = 3;
/// How many features of the model are told of.
const FEATURES: usize = 6;

/// How a clause was judged.
#[derive(Clone, Debug)]
pub struct Account {
    /// Whether it happened.
    pub status: Status,
    /// Rules that hold, the one that counts first: its id, the pattern, the type and how specific it is.
    pub matched: Vec<String>,
    /// Rules that nearly hold, the nearest first: id and pattern, and what is missing.
    pub missed: Vec<(String, &'static str)>,
    /// How many more rules know the predicate.
    pub more: usize,
    /// What the model thinks, the likeliest first.
    pub classes: Vec<(&'static str, f32)>,
    /// The features that decided for the likeliest class.
    pub features: Vec<(String, f32)>,
    /// Why no event came of it; none when one did.
    pub why_not: Option<&'static str>,
}

/// Accounts of all clauses that a rule or the model knows.
#[derive(Clone, Debug, Default)]
pub struct Verdicts(FxHashMap<usize, Account>);

impl Verdicts {
    /// The account of the clause with that predicate.
    pub fn get(&self, head: usize) -> Option<&Account> {
        self.0.get(&head)
    }
}

/// How every clause of a scene was judged.
pub fn verdicts(scene: &Scene, book: &Rulebook, model: &Model) -> Verdicts {
    let found: FxHashMap<usize, Draft> = events(scene, book, model).into_iter().map(|d| (d.head, d)).collect();
    let mut out = Verdicts::default();
    for clause in &scene.clauses.list {
        if let Some(account) = account(scene, book, model, &found, clause) {
            out.0.insert(clause.head, account);
        }
    }
    out
}

fn account(
    scene: &Scene,
    book: &Rulebook,
    model: &Model,
    found: &FxHashMap<usize, Draft>,
    clause: &Clause,
) -> Option<Account> {
    let status = status::of(scene, book, clause, None);
    let inner = inner_events(scene, found, clause);
    let matches = book.matches(scene, clause, status, &inner);
    let mut features = Features::named();
    features::collect(scene, book, clause, status, &matches, found, &mut features);
    let mut classes: Vec<(usize, f32)> = model.kinds.probabilities(&features.hashes).into_iter().enumerate().collect();
    classes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let is_event = found.contains_key(&clause.head);
    if !book.knows(clause) && !is_event && (model.is_empty() || classes[0].0 == NONE) {
        return None;
    }
    let mut missed = book.near_misses(scene, clause, status, &inner);
    let more = missed.len().saturating_sub(NEAR);
    missed.truncate(NEAR);
    let named = |class: usize| if class == NONE { "no event" } else { types::all()[class - 1].name };
    Some(Account {
        status,
        matched: matches
            .iter()
            .map(|m| format!("{} `{}` -> {} ({})", m.rule.id, m.pattern.text, m.rule.kind.name, m.score))
            .collect(),
        missed: missed.iter().map(|n| (format!("{} `{}`", n.rule.id, n.pattern.text), n.missing)).collect(),
        more,
        features: deciding(model, &features, classes[0].0),
        classes: match model.is_empty() {
            true => Vec::new(),
            false => classes.iter().take(3).map(|(c, p)| (named(*c), *p)).collect(),
        },
        why_not: (!is_event).then(|| why_not(scene, book, clause, !matches.is_empty())),
    })
}

/// The features that weigh most for a class.
fn deciding(model: &Model, features: &Features, class: usize) -> Vec<(String, f32)> {
    let mut out: Vec<(String, f32)> = Vec::new();
    for (hash, name) in features.hashes.iter().zip(features.names.iter().flatten()) {
        if let Some((_, weight)) = model.kinds.weights(*hash).into_iter().find(|(c, _)| usize::from(*c) == class) {
            out.push((name.clone(), weight));
        }
    }
    out.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    out.truncate(FEATURES);
    out
}

/// Why a known predicate gave no event.
fn why_not(scene: &Scene, book: &Rulebook, clause: &Clause, matched: bool) -> &'static str {
    if status::is_background(scene, book, clause) {
        "what stands above it says all there is to say"
    } else if book.is_by_bystanders(scene, clause) {
        "nobody of politics does it (the set `bystander`)"
    } else if matched {
        "it is told elsewhere, is part of a name, or nobody who is known takes part"
    } else {
        "no rule holds, and the model alone is not sure enough"
    }
}
