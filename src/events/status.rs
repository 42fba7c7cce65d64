//! Whether an event happened: actual, planned, possible, negated.

use super::event::Status;
use super::rules::{InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use crate::article::PartKind;
use crate::clauses::{Clause, ClauseKind, Form, Link, words};
use crate::language::labels::Dep;

/// The status of what a clause says, from its own form and from everything above it.
pub fn of(scene: &Scene, book: &Rulebook, clause: &Clause) -> Status {
    resolve(scene, book, clause, 0)
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
    if depth > 16 {
        return Status::Actual;
    }
    let context = match clause.kind {
        ClauseKind::Noun => noun_context(scene, book, clause, depth),
        _ => verb_context(scene, book, clause, depth),
    };
    // `unless both sides sign`: neither is said to be so
    let conditional = matches!(clause.mark.as_deref(), Some("if" | "unless" | "whether" | "lest"));
    let status = if clause.negated && !conditional { negate(context) } else { context };
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
    link: InnerLink,
    own: Option<Status>,
    depth: usize,
) -> Option<Status> {
    let class = book.embedding.of(scene, above, link)?;
    let outer = resolve(scene, book, above, depth + 1);
    let verb = above.support.and_then(|v| scene.clauses.at(v)).filter(|_| above.kind == ClauseKind::Noun);
    let deeper = verb.and_then(|v| book.embedding.of(scene, v, InnerLink::Object)).and_then(|c| c.deeper);
    let inner = match deeper.unwrap_or(class.status) {
        InnerStatus::Same => return Some(outer),
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

fn verb_context(scene: &Scene, book: &Rulebook, clause: &Clause, depth: usize) -> Status {
    let own = own_status(scene, clause);
    let above = clause.parent.and_then(|p| scene.clauses.at(p));
    match clause.link {
        Link::Conjunct => match above {
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
                let shared = resolve(scene, book, first, depth + 1);
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
        Link::That => above
            .and_then(|a| embed(scene, book, a, InnerLink::That, Some(reported(scene, clause, a, own)), depth))
            .unwrap_or(own),
        Link::Infinitive => match above {
            Some(above) => embed(scene, book, above, InnerLink::To, None, depth)
                .unwrap_or(if above.kind == ClauseKind::Noun { Status::Planned } else { Status::Possible }),
            None => own,
        },
        Link::Gerund => match (clause.mark.as_deref(), above) {
            (Some("before"), Some(above)) => resolve(scene, book, above, depth + 1),
            (Some("without" | "against"), _) => Status::Negated,
            // `answered by sending boats`
            (Some("by"), Some(above)) => resolve(scene, book, above, depth + 1),
            // `with Estonia sending troops too`
            (Some("with"), _) => Status::Actual,
            (Some("from"), Some(above)) => {
                embed(scene, book, above, InnerLink::Ing, None, depth).unwrap_or(Status::Negated)
            }
            (_, Some(above)) => {
                embed(scene, book, above, InnerLink::Ing, Some(Status::Actual), depth).unwrap_or(Status::Actual)
            }
            _ => own,
        },
        Link::Adverbial => match clause.mark.as_deref() {
            Some("if" | "unless" | "whether" | "lest" | "until" | "provided") => Status::Possible,
            // `as agreed between both sides in May`
            Some("as") if clause.passive && clause.form == Form::NonFinite => Status::Actual,
            Some("before") if clause.form == Form::Present => Status::Possible,
            // `shouted for the president to go`
            Some("for") if is_to_infinitive(scene, clause) => Status::Possible,
            _ if is_to_infinitive(scene, clause) => match above {
                Some(above) if is_on_arrival(above, clause) || words::utters(&clause.lemma) => {
                    resolve(scene, book, above, depth + 1)
                }
                _ => Status::Planned,
            },
            // `says it will build, brushing aside a demand`: the speaker does that in speaking
            _ if clause.form == Form::NonFinite && words::utters(&clause.lemma) => {
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
        Link::Main | Link::Relative | Link::Argument => own,
    }
}

/// Indirect speech shifts tenses: `said it would` is a plan, `demanded that it withdraw` a wish.
fn reported(scene: &Scene, clause: &Clause, above: &Clause, own: Status) -> Status {
    if matches!(clause.mark.as_deref(), Some("whether" | "if")) {
        return Status::Possible;
    }
    if clause.modal.as_deref() == Some("would") && matches!(above.form, Form::Past | Form::Perfect | Form::NonFinite) {
        return Status::Planned;
    }
    let bare = scene.document.tokens[clause.head].tag == crate::language::labels::Tag::Vb
        && clause.form != Form::Future
        && clause.modal.is_none();
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
    // the tree hangs it on the noun or on `became`
    let nouns = std::iter::once(t.head).chain(document.children_by(t.head, &[Dep::Attr]));
    nouns.filter(|n| *n != clause.head).any(|noun| {
        // `was the last to ratify`
        if words::is_rank(&document.tokens[noun].lower) && document.child_by(noun, &[Dep::Det]).is_some() {
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

fn noun_context(scene: &Scene, book: &Rulebook, clause: &Clause, depth: usize) -> Status {
    for modifier in &clause.modifiers {
        let class = book.embedding.of_modifier(&scene.document.tokens[*modifier].lemma);
        if let Some(class) = class.or_else(|| book.embedding.of_modifier(&scene.document.tokens[*modifier].lower)) {
            match class.status {
                InnerStatus::Planned => return Status::Planned,
                InnerStatus::Possible => return Status::Possible,
                InnerStatus::Negated => return Status::Negated,
                InnerStatus::Actual => return Status::Actual,
                InnerStatus::Same | InnerStatus::Own | InnerStatus::Background => {}
            }
        }
    }
    if let Some(verb) = clause.support.and_then(|v| scene.clauses.at(v)) {
        return embed(scene, book, verb, InnerLink::Object, None, depth).unwrap_or(Status::Actual);
    }
    let document = scene.document;
    let t = &document.tokens[clause.head];
    // `an arrest warrant`, `a ceasefire proposal`
    if matches!(t.dep, Dep::Compound | Dep::Nmod)
        && let Some(paper) = scene.clauses.at(t.head).filter(|c| c.kind == ClauseKind::Noun)
        && let Some(status @ (Status::Possible | Status::Planned)) =
            embed(scene, book, paper, InnerLink::Object, None, depth)
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
            return noun_context(scene, book, first, depth + 1);
        }
        return Status::Actual;
    };
    let word = document.tokens[prep].lower.as_ref();
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
            ClauseKind::Noun => embed(scene, book, above, InnerLink::Object, None, depth).unwrap_or(Status::Actual),
            _ if matches!(word, "for" | "on" | "to" | "of" | "in" | "from" | "against" | "off" | "out") => {
                embed(scene, book, above, InnerLink::Object, None, depth).unwrap_or(Status::Actual)
            }
            _ => Status::Actual,
        },
    }
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
