//! One name written in several ways, and names that only look alike: `Northmoor University` is the University of Northmoor and
//! `the FLA` is the Free Liberty Alliance that the text has named, but `Northmoor` is no university.

use super::names::is_abbreviation;
use super::things::{Thing, begin_words};
use super::words::{Class, Noun};
use super::{Resolver, phrase};
use crate::actors::{ActorKind, Form, Mention};
use crate::article::PartKind;
use crate::language::Token;
use crate::language::labels::{Dep, EntityLabel, Tag};
use rustc_hash::{FxHashMap, FxHashSet};

/// Words of a name that another order of it, or its capitals, leave out.
pub(super) const SMALL: [&str; 9] = ["of", "the", "for", "and", "in", "at", "on", "&", "'s"];

/// So many sentences that hold a name are looked at, so that a text without end costs no more than a long one.
const LOOKED_AT: usize = 200;

/// The names of a text before any of them is read, in lower case without article.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// Capitals that begin the words of a name of which the tables know nothing.
    initials: FxHashSet<String>,
    /// Ends of such names, of two words and more.
    ends: FxHashSet<String>,
    /// The ways in which the text writes those whom the tables know, by their ids.
    listed: FxHashMap<String, FxHashSet<String>>,
    /// The sentences in which a name stands.
    sentences: FxHashMap<String, Vec<u32>>,
    /// Names that the model takes for those of towns and regions, and those in which something happens.
    towns: FxHashSet<String>,
}

