//! Relations between events that no single article states: the derived graph.
//!
//! Reports of one event may differ in the precision of the date, in the parties that they name or in the width of the
//! word (`an attack`, `an air strike`), and then have different keys. Here they are joined, always to the most precise of
//! them and only when there is just one that they can mean. Planned events are joined to what came of them, denials to
//! what they deny. Everything is computed from the whole graph, since a further article can make a match ambiguous.
//!
//! Candidates are found in blocks (type family, status, party, first day), so the work grows with the number of events,
//! not with its square.

use super::event_node::EventNode;
use super::identity::TOPIC;
use super::model::EventGraph;
use crate::actors::ActorKind;
use crate::events::event::Status;
use jiff::ToSpan;
use jiff::civil::Date;
use petgraph::unionfind::UnionFind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

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

/// What joining looks at in an event.
struct Facts<'a> {
    event: &'a EventNode,
    /// First and last day where both are known.
    days: Option<(Date, Date)>,
    /// Named persons of each party.
    persons: BTreeMap<&'a str, BTreeSet<String>>,
    places: BTreeSet<String>,
    countries: BTreeSet<String>,
    instruments: BTreeSet<String>,
    /// First day on which an article tells of it.
    published: Option<Date>,
}

impl<'a> Facts<'a> {
    fn of(event: &'a EventNode) -> Self {
        let parties: BTreeSet<&str> = event.key.sources.iter().chain(&event.key.targets).map(String::as_str).collect();
        let mut persons: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (_, detail) in event.participants() {
            let party = parties.get(super::identity::party(&detail.value).as_str());
            if let (ActorKind::Person, Some(&party)) = (detail.value.kind, party) {
                persons.entry(party).or_default().insert(detail.value.id);
            }
        }
        let places = event.places();
        Self {
            event,
            days: event.key.earliest.zip(event.key.latest),
            persons,
            countries: places.iter().filter_map(|p| p.value.country.clone()).collect(),
            places: places.into_iter().map(|p| p.value.id).collect(),
            instruments: event.instruments().into_iter().map(|i| i.value.kind).collect(),
            published: event.records().iter().filter_map(|r| r.article.date.as_deref()?.parse().ok()).min(),
        }
    }

    /// Number of days that it may have happened on, less one; none for open dates.
    fn width(&self) -> Option<i32> {
        self.days.map(|(first, last)| days_between(first, last))
    }

    fn parties(&self) -> usize {
        self.event.key.sources.len() + self.event.key.targets.len()
    }

    /// Whether the two name a person, place or instrument in common.
    fn supports(&self, other: &Facts) -> bool {
        let shared = |a: &BTreeSet<String>, b: &BTreeSet<String>| !a.is_disjoint(b);
        shared(&self.places, &other.places)
            || shared(&self.instruments, &other.instruments)
            || self.shares_person(other)
    }

    fn shares_person(&self, other: &Facts) -> bool {
        self.persons.iter().any(|(party, named)| other.persons.get(party).is_some_and(|o| !named.is_disjoint(o)))
    }

    /// Whether persons or places speak against the two being one.
    fn conflicts(&self, other: &Facts) -> bool {
        let other_persons =
            self.persons.iter().any(|(party, named)| other.persons.get(party).is_some_and(|o| named.is_disjoint(o)));
        let elsewhere =
            !self.countries.is_empty() && !other.countries.is_empty() && self.countries.is_disjoint(&other.countries);
        other_persons || elsewhere
    }

    /// Whether one names the parties of the other or some of them: a full pair, or fewer with support.
    fn same_parties(&self, other: &Facts) -> bool {
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

    fn same_topics(&self, other: &Facts) -> bool {
        let (a, b) = (&self.event.key.topics, &other.event.key.topics);
        subset(a, b) || subset(b, a)
    }
}

fn days_between(first: Date, last: Date) -> i32 {
    (last - first).get_days()
}

fn subset(few: &[String], many: &[String]) -> bool {
    few.iter().all(|x| many.contains(x))
}

/// Events of one type family and status that a party takes part in, by first day.
#[derive(Default)]
struct Blocks<'a>(BTreeMap<BlockKey<'a>, BTreeSet<(Date, usize)>>);

