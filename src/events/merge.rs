//! One event, many mentions: drafts of one article that tell of the same event.

use super::draft::{Draft, Filled, side};
use super::event::Status;
use crate::actors::ActorKind;
use crate::time::EventTime;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How many mentions of a group are compared with a new one.
const LEADERS: usize = 8;

/// How many groups of one sort and side are looked at, the last ones.
const NEAR: usize = 500;

/// What a mention shares with each of its group: sort of event, status, and one side as source or as target.
type Key = (&'static str, Status, bool, String);

fn keys(draft: &Draft) -> Vec<Key> {
    // talk between those who meet may be their meeting
    let kind = if draft.kind.name == "Negotiation" { "Meeting" } else { draft.kind.name };
    let of = |source: bool| {
        sides(draft, source)
            .into_iter()
            .map(move |side| (kind, draft.status, source, side.to_owned()))
            .collect::<Vec<_>>()
    };
    [of(true), of(false)].concat()
}

/// Drafts in groups that tell of one event each; in every group the fullest account first. Groups are in order of
/// their first mention.
pub fn group(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let mut groups: Vec<Vec<Draft>> = Vec::new();
    let mut by_key: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for draft in drafts {
        // the first mentions speak for their group, and few groups are looked at: an article that repeats itself costs no
        // square of its length
        let keys = keys(&draft);
        let near: BTreeSet<usize> = keys
            .iter()
            .filter_map(|key| by_key.get(key))
            .flat_map(|groups| &groups[groups.len().saturating_sub(NEAR)..])
            .copied()
            .collect();
        let same = |g: &usize| groups[*g].iter().take(LEADERS).all(|other| same_event(other, &draft));
        match near.into_iter().find(same) {
            Some(group) => groups[group].push(draft),
            None => {
                for key in keys {
                    by_key.entry(key).or_default().push(groups.len());
                }
                groups.push(vec![draft]);
            }
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
