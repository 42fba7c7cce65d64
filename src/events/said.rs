//! Who says so: quotation, indirect speech, `according to`.

use super::event::Manner;
use super::rules::{InnerLink, InnerStatus, Rulebook};
use super::scene::Scene;
use crate::actors::Actor;
use crate::clauses::{Clause, Link};
use crate::language::labels::Dep;
use std::sync::Arc;

/// The source that the article gives for what a clause says; none when the article itself narrates.
pub fn of(scene: &Scene, book: &Rulebook, clause: &Clause) -> Option<(Arc<Actor>, Manner)> {
    let manner = if scene.is_quoted(clause.head) { Manner::Quoted } else { Manner::Paraphrased };
    let mut below = clause;
    for above in scene.clauses.above(clause) {
        if below.link == Link::That
            && book.embedding.of(scene, above, InnerLink::That).is_some_and(|c| c.status == InnerStatus::Own)
            && let Some(actor) = above.agent.iter().find_map(|a| scene.actor_mention(*a)).and_then(|m| m.actors.first())
        {
            return Some((actor.clone(), manner));
        }
        below = above;
    }
    // the expression may hang on the clause itself or on any above it in the sentence
    std::iter::once(clause).chain(scene.clauses.above(clause)).find_map(|c| according_to(scene, c)).map(|a| (a, manner))
}

/// `according to X`, `X's statement says` is no such thing.
fn according_to(scene: &Scene, clause: &Clause) -> Option<Arc<Actor>> {
    let document = scene.document;
    let prep = document
        .children_by(clause.head, &[Dep::Prep, Dep::Advmod, Dep::Advcl])
        .find(|p| document.tokens[*p].lower.as_ref() == "according")?;
    let to = document.children(prep).find(|t| document.tokens[*t].lower.as_ref() == "to")?;
    let head = document.child_by(to, &[Dep::Pobj])?;
    scene.actor_mention(head)?.actors.first().cloned()
}
