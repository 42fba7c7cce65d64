//! Who cannot take a part, whatever the learned part thinks.

use super::inert;
use super::seen::View;
use super::side;
use super::sides::Role;
use crate::actors::ActorKind;
use crate::clauses::{ClauseKind, words};
use crate::events::draft::{Draft, Filled};
use crate::language::labels::{Dep, Pos};

/// Types of what is said of a deed by others than those who did it: `rejected any intervention in Chad`.
const JUDGING: &[&str] = &["Criticism", "Protestation", "Rejection"];

/// Families of deeds that are seldom judged by those who did them.
const DEEDS: &[&str] = &["ASSAULT", "COERCE", "MOBILIZE", "RETREAT"];

/// Types of what is done in answer to a blow by others than those who struck.
const REACTIONS: &[&str] = &[
    "Accusation",
    "Arrest",
    "BreakRelations",
    "Criticism",
    "Demand",
    "Expulsion",
    "HumanitarianAid",
    "Investigation",
    "Lawsuit",
    "Protestation",
    "Restriction",
    "Sanction",
    "Support",
    "SuspendCooperation",
];

/// Prepositions behind which stands what others answer.
const ANSWERED: &[&str] = &["after", "following", "over", "for", "amid", "since", "despite", "of", "to", "with"];

/// Prepositions behind which stands why somebody is arrested or dismissed.
const REASONS: &[&str] = &["for", "over", "after", "following", "amid", "in"];

/// From this probability on somebody is likely to take part.
const LIKELY: f32 = 0.5;

/// Whether one event is the answer to the deed that stands inside it.
fn reacts(answer: &Draft, deed: &Draft) -> bool {
    match deed.kind.name {
        "Release" => matches!(answer.kind.name, "EaseSanctions" | "Release"),
        _ => deed.kind.plover == "ASSAULT" && REACTIONS.contains(&answer.kind.name),
    }
}

