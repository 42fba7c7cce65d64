//! Whether a country or capital acts, locates or may do both, and places that the model alone knows.

use super::senses::Unit;
use super::{Linker, What};
use crate::actors::gazetteer::words;
use crate::actors::{Form, Mention, Place};
use crate::language::labels::{Dep, EntityLabel, Pos};
use crate::places::{Kind, Nouns, Sense, Sites, key};
use smallvec::SmallVec;
use std::ops::Range;
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
            // `Beijing-Moscow ties`
            Dep::Compound | Dep::Nmod | Dep::Amod if capital && self.hyphened_either(unit) => {
                Use { acts: true, locates: false, why: "acts, joined to another" }
            }
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
            self.document
                .entity_at(t)
                .is_some_and(|e| matches!(e.label, EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac))
        };
        // In a list of countries (`Spain, Portugal and France`) the one before is a country itself.
        let country_before = self.unit_at(before).is_some_and(|u| {
            matches!(self.units[u].what, What::State(s, n) if n == crate::actors::gazetteer::Naming::Name && self.gazetteer.states[s as usize].sovereign)
        });
        let joined = tokens.get(unit.tokens.end).is_some_and(|t| matches!(&*t.lower, "and" | "or"));
        place(before) && !country_before && !joined
    }

    /// Takes a name that the tables do not know for a place where it stands as one: behind `in`, `near`, `across` and
    /// the like, above all with its state after it (`in Zawtar al-Sharqiyah, Lebanon`). True when it did.
    pub(super) fn take_place(&mut self, name: &Range<usize>, person: bool) -> bool {
        let document = self.document;
        let head = super::senses::head_of(document, name);
        let Some(preposition) = self.preposition(head) else { return false };
        let state = self.state_after(name);
        let locating = match preposition {
            "in" | "near" | "across" | "outside" | "around" => true,
            "at" | "from" | "inside" | "throughout" | "into" | "towards" | "toward" => state.is_some(),
            _ => false,
        };
        // A title, and the same name elsewhere as a person's, speak against it; so does an article before an organisation's.
        let before = name.start.checked_sub(1);
        let settled = self.is_behind_town(head);
        let locating = locating || settled;
        let titled = before.is_some_and(|t| {
            self.unit_at(t).is_some_and(|u| self.units[u].role.is_some())
                || matches!(document.tokens[t].pos, Pos::Noun | Pos::Propn | Pos::Det)
        });
        let acronym = name.len() == 1 && !self.text(name.clone()).contains(char::is_lowercase);
        if !locating || titled || acronym {
            return false;
        }
        if state.is_none() && !settled {
            let text = self.text(name.clone());
            let elsewhere = document.entities.iter().any(|e| {
                e.tokens.start != name.start
                    && matches!(e.label, EntityLabel::Person | EntityLabel::Org)
                    && self.text(e.tokens.clone()).contains(text)
                    && self.preposition(super::senses::head_of(document, &e.tokens)).is_none()
            });
            // `shares in Gazprom`, `faith in Smith`: behind a bare noun `in` tells less.
            let under_verb =
                self.governor(head).is_some_and(|t| matches!(document.tokens[t].pos, Pos::Verb | Pos::Aux));
            if elsewhere || preposition == "in" && !under_verb && (!person || name.len() == 1) {
                return false;
            }
        }
        let text = self.text(name.clone()).to_owned();
        let country = state.and_then(|s| self.gazetteer.states[s as usize].actor.country.clone());
        let id = format!("place/{}", words::slug(&text));
        let place = Place { id, name: text, country, lat: None, lon: None };
        let why =
            format!("behind `{preposition}`{}: a place", if state.is_some() { " and before its state" } else { "" });
        self.mention(name.clone(), head, Form::Name, SmallVec::new(), Some(Arc::new(place)), why);
        true
    }

    /// Whether what the model takes for one name is that of a town and its division: `Pokrovsk, Donetsk Oblast`.
    pub(super) fn is_town_of_division(&self, name: &Range<usize>) -> bool {
        let tokens = &self.document.tokens[name.clone()];
        let division = tokens.last().is_some_and(|t| Nouns::shipped().is(&t.lower, Sense::Division));
        division && tokens.iter().any(|t| t.tag == crate::language::labels::Tag::Comma)
    }

    /// Whether a name stands behind `the town of`, also as one of several.
    fn is_behind_town(&self, head: usize) -> bool {
        let tokens = &self.document.tokens;
        let Some(preposition) = self.prepositional(head) else { return false };
        let noun = &tokens[tokens[preposition].head];
        &*tokens[preposition].lower == "of"
            && noun.pos == Pos::Noun
            && Nouns::shipped().is(&noun.lemma, Sense::Settlement)
    }

    /// Takes what the model holds for an organisation for a place where its name is that of a line, sea or other part of the
    /// earth that nobody runs (`the Line of Control`; but not a canal or base), or ends in the word for a building and stands
    /// behind a preposition of place (`at the Peace House`; but `the Peace House said`). True when it did.
    pub(super) fn take_site(&mut self, name: &Range<usize>) -> bool {
        let text = self.text(name.clone()).to_owned();
        let listed = Sites::shipped().find(&key(&text)).find(|(site, _)| {
            use Kind::{Gulf, Line, Mountain, River, Sea, Strait, Zone};
            matches!(site.kind, Gulf | Line | Mountain | River | Sea | Strait | Zone)
        });
        let head = super::senses::head_of(self.document, name);
        let noun = &*self.document.tokens[head].lower;
        let building = Nouns::shipped().is(noun, Sense::Site);
        let locating =
            |p| matches!(p, "at" | "in" | "near" | "inside" | "outside" | "along" | "across" | "around" | "on");
        let (place, why) = match listed {
            Some((site, _)) => (site.place.clone(), "sites.tsv: no organisation".to_owned()),
            None if name.len() > 1 && Nouns::shipped().is(noun, Sense::Land) => {
                let id = format!("place/{}", words::slug(&text));
                let place = Place { id, name: text, country: None, lat: None, lon: None };
                (Arc::new(place), format!("a `{noun}`: a place"))
            }
            None => {
                let Some(p) = self.preposition(head).filter(|p| name.len() > 1 && building && locating(*p)) else {
                    return false;
                };
                let why = format!("a `{noun}` behind `{p}`: a place");
                let id = format!("place/{}", words::slug(&text));
                (Arc::new(Place { id, name: text, country: None, lat: None, lon: None }), why)
            }
        };
        self.mention(name.clone(), head, Form::Name, SmallVec::new(), Some(place), why);
        true
    }

    /// The preposition that governs a name, also through `and`.
    fn preposition(&self, head: usize) -> Option<&'_ str> {
        let t = self.prepositional(head)?;
        Some(&*self.document.tokens[t].lower)
    }

    fn prepositional(&self, mut head: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        while tokens[head].dep == Dep::Conj && tokens[head].head < head {
            head = tokens[head].head;
        }
        (tokens[head].dep == Dep::Pobj).then_some(tokens[head].head)
    }

    fn governor(&self, head: usize) -> Option<usize> {
        self.prepositional(head).map(|p| self.document.tokens[p].head)
    }

    /// The state named behind a comma after a name: `Tyre, Lebanon`, also with its province between.
    fn state_after(&self, name: &Range<usize>) -> Option<u32> {
        let tokens = &self.document.tokens;
        if &*tokens.get(name.end)?.lower != "," {
            return None;
        }
        if self.unit_of.get(name.end + 1)?.is_none() {
            let next = self.document.entity_at(name.end + 1)?;
            let place = matches!(next.label, EntityLabel::Gpe | EntityLabel::Loc);
            return if place && next.tokens.start == name.end + 1 { self.state_after(&next.tokens) } else { None };
        }
        let unit = &self.units[self.unit_of.get(name.end + 1).copied().flatten()? as usize];
        let possessive = tokens.get(unit.tokens.end).is_some_and(|t| t.tag == crate::language::labels::Tag::Pos);
        match unit.what {
            What::State(s, crate::actors::gazetteer::Naming::Name) if !possessive => Some(s),
            _ => None,
        }
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
            let read = |m: &Mention| m.form != Form::Nominal && entity.tokens.contains(&m.head);
            if self.mentions.iter().any(read) {
                continue;
            }
            let mut tokens = entity.tokens.clone();
            while tokens.len() > 1 && matches!(document.tokens[tokens.end - 1].dep, Dep::Case | Dep::Punct) {
                tokens.end -= 1;
            }
            if tokens.len() > 1 && document.tokens[tokens.start].pos == Pos::Det {
                tokens.start += 1;
            }
            // `the South` is another one in every article.
            if tokens.clone().all(|t| Nouns::shipped().is(&document.tokens[t].lower, Sense::Direction)) {
                continue;
            }
            let name = self.text(tokens.clone());
            let state = self.state_after(&tokens);
            let place = Place {
                id: format!("place/{}", words::slug(name)),
                name: name.to_owned(),
                country: state.and_then(|s| self.gazetteer.states[s as usize].actor.country.clone()),
                lat: None,
                lon: None,
            };
            let head = super::senses::head_of(document, &tokens);
            let why = format!("named entity: {}", entity.label);
            self.mention(tokens, head, Form::Name, SmallVec::new(), Some(Arc::new(place)), why);
        }
    }
}
