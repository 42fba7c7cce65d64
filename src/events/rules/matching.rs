//! Whether a rule holds of a clause.

use super::pattern::{Kind, Part, Pattern, Term, Terms};
use super::sets::WordSet;
use super::{Inner, InnerEvent, Match, Rule, Rulebook};
use crate::actors::{Actor, ActorKind};
use crate::clauses::{Clause, ClauseKind, Form, Link, Oblique};
use crate::events::draft::side;
use crate::events::event::Status;
use crate::events::scene::Scene;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use std::sync::Arc;

/// What is missing where a rule's object is none that the clause has.
pub const OBJECT: &str = "its object";

/// A rule that does not hold, with the pattern that comes nearest.
#[derive(Clone, Copy, Debug)]
pub struct NearMiss<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Which of its patterns.
    pub pattern: &'a Pattern,
    /// The first condition that fails.
    pub missing: &'static str,
    /// How many parts of the pattern hold.
    held: usize,
    /// How many do not.
    wants: usize,
}

impl Rulebook {
    /// The rules that hold of a clause, the most specific first; between equals the earlier one.
    pub fn matches(&self, scene: &Scene, clause: &Clause, status: Status, inner: &[InnerEvent]) -> Vec<Match<'_>> {
        let mut found: Vec<Match> = self
            .candidates(clause)
            .filter(|(rule, pattern)| rule.holds(scene, clause, pattern, status, inner).is_ok())
            .map(|(rule, pattern)| Match { rule, pattern, score: rule.specificity(pattern) })
            .collect();
        found.sort_by_key(|m| std::cmp::Reverse(m.score));
        found
    }

    /// Rules that know the predicate of which no pattern holds, each with its nearest pattern, the nearest rule first:
    /// for `explain`, and for what the model may choose among.
    pub fn near_misses(
        &self,
        scene: &Scene,
        clause: &Clause,
        status: Status,
        inner: &[InnerEvent],
    ) -> Vec<NearMiss<'_>> {
        let mut out: Vec<NearMiss> = Vec::new();
        let matched = self.matches(scene, clause, status, inner);
        for (rule, pattern) in self.candidates(clause).filter(|(r, _)| !matched.iter().any(|m| m.rule.id == r.id)) {
            let Err(missing) = rule.holds(scene, clause, pattern, status, inner) else { continue };
            let held = pattern.parts.iter().filter(|p| part_holds(scene, clause, p).is_ok()).count();
            let near = NearMiss { rule, pattern, missing, held, wants: pattern.parts.len() - held };
            match out.iter_mut().find(|n| n.rule.id == rule.id) {
                Some(other) if (other.wants, near.held) > (near.wants, other.held) => *other = near,
                Some(_) => {}
                None => out.push(near),
            }
        }
        out.sort_by_key(|n| (n.wants, std::cmp::Reverse(n.held)));
        out
    }
}

impl Rulebook {
    /// Whether a striker, a pianist, a carmaker does it: no event, whatever the words.
    pub fn is_by_bystanders(&self, scene: &Scene, clause: &Clause) -> bool {
        // the Arab League plays no ball
        let public = |head: &usize| {
            let is = |a: &Actor| [Kind::State, Kind::Igo, Kind::Armed].iter().any(|kind| is_kind(a, *kind));
            scene.actor_mention(*head).is_some_and(|m| m.actors.iter().any(|a| is(a)))
        };
        let named = |head: &usize| scene.document.tokens[*head].pos == Pos::Propn && public(head);
        let is_bystander = |head: &usize| !named(head) && set_fits(scene, *head, &self.bystanders);
        // `the cyclist launched an attack`: who does it stands at the verb
        let support = clause.support.and_then(|v| scene.clauses.at(v));
        let agent = support.filter(|_| clause.agent.is_empty()).map_or(&clause.agent, |v| &v.agent);
        !agent.is_empty() && agent.iter().all(is_bystander)
    }

    /// Whether it is done to a striker, a film or a goal, or in play: no event that the model alone may propose.
    pub fn is_done_to_bystanders(&self, scene: &Scene, clause: &Clause) -> bool {
        let known = |head: &usize| {
            let sets = [&self.bystanders, &self.pastimes];
            sets.iter().any(|set| set_fits(scene, *head, set))
        };
        // `struck twice to draw`, `argued with the referee`
        let below = || scene.document.children_by(clause.head, &[Dep::Advcl, Dep::Xcomp]);
        !clause.patient.is_empty() && clause.patient.iter().all(known)
            || clause.obliques.iter().any(|o| known(&o.head))
            || below().any(|c| known(&c))
    }
}

