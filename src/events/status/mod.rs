//! Whether an event happened: actual, planned, possible, negated.

mod form;

pub(super) use form::names_rank;

use super::event::Status;
use super::rules::{InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use super::types::EventType;
use crate::clauses::words::Paper;
use crate::clauses::{Clause, ClauseKind, Form, Link, words};
use crate::language::labels::{Dep, Tag};
use form::{
    is_alternative, is_asked, is_command, is_done_before, is_on_arrival, is_past_in_caption, is_perfect, is_short_of,
    is_subjunctive, is_to_infinitive, is_yet_to_come,
};

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
    let open = matches!(status, Status::Actual | Status::Planned) && is_asked(scene, clause);
    if open || status == Status::Planned && has_condition(scene, clause) { Status::Possible } else { status }
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
        // `is believed to be arming`
        InnerStatus::Own if link == InnerLink::To && outer != Status::Negated => return Some(Status::Actual),
        InnerStatus::Same => return Some(outer),
        // what a decision brings about is done where the decision is
        InnerStatus::Actual if class.special.as_ref().is_some_and(|(_, s)| *s == InnerStatus::Actual) => {
            return Some(outer);
        }
        // `without a sign that troops had left`, `denied reports that`
        InnerStatus::Own if above.kind == ClauseKind::Noun && outer == Status::Negated => return Some(Status::Negated),
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
        // `discuss preparations for a summit`: they are under way
        (Status::Planned, Status::Possible) if verb.is_some_and(|v| words::discusses(&v.lemma)) => Status::Planned,
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
        // `has yet to recognise`
        Link::Infinitive if above.is_some_and(|a| is_yet_to_come(scene, a)) => Status::Negated,
        Link::Infinitive => match above {
            // `a bill to ban imports`
            Some(paper)
                if paper.kind == ClauseKind::Noun && words::paper(&paper.lemma).is_some() && is_draft(scene, paper) =>
            {
                Status::Possible
            }
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
            // `warned them against attacking`
            (Some("against"), Some(above)) => embed(scene, book, above, (InnerLink::Ing, None), kind, depth)
                .filter(|s| *s == Status::Possible)
                .unwrap_or(Status::Negated),
            (Some("without" | "against"), _) => Status::Negated,
            // `a step short of closing the embassy`
            (Some("of"), _) if is_short_of(scene, clause) => Status::Negated,
            // `spoke about opening the border`
            (Some("about"), Some(above)) => {
                embed(scene, book, above, (InnerLink::Ing, None), kind, depth).unwrap_or(Status::Possible)
            }
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
        // `Kenya, its president said, would pull back`
        Link::Main if clause.modal.as_deref() == Some("would") && is_told_beside(scene, book, clause) => {
            Status::Planned
        }
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
    let status = resolve(scene, book, paper, depth + 1);
    Some(match words::paper(&paper.lemma)? {
        _ if matches!(status, Status::Negated | Status::Possible) => status,
        _ if is_draft(scene, paper) => Status::Possible,
        Paper::Pact => Status::Planned,
        Paper::Draft | Paper::Order => status,
    })
}

/// Whether a paper has yet to be passed: a bill that nobody is said to pass, a draft of any other.
fn is_draft(scene: &Scene, paper: &Clause) -> bool {
    let drafted = paper.modifiers.iter().any(|m| scene.document.tokens[*m].lower.as_ref().ends_with("draft"));
    let passed = paper.support.and_then(|v| scene.clauses.at(v)).is_some_and(|v| words::passes(&v.lemma));
    drafted || words::paper(&paper.lemma) == Some(Paper::Draft) && !passed
}

/// Whether a verb of speech in the past stands between commas beside the clause.
fn is_told_beside(scene: &Scene, book: &Rulebook, clause: &Clause) -> bool {
    let beside = scene.document.children_by(clause.head, &[Dep::Parataxis]).filter_map(|p| scene.clauses.at(p));
    beside
        .filter(|c| c.form == Form::Past && c.complements.is_empty())
        .any(|c| book.embedding.of(scene, c, InnerLink::That).is_some_and(|class| class.status == InnerStatus::Own))
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
