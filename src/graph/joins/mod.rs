//! Relations between events that no single article states: the derived graph.
//!
//! Reports of one event may differ in the precision of the date, in the parties that they name or in the width of the
//! word (`an attack`, `an air strike`), and then have different keys. Here they are joined, always to the most precise of
//! them and only when there is just one that they can mean. Planned events are joined to what came of them, denials to
//! what they deny. Everything is computed from the whole graph, since a further article can make a match ambiguous.
//!
//! Candidates are found in blocks (type family, status, party, first day), so the work grows with the number of events,
//! not with its square.

mod answers;
mod blocks;
mod facts;
mod table;

use super::EventNode;
use super::model::EventGraph;
use answers::{contradictions, denials, outcomes};
use blocks::Blocks;
use facts::{Facts, days_between};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeSet;
use table::TABLE;

/// How two events belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JoinKind {
    /// The two are reports of one event; leads to the more precise.
    SameEvent,
    /// From a planned event to what came of it.
    Realised,
    /// From a planned event to the report that it did not happen.
    Cancelled,
    /// From a report that something did not happen to one that it did.
    Contradicted,
    /// From a denial to what it denies.
    Denied,
}

/// A relation of two events.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Join {
    /// Local name of the event that it leads from.
    pub from: String,
    /// What relation.
    pub kind: JoinKind,
    /// Local name of the event that it leads to.
    pub to: String,
}

/// A report with a coarser date than this many days needs more than the parties to be joined: a shared person, place or
/// instrument. States meet and strike often.
const FINE: i32 = 7;

/// Reports with a coarser date than this many days are never joined.
const COARSEST: i32 = 366;

/// Days within which an accusation is answered.
const ANSWER: i32 = 7;

/// All relations of a graph's events, sorted.
pub fn joins(graph: &EventGraph) -> Vec<Join> {
    let facts: Vec<Facts> = graph.events().map(Facts::of).collect();
    let blocks = Blocks::of(&facts);
    let events: Vec<&EventNode> = facts.iter().map(|fact| fact.event).collect();
    let (mut joins, classes) = same_events(&facts, &graph.copies().told_before(&events));
    joins.extend(outcomes(&facts, &blocks, &classes));
    joins.extend(contradictions(&facts, &blocks));
    joins.extend(denials(&facts, &blocks));
    joins.sort();
    joins.dedup();
    joins
}

/// Joins every report to the most precise one of the same event, and gives each event its class. Events that only copies
/// tell of, `copied`, belong to those that their originals tell of and are matched with nothing else.
fn same_events(facts: &[Facts], copied: &[(usize, usize)]) -> (Vec<Join>, Vec<usize>) {
    let is_copied: BTreeSet<usize> = copied.iter().map(|(copy, _)| *copy).collect();
    let is_matched = |i: &usize| facts[*i].width().is_some_and(|w| w <= COARSEST) && !is_copied.contains(i);
    let mut order: Vec<usize> = (0..facts.len()).filter(is_matched).collect();
    order.sort_by_key(|&i| {
        let fact = &facts[i];
        let topics = fact.event.key.topics.len();
        (
            fact.width(),
            std::cmp::Reverse(fact.parties()),
            TABLE.breadth(&fact.event.key.kind),
            std::cmp::Reverse(topics),
            i,
        )
    });
    let mut classes = UnionFind::<usize>::new(facts.len());
    let mut precise: Vec<usize> = (0..facts.len()).collect();
    let mut settled = Blocks::default();
    let mut joins = Vec::new();
    for i in order {
        let vague = &facts[i];
        let (first, last) = vague.days.expect("open dates were left out");
        let mut meant: Option<usize> = None;
        let mut ambiguous = false;
        for j in settled.near(&vague.event.key, vague.event.key.status, first, last) {
            if !can_mean(vague, &facts[j]) {
                continue;
            }
            let root = precise[classes.find(j)];
            ambiguous |= meant.is_some_and(|m| m != root) || !can_mean(vague, &facts[root]);
            meant = Some(root);
            if ambiguous {
                break;
            }
        }
        if let (Some(root), false) = (meant, ambiguous) {
            classes.union(i, root);
            precise[classes.find(root)] = root;
            joins.push(Join {
                from: vague.event.local.clone(),
                kind: JoinKind::SameEvent,
                to: facts[root].event.local.clone(),
            });
        }
        settled.insert(i, vague);
    }
    for &(copy, original) in copied {
        let root = precise[classes.find(original)];
        classes.union(copy, root);
        precise[classes.find(root)] = root;
        joins.push(Join {
            from: facts[copy].event.local.clone(),
            kind: JoinKind::SameEvent,
            to: facts[original].event.local.clone(),
        });
    }
    let classes = (0..facts.len()).map(|i| precise[classes.find(i)]).collect();
    (joins, classes)
}