impl Rule {
    /// `Err` names the first condition that fails.
    fn holds(
        &self,
        scene: &Scene,
        clause: &Clause,
        pattern: &Pattern,
        status: Status,
        inner: &[InnerEvent],
    ) -> Result<(), &'static str> {
        for part in &pattern.parts {
            part_holds(scene, clause, part)?;
        }
        if !self.when_status.is_empty() && !self.when_status.contains(&status) {
            return Err("its status");
        }
        if self.unless_status.contains(&status) {
            return Err("another status than it has");
        }
        if !self.auxiliary.is_empty() && !self.auxiliary.iter().any(|a| has_auxiliary(scene, clause, a)) {
            return Err("an auxiliary such as `will not`");
        }
        let says = |c: &Clause| self.says.iter().any(|a| has_auxiliary(scene, c, a));
        if !self.says.is_empty() && !self.told(scene, clause).any(says) {
            return Err("an auxiliary such as `must` in what is said");
        }
        if !self.reports.is_empty() && !self.told(scene, clause).any(|c| self.is_told(scene, c)) {
            return Err("what is said");
        }
        if !self.beside_fits(scene, clause) {
            return Err("what stands beside it");
        }
        if !self.agent_fits(scene, clause) {
            return Err("who does it");
        }
        if !phrases_fit(scene, &clause.patient, &self.object) {
            return Err("what it is done to");
        }
        for (prep, terms) in &self.with_prep {
            let behind: Vec<usize> = clause.obliques.iter().filter(|o| o.prep == *prep).map(|o| o.head).collect();
            if !phrases_fit(scene, &behind, terms) {
                return Err("what stands behind the preposition");
            }
        }
        self.complement_holds(inner)
    }

    /// Whether a reported clause says what the rule wants.
    fn is_told(&self, scene: &Scene, told: &Clause) -> bool {
        let to_come = told.form == Form::Future || matches!(told.modal.as_deref(), Some("will" | "would" | "shall"));
        let open = told.modal.is_some() && !to_come;
        let denied = told.negated || denies(scene, told);
        !open
            && self.reports.iter().any(|report| {
                report.denied == denied
                    && report.to_come == to_come
                    && report.pattern.heads.contains(&told.lemma)
                    && report.pattern.parts.iter().all(|part| part_holds(scene, told, part).is_ok())
            })
    }

    /// The clauses that a predicate reports, without what it tells of its own agent where the rule asks for the doing of others,
    /// and without what it only vouches for: `Rebels broke the truce, officials said`.
    fn told<'a>(&self, scene: &'a Scene, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
        let others = self.by_others;
        let told = reported(scene, clause).filter(|c| c.head > clause.head);
        told.filter(move |c| !others || !tells_of_oneself(scene, clause, c))
    }

    /// Whether somebody of the wanted kind does it. `was arrested` and `lifting sanctions` leave unsaid who does it; that
    /// is enough for a deed or a quarrel, not for friendly words, nor where what does it makes the type (`were killed` by no shells).
    fn agent_fits(&self, scene: &Scene, clause: &Clause) -> bool {
        if clause.agent.is_empty() && (clause.passive || clause.form == Form::NonFinite) {
            let anyone = self.agent.wanted.iter().any(|t| matches!(t, Term::Kind(_)));
            return self.agent.wanted.is_empty() || anyone && self.kind.quad != "verbal-cooperation";
        }
        phrases_fit(scene, &clause.agent, &self.agent)
            || clause.agent.iter().any(|head| inside_fits(scene, *head, &self.agent))
    }

    /// Whether the words that `and` joins to the predicate are such as the rule wants: `protests and strikes`.
    fn beside_fits(&self, scene: &Scene, clause: &Clause) -> bool {
        if self.beside.wanted.is_empty() && self.beside.excluded.is_empty() {
            return true;
        }
        let document = scene.document;
        let t = &document.tokens[clause.head];
        let above = (t.dep == Dep::Conj).then_some(t.head);
        let beside: Vec<usize> = document.children_by(clause.head, &[Dep::Conj]).chain(above).collect();
        phrases_fit(scene, &beside, &self.beside)
    }

    fn complement_holds(&self, inner: &[InnerEvent]) -> Result<(), &'static str> {
        if self.complement.is_empty() {
            return Ok(());
        }
        let linked = |i: &&InnerEvent| {
            (self.links.is_empty() || self.links.contains(&i.link))
                && (self.complement_status.is_empty() || self.complement_status.contains(&i.status))
                && !(self.by_others && i.own)
        };
        let wants_none = self.complement.contains(&Inner::None);
        if wants_none && !inner.iter().any(|i| linked(&i)) {
            return Ok(());
        }
        let fits = inner.iter().filter(linked).any(|i| self.complement.iter().any(|c| c.fits(Some(i.kind))));
        if fits { Ok(()) } else { Err("the event inside") }
    }
}

