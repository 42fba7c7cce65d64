//! Who does what to whom, in one form: between the tree and the events.
//!
//! A [`Clause`] is a predicate (verb, event noun, predicative adjective) with its arguments by *logical* role, so that
//! `the US imposed sanctions on Iran`, `sanctions were imposed on Iran by the US`, `sanctions imposed on Iran` and
//! `US sanctions on Iran` look alike to the rules.

mod nominal;
pub(crate) mod subject;
mod verbal;
pub(crate) mod words;

use crate::language::Document;
use crate::language::labels::{Dep, Pos, Tag};
use smallvec::{SmallVec, smallvec};
use std::sync::Arc;

/// What sort of word the predicate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClauseKind {
    /// `met`, `called for`.
    Verb,
    /// `talks`, `launch`.
    Noun,
    /// `is ready to`.
    Adjective,
}

/// How a clause hangs on the predicate above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// The sentence's main clause, or one joined to it by a comma or colon.
    Main,
    /// `and signed`: on one level with the other.
    Conjunct,
    /// `said that ...`, `announced it would ...`.
    That,
    /// `agreed to ...`, `urged X to ...`.
    Infinitive,
    /// `stopped supplying`, `accused X of supplying`.
    Gerund,
    /// `accusing`, `after meeting`, `as`, `if`, `because`: an adverbial clause.
    Adverbial,
    /// `who visited`, `imposed by`: it describes a noun.
    Relative,
    /// The predicate is a noun inside another clause's argument.
    Argument,
}

impl Link {
    /// Its name among the features of the learned part.
    pub fn as_str(self) -> &'static str {
        match self {
            Link::Main => "main",
            Link::Conjunct => "conjunct",
            Link::That => "that",
            Link::Infinitive => "infinitive",
            Link::Gerund => "gerund",
            Link::Adverbial => "adverbial",
            Link::Relative => "relative",
            Link::Argument => "argument",
        }
    }
}

/// Time reference of the verb form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// `met`, `had met`.
    Past,
    /// `has met`.
    Perfect,
    /// `meets`, `is meeting`.
    Present,
    /// `will meet`, `is to meet`, `is going to meet`, `is set to meet`.
    Future,
    /// `to meet`, `meeting`, `met` without a finite verb, and nouns: the clause above decides.
    NonFinite,
}

/// An argument behind a preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oblique {
    /// The preposition in lower case: `with`, `against`.
    pub prep: Arc<str>,
    /// The token of the preposition.
    pub at: usize,
    /// Head of the noun phrase behind it.
    pub head: usize,
}

/// A clause that completes the predicate: `to withdraw`, `that it would withdraw`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Complement {
    /// Its predicate's token.
    pub head: usize,
    /// How it is joined.
    pub link: Link,
}

/// A predicate and its arguments. All numbers are token indices of the document; argument lists hold the heads of
/// noun phrases, conjuncts each on their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// The predicate's token.
    pub head: usize,
    /// Sort of predicate.
    pub kind: ClauseKind,
    /// Dictionary form of the predicate.
    pub lemma: Arc<str>,
    /// `out` in `carried out`.
    pub particle: Option<Arc<str>>,
    /// Whether the verb is passive.
    pub passive: bool,
    /// What stands as the subject in the text (or is understood as it), whatever the voice.
    pub subject: Vec<usize>,
    /// Logical subject: who does it.
    pub agent: Vec<usize>,
    /// Logical object: whom or what it is done to.
    pub patient: Vec<usize>,
    /// To whom something is given or said.
    pub recipient: Vec<usize>,
    /// Arguments behind prepositions.
    pub obliques: Vec<Oblique>,
    /// For a noun: its possessor (`Putin's`).
    pub owner: Vec<usize>,
    /// For a noun: adjectives and nouns before it (`Russian`, `missile`).
    pub modifiers: Vec<usize>,
    /// Clauses that complete it.
    pub complements: Vec<Complement>,
    /// The predicate above, and how this one hangs on it.
    pub parent: Option<usize>,
    /// How it hangs there.
    pub link: Link,
    /// The word that joins an adverbial clause: `after`, `if`, `as`.
    pub mark: Option<Arc<str>>,
    /// Time reference.
    pub form: Form,
    /// `could`, `may`, `should`, ...
    pub modal: Option<Arc<str>>,
    /// Whether the predicate is under its own negation (`not`, `never`, `no`, `without`).
    pub negated: bool,
    /// For a noun that is the object or passive subject of a verb: that verb's token (`held` for `talks`).
    pub support: Option<usize>,
}

/// All clauses of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clauses {
    /// In order of their predicates.
    pub list: Vec<Clause>,
    at: Vec<Option<u32>>,
}

impl Clause {
    /// Whether it asks those behind one of its prepositions, or everybody, to do something: `called on all sides to talk`, `calls to
    /// end the war`.
    pub fn asks_openly(&self, clauses: &Clauses) -> bool {
        let marked = self.complements.iter().filter_map(|c| clauses.at(c.head)?.mark.as_deref());
        let mut behind = self.obliques.iter().map(|o| &*o.prep).chain(marked);
        let asked = behind.any(|word| words::asks_behind(&self.lemma, word));
        let everybody = self.lemma.as_ref() == "call" && self.patient.is_empty();
        (asked || everybody) && self.complements.iter().any(|c| c.link == Link::Infinitive)
    }
}

