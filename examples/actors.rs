//! Prints the actors and places that articles mention, one JSON object a line, as `annotate` does for them:
//! `actors FILE.jsonl`, fields `id`, `date` or `dct`, `text`; or one sentence in readable form: `actors -e TEXT [DATE]`.

use diplograph::actors::{Gazetteer, link};
use diplograph::article::Article;
use diplograph::language::Engine;
use diplograph::span::CodePoints;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or_else(|| anyhow::anyhow!("usage: actors FILE.jsonl | actors -e TEXT [DATE]"))?;
    let start = Instant::now();
    let gazetteer = Gazetteer::shipped();
    eprintln!("tables loaded in {:.1?}", start.elapsed());
    let engine = Engine::shipped()?;
    let mut reader = engine.reader();
    if path == "-e" {
        let text = args.next().unwrap_or_default();
        let article = Article::from_text("-", args.next().and_then(|d| d.parse().ok()), &text);
        let document = reader.read(&article);
        for t in &document.tokens {
            let head = document.tokens[t.head].span.of(&text);
            println!("  {:20} {:6} {:10} <- {head}", t.span.of(&text), t.tag.as_str(), t.dep.as_str());
        }
        for e in &document.entities {
            println!("  {} {}", e.label, document.span(e.tokens.clone()).of(&text));
        }
        for m in link(&gazetteer, &article, &document) {
            let actors: Vec<_> = m
                .actors
                .iter()
                .map(|a| {
                    format!("{} [{}] {}", a.id, a.code.as_deref().unwrap_or("-"), a.office.as_deref().unwrap_or(""))
                })
                .collect();
            let place = m.place.as_ref().map(|p| format!(" @ {}", p.id)).unwrap_or_default();
            let head = document.tokens[m.head].span.of(&text);
            println!(
                "{:?} `{}` ({head}) #{} = {}{place}   ({})",
                m.form,
                m.span.of(&text),
                m.chain,
                actors.join(" + "),
                m.why
            );
        }
        return Ok(());
    }
    let (mut reading, mut linking) = (Duration::ZERO, Duration::ZERO);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::BufReader::new(std::fs::File::open(path)?).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or_default();
        let date = record["date"].as_str().or(record["dct"].as_str()).and_then(|d| d.get(..10)?.parse().ok());
        let article = Article::from_text(record["id"].as_str().unwrap_or_default(), date, text);
        let start = Instant::now();
        let document = reader.read(&article);
        reading += start.elapsed();
        let start = Instant::now();
        let mentions = link(&gazetteer, &article, &document);
        linking += start.elapsed();
        let points = CodePoints::new(text);
        let entities: Vec<_> = mentions
            .iter()
            .map(|m| {
                let (start, end) = points.range(text, m.span);
                let actor = match (m.actors.as_slice(), &m.place) {
                    ([], Some(place)) => serde_json::json!(place),
                    ([], None) => serde_json::Value::Null,
                    ([one], _) => serde_json::json!(one),
                    (several, _) => serde_json::json!(several),
                };
                serde_json::json!({"start": start, "end": end, "text": m.span.of(text), "kind": format!("{:?}", m.form).to_lowercase(),
                    "actor": actor, "chain": m.chain, "why": m.why})
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": record["id"], "entities": entities}))?;
    }
    eprintln!("reading {reading:.1?}, linking {linking:.1?}");
    Ok(())
}
