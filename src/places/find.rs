//! Finding the names of places in an article.

use super::{Kind, Nouns, Places, Reading, Sense, Setting, key};
use crate::actors::Place;
use crate::article::Article;
use crate::language::Document;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use crate::span::Span;
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// Longest name in tokens.
const LONGEST: usize = 6;
/// A reading whose weight leads the next by so much needs no context.
const CLEAR: f64 = 3.0;

/// A name of a place in an article.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// Tokens of the name, without article and possessive mark.
    pub tokens: Range<usize>,
    /// The token of the name that governs the others.
    pub head: usize,
    /// Tokens of the description that the name belongs to, where it stands for a site in the place: `the Foreign
    /// Ministry in Seoul`; else those of the name.
    pub phrase: Range<usize>,
    /// The name in the text.
    pub span: Span,
    /// The place.
    pub place: Arc<Place>,
    /// What it is; none when the gazetteer lacks it and only the model says that it is a place.
    pub kind: Option<Kind>,
    /// States that it lies in, borders, or that claim it: ISO 3166-1 alpha-3.
    pub countries: Vec<Box<str>>,
    /// How the reading was chosen.
    pub why: String,
}

/// A name before its reading is chosen.
struct Candidate {
    tokens: Range<usize>,
    key: String,
    readings: Vec<Reading>,
}

/// Places that an article names, in order. `setting` holds the states that the article speaks of as far as the caller
/// knows them; those that are named as places are added here. A name has one reading throughout the article.
pub fn find(places: &Places, article: &Article, document: &Document, setting: Setting) -> Vec<PlaceMention> {
    let finder = Finder { places, article, document };
    let mut candidates = finder.candidates(&setting);
    candidates.iter_mut().for_each(|c| finder.heed_article(c));
    let mut setting = setting;
    for c in &candidates {
        if let [first, rest @ ..] = &c.readings[..]
            && rest.iter().all(|r| r.countries == first.countries || r.weight + CLEAR < first.weight)
        {
            setting.add_place(first);
        }
    }
    let beside = |i: usize| -> Option<&[Reading]> {
        let (this, next) = (&candidates[i], candidates.get(i + 1)?);
        let between = document.tokens.get(this.tokens.end..next.tokens.start)?;
        let joined = matches!(between, [mark] if matches!(&*mark.lower, "," | "("));
        (joined && next.readings.iter().any(|r| r.kind.is_area())).then_some(&next.readings[..])
    };
    let lies_beside = |i: usize| {
        beside(i).is_some_and(|areas| candidates[i].readings.iter().any(|r| areas.iter().any(|a| r.lies_in(a))))
    };
    // What is said beside one use of a name holds for its other uses.
    let mut chosen: FxHashMap<&str, (Reading, &'static str)> = FxHashMap::default();
    let order =
        (0..candidates.len()).filter(|i| lies_beside(*i)).chain((0..candidates.len()).filter(|i| !lies_beside(*i)));
    for i in order {
        let c = &candidates[i];
        if !c.readings.is_empty() && !chosen.contains_key(c.key.as_str()) {
            let why = if lies_beside(i) {
                "gazetteer: the area named beside it"
            } else if c.readings.len() == 1 {
                "gazetteer: the only place of that name"
            } else {
                "gazetteer: likeliest of several, by states spoken of and inhabitants"
            };
            // `Tirah, Khyber Pakhtunkhwa`: what only bears the name besides, elsewhere, is not meant
            if !lies_beside(i) && beside(i).is_some() && c.readings.iter().all(|r| r.alternative) {
                continue;
            }
            let areas = beside(i).filter(|_| lies_beside(i));
            if let Some(reading) = setting.choose(c.readings.clone(), areas) {
                // `Atlanta, Georgia` settles Georgia too.
                if let Some(area) = areas.and_then(|a| a.iter().find(|a| reading.lies_in(a))) {
                    let why = "gazetteer: the place named before it lies in it";
                    chosen.entry(&candidates[i + 1].key).or_insert((area.clone(), why));
                }
                chosen.insert(&c.key, (reading, why));
            }
        }
    }
    candidates
        .iter()
        .map(|c| {
            let head = head(document, &c.tokens);
            let (place, kind, countries, why) = match chosen.get(c.key.as_str()) {
                Some((r, why)) => (r.place.clone(), Some(r.kind), r.countries.clone(), (*why).to_owned()),
                None => (finder.unlisted(&c.tokens), None, Vec::new(), "named as a place; not in the gazetteer".into()),
            };
            PlaceMention {
                head,
                phrase: finder.phrase(head, &c.tokens),
                span: document.span(c.tokens.clone()),
                tokens: c.tokens.clone(),
                place,
                kind,
                countries,
                why,
            }
        })
        .collect()
}

struct Finder<'a> {
    places: &'a Places,
    article: &'a Article,
    document: &'a Document,
}

