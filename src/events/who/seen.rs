//! What the learned part sees of a side that may take part in an event, for [`super::sides`].
//!
//! A [`View`] holds what is seen of an event and its candidates, whatever the role; [`View::features`] puts it in words.

use super::inert::is_credited;
use super::likely::Seen;
use super::sides::{Candidate, Role, WINDOW, candidates};
use super::walk::{Walk, sort as sort_of};
use super::{RECIPROCAL, side};
use crate::actors::Form;
use crate::clauses::{Clause, ClauseKind};
use crate::events::draft::{Draft, Filled};
use crate::events::location;
use crate::events::model::features::{Features, Stem, phrase_sort};
use crate::events::rules::Rulebook;
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos, Tag};
use smallvec::SmallVec;

/// An event and all who may take part in it.
#[derive(Debug)]
pub struct View<'a> {
    pub(super) scene: &'a Scene<'a>,
    /// The event in question.
    pub(super) draft: &'a Draft,
    /// The clause that states it.
    pub(super) clause: &'a Clause,
    /// Every side in view, in order of the text.
    pub candidates: Vec<Candidate>,
    /// The country in which it happens.
    here: Option<String>,
    /// Who is said to act, and the word.
    agent: (String, String),
    /// What the predicate's object is, and its word.
    object: (String, String),
    form: &'static str,
    asks_openly: bool,
    between: bool,
    quoted: bool,
    /// How many candidates are named otherwise than by a place, at most four.
    named: usize,
    /// For each candidate whether it takes no part yet.
    free: Vec<bool>,
    /// The most phrases that one of those has.
    most: Option<usize>,
    positions: Vec<Position>,
    /// The event's own parties.
    own: Sides,
    /// Other events in view, where they stand, and their parties.
    others: Vec<(&'a Draft, &'static str, Sides)>,
}

/// Who acts in an event and who undergoes it, by their numbers among the candidates; [`NOBODY`] for one who is none of them.
#[derive(Debug)]
struct Sides {
    source: SmallVec<[usize; 4]>,
    target: SmallVec<[usize; 4]>,
}

const NOBODY: usize = usize::MAX;

impl Sides {
    fn of(draft: &Draft, candidates: &[Candidate]) -> Self {
        let number = |f: &Filled| candidates.iter().position(|c| side(&c.filled.actor) == side(&f.actor));
        let numbers = |list: &[Filled]| list.iter().map(|f| number(f).unwrap_or(NOBODY)).collect();
        Self { source: numbers(&draft.source), target: numbers(&draft.target) }
    }

    fn of_role(&self, role: Role) -> &[usize] {
        if role == Role::Target { &self.target } else { &self.source }
    }
}

/// Where a candidate's phrase stands.
#[derive(Debug)]
struct Position {
    /// Its relation, with the preposition.
    place: String,
    /// What is seen only within one sentence.
    near: Option<Near>,
}

#[derive(Debug)]
struct Near {
    zone: String,
    walk: Walk,
    path: String,
    borders: usize,
}

/// What the features of one candidate in one role begin with.
#[derive(Clone, Copy)]
struct Stems {
    s: Stem,
    n: Stem,
    p: Stem,
    d: Stem,
}

/// What candidates may have in common.
#[derive(Clone, Copy, PartialEq)]
struct Kind<'c> {
    /// Whether it stands in the role already, or across.
    proposed: &'static str,
    sort: &'c str,
    /// Where it stands across, the sort of what stands there.
    across: Option<&'c str>,
    /// Whether it belongs to the country in which the event happens, where that is known.
    here: Option<bool>,
}

/// What holds of all candidates for one role.
struct Asked<'v> {
    role: Role,
    across: &'v [Filled],
    /// Sides in the role and across, at most two.
    counts: [&'static str; 2],
}

/// A small number in words of features.
fn digit(number: usize) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"][number.min(9)]
}

/// How many sides a list has.
fn sides(list: &[Filled]) -> usize {
    let first = |i: usize| !list[..i].iter().any(|f| side(&f.actor) == side(&list[i].actor));
    (0..list.len()).filter(|i| first(*i)).count()
}