/// Whether the vaguer report can tell of the more precise event.
fn can_mean(vague: &Facts, precise: &Facts) -> bool {
    let (Some((first, last)), Some((start, end))) = (vague.days, precise.days) else { return false };
    first <= start
        && end <= last
        && TABLE.fit(&vague.event.key.kind, &precise.event.key.kind)
        && vague.same_parties(precise)
        && vague.same_topics(precise)
        && !vague.conflicts(precise)
        && (days_between(first, last) <= FINE || vague.supports(precise))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Event;
    use crate::graph::EventKey;
    use crate::graph::testing::record;
    use jiff::ToSpan;
    use jiff::civil::Date;
    use std::collections::{BTreeMap, BTreeSet};

    /// What the graph finds in the reports of one block, in the words of `merging.md`.
    fn found(records: &[Event]) -> BTreeSet<String> {
        let mut named: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for record in records {
            named.entry(EventKey::of(record).local_name()).or_default().push(&record.article.id);
        }
        let mut found: BTreeSet<String> =
            named.values().filter(|v| v.len() > 1).map(|v| format!("one: {}", v.join(" "))).collect();
        for join in joins(&EventGraph::new(records.to_vec())) {
            let word = match join.kind {
                JoinKind::SameEvent => "same",
                JoinKind::Realised => "realised",
                JoinKind::Cancelled => "cancelled",
                JoinKind::Contradicted => "contradicted",
                JoinKind::Denied => "denied",
            };
            found.insert(format!("{word}: {} {}", named[&join.from][0], named[&join.to][0]));
        }
        found
    }

    #[test]
    fn a_date_that_ends_before_it_begins_joins_nothing() {
        let mut turned = record("2021-03-25 Meeting negated RUS, KOR");
        if let Some(time) = &mut turned.time {
            time.start = "2022-03-25".parse().ok();
        }
        assert_eq!(joins(&EventGraph::new([turned, record("2021-03-25 Meeting RUS, KOR")])), []);
    }

    #[test]
    fn merging_is_as_described() {
        let text = include_str!("../../../tests/graph/merging.md");
        let mut failures = String::new();
        let mut sections = 0;
        for section in text.split("\n## ").skip(1) {
            let title = section.lines().next().unwrap_or_default();
            let mut parts = section.split("```");
            let lines = parts.nth(1).expect("a block of reports");
            let records: Vec<Event> = lines.lines().filter(|l| !l.is_empty()).map(record).collect();
            let expected: BTreeSet<String> =
                parts.next().unwrap_or("").lines().filter_map(|l| l.strip_prefix("- ")).map(str::to_owned).collect();
            let mut backwards = records.clone();
            backwards.reverse();
            assert_eq!(joins(&EventGraph::new(records.clone())), joins(&EventGraph::new(backwards)), "{title}");
            let found = found(&records);
            if found != expected {
                failures.push_str(&format!("{title}\n  expected {expected:?}\n  found    {found:?}\n"));
            }
            sections += 1;
        }
        assert!(sections > 15, "only {sections} sections read");
        assert!(failures.is_empty(), "\n{failures}");
    }

    #[test]
    fn a_denial_goes_to_the_event_that_its_article_names() {
        let mut denial = record("a: 2018-03-13 Denial RUS");
        let denied = record("a: 2018-03-04 Attack RUS > GBR");
        denial.about = vec![denied.id.clone()];
        let found = joins(&EventGraph::new([denial, denied]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, JoinKind::Denied);
        assert!(found[0].to.contains("attack-rus-to-gbr"), "{found:?}");
    }

    /// Events that are compared with the events of one pair, so many in all, seven a day.
    fn candidates(count: usize) -> usize {
        let mut day: Date = "2020-01-01".parse().expect("a day");
        let mut records = Vec::new();
        for i in 0..count {
            let kind = ["Attack", "Airstrike", "Criticism"][i % 3];
            records.push(record(&format!("a{i}: {day} {kind} RUS > UKR on war")));
            if i % 7 == 6 {
                day += 1.day();
            }
        }
        let graph = EventGraph::new(records);
        let facts: Vec<Facts> = graph.events().map(Facts::of).collect();
        let blocks = Blocks::of(&facts);
        let near = |fact: &Facts| {
            let (first, last) = fact.days.expect("dated");
            blocks.near(&fact.event.key, fact.event.key.status, first, last).count()
        };
        facts.iter().map(near).sum()
    }

    #[test]
    fn candidates_grow_with_the_number_of_events_and_not_with_its_square() {
        let (few, many) = (candidates(700), candidates(2800));
        assert!(few >= 300 && many <= 4 * few + 100, "{few} for 700 events, {many} for 2800");
    }
}
