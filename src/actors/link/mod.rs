//! Linking: which phrases of an article refer to which actors and places.
//!
//! Names and role nouns are found ([`scan`]), names get one meaning within the article ([`senses`]), role nouns get the
//! state, organisation or group that they belong to ([`roles`]), persons get their titles, full names and later short
//! forms ([`persons`]), and syntax tells whether a country or capital acts or locates ([`places`]). Pronouns and
//! descriptions without a name are left to coreference.

mod described;
mod known;
mod named;
mod persons;
mod places;
mod roles;
mod scan;
mod senses;
mod shorthand;
mod short_names;
mod ties;

pub(crate) use roles::make;

use super::{Actor, Form, Mention, Place};
use crate::actors::gazetteer::{Day, Gazetteer, Naming};
use crate::article::Article;
use crate::language::Document;
use rustc_hash::{FxHashMap, FxHashSet};
use senses::{Evidence, Unit, What};
use smallvec::SmallVec;
use std::ops::Range;
use std::sync::Arc;

/// All mentions by name, adjective and description, each with whom or what it refers to and why.
///
/// `document` must be the reading of `article`. Descriptions for which the text gives no state or organisation (`the
/// minister`) come without actors. Pronouns are not among them.
pub fn link(gazetteer: &Gazetteer, article: &Article, document: &Document) -> Vec<Mention> {
    let day = article.date.map(Day::of);
    let words = scan::text_words(article, document);
    let found = scan::scan(gazetteer, document, &words);
    let evidence = senses::evidence(gazetteer, day, &words, &found);
    let mut units = senses::choose(gazetteer, day, document, &found, &evidence);
    let short = shorthand::shorthand(gazetteer, document, &article.text, &units);
    units.extend(short);
    units.sort_by_key(|u| u.tokens.start);
    let mut unit_of = vec![None; document.tokens.len()];
    for (i, unit) in units.iter().enumerate() {
        unit_of[unit.tokens.clone()].fill(Some(i as u32));
    }
    let by_name = |u: &Unit| match u.what {
        What::State(s, naming) if naming != Naming::Capital => Some(s),
        _ => None,
    };
    let mut linker = Linker {
        spoken_of: units.iter().filter_map(by_name).collect(),
        gazetteer,
        article,
        document,
        day,
        evidence,
        used: vec![false; units.len()],
        units,
        unit_of,
        chains: FxHashMap::default(),
        mentions: Vec::new(),
        held: vec![false; document.tokens.len()],
        heads: FxHashMap::default(),
    };
    linker.persons();
    linker.described_bodies();
    linker.organizations();
    linker.role_nouns();
    linker.names();
    linker.places();
    let mut mentions = linker.mentions;
    mentions.sort_by_key(|m| (m.tokens.start, std::cmp::Reverse(m.tokens.end), m.head));
    mentions
}

/// The state of linking one article.
struct Linker<'a> {
    gazetteer: &'a Gazetteer,
    article: &'a Article,
    document: &'a Document,
    day: Option<Day>,
    evidence: Evidence,
    /// States that are named otherwise than by their capital.
    spoken_of: FxHashSet<u32>,
    units: Vec<Unit>,
    /// For each token the unit that holds it.
    unit_of: Vec<Option<u32>>,
    /// Units that are part of a longer phrase and are not to be mentioned by themselves.
    used: Vec<bool>,
    chains: FxHashMap<String, u32>,
    mentions: Vec<Mention>,
    /// For each token whether a mention holds it.
    held: Vec<bool>,
    /// For each token the mentions that it heads.
    heads: FxHashMap<usize, SmallVec<[u32; 1]>>,
}

