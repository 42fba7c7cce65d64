//! Times and parties that only the events beside an event tell.

use super::draft::{Draft, side};
use super::scene::Scene;
use super::who::RECIPROCAL;
use crate::clauses::{ClauseKind, Form, Link};
use crate::time::{EventTime, Precision};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// So many events back a meeting may be that is spoken of as known.
const FAR: usize = 500;

/// Corrects the times of an article's drafts, in order of the text, that have none of their own.
pub fn date(scene: &Scene, drafts: &mut [Draft]) {
    let mut arrivals: FxHashMap<usize, usize> = FxHashMap::default();
    for (i, draft) in drafts.iter().enumerate().filter(|(_, d)| d.kind.name == "Visit") {
        let clause = scene.clauses.at(draft.head);
        let arrives = clause.filter(|c| c.link == Link::Gerund && c.mark.as_deref() == Some("before"));
        if let Some(stay) = arrives.and_then(|c| c.parent) {
            arrivals.entry(stay).or_insert(i);
        }
    }
    for i in 0..drafts.len() {
        let arrival = arrivals.get(&drafts[i].head).copied();
        if let Some(time) = before_arrival(scene, drafts, i, arrival).or_else(|| of_occasion(scene, drafts, i)) {
            drafts[i].time = Some(time);
        }
    }
}

/// Whether no words of the text say when: it has the day of publication, as news has.
fn is_undated(draft: &Draft) -> bool {
    draft.time.as_ref().is_some_and(|t| t.text.is_none())
}

/// `Before landing in X, they were in Y`: the stay in Y, and what is told of it, ended before the arrival in X.
fn before_arrival(scene: &Scene, drafts: &[Draft], i: usize, arrival: Option<usize>) -> Option<EventTime> {
    let stay = &drafts[i];
    let clause = scene.clauses.at(stay.head).filter(|_| is_undated(stay))?;
    if super::when::goes_on(scene, clause) {
        let above = scene.verbal_above(clause)?;
        let above = drafts.binary_search_by_key(&above.head, |d| d.head).ok()?;
        let told = drafts[above].time.clone()?;
        return (told.precision == Precision::Before).then_some(told);
    }
    let arrival = &drafts[arrival?];
    let other = |list: &Draft| list.target.iter().map(|f| side(&f.actor).to_owned()).collect::<BTreeSet<_>>();
    let day = arrival.time.as_ref()?.start.filter(|_| stay.kind.name == "Visit" && other(stay) != other(arrival))?;
    let edtf = format!("../{day}");
    Some(EventTime { edtf, start: None, end: Some(day), precision: Precision::Before, text: None })
}

/// `X met Y in May. The two agreed ...`: what both do next, with no date of its own, they do at that occasion.
fn of_occasion(scene: &Scene, drafts: &[Draft], i: usize) -> Option<EventTime> {
    let draft = &drafts[i];
    let clause = scene.clauses.at(draft.head).filter(|c| c.kind == ClauseKind::Verb && c.form == Form::Past)?;
    let sides = |d: &Draft| d.source.iter().map(|f| side(&f.actor).to_owned()).collect::<BTreeSet<_>>();
    let both = sides(draft);
    if !is_undated(draft) || clause.link != Link::Main || both.len() < 2 {
        return None;
    }
    let here = scene.document.sentence_of[draft.head];
    let near = drafts[..i].iter().rev().take_while(|d| scene.document.sentence_of[d.head] + 1 >= here);
    let occasion = near.into_iter().find(|d| {
        RECIPROCAL.contains(&d.kind.name) && scene.document.sentence_of[d.head] + 1 == here && sides(d) == both
    })?;
    occasion.time.clone().filter(|t| t.text.is_some() || t.precision == Precision::Before)
}

/// `During the meeting, X said`: a meeting spoken of as known, of which one party is named, is the last one that had this party.
pub fn recall(scene: &Scene, drafts: &mut [Draft]) {
    for i in 0..drafts.len() {
        let known = |d: &Draft| d.kind.name == "Meeting" || d.kind.name == "Negotiation";
        let definite = scene.document.children(drafts[i].head).any(|c| scene.is_word(c, "the"));
        let alone = scene.clauses.at(drafts[i].head).is_some_and(|c| {
            c.kind == ClauseKind::Noun && c.owner.is_empty() && c.modifiers.is_empty() && c.obliques.is_empty()
        });
        let [one] = drafts[i].source.as_slice() else { continue };
        if !definite || !alone || !known(&drafts[i]) {
            continue;
        }
        let has = |d: &&Draft| {
            let sides: BTreeSet<&str> = d.source.iter().map(|f| side(&f.actor)).collect();
            known(d) && d.status == drafts[i].status && sides.len() > 1 && sides.contains(side(&one.actor))
        };
        let Some(earlier) = drafts[..i].iter().rev().take(FAR).find(has) else { continue };
        let others = earlier.source.iter().filter(|f| side(&f.actor) != side(&one.actor)).cloned().collect::<Vec<_>>();
        let time = earlier.time.clone();
        drafts[i].source.extend(others);
        if is_undated(&drafts[i]) || drafts[i].time.is_none() {
            drafts[i].time = time;
        }
    }
}

/// So many sentences back an event may be that a bare noun speaks of as known.
const NEAR: u32 = 3;

/// `X flew to Lima. In response to the visit`: an event of which the noun tells nothing more is the last one of its type, whose
/// parties and time it has.
pub fn know_again(scene: &Scene, drafts: &mut [Draft]) {
    for i in 1..drafts.len() {
        let clause = scene.clauses.at(drafts[i].head);
        let bare = clause.is_some_and(|c| {
            c.kind == ClauseKind::Noun && c.owner.is_empty() && c.modifiers.is_empty() && c.obliques.is_empty()
        });
        let known =
            scene.document.children(drafts[i].head).any(|c| scene.is_word(c, "the") || scene.is_word(c, "this"));
        if !bare || !known || drafts[i].parties().next().is_some() || drafts[i].kind.plover == "STATEMENT" {
            continue;
        }
        let here = scene.document.sentence_of[drafts[i].head];
        let near = drafts[..i].iter().rev().take_while(|d| scene.document.sentence_of[d.head] + NEAR >= here);
        let same = |d: &&Draft| d.kind.name == drafts[i].kind.name && d.status == drafts[i].status;
        let Some(earlier) = near.into_iter().find(same).filter(|d| d.parties().next().is_some()) else { continue };
        let Draft { source, target, time, .. } = earlier.clone();
        let draft = &mut drafts[i];
        (draft.source, draft.target) = (source, target);
        if draft.time.as_ref().is_none_or(|t| t.text.is_none()) {
            draft.time = time;
        }
    }
}
