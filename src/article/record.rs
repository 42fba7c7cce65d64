//! An article out of a JSON object, under the field names of `data/reading/fields.tsv`.

use super::read::Content;
use super::{Article, DateOrigin, Problem, date, parts};
use serde_json::{Map, Value};
use std::sync::LazyLock;

/// Field names by the part of an article that they hold, best first.
static FIELDS: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    include_str!("../../data/reading/fields.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(part, names)| (part, names.split(' ').collect()))
        .collect()
});

fn names(part: &str) -> &'static [&'static str] {
    FIELDS.iter().find(|(name, _)| *name == part).map_or(&[], |(_, names)| names)
}

/// Whether the object is an event as `extract` writes it.
pub(super) fn is_event(object: &Map<String, Value>) -> bool {
    ["type", "participants", "mentions", "article"].iter().all(|field| object.contains_key(*field))
}

/// The records in an object that only wraps them, as GDELT's `{"articles": [...]}`.
pub(super) fn wrapped(object: &mut Map<String, Value>) -> Option<Vec<Value>> {
    if names("text").iter().any(|name| matches!(get(object, name), Some(Value::String(_)))) {
        return None;
    }
    let path = *names("list").iter().find(
        |name| matches!(get(object, name), Some(Value::Array(list)) if list.first().is_none_or(Value::is_object)),
    )?;
    match path.split_once('.') {
        None => take_list(object, path),
        Some((outer, inner)) => take_list(object.get_mut(outer)?.as_object_mut()?, inner),
    }
}

fn take_list(object: &mut Map<String, Value>, name: &str) -> Option<Vec<Value>> {
    match object.remove(name)? {
        Value::Array(list) => Some(list),
        _ => None,
    }
}

/// Makes an article of a record. Its text is the record's, character by character; its id too, where it has one. Where
/// there is a field for the text and nothing in it, so it is with the article.
pub(super) fn article(object: &Map<String, Value>) -> Result<Content, Problem> {
    let title = first(object, "title").filter(|title| !title.trim().is_empty());
    let text = match raw(object, "text") {
        Some(text) => text.to_owned(),
        // Article lists give the headline only.
        None => title.clone().ok_or_else(|| Problem::NoText(names("text").join(", ")))?,
    };
    let date = names("date").iter().find_map(|name| date::parse(&scalar(get(object, name)?)?));
    let url = first(object, "url").filter(|url| url.contains("://"));
    let mut article = Article {
        id: first(object, "id").unwrap_or_default(),
        date,
        date_origin: if date.is_some() { DateOrigin::Metadata } else { DateOrigin::None },
        title,
        url,
        publisher: first(object, "publisher"),
        author: first(object, "author"),
        text,
        parts: Vec::new(),
    };
    parts::mark(&mut article);
    Ok(match article.text.trim().is_empty() {
        true => Content::Silent(article),
        false => Content::Article(article, first(object, "language")),
    })
}

/// A field by its path.
fn get<'a>(object: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    match path.split_once('.') {
        None => object.get(path),
        Some((outer, inner)) => object.get(outer)?.as_object()?.get(inner),
    }
}

/// The text field as it stands: the first that holds words, or else the first that is there.
fn raw<'a>(object: &'a Map<String, Value>, part: &str) -> Option<&'a str> {
    let texts = || names(part).iter().filter_map(|name| get(object, name)?.as_str());
    texts().find(|text| !text.trim().is_empty()).or_else(|| texts().next())
}

/// The first field of a part that holds something.
fn first(object: &Map<String, Value>, part: &str) -> Option<String> {
    names(part).iter().find_map(|name| scalar(get(object, name)?))
}

