//! Verbs in the present that the model takes for nouns, so that a sentence is left without a verb: `Swedish police raid a farm`,
//! `The government arrests Kojo Mensah`, `Border troops battle rebels near Kell`.

use super::Repair;
use crate::language::labels::{Dep, Pos, Tag};

/// Tokens before the root among which a verb is looked for, and behind it, so that a sentence without end costs no more than a long one.
const BEFORE: usize = 40;
const BEHIND: usize = 12;

/// Nouns without an -s that go with a verb of the plural.
const COLLECTIVE: &[&str] = &["police", "military", "people", "staff", "crew", "public", "majority"];

impl Repair<'_> {
    /// A sentence whose root is a noun gets the verb that it must have: the root itself, or a word that the tree makes a part of the
    /// root's name.
    pub(super) fn nouns_that_are_verbs(&mut self) {
        for sentence in self.document.sentences.clone() {
            let Some(root) = sentence.tokens.clone().find(|t| self.document.tokens[*t].head == *t) else { continue };
            if !self.is_noun(root) && self.document.tokens[root].tag != Tag::Jj || self.has_finite_child(root) {
                continue;
            }
            let first = (sentence.tokens.start + 1).max(root.saturating_sub(BEFORE));
            let last = sentence.tokens.end.min(root + BEHIND);
            if let Some(subject) = self.subject_of_noun(root) {
                self.make_root_a_verb(root, subject);
            } else if let Some((verb, subject)) = (first..root).find_map(|v| self.verb_in_name(v, root)) {
                // `border troops battle rebels`: of two words in a row the second
                let next = self.verb_in_name(verb + 1, root).filter(|(next, subject)| *next < root && *subject == verb);
                let (verb, subject) = next.unwrap_or((verb, subject));
                self.make_part_a_verb(verb, subject, root);
            } else if let Some(verb) = (root + 1..last).find(|v| self.is_verb_behind(*v, root)) {
                self.make_root_the_subject(root, verb);
            }
        }
    }

    fn is_noun(&self, token: usize) -> bool {
        matches!(self.document.tokens[token].tag, Tag::Nn | Tag::Nns | Tag::Nnp | Tag::Nnps)
    }

    /// Whether a sentence has a verb after all, beside its root or before it.
    fn has_finite_child(&self, root: usize) -> bool {
        let finite = |t: usize| matches!(self.document.tokens[t].tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
        self.document.children_by(root, &[Dep::Conj, Dep::Parataxis, Dep::Aux]).any(finite)
            || self.document.children_by(root, &[Dep::Ccomp]).any(|c| c < root && finite(c))
    }

    /// A word in small letters that the word lists know as a verb: whether its form is that of the third person.
    pub(super) fn third_person(&self, token: usize) -> Option<bool> {
        let t = &self.document.tokens[token];
        let small = self.word(token).starts_with(char::is_lowercase);
        let lemma = self.lemmatizer.listed(&t.lower, Pos::Verb).filter(|_| small)?;
        match t.lower.strip_prefix(lemma.as_ref()) {
            Some("") => Some(false),
            _ if t.lower.ends_with('s') => Some(true),
            _ => None,
        }
    }

    /// Whether a noun can be the subject of a form of the third person, or else of the plural.
    fn agrees(&self, noun: usize, third: bool) -> bool {
        let t = &self.document.tokens[noun];
        let collective = COLLECTIVE.contains(&t.lower.as_ref());
        match t.tag {
            Tag::Nns | Tag::Nnps => !third,
            Tag::Nn | Tag::Nnp => third || collective,
            _ => false,
        }
    }

    /// Where the root of a sentence is a verb: its subject.
    fn subject_of_noun(&self, root: usize) -> Option<usize> {
        let third = self.third_person(root)?;
        let document = &*self.document;
        let part = &[Dep::Det, Dep::Poss, Dep::Nummod, Dep::Case];
        let known = document.children_by(root, &[Dep::Nsubj]).find(|s| *s < root);
        let before = root.checked_sub(1).filter(|b| document.tokens[*b].head == root && self.is_noun(*b));
        let subject = known.or(before)?;
        // `the reports`: what only nouns have before them, with no noun between
        if known.is_none() && !self.agrees(subject, third)
            || document.children_by(root, part).any(|c| c > subject && c < root)
        {
            return None;
        }
        let object = document.child_by(root, &[Dep::Dobj]).is_some_and(|o| o > root);
        let beside =
            document.children_by(root, &[Dep::Appos, Dep::Npadvmod]).any(|a| document.subtree(a).start == root + 1);
        let said = document.children_by(root, &[Dep::Relcl, Dep::Ccomp, Dep::Acl]).any(|c| {
            document.children_by(c, &[Dep::Mark]).any(|m| m == root + 1 && document.tokens[m].lower.as_ref() == "that")
        });
        let while_ = document
            .children_by(root, &[Dep::Advcl])
            .any(|c| document.children_by(c, &[Dep::Mark, Dep::Advmod]).any(|m| m == root + 1));
        let to = document
            .children_by(root, &[Dep::Xcomp, Dep::Acl, Dep::Relcl, Dep::Ccomp])
            .any(|c| document.children_by(c, &[Dep::Aux]).any(|a| a == root + 1 && document.tokens[a].tag == Tag::To));
        let around =
            known.is_some() && document.children_by(root, &[Dep::Prep, Dep::Advcl, Dep::Prt]).any(|c| c > root);
        (object || beside || said || to || while_ || around).then_some(subject)
    }

    fn make_root_a_verb(&mut self, root: usize, subject: usize) {
        let tag = if self.third_person(root) == Some(true) { Tag::Vbz } else { Tag::Vbp };
        self.retag(root, tag, Pos::Verb);
        let free = [Dep::Prep, Dep::Advcl, Dep::Advmod, Dep::Punct, Dep::Npadvmod];
        let others: Vec<usize> = self.document.children(root).filter(|c| *c < subject).collect();
        for child in others.into_iter().filter(|c| !free.contains(&self.document.tokens[*c].dep)).collect::<Vec<_>>() {
            self.document.rehang(child, subject);
        }
        self.attach(subject, root, Dep::Nsubj);
        let behind: Vec<usize> = self.document.children(root).filter(|c| *c > root).collect();
        for child in behind {
            let beside = self.document.subtree(child).start == root + 1;
            let dep = match self.document.tokens[child].dep {
                Dep::Appos | Dep::Npadvmod if beside => Dep::Dobj,
                Dep::Relcl | Dep::Acl | Dep::Ccomp if beside && self.document.tokens[root + 1].tag == Tag::To => {
                    Dep::Xcomp
                }
                Dep::Relcl | Dep::Acl if beside => Dep::Ccomp,
                Dep::Acl => Dep::Advcl,
                _ => continue,
            };
            self.document.tokens[child].dep = dep;
        }
    }

    /// Whether a word before the root is the sentence's verb: what its subject is.
    fn verb_in_name(&self, verb: usize, root: usize) -> Option<(usize, usize)> {
        let document = &*self.document;
        let t = &document.tokens[verb];
        // `Kenya mediated talks`: a participle right behind a name that begins the sentence
        let past = matches!(t.tag, Tag::Vbn | Tag::Vbd)
            && t.dep == Dep::Amod
            && matches!(document.tokens[verb - 1].tag, Tag::Nnp | Tag::Nnps)
            && (document.sentence(root).tokens.start..verb)
                .all(|b| self.is_noun(b) || document.tokens[b].tag == Tag::Dt);
        let third = if past { false } else { self.third_person(verb)? };
        let tagged = past || matches!(t.tag, Tag::Nn | Tag::Nns | Tag::Vbz | Tag::Vbp);
        let part = matches!(t.dep, Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nsubj);
        let above =
            document.ancestors(verb).take(4).take_while(|a| *a != root).all(|a| {
                a > verb && a < root && matches!(document.tokens[a].dep, Dep::Compound | Dep::Nmod | Dep::Amod)
            });
        if !tagged || !part || !above || !document.ancestors(verb).take(4).any(|a| a == root) {
            return None;
        }
        let subjects = document.children_by(root, &[Dep::Nsubj]).chain(document.children_by(verb, &[Dep::Nsubj]));
        let known = subjects.filter(|s| *s < verb).find(|s| document.subtree(*s).end == verb);
        let before = verb - 1;
        let beside = self.is_noun(before)
            && document.ancestors(before).take(4).any(|a| a == root)
            && (past || self.agrees(before, third));
        let ends = document.tokens[document.sentence(root).tokens.end - 1].lower.as_ref() == ".";
        // what the verb is done to begins a phrase of its own, or is a name
        let next = &document.tokens[verb + 1];
        let opens = matches!(next.tag, Tag::Nnp | Tag::Nnps | Tag::Dt | Tag::PrpS | Tag::Cd | Tag::Jj)
            || matches!(next.dep, Dep::Compound | Dep::Nmod | Dep::Amod)
            || verb + 1 == root;
        match known {
            Some(subject) if opens => Some((verb, subject)),
            None if beside && opens && ends && (past || t.dep != Dep::Amod) => Some((verb, before)),
            _ => None,
        }
    }

    fn make_part_a_verb(&mut self, verb: usize, subject: usize, root: usize) {
        let tag = match self.document.tokens[verb].tag {
            Tag::Vbn | Tag::Vbd => Tag::Vbd,
            _ if self.third_person(verb) == Some(true) => Tag::Vbz,
            _ => Tag::Vbp,
        };
        let below: Vec<usize> = self.document.children(root).filter(|c| *c != verb && *c != subject).collect();
        let above = self.document.tokens[verb].head;
        let parts: Vec<usize> = self.document.children(verb).filter(|c| *c < verb && *c != subject).collect();
        let between: Vec<usize> = self.document.children(verb).filter(|c| *c > verb).collect();
        self.attach(verb, verb, Dep::Root);
        self.retag(verb, tag, Pos::Verb);
        self.attach(root, verb, Dep::Dobj);
        for child in between {
            self.document.rehang(child, if above == verb { root } else { above });
        }
        for child in below {
            let dep = self.document.tokens[child].dep;
            let free = matches!(dep, Dep::Punct | Dep::Advcl)
                || dep == Dep::Prep && self.document.tokens[child].lower.as_ref() != "of";
            if child < verb {
                self.document.rehang(child, subject);
            } else if child > root && free {
                self.document.rehang(child, verb);
            }
        }
        for child in parts {
            self.document.rehang(child, subject);
        }
        self.attach(subject, verb, Dep::Nsubj);
    }

    /// `The Board for Housing orders a review`: a verb that ends the name at the root, with the object beside the name.
    fn is_verb_behind(&self, verb: usize, root: usize) -> bool {
        let document = &*self.document;
        let t = &document.tokens[verb];
        t.tag == Tag::Vbz
            && matches!(t.dep, Dep::Pobj | Dep::Conj)
            && self.third_person(verb).is_some()
            && self.is_noun(root)
            && document.ancestors(verb).take(6).any(|a| a == root)
            && document.children_by(verb, &[Dep::Nsubj, Dep::Aux]).next().is_none()
            && document.children_by(root, &[Dep::Appos, Dep::Dobj]).any(|a| document.subtree(a).start == verb + 1)
    }

    fn make_root_the_subject(&mut self, root: usize, verb: usize) {
        let (preposition, dep) = (self.document.tokens[verb].head, self.document.tokens[verb].dep);
        let parts: Vec<usize> = self.document.children(verb).filter(|c| *c < verb).collect();
        let behind: Vec<usize> = self.document.children(root).filter(|c| *c > verb).collect();
        self.attach(verb, verb, Dep::Root);
        self.retag(verb, Tag::Vbz, Pos::Verb);
        for part in parts {
            self.attach(part, preposition, dep);
        }
        for child in behind {
            let object = matches!(self.document.tokens[child].dep, Dep::Appos | Dep::Dobj);
            self.document.rehang(child, verb);
            if object {
                self.document.tokens[child].dep = Dep::Dobj;
            }
        }
        self.attach(root, verb, Dep::Nsubj);
    }
}