impl Resolver<'_> {
    /// Collects the names of the text from this mention on.
    pub(super) fn collect_names(&mut self, from: usize) {
        let mut out = std::mem::take(&mut self.written);
        let later = self.mentions.iter().enumerate().skip(from);
        for (m, mention) in later.filter(|(_, m)| self.is_name(m.head)) {
            let name = self.name(mention.tokens.clone());
            out.sentences.entry(name.clone()).or_default().push(self.document.sentence_of[mention.head]);
            let label = self.document.entity_at(mention.head).map(|e| e.label);
            let of = || &*self.document.tokens[self.document.tokens[mention.head].head].lower == "of";
            if matches!(label, Some(EntityLabel::Gpe | EntityLabel::Loc)) || self.is_placed(mention.head) && !of() {
                out.towns.insert(name.clone());
            }
            let listed = mention.actors.iter().find(|a| self.gazetteer.by_id(&a.id).is_some());
            if let Some(actor) = listed {
                out.listed.entry(actor.id.clone()).or_default().insert(name);
                continue;
            }
            let body = match mention.actors.first() {
                Some(actor) => actor.kind == ActorKind::Organization,
                None => label != Some(EntityLabel::Person),
            };
            let noun = mention.form == Form::Nominal && !self.is_written_as_name(m);
            if !body || noun || !name.contains(' ') {
                continue;
            }
            let whole = mention.span.of(&self.article.text);
            let whole = whole.split_once(' ').filter(|(the, _)| the.eq_ignore_ascii_case("the")).map_or(whole, |n| n.1);
            let written = mention.actors.first().map_or(whole, |a| &a.name);
            out.initials.extend([true, false].map(|all| begin_words(written, all)).into_iter().filter(|i| i.len() > 2));
            let ends = name.match_indices(' ').map(|(at, _)| &name[at + 1..]).filter(|end| end.contains(' '));
            out.ends.extend(ends.map(str::to_owned));
        }
        // Names that only the model has seen come behind the others.
        out.sentences.values_mut().for_each(|s| s.sort_unstable());
        self.written = out;
    }

    /// Whether the text has a name of its own for which these capitals are short.
    pub(super) fn is_short_for_own(&self, capitals: &str) -> bool {
        capitals.len() > 2 && is_abbreviation(capitals) && self.written.initials.contains(capitals)
    }

    /// `the FLA` in a text of the Free Liberty Alliance is no other body of the tables with these letters, nor is `the Red Cross`
    /// after the Halden Red Cross, unless the text has that one's own name as well.
    pub(super) fn prefer_own(&mut self, m: usize) {
        let mention = &self.mentions[m];
        let [actor] = &mention.actors[..] else { return };
        let body = matches!(actor.kind, ActorKind::Organization | ActorKind::ArmedGroup | ActorKind::Igo);
        if !body {
            return;
        }
        // `FLA members` are those of the one that `the FLA` is.
        let mut name = self.name(mention.tokens.clone());
        if mention.form == Form::Nominal {
            let Some(whose) = self.own_abbreviation_in(mention) else { return };
            name = whose;
        }
        let capitals = name.to_uppercase();
        let short = self.is_short_for_own(&capitals) && self.is_written(mention, &capitals);
        let end = actor.kind == ActorKind::Organization && self.written.ends.contains(&name);
        if !short && !end {
            return;
        }
        let own = |other: &String| *other != name && !is_abbreviation(&other.to_uppercase());
        let named = self.written.listed.get(&actor.id).is_none_or(|names| names.iter().any(own));
        if !named {
            let chain = self.new_chain();
            let mention = &mut self.mentions[m];
            mention.actors.clear();
            mention.chain = chain;
            mention.why = "short for a name of the text".into();
        }
    }

    /// Whether a mention consists of these words, an article aside, or has them before what it describes.
    fn is_written(&self, mention: &Mention, words: &str) -> bool {
        mention.form == Form::Nominal || mention.span.of(&self.article.text).ends_with(words)
    }

    /// The capitals in a description that are short for a name of the text, in lower case.
    fn own_abbreviation_in(&self, mention: &Mention) -> Option<String> {
        let tokens = mention.tokens.clone().filter(|t| *t != mention.head).map(|t| &self.document.tokens[t]);
        let short = |t: &&Token| self.is_short_for_own(t.span.of(&self.article.text));
        tokens.filter(short).map(|t| t.lower.to_string()).next()
    }

    /// The body or building whose name a mention writes with the same words in another order or with some of them left out.
    pub(super) fn variant(&self, mention: &Mention) -> Option<usize> {
        let words = self.name(mention.tokens.clone());
        let own = keys(&words);
        if own.len() < 2 || self.document.sentence(mention.head).part == PartKind::Headline {
            return None;
        }
        let known = |t: &Thing| t.actors.iter().all(|a| self.gazetteer.by_id(&a.id).is_none());
        let same = |t: &Thing| {
            let mut names = t.called.split('|').map(str::trim);
            names.any(|name| {
                let all = keys(name);
                let within = head_word(name) == head_word(&words) && own.iter().all(|w| all.contains(w));
                within && (all.len() == own.len() || !self.stand_together(&words, name))
            })
        };
        let fits = |t: &Thing| t.named && !t.plural && is_built(t.class) && known(t) && same(t);
        let mut fitting = self.spoken().filter(|(_, t)| fits(t)).map(|(t, _)| t);
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// `the Justice Department` after the United States Department of Justice: an organ of the same state whose name has these words.
    pub(super) fn same_organ(&self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        let [actor] = &mention.actors[..] else { return None };
        let organ = actor.kind == ActorKind::Organization && actor.country.is_some() && self.is_name(mention.head);
        let thing = self.variant(mention).filter(|_| organ)?;
        (self.things[thing].country == actor.country).then_some(thing)
    }

    /// Whether some sentence holds both names: they are two then.
    fn stand_together(&self, one: &str, other: &str) -> bool {
        let sentences = |name: &str| self.written.sentences.get(name).map_or(&[][..], Vec::as_slice);
        let others = sentences(other);
        sentences(one).iter().take(LOOKED_AT).any(|s| others.binary_search(s).is_ok())
    }

    /// Whether a thing is called something of which the words of a mention are only a part that names something else: `Northmoor` in
    /// `University of Northmoor` and in `Northmoor Cathedral`, `the Coast Party` that runs against the Green Coast Party.
    pub(super) fn is_only_part(&self, mention: &Mention, words: &str, thing: &Thing) -> bool {
        if thing.class == Class::State {
            return false;
        }
        if thing.has_only_behind(words) {
            return true;
        }
        if thing.is_a(words) {
            let mut longer = thing.called.split('|').map(str::trim).filter(|n| n.ends_with(words) && *n != words);
            return is_built(thing.class) && longer.any(|name| self.stand_together(words, name));
        }
        let town = || mention.place.is_some() || self.written.towns.contains(words);
        is_built(thing.class)
            && (self.is_placed(mention.head)
                || town() && self.is_of_a_kind(words, thing)
                || self.is_named_after(words, thing))
    }

    /// Whether a body is not what the beginning of its name names: the Wikinet Foundation is not Wikinet, though Northgate is Northgate
    /// Airlines and Labour the Labour Party.
    pub(super) fn is_named_after(&self, words: &str, thing: &Thing) -> bool {
        let firms = self.words.noun("company").map_or(&[][..], |n| &n.recalls);
        let begins = |name: &&str| name.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
        let mut longer = thing.called.split('|').map(str::trim).filter(begins);
        longer.any(|name| {
            let noun = self.words.noun(head_word(name)).filter(|n| n.class == Class::Organization);
            let same =
                |n: &Noun| *n.word == *"company" || firms.contains(&n.word) || n.kinds.iter().any(|k| &**k == "party");
            noun.is_some_and(|n| !same(n)) || self.stand_together(words, name)
        })
    }

    /// Whether a name without article stands where one says where something is: `in Kell`, `the town of Kell`.
    fn is_placed(&self, head: usize) -> bool {
        let tokens = &self.document.tokens;
        let token = &tokens[head];
        let article = self.document.child_by(head, &[Dep::Det]).is_some();
        let preposition = &*tokens[token.head].lower;
        !article && token.dep == Dep::Pobj && matches!(preposition, "in" | "near" | "outside" | "around" | "of")
    }

    /// Whether what looks like a body is used as the name of a town: `Port Ellis` that something happens in.
    pub(super) fn is_known_town(&self, thing: &Thing) -> bool {
        let known = thing.actors.iter().any(|a| self.gazetteer.by_id(&a.id).is_some());
        !known && thing.called.split('|').any(|name| self.written.towns.contains(name.trim()))
    }

    /// Whether a name that holds these words ends in a noun for what somebody has built or founded: a court, a cathedral.
    fn is_of_a_kind(&self, words: &str, thing: &Thing) -> bool {
        let natural = thing.uses.first().and_then(|u| self.document.entity_at(u.token)).map(|e| e.label);
        let names = thing.called.split('|').map(str::trim);
        let mut longer = names.filter(|n| n.len() > words.len() && format!(" {n} ").contains(&format!(" {words} ")));
        longer.any(|name| match self.words.noun(head_word(name)).map(|n| n.class) {
            Some(Class::Organization) => true,
            Some(Class::Place) => !matches!(natural, Some(EntityLabel::Gpe | EntityLabel::Loc)),
            _ => false,
        })
    }

    /// One thing turns out to be another: what has been said of it is said of that.
    pub(super) fn absorb(&mut self, other: usize, thing: usize, why: &str) {
        let chain = self.things[other].chain;
        let uses = std::mem::take(&mut self.things[other].uses);
        let introduced = self.things[other].introduced.take();
        let (actors, place, new) = {
            let t = &mut self.things[thing];
            t.uses.extend(uses.iter().copied());
            t.uses.sort_by_key(|u| u.token);
            if t.introduced.is_none() {
                t.introduced = introduced;
            }
            (t.actors.clone(), t.place.clone(), t.chain)
        };
        for u in &uses {
            self.thing_at[u.token] = Some(thing as u32);
        }
        self.things[other].called_as = None;
        let called = std::mem::replace(&mut self.things[other].called, "| ".into());
        for name in called.split('|').map(str::trim).filter(|name| !name.is_empty()) {
            self.things[thing].call(name);
        }
        // What has become another is not recalled any more.
        self.in_mind.retain(|t| *t != other);
        self.order.iter_mut().filter(|(_, t)| *t == other).for_each(|(_, t)| *t = thing);
        for m in self.mentions.iter_mut().filter(|m| m.chain == chain) {
            m.chain = new;
            m.actors = actors.clone();
            m.place = place.clone();
            m.why = why.into();
        }
        self.by_chain.insert(chain, thing);
    }

    /// A description of the linker that is a person of a body or another body that it has, and not the body itself: `the Coast Party
    /// leader`, `the UN agency`.
    pub(super) fn is_part_of_body(&self, m: usize) -> bool {
        let mention = &self.mentions[m];
        let body = |kind| matches!(kind, ActorKind::Organization | ActorKind::Igo | ActorKind::ArmedGroup);
        let [actor] = &mention.actors[..] else { return false };
        if mention.form != Form::Nominal || !body(actor.kind) || self.is_plural(mention.head) {
            return false;
        }
        let Some((class, word)) = self.noun_of(mention.head) else { return false };
        let other = || {
            let noun = self.words.noun(&word);
            let kinds = noun.filter(|n| !n.kinds.is_empty() && !n.any);
            let within = mention.tokens.clone().any(|t| {
                let inside = self.mention_at[t].map(|i| &self.mentions[i as usize]);
                t != mention.head && inside.is_some_and(|i| i.actors == mention.actors)
            });
            let thing = Thing::of_actor(0, actor.clone());
            within && kinds.is_some_and(|n| !self.is_of_kind(n, &thing) && !thing.is_a(&word))
        };
        class == Class::Person || class == Class::Organization && other()
    }

    /// The one person named who has been called so with a word of the body's name: `the Labour Party's leader` before.
    pub(super) fn person_of_body(&self, m: usize) -> Option<usize> {
        let mention = &self.mentions[m];
        let (_, noun) = self.noun_of(mention.head)?;
        let of = self.name(mention.tokens.start..mention.head);
        let so = |called: &str| {
            let has = |word: &str| called.split(' ').any(|w| w == word);
            has(&noun) && of.split(' ').any(|w| w != noun && has(w))
        };
        let mut fitting = self.spoken().filter(|(_, t)| t.is_person() && t.named && t.called.split('|').any(so));
        fitting.next().filter(|_| fitting.next().is_none()).map(|(t, _)| t)
    }

    /// `the National Rights Assembly`: what is written as a name is one, though the tables took it for a noun.
    pub(super) fn is_written_as_name(&self, m: usize) -> bool {
        let mention = &self.mentions[m];
        let article = |t: &usize| self.document.tokens[*t].tag == Tag::Dt;
        let small = |t: usize| SMALL.contains(&&*self.document.tokens[t].lower);
        let words: Vec<usize> = mention.tokens.clone().filter(|t| !article(t)).collect();
        mention.form == Form::Nominal
            && mention.actors.iter().all(|a| matches!(a.kind, ActorKind::Organization | ActorKind::Group))
            && !self.is_plural(mention.head)
            && mention.place.is_none()
            && words.len() > 2
            && self.is_name(mention.head)
            && words.iter().all(|t| self.is_capitalised(*t) || small(*t))
            && self.document.sentence(mention.head).part != PartKind::Headline
    }

    /// `the town of Kell`: the noun before a name that says what it names is another use of what the name names.
    pub(super) fn noun_of_name(&mut self, m: usize, thing: usize) {
        let tokens = &self.document.tokens;
        let mention = &self.mentions[m];
        let of = tokens[mention.head].head;
        let noun = tokens[of].head;
        let behind = tokens[mention.head].dep == Dep::Pobj && &*tokens[of].lower == "of" && noun + 1 == of;
        let says = || self.noun_of(noun).and_then(|(_, noun)| self.words.noun(&noun)).is_some_and(|n| n.names);
        let the = || phrase::before(self.document, noun).determiner.is_some_and(|d| &*tokens[d].lower == "the");
        let body = mention.actors.iter().any(|a| self.gazetteer.by_id(&a.id).is_some());
        if !behind || body || mention.form != Form::Name || self.mention_at[noun].is_some() || !the() || !says() {
            return;
        }
        let words = self.lemma(noun);
        if let Some(before) = self.thing_at[noun].map(|t| t as usize).filter(|before| *before != thing) {
            if self.things[before].named || self.things[before].uses.len() > 1 {
                return;
            }
            self.things[before].introduced = None;
            self.absorb(before, thing, "stands before the name");
        }
        self.things[thing].call(&words);
        // Where nobody knows the state of a town it is for others to tell.
        if self.things[thing].country.is_none() {
            return;
        }
        let start = phrase::extent(self.document, noun).start;
        let end = self.mentions[m].tokens.end;
        self.refer(start..end, noun, Form::Nominal, thing, "stands before the name".into());
    }

    /// A description of a body that stands before another noun has only its own words: `Legislative Council` in `the youngest
    /// Legislative Council member`.
    pub(super) fn trim_modifiers(&mut self) {
        let document = self.document;
        for mention in self.mentions.iter_mut().filter(|m| m.form == Form::Nominal) {
            let token = &document.tokens[mention.head];
            let outer = token.head;
            if !matches!(token.dep, Dep::Compound | Dep::Nmod) || outer < mention.tokens.end {
                continue;
            }
            let mut tokens = mention.tokens.clone();
            while tokens.start < mention.head && document.tokens[tokens.start].head == outer {
                tokens.start += 1;
            }
            if tokens != mention.tokens {
                mention.span = document.span(tokens.clone());
                mention.tokens = tokens;
            }
        }
    }

    /// `The airline, Coastal Wings` after Coastal Wings has been named: the noun speaks of it as well.
    pub(super) fn absorb_described(&mut self, m: usize, thing: usize) {
        let Some(before) = self.described_before(m).filter(|before| *before != thing) else { return };
        let noun = self.document.tokens[self.mentions[m].head].head;
        if self.things[before].uses.iter().all(|u| u.token == noun) {
            self.absorb(before, thing, "stands beside the name");
            self.call(thing, phrase::extent(self.document, noun));
        }
    }
}

/// The words of a name that tell it from others.
fn keys(name: &str) -> Vec<&str> {
    let words = name.split([' ', '-']).filter(|w| !w.is_empty() && !SMALL.contains(w));
    words.map(|w| w.strip_suffix("'s").unwrap_or(w)).collect()
}

/// The noun of a name, in lower case: `university` in `university of northmoor`, `airline` in `northgate airlines`.
pub(super) fn head_word(name: &str) -> &str {
    const BEHIND: [&str; 5] = [" of ", " for ", " in ", " at ", " on "];
    let mut spaces = memchr::memchr_iter(b' ', name.as_bytes());
    let end = spaces.find(|at| BEHIND.iter().any(|b| name[*at..].starts_with(b))).unwrap_or(name.len());
    name[..end].trim().rsplit(' ').next().unwrap_or_default()
}

fn is_built(class: Class) -> bool {
    matches!(class, Class::Organization | Class::Place)
}
