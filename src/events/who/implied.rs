//! Parties that no phrase of the clause names: `Peru closed its port to Chilean ships. Chile criticised the measure.`
//!
//! When all events of an article are read, the learned part looks once more at those with an empty side. Everyone whom the
//! sentence and the two before it name is weighed: by what they do in the events around, by where they stand, and, for acts of
//! a state upon its own people, the side itself.

use super::candidates::{first_conjunct, sort};
use super::{RECIPROCAL, side};
use crate::actors::{Actor, Form};
use crate::clauses::{Clause, ClauseKind, Clauses};
use crate::events::draft::{Draft, Filled};
use crate::events::event::Status;
use crate::events::model::Linear;
use crate::events::model::features::{Features, phrase_sort};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos};
use std::sync::Arc;

/// Classes of the learned part: takes no part, takes the empty one.
pub const CLASSES: usize = 2;

/// Tokens before and after the predicate that are looked at, so that a text without end costs no more than a long one.
const WINDOW: usize = 150;

/// The least probability at which an actor takes the empty part.
const ENOUGH: f32 = 0.6;
/// As above where the event is planned, possible or negated: it often has no other side yet.
const ENOUGH_IF_NOT_ACTUAL: f32 = 0.8;
/// As above for those who stand in one series with one who takes it.
const ENOUGH_BESIDE: f32 = 0.4;

/// The side that a draft leaves empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nobody is known to do it.
    Source,
    /// Nobody is known to undergo it.
    Target,
    /// A reciprocal event has one party only.
    Party,
}

/// Families whose events are done to somebody only where the text plainly says so.
const TO_NOBODY: &[&str] = &["MOBILIZE", "PROTEST", "STATEMENT"];

/// Types of other families for which the same holds.
const OF_ONE: &[&str] = &["Resignation", "Disarmament"];

/// Families of what a state does to its own people.
const AT_HOME: &[&str] = &["COERCE", "REQUEST", "CONCEDE", "ACCUSE"];

/// Types that two parties can share without being reciprocal always.
const SHARED: &[&str] =
    &["Agreement", "AgreementToMeet", "Recognition", "EconomicCooperation", "MilitaryCooperation", "Attack"];

/// The empty side of the draft of a clause, when it has somebody on another.
pub fn gap(draft: &Draft, clauses: &Clauses, clause: &Clause) -> Option<Gap> {
    // `called for all countries to disarm`: those asked are named, though nobody knows them
    if clause.asks_openly(clauses) {
        return None;
    }
    // `angry words between X and Y`: both sides are there
    if clause.obliques.iter().any(|o| o.prep.as_ref() == "between") {
        return None;
    }
    let sides = |list: &[Filled]| {
        let mut sides: Vec<&str> = list.iter().map(|f| side(&f.actor)).collect();
        sides.sort_unstable();
        sides.dedup();
        sides.len()
    };
    match (sides(&draft.source), sides(&draft.target)) {
        (1, 0) if RECIPROCAL.contains(&draft.kind.name) => Some(Gap::Party),
        (2.., 0) if RECIPROCAL.contains(&draft.kind.name) || SHARED.contains(&draft.kind.name) => None,
        (1.., 0) if TO_NOBODY.contains(&draft.kind.plover) || OF_ONE.contains(&draft.kind.name) => None,
        (1.., 0) => Some(Gap::Target),
        (0, 1..) => Some(Gap::Source),
        _ => None,
    }
}

/// One who may be meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The actor with its nearest phrase.
    pub filled: Filled,
    /// Whether it is the side that is known already.
    pub own: bool,
    /// Only a place of it is named.
    place: bool,
    form: Form,
    /// Sentences between the phrase and the predicate: 0, 1, 2.
    apart: usize,
    /// Phrases in view.
    uses: usize,
    series: usize,
}

