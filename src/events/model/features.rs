//! What the learned part sees of a clause.

use crate::actors::ActorKind;
use crate::clauses::{Clause, ClauseKind};
use crate::events::draft::Draft;
use crate::events::event::Status;
use crate::events::rules::{InnerLink, Match, Rulebook};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos};
use rustc_hash::FxHashMap;

/// Collects features: 32-bit hashes of their names, and the names themselves when asked for.
#[derive(Debug, Default)]
pub struct Features {
    /// Hashes, in order of addition.
    pub hashes: Vec<u32>,
    /// Names beside the hashes, for `explain`; kept only by [`Features::named`].
    pub names: Option<Vec<String>>,
}

impl Features {
    /// A collector that keeps names.
    pub fn named() -> Self {
        Self { hashes: Vec::new(), names: Some(Vec::new()) }
    }

    /// A collector with room for so many.
    pub fn with_capacity(count: usize) -> Self {
        Self { hashes: Vec::with_capacity(count), names: None }
    }

    /// Adds the feature of that name.
    pub fn add(&mut self, parts: &[&str]) {
        self.under(Stem::of(&[]), parts);
        if let Some(names) = &mut self.names {
            names.push(parts.join(" "));
        }
    }

    /// Adds the feature whose name is that of the stem and these parts; only its hash is kept.
    pub fn under(&mut self, stem: Stem, parts: &[&str]) {
        self.hashes.push(stem.with(parts).feature());
    }
}

/// What the names of several features begin with, hashed: eight bytes at a time, as most words are short.
#[derive(Clone, Copy, Debug)]
pub struct Stem(u64);

impl Stem {
    /// The stem of these parts.
    pub fn of(parts: &[&str]) -> Self {
        Self(0x517c_c1b7_2722_0a95).with(parts)
    }

    fn with(self, parts: &[&str]) -> Self {
        let mut hash = self.0;
        for part in parts {
            let (eights, rest) = part.as_bytes().as_chunks::<8>();
            eights.iter().for_each(|bytes| hash = mix(hash, u64::from_le_bytes(*bytes)));
            hash = mix(hash, end(rest));
        }
        Self(hash)
    }

