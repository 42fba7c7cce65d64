//! What syntax says about noun phrases.

use crate::actors::{Form, Mention};
use crate::language::Document;
use crate::language::labels::{Dep, Pos, Tag};
use std::ops::Range;

/// What a phrase does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Before another noun.
    Modifier,
    /// Possessor.
    Owner,
    /// Behind a preposition.
    Oblique,
    /// Object.
    Object,
    /// Subject.
    Subject,
}

/// The role of the phrase that a token heads. Conjuncts and appositions have that of what they join.
pub fn role(document: &Document, head: usize) -> Role {
    let mut at = head;
    for _ in 0..8 {
        let token = &document.tokens[at];
        match token.dep {
            Dep::Conj | Dep::Appos if token.head != at => at = token.head,
            Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj => return Role::Subject,
            Dep::Dobj | Dep::Dative | Dep::Attr | Dep::Oprd => return Role::Object,
            Dep::Pobj if document.tokens[token.head].dep == Dep::Agent => {
                // `land held by the army` speaks of land.
                let verb = document.tokens[token.head].head;
                let aside = matches!(document.tokens[verb].dep, Dep::Acl | Dep::Relcl | Dep::Amod);
                return if aside { Role::Oblique } else { Role::Subject };
            }
            Dep::Pobj => return Role::Oblique,
            Dep::Poss => return Role::Owner,
            Dep::Root => return Role::Subject,
            _ => return Role::Modifier,
        }
    }
    Role::Modifier
}

/// The verb (or other predicate) that a phrase is an argument of, through prepositions, conjunctions and appositions.
pub fn governor(document: &Document, head: usize) -> Option<usize> {
    let mut at = head;
    for _ in 0..8 {
        let token = &document.tokens[at];
        if token.head == at {
            return None;
        }
        at = token.head;
        match token.dep {
            Dep::Conj | Dep::Appos => {}
            _ if matches!(document.tokens[at].dep, Dep::Prep | Dep::Agent | Dep::Dative)
                && matches!(document.tokens[at].tag, Tag::In | Tag::To) =>
            {
                at = document.tokens[at].head;
                return Some(at);
            }
            _ => return Some(at),
        }
    }
    None
}

/// Whether a token heads a noun phrase of its own.
pub fn is_phrase_head(document: &Document, token: usize) -> bool {
    let t = &document.tokens[token];
    let age = t.pos == Pos::Adj
        && &*t.lower == "old"
        && matches!(t.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj | Dep::Appos | Dep::Attr);
    (age || matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Num | Pos::Pron | Pos::Det))
        && !matches!(
            t.dep,
            Dep::Compound | Dep::Amod | Dep::Nummod | Dep::Det | Dep::Nmod | Dep::Quantmod | Dep::Predet
        )
}

/// The phrase without clauses behind it: from the first modifier to the noun, with an `of` phrase if it has one.
pub fn extent(document: &Document, head: usize) -> Range<usize> {
    let mut start = head;
    for c in document.children(head).filter(|c| *c < head) {
        let before = matches!(
            document.tokens[c].dep,
            Dep::Det | Dep::Predet | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Nummod | Dep::Poss | Dep::Quantmod
        );
        if before {
            start = start.min(document.subtree(c).start);
        }
    }
    let mut end = head + 1;
    for c in document.children_by(head, &[Dep::Prep]).filter(|c| *c > head) {
        if &*document.tokens[c].lower == "of" && c == end {
            end = end.max(document.subtree(c).end);
        }
    }
    start..end.min(document.sentence(head).tokens.end)
}

/// The phrase with all that is hung on it by prepositions: `editor at large at the Gazette`.
pub fn whole_extent(document: &Document, head: usize) -> Range<usize> {
    let mut range = extent(document, head);
    for c in document.children_by(head, &[Dep::Prep, Dep::Amod, Dep::Advmod]).filter(|c| *c > head) {
        let behind = document.subtree(c);
        // `editor at large at the Gazette`
        if document.tokens[c].dep != Dep::Prep {
            let goes_on = document.children_by(head, &[Dep::Prep]).any(|p| p == behind.end);
            if behind.start == range.end && goes_on {
                range.end = behind.end;
            }
            continue;
        }
        let marked = document.tokens[behind.clone()]
            .iter()
            .any(|t| t.tag == Tag::Comma || matches!(t.dep, Dep::Relcl | Dep::Acl));
        if behind.start == range.end && !marked {
            range.end = behind.end;
        }
    }
    range
}

