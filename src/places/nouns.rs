//! Words that stand around names of places: `data/places/nouns.tsv`.

use super::PlacesError;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What such a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// `region`: the name is that of a first-level division where there is one.
    Division,
    /// `airport`: a site in the place named.
    Facility,
    /// `town`: as a facility; the name behind its `of` is a place, whatever the model takes it for.
    Settlement,
    /// `Reef`: what is called so is a part of the earth, whatever the model takes it for.
    Land,
    /// `Hall`: what is called so is a building, street or line.
    Site,
    /// `southern`: a part of the place named.
    Direction,
    /// `in`: the name that follows is a place, whatever the model takes it for.
    Inner,
    /// `to`: the name that follows is a place where the model saw nothing else in it.
    Toward,
}

/// The table.
#[derive(Debug, Default)]
pub struct Nouns(FxHashMap<Box<str>, Sense>);

impl Nouns {
    /// The shipped table.
    ///
    /// # Panics
    /// Never: the table is part of the program, and a test loads it.
    pub fn shipped() -> &'static Self {
        static SHIPPED: LazyLock<Nouns> = LazyLock::new(|| {
            let text = include_str!("../../data/places/nouns.tsv");
            Nouns::parse("data/places/nouns.tsv", text).expect("the shipped table is right")
        });
        &SHIPPED
    }

    /// Reads the table: lines of a word and its sense; `#` starts a comment.
    ///
    /// # Errors
    /// When a sense is none of `division facility settlement land site direction inner toward`.
    pub fn parse(file: &str, text: &str) -> Result<Self, PlacesError> {
        let mut nouns = Self::default();
        let rows = text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
        for (i, line) in rows.skip(1) {
            let wrong = |what: String| PlacesError::Table { file: file.into(), line: i + 1, what };
            let (word, sense) = line.split_once('\t').ok_or_else(|| wrong("a row has a word and a sense".into()))?;
            let sense = match sense {
                "division" => Sense::Division,
                "facility" => Sense::Facility,
                "settlement" => Sense::Settlement,
                "land" => Sense::Land,
                "site" => Sense::Site,
                "direction" => Sense::Direction,
                "inner" => Sense::Inner,
                "toward" => Sense::Toward,
                _ => {
                    return Err(wrong(format!(
                        "{sense:?} is no sense: division, facility, settlement, land, site, direction, inner or toward"
                    )));
                }
            };
            nouns.0.insert(word.into(), sense);
        }
        Ok(nouns)
    }

    /// The sense of a word in lower case.
    pub fn sense(&self, word: &str) -> Option<Sense> {
        self.0.get(word).copied()
    }

    /// Whether the word has that sense.
    pub fn is(&self, word: &str, sense: Sense) -> bool {
        self.sense(word) == Some(sense)
    }
}
