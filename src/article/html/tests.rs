use super::*;

fn read(html: &str) -> Article {
    page(html.as_bytes().to_vec(), None, None).unwrap().0
}

const BODY: &str = "<p>Latvia and Chile agreed on Tuesday to open embassies in each other's capitals, their foreign \
    ministers said after talks in Riga, and promised to finish a trade accord before the end of the year.</p>\
    <figure><img src='a.jpg'><figcaption>The ministers shake hands in Riga on Tuesday</figcaption></figure>\
    <p>Chile also <a href='/x'>recalled</a> that Latvia\nhad supported its bid for a seat on the Security Council, \
    a vote that both governments described as a turning point in their relations.</p>\
    <p>The ministers will meet again in Santiago in October, when a delegation of port officials is to travel with \
    the Latvian minister, according to a statement that was published after the talks.</p>";

fn day(article: &Article) -> (String, DateOrigin) {
    (article.date.unwrap().to_string(), article.date_origin)
}

#[test]
fn json_ld_comes_first() {
    let article = read(&format!(
        "<html><head><title>Embassies | Harbour Daily</title><script type='application/ld+json'>{{\"@graph\": \
         [{{\"@type\": \"WebSite\", \"name\": \"x\"}}, {{\"@type\": [\"NewsArticle\"], \"headline\": \"Latvia and \
         Chile to open embassies\", \"datePublished\": \"2015-06-02T23:10:00-04:00\", \"author\": [{{\"name\": \"Nora \
         Lindqvist\"}}], \"publisher\": {{\"name\": \"Harbour Daily\"}}, \"url\": \"https://example.org/a\"}}]}}\
         </script><meta property='article:published_time' content='2015-06-05'></head><body><nav><a href='/'>Home</a>\
         </nav><article><h1>Latvia and Chile to open embassies</h1>{BODY}</article><footer>Copyright 2015</footer>\
         </body></html>"
    ));
    assert_eq!(article.title.as_deref(), Some("Latvia and Chile to open embassies"));
    assert_eq!(day(&article), ("2015-06-02".into(), DateOrigin::JsonLd));
    assert_eq!(article.author.as_deref(), Some("Nora Lindqvist"));
    assert_eq!(article.publisher.as_deref(), Some("Harbour Daily"));
    assert_eq!(article.url.as_deref(), Some("https://example.org/a"));
    let kinds: Vec<_> = article.parts.iter().map(|part| part.kind).collect();
    use PartKind::*;
    assert_eq!(kinds, [Headline, Paragraph, Caption, Paragraph, Paragraph]);
    assert!(article.text.contains("Chile also recalled that Latvia had supported"), "{}", article.text);
    assert!(!article.text.contains("Copyright") && !article.text.contains("Home"), "{}", article.text);
}

#[test]
fn meta_tags_time_tags_and_address_give_the_date() {
    let meta = read(&format!(
        "<html><head><meta property='og:title' content='Embassies - Harbour Daily'><meta property='og:site_name' \
         content='Harbour Daily'><meta name='pubdate' content='2 June 2015'></head><body><div \
         id='story'>{BODY}</div></body></html>"
    ));
    assert_eq!(day(&meta), ("2015-06-02".into(), DateOrigin::MetaTag));
    assert_eq!(meta.title.as_deref(), Some("Embassies"));
    let time = read(&format!(
        "<html><body><article><header><h1>Embassies</h1><time datetime='2015-06-02T10:00Z'>June 2</time></header>\
         {BODY}</article><aside><time datetime='2016-01-01'>later</time></aside></body></html>"
    ));
    assert_eq!(day(&time), ("2015-06-02".into(), DateOrigin::TimeTag));
    let address = read(&format!(
        "<html><head><link rel='canonical' href='https://example.org/world/2015/06/02/embassies'></head>\
         <body><h1>Embassies</h1>{BODY}</body></html>"
    ));
    assert_eq!(day(&address), ("2015-06-02".into(), DateOrigin::Address));
}

#[test]
fn times_that_disagree_are_no_date() {
    let article = read(&format!(
        "<html><body><h1>Embassies</h1>{BODY}<ul><li><time datetime='2015-06-01'></time></li><li><time \
         datetime='2015-06-03'></time></li></ul></body></html>"
    ));
    assert_eq!((article.date, article.date_origin), (None, DateOrigin::None));
}

#[test]
fn a_date_line_in_the_text_serves_when_the_page_says_nothing() {
    let article = read(&format!(
        "<html><body><h1>Embassies</h1><div class='story'><p>June 2, 2015 - 15:29 By Nora Lindqvist</p>{BODY}</div>\
         </body></html>"
    ));
    assert_eq!(day(&article), ("2015-06-02".into(), DateOrigin::Dateline));
}

#[test]
fn old_pages_with_line_breaks_keep_their_paragraphs() {
    let text = BODY.replace("<p>", "").replace("</p>", "<br><br>\n");
    let article =
        read(&format!("<html><body><table><tr><td><font size=2>{text}</font></td></tr></table></body></html>"));
    let paragraphs = article.parts.iter().filter(|part| part.kind == PartKind::Paragraph).count();
    assert!(paragraphs >= 3, "{:?}", article.text);
}

#[test]
fn charsets_are_heeded() {
    let html = format!("<html><head><meta charset='windows-1252'></head><body><h1>Élysée</h1>{BODY}</body></html>");
    let bytes = encoding_rs::WINDOWS_1252.encode(&html).0.into_owned();
    let article = page(bytes, None, None).unwrap().0;
    assert_eq!(article.title.as_deref(), Some("Élysée"));
}

#[test]
fn deep_nesting_is_refused() {
    let html = format!("<html><body>{}x{}</body></html>", "<div>".repeat(50_000), "</div>".repeat(50_000));
    assert!(matches!(page(html.into_bytes(), None, None), Err(Problem::Page(_))));
}

#[test]
fn a_page_without_text_is_no_article() {
    assert!(page(b"<html><body><nav>Home</nav></body></html>".to_vec(), None, None).is_err());
}

#[test]
fn a_paragraph_that_is_a_link_leads_elsewhere() {
    let article = read(&format!(
        "<html><body><article><h1><a href='/x'>Embassies</a></h1>{BODY}<p><a href='/y'>Peru closes two ports</a></p>\
         <p><a href='/z'>Bolivia <b>summons</b> envoy</a> </p><p><a href='/x'>Chile spoke of a new chapter.</a></p></article></body></html>"
    ));
    let of = |kind| {
        let parts = article.parts.iter().filter(move |part| part.kind == kind);
        parts.map(|part| part.span.of(&article.text)).collect::<Vec<_>>()
    };
    assert_eq!(of(PartKind::Headline), ["Embassies"]);
    assert_eq!(of(PartKind::Boilerplate), ["Peru closes two ports", "Bolivia summons envoy"]);
    assert_eq!(of(PartKind::Paragraph).last(), Some(&"Chile spoke of a new chapter."));
}

#[test]
fn json_ld_in_marks_of_cdata_is_read() {
    let article = read(&format!(
        "<html><head><script type='application/ld+json'>//<![CDATA[\n{{\"@type\": \"LiveBlogPosting\", \"datePublished\": \
         \"2015-06-02\"}}\n//]]></script></head><body><h1>Embassies</h1>{BODY}</body></html>"
    ));
    assert_eq!(day(&article), ("2015-06-02".into(), DateOrigin::JsonLd));
}
