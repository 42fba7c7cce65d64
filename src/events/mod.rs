//! What: events of an article, from clauses, mentions and dates.

mod account;
mod among;
mod answers;
pub mod confidence;
mod content;
mod discourse;
mod draft;
pub mod event;
mod finish;
mod instruments;
mod location;
mod merge;
pub mod model;
pub mod quotes;
mod read;
pub mod rules;
mod said;
pub mod scene;
mod status;
pub mod types;
mod when;
pub mod who;

pub use account::{Account, Verdicts, verdicts};
pub use event::{ArticleRef, Event};
pub use finish::article_ref;
pub use rules::{RuleError, Rulebook};
pub use scene::Scene;

/// The events of a scene, in order of their first mention.
pub fn of(scene: &Scene, book: &Rulebook, model: &model::Model) -> Vec<Event> {
    with_signs(scene, book, model).into_iter().map(|(event, _)| event).collect()
}

/// The same, each with the signs from which its confidence comes.
pub fn with_signs(scene: &Scene, book: &Rulebook, model: &model::Model) -> Vec<(Event, confidence::Signs)> {
    let drafts = read::events(scene, book, model);
    finish::finish(scene, &model.confidence, merge::group(drafts))
}
