//! What the events of a sentence do to each other before anything else is weighed: one deed told by a verb and a noun, a deed and what
//! it did, what is ended, signed or negotiated, a target or a party that two share.

use super::draft::{Draft, Filled, side};
use super::event::Status;
use super::rules::{InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use super::who::{RECIPROCAL, push_new};
use crate::clauses::words::{self, Harm};
use crate::clauses::{Clause, ClauseKind, Link};
use crate::language::labels::{Dep, EntityLabel, Pos, Tag};
use rustc_hash::{FxHashMap, FxHashSet};

/// Settles all of it for the events found so far, by their predicates.
pub(super) fn settle(scene: &Scene, book: &Rulebook, found: &mut FxHashMap<usize, Draft>) {
    share_targets(scene, found);
    join_deeds(scene, found);
    join_consequences(scene, found);
    add_hosts(scene, found);
    drop_ended(scene, found);
    drop_let_go(scene, found);
    drop_papers(scene, found);
    part_mediators(scene, found);
    drop_protested(scene, found);
    share_with_alike(scene, found);
    face_each_other(scene, found);
    plan_agreed(scene, book, found);
    share_fights(scene, found);
}

/// `a truce with the rebels after days of clashes`: those who make peace or do something together have fought each other.
fn share_fights(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let document = scene.document;
    let nobody = |d: &&Draft| d.kind.plover == "ASSAULT" && d.parties().next().is_none();
    let fights = found.values().filter(nobody).filter(|d| words::is_fight(&document.tokens[d.head].lemma));
    let sides = |d: &Draft| {
        let mut all: Vec<Filled> = Vec::new();
        d.parties().for_each(|f| push_new(&mut all, f.clone()));
        let together = RECIPROCAL.contains(&d.kind.name) || d.target.is_empty();
        let several = all.iter().any(|f| side(&f.actor) != side(&all[0].actor));
        (together && several).then_some(all)
    };
    let above = |d: &Draft| document.ancestors(d.head).take(12).filter_map(|a| found.get(&a)).find_map(sides);
    let shared: Vec<(usize, Vec<Filled>)> = fights.filter_map(|d| Some((d.head, above(d)?))).collect();
    for (head, parties) in shared {
        if let Some(draft) = found.get_mut(&head) {
            draft.source = parties;
        }
    }
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

/// `let X go`: who is let go has been freed and leaves no office.
fn drop_let_go(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let freed = found.values().filter(|d| d.kind.name == "Release").filter_map(|d| scene.clauses.at(d.head));
    let gone: Vec<usize> = freed.flat_map(|c| c.complements.iter().map(|inside| inside.head)).collect();
    for head in gone {
        if found.get(&head).is_some_and(|d| d.kind.name == "Resignation") {
            found.remove(&head);
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

/// `shelled the town, killing twelve`: what a blow did, told by a participle behind it, is the same deed.
fn join_consequences(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let violent = |d: &&Draft| d.kind.plover == "ASSAULT";
    let mut pairs = Vec::new();
    for done in found.values().filter(violent) {
        let Some(clause) = scene.clauses.at(done.head) else { continue };
        let participle = clause.mark.is_none() && scene.document.tokens[done.head].dep == Dep::Advcl;
        if !participle || words::harm(&clause.lemma) != Some(Harm::Done) {
            continue;
        }
        let Some(above) = clause.parent.and_then(|p| scene.clauses.at(p)) else { continue };
        let behind = above.obliques.iter().map(|o| o.head);
        let blows = std::iter::once(above.head).chain(above.patient.iter().copied()).chain(behind);
        // `orders strikes on the town, killing twelve`: so they were flown
        let ordered = |b: &Draft| b.status == Status::Planned && done.status == Status::Actual;
        let blow = blows.filter_map(|h| found.get(&h)).find(violent);
        let blow = blow.filter(|b| b.status == done.status || ordered(b));
        pairs.extend(blow.map(|b| (done.head, b.head)));
    }
    pairs.sort_unstable();
    for (done, blow) in pairs {
        let Some(done) = found.remove(&done) else { continue };
        let Some(blow) = found.get_mut(&blow) else { continue };
        blow.place = blow.place.take().or(done.place);
        if blow.status != done.status {
            (blow.status, blow.time) = (done.status, done.time);
        }
        if blow.target.is_empty() {
            blow.target = done.target;
            blow.target.retain(|t| !blow.source.iter().any(|s| s.actor.id == t.actor.id));
        }
    }
}

/// `signed an accord with X`, `talks on a treaty`: the paper that is signed, agreed on or talked about is no agreement beside.
fn drop_papers(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let agrees = |d: &Draft| matches!(d.kind.name, "Agreement" | "SignedAgreement");
    let mut papers: Vec<(usize, Option<usize>)> = Vec::new();
    for paper in found.values().filter(|d| agrees(d)) {
        let Some(clause) = scene.clauses.at(paper.head).filter(|c| c.kind == ClauseKind::Noun) else { continue };
        let tokens = &scene.document.tokens;
        let (governor, preposition) = match tokens[paper.head].dep {
            Dep::Pobj => (tokens[tokens[paper.head].head].head, tokens[tokens[paper.head].head].lower.as_ref()),
            Dep::Dobj => (tokens[paper.head].head, ""),
            _ => continue,
        };
        let verb = found.get(&governor).filter(|d| d.head != paper.head && agrees(d));
        let signed = verb.filter(|_| matches!(preposition, "" | "on" | "to"));
        let topic = matches!(preposition, "on" | "about" | "over" | "for" | "towards" | "toward")
            && matches!(tokens[governor].lemma.as_ref(), "talk" | "negotiation" | "discussion" | "consultation")
            && clause.owner.is_empty();
        match signed {
            Some(verb) => papers.push((paper.head, Some(verb.head))),
            None if topic => papers.push((paper.head, None)),
            None => {}
        }
    }
    papers.sort_unstable();
    for (paper, verb) in papers {
        let Some(paper) = found.remove(&paper) else { continue };
        if let Some(verb) = verb.and_then(|v| found.get_mut(&v)).filter(|v| v.source.len() < 2 && v.target.is_empty()) {
            let new = |f: &Filled| !verb.source.iter().any(|s| side(&s.actor) == side(&f.actor));
            let parties: Vec<Filled> = paper.source.into_iter().chain(paper.target).filter(new).collect();
            verb.source.extend(parties);
        }
    }
}

/// Whether somebody brings others together, and does not only give them a roof.
fn mediates(scene: &Scene, draft: &Draft) -> bool {
    let clause = scene.clauses.at(draft.head).filter(|c| c.kind == ClauseKind::Verb);
    draft.kind.name == "Mediation" && clause.is_some_and(|c| !matches!(c.lemma.as_ref(), "host" | "hold"))
}

/// `mediated talks between X and Y`: who mediates is no party of what is mediated.
fn part_mediators(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let mediated: Vec<(usize, Vec<Filled>)> = found
        .values()
        .filter(|d| mediates(scene, d))
        .filter_map(|d| Some((d, scene.clauses.at(d.head)?)))
        .flat_map(|(d, clause)| clause.patient.iter().map(|p| (*p, d.source.clone())))
        .collect();
    for (talks, mediators) in mediated {
        if let Some(talks) = found.get_mut(&talks).filter(|t| RECIPROCAL.contains(&t.kind.name)) {
            talks.source.retain(|s| !mediators.iter().any(|m| side(&m.actor) == side(&s.actor)));
        }
    }
}

/// `summons the envoy to protest the arrest`: what an envoy is summoned for is said in summoning him.
fn drop_protested(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let summons = |head: usize| found.get(&head).is_some_and(|d| d.kind.name == "Protestation");
    let said: Vec<usize> = found
        .values()
        .filter(|d| matches!(d.kind.name, "Criticism" | "Protestation" | "Statement"))
        .filter(|d| {
            let clause = scene.clauses.at(d.head).filter(|c| c.lemma.as_ref() == "protest");
            clause.is_some_and(|c| c.kind == ClauseKind::Verb && c.parent.is_some_and(summons))
        })
        .map(|d| d.head)
        .collect();
    for head in said {
        found.remove(&head);
    }
}

/// `X pledged two million to Z, while Y pledged one`: what another does in the same words is done to the same, where only how much of it
/// is told anew: `expelled a journalist` names somebody else.
fn share_with_alike(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let mut shared = Vec::new();
    for draft in found.values().filter(|d| d.target.is_empty() && !d.source.is_empty()) {
        let Some(clause) = scene.clauses.at(draft.head).filter(|c| c.kind == ClauseKind::Verb) else { continue };
        let Some(above) = clause.parent.and_then(|p| scene.clauses.at(p)).filter(|a| a.lemma == clause.lemma) else {
            continue;
        };
        let beside = matches!(clause.link, Link::Conjunct | Link::Adverbial)
            && clause.patient.iter().all(|p| is_amount(scene, *p));
        let other = found.get(&above.head).filter(|o| beside && o.kind.name == draft.kind.name);
        let does = |f: &Filled| draft.source.iter().any(|s| side(&s.actor) == side(&f.actor));
        if let Some(other) = other.filter(|o| !o.target.is_empty() && !o.target.iter().any(does)) {
            shared.push((draft.head, other.target.clone()));
        }
    }
    for (head, target) in shared {
        if let Some(draft) = found.get_mut(&head) {
            draft.target = target;
        }
    }
}

/// `curbs imports from X in retaliation for the seizure of a firm`: those who are answered are those to whom it is done, and did what
/// is answered.
fn face_each_other(scene: &Scene, found: &mut FxHashMap<usize, Draft>) {
    let tokens = &scene.document.tokens;
    let mut faced = Vec::new();
    for deed in found.values().filter(|d| !RECIPROCAL.contains(&d.kind.name)) {
        let Some(clause) = scene.clauses.at(deed.head).filter(|c| c.kind == ClauseKind::Noun) else { continue };
        let preposition = tokens[deed.head].head;
        let answered = deed.kind.is_conflict()
            && deed.kind.name != "Bombing"
            && tokens[deed.head].dep == Dep::Pobj
            && preposition.checked_sub(1).is_some_and(|word| words::is_answer(&tokens[word].lower));
        let Some(answer) = scene.verbal_above(clause).and_then(|v| found.get(&v.head)).filter(|_| answered) else {
            continue;
        };
        let apart = |list: &[Filled], other: &[Filled]| {
            !list.is_empty() && !list.iter().any(|f| other.iter().any(|o| side(&o.actor) == side(&f.actor)))
        };
        if deed.source.is_empty() && apart(&answer.target, &deed.target) {
            faced.push((deed.head, true, answer.target.clone()));
        } else if answer.target.is_empty() && answer.kind.is_conflict() && apart(&deed.source, &answer.source) {
            faced.push((answer.head, false, deed.source.clone()));
        }
    }
    for (head, acts, parties) in faced {
        if let Some(draft) = found.get_mut(&head) {
            *(if acts { &mut draft.source } else { &mut draft.target }) = parties;
        }
    }
}

/// Whether a phrase is headed by a number or a sum.
fn is_amount(scene: &Scene, head: usize) -> bool {
    let label = scene.document.entity_at(head).map(|e| e.label);
    scene.document.tokens[head].tag == Tag::Cd || label == Some(EntityLabel::Money)
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
pub(super) fn drop_told_twice(scene: &Scene, drafts: Vec<Draft>) -> Vec<Draft> {
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
        } else if mediates(scene, other) {
            // `mediates talks between X and Y`: both are told, and who mediates is no party
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
