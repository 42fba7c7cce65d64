//! Clauses of verbs and of adjectives behind `be`.

use super::subject::{self, conjuncts_of_antecedent, relative_antecedent};
use super::{Clause, ClauseKind, Clauses, Complement, Form, Link, Oblique, conjuncts, obliques};
use crate::language::labels::{Dep, Pos, Tag};
use crate::language::{Document, Token};
use std::sync::Arc;

const SUBJECTS: &[Dep] = &[Dep::Nsubj, Dep::Csubj];
const PASSIVE_SUBJECTS: &[Dep] = &[Dep::Nsubjpass, Dep::Csubjpass];

/// Whether a token is a verb that can carry a clause: not an auxiliary of another verb.
pub(super) fn is_predicate(document: &Document, token: usize) -> bool {
    let t = &document.tokens[token];
    match t.pos {
        Pos::Verb if super::is_prepositional(document, token) => false,
        Pos::Verb => !matches!(t.dep, Dep::Aux | Dep::Auxpass | Dep::Amod | Dep::Compound | Dep::Case | Dep::Prep),
        Pos::Aux => !matches!(t.dep, Dep::Aux | Dep::Auxpass),
        _ => false,
    }
}

/// The particle of a verb, also where the tree hangs the word behind it on something else: `rolled back tariffs`, `hand over 30 cars`.
fn particle(document: &Document, token: usize) -> Option<usize> {
    let loose = |t: &Token| t.tag == Tag::Rp && matches!(t.dep, Dep::Advmod | Dep::Quantmod);
    let behind = || Some(token + 1).filter(|n| document.tokens.get(*n).is_some_and(loose));
    document.child_by(token, &[Dep::Prt]).or_else(behind)
}

/// The clause of a verb. Clauses of the words above it are already in `clauses`.
pub(super) fn clause(document: &Document, clauses: &Clauses, token: usize) -> Clause {
    // `is ready to`: the adjective is the predicate's meaning, the verb carries tense and arguments.
    let adjective = document
        .child_by(token, &[Dep::Acomp, Dep::Oprd])
        .filter(|a| document.tokens[token].lemma.as_ref() == "be" && document.tokens[*a].pos == Pos::Adj);
    let passive = is_passive(document, clauses, token);
    let (parent, link, mark) = place(document, token);
    let mut clause = Clause {
        head: token,
        kind: if adjective.is_some() { ClauseKind::Adjective } else { ClauseKind::Verb },
        lemma: adjective.map_or_else(|| verb_lemma(document, token), |a| document.tokens[a].lemma.clone()),
        particle: particle(document, token).map(|p| document.tokens[p].lower.clone()),
        passive,
        subject: Vec::new(),
        agent: Vec::new(),
        patient: Vec::new(),
        recipient: Vec::new(),
        obliques: obliques(document, token),
        owner: Vec::new(),
        modifiers: Vec::new(),
        complements: Vec::new(),
        parent,
        link,
        mark,
        form: form(document, token),
        modal: modal(document, token),
        negated: is_negated(document, token),
        support: None,
    };
    if let Some(a) = adjective {
        clause.obliques.extend(obliques(document, a));
        collect_complements(document, a, &mut clause);
        clause.negated |= document.child_by(a, &[Dep::Neg]).is_some();
    }
    arguments(document, clauses, token, &mut clause);
    share_object(document, token, &mut clause);
    collect_complements(document, token, &mut clause);
    raise_objects(document, &mut clause);
    clause
}

/// spaCy leaves some forms whole (`'s`, participles taken for adjectives); otherwise the lemma serves.
fn verb_lemma(document: &Document, token: usize) -> Arc<str> {
    document.tokens[token].lemma.clone()
}

