//! Verbs that the model takes for part of a name, for a participle or for a noun, and what stands behind them.

use super::Repair;
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, LazyLock};

/// Whether a verb is of a class of `data/language/verbs.tsv`.
pub(super) fn is(class: &str, verb: &str) -> bool {
    static CLASSES: LazyLock<FxHashMap<&str, FxHashSet<&str>>> = LazyLock::new(|| {
        let lines = include_str!("../../../data/language/verbs.tsv").lines().filter(|l| !l.starts_with('#')).skip(1);
        lines.filter_map(|l| l.split_once('\t')).map(|(class, verbs)| (class, verbs.split(' ').collect())).collect()
    });
    CLASSES[class].contains(verb)
}

impl Repair<'_> {
    /// "sanctions two banks" with the banks as an apposition, "strikes buildings belonging to" with the buildings as what belongs: the noun
    /// behind a finite verb without an object is its object.
    pub(super) fn objects_of_verbs(&mut self) {
        for verb in 0..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let finite = matches!(tokens[verb].tag, Tag::Vbz | Tag::Vbd | Tag::Vbp) && tokens[verb].pos == Pos::Verb;
            if !finite || self.document.child_by(verb, &[Dep::Dobj, Dep::Attr, Dep::Oprd]).is_some() {
                continue;
            }
            let near = |noun: usize| noun > verb && (verb + 1..noun).all(|t| tokens[t].dep != Dep::Punct);
            let apposition = self.document.children_by(verb, &[Dep::Appos]).find(|n| near(*n) && self.is_nominal(*n));
            if let Some(noun) = apposition {
                self.document.tokens[noun].dep = Dep::Dobj;
                continue;
            }
            let participle = self.document.children_by(verb, &[Dep::Ccomp]).find(|p| {
                tokens[*p].tag == Tag::Vbg
                    && self.document.child_by(*p, &[Dep::Aux, Dep::Mark]).is_none()
                    && !is("with_participle", &tokens[verb].lemma)
            });
            let noun = participle.and_then(|p| self.document.child_by(p, &[Dep::Nsubj]));
            if let (Some(participle), Some(noun)) = (participle, noun.filter(|n| near(*n))) {
                self.attach(noun, verb, Dep::Dobj);
                self.attach(participle, noun, Dep::Acl);
            }
        }
    }

    pub(super) fn is_nominal(&self, token: usize) -> bool {
        matches!(self.document.tokens[token].pos, Pos::Noun | Pos::Propn)
    }

    /// "Gunmen killed two soldiers" read as gunmen who were killed: a participle that has an object of its own is a past tense, and
    /// the sentence that has no other verb is its own.
    pub(super) fn past_of_participles(&mut self) {
        for sentence in self.document.sentences.clone() {
            let tokens = &self.document.tokens;
            let Some(root) = sentence.tokens.clone().find(|t| tokens[*t].head == *t) else { continue };
            let is_noun = matches!(tokens[root].tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps);
            let verb = self.document.children_by(root, &[Dep::Acl]).find(|v| {
                *v > root
                    && tokens[*v].tag == Tag::Vbn
                    && !is("keeps_object", &tokens[*v].lemma)
                    && self.document.child_by(*v, &[Dep::Dobj]).is_some_and(|o| o > *v)
                    && self.document.child_by(*v, &[Dep::Aux, Dep::Auxpass, Dep::Agent]).is_none()
            });
            let finite = |t: usize| matches!(tokens[t].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
            let beside = |v: usize| self.document.children(root).any(|c| c > v && finite(c));
            let Some(verb) = verb.filter(|v| is_noun && !beside(*v)) else { continue };
            let later: Vec<usize> = self.document.children(root).filter(|c| *c > verb).collect();
            self.document.tokens[verb].tag = Tag::Vbd;
            self.attach(verb, verb, Dep::Root);
            self.attach(root, verb, Dep::Nsubj);
            for child in later {
                self.document.rehang(child, verb);
            }
        }
    }

    /// "The Treasury sanctions Karim Roy", "Trump bans visitors": a verb in the present that the tree hangs on a name, as a part of it
    /// or as its object. The name or noun right before it is its subject.
    pub(super) fn verbs_among_names(&mut self) {
        for verb in 1..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let (name, before) = (tokens[verb].head, verb - 1);
            let here = &self.document.sentence(verb).tokens;
            let in_s = tokens[verb].tag == Tag::Vbz
                || tokens[verb].tag == Tag::Nns
                    && tokens[name].dep == Dep::Root
                    && self.third_person(verb) == Some(true);
            if !in_s || tokens[name].head != name || before < here.start {
                continue;
            }
            let part =
                tokens[verb].dep == Dep::Compound && name > verb && self.is_nominal(name) && self.is_nominal(before);
            let object = tokens[verb].dep == Dep::Dobj && name == before && name == here.start && self.is_capital(name);
            // `Trump signs an order`: a noun in -s needs an object behind it
            let beside = self.document.children_by(name, &[Dep::Dobj]).any(|o| o > verb);
            if !part && !object || tokens[verb].tag == Tag::Nns && !(object && beside) {
                continue;
            }
            let below: Vec<usize> = self.document.children(name).filter(|c| *c != verb).collect();
            self.attach(verb, verb, Dep::Root);
            self.retag(verb, Tag::Vbz, Pos::Verb);
            if part {
                for child in below {
                    let behind =
                        child > name && matches!(self.document.tokens[child].dep, Dep::Punct | Dep::Prep | Dep::Advcl);
                    if child < verb || behind {
                        self.document.rehang(child, verb);
                    }
                }
                self.make_subject(before, verb);
                self.attach(name, verb, Dep::Dobj);
            } else {
                for child in below {
                    self.document.rehang(child, verb);
                }
                self.retag(name, Tag::Nnp, Pos::Propn);
                self.attach(name, verb, Dep::Nsubj);
            }
        }
    }

    /// "Peru praises the plan and promises to help", "Peru bans the march and reserves the right to act": a word in -s that the tree joins to
    /// the object of a verb in the present is the next verb where an infinitive, a clause or a phrase of its own follows.
    pub(super) fn second_verbs(&mut self) {
        for verb in 1..self.document.tokens.len().saturating_sub(2) {
            let tokens = &self.document.tokens;
            let (noun, next) = (tokens[verb].head, &tokens[verb + 1]);
            let joined = tokens[verb].tag == Tag::Nns
                && tokens[verb].dep == Dep::Conj
                && matches!(tokens[verb - 1].lower.as_ref(), "and" | "but")
                && noun < verb
                && self.third_person(verb) == Some(true);
            let bare = tokens[noun].tag == Tag::Nns && self.document.child_by(noun, &[Dep::Det, Dep::Poss]).is_none();
            let opens = match next.tag {
                Tag::To => tokens[verb + 2].tag == Tag::Vb && !bare,
                Tag::Dt | Tag::PrpS => true,
                _ => next.lower.as_ref() == "that" && next.dep == Dep::Mark && !bare,
            };
            let first = self.document.ancestors(verb).take(4).find(|a| tokens[*a].pos == Pos::Verb);
            let Some(first) = first.filter(|f| joined && opens && tokens[*f].tag == Tag::Vbz) else { continue };
            let starts = |c: &usize| *c > verb && self.document.subtree(*c).start == verb + 1;
            let behind = [verb, noun, first].into_iter().find_map(|h| self.document.children(h).find(starts));
            let Some(behind) = behind else { continue };
            let dep = match next.tag {
                Tag::To => Dep::Xcomp,
                Tag::Dt | Tag::PrpS if self.is_nominal(behind) => Dep::Dobj,
                Tag::Dt | Tag::PrpS => continue,
                _ => Dep::Ccomp,
            };
            self.retag(verb, Tag::Vbz, Pos::Verb);
            self.attach(verb, first, Dep::Conj);
            self.attach(verb - 1, first, Dep::Cc);
            self.attach(behind, verb, dep);
        }
    }

    /// "Oman, which is mediating, ...": a participle that the tree makes what something is, is the verb, and `be` its auxiliary.
    pub(super) fn progressives(&mut self) {
        for verb in 0..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let be = tokens[verb].head;
            let described = tokens[verb].tag == Tag::Vbg && tokens[verb].dep == Dep::Acomp && be < verb;
            let modified = self.document.child_by(verb, &[Dep::Advmod]).is_some_and(|a| a < verb);
            if !described
                || modified
                || tokens[be].lemma.as_ref() != "be"
                || !matches!(tokens[be].dep, Dep::Root | Dep::Relcl)
            {
                continue;
            }
            let (above, dep) = (tokens[be].head, tokens[be].dep);
            let below: Vec<usize> = self.document.children(be).filter(|c| *c != verb).collect();
            self.attach(verb, if above == be { verb } else { above }, dep);
            for child in below {
                self.document.rehang(child, verb);
            }
            self.attach(be, verb, Dep::Aux);
        }
    }

    /// "France objects, and Maria Lund thanks Ana Silva for it": a word in -s between two names, of which the tree makes one, is the verb
    /// of a clause of its own.
    pub(super) fn verbs_between_names(&mut self) {
        for verb in 1..self.document.tokens.len().saturating_sub(1) {
            let tokens = &self.document.tokens;
            let (before, name) = (verb - 1, tokens[verb].head);
            let proper = |t: usize| matches!(tokens[t].tag, Tag::Nnp | Tag::Nnps);
            let between = matches!(tokens[verb].tag, Tag::Nns | Tag::Vbz)
                && tokens[verb].dep == Dep::Compound
                && name > verb
                && proper(name)
                && proper(verb + 1)
                && self.is_capital(verb + 1)
                && (proper(before) || tokens[before].tag == Tag::Nn)
                && before >= self.document.sentence(verb).tokens.start
                && self.third_person(verb) == Some(true);
            let apposed = tokens[name].head == before;
            let part = tokens[before].head == verb && tokens[name].head != name;
            if !between || !apposed && !part {
                continue;
            }
            let (place, dep) = if apposed { (before, tokens[before].dep) } else { (name, tokens[name].dep) };
            let (above, is_root) = (tokens[place].head, tokens[place].head == place);
            let joined = dep == Dep::Conj && tokens[above].pos == Pos::Verb;
            let of_name: Vec<usize> = self.document.children(name).filter(|c| *c != verb).collect();
            let of_before: Vec<usize> = self.document.children(before).filter(|c| apposed && *c >= name).collect();
            if is_root {
                self.attach(verb, verb, Dep::Root);
            } else {
                self.attach(verb, above, if joined { Dep::Conj } else { Dep::Parataxis });
            }
            self.retag(verb, Tag::Vbz, Pos::Verb);
            for child in of_before {
                self.document.rehang(child, verb);
            }
            for child in of_name {
                let free = matches!(self.document.tokens[child].dep, Dep::Punct | Dep::Prep | Dep::Advcl | Dep::Cc);
                if child < verb && child != before || child > name && free {
                    self.document.rehang(child, verb);
                }
            }
            self.make_subject(before, verb);
            self.attach(name, verb, Dep::Dobj);
        }
    }

    fn is_capital(&self, token: usize) -> bool {
        self.word(token).starts_with(char::is_uppercase)
    }

    /// "Lima police arrest and detain a mayor": a noun that a verb with an object goes on is a verb, and the noun before it its subject.
    pub(super) fn verb_before_verb(&mut self) {
        for noun in 1..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let second = self.document.child_by(noun, &[Dep::Conj]).filter(|s| {
                *s == noun + 2
                    && matches!(tokens[*s].tag, Tag::Vb | Tag::Vbp)
                    && self.document.child_by(*s, &[Dep::Dobj]).is_some()
                    && self.document.child_by(*s, &[Dep::Nsubj, Dep::Aux]).is_none()
            });
            let subject = (tokens[noun - 1].dep == Dep::Compound && tokens[noun - 1].head == noun).then_some(noun - 1);
            let verb = tokens[noun].dep == Dep::Root && tokens[noun].tag == Tag::Nn;
            let known = verb && self.lemmatizer.listed(&tokens[noun].lower, Pos::Verb).is_some();
            let (Some(_), Some(subject)) = (second.filter(|_| known), subject) else { continue };
            self.retag(noun, Tag::Vbp, Pos::Verb);
            self.make_subject(subject, noun);
        }
    }

    /// Makes a noun right before a verb its subject, with all that stands before it.
    fn make_subject(&mut self, noun: usize, verb: usize) {
        let before: Vec<usize> = self.document.children(verb).filter(|c| *c < noun).collect();
        for child in before {
            self.document.rehang(child, noun);
        }
        self.attach(noun, verb, Dep::Nsubj);
    }

    /// "The government sanctions a senator": the noun that the tree makes a part of the verb behind it is the subject that this lacks.
    pub(super) fn subjects_before_verbs(&mut self) {
        for verb in 1..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let noun = verb - 1;
            let part = tokens[noun].dep == Dep::Compound && tokens[noun].head == verb && self.is_nominal(noun);
            let lacks = self.document.child_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_none();
            if part && lacks && matches!(tokens[verb].tag, Tag::Vbz | Tag::Vbd | Tag::Vbp) {
                self.make_subject(noun, verb);
            }
        }
    }

    /// "May accused Russia": what stands before a past tense or a form in -s is no modal verb but a name.
    pub(super) fn names_like_modals(&mut self) {
        for modal in 0..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let verb = tokens[modal].head;
            let finite = matches!(tokens[verb].tag, Tag::Vbd | Tag::Vbz) && verb > modal;
            let aux = matches!(tokens[modal].tag, Tag::Md | Tag::Nnp) && tokens[modal].dep == Dep::Aux;
            let lacks = |v: usize| self.document.child_by(v, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_none();
            if aux && finite && self.is_capital(modal) && lacks(verb) {
                self.retag(modal, Tag::Nnp, Pos::Propn);
                self.attach(modal, verb, Dep::Nsubj);
            }
        }
    }

    /// "On Tuesday Secretary Ana Sol said": a day behind a preposition is no part of the name behind it.
    pub(super) fn days_behind_prepositions(&mut self) {
        for day in 1..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let preposition = day - 1;
            let part = matches!(tokens[day].dep, Dep::Nmod | Dep::Compound | Dep::Amod) && tokens[day].head > day;
            let date =
                self.document.entity_at(day).is_some_and(|e| e.label == EntityLabel::Date && e.tokens.end == day + 1);
            let lacks = tokens[preposition].dep == Dep::Prep
                && self.document.child_by(preposition, &[Dep::Pobj, Dep::Pcomp]).is_none();
            if part && date && lacks {
                self.attach(day, preposition, Dep::Pobj);
            }
        }
    }

    /// "During a visit to Lima, premier Ana Sol said": the name of a place before a comma is no part of the name behind it, which is the
    /// subject that the verb lacks.
    pub(super) fn subjects_behind_commas(&mut self) {
        for place in 1..self.document.tokens.len().saturating_sub(2) {
            let tokens = &self.document.tokens;
            let part = |t: usize| matches!(tokens[t].dep, Dep::Nmod | Dep::Compound | Dep::Amod);
            if !part(place) || tokens[place].pos != Pos::Propn || tokens[place + 1].tag != Tag::Comma {
                continue;
            }
            let preposition = place - 1;
            let name = self.document.ancestors(place).take(6).find(|t| !part(*t)).unwrap_or(place);
            let alone = self.document.child_by(preposition, &[Dep::Pobj]).is_none();
            if name > place && tokens[preposition].dep == Dep::Prep && tokens[name].dep == Dep::Nsubj && alone {
                self.attach(place, preposition, Dep::Pobj);
                continue;
            }
            if name <= place || tokens[name].dep != Dep::Pobj || tokens[name].head != preposition {
                continue;
            }
            let verb =
                self.document.ancestors(preposition).take(12).find(|a| {
                    *a > name && matches!(tokens[*a].tag, Tag::Vbz | Tag::Vbd | Tag::Vbp | Tag::Vbn | Tag::Vb)
                });
            let lacks = |v: &usize| self.document.child_by(*v, &[Dep::Nsubj, Dep::Nsubjpass]).is_none();
            let Some(verb) = verb.filter(lacks) else { continue };
            let passive = self.document.child_by(verb, &[Dep::Auxpass]).is_some();
            self.attach(place, preposition, Dep::Pobj);
            self.attach(place + 1, verb, Dep::Punct);
            self.attach(name, verb, if passive { Dep::Nsubjpass } else { Dep::Nsubj });
        }
    }

    /// "After talks in Riga, Chile and Peru agreed": a series behind the comma, which the tree counts to what stands before the comma, is
    /// the subject that the verb lacks.
    pub(super) fn series_behind_commas(&mut self) {
        for place in 1..self.document.tokens.len().saturating_sub(3) {
            let tokens = &self.document.tokens;
            let first = place + 2;
            if tokens[place].dep != Dep::Pobj || tokens[place + 1].tag != Tag::Comma {
                continue;
            }
            let series: Vec<usize> = self.document.children_by(place, &[Dep::Conj]).filter(|c| *c > place).collect();
            let Some(head) = series.first().copied().filter(|c| self.document.subtree(*c).start == first) else {
                continue;
            };
            let end = series.iter().map(|c| self.document.subtree(*c).end).max().unwrap_or(first);
            let verb = (end..tokens.len().min(end + 3)).find(|t| tokens[*t].dep != Dep::Advmod);
            let finite = |v: &usize| matches!(tokens[*v].tag, Tag::Vbz | Tag::Vbd | Tag::Vbp);
            let lacks = |v: &usize| {
                self.document.ancestors(place).take(12).any(|a| a == *v)
                    && tokens[*v].dep != Dep::Conj
                    && self.document.child_by(*v, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_none()
            };
            let Some(verb) = verb.filter(|v| finite(v) && lacks(v)) else { continue };
            let rest: Vec<usize> = self.document.children(place).filter(|c| *c > first && *c != head).collect();
            self.attach(head, verb, Dep::Nsubj);
            for child in rest {
                self.document.rehang(child, head);
            }
            self.attach(place + 1, verb, Dep::Punct);
        }
    }

    /// "declares the envoy a persona non grata", "calls the vote "a farce"": what stands behind the object with an article and no comma is
    /// what the object is called, no apposition.
    pub(super) fn predicates_of_objects(&mut self) {
        for verb in 0..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            if tokens[verb].pos != Pos::Verb || !is("naming", &tokens[verb].lemma) {
                continue;
            }
            let Some(object) = self.document.child_by(verb, &[Dep::Dobj]) else { continue };
            let called = self.document.children_by(object, &[Dep::Appos]).find(|a| {
                let article = self.document.children_by(*a, &[Dep::Det]).find(|d| *d < *a);
                let joined = |t: usize| tokens[t].dep != Dep::Punct || matches!(self.word(t), "\"" | "“" | "‘" | "'");
                article.is_some_and(|d| d > object && (object + 1..d).all(joined))
            });
            if let Some(called) = called {
                self.attach(called, verb, Dep::Oprd);
            }
        }
    }

    /// "took two nurses hostage": what the object is made into, which the tree takes for a verb of its own or for the object.
    pub(super) fn made_captive(&mut self) {
        for captive in 2..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let (verb, dep) = (tokens[captive].head, tokens[captive].dep);
            if !is("captive", &tokens[captive].lower) || verb >= captive || !is("makes_captive", &tokens[verb].lemma) {
                continue;
            }
            let deps: &[Dep] = match dep {
                Dep::Ccomp => &[Dep::Nsubj],
                Dep::Dobj => &[Dep::Compound],
                _ => continue,
            };
            let taken = self.document.children_by(captive, deps).find(|n| *n < captive && self.is_nominal(*n));
            let several = |n: &usize| dep == Dep::Ccomp || matches!(tokens[*n].tag, Tag::Nns | Tag::Nnps);
            let Some(taken) = taken.filter(several) else { continue };
            let below: Vec<usize> = self.document.children(captive).filter(|c| *c != taken).collect();
            self.attach(taken, verb, Dep::Dobj);
            for child in below {
                self.document.rehang(child, if child < captive { taken } else { verb });
            }
            self.retag(captive, Tag::Nn, Pos::Noun);
            self.attach(captive, verb, Dep::Oprd);
        }
    }

    /// "calls its ambassador home": the noun that the tree makes a part of `home` is the object.
    pub(super) fn objects_before_home(&mut self) {
        for home in 2..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let (noun, verb) = (home - 1, tokens[home].head);
            let part = tokens[home].lower.as_ref() == "home"
                && verb < noun
                && is("sends_home", &tokens[verb].lemma)
                && tokens[noun].dep == Dep::Compound
                && tokens[noun].head == home
                && self.document.child_by(verb, &[Dep::Dobj]).is_none_or(|o| o == home);
            if !part {
                continue;
            }
            let below: Vec<usize> = self.document.children(home).filter(|c| *c < noun).collect();
            self.attach(noun, verb, Dep::Dobj);
            for child in below {
                self.document.rehang(child, noun);
            }
            self.retag(home, Tag::Rb, Pos::Adv);
            self.attach(home, verb, Dep::Advmod);
        }
    }

    /// "The army retook the port" with `retook` as a base form: an irregular past is one.
    pub(super) fn pasts_like_base_forms(&mut self) {
        for verb in 0..self.document.tokens.len() {
            let token = &self.document.tokens[verb];
            let plain = matches!(token.tag, Tag::Vb | Tag::Vbp) && token.pos == Pos::Verb && token.lemma == token.lower;
            let known = |lemma: &Arc<str>| *lemma != token.lower;
            if plain
                && self.lemmatizer.listed(&token.lower, Pos::Verb).as_ref().is_some_and(known)
                && self.document.child_by(verb, &[Dep::Aux]).is_none()
                && self.document.child_by(verb, &[Dep::Nsubj]).is_some()
            {
                self.retag(verb, Tag::Vbd, Pos::Verb);
            }
        }
    }
}
