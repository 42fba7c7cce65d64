//! Clauses in, drafts out: the heart of the extractor.

use super::confidence::Evidence;
use super::draft::{Draft, Filled, side};
use super::event::Status;
use super::model::features::{self, Features};
use super::model::{self, Model, NONE};
use super::rules::{InnerEvent, InnerLink, InnerStatus, Match, OBJECT, Rulebook};
use super::scene::Scene;
use super::types::{self, EventType};
use super::who::{self, Filler, RECIPROCAL};
use super::{discourse, location, said, status, when};
use crate::actors::ActorKind;
use crate::clauses::{Clause, ClauseKind, Complement, Form, Link, words};
use crate::language::labels::{Dep, Pos};
use crate::span::Span;
use crate::time::EventTime;
use rustc_hash::{FxHashMap, FxHashSet};

/// The events that the clauses of a scene state, in order of the text.
pub fn events(scene: &Scene, book: &Rulebook, model: &Model) -> Vec<Draft> {
    let mut drafts = drafts(scene, book, model);
    who::sides::revise(scene, book, &model.sides, &mut drafts);
    drafts.retain(|d| !d.source.is_empty() || !d.target.is_empty());
    let lacks = |d: &Draft| {
        let (source, target) = d.evidence.unnamed;
        source && d.source.is_empty() || target && d.target.is_empty()
    };
    drafts.retain(|d| !lacks(d));
    // what the model alone is less sure of needs political actors on both sides
    let sure = |d: &Draft| d.evidence.by_rule || d.evidence.any >= ALONE && d.evidence.of_type >= ALONE_TYPE;
    drafts.retain(|d| sure(d) || who::both_sides(d.kind, &d.source, &d.target));
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
    share_targets(scene, &mut found);
    join_deeds(scene, &mut found);
    add_hosts(scene, &mut found);
    drop_ended(scene, &mut found);
    plan_agreed(scene, book, &mut found);
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
    drop_told_twice(scene, drafts)
}

/// `imposed sanctions on X, accusing them of ...`: an act told beside another, with nobody named of its own, is done to
/// the same.
fn share_targets(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let mut shared = Vec::new();
    for draft in
        found.values().filter(|d| d.target.is_empty() && !d.source.is_empty() && !RECIPROCAL.contains(&d.kind.name))
    {
        let Some(clause) = scene.clauses.at(draft.head) else { continue };
        let pronoun = clause.patient.iter().any(|p| scene.document.tokens[*p].pos == Pos::Pron);
        let beside =
            clause.link == Link::Adverbial && clause.mark.is_none() || clause.link == Link::Conjunct && pronoun;
        let Some(above) = clause
            .parent
            .and_then(|p| scene.clauses.at(p))
            .filter(|_| beside && (pronoun || clause.patient.is_empty()))
        else {
            continue;
        };
        let source = found.get(&above.head).into_iter().chain(above.patient.iter().filter_map(|p| found.get(p)));
        let target = source.map(|d| &d.target).find(|t| !t.is_empty());
        shared.extend(target.map(|t| (draft.head, t.clone())));
    }
    for (head, target) in shared {
        if let Some(draft) = found.get_mut(&head) {
            draft.target = target;
            draft.target.retain(|t| !draft.source.iter().any(|s| s.actor.id == t.actor.id));
        }
    }
}

/// `suspended the aid`, `the end of the talks`: what is ended is no event beside its end. (A summit that is put off is one to come.)
fn drop_ended(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let mut ended: Vec<(usize, usize)> = Vec::new();
    let ends = |d: &&Draft| matches!(d.kind.name, "SuspendCooperation" | "Sanction" | "Restriction");
    for end in found.values().filter(ends) {
        let Some(clause) = scene.clauses.at(end.head) else { continue };
        let of = clause.obliques.iter().filter(|o| clause.kind == ClauseKind::Noun && o.prep.as_ref() == "of");
        let things = clause.patient.iter().copied().chain(of.map(|o| o.head));
        let shared = |d: &Draft| {
            matches!(d.kind.plover, "AID" | "COOPERATE" | "AGREE") || matches!(d.kind.name, "Negotiation" | "Support")
        };
        let things = things.filter(|head| *head != end.head && found.get(head).is_some_and(shared));
        ended.extend(things.map(|head| (end.head, head)));
    }
    for (end, thing) in ended {
        let Some(thing) = found.remove(&thing) else { continue };
        if let Some(end) = found.get_mut(&end).filter(|end| end.target.is_empty()) {
            let other = |t: &Filled| !end.source.iter().any(|s| side(&s.actor) == side(&t.actor));
            end.target = thing.target.into_iter().filter(other).collect();
        }
    }
}

