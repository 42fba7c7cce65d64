//! What syntax alone says: appositions, predicates, relative pronouns, coordination.

use super::things::Thing;
use super::words::Class;
use super::{Resolver, phrase};
use crate::actors::Form;
use crate::language::labels::{Dep, Pos, Tag};

/// As many words the phrase has at most that another name follows.
const LONGEST: usize = 8;

impl Resolver<'_> {
    /// The thing that the phrase under `head` is a second name of: `Kim, the leader of the party` and `X is the
    /// president of Y`.
    pub(super) fn apposed_to(&self, head: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let token = &tokens[head];
        match token.dep {
            Dep::Appos if token.head < head => self.thing_at[token.head].map(|t| t as usize),
            Dep::Attr => {
                let verb = token.head;
                let be = matches!(&*tokens[verb].lemma, "be" | "become" | "remain");
                let open =
                    self.document.children(verb).any(|c| matches!(tokens[c].dep, Dep::Neg) || tokens[c].tag == Tag::Md);
                let definite = phrase::before(self.document, head)
                    .determiner
                    .is_some_and(|d| matches!(&*tokens[d].lower, "the" | "a" | "an"));
                let subject = self.subject_of(verb).filter(|s| *s < head)?;
                // `She is mayor of the town`
                let office =
                    || token.tag == Tag::Nn && self.noun_of(head).is_some_and(|(class, _)| class == Class::Person);
                (be && !open && (definite || office() || self.one_of(head).is_some()))
                    .then(|| self.thing_at[subject].map(|t| t as usize))
                    .flatten()
            }
            // `She was elected president of the club`
            Dep::Oprd => {
                let office =
                    token.tag == Tag::Nn && self.noun_of(head).is_some_and(|(class, _)| class == Class::Person);
                let subject = self.document.child_by(token.head, &[Dep::Nsubjpass]).filter(|s| *s < head && office)?;
                self.thing_at[subject].map(|t| t as usize)
            }
            // `She is an actor and a painter`
            Dep::Conj if token.head < head && tokens[token.head].dep == Dep::Attr && self.is_introduced(head) => {
                self.apposed_to(token.head)
            }
            _ => None,
        }
    }

    /// The thing that a phrase before a name is another name of: `the Lower Flats, commonly known as the Marsh`.
    pub(super) fn known_as(&self, m: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let mention = &self.mentions[m];
        let first = self.document.sentence(mention.head).tokens.start;
        let word = |t: usize| &*tokens[t].lower;
        let mut left = (first..mention.tokens.start).rev().peekable();
        while left.next_if(|t| matches!(tokens[*t].pos, Pos::Punct | Pos::Det)).is_some() {}
        let last = left.next_if(|t| word(*t) == "as").is_some();
        let called = left.next().filter(|t| tokens[*t].tag == Tag::Vbn)?;
        let naming = if last {
            matches!(word(called), "known")
        } else {
            matches!(word(called), "called" | "dubbed" | "nicknamed")
        };
        while left.next_if(|t| tokens[*t].pos == Pos::Adv).is_some() {}
        while left.next_if(|t| matches!(word(*t), "," | "(")).is_some() {}
        let end = left.next().filter(|_| naming)? + 1;
        let thing = (first..end).rev().take(LONGEST).find_map(|t| {
            let thing = self.thing_at[t]? as usize;
            (phrase::extent(self.document, t).end == end).then_some(thing)
        })?;
        let known = &self.things[thing];
        let class = Thing::of_mention(0, mention, false).class;
        let class = if class == Class::Other { self.class_of_name(m).unwrap_or(class) } else { class };
        let listed = |id: &str| self.gazetteer.by_id(id).is_some();
        let two = known.actors.iter().chain(&mention.actors).filter(|a| listed(&a.id)).count() > 1;
        (!known.plural && !two && (class == Class::Other || class == known.class)).then_some(thing)
    }

    /// The subject of a verb, or of the one that it is joined to: `She won the seat and became the youngest member`.
    fn subject_of(&self, mut verb: usize) -> Option<usize> {
        let mut kinds: &[Dep] = &[Dep::Nsubj];
        for _ in 0..4 {
            if let Some(subject) = self.document.child_by(verb, kinds) {
                return Some(subject);
            }
            kinds = &[Dep::Nsubj, Dep::Nsubjpass];
            let token = &self.document.tokens[verb];
            if token.dep != Dep::Conj || token.head >= verb {
                return None;
            }
            verb = token.head;
        }
        None
    }

    /// Whether `a` or `an` stands before a noun.
    fn is_introduced(&self, head: usize) -> bool {
        let determiner = phrase::before(self.document, head).determiner;
        determiner.is_some_and(|d| matches!(&*self.document.tokens[d].lower, "a" | "an"))
    }

    /// Makes a mention of the linker one of the thing that it stands beside, if both may be one.
    pub(super) fn join_apposition(&mut self, m: usize, thing: usize) -> bool {
        let mention = &self.mentions[m];
        let known = &self.things[thing];
        let anonymous = mention.form == Form::Nominal;
        let class = Thing::of_mention(0, mention, false).class;
        let fits = anonymous
            && (mention.actors.is_empty()
                || class == known.class
                    && (known.country.is_none() || known.country == Thing::of_mention(0, mention, false).country))
            && known.class != Class::Other
            && !known.plural
            && !self.is_plural(mention.head);
        if !fits {
            return false;
        }
        let (tokens, head) = (mention.tokens.clone(), mention.head);
        if self.noun_of(head).is_some_and(|(class, _)| !agrees(class, self.things[thing].class)) {
            return false;
        }
        self.call(thing, tokens.clone());
        self.refer(tokens, head, Form::Nominal, thing, "stands beside the name".into());
        self.things[thing].learn_gender(self.words);
        true
    }

    /// A common noun that stands beside a name.
    pub(super) fn common_apposition(&mut self, head: usize) -> bool {
        let Some(thing) = self.apposed_to(head) else { return false };
        let known = &self.things[thing];
        // What a person is said to be describes the person: `He is a loner.`
        let predicate = || {
            let token = &self.document.tokens[head];
            let said = matches!(token.dep, Dep::Attr | Dep::Conj) && token.tag == Tag::Nn;
            (said && known.is_person() && self.is_introduced(head)).then_some(Class::Person)
        };
        let noun = self.noun_of(head).or_else(|| self.one_of(head).and_then(|n| self.noun_of(n)));
        let Some(class) = noun.map(|n| n.0).or_else(predicate) else { return false };
        if !agrees(class, known.class) || known.plural || self.is_plural(head) {
            return false;
        }
        self.call(thing, phrase::extent(self.document, head));
        let tokens = phrase::whole_extent(self.document, head);
        self.refer(tokens, head, Form::Nominal, thing, "stands beside the name".into());
        self.things[thing].learn_gender(self.words);
        true
    }

    /// The noun in the plural behind `one of`: `one of the country's largest banks`.
    fn one_of(&self, head: usize) -> Option<usize> {
        if &*self.document.tokens[head].lower != "one" {
            return None;
        }
        let of = self.document.child_by(head, &[Dep::Prep]).filter(|p| &*self.document.tokens[*p].lower == "of")?;
        self.document.child_by(of, &[Dep::Pobj]).filter(|noun| self.is_plural(*noun))
    }

    /// `who`, `whom`, `whose`, `which`, `that`: the noun that the relative clause describes.
    pub(super) fn relative(&mut self, token: usize) {
        let tokens = &self.document.tokens;
        let clause =
            std::iter::once(token).chain(self.document.ancestors(token)).find(|t| tokens[*t].dep == Dep::Relcl);
        let Some(head) = clause.map(|c| tokens[c].head).filter(|h| *h < token) else { return };
        // Conjuncts are described by the clause that hangs on the last of them.
        if let Some(thing) = self.thing_at[head].map(|t| t as usize) {
            self.thing_at[token] = Some(thing as u32);
            if self.things[thing].class != Class::Other || !self.things[thing].actors.is_empty() {
                self.refer(
                    token..token + 1,
                    token,
                    Form::Pronoun,
                    thing,
                    "relative pronoun: the noun before it".into(),
                );
            }
        }
    }

    /// Things joined by `and` are one thing in the plural, which `they` and `the two` may recall.
    pub(super) fn joined(&mut self, token: usize) {
        if self.document.tokens[token].dep != Dep::Conj || self.thing_at[token].is_none() {
            return;
        }
        // The last of them makes the whole.
        if self.document.child_by(token, &[Dep::Conj]).is_some_and(|next| next > token) {
            return;
        }
        let mut first = token;
        while self.document.tokens[first].dep == Dep::Conj && self.document.tokens[first].head < first {
            first = self.document.tokens[first].head;
        }
        let mut members = Vec::new();
        let mut at = Some(first);
        while let Some(t) = at {
            let Some(thing) = self.thing_at[t].map(|t| t as usize) else { return };
            if !members.contains(&thing) {
                members.push(thing);
            }
            at = self.document.child_by(t, &[Dep::Conj]).filter(|c| *c <= token);
        }
        let either = self
            .document
            .children_by(first, &[Dep::Cc, Dep::Preconj])
            .any(|c| matches!(&*self.document.tokens[c].lower, "or" | "but" | "nor" | "neither" | "either"));
        if members.len() < 2 || either || members.iter().any(|m| self.things[*m].plural) {
            return;
        }
        let thing = self.together(members);
        let sentence = self.document.sentence_of[first] as usize;
        let role = phrase::role(self.document, first);
        self.things[thing].uses.push(super::things::Occurrence { token: first, sentence, role });
        self.order.push((first, thing));
    }

    /// The thing that several make together.
    pub(super) fn together(&mut self, mut members: Vec<usize>) -> usize {
        members.sort_unstable();
        members.dedup();
        if let [one] = members[..] {
            return one;
        }
        if let Some(known) = self.first(|t| t.members == members) {
            return known;
        }
        let class = self.things[members[0]].class;
        let same = members.iter().all(|m| self.things[*m].class == class);
        let chain = self.new_chain();
        let mut thing = Thing::new(chain, if same { class } else { Class::Side });
        thing.plural = true;
        for m in &members {
            for actor in &self.things[*m].actors {
                if !thing.actors.contains(actor) {
                    thing.actors.push(actor.clone());
                }
            }
        }
        thing.named = members.iter().any(|m| self.things[*m].named);
        thing.members = members;
        self.open(thing)
    }
}

/// Whether a noun of one class may stand for a thing of another.
pub(super) fn agrees(noun: Class, thing: Class) -> bool {
    match noun {
        Class::State | Class::Government => thing == Class::State,
        Class::Military | Class::Organization => thing == Class::Organization,
        Class::Side => matches!(thing, Class::State | Class::Organization | Class::Person | Class::Side),
        other => other == thing,
    }
}
