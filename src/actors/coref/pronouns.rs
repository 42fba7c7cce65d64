//! Third-person pronouns, and first persons in quotes.

use super::Resolver;
use super::phrase::{self, Role};
use super::things::Thing;
use super::words::{Class, Gender};
use crate::actors::{ActorKind, Form};
use crate::clauses::words;
use crate::language::labels::{Dep, Tag};
use std::ops::Range;

/// How many sentences back an antecedent may stand.
const REACH: usize = 3;
/// As many mentions are looked through, from the first and from the last, for what a person belongs to,
const FAR: usize = 4000;
/// and so many of that person.
const DESCRIBED: usize = 200;
/// The best must lead the next by so much.
const LEAD: i32 = 10;
/// What speaks for who spoke in the sentence before where the pronoun speaks.
const SPEAKER: i32 = 20;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    He,
    She,
    It,
    They,
}

impl Resolver<'_> {
    /// Whether the word is a pronoun that this stage reads.
    pub(super) fn is_pronoun(&self, token: usize) -> bool {
        let t = &self.document.tokens[token];
        matches!(t.tag, Tag::Prp | Tag::PrpS | Tag::Wp | Tag::WpS)
            || t.tag == Tag::Rb && &*t.lower == "there" && t.dep == Dep::Advmod
            || t.tag == Tag::Wdt && matches!(t.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
    }

    /// Reads a pronoun. First persons wait until the speakers are known.
    pub(super) fn pronoun(&mut self, token: usize) {
        let kind = match &*self.document.tokens[token].lower {
            "he" | "him" | "his" | "himself" => Kind::He,
            "she" | "her" | "hers" | "herself" => Kind::She,
            "it" | "its" | "itself" => Kind::It,
            "they" | "them" | "their" | "theirs" | "themselves" => Kind::They,
            "who" | "whom" | "whose" | "which" | "that" => return self.relative(token),
            "there" => return self.there(token),
            _ => return,
        };
        if kind == Kind::It && self.is_empty(token) {
            return;
        }
        if let Some(subject) = self.subject_behind(token).filter(|_| matches!(kind, Kind::He | Kind::She)) {
            self.awaiting.push((token, subject));
            return;
        }
        if let Some(thing) = self.author(token).filter(|t| suits(kind, &self.things[*t])) {
            let why = "pronoun: whose it is that the clause describes".into();
            return self.refer(token..token + 1, token, Form::Pronoun, thing, why);
        }
        if let Some(thing) = self.other_party(token, kind) {
            let why = "pronoun: whoever is answered or judged for what it owns".into();
            return self.refer(token..token + 1, token, Form::Pronoun, thing, why);
        }
        self.recall(token, kind);
    }

    /// `the speech by X in which he`, `remarks made by X, which she`: whoever made what the relative clause around a pronoun describes.
    fn author(&self, token: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let verb = std::iter::once(token)
            .chain(self.document.ancestors(token))
            .take(4)
            .find(|t| tokens[*t].dep == Dep::Relcl)?;
        let noun = tokens[verb].head;
        // the tree may hang the clause on the author: `a letter by X, in which he`
        let behind = tokens[noun].dep == Dep::Pobj && &*tokens[tokens[noun].head].lower == "by";
        let which = |p: usize| self.document.child_by(p, &[Dep::Pobj]).is_some_and(|w| tokens[w].tag == Tag::Wdt);
        if behind && self.document.children_by(verb, &[Dep::Prep]).any(which) {
            return self.thing_at[noun].map(|t| t as usize);
        }
        let within = |c: &usize| *c < token;
        let agents = |up: usize| {
            let by = self.document.children_by(up, &[Dep::Agent, Dep::Prep]).filter(|p| &*tokens[*p].lower == "by");
            by.filter_map(|p| self.document.child_by(p, &[Dep::Pobj])).collect::<Vec<_>>()
        };
        let made = self.document.children_by(noun, &[Dep::Acl]).flat_map(agents);
        let mut authors = made.chain(agents(noun)).chain(self.document.children_by(noun, &[Dep::Poss])).filter(within);
        authors.find_map(|a| self.thing_at[a]).map(|t| t as usize)
    }

    /// Pronouns whose name follows in their sentence; else they are read as others are.
    pub(super) fn awaited(&mut self) {
        for (token, subject) in std::mem::take(&mut self.awaiting) {
            let he = matches!(&*self.document.tokens[token].lower, "his" | "he" | "him");
            let kind = if he { Kind::He } else { Kind::She };
            match self.thing_at[subject].map(|t| t as usize).filter(|t| suits(kind, &self.things[*t])) {
                Some(thing) => {
                    let gender = if he { Gender::Male } else { Gender::Female };
                    self.things[thing].gender.get_or_insert(gender);
                    let why = "pronoun: the subject that follows".into();
                    self.refer(token..token + 1, token, Form::Pronoun, thing, why);
                }
                None => self.recall(token, kind),
            }
        }
    }

    /// `In his speech, Duda said`: the name that is the subject of the clause, where a possessive stands in a phrase
    /// before it.
    fn subject_behind(&self, token: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        if tokens[token].tag != Tag::PrpS {
            return None;
        }
        let mut at = token;
        for up in self.document.ancestors(token) {
            if let Some(subject) = self.document.child_by(up, &[Dep::Nsubj, Dep::Nsubjpass]) {
                let before = tokens[at].dep == Dep::Prep && at < subject && token < subject && subject < up;
                let named = || {
                    let mention = self.mention_at[subject].map(|m| &self.mentions[m as usize]);
                    mention.is_some_and(|m| m.form == Form::Name)
                };
                return (before && named()).then_some(subject);
            }
            at = up;
        }
        None
    }

    fn recall(&mut self, token: usize, kind: Kind) {
        if let Some((thing, why)) = self.antecedent(token, kind) {
            self.things[thing].gender = self.things[thing].gender.or(match kind {
                Kind::He => Some(Gender::Male),
                Kind::She => Some(Gender::Female),
                _ => None,
            });
            let t = &self.things[thing];
            if t.class == Class::Other && t.actors.is_empty() && t.place.is_none() {
                // It is no actor, but still what is spoken of.
                self.spoken_of(thing, token);
            } else {
                self.refer(token..token + 1, token, Form::Pronoun, thing, why);
            }
        }
    }

    /// `there`: the one place that this sentence or else the one before says something to be in.
    fn there(&mut self, token: usize) {
        let sentence = self.document.sentence_of[token] as usize;
        for back in 0..=1usize.min(sentence) {
            let used = |t: &Thing| {
                t.place.is_some()
                    && t.uses.iter().rev().take_while(|u| u.sentence + 1 >= sentence).any(|u| {
                        let up = &self.document.tokens[u.token];
                        u.token < token
                            && u.sentence + back == sentence
                            && up.dep == Dep::Pobj
                            && u.role == Role::Oblique
                    })
            };
            let mut places = self.spoken().filter(|(_, thing)| used(thing)).map(|(t, _)| t);
            let (first, second) = (places.next(), places.next());
            drop(places);
            match (first, second) {
                (None, _) => continue,
                (Some(place), None) => {
                    let why = "there: the only place spoken of".into();
                    self.refer(token..token + 1, token, Form::Pronoun, place, why);
                    // Who is there does not act there.
                    if let Some(m) = self.mention_at[token] {
                        self.mentions[m as usize].actors.clear();
                    }
                    return;
                }
                (Some(_), Some(_)) => return,
            }
        }
    }

    /// `it rained`, `it is clear that`, `it took days to`.
    fn is_empty(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        let it = &tokens[token];
        if it.dep == Dep::Expl {
            return true;
        }
        if it.dep != Dep::Nsubj && it.dep != Dep::Nsubjpass {
            return false;
        }
        let verb = it.head;
        let lemma = &*tokens[verb].lemma;
        let clausal = self
            .document
            .children(verb)
            .any(|c| matches!(tokens[c].dep, Dep::Ccomp | Dep::Xcomp | Dep::Csubj | Dep::Advcl));
        match lemma {
            "be" => {
                let complement = self.document.child_by(verb, &[Dep::Acomp, Dep::Attr]);
                let below = complement.is_some_and(|c| {
                    self.document
                        .children(c)
                        .any(|k| matches!(tokens[k].dep, Dep::Ccomp | Dep::Xcomp | Dep::Relcl | Dep::Acl | Dep::Advcl))
                });
                // "It is hard": what speakers speak of.
                let said = complement.is_some_and(|c| tokens[c].dep == Dep::Acomp) && self.quotes.at(token).is_some();
                complement.is_some() && (clausal || below || said) && tokens[verb].dep != Dep::Relcl
            }
            "rain" | "snow" => true,
            "seem" | "appear" | "happen" | "turn" | "emerge" | "follow" | "take" | "remain" => clausal,
            // `as it is said`
            verb if it.dep == Dep::Nsubjpass && self.words.is_speech(verb) => true,
            _ => it.dep == Dep::Nsubjpass && self.document.child_by(verb, &[Dep::Ccomp]).is_some(),
        }
    }

    fn antecedent(&self, token: usize, kind: Kind) -> Option<(usize, String)> {
        let document = self.document;
        let sentence = document.sentence_of[token] as usize;
        let role = phrase::role(document, token);
        let possessive = document.tokens[token].tag == Tag::PrpS;
        let reflexive = document.tokens[token].lower.contains("sel");
        let governor = if possessive { None } else { phrase::governor(document, token) };
        let speaker =
            self.quotes.at(token).filter(|q| !q.goes_on).and_then(|q| q.speaker).and_then(|s| self.thing_at[s]);
        let of_speaker = possessive && self.quotes.at(token).is_none() && self.is_of_speaker(token);
        let speaks_on = self.speaks(token) && !possessive || of_speaker;
        let host = self.host(token);
        let trespasser = self.trespasser(token);
        let quoted = self.quotes.at(token).is_some();
        let mut best: Vec<(i32, usize)> = Vec::new();
        for (number, thing) in self.spoken() {
            let at_home = host.is_some() && thing.country.as_deref() == host;
            let trespasses = trespasser == Some(number as u32);
            // `... she told reporters. "They ...": those who only listen are not spoken of
            let audience = kind == Kind::They && quoted && is_press(thing);
            let other = Some(number as u32) == speaker || at_home || trespasses || audience;
            // `The Russians refused. They said`: the state by its people
            let last = thing.uses.iter().rev().find(|u| u.token < token);
            let people =
                kind == Kind::They && thing.class == Class::State && last.is_some_and(|u| self.is_plural(u.token));
            if !(suits(kind, thing) || people) || other {
                continue;
            }
            let mut score = i32::MIN;
            for u in thing.uses.iter().rev() {
                if u.token >= token {
                    continue;
                }
                // `"We ask the ministry for it," said its chairman`: whom the quote names the chairman is not of
                if of_speaker && sentence == u.sentence && self.quotes.at(u.token).is_some() {
                    continue;
                }
                let reach = if thing.members.is_empty() { REACH } else { 1 };
                if sentence - u.sentence > reach {
                    break;
                }
                if self.barred(token, u.token, governor, reflexive) {
                    // What the pronoun cannot be for reasons of syntax it cannot be by an earlier use either.
                    score = i32::MIN;
                    break;
                }
                // `..., it added` goes on with who spoke last.
                let on = if speaks_on && sentence == u.sentence + 1 && self.speaks(u.token) { SPEAKER } else { 0 };
                score = score.max(self.salience(token, sentence, role, possessive, u) + on);
            }
            if score == i32::MIN {
                continue;
            }
            score += 6 * (thing.uses.len().min(5) as i32);
            if thing.named {
                score += 8;
            }
            score += match kind {
                Kind::He | Kind::She => {
                    if thing.gender.is_none() {
                        -15
                    } else {
                        0
                    }
                }
                Kind::It => match thing.class {
                    Class::State | Class::Organization => 8,
                    Class::Place => -15,
                    _ => 0,
                },
                Kind::They => match (thing.plural || people, thing.class) {
                    (true, Class::Other) => 0,
                    (true, _) => 10,
                    (false, _) => -14,
                },
            };
            best.push((score, number));
        }
        best.sort_by_key(|(score, number)| (-score, *number));
        let (score, winner) = *best.first()?;
        // A thing and the group that it belongs to are no rivals to each other in different numbers.
        let rival = best
            .iter()
            .skip(1)
            .find(|(_, r)| !self.things[winner].members.contains(r) && !self.things[*r].members.contains(&winner));
        if rival.is_some_and(|(s, _)| score - s < LEAD) {
            return None;
        }
        let thing = &self.things[winner];
        let use_ = thing.uses.iter().rev().find(|u| u.token < token)?;
        let at = &self.document.tokens[use_.token];
        let back = sentence - use_.sentence;
        let far = match back {
            0 => "in this sentence".to_owned(),
            1 => "in the sentence before".to_owned(),
            n => format!("{n} sentences before"),
        };
        Some((winner, format!("pronoun: {} {far}", at.span.of(&self.article.text))))
    }

    /// How strongly a use makes its thing the one that a pronoun recalls.
    fn salience(
        &self,
        token: usize,
        sentence: usize,
        role: Role,
        possessive: bool,
        u: &super::things::Occurrence,
    ) -> i32 {
        let recency = match sentence - u.sentence {
            0 => 100,
            1 => 75,
            2 => 40,
            _ => 15,
        };
        let standing = match u.role {
            Role::Subject => 40,
            Role::Object => 22,
            Role::Oblique => 14,
            Role::Owner => 14,
            Role::Modifier => 0,
        };
        let parallel = if role == u.role { 8 } else { 0 };
        let document = self.document;
        // The subject of the pronoun's own clause, or of the one above it.
        let mut clause = 0;
        if sentence == u.sentence && u.role == Role::Subject {
            let verb = phrase::governor(document, u.token);
            let above: Vec<usize> = document.ancestors(token).collect();
            if verb.is_some_and(|v| above.contains(&v)) {
                clause = if possessive { 25 } else { 12 };
            }
        }
        recency + standing + parallel + clause
    }

    /// Whether a phrase is the subject of a verb of speech.
    fn speaks(&self, token: usize) -> bool {
        let t = &self.document.tokens[token];
        t.dep == Dep::Nsubj && self.words.is_speech(&self.document.tokens[t.head].lemma)
    }

    /// Whether a possessive tells whose the one is who is said to speak: `its chairman said`, `Ana Silva, its head, said`.
    fn is_of_speaker(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        let noun = tokens[token].head;
        self.speaks(noun) || tokens[noun].dep == Dep::Appos && self.speaks(tokens[noun].head)
    }

    /// Whether syntax keeps a pronoun or description from meaning what another phrase of its sentence means.
    pub(super) fn barred(&self, token: usize, other: usize, governor: Option<usize>, reflexive: bool) -> bool {
        let document = self.document;
        if document.sentence_of[token] != document.sentence_of[other] {
            return false;
        }
        if !reflexive && governor.is_some() && phrase::governor(document, other) == governor {
            // `Kim met him`, but not `Kim and his ...`
            return document.tokens[other].dep != Dep::Poss;
        }
        // `Kim vowed to defeat him`: it is Kim who is to do it
        if !reflexive && governor.and_then(|verb| self.doer_of_infinitive(verb)) == Some(other) {
            return true;
        }
        // A phrase does not contain its own pronoun, except in a clause that describes it.
        let mut at = token;
        for up in document.ancestors(token) {
            if up == other {
                return !matches!(document.tokens[at].dep, Dep::Relcl | Dep::Acl | Dep::Appos | Dep::Conj);
            }
            if matches!(document.tokens[up].dep, Dep::Relcl | Dep::Acl) {
                return false;
            }
            at = up;
        }
        false
    }

    /// Who does what an infinitive without a subject says: the subject above it, or whoever is asked to.
    fn doer_of_infinitive(&self, verb: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let child = |token: usize, deps: &[Dep]| self.document.child_by(token, deps);
        let infinitive = matches!(tokens[verb].dep, Dep::Xcomp | Dep::Advcl)
            && self.document.children_by(verb, &[Dep::Aux]).any(|a| tokens[a].tag == Tag::To)
            && child(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Mark]).is_none();
        let above = Some(tokens[verb].head).filter(|_| infinitive)?;
        let lemma = &*tokens[above].lemma;
        let asked = child(above, &[Dep::Dobj]).filter(|_| lemma != "call" && !words::is_subject_control(lemma));
        asked.or_else(|| child(above, &[Dep::Nsubj, Dep::Nsubjpass]))
    }

    /// `I` is the speaker, `we` the speaker's side: the organisation or state that a person speaks for.
    pub(super) fn first_persons(&mut self, tokens: Range<usize>) {
        for token in tokens {
            let several = match &*self.document.tokens[token].lower {
                "i" | "me" | "my" | "mine" | "myself" => false,
                "we" | "us" | "our" | "ours" | "ourselves" => true,
                _ => continue,
            };
            if !matches!(self.document.tokens[token].tag, Tag::Prp | Tag::PrpS) || self.mention_at[token].is_some() {
                continue;
            }
            let Some(at) = self.quotes.at(token).and_then(|q| q.speaker) else { continue };
            let Some(speaker) = self.author_of(at).or(self.thing_at[at].map(|t| t as usize)) else { continue };
            let side = if several { self.side(speaker) } else { self.things[speaker].is_person().then_some(speaker) };
            // `our country`
            let owned = self.document.tokens[token].head;
            if self.document.tokens[token].tag == Tag::PrpS
                && self.mention_at[owned].is_none_or(|m| self.mentions[m as usize].actors.is_empty())
                && self.noun_of(owned).is_some_and(|(class, _)| matches!(class, Class::State | Class::Government))
                && !self.is_plural(owned)
                && let Some(country) = self.things[speaker].country.clone()
                && let Some(state) = self.state_thing(&country)
            {
                let tokens = phrase::extent(self.document, owned);
                self.refer(tokens, owned, Form::Nominal, state, "description: the speaker's state".into());
            }
            if let Some(side) = side.filter(|s| self.things[*s].class != Class::Other) {
                let why = if several { "first person: the speaker's side" } else { "first person: the speaker" };
                self.refer(token..token + 1, token, Form::Pronoun, side, why.into());
            }
        }
    }

    /// Who speaks in a text that is said to speak: `the ministry's letter reads`, `a Varco statement said`.
    fn author_of(&self, speaker: usize) -> Option<usize> {
        let kind = self.thing_at[speaker].map(|t| &self.things[t as usize]);
        if kind.is_some_and(|t| t.class != Class::Other || t.named) {
            return None;
        }
        let before = phrase::before(self.document, speaker);
        let behind = self.document.children_by(speaker, &[Dep::Prep]);
        let from = behind.filter(|p| matches!(&*self.document.tokens[*p].lower, "from" | "by"));
        let from = from.filter_map(|p| self.document.child_by(p, &[Dep::Pobj]));
        let mut authors = before.owner.into_iter().chain(before.nouns.iter().rev().copied()).chain(from);
        authors.find_map(|a| {
            let thing = self.thing_at[a]? as usize;
            matches!(self.things[thing].class, Class::Person | Class::Organization | Class::State).then_some(thing)
        })
    }

    /// The organisation that a person's description names: `team member Ana Silva`, where a team is known.
    pub(super) fn membership(&self, person: usize) -> Option<usize> {
        // In a text without end, what is said of a person at its beginning and in its last part.
        let (first, rest) = self.mentions.split_at(self.mentions.len().min(FAR));
        let near = first.iter().chain(&rest[rest.len().saturating_sub(FAR)..]);
        let described = near.filter(|m| m.chain == self.things[person].chain && m.form != Form::Pronoun);
        let described: Vec<usize> = described
            .take(DESCRIBED)
            .flat_map(|m| {
                let whole = phrase::whole_extent(self.document, m.head);
                m.tokens.start.min(whole.start)..m.tokens.end.max(whole.end)
            })
            .collect();
        // `Halden Textiles chairman Ana Silva`, `Ana Silva of the Free Party`
        let body = |t: &usize| {
            let thing = self.thing_at[*t]? as usize;
            let is_body = self.things[thing].class == Class::Organization && self.things[thing].named;
            (is_body && thing != person).then_some(thing)
        };
        if let Some(body) = described.iter().find_map(body) {
            return Some(body);
        }
        described.into_iter().find_map(|t| {
            let (class, noun) = self.noun_of(t)?;
            if class != Class::Organization {
                return None;
            }
            let fits =
                |thing: &Thing| thing.class == Class::Organization && !thing.plural && thing.has_been_called(&noun);
            // The one spoken of most, of equals the last.
            let mut known: Vec<(usize, usize, usize)> = Vec::new();
            for (i, thing) in self.spoken().filter(|(_, thing)| fits(thing)) {
                known.extend(thing.uses.iter().rev().find(|u| u.token <= t).map(|u| (thing.uses.len(), u.token, i)));
            }
            known.iter().max().map(|(_, _, i)| *i)
        })
    }

    /// Those for whom a thing speaks.
    fn side(&mut self, speaker: usize) -> Option<usize> {
        let thing = &self.things[speaker];
        if !thing.is_person() {
            return Some(speaker);
        }
        if let Some(group) = self.membership(speaker) {
            return Some(group);
        }
        let thing = &self.things[speaker];
        if let Some(body) = thing.actors.first().and_then(|a| a.affiliation.as_deref()) {
            return self.first(|t| !t.plural && matches!(&t.actors[..], [one] if one.id == body));
        }
        let acts_for =
            thing.actors.first().is_some_and(|a| a.office.is_some() || a.code.as_deref().is_some_and(|c| c.len() > 3));
        let country = thing.country.clone()?;
        if acts_for { self.state_thing(&country) } else { None }
    }
}

/// Whether a thing is of journalists, to whom others speak.
fn is_press(thing: &Thing) -> bool {
    thing.actors.iter().any(|a| a.kind == ActorKind::Group && a.code.as_deref().is_some_and(|c| c.ends_with("MED")))
}

/// Whether a thing agrees with a pronoun in number, gender and kind.
pub(super) fn suits(kind: Kind, thing: &Thing) -> bool {
    match kind {
        Kind::He => thing.is_person() && thing.gender != Some(Gender::Female),
        Kind::She => thing.is_person() && thing.gender != Some(Gender::Male),
        Kind::It => !thing.plural && !matches!(thing.class, Class::Person | Class::People | Class::Side),
        Kind::They => thing.plural || thing.class == Class::Organization || thing.class == Class::People,
    }
}