fn is_passive(document: &Document, clauses: &Clauses, token: usize) -> bool {
    let t = &document.tokens[token];
    if t.tag != Tag::Vbn {
        return false;
    }
    if document.child_by(token, &[Dep::Auxpass]).is_some() || document.child_by(token, PASSIVE_SUBJECTS).is_some() {
        return true;
    }
    if document.child_by(token, &[Dep::Aux]).is_some() {
        return false; // `has met`
    }
    match t.dep {
        // `was arrested and charged`; `has met and signed` shares `has`
        Dep::Conj => clauses.at(t.head).is_some_and(|c| c.passive) || document.child_by(token, &[Dep::Agent]).is_some(),
        Dep::Acl | Dep::Advcl | Dep::Ccomp | Dep::Xcomp | Dep::Oprd | Dep::Relcl => {
            document.child_by(token, SUBJECTS).is_none() || document.child_by(token, &[Dep::Agent]).is_some()
        }
        _ => document.child_by(token, &[Dep::Agent]).is_some(),
    }
}

/// The names behind the `by` of a gerund that stands as a noun does.
fn doers(document: &Document, token: usize, clause: &Clause) -> Vec<usize> {
    let t = &document.tokens[token];
    let noun = t.tag == Tag::Vbg && matches!(t.dep, Dep::Xcomp | Dep::Ccomp | Dep::Pcomp | Dep::Pobj | Dep::Dobj);
    let is_name = |o: usize| {
        let named = |t: usize| document.tokens[t].pos == Pos::Propn;
        named(o) || document.children_by(o, &[Dep::Poss, Dep::Amod, Dep::Compound]).any(named)
    };
    let by = clause.obliques.iter().filter(|o| noun && o.prep.as_ref() == "by" && is_name(o.head));
    by.map(|o| o.head).collect()
}

fn arguments(document: &Document, clauses: &Clauses, token: usize, clause: &mut Clause) {
    let own: Vec<usize> = document
        .children_by(token, SUBJECTS)
        .chain(document.children_by(token, PASSIVE_SUBJECTS))
        .filter(|s| document.tokens[*s].dep != Dep::Csubj)
        .collect();
    clause.subject = own
        .iter()
        .flat_map(|s| match relative_antecedent(document, token, *s) {
            Some(antecedent) => conjuncts_of_antecedent(document, antecedent, token),
            None => conjuncts(document, *s),
        })
        .collect();
    if clause.subject.is_empty() {
        clause.subject = subject::understood(document, clauses, token, clause);
    }
    let by: Vec<usize> =
        clause.obliques.iter().filter(|o| document.tokens[o.at].dep == Dep::Agent).map(|o| o.head).collect();
    clause.obliques.retain(|o| document.tokens[o.at].dep != Dep::Agent);
    if clause.passive {
        clause.patient = clause.subject.clone();
        clause.agent = by;
        // `as agreed between both sides`
        if clause.agent.is_empty() && super::words::is_done_between(&clause.lemma) {
            clause.agent = clause.obliques.iter().filter(|o| o.prep.as_ref() == "between").map(|o| o.head).collect();
        }
        // `was given aid`: the subject receives, the object is what is done
        let objects = objects(document, token);
        if !objects.is_empty() {
            clause.recipient = std::mem::replace(&mut clause.patient, objects);
        }
    } else {
        clause.obliques.extend(by.into_iter().map(|head| Oblique { prep: "by".into(), at: head, head }));
        clause.patient = objects(document, token);
        // `blamed shelling by Chad's forces`: whoever stands behind `by` does it
        let doers =
            if own.is_empty() && clause.patient.is_empty() { doers(document, token, clause) } else { Vec::new() };
        if !doers.is_empty() {
            clause.obliques.retain(|o| !doers.contains(&o.head));
            clause.subject.clone_from(&doers);
        }
        clause.agent = clause.subject.clone();
        clause.recipient = document
            .children_by(token, &[Dep::Dative])
            .filter(|d| document.tokens[*d].pos != Pos::Adp)
            .flat_map(|d| conjuncts(document, d))
            .collect();
        if clause.patient.is_empty() && document.tokens[token].dep == Dep::Relcl {
            clause.patient = subject::gap(document, token, clause);
        }
    }
}