impl<'a> View<'a> {
    /// What is seen of `draft`, one of `drafts`, which are in order of the text.
    pub fn new(
        scene: &'a Scene<'a>,
        book: &Rulebook,
        drafts: &'a [Draft],
        draft: &'a Draft,
        clause: &'a Clause,
    ) -> Self {
        let candidates = candidates(scene, draft);
        let free = |c: &Candidate| !draft.parties().any(|f| side(&f.actor) == side(&c.filled.actor));
        let free: Vec<bool> = candidates.iter().map(free).collect();
        Self {
            here: location::of(scene, book, clause).and_then(|(p, _, _)| p.country.clone()),
            agent: agent(scene, clause),
            object: object(scene, clause),
            form: match clause.kind {
                ClauseKind::Noun => "noun",
                ClauseKind::Adjective => "adjective",
                ClauseKind::Verb if clause.passive => "passive",
                ClauseKind::Verb => "verb",
            },
            asks_openly: clause.asks_openly(scene.clauses),
            between: clause.obliques.iter().any(|o| o.prep.as_ref() == "between"),
            quoted: scene.is_quoted(draft.head),
            named: candidates.iter().filter(|c| !c.place).count().min(4),
            most: candidates.iter().zip(&free).filter(|(_, free)| **free).map(|(c, _)| c.uses).max(),
            positions: candidates.iter().map(|c| position(scene, draft, clause, c)).collect(),
            own: Sides::of(draft, &candidates),
            others: others(scene, drafts, draft)
                .into_iter()
                .map(|(other, place)| (other, place, Sides::of(other, &candidates)))
                .collect(),
            free,
            scene,
            draft,
            clause,
            candidates,
        }
    }

    /// The country in which the event happens.
    pub(super) fn here(&self) -> Option<&str> {
        self.here.as_deref()
    }

    /// What the learned part sees of each candidate for a role.
    pub fn features(&self, role: Role) -> Vec<Seen> {
        let draft = self.draft;
        let across = if role == Role::Target { &draft.source } else { &draft.target };
        let counts = [sides(role.list(draft)).min(2), sides(across).min(2)].map(digit);
        let asked = Asked { role, across, counts };
        let mut known = Vec::new();
        let see = |number| {
            let mut out = Features::with_capacity(150);
            let (kind, shared) = self.look(&asked, number, &mut known, &mut out);
            Seen { hashes: out.hashes, kind, shared }
        };
        (0..self.candidates.len()).map(see).collect()
    }

    /// What is seen of one candidate; tells the number of its kind, and how many features come of that. `known` keeps what was seen of
    /// earlier ones, by their kinds.
    fn look<'c>(
        &'c self,
        asked: &Asked<'c>,
        number: usize,
        known: &mut Vec<(Kind<'c>, Vec<u32>)>,
        out: &mut Features,
    ) -> (usize, usize) {
        let Asked { role, across, counts: [count, _] } = *asked;
        let opposite = if role == Role::Target { Role::Source } else { Role::Target };
        let is_across = self.own.of_role(opposite).contains(&number);
        let proposed = if self.own.of_role(role).contains(&number) {
            "in"
        } else if is_across {
            "across"
        } else {
            "no"
        };
        let r = format!("{} {proposed} {}", role.name(), if count == "0" { "empty" } else { "full" });
        let stem = |letter: &str| Stem::of(&[letter, &r]);
        let stems = Stems { s: stem("s"), n: stem("n"), p: stem("p"), d: stem("d") };
        let (candidate, position) = (&self.candidates[number], &self.positions[number]);
        let sort = if candidate.place { "place" } else { sort_of(candidate.filled.actor.kind) };
        let across = is_across.then(|| {
            let plain = across.iter().find(|f| side(&f.actor) == side(&candidate.filled.actor));
            plain.map_or("-", |f| sort_of(f.actor.kind))
        });
        let here = self.here.as_ref().map(|country| candidate.filled.actor.country.as_ref() == Some(country));
        let kind = Kind { proposed, sort, across, here };
        let of_kind = known.iter().position(|(k, _)| *k == kind).unwrap_or(known.len());
        match known.get(of_kind) {
            Some((_, hashes)) => out.hashes.extend_from_slice(hashes),
            None => {
                self.of_kind(asked, &kind, stems.s, out);
                known.push((kind, out.hashes.clone()));
            }
        }
        let shared = out.hashes.len();
        self.nearness(candidate, (stems.n, sort), out);
        self.standing(candidate, position, stems.p, out);
        self.deeds(number, stems.d, out);
        if self.quoted != self.scene.is_quoted(candidate.filled.head) {
            out.under(stems.s, &["other-voice"]);
        }
        (of_kind, shared)
    }

