//! A web page as an article: what the page says of itself, and its main text.
//!
//! The text made of a page is the headline and the blocks of the main text (paragraphs, headings, list items, captions),
//! blank lines between them, white space within them collapsed.

mod blocks;
mod limits;

use super::{Article, DateOrigin, PartKind, Problem, date, encoding, parts};
pub(super) use blocks::Block;
use blocks::blocks;
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use jiff::civil::Date;
use serde_json::Value;
use std::sync::LazyLock;

/// An article and the language that its page claims.
pub(super) type Page = (Article, Option<String>);

/// Reads a page. `url` and `charset` are what is known from outside, from WARC and HTTP headers.
pub(super) fn page(bytes: Vec<u8>, url: Option<&str>, charset: Option<&str>) -> Result<Page, Problem> {
    let declared = charset.map(str::to_owned).or_else(|| declared_charset(&bytes));
    let html = encoding::decode(bytes, declared.as_deref())?;
    limits::check(&html).map_err(Problem::Page)?;
    let document = Document::from(html);
    let facts = Facts::of(&document, url);
    let blocks = main_text(document).ok_or_else(|| Problem::Page("no main text was found in the page".to_owned()))?;
    Ok(assemble(facts, blocks))
}

/// What a page says of itself.
#[derive(Debug, Default)]
struct Facts {
    title: Option<String>,
    date: Option<(Date, DateOrigin)>,
    author: Option<String>,
    publisher: Option<String>,
    url: Option<String>,
    language: Option<String>,
}

/// `(part, attribute, value)` of `data/reading/page_meta.tsv`.
static META: LazyLock<Vec<(&'static str, &'static str, &'static str)>> = LazyLock::new(|| {
    include_str!("../../data/reading/page_meta.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.next()?, cells.next()?))
        })
        .collect()
});

impl Facts {
    fn of(document: &Document, url: Option<&str>) -> Self {
        let mut facts = Self { url: url.map(str::to_owned), ..Self::default() };
        facts.json_ld(document);
        facts.meta(document);
        facts.elements(document);
        if facts.date.is_none() {
            facts.date = facts.url.as_deref().and_then(address_date).map(|date| (date, DateOrigin::Address));
        }
        facts
    }

    fn json_ld(&mut self, document: &Document) {
        for script in document.select("script[type='application/ld+json']").nodes() {
            let script = script.text();
            // Some pages wrap it in marks of comments or CDATA.
            let json = script.split_once("CDATA[").map_or(&*script, |(_, rest)| rest);
            let json = json.find(['{', '[']).map_or("", |start| &json[start..]);
            let Some(Ok(value)) = serde_json::Deserializer::from_str(json).into_iter::<Value>().next() else {
                continue;
            };
            let Some(article) = find_article(&value) else { continue };
            let text = |name: &str| article.get(name).and_then(words);
            fill(&mut self.title, text("headline").or_else(|| text("name")));
            fill(&mut self.author, text("author"));
            fill(&mut self.publisher, text("publisher"));
            fill(&mut self.language, text("inLanguage"));
            fill(&mut self.url, text("url").or_else(|| text("mainEntityOfPage")).filter(|url| url.contains("://")));
            let day = text("datePublished").and_then(|field| date::parse(&field));
            self.date = self.date.or(day.map(|day| (day, DateOrigin::JsonLd)));
        }
    }