impl Clauses {
    /// The clauses of a document.
    pub fn of(document: &Document) -> Self {
        let mut clauses = Self { list: Vec::new(), at: vec![None; document.tokens.len()] };
        for token in top_down(document) {
            let clause = if verbal::is_predicate(document, token) {
                Some(verbal::clause(document, &clauses, token))
            } else if nominal::is_predicate(document, token) {
                Some(nominal::clause(document, token))
            } else {
                None
            };
            if let Some(clause) = clause {
                clauses.at[token] = Some(clauses.list.len() as u32);
                clauses.list.push(clause);
            }
        }
        // a clause is large: it moves once
        clauses.list.sort_by_cached_key(|c| c.head);
        for (i, clause) in clauses.list.iter().enumerate() {
            clauses.at[clause.head] = Some(i as u32);
        }
        nominal::hang(document, &mut clauses);
        clauses
    }

    /// The clause whose predicate is this token.
    pub fn at(&self, token: usize) -> Option<&Clause> {
        self.at[token].map(|i| &self.list[i as usize])
    }

    fn at_mut(&mut self, token: usize) -> Option<&mut Clause> {
        self.at[token].map(|i| &mut self.list[i as usize])
    }

    /// The clause above, its clause above, ... up to the main clause.
    pub fn above<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Clause> {
        // A tree is finite, but the bound also holds for a damaged one.
        std::iter::successors(clause.parent.and_then(|p| self.at(p)), |c| c.parent.and_then(|p| self.at(p))).take(64)
    }
}

/// Tokens in an order in which every head comes before its dependents.
fn top_down(document: &Document) -> Vec<usize> {
    let mut order = Vec::with_capacity(document.tokens.len());
    let roots = (0..document.tokens.len()).filter(|t| document.tokens[*t].head == *t);
    order.extend(roots);
    let mut next = 0;
    while next < order.len() {
        let token = order[next];
        next += 1;
        order.extend(document.children(token));
    }
    order
}

/// A noun phrase's head and the heads that are coordinated with it, each replaced by what it counts (`dozens of
/// soldiers`: the soldiers).
pub(crate) fn conjuncts(document: &Document, head: usize) -> Vec<usize> {
    let mut out: SmallVec<[usize; 8]> = smallvec![head];
    let mut next = 0;
    while next < out.len() {
        let token = out[next];
        next += 1;
        out.extend(document.children_by(token, &[Dep::Conj]).filter(|c| {
            matches!(document.tokens[*c].pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::Adj | Pos::X)
        }));
    }
    let mut all = Vec::with_capacity(out.len());
    out.into_iter().for_each(|head| count(document, head, 0, &mut all));
    all.sort_unstable();
    all
}

/// Adds what a partitive noun counts, or the noun itself.
fn count(document: &Document, head: usize, depth: usize, all: &mut Vec<usize>) {
    let is_partitive =
        words::is_partitive(&document.tokens[head].lemma) || words::is_partitive(&document.tokens[head].lower);
    if !is_partitive || depth > 3 {
        return all.push(head);
    }
    let of = document.children_by(head, &[Dep::Prep]).find(|p| document.tokens[*p].lower.as_ref() == "of");
    match of.and_then(|p| document.child_by(p, &[Dep::Pobj])) {
        Some(inner) => {
            count(document, inner, depth + 1, all);
            all.extend(document.children_by(inner, &[Dep::Conj]));
        }
        None => all.push(head),
    }
}

/// Arguments behind the prepositions that hang on `token`, also behind two in a row (`from under`).
pub(crate) fn obliques(document: &Document, token: usize) -> Vec<Oblique> {
    let mut out = Vec::new();
    for prep in document.children_by(token, &[Dep::Prep, Dep::Agent, Dep::Dative, Dep::Prt]) {
        collect_oblique(document, prep, prep, &mut out);
    }
    // `negotiations involving X`, `following the raid`
    for participle in
        document.children_by(token, &[Dep::Acl, Dep::Advcl, Dep::Prep]).filter(|t| is_prepositional(document, *t))
    {
        for object in document.children_by(participle, &[Dep::Dobj]) {
            let prep = document.tokens[participle].lower.clone();
            out.extend(conjuncts(document, object).into_iter().map(|head| Oblique {
                prep: prep.clone(),
                at: participle,
                head,
            }));
        }
    }
    out
}

/// Whether a participle stands as a preposition: `following`, `involving`, without a subject of its own.
pub(crate) fn is_prepositional(document: &Document, token: usize) -> bool {
    let t = &document.tokens[token];
    t.tag == Tag::Vbg
        && matches!(t.dep, Dep::Acl | Dep::Advcl | Dep::Prep)
        && words::is_prepositional(&t.lower)
        && document.child_by(token, &[Dep::Nsubj, Dep::Aux, Dep::Mark]).is_none()
}

fn collect_oblique(document: &Document, first: usize, prep: usize, out: &mut Vec<Oblique>) {
    for child in document.children(prep) {
        match document.tokens[child].dep {
            Dep::Pobj => {
                for head in conjuncts(document, child) {
                    out.push(Oblique { prep: document.tokens[first].lower.clone(), at: first, head });
                }
            }
            // `in and around Kyiv`, `from within`
            Dep::Prep if document.tokens[prep].pos == Pos::Adp => collect_oblique(document, first, child, out),
            Dep::Conj if document.tokens[child].pos == Pos::Adp => collect_oblique(document, child, child, out),
            _ => {}
        }
    }
}
