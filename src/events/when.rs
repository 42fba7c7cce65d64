//! When an event happened: the time expression that governs it, else what the tense and the place in the text say.

use super::event::Status;
use super::rules::{Function, InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use super::status;
use super::types::EventType;
use crate::article::PartKind;
use crate::clauses::subject::issuing;
use crate::clauses::{Clause, ClauseKind, Form, Link, words};
use crate::language::labels::{Dep, Pos, Tag};
use crate::time::{EventTime, Offset, Precision, Relation, Timex};
use jiff::civil::Date;

/// The time of a clause's event.
pub fn of(scene: &Scene, book: &Rulebook, clause: &Clause, kind: &EventType, status: Status) -> Option<EventTime> {
    if let Some(remembered) = remembered(scene, clause) {
        return Some(remembered);
    }
    if let Some(timex) = put_off(scene, clause) {
        return timex.when.clone();
    }
    if let Some(timex) = governing(scene, book, clause).filter(|t| !is_deadline(kind, t)) {
        return timex.event_time();
    }
    if status != Status::Actual {
        return None;
    }
    if let Some(time) = from_neighbour(scene, book, clause, kind) {
        return Some(time);
    }
    if came_before(scene, clause, kind) {
        return None;
    }
    is_news(scene, book, clause, 0).then(|| scene.article.date.map(day)).flatten()
}

/// `called for a vote by August`, `gave them until Monday`: by when is to be done what somebody asks for, promises or threatens with.
fn is_deadline(kind: &EventType, timex: &Timex) -> bool {
    matches!(kind.plover, "REQUEST" | "AGREE" | "THREATEN") && matches!(timex.relation, Relation::By | Relation::Until)
}

/// `the 30th anniversary of the founding`: when what is remembered took place.
fn remembered(scene: &Scene, clause: &Clause) -> Option<EventTime> {
    let tokens = &scene.document.tokens;
    let prep = tokens[clause.head].head;
    let of = matches!(tokens[clause.head].dep, Dep::Pobj | Dep::Pcomp) && tokens[prep].lower.as_ref() == "of";
    timex_at(scene, tokens[prep].head).filter(|_| of)?.commemorates.clone()
}

/// `postponed the summit until May`: the new date is that of what is put off.
fn put_off<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Timex> {
    let verb = clause.support.filter(|_| clause.kind == ClauseKind::Noun).and_then(|v| scene.clauses.at(v))?;
    if !words::puts_off(&verb.lemma) {
        return None;
    }
    let document = scene.document;
    let until = |p: &usize| matches!(document.tokens[*p].lower.as_ref(), "until" | "till" | "to");
    let behind = document.children_by(verb.head, &[Dep::Prep]).chain(document.children_by(clause.head, &[Dep::Prep]));
    behind
        .filter(until)
        .flat_map(|p| document.children(p))
        .find_map(|t| timex_at(scene, t))
        .filter(|t| t.when.is_some())
}

/// `met hours after X had fired`: the event that anchors a distance has its time from the one that it is told beside.
fn from_neighbour(scene: &Scene, book: &Rulebook, clause: &Clause, kind: &EventType) -> Option<EventTime> {
    // `after the bloc closed its borders and froze accounts`
    let above = || clause.parent.and_then(|p| scene.clauses.at(p));
    if clause.link == Link::Conjunct && clause.form == Form::Past {
        return above().filter(|a| a.link == Link::Adverbial).and_then(|a| from_neighbour(scene, book, a, kind));
    }
    let beside = matches!(clause.link, Link::Adverbial | Link::Gerund);
    if !beside || !matches!(clause.mark.as_deref(), Some("after" | "before")) {
        return None;
    }
    let first = scene.document.subtree(clause.head).start;
    let offset = (first.saturating_sub(3)..=clause.head).filter_map(|t| timex_at(scene, t)).find_map(|t| t.offset)?;
    let above = match above()? {
        noun if noun.kind == ClauseKind::Noun => scene.verbal_above(noun)?,
        verb => verb,
    };
    // what stands between tells of no time: the news does
    let time = std::iter::once(above)
        .chain(scene.clauses.above(above).filter(|c| c.kind != ClauseKind::Noun))
        .find_map(|c| of(scene, book, c, kind, Status::Actual))?;
    // seen from the other event the distance points the other way
    Offset { amount: offset.amount.map(|n| -n), later: !offset.later, ..offset }.apply(&time)
}

/// One day.
pub fn day(date: Date) -> EventTime {
    EventTime { edtf: date.to_string(), start: Some(date), end: Some(date), precision: Precision::Day, text: None }
}

/// The time expression that syntax gives to a clause.
fn governing<'a>(scene: &Scene<'a>, book: &Rulebook, clause: &Clause) -> Option<&'a Timex> {
    own(scene, clause).or_else(|| occasion(scene, clause)).or_else(|| described(scene, clause)).or_else(|| match clause
        .kind
    {
        ClauseKind::Noun if clause.support.is_none() => {
            let verb = setting(scene, clause).or_else(|| status::course(scene, clause));
            verb.and_then(|verb| own(scene, verb)).or_else(|| trailing(scene, clause))
        }
        ClauseKind::Noun => {
            let verb = scene.clauses.at(clause.support?)?;
            let class = book.embedding.of(scene, verb, InnerLink::Object)?;
            (class.function != Function::None).then(|| own(scene, verb)).flatten()
        }
        _ => {
            let mut above = shared(scene, book, clause)?;
            for _ in 0..CHAIN {
                if let Some(timex) = own(scene, above) {
                    return Some(timex);
                }
                above = shared(scene, book, above)?;
            }
            None
        }
    })
}

