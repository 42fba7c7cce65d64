//! Clauses of nouns: `North Korea's launch of missiles`, `talks between X and Y`.

use super::{Clause, ClauseKind, Clauses, Complement, Form, Link, Oblique, conjuncts, obliques, words};
use crate::language::Document;
use crate::language::labels::{Dep, EntityLabel, Pos};

/// Whether a noun can be a predicate: any common noun, and names such as `Summit` that head a phrase.
pub(super) fn is_predicate(document: &Document, token: usize) -> bool {
    let t = &document.tokens[token];
    match t.pos {
        Pos::Noun => true,
        // `strike` or `bombing` tagged as a verb but standing as a noun before another
        Pos::Propn | Pos::Verb => matches!(
            t.dep,
            Dep::Dobj | Dep::Pobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Conj | Dep::Attr | Dep::Compound | Dep::Appos
        ),
        _ => false,
    }
}

/// The clause of a noun, from its own dependents.
pub(super) fn clause(document: &Document, token: usize) -> Clause {
    let t = &document.tokens[token];
    // `Tuesday's bombing` is nobody's by that
    let of_time = |o: &usize| document.entity_at(*o).is_some_and(|e| e.label == EntityLabel::Date);
    let owners = document.children_by(token, &[Dep::Poss]).filter(|o| !of_time(o));
    let owner: Vec<usize> = owners.flat_map(|o| conjuncts(document, o)).collect();
    // `Chad-backed rebels` are not Chad's
    let backer =
        |m: usize, c: usize| document.tokens[c].dep == Dep::Npadvmod && super::words::backs(&document.tokens[m].lower);
    let modifiers = document
        .children_by(token, &[Dep::Amod, Dep::Compound, Dep::Nmod])
        .flat_map(|m| {
            let below = document.children_by(m, &[Dep::Conj, Dep::Compound, Dep::Amod, Dep::Npadvmod, Dep::Nmod]);
            std::iter::once(m).chain(below.filter(move |c| !backer(m, *c)))
        })
        .collect();
    let (owner, modifiers) = if owner.is_empty() { shared(document, token, modifiers) } else { (owner, modifiers) };
    let complements = document
        .children_by(token, &[Dep::Acl])
        .filter_map(|head| {
            let link = super::verbal::complement_of_noun(document, head)?;
            Some(Complement { head, link })
        })
        .chain(
            document
                .children_by(token, &[Dep::Prep])
                .flat_map(|p| document.children_by(p, &[Dep::Pcomp]))
                .map(|head| Complement { head, link: Link::Gerund }),
        )
        .collect();
    Clause {
        head: token,
        kind: ClauseKind::Noun,
        lemma: noun_lemma(document, token),
        particle: None,
        passive: false,
        subject: Vec::new(),
        agent: Vec::new(),
        patient: Vec::new(),
        recipient: Vec::new(),
        obliques: phrases_behind(document, token),
        owner,
        modifiers,
        complements,
        parent: (t.head != token).then_some(t.head),
        link: if t.head == token { Link::Main } else { Link::Argument },
        mark: None,
        form: Form::NonFinite,
        modal: None,
        negated: document.children(token).any(|d| matches!(document.tokens[d].lower.as_ref(), "no" | "neither")),
        support: None,
    }
}

/// `Chadian raids and airstrikes`: whose the first of a series is, the bare ones behind it are too. Gives owners and modifiers.
fn shared(document: &Document, token: usize, own: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let t = &document.tokens[token];
    let before =
        |c: usize| matches!(document.tokens[c].dep, Dep::Det | Dep::Amod | Dep::Poss | Dep::Nummod | Dep::Nmod);
    let bare = t.dep == Dep::Conj && t.pos == Pos::Noun && !document.children(token).any(before);
    let first = Some(t.head).filter(|first| bare && document.tokens[*first].pos == Pos::Noun);
    let Some(first) = first else { return (Vec::new(), own) };
    let owner = document.children_by(first, &[Dep::Poss]).flat_map(|o| conjuncts(document, o)).collect();
    let named = |m: &usize| {
        let label = document.entity_at(*m).map(|e| e.label);
        *m < first && matches!(label, Some(EntityLabel::Norp | EntityLabel::Gpe | EntityLabel::Org))
    };
    let named = document.children_by(first, &[Dep::Amod, Dep::Nmod]).filter(named);
    (owner, own.into_iter().chain(named).collect())
}

/// What stands behind the noun's prepositions. `the test and exercises between X and Y`: the tree hangs on the first of a series
/// what follows the last.
fn phrases_behind(document: &Document, token: usize) -> Vec<Oblique> {
    let mut own = obliques(document, token);
    let first = &document.tokens[token];
    if own.is_empty() && first.dep == Dep::Conj && document.tokens[first.head].pos == Pos::Noun {
        own.extend(obliques(document, first.head).into_iter().filter(|o| o.at > token));
    }
    // `fighting flared between X and Y`: the parties stand behind the verb that tells its course
    let verb = &document.tokens[first.head];
    if first.dep == Dep::Nsubj && words::tells_course(&verb.lemma) && !own.iter().any(|o| o.prep.as_ref() == "between")
    {
        own.extend(obliques(document, first.head).into_iter().filter(|o| o.prep.as_ref() == "between"));
    }
    own
}

/// Nouns keep the number that tells meanings apart only in their lemma's absence: `talks` is not `talk`.
fn noun_lemma(document: &Document, token: usize) -> std::sync::Arc<str> {
    let t = &document.tokens[token];
    if t.pos == Pos::Noun { t.lemma.clone() } else { t.lower.clone() }
}

/// Hangs nouns on the clause whose argument they are in, and on the verb that supports them.
pub(super) fn hang(document: &Document, clauses: &mut Clauses) {
    let mut supports = Vec::new();
    for clause in clauses.list.iter().filter(|c| c.kind != ClauseKind::Noun) {
        // the nearest verb wins: a relative clause tells more about its noun than the main verb
        supports.extend(clause.patient.iter().map(|noun| (*noun, clause.head)));
    }
    for (noun, verb) in supports {
        if let Some(clause) = clauses.at_mut(noun)
            && clause.kind == ClauseKind::Noun
            && clause
                .support
                .is_none_or(|old| document.tokens[noun].head == verb || document.tokens[old].dep == Dep::Relcl)
        {
            clause.support = Some(verb);
        }
    }
    let parents: Vec<(usize, Option<usize>)> = clauses
        .list
        .iter()
        .filter(|c| c.kind == ClauseKind::Noun)
        .map(|c| (c.head, document.ancestors(c.head).find(|a| clauses.at(*a).is_some())))
        .collect();
    for (noun, parent) in parents {
        if let Some(clause) = clauses.at_mut(noun) {
            clause.parent = parent;
        }
    }
    // verbs that hang on an adjective, adverb or number belong to the predicate above that
    let parents: Vec<(usize, Option<usize>)> = clauses
        .list
        .iter()
        .filter(|c| c.kind != ClauseKind::Noun && c.parent.is_some_and(|p| clauses.at(p).is_none()))
        .map(|c| (c.head, document.ancestors(c.head).find(|a| clauses.at(*a).is_some())))
        .collect();
    for (verb, parent) in parents {
        if let Some(clause) = clauses.at_mut(verb) {
            clause.parent = parent;
        }
    }
}
