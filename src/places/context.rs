//! Choosing among the readings of a name.

use super::{Kind, Reading};
use rustc_hash::{FxHashMap, FxHashSet};

/// How much more likely, as a factor of inhabitants, a place is in a state that the article speaks of (e^4 is about 50).
const SPOKEN_OF: f64 = 4.0;
/// A division that bears a state's name (Georgia), where the article names other parts of its country and not that state.
const PART_SPOKEN_OF: f64 = 2.5;
/// What names the place's state or division beside it outweighs everything: `Paris, Texas`.
const BESIDE: f64 = 30.0;

/// What an article speaks of, as far as it tells places apart.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// States spoken of, with how often.
    countries: FxHashMap<Box<str>, u32>,
    /// States of which divisions or towns other than the capital are named.
    parts: FxHashSet<Box<str>>,
}

impl Setting {
    /// These states were spoken of.
    pub fn of_countries(countries: &[&str]) -> Self {
        let mut setting = Self::default();
        countries.iter().for_each(|c| setting.add(c));
        setting
    }

    /// The article speaks of this state (ISO 3166-1 alpha-3).
    pub fn add(&mut self, country: &str) {
        *self.countries.entry(country.into()).or_default() += 1;
    }

    /// The article names this place, and its name leaves no doubt.
    pub fn add_place(&mut self, reading: &Reading) {
        if let [country] = &reading.countries[..] {
            self.add(country);
            if matches!(reading.kind, Kind::Division | Kind::Town) {
                self.parts.insert(country.clone());
            }
        }
    }

    /// How strongly the article speaks of one of these states, from 0 to 1.
    pub fn share(&self, countries: &[Box<str>]) -> f64 {
        let most = self.countries.values().copied().max().unwrap_or(0);
        let here = countries.iter().filter_map(|c| self.countries.get(c)).max().copied().unwrap_or(0);
        if here == 0 { 0.0 } else { 0.5 + 0.5 * f64::from(here) / f64::from(most) }
    }

    /// The best reading. `beside` is what stands after the name and a comma, or in brackets: its readings, if it is an
    /// area.
    pub fn choose(&self, readings: Vec<Reading>, beside: Option<&[Reading]>) -> Option<Reading> {
        let names_a_state = readings.iter().any(|r| r.kind == Kind::State);
        let score = |r: &Reading| {
            let lies_in = beside.is_some_and(|areas| areas.iter().any(|area| r.lies_in(area)));
            let part = names_a_state && r.kind == Kind::Division && self.parts.contains(&r.countries[0]);
            r.weight
                + SPOKEN_OF * self.share(&r.countries)
                + if part { PART_SPOKEN_OF } else { 0.0 }
                + if lies_in { BESIDE } else { 0.0 }
        };
        // Of equals the first, which is the likeliest without context.
        readings.into_iter().rev().max_by(|a, b| score(a).total_cmp(&score(b)))
    }
}

impl Reading {
    /// Whether the place lies in an area: a state or a first-level division.
    pub fn lies_in(&self, area: &Reading) -> bool {
        self.place.id != area.place.id
            && match area.kind {
                Kind::State => self.kind != Kind::State && self.countries.contains(&area.countries[0]),
                Kind::Division => self.kind.is_town() && self.division == area.division,
                _ => false,
            }
    }
}