/// `detains and jails two reporters`: the object of the second verb is the first one's too.
fn share_object(document: &Document, token: usize, clause: &mut Clause) {
    let tokens = &document.tokens;
    let bare = !clause.passive && clause.patient.is_empty() && clause.obliques.is_empty() && clause.particle.is_none();
    if !bare || super::words::is_coming(&tokens[token].lemma) {
        return;
    }
    let second = document
        .child_by(token, &[Dep::Conj])
        .filter(|s| *s == token + 2 && tokens[token + 1].tag == Tag::Cc && tokens[*s].tag == tokens[token].tag);
    let free = |s: &usize| document.children_by(*s, SUBJECTS).next().is_none();
    if let Some(second) = second.filter(free) {
        clause.patient = objects(document, second);
    }
}

fn objects(document: &Document, token: usize) -> Vec<usize> {
    document
        .children_by(token, &[Dep::Dobj, Dep::Attr, Dep::Oprd])
        .filter(|o| {
            matches!(document.tokens[*o].pos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num | Pos::X | Pos::Det)
        })
        .flat_map(|o| match relative_antecedent(document, token, o) {
            Some(antecedent) => conjuncts_of_antecedent(document, antecedent, token),
            None => conjuncts(document, o),
        })
        .collect()
}

fn collect_complements(document: &Document, token: usize, clause: &mut Clause) {
    for child in document.children(token) {
        let link = match document.tokens[child].dep {
            Dep::Ccomp | Dep::Xcomp if is_infinitive(document, child) => Link::Infinitive,
            Dep::Ccomp => Link::That,
            Dep::Xcomp => Link::Gerund,
            Dep::Advcl if is_wish(document, child) => Link::Infinitive,
            Dep::Prep => {
                let inner =
                    document.children_by(child, &[Dep::Pcomp]).map(|head| Complement { head, link: Link::Gerund });
                clause.complements.extend(inner);
                continue;
            }
            _ => continue,
        };
        clause.complements.push(Complement { head: child, link });
    }
}

/// `urged Iran to stop`: the tree often hangs `Iran` on `stop` alone; it is the one urged as well.
fn raise_objects(document: &Document, clause: &mut Clause) {
    if !clause.patient.is_empty() || clause.passive {
        return;
    }
    for complement in &clause.complements {
        if complement.link == Link::Infinitive && document.child_by(complement.head, &[Dep::Mark]).is_none() {
            let raised = document.children_by(complement.head, &[Dep::Nsubj, Dep::Nsubjpass]);
            clause.patient.extend(raised.flat_map(|s| conjuncts(document, s)));
        }
    }
}

pub(super) fn is_infinitive(document: &Document, token: usize) -> bool {
    document.children_by(token, &[Dep::Aux]).any(|a| document.tokens[a].tag == Tag::To)
}

/// How a clause completes the noun above it, when it does: `the plan to withdraw`, `the claim that troops had withdrawn`.
pub(super) fn complement_of_noun(document: &Document, token: usize) -> Option<Link> {
    let that = |m: usize| document.tokens[m].lower.as_ref() == "that";
    match document.tokens[token].dep {
        Dep::Acl if is_infinitive(document, token) => Some(Link::Infinitive),
        Dep::Acl if document.children_by(token, &[Dep::Mark]).any(that) => Some(Link::That),
        _ => None,
    }
}