/// Type family, status, party.
type BlockKey<'a> = (&'a str, Status, &'a str);

impl<'a> Blocks<'a> {
    fn of(facts: &[Facts<'a>]) -> Self {
        let mut blocks = Self::default();
        for (i, fact) in facts.iter().enumerate() {
            blocks.insert(i, fact);
        }
        blocks
    }

    fn insert(&mut self, i: usize, fact: &Facts<'a>) {
        let Some((first, _)) = fact.days else { return };
        let key = &fact.event.key;
        for party in key.sources.iter().chain(&key.targets) {
            self.0.entry((TABLE.family(&key.kind), key.status, party)).or_default().insert((first, i));
        }
    }

    /// Those in a block of the event's family that begin within the days, in order of time; may repeat.
    fn near(&self, key: &super::EventKey, status: Status, from: Date, to: Date) -> impl Iterator<Item = usize> + '_ {
        let parties: BTreeSet<String> = key.sources.iter().chain(&key.targets).cloned().collect();
        let family = TABLE.family(&key.kind);
        let mut found = BTreeSet::new();
        for party in &parties {
            if let Some(block) = self.0.get(&(family, status, party.as_str())) {
                found.extend(block.range((from, 0)..=(to, usize::MAX)).copied());
            }
        }
        found.into_iter().map(|(_, i)| i)
    }
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

/// What came of planned events.
fn outcomes(facts: &[Facts], blocks: &Blocks, classes: &[usize]) -> Vec<Join> {
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
fn contradictions(facts: &[Facts], blocks: &Blocks) -> Vec<Join> {
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
fn denials(facts: &[Facts], blocks: &Blocks) -> Vec<Join> {
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
    let asked = super::EventKey { kind: answered.to_owned(), ..key.clone() };
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

/// `data/graph/joins.tsv`.
struct Table {
    /// Type to the broader type that covers it.
    broader: BTreeMap<&'static str, &'static str>,
    /// Type to the type that it answers.
    answers: BTreeMap<&'static str, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::parse(include_str!("../../data/graph/joins.tsv")));

impl Table {
    fn parse(text: &'static str) -> Self {
        let mut table = Self { broader: BTreeMap::new(), answers: BTreeMap::new() };
        for line in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
            let mut fields = line.split('\t');
            if let (Some(relation), Some(one), Some(other)) = (fields.next(), fields.next(), fields.next()) {
                match relation {
                    "covers" => drop(table.broader.insert(other, one)),
                    "answers" => drop(table.answers.insert(one, other)),
                    _ => {}
                }
            }
        }
        table
    }

    /// The broadest type over this one, itself where none is.
    fn family<'a>(&self, kind: &'a str) -> &'a str {
        self.broader.get(kind).copied().unwrap_or(kind)
    }

    /// 1 for types that cover others, else 0.
    fn breadth(&self, kind: &str) -> usize {
        usize::from(self.broader.values().any(|b| *b == kind))
    }

    /// Whether two types are the same or one covers the other.
    fn fit(&self, a: &str, b: &str) -> bool {
        a == b || self.broader.get(a) == Some(&b) || self.broader.get(b) == Some(&a)
    }

    fn answers(&self, kind: &str) -> Option<&'static str> {
        self.answers.get(kind).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Event;
    use crate::graph::EventKey;
    use crate::graph::testing::record;

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
    fn merging_is_as_described() {
        let text = include_str!("../../tests/graph/merging.md");
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

    #[test]
    fn many_events_of_one_pair_take_little_time() {
        let mut day: Date = "2020-01-01".parse().expect("a day");
        let mut records = Vec::new();
        for i in 0..6000 {
            let kind = ["Attack", "Airstrike", "Criticism"][i % 3];
            records.push(record(&format!("a{i}: {day} {kind} RUS > UKR")));
            if i % 7 == 0 {
                day += 1.day();
            }
        }
        let start = std::time::Instant::now();
        joins(&EventGraph::new(records));
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