/// So many verbs of a series are gone through for the one that is dated.
const CHAIN: usize = 4;

/// The verb whose time a clause shares: `arrived on Monday and met`, `said on Monday, adding`, `voted on Monday to ban`, `were shut last
/// year until ...`, `flew on Monday to Oslo, where he met`.
fn shared<'a>(scene: &Scene<'a>, book: &Rulebook, clause: &Clause) -> Option<&'a Clause> {
    let clauses: &'a crate::clauses::Clauses = scene.clauses;
    let above = clause.parent.and_then(|p| clauses.at(p))?;
    let decided = clause.link == Link::Infinitive
        && book.embedding.of(scene, above, InnerLink::To).is_some_and(|c| c.status == InnerStatus::Same);
    let past = matches!(clause.mark.as_deref(), Some("until" | "when" | "where")) && clause.form == Form::Past;
    let shares = match clause.link {
        Link::Conjunct => clause.form != Form::Future,
        Link::Adverbial => past || clause.mark.is_none() && clause.form == Form::NonFinite,
        _ => decided,
    };
    Some(above).filter(|_| shares)
}

/// `The last time X visited Y was in 2013`: the sentence dates the occasion that the clause describes.
fn occasion<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Timex> {
    let document = scene.document;
    let noun = clause.parent.filter(|_| clause.link == Link::Relative)?;
    let t = &document.tokens[noun];
    let names_time = matches!(t.lemma.as_ref(), "time" | "occasion" | "day" | "year");
    let verb = scene.clauses.at(t.head).filter(|v| names_time && t.dep == Dep::Nsubj && v.lemma.as_ref() == "be")?;
    own(scene, verb)
}

/// `in February, when rebels besieged it`: the time that a clause of `when` describes.
fn described<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Timex> {
    let noun = clause.parent.filter(|_| clause.link == Link::Relative && clause.mark.as_deref() == Some("when"))?;
    timex_at(scene, noun).filter(|t| t.when.is_some())
}

/// Whether a clause of `where` or `when` goes on with what the clause above it tells.
pub(super) fn goes_on(scene: &Scene, clause: &Clause) -> bool {
    clause.link == Link::Relative
        && matches!(clause.mark.as_deref(), Some("where" | "when"))
        && matches!(clause.form, Form::Past | Form::Present)
        && clause.parent.is_some_and(|p| scene.clauses.at(p).is_some())
}

/// The verb whose time a noun behind one of its prepositions shares: `travelled to Seoul in 2009 for talks`.
fn setting<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Clause> {
    let document = scene.document;
    let t = &document.tokens[clause.head];
    let prep = &document.tokens[t.head];
    let shares = t.dep == Dep::Pobj
        && matches!(prep.lower.as_ref(), "in" | "during" | "for" | "at" | "by" | "on" | "with" | "through" | "to");
    let clauses: &'a crate::clauses::Clauses = scene.clauses;
    clauses.at(prep.head).filter(|v| shares && v.kind != ClauseKind::Noun)
}