impl Finder<'_> {
    fn nouns(&self) -> &Nouns {
        self.places.nouns()
    }

    fn words(&self, tokens: &Range<usize>) -> &str {
        self.document.span(tokens.clone()).of(&self.article.text)
    }

    fn is_capitalised(&self, token: usize) -> bool {
        let text = self.document.tokens[token].span.of(&self.article.text);
        text.chars().next().is_some_and(char::is_uppercase)
    }

    /// `the Red Sea` is the water, not the province that bears its name.
    fn heed_article(&self, candidate: &mut Candidate) {
        let before = candidate.tokens.start.checked_sub(1).map(|t| &*self.document.tokens[t].lower);
        let water = |r: &Reading| matches!(r.kind, Kind::Sea | Kind::Gulf | Kind::Strait | Kind::River);
        // `the Gambia` may be the state
        let state = candidate.readings.iter().any(|r| r.kind == Kind::State);
        if before == Some("the") && !state && candidate.readings.iter().any(water) {
            candidate.readings.retain(water);
        }
    }

    /// The comma of a name whose last word says that what follows the comma is a division.
    fn before_division(&self, tokens: &Range<usize>) -> Option<usize> {
        let last = &self.document.tokens[tokens.end - 1].lower;
        let division = self.nouns().is(last, Sense::Division);
        let comma = tokens.clone().find(|t| self.document.tokens[*t].tag == Tag::Comma)?;
        (division && comma > tokens.start && comma + 2 < tokens.end).then_some(comma)
    }

    fn candidates(&self, setting: &Setting) -> Vec<Candidate> {
        let mut free = vec![true; self.document.tokens.len()];
        let mut out = Vec::new();
        for entity in &self.document.entities {
            free[entity.tokens.clone()].fill(false);
            let tokens = self.trim(entity.tokens.clone());
            if tokens.is_empty() {
                continue;
            }
            match entity.label {
                EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac => {
                    out.extend(self.of_entity(&tokens, entity.label))
                }
                EntityLabel::Person | EntityLabel::Org | EntityLabel::Product | EntityLabel::Event
                    if self.is_inside(&tokens) =>
                {
                    let found = self.look_up(&tokens);
                    out.extend(found.filter(|c| c.readings.iter().any(|r| !r.alternative)));
                }
                // `Pokrovsk, Donetsk Oblast`
                EntityLabel::Org | EntityLabel::Person if let Some(comma) = self.before_division(&tokens) => {
                    out.extend(self.of_entity(&(tokens.start..comma), EntityLabel::Gpe));
                    out.extend(self.of_entity(&(comma + 1..tokens.end), EntityLabel::Gpe));
                }
                // `the siege of Mariupol`: a town of a state that the article speaks of
                EntityLabel::Person | EntityLabel::Org if self.is_behind(&tokens) => {
                    let found = self.look_up(&tokens);
                    let there = |r: &Reading| {
                        let settled = matches!(r.kind, Kind::Town | Kind::Capital | Kind::Division);
                        settled && !r.alternative && setting.share(&r.countries) > 0.0
                    };
                    out.extend(found.filter(|c| c.readings.iter().any(there)));
                }
                _ => {}
            }
        }
        out.extend(self.outside_entities(&free));
        out.sort_by_key(|c| c.tokens.start);
        out
    }

    /// Without article in front and possessive mark behind.
    fn trim(&self, mut tokens: Range<usize>) -> Range<usize> {
        let all = &self.document.tokens;
        while !tokens.is_empty() && matches!(all[tokens.start].tag, Tag::Dt | Tag::OpenQuote) {
            tokens.start += 1;
        }
        while !tokens.is_empty() && matches!(all[tokens.end - 1].tag, Tag::Pos | Tag::CloseQuote | Tag::Comma) {
            tokens.end -= 1;
        }
        tokens
    }

    /// The name as it stands, its readings narrowed by `region` or `province` behind it.
    fn look_up(&self, tokens: &Range<usize>) -> Option<Candidate> {
        // `the North`: which one the article tells, if any.
        if tokens.clone().all(|t| self.nouns().is(&self.document.tokens[t].lower, Sense::Direction)) {
            return None;
        }
        let words = self.words(tokens);
        let mut readings = self.places.readings(words);
        let mut key = key(words);
        let next = self.document.tokens.get(tokens.end);
        if next.is_some_and(|t| self.nouns().is(&t.lower, Sense::Division))
            && readings.iter().any(|r| r.kind == Kind::Division)
        {
            // `a Gulf state` is one by the gulf
            let lies_at = |r: &Reading| r.kind == Kind::Gulf;
            let state = next.is_some_and(|t| t.span.of(&self.article.text) == "state");
            let coast = state && readings.iter().any(lies_at);
            readings.retain(|r| if coast { lies_at(r) } else { matches!(r.kind, Kind::Division | Kind::Region) });
            key.push_str(" (division)");
        }
        (!readings.is_empty()).then(|| Candidate { tokens: tokens.clone(), key, readings })
    }

    /// The place that an entity names: whole, or the part of it that the gazetteer knows.
    fn of_entity(&self, tokens: &Range<usize>, label: EntityLabel) -> Option<Candidate> {
        let is_direction = |t: usize| self.nouns().is(&self.document.tokens[t].lower, Sense::Direction);
        if !tokens.clone().any(|t| self.is_capitalised(t)) || tokens.clone().all(is_direction) {
            return None;
        }
        if let Some(whole) = self.look_up(tokens) {
            return Some(whole);
        }
        let lower = |t: usize| &*self.document.tokens[t].lower;
        let mut inner = tokens.clone();
        while inner.len() > 1 && self.nouns().is(lower(inner.start), Sense::Direction) {
            inner.start += 1;
        }
        if inner.start > tokens.start
            && let Some(part) = self.look_up(&inner)
        {
            return Some(part);
        }
        // `Kherson Region`, `Zaporizhzhia Nuclear Power Plant`: the name stands first, what it is stands last.
        let last = self.nouns().sense(lower(inner.end - 1));
        if matches!(last, Some(Sense::Division | Sense::Facility | Sense::Settlement)) {
            let name = (inner.start + 1..inner.end).rev().find_map(|end| self.look_up(&(inner.start..end)));
            if name.is_some() {
                return name;
            }
        }
        // `University of Kabul`
        if let Some(of) = inner.clone().rev().find(|t| matches!(lower(*t), "of" | "in" | "at")) {
            let name = self.trim(of + 1..inner.end);
            return (!name.is_empty()).then(|| self.look_up(&name)).flatten();
        }
        let named =
            label != EntityLabel::Loc && self.is_inside(tokens) && tokens.clone().all(|t| self.is_capitalised(t));
        named.then(|| Candidate { tokens: tokens.clone(), key: key(self.words(tokens)), readings: Vec::new() })
    }

    /// Whether the words stand after `in` or the like, and are not a possessor.
    fn is_inside(&self, tokens: &Range<usize>) -> bool {
        self.stands_behind(tokens, |word| self.nouns().is(word, Sense::Inner))
    }

    /// Whether the words stand behind a preposition that may govern a place as well, and are not a possessor.
    fn is_behind(&self, tokens: &Range<usize>) -> bool {
        self.stands_behind(tokens, |word| matches!(word, "of" | "to" | "from" | "on"))
    }

    fn stands_behind(&self, tokens: &Range<usize>, wanted: impl Fn(&str) -> bool) -> bool {
        let possessor = self.document.tokens.get(tokens.end).is_some_and(|t| t.tag == Tag::Pos);
        self.before(tokens.start).is_some_and(wanted) && !possessor
    }

    /// The word before a name, article and direction skipped.
    fn before(&self, start: usize) -> Option<&str> {
        let first = self.document.sentence(start).tokens.start;
        let skipped = |t: &usize| {
            let token = &self.document.tokens[*t];
            token.tag == Tag::Dt || self.nouns().is(&token.lower, Sense::Direction)
        };
        (first..start).rev().find(|t| !skipped(t)).map(|t| &*self.document.tokens[t].lower)
    }

    /// Names that the model saw no entity in, after a preposition of place.
    fn outside_entities(&self, free: &[bool]) -> Vec<Candidate> {
        let all = &self.document.tokens;
        let is_name = |t: usize| free[t] && all[t].pos == Pos::Propn && self.is_capitalised(t);
        let mut out: Vec<Candidate> = Vec::new();
        for start in (0..all.len()).filter(|t| is_name(*t)) {
            if out.last().is_some_and(|c| c.tokens.end > start) {
                continue;
            }
            let placed =
                self.before(start).is_some_and(|b| matches!(self.nouns().sense(b), Some(Sense::Inner | Sense::Toward)));
            let listed = start >= 2
                && matches!(&*all[start - 1].lower, "and" | "or" | ",")
                && out.last().is_some_and(|c| c.tokens.end == start - 1);
            if !placed && !listed {
                continue;
            }
            let sentence_end = self.document.sentence(start).tokens.end;
            // Longest first; a name ends where the capitals end.
            let mut ends: Vec<usize> =
                (start + 1..=sentence_end.min(start + LONGEST)).filter(|e| is_name(e - 1)).collect();
            ends.retain(|e| (start..*e).all(|t| free[t] && (is_name(t) || !self.is_word(t) || self.is_particle(t))));
            let found = ends.iter().rev().find_map(|end| self.look_up(&(start..*end)));
            // Not the beginning of a longer name: `in Paris Saint-Germain shirts`, `to Reading Club members`.
            let stands_alone = |c: &Candidate| {
                let head = head(self.document, &c.tokens);
                let next_is_name = c.tokens.end < sentence_end && is_name(c.tokens.end);
                c.tokens.len() > 1 || !next_is_name && all[head].dep != Dep::Compound
            };
            out.extend(found.filter(stands_alone));
        }
        out
    }

    fn is_word(&self, token: usize) -> bool {
        self.document.tokens[token].lower.chars().any(char::is_alphanumeric)
    }

    fn is_particle(&self, token: usize) -> bool {
        // Short words inside names: `Port-au-Prince`, `Deir ez-Zor`, `Rostov-on-Don`.
        self.document.tokens[token].lower.chars().count() <= 3 && self.document.tokens[token].pos != Pos::Verb
    }

    /// A place that only the text knows.
    fn unlisted(&self, tokens: &Range<usize>) -> Arc<Place> {
        let words = self.words(tokens);
        Arc::new(Place {
            id: format!("place/{}", key(words).replace(' ', "-")),
            name: words.split_whitespace().collect::<Vec<_>>().join(" "),
            country: None,
            lat: None,
            lon: None,
        })
    }

    /// The description that a name belongs to: `the Zaporizhzhia nuclear plant`, `the Foreign Ministry in Seoul`.
    fn phrase(&self, head: usize, tokens: &Range<usize>) -> Range<usize> {
        let all = &self.document.tokens;
        let is_site = |t: usize| {
            let is_site = |word: &str| matches!(self.nouns().sense(word), Some(Sense::Facility | Sense::Settlement));
            is_site(&all[t].lemma) || is_site(&all[t].lower)
        };
        let left = |t: usize| {
            let parts =
                self.document.children_by(t, &[Dep::Det, Dep::Amod, Dep::Compound, Dep::Nmod, Dep::Poss, Dep::Nummod]);
            parts.filter(|c| *c < t).map(|c| self.document.subtree(c).start).min().unwrap_or(t)
        };
        let governor = all[head].head;
        match all[head].dep {
            Dep::Compound | Dep::Nmod | Dep::Poss if governor > head && is_site(governor) => {
                left(governor)..governor + 1
            }
            Dep::Pobj if all[governor].dep == Dep::Prep => {
                // The preposition stands right behind the site's noun, whatever the tree hangs it on.
                let before = governor.checked_sub(1).filter(|_| governor < head);
                let site =
                    [Some(all[governor].head), before].into_iter().flatten().find(|s| *s < governor && is_site(*s));
                site.map_or(tokens.clone(), |site| left(site)..tokens.end)
            }
            _ => tokens.clone(),
        }
    }
}

