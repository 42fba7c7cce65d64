//! Prints the annotation of each article of a JSONL file (`id`, `date`, `text`), one a line: linking and coreference only.

use diplograph::actors::{Gazetteer, coref, link};
use diplograph::article::Article;
use diplograph::clauses::Clauses;
use diplograph::events::Scene;
use diplograph::language::Engine;
use diplograph::places::{Places, Setting, add_to, find};

fn main() -> anyhow::Result<()> {
    let engine = Engine::shipped()?;
    let gazetteer = Gazetteer::shipped();
    let places = Places::shipped()?;
    let mut reader = engine.reader();
    let file = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("usage: coref FILE.jsonl"))?;
    for line in std::fs::read_to_string(file)?.lines() {
        let record: serde_json::Value = serde_json::from_str(line)?;
        let date = record["date"].as_str().and_then(|d| d.parse().ok());
        let id = record["id"].as_str().unwrap_or_default();
        let article = Article::from_text(id, date, record["text"].as_str().unwrap_or_default());
        let document = reader.read(&article);
        let mut mentions = link::link(&gazetteer, &article, &document);
        let setting = Setting::of_mentions(&mentions);
        add_to(&mut mentions, find(&places, &article, &document, setting));
        let cast = coref::resolve(&gazetteer, &article, &document, mentions);
        let clauses = Clauses::of(&document);
        let scene = Scene { article: &article, document: &document, clauses: &clauses, cast: &cast, timexes: &[] };
        println!("{}", diplograph::annotate::annotation(&scene));
    }
    Ok(())
}