impl Linker<'_> {
    fn text(&self, tokens: Range<usize>) -> &str {
        self.document.span(tokens).of(&self.article.text)
    }

    fn unit_at(&self, token: usize) -> Option<usize> {
        self.unit_of[token].map(|u| u as usize)
    }

    fn chain(&mut self, key: String) -> u32 {
        let next = self.chains.len() as u32;
        *self.chains.entry(key).or_insert(next)
    }

    #[allow(clippy::too_many_arguments)]
    fn mention(
        &mut self,
        tokens: Range<usize>,
        head: usize,
        form: Form,
        actors: SmallVec<[Arc<Actor>; 1]>,
        place: Option<Arc<Place>>,
        why: String,
    ) {
        let key = match (actors.as_slice(), &place) {
            ([], None) => format!("#{}", tokens.start),
            ([], Some(place)) => place.id.clone(),
            (actors, _) => actors.iter().map(|a| a.id.as_str()).collect::<Vec<_>>().join(" "),
        };
        let chain = self.chain(key);
        let span = self.document.span(tokens.clone());
        self.held[tokens.clone()].fill(true);
        self.heads.entry(head).or_default().push(self.mentions.len() as u32);
        self.mentions.push(Mention { tokens, head, span, form, actors: actors.into_vec(), place, chain, why });
    }

    /// States, organisations and groups by name, adjective, capital or metonym.
    fn names(&mut self) {
        for u in 0..self.units.len() {
            if self.used[u] {
                continue;
            }
            let unit = self.units[u].clone();
            if self.tied(u) {
                continue;
            }
            match unit.what {
                What::State(s, naming) => self.state(&unit, s, naming),
                What::Body(b, naming) => self.body(&unit, b, naming, unit.tokens.clone(), unit.head),
                What::Person(_) | What::Role => {}
            }
        }
    }

    /// A mention of a body of the tables that a unit names: the phrase `tokens` with its `head`.
    fn body(&mut self, unit: &Unit, b: u32, naming: Naming, tokens: Range<usize>, head: usize) {
        let body = &self.gazetteer.bodies[b as usize];
        let actor = Arc::clone(body.on(self.day));
        let table = self.gazetteer.source(self.text(unit.tokens.clone()), table_of(&actor.id));
        let mut why = format!("{table}: {}", naming.as_str());
        if body.is_media() {
            why.push_str(", reports");
        }
        let form = self.form_of(head);
        self.mention(tokens, head, form, SmallVec::from_elem(actor, 1), None, why);
    }

    fn state(&mut self, unit: &Unit, s: u32, naming: Naming) {
        let state = &self.gazetteer.states[s as usize];
        let (actor, place) = (Arc::clone(&state.actor), Arc::clone(&state.place));
        let table = self.gazetteer.source(self.text(unit.tokens.clone()), "states.tsv");
        let why = format!("{table}: {}", naming.as_str());
        let one = |a: Arc<Actor>| SmallVec::<[Arc<Actor>; 1]>::from_elem(a, 1);
        match naming {
            Naming::Demonym | Naming::Demonyms => {
                let people = self.people_of(s, naming);
                self.mention(unit.tokens.clone(), unit.head, Form::Nominal, one(people), None, why);
            }
            Naming::Adjective => {
                self.mention(unit.tokens.clone(), unit.head, Form::Modifier, one(actor), None, why);
            }
            Naming::Metonym => {
                let form = self.form_of(unit.head);
                self.mention(unit.tokens.clone(), unit.head, form, one(actor), None, why);
            }
            Naming::Name | Naming::Capital | Naming::Abbreviation => {
                if unit.inner && self.document.tokens[unit.head].dep == crate::language::labels::Dep::Pobj {
                    return;
                }
                let use_ = self.use_of(unit, naming == Naming::Capital);
                let place = if naming == Naming::Capital { Arc::new(self.capital(unit, &place)) } else { place };
                let body = if naming == Naming::Capital && use_.acts { self.body_at_seat(unit, s) } else { None };
                if let Some(body) = body {
                    let form = self.form_of(unit.head);
                    let why = "seats.tsv: seat; acts".to_owned();
                    self.mention(unit.tokens.clone(), unit.head, form, one(body), use_.locates.then_some(place), why);
                    return;
                }
                let actors = if use_.acts { one(actor) } else { SmallVec::new() };
                let place = use_.locates.then_some(place);
                let form = self.form_of(unit.head);
                self.mention(unit.tokens.clone(), unit.head, form, actors, place, format!("{why}; {}", use_.why));
            }
        }
    }

    /// The organisation for which a capital stands, unless the text speaks of the capital's own state.
    fn body_at_seat(&self, unit: &Unit, state: u32) -> Option<Arc<Actor>> {
        let body = self.gazetteer.body_at(self.text(unit.tokens.clone()))?;
        (!self.spoken_of.contains(&state)).then(|| Arc::clone(self.gazetteer.bodies[body as usize].on(self.day)))
    }

    fn form_of(&self, head: usize) -> Form {
        use crate::language::labels::Dep;
        match self.document.tokens[head].dep {
            Dep::Amod | Dep::Compound | Dep::Nmod => Form::Modifier,
            _ => Form::Name,
        }
    }
}

fn table_of(id: &str) -> &'static str {
    match id.split_once('/') {
        Some(("group", _)) => "armed_groups.tsv",
        Some(("state", _)) => "states.tsv",
        _ => "organizations.tsv",
    }
}
