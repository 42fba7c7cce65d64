//! The subject of a verb that has none of its own: control, raising, coordination, relative clauses.

use super::{Clause, Clauses, conjuncts, words};
use crate::language::Document;
use crate::language::labels::{Dep, Pos, Tag};

/// Who is understood as the subject of `token`.
pub(super) fn understood(document: &Document, clauses: &Clauses, token: usize, clause: &Clause) -> Vec<usize> {
    let t = &document.tokens[token];
    if t.head == token {
        return Vec::new();
    }
    match t.dep {
        Dep::Conj | Dep::Dep | Dep::Parataxis => clauses.at(t.head).map(|c| c.subject.clone()).unwrap_or_default(),
        Dep::Xcomp | Dep::Ccomp => clauses.at(governor(document, t.head)).map(controller).unwrap_or_default(),
        // `called on Iran to stop`, where the tree makes a purpose of the wish
        Dep::Advcl if super::verbal::is_wish(document, token) => clauses.at(t.head).map(controller).unwrap_or_default(),
        // `calls to end the war, free the captives`
        Dep::Advcl if let Some(first) = super::verbal::series(document, token) => {
            clauses.at(first).map(|c| c.subject.clone()).unwrap_or_default()
        }
        // `asks judges to try them, accusing them of theft`: who asks accuses
        Dep::Advcl if t.tag == Tag::Vbg && words::utters(&t.lemma) => {
            let mut verb = governor(document, t.head);
            while document.tokens[verb].dep == Dep::Xcomp && document.tokens[verb].head != verb {
                verb = document.tokens[verb].head;
            }
            clauses.at(verb).map(|c| c.subject.clone()).unwrap_or_default()
        }
        Dep::Advcl if document.child_by(token, &[Dep::Mark]).is_none() || t.tag != Tag::Vbd => {
            clauses.at(governor(document, t.head)).map(|c| c.subject.clone()).unwrap_or_default()
        }
        Dep::Pcomp => behind_preposition(document, clauses, t.head),
        // `the man accused of`: the noun undergoes; `the troops guarding`: the noun acts
        Dep::Acl if clause.passive || t.tag == Tag::Vbg => {
            // `issued an order raising tariffs`: a thing that speaks or decides stands for who made it
            let maker = if clause.passive { None } else { maker(document, clauses, t.head) };
            maker.unwrap_or_else(|| conjuncts_of_antecedent(document, t.head, token))
        }
        // `a plan to attack`: whoever has the plan
        Dep::Acl => of_noun(document, clauses, t.head),
        // `became the first state to recognise`
        Dep::Relcl if super::verbal::is_infinitive(document, token) => of_noun(document, clauses, t.head),
        Dep::Relcl if document.children_by(token, &[Dep::Mark, Dep::Dobj]).next().is_none() => Vec::new(),
        _ => Vec::new(),
    }
}

/// An adjective's clause is held by its verb.
fn governor(document: &Document, token: usize) -> usize {
    let t = &document.tokens[token];
    if t.pos == Pos::Adj && matches!(t.dep, Dep::Acomp | Dep::Oprd) { t.head } else { token }
}

/// Who does the complement of this clause: the one urged, or else the one who promises.
fn controller(above: &Clause) -> Vec<usize> {
    if above.passive || words::is_subject_control(&above.lemma) {
        return above.subject.clone();
    }
    // `called his counterpart on Monday to thank him`: whoever calls somebody up asks nothing
    if above.lemma.as_ref() == "call" && !above.patient.is_empty() {
        return above.subject.clone();
    }
    // `called on Iran to stop`, `appealed to both sides to talk`
    let asked = above.obliques.iter().filter(|o| words::asks_behind(&above.lemma, &o.prep));
    let asked: Vec<usize> = asked.map(|o| o.head).collect();
    if !asked.is_empty() {
        return asked;
    }
    if !above.patient.is_empty() {
        return above.patient.clone();
    }
    // `calls to end the war`: whoever it may be
    if above.lemma.as_ref() == "call" {
        return Vec::new();
    }
    if !above.recipient.is_empty() {
        return above.recipient.clone();
    }
    above.subject.clone()
}

