//! One event of the graph with everything that was reported of it.

use super::copies::Copies;
use super::identity::{self, EventKey};
use crate::actors::{Actor, Place};
use crate::events::event::{ArticleRef, Event, EventMention, Instrument, Role, SaidBy};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An event: what all its reports agree on is the key, where they differ each record keeps its own word.
#[derive(Clone, Debug)]
pub struct EventNode {
    /// What identifies it.
    pub key: EventKey,
    /// `event/2021-03-25-meeting-kor-rus-4fq2mzk7c3va`.
    pub local: String,
    /// One record an article, in order of article and record id; never empty.
    records: Vec<Event>,
    /// Of the articles that are copies, the originals.
    copies: Copies,
}

/// One report: one place of one article that tells of the event.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Where it stands.
    pub article: &'a ArticleRef,
    /// The sentence and its trigger.
    pub mention: &'a EventMention,
    /// Whom the article gives as its source.
    pub said_by: Option<&'a SaidBy>,
    /// Of the record.
    pub confidence: f64,
}

/// A detail on which records may differ, with the articles that give it.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail<T> {
    /// What is said.
    pub value: T,
    /// Ids of the articles that say it, sorted.
    pub articles: Vec<String>,
}

impl EventNode {
    /// An event of records that all have this key; `None` without records.
    pub fn new(key: EventKey, mut records: Vec<Event>) -> Option<Self> {
        records.sort_by(|a, b| (&a.article.id, &a.id).cmp(&(&b.article.id, &b.id)));
        records.dedup_by(|later, earlier| later == earlier);
        records.shrink_to_fit();
        let local = key.local_name();
        (!records.is_empty()).then_some(Self { key, local, records, copies: Copies::default() })
    }

    /// The records, one an article (more where an article was read in several versions).
    pub fn records(&self) -> &[Event] {
        &self.records
    }

    /// Takes the records out.
    pub fn into_records(self) -> Vec<Event> {
        self.records
    }

    /// The record that speaks for the event where one must: the most confident, the first of equals.
    pub fn best(&self) -> &Event {
        let mut best = &self.records[0];
        for record in &self.records[1..] {
            if record.confidence > best.confidence {
                best = record;
            }
        }
        best
    }

