//! One meaning for each name of an article, from what else the article names.

use super::scan::{Found, TextWord};
use crate::actors::gazetteer::{Day, Gazetteer, Naming, Reading, Target};
use crate::language::Document;
use crate::language::labels::{Dep, EntityLabel, Tag};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::ops::Range;

/// What a stretch of tokens names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A state, and how.
    State(u32, Naming),
    /// An organisation or armed group.
    Body(u32, Naming),
    /// A person by the full name.
    Person(u32),
    /// Only a role noun.
    Role,
}

/// A name or role noun of the document with its meaning.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Which tokens.
    pub tokens: Range<usize>,
    /// The token of them that the others depend on.
    pub head: usize,
    /// What it names.
    pub what: What,
    /// The words in the text; within a token that holds hyphens not all of it.
    pub span: Span,
    /// The role noun that it may be as well.
    pub role: Option<u16>,
    /// Whether it lies inside the name of something else.
    pub inner: bool,
}

/// What the names of an article speak for.
#[derive(Debug, Default)]
pub struct Evidence {
    /// How often countries are named beyond doubt.
    pub countries: FxHashMap<Box<str>, u32>,
    bodies: FxHashSet<u32>,
    words: FxHashSet<u64>,
}

impl Evidence {
    /// Whether the article names some country again and again.
    fn is_of_some_country(&self) -> bool {
        self.countries.values().any(|n| *n >= 3)
    }

    /// How often a country is named beyond doubt.
    pub fn of(&self, country: Option<&str>) -> u32 {
        country.and_then(|c| self.countries.get(c)).copied().unwrap_or(0)
    }
}

/// Collects what is certain.
pub fn evidence(gazetteer: &Gazetteer, day: Option<Day>, words: &[TextWord], found: &[Found]) -> Evidence {
    let mut evidence =
        Evidence { words: words.iter().filter(|w| w.capital).map(|w| w.hash).collect(), ..Evidence::default() };
    for f in found {
        let mut country: Option<Option<&str>> = None;
        for r in &f.readings {
            let here = match r.target {
                Target::State(s) => gazetteer.states[s as usize].actor.country.as_deref(),
                Target::Body(b) => gazetteer.bodies[b as usize].countries.first().map(|c| &**c),
                Target::Person(p) => {
                    gazetteer.standing(p, day).and_then(|(t, _)| gazetteer.owner(t.owner).country.as_deref())
                }
            };
            match country {
                None => country = Some(here),
                Some(other) if other != here => country = Some(None),
                Some(_) => {}
            }
            if let Target::Body(b) = r.target
                && r.naming == Naming::Name
                && f.readings.len() == 1
            {
                evidence.bodies.insert(b);
            }
        }
        if let Some(Some(country)) = country
            && !gazetteer.ambiguities.contains_key(&f.hash)
        {
            *evidence.countries.entry(country.into()).or_insert(0) += 1;
        }
    }
    evidence
}

/// Chooses a meaning for everything found. What has none left is dropped.
pub fn choose(
    gazetteer: &Gazetteer,
    day: Option<Day>,
    document: &Document,
    found: &[Found],
    evidence: &Evidence,
) -> Vec<Unit> {
    let entity_of = entity_index(document);
    let surnames = surnames(document, found);
    let mut out = Vec::with_capacity(found.len());
    for (i, f) in found.iter().enumerate() {
        let entity = f.tokens.clone().find_map(|t| entity_of[t]).map(|e| &document.entities[e as usize]);
        let inside = entity.is_some_and(|e| {
            // `the United Arab Emirates` is all name
            let start = e.tokens.start + usize::from(document.tokens[e.tokens.start].tag == Tag::Dt);
            (start < f.tokens.start || e.tokens.end > f.tokens.end) && e.tokens.end >= f.tokens.end
        });
        let label = entity.map(|e| e.label);
        let beside = || state_beside(gazetteer, document, found, i);
        let owner = || state_that_owns(gazetteer, document, found, i);
        let reading = best_reading(gazetteer, day, f, evidence, &beside, &owner);
        let head = head_of(document, &f.tokens);
        let what = match reading {
            Some(r) => match r.target {
                // `Joseph Muscat met them. Muscat denied it`
                Target::State(s) if r.naming == Naming::Capital && is_surname(document, found, i, s, &surnames) => {
                    continue;
                }
                Target::State(s) => {
                    let person = label == Some(EntityLabel::Person);
                    // `Prime Minister of Malta Ann Borg`, where the model takes the state for part of the name
                    let of_title =
                        entity.is_some_and(|e| e.tokens.start == f.tokens.start) && behind_title(document, found, i);
                    let covered = inside
                        && person
                        && !of_title
                        && entity.is_some_and(|e| e.tokens.end > f.tokens.end || e.tokens.start < f.tokens.start);
                    let adjective = naming_of(document, f, head, Target::State(s));
                    // the model takes many a capital at the head of a sentence for a person
                    let spoken_of = evidence.of(gazetteer.states[s as usize].actor.country.as_deref()) > 0;
                    let whole = entity.is_some_and(|e| e.tokens == f.tokens);
                    if covered && !matches!(adjective, Naming::Adjective | Naming::Demonym)
                        || person && matches!(r.naming, Naming::Capital) && !(whole && spoken_of)
                    {
                        None
                    } else {
                        Some(What::State(s, adjective))
                    }
                }
                Target::Body(b) => Some(What::Body(b, r.naming)),
                Target::Person(p) => Some(What::Person(p)),
            },
            None => None,
        };
        let what = what.or(f.role.map(|_| What::Role));
        if let Some(what) = what {
            let inner = inside
                && matches!(
                    label,
                    Some(
                        EntityLabel::Org
                            | EntityLabel::Fac
                            | EntityLabel::WorkOfArt
                            | EntityLabel::Event
                            | EntityLabel::Product
                            | EntityLabel::Law
                            | EntityLabel::Person
                    )
                );
            out.push(Unit { tokens: f.tokens.clone(), head, what, span: f.span, role: f.role, inner });
        }
    }
    out
}

