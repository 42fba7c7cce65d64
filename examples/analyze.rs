//! Prints what the language engine says of each line of standard input, one token a line, for comparisons.
//! `MODEL=file` reads another packed model than the shipped one.

use diplograph::language::Engine;
use std::io::Read;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let engine = match std::env::var_os("MODEL") {
        Some(path) => Engine::from_bytes(std::fs::read(path)?)?,
        None => Engine::shipped()?,
    };
    eprintln!("load {:?}", start.elapsed());
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let texts: Vec<String> = serde_json::from_str(&input)?;
    let mut reader = engine.reader();
    let rounds = std::env::var("ROUNDS").ok().and_then(|r| r.parse().ok()).unwrap_or(1);
    for round in 0..rounds {
        let start = Instant::now();
        let analyses: Vec<_> = texts.iter().map(|t| reader.analyze(t)).collect();
        let time = start.elapsed();
        let count: usize = analyses.iter().map(|a| a.tokens.len()).sum();
        eprintln!("{count} tokens in {time:?}, {:.0}/s", count as f64 / time.as_secs_f64());
        if round > 0 {
            continue;
        }
        for (text, analysis) in texts.iter().zip(analyses) {
            let mut entities = vec![("O", ""); analysis.tokens.len()];
            for (range, label) in &analysis.entities {
                entities[range.clone()].fill(("I", label.as_str()));
                entities[range.start].0 = "B";
            }
            for (token, (iob, label)) in analysis.tokens.iter().zip(entities) {
                let word = &text[token.raw.start..token.raw.end];
                println!(
                    "{}",
                    serde_json::json!([
                        word,
                        token.raw.spaced,
                        token.tag.as_str(),
                        token.head,
                        token.dep.as_str(),
                        iob,
                        label,
                        token.pos.map_or("", |p| p.as_str()),
                        *token.lemma,
                        token.starts_sentence
                    ])
                );
            }
            println!("[]");
        }
    }
    Ok(())
}
