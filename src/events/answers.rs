//! Whom others judge who take up what was told before: `Peru closed its port. Chile criticised the measure`, `Lima called it a farce`.
//! The measure is Peru's, whatever else is named near by.

use super::draft::{Draft, Filled, side};
use super::scene::Scene;
use super::who::{RECIPROCAL, push_new};
use crate::actors::Mention;
use crate::clauses::words::{self, TakenUp};
use crate::clauses::{Clause, ClauseKind, Link, obliques};
use crate::language::labels::{Dep, Pos, Tag};

/// Types of what is said of a deed.
const JUDGING: &[&str] = &["Criticism", "Support", "Rejection", "Protestation", "Accusation"];

/// Prepositions behind which stands what is judged: `outrage over the raid`.
const OF_WHAT: &[&str] = &["over", "at", "about", "to", "against", "of"];

/// Sentences back that what is taken up may stand.
const REACH: u32 = 2;
/// The same of what is named by the word in which it was told, and of blows.
const FAR: u32 = 12;
/// Sentences that begin an article and tell what it is about.
const LEAD: u32 = 2;
/// Days before publication of which news does not speak as of something that is judged today.
const PAST: i32 = 60;
/// Tokens around a noun among which stands what tells whose it is.
const NEAR: usize = 40;

/// Gives the drafts of an article, in order of the text, that judge something told before the target that did it.
pub(super) fn settle(scene: &Scene, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        drafts[i].takes_up = taken_up(scene, drafts, i);
        give_target(scene, drafts, i);
    }
}

/// The same when all drafts have their parties.
pub(super) fn settle_again(scene: &Scene, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        give_target(scene, drafts, i);
    }
}

fn give_target(scene: &Scene, drafts: &mut [Draft], i: usize) {
    let found = match drafts[i].takes_up {
        None => return,
        Some(TakenUp::Words) => who_said(scene, drafts, i),
        Some(deed) => who_did(scene, drafts, i, deed),
    };
    if let Some(target) = found.filter(|f| !f.is_empty()) {
        drafts[i].target = target;
        drafts[i].answers = true;
    }
}

/// How a draft takes up something told before, of which its own phrase does not say whose it is.
fn taken_up(scene: &Scene, drafts: &[Draft], i: usize) -> Option<TakenUp> {
    let draft = &drafts[i];
    let denies = draft.kind.name == "Denial";
    let clause = scene.clauses.at(draft.head).filter(|_| denies || JUDGING.contains(&draft.kind.name))?;
    if draft.source.is_empty() {
        return None;
    }
    let named = |head: usize| scene.actor_mention(head).is_some_and(|_| scene.document.tokens[head].pos != Pos::Pron);
    if clause.patient.iter().chain(&clause.recipient).any(|p| named(*p)) {
        return None;
    }
    if denies {
        return Some(TakenUp::Words);
    }
    let object = clause.patient.iter().find_map(|p| thing(scene, drafts, draft, clause, *p));
    if object.is_some() {
        return object;
    }
    // `said that the move was unfair`
    let open = draft.target.is_empty() || is_own(draft, &draft.target);
    let told = clause.complements.iter().filter(|c| c.link == Link::That && open);
    let mut subjects = told.filter_map(|c| scene.clauses.at(c.head)).flat_map(|c| &c.subject);
    if let Some(what) = subjects.find_map(|s| thing(scene, drafts, draft, clause, *s)) {
        return Some(what);
    }
    let of_object = clause.patient.iter().flat_map(|p| obliques(scene.document, *p));
    let behind: Vec<usize> = clause
        .obliques
        .iter()
        .cloned()
        .chain(of_object)
        .filter(|o| OF_WHAT.contains(&o.prep.as_ref()))
        .map(|o| o.head)
        .collect();
    let free = draft.target.is_empty() && draft.kind.name != "Accusation";
    behind.into_iter().filter(|_| free).find_map(|head| thing(scene, drafts, draft, clause, head))
}

