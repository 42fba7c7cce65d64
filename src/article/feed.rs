//! The entries of an RSS, Atom or JSON feed as articles.

use super::html::{self, Page};
use super::{Article, DateOrigin, Problem, date, encoding};

/// Of a feed that is broken somewhere, entries are read one by one, up to this many.
const PIECES: usize = 10_000;
/// The root element of such a feed, which every piece needs, is at most this long.
const LONGEST_ROOT: usize = 4096;

/// Reads a feed. Entries without words give a problem each. Of a feed that is no valid XML, cut off or with one broken
/// entry, the others are read.
pub(super) fn entries(bytes: Vec<u8>) -> Result<Vec<Result<Page, Problem>>, Problem> {
    let text = text(bytes)?;
    let parser = feed_rs::parser::Builder::new()
        .sanitize_content(false)
        // An entry without an id gets one from its content, as any article.
        .id_generator(|_, _, _| String::new())
        // The day in the zone that the outlet writes in, as everywhere else; the hour serves nothing here.
        .timestamp_parser(|stamp| date::parse(stamp).and_then(|day| format!("{day}T00:00:00Z").parse().ok()))
        .build();
    let read = |text: &str| {
        parser
            .parse(text.as_bytes())
            .map_err(|error| Problem::Page(format!("is not a valid feed: {}", one_line(&error.to_string()))))
    };
    let found = match (read(&text), pieces(&text)) {
        (Err(_), Some((shell, pieces))) => {
            let outlet = read(&shell).ok();
            let about = outlet.as_ref().map(About::of).unwrap_or_default();
            pieces
                .iter()
                .map(|piece| match read(piece)?.entries.into_iter().next() {
                    Some(entry) => article(entry, &about),
                    None => Err(Problem::Empty),
                })
                .collect()
        }
        (feed, _) => {
            let feed = feed?;
            let about = About::of(&feed);
            feed.entries.into_iter().map(|entry| article(entry, &about)).collect::<Vec<_>>()
        }
    };
    match found.is_empty() {
        true => Err(Problem::Page("the feed has no entries".to_owned())),
        false => Ok(found),
    }
}

/// The feed decoded and without its XML declaration, whose encoding holds no longer.
fn text(bytes: Vec<u8>) -> Result<String, Problem> {
    let declared = html::declared_charset(&bytes);
    let mut text = encoding::decode(bytes, declared.as_deref())?;
    let start = text.len() - text.trim_start().len();
    text.drain(..start);
    if text.starts_with("<?xml")
        && let Some(end) = text.find("?>")
    {
        text.drain(..end + 2);
    }
    Ok(if text.contains('&') { with_whole_references(&text) } else { text })
}

/// Ampersands that begin no reference stand for themselves, as in `Q&A` and `?a=1&b=2`: with one, an XML parser loses the
/// words around it. Sections of characters stay as they are.
fn with_whole_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(start) = rest.find("<![CDATA[") {
        let end = rest[start..].find("]]>").map_or(rest.len(), |length| start + length);
        add_with_whole_references(&rest[..start], &mut out);
        out.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    add_with_whole_references(rest, &mut out);
    out
}

fn add_with_whole_references(markup: &str, out: &mut String) {
    let is_reference = |after: &str| {
        let name = after.split(|c: char| c != '#' && !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        !name.trim_start_matches('#').is_empty() && after[name.len()..].starts_with(';')
    };
    for (i, piece) in markup.split('&').enumerate() {
        if i > 0 {
            out.push_str(if is_reference(piece) { "&" } else { "&amp;" });
        }
        out.push_str(piece);
    }
}

/// A broken feed's entries, each as a feed of its own, and the feed without any.
fn pieces(text: &str) -> Option<(String, Vec<String>)> {
    let starts = |name: &str| -> Vec<usize> {
        text.match_indices(name)
            .map(|(at, _)| at)
            .filter(|at| text[at + name.len()..].starts_with(|c: char| c == '>' || c.is_whitespace()))
            .collect()
    };
    let (root, starts, end) =
        [("<rss", "<item", "</channel></rss>"), ("<feed", "<entry", "</feed>"), ("<rdf:RDF", "<item", "</rdf:RDF>")]
            .into_iter()
            .find_map(|(root, entry, end)| Some((text.find(root)?, starts(entry), end)))?;
    let first = *starts.first()?;
    let tag = root + text.get(root..first)?.find('>')? + 1;
    if tag - root > LONGEST_ROOT || starts.len() > PIECES {
        return None;
    }
    let open = format!("{}{}", &text[root..tag], if end.starts_with("</channel>") { "<channel>" } else { "" });
    let ends = starts[1..].iter().copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends).map(|(start, next)| {
        let piece = &text[*start..next];
        let closed = piece.rfind(if end == "</feed>" { "</entry>" } else { "</item>" });
        // Without its end, the parser says what is missing.
        let piece = closed.map_or(piece, |at| &piece[..at + if end == "</feed>" { 8 } else { 7 }]);
        format!("{open}{piece}{end}")
    });
    Some((format!("{}{end}", &text[root..first]), pieces.collect()))
}

