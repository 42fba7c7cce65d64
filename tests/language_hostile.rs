//! Texts that nobody would write: the engine reads them in reasonable time and falls over none.

use diplograph::article::Article;
use diplograph::language::{Document, Engine};
use std::time::{Duration, Instant};

fn read(text: &str) -> Document {
    let engine = Engine::shipped().unwrap();
    let start = Instant::now();
    let document = engine.reader().read(&Article::from_text("a", None, text));
    // Generous: it guards against time that grows with the square of the length.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    for (i, token) in document.tokens.iter().enumerate() {
        assert!(token.head < document.tokens.len());
        assert!(document.sentence(i).tokens.contains(&i));
        // Every chain of heads ends at a root.
        assert!(document.ancestors(i).take(document.tokens.len() + 1).count() <= document.tokens.len());
        if i % 1000 == 0 {
            let root = document.ancestors(i).last().unwrap_or(i);
            assert_eq!(document.tokens[root].head, root);
        }
    }
    document
}

#[test]
fn a_megabyte_of_one_word() {
    assert_eq!(read(&"a".repeat(1_000_000)).tokens.len(), 1);
}

#[test]
fn a_hundred_kilobytes_of_one_odd_word() {
    for word in ["é", "1", "ab-", "a.", "www.", "a@b", "https://a"] {
        let text = word.repeat(100_000 / word.len());
        assert!(!read(&text).tokens.is_empty(), "{word}");
    }
}

#[test]
fn a_hundred_thousand_brackets() {
    assert!(!read(&"(".repeat(100_000)).tokens.is_empty());
    assert!(!read(&"[{(".repeat(30_000)).tokens.is_empty());
    assert!(!read(&format!("{}x{}", "(".repeat(50_000), ")".repeat(50_000))).tokens.is_empty());
}

#[test]
fn deep_trees() {
    let text = "the man who knew the woman who ".repeat(1_500);
    assert!(read(&text).tokens.len() > 10_000);
    assert!(!read(&"of the ".repeat(10_000)).tokens.is_empty());
    assert!(!read(&"that ".repeat(10_000)).tokens.is_empty());
}

#[test]
fn control_characters_and_nothing_at_all() {
    for text in [
        "",
        " ",
        "\n\n\n",
        "\0",
        "\u{1}\u{2}\u{1b}[31mred\u{1b}[0m",
        "\u{feff}\u{200b}\u{202e}abc",
        "\u{1c}\u{1d}a\u{1f}",
    ] {
        read(text);
    }
    let all: String = (0..0x3000).filter_map(char::from_u32).collect();
    read(&all);
    let spread: String = (0..0x11_0000).step_by(31).filter_map(char::from_u32).flat_map(|c| [c, ' ']).collect();
    read(&spread);
}
