//! Files that nobody would write, through the readers: no panic, and time that grows as the file does.

use diplograph::article::{ReadOptions, records_of};
use std::io::Write;
use std::time::{Duration, Instant};

/// How many records, and how long they took.
fn read(bytes: Vec<u8>) -> (usize, Duration) {
    let start = Instant::now();
    let count = records_of("input", bytes, &ReadOptions::default()).filter(Result::is_ok).count();
    (count, start.elapsed())
}

/// Four times the file may take four times as long; with the square of the length it would be sixteen times.
fn grows_with_the_file(name: &str, file: impl Fn(usize) -> String, large: usize) {
    let small = read(file(large / 4).into_bytes()).1;
    let (count, large) = read(file(large).into_bytes());
    eprintln!("{name}: {small:.1?}, four times the file {large:.1?}, {count} records");
    assert!(large < small * 10 + Duration::from_millis(500), "{name}: {small:?}, four times the file {large:?}");
}

const STORY: &str = "<p>Latvia and Chile agreed on Tuesday to open embassies in each other's capitals, their foreign ministers \
    said after talks in Riga, and promised to finish a trade accord before the end of the year, a step that both had \
    announced in spring, when a delegation of port officials travelled to Santiago.</p>";

fn page(inner: &str) -> String {
    format!("<!doctype html><html><body>{inner}{STORY}</body></html>")
}

#[test]
fn fifty_thousand_nested_tags() {
    for tag in [
        "div",
        "b",
        "a",
        "span",
        "li",
        "td",
        "p",
        "dd",
        "option",
        "font",
        "table",
        "ul",
        "svg",
        "g",
        "script",
        "select",
        "ruby",
        "rt",
        "body",
        "head",
        "template",
        "noscript",
        "center",
        "blockquote",
        "math",
        "frameset",
        "textarea",
    ] {
        grows_with_the_file(tag, |count| page(&format!("<{tag}>").repeat(count)), 50_000);
        grows_with_the_file(&format!("/{tag}"), |count| page(&format!("</{tag}>").repeat(count)), 50_000);
    }
}

#[test]
fn tags_that_overlap_without_end() {
    for piece in
        ["<b><i></b></i>", "<table><a>", "<dt><dd>", "<ul><li>x</ul>", "<tr><td>word, word", "<a href=x>y", "<p>a<b>"]
    {
        grows_with_the_file(piece, |count| page(&piece.repeat(count)), 20_000);
    }
}

#[test]
fn marks_without_end_in_a_page() {
    for piece in
        ["<!-- ", "&amp;", "<p ", "<", "word<br><br>", "<p>word, word, word.</p>", "<![CDATA[", "&#x10ffff;", "'"]
    {
        grows_with_the_file(piece, |count| page(&piece.repeat(count)), 60_000);
    }
    let many = |count: usize| page(&format!("<div {}>", (0..count).map(|i| format!("a{i}=x ")).collect::<String>()));
    grows_with_the_file("attributes", many, 60_000);
}

#[test]
fn feeds_without_end() {
    for piece in ["<item>", "<item><title>Chile met Peru</title></item>", "<a>", "&lt;div&gt;", "<!-- "] {
        grows_with_the_file(piece, |count| format!("<rss version=\"2.0\"><channel>{}", piece.repeat(count)), 10_000);
    }
    // Entities that hold one another are not followed.
    let laughs: String = (1..30).map(|i| format!("<!ENTITY l{i} \"&l{};&l{};\">", i - 1, i - 1)).collect();
    let feed = format!(
        "<!DOCTYPE rss [<!ENTITY l0 \"ha\">{laughs}]><rss version=\"2.0\"><channel><item><title>&l29;</title></item></channel></rss>"
    );
    assert!(read(feed.into_bytes()).1 < Duration::from_secs(5));
}

#[test]
fn json_without_end() {
    for (name, piece) in [("[", "["), ("{", "{\"a\":"), ("quote", "\\\""), ("object", "{\"id\":"), ("line", "{}\n")] {
        grows_with_the_file(name, |count| format!("{{\"text\": {}", piece.repeat(count)), 100_000);
        grows_with_the_file(name, |count| format!("[{{\"text\": \"{}", piece.repeat(count)), 100_000);
    }
}

#[test]
fn lines_without_end() {
    for line in
        ["a\n", "By Nora Lindqvist\n", "June 2, 2015\n", "Chile met Peru\n", "and so on,\n", "\n", " \r\n", "(END)\n"]
    {
        grows_with_the_file(line, |count| format!("Chile met Peru.\n{}", line.repeat(count)), 60_000);
    }
    for word in ["June ", "2015-", "A", "(", "By ", "— ", ",000", "\u{a0}", "e\u{301}"] {
        grows_with_the_file(word, |count| format!("Chile met Peru. {}", word.repeat(count)), 200_000);
    }
}

#[test]
fn archives_without_end() {
    for piece in ["WARC/1.0\r\n", "WARC/1.0\r\nContent-Length: 0\r\n\r\n", "a: b\r\n", "a"] {
        grows_with_the_file(
            piece,
            |count| format!("WARC/1.0\r\nWARC-Type: response\r\n{}", piece.repeat(count)),
            50_000,
        );
    }
    let endless = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 18446744073709551615\r\n\r\nx".to_vec();
    assert_eq!(read(endless).0, 0);
}

#[test]
fn a_packed_file_that_swells_is_refused_before_it_fills_the_memory() {
    let zeros = vec![b'a'; 1 << 20];
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let mut zst = zstd::Encoder::new(Vec::new(), 19).expect("an encoder");
    for _ in 0..300 {
        gz.write_all(&zeros).expect("packed");
        zst.write_all(&zeros).expect("packed");
    }
    for packed in [gz.finish().expect("packed"), zst.finish().expect("packed")] {
        let found: Vec<_> = records_of("bomb", packed, &ReadOptions::default()).collect();
        assert_eq!(found.len(), 1);
        let words = found[0].as_ref().expect_err("refused").to_string();
        assert!(words.contains("longer than 32 MB"), "{words}");
    }
}