/// `flew to Oslo for talks`: who is visited is the other party of the talks.
fn add_hosts(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let mut hosts = Vec::new();
    for talks in found.values().filter(|d| RECIPROCAL.contains(&d.kind.name) && d.source.len() == 1) {
        let t = &scene.document.tokens[talks.head];
        let prep = &scene.document.tokens[t.head];
        let visit = found
            .get(&prep.head)
            .filter(|v| v.kind.name == "Visit" && t.dep == Dep::Pobj && prep.lower.as_ref() == "for");
        let host = visit.and_then(|v| v.target.first());
        hosts.extend(host.filter(|h| side(&h.actor) != side(&talks.source[0].actor)).map(|h| (talks.head, h.clone())));
    }
    for (head, host) in hosts {
        if let Some(talks) = found.get_mut(&head) {
            talks.source.push(host);
        }
    }
}

/// `agreed to make efforts to realise X's visit`: what both have agreed to bring about is planned, however it is put.
fn plan_agreed(scene: &Scene, book: &Rulebook, found: &mut FxHashMap<usize, Draft>) {
    let agreed: FxHashSet<usize> = found
        .values()
        .filter(|d| d.kind.name == "AgreementToMeet" && d.status == Status::Actual)
        .map(|d| d.head)
        .filter(|head| {
            let clause = scene.clauses.at(*head);
            clause
                .and_then(|c| book.embedding.of(scene, c, InnerLink::To))
                .is_some_and(|c| c.status == InnerStatus::Planned)
        })
        .collect();
    for draft in found.values_mut().filter(|d| matches!(d.kind.name, "Visit" | "Meeting" | "Negotiation")) {
        let of_agreed = || scene.document.ancestors(draft.head).take(8).any(|a| agreed.contains(&a));
        if draft.status == Status::Possible && of_agreed() {
            draft.status = Status::Planned;
        }
    }
}

