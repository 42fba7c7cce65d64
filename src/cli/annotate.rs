//! `annotate`: articles in, what was read and understood out.

use super::articles::{self, ArticlesArgs, grouped};
use super::message;
use diplograph::article::Article;
use diplograph::span::CodePoints;
use serde_json::{Value, json};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Print what was read and understood, one JSON object an article
#[derive(clap::Args, Debug)]
pub struct AnnotateArgs {
    #[command(flatten)]
    articles: ArticlesArgs,
}

/// Runs the command. Events among the input say nothing of texts and are passed over.
pub fn run(args: &AnnotateArgs) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let counts = articles::run(
        &args.articles,
        articles::Results::OnOutput,
        |session, article, document| -> anyhow::Result<Vec<u8>> {
            let mut annotation = session.annotation(&article, document);
            add_origin(&mut annotation, &article);
            let mut line = serde_json::to_vec(&annotation)?;
            line.push(b'\n');
            Ok(line)
        },
        |_| Ok(Vec::new()),
        |line| {
            out.write_all(&message::json_out(&line?))?;
            out.flush()?;
            Ok(())
        },
    )?;
    out.flush()?;
    if let Some(skipped) = counts.skipped_words() {
        message::note(&format!("{} articles; {skipped}", grouped(counts.articles)));
    }
    Ok(counts.status())
}

/// Adds what reading alone knows: where the date comes from, outlet, author, and the parts of the text.
fn add_origin(annotation: &mut Value, article: &Article) {
    let Value::Object(fields) = annotation else { return };
    let points = CodePoints::new(&article.text);
    let parts: Vec<_> = article
        .parts
        .iter()
        .map(|part| {
            let (start, end) = points.range(&article.text, part.span);
            json!({"kind": part.kind.name(), "start": start, "end": end})
        })
        .collect();
    for (name, value) in [
        ("date_origin", json!(article.date_origin.name())),
        ("url", json!(article.url)),
        ("publisher", json!(article.publisher)),
        ("author", json!(article.author)),
        ("parts", json!(parts)),
    ] {
        fields.entry(name).or_insert(value);
    }
}
