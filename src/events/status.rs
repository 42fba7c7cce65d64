//! Whether an event happened: actual, planned, possible, negated.

use super::event::Status;
use super::rules::{InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use super::types::EventType;
use crate::article::PartKind;
use crate::clauses::words::Paper;
use crate::clauses::{Clause, ClauseKind, Form, Link, words};
use crate::language::labels::{Dep, Tag};

/// The status of what a clause says, from its own form and from everything above it; of an event of the type, where that is known.
pub fn of(scene: &Scene, book: &Rulebook, clause: &Clause, kind: Option<&EventType>) -> Status {
    of_kind(scene, book, clause, kind, 0)
}

/// Whether a noun only completes what stands above it: `the sanctions` in `lifted the sanctions`, `the lifting of the sanctions`.
pub fn is_background(scene: &Scene, book: &Rulebook, clause: &Clause) -> bool {
    if clause.kind != ClauseKind::Noun {
        return false;
    }
    let document = scene.document;
    let t = &document.tokens[clause.head];
    let behind =
        (t.dep == Dep::Pobj && document.tokens[t.head].lower.as_ref() == "of").then(|| document.tokens[t.head].head);
    let above = clause.support.or(behind).and_then(|a| scene.clauses.at(a));
    above
        .and_then(|a| book.embedding.of(scene, a, InnerLink::Object))
        .is_some_and(|c| c.status == InnerStatus::Background)
}

fn resolve(scene: &Scene, book: &Rulebook, clause: &Clause, depth: usize) -> Status {
    of_kind(scene, book, clause, None, depth)
}

fn of_kind(scene: &Scene, book: &Rulebook, clause: &Clause, kind: Option<&EventType>, depth: usize) -> Status {
    if depth > 16 {
        return Status::Actual;
    }
    let context = match clause.kind {
        ClauseKind::Noun => noun_context(scene, book, clause, kind, depth),
        _ => verb_context(scene, book, clause, kind, depth),
    };
    // `unless both sides sign`: neither is said to be so
    let conditional = matches!(clause.mark.as_deref(), Some("if" | "unless" | "whether" | "lest"));
    let status = match clause.negated && !conditional {
        // `has no plan`, `no talks took place`: verb and noun share one negation
        true if clause.kind == ClauseKind::Noun => Status::Negated,
        true => negate(context),
        false => context,
    };
    if status == Status::Planned && has_condition(scene, clause) { Status::Possible } else { status }
}

/// `will walk out if the plant is shut`, `agreed to come if X stays away`.
fn has_condition(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let mut verb = Some(clause).filter(|c| c.kind != ClauseKind::Noun);
    for _ in 0..3 {
        let Some(here) = verb else { return false };
        let conditional = document.children_by(here.head, &[Dep::Advcl]).filter_map(|c| scene.clauses.at(c));
        if conditional.into_iter().any(|c| matches!(c.mark.as_deref(), Some("if" | "unless" | "provided"))) {
            return true;
        }
        verb = here.parent.filter(|_| here.link == Link::Infinitive).and_then(|p| scene.clauses.at(p));
    }
    false
}

fn negate(status: Status) -> Status {
    match status {
        Status::Negated => Status::Possible, // `did not rule out`
        _ => Status::Negated,
    }
}

/// What an embedding predicate makes of the event inside it.
fn embed(
    scene: &Scene,
    book: &Rulebook,
    above: &Clause,
    (link, own): (InnerLink, Option<Status>),
    kind: Option<&EventType>,
    depth: usize,
) -> Option<Status> {
    let class = book.embedding.of(scene, above, link)?;
    let outer = resolve(scene, book, above, depth + 1);
    let verb = above.support.and_then(|v| scene.clauses.at(v)).filter(|_| above.kind == ClauseKind::Noun);
    let deeper = verb.and_then(|v| book.embedding.of(scene, v, InnerLink::Object)).and_then(|c| c.deeper);
    let inner = match deeper.unwrap_or(class.status_of(kind)) {
        // `proclaimed that both will open embassies`
        InnerStatus::Same if link == InnerLink::That => return own,
        InnerStatus::Same => return Some(outer),
        // what a decision brings about is done where the decision is
        InnerStatus::Actual if class.special.as_ref().is_some_and(|(_, s)| *s == InnerStatus::Actual) => {
            return Some(outer);
        }
        // `without a sign that troops had left`, `denied reports that`
        InnerStatus::Own if above.kind == ClauseKind::Noun && outer == Status::Negated => Status::Negated,
        InnerStatus::Own => return own,
        InnerStatus::Planned => Status::Planned,
        InnerStatus::Possible => Status::Possible,
        InnerStatus::Negated | InnerStatus::Background => Status::Negated,
        InnerStatus::Actual => Status::Actual,
    };
    Some(match (inner, outer) {
        (Status::Negated, Status::Negated) => Status::Possible,
        // `may refuse to send`, `plans to stop supplying`
        (Status::Negated, Status::Possible | Status::Planned) => Status::Possible,
        (Status::Planned, Status::Negated) => Status::Negated,
        (Status::Planned, Status::Possible) => Status::Possible,
        (inner, _) => inner,
    })
}

fn verb_context(scene: &Scene, book: &Rulebook, clause: &Clause, kind: Option<&EventType>, depth: usize) -> Status {
    let own = own_status(scene, clause);
    let above = clause.parent.and_then(|p| scene.clauses.at(p));
    match clause.link {
        Link::Conjunct => match above {
            // `pull back by noon or be bombed`
            Some(first) if clause.form == Form::NonFinite && is_alternative(scene, first, clause) => Status::Possible,
            // `until it lays down its arms and recognises the state`
            Some(first)
                if first.link == Link::Adverbial
                    && matches!(first.mark.as_deref(), Some("if" | "unless" | "until" | "whether" | "provided")) =>
            {
                Status::Possible
            }
            // `agreed to meet and sign`: the second shares the first one's place
            Some(first)
                if clause.form == Form::NonFinite && first.kind != ClauseKind::Noun && clause.modal.is_none() =>
            {
                let shared = of_kind(scene, book, first, kind, depth + 1);
                if shared == Status::Negated && !first.negated {
                    shared
                } else if first.negated {
                    Status::Actual
                } else {
                    shared
                }
            }
            _ => own,
        },
        Link::Adverbial | Link::Infinitive | Link::Relative if names_rank(scene, clause) => {
            above.map_or(Status::Actual, |a| resolve(scene, book, a, depth + 1))
        }
        // `claims to have reached`
        Link::Infinitive if is_perfect(scene, clause) && own != Status::Possible => above.map_or(Status::Actual, |a| {
            if resolve(scene, book, a, depth + 1) == Status::Negated { Status::Negated } else { Status::Actual }
        }),
        // `a step that aides call theft, Minsk stopped its bid`: what stands before a verb that tells of no speech is no part of it
        Link::That
            if above.is_some_and(|a| {
                clause.head < a.head
                    && book.embedding.of(scene, a, InnerLink::That).is_some_and(|c| c.status != InnerStatus::Own)
            }) =>
        {
            own
        }
        Link::That if is_command(scene, clause) || is_subjunctive(scene, clause) => Status::Possible,
        // `wished him well after he quit`
        Link::That if matches!(clause.mark.as_deref(), Some("after" | "because" | "since" | "when" | "while")) => own,
        Link::That => above
            .and_then(|a| embed(scene, book, a, (InnerLink::That, Some(reported(scene, clause, a, own))), kind, depth))
            .unwrap_or(own),
        Link::Infinitive => match above {
            Some(above) => embed(scene, book, above, (InnerLink::To, None), kind, depth).unwrap_or_else(|| {
                // `telephoned him to congratulate`: a purpose, whatever the tree says
                if above.kind == ClauseKind::Noun {
                    Status::Planned
                } else {
                    purpose(scene, book, (above, clause), kind, depth)
                }
            }),
            None => own,
        },
        Link::Relative if clause.form == Form::Present || clause.form == Form::NonFinite && !clause.passive => {
            in_paper(scene, book, clause, depth).unwrap_or_else(|| {
                // `three days to disarm`: the tree takes what is asked for a description
                let asked = above.filter(|a| a.kind == ClauseKind::Noun && is_to_infinitive(scene, clause));
                asked.and_then(|a| embed(scene, book, a, (InnerLink::To, None), kind, depth)).unwrap_or(own)
            })
        }
        Link::Gerund => match (clause.mark.as_deref(), above) {
            (Some("before"), Some(above)) => resolve(scene, book, above, depth + 1),
            (Some("without" | "against"), _) => Status::Negated,
            // `a step short of closing the embassy`
            (Some("of"), _) if is_short_of(scene, clause) => Status::Negated,
            // `answered by sending boats`
            (Some("by"), Some(above)) => resolve(scene, book, above, depth + 1),
            // `with Estonia sending troops too`
            (Some("with"), _) => Status::Actual,
            (Some("from"), Some(above)) => {
                embed(scene, book, above, (InnerLink::Ing, None), kind, depth).unwrap_or(Status::Negated)
            }
            (_, Some(above)) => {
                embed(scene, book, above, (InnerLink::Ing, Some(Status::Actual)), kind, depth).unwrap_or(Status::Actual)
            }
            _ => own,
        },
        Link::Adverbial => match clause.mark.as_deref() {
            // `fought until they agreed a truce`: the end came, unless it is one that is only asked for
            Some("until")
                if clause.form == Form::Past
                    && above.is_some_and(|a| {
                        resolve(scene, book, a, depth + 1) == Status::Actual
                            && !a.negated
                            && [InnerLink::Object, InnerLink::To]
                                .iter()
                                .all(|l| book.embedding.of(scene, a, *l).is_none_or(|c| c.status == InnerStatus::Same))
                    }) =>
            {
                Status::Actual
            }
            Some("if" | "unless" | "whether" | "lest" | "until" | "provided") => Status::Possible,
            // `as agreed between both sides in May`
            Some("as") if clause.passive && clause.form == Form::NonFinite => Status::Actual,
            Some("before") if clause.form == Form::Present => Status::Possible,
            // `shouted for the president to go`
            Some("for") if is_to_infinitive(scene, clause) => Status::Possible,
            _ if is_to_infinitive(scene, clause) => {
                above.map_or(Status::Planned, |above| purpose(scene, book, (above, clause), kind, depth))
            }
            // `blocked by London, the draft will go elsewhere`, `having agreed to that, they will`: that has been
            None if clause.form == Form::NonFinite && (clause.passive || is_done_before(scene, clause)) => {
                Status::Actual
            }
            // `will get oil once it seals the reactor`, `would pause while the militia leaves`
            Some("once" | "when" | "while" | "after" | "as")
                if clause.form == Form::Present && clause.modal.is_none() && above.is_some() =>
            {
                match above.map(|a| resolve(scene, book, a, depth + 1)) {
                    Some(outer @ (Status::Planned | Status::Possible)) => outer,
                    _ => own,
                }
            }
            // `says it will build, brushing aside a demand`: the speaker does that in speaking
            _ if clause.form == Form::NonFinite
                && (words::utters(&clause.lemma) || kind.is_some_and(|k| WORDS.contains(&k.name))) =>
            {
                let main = scene.clauses.above(clause).filter(|c| c.kind != ClauseKind::Noun).last();
                let outer = main.map_or(Status::Actual, |m| resolve(scene, book, m, depth + 1));
                if outer == Status::Negated { Status::Actual } else { outer }
            }
            _ if clause.form == Form::NonFinite => {
                let outer = above.map_or(Status::Actual, |a| resolve(scene, book, a, depth + 1));
                // `accusing X` holds though the main verb is negated
                if outer == Status::Negated { Status::Actual } else { outer }
            }
            _ => own,
        },
        // `"Release the president," he told them`
        Link::Main if is_command(scene, clause) => Status::Possible,
        Link::Main | Link::Relative | Link::Argument => own,
    }
}

/// Types of acts that are done in saying them.
const WORDS: [&str; 14] = [
    "Statement",
    "Support",
    "Apology",
    "Criticism",
    "Accusation",
    "Protestation",
    "Appeal",
    "Demand",
    "Rejection",
    "Denial",
    "Threat",
    "ThreatOfForce",
    "Ultimatum",
    "Agreement",
];

/// What somebody does something else for. An act of words is done in doing that (`telephoned to congratulate`, `joined them on
/// the lawn to sign`), unless another is sent to do it; deeds are still to come.
fn purpose(
    scene: &Scene,
    book: &Rulebook,
    (above, clause): (&Clause, &Clause),
    kind: Option<&EventType>,
    depth: usize,
) -> Status {
    // `sent jets to bomb`, `crossed the border to kill`: a blow is told so only when it has fallen
    let struck =
        kind.is_some_and(|k| k.plover == "ASSAULT") && (words::sends(&above.lemma) || words::is_coming(&above.lemma));
    let spoken = kind.is_some_and(|k| WORDS.contains(&k.name)) && !words::sends(&above.lemma);
    let said = words::utters(&clause.lemma) || spoken || struck;
    if !said && !is_on_arrival(above, clause) {
        return Status::Planned;
    }
    resolve(scene, book, above, depth + 1)
}

/// What a paper says is to be done: by a pact that gives a base, planned; by an order or law, done when it is given; by a draft, not
/// before it is passed.
fn in_paper(scene: &Scene, book: &Rulebook, clause: &Clause, depth: usize) -> Option<Status> {
    let paper = clause.parent.and_then(|p| scene.clauses.at(p)).filter(|p| p.kind == ClauseKind::Noun)?;
    let sort = words::paper(&paper.lemma)?;
    let status = resolve(scene, book, paper, depth + 1);
    let drafted = paper.modifiers.iter().any(|m| scene.document.tokens[*m].lower.as_ref().ends_with("draft"));
    let passed = || paper.support.and_then(|v| scene.clauses.at(v)).is_some_and(|v| words::passes(&v.lemma));
    Some(match (sort, status) {
        (_, Status::Negated | Status::Possible) => status,
        (Paper::Pact, _) => Status::Planned,
        (Paper::Draft, _) if !passed() => Status::Possible,
        _ if drafted => Status::Possible,
        _ => status,
    })
}

/// `by noon or be bombed`
fn is_alternative(scene: &Scene, first: &Clause, clause: &Clause) -> bool {
    let document = scene.document;
    document.tokens[clause.head].tag == Tag::Vb
        && document
            .children_by(first.head, &[Dep::Cc])
            .any(|c| c < clause.head && document.tokens[c].lower.as_ref() == "or")
}

/// A bare verb without a subject in quotation marks.
fn is_command(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    document.tokens[clause.head].tag == Tag::Vb
        && document.child_by(clause.head, &[Dep::Aux, Dep::Auxpass, Dep::Nsubj, Dep::Nsubjpass]).is_none()
        && scene.is_quoted(clause.head)
}

/// `having agreed`
fn is_done_before(scene: &Scene, clause: &Clause) -> bool {
    scene.document.children_by(clause.head, &[Dep::Aux]).any(|a| scene.is_word(a, "having"))
}

/// `insisted that he give up`: a bare form beside one person or thing.
fn is_subjunctive(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let tokens = &document.tokens;
    if !matches!(tokens[clause.head].tag, Tag::Vb | Tag::Vbp)
        || document.child_by(clause.head, &[Dep::Aux, Dep::Auxpass]).is_some()
    {
        return false;
    }
    let one = |s: usize| {
        matches!(tokens[s].tag, Tag::Nn | Tag::Nnp) && document.child_by(s, &[Dep::Conj]).is_none()
            || matches!(tokens[s].lower.as_ref(), "he" | "she" | "it")
    };
    let marked = document.children_by(clause.head, &[Dep::Mark]).any(|m| tokens[m].lower.as_ref() == "that");
    marked && document.children_by(clause.head, &[Dep::Nsubj]).any(one)
}

/// Whether the preposition of a gerund stands behind `short`.
fn is_short_of(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let prep = &tokens[tokens[clause.head].head];
    prep.lower.as_ref() == "of" && tokens[prep.head].lower.as_ref() == "short"
}

/// Indirect speech shifts tenses: `said it would` is a plan, `demanded that it withdraw` a wish.
fn reported(scene: &Scene, clause: &Clause, above: &Clause, own: Status) -> Status {
    if matches!(clause.mark.as_deref(), Some("whether" | "if")) {
        return Status::Possible;
    }
    if clause.modal.as_deref() == Some("would") && matches!(above.form, Form::Past | Form::Perfect | Form::NonFinite) {
        return Status::Planned;
    }
    let bare =
        scene.document.tokens[clause.head].tag == Tag::Vb && clause.form != Form::Future && clause.modal.is_none();
    if bare && own == Status::Actual { Status::Possible } else { own }
}

fn own_status(scene: &Scene, clause: &Clause) -> Status {
    if let Some(modal) = clause.modal.as_deref() {
        return match modal {
            "would" | "could" | "can" | "may" | "might" | "should" | "must" | "ought" | "'d" | "ca" => Status::Possible,
            _ => Status::Actual,
        };
    }
    match clause.form {
        Form::Future => Status::Planned,
        Form::NonFinite if is_to_infinitive(scene, clause) => Status::Planned,
        _ => Status::Actual,
    }
}

/// `became the first president to visit`: the infinitive says what was done.
pub(super) fn names_rank(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let t = &document.tokens[clause.head];
    if !is_to_infinitive(scene, clause) {
        return false;
    }
    // the tree hangs it on the noun, on `became` or on what stands behind `among`
    let among = document.children_by(t.head, &[Dep::Prep]).filter(|p| document.tokens[*p].lower.as_ref() == "among");
    let nouns = std::iter::once(t.head)
        .chain(document.children_by(t.head, &[Dep::Attr, Dep::Acomp]))
        .chain(among.flat_map(|p| document.children_by(p, &[Dep::Pobj])));
    nouns.filter(|n| *n != clause.head).any(|noun| {
        let word = &document.tokens[noun];
        let few = word.lower.as_ref() == "few";
        let counts = few || words::is_rank(&word.lower);
        // `was the last to ratify`, `was first to thank`, `among the few to`
        if counts && (document.child_by(noun, &[Dep::Det]).is_some() || word.dep == Dep::Acomp) {
            return true;
        }
        document.children_by(noun, &[Dep::Amod]).any(|m| {
            let word = document.tokens[m].lower.as_ref();
            words::is_rank(word) || word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with(['t', 'd', 'h'])
        })
    })
}

/// `flew to Lima to sign`, `telephoned to thank`: what somebody who came did there is done.
fn is_on_arrival(above: &Clause, clause: &Clause) -> bool {
    words::is_coming(&above.lemma)
        && words::is_done_there(&clause.lemma)
        && matches!(above.form, Form::Past | Form::Present | Form::Perfect)
}

fn is_perfect(scene: &Scene, clause: &Clause) -> bool {
    is_to_infinitive(scene, clause)
        && scene
            .document
            .children_by(clause.head, &[Dep::Aux])
            .any(|a| scene.document.tokens[a].lower.as_ref() == "have")
}

fn is_to_infinitive(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    document.children_by(clause.head, &[Dep::Aux]).any(|a| document.tokens[a].lower.as_ref() == "to")
}

/// The verb that tells the course of the event that is its subject: `the talks will begin on Monday`, `took place`. Its
/// time and status are the event's.
pub(super) fn course<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Clause> {
    let clauses: &'a crate::clauses::Clauses = scene.clauses;
    let t = &scene.document.tokens[clause.head];
    let verb = clauses.at(t.head).filter(|v| t.dep == Dep::Nsubj && v.head != clause.head)?;
    let plain = verb.patient.iter().all(|p| scene.is_word(*p, "place"));
    (plain && words::tells_course(&verb.lemma)).then_some(verb)
}

fn noun_context(scene: &Scene, book: &Rulebook, clause: &Clause, kind: Option<&EventType>, depth: usize) -> Status {
    if let Some(status) = modified(scene, book, clause, kind) {
        // `called off a planned visit`
        let verb = clause.support.and_then(|v| scene.clauses.at(v));
        let above = verb.and_then(|v| embed(scene, book, v, (InnerLink::Object, None), kind, depth));
        let off = status != Status::Actual && above == Some(Status::Negated);
        return if off { Status::Negated } else { status };
    }
    if let Some(verb) = clause.support.and_then(|v| scene.clauses.at(v)) {
        return embed(scene, book, verb, (InnerLink::Object, None), kind, depth).unwrap_or_else(|| {
            // `will reconvene talks`, not `will discuss the raid`
            let document = scene.document;
            let known = document.child_by(clause.head, &[Dep::Poss]).is_some()
                || document.children_by(clause.head, &[Dep::Det]).any(|d| document.tokens[d].lower.as_ref() != "a");
            match resolve(scene, book, verb, depth + 1) {
                outer @ (Status::Planned | Status::Possible) if !known => outer,
                _ => Status::Actual,
            }
        });
    }
    let document = scene.document;
    let t = &document.tokens[clause.head];
    // `an arrest warrant`, `a ceasefire proposal`
    if matches!(t.dep, Dep::Compound | Dep::Nmod)
        && let Some(paper) = scene.clauses.at(t.head).filter(|c| c.kind == ClauseKind::Noun)
        && let Some(status @ (Status::Possible | Status::Planned)) =
            embed(scene, book, paper, (InnerLink::Object, None), kind, depth)
    {
        return status;
    }
    let prep = (t.dep == Dep::Pobj).then_some(t.head);
    let Some(prep) = prep else {
        if let Some(verb) = course(scene, clause) {
            return resolve(scene, book, verb, depth + 1);
        }
        // coordination: `talks and a visit` share what holds the first
        if matches!(t.dep, Dep::Conj | Dep::Appos)
            && let Some(first) = scene.clauses.at(t.head).filter(|c| c.kind == ClauseKind::Noun)
        {
            return noun_context(scene, book, first, kind, depth + 1);
        }
        return Status::Actual;
    };
    let word = document.tokens[prep].lower.as_ref();
    // `ahead of the summit`
    if word == "of" && document.tokens[document.tokens[prep].head].lower.as_ref() == "ahead" {
        return Status::Planned;
    }
    let Some(above) =
        scene.clauses.at(document.tokens[prep].head).or_else(|| clause.parent.and_then(|p| scene.clauses.at(p)))
    else {
        return Status::Actual;
    };
    match word {
        "after" | "following" | "during" | "amid" | "despite" | "over" | "since" | "by" => Status::Actual,
        "before" if is_past_in_caption(scene, clause.head) => Status::Actual,
        "before" | "ahead" => Status::Planned,
        "without" => Status::Negated,
        "pending" => Status::Possible,
        // `called for talks`, `a plan for talks`, `agreed on a truce`, `the threat of sanctions`
        _ => match above.kind {
            ClauseKind::Noun => {
                embed(scene, book, above, (InnerLink::Object, None), kind, depth).unwrap_or(Status::Actual)
            }
            _ if matches!(word, "for" | "on" | "to" | "of" | "in" | "from" | "against" | "off" | "out") => {
                embed(scene, book, above, (InnerLink::Object, None), kind, depth).unwrap_or(Status::Actual)
            }
            _ => Status::Actual,
        },
    }
}

/// What the words before a noun make of it: `a planned visit`.
fn modified(scene: &Scene, book: &Rulebook, clause: &Clause, kind: Option<&EventType>) -> Option<Status> {
    clause.modifiers.iter().find_map(|modifier| {
        let word = &scene.document.tokens[*modifier];
        let class = book.embedding.of_modifier(&word.lemma).or_else(|| book.embedding.of_modifier(&word.lower))?;
        match class.status_of(kind) {
            InnerStatus::Planned => Some(Status::Planned),
            InnerStatus::Possible => Some(Status::Possible),
            InnerStatus::Negated => Some(Status::Negated),
            InnerStatus::Actual => Some(Status::Actual),
            InnerStatus::Same | InnerStatus::Own | InnerStatus::Background => None,
        }
    })
}

/// `pose for a photo before their talks on Thursday`: under a photograph, what has a date that has come is done.
fn is_past_in_caption(scene: &Scene, noun: usize) -> bool {
    let span = scene.document.tokens[noun].span;
    let captioned = scene.article.parts.iter().any(|p| p.kind == PartKind::Caption && p.span.overlaps(span));
    let here = scene.document.sentence(noun).span;
    let come = |end: Option<jiff::civil::Date>| end.zip(scene.article.date).is_some_and(|(end, today)| end <= today);
    captioned
        && scene
            .timexes
            .iter()
            .filter(|t| t.span.start >= span.end && t.span.end <= here.end)
            .any(|t| come(t.when.as_ref().and_then(|w| w.end)))
}