/// The last words of persons' names, with the first token behind the first of them.
fn surnames<'a>(document: &'a Document, found: &[Found]) -> FxHashMap<&'a str, usize> {
    let persons = document.entities.iter().filter(|e| e.label == EntityLabel::Person).map(|e| &e.tokens);
    let known = found.iter().filter(|f| f.readings.iter().any(|r| matches!(r.target, Target::Person(_))));
    let mut out = FxHashMap::default();
    for tokens in persons.chain(known.map(|f| &f.tokens)).filter(|t| t.len() > 1) {
        let first = out.entry(&*document.tokens[tokens.end - 1].lower).or_insert(tokens.end);
        *first = (*first).min(tokens.end);
    }
    out
}

/// Whether the name of a capital is the surname of somebody named before it, in a text that does not name its state otherwise.
fn is_surname(document: &Document, found: &[Found], at: usize, state: u32, surnames: &FxHashMap<&str, usize>) -> bool {
    let f = &found[at];
    let before = surnames.get(&*document.tokens[f.tokens.start].lower).is_some_and(|end| *end <= f.tokens.start);
    let named = |o: &Found| o.hash != f.hash && o.readings.iter().any(|r| r.target == Target::State(state));
    f.tokens.len() == 1 && before && !found.iter().any(named)
}

/// Whether a preposition with a role noun before it stands before a name: `the president of Malta`, `envoy to Malta`.
fn behind_title(document: &Document, found: &[Found], at: usize) -> bool {
    let start = found[at].tokens.start;
    let preposition = start.checked_sub(1).filter(|t| matches!(&*document.tokens[*t].lower, "of" | "to" | "for"));
    let before = found[..at].last().filter(|f| f.role.is_some());
    preposition.is_some_and(|t| before.is_some_and(|f| f.tokens.end == t))
}

/// The state that stands beside a person's name: `Saudi King Abdullah`, `Jordan's King Abdullah`, `King Abdullah of Jordan`.
fn state_beside<'a>(gazetteer: &'a Gazetteer, document: &Document, found: &[Found], at: usize) -> Option<&'a str> {
    let here = &found[at].tokens;
    let word = |t: usize| document.tokens.get(t).map(|t| &*t.lower);
    let state = |f: &Found| {
        let mut states = f.readings.iter().filter_map(|r| match r.target {
            Target::State(s) => gazetteer.states[s as usize].actor.country.as_deref(),
            _ => None,
        });
        let first = states.next()?;
        states.all(|s| s == first).then_some(first)
    };
    let before = found[..at].iter().rev().take(2).find(|f| {
        let between = f.tokens.end..here.start;
        f.tokens.end <= here.start && between.clone().all(|t| matches!(word(t), Some("'s" | "’s" | "'" | "’")))
    });
    let after = || {
        let next = found[at + 1..].first()?;
        (next.tokens.start == here.end + 1 && word(here.end) == Some("of")).then_some(next)
    };
    before.and_then(state).or_else(|| after().and_then(state))
}

/// The state whose body a name is said to be, by its adjective, a genitive or `of`: `Kenyan`, `Kenya's`, `... of Kenya`.
/// A state's name that only stands before it may be another thing: `US IRGC sanctions`.
fn state_that_owns<'a>(gazetteer: &'a Gazetteer, document: &Document, found: &[Found], at: usize) -> Option<&'a str> {
    let next = found[at].tokens.start;
    let names_only = |f: &Found| f.tokens.end == next && f.readings.iter().all(|r| r.naming != Naming::Adjective);
    if found[..at].last().is_some_and(names_only) {
        return None;
    }
    state_beside(gazetteer, document, found, at)
}