/// How one phrase takes something up: a pronoun for a deed, or a definite noun for one that says nothing more of it.
fn thing(scene: &Scene, drafts: &[Draft], draft: &Draft, clause: &Clause, head: usize) -> Option<TakenUp> {
    let document = scene.document;
    let t = &document.tokens[head];
    if t.pos == Pos::Pron || matches!(t.lower.as_ref(), "this" | "that") {
        let neuter = matches!(t.lower.as_ref(), "it" | "this" | "that" | "them" | "these");
        // `calls it unjust` is said of a deed, whoever else `it` might be
        let called = words::names_it(&clause.lemma) && document.children_by(clause.head, &[Dep::Oprd]).next().is_some();
        let own = |m: &Mention| m.actors.iter().all(|a| draft.source.iter().any(|s| side(&s.actor) == side(a)));
        let unknown = scene.actor_mention(head).is_none_or(|m| own(m) && t.dep == Dep::Nsubj);
        let open =
            unknown && (draft.target.is_empty() || is_own(draft, &draft.target)) && draft.kind.name != "Accusation";
        // `Peru condemned the coup and Chile denounced it`
        let judged = |d: &Draft| JUDGING.contains(&d.kind.name) && speaks_of_deed(scene, d);
        let here = scene.document.sentence_of[head];
        let again = || {
            let at = drafts.partition_point(|d| d.head < draft.head);
            let told = |d: &&Draft| scene.clauses.at(d.head).is_some_and(|c| c.kind != ClauseKind::Noun);
            drafts[..at].iter().rfind(told).is_some_and(|d| judged(d) && scene.document.sentence_of[d.head] == here)
        };
        return (neuter && (called || open || again())).then_some(TakenUp::Deed);
    }
    // `questions its legality`
    let its =
        |o: usize| matches!(document.tokens[o].lower.as_ref(), "its" | "their") && scene.actor_mention(o).is_none();
    if t.pos == Pos::Noun && draft.target.is_empty() && document.children_by(head, &[Dep::Poss]).any(its) {
        return Some(TakenUp::Deed);
    }
    if t.pos != Pos::Noun || draft.kind.name == "Accusation" {
        return None;
    }
    // `vetoed a motion; Lima called the veto a blunder`
    let here = document.sentence_of[head];
    let before = drafts[..drafts.partition_point(|d| d.head < draft.head)].iter().rev();
    let mut near = before.take_while(|d| document.sentence_of[d.head] + FAR >= here);
    let mut again = || near.any(|d| document.tokens[d.head].lemma == t.lemma);
    let what = words::takes_up(&t.lemma).or_else(|| again().then_some(TakenUp::Told))?;
    let definite = document
        .children_by(head, &[Dep::Det])
        .any(|d| matches!(document.tokens[d].lower.as_ref(), "the" | "this" | "that" | "these" | "those" | "such"));
    // `the text, which it said was weak`
    let apart = document.tokens.get(head + 1).is_some_and(|next| next.tag == Tag::Comma);
    let told = !apart && document.children_by(head, &[Dep::Relcl, Dep::Acl, Dep::Ccomp]).next().is_some();
    let owned = document.children_by(head, &[Dep::Poss]).next().is_some();
    let mentions = &scene.cast.mentions;
    let from = mentions.partition_point(|m| m.tokens.start + NEAR < head);
    let near = mentions[from..].iter().take_while(|m| m.tokens.start < head + NEAR);
    let mut inside = near.filter(|m| !m.actors.is_empty() && m.head != draft.head);
    let names = inside.any(|m| tells_whose(scene, head, m.head));
    let known = drafts.binary_search_by_key(&head, |d| d.head).is_ok_and(|j| !drafts[j].source.is_empty());
    (definite && !told && !owned && !names && !known).then_some(what)
}

