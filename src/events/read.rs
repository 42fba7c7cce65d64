//! Clauses in, drafts out: the heart of the extractor.

use super::confidence::Evidence;
use super::draft::{Draft, Filled, side};
use super::event::Status;
use super::model::features::{self, Features};
use super::model::{self, Model, NONE};
use super::rules::{Function, InnerEvent, InnerLink, InnerStatus, Match, OBJECT, Rule, Rulebook};
use super::scene::Scene;
use super::types::{self, EventType};
use super::who::{self, Filler};
use super::{among, answers, discourse, location, said, status, when};
use crate::actors::ActorKind;
use crate::clauses::{Clause, ClauseKind, Complement, Form, Link, words};
use crate::language::labels::Pos;
use crate::span::Span;
use crate::time::EventTime;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The events that the clauses of a scene state, in order of the text.
pub fn events(scene: &Scene, book: &Rulebook, model: &Model) -> Vec<Draft> {
    let mut drafts = drafts(scene, book, model);
    who::sides::revise(scene, book, &model.sides, &mut drafts);
    answers::settle_again(scene, &mut drafts);
    drafts.retain(|d| !d.source.is_empty() || !d.target.is_empty());
    let lacks = |d: &Draft| {
        let (source, target) = d.evidence.unnamed;
        source && d.source.is_empty() || target && d.target.is_empty()
    };
    for draft in &mut drafts {
        if lacks(draft) && who::speaks_of_government(scene, draft) {
            who::turn_home(scene, book, draft);
        }
        // `said that the tariffs were unfair`: whoever is meant, it has been said
        if let (Some(rule), Some(kind)) = (draft.instead.take().filter(|_| lacks(draft)), types::get("Statement")) {
            (draft.kind, draft.rule) = (kind, rule);
            draft.evidence.unnamed = (false, false);
        }
    }
    drafts.retain(|d| !lacks(d));
    // what the model alone is less sure of needs political actors on both sides
    let sure = |d: &Draft| d.evidence.by_rule || d.evidence.any >= ALONE && d.evidence.of_type >= ALONE_TYPE;
    drafts.retain(|d| sure(d) || who::both_sides(d.kind, &d.source, &d.target));
    for draft in &mut drafts {
        who::ask_own(scene, draft);
        who::turn_home(scene, book, draft);
    }
    who::take_back(scene, &mut drafts);
    drop_told_of_oneself(scene, drafts)
}

/// `says that its forces took the town`, `announces a trade deal`: who tells of a deed of his own states no more than the deed.
fn drop_told_of_oneself(scene: &Scene, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let at = |head: usize| drafts.binary_search_by_key(&head, |d| d.head).ok().map(|i| &drafts[i]);
    let tells = |d: &Draft| {
        let Some(clause) =
            scene.clauses.at(d.head).filter(|_| d.kind.name == "Statement" && d.status == Status::Actual)
        else {
            return false;
        };
        let inside = clause.complements.iter().map(|c| c.head).chain(clause.patient.iter().copied());
        let told = inside.filter_map(|head| inner_draft(scene, &at, head, 0));
        let is_of = |inner: &Draft, f: &Filled| inner.source.iter().any(|s| side(&s.actor) == side(&f.actor));
        let own = |inner: &Draft| !d.source.is_empty() && d.source.iter().all(|f| is_of(inner, f));
        told.into_iter().any(|t| own(t) && matches!(t.status, Status::Actual | Status::Planned))
    };
    let keep: Vec<bool> = drafts.iter().map(|d| !tells(d)).collect();
    let mut keep = keep.into_iter();
    drafts.retain(|_| keep.next().unwrap_or(true));
    drafts
}

/// The same with the parties that each clause gives by itself, which may be nobody.
pub fn drafts(scene: &Scene, book: &Rulebook, model: &Model) -> Vec<Draft> {
    let mut found: FxHashMap<usize, Draft> = FxHashMap::default();
    for clause in inner_first(scene) {
        if let Some(draft) = event(scene, book, model, &found, clause) {
            found.insert(clause.head, draft);
        }
    }
    among::settle(scene, book, &mut found);
    let above = |d: &Draft| {
        let mut above = scene.document.ancestors(d.head).take(64).filter_map(|t| found.get(&t));
        above.any(|other| other.kind.name != "Statement")
    };
    let inner: FxHashSet<usize> = found.values().filter(|d| above(d)).map(|d| d.head).collect();
    let mut drafts: Vec<Draft> = found.into_values().collect();
    drafts.sort_by_key(|d| d.head);
    drafts.iter_mut().for_each(|d| d.evidence.inner = inner.contains(&d.head));
    discourse::date(scene, &mut drafts);
    discourse::recall(scene, &mut drafts);
    discourse::know_again(scene, &mut drafts);
    answers::settle(scene, &mut drafts);
    among::drop_told_twice(scene, drafts)
}

