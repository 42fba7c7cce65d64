//! Whether a rule holds of a clause.

use super::parts::part_holds;
use super::pattern::{Kind, Pattern, Term, particles};
use super::terms::{inside_fits, is_kind, phrases_fit, set_fits};
use super::{Inner, InnerEvent, Match, Rule, Rulebook};
use crate::actors::{Actor, ActorKind};
use crate::clauses::{Clause, Form, Link};
use crate::events::draft::{is_governed, side};
use crate::events::event::Status;
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos, Tag};
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
        let sentence = &scene.document.tokens[scene.document.sentence(clause.head).tokens.clone()];
        // `to` and `by` may go without saying
        let here = particles(sentence.iter().map(|t| t.lower.as_ref()).chain(["to", "by"]));
        let mut found: Vec<Match> = self
            .indexed(clause)
            .iter()
            .filter(|indexed| indexed.takes & here != 0 && indexed.statuses & 1 << status as u8 != 0)
            .map(|indexed| self.pattern(*indexed))
            .filter(|(_, pattern)| pattern.may_hold(here))
            .filter(|(rule, pattern)| rule.holds(scene, clause, pattern, status, inner).is_ok())
            .map(|(rule, pattern)| Match { rule, pattern, score: rule.specificity(pattern) })
            .collect();
        // `will not lift the ban`, told as news, is a refusal; `says it will not lift the ban` says so in its verb
        let yields = found.iter().any(|m| matches!(m.rule.kind.plover, "RETREAT" | "CONCEDE"));
        let rank = |m: &Match| match clause.link {
            Link::Main | Link::Conjunct if yields && m.rule.is_refusal() && is_to_come(clause) => 2,
            Link::That if m.rule.is_refusal() => 0,
            _ => 1,
        };
        found.sort_by_key(|m| std::cmp::Reverse((rank(m), m.score)));
        found
    }

    /// Rules that know the predicate of which no pattern holds, each with its nearest pattern, the nearest rule first:
    /// for `explain`.
    pub fn near_misses(
        &self,
        scene: &Scene,
        clause: &Clause,
        status: Status,
        inner: &[InnerEvent],
    ) -> Vec<NearMiss<'_>> {
        let matched = self.matches(scene, clause, status, inner);
        self.misses(scene, clause, status, inner, |rule| !matched.iter().any(|m| m.rule.id == rule.id))
    }

    /// The same of those rules for which `asked` holds, none of which has a pattern that holds.
    pub fn misses(
        &self,
        scene: &Scene,
        clause: &Clause,
        status: Status,
        inner: &[InnerEvent],
        asked: impl Fn(&Rule) -> bool,
    ) -> Vec<NearMiss<'_>> {
        let mut out: Vec<NearMiss> = Vec::new();
        for (rule, pattern) in self.candidates(clause).filter(|(rule, _)| asked(rule)) {
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
    /// Whether it holds of events with this status.
    pub(super) fn may_have(&self, status: Status) -> bool {
        (self.when_status.is_empty() || self.when_status.contains(&status)) && !self.unless_status.contains(&status)
    }

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
        let says = |c: &Clause| c.head > clause.head && self.says.iter().any(|a| has_auxiliary(scene, c, a));
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
    /// and without what it only vouches for: `Rebels broke the truce, officials said`; what stands before it in quotation
    /// marks is its own word.
    fn told<'a>(&self, scene: &'a Scene, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
        let others = self.by_others;
        let told = reported(scene, clause).filter(|c| c.head > clause.head || scene.is_quoted(c.head));
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
                && !(self.by_agent && i.of_others)
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
    let owning: Vec<usize> = told.subject.iter().flat_map(owners).collect();
    let (own, who, whose) = (sides(&clause.agent), sides(&told.subject), sides(&owning));
    let is_own = |sides: &[&str]| !sides.is_empty() && sides.iter().all(|s| own.contains(s));
    // `the opposition said that the government had failed`, `Peru said it was a mistake`
    let actors = |heads: &[usize]| -> Vec<&Actor> {
        heads.iter().filter_map(|h| scene.actor_mention(*h)).flat_map(|m| m.actors.iter().map(Arc::as_ref)).collect()
    };
    let governed = actors(&clause.agent).iter().all(|a| is_governed(a));
    let rules = |heads: &[usize]| actors(heads).iter().all(|a| a.kind == ActorKind::State);
    let neuter = |s: &usize| matches!(scene.document.tokens[*s].lower.as_ref(), "it" | "this" | "that");
    let deed = told.subject.iter().all(neuter) && scene.document.children_by(told.head, &[Dep::Attr]).next().is_some();
    is_own(&who) && !deed && !(governed && rules(&told.subject))
        || who.is_empty() && is_own(&whose) && !(governed && rules(&owning))
}

/// `will not`, `would not`.
fn is_to_come(clause: &Clause) -> bool {
    clause.form == Form::Future || matches!(clause.modal.as_deref(), Some("will" | "would"))
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
    // `should X be given a part`: on that condition
    let inverted = own == "should" && {
        let first = scene.document.children_by(clause.head, &[Dep::Aux]).next();
        first.is_some_and(|a| clause.subject.iter().any(|s| *s > a))
    };
    !inverted
        && negated == clause.negated
        && past == is_past
        && (own == word || own.is_empty() && clause.lemma.as_ref() == word)
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