/// Fills the empty sides of an article's drafts, which are in order of the text, as the learned part decides.
pub fn complete(scene: &Scene, model: &Linear, drafts: &mut [Draft]) {
    if model.is_empty() {
        return;
    }
    let mut filled = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let Some(clause) = scene.clauses.at(draft.head) else { continue };
        let Some(gap) = gap(draft, scene.clauses, clause) else { continue };
        let question = Question { scene, drafts, draft, clause, gap };
        let candidates = candidates(scene, draft);
        let judged: Vec<f32> = question.features(&candidates).iter().map(|f| model.probabilities(f)[1]).collect();
        let Some(best) = (0..judged.len()).max_by(|a, b| judged[*a].total_cmp(&judged[*b])) else { continue };
        let enough = if draft.status == Status::Actual { ENOUGH } else { ENOUGH_IF_NOT_ACTUAL };
        if judged[best] < enough {
            continue;
        }
        let beside = |j: usize| {
            j != best && candidates[j].series == candidates[best].series && !candidates[j].own && !candidates[best].own
        };
        let chosen = (0..judged.len()).filter(|j| *j == best || beside(*j) && judged[*j] >= ENOUGH_BESIDE);
        filled.push((i, gap, chosen.map(|j| candidates[j].filled.clone()).collect::<Vec<_>>()));
    }
    for (i, gap, parties) in filled {
        match gap {
            Gap::Target => drafts[i].target = parties,
            Gap::Source | Gap::Party => drafts[i].source.extend(parties),
        }
    }
}

/// Everyone in view of a draft, one for each side, in order of the text; the known side itself comes last.
pub fn candidates(scene: &Scene, draft: &Draft) -> Vec<Candidate> {
    let document = scene.document;
    let here = document.sentence(draft.head).tokens.clone();
    let back = |start: usize| if start == 0 { 0 } else { document.sentence(start - 1).tokens.start };
    let first = back(back(here.start)).max(draft.head.saturating_sub(WINDOW));
    let last = here.end.min(draft.head + WINDOW);
    let known: Vec<&str> = draft.parties().map(|f| side(&f.actor)).collect();
    let mut out: Vec<Candidate> = Vec::new();
    let from = scene.cast.mentions.partition_point(|m| m.tokens.start < first);
    for mention in scene.cast.mentions[from..].iter().take_while(|m| m.tokens.start < last) {
        let apart = match mention.tokens.start {
            t if t >= here.start => 0,
            t if t >= back(here.start) => 1,
            _ => 2,
        };
        let state = || {
            let country = mention.place.as_ref().and_then(|p| p.country.as_deref());
            country.and_then(|c| scene.gazetteer.state(c)).map(|t| t.actor.clone())
        };
        let place = mention.actors.is_empty();
        let actors: Vec<Arc<Actor>> = if place { state().into_iter().collect() } else { mention.actors.clone() };
        for actor in actors.into_iter().filter(|a| !known.contains(&side(a))) {
            let seen = Candidate {
                filled: Filled { actor, span: mention.span, head: mention.head },
                own: false,
                place,
                form: mention.form,
                apart,
                uses: 1,
                series: first_conjunct(document, mention.head),
            };
            match out.iter_mut().find(|c| side(&c.filled.actor) == side(&seen.filled.actor)) {
                None => out.push(seen),
                Some(c) => {
                    let uses = c.uses + 1;
                    // the nearest phrase stands for the side; one that names an actor before one that names a place
                    let far = |c: &Candidate| (c.apart, c.place, draft.head.abs_diff(c.filled.head));
                    if far(&seen) < far(c) {
                        *c = seen;
                    }
                    c.uses = uses;
                }
            }
        }
    }
    out.extend(own_side(scene, draft));
    out
}

/// A state as one that acts upon its own people.
fn own_side(scene: &Scene, draft: &Draft) -> Option<Candidate> {
    let [one] = draft.source.as_slice() else { return None };
    let open = draft.target.is_empty() && AT_HOME.contains(&draft.kind.plover);
    let country = one.actor.country.as_deref().filter(|_| open)?;
    let actor = scene.gazetteer.state(country)?.actor.clone();
    let filled = Filled { actor, span: one.span, head: one.head };
    let series = first_conjunct(scene.document, one.head);
    Some(Candidate { filled, own: true, place: false, form: Form::Name, apart: 0, uses: 1, series })
}

/// Who takes the empty side of a draft?
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The article.
    pub scene: &'a Scene<'a>,
    /// All its drafts, in order of the text.
    pub drafts: &'a [Draft],
    /// The one with the empty side.
    pub draft: &'a Draft,
    /// The clause that states it.
    pub clause: &'a Clause,
    /// Which side is empty.
    pub gap: Gap,
}