fn behind_preposition(document: &Document, clauses: &Clauses, prep: usize) -> Vec<usize> {
    let word = document.tokens[prep].lower.as_ref();
    let above = document.tokens[prep].head;
    let Some(clause) = clauses.at(governor(document, above)) else { return Vec::new() };
    let verbal = !document.tokens[clause.head].pos.eq(&Pos::Noun);
    if verbal && word == "in" && words::joins(&clause.lemma) && !clause.passive {
        return clause.subject.iter().chain(&clause.patient).copied().collect(); // `joined Peru in condemning`
    }
    if verbal
        && (matches!(word, "of" | "for" | "from" | "into") || words::does_behind(&clause.lemma, word))
        && !clause.patient.is_empty()
    {
        return clause.patient.clone(); // `accused Iran of arming`, `banned him from entering`
    }
    if document.tokens[clause.head].pos == Pos::Noun {
        of_noun(document, clauses, above)
    } else {
        clause.subject.clone()
    }
}

/// The verb that issues the paper which a participle speaks for: `signed a decree closing the ports`.
pub(crate) fn issuing(document: &Document, clauses: &Clauses, participle: usize) -> Option<usize> {
    let t = &document.tokens[participle];
    let speaks = t.dep == Dep::Acl && t.tag == Tag::Vbg && t.head != participle;
    maker(document, clauses, t.head).filter(|_| speaks).map(|_| document.tokens[t.head].head)
}

/// The subject of the verb that a common noun is the object of.
fn maker(document: &Document, clauses: &Clauses, noun: usize) -> Option<Vec<usize>> {
    let t = &document.tokens[noun];
    if t.pos != Pos::Noun || t.dep != Dep::Dobj || document.entity_at(noun).is_some() {
        return None;
    }
    clauses
        .at(t.head)
        .filter(|c| c.lemma.as_ref() != "have" && words::is_deciding_paper(&t.lemma))
        .map(|c| c.agent.clone())
}

/// Whose plan, threat or decision a noun is.
fn of_noun(document: &Document, clauses: &Clauses, noun: usize) -> Vec<usize> {
    let owners: Vec<usize> = document.children_by(noun, &[Dep::Poss]).collect();
    if !owners.is_empty() {
        return owners.into_iter().flat_map(|o| conjuncts(document, o)).collect();
    }
    let t = &document.tokens[noun];
    match t.dep {
        Dep::Dobj | Dep::Attr => clauses.at(t.head).map(|c| c.subject.clone()).unwrap_or_default(),
        _ => document
            .children_by(noun, &[Dep::Amod, Dep::Compound])
            .filter(|m| document.tokens[*m].tag != Tag::Cd)
            .collect(),
    }
}

/// The noun that a relative pronoun stands for, when `argument` is one.
pub(super) fn relative_antecedent(document: &Document, verb: usize, argument: usize) -> Option<usize> {
    let pronoun = &document.tokens[argument];
    let is_relative =
        matches!(pronoun.tag, Tag::Wdt | Tag::Wp) || pronoun.lower.as_ref() == "that" && pronoun.pos != Pos::Noun;
    if !is_relative {
        return None;
    }
    relative_head(document, verb)
}

/// The noun that the relative clause around `verb` describes.
fn relative_head(document: &Document, verb: usize) -> Option<usize> {
    let mut at = verb;
    for _ in 0..4 {
        let t = &document.tokens[at];
        match t.dep {
            Dep::Relcl | Dep::Acl => return Some(t.head),
            Dep::Conj | Dep::Ccomp | Dep::Xcomp if t.head != at => at = t.head,
            _ => return None,
        }
    }
    None
}

/// What a relative clause leaves out: `the sanctions (that) Washington imposed`.
pub(super) fn gap(document: &Document, token: usize, clause: &Clause) -> Vec<usize> {
    let antecedent = document.tokens[token].head;
    let takes_it = !clause.subject.contains(&antecedent)
        && !clause.subject.is_empty()
        && clause.complements.is_empty()
        && document.children_by(token, &[Dep::Ccomp, Dep::Xcomp]).next().is_none()
        && !document.children_by(token, &[Dep::Advmod]).any(|a| document.tokens[a].tag == Tag::Wrb)
        && !document
            .children(token)
            .any(|p| document.children(p).any(|w| matches!(document.tokens[w].tag, Tag::Wdt | Tag::Wp)));
    if takes_it { conjuncts_of_antecedent(document, antecedent, token) } else { Vec::new() }
}

/// A relative clause describes the noun that it hangs on, and those before it in the same list; of `a Dane held in Oslo and a Finn`
/// not the one that follows.
pub(super) fn conjuncts_of_antecedent(document: &Document, noun: usize, verb: usize) -> Vec<usize> {
    conjuncts(document, noun).into_iter().filter(|c| *c <= noun || *c < verb).collect()
}