/// The clauses that a predicate reports: `said that it will not go`.
fn reported<'a>(scene: &'a Scene, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
    clause.complements.iter().filter(|c| c.link == Link::That).filter_map(|c| scene.clauses.at(c.head))
}

/// `there is no excuse`: the noun carries the negation.
fn denies(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let no = |head: usize| scene.document.children(head).any(|c| c < head && tokens[c].lower.as_ref() == "no");
    scene.document.children_by(clause.head, &[Dep::Attr]).any(no)
}

/// `says that it must go`, `says its own survey was wrong`: the subject is, or belongs to, whoever speaks.
fn tells_of_oneself(scene: &Scene, clause: &Clause, told: &Clause) -> bool {
    let sides = |heads: &[usize]| -> Vec<&str> {
        let actors = heads.iter().filter_map(|h| scene.actor_mention(*h)).flat_map(|m| &m.actors);
        actors.map(|a| side(a)).collect()
    };
    let owners = |head: &usize| scene.clauses.at(*head).map_or(&[][..], |c| &c.owner).to_vec();
    let whose: Vec<usize> = told.subject.iter().flat_map(owners).collect();
    let (own, who, whose) = (sides(&clause.agent), sides(&told.subject), sides(&whose));
    let is_own = |sides: &[&str]| !sides.is_empty() && sides.iter().all(|s| own.contains(s));
    is_own(&who) || who.is_empty() && is_own(&whose)
}

/// Whether a clause stands in a form such as `must`, `should have`, `will not`, `not` (negated, without a modal), `need` (as its verb) or
/// `do`, the bare form of what others are to do: `insisted that it be lifted`.
fn has_auxiliary(scene: &Scene, clause: &Clause, wanted: &str) -> bool {
    if wanted == "do" {
        return is_bare(scene, clause);
    }
    let (word, past) = match wanted.strip_suffix(" have") {
        Some(word) => (word, true),
        None => (wanted, false),
    };
    let (word, negated) = match word.strip_suffix("not") {
        Some(word) => (word.trim_end(), true),
        None => (word, false),
    };
    let own = match (&clause.modal, clause.form) {
        (Some(modal), _) => modal.as_ref(),
        (None, Form::Future) => "will",
        _ => "",
    };
    let mut auxiliaries = scene.document.children_by(clause.head, &[Dep::Aux]);
    let is_past = clause.modal.is_some() && auxiliaries.any(|a| scene.document.tokens[a].lemma.as_ref() == "have");
    negated == clause.negated && past == is_past && (own == word || own.is_empty() && clause.lemma.as_ref() == word)
}

/// Whether a clause with a subject stands in the bare form, which tells of a wish: `that the order be lifted`, `that it leave`.
fn is_bare(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let mut auxiliaries = scene.document.children_by(clause.head, &[Dep::Aux, Dep::Auxpass]);
    let first = auxiliaries.next();
    let alone = auxiliaries.next().is_none();
    let single = || clause.subject.iter().all(|s| matches!(tokens[*s].tag, Tag::Nn | Tag::Nnp));
    !clause.subject.is_empty()
        && alone
        && match first {
            Some(be) => tokens[be].lower.as_ref() == "be",
            None => tokens[clause.head].tag == Tag::Vb || tokens[clause.head].tag == Tag::Vbp && single(),
        }
}

