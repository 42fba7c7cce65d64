//! The events of many articles, each once, in an order that does not depend on the order of their coming.

use crate::events::{ArticleRef, Event};
use crate::graph::shared::Shared;
use std::collections::BTreeMap;

/// What two records must share to be of the same article: date, id, title, address, outlet. Articles that different
/// corpora number alike stay apart.
type ArticleKey = (Option<String>, String, Option<String>, Option<String>, Option<String>);

fn key(article: &ArticleRef) -> ArticleKey {
    (article.date.clone(), article.id.clone(), article.title.clone(), article.url.clone(), article.publisher.clone())
}

/// Events by article: in order of the articles' dates and ids, within an article in order of the text.
#[derive(Debug, Default)]
pub struct Collection {
    articles: BTreeMap<ArticleKey, Vec<Event>>,
    shared: Shared,
}

impl Collection {
    /// Adds the events of one article as it was just read. What was known of the article before is forgotten. Returns how
    /// many events were not known.
    pub fn replace_article(&mut self, article: &ArticleRef, mut events: Vec<Event>) -> usize {
        if events.is_empty() {
            self.articles.remove(&key(article));
            return 0;
        }
        sort(&mut events);
        events.dedup_by(|a, b| a.id == b.id);
        events.iter_mut().for_each(|event| self.shared.share(event));
        events.shrink_to_fit();
        let old = self.articles.entry(key(article)).or_default();
        let new = events.iter().filter(|event| !old.iter().any(|known| known.id == event.id)).count();
        *old = events;
        new
    }

    /// Adds an event of an `events.jsonl`, in place of the one of the same id in the same article. Returns whether it was
    /// not known.
    pub fn add(&mut self, mut event: Event) -> bool {
        self.shared.share(&mut event);
        let events = self.articles.entry(key(&event.article)).or_default();
        match events.iter_mut().find(|known| known.id == event.id) {
            Some(known) => {
                *known = event;
                false
            }
            None => {
                events.push(event);
                true
            }
        }
    }

    /// All events.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.articles().flatten()
    }

    /// All events, without a copy being made of them.
    pub fn into_events(self) -> impl Iterator<Item = Event> {
        self.articles.into_values().flatten()
    }

    /// The events of each article.
    pub fn articles(&self) -> impl ExactSizeIterator<Item = &[Event]> {
        self.articles.values().map(Vec::as_slice)
    }

    /// Puts the events of each article in order of the text. To be called after [`Collection::add`].
    pub fn sort(&mut self) {
        for events in self.articles.values_mut() {
            sort(events);
        }
    }
}

fn sort(events: &mut [Event]) {
    events.sort_by(|a, b| {
        let place = |event: &Event| event.mentions.first().map(|mention| (mention.trigger.start, mention.trigger.end));
        place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;
    use std::sync::Arc;

    fn event(article: &str, id: &str, at: usize) -> Event {
        let mut event = record("2021-03-25 Meeting RUS, KOR");
        event.id = id.to_owned();
        Arc::make_mut(&mut event.article).id = article.to_owned();
        event.mentions[0].trigger.start = at;
        event.mentions[0].trigger.end = at + 3;
        event
    }

    fn ids(collection: &Collection) -> Vec<String> {
        collection.events().map(|event| format!("{}/{}", event.article.id, event.id)).collect()
    }

    #[test]
    fn the_order_of_coming_does_not_show() {
        let events = [event("b", "2", 9), event("a", "1", 5), event("b", "1", 4), event("a", "0", 7)];
        let mut there = Collection::default();
        let mut back = Collection::default();
        assert!(events.iter().cloned().all(|event| there.add(event)));
        assert!(events.iter().rev().cloned().all(|event| back.add(event)));
        assert!(!there.add(events[0].clone()));
        there.sort();
        back.sort();
        assert_eq!(ids(&there), ["a/1", "a/0", "b/1", "b/2"]);
        assert_eq!(ids(&there), ids(&back));
    }

    #[test]
    fn an_article_read_again_replaces_itself() {
        let mut collection = Collection::default();
        let article = event("a", "1", 5).article;
        assert_eq!(collection.replace_article(&article, vec![event("a", "1", 5), event("a", "2", 3)]), 2);
        assert_eq!(collection.replace_article(&article, vec![event("a", "3", 1), event("a", "2", 3)]), 1);
        assert_eq!(ids(&collection), ["a/3", "a/2"]);
        assert_eq!(collection.replace_article(&article, Vec::new()), 0);
        assert_eq!(collection.articles().len(), 0);
    }

    #[test]
    fn articles_that_only_share_a_number_stay_apart() {
        let mut other = event("1", "x", 5);
        Arc::make_mut(&mut other.article).title = Some("Another matter".to_owned());
        let mut collection = Collection::default();
        let first = event("1", "x", 5);
        collection.replace_article(&first.article.clone(), vec![first]);
        collection.replace_article(&other.article.clone(), vec![other]);
        assert_eq!(collection.articles().len(), 2);
    }
}
