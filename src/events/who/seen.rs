//! What the learned part sees of a side that may take part in an event, for [`super::sides`].

use super::sides::{Candidate, Question, Role, WINDOW};
use super::walk::{Walk, sort as sort_of};
use super::{RECIPROCAL, side};
use crate::clauses::{Clause, ClauseKind};
use crate::events::draft::Filled;
use crate::events::location;
use crate::events::model::features::{Features, phrase_sort};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos, Tag};

impl Question<'_> {
    /// Hashes of what the learned part sees of each candidate.
    pub fn features(&self, candidates: &[Candidate]) -> Vec<Vec<u32>> {
        let place = location::of(self.scene, self.book, self.clause);
        let here = place.and_then(|(p, _, _)| p.country.clone());
        let object = object(self.scene, self.clause);
        let agent = agent(self.scene, self.clause);
        let see = |candidate: &Candidate| {
            let mut out = Features::default();
            self.look(candidates, candidate, here.as_deref(), (&agent, &object), &mut out);
            out.hashes
        };
        candidates.iter().map(see).collect()
    }

    fn look(
        &self,
        candidates: &[Candidate],
        candidate: &Candidate,
        here: Option<&str>,
        (agent, object): (&(String, String), &(String, String)),
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
        let sort = if candidate.place { "place" } else { sort_of(candidate.filled.actor.kind) };
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
        out.add(&["s", r, "status", draft.status.as_str(), plover]);
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
        out.add(&["s", r, "agent", &agent.0]);
        out.add(&["s", r, "agent", &agent.0, plover]);
        out.add(&["s", r, "agent", &agent.0, sort]);
        out.add(&["s", r, "agent-word", &agent.1]);
        out.add(&["s", r, "agent-word", &agent.1, plover]);
        out.add(&["s", r, "both", &agent.0, &object.0]);
        out.add(&["s", r, "word", &object.1]);
        out.add(&["s", r, "word", &object.1, plover]);
        let rivals = candidates.iter().filter(|c| !among(across) && !c.place).count().min(4).to_string();
        out.add(&["s", r, "rivals", &rivals]);
        out.add(&["s", r, "rivals", &rivals, plover]);
        if among(across) {
            let plain = across.iter().find(|f| side(&f.actor) == side(&candidate.filled.actor));
            let sort = plain.map_or("-", |f| sort_of(f.actor.kind));
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

/// Who is said to act, or whose the event noun is, and the word: an agent of no known side says that a state is only meant.
fn agent(scene: &Scene, clause: &Clause) -> (String, String) {
    let owners = clause.owner.iter().chain(&clause.modifiers);
    let Some(head) = clause.agent.first().or_else(|| owners.clone().next()) else {
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
