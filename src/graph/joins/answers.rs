//! Events that answer others: what came of plans, reports that contradict each other, denials.

use super::blocks::Blocks;
use super::facts::{Facts, days_between, subset};
use super::table::TABLE;
use super::{ANSWER, COARSEST, FINE, Join, JoinKind};
use crate::events::event::Status;
use crate::graph::identity::TOPIC;
use crate::graph::{EventKey, EventNode};
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

/// What came of planned events.
pub(super) fn outcomes(facts: &[Facts], blocks: &Blocks, classes: &[usize]) -> Vec<Join> {
    let mut joins = Vec::new();
    for plan in facts.iter().filter(|f| f.event.key.status == Status::Planned) {
        for (status, kind) in [(Status::Actual, JoinKind::Realised), (Status::Negated, JoinKind::Cancelled)] {
            joins.extend(outcome(plan, status, facts, blocks, classes).map(|to| Join {
                from: plan.event.local.clone(),
                kind,
                to: facts[to].event.local.clone(),
            }));
        }
    }
    joins
}

/// The one event that a plan led to. A plan for given days is met by an event on these; an open one by the first event
/// within a year of its publication that shares a person, place or instrument.
fn outcome(plan: &Facts, status: Status, facts: &[Facts], blocks: &Blocks, classes: &[usize]) -> Option<usize> {
    let known = plan.event.key.earliest.or(plan.published)?;
    let (from, to, open) = match plan.days {
        Some((first, last)) => (first, last, days_between(first, last) > FINE),
        None => (known, known.checked_add(COARSEST.days()).ok()?, true),
    };
    let mut fitting = blocks.near(&plan.event.key, status, from, to).filter(|&i| {
        let event = &facts[i];
        let (start, end) = event.days.expect("only closed dates are in blocks");
        end <= to
            && plan.published.is_none_or(|told| told <= end)
            && (plan.days.is_some() || start > known)
            && TABLE.fit(&plan.event.key.kind, &event.event.key.kind)
            && plan.same_parties(event)
            && plan.same_topics(event)
            && !plan.conflicts(event)
            && (!open || plan.supports(event))
    });
    let first = classes[fitting.next()?];
    // Of several on the planned days none is known to be the one; of an open plan the first is.
    (open || fitting.all(|i| classes[i] == first)).then_some(first)
}

/// Reports that something did not happen against reports that it did.
pub(super) fn contradictions(facts: &[Facts], blocks: &Blocks) -> Vec<Join> {
    let mut joins = Vec::new();
    for denied in facts.iter().filter(|f| f.event.key.status == Status::Negated) {
        let Some((first, last)) = denied.days.filter(|(a, b)| days_between(*a, *b) <= 31) else { continue };
        for i in blocks.near(&denied.event.key, Status::Actual, first, last) {
            let (event, key) = (&facts[i], &denied.event.key);
            let same = key.kind == event.event.key.kind
                && key.sources == event.event.key.sources
                && key.targets == event.event.key.targets
                && event.width().is_some_and(|w| w <= 31);
            if same && denied.same_topics(event) && !denied.conflicts(event) {
                joins.push(Join {
                    from: denied.event.local.clone(),
                    kind: JoinKind::Contradicted,
                    to: event.event.local.clone(),
                });
            }
        }
    }
    joins
}

/// Denials and what they deny: the events that the article says they speak of, else the one accusation by the other
/// side in the days before.
pub(super) fn denials(facts: &[Facts], blocks: &Blocks) -> Vec<Join> {
    let mut joins = Vec::new();
    let mut by_record: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (i, fact) in facts.iter().enumerate() {
        by_record.extend(fact.event.records().iter().map(|r| ((r.article.id.as_str(), r.id.as_str()), i)));
    }
    for denial in facts {
        let key = &denial.event.key;
        let Some(answered) = TABLE.answers(&key.kind) else { continue };
        let mut denied: BTreeSet<usize> = BTreeSet::new();
        for record in denial.event.records() {
            let about = record.about.iter().filter(|a| !a.starts_with(TOPIC));
            denied.extend(about.filter_map(|id| by_record.get(&(record.article.id.as_str(), id.as_str()))));
        }
        if denied.is_empty() {
            denied.extend(accusation(denial, answered, facts, blocks));
        }
        joins.extend(denied.into_iter().map(|i| Join {
            from: denial.event.local.clone(),
            kind: JoinKind::Denied,
            to: facts[i].event.local.clone(),
        }));
    }
    joins
}

/// The one event of type `answered` against the denying party, by the party that it turns to, in the days before.
fn accusation(denial: &Facts, answered: &str, facts: &[Facts], blocks: &Blocks) -> Option<usize> {
    let (first, last) = denial.days.filter(|(a, b)| days_between(*a, *b) <= FINE)?;
    let from = first.checked_sub(ANSWER.days()).ok()?;
    let key = &denial.event.key;
    let asked = EventKey { kind: answered.to_owned(), ..key.clone() };
    let mut fitting = blocks.near(&asked, Status::Actual, from, last).filter(|&i| {
        let accusation = &facts[i].event.key;
        let turned = !key.targets.is_empty() && subset(&key.targets, &accusation.sources);
        let same_article = key.targets.is_empty() && share_article(denial.event, facts[i].event);
        accusation.kind == answered
            && !key.sources.is_empty()
            && subset(&key.sources, &accusation.targets)
            && (turned || same_article)
            && denial.same_topics(&facts[i])
    });
    let one = fitting.next()?;
    fitting.next().is_none().then_some(one)
}

fn share_article(a: &EventNode, b: &EventNode) -> bool {
    a.records().iter().any(|r| b.records().iter().any(|o| o.article.id == r.article.id))
}