/// Clauses in an order in which the inside of each comes before it.
fn inner_first<'a>(scene: &Scene<'a>) -> Vec<&'a Clause> {
    let depth = |clause: &Clause| scene.document.ancestors(clause.head).count();
    let mut order: Vec<(usize, &Clause)> = scene.clauses.list.iter().map(|c| (depth(c), c)).collect();
    order.sort_by_key(|(d, c)| (std::cmp::Reverse(*d), c.head));
    order.into_iter().map(|(_, c)| c).collect()
}

/// What a clause may be an event of, with the evidence.
struct Verdict<'a> {
    kind: &'static EventType,
    rule: Option<Match<'a>>,
    /// The rule by which it is at least a statement.
    instead: Option<Arc<str>>,
    evidence: Evidence,
}

impl Verdict<'_> {
    /// What the model sees by itself.
    fn of_model(kind: &'static EventType, evidence: Evidence) -> Self {
        Self { kind, rule: None, instead: None, evidence }
    }
}

/// The event of one clause, when a rule or the model finds one; perhaps with nobody yet who takes part.
fn event(
    scene: &Scene,
    book: &Rulebook,
    model: &Model,
    found: &FxHashMap<usize, Draft>,
    clause: &Clause,
) -> Option<Draft> {
    if status::is_background(scene, book, clause)
        || is_part_of_name(scene, clause)
        || is_set_phrase(scene, clause)
        || who::inert::is_excepted(scene.document, clause.head)
        || book.is_by_bystanders(scene, clause)
    {
        return None;
    }
    let bare = status::of(scene, book, clause, None);
    let verdict = judge(scene, book, model, found, clause, bare)?;
    let loose = verdict.rule.is_none() || verdict.kind.name == "Statement";
    if loose && book.is_done_to_bystanders(scene, clause) {
        return None;
    }
    let own_status = status::of(scene, book, clause, Some(verdict.kind));
    let filler = Filler { scene: *scene, book, inner: found };
    let slots = match &verdict.rule {
        Some(m) => book.slots(m.rule, clause.kind),
        None => book.type_slots(verdict.kind, clause.kind),
    };
    let who::Parties { source, target, mediator } = who::parties(&filler, clause, verdict.kind, slots);
    let asks = |m: &Match| (m.rule.needs_source && source.is_empty(), m.rule.needs_target && target.is_empty());
    let unnamed = verdict.rule.as_ref().map(asks).unwrap_or_default();
    if unnamed != (false, false) && (model.is_empty() || verdict.evidence.of_type < KEPT && verdict.instead.is_none()) {
        return None;
    }
    let about_status = verdict.rule.as_ref().is_some_and(|m| m.rule.is_about_status());
    let given = verdict.rule.as_ref().and_then(|m| m.rule.status).filter(|_| own_status == Status::Actual);
    let status = given.unwrap_or(if about_status { Status::Actual } else { own_status });
    let (status, time) = to_come(scene, clause, found, status, when::of(scene, book, clause, verdict.kind, status));
    Some(Draft {
        kind: verdict.kind,
        rule: verdict.rule.as_ref().map_or_else(|| "model".into(), |m| m.rule.id.clone()),
        score: verdict.rule.as_ref().map_or(0, |m| m.score),
        head: clause.head,
        trigger: trigger(scene, clause),
        source,
        target,
        mediator,
        status,
        time,
        place: location::of(scene, book, clause).map(|(place, span, _)| (place, span)),
        said_by: said::of(scene, book, clause),
        inside: inner_events(scene, found, clause).first().map(|i| i.kind.name),
        instead: verdict.instead,
        takes_up: None,
        answers: false,
        at_home: false,
        evidence: Evidence { unnamed, ..verdict.evidence },
    })
}

/// `a strike on Monday`, told on Friday, is planned; `invites X to Cairo for June` is done today: the date is that of what stands inside.
fn to_come(
    scene: &Scene,
    clause: &Clause,
    found: &FxHashMap<usize, Draft>,
    status: Status,
    time: Option<EventTime>,
) -> (Status, Option<EventTime>) {
    let start = time.as_ref().and_then(|t| t.start).zip(scene.article.date);
    let Some((_, today)) = start.filter(|(start, today)| start > today && status == Status::Actual) else {
        return (status, time);
    };
    let past = matches!(clause.form, Form::Past | Form::Perfect) && clause.kind != ClauseKind::Noun;
    let told = past || clause.form == Form::Present && clause.kind != ClauseKind::Noun;
    // `has fixed an appointment for Tuesday`
    let inside = past || !clause.complements.is_empty() || !inner_events(scene, found, clause).is_empty();
    if told && inside { (status, Some(when::day(today))) } else { (Status::Planned, time) }
}