fn part_holds(scene: &Scene, clause: &Clause, part: &Part) -> Result<(), &'static str> {
    match part {
        Part::Particle(words) => has_particle(scene, clause, words).then_some(()).ok_or("a particle or preposition"),
        Part::Object(terms) => {
            let objects = if clause.patient.is_empty() { &clause.recipient } else { &clause.patient };
            let fits = |heads: &[usize]| !heads.is_empty() && phrases_fit(scene, heads, terms);
            // `gave the diplomats three days`: of two objects either
            let plain = !terms.wanted.is_empty() && terms.excluded.is_empty();
            let second = plain && (fits(&clause.recipient) || fits(&let_do(scene, clause)));
            (fits(objects) || second || judged(scene, clause, None, terms)).then_some(()).ok_or(OBJECT)
        }
        Part::Behind(preps, terms) => {
            let behind = phrases_behind(scene, clause, preps);
            // `laid down its arms`: what follows a particle is the object
            let moved = clause.particle.as_ref().is_some_and(|p| preps.contains(p)) && !clause.patient.is_empty();
            let fits = !behind.is_empty() && phrases_fit(scene, &behind, terms)
                || moved && phrases_fit(scene, &clause.patient, terms)
                || clause_behind(scene, clause, preps, terms)
                || judged(scene, clause, Some(preps), terms);
            fits.then_some(()).ok_or("what stands behind the preposition")
        }
        Part::Modifier(terms) => {
            let mut modifiers = clause.modifiers.iter().chain(&clause.owner);
            let mut hit = false;
            for m in modifiers.by_ref() {
                if terms.excluded.iter().any(|t| term_fits(scene, *m, t)) {
                    return Err("a modifier that is excluded");
                }
                hit |= terms.wanted.iter().any(|t| term_fits(scene, *m, t));
            }
            (hit || terms.wanted.is_empty()).then_some(()).ok_or("a modifier")
        }
    }
}

/// `calls the vote illegal`, `describes it as unfair and illegal`: an adjective says what something is called.
fn judged(scene: &Scene, clause: &Clause, preps: Option<&[Arc<str>]>, terms: &Terms) -> bool {
    if clause.kind != ClauseKind::Verb || terms.wanted.is_empty() {
        return false;
    }
    let document = scene.document;
    let of = |head: usize, deps: &'static [Dep]| {
        let describes = |a: &usize| {
            let t = &document.tokens[*a];
            t.pos == Pos::Adj || matches!(t.tag, Tag::Vbg | Tag::Vbn) && t.dep != Dep::Ccomp
        };
        document.children_by(head, deps).filter(describes)
    };
    let first: Vec<usize> = match preps {
        None => of(clause.head, &[Dep::Oprd, Dep::Acomp, Dep::Ccomp, Dep::Dobj]).collect(),
        Some(preps) => {
            // the tree hangs `as` on the verb or on what is called so
            let above = std::iter::once(clause.head).chain(clause.patient.iter().copied());
            let behind = above.flat_map(|h| document.children_by(h, &[Dep::Prep]));
            let behind = behind.filter(|p| preps.contains(&document.tokens[*p].lower));
            behind.flat_map(|p| of(p, &[Dep::Amod, Dep::Pcomp, Dep::Pobj, Dep::Acomp])).collect()
        }
    };
    first.into_iter().flat_map(|a| std::iter::once(a).chain(of(a, &[Dep::Conj]))).any(|a| {
        // `not fair`, `neither free nor fair`
        let neither = |w: usize| document.children(w).any(|c| document.tokens[c].lower.as_ref() == "neither");
        let denied = document.child_by(a, &[Dep::Neg]).is_some() || neither(a) || neither(document.tokens[a].head);
        let is_called = |t: &Term| match t {
            Term::Word(_) => !denied && term_fits(scene, a, t),
            Term::Compound(words) => {
                denied && matches!(&words[..], [not, word] if not.as_ref() == "not" && scene.is_word(a, word))
            }
            Term::Set(set) if denied => {
                let mut behind = scene.words(a).into_iter().filter_map(|w| set.compounds.get(w)).flatten();
                behind.any(|before| matches!(&before[..], [not] if not.as_ref() == "not"))
            }
            Term::Set(set) => set_fits(scene, a, set),
            Term::Kind(_) => false,
        };
        !terms.excluded.iter().any(is_called) && terms.wanted.iter().any(is_called)
    })
}

