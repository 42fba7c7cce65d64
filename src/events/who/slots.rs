//! Who takes part: slots filled with actors.

use super::{Draft, Filled, inert, side};
use crate::actors::{ActorKind, Form, Mention};
use crate::clauses::words::{self, Harm};
use crate::clauses::{Clause, ClauseKind, Link};
use crate::events::rules::{Function, InnerLink, InnerStatus, Rulebook, Slot, SlotKind, Slots};
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos, Tag};
use rustc_hash::FxHashMap;

/// What is known when slots are filled: the article and the events of clauses further in.
#[derive(Clone, Copy, Debug)]
pub struct Filler<'a> {
    /// The article.
    pub scene: Scene<'a>,
    /// The rules, for what predicates do to the event inside them.
    pub book: &'a Rulebook,
    /// Events of inner clauses by their predicate's token.
    pub inner: &'a FxHashMap<usize, Draft>,
}

/// To whom of one's own side a type of event is done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct AtHome {
    /// To people.
    pub people: bool,
    /// To organs of the state.
    pub organs: bool,
}

impl Filler<'_> {
    /// The actors of the first alternative that yields any beside those already `taken`.
    pub fn fill(&self, clause: &Clause, slots: &Slots, taken: &[Filled]) -> Vec<Filled> {
        self.fill_with(clause, slots, taken, AtHome::default())
    }

    /// The same for those to whom a type of event is done, which `home` may be done to one's own side too.
    pub(super) fn fill_with(&self, clause: &Clause, slots: &Slots, taken: &[Filled], home: AtHome) -> Vec<Filled> {
        let mut own_side = false;
        for sum in &slots.0 {
            // `told its own nationals to leave X`: an explicit slot spoke, so nobody else is guessed; nor where those asked are
            // named, though nobody knows them
            if (own_side || clause.asks_openly(self.scene.clauses)) && sum.iter().all(|s| s.kind == SlotKind::Any) {
                continue;
            }
            let mut out = Vec::new();
            // `Cairo's parade and talks between X and Y`: those named as parties are all
            let between = sum.iter().find(|s| matches!(&s.kind, SlotKind::Prep(p) if p.as_ref() == "between"));
            let named = between.map(|slot| self.slot(clause, slot, taken)).filter(|f| f.len() > 1);
            for slot in sum {
                // nor is who only tells of it: `Cairo announced a truce between X and Y`
                if named.is_some() && matches!(slot.kind, SlotKind::Owner | SlotKind::Agent) {
                    continue;
                }
                for filled in self.slot(clause, slot, taken) {
                    push_new(&mut out, filled);
                }
            }
            // a side acts upon itself only where the text plainly says so: `warned its citizens`
            let explicit = sum.iter().all(|s| !matches!(s.kind, SlotKind::Any | SlotKind::Place));
            let before = out.len();
            let plain = sum.iter().all(|slot| !slot.deep)
                && sum.iter().all(|s| matches!(s.kind, SlotKind::Patient | SlotKind::Recipient));
            // `arrested the opposition leader`, `searched the ministry`, `called on its own people to vote`
            let noun = clause.kind == ClauseKind::Noun;
            let asked = |s: &Slot| matches!(&s.kind, SlotKind::Prep(p) if words::asks_behind(&clause.lemma, p) || noun && p.as_ref() == "of");
            // `set fire to the parliament`
            let aimed = |s: &Slot| {
                home.organs && !noun && matches!(&s.kind, SlotKind::Prep(p) if matches!(p.as_ref(), "to" | "into"))
            };
            let at_home = home.people
                && sum
                    .iter()
                    .all(|s| matches!(s.kind, SlotKind::Patient | SlotKind::Recipient) || asked(s) || aimed(s));
            let people = |f: &Filled| {
                let behind = clause.obliques.iter().map(|o| &o.head);
                let direct = clause.patient.iter().chain(&clause.recipient).chain(behind).any(|h| *h == f.head);
                // an embassy is abroad
                let organ = home.organs && f.actor.kind == ActorKind::Organization && !f.actor.id.ends_with("-embassy");
                direct && (organ || matches!(f.actor.kind, ActorKind::Person | ActorKind::Group))
            };
            // `soldiers killed nine in their own state`
            let there = words::harm(&clause.lemma) == Some(Harm::Done) && sum.iter().all(|s| s.kind == SlotKind::Place);
            out.retain(|f| {
                let spared = plain || there || at_home && people(f);
                let own = |t: &Filled| !spared && side(&t.actor) == side(&f.actor);
                !taken.iter().any(|t| t.actor.id == f.actor.id || own(t))
            });
            if !out.is_empty() {
                return out;
            }
            own_side |= explicit && before > 0;
        }
        Vec::new()
    }

    /// The actors that stand in one slot.
    pub fn slot(&self, clause: &Clause, slot: &Slot, taken: &[Filled]) -> Vec<Filled> {
        let deep = slot.deep;
        match &slot.kind {
            SlotKind::Agent => self.phrases(&self.in_company(self.agent(clause)), deep),
            SlotKind::Patient => {
                let heads = self.in_company(clause.patient.clone());
                self.or_state(slot, self.phrases(&heads, deep), &heads)
            }
            SlotKind::Recipient => self.phrases(&clause.recipient, deep),
            SlotKind::Owner => self.phrases(&clause.owner, deep),
            SlotKind::Modifier => self.phrases(&clause.modifiers, false),
            SlotKind::Subject => self.phrases(&clause.subject, deep),
            SlotKind::Prep(prep) => {
                let heads = self.behind(clause, prep);
                self.or_state(slot, self.phrases(&heads, deep), &heads)
            }
            SlotKind::Inside => self.inside(clause, |d| &d.source),
            SlotKind::InsideTarget => self.inside(clause, |d| &d.target),
            SlotKind::Place => self.country_of_place(clause, taken).into_iter().collect(),
            SlotKind::Any => self.nearest(clause, taken),
        }
    }

    /// The actors found, or else, where the slot allows that, the states of phrases that are only places: `recalled its
    /// ambassador from Managua`.
    fn or_state(&self, slot: &Slot, found: Vec<Filled>, heads: &[usize]) -> Vec<Filled> {
        if !slot.place || !found.is_empty() {
            return found;
        }
        heads.iter().filter_map(|head| self.state_of_place(*head).or_else(|| self.state_around(*head))).collect()
    }

    /// `a prison in Peru`: the state in which a thing stands.
    fn state_around(&self, head: usize) -> Option<Filled> {
        let document = self.scene.document;
        let within = |p: &usize| matches!(document.tokens[*p].lower.as_ref(), "in" | "at");
        let places = document.children_by(head, &[Dep::Prep]).filter(within);
        places.flat_map(|p| document.children_by(p, &[Dep::Pobj])).find_map(|place| self.state_of_place(place))
    }

    fn state_of_place(&self, head: usize) -> Option<Filled> {
        let mention = self.scene.place_mention(head)?;
        let country = mention.place.as_ref()?.country.as_deref()?;
        let actor = self.scene.gazetteer.state(country)?.actor.clone();
        Some(Filled { actor, span: mention.span, head })
    }

    /// The actors nearest below the predicate who are of no side already taken; conjuncts come along.
    fn nearest(&self, clause: &Clause, taken: &[Filled]) -> Vec<Filled> {
        let document = self.scene.document;
        let other = |f: &Filled| !taken.iter().any(|t| side(&t.actor) == side(&f.actor));
        let mut level = vec![clause.head];
        for _ in 0..8 {
            let mut below = Vec::new();
            for token in level {
                for child in document.children(token) {
                    let t = &document.tokens[child];
                    // who tells of it
                    let credit = t.lower.as_ref() == "according";
                    // another statement, not a part of this one
                    let apart = t.dep == Dep::Conj && matches!(t.pos, Pos::Verb | Pos::Aux) || t.dep == Dep::Parataxis;
                    let subject = child < clause.head && matches!(t.dep, Dep::Nsubj | Dep::Nsubjpass);
                    // what another clause tells of a thing is no part of this event
                    let aside = matches!(t.dep, Dep::Relcl | Dep::Advcl | Dep::Pcomp)
                        || t.dep == Dep::Acl && matches!(t.tag, Tag::Vbn | Tag::Vbg);
                    if !apart && !subject && !aside && !credit {
                        below.push(child);
                    }
                }
            }
            for head in below.iter().filter(|h| !inert::is_under_roof(document, **h, clause.head)) {
                let found = self.phrases(&crate::clauses::conjuncts(document, *head), false);
                let found: Vec<Filled> = found.into_iter().filter(other).collect();
                if !found.is_empty() {
                    return found;
                }
            }
            level = below;
        }
        Vec::new()
    }

    /// Those named right behind a phrase as its company: `X, along with Y and Z`.
    fn in_company(&self, mut heads: Vec<usize>) -> Vec<usize> {
        let document = self.scene.document;
        let Some(last) = heads.last().copied() else { return heads };
        let word = |t: usize| document.tokens.get(t).map(|t| t.lower.as_ref());
        let next = if word(last + 1) == Some(",") { last + 2 } else { last + 1 };
        if matches!(word(next), Some("along" | "together")) && word(next + 1) == Some("with") {
            let company = document.child_by(next + 1, &[Dep::Pobj]);
            heads.extend(company.into_iter().flat_map(|c| crate::clauses::conjuncts(document, c)));
        }
        heads
    }

    /// Who does what a clause says. A noun takes the subject of the verb that performs it, or of the one that it
    /// was received by.
    fn agent(&self, clause: &Clause) -> Vec<usize> {
        if clause.kind != ClauseKind::Noun || !clause.agent.is_empty() {
            return clause.agent.clone();
        }
        match self.support(clause) {
            Some((verb, Function::Pass | Function::Join)) => verb.agent.clone(),
            _ => Vec::new(),
        }
    }

    /// The verb that a noun is the object of, with what its subject is in the event.
    pub fn support<'b>(&'b self, clause: &Clause) -> Option<(&'b Clause, Function)> {
        let verb = self.scene.clauses.at(clause.support.or_else(|| self.support_of_series(clause))?)?;
        let function =
            self.book.embedding.of(&self.scene, verb, InnerLink::Object).map_or(Function::None, |c| c.function);
        Some((verb, function))
    }

    /// `imposed a series of sanctions`: the verb that performs the series performs the sanctions.
    fn support_of_series(&self, clause: &Clause) -> Option<usize> {
        let document = self.scene.document;
        let t = &document.tokens[clause.head];
        let of = (clause.kind == ClauseKind::Noun && t.dep == Dep::Pobj).then(|| &document.tokens[t.head])?;
        let series = self.scene.clauses.at(of.head).filter(|c| c.kind == ClauseKind::Noun)?;
        let class = self.book.embedding.of(&self.scene, series, InnerLink::Object)?;
        (class.function == Function::Pass && class.status == InnerStatus::Same).then_some(series.support?)
    }

    /// What stands behind a preposition of the predicate. The tree often hangs a phrase one level too high or too low, so
    /// where the predicate has none, that of its object (`broke off relations with X`) or of its verb (`killed in a raid
    /// on X`) counts.
    pub(super) fn behind(&self, clause: &Clause, prep: &str) -> Vec<usize> {
        let own =
            |c: &Clause| c.obliques.iter().filter(|o| o.prep.as_ref() == prep).map(|o| o.head).collect::<Vec<_>>();
        let mut found = own(clause);
        if !found.is_empty() {
            // `talks between X and Y will begin`: the tree makes Y a second subject of the verb
            if prep == "between" && found.len() == 1 {
                let verb = self.scene.clauses.at(self.scene.document.tokens[clause.head].head);
                found.extend(
                    verb.into_iter().flat_map(|v| &v.subject).filter(|s| **s > found[0]).copied().collect::<Vec<_>>(),
                );
            }
            return found;
        }
        if clause.kind != ClauseKind::Noun {
            let of_object = clause.patient.iter().filter(|p| prep == "between" || !self.inner.contains_key(p));
            let behind = of_object.flat_map(|p| crate::clauses::obliques(self.scene.document, *p));
            return behind.filter(|o| o.prep.as_ref() == prep).map(|o| o.head).collect();
        }
        // `the suspension of talks with X`: what is suspended is with them
        let of_noun = clause.obliques.iter().filter(|o| matches!(o.prep.as_ref(), "of" | "to" | "on" | "in"));
        let of_noun = of_noun.filter(|o| o.prep.as_ref() != prep && self.scene.actor_mention(o.head).is_none());
        let of_noun = of_noun.filter(|o| self.scene.document.tokens[o.head].pos == Pos::Noun);
        let nested: Vec<usize> = of_noun
            .flat_map(|o| crate::clauses::obliques(self.scene.document, o.head))
            .filter(|o| o.prep.as_ref() == prep)
            .map(|o| o.head)
            .collect();
        if !nested.is_empty() && matches!(prep, "with" | "on" | "to" | "against" | "for" | "from") {
            return nested;
        }
        let verb = match self.support(clause) {
            Some((verb, function)) if function != Function::None => Some(verb),
            Some(_) => None,
            // `killed in a raid on X`: only what stands behind a preposition of the verb shares what follows
            None if self.scene.document.tokens[clause.head].dep == Dep::Pobj => {
                let prep = self.scene.document.tokens[clause.head].head;
                self.scene.clauses.at(self.scene.document.tokens[prep].head)
            }
            None => None,
        };
        let verb = verb.filter(|v| v.kind != ClauseKind::Noun);
        let on_verb = verb.into_iter().flat_map(|v| &v.obliques).filter(|o| o.prep.as_ref() == prep);
        // an adjunct shares only what follows it
        on_verb.filter(|o| clause.support.is_some() || o.at > clause.head).map(|o| o.head).collect()
    }

    fn inside(&self, clause: &Clause, role: impl Fn(&Draft) -> &Vec<Filled>) -> Vec<Filled> {
        // what only stands beside it (`urged calm after the raid`) is not inside
        let beside =
            |prep: &str| matches!(prep, "after" | "following" | "amid" | "despite" | "before" | "during" | "since");
        let behind = clause.obliques.iter().filter(|o| !beside(&o.prep)).map(|o| &o.head);
        let objects = clause.patient.iter().chain(behind).copied();
        for head in clause.complements.iter().map(|c| c.head).chain(objects) {
            if let Some(draft) = self.inner_at(head, 0)
                && !role(draft).is_empty()
            {
                return role(draft).clone();
            }
        }
        // `demanded that Iran stop`: nobody's event, but somebody is named
        clause
            .complements
            .iter()
            .filter(|c| c.link != Link::Gerund)
            .filter_map(|c| self.scene.clauses.at(c.head))
            .map(|c| self.phrases(&c.subject, true))
            .find(|f| !f.is_empty())
            .unwrap_or_default()
    }

    /// The event at a predicate, or the one that it leads to: `refuses to rule out the annexation of X`.
    fn inner_at(&self, head: usize, depth: usize) -> Option<&Draft> {
        if let Some(draft) = self.inner.get(&head) {
            return Some(draft);
        }
        let clause = self.scene.clauses.at(head).filter(|c| depth < 3 && c.kind != ClauseKind::Noun)?;
        let mut next = clause.complements.iter().map(|c| c.head).chain(clause.patient.iter().copied());
        next.find_map(|h| self.inner_at(h, depth + 1))
    }

    pub(super) fn phrases(&self, heads: &[usize], deep: bool) -> Vec<Filled> {
        let mut out = Vec::new();
        for head in heads {
            for filled in self.phrase(*head, deep, 0) {
                push_new(&mut out, filled);
            }
        }
        out
    }

    /// The actors that a phrase refers to; with `deep`, those inside it when it is none itself.
    fn phrase(&self, head: usize, deep: bool, depth: usize) -> Vec<Filled> {
        let document = self.scene.document;
        if inert::is_roof(document, head) {
            return Vec::new();
        }
        // `an American missile fired by X`
        let sent = document.children_by(head, &[Dep::Acl]).filter(|v| words::sets_off(&document.tokens[*v].lemma));
        let senders: Vec<usize> = sent.filter_map(|v| self.scene.clauses.at(v)).flat_map(|c| c.agent.clone()).collect();
        if deep && depth == 0 && !senders.is_empty() {
            let found: Vec<Filled> = senders.into_iter().flat_map(|h| self.phrase(h, deep, depth + 1)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        let refer =
            |m: &Mention| m.actors.iter().map(|a| Filled { actor: a.clone(), span: m.span, head }).collect::<Vec<_>>();
        // `the ECOWAS bloc` is ECOWAS, whatever `the bloc` alone would be
        // `the 60th UN member state` is not the UN
        let member = |c: &usize| document.tokens[head].tag == Tag::Nn && inert::is_of_members(document, *c);
        let named = document
            .children_by(head, &[Dep::Compound, Dep::Nmod, Dep::Appos])
            .filter(|c| !member(c))
            .filter_map(|c| self.scene.actor_mention(c))
            .find(|m| {
                m.form != Form::Nominal
                    && m.actors.iter().all(|a| matches!(a.kind, ActorKind::Igo | ActorKind::ArmedGroup))
            });
        // `the Chilean and Peruvian ministers Ana Sol and Juan Luz`
        let several = document.tokens[head].tag == Tag::Nns;
        let named_one_by_one = document.children_by(head, &[Dep::Appos]).filter(|_| several).find_map(|c| {
            let names = crate::clauses::conjuncts(document, c);
            let named = names.iter().filter_map(|n| self.scene.actor_mention(*n));
            let persons: Vec<&Mention> = named
                .filter(|m| m.form == Form::Name && m.actors.iter().all(|a| a.kind == ActorKind::Person))
                .collect();
            (names.len() > 1 && persons.len() == names.len()).then_some(persons)
        });
        if let Some(persons) = named_one_by_one {
            let mut out: Vec<Filled> = persons.into_iter().flat_map(refer).collect();
            // one of whom no state is known is a colleague of the others
            if out.iter().any(|f| f.actor.country.is_some()) {
                out.retain(|f| f.actor.country.is_some() || f.actor.affiliation.is_some());
            }
            return out;
        }
        let own = self.scene.actor_mention(head);
        if own.is_some_and(|m| inert::is_lone_member(document, m)) {
            return Vec::new();
        }
        // `Peru's UN membership` is Peru's
        let joining = words::is_membership(&document.tokens[head].lemma);
        let named = named.filter(|_| !joining);
        if let Some(named) = named
            && own.is_none_or(|m| {
                m.form == Form::Nominal || m.tokens.len() == 1 && document.tokens[head].pos == Pos::Noun
            })
        {
            return refer(named);
        }
        let own = own.or_else(|| {
            let around = self.scene.cast.around(head).filter(|m| !m.actors.is_empty());
            // `his counterpart Faure Gnassingbe`: the title heads the phrase, the name is read
            let titled = |m: &&Mention| m.form == Form::Name && m.actors[0].kind == ActorKind::Person;
            around.filter(|m| document.tokens[head].pos == Pos::Propn || titled(m))
        });
        if let Some(mention) = own {
            let mut out = refer(mention);
            // `Burkina Faso, Mali, and Niger`: the tree takes the middle of a list for an apposition
            let listed = document.children_by(head, &[Dep::Appos]).flat_map(|c| crate::clauses::conjuncts(document, c));
            for other in listed.filter_map(|c| self.scene.actor_mention(c)) {
                let stated = mention.actors.iter().chain(&other.actors).all(|a| a.kind == ActorKind::State);
                if stated && mention.form == Form::Name && other.form == Form::Name {
                    refer(other).into_iter().for_each(|f| push_new(&mut out, f));
                }
            }
            return out;
        }
        // `the premier's daughter Ana Sol`: the name tells who is meant
        let by_name = |m: &&Mention| m.form == Form::Name && m.actors[0].kind == ActorKind::Person;
        let common = document.tokens[head].pos == Pos::Noun;
        let named =
            || document.children_by(head, &[Dep::Appos]).filter_map(|c| self.scene.actor_mention(c)).find(by_name);
        if let Some(mention) = Some(()).filter(|_| common).and_then(|()| named()) {
            return refer(mention);
        }
        // `Georgia's breakaway region of Abkhazia` is Abkhazia
        let territory = Some(head).filter(|h| words::is_territory(&document.tokens[*h].lemma));
        let of = territory.and_then(|h| document.children_by(h, &[Dep::Prep]).find(|p| *p == h + 1));
        let names = of.filter(|p| document.tokens[*p].lower.as_ref() == "of");
        let names = names.and_then(|p| document.child_by(p, &[Dep::Pobj])).and_then(|o| self.scene.actor_mention(o));
        if let Some(mention) = names.filter(|m| m.actors.iter().all(|a| a.kind == ActorKind::State)) {
            return refer(mention);
        }
        if !deep || depth > 3 {
            return Vec::new();
        }
        if let Some(draft) = self.inner.get(&head) {
            // `condemned the killing of a Chilean` is said of nobody who is known
            let struck = draft.source.is_empty() && draft.kind.plover == "ASSAULT";
            let parties = if draft.source.is_empty() { &draft.target } else { &draft.source };
            if struck {
                return Vec::new();
            }
            if !parties.is_empty() {
                return parties.clone();
            }
        }
        let Some(clause) = self.scene.clauses.at(head).filter(|c| c.kind == ClauseKind::Noun) else {
            return Vec::new();
        };
        let by_prep =
            |prep: &str| clause.obliques.iter().filter(|o| o.prep.as_ref() == prep).map(|o| o.head).collect::<Vec<_>>();
        let body = |m: &usize| {
            let actors = self.scene.actor_mention(*m).map(|m| &m.actors);
            actors.is_some_and(|a| a.iter().all(|a| a.kind == ActorKind::Igo))
        };
        let modifiers = clause.modifiers.iter().filter(|m| !(joining && body(m))).copied().collect();
        let groups = [
            clause.owner.clone(),
            by_prep("by"),
            modifiers,
            by_prep("of"),
            by_prep("from"),
            by_prep("between"),
            by_prep("in"),
        ];
        for group in groups {
            let mut out = Vec::new();
            for h in group {
                for filled in self.phrase(
                    h,
                    deep && !matches!(self.scene.document.tokens[h].dep, Dep::Compound | Dep::Amod),
                    depth + 1,
                ) {
                    push_new(&mut out, filled);
                }
            }
            if !out.is_empty() {
                return out;
            }
        }
        Vec::new()
    }

    /// The state in which the event happens, as the one that it is done to.
    fn country_of_place(&self, clause: &Clause, taken: &[Filled]) -> Option<Filled> {
        let (place, _, head) = crate::events::location::of(&self.scene, self.book, clause)?;
        // `soldiers killed nine people`, in their own state
        let harmed = words::harm(&clause.lemma) == Some(Harm::Done) && !clause.patient.is_empty();
        let free = |c: &&str| harmed || !taken.iter().any(|t| side(&t.actor) == *c);
        let country = place.country.as_deref().filter(free)?;
        let mention = self.scene.cast.at(head)?;
        let actor = self.scene.gazetteer.state(country)?.actor.clone();
        Some(Filled { actor, span: mention.span, head })
    }
}

/// Adds an actor unless it is there already.
pub fn push_new(out: &mut Vec<Filled>, filled: Filled) {
    if !out.iter().any(|f| f.actor.id == filled.actor.id) {
        out.push(filled);
    }
}

/// Leaves the persons and organs of a side, and drops the bare state where one of its own is named too.
pub fn drop_shadowed(filled: &mut Vec<Filled>) {
    let countries: Vec<Option<String>> =
        filled.iter().filter(|f| f.actor.kind != ActorKind::State).map(|f| f.actor.country.clone()).collect();
    filled.retain(|f| f.actor.kind != ActorKind::State || !countries.contains(&f.actor.country));
}
