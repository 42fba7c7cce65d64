//! Names that hyphens join to other words: `Iran-backed`, `pro-Russian`, `US-Israeli`.

use super::senses::{Unit, What};
use super::{Linker, table_of};
use crate::actors::gazetteer::words::is_hyphen;
use crate::actors::{Actor, Form};
use smallvec::SmallVec;
use std::sync::Arc;

/// What a hyphen makes of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Nothing, or it joins it to another name.
    Free,
    /// A word before it turns it into something else: `pro-Russian`, `anti-Israel`, `non-EU`.
    Behind,
    /// A word after it does: `Iran-backed`, `US-led`, `Houthi-run`.
    Before,
}

impl Linker<'_> {
    /// How a name hangs on its neighbours by hyphens.
    pub(super) fn tie(&self, u: usize) -> Tie {
        let unit = &self.units[u];
        if unit.what == What::Role {
            return Tie::Free;
        }
        if let Some((word, other)) = self.word_before(unit)
            && other.is_none()
            && !matches!(&*word.to_lowercase(), "ex" | "then" | "former")
        {
            return Tie::Behind;
        }
        match self.word_after(unit) {
            Some((_, None)) => Tie::Before,
            _ => Tie::Free,
        }
    }

    /// The word that a hyphen joins to the left of a name, and the name that it ends, if it does.
    fn word_before(&self, unit: &Unit) -> Option<(&str, Option<usize>)> {
        let text = &self.article.text[..unit.span.start];
        let hyphen = text.chars().next_back().filter(|c| is_hyphen(*c))?;
        let text = &text[..text.len() - hyphen.len_utf8()];
        let start = text
            .rfind(|c: char| !c.is_alphanumeric() && c != '.')
            .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
        let word = &text[start..];
        (!word.is_empty()).then(|| (word, self.units.iter().position(|o| o.span.end == text.len())))
    }

    /// The word that a hyphen joins to the right of a name, and the name or role noun that it begins, if it does.
    fn word_after(&self, unit: &Unit) -> Option<(&str, Option<usize>)> {
        let text = self.article.text.get(unit.span.end..)?;
        let hyphen = text.chars().next().filter(|c| is_hyphen(*c))?;
        let start = unit.span.end + hyphen.len_utf8();
        let text = &self.article.text[start..];
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        (end > 0).then(|| (&text[..end], self.units.iter().position(|o| o.span.start == start)))
    }

    /// Whether a hyphen joins a name to one on its right: `Russian` in `Russian-Israeli`.
    pub(super) fn hyphened(&self, unit: &Unit) -> bool {
        let names = |o: Option<usize>| o.is_some_and(|o| self.units[o].what != What::Role);
        self.word_after(unit).is_some_and(|(_, o)| names(o))
    }

    /// The same for either side.
    pub(super) fn hyphened_either(&self, unit: &Unit) -> bool {
        let names = |o: Option<usize>| o.is_some_and(|o| self.units[o].what != What::Role);
        self.hyphened(unit) || self.word_before(unit).is_some_and(|(_, o)| names(o))
    }

    /// Mentions a name that a hyphen ties to another word, or names that share one token. True when it did.
    ///
    /// What only stands before a participle (`Iran-backed`) is a modifier of it; where all is one token (`U.S.-led`) and
    /// behind `pro-` and `anti-` the mention has no actor, because the noun behind is not theirs.
    pub(super) fn tied(&mut self, u: usize) -> bool {
        let unit = self.units[u].clone();
        let Some(actor) = self.actor_of(&unit) else { return false };
        let tie = self.tie(u);
        let sharing: SmallVec<[usize; 2]> =
            (u..self.units.len()).take_while(|v| self.units[*v].tokens.start == unit.tokens.start).collect();
        let whole = self.document.span(unit.tokens.clone()) == unit.span;
        let (actors, why): (SmallVec<[Arc<Actor>; 1]>, String) = match tie {
            Tie::Behind => (SmallVec::new(), format!("a hyphen turns {} into something else", actor.name)),
            Tie::Before if !whole => (SmallVec::new(), format!("not {} itself, what it has part in", actor.name)),
            Tie::Before => {
                (SmallVec::from_elem(Arc::clone(&actor), 1), format!("{}: before a participle", table_of(&actor.id)))
            }
            Tie::Free if sharing.len() > 1 => {
                let last = &self.units[sharing[sharing.len() - 1]];
                if last.tokens != unit.tokens {
                    // `U.S.-Israeli forces`, of which the last two words are a name
                    let (tokens, head) = (last.tokens.clone(), last.head);
                    let actors = sharing.iter().filter_map(|v| self.actor_of(&self.units[*v])).collect();
                    let form = self.form_of(head);
                    sharing.iter().for_each(|v| self.used[*v] = true);
                    self.mention(tokens, head, form, actors, None, "names joined by a hyphen".to_owned());
                    return true;
                }
                let actors = sharing.iter().filter_map(|v| self.actor_of(&self.units[*v])).collect();
                (actors, "names joined by a hyphen".to_owned())
            }
            Tie::Free => return false,
        };
        for v in sharing {
            self.used[v] = true;
        }
        self.mention(unit.tokens, unit.head, Form::Modifier, actors, None, why);
        true
    }

    fn actor_of(&self, unit: &Unit) -> Option<Arc<Actor>> {
        match unit.what {
            What::State(s, _) => Some(Arc::clone(&self.gazetteer.states[s as usize].actor)),
            What::Body(b, _) => Some(Arc::clone(&self.gazetteer.bodies[b as usize].actor)),
            What::Person(_) | What::Role => None,
        }
    }
}
