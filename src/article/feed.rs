//! The entries of an RSS, Atom or JSON feed as articles.

use super::html::{self, Page};
use super::{Article, DateOrigin, Problem};

/// Reads a feed. Entries without words give a problem each.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<Result<Page, Problem>>, Problem> {
    let parser = feed_rs::parser::Builder::new()
        .sanitize_content(false)
        // An entry without an id gets one from its content, as any article.
        .id_generator(|_, _, _| String::new())
        .build();
    let feed = parser
        .parse(bytes)
        .map_err(|error| Problem::Page(format!("is not a valid feed: {}", one_line(&error.to_string()))))?;
    if feed.entries.is_empty() {
        return Err(Problem::Page("the feed has no entries".to_owned()));
    }
    let publisher = feed.title.map(|title| one_line(&title.content)).filter(|title| !title.is_empty());
    Ok(feed.entries.into_iter().map(|entry| article(entry, publisher.clone(), feed.language.clone())).collect())
}

fn article(entry: feed_rs::model::Entry, publisher: Option<String>, language: Option<String>) -> Result<Page, Problem> {
    let title = entry.title.map(|title| plain(&title.content)).filter(|title| !title.is_empty());
    let body = entry.content.and_then(|content| content.body).unwrap_or_default();
    let mut blocks = html::fragment(&body);
    if blocks.is_empty() {
        blocks = entry.summary.map(|summary| html::fragment(&summary.content)).unwrap_or_default();
    }
    if title.is_none() && blocks.is_empty() {
        return Err(Problem::Empty);
    }
    let date = entry.published.or(entry.updated).and_then(|stamp| {
        // The day in UTC: feeds seldom give the outlet's own zone.
        let stamp = jiff::Timestamp::from_second(stamp.timestamp()).ok()?;
        Some(jiff::tz::Offset::UTC.to_datetime(stamp).date())
    });
    let authors: Vec<_> = entry.authors.into_iter().map(|person| person.name).filter(|name| !name.is_empty()).collect();
    let article = Article {
        id: entry.id,
        date,
        date_origin: if date.is_some() { DateOrigin::Feed } else { DateOrigin::None },
        title,
        url: entry.links.into_iter().map(|link| link.href).find(|href| href.contains("://")),
        publisher,
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        ..Article::default()
    };
    Ok((html::compose(article, blocks), entry.language.or(language)))
}

/// Titles may hold markup.
fn plain(title: &str) -> String {
    if title.contains(['<', '&']) {
        let blocks = html::fragment(title);
        return one_line(&blocks.iter().map(html::Block::text).collect::<Vec<_>>().join(" "));
    }
    one_line(title)
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::PartKind;

    #[test]
    fn rss() {
        let feed = b"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour Daily</title><link>https://example.org/</link>\
            <item><title>Latvia &amp;amp; Chile meet</title><link>https://example.org/a</link><guid>tag:a</guid>\
            <pubDate>Tue, 02 Jun 2015 10:00:00 GMT</pubDate><description>&lt;p&gt;The ministers met in Riga.&lt;/p&gt;&lt;p&gt;They \
            signed a treaty.&lt;/p&gt;</description></item><item><title>Chile recalls envoy</title></item></channel></rss>";
        let entries = entries(feed).unwrap();
        let (first, _) = entries[0].as_ref().unwrap();
        assert_eq!(first.id, "tag:a");
        assert_eq!(first.title.as_deref(), Some("Latvia & Chile meet"));
        assert_eq!(first.text, "Latvia & Chile meet\n\nThe ministers met in Riga.\n\nThey signed a treaty.");
        assert_eq!(first.parts[0].kind, PartKind::Headline);
        assert_eq!(first.date.unwrap().to_string(), "2015-06-02");
        assert_eq!(first.publisher.as_deref(), Some("Harbour Daily"));
        let (second, _) = entries[1].as_ref().unwrap();
        assert_eq!((second.text.as_str(), second.id.as_str()), ("Chile recalls envoy", ""));
    }

    #[test]
    fn atom() {
        let feed = b"<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Harbour Daily</title><id>x</id><updated>2015-06-03T00:00:00Z</updated>\
            <entry><id>urn:a</id><title>Envoys meet</title><published>2015-06-02T10:00:00Z</published><updated>2015-06-03T10:00:00Z</updated>\
            <content type=\"html\">&lt;p&gt;The envoys met in Riga.&lt;/p&gt;</content></entry></feed>";
        let entries = entries(feed).unwrap();
        let (first, _) = entries[0].as_ref().unwrap();
        assert_eq!(first.text, "Envoys meet\n\nThe envoys met in Riga.");
        assert_eq!((first.date.unwrap().to_string().as_str(), first.date_origin), ("2015-06-02", DateOrigin::Feed));
    }

    #[test]
    fn a_broken_feed_says_so() {
        assert!(entries(b"<rss><channel><item>").is_err());
        let Err(Problem::Page(message)) = entries(b"<rss><channel></item\n\n\n></channel></rss>") else { panic!() };
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}