/// A string, a number, or a list of strings (authors), as one string.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(words) if !words.trim().is_empty() => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(list) => {
            let words: Vec<_> = list.iter().filter_map(scalar).collect();
            (!words.is_empty()).then(|| words.join(", "))
        }
        Value::Object(object) => object.get("name").and_then(scalar),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: Value) -> Article {
        match article(value.as_object().unwrap()).unwrap() {
            Content::Article(article, _) => article,
            _ => panic!("not an article with words: {value}"),
        }
    }

    #[test]
    fn an_empty_text_is_an_article_without_words() {
        for text in ["", " \n"] {
            let record = json!({"id": "a", "title": "Chile recalls envoy", "text": text, "maintext": ""});
            match article(record.as_object().unwrap()).unwrap() {
                Content::Silent(article) => assert_eq!((article.id.as_str(), article.text.as_str()), ("a", text)),
                _ => panic!("{record}"),
            }
        }
        let other = read(json!({"id": "a", "text": "", "maintext": "Chile recalled its envoy."}));
        assert_eq!(other.text, "Chile recalled its envoy.");
    }

    #[test]
    fn a_record_keeps_its_id_and_text() {
        let text = " Chile recalled\tits envoy.\r\n\r\nIt gave no reason.\u{a0}\n";
        let a = read(json!({"id": "a/1 ", "date": "2015-06-02", "text": text}));
        assert_eq!((a.id.as_str(), a.text.as_str()), ("a/1 ", text));
        assert_eq!(a.date.unwrap().to_string(), "2015-06-02");
        assert_eq!(read(json!({"id": 17, "text": text})).id, "17");
    }

    #[test]
    fn records_of_other_tools() {
        let text = "Chile recalled its envoy on Tuesday.";
        for record in [
            json!({"maintext": text, "title": "Chile recalls envoy", "date_publish": "2015-06-02 10:00:00",
                "source_domain": "example.org", "url": "https://example.org/a", "authors": ["Nora Lindqvist"],
                "language": "en", "description": "In short", "filename": "x.html"}),
            json!({"title": "Chile recalls envoy", "author": "Nora Lindqvist", "hostname": "example.org",
                "date": "2015-06-02", "id": null, "fingerprint": "ab", "raw_text": "x", "text": text,
                "source": "https://example.org/a", "source-hostname": "example.org", "excerpt": "In short"}),
            json!({"title": "Chile recalls envoy", "text": text, "authors": ["Nora Lindqvist"],
                "publish_date": "2015-06-02T00:00:00", "source_url": "https://example.org/a",
                "domain": "example.org", "summary": "", "keywords": []}),
            json!({"@type": "NewsArticle", "headline": "Chile recalls envoy", "articleBody": text,
                "datePublished": "2015-06-02T08:00:00Z", "author": {"name": "Nora Lindqvist"},
                "publisher": {"name": "example.org"}, "url": "https://example.org/a"}),
        ] {
            let a = read(record.clone());
            assert_eq!(a.text, text, "{record}");
            assert_eq!(a.title.as_deref(), Some("Chile recalls envoy"), "{record}");
            assert_eq!(a.date.unwrap().to_string(), "2015-06-02", "{record}");
            assert_eq!(a.url.as_deref(), Some("https://example.org/a"), "{record}");
            assert_eq!(a.publisher.as_deref(), Some("example.org"), "{record}");
            assert_eq!(a.author.as_deref(), Some("Nora Lindqvist"), "{record}");
        }
    }

    #[test]
    fn an_article_list_gives_headlines() {
        let mut list = json!({"articles": [{"url": "https://example.org/a", "title": "Chile recalls envoy",
            "seendate": "20150602T081500Z", "domain": "example.org", "language": "English"}]});
        let records = wrapped(list.as_object_mut().unwrap()).unwrap();
        let a = read(records[0].clone());
        assert_eq!(a.text, "Chile recalls envoy");
        assert_eq!(a.date.unwrap().to_string(), "2015-06-02");
    }

    #[test]
    fn a_record_without_text_says_what_it_looked_for() {
        let Err(problem) = article(json!({"id": "a"}).as_object().unwrap()) else { panic!("nothing to read") };
        assert!(problem.to_string().contains("maintext"), "{problem}");
    }
}
