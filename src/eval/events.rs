//! Events with their types, actors, dates and status.

use super::figures::{Figures, share};
use super::gold::{Gold, GoldEvent, Marked};
use super::{Made, Scores};
use crate::actors::Actor;
use crate::actors::called::plain;
use crate::events::event::{Event, Role, Status};
use crate::events::types;
use std::collections::BTreeSet;

/// How alike the kinds of two events must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Of one type.
    Type,
    /// Of one PLOVER class.
    Root,
}

/// Types whose parties may stand on either side when the gold names no target.
const SYMMETRIC: [&str; 12] = [
    "Meeting",
    "PhoneCall",
    "Negotiation",
    "SignedAgreement",
    "JointExercise",
    "Agreement",
    "Ceasefire",
    "Recognition",
    "EconomicCooperation",
    "Attack",
    "AgreementToMeet",
    "MilitaryCooperation",
];

pub(super) const SOURCE: [Role; 2] = [Role::Source, Role::Mediator];
pub(super) const TARGET: [Role; 1] = [Role::Target];

/// How well an extracted event fits a gold one.
#[derive(Clone, Debug)]
struct Fit {
    /// Gold actors found, all, extracted actors right, all.
    args: [usize; 4],
    actors: bool,
    status: bool,
    when: bool,
    place: Option<bool>,
    trigger: bool,
}

impl Fit {
    /// By how much it is to be preferred.
    fn weight(&self) -> f64 {
        let found = self.args[0] as f64 / self.args[1].max(1) as f64;
        let one = |b: bool| f64::from(u8::from(b));
        4.0 * one(self.actors) + 2.0 * found + one(self.status) + one(self.when) + one(self.trigger)
    }
}

/// Sums over all records.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    gold: usize,
    made: usize,
    kind: usize,
    triple: usize,
    full: usize,
    status: usize,
    when: usize,
    placed: usize,
    place: usize,
}

pub(super) fn score(name: &str, level: Level, pairs: &[(Gold, Made)]) -> Scores {
    let (mut sums, mut details) = (Sums::default(), Vec::new());
    for (gold, made) in pairs {
        let Marked::Events(marked) = &gold.marked else { continue };
        record(level, &gold.id, marked, made.events(), &mut sums, &mut details);
    }
    let figures = |right| Figures::of(right, sums.made, sums.gold);
    let of_matched = |right| share(right, sums.kind);
    let kind = figures(sums.kind);
    let line = format!(
        "{name}: type {kind}  triple {}  full {}  | of matched: status {:.3} when {:.3} place {:.3}  (gold {}, extracted {})",
        figures(sums.triple),
        figures(sums.full),
        of_matched(sums.status),
        of_matched(sums.when),
        share(sums.place, sums.placed),
        sums.gold,
        sums.made,
    );
    Scores { line, details, figure: kind.f1 }
}

/// Statements count only where the gold would accept one: "X said that Y" is seldom marked.
fn record(level: Level, id: &str, marked: &[GoldEvent], made: &[Event], sums: &mut Sums, details: &mut Vec<String>) {
    let wanted: Vec<&GoldEvent> = marked.iter().filter(|g| g.kind != "Statement").collect();
    let statement_fits = wanted.iter().any(|g| g.alt.iter().any(|a| a == "Statement"));
    let events: Vec<&Event> = made.iter().filter(|e| statement_fits || e.kind != "Statement").collect();
    let pairs = pair(level, &wanted, &events);
    sums.gold += wanted.len();
    sums.kind += pairs.iter().flatten().count();
    let used: BTreeSet<usize> = pairs.iter().flatten().map(|(j, _)| *j).collect();
    sums.made += events.iter().enumerate().filter(|(j, e)| used.contains(j) || e.kind != "Statement").count();
    for (gold, matched) in wanted.iter().zip(&pairs) {
        let (source, target) = (gold.source.join(","), gold.target.join(","));
        let Some((j, fit)) = matched else {
            details.push(format!("MISS  {id}  {}({source} > {target}) [{}]", gold.kind, gold.trigger));
            continue;
        };
        let full = fit.actors && fit.status && fit.when;
        sums.triple += usize::from(fit.actors);
        sums.full += usize::from(full);
        sums.status += usize::from(fit.status);
        sums.when += usize::from(fit.when);
        sums.placed += usize::from(fit.place.is_some());
        sums.place += usize::from(fit.place == Some(true));
        if !full {
            let event = events[*j];
            details.push(format!(
                "WRONG {id}  {}({source} > {target}) {} {}  GOT {}({} > {}) {} {}",
                gold.kind,
                gold.when.as_deref().unwrap_or("None"),
                status_name(gold.status),
                event.kind,
                names_of(event, &SOURCE),
                names_of(event, &TARGET),
                event.time.as_ref().map_or("None", |t| t.edtf.as_str()),
                status_name(event.status),
            ));
        }
    }
    for (j, event) in events.iter().enumerate().filter(|(j, _)| !used.contains(j)) {
        let triggers: Vec<&str> = events[j].mentions.iter().map(|m| m.trigger.text.as_str()).collect();
        details.push(format!("EXTRA {id}  {} [{}]", event.kind, triggers.join(" / ")));
    }
}

