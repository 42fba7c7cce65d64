//! Who takes part, judged when all events of an article are read.
//!
//! Slots have given every event its parties, as far as a phrase of the clause names them. Here
//! the learned part weighs every side that the sentence and the two before it speak of, for either role of each event: by where
//! its nearest phrase stands in the tree and among the arguments, by what it does in the events around, by whether it was
//! proposed. So `Peru closed its port. Chile criticised the measure` finds whom Chile criticised, and `captured a village in
//! Ukraine` from whom.

use super::at_home::{keep_silent, turn_on_own};
use super::inert;
use super::likely::likely;
use super::seen::View;
use super::together::{keep_together, part_sides, same_as_verb, stand_for_body};
use super::together::{turn_on_each_other, turn_on_government};
use super::walk::{Walk, first_conjunct};
use super::{RECIPROCAL, side};
use crate::actors::{Actor, ActorKind, Form};
use crate::events::draft::{Draft, Filled};
use crate::events::model::Linear;
use crate::events::rules::Rulebook;
use crate::events::scene::Scene;
use crate::language::labels::{Dep, Pos};
use smallvec::SmallVec;
use std::sync::Arc;

/// Classes of the learned part: takes no part in the role, takes part.
pub const CLASSES: usize = 2;

/// Tokens before and after the predicate that are looked at, so that a text without end costs no more than a long one.
pub(super) const WINDOW: usize = 150;

/// The least probability at which one more side joins those that were proposed. Chosen, as the others, on texts that the model had not
/// learned from (`data/held_out`), with an eye on the tune half of the news items.
const ENOUGH: f32 = 0.7;
/// As above for what is shown to all, to one whom another clause names.
const BEYOND_DOUBT: f32 = 0.9;
/// As above for one that was proposed: the codebook knows its prepositions well.
const ENOUGH_TO_STAY: f32 = 0.2;
/// As above for the likeliest where nobody was proposed.
const ENOUGH_ALONE: f32 = 0.3;
/// As above where the clause names nobody at all.
const ENOUGH_OF_NOBODY: f32 = 0.5;
/// As above for those who stand in one series with one who takes part.
const ENOUGH_BESIDE: f32 = 0.3;

/// The least probability of its type at which an event is somebody's though no phrase of its clause tells whose.
const OF_SOMEBODY: f32 = 0.75;
/// As above for what a rule knows as a deed or a blow: nouns for the rest are often talk.
const DEED_OF_SOMEBODY: f32 = 0.5;

/// Prepositions behind which a name tells where something is.
const LOCATING: &[&str] = &["in", "at", "near", "outside", "inside", "around", "across", "throughout", "within"];

/// Whether what stands behind a preposition is a place, whatever it is called.
fn is_of_place(preposition: &str) -> bool {
    LOCATING.contains(&preposition) || matches!(preposition, "off" | "through" | "along")
}

/// Families whose events are done to somebody only where the text plainly says so.
const TO_NOBODY: &[&str] = &["PROTEST", "STATEMENT"];

/// Types of other families for which the same holds; forces are moved against or to somebody.
const OF_ONE: &[&str] = &["MissileLaunch", "NuclearTest", "MilitaryExercise", "Resignation", "Disarmament"];

/// Types of what is shown to all.
const SHOWN: &[&str] = &["MissileLaunch", "NuclearTest", "MilitaryExercise", "JointExercise"];

/// Types that two parties can share without being reciprocal always.
const SHARED: &[&str] =
    &["Agreement", "AgreementToMeet", "Recognition", "EconomicCooperation", "MilitaryCooperation", "Attack"];

/// Types of what states hardly do to themselves: of a thousand labelled events of these types twelve have one side in both roles.
const ABROAD: &[&str] = &[
    "AgreementToMeet",
    "Aid",
    "Airstrike",
    "AllowAccess",
    "BreakRelations",
    "Cyberattack",
    "Denial",
    "DiplomaticCooperation",
    "EaseSanctions",
    "EconomicCooperation",
    "IntelligenceSharing",
    "JudicialCooperation",
    "Lawsuit",
    "Mediation",
    "MilitaryAid",
    "MilitaryCooperation",
    "MilitaryExercise",
    "Peacekeeping",
    "Protestation",
    "Recognition",
    "Sanction",
    "SuspendCooperation",
    "Ultimatum",
    "Visit",
    "Withdrawal",
];

