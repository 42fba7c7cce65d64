//! What: events of an article, from clauses, mentions and dates.

pub mod draft;
pub mod event;
mod finish;
mod location;
mod merge;
pub mod model;
mod read;
pub mod rules;
mod said;
pub mod scene;
mod status;
pub mod types;
mod when;
pub mod who;

pub use event::{ArticleRef, Event};
pub use finish::article_ref;
pub use read::{Verdicts, verdicts};
pub use rules::{RuleError, Rulebook};
pub use scene::Scene;

/// The events of a scene, in order of their first mention.
pub fn of(scene: &Scene, book: &Rulebook, model: &model::Model) -> Vec<Event> {
    let drafts = read::events(scene, book, model);
    finish::finish(scene, merge::group(drafts))
}
