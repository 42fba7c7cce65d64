//! Names that take no part in events, news media that report them, papers, occasions and undertakings; and persons for whom a body
//! does.

use crate::actors::gazetteer::{Day, Target};
use crate::actors::{Actor, ActorKind, Mention};
use crate::clauses::{Clause, words};
use crate::events::scene::Scene;
use crate::language::Document;
use crate::language::labels::{Dep, Pos, Tag};
use std::sync::Arc;

/// Whether an actor is none that acts of itself or is acted upon in what an article tells.
pub(super) fn is_inert(scene: &Scene, actor: &Actor) -> bool {
    is_medium(actor) || is_title(scene, actor) || is_occasion(scene, actor)
}

/// Whether a name that no table explains is that of a paper, plan or undertaking: these do not act.
pub(super) fn is_title(scene: &Scene, actor: &Actor) -> bool {
    is_unknown(scene, actor)
        && (words::is_title(&head_word(&actor.name)) || words::is_undertaking(&first_word(&actor.name)))
}

/// Whether a name that no table explains is that of an occasion or region: these take no part.
pub(super) fn is_occasion(scene: &Scene, actor: &Actor) -> bool {
    is_unknown(scene, actor) && words::is_occasion(&head_word(&actor.name))
}

/// Whether an actor is a body that only the text names.
pub(super) fn is_unknown(scene: &Scene, actor: &Actor) -> bool {
    actor.kind == ActorKind::Organization && scene.gazetteer.by_id(&actor.id).is_none()
}

/// News media report; they do not act.
pub(super) fn is_medium(actor: &Actor) -> bool {
    actor.kind == ActorKind::Organization && actor.code.as_deref().is_some_and(|c| c.ends_with("MED"))
}

/// The organisation or group that a person of no state acts for.
pub(super) fn body_of<'a>(scene: &Scene<'a>, actor: &Actor) -> Option<&'a Arc<Actor>> {
    let body = actor.affiliation.as_deref().filter(|_| actor.country.is_none())?;
    match scene.gazetteer.by_id(body)? {
        Target::Body(b) => Some(scene.gazetteer.bodies[b as usize].on(scene.article.date.map(Day::of))),
        other => scene.gazetteer.actor(other),
    }
}

/// Whether a token belongs to `according to X`, who tells of the event and takes no part in it.
pub(super) fn is_credited(scene: &Scene, token: usize) -> bool {
    let tokens = &scene.document.tokens;
    scene.document.ancestors(token).take(6).any(|a| tokens[a].lower.as_ref() == "according")
}

/// Whether a phrase only names the occasion on whose sidelines others meet: `on the margins of the session of the Assembly`.
pub(super) fn is_roof(document: &Document, head: usize) -> bool {
    let tokens = &document.tokens;
    let mut noun = head;
    for _ in 0..3 {
        let preposition = tokens[noun].head;
        if tokens[noun].dep != Dep::Pobj || tokens[preposition].lower.as_ref() != "of" {
            return false;
        }
        noun = tokens[preposition].head;
        if words::is_edge(&tokens[noun].lemma) {
            return true;
        }
    }
    false
}

/// Whether a name only says of what body others are members: `the first UN member state to sign`.
pub(super) fn is_of_members(document: &Document, head: usize) -> bool {
    let tokens = &document.tokens;
    let before = matches!(tokens[head].dep, Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss);
    before && tokens.get(head + 1).is_some_and(|t| t.lemma.as_ref() == "member")
}

/// Whether a phrase is for one member of a body, which is not the body: `a NATO member`.
pub(super) fn is_lone_member(document: &Document, mention: &Mention) -> bool {
    let tokens = &document.tokens;
    let member = |t: usize| tokens[t].lemma.as_ref() == "member";
    let one = tokens[mention.head].tag == Tag::Nn && mention.actors.iter().all(|a| a.kind == ActorKind::Igo);
    one && (member(mention.head) || mention.tokens.start < mention.head && member(mention.head - 1))
}

/// Whether a phrase names those in whose presence others act, or who brought them together.
pub(super) fn is_witness(document: &Document, head: usize) -> bool {
    let tokens = &document.tokens;
    let way = std::iter::once(head).chain(document.ancestors(head)).take(6);
    let behind = way.filter(|t| tokens[*t].dep == Dep::Pobj).map(|t| tokens[t].head);
    behind
        .into_iter()
        .any(|p| matches!(tokens[p].lower.as_ref(), "of" | "by") && words::is_watched(&tokens[tokens[p].head].lower))
}

/// Whether a phrase or the noun that it stands before does: `on the margins of the UN session`; not for an event of that noun itself.
pub(super) fn is_under_roof(document: &Document, head: usize, event: usize) -> bool {
    let tokens = &document.tokens;
    let mut noun = head;
    for _ in 0..3 {
        if noun == event || !matches!(tokens[noun].dep, Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss) {
            break;
        }
        noun = tokens[noun].head;
    }
    noun != event && is_roof(document, noun)
}

/// Whether a phrase names who is left out: `all aid except that to Peru`.
pub(in crate::events) fn is_excepted(document: &Document, token: usize) -> bool {
    let tokens = &document.tokens;
    document.ancestors(token).take(8).any(|a| matches!(tokens[a].lower.as_ref(), "except" | "excluding" | "barring"))
}

/// The word that says what a name names, in lower case: `summit` of `Summit of the Americas`.
fn head_word(name: &str) -> String {
    let head = name.split(" of ").next().unwrap_or(name);
    head.rsplit(' ').next().unwrap_or_default().to_lowercase()
}

fn first_word(name: &str) -> String {
    name.split(' ').next().unwrap_or_default().to_lowercase()
}

/// Whether a name only says who stands behind others: `Chad-backed rebels`.
pub(super) fn is_backer(document: &Document, head: usize) -> bool {
    participle_behind(document, head).is_some_and(words::backs)
}

/// Whether a name only says who made a thing: `a Chadian-built drone`.
pub(super) fn is_maker(document: &Document, head: usize) -> bool {
    participle_behind(document, head).is_some_and(words::makes)
}

/// The participle that a name stands before with a hyphen.
fn participle_behind(document: &Document, head: usize) -> Option<&str> {
    let participle = document.tokens[head].head;
    let t = &document.tokens[participle];
    (participle == head + 2 && t.dep == Dep::Amod).then_some(&*t.lower)
}

/// Whether a phrase stands within what somebody is accused of, who is named beside it though nobody knows him: `accuses the organisers of
/// links to Chad`.
pub(super) fn is_in_charge(scene: &Scene, clause: &Clause, head: usize) -> bool {
    let tokens = &scene.document.tokens;
    let known = clause.patient.iter().any(|p| scene.actor_mention(*p).is_some() || tokens[*p].pos != Pos::Noun);
    if clause.patient.is_empty() || known {
        return false;
    }
    let way: Vec<usize> = std::iter::once(head).chain(scene.document.ancestors(head).take(12)).collect();
    let charge = |p: &usize| {
        let t = &tokens[*p];
        let of = t.dep == Dep::Prep && matches!(t.lower.as_ref(), "of" | "with");
        of && (t.head == clause.head || clause.patient.contains(&t.head))
    };
    // `the people of Chad` are Chad's
    way.iter().position(charge).is_some_and(|at| at > 1)
}