/// Gives the drafts of an article, which are in order of the text, their parties as the learned part sees them.
pub fn revise(scene: &Scene, book: &Rulebook, model: &Linear, drafts: &mut [Draft]) {
    if model.is_empty() {
        return;
    }
    let mut judged = Vec::new();
    let mut twins = Vec::new();
    for (i, draft) in drafts.iter().enumerate() {
        let Some(clause) = scene.clauses.at(draft.head) else { continue };
        if let Some(verb) = same_as_verb(scene, drafts, i) {
            twins.push((i, verb));
            continue;
        }
        // an event of which no phrase tells who takes part is nobody's, unless it is sure to be one
        let deed = draft.evidence.by_rule && (!draft.evidence.noun || draft.kind.plover == "ASSAULT");
        let least = if deed { DEED_OF_SOMEBODY } else { OF_SOMEBODY };
        if draft.parties().next().is_none() && draft.evidence.of_type < least {
            continue;
        }
        let view = View::new(scene, book, drafts, draft, clause);
        let mut acting: Vec<Filled> = Vec::new();
        for role in Role::of(draft).iter().filter(|r| !draft.answers || **r != Role::Target) {
            let mut p = likely(&view.features(*role), model);
            view.rule_out_topics(&mut p);
            view.rule_out_makers(*role, &mut p);
            if *role == Role::Party {
                view.rule_out_guests(&mut p);
            }
            if *role == Role::Source && draft.source.is_empty() {
                view.rule_out_victims(&mut p);
                // `several countries expelled Chadian envoys`: not Chad
                if !clause.agent.is_empty() && (ABROAD.contains(&draft.kind.name) || draft.kind.name == "Expulsion") {
                    view.rule_out(&draft.target, &mut p);
                }
                view.rule_out_those_who_answer(drafts, &mut p);
            }
            if *role == Role::Target && draft.target.is_empty() {
                view.rule_out_askers(&mut p);
                view.rule_out_struck(drafts, &mut p);
            }
            if *role == Role::Target {
                view.rule_out_reasons(drafts, &mut p);
            }
            if *role == Role::Target && ABROAD.contains(&draft.kind.name) {
                view.rule_out(&acting, &mut p);
            }
            let parties = view.parties(*role, &p);
            acting.clone_from(&parties.0);
            judged.push((i, *role, parties));
        }
    }
    let proposed: Vec<Vec<Filled>> = drafts.iter().map(|d| d.source.clone()).collect();
    for (i, role, (parties, likely)) in judged {
        let so_far = drafts[i].evidence.parties.unwrap_or(1.0);
        drafts[i].evidence.parties = Some(so_far * likely);
        match role {
            Role::Target => drafts[i].target = parties,
            Role::Source | Role::Party => drafts[i].source = parties,
        }
    }
    for (draft, proposed) in drafts.iter_mut().zip(&proposed) {
        keep_together(scene, draft, proposed);
        part_sides(draft);
        turn_on_each_other(scene, draft);
        turn_on_government(scene, book, draft);
        turn_on_own(scene, book, draft);
        stand_for_body(draft);
        keep_silent(scene, draft);
    }
    for (noun, verb) in twins {
        let Draft { source, target, .. } = drafts[verb].clone();
        drafts[noun].source = source;
        drafts[noun].target = target;
    }
}

/// A role of an event that a side may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It acts.
    Source,
    /// It undergoes.
    Target,
    /// It is one of those who do it together.
    Party,
}

impl Role {
    /// The roles of an event of a type.
    pub fn of(draft: &Draft) -> &'static [Role] {
        if RECIPROCAL.contains(&draft.kind.name) { &[Role::Party] } else { &[Role::Source, Role::Target] }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Target => "target",
            Role::Party => "party",
        }
    }

    /// The draft's list of this role.
    pub fn list(self, draft: &Draft) -> &Vec<Filled> {
        if self == Role::Target { &draft.target } else { &draft.source }
    }
}

/// A side that may take part.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The actor with its nearest phrase.
    pub filled: Filled,
    /// Only a place of it is named.
    pub place: bool,
    /// The phrase tells where something is, whatever it names: `in Bern`.
    located: bool,
    pub(super) form: Form,
    /// Sentences between the phrase and the predicate: 0, 1, 2.
    pub(super) apart: usize,
    /// Phrases in view.
    pub(super) uses: usize,
    /// Head of the first phrase of the series that it stands in.
    pub series: usize,
    /// How the nearest phrase of the same sentence is reached: clauses crossed, steps.
    far: (usize, usize),
}

