//! Names of bodies with a noun for what they are before them: `the Palestinian militant group Hamas`.

use super::Linker;
use super::senses::{What, head_of};
use super::ties::Tie;
use crate::actors::coref::{is_given_name, names_a_body};
use crate::language::labels::{Dep, Tag};
use std::ops::Range;

/// A noun before the name of a body, with all that stands before it.
pub(super) struct Described {
    /// First token of the phrase, with article and modifiers.
    pub start: usize,
    /// The token that governs noun and name together.
    pub head: usize,
    /// The state that the noun names, by its number.
    pub state: Option<u32>,
}

impl Linker<'_> {
    /// Bodies of the tables that a noun stands before: noun and name are one mention, and the noun is no other body of
    /// its state.
    pub(super) fn described_bodies(&mut self) {
        for u in 0..self.units.len() {
            let unit = self.units[u].clone();
            let What::Body(b, naming) = unit.what else { continue };
            if self.used[u] || self.tie(u) != Tie::Free {
                continue;
            }
            let Some(described) = self.take_noun_before(&unit.tokens, unit.head) else { continue };
            self.used[u] = true;
            self.body(&unit, b, naming, described.start..unit.tokens.end, described.head);
        }
    }

    /// Takes the role noun right before a name if it says what the name names.
    pub(super) fn take_noun_before(&mut self, name: &Range<usize>, head: usize) -> Option<Described> {
        let u = self.noun_before(name, head)?;
        let unit = self.units[u].clone();
        let phrase = self.phrase(u);
        let first = self.units[..=u].partition_point(|v| v.tokens.start < phrase.start);
        for v in first..=u {
            self.used[v] |= self.units[v].what == What::Role;
        }
        let state = phrase.owners.first().and_then(|o| match self.units[o.unit].what {
            What::State(s, _) => Some(s),
            _ => None,
        });
        // In `the group Hamas` the tree makes either word the head.
        let below = self.document.tokens[unit.head].dep;
        let head = if matches!(below, Dep::Compound | Dep::Nmod) { head } else { unit.head };
        Some(Described { start: phrase.start.min(unit.tokens.start), head, state })
    }

    /// Whether a name that the model takes for a person's has a noun for a body beside it: `the rebel group Jaysh al-Horan`,
    /// `Instituto Rosa, a school in Porto`.
    pub(super) fn names_body(&self, name: &Range<usize>) -> bool {
        let tokens = &self.document.tokens;
        let head = head_of(self.document, name);
        let behind = || {
            let beside = self.document.child_by(head, &[Dep::Appos]).filter(|a| *a >= name.end);
            beside.is_some_and(|b| {
                let article = self.document.children(b).any(|c| tokens[c].tag == Tag::Dt);
                article && tokens[b].tag == Tag::Nn && names_a_body(&tokens[b].lower)
            }) && !is_given_name(&tokens[name.start].lower)
        };
        // `the Vesper Opera`
        let ends = || {
            let the = |t: usize| &*tokens[t].lower == "the";
            let article = the(name.start) || name.start.checked_sub(1).is_some_and(the);
            let noun = &tokens[name.end - 1];
            name.len() > 1 && article && noun.tag == Tag::Nnp && names_a_body(&noun.lower)
        };
        self.noun_before(name, head).is_some() || behind() || ends()
    }

    /// The role noun right before a name that the tree ties to it and that is one for a body.
    pub(super) fn noun_before(&self, name: &Range<usize>, head: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let u = name.start.checked_sub(1).and_then(|t| self.unit_at(t))?;
        let unit = &self.units[u];
        let last = &tokens[unit.tokens.end - 1];
        if self.used[u] || unit.what != What::Role || last.tag != Tag::Nn || !names_a_body(&last.lower) {
            return None;
        }
        let up = tokens[head].head;
        let beside = tokens[head].dep == Dep::Appos && unit.tokens.contains(&up);
        let before = matches!(tokens[unit.head].dep, Dep::Compound | Dep::Nmod | Dep::Amod)
            && name.contains(&tokens[unit.head].head);
        // The verb taken for one of a clause that describes the noun: `the gas company Halden cut supplies`.
        let clause = tokens[up].dep == Dep::Relcl
            && unit.tokens.contains(&tokens[up].head)
            && tokens[unit.head].dep == Dep::Root;
        (beside || before || clause).then_some(u)
    }
}