    fn meta(&mut self, document: &Document) {
        let mut metas = Vec::new();
        for meta in document.select("meta[content]").nodes() {
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(value) = meta.attr(attribute) {
                    let content = meta.attr("content").unwrap_or_default();
                    metas.push((attribute, value.trim().to_ascii_lowercase(), one_line(&content)));
                }
            }
        }
        for (part, attribute, value) in META.iter() {
            let same = |meta: &&(&str, String, String)| meta.0 == *attribute && meta.1.eq_ignore_ascii_case(value);
            for (_, _, content) in metas.iter().filter(same) {
                let content = Some(content.clone()).filter(|content| !content.is_empty());
                match *part {
                    "date" => {
                        let day = content.and_then(|field| date::parse(&field));
                        self.date = self.date.or(day.map(|day| (day, DateOrigin::MetaTag)));
                    }
                    "title" => fill(&mut self.title, content),
                    "publisher" => fill(&mut self.publisher, content),
                    "author" => fill(&mut self.author, content.filter(|name| !name.contains("://"))),
                    "url" => fill(&mut self.url, content.filter(|url| url.contains("://"))),
                    _ => fill(&mut self.language, content),
                }
            }
        }
    }

    fn elements(&mut self, document: &Document) {
        if self.date.is_none() {
            self.date = time_tag(document).map(|day| (day, DateOrigin::TimeTag));
        }
        if let Some(link) = document.select("link[rel='canonical']").nodes().first() {
            fill(&mut self.url, link.attr("href").map(|url| url.to_string()).filter(|url| url.contains("://")));
        }
        if let Some(html) = document.select("html").nodes().first() {
            fill(&mut self.language, html.attr("lang").map(|lang| lang.to_string()));
        }
        let headings = document.select("h1");
        if let [heading] = headings.nodes() {
            fill(&mut self.title, Some(one_line(&heading.text())).filter(|title| !title.is_empty()));
        }
        if let Some(title) = document.select("head > title").nodes().first() {
            let title = one_line(&title.text());
            fill(&mut self.title, Some(without_outlet(&title, self.publisher.as_deref())).filter(|t| !t.is_empty()));
        }
        if let (Some(title), Some(outlet)) = (&self.title, &self.publisher) {
            self.title = Some(without_outlet(title, Some(outlet)));
        }
    }
}

fn fill(field: &mut Option<String>, value: Option<String>) {
    if field.is_none() {
        *field = value;
    }
}

/// The first object of an article type, also within lists and `@graph`.
fn find_article(value: &Value) -> Option<&serde_json::Map<String, Value>> {
    match value {
        Value::Array(list) => list.iter().find_map(find_article),
        Value::Object(object) => {
            let is_article = |kind: &Value| {
                kind.as_str().is_some_and(|kind| {
                    kind.ends_with("Article") || kind.ends_with("Reportage") || kind.ends_with("BlogPosting")
                })
            };
            let found = match object.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().any(is_article),
                Some(kind) => is_article(kind),
                None => false,
            };
            if found { Some(object) } else { object.get("@graph").and_then(find_article) }
        }
        _ => None,
    }
}

/// A string, a thing's name or address, or a list of such, as one line.
fn words(value: &Value) -> Option<String> {
    let line = match value {
        Value::String(words) => one_line(words),
        Value::Array(list) => list.iter().filter_map(words).collect::<Vec<_>>().join(", "),
        Value::Object(object) => object.get("name").or_else(|| object.get("@id")).and_then(words)?,
        _ => return None,
    };
    (!line.is_empty()).then_some(line)
}

/// The date of the page's `time` element: one marked as publication date, or else the only day that those within the
/// article name.
fn time_tag(document: &Document) -> Option<Date> {
    for marked in ["[itemprop='datePublished']", "time[pubdate]", "time.published", "time.entry-date"] {
        let days: Vec<_> = document.select(marked).nodes().iter().filter_map(day_of).collect();
        if let Some(day) = days.first() {
            return days.iter().all(|d| d == day).then_some(*day);
        }
    }
    for within in ["article time", "main time", "header time", "time"] {
        let days: Vec<_> = document.select(within).nodes().iter().filter_map(day_of).collect();
        if let Some(day) = days.first() {
            return days.iter().all(|d| d == day).then_some(*day);
        }
    }
    None
}

fn day_of(node: &NodeRef<'_>) -> Option<Date> {
    let field = ["datetime", "content", "title"].iter().find_map(|name| node.attr(name));
    match field {
        Some(field) => date::parse(&field),
        None => date::parse(&node.text()),
    }
}

/// A date in the path of an address: `/2021/03/25/`, `/20210325/`, `2021-03-25`.
pub(super) fn address_date(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    date::find(path)
        .map(|(day, _)| day)
        .or_else(|| path.split(['/', '-', '_']).filter(|part| part.len() == 8).find_map(date::parse))
}

