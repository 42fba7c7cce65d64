//! The pages of a web archive (WARC 1.0 and 1.1), as Common Crawl's news sets hold them.

use super::html::{self, Page};
use super::json::read_line;
use super::read::{Content, plain};
use super::{DateOrigin, Problem};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

/// A header line longer than this is cut.
const LONGEST_HEADER: usize = 16 * 1024;

/// The HTML pages and plain texts of an archive, numbered as its records are, from 1. Requests, metadata, pictures and
/// answers other than 200 are passed over.
pub(super) struct Pages {
    reader: Box<dyn BufRead + Send>,
    limit: usize,
    number: usize,
}

type Headers = BTreeMap<String, String>;
/// The body of a record, unless it is too long.
type Body = Result<Vec<u8>, Problem>;

impl Pages {
    /// Pages longer than `limit` bytes are refused.
    pub fn new(reader: Box<dyn BufRead + Send>, limit: usize) -> Self {
        Self { reader, limit, number: 0 }
    }

    /// The next record's headers and body; none at the end.
    fn record(&mut self) -> Result<Option<(Headers, Body)>, Problem> {
        let fail = |error: io::Error| Problem::Io(error.to_string());
        let mut line = Vec::new();
        loop {
            if read_line(&mut self.reader, &mut line, LONGEST_HEADER).map_err(fail)? == 0 {
                return Ok(None);
            }
            if line.starts_with(b"WARC/") {
                break;
            }
        }
        self.number += 1;
        let headers = headers(&mut self.reader)?;
        let length: u64 = headers.get("content-length").and_then(|length| length.parse().ok()).ok_or_else(|| {
            Problem::Page("has no valid Content-Length; the rest of the archive is skipped".to_owned())
        })?;
        let mut record = (&mut self.reader).take(length);
        if length > self.limit as u64 {
            let skipped = io::copy(&mut record, &mut io::sink()).map_err(fail)?;
            if skipped < length {
                return Err(Problem::Page("the archive ends within a record".to_owned()));
            }
            return Ok(Some((headers, Err(Problem::TooLong(self.limit >> 20)))));
        }
        let mut body = Vec::new();
        record.read_to_end(&mut body).map_err(fail)?;
        if (body.len() as u64) < length {
            return Err(Problem::Page("the archive ends within a record".to_owned()));
        }
        Ok(Some((headers, Ok(body))))
    }
}

impl Iterator for Pages {
    type Item = (usize, Result<Page, Problem>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.record() {
                Ok(None) => return None,
                Ok(Some((headers, body))) => {
                    let page = match body {
                        Ok(body) => page(&headers, body, self.limit),
                        Err(problem) => is_page(&headers).then_some(Err(problem)),
                    };
                    if let Some(page) = page {
                        return Some((self.number, page));
                    }
                }
                Err(problem) => {
                    self.reader = Box::new(io::empty());
                    return Some((self.number, Err(problem)));
                }
            }
        }
    }
}

/// Reads header lines up to the blank one, names in lower case.
fn headers(reader: &mut dyn BufRead) -> Result<Headers, Problem> {
    let mut headers = Headers::new();
    let mut line = Vec::new();
    while read_line(reader, &mut line, LONGEST_HEADER).map_err(|error| Problem::Io(error.to_string()))? > 0 {
        let words = String::from_utf8_lossy(&line);
        let words = words.trim();
        if words.is_empty() {
            break;
        }
        if let Some((name, value)) = words.split_once(':') {
            headers.entry(name.trim().to_ascii_lowercase()).or_insert_with(|| value.trim().to_owned());
        }
    }
    Ok(headers)
}

fn is_page(headers: &Headers) -> bool {
    matches!(headers.get("warc-type").map(String::as_str), Some("response" | "resource" | "conversion"))
}