impl View<'_> {
    /// Leaves no probability to candidates of the sides that act.
    pub(super) fn rule_out(&self, acting: &[Filled], p: &mut [f32]) {
        for (p, candidate) in p.iter_mut().zip(&self.candidates) {
            if acting.iter().any(|f| side(&f.actor) == side(&candidate.filled.actor)) {
                *p = 0.0;
            }
        }
    }

    /// Leaves no probability to the state in which a blow falls or that is hit, where nobody is said to strike: `a bomb killed six in
    /// Lyon`.
    pub(super) fn rule_out_victims(&self, p: &mut [f32]) {
        let draft = self.draft;
        if !matches!(draft.kind.name, "Bombing" | "Cyberattack") {
            return;
        }
        for (p, candidate) in p.iter_mut().zip(&self.candidates) {
            let of = side(&candidate.filled.actor);
            let hit = draft.target.iter().any(|t| side(&t.actor) == of);
            if hit || self.here() == Some(of) {
                *p = 0.0;
            }
        }
    }

    /// Leaves no probability to those who were struck by whoever is blamed, nor to those within what somebody else is accused of.
    pub(super) fn rule_out_struck(&self, drafts: &[Draft], p: &mut [f32]) {
        if !JUDGING.contains(&self.draft.kind.name) && self.draft.kind.name != "Accusation" {
            return;
        }
        let at = |head: &usize| drafts.binary_search_by_key(head, |d| d.head).ok().map(|i| &drafts[i]);
        let blows = self.clause.patient.iter().filter_map(at);
        for blow in blows.filter(|b| b.kind.plover == "ASSAULT" && b.source.is_empty()) {
            self.rule_out(&blow.target, p);
        }
        if self.draft.kind.name == "Accusation" {
            for (p, candidate) in p.iter_mut().zip(&self.candidates).filter(|(_, c)| c.apart == 0) {
                if inert::is_in_charge(self.scene, self.clause, candidate.filled.head) {
                    *p = 0.0;
                }
            }
        }
    }

    /// Leaves no probability to a government that asks or demands something without saying of whom.
    pub(super) fn rule_out_askers(&self, p: &mut [f32]) {
        let draft = self.draft;
        let governs = |f: &Filled| {
            let leads =
                f.actor.kind == ActorKind::Person && f.actor.code.as_deref().is_some_and(|c| c.ends_with("GOV"));
            leads || f.actor.kind == ActorKind::State && draft.kind.name == "Appeal"
        };
        let asks_nobody = self.clause.patient.is_empty() && self.clause.recipient.is_empty();
        if !matches!(draft.kind.name, "Appeal" | "Demand") || !asks_nobody || !draft.source.iter().all(governs) {
            return;
        }
        self.rule_out(&draft.source, p);
    }

    /// Leaves no probability to those who only look on at what others do together or bring them to it, nor to those who meet on the
    /// sidelines of a meeting.
    pub(super) fn rule_out_guests(&self, p: &mut [f32]) {
        let document = self.scene.document;
        let roof = inert::is_roof(document, self.draft.head);
        for (p, candidate) in p.iter_mut().zip(&self.candidates).filter(|(_, c)| c.apart == 0) {
            let head = candidate.filled.head;
            let outside = roof && !document.ancestors(head).take(12).any(|a| a == self.draft.head);
            let invited = self.draft.source.len() > 2 && self.clause.kind != ClauseKind::Noun;
            let host = invited && candidate.filled.actor.kind == ActorKind::Igo && self.is_at_occasion(head);
            if outside || host || inert::is_witness(document, head) {
                *p = 0.0;
            }
        }
    }

    /// Whether a body is named for the occasion at which others meet: `met at a summit of the African Union`.
    fn is_at_occasion(&self, head: usize) -> bool {
        let document = self.scene.document;
        let way = std::iter::once(head).chain(document.ancestors(head)).take(6).take_while(|t| *t != self.draft.head);
        let mut behind = way.filter(|t| document.tokens[*t].dep == Dep::Pobj).map(|t| document.tokens[t].head);
        behind.any(|p| {
            let t = &document.tokens[p];
            matches!(t.lower.as_ref(), "at" | "during" | "before" | "after") && t.head == self.draft.head
        })
    }

    /// Leaves no probability to those whom a meeting or talk is only about: `talks on the Chile-Peru dispute`.
    pub(super) fn rule_out_topics(&self, p: &mut [f32]) {
        if self.draft.kind.plover != "CONSULT" || self.draft.kind.name == "Visit" {
            return;
        }
        let document = self.scene.document;
        let predicates = [Some(self.draft.head), self.clause.support];
        // `discussed the war in Chad with X`
        let discussed = words::discusses(&self.clause.lemma) && self.clause.kind != ClauseKind::Noun;
        for (p, candidate) in p.iter_mut().zip(&self.candidates).filter(|(_, c)| c.apart == 0) {
            let mut way =
                std::iter::once(candidate.filled.head).chain(document.ancestors(candidate.filled.head)).take(12);
            let topic = way.any(|t| {
                let t = &document.tokens[t];
                let of_it = predicates.contains(&Some(t.head)) || self.clause.patient.contains(&t.head);
                t.dep == Dep::Prep && words::is_about(&t.lower) && of_it
            });
            if topic || discussed && self.is_in_object(candidate.filled.head) {
                *p = 0.0;
            }
        }
    }

    /// Whether a phrase stands in the object of the clause, other than as company: `the war in Chad`, not `the war with X`.
    fn is_in_object(&self, head: usize) -> bool {
        let document = self.scene.document;
        let mut way = std::iter::once(head).chain(document.ancestors(head)).take(12);
        let stops = |t: &usize| {
            let t = &document.tokens[*t];
            t.dep == Dep::Prep && t.lower.as_ref() == "with"
        };
        way.find(|t| stops(t) || self.clause.patient.contains(t)).is_some_and(|t| !stops(&t))
    }

    /// Leaves no probability to those who only made the weapon of others, or a thing beside which others are hit.
    pub(super) fn rule_out_makers(&self, role: Role, p: &mut [f32]) {
        if self.draft.kind.plover != "ASSAULT" {
            return;
        }
        let made: Vec<bool> =
            self.candidates.iter().map(|c| inert::is_maker(self.scene.document, c.filled.head)).collect();
        let others = p.iter().zip(&made).any(|(p, made)| !made && *p >= LIKELY);
        for (p, _) in p.iter_mut().zip(&made).filter(|(_, made)| **made && (others || role == Role::Source)) {
            *p = 0.0;
        }
    }

    /// Leaves no probability to those of whom only the reason tells why somebody is arrested or loses his office, but to those who did the
    /// deed: `dismissed the minister over a deal with Chad`, `arrested suspects in the murder of a Chadian`.
    pub(super) fn rule_out_reasons(&self, drafts: &[Draft], p: &mut [f32]) {
        if !matches!(self.draft.kind.name, "Arrest" | "Expulsion") || self.clause.kind == ClauseKind::Noun {
            return;
        }
        let document = self.scene.document;
        let at = |head: usize| drafts.binary_search_by_key(&head, |d| d.head).ok().map(|i| &drafts[i]);
        let reason = |t: &usize| {
            let (t, above) = (&document.tokens[*t], &document.tokens[document.tokens[*t].head]);
            t.dep == Dep::Pobj && REASONS.contains(&above.lower.as_ref())
        };
        for (p, candidate) in p.iter_mut().zip(&self.candidates).filter(|(_, c)| c.apart == 0) {
            let way = document.ancestors(candidate.filled.head).take(12).take_while(|t| *t != self.draft.head);
            let Some(deed) = way.filter(reason).find_map(at) else { continue };
            let of = side(&candidate.filled.actor);
            let did = deed.kind.plover == "ASSAULT" && deed.source.iter().any(|s| side(&s.actor) == of);
            // `detained forty in raids on X`: it is their own deed
            let own = |s: &Filled| self.draft.source.iter().any(|d| side(&d.actor) == side(&s.actor));
            if !did && !deed.source.iter().any(own) {
                *p = 0.0;
            }
        }
    }

    /// Leaves no probability to those who judge a deed or answer it, which therefore is none of theirs.
    pub(super) fn rule_out_those_who_answer(&self, drafts: &[Draft], p: &mut [f32]) {
        if self.clause.kind != ClauseKind::Noun {
            return;
        }
        let at = |head: usize| drafts.binary_search_by_key(&head, |d| d.head).ok().map(|j| &drafts[j]);
        // `rejects any intervention in Chad`, `welcomed the release of the reporters`
        let deed = DEEDS.contains(&self.draft.kind.plover);
        let judges = |d: &&Draft| JUDGING.contains(&d.kind.name) || d.kind.name == "Support";
        if let Some(judge) = self.clause.support.filter(|_| deed).and_then(at).filter(judges) {
            self.rule_out(&judge.source, p);
        }
        // `closed the border after the attack in Kashmir`, `arrested two men over the murder`
        let tokens = &self.scene.document.tokens;
        let preposition = tokens[self.draft.head].head;
        let answered = tokens[self.draft.head].dep == Dep::Pobj
            && match tokens[preposition].lower.as_ref() {
                // `the suspects in the killing`, but not `arrested forty in raids`
                "in" => tokens[tokens[preposition].head].pos == Pos::Noun,
                other => ANSWERED.contains(&other),
            };
        let above = self.scene.verbal_above(self.clause).filter(|_| answered).and_then(|v| at(v.head));
        if let Some(reaction) = above.filter(|r| reacts(r, self.draft)) {
            self.rule_out(&reaction.source, p);
        }
    }
}