/// What stands between a headline and the outlet's name.
const TITLE_MARKS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • "];

/// A title without the outlet's name, which `title` elements append or put first.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    for mark in TITLE_MARKS {
        if let Some((bare, last)) = title.rsplit_once(mark)
            && (outlet.is_some_and(|outlet| last.eq_ignore_ascii_case(outlet)) || (mark == " | " && outlet.is_none()))
            && !bare.trim().is_empty()
        {
            return without_outlet(bare.trim(), outlet);
        }
        if let Some((first, bare)) = title.split_once(mark)
            && outlet.is_some_and(|outlet| first.eq_ignore_ascii_case(outlet))
            && !bare.trim().is_empty()
        {
            return bare.trim().to_owned();
        }
    }
    title.trim().to_owned()
}

/// The blocks of the page's main text.
fn main_text(document: Document) -> Option<Vec<Block>> {
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        max_elements_to_parse: 100_000,
        char_threshold: 250,
        ..Config::default()
    };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    let article = readability.parse().ok()?;
    let content = Document::from(article.content);
    let blocks = blocks(&content.root());
    (!blocks.is_empty()).then_some(blocks)
}

/// The blocks of a piece of HTML, as feeds hold it.
pub(super) fn fragment(html: &str) -> Vec<Block> {
    if limits::check(html).is_err() {
        return Vec::new();
    }
    let document = Document::from(html);
    blocks(&document.root())
}

/// Of a title in which outlet and headline stand side by side in an order that nothing tells, the piece that the text
/// repeats near its beginning; and the text without what is before it there, which is the page's menu.
fn repeated_title(title: &mut Option<String>, blocks: &mut Vec<Block>) {
    let Some(whole) = title else { return };
    let pieces: Vec<&str> = TITLE_MARKS.iter().flat_map(|mark| whole.split(mark)).collect();
    for i in 0..blocks.len().min(12) {
        let mut start = 0;
        for line in blocks[i].text.split_inclusive('\n') {
            let words = one_line(line);
            if pieces.contains(&words.as_str()) {
                blocks[i].text.drain(..start);
                blocks.drain(..i);
                *title = Some(words);
                return;
            }
            // Running text before it: the page means something else.
            if words.len() > 100 || parts::ends_sentence(&words) {
                return;
            }
            start += line.len();
        }
    }
}

/// Puts headline and blocks together and marks the parts.
fn assemble(mut facts: Facts, mut blocks: Vec<Block>) -> Page {
    repeated_title(&mut facts.title, &mut blocks);
    let date = facts.date;
    let article = Article {
        date: date.map(|(day, _)| day),
        date_origin: date.map_or(DateOrigin::None, |(_, origin)| origin),
        title: facts.title,
        url: facts.url,
        publisher: facts.publisher,
        author: facts.author.as_deref().and_then(parts::author),
        ..Article::default()
    };
    (compose(article, blocks), facts.language)
}

/// Fills in an article's text and parts from its title and blocks.
pub(super) fn compose(mut article: Article, blocks: Vec<Block>) -> Article {
    let title = article.title.clone().unwrap_or_default();
    let repeats = blocks.first().is_some_and(|first| {
        let line = first.text.lines().next().unwrap_or_default();
        [line, &first.text].map(one_line).contains(&one_line(&title))
    });
    if !title.is_empty() && !repeats {
        article.text.push_str(&one_line(&title));
    }
    let mut told = Vec::new();
    for block in blocks {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(&block.text);
        told.extend(block.kind.map(|kind| (kind, start..article.text.len())));
    }
    parts::mark(&mut article);
    for part in &mut article.parts {
        // Both are in order of the text.
        let i = told.partition_point(|(_, range)| range.end < part.span.end);
        if let Some((kind, range)) = told.get(i)
            && range.start <= part.span.start
            && part.kind == PartKind::Paragraph
        {
            part.kind = *kind;
        }
    }
    article
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The encoding that a page or a feed declares in its first 2 KB.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).trim_start().to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| {
        let at = head.find("encoding=")?;
        head.starts_with("<?xml").then_some(at + 9)
    })?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests;
