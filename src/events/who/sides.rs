//! Who takes part, judged when all events of an article are read.
//!
//! Slots have given every event its parties, as far as a phrase of the clause names them. Here
//! the learned part weighs every side that the sentence and the two before it speak of, for either role of each event: by where
//! its nearest phrase stands in the tree and among the arguments, by what it does in the events around, by whether it was
//! proposed. So `Peru closed its port. Chile criticised the measure` finds whom Chile criticised, and `captured a village in
//! Ukraine` from whom.

use super::walk::{Walk, first_conjunct, sort};
use super::{RECIPROCAL, side};
use crate::actors::{Actor, Form};
use crate::clauses::{Clause, ClauseKind};
use crate::events::draft::{Draft, Filled};
use crate::events::event::Status;
use crate::events::location;
use crate::events::model::Linear;
use crate::events::model::features::{Features, phrase_sort};
use crate::events::rules::Rulebook;
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos};
use std::sync::Arc;

/// Classes of the learned part: takes no part in the role, takes part.
pub const CLASSES: usize = 2;

/// Tokens before and after the predicate that are looked at, so that a text without end costs no more than a long one.
const WINDOW: usize = 150;

/// The least probability at which one more side joins those that were proposed. Chosen, as the others, on own texts that the model
/// had not learned from and on the tune half of the news items.
const ENOUGH: f32 = 0.8;
/// As above for one that was proposed: the codebook knows its prepositions well.
const ENOUGH_TO_STAY: f32 = 0.1;
/// As above for the likeliest where nobody was proposed.
const ENOUGH_ALONE: f32 = 0.35;
/// As above for those who stand in one series with one who takes part.
const ENOUGH_BESIDE: f32 = 0.3;

/// Prepositions behind which a name tells where something is.
const LOCATING: &[&str] = &["in", "at", "near", "outside", "inside", "around", "across", "throughout", "within"];

/// Families whose events are done to somebody only where the text plainly says so.
const TO_NOBODY: &[&str] = &["MOBILIZE", "PROTEST", "STATEMENT"];

/// Types of other families for which the same holds.
const OF_ONE: &[&str] = &["Resignation", "Disarmament"];

/// Types that two parties can share without being reciprocal always.
const SHARED: &[&str] =
    &["Agreement", "AgreementToMeet", "Recognition", "EconomicCooperation", "MilitaryCooperation", "Attack"];

/// Gives the drafts of an article, which are in order of the text, their parties as the learned part sees them.
pub fn revise(scene: &Scene, book: &Rulebook, model: &Linear, drafts: &mut [Draft]) {
    if model.is_empty() {
        return;
    }
    let mut judged = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let Some(clause) = scene.clauses.at(draft.head) else { continue };
        // an event of which no phrase tells who takes part is nobody's
        if draft.parties().next().is_none() {
            continue;
        }
        let candidates = candidates(scene, draft);
        for role in Role::of(draft) {
            let question = Question { scene, book, drafts, draft, clause, role: *role };
            let p: Vec<f32> = question.features(&candidates).iter().map(|f| model.probabilities(f)[1]).collect();
            judged.push((i, *role, question.parties(&candidates, &p)));
        }
    }
    for (i, role, parties) in judged {
        match role {
            Role::Target => drafts[i].target = parties,
            Role::Source | Role::Party => drafts[i].source = parties,
        }
    }
}

/// A role of an event that a side may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It acts.
    Source,
    /// It undergoes.
    Target,
    /// It is one of those who do it together.
    Party,
}

impl Role {
    /// The roles of an event of a type.
    pub fn of(draft: &Draft) -> &'static [Role] {
        if RECIPROCAL.contains(&draft.kind.name) { &[Role::Party] } else { &[Role::Source, Role::Target] }
    }

    fn name(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Target => "target",
            Role::Party => "party",
        }
    }

    /// The draft's list of this role.
    pub fn list(self, draft: &Draft) -> &Vec<Filled> {
        if self == Role::Target { &draft.target } else { &draft.source }
    }
}

/// A side that may take part.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The actor with its nearest phrase.
    pub filled: Filled,
    /// Only a place of it is named.
    pub place: bool,
    /// The phrase tells where something is, whatever it names: `in Bern`.
    located: bool,
    form: Form,
    /// Sentences between the phrase and the predicate: 0, 1, 2.
    apart: usize,
    /// Phrases in view.
    uses: usize,
    /// Head of the first phrase of the series that it stands in.
    pub series: usize,
    /// How the nearest phrase of the same sentence is reached: clauses crossed, steps.
    far: (usize, usize),
}