/// Whether a noun only helps a phrase to its preposition: `in support of`, `in return for`.
fn is_set_phrase(scene: &Scene, clause: &Clause) -> bool {
    let tokens = &scene.document.tokens;
    let around = clause.head.checked_sub(1).map(|b| &tokens[b]).zip(tokens.get(clause.head + 1));
    around.is_some_and(|(before, after)| {
        before.lower.as_ref() == "in"
            && matches!(after.lower.as_ref(), "of" | "for" | "to" | "with" | "at" | "against" | "over")
    }) && words::is_set_phrase(&tokens[clause.head].lower)
}

/// Whether a noun is only a word in somebody's name: `Rapid Support Forces`.
fn is_part_of_name(scene: &Scene, clause: &Clause) -> bool {
    let name = scene.cast.around(clause.head).filter(|m| !m.actors.is_empty() && m.tokens.len() > 1);
    let Some(name) = name.filter(|_| clause.kind == ClauseKind::Noun) else { return false };
    // `the Sovereign Military Order of Malta` is no order; but a conference or treaty bears the name of what it is
    let word = &scene.document.tokens[clause.head].lower;
    let bears = words::is_occasion(word) || words::is_title(word);
    name.head != clause.head || !bears && name.actors[0].kind == ActorKind::Organization
}

/// The least probability of an event, and of its type, at which the model's word is enough without a rule. Chosen on own texts that
/// it had not learned from and on the tune half of the news items: below, its proposals lose more precision than they gain recall.
const ALONE: f32 = 0.9;
const ALONE_TYPE: f32 = 0.35;
/// The same where political actors stand on both sides.
const PROPOSED: f32 = 0.55;
const PROPOSED_TYPE: f32 = 0.25;

/// From this probability of another family on, where its own type has less than [`DOUBTED`], a rule is overruled. That the model
/// sees no event at all is not enough: what the codebook says should come out.
const OVERRULES: f32 = 0.5;
const DOUBTED: f32 = 0.15;
/// The least probability of its type at which an event stays though its rule asks for a side that the clause does not name: who is
/// meant may stand elsewhere.
const KEPT: f32 = 0.6;
/// A rule that asks for this much is not overruled.
const SPECIFIC: u32 = 9;

/// The least probability of an event, and of its type, at which the model's word is enough where a rule knows the predicate
/// but not its object. Measured as above.
const NEARLY: f32 = 0.5;
const NEARLY_TYPE: f32 = 0.2;

/// Weighs rules and model: where a rule holds it decides, unless it asks for little and the model is sure of another family; the model
/// gives the confidence. Where no rule holds the model may propose.
fn judge<'a>(
    scene: &Scene,
    book: &'a Rulebook,
    model: &Model,
    found: &FxHashMap<usize, Draft>,
    clause: &Clause,
    own_status: Status,
) -> Option<Verdict<'a>> {
    let known = book.knows(clause);
    if model.is_empty() && !known {
        return None;
    }
    let inner = inner_events(scene, found, clause);
    let matches = if known { book.matches(scene, clause, own_status, &inner) } else { Vec::new() };
    if model.is_empty() {
        let best = *matches.first()?;
        return Some(Verdict {
            instead: None,
            kind: best.rule.kind,
            rule: Some(best),
            evidence: evidence(clause, 0.5, 0.5, true),
        });
    }
    let mut features = Features::with_capacity(128);
    features::collect(scene, book, clause, own_status, &matches, found, &mut features);
    let probabilities = model.kinds.probabilities(&features.hashes);
    let any = 1.0 - probabilities[NONE];
    let (class, p) = probabilities.iter().copied().enumerate().skip(1).max_by(|a, b| a.1.total_cmp(&b.1))?;
    let likeliest = types::all().get(class - 1)?;
    match matches.first().copied() {
        Some(best) => {
            let of_rule = model::corpus::class_of(best.rule.kind.name).map_or(0.0, |c| probabilities[c]);
            if best.score < SPECIFIC && p >= OVERRULES && of_rule < DOUBTED && likeliest.plover != best.rule.kind.plover
            {
                return Some(Verdict::of_model(likeliest, evidence(clause, p, any, false)));
            }
            let said = matches[1..].iter().find(|m| m.rule.kind.name == "Statement").map(|m| m.rule.id.clone());
            let evidence = evidence(clause, of_rule, any, true);
            Some(Verdict { instead: said, kind: best.rule.kind, rule: Some(best), evidence })
        }
        // `orders the ministry to raise tariffs`, `orders the release of a captive`: the inside says what is done
        None if !inner.is_empty() && is_performed(scene, book, clause, &inner) => None,
        None if any >= PROPOSED && p >= PROPOSED_TYPE => {
            Some(Verdict::of_model(likeliest, evidence(clause, p, any, false)))
        }
        None if known => nearly(scene, book, clause, own_status, &inner, &probabilities),
        None => None,
    }
}