fn best_reading<'a>(
    gazetteer: &'a Gazetteer,
    day: Option<Day>,
    found: &Found,
    evidence: &Evidence,
    beside: &dyn Fn() -> Option<&'a str>,
    owner: &dyn Fn() -> Option<&'a str>,
) -> Option<Reading> {
    let persons = found.readings.iter().filter(|r| matches!(r.target, Target::Person(_))).count();
    let beside = if persons > 1 { beside() } else { None };
    let order = gazetteer.ambiguities.get(&found.hash);
    let mut best: Option<(f32, Reading)> = None;
    for r in &found.readings {
        let mut score = match r.naming {
            Naming::Name | Naming::Adjective | Naming::Demonym | Naming::Demonyms => 0.0,
            Naming::Capital => -0.2,
            Naming::Metonym => -0.4,
            Naming::Abbreviation => -0.5,
        };
        match r.target {
            Target::State(s) => {
                let state = &gazetteer.states[s as usize];
                score += evidence.of(state.actor.country.as_deref()).min(3) as f32;
                let gone = day.is_some_and(|d| d < state.exists.0 || state.exists.1 < d)
                    || day.is_none() && state.exists.1 != Day::LAST;
                if gone {
                    // `Salisbury` was Rhodesia's capital, but is a town of England.
                    if r.naming == Naming::Capital {
                        continue;
                    }
                    score -= 5.0;
                }
                if !state.sovereign {
                    score -= 1.0;
                }
            }
            Target::Body(b) => {
                let body = &gazetteer.bodies[b as usize];
                let at_home = body.countries.iter().map(|c| evidence.of(Some(c))).max().unwrap_or(0);
                score += 1.5 * at_home.min(2) as f32;
                if evidence.bodies.contains(&b) {
                    score += 4.0;
                }
                // The Labour Party of an article on other countries is another one.
                let others = order.is_some_and(|o| o.order.contains(&None)) && !body.countries.is_empty();
                if others && at_home == 0 && evidence.is_of_some_country() {
                    continue;
                }
                // Kenya's National Security Council is not the American one.
                if body.is_of_one_state() && owner().is_some_and(|s| body.countries.iter().all(|c| **c != *s)) {
                    continue;
                }
                // Two and three letters mean many things.
                let short = r.naming == Naming::Abbreviation && found.span.len() <= 3;
                if short && at_home == 0 && !evidence.bodies.contains(&b) && !body.is_prominent() {
                    continue;
                }
            }
            Target::Person(p) => {
                let standing = gazetteer.standing(p, day);
                let country = standing.and_then(|(term, _)| gazetteer.owner(term.owner).country.as_deref());
                score += if standing.is_some_and(|(_, holds)| holds) { 1.0 } else { 0.0 };
                score += if beside.is_some() && beside == country { 3.0 } else { 0.0 };
                score += 0.2 * evidence.of(country).min(3) as f32;
            }
        }
        if let Some(order) = order {
            let rank = order.order.iter().position(|t| *t == Some(r.target));
            score += rank.map_or(-0.3, |i| 0.6 - 0.2 * i as f32);
        }
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, *r));
        }
    }
    let (score, reading) = best?;
    if let Some(order) = order {
        let none_first = order.order.first() == Some(&None);
        let other = order.other.iter().any(|w| evidence.words.contains(w));
        if (none_first || other) && score < 1.5 {
            return None;
        }
    }
    Some(reading)
}

/// Whether the state is named by its adjective, its demonym or otherwise, by the place of the word in the tree.
fn naming_of(document: &Document, found: &Found, head: usize, target: Target) -> Naming {
    let namings: SmallVec<[Naming; 4]> =
        found.readings.iter().filter(|r| r.target == target).map(|r| r.naming).collect();
    let modifies = matches!(
        document.tokens[head].dep,
        Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss | Dep::Npadvmod | Dep::Advmod
    );
    let tag = document.tokens[head].tag;
    for naming in [Naming::Name, Naming::Capital, Naming::Metonym] {
        if namings.contains(&naming) && !(modifies && namings.contains(&Naming::Adjective) && naming != Naming::Name) {
            return naming;
        }
    }
    if namings.contains(&Naming::Adjective) && (modifies || matches!(tag, Tag::Jj | Tag::Jjr | Tag::Jjs)) {
        return Naming::Adjective;
    }
    for naming in [Naming::Demonyms, Naming::Demonym, Naming::Adjective] {
        if namings.contains(&naming) {
            return naming;
        }
    }
    namings.first().copied().unwrap_or(Naming::Name)
}

/// The token of a range that the others hang on.
pub fn head_of(document: &Document, tokens: &Range<usize>) -> usize {
    tokens
        .clone()
        .rev()
        .find(|t| {
            let token = &document.tokens[*t];
            (token.head == *t || !tokens.contains(&token.head)) && token.dep != Dep::Punct && token.dep != Dep::Case
        })
        .unwrap_or(tokens.end - 1)
}

/// For each token the entity that holds it.
pub fn entity_index(document: &Document) -> Vec<Option<u32>> {
    let mut of = vec![None; document.tokens.len()];
    for (i, e) in document.entities.iter().enumerate() {
        of[e.tokens.clone()].fill(Some(i as u32));
    }
    of
}
