//! Whose they are of whom the text does not say it: `Police` in a report of Nairobi, `opposition leader Karim Tarek`.
//!
//! Role nouns and persons with a title, left without a state by linker and coreference, belong to the state that their own
//! phrase places them in (`a court in Mombasa`), else to the one state that the sentence speaks of, else to the one that the text
//! speaks of most by far, else to the one of the sentences before; so do persons who are arrested, tried or dismissed. Where two
//! states are spoken of, nothing is settled. Who is said to be of a body is of its state.

use super::gazetteer::{Day, Gazetteer, Makes, Owner, Role, Target, words};
use super::link::make;
use super::{Actor, ActorKind, Cast, Form, Mention};
use crate::article::Article;
use crate::language::Document;
use crate::language::labels::{Dep, Tag};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

/// Words of the longest role noun that is looked for.
const LONGEST: usize = 4;

/// Tokens before and after a phrase that are looked at, so that a sentence without end costs no more than a long one.
const WINDOW: usize = 150;

/// Gives the role nouns and titled persons of a cast the state that they belong to, where the text leaves one choice.
pub fn settle(gazetteer: &Gazetteer, article: &Article, document: &Document, cast: &mut Cast) {
    let homes = Homes { gazetteer, article, document, day: article.date.map(Day::of) };
    let mut persons: FxHashMap<String, (Arc<Actor>, String)> = FxHashMap::default();
    let mut nouns: Vec<(usize, Arc<Actor>, String)> = Vec::new();
    for (i, mention) in cast.mentions.iter().enumerate() {
        if let Some((role, former)) = homes.unowned(mention) {
            let Some((owner, known)) = homes.opposed(cast, mention, role).or_else(|| homes.home(cast, mention, role))
            else {
                continue;
            };
            let plural = matches!(document.tokens[mention.head].tag, Tag::Nns | Tag::Nnps);
            let (actor, _) = make(gazetteer, homes.day, role, owner, !plural, former);
            nouns.push((i, actor, format!("roles.tsv: {} of {known}", role.id)));
        } else if let Some(actor) = stateless(mention).filter(|a| !persons.contains_key(&a.id)) {
            let role = homes.title(mention, actor);
            let settled = homes.owned_beside(cast, mention).or_else(|| homes.called_home(cast, mention, actor));
            let settled = settled.or_else(|| homes.leads(cast, i, actor)).or_else(|| homes.of_body(cast, mention));
            let settled = settled.or_else(|| homes.at_home(cast, mention)).or_else(|| homes.home(cast, mention, role?));
            let Some((owner, known)) = settled else { continue };
            let person = homes.person(actor, role.map_or("", |r| &r.suffix), owner);
            let why = format!("{} of {known}", role.map_or("national", |r| &*r.id));
            persons.insert(actor.id.clone(), (Arc::new(person), why));
        }
    }
    for mention in &mut cast.mentions {
        for actor in &mut mention.actors {
            if let Some((person, why)) = persons.get(&actor.id) {
                *actor = Arc::clone(person);
                mention.why = format!("{}, {why}", mention.why);
            }
        }
    }
    // who is meant may have been spoken of before
    let mut chains: FxHashMap<String, u32> = FxHashMap::default();
    for mention in &cast.mentions {
        if let [actor] = &mention.actors[..] {
            chains.entry(actor.id.clone()).or_insert(mention.chain);
        }
    }
    for (i, actor, why) in nouns {
        let mention = &mut cast.mentions[i];
        mention.chain = *chains.entry(actor.id.clone()).or_insert(mention.chain);
        mention.actors = vec![actor];
        mention.why = why;
    }
}

/// Sentences that speak of a state by which a text is about it, where other states have less than half of that.
const OFTEN: usize = 4;

/// Verbs of `data/actors/home_verbs.tsv`.
static HOME_VERBS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/actors/home_verbs.tsv").lines();
    lines.filter(|l| !l.starts_with('#')).skip(1).collect()
});

/// Verbs of `data/actors/envoy_verbs.tsv`.
static ENVOY_VERBS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/actors/envoy_verbs.tsv").lines();
    lines.filter(|l| !l.starts_with('#')).skip(1).collect()
});

/// Titles of `data/actors/body_heads.tsv`, in lower case, with the kinds of bodies that their holders lead.
static BODY_HEADS: LazyLock<FxHashMap<String, Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("../../data/actors/body_heads.tsv").lines().filter(|l| !l.starts_with('#')).skip(1);
    lines.filter_map(|l| l.split_once('\t')).map(|(t, k)| (t.to_lowercase(), k.split(';').collect())).collect()
});

