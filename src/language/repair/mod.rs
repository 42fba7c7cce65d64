//! What the statistical model gets wrong on news, put right by rules on tags, tree and entities.
//!
//! A step of its own after the model, so that the model's own layer stays what spaCy gives. Each rule is general, looks at
//! one kind of mistake that two parts of the analysis contradict each other on, and leaves everything else alone.

mod nouns;
mod second;
mod verbs;

use super::document::{Document, Entity, Sentence};
use super::labels::{Dep, EntityLabel, Pos, Tag};
use super::lemmatizer::Lemmatizer;
use crate::article::PartKind;
use crate::span::Span;
use std::collections::BTreeMap;
use std::ops::Range;

/// Applies every rule to the document of an article with this text.
pub fn repair(document: &mut Document, text: &str, lemmatizer: &Lemmatizer) {
    let mut repair = Repair { document, text, lemmatizer };
    repair.join_split_sentences();
    repair.join_hyphenated_names();
    repair.join_name_trees();
    repair.agree_on_classes();
    repair.nouns_behind_determiners();
    repair.verbs_with_subjects();
    repair.promise_of_headlines();
    repair.nouns_that_are_verbs();
    repair.past_of_participles();
    repair.verbs_among_names();
    repair.verbs_between_names();
    repair.progressives();
    repair.second_verbs();
    repair.verb_before_verb();
    repair.subjects_before_verbs();
    repair.subjects_behind_commas();
    repair.series_behind_commas();
    repair.days_behind_prepositions();
    repair.names_like_modals();
    repair.objects_of_verbs();
    repair.predicates_of_objects();
    repair.made_captive();
    repair.objects_before_home();
    repair.pasts_like_base_forms();
    repair.coordinate_finite_verbs();
    repair.objects_before_second_subjects();
    repair.second_subjects();
    repair.first_statements();
    repair.part_statements();
    repair.verbs_in_e();
}

/// Whether a verb of one syllable doubles its last consonant before an ending: `hop`, `stag`.
fn doubles(lemma: &str) -> bool {
    let vowel = |c: &u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let Some(([start @ .., inner], last)) = lemma.as_bytes().split_last().map(|(last, rest)| (rest, last)) else {
        return false;
    };
    let single = !start.is_empty() && vowel(inner) && !start.iter().any(vowel);
    single && last.is_ascii_lowercase() && !vowel(last) && !matches!(last, b'w' | b'x' | b'y' | b's' | b'h')
}

struct Repair<'a> {
    document: &'a mut Document,
    text: &'a str,
    lemmatizer: &'a Lemmatizer,
}

