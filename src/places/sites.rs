//! Seas, straits, regions, bases, crossings and other places of `data/places/sites.tsv` that hold no town's name.

use super::{Kind, PlacesError, key};
use crate::actors::Place;
use rustc_hash::FxHashMap;
use std::sync::{Arc, LazyLock};

/// One row of the table.
#[derive(Clone, Debug)]
pub struct Site {
    /// The place; its country only where there is a single one.
    pub place: Arc<Place>,
    /// What it is.
    pub kind: Kind,
    /// All states that it lies in, borders, or that claim it: ISO 3166-1 alpha-3.
    pub countries: Vec<Box<str>>,
}

/// The table, by name.
#[derive(Debug, Default)]
pub struct Sites {
    /// All rows, in order of the table.
    pub rows: Vec<Site>,
    /// Rows that bear a name, with whether it is an alternative one.
    names: FxHashMap<String, Vec<(u32, bool)>>,
}

impl Sites {
    /// The shipped table.
    ///
    /// # Panics
    /// Never: the table is part of the program, and a test loads it.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Sites> = LazyLock::new(|| {
            let text = include_str!("../../data/places/sites.tsv");
            Sites::parse("data/places/sites.tsv", text).expect("the shipped table is right")
        });
        &SHIPPED
    }

    /// Reads a table of the columns `name aliases kind countries latitude longitude`; several aliases or countries are
    /// separated by `;`.
    ///
    /// # Errors
    /// When a row lacks a column, or a kind or a number cannot be read; the message names file and line.
    pub fn parse(file: &str, text: &str) -> Result<Self, PlacesError> {
        let mut sites = Self::default();
        for (i, line) in text.lines().enumerate().skip(1).filter(|(_, l)| !l.is_empty()) {
            let wrong = |what: &str| PlacesError::Table { file: file.into(), line: i + 1, what: what.into() };
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, aliases, kind, countries, lat, lon] = columns[..] else {
                return Err(wrong("a row has 6 columns"));
            };
            let kind = Kind::parse(kind).ok_or_else(|| wrong(&format!("no kind of place is called {kind:?}")))?;
            let countries: Vec<Box<str>> = countries.split(';').filter(|c| !c.is_empty()).map(Into::into).collect();
            let number = |text: &str, most: f64| -> Result<f64, PlacesError> {
                let value: Option<f64> = text.parse().ok().filter(|v: &f64| v.abs() <= most);
                value.ok_or_else(|| wrong(&format!("{text:?} is no coordinate in degrees")))
            };
            let row = sites.rows.len() as u32;
            sites.rows.push(Site {
                place: Arc::new(Place {
                    id: format!("place/{}", key(name).replace(' ', "-")),
                    name: name.to_owned(),
                    country: (countries.len() == 1).then(|| countries[0].to_string()),
                    lat: Some(number(lat, 90.0)?),
                    lon: Some(number(lon, 180.0)?),
                }),
                kind,
                countries,
            });
            sites.names.entry(key(name)).or_default().push((row, false));
            for alias in aliases.split(';').filter(|a| !a.is_empty()) {
                let rows = sites.names.entry(key(alias)).or_default();
                if rows.iter().all(|(r, _)| *r != row) {
                    rows.push((row, true));
                }
            }
        }
        Ok(sites)
    }

    /// Rows that bear a name, with whether it is an alternative one.
    pub fn find(&self, key: &str) -> impl Iterator<Item = (&Site, bool)> {
        let rows = self.names.get(key).map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|(row, alias)| (&self.rows[*row as usize], *alias))
    }
}