/// Whether a verb only performs what its infinitive says, or the deed of its own that its object names.
fn is_performed(scene: &Scene, book: &Rulebook, clause: &Clause, inner: &[InnerEvent]) -> bool {
    let performs = |link: InnerLink| {
        let class = book.embedding.of(scene, clause, link);
        class.is_some_and(|c| c.status == InnerStatus::Same && c.function == Function::Pass)
    };
    let named = || inner.iter().any(|i| i.link == InnerLink::Object && i.own);
    clause.complements.iter().any(|c| c.link == Link::Infinitive) && performs(InnerLink::To)
        || named() && performs(InnerLink::Object)
}

/// Where rules know the predicate and only its object is none that they name, and political actors stand on both sides, the
/// model chooses among the types of those rules: `rebels razed a customs post`.
fn nearly<'a>(
    scene: &Scene,
    book: &'a Rulebook,
    clause: &Clause,
    status: Status,
    inner: &[InnerEvent],
    probabilities: &[f32],
) -> Option<Verdict<'a>> {
    let any = 1.0 - probabilities[NONE];
    if clause.kind != ClauseKind::Verb || any < NEARLY {
        return None;
    }
    let of = |kind: &EventType| model::corpus::class_of(kind.name).map_or(0.0, |c| probabilities[c]);
    let likely = |rule: &Rule| rule.kind.name != "Statement" && of(rule.kind) >= NEARLY_TYPE;
    let near = book.misses(scene, clause, status, inner, likely);
    let types = near.iter().filter(|n| n.missing == OBJECT).map(|n| n.rule.kind);
    let kind = types.max_by(|a, b| of(a).total_cmp(&of(b)))?;
    Some(Verdict::of_model(kind, evidence(clause, of(kind), any, false)))
}

/// What speaks for an event of a clause.
fn evidence(clause: &Clause, of_type: f32, any: f32, by_rule: bool) -> Evidence {
    let noun = clause.kind == ClauseKind::Noun;
    Evidence {
        of_type,
        any,
        by_rule,
        noun,
        inner: false,
        unnamed: (false, false),
        parties: None,
        main: !noun && matches!(clause.link, Link::Main | Link::That),
    }
}

/// Events of the clause's complements, and of event nouns that are its object or stand behind its prepositions.
pub fn inner_events(scene: &Scene, found: &FxHashMap<usize, Draft>, clause: &Clause) -> Vec<InnerEvent> {
    let mut out = Vec::new();
    let objects = clause.patient.iter().chain(clause.obliques.iter().map(|o| &o.head));
    let objects = objects.map(|head| Complement { head: *head, link: Link::Argument });
    let agents = clause.agent.iter().filter_map(|h| scene.actor_mention(*h)).flat_map(|m| &m.actors);
    let agents: Vec<&str> = agents.map(|a| side(a)).collect();
    for complement in clause.complements.iter().copied().chain(objects) {
        if let Some(draft) = inner_draft(scene, &|head| found.get(&head), complement.head, 0) {
            let mine = |f: &Filled| agents.contains(&side(&f.actor));
            let own = !draft.source.is_empty() && draft.source.iter().all(mine);
            let of_others = !draft.source.is_empty() && !agents.is_empty() && !draft.source.iter().any(mine);
            let link = InnerLink::of(complement.link);
            out.push(InnerEvent { kind: draft.kind, link, status: draft.status, own, of_others });
        }
    }
    out
}

/// The event at a predicate, or the first one inside it: `agreed to hold talks`.
fn inner_draft<'a>(
    scene: &Scene,
    at: &dyn Fn(usize) -> Option<&'a Draft>,
    head: usize,
    depth: usize,
) -> Option<&'a Draft> {
    if let Some(draft) = at(head) {
        return Some(draft);
    }
    let clause = scene.clauses.at(head).filter(|_| depth < 3)?;
    let mut next = clause.complements.iter().map(|c| c.head).chain(clause.patient.iter().copied());
    next.find_map(|h| inner_draft(scene, at, h, depth + 1))
}

/// The words that name the event: the predicate with its particle.
fn trigger(scene: &Scene, clause: &Clause) -> Span {
    let head = scene.document.tokens[clause.head].span;
    let particle = clause.particle.as_ref().and_then(|p| {
        scene
            .document
            .children(clause.head)
            .find(|c| scene.document.tokens[*c].lower == *p && scene.document.tokens[*c].pos != Pos::Noun)
    });
    match particle {
        Some(p) if p == clause.head + 1 => head.cover(scene.document.tokens[p].span),
        _ => head,
    }
}