    /// What is seen of the event where a candidate is of this kind.
    fn of_kind(&self, asked: &Asked, kind: &Kind, s: Stem, out: &mut Features) {
        let Self { draft, clause, .. } = *self;
        let Kind { sort, across, here, .. } = *kind;
        let [count, others] = asked.counts;
        let (name, plover, lemma) = (draft.kind.name, draft.kind.plover, clause.lemma.as_ref());
        let (agent, agent_word) = &self.agent;
        let (object, word) = &self.object;
        out.under(s, &[]);
        out.under(s, &[name]);
        out.under(s, &[plover]);
        out.under(s, &[lemma]);
        out.under(s, &[sort]);
        out.under(s, &[sort, plover]);
        out.under(s, &[sort, name]);
        out.under(s, &["rule", &draft.rule]);
        out.under(s, &["form", self.form, plover]);
        out.under(s, &["link", clause.link.as_str()]);
        out.under(s, &["status", draft.status.as_str(), plover]);
        if self.asks_openly {
            out.under(s, &["asked-openly"]);
        }
        if self.between {
            out.under(s, &["between"]);
        }
        out.under(s, &["count", count, others]);
        out.under(s, &["count", count, others, plover]);
        out.under(s, &["agent", agent]);
        out.under(s, &["agent", agent, plover]);
        out.under(s, &["agent", agent, sort]);
        out.under(s, &["agent-word", agent_word]);
        out.under(s, &["agent-word", agent_word, plover]);
        out.under(s, &["both", agent, object]);
        out.under(s, &["object", object, plover]);
        out.under(s, &["object", object, name]);
        out.under(s, &["word", word]);
        out.under(s, &["word", word, plover]);
        let rivals = digit(if across.is_some() { 0 } else { self.named });
        out.under(s, &["rivals", rivals]);
        out.under(s, &["rivals", rivals, plover]);
        if let Some(sort) = across {
            out.under(s, &["itself", sort, plover]);
        }
        if let Some(same) = here {
            let which = if same { "here" } else { "elsewhere" };
            out.under(s, &[which]);
            out.under(s, &[which, plover]);
            out.under(s, &[which, name]);
            out.under(s, &[which, sort, plover]);
        }
    }

    fn nearness(&self, candidate: &Candidate, (n, sort): (Stem, &str), out: &mut Features) {
        let draft = self.draft;
        let plover = draft.kind.plover;
        let apart = digit(candidate.apart);
        let order = if candidate.filled.head < draft.head { "before" } else { "after" };
        let form = match candidate.form {
            Form::Name => "Name",
            Form::Modifier => "Modifier",
            Form::Nominal => "Nominal",
            Form::Pronoun => "Pronoun",
        };
        out.under(n, &["apart", apart, order]);
        out.under(n, &["apart", apart, order, sort, plover]);
        out.under(n, &["form", form, apart]);
        out.under(n, &["uses", digit(candidate.uses.min(3))]);
        let key = |c: &Candidate| (c.apart, draft.head.abs_diff(c.filled.head));
        let nearer = |(c, free): &(&Candidate, &bool)| **free && key(c) < key(candidate);
        let rank = digit(self.candidates.iter().zip(&self.free).filter(nearer).count().min(3));
        out.under(n, &["rank", rank]);
        out.under(n, &["rank", rank, apart]);
        out.under(n, &["rank", rank, plover]);
        let most = self.most == Some(candidate.uses);
        out.under(n, &["most", if most { "yes" } else { "no" }, apart]);
    }