/// Every side in view of a draft, in order of the text.
pub fn candidates(scene: &Scene, draft: &Draft) -> Vec<Candidate> {
    let document = scene.document;
    let here = document.sentence(draft.head).tokens.clone();
    let back = |start: usize| if start == 0 { 0 } else { document.sentence(start - 1).tokens.start };
    let first = back(back(here.start)).max(draft.head.saturating_sub(WINDOW));
    let last = here.end.min(draft.head + WINDOW);
    let mut out: Vec<Candidate> = Vec::new();
    let from = scene.cast.mentions.partition_point(|m| m.tokens.start < first);
    for mention in scene.cast.mentions[from..].iter().take_while(|m| m.tokens.start < last) {
        let apart = match mention.tokens.start {
            t if t >= here.start => 0,
            t if t >= back(here.start) => 1,
            _ => 2,
        };
        let state = || {
            let country = mention.place.as_ref().and_then(|p| p.country.as_deref());
            country.and_then(|c| scene.gazetteer.state(c)).map(|t| t.actor.clone())
        };
        let place = mention.actors.is_empty();
        let body = |a: &Arc<Actor>| inert::body_of(scene, a).unwrap_or(a).clone();
        let actors: SmallVec<[Arc<Actor>; 2]> =
            if place { state().into_iter().collect() } else { mention.actors.iter().map(body).collect() };
        let series = first_conjunct(document, mention.head);
        let roof = !mention.tokens.contains(&draft.head) && inert::is_under_roof(document, mention.head, draft.head);
        let left_out = inert::is_excepted(document, mention.head) || inert::is_backer(document, mention.head);
        let member = inert::is_of_members(document, mention.head) || inert::is_lone_member(document, mention);
        if roof || left_out || member {
            continue;
        }
        // `at Prague Castle`
        let whole = |t: usize| matches!(document.tokens[t].dep, Dep::Compound | Dep::Nmod);
        let phrase = if whole(series) { document.tokens[series].head } else { series };
        let t = &document.tokens[if document.tokens[phrase].pos == Pos::Propn { phrase } else { series }];
        let behind = t.dep == Dep::Pobj && LOCATING.contains(&document.tokens[t.head].lower.as_ref());
        // `at the White House`
        let stated = !place && actors.iter().all(|a| a.kind == ActorKind::State);
        let located = place || behind && (mention.place.is_some() || stated);
        let far = match apart {
            0 => {
                let walk = Walk::between(document, draft.head, series);
                (walk.borders(document), walk.len())
            }
            _ => (9, 99),
        };
        // `clashed off Zawiya`: an unknown name behind a word of place names no body
        let placed = mention.form == Form::Name && t.dep == Dep::Pobj && is_of_place(&document.tokens[t.head].lower);
        let stands = |a: &Actor| {
            !(inert::is_inert(scene, a) || placed && inert::is_unknown(scene, a))
                || draft.parties().any(|f| f.actor.id == a.id)
        };
        for actor in actors.into_iter().filter(|a| stands(a)) {
            let seen = Candidate {
                filled: Filled { actor, span: mention.span, head: mention.head },
                place,
                located,
                form: mention.form,
                apart,
                uses: 1,
                series,
                far,
            };
            match out.iter_mut().find(|c| side(&c.filled.actor) == side(&seen.filled.actor)) {
                None => out.push(seen),
                Some(c) => {
                    let uses = c.uses + 1;
                    // the nearest phrase stands for the side; one that names an actor before one that names a place
                    let key = |c: &Candidate| (c.apart, c.place, c.far, draft.head.abs_diff(c.filled.head));
                    if key(&seen) < key(c) {
                        *c = seen;
                    }
                    c.uses = uses;
                }
            }
        }
    }
    // whoever was proposed from farther away
    for filled in draft.source.iter().chain(&draft.target) {
        if !out.iter().any(|c| side(&c.filled.actor) == side(&filled.actor)) {
            out.push(Candidate {
                filled: filled.clone(),
                place: false,
                located: false,
                form: Form::Pronoun,
                apart: 3,
                uses: 1,
                series: first_conjunct(document, filled.head),
                far: (9, 99),
            });
        }
    }
    out
}