/// `The visit comes after clashes at the border last week`: a past date behind a noun phrase is that of the noun when the verb,
/// on which the tree hangs it, tells of the present.
fn trailing<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Timex> {
    let verb = scene.verbal_above(clause).filter(|v| v.form == Form::Present)?;
    let end = scene.document.subtree(clause.head).end;
    let timex = timex_at(scene, end.min(scene.document.tokens.len() - 1))?;
    let hangs = scene.document.sentence(end.min(scene.document.tokens.len() - 1)).tokens.contains(&clause.head)
        && (end..end + 4)
            .any(|t| scene.document.tokens.get(t).is_some_and(|t| t.head == verb.head && t.dep == Dep::Npadvmod));
    let past = timex.when.as_ref().and_then(|w| w.end).zip(scene.article.date).is_some_and(|(end, today)| end < today);
    (hangs && past).then_some(timex)
}

/// The first expression in the predicate's own part of the sentence: below it, but not below another verb.
fn own<'a>(scene: &Scene<'a>, clause: &Clause) -> Option<&'a Timex> {
    let document = scene.document;
    let mut open: Vec<usize> = vec![clause.head];
    let mut best: Option<(usize, usize, &'a Timex)> = None;
    let mut depth = 0;
    while !open.is_empty() && depth < 5 {
        let mut next = Vec::new();
        for token in open {
            for child in document.children(token) {
                let t = &document.tokens[child];
                if let Some(timex) = timex_at(scene, child)
                    && timex.when.is_some()
                {
                    let earlier = || is_of_earlier(scene, clause, timex);
                    if is_of_noun(scene, clause, child) || is_aspect_only(scene, clause, timex) || earlier() {
                        continue;
                    }
                    let distance = child.abs_diff(clause.head);
                    if best.is_none_or(|(d, ..)| distance < d) {
                        best = Some((distance, child, timex));
                    }
                    continue;
                }
                let other_clause = matches!(t.pos, Pos::Verb | Pos::Aux) && scene.clauses.at(child).is_some();
                // an argument's own date belongs to the argument: `condemned Monday's attack`
                let argument = matches!(
                    t.dep,
                    Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Agent | Dep::Dative | Dep::Attr | Dep::Poss
                ) && clause.kind != ClauseKind::Noun;
                // `signs a pact after talks last month`: the date of what went before
                let earlier = matches!(t.lower.as_ref(), "following" | "after" | "despite" | "amid" | "over")
                    && (clause.form == Form::Present || clause.kind == ClauseKind::Noun);
                let before = (earlier || t.lower.as_ref() == "since")
                    && document
                        .children(child)
                        .any(|o| scene.clauses.at(o).is_some_and(|c| c.kind == ClauseKind::Noun));
                // `delayed the vote until May`: the date of what is put off
                let until = clause.kind == ClauseKind::Verb
                    && (words::puts_off(&clause.lemma) && matches!(t.lower.as_ref(), "until" | "till" | "to")
                        || clause.form == Form::Present && matches!(t.lower.as_ref(), "until" | "till"));
                if !other_clause
                    && !argument
                    && !before
                    && !until
                    && !matches!(t.dep, Dep::Conj | Dep::Appos | Dep::Relcl | Dep::Acl)
                {
                    next.push(child);
                }
            }
        }
        if best.is_some() {
            break;
        }
        open = next;
        depth += 1;
    }
    best.filter(|(_, at, timex)| !is_of_complement(scene, clause, *at, timex)).map(|(.., timex)| timex)
}

/// `quits the 2015 accord`: the date is that of the noun before which it stands, unless that noun is the occasion of the clause
/// (`killed during last year's protests`).
fn is_of_noun(scene: &Scene, clause: &Clause, token: usize) -> bool {
    let tokens = &scene.document.tokens;
    let t = &tokens[token];
    let prep = &tokens[tokens[t.head].head];
    let occasion = t.dep == Dep::Poss
        && prep.head == clause.head
        && matches!(prep.lower.as_ref(), "during" | "in" | "at" | "on" | "amid");
    matches!(t.dep, Dep::Nummod | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss)
        && !occasion
        && t.head != clause.head
        && clause.kind != ClauseKind::Noun
        && timex_at(scene, t.head).is_none()
}

/// `announces a truce following clashes last night`: a past date behind what came before a present verb is not that of the verb.
fn is_of_earlier(scene: &Scene, clause: &Clause, timex: &Timex) -> bool {
    let document = scene.document;
    let past = timex.when.as_ref().and_then(|w| w.end).zip(scene.article.date).is_some_and(|(end, today)| end < today);
    let before = document.tokens.partition_point(|t| t.span.end <= timex.span.start).checked_sub(1);
    let Some(before) = before.filter(|b| past && *b > clause.head && clause.form == Form::Present) else {
        return false;
    };
    std::iter::once(before).chain(document.ancestors(before)).take_while(|t| *t != clause.head).take(12).any(|t| {
        matches!(document.tokens[t].lower.as_ref(), "following" | "after" | "amid" | "over" | "despite")
            && matches!(document.tokens[t].dep, Dep::Prep | Dep::Pcomp)
    })
}

