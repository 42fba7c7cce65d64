//! What the text speaks of most, or spoke of last, where a description is read.

use super::things::Thing;
use super::words::Class;
use super::{Resolver, phrase};
use rustc_hash::FxHashMap;

/// How many sentences back counts as near.
const REACH: usize = 3;

impl Resolver<'_> {
    /// The thing that the article speaks of most here: uses count, the nearer the more; the first must have `lead` halves of
    /// what the second has.
    pub(super) fn in_focus(
        &self,
        sentence: usize,
        head: usize,
        lead: i32,
        wanted: &dyn Fn(&Thing) -> bool,
    ) -> Option<usize> {
        let wanted = self.spoken().filter(|(_, t)| wanted(t));
        leader(wanted.filter_map(|(i, thing)| Some((self.focus(sentence, head, thing)?, i))).collect(), lead)
    }

    /// How much the text speaks of a thing here; nothing where it does not stand near.
    fn focus(&self, sentence: usize, head: usize, thing: &Thing) -> Option<i32> {
        // One for each use, more for those in the last sentences.
        let near = thing.uses.iter().rev().take_while(|u| sentence.saturating_sub(u.sentence) <= REACH);
        let score: i32 = near
            .filter(|u| u.token < head)
            .map(|u| {
                let near = [12, 10, 5, 3][sentence.saturating_sub(u.sentence)];
                near - 1 + if u.role == phrase::Role::Subject { near / 2 } else { 0 }
            })
            .sum();
        let near = thing.last().is_some_and(|u| sentence.saturating_sub(u.sentence) <= REACH);
        near.then_some(score + thing.uses.len() as i32)
    }

    /// The state that the article speaks of most here, where its officials speak for it.
    pub(super) fn state_in_focus(
        &self,
        sentence: usize,
        head: usize,
        wanted: &dyn Fn(&Thing) -> bool,
    ) -> Option<usize> {
        let mut officials: FxHashMap<&str, i32> = FxHashMap::default();
        for (_, person) in self.spoken().filter(|(_, t)| is_official(t)) {
            if let (Some(country), Some(score)) = (&person.country, self.focus(sentence, head, person)) {
                *officials.entry(country).or_default() += score;
            }
        }
        let states = self.spoken().filter(|(_, t)| t.class == Class::State && wanted(t));
        let scored = states.filter_map(|(i, state)| {
            let theirs = state.country.as_deref().and_then(|c| officials.get(c).copied());
            let own = self.focus(sentence, head, state);
            (own.is_some() || theirs.is_some()).then(|| (own.unwrap_or(0) + theirs.unwrap_or(0), i))
        });
        leader(scored.collect(), 3)
    }

    /// Before `the government` the states for which the persons spoken of act are among what it may recall.
    pub(super) fn states_of_officials(&mut self, head: usize) {
        if !matches!(self.noun_of(head), Some((Class::Government, _))) {
            return;
        }
        let sentence = self.document.sentence_of[head] as usize;
        let near = |t: &Thing| t.last().is_some_and(|u| sentence.saturating_sub(u.sentence) <= REACH);
        let officials = self.spoken().filter(|(_, t)| is_official(t) && near(t));
        let mut countries: Vec<String> = officials.filter_map(|(_, t)| t.country.clone()).collect();
        countries.sort_unstable();
        countries.dedup();
        for country in countries {
            self.state_thing(&country);
        }
    }

    /// The last thing spoken of that is wanted; none where two stand equally near.
    pub(super) fn most_recent(
        &self,
        sentence: usize,
        head: usize,
        reach: usize,
        wanted: &dyn Fn(&Thing) -> bool,
    ) -> Option<usize> {
        let mut best: Option<(i32, usize)> = None;
        let mut second = i32::MIN;
        for (i, thing) in self.spoken().filter(|(_, t)| wanted(t)) {
            let Some(u) = thing.uses.iter().rev().find(|u| u.token < head) else { continue };
            let distance = sentence - u.sentence;
            if distance > reach {
                continue;
            }
            let score = -10 * distance.min(100) as i32 + u.role as i32 + thing.uses.len().min(6) as i32;
            match best {
                Some((b, _)) if score <= b => second = second.max(score),
                _ => {
                    second = best.map_or(second, |(b, _)| b);
                    best = Some((score, i));
                }
            }
        }
        let (score, thing) = best?;
        (second == i32::MIN || score - second >= 3).then_some(thing)
    }
}

/// The first of scored things, which must have `lead` halves of what the second has.
fn leader(mut scores: Vec<(i32, usize)>, lead: i32) -> Option<usize> {
    scores.sort_by_key(|(score, i)| (-score, *i));
    let (best, thing) = *scores.first()?;
    let second = scores.get(1).map_or(0, |s| s.0);
    (best * 2 >= second * lead).then_some(thing)
}

/// Whether a person acts for a state.
fn is_official(thing: &Thing) -> bool {
    let acts = |office: bool, code: Option<&str>| office || code.is_some_and(|c| c.len() > 3);
    thing.is_person() && thing.actors.first().is_some_and(|a| acts(a.office.is_some(), a.code.as_deref()))
}
