//! Names: those that only the model has seen, one name written in several ways, and short names that come first.

use super::things::{Thing, begin_words};
use super::words::Class;
use super::{Resolver, phrase};
use crate::actors::{Form, Mention};
use crate::article::PartKind;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// So many words back the name begins that an abbreviation is for.
const LONGEST: usize = 12;

impl Resolver<'_> {
    /// Names that only the model has seen become mentions without an actor, so that what recalls them is known.
    pub(super) fn name_unread(&mut self) {
        let mut held = vec![false; self.document.tokens.len()];
        for mention in &self.mentions {
            held[mention.tokens.clone()].fill(true);
        }
        for entity in &self.document.entities {
            let wanted = matches!(
                entity.label,
                EntityLabel::Person | EntityLabel::Org | EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac
            );
            let mut tokens = entity.tokens.clone();
            while !tokens.is_empty() && matches!(self.document.tokens[tokens.end - 1].tag, Tag::Pos | Tag::Comma) {
                tokens.end -= 1;
            }
            let touched = held[tokens.clone()].contains(&true);
            let Some(head) = tokens
                .clone()
                .rev()
                .find(|t| !tokens.contains(&self.document.tokens[*t].head) || self.document.tokens[*t].head == *t)
            else {
                continue;
            };
            if !wanted || touched || !self.is_name(head) {
                continue;
            }
            held[tokens.clone()].fill(true);
            self.add_name(tokens, head, format!("the language model: {}", entity.label));
        }
        for tokens in self.capitals() {
            let head = tokens.end - 1;
            self.add_name(tokens, head, "a name that syntax alone tells".into());
        }
    }

    /// A mention by a name of which nothing else is known, in a chain of its own.
    fn add_name(&mut self, tokens: Range<usize>, head: usize, why: String) {
        let chain = self.new_chain();
        self.mention_at[head].get_or_insert(self.mentions.len() as u32);
        self.covered[tokens.clone()].fill(true);
        let span = self.document.span(tokens.clone());
        self.mentions.push(Mention {
            tokens,
            head,
            span,
            form: Form::Name,
            actors: Vec::new(),
            place: None,
            chain,
            why,
        });
    }

    /// Names that not even the model has seen: those that begin with a given name, those with a description beside
    /// them, those of bodies, and short forms that stood in brackets.
    fn capitals(&self) -> Vec<Range<usize>> {
        let tokens = &self.document.tokens;
        let mut free: Vec<bool> = (0..tokens.len()).map(|t| self.is_name(t)).collect();
        // The model takes many a name that it has never seen for that of a thing.
        let seen = self
            .document
            .entities
            .iter()
            .filter(|e| !matches!(e.label, EntityLabel::Product | EntityLabel::WorkOfArt | EntityLabel::Law));
        let taken = self.mentions.iter().map(|m| &m.tokens).chain(seen.map(|e| &e.tokens));
        for range in taken {
            free[range.clone()].fill(false);
        }
        let acronyms: FxHashSet<&str> = (1..tokens.len().saturating_sub(1))
            .filter(|t| &*tokens[t - 1].lower == "(" && &*tokens[t + 1].lower == ")")
            .filter(|t| is_abbreviation(tokens[*t].span.of(&self.article.text)))
            .map(|t| &*tokens[t].lower)
            .collect();
        let spelt: FxHashSet<&str> = tokens
            .iter()
            .map(|t| t.span.of(&self.article.text))
            .filter(|written| written.len() > 2 && is_abbreviation(written))
            .collect();
        let mut out: Vec<Range<usize>> = Vec::new();
        for head in (0..tokens.len()).filter(|t| free[*t]) {
            let last = tokens
                .get(head + 1)
                .is_none_or(|next| !(free[head + 1] && tokens[head].head == head + 1 && next.pos == Pos::Propn));
            if !last
                || !phrase::is_phrase_head(self.document, head)
                || self.document.sentence(head).part == PartKind::Headline
            {
                continue;
            }
            let first = (self.document.sentence(head).tokens.start..head)
                .rev()
                .take_while(|t| free[*t] && tokens[*t].dep == Dep::Compound && tokens[*t].head <= head)
                .last()
                .unwrap_or(head);
            let given = first < head && self.words.gender_of_name(&tokens[first].lower).is_some();
            let beside =
                self.document.child_by(head, &[Dep::Appos]).filter(|a| *a > head).or_else(|| {
                    (tokens[head].dep == Dep::Appos && tokens[head].head < head).then_some(tokens[head].head)
                });
            let described = beside.is_some_and(|b| {
                tokens[b].pos == Pos::Noun
                    && self
                        .noun_of(b)
                        .is_some_and(|(class, _)| matches!(class, Class::Person | Class::Organization | Class::Place))
            });
            // `Union of Dock Workers`, `Halden Textile Company`, and the short form in brackets behind.
            let longer = first < head || phrase::extent(self.document, head).end > head + 1;
            let body = longer && self.noun_of(head).is_some_and(|(class, _)| class == Class::Organization);
            let written = tokens[head].span.of(&self.article.text);
            let short = acronyms.contains(&*tokens[head].lower) || self.is_short_for_own(written);
            // `the United States Geological Survey`, and `the USGS` somewhere
            if let Some(first) = self.first_of_spelt(head, &spelt) {
                out.push(first..head + 1);
                continue;
            }
            if given || described || body || short {
                out.push(first..head + 1);
            }
        }
        out
    }

    /// Where the name begins that ends in a head and that capitals in the text are short for, with the states that it names.
    fn first_of_spelt(&self, head: usize, spelt: &FxHashSet<&str>) -> Option<usize> {
        let start = self.document.sentence(head).tokens.start;
        let run = (start..head)
            .rev()
            .take(LONGEST)
            .take_while(|t| self.is_capitalised(*t) && self.document.tokens[*t].tag != Tag::Dt);
        let written = |first: usize| self.document.span(first..head + 1).of(&self.article.text);
        run.filter(|first| head - first > 1).find(|first| spelt.contains(&*begin_words(written(*first), true)))
    }

    /// What an unread name is: the model's label, the given name, or the noun beside it.
    pub(super) fn class_of_name(&self, m: usize) -> Option<Class> {
        let (tokens, head) = (&self.mentions[m].tokens, self.mentions[m].head);
        let given = tokens.len() > 1
            && self.mentions[m].actors.is_empty()
            && self.words.gender_of_name(&self.document.tokens[tokens.start].lower).is_some();
        let beside = self.document.child_by(head, &[Dep::Appos]).filter(|a| *a > head);
        let described = beside.and_then(|b| self.noun_of(b)).map(|(class, _)| class);
        let described = described.filter(|class| matches!(class, Class::Person | Class::Organization | Class::Place));
        let label = self.class_of_label(head);
        described.or(label).or(given.then_some(Class::Person))
    }

    /// The description before a name that names it: `a carpenter, Milo Vard`.
    pub(super) fn described_before(&self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        if mention.form != Form::Name || self.document.tokens[mention.head].dep != Dep::Appos {
            return None;
        }
        let before = self.apposed_to(mention.head)?;
        let class = match Thing::of_mention(0, mention, false).class {
            Class::Other => self.class_of_name(m)?,
            class => class,
        };
        let thing = &self.things[before];
        // `the capital, Lima`
        let described = if thing.class == Class::Other {
            self.noun_of(self.document.tokens[mention.head].head).map(|n| n.0)
        } else {
            Some(thing.class)
        };
        (described == Some(class) && !thing.named && !thing.plural && thing.actors.is_empty()).then_some(before)
    }

    /// `the Church` in `the Church of Scientology` takes the rest of its name, where the linker knows nothing of it.
    pub(super) fn complete_name(&mut self, m: usize) {
        let mention = &self.mentions[m];
        if !mention.actors.is_empty() || mention.place.is_some() || !self.is_name(mention.head) {
            return;
        }
        let whole = phrase::extent(self.document, mention.head);
        let longer = whole.start <= mention.tokens.start && whole.end > mention.tokens.end;
        let last = whole.end - 1;
        if longer && self.is_name(last) && self.document.tokens[last].head + 1 < whole.end {
            let tokens = mention.tokens.start..whole.end;
            self.mentions[m].span = self.document.span(tokens.clone());
            self.mentions[m].tokens = tokens;
        }
    }

    /// The thing that bears the same name, where the linker keeps them apart: a state as a place, and names that
    /// nothing explains.
    pub(super) fn same_name(&mut self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        let mention = mention.clone();
        if let Some(town) = self.as_town(&mention) {
            return Some(town);
        }
        let mention = &self.mentions[m];
        if let (true, Some(place)) = (mention.actors.is_empty(), &mention.place) {
            let state = place.country.as_deref().and_then(|c| self.gazetteer.state(c));
            if let Some(state) = state.filter(|s| s.place.id == place.id) {
                return state.actor.country.clone().and_then(|c| self.state_thing(&c));
            }
            if place.country.is_some() {
                let same = |t: &usize| self.things[*t].country.is_none() || self.things[*t].country == place.country;
                return self.variant(mention).filter(same);
            }
        }
        // Whom the tables know has one actor throughout.
        let listed = mention.actors.iter().any(|a| self.gazetteer.by_id(&a.id).is_some());
        if listed || mention.form == Form::Nominal && !mention.actors.is_empty() || !self.is_name(mention.head) {
            return None;
        }
        if let Some(body) = self.short_for(mention) {
            return Some(body);
        }
        let words = self.name(mention.tokens.clone());
        let written = mention.span.of(&self.article.text);
        let class = mention.actors.first().map(|_| Thing::of_mention(0, mention, false).class);
        // What the tables do not know the model may take for a company here and for a place there.
        let alike = |t: &Thing| {
            let unlisted = t.actors.iter().all(|a| self.gazetteer.by_id(&a.id).is_none());
            let built = |c: Class| matches!(c, Class::Organization | Class::Place);
            class.is_none_or(|c| c == t.class || unlisted && t.named && built(c) && built(t.class))
        };
        let fits = |t: &Thing| (t.named || !t.actors.is_empty()) && !t.plural && alike(t);
        let last = |wanted: &dyn Fn(&Thing) -> bool| {
            let fitting = self.spoken().filter(|(_, thing)| wanted(thing));
            fitting.max_by_key(|(_, thing)| thing.last().map_or(0, |u| u.token)).map(|(t, _)| t)
        };
        let just = last(&|t| t.named && !t.plural && t.is_just_called(&words));
        // `Halden Textiles Inc.` after Halden Textiles
        let just = just.or_else(|| {
            let bare = self.words.without_legal_form(&words)?;
            last(&|t| t.named && !t.plural && t.class == Class::Organization && t.is_just_called(bare))
        });
        // `the left-wing Coast Party` after the Coast Party
        let just = just.or_else(|| {
            let name = mention.tokens.clone().rev().take_while(|t| self.is_name(*t)).last()?;
            let words = self.name(name..mention.tokens.end);
            let shorter = name > mention.tokens.start && words.contains(' ');
            last(&|t| shorter && t.named && !t.plural && t.class == Class::Organization && t.is_just_called(&words))
        });
        // `the Army` after two of them is neither.
        let one_of_several = mention.form == Form::Nominal
            && !words.contains(' ')
            && self.spoken().filter(|(_, t)| fits(t) && t.is_a(&words)).count() > 1;
        if one_of_several {
            return None;
        }
        let part = |t: &Thing| fits(t) && t.has_been_called(&words) && !self.is_only_part(mention, &words, t);
        let variant = || self.variant(mention).filter(|t| fits(&self.things[*t]));
        just.or_else(|| last(&part)).or_else(variant).or_else(|| {
            // `the North` after North Korea, `UAAR` after the name that it is short for.
            let short = |t: &Thing| {
                fits(t) && (t.class == Class::State && t.has_been_called_first(&words) || t.has_initials(written))
            };
            let mut fitting = self.spoken().filter(|(_, thing)| short(thing)).map(|(t, _)| t);
            fitting.next().filter(|_| fitting.next().is_none())
        })
    }

    /// The body whose name stands right before capitals in brackets, though they begin other words than those of the name:
    /// `the Front for Free Herding (FLP)`.
    fn short_for(&self, mention: &Mention) -> Option<usize> {
        let tokens = &self.document.tokens;
        let first = mention.tokens.start.checked_sub(2)?;
        let bracketed =
            &*tokens[first + 1].lower == "(" && tokens.get(mention.tokens.end).is_some_and(|t| &*t.lower == ")");
        let written = mention.span.of(&self.article.text);
        if !bracketed || !is_abbreviation(written) {
            return None;
        }
        let start = self.document.sentence(first).tokens.start;
        (start..first + 1).rev().take(LONGEST).find_map(|t| {
            let named = &self.mentions[self.mention_at[t]? as usize];
            let thing = self.thing_at[t]? as usize;
            let name = named.tokens.clone().filter(|t| self.is_name(*t)).count() > 1;
            let body = self.things[thing].class == Class::Organization && !self.things[thing].plural;
            (named.tokens.end == first + 1 && name && body).then_some(thing)
        })
    }

    /// The thing that is the one actor of a mention: `the country's army` has been read before its name.
    pub(super) fn same_actor(&self, m: usize) -> Option<usize> {
        let [actor] = &self.mentions[m].actors[..] else { return None };
        let same =
            |t: &Thing| !t.plural && t.members.is_empty() && matches!(&t.actors[..], [one] if one.id == actor.id);
        self.first(same).filter(|_| self.gazetteer.by_id(&actor.id).is_some())
    }

    /// A capital's name where it locates is the town and not its state.
    pub(super) fn as_town(&mut self, mention: &Mention) -> Option<usize> {
        let place = mention.place.as_ref()?;
        let country = place.country.clone()?;
        let is_state = self.gazetteer.state(&country).is_some_and(|s| s.place.id == place.id);
        let token = &self.document.tokens[mention.head];
        let before = &self.document.tokens[token.head];
        let locates = token.dep == Dep::Pobj
            && matches!(&*before.lower, "in" | "at" | "near" | "outside" | "inside" | "around" | "from" | "to");
        if is_state || mention.actors.is_empty() || !locates {
            return None;
        }
        let id = place.id.clone();
        let place = Arc::clone(place);
        let known = self.first(|t| t.class == Class::Place && t.place.as_ref().is_some_and(|p| p.id == id));
        Some(known.unwrap_or_else(|| {
            let chain = self.new_chain();
            let mut thing = Thing::new(chain, Class::Place);
            thing.place = Some(place);
            thing.country = Some(country);
            self.open(thing)
        }))
    }

    /// What the model sees in a name.
    pub(super) fn class_of_label(&self, token: usize) -> Option<Class> {
        let entity = self.document.entity_at(token)?;
        match entity.label {
            EntityLabel::Person => Some(Class::Person),
            EntityLabel::Org => Some(Class::Organization),
            EntityLabel::Gpe | EntityLabel::Loc | EntityLabel::Fac => Some(Class::Place),
            _ => None,
        }
    }

    /// A headline says `the Church` or `a school` before the text names it: such uses are the named thing's.
    pub(super) fn adopt(&mut self, thing: usize, m: usize) {
        let head = self.mentions[m].head;
        let built = |c: Class| matches!(c, Class::Organization | Class::Place);
        if !self.things[thing].named || !built(self.things[thing].class) {
            return;
        }
        let full = self.name(self.mentions[m].tokens.clone());
        let body = self.noun_of(head).is_some_and(|(class, _)| class == Class::Organization);
        let in_headline = |token: usize| self.document.sentence(token).part == PartKind::Headline;
        let early: Vec<usize> = self
            .spoken()
            .filter(|(t, other)| {
                let bare = other.called.trim_matches(['|', ' ']);
                let unknown = other.actors.iter().all(|a| self.gazetteer.by_id(&a.id).is_none());
                let headed = other.actors.is_empty() && !bare.contains(' ') && self.things[thing].is_a(bare);
                // `Northgate` before `Northgate Airlines`
                let rest = full.strip_prefix(bare).filter(|rest| rest.starts_with(' '));
                let begins = body
                    && rest.is_some()
                    && !bare.is_empty()
                    && !self.is_known_town(other)
                    && !self.is_named_after(bare, &self.things[thing]);
                let organizations =
                    other.class == Class::Organization && self.things[thing].class == Class::Organization;
                let named = (organizations || headed && built(other.class) && other.place.is_none())
                    && other.uses.iter().all(|u| u.token < head && (self.is_name(u.token) || self.is_pronoun(u.token)))
                    && (headed || begins || self.things[thing].has_initials(&bare.to_uppercase()));
                // `Coastal school closes`, then `Marrow Bay School`
                let described = || {
                    let noun = bare.rsplit(' ').next().unwrap_or_default();
                    let country = other.country.is_none() || other.country == self.things[thing].country;
                    !other.named
                        && country
                        && built(other.class)
                        && !bare.contains('|')
                        && other.actors.is_empty()
                        && other.uses.iter().all(|u| in_headline(u.token))
                        && self.things[thing].is_a(noun)
                };
                *t != thing && unknown && !other.plural && !other.uses.is_empty() && (named || described())
            })
            .map(|(t, _)| t)
            .collect();
        for other in early {
            self.absorb(other, thing, "description: named later in the article");
        }
    }
}

/// Whether a word is written as an abbreviation of a body's name.
pub(super) fn is_abbreviation(written: &str) -> bool {
    (2..=6).contains(&written.len()) && written.bytes().all(|b| b.is_ascii_uppercase())
}
