//! What many records say in the same words, kept once.
//!
//! A corpus names the same actors in event after event, and every event of an article names that article. In a graph of
//! millions of events these are most of the memory.

use crate::actors::Actor;
use crate::events::event::{ArticleRef, Event};
use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

/// The actors and articles met so far.
#[derive(Debug, Default)]
pub struct Shared {
    actors: HashSet<Arc<Actor>>,
    articles: HashSet<Arc<ArticleRef>>,
}

impl Shared {
    /// Lets a record, which stays equal to what it was, hold what earlier records hold already, and no memory that it
    /// does not use.
    pub fn share(&mut self, event: &mut Event) {
        one(&mut self.articles, &mut event.article);
        for participant in &mut event.participants {
            one(&mut self.actors, &mut participant.actor);
        }
        if let Some(said_by) = &mut event.said_by {
            one(&mut self.actors, &mut said_by.actor);
        }
        event.participants.shrink_to_fit();
        event.mentions.shrink_to_fit();
        event.instruments.shrink_to_fit();
        event.about.shrink_to_fit();
    }
}

/// Puts the first of equals in place of a value.
fn one<T: Eq + Hash>(known: &mut HashSet<Arc<T>>, value: &mut Arc<T>) {
    match known.get(value) {
        Some(first) => *value = Arc::clone(first),
        None => drop(known.insert(Arc::clone(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;

    #[test]
    fn equal_actors_and_articles_are_kept_once_and_nothing_changes() {
        let before =
            ["a: 2021-03-25 Meeting RUS, KOR", "a: 2021-03-26 Negotiation KOR, RUS", "b: 2021-03-25 Visit RUS > KOR"];
        let mut events = before.map(record);
        let mut shared = Shared::default();
        events.iter_mut().for_each(|event| shared.share(event));
        assert_eq!(events, before.map(record));
        assert_eq!((shared.actors.len(), shared.articles.len()), (2, 2));
        assert!(Arc::ptr_eq(&events[0].participants[0].actor, &events[1].participants[1].actor));
        assert!(Arc::ptr_eq(&events[0].article, &events[1].article));
        assert!(!Arc::ptr_eq(&events[0].article, &events[2].article));
    }
}