/// Sentences back that a body may be spoken of whose head is named.
const REACH: u32 = 2;

/// The person of a mention by name of whom no state is known.
fn stateless(mention: &Mention) -> Option<&Actor> {
    let [actor] = &mention.actors[..] else { return None };
    let known = actor.kind != ActorKind::Person || actor.country.is_some() || actor.affiliation.is_some();
    (mention.form == Form::Name && !known).then_some(actor)
}

/// Whether a code is that of somebody in a state who is not its government: a parliament, a court, a party, citizens.
fn is_within(code: &str) -> bool {
    ["LEG", "JUD", "OPP", "PTY", "CVL"].iter().any(|s| code.len() > s.len() && code.ends_with(s))
}

struct Homes<'a> {
    gazetteer: &'a Gazetteer,
    article: &'a Article,
    document: &'a Document,
    day: Option<Day>,
}

impl Homes<'_> {
    /// The role of a noun that nobody is known to own, and whether it is a former one.
    fn unowned(&self, mention: &Mention) -> Option<(&Role, bool)> {
        let open = mention.form == Form::Nominal && mention.actors.is_empty() && mention.place.is_none();
        let role = self.role_in(mention.tokens.start..mention.head + 1).filter(|_| open)?;
        let tokens = &self.document.tokens[mention.tokens.clone()];
        let former = tokens.iter().any(|t| matches!(&*t.lower, "former" | "ex" | "ousted" | "deposed" | "late"));
        // `the officer`, `the agency`: one that was spoken of, if only one knew which
        let the = tokens.first().is_some_and(|t| &*t.lower == "the");
        let one = matches!(self.document.tokens[mention.head].tag, Tag::Nn | Tag::Nnp);
        let recalled = the && one && matches!(role.makes, Makes::Official | Makes::People)
            || the && matches!(&*role.id, "intelligence" | "ministry");
        let recalled = recalled && &*role.id != "opposition";
        // `the embassy in Lagos` is another's
        let abroad = &*role.id == "embassy";
        // armed men are seldom those of the state that they fight in
        let settled = role.makes != Makes::Fighters && !abroad && !recalled && !role.of_anybody;
        settled.then_some((role, former))
    }

    /// The state of a person whom somebody arrests, tries or dismisses, where the sentence speaks of one state alone.
    fn at_home(&self, cast: &Cast, mention: &Mention) -> Option<(Owner, String)> {
        let tokens = &self.document.tokens;
        let t = &tokens[mention.head];
        let verb = matches!(t.dep, Dep::Dobj | Dep::Nsubjpass) && HOME_VERBS.contains(&*tokens[t.head].lemma);
        if !verb {
            return None;
        }
        let (here, _) = self.states(cast, mention, self.near(mention));
        let [country] = &here[..] else { return None };
        self.owner(country).map(|o| (o, "the one state of the sentence".to_owned()))
    }

    /// `Jan Berg, its ambassador`: the state that the pronoun beside a person's name stands for.
    fn owned_beside(&self, cast: &Cast, mention: &Mention) -> Option<(Owner, String)> {
        let beside =
            self.document.children_by(mention.head, &[Dep::Appos]).filter(|d| self.role_in(*d..*d + 1).is_some());
        let owners = beside.flat_map(|d| self.document.children_by(d, &[Dep::Poss]));
        let country = owners.filter_map(|o| self.country_at(cast, o)).next()?;
        self.owner(country).map(|o| (o, "what stands before the description".to_owned()))
    }

    /// `Ana Silva, head of the Chilean Vintners`, `Ana Silva of the Peru Union`, `its president, Ana Silva`: the state of the body that a
    /// person's description or name says him to be of.
    fn of_body(&self, cast: &Cast, mention: &Mention) -> Option<(Owner, String)> {
        let document = self.document;
        let body = |head: usize| {
            let mention = &cast.mentions[cast.by_head[head]? as usize];
            let [actor] = &mention.actors[..] else { return None };
            actor.country.as_deref().filter(|_| actor.kind == ActorKind::Organization)
        };
        let t = &document.tokens[mention.head];
        let beside = (t.dep == Dep::Appos).then_some(t.head);
        let described = beside.into_iter().chain(std::iter::once(mention.head));
        let described = described.chain(document.children_by(mention.head, &[Dep::Appos]));
        let country = described.flat_map(|d| document.children(d).map(move |c| (d, c))).find_map(|(d, c)| {
            let t = &document.tokens[c];
            match t.dep {
                Dep::Poss | Dep::Compound | Dep::Nmod => body(c),
                // `Ana Silva, 34, from the union`, but not what stands behind a verb
                Dep::Prep if c > d && matches!(&*t.lower, "of" | "from" | "at" | "with" | "for") => {
                    document.child_by(c, &[Dep::Pobj]).and_then(body)
                }
                _ => None,
            }
        })?;
        self.owner(country).map(|o| (o, "the body that the description names".to_owned()))
    }

    /// `Oslo recalls Ambassador Jan Berg`: an envoy is of the state that calls him home or sends him.
    fn called_home(&self, cast: &Cast, mention: &Mention, actor: &Actor) -> Option<(Owner, String)> {
        let tokens = &self.document.tokens;
        let name = self.name_in(mention, actor)?;
        let envoy = self.role_in(mention.tokens.start..name).is_some_and(|r| matches!(&*r.id, "ambassador" | "envoy"));
        let t = &tokens[mention.head];
        let active = t.dep == Dep::Dobj && ENVOY_VERBS.contains(&*tokens[t.head].lemma);
        let mut verb = Some(t.head).filter(|_| envoy && active)?;
        let mut subject = self.document.child_by(verb, &[Dep::Nsubj]);
        while subject.is_none() && tokens[verb].dep == Dep::Conj {
            verb = tokens[verb].head;
            subject = self.document.child_by(verb, &[Dep::Nsubj]);
        }
        self.owner(self.country_at(cast, subject?)?).map(|o| (o, "whoever calls or sends".to_owned()))
    }

    /// `The firm sued Peru; chairman Li Wen said`: a person whose title is that of the head of a body, of which the text spoke last.
    fn leads(&self, cast: &Cast, at: usize, actor: &Actor) -> Option<(Owner, String)> {
        let mention = &cast.mentions[at];
        let name = self.name_in(mention, actor)?;
        let first = self.document.sentence(name).tokens.start.max(name.saturating_sub(LONGEST));
        let words = |from: usize| self.document.span(from..name).of(&self.article.text).to_lowercase();
        let kinds = (first..name).find_map(|from| BODY_HEADS.get(words(from).trim()))?;
        let here = self.document.sentence_of[mention.head];
        let before = cast.mentions[..at].iter().rev();
        let near = before.take_while(|m| self.document.sentence_of[m.head] + REACH >= here);
        let body = near.filter_map(|m| match &m.actors[..] {
            [one] => match self.gazetteer.by_id(&one.id)? {
                Target::Body(b) => Some(b),
                _ => None,
            },
            _ => None,
        });
        let mut led = body.filter(|b| {
            let body = &self.gazetteer.bodies[*b as usize];
            let firm = body.actor.code.as_deref().is_some_and(|c| c.ends_with("BUS"));
            kinds.contains(&if firm { "company" } else { &*body.kind })
        });
        led.next().map(|b| (Owner::Body(b), "the body that the text spoke of".to_owned()))
    }

    /// `The president accuses the opposition`: a government speaks so of its own.
    fn opposed(&self, cast: &Cast, mention: &Mention, role: &Role) -> Option<(Owner, String)> {
        let tokens = &self.document.tokens;
        let t = &tokens[mention.head];
        let to = |p: usize| &*tokens[p].lower == "to";
        let disagreement = self.document.children_by(mention.head, &[Dep::Prep]).any(to);
        let object =
            &*role.id == "opposition" && !disagreement && t.dep == Dep::Dobj && self.placed(cast, mention).is_none();
        let mut verb = Some(t.head).filter(|_| object)?;
        let mut subject = self.document.child_by(verb, &[Dep::Nsubj]);
        while subject.is_none() && matches!(tokens[verb].dep, Dep::Conj | Dep::Advcl) {
            verb = tokens[verb].head;
            subject = self.document.child_by(verb, &[Dep::Nsubj]);
        }
        let mention = &cast.mentions[cast.by_head[subject?]? as usize];
        let [actor] = &mention.actors[..] else { return None };
        let governs = actor.kind == ActorKind::State || actor.code.as_deref().is_some_and(|c| c.ends_with("GOV"));
        let country = actor.country.as_deref().filter(|_| governs)?;
        self.owner(country).map(|o| (o, "whoever governs it".to_owned()))
    }

    /// The state of the one actor that a token's phrase refers to.
    fn country_at<'c>(&self, cast: &'c Cast, head: usize) -> Option<&'c str> {
        let mention = &cast.mentions[cast.by_head[head]? as usize];
        let [actor] = &mention.actors[..] else { return None };
        actor.country.as_deref()
    }

    /// The sentence of a phrase, as far as it is looked at.
    fn near(&self, mention: &Mention) -> Range<usize> {
        let sentence = &self.document.sentence(mention.head).tokens;
        sentence.start.max(mention.head.saturating_sub(WINDOW))..sentence.end.min(mention.head + WINDOW)
    }

    /// The role that stands as a title before a person's name whom the text gives no state.
    fn title(&self, mention: &Mention, actor: &Actor) -> Option<&Role> {
        let name = self.name_in(mention, actor)?;
        let role = self.role_in(mention.tokens.start..name)?;
        (!role.of_anybody).then_some(role)
    }

    /// Where in its phrase the name of a person begins.
    fn name_in(&self, mention: &Mention, actor: &Actor) -> Option<usize> {
        let word = |t: &usize| self.document.tokens[*t].span.of(&self.article.text);
        mention.tokens.clone().find(|t| actor.name.starts_with(word(t)))
    }

    /// The role whose words end these tokens, the longest.
    fn role_in(&self, tokens: Range<usize>) -> Option<&Role> {
        let text = |from: usize| self.document.span(from..tokens.end).of(&self.article.text);
        let from = tokens.start.max(tokens.end.saturating_sub(LONGEST));
        (from..tokens.end).find_map(|t| self.gazetteer.roles.get(words::hash_name(text(t)).0))
    }

    /// The one state that a phrase can belong to, and how it is known.
    fn home(&self, cast: &Cast, mention: &Mention, role: &Role) -> Option<(Owner, String)> {
        if let Some(country) = self.placed(cast, mention) {
            return self.owner(&country).map(|o| (o, "the state that it is in".to_owned()));
        }
        let sentence = self.document.sentence(mention.head).tokens.clone();
        let (here, governed) = self.states(cast, mention, self.near(mention));
        match &here[..] {
            // `Paris urged the government`: not its own
            [_] if governed && !matches!(role.makes, Makes::Organ) => None,
            [country] => self.owner(country).map(|o| (o, "the one state of the sentence".to_owned())),
            [] if sentence.start > 0 => {
                // `the authorities` in the midst of a text on one country
                if let Some(country) = self.main(cast, mention) {
                    return self.owner(&country).map(|o| (o, "the state that the text speaks of most".to_owned()));
                }
                self.before(cast, mention)
            }
            _ => None,
        }
    }

    /// The one state of the last sentence that speaks of any, one of those shortly before.
    fn before(&self, cast: &Cast, mention: &Mention) -> Option<(Owner, String)> {
        let mut start = self.document.sentence(mention.head).tokens.start;
        for back in 1..=REACH {
            let before = self.document.sentence(start.checked_sub(1)?).tokens.clone();
            let near = before.start.max(before.end.saturating_sub(WINDOW))..before.end;
            let (states, _) = self.states(cast, mention, near);
            match (&states[..], back) {
                ([], _) => start = before.start,
                ([country], 1) => {
                    return self.owner(country).map(|o| (o, "the one state of the sentence before".to_owned()));
                }
                ([country], _) => {
                    return self.owner(country).map(|o| (o, format!("the one state of {back} sentences before")));
                }
                _ => return None,
            }
        }
        None
    }

    /// The state of which so many sentences of a text have spoken before a phrase, and of no other half as many.
    fn main(&self, cast: &Cast, phrase: &Mention) -> Option<String> {
        let mut uses: Vec<(&str, usize, u32)> = Vec::new();
        let upto = cast.mentions.partition_point(|m| m.tokens.start < phrase.tokens.start);
        for mention in &cast.mentions[upto.saturating_sub(WINDOW)..upto] {
            let place = mention.place.as_ref().and_then(|p| p.country.as_deref());
            let Some(country) = mention.actors.first().map_or(place, |a| a.country.as_deref()) else { continue };
            let sentence = self.document.sentence_of[mention.head];
            match uses.iter_mut().find(|(c, ..)| *c == country) {
                Some((.., last)) if *last == sentence => {}
                Some((_, n, last)) => (*n, *last) = (*n + 1, sentence),
                None => uses.push((country, 1, sentence)),
            }
        }
        uses.sort_by_key(|(_, n, _)| std::cmp::Reverse(*n));
        let second = uses.get(1).map_or(0, |(_, n, _)| *n);
        uses.first().filter(|(_, n, _)| *n >= OFTEN && *n > 2 * second).map(|(c, ..)| (*c).to_owned())
    }

    /// The country of the place that hangs on the phrase: `a court in Mombasa`, `police in Nairobi`.
    fn placed(&self, cast: &Cast, mention: &Mention) -> Option<String> {
        let document = self.document;
        let prepositions = document.children_by(mention.head, &[Dep::Prep]);
        let local = prepositions.filter(|p| matches!(&*document.tokens[*p].lower, "in" | "at" | "from" | "of"));
        let objects = local.filter_map(|p| document.child_by(p, &[Dep::Pobj]));
        let places = objects.filter_map(|o| cast.by_head[o]).filter_map(|m| cast.mentions[m as usize].place.as_ref());
        places.filter_map(|p| p.country.clone()).next()
    }

    /// The states of which these tokens speak, beside the phrase itself, each once; and whether one of them is the subject of
    /// a predicate above the phrase.
    fn states(&self, cast: &Cast, phrase: &Mention, tokens: Range<usize>) -> (Vec<String>, bool) {
        let mut out: Vec<String> = Vec::new();
        let mut governed = false;
        let from = cast.mentions.partition_point(|m| m.tokens.start < tokens.start);
        for mention in cast.mentions[from..].iter().take_while(|m| m.tokens.start < tokens.end) {
            if mention.tokens == phrase.tokens || self.is_acted_on(phrase.head, mention.head) {
                continue;
            }
            let actors = mention.actors.iter().filter_map(|a| a.country.as_ref());
            let place = mention.place.as_ref().and_then(|p| p.country.as_ref());
            for country in actors.chain(place) {
                if !out.contains(country) {
                    out.push(country.clone());
                }
            }
            let t = &self.document.tokens[mention.head];
            // `the Senate asks the president`: an organ or party of a state speaks to its own
            let within = mention.actors.iter().all(|a| a.code.as_deref().is_some_and(is_within));
            governed |= !mention.actors.is_empty()
                && !within
                && matches!(t.dep, Dep::Nsubj | Dep::Nsubjpass)
                && self.document.ancestors(phrase.head).take(32).any(|a| a == t.head)
                && mention.head != phrase.head;
        }
        (out, governed)
    }

    /// Whether a phrase stands in what the subject's predicate is about: `Protesters demanded the release of the Cuban poet` does not
    /// tell where they are.
    fn is_acted_on(&self, subject: usize, other: usize) -> bool {
        let tokens = &self.document.tokens;
        if !matches!(tokens[subject].dep, Dep::Nsubj | Dep::Nsubjpass) {
            return false;
        }
        let verb = tokens[subject].head;
        let path = std::iter::once(other).chain(self.document.ancestors(other).take(32));
        let Some(below) = path.take_while(|t| *t != verb).last().filter(|t| tokens[*t].head == verb) else {
            return false;
        };
        let placed = |p: usize| matches!(&*tokens[p].lower, "in" | "at" | "near" | "outside" | "across" | "inside");
        match tokens[below].dep {
            Dep::Dobj | Dep::Dative | Dep::Xcomp => true,
            Dep::Prep => !placed(below),
            _ => false,
        }
    }

    fn owner(&self, country: &str) -> Option<Owner> {
        match self.gazetteer.by_id(&format!("state/{country}"))? {
            Target::State(s) => Some(Owner::State(s)),
            _ => None,
        }
    }

    /// The person as one of that state.
    fn person(&self, known: &Actor, suffix: &str, owner: Owner) -> Actor {
        let state = self.gazetteer.owner(owner);
        let country = state.country.clone();
        let slug = known.id.trim_start_matches("person/");
        Actor {
            id: country.as_ref().map_or_else(|| known.id.clone(), |c| format!("person/{c}-{slug}")),
            code: country.as_ref().map(|c| format!("{c}{suffix}")),
            affiliation: known.affiliation.clone().or_else(|| country.is_none().then(|| state.id.clone())),
            country,
            ..known.clone()
        }
    }
}

#[cfg(test)]
mod tests;
