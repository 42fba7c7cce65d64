//! What joining looks at in an event, and the questions that it asks of two.

use crate::actors::ActorKind;
use crate::graph::EventNode;
use crate::graph::identity;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// What joining looks at in an event.
pub(super) struct Facts<'a> {
    pub(super) event: &'a EventNode,
    /// First and last day where both are known.
    pub(super) days: Option<(Date, Date)>,
    /// Named persons of each party.
    pub(super) persons: BTreeMap<&'a str, BTreeSet<String>>,
    pub(super) places: BTreeSet<String>,
    pub(super) countries: BTreeSet<String>,
    pub(super) instruments: BTreeSet<String>,
    /// First day on which an article tells of it.
    pub(super) published: Option<Date>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(event: &'a EventNode) -> Self {
        let parties: BTreeSet<&str> = event.key.sources.iter().chain(&event.key.targets).map(String::as_str).collect();
        let mut persons: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (_, detail) in event.participants() {
            let party = parties.get(identity::party(&detail.value).as_str());
            if let (ActorKind::Person, Some(&party)) = (detail.value.kind, party) {
                persons.entry(party).or_default().insert(detail.value.id.clone());
            }
        }
        let places = event.places();
        Self {
            event,
            // Records of others may end before they begin; such a date says nothing.
            days: event.key.earliest.zip(event.key.latest).filter(|(first, last)| first <= last),
            persons,
            countries: places.iter().filter_map(|p| p.value.country.clone()).collect(),
            places: places.into_iter().map(|p| p.value.id).collect(),
            instruments: event.instruments().into_iter().map(|i| i.value.kind).collect(),
            published: event.records().iter().filter_map(|r| r.article.date.as_deref()?.parse().ok()).min(),
        }
    }

    /// Number of days that it may have happened on, less one; none for open dates.
    pub(super) fn width(&self) -> Option<i32> {
        self.days.map(|(first, last)| days_between(first, last))
    }

    pub(super) fn parties(&self) -> usize {
        self.event.key.sources.len() + self.event.key.targets.len()
    }

    /// Whether the two name a person, place or instrument in common.
    pub(super) fn supports(&self, other: &Facts) -> bool {
        let shared = |a: &BTreeSet<String>, b: &BTreeSet<String>| !a.is_disjoint(b);
        shared(&self.places, &other.places)
            || shared(&self.instruments, &other.instruments)
            || self.shares_person(other)
    }

    pub(super) fn shares_person(&self, other: &Facts) -> bool {
        self.persons.iter().any(|(party, named)| other.persons.get(party).is_some_and(|o| !named.is_disjoint(o)))
    }

    /// Whether persons or places speak against the two being one.
    pub(super) fn conflicts(&self, other: &Facts) -> bool {
        let other_persons =
            self.persons.iter().any(|(party, named)| other.persons.get(party).is_some_and(|o| named.is_disjoint(o)));
        let elsewhere =
            !self.countries.is_empty() && !other.countries.is_empty() && self.countries.is_disjoint(&other.countries);
        other_persons || elsewhere
    }

    /// Whether one names the parties of the other or some of them: a full pair, or fewer with support.
    pub(super) fn same_parties(&self, other: &Facts) -> bool {
        let (few, many) = if self.parties() <= other.parties() { (self, other) } else { (other, self) };
        let (few_key, many_key) = (&few.event.key, &many.event.key);
        if !subset(&few_key.sources, &many_key.sources) || !subset(&few_key.targets, &many_key.targets) {
            return false;
        }
        // A single party of several says little of itself.
        let full = !few_key.sources.is_empty() && (few.parties() >= 2 || many.parties() == 1);
        let same_sides = few_key.sources.is_empty() == many_key.sources.is_empty()
            && few_key.targets.is_empty() == many_key.targets.is_empty();
        (full && same_sides) || (few.parties() > 0 && few.supports(many))
    }

    pub(super) fn same_topics(&self, other: &Facts) -> bool {
        let (a, b) = (&self.event.key.topics, &other.event.key.topics);
        subset(a, b) || subset(b, a)
    }
}

pub(super) fn days_between(first: Date, last: Date) -> i32 {
    (last - first).get_days()
}

pub(super) fn subset(few: &[String], many: &[String]) -> bool {
    few.iter().all(|x| many.contains(x))
}