    /// Where the phrase stands in the tree, and among the arguments of the clause and of those above.
    fn standing(&self, candidate: &Candidate, position: &Position, p: Stem, out: &mut Features) {
        let Self { scene, draft, clause, form, .. } = *self;
        let document = scene.document;
        let (name, plover, lemma) = (draft.kind.name, draft.kind.plover, clause.lemma.as_ref());
        let Position { place, near } = position;
        let apart = digit(candidate.apart.min(1));
        out.under(p, &["place", place, apart]);
        out.under(p, &["place", place, apart, plover]);
        let Some(Near { zone, walk, path, borders }) = near else { return };
        out.under(p, &["zone", zone]);
        out.under(p, &["zone", zone, form]);
        out.under(p, &["zone", zone, plover]);
        out.under(p, &["zone", zone, form, plover]);
        out.under(p, &["zone", zone, name]);
        out.under(p, &["zone", zone, lemma]);
        out.under(p, &["zone", zone, place, plover]);
        out.under(p, &["path", path]);
        out.under(p, &["path", path, form]);
        out.under(p, &["path", path, plover]);
        out.under(p, &["path", path, lemma]);
        let borders = digit(*borders);
        out.under(p, &["borders", borders]);
        out.under(p, &["borders", borders, plover]);
        out.under(p, &["length", digit(walk.len().min(6)), borders]);
        let head = candidate.series;
        let t = &document.tokens[head];
        if t.head != clause.head && t.head != head {
            let above = &document.tokens[t.head];
            let governor = match t.dep {
                Dep::Pobj => &document.tokens[above.head],
                _ => above,
            };
            out.under(p, &["governor", &governor.lemma, place]);
            out.under(p, &["governor", &governor.lemma, plover]);
            out.under(p, &["governor", &governor.lemma, place, lemma]);
        }
        for token in walk.between_ends().filter(|t| *t != head) {
            let t = &document.tokens[token];
            if matches!(t.pos, Pos::Noun | Pos::Verb) {
                out.under(p, &["way", &t.lemma, t.dep.as_str()]);
                out.under(p, &["way", &t.lemma, plover]);
            }
        }
    }

    /// What the candidate does and undergoes in other events in view.
    fn deeds(&self, candidate: usize, d: Stem, out: &mut Features) {
        let Self { draft, clause, .. } = *self;
        let (plover, lemma) = (draft.kind.plover, clause.lemma.as_ref());
        let it = side(&self.candidates[candidate].filled.actor);
        let known = |f: &Filled| side(&f.actor) != it && draft.parties().any(|k| side(&k.actor) == side(&f.actor));
        let mut any = false;
        for (other, place, sides) in &self.others {
            for (part, sides, list, across) in [
                ("source", &sides.source, &other.source, &other.target),
                ("target", &sides.target, &other.target, &other.source),
            ] {
                if !sides.contains(&candidate) {
                    continue;
                }
                any = true;
                let reciprocal = RECIPROCAL.contains(&other.kind.name);
                let part = if reciprocal { "party" } else { part };
                out.under(d, &[part, place]);
                out.under(d, &[part, place, plover]);
                out.under(d, &[part, other.kind.plover, plover]);
                out.under(d, &[part, place, lemma]);
                if across.iter().chain(list.iter().filter(|_| reciprocal)).any(known) {
                    out.under(d, &[part, "with", place]);
                    out.under(d, &[part, "with", plover]);
                    out.under(d, &[part, "with", other.kind.plover, plover]);
                } else if across.is_empty() {
                    out.under(d, &[part, "alone", place]);
                } else {
                    out.under(d, &[part, "elsewhere", place]);
                }
            }
        }
        if !any {
            out.under(d, &["nothing", plover]);
        }
    }
}

/// The phrase of a candidate in the tree, and among the arguments of the clause and of those above.
fn position(scene: &Scene, draft: &Draft, clause: &Clause, candidate: &Candidate) -> Position {
    let document = scene.document;
    let head = candidate.series;
    let t = &document.tokens[head];
    let place = match t.dep {
        Dep::Pobj => format!("pobj:{}", document.tokens[t.head].lower),
        dep => dep.as_str().to_owned(),
    };
    let near = (candidate.apart == 0).then(|| {
        let walk = Walk::between(document, draft.head, head);
        Near {
            zone: zone(scene, clause, head),
            path: walk.labels(document),
            borders: walk.borders(document).min(3),
            walk,
        }
    });
    Position { place, near }
}

