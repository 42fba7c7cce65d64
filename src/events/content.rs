//! What a speech act speaks of: topics of the closed list (`data/content/topics.tsv`) and other events of the article.

use super::draft::Draft;
use super::event::Status;
use super::scene::Scene;
use crate::clauses::{Clause, ClauseKind, Link};
use crate::language::labels::Dep;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::sync::LazyLock;

/// Speech acts by what they say, not meetings: talks are one event whatever is spoken of.
const WITH_TOPIC: [&str; 6] = ["STATEMENT", "AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"];

/// The topics, in order of the table, and by the first word of each sequence of words that tells one the number of that topic and
/// the sequence.
struct Topics {
    names: Vec<&'static str>,
    by_word: FxHashMap<&'static str, Vec<(usize, Vec<&'static str>)>>,
}

static TOPICS: LazyLock<Topics> = LazyLock::new(|| {
    let table = include_str!("../../data/content/topics.tsv");
    let rows = table.lines().filter(|l| !l.starts_with('#')).skip(1).filter_map(|l| l.split_once('\t'));
    let mut topics = Topics { names: Vec::new(), by_word: FxHashMap::default() };
    for (name, told_by) in rows {
        for words in told_by.split(';').map(|w| w.split(' ').collect::<Vec<_>>()) {
            topics.by_word.entry(words[0]).or_default().push((topics.names.len(), words));
        }
        topics.names.push(name);
    }
    topics
});

/// What tells a topic in what is said.
struct Told {
    topic: usize,
    /// Where its first words stand.
    first: usize,
    /// Words that tell it.
    weight: usize,
    /// Where the last ones stand, and how many there are.
    last: (usize, usize),
}

/// Whether events of this draft's type are told apart by topic.
fn is_speech(draft: &Draft) -> bool {
    WITH_TOPIC.contains(&draft.kind.plover) || draft.kind.name == "Support"
}

/// The topic of a speech act: the one that most of its words tell, of equals the one told first.
pub fn topic(scene: &Scene, draft: &Draft) -> Option<&'static str> {
    let tokens = said(scene, draft)?;
    let mut all: Vec<Told> = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let [lemma, lower] = scene.words(*token);
        let other = Some(lower).filter(|lower| *lower != lemma);
        let sequences = std::iter::once(lemma).chain(other).filter_map(|word| TOPICS.by_word.get(word)).flatten();
        for (topic, words) in sequences.filter(|(_, words)| stands_at(scene, &tokens[i..], words)) {
            let length = words.len();
            match all.iter_mut().find(|told| told.topic == *topic) {
                None => all.push(Told { topic: *topic, first: i, weight: length, last: (i, length) }),
                // of those that stand in one place the longest counts
                Some(told) => {
                    let counted = if told.last.0 == i { told.last.1 } else { 0 };
                    let longer = length.max(counted);
                    told.weight += longer - counted;
                    told.last = (i, longer);
                }
            }
        }
    }
    let best = all.iter().max_by_key(|told| (told.weight, Reverse(told.first), Reverse(told.topic)));
    best.map(|told| TOPICS.names[told.topic])
}

/// Heads of the drafts that a speech act speaks of: events told inside what is said, and events told before to which a noun
/// with an article points back (`condemned the launch`).
pub fn speaks_of(scene: &Scene, draft: &Draft, others: &[&Draft]) -> Vec<usize> {
    let Some(tokens) = said(scene, draft) else { return Vec::new() };
    let mut found: Vec<usize> =
        others.iter().filter(|d| d.head != draft.head && tokens.contains(&d.head)).map(|d| d.head).collect();
    for token in tokens {
        let pointing = scene.clauses.at(token).is_some_and(|c| c.kind == ClauseKind::Noun && points_back(scene, c));
        if !pointing || others.iter().any(|d| d.head == token) {
            continue;
        }
        let lemma = &scene.document.tokens[token].lemma;
        let before = others.iter().filter(|d| d.head < draft.head && d.status == Status::Actual);
        let named = before.filter(|d| d.head != draft.head && scene.document.tokens[d.head].lemma == *lemma);
        found.extend(named.map(|d| d.head).max());
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// `the launch`, `that attack`, with nobody of its own.
fn points_back(scene: &Scene, clause: &Clause) -> bool {
    let pointer = |t: usize| matches!(&*scene.document.tokens[t].lower, "the" | "this" | "that" | "these" | "those");
    clause.owner.is_empty()
        && clause.agent.is_empty()
        && scene.document.children(clause.head).any(|t| t < clause.head && pointer(t))
}

/// Prepositions behind which stands when or where something is said.
const BESIDE: [&str; 16] = [
    "after",
    "before",
    "during",
    "following",
    "amid",
    "since",
    "until",
    "at",
    "in",
    "by",
    "ahead",
    "as",
    "within",
    "despite",
    "through",
    "while",
];

/// Tokens of what is said: the arguments of the predicate, and for a noun behind a light verb (`issued a warning over`) those
/// of that verb, without who says it, and without the clauses and phrases that tell when, why or how.
fn said(scene: &Scene, draft: &Draft) -> Option<Vec<usize>> {
    let clause = scene.clauses.at(draft.head).filter(|_| is_speech(draft))?;
    let verb = clause.support.and_then(|v| scene.clauses.at(v));
    let mut heads: Vec<usize> = clause.patient.iter().chain(&clause.modifiers).copied().collect();
    for clause in std::iter::once(clause).chain(verb) {
        heads.extend(clause.obliques.iter().filter(|o| !BESIDE.contains(&&*o.prep)).map(|o| o.head));
        // What is only said to have happened has its speaker already.
        let told = draft.kind.name == "Statement";
        heads.extend(clause.complements.iter().filter(|c| !told || c.link != Link::That).map(|c| c.head));
    }
    heads.retain(|h| *h != clause.head && Some(*h) != clause.support);
    let document = scene.document;
    let aside = |t: usize| {
        let token = &document.tokens[t];
        token.dep == Dep::Prep && BESIDE.contains(&&*token.lower) && !matches!(&*token.lower, "in" | "at" | "by")
            || scene.clauses.at(t).is_some_and(|c| c.link == Link::Adverbial)
    };
    let mut out: Vec<usize> = Vec::new();
    for head in heads {
        let within = document.subtree(head);
        let asides: Vec<_> = within
            .clone()
            .filter(|t| *t != head && aside(*t))
            .map(|t| document.subtree(t))
            .filter(|r| !r.contains(&head))
            .collect();
        out.extend(within.filter(|t| *t != clause.head && !asides.iter().any(|r| r.contains(t))));
    }
    out.sort_unstable();
    out.dedup();
    Some(out)
}

/// Whether these words stand at the beginning of the tokens, one after another, in their form or dictionary form.
fn stands_at(scene: &Scene, tokens: &[usize], words: &[&str]) -> bool {
    tokens.len() >= words.len()
        && words.iter().zip(tokens).enumerate().all(|(i, (word, t))| {
            let token = &scene.document.tokens[*t];
            *t == tokens[0] + i && (*token.lemma == **word || *token.lower == **word)
        })
}