impl Question<'_> {
    /// Hashes of what the learned part sees of each candidate.
    pub fn features(&self, candidates: &[Candidate]) -> Vec<Vec<u32>> {
        let see = |candidate: &Candidate| {
            let mut out = Features::default();
            features(self, candidates, candidate, &mut out);
            out.hashes
        };
        candidates.iter().map(see).collect()
    }
}

fn features(question: &Question, candidates: &[Candidate], candidate: &Candidate, out: &mut Features) {
    let Question { scene, drafts, draft, clause, gap } = *question;
    let (name, plover, lemma) = (draft.kind.name, draft.kind.plover, clause.lemma.as_ref());
    let gap = match gap {
        Gap::Source => "source",
        Gap::Target => "target",
        Gap::Party => "party",
    };
    let object = object(scene, clause);
    let who = if candidate.own { "own" } else { "other" };
    out.add(&["m", gap, who]);
    out.add(&["m", gap, who, plover]);
    out.add(&["m", gap, who, name]);
    out.add(&["m", gap, who, lemma]);
    out.add(&["m", gap, who, "object", &object.0]);
    out.add(&["m", gap, who, "object", &object.0, plover]);
    out.add(&["m", gap, who, "word", &object.1]);
    out.add(&["m", gap, who, "word", &object.1, plover]);
    let rivals = candidates.iter().filter(|c| !c.own).count();
    out.add(&["m", gap, who, "rivals", &rivals.min(4).to_string()]);
    out.add(&["m", gap, who, "rivals", &rivals.min(4).to_string(), plover]);
    let source = draft.source.iter().chain(&draft.target).next().map_or("-", |f| sort(f.actor.kind));
    out.add(&["m", gap, who, "known", source]);
    out.add(&["m", gap, who, "known", source, plover]);
    for oblique in &clause.obliques {
        out.add(&["m", gap, who, "prep", &oblique.prep, plover]);
    }
    let form = match clause.kind {
        ClauseKind::Noun => "noun",
        _ if clause.passive => "passive",
        _ => "verb",
    };
    out.add(&["m", gap, who, "form", form, plover]);
    out.add(&["m", gap, who, "link", &format!("{:?}", clause.link), plover]);
    if candidate.own {
        return;
    }
    let sort = if candidate.place { "place" } else { sort(candidate.filled.actor.kind) };
    let apart = candidate.apart.to_string();
    let order = if candidate.filled.head < draft.head { "before" } else { "after" };
    out.add(&["c", gap, sort]);
    out.add(&["c", gap, sort, plover]);
    out.add(&["c", gap, "apart", &apart, order]);
    out.add(&["c", gap, "apart", &apart, order, sort, plover]);
    out.add(&["c", gap, "form", &format!("{:?}", candidate.form), &apart]);
    out.add(&["c", gap, "uses", &candidate.uses.min(3).to_string()]);
    let nearer = |c: &&Candidate| !c.own && nearness(c, draft) < nearness(candidate, draft);
    let rank = candidates.iter().filter(nearer).count().min(3).to_string();
    out.add(&["c", gap, "rank", &rank]);
    out.add(&["c", gap, "rank", &rank, &apart, &rivals.min(3).to_string()]);
    out.add(&["c", gap, "rank", &rank, plover]);
    let most = candidates.iter().filter(|c| !c.own).map(|c| c.uses).max() == Some(candidate.uses);
    out.add(&["c", gap, "most", if most { "yes" } else { "no" }, &apart]);
    position(scene, draft, candidate, (gap, plover, lemma, form), out);
    deeds(scene, drafts, draft, candidate, (gap, plover, lemma), out);
    if scene.is_quoted(draft.head) != scene.is_quoted(candidate.filled.head) {
        out.add(&["c", gap, "other-voice"]);
    }
}

fn nearness(c: &Candidate, draft: &Draft) -> (usize, usize) {
    (c.apart, draft.head.abs_diff(c.filled.head))
}

