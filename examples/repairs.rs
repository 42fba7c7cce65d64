//! Prints what the repairs change in each line of standard input (a text a line; `#` before it makes it a headline).

use diplograph::article::{Article, PartKind};
use diplograph::language::{Document, Engine};
use std::collections::BTreeSet;
use std::io::BufRead;

fn facts(document: &Document, text: &str) -> BTreeSet<String> {
    let word = |t: usize| document.tokens[t].span.of(text);
    let mut facts = BTreeSet::new();
    for (i, t) in document.tokens.iter().enumerate() {
        facts.insert(format!("{i} {}/{} {} {} of {}", word(i), t.tag, t.lemma, t.dep, word(t.head)));
    }
    for e in &document.entities {
        facts.insert(format!("{} {:?} {}", e.tokens.start, document.span(e.tokens.clone()).of(text), e.label));
    }
    facts
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let engine = Engine::shipped()?;
    let mut reader = engine.reader();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (text, kind) = match line.strip_prefix('#') {
            Some(headline) => (headline, PartKind::Headline),
            None => (&*line, PartKind::Paragraph),
        };
        let mut article = Article::from_text("a", None, text);
        article.parts.iter_mut().for_each(|part| part.kind = kind);
        let (before, after) = (facts(&reader.read_unrepaired(&article), text), facts(&reader.read(&article), text));
        if before != after {
            println!("{}", text.trim());
            before.difference(&after).for_each(|f| println!("  - {f}"));
            after.difference(&before).for_each(|f| println!("  + {f}"));
        }
    }
    Ok(())
}
