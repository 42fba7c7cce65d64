//! Who stands around an event in the sentence, beside what its own slots hold.

use super::slots::Filler;
use super::{Filled, side};
use crate::clauses::words::{self, Harm};
use crate::clauses::{Clause, ClauseKind};
use crate::language::labels::{Dep, Pos};

impl Filler<'_> {
    /// Whether a predicate says between whom it is: `a truce between X and Y`.
    pub(super) fn names_both(&self, clause: &Clause) -> bool {
        self.phrases(&self.behind(clause, "between"), true).len() > 1
    }

    /// `Nine farmers died in Saudi raids`: those whom the verb around a blow says to be hurt.
    pub fn harmed(&self, clause: &Clause, taken: &[Filled]) -> Vec<Filled> {
        if clause.kind != ClauseKind::Noun || !self.is_adjunct(clause) {
            return Vec::new();
        }
        let Some(verb) = self.scene.verbal_above(clause) else { return Vec::new() };
        let hurt = match words::harm(&verb.lemma) {
            Some(Harm::Done) => &verb.patient,
            Some(Harm::Suffered) => &verb.agent,
            None => return Vec::new(),
        };
        let mut found = self.phrases(hurt, true);
        found.retain(|f| !taken.iter().any(|t| side(&t.actor) == side(&f.actor)));
        found
    }

    /// `Peru intercepted a missile launched by X`: who stops a weapon is whom it was sent against.
    pub fn stopping(&self, clause: &Clause, taken: &[Filled]) -> Vec<Filled> {
        let tokens = &self.scene.document.tokens;
        let noun = tokens[clause.head].head;
        let described = tokens[clause.head].dep == Dep::Acl && words::sets_off(&clause.lemma);
        let stopped = tokens[noun].dep == Dep::Dobj;
        let verb = self.scene.clauses.at(tokens[noun].head).filter(|v| described && stopped && words::stops(&v.lemma));
        let mut found = verb.map(|v| self.phrases(&v.agent, true)).unwrap_or_default();
        found.retain(|f| !taken.iter().any(|t| side(&t.actor) == side(&f.actor)));
        found
    }

    /// The subject of the clause around a noun: `After talks with X, Y said` makes Y a party of the talks.
    pub fn outer_subject(&self, clause: &Clause) -> Vec<Filled> {
        if clause.kind != ClauseKind::Noun || !self.is_adjunct(clause) {
            return Vec::new();
        }
        let Some(verb) = self.scene.verbal_above(clause) else { return Vec::new() };
        self.phrases(&verb.subject, false)
    }

    /// Whether a noun stands behind a preposition of time or circumstance that hangs on a verb.
    pub fn is_adjunct(&self, clause: &Clause) -> bool {
        let document = self.scene.document;
        let t = &document.tokens[clause.head];
        let prep = &document.tokens[t.head];
        t.dep == Dep::Pobj
            && matches!(
                prep.lower.as_ref(),
                "after"
                    | "during"
                    | "following"
                    | "before"
                    | "in"
                    | "at"
                    | "amid"
                    | "ahead"
                    | "of"
                    | "on"
                    | "for"
                    | "through"
            )
            && !matches!(document.tokens[prep.head].pos, Pos::Noun | Pos::Propn)
    }
}
