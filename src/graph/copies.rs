//! Articles that print the text of another: syndicated copies.
//!
//! A copy is a report like any other, but no news: it tells of nothing that its original does not tell of, and it confirms
//! nothing. Which of several articles is the original depends on all of them, so copies are found in the whole graph and
//! are stated in the derived one only.

use super::event_node::EventNode;
use crate::article::Fingerprint;
use crate::events::event::{ArticleRef, Event};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The same words after this many days are news again: a form letter, not a copy.
const DAYS: i32 = 7;

/// Copies by article id, with the ids of their originals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies(BTreeMap<String, String>);

/// An article that is no copy of one before it.
struct Original<'a> {
    id: &'a str,
    day: Option<Date>,
    sketch: Fingerprint,
}

impl Copies {
    /// Finds the copies among articles. The original of several is the first by date, then by id and the rest of what is
    /// known of it, whatever the order they come in.
    pub fn of<'a>(articles: impl IntoIterator<Item = &'a ArticleRef>) -> Self {
        // Without a date an article may be older than any: but only one with a date can be shown to be first.
        let known: BTreeSet<(bool, &Option<String>, &str, _)> = articles
            .into_iter()
            .filter_map(|a| {
                let sketch = a.fingerprint.as_deref()?;
                Some((a.date.is_none(), &a.date, a.id.as_str(), (&a.title, &a.url, &a.publisher, sketch)))
            })
            .collect();
        let mut copies = BTreeMap::new();
        let mut originals: Vec<Original> = Vec::new();
        let mut by_key: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (_, date, id, (.., sketch)) in known {
            let Some(sketch) = Fingerprint::parse(sketch) else { continue };
            let article = Original { id, day: date.as_deref().and_then(|date| date.parse().ok()), sketch };
            let near: BTreeSet<usize> =
                article.sketch.keys().flat_map(|key| by_key.get(&key).into_iter().flatten().copied()).collect();
            match near.into_iter().map(|i| &originals[i]).find(|original| article.copies(original)) {
                Some(original) if original.id == id => {}
                Some(original) => drop(copies.entry(id.to_owned()).or_insert_with(|| original.id.to_owned())),
                None => {
                    for key in article.sketch.keys() {
                        by_key.entry(key).or_default().push(originals.len());
                    }
                    originals.push(article);
                }
            }
        }
        // Corpora may number different articles alike; a number that also stands for an original is no copy's.
        for original in &originals {
            copies.remove(original.id);
        }
        Self(copies)
    }

    /// The article that this one copies.
    pub fn original(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }

    /// Those of these articles, by id.
    pub fn among<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Self {
        Self(ids.filter_map(|id| Some((id.to_owned(), self.original(id)?.to_owned()))).collect())
    }

    /// Every copy with its original, by id.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.0.iter().map(|(copy, original)| (copy.as_str(), original.as_str()))
    }

    /// Of each event that only copies tell of, the number of the one event that the same sentences of their originals
    /// tell of. The two have other dates where the text names none and the copy was printed on another day.
    pub fn told_before(&self, events: &[&EventNode]) -> Vec<(usize, usize)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut told: BTreeMap<_, BTreeSet<usize>> = BTreeMap::new();
        let originals: BTreeSet<&str> = self.0.values().map(String::as_str).collect();
        for (i, event) in events.iter().enumerate() {
            for record in event.records().iter().filter(|record| originals.contains(record.article.id.as_str())) {
                for words in mentions(record) {
                    told.entry((record.article.id.as_str(), event.key.kind.as_str(), event.key.status, words))
                        .or_default()
                        .insert(i);
                }
            }
        }
        let one = |(i, event): (usize, &&EventNode)| {
            let mut found = BTreeSet::new();
            for record in event.records() {
                let original = self.original(&record.article.id)?;
                let here = mentions(record)
                    .filter_map(|words| told.get(&(original, event.key.kind.as_str(), event.key.status, words)));
                let here: BTreeSet<usize> = here.flatten().copied().collect();
                if here.is_empty() {
                    return None;
                }
                found.extend(here);
            }
            let first = *found.first()?;
            (found.len() == 1 && first != i).then_some((i, first))
        };
        events.iter().enumerate().filter_map(one).collect()
    }
}