/// `let the student go`: whom one lets do something, and what.
fn let_do(scene: &Scene, clause: &Clause) -> Vec<usize> {
    let inside = clause.complements.iter().filter(|_| clause.lemma.as_ref() == "let");
    let inside = inside.filter_map(|c| scene.clauses.at(c.head));
    inside.flat_map(|c| c.agent.iter().copied().chain([c.head])).collect()
}

/// What stands behind the prepositions of the predicate, or of its object: `break off relations with X`.
fn phrases_behind(scene: &Scene, clause: &Clause, preps: &[Arc<str>]) -> Vec<usize> {
    // `called the raid on X an outrage`: what hangs on the object tells of it alone
    let judged = scene.document.child_by(clause.head, &[Dep::Oprd]).is_some();
    let objects = clause.patient.iter().filter_map(|p| scene.clauses.at(*p));
    let objects = objects.filter(|c| c.kind == ClauseKind::Noun && !judged);
    let own = clause.obliques.iter().chain(objects.flat_map(|c| &c.obliques));
    // `walked out of the talks`: of two prepositions in a row either
    let last = |o: &Oblique| {
        let governor = &scene.document.tokens[scene.document.tokens[o.head].head];
        governor.pos == Pos::Adp && preps.contains(&governor.lower)
    };
    own.filter(|o| preps.contains(&o.prep) || last(o)).map(|o| o.head).collect()
}

/// `threaten to attack`, `accuse of arming`: a clause stands where a phrase could.
fn clause_behind(scene: &Scene, clause: &Clause, preps: &[Arc<str>], terms: &Terms) -> bool {
    clause.complements.iter().any(|complement| {
        let Some(below) = scene.clauses.at(complement.head) else { return false };
        let joined = match complement.link {
            Link::Infinitive => preps.iter().any(|p| p.as_ref() == "to"),
            _ => below.mark.as_ref().is_some_and(|m| preps.contains(m)),
        };
        let is_word = |t: &Term| match t {
            Term::Word(word) => scene.is_word(complement.head, word),
            Term::Set(set) => is_of_set(scene, complement.head, set),
            Term::Compound(_) | Term::Kind(_) => false,
        };
        joined && terms.wanted.iter().any(is_word) && !terms.excluded.iter().any(is_word)
    })
}

fn has_particle(scene: &Scene, clause: &Clause, words: &[Arc<str>]) -> bool {
    if clause.particle.as_ref().is_some_and(|p| words.contains(p)) || !phrases_behind(scene, clause, words).is_empty() {
        return true;
    }
    // `told the miners to go home`
    let asked = clause.kind == ClauseKind::Verb && !clause.patient.is_empty();
    if asked
        && words.iter().any(|w| w.as_ref() == "to")
        && clause.complements.iter().any(|c| c.link == Link::Infinitive)
    {
        return true;
    }
    // `step down` with `down` as an adverb, `accused of doing`, and the adjective's own prepositions
    let under = |token: usize| {
        scene.document.children(token).any(|c| {
            let t = &scene.document.tokens[c];
            matches!(t.pos, Pos::Adp | Pos::Adv | Pos::Part | Pos::Sconj)
                && t.dep != Dep::Mark
                && words.contains(&t.lower)
        })
    };
    under(clause.head) || scene.document.children_by(clause.head, &[Dep::Acomp, Dep::Oprd]).any(under)
}

/// Whether one of the phrases fits and none is excluded. No phrase at all fits only what asks for nothing.
fn phrases_fit(scene: &Scene, heads: &[usize], terms: &Terms) -> bool {
    let fits = |h: &usize, t: &Term| {
        term_fits(scene, *h, t) || title_fits(scene, *h, t) || meant(scene, *h).is_some_and(|m| term_fits(scene, m, t))
    };
    if heads.iter().any(|h| terms.excluded.iter().any(|t| fits(h, t))) {
        return false;
    }
    terms.wanted.is_empty() || heads.iter().any(|h| terms.wanted.iter().any(|t| fits(h, t)))
}

/// `reopened two crossings after Somalia closed them`: the thing for which a pronoun stands.
fn meant(scene: &Scene, head: usize) -> Option<usize> {
    let tokens = &scene.document.tokens;
    let pronoun = matches!(tokens[head].lower.as_ref(), "it" | "they" | "them") && scene.actor_mention(head).is_none();
    let clause = scene.clauses.at(tokens[head].head).filter(|c| pronoun && c.link == Link::Adverbial)?;
    let above = scene.clauses.at(clause.parent?)?;
    above.patient.iter().copied().find(|p| *p < head && tokens[*p].pos == Pos::Noun)
}

