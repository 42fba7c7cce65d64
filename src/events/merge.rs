//! One event, many mentions: drafts of one article that tell of the same event.

use super::draft::{Draft, Filled, side};
use crate::actors::ActorKind;
use crate::time::EventTime;
use std::collections::BTreeSet;

/// How many mentions of a group are compared with a new one.
const LEADERS: usize = 8;

/// Drafts in groups that tell of one event each; in every group the fullest account first. Groups are in order of
/// their first mention.
pub fn group(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let mut groups: Vec<Vec<Draft>> = Vec::new();
    for draft in drafts {
        // the first mentions speak for their group: an article that repeats itself costs no square of its length
        match groups.iter_mut().find(|g| g.iter().take(LEADERS).all(|other| same_event(other, &draft))) {
            Some(group) => group.push(draft),
            None => groups.push(vec![draft]),
        }
    }
    for group in &mut groups {
        // stable: between equals the first mention leads
        group.sort_by_key(|d| std::cmp::Reverse((d.parties().count(), d.time.is_some(), d.score)));
    }
    groups
}

/// Whether two drafts can be one event: same type and status, nobody and no date that contradicts.
fn same_event(a: &Draft, b: &Draft) -> bool {
    same_kind(a, b)
        && a.status == b.status
        && compatible(&sides(a, true), &sides(b, true))
        && compatible(&sides(a, false), &sides(b, false))
        && (!sides(a, true).is_disjoint(&sides(b, true)) || !sides(a, false).is_disjoint(&sides(b, false)))
        && same_place(a, b)
        && same_host(a, b)
        && same_persons(&a.source, &b.source)
        && same_persons(&a.target, &b.target)
        && same_time(a.time.as_ref(), b.time.as_ref())
}

/// Whether both are of one type and, where both say what is asked for or agreed on, that is of one type too. Talk between those
/// who meet is their meeting.
fn same_kind(a: &Draft, b: &Draft) -> bool {
    let inside = a.inside.zip(b.inside).is_none_or(|(a, b)| a == b);
    let talk = |a: &Draft, b: &Draft| {
        (a.kind.name, b.kind.name) == ("Meeting", "Negotiation")
            && sides(a, true) == sides(b, true)
            && a.time.is_some()
            && b.time.is_some()
    };
    a.kind.name == b.kind.name && inside || talk(a, b) || talk(b, a)
}

/// Whether no two countries are named for where it happened.
fn same_place(a: &Draft, b: &Draft) -> bool {
    let country = |d: &Draft| d.place.as_ref().and_then(|(place, _)| place.country.clone());
    match (country(a), country(b)) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

/// Whether both or neither are meetings of an organisation: `the ASEAN summit` is no talk of two states at its sidelines.
fn same_host(a: &Draft, b: &Draft) -> bool {
    let hosted = |d: &Draft| d.source.iter().any(|f| f.actor.kind == ActorKind::Igo);
    a.kind.name != "Meeting" || hosted(a) == hosted(b)
}

/// Whether no other person stands for the same side: `Putin's visit` is not `Lavrov's`.
fn same_persons(a: &[Filled], b: &[Filled]) -> bool {
    let persons = |list: &'_ [Filled], wanted: &str| -> BTreeSet<String> {
        let of_side = list.iter().filter(|f| f.actor.kind == ActorKind::Person && side(&f.actor) == wanted);
        of_side.map(|f| f.actor.id.clone()).collect()
    };
    a.iter().filter(|f| f.actor.kind == ActorKind::Person).all(|f| {
        let (mine, theirs) = (persons(a, side(&f.actor)), persons(b, side(&f.actor)));
        mine.is_subset(&theirs) || theirs.is_subset(&mine)
    })
}

fn sides(draft: &Draft, source: bool) -> BTreeSet<&str> {
    let list = if source { &draft.source } else { &draft.target };
    list.iter().map(|f| side(&f.actor)).collect()
}

/// One names no more than the other.
fn compatible(a: &BTreeSet<&str>, b: &BTreeSet<&str>) -> bool {
    a.is_subset(b) || b.is_subset(a)
}

fn same_time(a: Option<&EventTime>, b: Option<&EventTime>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a.start.is_none()
                || b.end.is_none()
                || b.start.is_none()
                || a.end.is_none()
                || a.start <= b.end && b.start <= a.end
        }
        _ => true,
    }
}