/// Where the phrase stands in the tree.
fn position(
    scene: &Scene,
    draft: &Draft,
    candidate: &Candidate,
    (gap, plover, lemma, form): (&str, &str, &str, &str),
    out: &mut Features,
) {
    let document = scene.document;
    let head = first_conjunct(document, candidate.filled.head);
    let t = &document.tokens[head];
    let above = &document.tokens[t.head];
    let place = match t.dep {
        Dep::Pobj => format!("pobj:{}", above.lower),
        dep => dep.as_str().to_owned(),
    };
    let apart = candidate.apart.to_string();
    out.add(&["c", gap, "place", &place, &apart]);
    out.add(&["c", gap, "place", &place, &apart, plover]);
    if candidate.apart > 0 {
        return;
    }
    let inside = head == draft.head || document.ancestors(head).take(64).any(|a| a == draft.head);
    let relation = if inside {
        "inside"
    } else if t.head == document.tokens[draft.head].head || document.ancestors(draft.head).take(64).any(|a| a == t.head)
    {
        "above"
    } else {
        "aside"
    };
    out.add(&["c", gap, "stands", relation, &place]);
    out.add(&["c", gap, "stands", relation, &place, plover]);
    out.add(&["c", gap, "stands", relation, &place, lemma]);
    out.add(&["c", gap, "stands", relation, form, plover]);
    out.add(&["c", gap, "governor", &above.lemma, &place]);
    out.add(&["c", gap, "governor", &above.lemma, plover]);
}

/// What the candidate does and undergoes in other events in view.
fn deeds(
    scene: &Scene,
    drafts: &[Draft],
    draft: &Draft,
    candidate: &Candidate,
    (gap, plover, lemma): (&str, &str, &str),
    out: &mut Features,
) {
    let document = scene.document;
    let here = document.sentence(draft.head).tokens.clone();
    let from = drafts.partition_point(|d| d.head + WINDOW < draft.head);
    let is_it = |f: &Filled| side(&f.actor) == side(&candidate.filled.actor);
    let known = |f: &Filled| draft.parties().any(|k| side(&k.actor) == side(&f.actor));
    let mut any = false;
    for other in drafts[from..].iter().take_while(|d| d.head < draft.head + WINDOW).filter(|d| d.head != draft.head) {
        let place = if document.ancestors(draft.head).take(64).any(|a| a == other.head) {
            "above"
        } else if document.ancestors(other.head).take(64).any(|a| a == draft.head) {
            "below"
        } else if !here.contains(&other.head) {
            if other.head < here.start { "earlier" } else { continue }
        } else if other.head < draft.head {
            "before"
        } else {
            "after"
        };
        let reciprocal = RECIPROCAL.contains(&other.kind.name);
        for (part, list, across) in [("source", &other.source, &other.target), ("target", &other.target, &other.source)]
        {
            if !list.iter().any(is_it) {
                continue;
            }
            any = true;
            let part = if reciprocal { "party" } else { part };
            out.add(&["d", gap, part, place]);
            out.add(&["d", gap, part, place, plover]);
            out.add(&["d", gap, part, other.kind.plover, plover]);
            out.add(&["d", gap, part, place, lemma]);
            if across.iter().chain(list.iter().filter(|_| reciprocal)).any(known) {
                out.add(&["d", gap, part, "across", place]);
                out.add(&["d", gap, part, "across", plover]);
                out.add(&["d", gap, part, "across", other.kind.plover, plover]);
            } else if across.is_empty() {
                out.add(&["d", gap, part, "alone", place]);
            } else {
                out.add(&["d", gap, part, "elsewhere", place]);
            }
        }
    }
    if !any {
        out.add(&["d", gap, "nothing", plover]);
    }
}

/// What the predicate's object is, and its word: that it is somebody of no known side says much.
fn object(scene: &Scene, clause: &Clause) -> (String, String) {
    let Some(head) = clause.patient.first().or_else(|| clause.recipient.first()) else {
        return match clause.complements.first() {
            Some(c) => (format!("{:?}", c.link), "-".into()),
            None => ("-".into(), "-".into()),
        };
    };
    let t = &scene.document.tokens[*head];
    let sort = if t.pos == Pos::Pron { "pronoun" } else { phrase_sort(scene, *head) };
    let definite = scene.document.children_by(*head, &[Dep::Det]).next();
    let definite = definite.map_or("-", |d| scene.document.tokens[d].lower.as_ref());
    (format!("{sort}/{definite}"), t.lemma.to_string())
}