/// `on the first visit since 2011`, `the first to visit since 1945`: only a perfect lasts from then on.
fn is_aspect_only(scene: &Scene, clause: &Clause, timex: &Timex) -> bool {
    timex.relation == Relation::Since
        && clause.kind == ClauseKind::Verb
        && (matches!(clause.form, Form::Present | Form::Past) || status::names_rank(scene, clause))
}

/// `blames X for burning a mill on Sunday`: what is told in the present is not of days past when its complement stands
/// before the date, whose token is `at`.
fn is_of_complement(scene: &Scene, clause: &Clause, at: usize, timex: &Timex) -> bool {
    let past = timex.when.as_ref().and_then(|w| w.end).zip(scene.article.date).is_some_and(|(end, today)| end < today);
    past && clause.form == Form::Present && clause.complements.iter().any(|c| c.head > clause.head && c.head < at)
}

fn timex_at<'a>(scene: &Scene<'a>, token: usize) -> Option<&'a Timex> {
    let span = scene.document.tokens[token].span;
    let timexes: &'a [Timex] = scene.timexes;
    let i = timexes.partition_point(|t| t.span.end <= span.start);
    timexes.get(i).filter(|t| t.span.overlaps(span))
}

/// Whether a noun or gerund tells of what was there before the news: `after the shelling`, `criticised them for storming`. A meeting
/// or call after which somebody speaks is of the same day, and so is the blow of which people die.
fn came_before(scene: &Scene, clause: &Clause, kind: &EventType) -> bool {
    let tokens = &scene.document.tokens;
    let t = &tokens[clause.head];
    let prep = &tokens[t.head];
    match (t.dep, prep.lower.as_ref()) {
        (Dep::Pobj, "after" | "following") => {
            let harmed = scene.verbal_above(clause).is_some_and(|v| words::harm(&v.lemma).is_some());
            kind.plover != "CONSULT" && !harmed
        }
        // `at the request of`, `balked at a proposal`
        (Dep::Pobj, "at") => kind.is_verbal() && kind.plover != "CONSULT",
        (Dep::Pcomp, "for") => scene.verbal_above(clause).is_some_and(|v| words::judges(&v.lemma)),
        // `accused of shelling`
        (Dep::Pcomp, "of") => {
            scene.verbal_above(clause).is_some_and(|v| words::claims(&v.lemma) || words::judges(&v.lemma))
        }
        // `the decision to expel` is spoken of as known
        (Dep::Acl, _) => clause.link == Link::Infinitive && is_known(scene, t.head),
        _ => {
            clause.mark.as_deref() == Some("for") && scene.verbal_above(clause).is_some_and(|v| words::judges(&v.lemma))
        }
    }
}

/// Whether a noun has an owner or an article that says it is known.
fn is_known(scene: &Scene, noun: usize) -> bool {
    let tokens = &scene.document.tokens;
    scene.document.children_by(noun, &[Dep::Poss, Dep::Det]).any(|d| {
        tokens[d].dep == Dep::Poss || matches!(tokens[d].lower.as_ref(), "the" | "this" | "that" | "these" | "those")
    })
}