/// Every side in view of a draft, in order of the text.
pub fn candidates(scene: &Scene, draft: &Draft) -> Vec<Candidate> {
    let document = scene.document;
    let here = document.sentence(draft.head).tokens.clone();
    let back = |start: usize| if start == 0 { 0 } else { document.sentence(start - 1).tokens.start };
    let first = back(back(here.start)).max(draft.head.saturating_sub(WINDOW));
    let last = here.end.min(draft.head + WINDOW);
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
        let series = first_conjunct(document, mention.head);
        let t = &document.tokens[series];
        let behind = t.dep == Dep::Pobj && LOCATING.contains(&document.tokens[t.head].lower.as_ref());
        let located = place || behind && mention.place.is_some();
        let far = match apart {
            0 => {
                let walk = Walk::between(document, draft.head, series);
                (walk.borders(document), walk.len())
            }
            _ => (9, 99),
        };
        for actor in actors {
            let seen = Candidate {
                filled: Filled { actor, span: mention.span, head: mention.head },
                place,
                located,
                form: mention.form,
                apart,
                uses: 1,
                series,
                far,
            };
            match out.iter_mut().find(|c| side(&c.filled.actor) == side(&seen.filled.actor)) {
                None => out.push(seen),
                Some(c) => {
                    let uses = c.uses + 1;
                    // the nearest phrase stands for the side; one that names an actor before one that names a place
                    let key = |c: &Candidate| (c.apart, c.place, c.far, draft.head.abs_diff(c.filled.head));
                    if key(&seen) < key(c) {
                        *c = seen;
                    }
                    c.uses = uses;
                }
            }
        }
    }
    // whoever was proposed from farther away
    for filled in draft.source.iter().chain(&draft.target) {
        if !out.iter().any(|c| side(&c.filled.actor) == side(&filled.actor)) {
            out.push(Candidate {
                filled: filled.clone(),
                place: false,
                located: false,
                form: Form::Pronoun,
                apart: 3,
                uses: 1,
                series: first_conjunct(document, filled.head),
                far: (9, 99),
            });
        }
    }
    out
}

/// Who takes a role in a draft?
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The article.
    pub scene: &'a Scene<'a>,
    /// The rules.
    pub book: &'a Rulebook,
    /// All its drafts, in order of the text.
    pub drafts: &'a [Draft],
    /// The one in question.
    pub draft: &'a Draft,
    /// The clause that states it.
    pub clause: &'a Clause,
    /// Which role.
    pub role: Role,
}

