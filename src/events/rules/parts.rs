//! Whether what a pattern asks for stands with a predicate.

use super::matching::OBJECT;
use super::pattern::{Part, Term, Terms};
use super::terms::{is_of_set, phrases_fit, set_fits, term_fits};
use crate::clauses::{Clause, ClauseKind, Link, Oblique};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos, Tag};
use smallvec::SmallVec;
use std::sync::Arc;

/// `Err` says what is missing.
pub(super) fn part_holds(scene: &Scene, clause: &Clause, part: &Part) -> Result<(), &'static str> {
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
            let particle = clause.particle.as_ref().is_some_and(|p| preps.contains(p));
            let moved = (particle || is_homeward(scene, clause, preps)) && !clause.patient.is_empty();
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
    const CALLED: [Dep; 4] = [Dep::Oprd, Dep::Acomp, Dep::Ccomp, Dep::Dobj];
    if preps.is_none() && document.child_by(clause.head, &CALLED).is_none() {
        return false;
    }
    let of = |head: usize, deps: &'static [Dep]| {
        let describes = |a: &usize| {
            let t = &document.tokens[*a];
            t.pos == Pos::Adj || matches!(t.tag, Tag::Vbg | Tag::Vbn) && t.dep != Dep::Ccomp
        };
        document.children_by(head, deps).filter(describes)
    };
    // `calls the ruling an outrageous act`: the adjective before the noun
    let before = |noun: usize| of(noun, &[Dep::Amod]).filter(move |a| *a < noun);
    let first: Vec<usize> = match preps {
        None => {
            let named =
                document.children_by(clause.head, &[Dep::Oprd]).filter(|o| document.tokens[*o].pos == Pos::Noun);
            of(clause.head, &CALLED).chain(named.flat_map(before)).collect()
        }
        Some(preps) => {
            // the tree hangs `as` on the verb or on what is called so
            let above = std::iter::once(clause.head).chain(clause.patient.iter().copied());
            let behind = above.flat_map(|h| document.children_by(h, &[Dep::Prep]));
            let behind = behind.filter(|p| preps.contains(&document.tokens[*p].lower));
            let behind: SmallVec<[usize; 4]> = behind.collect();
            if behind.is_empty() {
                return false;
            }
            let plain = behind.iter().flat_map(|p| of(*p, &[Dep::Amod, Dep::Pcomp, Dep::Pobj, Dep::Acomp]));
            let named = behind.iter().flat_map(|p| document.children_by(*p, &[Dep::Pobj]));
            let as_what = preps.iter().any(|p| p.as_ref() == "as");
            plain.chain(named.filter(|_| as_what).flat_map(before)).collect()
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
fn phrases_behind(scene: &Scene, clause: &Clause, preps: &[Arc<str>]) -> SmallVec<[usize; 8]> {
    // `called the raid on X an outrage`: what hangs on the object tells of it alone
    let judged = scene.document.child_by(clause.head, &[Dep::Oprd]).is_some();
    let name = |c: &Clause| scene.document.tokens[c.head].dep == Dep::Oprd;
    let objects = clause.patient.iter().filter_map(|p| scene.clauses.at(*p));
    let objects = objects.filter(|c| c.kind == ClauseKind::Noun && (!judged || name(c)));
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

/// `called its envoy home`: the word is an adverb, whatever the tree makes of it.
fn is_homeward(scene: &Scene, clause: &Clause, words: &[Arc<str>]) -> bool {
    let tokens = &scene.document.tokens;
    words.iter().any(|w| w.as_ref() == "home")
        && scene.document.children(clause.head).any(|c| c > clause.head && tokens[c].lower.as_ref() == "home")
}

fn has_particle(scene: &Scene, clause: &Clause, words: &[Arc<str>]) -> bool {
    // `called off the duties on X`, `called the raid on X a crime` call on nobody
    let asks = clause.particle.is_some() || clause.lemma.as_ref() == "call";
    let parted = asks && words.iter().all(|w| matches!(w.as_ref(), "on" | "upon"));
    let stands = match parted {
        true => clause.obliques.iter().any(|o| words.contains(&o.prep)),
        false => !phrases_behind(scene, clause, words).is_empty(),
    };
    if clause.particle.as_ref().is_some_and(|p| words.contains(p)) || stands || is_homeward(scene, clause, words) {
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
    // `calls the blast an attack on all` calls on nobody
    let described = |a: &usize| !matches!(scene.document.tokens[*a].pos, Pos::Noun | Pos::Propn);
    under(clause.head) || scene.document.children_by(clause.head, &[Dep::Acomp, Dep::Oprd]).filter(described).any(under)
}