/// Whether the clause is what the article reports as its news, not background.
fn is_news(scene: &Scene, book: &Rulebook, clause: &Clause, depth: usize) -> bool {
    if depth > 16 {
        return false;
    }
    let above = clause.parent.and_then(|p| scene.clauses.at(p));
    let above_is_news = |above: &Clause| is_news(scene, book, above, depth + 1);
    match clause.kind {
        ClauseKind::Noun => noun_is_news(scene, book, clause, depth),
        _ if is_pluperfect(scene, clause) && !is_told(scene, clause) => false,
        // `has repeatedly criticised`
        _ if clause.form == Form::Perfect
            && scene
                .document
                .children_by(clause.head, &[Dep::Advmod])
                .any(|a| words::is_recurrent(&scene.document.tokens[a].lower)) =>
        {
            false
        }
        // in the sentence that opens it a perfect is the news; later on it tells what had come before
        _ if clause.form == Form::Perfect
            && matches!(clause.link, Link::Main | Link::Conjunct)
            && !opens(scene, clause) =>
        {
            false
        }
        // `intercepts a missile fired by`
        _ if clause.passive && clause.link == Link::Relative && is_stopped(scene, clause) => {
            scene.verbal_above(clause).is_none_or(above_is_news)
        }
        _ => match clause.link {
            Link::Main => true,
            Link::Conjunct | Link::Infinitive | Link::Gerund => {
                above.is_none_or(above_is_news) && !matches!(clause.mark.as_deref(), Some("after" | "since"))
                    || clause.mark.as_deref() == Some("after") && clause.link == Link::Gerund
            }
            // `confirms that thirteen have been freed`: they were before; `says that they have agreed`: the speaker does so now
            Link::That if clause.form == Form::Perfect && above.is_some_and(|a| a.form == Form::Present) => {
                let pronoun = |t: usize| scene.document.tokens[t].pos == Pos::Pron;
                let own = |s: &usize| pronoun(*s) || scene.document.children_by(*s, &[Dep::Poss]).any(pronoun);
                // `the minister announces that Chile has reached a deal`: what is announced is the news
                above.is_some_and(|a| a.lemma.as_ref() == "announce")
                    || clause.subject.iter().any(own)
                    || scene.document.children_by(clause.head, &[Dep::Nsubj, Dep::Nsubjpass]).any(|s| own(&s))
            }
            // `the view that they want peace`
            Link::That if clause.form == Form::Present => scene.verbal_above(clause).is_none_or(above_is_news),
            Link::That => above.is_none_or(above_is_news),
            Link::Adverbial => match clause.mark.as_deref() {
                None | Some("as" | "while" | "when" | "whereas" | "where") => above.is_none_or(above_is_news),
                // `seize Mosul after the garrison flees`
                Some("after" | "because" | "but" | "though" | "although") if clause.form == Form::Present => {
                    above.is_none_or(above_is_news)
                }
                _ => false,
            },
            Link::Relative if status::names_rank(scene, clause) => true,
            // `a president who resigns`, `the two sides, meeting in Oslo, announced`
            Link::Relative if clause.form == Form::Present || is_aside(scene, clause) => {
                scene.verbal_above(clause).is_none_or(above_is_news)
            }
            Link::Relative if goes_on(scene, clause) => scene.verbal_above(clause).is_none_or(above_is_news),
            // `a raid that left ten dead, which Oslo condemned`, `a step that Lima denounced`
            Link::Relative if is_afterthought(scene, clause) => {
                scene.verbal_above(clause).is_none_or(|a| a.form == Form::Past && above_is_news(a))
            }
            Link::Relative => issuing(scene.document, scene.clauses, clause.head)
                .is_some_and(|verb| scene.clauses.at(verb).is_none_or(above_is_news)),
            Link::Argument => false,
        },
    }
}

/// Whether a participle tells of what the verb above brings to an end at that moment.
fn is_stopped(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let noun = &tokens[tokens[clause.head].head];
    let weapon = matches!(noun.dep, Dep::Nsubj | Dep::Nsubjpass) && words::sets_off(&clause.lemma);
    tokens[clause.head].dep == Dep::Acl && (weapon || noun.dep == Dep::Dobj && words::stops(&tokens[noun.head].lemma))
}

/// Whether a clause stands in the headline or the first sentence of the text.
fn opens(scene: &Scene, clause: &Clause) -> bool {
    let here = scene.document.sentence_of[clause.head] as usize;
    let body = scene.article.parts.iter().find(|p| p.kind == PartKind::Paragraph);
    let first = body.and_then(|p| scene.document.sentences.iter().position(|s| s.span.end > p.span.start));
    here <= first.unwrap_or(0)
}

/// Whether somebody tells it beside what is told as news: `said that they agreed and had asked`.
fn is_told(scene: &Scene, clause: &Clause) -> bool {
    let first = clause.parent.and_then(|p| scene.clauses.at(p)).filter(|_| clause.link == Link::Conjunct);
    first.is_some_and(|first| first.link == Link::That && !is_pluperfect(scene, first))
}