impl Original<'_> {
    fn copies(&self, other: &Original) -> bool {
        let apart = self.day.zip(other.day).map_or(0, |(a, b)| (a - b).get_days().abs());
        apart <= DAYS && self.sketch.is_copy_of(&other.sketch)
    }
}

/// The sentences that tell of an event, as words, each with its trigger.
fn mentions(record: &Event) -> impl Iterator<Item = (String, &str)> {
    record.mentions.iter().map(|mention| {
        let words = mention.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        (words.collect::<Vec<_>>().join(" "), mention.trigger.text.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;
    use crate::graph::{EventGraph, JoinKind, joins::joins};
    use std::sync::Arc;

    /// An article with a sketch made of a digit.
    fn article(id: &str, date: &str, sketch: char) -> ArticleRef {
        let mut article = ArticleRef::clone(&record("2021-03-25 Meeting RUS, KOR").article);
        article.id = id.to_owned();
        article.date = (!date.is_empty()).then(|| date.to_owned());
        article.fingerprint = Some(sketch.to_string().repeat(64));
        article
    }

    #[test]
    fn the_first_is_the_original_whatever_the_order() {
        let mut articles = [
            article("c", "", 'a'),
            article("b", "2021-03-27", 'a'),
            article("z", "2021-03-25", 'a'),
            article("y", "2021-03-25", 'b'),
            article("later", "2021-05-25", 'a'),
        ];
        let found = Copies::of(&articles);
        assert_eq!(found.iter().collect::<Vec<_>>(), [("b", "z"), ("c", "z")]);
        articles.reverse();
        assert_eq!(Copies::of(&articles), found);
    }

    #[test]
    fn a_number_used_twice_is_no_copy_of_itself() {
        let mut other = article("a", "2021-03-26", 'a');
        other.title = Some("Printed again".to_owned());
        assert_eq!(Copies::of(&[article("a", "2021-03-25", 'a'), other]), Copies::default());
    }

    #[test]
    fn a_copy_tells_no_news() {
        let mut first = record("a@2021-03-25: 2021-03-25 Meeting RUS, KOR");
        let mut again = record("b@2021-03-26: 2021-03-26 Meeting RUS, KOR");
        let mut own = record("c@2021-03-25: 2021-03-25 Meeting RUS, KOR");
        again.mentions = first.mentions.clone();
        Arc::make_mut(&mut first.article).fingerprint = Some("a".repeat(64));
        Arc::make_mut(&mut again.article).fingerprint = first.article.fingerprint.clone();
        Arc::make_mut(&mut own.article).fingerprint = Some("b".repeat(64));
        let graph = EventGraph::new([first.clone(), again.clone(), own]);
        let joined = joins(&graph);
        assert_eq!(joined.len(), 1, "{joined:?}");
        assert_eq!(joined[0].kind, JoinKind::SameEvent);
        assert!(joined[0].from.contains("2021-03-26") && joined[0].to.contains("2021-03-25"), "{joined:?}");
        let told: Vec<usize> = graph.events().map(EventNode::articles).collect();
        assert_eq!(told, [2, 1]);
        // The same words in an article of its own are news of the day.
        Arc::make_mut(&mut again.article).fingerprint = None;
        assert_eq!(joins(&EventGraph::new([first, again])), []);
    }

    #[test]
    fn copies_printed_on_one_day_confirm_nothing() {
        let mut first = record("a@2021-03-25: 2021-03-25 Meeting RUS, KOR");
        let mut again = record("b@2021-03-25: 2021-03-25 Meeting RUS, KOR");
        Arc::make_mut(&mut first.article).fingerprint = Some("a".repeat(64));
        Arc::make_mut(&mut again.article).fingerprint = first.article.fingerprint.clone();
        let graph = EventGraph::new([first, again]);
        let event = graph.events().next().expect("one");
        assert_eq!((event.articles(), event.reports().count()), (1, 2));
        assert_eq!(graph.copies().iter().collect::<Vec<_>>(), [("b", "a")]);
    }
}