/// Whether what stands below a noun says whose it is or against whom: `the decision of X`, but not `the decision in a talk with X`.
fn tells_whose(scene: &Scene, noun: usize, below: usize) -> bool {
    let document = scene.document;
    let way = std::iter::once(below).chain(document.ancestors(below).take(8));
    let Some(first) = way.take_while(|t| *t != noun).last().filter(|t| document.tokens[*t].head == noun) else {
        return false;
    };
    let t = &document.tokens[first];
    t.dep != Dep::Prep || !matches!(t.lower.as_ref(), "in" | "at" | "during" | "after" | "before" | "as")
}

/// Whether one of the sides that act in a draft acts in another.
fn is_own(draft: &Draft, parties: &[Filled]) -> bool {
    parties.iter().any(|p| draft.source.iter().any(|s| side(&s.actor) == side(&p.actor)))
}

/// The drafts before one, in its sentence and so many before it, none inside it, the last first.
fn within<'a>(scene: &'a Scene, drafts: &'a [Draft], i: usize, reach: u32) -> impl Iterator<Item = &'a Draft> {
    let here = scene.document.sentence_of[drafts[i].head];
    let head = drafts[i].head;
    let near = move |d: &&Draft| scene.document.sentence_of[d.head] + reach >= here;
    let inside = move |d: &&Draft| scene.document.ancestors(d.head).take(64).any(|a| a == head);
    drafts[..i].iter().rev().take_while(near).filter(move |d| !inside(d))
}

/// Those who have spoken to or of the draft's agents, who answer; else whoever spoke last.
fn who_said(scene: &Scene, drafts: &[Draft], i: usize) -> Option<Vec<Filled>> {
    let draft = &drafts[i];
    let mut out = Vec::new();
    let others = |reach| within(scene, drafts, i, reach).filter(|d| !d.source.is_empty() && !is_own(draft, &d.source));
    // a denial is to those who accused, whoever else has spoken since
    let accuser = || others(FAR).find(|d| d.kind.name == "Accusation" && is_own(draft, &d.target));
    if let Some(accused) = accuser().filter(|_| draft.kind.name == "Denial") {
        return Some(accused.source.clone());
    }
    for other in others(REACH).filter(|d| d.kind.name != "Statement" && is_own(draft, &d.target)) {
        other.source.iter().cloned().for_each(|f| push_new(&mut out, f));
    }
    if out.is_empty() && draft.kind.name == "Denial" {
        return None;
    }
    if out.is_empty() {
        let speaks = |d: &&Draft| d.kind.is_verbal() && !RECIPROCAL.contains(&d.kind.name);
        let says_more = |d: &&Draft| speaks(d) && d.kind.name != "Statement";
        out = others(REACH).find(says_more).or_else(|| others(REACH).find(speaks))?.source.clone();
    }
    Some(out)
}