/// Whether a clause in the past tells what came of the news: it stands behind a comma, or describes what sums the news up behind
/// one. A participle that the tree hangs on a noun without any verb is the verb of its sentence.
fn is_afterthought(scene: &Scene, clause: &Clause) -> bool {
    let document = scene.document;
    let t = &document.tokens[clause.head];
    let noun = t.head;
    if t.dep == Dep::Acl {
        return document.tokens[noun].head == noun;
    }
    let comma = |token: usize| token.checked_sub(1).is_some_and(|b| document.tokens[b].lower.as_ref() == ",");
    let first = document.subtree(clause.head).start;
    let behind = comma(first) || first.checked_sub(1).is_some_and(|b| document.tokens[b].pos == Pos::Adp && comma(b));
    let sums_up = matches!(document.tokens[noun].dep, Dep::Appos | Dep::Npadvmod | Dep::Conj | Dep::Dobj | Dep::Pobj)
        && words::sums_up(&document.tokens[noun].lemma);
    t.dep == Dep::Relcl && clause.form == Form::Past && clause.modal.is_none() && (behind || sums_up)
}

/// `had met`
fn is_pluperfect(scene: &Scene, clause: &Clause) -> bool {
    clause.form == Form::Past && scene.document.children_by(clause.head, &[Dep::Aux]).any(|a| scene.is_word(a, "had"))
}

/// Whether a participle stands between commas beside the subject and tells what goes on meanwhile: an active one, or that of a
/// host.
fn is_aside(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let t = &tokens[clause.head];
    let meanwhile = t.tag == Tag::Vbg || clause.passive && words::receives(&clause.lemma);
    let mut noun = t.head;
    while tokens[noun].dep == Dep::Conj {
        noun = tokens[noun].head;
    }
    let comma = clause.head.checked_sub(1).is_some_and(|before| tokens[before].lower.as_ref() == ",");
    // `leaders meeting in Oslo agreed`
    matches!(t.dep, Dep::Acl | Dep::Appos)
        && meanwhile
        && matches!(tokens[noun].dep, Dep::Nsubj | Dep::Nsubjpass)
        && (comma || t.tag == Tag::Vbg)
}

fn noun_is_news(scene: &Scene, book: &Rulebook, clause: &Clause, depth: usize) -> bool {
    if let Some(verb) = clause.support.and_then(|v| scene.clauses.at(v)) {
        let performs = book.embedding.of(scene, verb, InnerLink::Object).is_some_and(|c| c.function != Function::None);
        return performs && is_news(scene, book, verb, depth + 1);
    }
    place_is_news(scene, book, clause.head, depth)
}

/// Whether what stands in a noun's place in the sentence is news.
fn place_is_news(scene: &Scene, book: &Rulebook, noun: usize, depth: usize) -> bool {
    let document = scene.document;
    let t = &document.tokens[noun];
    if depth > 16 {
        return false;
    }
    match t.dep {
        Dep::Nsubj | Dep::Nsubjpass | Dep::Root => {
            scene.clauses.at(t.head).is_none_or(|v| v.head == noun || is_news(scene, book, v, depth + 1))
        }
        Dep::Pobj => {
            let prep = &document.tokens[t.head];
            let whole = &document.tokens[prep.head];
            // `at the end of the talks`, `the tenth round of talks`, `walked out of a meeting`
            if prep.lower.as_ref() == "of" && words::is_phase(&whole.lemma) {
                return match scene.clauses.at(prep.head).filter(|c| c.support.is_some()) {
                    Some(part) => noun_is_news(scene, book, part, depth + 1),
                    None => place_is_news(scene, book, prep.head, depth + 1),
                };
            }
            if prep.lower.as_ref() == "of" && whole.lower.as_ref() == "out" {
                return scene.clauses.at(whole.head).is_some_and(|v| is_news(scene, book, v, depth + 1));
            }
            // `the two, on a visit to Skopje, praise the army`
            let journey = prep.lower.as_ref() == "on" && words::is_journey(&t.lemma);
            let beside = &document.tokens[prep.head];
            let verb = if journey && beside.dep == Dep::Nsubj { beside.head } else { prep.head };
            let verb = scene.clauses.at(verb).filter(|c| c.kind != ClauseKind::Noun);
            (journey
                || matches!(
                    prep.lower.as_ref(),
                    "in" | "during" | "by" | "at" | "after" | "following" | "with" | "through" | "for" | "amid" | "on"
                ))
                && verb.is_some_and(|v| is_news(scene, book, v, depth + 1))
        }
        Dep::Conj => {
            scene.clauses.at(t.head).is_some_and(|c| c.kind == ClauseKind::Noun && is_news(scene, book, c, depth + 1))
        }
        _ => false,
    }
}
