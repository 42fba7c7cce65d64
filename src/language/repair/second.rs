//! Second statements of a sentence, whose subject the model takes for one more of what the first ends with.

use super::Repair;
use super::verbs::is;
use crate::language::labels::{Dep, Tag};

impl Repair<'_> {
    /// "recalled its envoy from Lima and Chile closed its port": where no `and` stands before the second verb, the name behind the first
    /// `and` is its subject.
    pub(super) fn second_subjects(&mut self) {
        for verb in 2..self.document.tokens.len() {
            let first = self.document.tokens[verb].head;
            let marked = self.document.child_by(verb, &[Dep::Mark]).is_some();
            let joined = self.document.tokens[verb].dep == Dep::Conj;
            if !joined && (marked || self.document.tokens[verb].dep != Dep::Advcl)
                || first >= verb
                || !self.is_finite(verb)
                || self.has_subject(verb)
            {
                continue;
            }
            if let Some((noun, conjunction)) = self.last_of_series(verb, first) {
                self.part(verb, first, noun, conjunction);
            }
        }
    }

    /// "recalls its envoy from Lima and Chile closes its port" with the envoy as who closes: he is the object of the first verb, which
    /// has none and is none of saying.
    pub(super) fn objects_before_second_subjects(&mut self) {
        for verb in 2..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let first = tokens[verb].head;
            let inside = tokens[verb].dep == Dep::Ccomp
                && first < verb
                && self.is_finite(verb)
                && !is("with_clause", &tokens[first].lemma);
            let has = |dep: Dep| self.document.child_by(first, &[dep]).is_some();
            if !inside || has(Dep::Dobj) || has(Dep::Prt) || self.document.child_by(verb, &[Dep::Mark]).is_some() {
                continue;
            }
            let Some(object) = self.document.child_by(verb, &[Dep::Nsubj]) else { continue };
            let begins = self.document.subtree(object).start == first + 1 && object < verb;
            let Some((noun, conjunction)) = self.last_of_series(verb, object).filter(|_| begins) else { continue };
            if tokens[noun].head == object {
                continue;
            }
            self.attach(object, first, Dep::Dobj);
            self.attach(verb, first, Dep::Conj);
            self.part(verb, first, noun, conjunction);
        }
    }

    fn is_finite(&self, verb: usize) -> bool {
        let modal = |a: usize| matches!(self.document.tokens[a].tag, Tag::Md | Tag::Vbz | Tag::Vbd | Tag::Vbp);
        let undergoes = self.document.child_by(verb, &[Dep::Agent]).is_some();
        matches!(self.document.tokens[verb].tag, Tag::Vbz | Tag::Vbd | Tag::Vbp) && !undergoes
            || self.document.children_by(verb, &[Dep::Aux, Dep::Auxpass]).any(modal)
    }

    fn has_subject(&self, verb: usize) -> bool {
        self.document.child_by(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl, Dep::Csubj]).is_some()
    }

    /// The noun phrase that ends right before a verb and its auxiliaries and is joined by `and` to something behind `after`, with
    /// the `and`.
    fn last_of_series(&self, verb: usize, after: usize) -> Option<(usize, usize)> {
        let tokens = &self.document.tokens;
        let mut end = verb;
        let helps = |t: usize| {
            tokens[t].head == verb && matches!(tokens[t].dep, Dep::Aux | Dep::Auxpass | Dep::Neg | Dep::Advmod)
        };
        while end > after + 1 && helps(end - 1) {
            end -= 1;
        }
        // `and the premier, a colonel, said`
        let set_off = end > after + 2 && tokens[end - 1].tag == Tag::Comma;
        if set_off {
            end -= 1;
        }
        let last = end.checked_sub(1).filter(|l| *l > after && self.is_nominal(*l))?;
        let chain = std::iter::once(last).chain(self.document.ancestors(last)).take(6);
        let noun = chain.take_while(|t| *t > after).find(|t| tokens[*t].dep == Dep::Conj && self.is_nominal(*t))?;
        let other = tokens[noun].head;
        let mut phrase = self.document.subtree(noun);
        if set_off {
            phrase.end = phrase.end.min(end);
            self.document.child_by(noun, &[Dep::Appos, Dep::Relcl])?;
        }
        let conjunction = phrase.start.checked_sub(1)?;
        let joined = phrase.end == end
            && tokens[conjunction].dep == Dep::Cc
            && tokens[conjunction].head == other
            && matches!(tokens[conjunction].lower.as_ref(), "and" | "but" | "while" | "yet");
        let behind = other >= after && self.is_nominal(other) && other < conjunction;
        (joined && behind).then_some((noun, conjunction))
    }

    /// "froze its aid to Chad and Niger condemned Mali" with the first statement as what is said: it stands beside the second, whose
    /// verb has no subject.
    pub(super) fn first_statements(&mut self) {
        for first in 1..self.document.tokens.len() {
            let (dep, verb) = (self.document.tokens[first].dep, self.document.tokens[first].head);
            let lacks = dep == Dep::Ccomp && verb > first && self.is_finite(verb) && !self.has_subject(verb);
            if !lacks || !self.is_finite(first) || !self.has_subject(first) {
                continue;
            }
            let Some((noun, conjunction)) = self.last_of_series(verb, first) else { continue };
            let (head, dep) = (self.document.tokens[verb].head, self.document.tokens[verb].dep);
            self.attach(first, if head == verb { first } else { head }, dep);
            self.attach(verb, first, Dep::Conj);
            self.part(verb, first, noun, conjunction);
        }
    }

    /// Makes a noun the subject of a verb that `conjunction` joins to the first one.
    fn part(&mut self, verb: usize, first: usize, noun: usize, conjunction: usize) {
        let passive = self.document.child_by(verb, &[Dep::Auxpass]).is_some();
        self.document.tokens[verb].dep = Dep::Conj;
        self.attach(noun, verb, if passive { Dep::Nsubjpass } else { Dep::Nsubj });
        self.document.rehang(conjunction, first);
    }
}
