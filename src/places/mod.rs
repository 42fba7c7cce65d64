//! Where: a gazetteer, and the places that an article names.
//!
//! Two tables: `data/places/gazetteer.bin` with states, first-level divisions and towns of GeoNames, and
//! `data/places/sites.tsv` with seas, straits, regions, bases, crossings and the like. [`find()`] finds their names in an
//! article and chooses among the readings.

mod context;
mod find;
mod gazetteer;
mod key;
mod nouns;
mod sites;

pub use context::Setting;
pub use find::{PlaceMention, find};
pub use gazetteer::{Gazetteer, Record};
pub use key::key;
pub use nouns::{Nouns, Sense};
pub use sites::{Site, Sites};

use crate::actors::Place;
use std::sync::Arc;

/// What went wrong while loading places.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlacesError {
    /// The packed gazetteer cannot be read.
    #[error("data/places/gazetteer.bin: {0}; make it again with scripts/places.py")]
    Gazetteer(String),
    /// A row of a table cannot be read.
    #[error("{file}, line {line}: {what}")]
    Table {
        /// Which table.
        file: String,
        /// Its line, counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

/// Sorts of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    State,
    /// A first-level division: state, province, oblast, governorate.
    Division,
    Capital,
    Town,
    Base,
    BorderCrossing,
    Canal,
    Dam,
    Gulf,
    Island,
    Line,
    Mountain,
    NuclearSite,
    Palace,
    Region,
    River,
    Sea,
    Strait,
    TestSite,
    Zone,
}

impl Kind {
    /// The kind as `sites.tsv` names it.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "base" => Kind::Base,
            "border-crossing" => Kind::BorderCrossing,
            "canal" => Kind::Canal,
            "dam" => Kind::Dam,
            "gulf" => Kind::Gulf,
            "island" => Kind::Island,
            "line" => Kind::Line,
            "mountain" => Kind::Mountain,
            "nuclear-site" => Kind::NuclearSite,
            "palace" => Kind::Palace,
            "region" => Kind::Region,
            "river" => Kind::River,
            "sea" => Kind::Sea,
            "strait" => Kind::Strait,
            "test-site" => Kind::TestSite,
            "zone" => Kind::Zone,
            _ => return None,
        })
    }

    /// Whether people live there under a town's name.
    pub fn is_town(self) -> bool {
        matches!(self, Kind::Capital | Kind::Town)
    }

    /// Whether other places lie in it: `Paris, Texas`.
    pub fn is_area(self) -> bool {
        matches!(self, Kind::State | Kind::Division | Kind::Region | Kind::Island | Kind::Zone)
    }
}

/// One reading of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The place.
    pub place: Arc<Place>,
    /// What it is.
    pub kind: Kind,
    /// States that it lies in, borders, or that claim it: ISO 3166-1 alpha-3.
    pub countries: Vec<Box<str>>,
    /// GeoNames code of its first-level division, `US.TX`; empty where it has none.
    pub division: Box<str>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// Whether the name is an alternative one.
    pub alternative: bool,
    /// How likely news means this place by the name, before context: natural logarithm of something like inhabitants.
    pub weight: f64,
}

/// The gazetteer.
#[derive(Debug)]
pub struct Places {
    gazetteer: Gazetteer,
    sites: &'static Sites,
    nouns: Nouns,
}

impl Places {
    /// The places that come with the program.
    ///
    /// # Errors
    /// When the tables are broken, which the tests rule out.
    pub fn shipped() -> Result<Self, PlacesError> {
        Ok(Self {
            gazetteer: Gazetteer::new(include_bytes!("../../data/places/gazetteer.bin"))?,
            sites: Sites::shipped(),
            nouns: Nouns::parse("data/places/nouns.tsv", include_str!("../../data/places/nouns.tsv"))?,
        })
    }

    /// The packed table of states, divisions and towns.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The table of seas, regions and sites.
    pub fn sites(&self) -> &Sites {
        self.sites
    }

    /// Words that stand around names of places.
    pub fn nouns(&self) -> &Nouns {
        &self.nouns
    }

    /// Whether any place bears the name.
    pub fn knows(&self, name: &str) -> bool {
        let key = key(name);
        self.sites.find(&key).next().is_some() || !self.gazetteer.find(&key).is_empty()
    }

    /// Readings of a name, likeliest first: states before their towns of that name, then by inhabitants; a place's main
    /// name counts more than an alternative one.
    pub fn readings(&self, name: &str) -> Vec<Reading> {
        let key = key(name);
        let mut out: Vec<Reading> = self
            .gazetteer
            .find(&key)
            .into_iter()
            .map(|(number, alternative)| {
                let r = self.gazetteer.record(number);
                Reading {
                    weight: weight(r.kind, r.population, alternative),
                    place: Arc::new(Place {
                        id: format!("place/{}", r.geonames),
                        name: r.name.to_owned(),
                        country: Some(r.country.to_owned()),
                        lat: r.lat,
                        lon: r.lon,
                    }),
                    kind: r.kind,
                    countries: vec![r.country.into()],
                    division: r.division.into(),
                    population: r.population,
                    alternative,
                }
            })
            .collect();
        for (site, alternative) in self.sites.find(&key) {
            let mut weight = weight(site.kind, 0, alternative);
            // A site named like the town it lies at (a base, a port): the bare name is the town's.
            if let Some(town) = out.iter_mut().find(|r| r.kind.is_town() && site.countries.contains(&r.countries[0])) {
                town.weight = town.weight.max(weight);
                weight = town.weight - 0.5;
            }
            out.push(Reading {
                place: site.place.clone(),
                kind: site.kind,
                countries: site.countries.clone(),
                division: "".into(),
                population: 0,
                alternative,
                weight,
            });
        }
        out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.place.id.cmp(&b.place.id)));
        out
    }

    /// The likeliest reading of a name in an article that speaks of these countries (ISO 3166-1 alpha-3).
    pub fn resolve(&self, name: &str, countries: &[&str]) -> Option<Arc<Place>> {
        let setting = Setting::of_countries(countries);
        setting.choose(self.readings(name), None).map(|r| r.place)
    }
}

/// Natural logarithm of inhabitants, raised or lowered by what news speaks of: capitals more, divisions named like
/// their chief town and alternative names less. Seas and sites count as a town of 150,000, states as the largest of all.
fn weight(kind: Kind, population: u32, alternative: bool) -> f64 {
    let people = f64::from(population.max(1_000)).ln();
    let base = match kind {
        Kind::State => 19.0 + people / 20.0,
        Kind::Capital => people + 1.5,
        Kind::Town => people,
        Kind::Division => people.min(15.0) - 1.0,
        _ => 150_000f64.ln(),
    };
    match (kind, alternative) {
        (_, false) => base,
        (Kind::State, true) => base - 0.5,
        (Kind::Division, true) => base - 1.0,
        (Kind::Capital | Kind::Town, true) => base - 2.3,
        (_, true) => base - 0.7,
    }
}

#[cfg(test)]
mod tests;