/// Whoever did what is taken up: the last deed told as such in the nearest sentence that tells one, or whom others judge for it.
fn who_did(scene: &Scene, drafts: &[Draft], i: usize, what: TakenUp) -> Option<Vec<Filled>> {
    let draft = &drafts[i];
    let told = |d: &Draft| {
        let clause = scene.clauses.at(d.head);
        let main =
            |c: &Clause| c.kind != ClauseKind::Noun && matches!(c.link, Link::Main | Link::That | Link::Conjunct);
        clause.is_some_and(main)
    };
    // `the launch`, `the agreement` is what was told in the same word, or signed, before anything else
    let clause = scene.clauses.at(draft.head);
    let word = |head: usize| scene.document.tokens[head].lemma.as_ref();
    let calls = |d: &Draft, name: &str| {
        let object = scene.clauses.at(d.head).into_iter().flat_map(|c| &c.patient);
        word(d.head) == name || !d.kind.is_conflict() && object.into_iter().any(|p| word(*p) == name)
    };
    let object = || clause.into_iter().flat_map(|c| &c.patient).map(|p| word(*p));
    // `agreed to share water; Lima praised the deal`
    let agreed =
        |d: &Draft| d.kind.name == "SignedAgreement" || d.kind.plover == "AGREE" && d.source.len() + d.target.len() > 1;
    let same =
        |d: &Draft| object().any(|name| calls(d, name) || words::paper(name) == Some(words::Paper::Pact) && agreed(d));
    let noun = |d: &Draft| scene.clauses.at(d.head).is_some_and(|c| c.kind == ClauseKind::Noun);
    // `X denies a part in the raids, and Y condemns them`: to deny is not the deed
    let reach = if what == TakenUp::Deed { REACH } else { FAR };
    let of_news = |d: &&Draft| what == TakenUp::Told || !is_past(scene, d);
    let done = |d: &&Draft| !matches!(d.kind.name, "Denial" | "Statement");
    let mut order: Vec<&Draft> = within(scene, drafts, i, reach).filter(|d| done(d) && of_news(d)).collect();
    let here = scene.document.sentence_of[draft.head];
    // `It left after its embassy was stormed. Peru praised it`
    order.retain(|d| scene.document.sentence_of[d.head] == here || told(d) || noun(d) || same(d));
    order.sort_by_key(|d| (!same(d), here - scene.document.sentence_of[d.head], !told(d), noun(d)));
    for other in order {
        let force = matches!(other.kind.plover, "ASSAULT" | "MOBILIZE" | "COERCE");
        if what == TakenUp::Told && !same(other) {
            return None;
        }
        let judges = JUDGING.contains(&other.kind.name);
        if judges {
            // `X accused Y of shelling a town, and Z condemned the attack`
            let accused = other.kind.name == "Accusation" && what == TakenUp::Blow && !is_own(draft, &other.source);
            if accused && !other.target.is_empty() && !is_own(draft, &other.target) {
                return Some(other.target.clone());
            }
            if !other.target.is_empty() && !is_own(draft, &other.target) && speaks_of_deed(scene, other) {
                return Some(other.target.clone());
            }
            continue;
        }
        let talks =
            RECIPROCAL.contains(&other.kind.name) && other.kind.plover == "CONSULT" || other.kind.name == "Visit";
        if talks || what == TakenUp::Blow && !force {
            continue;
        }
        // a deed of nobody who is named is nobody's, but not one that is only spoken of
        let main = |d: &Draft| scene.clauses.at(d.head).is_some_and(|c| c.link != Link::That);
        if other.source.is_empty() && !(told(other) && main(other)) {
            continue;
        }
        // an agreement is of all who made it
        let mut parties = other.source.clone();
        if what == TakenUp::Told && !other.kind.is_conflict() {
            other.target.iter().cloned().for_each(|f| push_new(&mut parties, f));
        }
        if !is_own(draft, &parties) {
            return Some(parties);
        }
        if what == TakenUp::Told {
            return None;
        }
    }
    // what the article is about
    let lead = drafts[..i].iter().take_while(|d| scene.document.sentence_of[d.head] < LEAD);
    let mut lead = lead.filter(|d| done(d) && told(d) && !JUDGING.contains(&d.kind.name) && !d.source.is_empty());
    let first = lead.find(|_| what == TakenUp::Deed)?;
    (!is_own(draft, &first.source)).then(|| first.source.clone())
}

/// Whether the text says that a draft is of a time long before its own.
fn is_past(scene: &Scene, draft: &Draft) -> bool {
    let end = draft.time.as_ref().filter(|t| t.text.is_some()).and_then(|t| t.end).zip(scene.article.date);
    end.is_some_and(|(end, today)| end.until(today).is_ok_and(|s| s.get_days() > PAST))
}

/// Whether what a draft judges is a deed and not somebody.
fn speaks_of_deed(scene: &Scene, draft: &Draft) -> bool {
    let clause = scene.clauses.at(draft.head);
    let deed = |p: &usize| scene.actor_mention(*p).is_none();
    draft.answers || clause.is_some_and(|c| !c.patient.is_empty() && c.patient.iter().all(deed))
}