/// The noun phrase that a mention stands in, as annotators of coreference draw it: with all that comes before the noun, and
/// with what prepositions hang on it; without relative clauses and what commas set off. `named` tells which tokens head a
/// name: behind a name only its office or home counts, as in `the minister Ana Silva of the Free Party`.
pub fn noun_phrase(document: &Document, mention: &Mention, named: impl Fn(usize) -> bool) -> Range<usize> {
    let head = mention.head;
    let own = mention.tokens.clone();
    if matches!(mention.form, Form::Modifier | Form::Pronoun) || !is_phrase_head(document, head) {
        return own;
    }
    let before = extent(document, head).start;
    // What is joined to a modifier belongs to no one phrase.
    let joined =
        document.tokens[before.min(own.start)..own.start].iter().any(|t| matches!(t.tag, Tag::Cc | Tag::Comma));
    let start = if joined { own.start } else { before.min(own.start) };
    let mut end = own.end;
    for c in document.children_by(head, &[Dep::Prep, Dep::Amod, Dep::Advmod]).filter(|c| *c >= own.end) {
        let behind = document.subtree(c);
        if document.tokens[c].dep != Dep::Prep {
            let goes_on = document.children_by(head, &[Dep::Prep]).any(|p| p == behind.end);
            if mention.form == Form::Nominal && behind.start == end && goes_on {
                end = behind.end;
            }
            continue;
        }
        let object = document.child_by(c, &[Dep::Pobj]);
        let hangs = match mention.form {
            Form::Name => matches!(&*document.tokens[c].lower, "of" | "from") && object.is_some_and(&named),
            _ => object.is_some(),
        };
        // `Ana Silva of the Coast Party and Wendel Pik`, but `Ana Silva of the Roads, Rails and Ports constituency`
        let object = object.filter(|_| mention.form == Form::Name);
        let list = object.is_some_and(|o| document.child_by(o, &[Dep::Conj]).is_some())
            && !behind.clone().any(|t| Some(t) != object && named(t));
        let parts = |t: &usize| matches!(document.tokens[*t].tag, Tag::Cc | Tag::Comma);
        let cut = object.filter(|_| !list).and_then(|o| (o + 1..behind.end).find(parts));
        let behind = behind.start..cut.unwrap_or(behind.end);
        let clause = document.tokens[behind.clone()]
            .iter()
            .any(|t| t.tag == Tag::Comma && !list || matches!(t.dep, Dep::Relcl | Dep::Acl | Dep::Advcl | Dep::Ccomp));
        if c != end || behind.start != c || !hangs || clause {
            break;
        }
        end = behind.end;
    }
    start..end.min(document.sentence(head).tokens.end)
}

/// The words that stand before a noun: determiner, possessor, number, adjectives and nouns.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// `the`, `this`, `a`.
    pub determiner: Option<usize>,
    /// Possessor's head.
    pub owner: Option<usize>,
    /// Number.
    pub number: Option<usize>,
    /// Adjectives.
    pub adjectives: Vec<usize>,
    /// Nouns.
    pub nouns: Vec<usize>,
}

/// What stands before the noun that heads a phrase.
pub fn before(document: &Document, head: usize) -> Before {
    let mut out = Before::default();
    for c in document.children(head).filter(|c| *c < head) {
        match document.tokens[c].dep {
            Dep::Det | Dep::Predet => out.determiner = Some(c),
            Dep::Poss => out.owner = Some(c),
            Dep::Nummod => out.number = Some(c),
            Dep::Amod => out.adjectives.push(c),
            Dep::Compound | Dep::Nmod => out.nouns.push(c),
            _ => {}
        }
    }
    out
}

/// Whether a clause behind the noun tells which one is meant: `the country that fired`.
pub fn is_restricted(document: &Document, head: usize) -> bool {
    document.children(head).any(|c| {
        let token = &document.tokens[c];
        let adjacent = c > head && !document.tokens[head + 1..c].iter().any(|t| t.tag == Tag::Comma);
        match token.dep {
            Dep::Relcl | Dep::Acl => adjacent,
            Dep::Prep => {
                c > head && adjacent && matches!(&*token.lower, "of" | "in" | "for" | "from" | "with" | "at" | "on")
            }
            _ => false,
        }
    })
}

/// How many a number word says, for small numbers.
pub fn number(word: &str) -> Option<usize> {
    Some(match word {
        "two" | "both" | "2" => 2,
        "three" | "3" => 3,
        "four" | "4" => 4,
        "five" | "5" => 5,
        _ => return None,
    })
}