/// The article of a record, if it is a page or a text.
fn page(record: &Headers, body: Vec<u8>, limit: usize) -> Option<Result<Page, Problem>> {
    if !is_page(record) {
        return None;
    }
    let url = record.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']));
    let kind = record.get("content-type").map_or("", String::as_str);
    if !kind.starts_with("application/http") {
        return content(kind, body, url);
    }
    let mut rest = body.as_slice();
    let mut status = Vec::new();
    read_line(&mut rest, &mut status, LONGEST_HEADER).ok()?;
    if String::from_utf8_lossy(&status).split_whitespace().nth(1) != Some("200") {
        return None;
    }
    let http = match headers(&mut rest) {
        Ok(http) => http,
        Err(problem) => return Some(Err(problem)),
    };
    let mut payload = rest.to_vec();
    if http.get("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
        payload = unchunk(&payload).unwrap_or(payload);
    }
    let coding = http.get("content-encoding").map(|coding| coding.to_ascii_lowercase()).unwrap_or_default();
    // Archives often keep the header of a page that they have unpacked.
    if coding.contains("br") && !payload.trim_ascii_start().starts_with(b"<") {
        return Some(Err(Problem::Page("is packed with Brotli, which is not read".to_owned())));
    }
    if coding.contains("gzip") && payload.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        let mut decoder = flate2::read::MultiGzDecoder::new(payload.as_slice()).take(limit as u64 + 1);
        if let Err(error) = decoder.read_to_end(&mut unpacked) {
            return Some(Err(Problem::Compression(unpacked.len() as u64, error.to_string())));
        }
        if unpacked.len() > limit {
            return Some(Err(Problem::TooLong(limit >> 20)));
        }
        payload = unpacked;
    }
    content(http.get("content-type").map_or("text/html", String::as_str), payload, url)
}

fn content(kind: &str, body: Vec<u8>, url: Option<&str>) -> Option<Result<Page, Problem>> {
    let lower = kind.to_ascii_lowercase();
    let charset = lower.split_once("charset=").map(|(_, label)| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    if lower.starts_with("text/html") || lower.starts_with("application/xhtml") {
        return Some(html::page(body, url, charset.as_deref()));
    }
    if !lower.starts_with("text/plain") {
        return None;
    }
    if url.is_some_and(|url| url.ends_with("/robots.txt")) {
        return None;
    }
    Some(plain(body).map(|content| match content {
        Content::Article(mut article, language) => {
            article.url = url.map(str::to_owned);
            if article.date.is_none()
                && let Some(day) = url.and_then(html::address_date)
            {
                (article.date, article.date_origin) = (Some(day), DateOrigin::Address);
            }
            (article, language)
        }
        Content::Silent(_) | Content::Event(_) => Default::default(),
    }))
}

/// Undoes HTTP's chunked coding; none when it is broken (archives often hold the body already undone).
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend(body.get(..size)?);
        body = body.get(size..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, headers: &str, body: &[u8]) -> Vec<u8> {
        let mut bytes = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/2015/06/02/a\r\n{headers}Content-Length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend(body);
        bytes.extend(b"\r\n\r\n");
        bytes
    }

    const PAGE: &str = "<html><head><title>Envoys meet</title></head><body><h1>Envoys meet</h1><p>The envoys of Latvia and Chile \
        met on Tuesday in Riga, where they agreed to open embassies and to finish a trade accord before the end of the \
        year, their ministries said in statements that were published after the talks had ended.</p></body></html>";

    fn pages(bytes: Vec<u8>) -> Vec<(usize, Result<Page, Problem>)> {
        Pages::new(Box::new(io::Cursor::new(bytes)), 1 << 20).collect()
    }

    #[test]
    fn responses_are_pages_and_the_rest_is_passed_over() {
        let mut archive = record("warcinfo", "", b"software: x");
        let http = "Content-Type: application/http; msgtype=response\r\n";
        let chunked = format!("{:x}\r\n{PAGE}\r\n0\r\n\r\n", PAGE.len());
        archive.extend(record(
            "response",
            http,
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{chunked}")
                .as_bytes(),
        ));
        archive.extend(record(
            "response",
            http,
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html></html>",
        ));
        archive.extend(record("conversion", "Content-Type: text/plain\r\n", b"Envoys meet\n\nThe envoys met in Riga."));
        let found = pages(archive);
        assert_eq!(found.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [2, 4]);
        let article = &found[0].1.as_ref().unwrap().0;
        assert_eq!(article.title.as_deref(), Some("Envoys meet"));
        assert_eq!(article.url.as_deref(), Some("https://example.org/2015/06/02/a"));
        assert_eq!(
            (article.date.unwrap().to_string().as_str(), article.date_origin),
            ("2015-06-02", DateOrigin::Address)
        );
        assert_eq!(found[1].1.as_ref().unwrap().0.parts.len(), 2);
    }

    #[test]
    fn a_cut_archive_gives_what_it_has_and_says_so() {
        let mut archive = record("conversion", "Content-Type: text/plain\r\n", b"The envoys met in Riga.");
        archive.extend(record("conversion", "Content-Type: text/plain\r\n", b"The envoys met in Santiago."));
        archive.truncate(archive.len() - 12);
        let found = pages(archive);
        assert!(matches!(found[..], [(1, Ok(_)), (2, Err(_))]), "{found:?}");
    }
}