/// `called on Iran to stop`: whether an infinitive that the tree makes a purpose says what somebody is asked for behind a
/// preposition of the verb above.
pub(super) fn is_wish(document: &Document, token: usize) -> bool {
    let t = &document.tokens[token];
    let asks = |p: usize| super::words::asks_behind(&document.tokens[t.head].lemma, &document.tokens[p].lower);
    // `calls to end the war`: nobody is telephoned
    let calls = document.tokens[t.head].lemma.as_ref() == "call" && token == t.head + 2;
    // `gives the rebels a week to disarm`
    let is_length =
        |c: usize| matches!(document.tokens[c].lemma.as_ref(), "day" | "week" | "hour" | "month" | "minute");
    let deadline = document.tokens[t.head].lemma.as_ref() == "give"
        && (document.children_by(t.head, &[Dep::Dobj, Dep::Dative, Dep::Npadvmod]).any(is_length)
            || document.children_by(t.head, &[Dep::Prep]).any(|p| document.tokens[p].lower.as_ref() == "until"));
    let decided = deadline || super::words::decides(&document.tokens[t.head].lemma);
    // `calls for the guards to be withdrawn`
    let asked_for = document.children_by(token, &[Dep::Mark]).all(asks);
    t.dep == Dep::Advcl
        && is_infinitive(document, token)
        && asked_for
        && (calls
            || document.child_by(token, &[Dep::Mark]).is_some()
            || decided
            || document.children_by(t.head, &[Dep::Prep]).any(|p| p < token && asks(p)))
}

/// The predicate above a verb, how it hangs there, and the joining word.
fn place(document: &Document, token: usize) -> (Option<usize>, Link, Option<Arc<str>>) {
    let t = &document.tokens[token];
    if t.head == token {
        return (None, Link::Main, None);
    }
    let mark = document
        .child_by(token, &[Dep::Mark])
        .or_else(|| document.children_by(token, &[Dep::Advmod]).find(|a| document.tokens[*a].tag == Tag::Wrb))
        .map(|m| document.tokens[m].lower.clone());
    // `calls to end the war, free the captives`
    if let Some(first) = series(document, token) {
        return (Some(first), Link::Conjunct, None);
    }
    if let Some(place) = misplaced(document, token) {
        return place;
    }
    let head_is_adposition = document.tokens[t.head].pos == Pos::Adp || t.dep == Dep::Pcomp;
    let link = match t.dep {
        Dep::Conj => Link::Conjunct,
        Dep::Ccomp | Dep::Xcomp if is_infinitive(document, token) => Link::Infinitive,
        Dep::Ccomp => Link::That,
        Dep::Xcomp => Link::Gerund,
        Dep::Pcomp => Link::Gerund,
        Dep::Advcl if is_wish(document, token) => Link::Infinitive,
        Dep::Advcl => Link::Adverbial,
        Dep::Acl => complement_of_noun(document, token).unwrap_or(Link::Relative),
        Dep::Relcl | Dep::Appos => Link::Relative,
        Dep::Parataxis | Dep::Root => Link::Main,
        _ => Link::Adverbial,
    };
    if head_is_adposition {
        let prep = t.head;
        let word = document.tokens[prep].lower.clone();
        return (Some(document.tokens[prep].head), Link::Gerund, Some(word));
    }
    (Some(t.head), link, mark)
}

/// Verbs that the tree hangs on a noun of their series: `twelve are killed and twenty injured`, `speak about the war and lifting
/// the ban`.
fn misplaced(document: &Document, token: usize) -> Option<(Option<usize>, Link, Option<Arc<str>>)> {
    let tokens = &document.tokens;
    let (t, noun) = (&tokens[token], &tokens[tokens[token].head]);
    let above = noun.head;
    if t.dep == Dep::Acl
        && t.tag == Tag::Vbn
        && noun.pos == Pos::Num
        && noun.dep == Dep::Conj
        && tokens[above].pos == Pos::Verb
    {
        return Some((Some(above), Link::Conjunct, None));
    }
    let behind = t.dep == Dep::Conj && t.tag == Tag::Vbg && noun.pos == Pos::Noun && noun.dep == Dep::Pobj;
    (behind && tokens[above].pos == Pos::Adp)
        .then(|| (Some(tokens[above].head), Link::Gerund, Some(tokens[above].lower.clone())))
}