/// The token of a range whose head lies outside.
fn head(document: &Document, tokens: &Range<usize>) -> usize {
    let outside = |t: &usize| {
        let head = document.tokens[*t].head;
        head == *t || !tokens.contains(&head)
    };
    tokens.clone().rev().find(outside).unwrap_or(tokens.end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Engine;
    use std::sync::OnceLock;

    fn found(text: &str) -> Vec<(String, String)> {
        static LOADED: OnceLock<(Engine, Places)> = OnceLock::new();
        let (engine, places) = LOADED.get_or_init(|| (Engine::shipped().unwrap(), Places::shipped().unwrap()));
        let article = Article::from_text("a", None, text);
        let document = engine.reader().read(&article);
        let mentions = find(places, &article, &document, Setting::default());
        mentions
            .iter()
            .map(|m| {
                let name = format!("{}, {}", m.place.name, m.place.country.as_deref().unwrap_or("-"));
                (document.span(m.phrase.clone()).of(text).to_owned(), name)
            })
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = found(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn towns_and_seas() {
        check(
            "The envoys met in Khartoum on Sunday, and the navy fired two rockets into the East Sea.",
            &[("Khartoum", "Khartoum, SDN"), ("East Sea", "East Sea, -")],
        );
        check(
            "Aid convoys arrived in El Fasher and in Port-au-Prince.",
            &[("El Fasher", "El Fasher, SDN"), ("Port-au-Prince", "Port-au-Prince, HTI")],
        );
    }

    #[test]
    fn what_stands_beside_a_name_decides() {
        check("A gunman was arrested in Paris, Texas, on Monday.", &[("Paris", "Paris, USA"), ("Texas", "Texas, USA")]);
        check("The two presidents dined in Paris.", &[("Paris", "Paris, FRA")]);
        check("The governor spoke in Atlanta, Georgia.", &[("Atlanta", "Atlanta, USA"), ("Georgia", "Georgia, USA")]);
        check(
            "Protesters marched in Tbilisi as Georgia voted.",
            &[("Tbilisi", "Tbilisi, GEO"), ("Georgia", "Georgia, GEO")],
        );
    }

    #[test]
    fn a_name_has_one_reading_in_an_article() {
        check(
            "Militias clashed in Tripoli, Lebanon. Soldiers later sealed off the centre of Tripoli.",
            &[("Tripoli", "Tripoli, LBN"), ("Lebanon", "Lebanon, LBN"), ("Tripoli", "Tripoli, LBN")],
        );
    }

    #[test]
    fn descriptions_take_the_place_that_they_name() {
        check("He spoke at the Foreign Ministry in Seoul.", &[("the Foreign Ministry in Seoul", "Seoul, KOR")]);
        check("Shells hit the airport in Kharkiv.", &[("the airport in Kharkiv", "Kharkiv, UKR")]);
    }

    #[test]
    fn a_region_is_the_division_and_not_its_town() {
        check("Drones struck a depot in the Kharkiv region.", &[("Kharkiv", "Kharkiv Oblast, UKR")]);
    }

    #[test]
    fn a_gulf_state_lies_at_the_gulf() {
        check("The Gulf state denied the charge.", &[("Gulf", "Persian Gulf, -")]);
    }

    #[test]
    fn persons_organisations_and_common_words_are_no_places() {
        check("Paris Hilton and Jack London wrote to club members about a march.", &[]);
        check("The Washington Post reported that Boris Johnson met Austin.", &[]);
    }
}