/// `Ambassador Jane Roe`, `the Ghanaian envoy, John Roe`: a named person is also what his title or description says.
fn title_fits(scene: &Scene, head: usize, term: &Term) -> bool {
    let document = scene.document;
    let named = document.tokens[head].pos == Pos::Propn
        && document.entity_at(head).is_some_and(|e| e.label == EntityLabel::Person);
    let is = |title: usize| match term {
        Term::Word(word) => scene.is_word(title, word),
        Term::Set(set) => is_of_set(scene, title, set),
        Term::Compound(_) | Term::Kind(_) => false,
    };
    named && document.children_by(head, &[Dep::Compound, Dep::Appos, Dep::Nmod]).any(is)
}

/// `members of the Taliban`, `a court in Ecuador`, `a spokesman for the embassy`: the phrase is no actor, but one inside it says whose it is.
fn inside_fits(scene: &Scene, head: usize, terms: &Terms) -> bool {
    let Some(noun) = scene.clauses.at(head).filter(|c| c.kind == ClauseKind::Noun) else { return false };
    if scene.actor_mention(head).is_some() || terms.excluded.iter().any(|t| term_fits(scene, head, t)) {
        return false;
    }
    let behind =
        noun.obliques.iter().filter(|o| matches!(o.prep.as_ref(), "of" | "in" | "from" | "at" | "for")).map(|o| o.head);
    let mut inside = noun.owner.iter().chain(&noun.modifiers).copied().chain(behind);
    inside.any(|h| terms.wanted.iter().any(|t| matches!(t, Term::Kind(_)) && term_fits(scene, h, t)))
}

fn term_fits(scene: &Scene, head: usize, term: &Term) -> bool {
    match term {
        Term::Word(word) => scene.is_word(head, word),
        Term::Compound(words) => {
            let Some((last, before)) = words.split_last() else { return false };
            scene.is_word(head, last) && follows(scene, head, before)
        }
        Term::Set(set) => set_fits(scene, head, set),
        Term::Kind(Kind::Any) => true,
        Term::Kind(Kind::Place) => scene.place_mention(head).is_some(),
        Term::Kind(kind) => scene.actor_mention(head).is_some_and(|m| m.actors.iter().any(|a| is_kind(a, *kind))),
    }
}

fn is_of_set(scene: &Scene, token: usize, set: &WordSet) -> bool {
    scene.words(token).iter().any(|word| set.words.contains(*word))
}

fn set_fits(scene: &Scene, head: usize, set: &WordSet) -> bool {
    scene.words(head).iter().any(|word| {
        let compounds = || set.compounds.get(*word).into_iter().flatten();
        set.words.contains(*word) || compounds().any(|before| follows(scene, head, before))
    })
}

/// Whether a noun has these words among its modifiers, or among theirs.
fn follows(scene: &Scene, head: usize, words: &[Arc<str>]) -> bool {
    let is = |token: usize, word: &str| scene.is_word(token, word);
    words.iter().all(|w| scene.modifiers(head).any(|m| is(m, w) || scene.modifiers(m).any(|n| is(n, w))))
}

/// Whether an actor is of a kind.
pub fn is_kind(actor: &Actor, kind: Kind) -> bool {
    match kind {
        Kind::Any | Kind::Actor => true,
        Kind::Place => false,
        Kind::State => acts_for_state(actor),
        Kind::Igo => actor.kind == ActorKind::Igo,
        Kind::Person => actor.kind == ActorKind::Person,
        Kind::Organization => actor.kind == ActorKind::Organization && !acts_for_state(actor),
        Kind::Armed => actor.kind == ActorKind::ArmedGroup,
        Kind::Group => actor.kind == ActorKind::Group,
    }
}

/// A state, or what its code marks as its organ.
fn acts_for_state(actor: &Actor) -> bool {
    const ORGANS: [&str; 6] = ["GOV", "MIL", "JUD", "LEG", "COP", "SPY"];
    actor.kind == ActorKind::State
        || actor.country.is_some()
            && actor
                .code
                .as_deref()
                .is_some_and(|c| c.len() >= 6 && c.is_char_boundary(3) && ORGANS.contains(&&c[3..6]))
}