    /// The hash of a feature with just this name.
    fn feature(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// A multiplication moves every bit upwards; the upper ones go back to the lower.
fn mix(hash: u64, bytes: u64) -> u64 {
    let hash = (hash ^ bytes).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    hash ^ (hash >> 29)
}

/// The last bytes of a part, at most seven, and their number in the eighth, which tells parts from one another.
fn end(rest: &[u8]) -> u64 {
    let four = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    let bytes = match (rest.first_chunk(), rest.last_chunk(), rest) {
        (Some(first), Some(last), _) => four(first) | four(last) << (8 * (rest.len() - 4)),
        (.., [first, .., last]) => {
            let middle = u64::from(rest[rest.len() / 2]) << (8 * (rest.len() / 2));
            u64::from(*first) | middle | u64::from(*last) << (8 * (rest.len() - 1))
        }
        (.., [one]) => u64::from(*one),
        (.., []) => 0,
    };
    bytes | (0x80 | rest.len() as u64) << 56
}

/// The features of a clause. `matches` are the rules that hold of it, `inner` the events of clauses further in.
pub fn collect(
    scene: &Scene,
    book: &Rulebook,
    clause: &Clause,
    status: Status,
    matches: &[Match],
    inner: &FxHashMap<usize, Draft>,
    out: &mut Features,
) {
    let kind = match clause.kind {
        ClauseKind::Verb => "v",
        ClauseKind::Noun => "n",
        ClauseKind::Adjective => "a",
    };
    let lemma = match &clause.particle {
        Some(particle) => format!("{kind}:{}_{particle}", clause.lemma),
        None => format!("{kind}:{}", clause.lemma),
    };
    let lemma = lemma.as_str();
    out.add(&["lemma", lemma]);
    out.add(&["kind", kind]);
    predicate_form(scene, clause, status, lemma, out);
    arguments(scene, clause, lemma, out);
    surroundings(scene, book, clause, lemma, inner, out);
    match matches.first() {
        Some(best) => {
            out.add(&["rule", &best.rule.id]);
            out.add(&["rule-type", best.rule.kind.name]);
            out.add(&["rule-plover", best.rule.kind.plover]);
            if best.score >= 4 {
                out.add(&["rule-specific", best.rule.kind.name]);
            }
        }
        None => out.add(&["rule", if book.knows(clause) { "known-not-matched" } else { "unknown" }]),
    }
    for other in matches.iter().skip(1).take(3) {
        out.add(&["rule-also", other.rule.kind.name]);
    }
}

fn predicate_form(scene: &Scene, clause: &Clause, status: Status, lemma: &str, out: &mut Features) {
    let status = status.as_str();
    out.add(&["status", status]);
    out.add(&["lemma-status", lemma, status]);
    out.add(&["link", clause.link.as_str()]);
    if clause.passive {
        out.add(&["passive", lemma]);
    }
    if let Some(modal) = &clause.modal {
        out.add(&["modal", modal, lemma]);
    }
    if clause.negated {
        out.add(&["negated", lemma]);
    }
    if scene.is_quoted(clause.head) {
        out.add(&["quoted"]);
    }
    let determiner = scene.document.children_by(clause.head, &[Dep::Det]).next();
    if clause.kind == ClauseKind::Noun {
        out.add(&["det", determiner.map_or("-", |d| scene.document.tokens[d].lower.as_ref())]);
        out.add(&["dep", scene.document.tokens[clause.head].dep.as_str()]);
    }
}

fn arguments(scene: &Scene, clause: &Clause, lemma: &str, out: &mut Features) {
    let mut slot = |name: &str, heads: &[usize], words: bool| {
        if heads.is_empty() {
            out.add(&[name, "-", lemma]);
            return;
        }
        for head in heads {
            let word = phrase_word(scene, *head);
            let sort = phrase_sort(scene, *head);
            out.add(&[name, sort]);
            out.add(&[name, sort, lemma]);
            if words && sort == "thing" {
                out.add(&[name, "word", word]);
                out.add(&[name, "word", word, lemma]);
                for modifier in scene.modifiers(*head) {
                    if phrase_sort(scene, modifier) == "thing" {
                        out.add(&[name, "mod", phrase_word(scene, modifier), word]);
                        out.add(&[name, "mod-only", phrase_word(scene, modifier)]);
                    }
                }
            }
        }
    };
    slot("agent", &clause.agent, true);
    slot("patient", &clause.patient, true);
    if clause.kind == ClauseKind::Noun {
        slot("owner", &clause.owner, false);
        slot("mod", &clause.modifiers, true);
    } else {
        slot("recipient", &clause.recipient, false);
    }
    for oblique in &clause.obliques {
        let prep = oblique.prep.as_ref();
        let sort = phrase_sort(scene, oblique.head);
        out.add(&["prep", prep, lemma]);
        out.add(&["prep", prep, sort]);
        out.add(&["prep", prep, sort, lemma]);
        if sort == "thing" {
            out.add(&["prep-word", prep, phrase_word(scene, oblique.head)]);
            out.add(&["prep-word", prep, phrase_word(scene, oblique.head), lemma]);
        }
    }
}

fn surroundings(
    scene: &Scene,
    book: &Rulebook,
    clause: &Clause,
    lemma: &str,
    inner: &FxHashMap<usize, Draft>,
    out: &mut Features,
) {
    for complement in &clause.complements {
        if let Some(below) = scene.clauses.at(complement.head) {
            out.add(&["complement", complement.link.as_str(), lemma]);
            out.add(&["complement-lemma", &below.lemma]);
            out.add(&["complement-lemma", &below.lemma, lemma]);
        }
        if let Some(draft) = inner.get(&complement.head) {
            out.add(&["complement-type", draft.kind.plover]);
            out.add(&["complement-type", draft.kind.plover, lemma]);
            out.add(&["complement-quad", draft.kind.quad, lemma]);
        }
    }
    for object in clause.patient.iter().chain(clause.obliques.iter().map(|o| &o.head)) {
        if let Some(draft) = inner.get(object) {
            out.add(&["object-type", draft.kind.plover]);
            out.add(&["object-type", draft.kind.plover, lemma]);
        }
    }
    if let Some(verb) = clause.support.and_then(|v| scene.clauses.at(v)) {
        out.add(&["support", &verb.lemma]);
        out.add(&["support", &verb.lemma, lemma]);
        if let Some(class) = book.embedding.of(scene, verb, InnerLink::Object) {
            out.add(&["support-class", &class.name, lemma]);
            out.add(&["support-class", &class.name]);
        }
    }
    if let Some(above) = clause.parent.and_then(|p| scene.clauses.at(p)) {
        out.add(&["above", &above.lemma]);
        out.add(&["above", &above.lemma, lemma]);
        if let Some(class) = book.embedding.of(scene, above, InnerLink::of(clause.link)) {
            out.add(&["above-class", &class.name, clause.link.as_str()]);
        }
    } else {
        out.add(&["above", "-"]);
    }
    nearby_words(scene, clause.head, out);
}

/// Content words of the clause's neighbourhood: what is left when syntax fails.
fn nearby_words(scene: &Scene, head: usize, out: &mut Features) {
    let sentence = &scene.document.sentence(head).tokens;
    let from = sentence.start.max(head.saturating_sub(6));
    let to = sentence.end.min(head + 7);
    for token in (from..to).filter(|t| *t != head) {
        let t = &scene.document.tokens[token];
        if matches!(t.pos, Pos::Noun | Pos::Verb | Pos::Adj) && scene.actor_mention(token).is_none() {
            out.add(&["near", &t.lemma]);
        }
    }
}

/// The word by which a phrase is known.
fn phrase_word<'a>(scene: &Scene<'a>, head: usize) -> &'a str {
    let document: &'a crate::language::Document = scene.document;
    &document.tokens[head].lemma
}

/// What a phrase is: a kind of actor, a place, a pronoun, or a thing.
pub fn phrase_sort(scene: &Scene, head: usize) -> &'static str {
    if let Some(mention) = scene.actor_mention(head) {
        return match mention.actors.first().map(|a| a.kind) {
            Some(ActorKind::State) => "state",
            Some(ActorKind::Person) => "person",
            Some(ActorKind::Organization) => "organization",
            Some(ActorKind::Igo) => "igo",
            Some(ActorKind::ArmedGroup) => "armed",
            Some(ActorKind::Group) => "group",
            None => "thing",
        };
    }
    if scene.place_mention(head).is_some() {
        return "place";
    }
    match scene.document.tokens[head].pos {
        Pos::Pron => "pronoun",
        Pos::Num => "number",
        Pos::Propn => "name",
        _ => "thing",
    }
}