/// Whether an extracted event is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Whether it counts: statements do only where the gold accepts one.
    pub counted: bool,
    /// Whether its type is right.
    pub kind: bool,
    /// Whether its actors are right too.
    pub triple: bool,
}

/// How many events the gold holds, and for each extracted one whether it is right.
pub fn judge(level: Level, marked: &[GoldEvent], made: &[Event]) -> (usize, Vec<Judgement>) {
    let wanted: Vec<&GoldEvent> = marked.iter().filter(|g| g.kind != "Statement").collect();
    let statement_fits = wanted.iter().any(|g| g.alt.iter().any(|a| a == "Statement"));
    let numbers: Vec<usize> = (0..made.len()).filter(|j| statement_fits || made[*j].kind != "Statement").collect();
    let events: Vec<&Event> = numbers.iter().map(|j| &made[*j]).collect();
    let mut out = vec![Judgement::default(); made.len()];
    for number in &numbers {
        out[*number].counted = made[*number].kind != "Statement";
    }
    for (j, fit) in pair(level, &wanted, &events).into_iter().flatten() {
        out[numbers[j]] = Judgement { counted: true, kind: true, triple: fit.actors };
    }
    (wanted.len(), out)
}

/// For each gold event the extracted one that fits it best; the best pairs first, each event once.
fn pair(level: Level, wanted: &[&GoldEvent], events: &[&Event]) -> Vec<Option<(usize, Fit)>> {
    let mut fits = Vec::new();
    for (i, gold) in wanted.iter().enumerate() {
        for (j, event) in events.iter().enumerate().filter(|(_, e)| same_kind(level, gold, e)) {
            fits.push((i, j, fit(gold, event)));
        }
    }
    fits.sort_by(|a, b| b.2.weight().total_cmp(&a.2.weight()));
    let mut out: Vec<Option<(usize, Fit)>> = vec![None; wanted.len()];
    let mut used = BTreeSet::new();
    for (i, j, fit) in fits {
        if out[i].is_none() && used.insert(j) {
            out[i] = Some((j, fit));
        }
    }
    out
}

fn same_kind(level: Level, gold: &GoldEvent, event: &Event) -> bool {
    let mut accepted = std::iter::once(&gold.kind).chain(&gold.alt);
    match level {
        Level::Type => accepted.any(|t| *t == event.kind),
        Level::Root => accepted.any(|t| types::get(t).is_some_and(|t| t.plover == event.plover.event)),
    }
}

fn fit(gold: &GoldEvent, event: &Event) -> Fit {
    let symmetric = SYMMETRIC.contains(&gold.kind.as_str()) && gold.target.is_empty();
    let (source, target) = if symmetric {
        (actors(event, &[SOURCE[0], SOURCE[1], TARGET[0]]), Vec::new())
    } else {
        (actors(event, &SOURCE), actors(event, &TARGET))
    };
    let (s, t) = (match_side(&gold.source, &source), match_side(&gold.target, &target));
    let args = std::array::from_fn(|i| s[i] + t[i]);
    let edtf = event.time.as_ref().map(|t| t.edtf.as_str()).filter(|e| !e.is_empty());
    let marked = plain(&gold.trigger);
    Fit {
        args,
        actors: args[0] == args[1] && args[2] == args[3],
        status: event.status == gold.status,
        when: edtf == gold.when.as_deref().filter(|w| !w.is_empty()),
        place: gold.place.as_deref().filter(|p| !p.is_empty()).map(|wanted| {
            let wanted = plain(wanted);
            match &event.place {
                Some(place) => wanted == plain(&place.place.name) || wanted == plain(&place.text),
                None => wanted.is_empty(),
            }
        }),
        trigger: event.mentions.iter().any(|m| {
            let found = plain(&m.trigger.text);
            found.contains(&marked) || marked.contains(&found)
        }),
    }
}

/// Gold found, gold in all, extracted right, extracted in all; persons of one state count once.
fn match_side(golds: &[String], actors: &[&Actor]) -> [usize; 4] {
    let found = golds.iter().filter(|g| actors.iter().any(|a| a.is_called(g))).count();
    let mut groups: Vec<(String, bool)> = Vec::new();
    for actor in actors {
        let hit = golds.iter().find(|g| actor.is_called(g));
        let key = match (hit, &actor.country) {
            (Some(gold), _) => gold.clone(),
            (None, Some(country)) => country.clone(),
            (None, None) => plain(&actor.name),
        };
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some(group) => group.1 = hit.is_some(),
            None => groups.push((key, hit.is_some())),
        }
    }
    [found, golds.len(), groups.iter().filter(|g| g.1).count(), groups.len()]
}

/// The actors of an event in some roles.
pub(super) fn actors<'a>(event: &'a Event, roles: &[Role]) -> Vec<&'a Actor> {
    event.participants.iter().filter(|p| roles.contains(&p.role)).map(|p| &*p.actor).collect()
}

fn names_of(event: &Event, roles: &[Role]) -> String {
    let names = actors(event, roles).into_iter().map(|a| a.country.as_deref().unwrap_or(&a.name));
    names.collect::<Vec<_>>().join(",")
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Negated => "negated",
    }
}
