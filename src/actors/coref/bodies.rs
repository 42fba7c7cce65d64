//! Bodies named by a noun before somebody who belongs to them: `team member Ana Silva`, `Green camp councillors`.

use super::things::Thing;
use super::words::Class;
use super::{Resolver, phrase};
use crate::actors::Form;
use crate::language::labels::{Dep, Pos, Tag};
use std::ops::Range;

impl Resolver<'_> {
    /// `team member Ana Silva`, `a company spokesman`: the noun of a body before that of somebody who belongs to it recalls the
    /// body as `the team` does.
    pub(super) fn body_of_member(&mut self, noun: usize) {
        let tokens = &self.document.tokens;
        let token = &tokens[noun];
        let member = tokens.get(noun + 1).is_some_and(|next| {
            (token.head == noun + 1 || token.head == next.head)
                && (self.words.is_member(&next.lower) || self.words.is_member(&next.lemma))
        });
        let body = token.pos == Pos::Noun
            && token.tag == Tag::Nn
            && matches!(token.dep, Dep::Compound | Dep::Nmod)
            && self.noun_of(noun).is_some_and(|(class, _)| class == Class::Organization);
        if !body || !member {
            return;
        }
        let whole = self.with_modifiers(noun);
        // `Green camp councillors` after `the Green camp`
        let called = self.name(whole.clone());
        let same = |t: &Thing| t.class == Class::Organization && !t.plural && t.is_just_called(&called);
        if called.contains(' ')
            && let Some(thing) = self.first(same)
        {
            self.refer(whole, noun, Form::Modifier, thing, format!("description: called {called:?} before"));
            return;
        }
        let before = phrase::before(self.document, noun);
        let words = self.lemma(noun);
        let recalled =
            self.recalled(noun, &before, None).filter(|(thing, _)| self.is_spoken_of_most(*thing, noun, &words));
        let recalled = recalled.or_else(|| {
            let uses = |t: &usize| self.things[*t].uses.len();
            let all = self.spoken().filter(|(_, t)| t.class == Class::Organization && !t.plural && t.is_a(&words));
            let most = all.map(|(t, _)| t).max_by_key(uses).filter(|t| uses(t) > 2)?;
            let most = Some(most).filter(|t| self.is_spoken_of_most(*t, noun, &words))?;
            Some((most, format!("description: the {words} most spoken of")))
        });
        let Some((thing, why)) = recalled else {
            // `Opposition alliance leader`, then `the opposition alliance`
            if whole.len() > 1 {
                self.other_in(noun, whole);
            }
            return;
        };
        let tokens = phrase::extent(self.document, noun);
        self.refer(tokens, noun, Form::Modifier, thing, why);
    }

    /// Whether no other thing with the same noun is spoken of half as much: nothing else tells which of two teams is meant.
    fn is_spoken_of_most(&self, thing: usize, noun: usize, words: &str) -> bool {
        let uses = |t: &Thing| t.uses.iter().filter(|u| u.token < noun).count();
        let others = self.things.iter().enumerate().filter(|(i, t)| *i != thing && !t.plural && t.is_a(words));
        others.map(|(_, t)| uses(t)).max().unwrap_or(0) * 2 <= uses(&self.things[thing])
    }

    /// A noun that stands before another one, with the nouns and the adjective with a hyphen right before it, which the tree hangs
    /// on the last noun: `left-green camp` in `left-green camp councillors`.
    fn with_modifiers(&self, noun: usize) -> Range<usize> {
        let tokens = &self.document.tokens;
        let mut start = phrase::extent(self.document, noun).start;
        let first = self.document.sentence(noun).tokens.start;
        while start > first {
            let before = &tokens[start - 1];
            let together = before.head == noun || before.head == tokens[noun].head;
            let hyphen = start >= first + 3 && tokens[start - 2].lower.as_ref() == "-";
            match before.dep {
                Dep::Compound | Dep::Nmod if together && before.pos == Pos::Noun && hyphen => start -= 3,
                Dep::Compound | Dep::Nmod if together && before.pos == Pos::Noun => start -= 1,
                Dep::Amod if together && hyphen => start -= 3,
                _ => break,
            }
        }
        start..noun + 1
    }
}