/// What a feed says of all its entries.
#[derive(Default)]
struct About {
    publisher: Option<String>,
    language: Option<String>,
}

impl About {
    fn of(feed: &feed_rs::model::Feed) -> Self {
        let publisher = feed.title.as_ref().map(|title| one_line(&title.content)).filter(|title| !title.is_empty());
        Self { publisher, language: feed.language.clone() }
    }
}

fn article(entry: feed_rs::model::Entry, about: &About) -> Result<Page, Problem> {
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
        publisher: about.publisher.clone(),
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        ..Article::default()
    };
    Ok((html::compose(article, blocks), entry.language.or_else(|| about.language.clone())))
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
        let entries = entries(feed.to_vec()).unwrap();
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
        let entries = entries(feed.to_vec()).unwrap();
        let (first, _) = entries[0].as_ref().unwrap();
        assert_eq!(first.text, "Envoys meet\n\nThe envoys met in Riga.");
        assert_eq!((first.date.unwrap().to_string().as_str(), first.date_origin), ("2015-06-02", DateOrigin::Feed));
    }

    #[test]
    fn the_day_is_that_of_the_zone_written() {
        let feed = b"<rss version=\"2.0\"><channel><title>W</title><item><title>Envoys meet</title>\
            <pubDate>Thu, 25 Mar 2021 23:30:00 -0500</pubDate></item><item><title>Envoys part</title>\
            <pubDate>03/04/2021</pubDate></item></channel></rss>";
        let days: Vec<_> = entries(feed.to_vec()).unwrap().into_iter().map(|entry| entry.unwrap().0.date).collect();
        assert_eq!(days, [Some(jiff::civil::date(2021, 3, 25)), None]);
    }

    #[test]
    fn of_a_broken_feed_the_sound_entries_are_read() {
        let rss = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Wire</title><item><title>Envoys meet</title></item>\
            <item><title>Envoys</b></title></item><item><title>Envoys part</title></item><item><title>Envoys";
        let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wire</title><entry><title>Envoys meet</title></entry>\
            <entry><title>Envoys</b></title></entry><entry><title>Envoys part</title></entry><entry><ti";
        for feed in [rss, atom] {
            let found: Vec<_> = entries(feed.as_bytes().to_vec()).unwrap();
            let titles: Vec<_> = found.iter().map(|entry| entry.as_ref().ok()?.0.title.as_deref()).collect();
            assert_eq!(titles, [Some("Envoys meet"), None, Some("Envoys part"), None], "{feed}");
            assert_eq!(found[2].as_ref().unwrap().0.publisher.as_deref(), Some("Wire"));
            assert!(matches!(&found[3], Err(Problem::Page(why)) if why.contains("not a valid feed")));
        }
    }

    #[test]
    fn lone_ampersands_stand_for_themselves() {
        let item = "<item><title>Latvia & Chile: Q&A, M&amp;M, &#72;i; <![CDATA[R&D]]></title><link>https://example.org/?a=1&b=2</link></item>";
        let broken = "<item><title>Envoys</b></title></item>";
        for items in [item.to_owned(), format!("{item}{broken}")] {
            let feed = format!("<rss version=\"2.0\"><channel><title>War & Peace</title>{items}</channel></rss>");
            let found = entries(feed.into_bytes()).unwrap();
            let (first, _) = found[0].as_ref().unwrap();
            assert_eq!(first.title.as_deref(), Some("Latvia & Chile: Q&A, M&M, Hi; R&D"));
            assert_eq!(first.publisher.as_deref(), Some("War & Peace"));
            assert_eq!(first.url.as_deref(), Some("https://example.org/?a=1&b=2"));
        }
        assert_eq!(with_whole_references("&<![CDATA[&"), "&amp;<![CDATA[&");
    }

    #[test]
    fn what_a_feed_says_of_its_encoding_is_believed_only_of_bytes_that_are_not_utf8() {
        let feed = |encoding: &str| {
            format!(
                "\n<?xml version=\"1.0\" encoding=\"{encoding}\"?><rss version=\"2.0\"><channel><item><title>São Tomé</title></item></channel></rss>"
            )
        };
        let latin = encoding_rs::WINDOWS_1252.encode(&feed("iso-8859-1")).0.into_owned();
        for bytes in [feed("utf-16").into_bytes(), feed("utf-8").into_bytes(), latin] {
            let found = entries(bytes).unwrap();
            assert_eq!(found[0].as_ref().unwrap().0.title.as_deref(), Some("São Tomé"));
        }
    }

    #[test]
    fn a_broken_feed_says_so() {
        assert!(entries(b"<rss><channel><item>".to_vec()).unwrap()[0].is_err());
        assert!(entries(b"<rss><channel>".to_vec()).is_err());
        let found = entries(b"<rss><channel></item\n\n\n></channel></rss>".to_vec());
        let Err(Problem::Page(message)) = found else { panic!() };
        assert_eq!(message.lines().count(), 1, "{message}");
    }
}
