//! Whether a country or capital acts, locates or may do both, and places that the model alone knows.

use super::senses::Unit;
use super::{Linker, What};
use crate::actors::gazetteer::words;
use crate::actors::{Form, Place};
use crate::language::labels::{Dep, EntityLabel, Pos};
use smallvec::SmallVec;
use std::sync::Arc;

/// How a country or capital is used.
pub struct Use {
    /// It may act or be acted upon.
    pub acts: bool,
    /// It may say where.
    pub locates: bool,
    /// The reason.
    pub why: &'static str,
}

impl Linker<'_> {
    /// How the name of a country or capital is used, by the word that governs it.
    pub(super) fn use_of(&self, unit: &Unit, capital: bool) -> Use {
        let document = self.document;
        let tokens = &document.tokens;
        // Names joined by `and` are used as the first of them is.
        let mut head = unit.head;
        while tokens[head].dep == Dep::Conj && tokens[tokens[head].head].pos == Pos::Propn {
            head = tokens[head].head;
        }
        if self.after_city(unit) {
            return Use { acts: false, locates: true, why: "locates the place before it" };
        }
        let both = Use { acts: true, locates: true, why: "acts or locates" };
        match tokens[head].dep {
            Dep::Pobj => match &*tokens[tokens[head].head].lower {
                "in" | "at" | "near" | "around" | "outside" | "inside" | "across" | "through" | "throughout"
                | "over" | "within" | "into" | "onto" | "via" | "along" | "off" | "beyond" => {
                    Use { acts: false, locates: true, why: "locates" }
                }
                "from" if capital => Use { acts: false, locates: true, why: "locates" },
                "with" | "between" | "by" | "for" | "among" | "like" => {
                    Use { acts: true, locates: !capital, why: "acts" }
                }
                _ => both,
            },
            Dep::Compound | Dep::Nmod | Dep::Amod if capital => Use { acts: false, locates: true, why: "locates" },
            _ => both,
        }
    }

    /// `Lyon, France`: a country after its town.
    fn after_city(&self, unit: &Unit) -> bool {
        let tokens = &self.document.tokens;
        let start = unit.tokens.start;
        let Some(before) = start.checked_sub(2) else { return false };
        if &*tokens[start - 1].lower != "," || tokens[before].pos != Pos::Propn {
            return false;
        }
        let place = |t: usize| {
            self.document.entities.iter().any(|e| {
                e.tokens.contains(&t) && matches!(e.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac)
            })
        };
        // In a list of countries (`Spain, Portugal and France`) the one before is a country itself.
        let country_before = self.unit_at(before).is_some_and(|u| {
            matches!(self.units[u].what, What::State(s, n) if n == crate::actors::gazetteer::Naming::Name && self.gazetteer.states[s as usize].sovereign)
        });
        let joined = tokens.get(unit.tokens.end).is_some_and(|t| matches!(&*t.lower, "and" | "or"));
        place(before) && !country_before && !joined
    }

    /// The place that a capital is.
    pub(super) fn capital(&self, unit: &Unit, state: &Place) -> Place {
        let name = self.text(unit.tokens.clone());
        Place {
            id: format!("place/{}", words::slug(name)),
            name: name.to_owned(),
            country: state.country.clone(),
            lat: None,
            lon: None,
        }
    }

    /// Places that only the model knows as such.
    pub(super) fn places(&mut self) {
        let document = self.document;
        for entity in &document.entities {
            if !matches!(entity.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac) {
                continue;
            }
            if entity.tokens.clone().any(|t| self.unit_of[t].is_some()) {
                continue;
            }
            let mut tokens = entity.tokens.clone();
            while tokens.len() > 1 && matches!(document.tokens[tokens.end - 1].dep, Dep::Case | Dep::Punct) {
                tokens.end -= 1;
            }
            if tokens.len() > 1 && document.tokens[tokens.start].pos == Pos::Det {
                tokens.start += 1;
            }
            let name = self.text(tokens.clone());
            let place = Place {
                id: format!("place/{}", words::slug(name)),
                name: name.to_owned(),
                country: None,
                lat: None,
                lon: None,
            };
            let head = super::senses::head_of(document, &tokens);
            let why = format!("named entity: {}", entity.label);
            self.mention(tokens, head, Form::Name, SmallVec::new(), Some(Arc::new(place)), why);
        }
    }
}