/// The infinitive that a bare one goes on with, where the tree hangs both on the verb above.
pub(super) fn series(document: &Document, token: usize) -> Option<usize> {
    let t = &document.tokens[token];
    let bare = t.dep == Dep::Advcl && t.tag == Tag::Vb && document.child_by(token, &[Dep::Aux, Dep::Mark]).is_none();
    let mut first =
        document.children_by(t.head, &[Dep::Advcl, Dep::Xcomp]).filter(|c| *c < token && is_infinitive(document, *c));
    if bare { first.next_back() } else { None }
}

fn form(document: &Document, token: usize) -> Form {
    let mut auxiliaries = document.children_by(token, &[Dep::Aux, Dep::Auxpass]).peekable();
    let tag = document.tokens[token].tag;
    if auxiliaries.peek().is_none() {
        return match tag {
            Tag::Vbd => Form::Past,
            Tag::Vbz | Tag::Vbp => Form::Present,
            // `Police arrest three`: a headline's bare verb
            Tag::Vb if document.child_by(token, SUBJECTS).is_some() && document.tokens[token].dep == Dep::Root => {
                Form::Present
            }
            _ => Form::NonFinite,
        };
    }
    let mut form = Form::NonFinite;
    let mut infinitive = false;
    for aux in auxiliaries {
        let word = &document.tokens[aux];
        match (word.lemma.as_ref(), word.tag) {
            ("will" | "shall" | "'ll" | "wo", _) | (_, Tag::Md) if is_future(&word.lower) => form = Form::Future,
            (_, Tag::Md) => form = Form::Present,
            (_, Tag::To) => infinitive = true,
            ("have", Tag::Vbz | Tag::Vbp) => form = Form::Perfect,
            ("have", Tag::Vbd) => form = Form::Past,
            (_, Tag::Vbd) => form = if form == Form::NonFinite { Form::Past } else { form },
            (_, Tag::Vbz | Tag::Vbp) => form = if form == Form::NonFinite { Form::Present } else { form },
            _ => {}
        }
    }
    if infinitive && form == Form::NonFinite && document.tokens[token].dep == Dep::Root {
        return Form::Future; // `Leaders to meet in Oslo`
    }
    form
}

fn is_future(word: &str) -> bool {
    matches!(word, "will" | "shall" | "'ll" | "’ll" | "wo" | "sha")
}

fn modal(document: &Document, token: usize) -> Option<Arc<str>> {
    document
        .children_by(token, &[Dep::Aux])
        .map(|a| &document.tokens[a])
        .find(|a| a.tag == Tag::Md && !is_future(&a.lower))
        .map(|a| a.lower.clone())
}

fn is_negated(document: &Document, token: usize) -> bool {
    let negative = |t: usize| {
        let word = &document.tokens[t];
        word.dep == Dep::Neg || matches!(word.lower.as_ref(), "never" | "neither" | "nor")
    };
    document.children(token).any(negative)
        // `no longer recognises`
        || document
            .children_by(token, &[Dep::Advmod])
            .any(|a| document.tokens[a].lower.as_ref() == "longer" && a > 0 && document.tokens[a - 1].lower.as_ref() == "no")
        // `neither Rome nor Bern signed`
        || document
            .children_by(token, &[Dep::Nsubj, Dep::Nsubjpass])
            .any(|s| document.children(s).any(|c| c < s && document.tokens[c].lower.as_ref() == "neither"))
        // `lifts none of its roadblocks`
        || document.children_by(token, &[Dep::Dobj]).any(|o| matches!(document.tokens[o].lower.as_ref(), "none" | "nothing" | "nobody"))
        // `no one attacked`, `no agreement was signed`
        || document
            .children_by(token, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Dobj])
            .any(|a| document.children(a).any(|d| document.tokens[d].lower.as_ref() == "no"))
        || document.tokens[document.tokens[token].head].lower.as_ref() == "without" && document.tokens[token].dep == Dep::Pcomp
}