impl View<'_> {
    /// Whether a candidate stands in a role already.
    fn is_proposed(&self, role: Role, candidate: &Candidate) -> bool {
        role.list(self.draft).iter().any(|f| side(&f.actor) == side(&candidate.filled.actor))
    }

    /// Who takes a role, when the candidates do with these probabilities, and how likely just they do.
    fn parties(&self, role: Role, p: &[f32]) -> (Vec<Filled>, f32) {
        let candidates = &self.candidates;
        let proposed: Vec<usize> = (0..p.len()).filter(|i| self.is_proposed(role, &candidates[*i])).collect();
        let stays = |i: &usize| p[*i] >= ENOUGH_TO_STAY;
        let mut chosen: Vec<usize> = proposed.iter().copied().filter(stays).collect();
        // `between X and Y`: those named in one series stand or fall together
        let series = |i: &usize| chosen.iter().any(|c| candidates[*c].series == candidates[*i].series);
        let beside: Vec<usize> = proposed.iter().copied().filter(|i| !stays(i) && p[*i] > 0.0 && series(i)).collect();
        chosen.extend(beside);
        let all_named = self.are_all_named();
        let open = !all_named && self.may_be_meant(role, &chosen);
        let wanted = if role == Role::Party { 2 } else { 1 };
        let nobody = self.draft.parties().next().is_none();
        // forces are moved against others, if against anybody
        let moved = role == Role::Target && self.draft.kind.name == "Deployment";
        let own = |i: usize| self.draft.source.iter().any(|s| side(&s.actor) == side(&candidates[i].filled.actor));
        let alone = if nobody || moved { ENOUGH_OF_NOBODY } else { ENOUGH_ALONE };
        // `storms threatened villages in X`, `the film drew criticism in X`: where something happens nobody acts by that alone, and
        // few are acted upon whom the text does not name
        let named = self.draft.evidence.unnamed == (false, false);
        let there = role == Role::Target && named && (!nobody || self.draft.kind.plover == "ASSAULT");
        let may = |i: usize| there || !candidates[i].located;
        // a launch is meant for somebody of another clause only where there is no doubt
        let shown = role == Role::Target && SHOWN.contains(&self.draft.kind.name);
        let plain = |i: usize| !shown || candidates[i].far.0 == 0;
        let enough = |i: usize| if plain(i) { ENOUGH } else { BEYOND_DOUBT };
        // where two are known who do something together, the state in which they do it is no third
        let third = |i: usize| role == Role::Party && proposed.len() > 1 && candidates[i].located;
        let sure = |i: &usize| p[*i] >= enough(*i) && (named || may(*i)) && !third(*i);
        chosen.extend((0..p.len()).filter(|i| !all_named && !proposed.contains(i) && sure(i)));
        while open && chosen.len() < wanted {
            let rest = (0..p.len()).filter(|i| !chosen.contains(i) && may(*i) && p[*i] >= alone);
            let rest = rest.filter(|i| !(moved && own(*i)));
            let Some(best) = rest.max_by(|a, b| p[*a].total_cmp(&p[*b])) else { break };
            let beside = |i: usize| candidates[i].series == candidates[best].series && p[i] >= ENOUGH_BESIDE;
            let series: Vec<usize> = (0..p.len()).filter(|i| *i == best || !chosen.contains(i) && beside(*i)).collect();
            chosen.extend(series);
        }
        // where nothing is left, what was proposed is better than nobody
        if chosen.is_empty() {
            chosen = proposed.into_iter().filter(|i| p[*i] > 0.0).collect();
        }
        chosen.sort_unstable();
        let likely = (0..p.len()).map(|i| if chosen.contains(&i) { p[i] } else { 1.0 - p[i] }).product();
        let mut out = Vec::new();
        for candidate in chosen.into_iter().map(|i| &candidates[i]) {
            let of_side = |f: &&Filled| side(&f.actor) == side(&candidate.filled.actor);
            let known: Vec<&Filled> = role.list(self.draft).iter().filter(of_side).collect();
            if known.is_empty() {
                out.push(self.filled(role, candidate));
            }
            out.extend(known.into_iter().cloned());
        }
        (out, likely)
    }

    /// Whether the clause names everyone whom it concerns: `called for all countries to disarm` tells who is asked, though nobody
    /// knows them, and `angry words between X and Y` who is on either side.
    fn are_all_named(&self) -> bool {
        let between = self.clause.obliques.iter().any(|o| o.prep.as_ref() == "between");
        self.clause.asks_openly(self.scene.clauses) || between
    }

    /// Whether somebody of whom no phrase of the clause speaks may take the role, beside those `chosen`.
    fn may_be_meant(&self, role: Role, chosen: &[usize]) -> bool {
        let draft = self.draft;
        match role {
            Role::Source => chosen.is_empty(),
            Role::Party => chosen.len() < 2,
            Role::Target => {
                let first = draft.source.first().map(|f| side(&f.actor));
                let several = draft.source.iter().any(|f| Some(side(&f.actor)) != first);
                let alone = TO_NOBODY.contains(&draft.kind.plover) || OF_ONE.contains(&draft.kind.name);
                let shared = several && SHARED.contains(&draft.kind.name);
                chosen.is_empty() && !alone && !shared
            }
        }
    }

    /// The candidate as a party; a state acts upon itself as a state.
    fn filled(&self, role: Role, candidate: &Candidate) -> Filled {
        let across = if role == Role::Target { &self.draft.source } else { &self.draft.target };
        let itself = across.iter().any(|f| f.actor.id == candidate.filled.actor.id);
        let country = candidate.filled.actor.country.as_deref().filter(|_| itself);
        match country.and_then(|c| self.scene.gazetteer.state(c)) {
            Some(state) => Filled { actor: state.actor.clone(), ..candidate.filled.clone() },
            None => candidate.filled.clone(),
        }
    }
}