    /// Every report, in order of article and place in it.
    pub fn reports(&self) -> impl Iterator<Item = Report<'_>> {
        self.records.iter().flat_map(|record| {
            record.mentions.iter().map(|mention| Report {
                article: &record.article,
                mention,
                said_by: record.said_by.as_ref(),
                confidence: record.confidence,
            })
        })
    }

    /// Tells the event which articles are copies.
    pub(super) fn set_copies(&mut self, copies: &Copies) {
        self.copies = copies.among(self.records.iter().map(|record| record.article.id.as_str()));
    }

    /// Number of articles that report it, a text and its copies counted as one.
    pub fn articles(&self) -> usize {
        let ids = self.records.iter().map(|r| r.article.id.as_str());
        ids.map(|id| self.copies.original(id).unwrap_or(id)).collect::<BTreeSet<_>>().len()
    }

    /// That of the most confident record. Articles copy from one another, so their number makes nothing surer.
    pub fn confidence(&self) -> f64 {
        self.best().confidence
    }

    /// EDTF of the date; none when undated.
    pub fn edtf(&self) -> Option<&str> {
        self.records.iter().filter_map(|r| r.time.as_ref()).map(|t| t.edtf.as_str()).min()
    }

    /// Parties at state or organisation level in that role, sorted.
    pub fn parties(&self, role: Role) -> Vec<String> {
        match role {
            Role::Source => self.key.sources.clone(),
            Role::Target => self.key.targets.clone(),
            _ => {
                let of_role = self.records.iter().flat_map(|r| &r.participants).filter(|p| p.role == role);
                of_role.map(|p| identity::party(&p.actor)).collect::<BTreeSet<_>>().into_iter().collect()
            }
        }
    }

    /// Every named actor with its role and the articles that name it there, sorted by role and actor.
    pub fn participants(&self) -> Vec<(Role, Detail<Arc<Actor>>)> {
        let mut all: BTreeMap<(Role, String), Detail<Arc<Actor>>> = BTreeMap::new();
        for record in &self.records {
            for participant in &record.participants {
                let id = identity::actor(&participant.actor);
                let entry = all
                    .entry((participant.role, id))
                    .or_insert_with(|| Detail { value: participant.actor.clone(), articles: Vec::new() });
                entry.articles.push(record.article.id.clone());
            }
        }
        all.into_iter()
            .map(|((role, _), mut detail)| {
                detail.articles.dedup();
                (role, detail)
            })
            .collect()
    }

    /// Where it happened, one entry for each place that articles name.
    pub fn places(&self) -> Vec<Detail<Place>> {
        collect(self.records.iter().flat_map(|r| r.place.iter().map(|p| (&r.article.id, &p.place))))
    }

    /// What it was done with. Several entries of one kind with different counts are a conflict between articles.
    pub fn instruments(&self) -> Vec<Detail<Instrument>> {
        let all = self.records.iter().flat_map(|r| r.instruments.iter().map(|i| (&r.article.id, i)));
        let mut merged: Vec<Detail<Instrument>> = Vec::new();
        for detail in collect(all) {
            match merged.iter_mut().find(|m| same_amount(&m.value, &detail.value)) {
                Some(known) => known.articles.extend(detail.articles),
                None => merged.push(detail),
            }
        }
        for detail in &mut merged {
            detail.articles.sort();
            detail.articles.dedup();
        }
        merged
    }

    /// Instruments on whose count articles differ: kind, and each count with its articles.
    pub fn conflicts(&self) -> Vec<(String, Vec<Detail<f64>>)> {
        let mut by_kind: BTreeMap<String, Vec<Detail<f64>>> = BTreeMap::new();
        for detail in self.instruments() {
            if let Some(count) = detail.value.count {
                let counts = by_kind.entry(detail.value.kind).or_default();
                counts.push(Detail { value: count, articles: detail.articles });
            }
        }
        by_kind.retain(|_, counts| counts.len() > 1);
        by_kind.into_iter().collect()
    }

    /// The quote of the best record, for people.
    pub fn quote(&self) -> &str {
        let told = |r: &&Event| !r.mentions.is_empty();
        let record = Some(self.best()).filter(told).or_else(|| self.records.iter().find(told));
        record.map_or("", |r| r.mentions[0].text.as_str())
    }
}

/// Equal values together, with their articles; in order of first appearance.
fn collect<'a, T: Clone + PartialEq + 'a>(all: impl Iterator<Item = (&'a String, &'a T)>) -> Vec<Detail<T>> {
    let mut details: Vec<Detail<T>> = Vec::new();
    for (article, value) in all {
        match details.iter_mut().find(|d| d.value == *value) {
            Some(detail) if detail.articles.last() == Some(article) => {}
            Some(detail) => detail.articles.push(article.clone()),
            None => details.push(Detail { value: value.clone(), articles: vec![article.clone()] }),
        }
    }
    details
}

fn same_amount(a: &Instrument, b: &Instrument) -> bool {
    a.kind == b.kind && a.count == b.count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    fn node(lines: &[&str]) -> EventNode {
        let records: Vec<Event> = lines.iter().map(|line| record(line)).collect();
        EventNode::new(EventKey::of(&records[0]), records).expect("records")
    }

    #[test]
    fn differing_counts_are_kept_with_their_articles() {
        let event = node(&[
            "a: 2021-03-25 MissileLaunch PRK with 2 ballistic missile",
            "b: 2021-03-25 MissileLaunch PRK with 3 ballistic missile",
            "c: 2021-03-25 MissileLaunch PRK with 2 ballistic missile",
        ]);
        let conflicts = event.conflicts();
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].0, "ballistic missile");
        assert_eq!(conflicts[0].1[0], Detail { value: 2.0, articles: vec!["a".into(), "c".into()] });
        assert_eq!(conflicts[0].1[1], Detail { value: 3.0, articles: vec!["b".into()] });
    }

    #[test]
    fn the_same_record_twice_counts_once() {
        let event = node(&["a: 2021-03-25 Meeting RUS, KOR", "a: 2021-03-25 Meeting RUS, KOR"]);
        assert_eq!((event.records().len(), event.articles(), event.reports().count()), (1, 1, 1));
    }
}
