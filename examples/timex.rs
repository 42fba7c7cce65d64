//! Prints the time expressions of articles, one JSON object a line: `timex FILE.jsonl`, fields `id`, `date` or `dct`, `text`.

use diplograph::span::{CodePoints, Span};
use diplograph::time::{Tagger, Tense};
use std::io::BufRead;

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("usage: timex FILE.jsonl"))?;
    let tagger = Tagger::shipped()?;
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        let date = record["date"].as_str().or(record["dct"].as_str()).and_then(|d| d.get(..10)?.parse().ok());
        let points = CodePoints::new(text);
        let timex: Vec<_> = tagger
            .tag(text, &sentences(text), date, &|_| Tense::Unknown)
            .iter()
            .map(|t| {
                let (start, end) = points.range(text, t.span);
                let when = t.event_time().map(|w| w.edtf);
                serde_json::json!({"start": start, "end": end, "text": t.span.of(text), "type": t.kind, "value": t.value, "when": when})
            })
            .collect();
        println!("{}", serde_json::json!({"id": record["id"], "timex": timex}));
    }
    Ok(())
}

/// Lines, cut after full stops before a capital.
fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    for i in 0..bytes.len() {
        let stop = bytes[i] == b'\n'
            || (i > 2
                && bytes[i] == b' '
                && b".!?".contains(&bytes[i - 1])
                && bytes[i - 2].is_ascii_lowercase()
                && bytes[i - 3].is_ascii_lowercase()
                && bytes.get(i + 1).is_some_and(u8::is_ascii_uppercase)
                && !matches!(
                    &text[text[..i].rfind(' ').map_or(0, |s| s + 1)..i],
                    "Jan." | "Feb." | "Mar." | "Apr." | "Aug." | "Sept." | "Oct." | "Nov." | "Dec."
                ));
        if stop {
            out.push(Span::new(start, i));
            start = i + 1;
        }
    }
    out.push(Span::new(start, text.len()));
    out.retain(|s| !s.is_empty());
    out
}