impl Question<'_> {
    /// Whether a candidate stands in the role already.
    pub fn is_proposed(&self, candidate: &Candidate) -> bool {
        self.role.list(self.draft).iter().any(|f| side(&f.actor) == side(&candidate.filled.actor))
    }

    /// Who takes the role, when the candidates do with these probabilities.
    fn parties(&self, candidates: &[Candidate], p: &[f32]) -> Vec<Filled> {
        let proposed: Vec<usize> = (0..p.len()).filter(|i| self.is_proposed(&candidates[*i])).collect();
        let stays = |i: &usize| p[*i] >= ENOUGH_TO_STAY;
        let mut chosen: Vec<usize> = proposed.iter().copied().filter(stays).collect();
        let all_named = self.are_all_named();
        let open = !all_named && self.may_be_meant(&chosen);
        chosen.extend((0..p.len()).filter(|i| !all_named && !proposed.contains(i) && p[*i] >= ENOUGH));
        let wanted = if self.role == Role::Party { 2 } else { 1 };
        // `storms threatened villages in X`: where something happens nobody acts by that alone
        let may = |i: usize| self.role == Role::Target || !candidates[i].located;
        while open && chosen.len() < wanted {
            let rest = (0..p.len()).filter(|i| !chosen.contains(i) && may(*i) && p[*i] >= ENOUGH_ALONE);
            let Some(best) = rest.max_by(|a, b| p[*a].total_cmp(&p[*b])) else { break };
            let beside = |i: usize| candidates[i].series == candidates[best].series && p[i] >= ENOUGH_BESIDE;
            let series: Vec<usize> = (0..p.len()).filter(|i| *i == best || !chosen.contains(i) && beside(*i)).collect();
            chosen.extend(series);
        }
        // where nothing is left, what was proposed is better than nobody
        if chosen.is_empty() {
            chosen = proposed;
        }
        chosen.sort_unstable();
        let mut out = Vec::new();
        for candidate in chosen.into_iter().map(|i| &candidates[i]) {
            let of_side = |f: &&Filled| side(&f.actor) == side(&candidate.filled.actor);
            let known: Vec<&Filled> = self.role.list(self.draft).iter().filter(of_side).collect();
            if known.is_empty() {
                out.push(self.filled(candidate));
            }
            out.extend(known.into_iter().cloned());
        }
        out
    }

    /// Whether the clause names everyone whom it concerns: `called for all countries to disarm` tells who is asked, though nobody
    /// knows them, and `angry words between X and Y` who is on either side.
    fn are_all_named(&self) -> bool {
        let between = self.clause.obliques.iter().any(|o| o.prep.as_ref() == "between");
        self.clause.asks_openly(self.scene.clauses) || between
    }

    /// Whether somebody of whom no phrase of the clause speaks may take the role, beside those `chosen`.
    fn may_be_meant(&self, chosen: &[usize]) -> bool {
        let draft = self.draft;
        match self.role {
            Role::Source => chosen.is_empty(),
            Role::Party => chosen.len() < 2,
            Role::Target => {
                let first = draft.source.first().map(|f| side(&f.actor));
                let several = draft.source.iter().any(|f| Some(side(&f.actor)) != first);
                let alone = TO_NOBODY.contains(&draft.kind.plover) || OF_ONE.contains(&draft.kind.name);
                let shared = several && SHARED.contains(&draft.kind.name);
                chosen.is_empty() && !alone && !shared
            }
        }
    }

    /// The candidate as a party; a state acts upon itself as a state.
    fn filled(&self, candidate: &Candidate) -> Filled {
        let across = if self.role == Role::Target { &self.draft.source } else { &self.draft.target };
        let itself = across.iter().any(|f| f.actor.id == candidate.filled.actor.id);
        let country = candidate.filled.actor.country.as_deref().filter(|_| itself);
        match country.and_then(|c| self.scene.gazetteer.state(c)) {
            Some(state) => Filled { actor: state.actor.clone(), ..candidate.filled.clone() },
            None => candidate.filled.clone(),
        }
    }

    /// Hashes of what the learned part sees of each candidate.
    pub fn features(&self, candidates: &[Candidate]) -> Vec<Vec<u32>> {
        let place = location::of(self.scene, self.book, self.clause);
        let here = place.and_then(|(p, _, _)| p.country.clone());
        let object = object(self.scene, self.clause);
        let see = |candidate: &Candidate| {
            let mut out = Features::default();
            self.look(candidates, candidate, here.as_deref(), &object, &mut out);
            out.hashes
        };
        candidates.iter().map(see).collect()
    }

    fn look(
        &self,
        candidates: &[Candidate],
        candidate: &Candidate,
        here: Option<&str>,
        object: &(String, String),
        out: &mut Features,
    ) {
        let Question { scene, draft, clause, role, .. } = *self;
        let among = |list: &[Filled]| list.iter().any(|f| side(&f.actor) == side(&candidate.filled.actor));
        let sides = |list: &[Filled]| {
            let mut sides: Vec<&str> = list.iter().map(|f| side(&f.actor)).collect();
            sides.sort_unstable();
            sides.dedup();
            sides.len()
        };
        let across = if role == Role::Target { &draft.source } else { &draft.target };
        let proposed = if self.is_proposed(candidate) {
            "in"
        } else if among(across) {
            "across"
        } else {
            "no"
        };
        let count = sides(role.list(draft)).min(2).to_string();
        let r = format!("{} {proposed} {}", role.name(), if count == "0" { "empty" } else { "full" });
        let r = r.as_str();
        let (name, plover, lemma) = (draft.kind.name, draft.kind.plover, clause.lemma.as_ref());
        let sort = if candidate.place { "place" } else { sort(candidate.filled.actor.kind) };
        let form = match clause.kind {
            ClauseKind::Noun => "noun",
            ClauseKind::Adjective => "adjective",
            ClauseKind::Verb if clause.passive => "passive",
            ClauseKind::Verb => "verb",
        };
        out.add(&["s", r]);
        out.add(&["s", r, name]);
        out.add(&["s", r, plover]);
        out.add(&["s", r, lemma]);
        out.add(&["s", r, sort]);
        out.add(&["s", r, sort, plover]);
        out.add(&["s", r, sort, name]);
        out.add(&["s", r, "rule", &draft.rule]);
        out.add(&["s", r, "form", form, plover]);
        out.add(&["s", r, "link", &format!("{:?}", clause.link)]);
        out.add(&["s", r, "status", status(draft.status), plover]);
        let others = sides(across).min(2).to_string();
        if clause.asks_openly(scene.clauses) {
            out.add(&["s", r, "asked-openly"]);
        }
        if clause.obliques.iter().any(|o| o.prep.as_ref() == "between") {
            out.add(&["s", r, "between"]);
        }
        out.add(&["s", r, "count", &count, &others]);
        out.add(&["s", r, "count", &count, &others, plover]);
        out.add(&["s", r, "object", &object.0, plover]);
        out.add(&["s", r, "object", &object.0, name]);
        out.add(&["s", r, "word", &object.1]);
        out.add(&["s", r, "word", &object.1, plover]);
        let rivals = candidates.iter().filter(|c| !among(across) && !c.place).count().min(4).to_string();
        out.add(&["s", r, "rivals", &rivals]);
        out.add(&["s", r, "rivals", &rivals, plover]);
        if among(across) {
            let plain = across.iter().find(|f| side(&f.actor) == side(&candidate.filled.actor));
            let sort = plain.map_or("-", |f| super::walk::sort(f.actor.kind));
            out.add(&["s", r, "itself", sort, plover]);
        }
        if let Some(country) = here {
            let same = candidate.filled.actor.country.as_deref() == Some(country);
            let which = if same { "here" } else { "elsewhere" };
            out.add(&["s", r, which]);
            out.add(&["s", r, which, plover]);
            out.add(&["s", r, which, name]);
            out.add(&["s", r, which, sort, plover]);
        }
        self.nearness(candidates, candidate, (r, sort), out);
        self.position(candidate, (r, form), out);
        self.deeds(candidate, r, out);
        if scene.is_quoted(draft.head) != scene.is_quoted(candidate.filled.head) {
            out.add(&["s", r, "other-voice"]);
        }
    }

    fn nearness(&self, candidates: &[Candidate], candidate: &Candidate, (r, sort): (&str, &str), out: &mut Features) {
        let draft = self.draft;
        let plover = draft.kind.plover;
        let apart = candidate.apart.to_string();
        let order = if candidate.filled.head < draft.head { "before" } else { "after" };
        out.add(&["n", r, "apart", &apart, order]);
        out.add(&["n", r, "apart", &apart, order, sort, plover]);
        out.add(&["n", r, "form", &format!("{:?}", candidate.form), &apart]);
        out.add(&["n", r, "uses", &candidate.uses.min(3).to_string()]);
        let key = |c: &Candidate| (c.apart, draft.head.abs_diff(c.filled.head));
        let free = |c: &&Candidate| !draft.parties().any(|f| side(&f.actor) == side(&c.filled.actor));
        let rank = candidates.iter().filter(free).filter(|c| key(c) < key(candidate)).count().min(3).to_string();
        out.add(&["n", r, "rank", &rank]);
        out.add(&["n", r, "rank", &rank, &apart]);
        out.add(&["n", r, "rank", &rank, plover]);
        let most = candidates.iter().filter(free).map(|c| c.uses).max() == Some(candidate.uses);
        out.add(&["n", r, "most", if most { "yes" } else { "no" }, &apart]);
    }

    /// Where the phrase stands in the tree, and among the arguments of the clause and of those above.
    fn position(&self, candidate: &Candidate, (r, form): (&str, &str), out: &mut Features) {
        let Question { scene, draft, clause, .. } = *self;
        let document = scene.document;
        let (name, plover, lemma) = (draft.kind.name, draft.kind.plover, clause.lemma.as_ref());
        let head = candidate.series;
        let t = &document.tokens[head];
        let above = &document.tokens[t.head];
        let place = match t.dep {
            Dep::Pobj => format!("pobj:{}", above.lower),
            dep => dep.as_str().to_owned(),
        };
        let apart = candidate.apart.min(1).to_string();
        out.add(&["p", r, "place", &place, &apart]);
        out.add(&["p", r, "place", &place, &apart, plover]);
        if candidate.apart > 0 {
            return;
        }
        let zone = self.zone(head);
        out.add(&["p", r, "zone", &zone]);
        out.add(&["p", r, "zone", &zone, form]);
        out.add(&["p", r, "zone", &zone, plover]);
        out.add(&["p", r, "zone", &zone, form, plover]);
        out.add(&["p", r, "zone", &zone, name]);
        out.add(&["p", r, "zone", &zone, lemma]);
        out.add(&["p", r, "zone", &zone, &place, plover]);
        let walk = Walk::between(document, draft.head, head);
        let path = walk.labels(document);
        out.add(&["p", r, "path", &path]);
        out.add(&["p", r, "path", &path, form]);
        out.add(&["p", r, "path", &path, plover]);
        out.add(&["p", r, "path", &path, lemma]);
        let borders = walk.borders(document).min(3).to_string();
        out.add(&["p", r, "borders", &borders]);
        out.add(&["p", r, "borders", &borders, plover]);
        out.add(&["p", r, "length", &walk.len().min(6).to_string(), &borders]);
        if t.head != clause.head && t.head != head {
            let governor = match t.dep {
                Dep::Pobj => &document.tokens[above.head],
                _ => above,
            };
            out.add(&["p", r, "governor", &governor.lemma, &place]);
            out.add(&["p", r, "governor", &governor.lemma, plover]);
            out.add(&["p", r, "governor", &governor.lemma, &place, lemma]);
        }
        for token in walk.between_ends().filter(|t| *t != head) {
            let t = &document.tokens[token];
            if matches!(t.pos, Pos::Noun | Pos::Verb) {
                out.add(&["p", r, "way", &t.lemma, t.dep.as_str()]);
                out.add(&["p", r, "way", &t.lemma, plover]);
            }
        }
    }

    /// The argument of the clause, or of one of the two above it, that holds the phrase, and how deep: `patient`, `in+`, `^agent`.
    fn zone(&self, head: usize) -> String {
        let Question { scene, clause, .. } = *self;
        let document = scene.document;
        let chain: Vec<usize> = std::iter::once(head).chain(document.ancestors(head).take(24)).collect();
        let depth = |argument: usize| chain.iter().position(|t| *t == argument);
        let mut level = Some(clause);
        for up in ["", "^", "^^"] {
            let Some(c) = level else { break };
            let mut best: Option<(usize, String)> = None;
            let mut offer = |argument: usize, name: &str| {
                if let Some(d) = depth(argument)
                    && best.as_ref().is_none_or(|(b, _)| d < *b)
                {
                    best = Some((d, name.to_owned()));
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

    /// What the candidate does and undergoes in other events in view.
    fn deeds(&self, candidate: &Candidate, r: &str, out: &mut Features) {
        let Question { scene, drafts, draft, clause, .. } = *self;
        let (plover, lemma) = (draft.kind.plover, clause.lemma.as_ref());
        let document = scene.document;
        let here = document.sentence(draft.head).tokens.clone();
        let from = drafts.partition_point(|d| d.head + WINDOW < draft.head);
        let is_it = |f: &Filled| side(&f.actor) == side(&candidate.filled.actor);
        let known = |f: &Filled| draft.parties().any(|k| side(&k.actor) == side(&f.actor) && !is_it(k));
        let mut any = false;
        for other in drafts[from..].iter().take_while(|d| d.head < draft.head + WINDOW).filter(|d| d.head != draft.head)
        {
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
            for (part, list, across) in
                [("source", &other.source, &other.target), ("target", &other.target, &other.source)]
            {
                if !list.iter().any(is_it) {
                    continue;
                }
                any = true;
                let part = if reciprocal { "party" } else { part };
                out.add(&["d", r, part, place]);
                out.add(&["d", r, part, place, plover]);
                out.add(&["d", r, part, other.kind.plover, plover]);
                out.add(&["d", r, part, place, lemma]);
                if across.iter().chain(list.iter().filter(|_| reciprocal)).any(known) {
                    out.add(&["d", r, part, "with", place]);
                    out.add(&["d", r, part, "with", plover]);
                    out.add(&["d", r, part, "with", other.kind.plover, plover]);
                } else if across.is_empty() {
                    out.add(&["d", r, part, "alone", place]);
                } else {
                    out.add(&["d", r, part, "elsewhere", place]);
                }
            }
        }
        if !any {
            out.add(&["d", r, "nothing", plover]);
        }
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Negated => "negated",
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