/// The argument of the clause, or of one of the two above it, that holds the phrase, and how deep: `patient`, `in+`, `^agent`.
fn zone(scene: &Scene, clause: &Clause, head: usize) -> String {
    if is_credited(scene, head) {
        return "credited".into();
    }
    let document = scene.document;
    let chain: Vec<usize> = std::iter::once(head).chain(document.ancestors(head).take(24)).collect();
    let depth = |argument: usize| chain.iter().position(|t| *t == argument);
    let mut level = Some(clause);
    for up in ["", "^", "^^"] {
        let Some(c) = level else { break };
        let mut best: Option<(usize, &str)> = None;
        let mut offer = |argument: usize, name| {
            if let Some(d) = depth(argument)
                && best.is_none_or(|(b, _)| d < b)
            {
                best = Some((d, name));
            }
        };
        c.agent.iter().for_each(|a| offer(*a, if c.passive { "by" } else { "agent" }));
        c.patient.iter().for_each(|a| offer(*a, "patient"));
        c.recipient.iter().for_each(|a| offer(*a, "recipient"));
        c.owner.iter().for_each(|a| offer(*a, "owner"));
        c.modifiers.iter().for_each(|a| offer(*a, "modifier"));
        c.obliques.iter().for_each(|o| offer(o.head, &o.prep));
        c.complements.iter().for_each(|c| offer(c.head, "complement"));
        if let Some((d, name)) = best {
            return format!("{up}{name}{}", ["", "+", "++"][d.min(2)]);
        }
        if up.is_empty() && depth(c.head).is_some() {
            return "below".into();
        }
        level = c.parent.and_then(|p| scene.clauses.at(p));
    }
    "outside".into()
}

/// The other events near by, in order of the text, and where they stand to it.
fn others<'a>(scene: &Scene, drafts: &'a [Draft], draft: &Draft) -> Vec<(&'a Draft, &'static str)> {
    let document = scene.document;
    let here = document.sentence(draft.head).tokens.clone();
    let from = drafts.partition_point(|d| d.head + WINDOW < draft.head);
    let near = drafts[from..].iter().take_while(|d| d.head < draft.head + WINDOW).filter(|d| d.head != draft.head);
    let place = |other: &Draft| {
        Some(if document.ancestors(draft.head).take(64).any(|a| a == other.head) {
            "above"
        } else if document.ancestors(other.head).take(64).any(|a| a == draft.head) {
            "below"
        } else if other.head < here.start {
            "earlier"
        } else if other.head >= here.end {
            return None;
        } else if other.head < draft.head {
            "before"
        } else {
            "after"
        })
    };
    near.filter_map(|other| Some((other, place(other)?))).collect()
}

/// Who is said to act, or whose the event noun is, and the word: an agent of no known side says that a state is only meant.
fn agent(scene: &Scene, clause: &Clause) -> (String, String) {
    let owners = clause.owner.iter().chain(&clause.modifiers);
    let Some(head) = clause.agent.iter().chain(owners).next() else {
        return (if clause.passive { "passive" } else { "-" }.into(), "-".into());
    };
    let t = &scene.document.tokens[*head];
    let known = scene.actor_mention(*head).and_then(|m| m.actors.first());
    let sort = match (known, t.pos) {
        (Some(actor), _) if actor.country.is_none() => format!("stranger-{}", sort_of(actor.kind)),
        (Some(_), _) => "known".into(),
        (None, Pos::Pron) => "pronoun".into(),
        (None, _) => phrase_sort(scene, *head).to_owned(),
    };
    let several = matches!(t.tag, Tag::Nns | Tag::Nnps);
    let word = if known.is_some() { "-".into() } else { t.lemma.to_string() };
    (format!("{sort}{}", if several { "-s" } else { "" }), word)
}

/// What the predicate's object is, and its word: that it is somebody of no known side says much.
fn object(scene: &Scene, clause: &Clause) -> (String, String) {
    let Some(head) = clause.patient.first().or_else(|| clause.recipient.first()) else {
        return match clause.complements.first() {
            Some(c) => (c.link.as_str().into(), "-".into()),
            None => ("-".into(), "-".into()),
        };
    };
    let t = &scene.document.tokens[*head];
    let sort = if t.pos == Pos::Pron { "pronoun" } else { phrase_sort(scene, *head) };
    let definite = scene.document.children_by(*head, &[Dep::Det]).next();
    let definite = definite.map_or("-", |d| scene.document.tokens[d].lower.as_ref());
    (format!("{sort}/{definite}"), t.lemma.to_string())
}