impl Repair<'_> {
    /// `hoped` is no form of `hop`, which would double its consonant.
    fn verbs_in_e(&mut self) {
        for token in self.document.tokens.iter_mut().filter(|t| t.pos == Pos::Verb) {
            let ending = token.lower.strip_prefix(token.lemma.as_ref());
            if matches!(ending, Some("ed" | "es" | "ing")) && doubles(&token.lemma) {
                token.lemma = format!("{}e", token.lemma).into();
            }
        }
    }

    fn word(&self, token: usize) -> &str {
        self.document.tokens[token].span.of(self.text)
    }

    fn attach(&mut self, token: usize, head: usize, dep: Dep) {
        if self.document.rehang(token, head) {
            self.document.tokens[token].dep = dep;
        }
    }

    fn retag(&mut self, token: usize, tag: Tag, pos: Pos) {
        let word = self.word(token).into();
        let token = &mut self.document.tokens[token];
        (token.tag, token.pos) = (tag, pos);
        token.lemma = match tag {
            Tag::Nnp => word,
            Tag::Nn | Tag::Vbp | Tag::Vb => token.lower.clone(),
            _ => self.lemmatizer.listed(&token.lower, pos).unwrap_or_else(|| token.lower.clone()),
        };
    }

    /// "the rebel group | March 23 Movement": a name that is parted from the noun before it, with neither a mark nor a line between,
    /// belongs to the same sentence.
    fn join_split_sentences(&mut self) {
        let mut sentences: Vec<Sentence> = Vec::with_capacity(self.document.sentences.len());
        for next in std::mem::take(&mut self.document.sentences) {
            match sentences.last_mut().filter(|last| self.is_parted(last, &next)) {
                Some(last) => {
                    last.tokens.end = next.tokens.end;
                    last.span = last.span.cover(next.span);
                }
                None => sentences.push(next),
            }
        }
        self.document.sentences = sentences;
        self.document.index();
    }

    /// Whether a sentence is only the end of the name that the one before begins; hangs it there.
    fn is_parted(&mut self, first: &Sentence, second: &Sentence) -> bool {
        let tokens = &self.document.tokens;
        let last = first.tokens.end - 1;
        let gap = &self.text[tokens[last].span.end..tokens[second.tokens.start].span.start];
        let nominal = |t: usize| matches!(tokens[t].pos, Pos::Noun | Pos::Propn);
        // `March 23 | Movement`: what is parted may begin before the end of the first
        let mut noun = last;
        while tokens[noun].pos == Pos::Num && tokens[noun].head + 1 == noun && noun > first.tokens.start {
            noun -= 1;
        }
        let joined = first.part_index == second.part_index && !gap.contains('\n');
        let root = second.tokens.clone().find(|t| tokens[*t].head == *t);
        let Some(root) = root.filter(|r| joined && nominal(noun) && nominal(*r) && nominal(second.tokens.start)) else {
            return false;
        };
        if noun == last {
            self.attach(root, last, Dep::Appos);
            return true;
        }
        let named = noun > first.tokens.start && tokens[noun - 1].pos == Pos::Noun;
        let (head, dep) = if named { (noun - 1, Dep::Appos) } else { (tokens[noun].head, tokens[noun].dep) };
        let head = if head == noun { root } else { head };
        self.attach(root, head, dep);
        self.attach(noun, root, Dep::Compound);
        true
    }

    /// Whether `token`, a hyphen and the next token stand together without white space.
    fn hyphenated(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        matches!(tokens.get(token..token + 3), Some([a, hyphen, b])
            if a.span.end == hyphen.span.start && hyphen.span.end == b.span.start)
            && matches!(self.word(token + 1), "-" | "\u{2010}" | "\u{2011}")
    }

    /// "Chung Eui" and "yong": a person whose given name goes on behind a hyphen. What follows must be tagged as a name
    /// and be no common word ("Kim Ha-led" stays as it is).
    fn join_hyphenated_names(&mut self) {
        let mut i = 0;
        while i < self.document.entities.len() {
            let entity = self.document.entities[i].clone();
            let last = entity.tokens.end - 1;
            let ends = entity.tokens.end + 2;
            if entity.label == EntityLabel::Person && self.hyphenated(last) && self.goes_on(last, entity.tokens.len()) {
                let next = self.document.entities.get(i + 1).map(|e| e.tokens.clone());
                let free = next.as_ref().is_none_or(|n| n.start >= ends);
                let same = next.is_some_and(|n| n == (ends - 1..ends));
                if free || same {
                    self.document.entities[i].tokens.end = ends;
                    if same {
                        self.document.entities.remove(i + 1);
                    }
                    continue;
                }
            }
            i += 1;
        }
    }

    fn goes_on(&self, last: usize, length: usize) -> bool {
        let rest = &self.document.tokens[last + 2];
        let starts_upper = self.word(last).starts_with(char::is_uppercase);
        let common = [Pos::Noun, Pos::Verb, Pos::Adj].iter().any(|p| self.lemmatizer.listed(&rest.lower, *p).is_some());
        starts_upper
            && length >= 2
            && rest.tag == Tag::Nnp
            && (!common || self.word(last + 2).starts_with(char::is_uppercase))
    }

    /// A person's name with a hyphen in it is one phrase under its last word.
    fn join_name_trees(&mut self) {
        for entity in self.document.entities.clone() {
            let Range { start, end } = entity.tokens;
            let is_name = entity.label == EntityLabel::Person
                && end - start >= 3
                && (start..end).all(|t| self.document.tokens[t].tag != Tag::Pos)
                && end.checked_sub(3).is_some_and(|t| self.hyphenated(t))
                && self.word(end - 3).starts_with(char::is_uppercase);
            if !is_name {
                continue;
            }
            let inside = start..end;
            let Some(outer) = inside.clone().find(|t| {
                let token = &self.document.tokens[*t];
                (!inside.contains(&token.head) || token.head == *t) && token.dep != Dep::Punct
            }) else {
                continue;
            };
            let (head, dep) = (self.document.tokens[outer].head, self.document.tokens[outer].dep);
            // A head that stands below the name itself would make a circle.
            if head != outer && self.document.ancestors(head).any(|a| inside.contains(&a)) {
                continue;
            }
            let name = end - 1;
            let below: Vec<usize> = inside.clone().flat_map(|t| self.document.children(t)).collect();
            for t in inside.clone() {
                let dep = if t == end - 2 { Dep::Punct } else { Dep::Compound };
                self.attach(t, name, dep);
            }
            self.attach(name, if head == outer { name } else { head }, dep);
            for t in below.into_iter().filter(|t| !inside.contains(t)) {
                self.document.rehang(t, name);
            }
            if self.document.tokens[name].tag != Tag::Nnp {
                self.retag(name, Tag::Nnp, Pos::Propn);
            }
        }
    }

    /// One name, one class: the one that most of its mentions in the article have. A surname by itself belongs to the person
    /// who was named in full, unless it is a place too.
    fn agree_on_classes(&mut self) {
        use EntityLabel::{Event, Fac, Gpe, Loc, Org, Person, Product, WorkOfArt};
        const NAMES: [EntityLabel; 8] = [Person, Org, Gpe, Loc, Fac, Product, Event, WorkOfArt];
        let name = |document: &Document, entity: &Entity| -> String {
            let span: Span = document.span(entity.tokens.clone());
            let words = span.of(self.text);
            words.strip_prefix("the ").or_else(|| words.strip_prefix("The ")).unwrap_or(words).to_owned()
        };
        let mut votes: BTreeMap<String, BTreeMap<EntityLabel, usize>> = BTreeMap::new();
        let mut surnames: BTreeMap<String, ()> = BTreeMap::new();
        for entity in self.document.entities.iter().filter(|e| NAMES.contains(&e.label)) {
            *votes.entry(name(self.document, entity)).or_default().entry(entity.label).or_default() += 1;
            if entity.label == Person && entity.tokens.len() == 2 {
                surnames.insert(self.word(entity.tokens.end - 1).to_owned(), ());
            }
        }
        let mut changes = Vec::new();
        for (i, entity) in self.document.entities.iter().enumerate().filter(|(_, e)| NAMES.contains(&e.label)) {
            let name = name(self.document, entity);
            let Some(counts) = votes.get(&name) else { continue };
            let own = counts.get(&entity.label).copied().unwrap_or(0);
            let others = || counts.iter().filter(|(label, _)| **label != entity.label);
            if surnames.contains_key(&name) && !counts.contains_key(&Gpe) && !counts.contains_key(&Loc) {
                if entity.label != Person {
                    changes.push((i, Person));
                }
            } else if let Some((label, _)) =
                others().find(|(_, count)| **count > own && **count * 2 > counts.values().sum())
            {
                changes.push((i, *label));
            }
        }
        for (i, label) in changes {
            self.document.entities[i].label = label;
        }
    }

    /// "its launch", "the visits": what stands behind a determiner and has a noun's place in the tree is no finite verb.
    fn nouns_behind_determiners(&mut self) {
        for i in 1..self.document.tokens.len() {
            let (before, token) = (&self.document.tokens[i - 1], &self.document.tokens[i]);
            let determiner = matches!(before.tag, Tag::PrpS | Tag::Pos)
                || before.tag == Tag::Dt && matches!(&*before.lower, "the" | "a" | "an");
            let nominal =
                matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Appos | Dep::Compound);
            let tag = match token.tag {
                Tag::Vb | Tag::Vbp => Tag::Nn,
                Tag::Vbz => Tag::Nns,
                _ => continue,
            };
            if determiner && nominal && self.lemmatizer.listed(&token.lower, Pos::Noun).is_some() {
                self.retag(i, tag, Pos::Noun);
            }
        }
    }

    /// "Japan vow to", "the president signs an order": a noun with a subject, and with something that only verbs have behind it, is a verb;
    /// so is one with an object on which a verb goes on.
    fn verbs_with_subjects(&mut self) {
        for i in 0..self.document.tokens.len() {
            let token = &self.document.tokens[i];
            let tag = match token.tag {
                Tag::Nn | Tag::Nnp => Tag::Vbp,
                Tag::Nns => Tag::Vbz,
                _ => continue,
            };
            let subject = self.document.children_by(i, &[Dep::Nsubj]).any(|c| c < i);
            let verbal = self.document.children_by(i, &[Dep::Dobj, Dep::Xcomp, Dep::Ccomp, Dep::Prt]).any(|c| c > i);
            let copula = self.document.children_by(i, &[Dep::Aux, Dep::Det, Dep::Amod, Dep::Poss]).next().is_some();
            // `suspends talks and summons the ambassador`
            let goes_on = token.dep == Dep::Conj
                && matches!(self.document.tokens[token.head].tag, Tag::Vbz | Tag::Vbp)
                && self.document.child_by(i, &[Dep::Dobj]).is_some_and(|o| o > i);
            if (token.dep == Dep::Root && subject && verbal || goes_on)
                && !copula
                && self.lemmatizer.listed(&token.lower, Pos::Verb).is_some()
            {
                self.retag(i, tag, Pos::Verb);
            }
        }
    }

    /// A headline's "Minister to visit Seoul": the infinitive is the sentence, the noun before it the subject.
    fn promise_of_headlines(&mut self) {
        for sentence in self.document.sentences.clone().into_iter().filter(|s| s.part == PartKind::Headline) {
            let finite = |t: usize| matches!(self.document.tokens[t].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
            let Some(root) = sentence.tokens.clone().find(|t| self.document.tokens[*t].head == *t) else { continue };
            let is_noun = matches!(self.document.tokens[root].tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps);
            let verb = self.document.children_by(root, &[Dep::Relcl, Dep::Acl]).find(|v| {
                *v > root
                    && self.document.tokens[*v].tag == Tag::Vb
                    && self.document.child_by(*v, &[Dep::Nsubj, Dep::Nsubjpass]).is_none()
                    && self
                        .document
                        .children_by(*v, &[Dep::Aux])
                        .any(|a| self.document.tokens[a].tag == Tag::To && a == root + 1)
            });
            let Some(verb) = verb.filter(|v| is_noun && !sentence.tokens.clone().take_while(|t| t <= v).any(finite))
            else {
                continue;
            };
            let later: Vec<usize> = self.document.children(root).filter(|c| *c > verb).collect();
            let passive = self.document.child_by(verb, &[Dep::Auxpass]).is_some();
            self.attach(verb, verb, Dep::Root);
            self.attach(root, verb, if passive { Dep::Nsubjpass } else { Dep::Nsubj });
            for child in later {
                self.document.rehang(child, verb);
            }
        }
    }

    /// "stressed efforts to maintain peace and called for talks": a past tense does not go on an infinitive. It belongs to
    /// the nearest verb above in the same tense.
    fn coordinate_finite_verbs(&mut self) {
        for verb in 0..self.document.tokens.len() {
            let tokens = &self.document.tokens;
            let (tag, wrong) = (tokens[verb].tag, tokens[verb].head);
            let own_subject =
                self.document.child_by(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux, Dep::Auxpass, Dep::Mark]);
            if tokens[verb].dep != Dep::Conj
                || !matches!(tag, Tag::Vbd | Tag::Vbz)
                || !matches!(tokens[wrong].tag, Tag::Vb | Tag::Vbg)
                || wrong > verb
                || own_subject.is_some()
                || self.document.children_by(wrong, &[Dep::Aux]).any(|a| tokens[a].tag != Tag::To)
            {
                continue;
            }
            let right = self
                .document
                .ancestors(wrong)
                .find(|a| tokens[*a].tag == tag && self.document.child_by(*a, &[Dep::Nsubj, Dep::Nsubjpass]).is_some());
            let Some(right) = right.filter(|r| *r < wrong) else { continue };
            let conjunction = self.document.children_by(wrong, &[Dep::Cc]).rfind(|c| *c > wrong && *c < verb);
            self.attach(verb, right, Dep::Conj);
            if let Some(conjunction) = conjunction {
                self.document.rehang(conjunction, right);
            }
        }
    }

    /// "Baku blames Yerevan; Yerevan denies it": what stands before a semicolon is no complement of what stands behind it.
    fn part_statements(&mut self) {
        for first in 0..self.document.tokens.len() {
            let (dep, second) = (self.document.tokens[first].dep, self.document.tokens[first].head);
            if dep != Dep::Ccomp || second < first {
                continue;
            }
            let Some(subject) = self.document.children_by(second, &[Dep::Nsubj, Dep::Nsubjpass]).find(|s| *s > first)
            else {
                continue;
            };
            let start = self.document.subtree(subject).start;
            let Some(mark) = (self.document.subtree(first).end..start).find(|t| self.word(*t) == ";") else { continue };
            let own_subject = self.document.child_by(first, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Expl]).is_some();
            if !own_subject || subject > second {
                continue;
            }
            let (head, dep) = (self.document.tokens[second].head, self.document.tokens[second].dep);
            self.attach(first, if head == second { first } else { head }, dep);
            self.attach(second, first, Dep::Conj);
            self.document.rehang(mark, first);
        }
    }
}

#[cfg(test)]
mod tests;