/// `killed in a Turkish raid`, `raids killed`: the blow and what it did are one deed. Who struck stands with
/// the noun, who was hit with the verb.
fn join_deeds(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let violent = |d: &Draft| d.kind.plover == "ASSAULT";
    let mut pairs = Vec::new();
    for verb in found.values().filter(|d| violent(d)) {
        let Some(clause) = scene.clauses.at(verb.head).filter(|c| c.kind == ClauseKind::Verb) else { continue };
        let beside =
            clause.obliques.iter().filter(|o| matches!(o.prep.as_ref(), "in" | "during" | "by" | "with" | "from"));
        let nouns = clause.agent.iter().copied().chain(beside.map(|o| o.head));
        let noun =
            nouns.filter_map(|h| found.get(&h)).find(|d| d.head != verb.head && violent(d) && d.status == verb.status);
        pairs.extend(
            noun.filter(|n| scene.clauses.at(n.head).is_some_and(|c| c.kind == ClauseKind::Noun))
                .map(|n| (verb.head, n.head)),
        );
    }
    pairs.sort_unstable();
    for (verb, noun) in pairs {
        let Some(noun) = found.remove(&noun) else { continue };
        let Some(deed) = found.get_mut(&verb) else { continue };
        if matches!(deed.kind.name, "Attack" | "Airstrike" | "Shelling" | "Bombing") {
            deed.kind = noun.kind;
        }
        if !noun.source.is_empty() {
            deed.target.retain(|t| !noun.source.iter().any(|s| side(&s.actor) == side(&t.actor)));
            deed.source = noun.source;
        }
        if deed.target.is_empty() {
            deed.target = noun.target;
        }
        deed.time = deed.time.take().or(noun.time);
        deed.place = deed.place.take().or(noun.place);
    }
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
    evidence: Evidence,
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
    if unnamed != (false, false) && (model.is_empty() || verdict.evidence.of_type < KEPT) {
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
const SPECIFIC: u32 = 6;

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
        return Some(Verdict { kind: best.rule.kind, rule: Some(best), evidence: evidence(clause, 0.5, 0.5, true) });
    }
    let mut features = Features::default();
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
                return Some(Verdict { kind: likeliest, rule: None, evidence: evidence(clause, p, any, false) });
            }
            Some(Verdict { kind: best.rule.kind, rule: Some(best), evidence: evidence(clause, of_rule, any, true) })
        }
        None if any >= PROPOSED && p >= PROPOSED_TYPE => {
            Some(Verdict { kind: likeliest, rule: None, evidence: evidence(clause, p, any, false) })
        }
        None if known => nearly(scene, book, clause, own_status, &inner, &probabilities),
        None => None,
    }
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
    let near = book.near_misses(scene, clause, status, inner);
    let of = |kind: &EventType| model::corpus::class_of(kind.name).map_or(0.0, |c| probabilities[c]);
    let types = near.iter().filter(|n| n.missing == OBJECT && n.rule.kind.name != "Statement").map(|n| n.rule.kind);
    let kind = types.max_by(|a, b| of(a).total_cmp(&of(b)))?;
    let p = of(kind);
    (p >= NEARLY_TYPE).then(|| Verdict { kind, rule: None, evidence: evidence(clause, p, any, false) })
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
            let own = !draft.source.is_empty() && draft.source.iter().all(|f| agents.contains(&side(&f.actor)));
            out.push(InnerEvent { kind: draft.kind, link: InnerLink::of(complement.link), status: draft.status, own });
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

/// The verb of `landed in X for a visit`, where the noun tells nothing of its own.
fn came_for(scene: &Scene, clause: &Clause) -> Option<usize> {
    let tokens = &scene.document.tokens;
    let t = &tokens[clause.head];
    let bare = clause.owner.is_empty() && clause.obliques.iter().all(|o| scene.actor_mention(o.head).is_none());
    let behind = t.dep == Dep::Pobj && matches!(tokens[t.head].lower.as_ref(), "for" | "on");
    (bare && behind).then(|| tokens[t.head].head)
}

/// `signed a declaration`: what is signed is no statement beside.
fn is_paper(clause: &Clause, noun: &Draft, verb: &Draft) -> bool {
    noun.kind.name == "Statement" && verb.kind.name == "SignedAgreement" && clause.owner.is_empty()
}

/// A verb and its event noun tell of one event (`held talks`, `launched an attack`): the noun's rule knows more.
fn drop_told_twice(scene: &Scene, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut keep = vec![true; drafts.len()];
    for (i, noun) in drafts.iter().enumerate() {
        let Some(clause) = scene.clauses.at(noun.head).filter(|c| c.kind == ClauseKind::Noun) else { continue };
        let Some(verb) = clause.support.or_else(|| came_for(scene, clause)) else { continue };
        let Ok(j) = drafts.binary_search_by_key(&verb, |d| d.head) else { continue };
        let other = &drafts[j];
        let same_family = other.kind.plover == noun.kind.plover;
        if clause.support.is_none() && other.kind.name != noun.kind.name {
            continue;
        }
        if same_family && other.kind.name == noun.kind.name {
            // the same type: the fuller account stays
            let richer = noun.source.len() + noun.target.len() > other.source.len() + other.target.len();
            keep[if richer { j } else { i }] = false;
        } else if is_paper(clause, noun, other) {
            keep[i] = false;
        } else if (noun.kind.name, other.kind.name) == ("JointExercise", "MilitaryExercise") {
            keep[j] = false;
        } else if same_family && other.status == noun.status {
            // `have direct talks`: the noun says what sort they are
            keep[j] = false;
        }
    }
    let mut keep = keep.into_iter();
    let mut drafts = drafts;
    drafts.retain(|_| keep.next().unwrap_or(true));
    drafts
}
