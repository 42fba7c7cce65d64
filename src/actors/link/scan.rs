//! Where names of the gazetteer and role nouns stand in a document.

use crate::actors::gazetteer::{Case, Gazetteer, Naming, Reading, load, words};
use crate::article::Article;
use crate::language::Document;
use crate::span::Span;
use smallvec::SmallVec;
use std::ops::Range;

/// A word of the text: a token, or a part of a token that holds hyphens (`U.S.-led`).
#[derive(Clone, Copy, Debug)]
pub struct TextWord {
    /// Hash of the folded letters.
    pub hash: u64,
    /// Hash of the letters as they are.
    pub exact: u64,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// The token that holds it.
    pub token: usize,
    /// Its letters in the text.
    pub span: Span,
    /// Whether a hyphen ties the next word to it.
    pub tied: bool,
}

/// A stretch of tokens that the tables know.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which tokens.
    pub tokens: Range<usize>,
    /// What they may name; empty when they are only a role noun.
    pub readings: SmallVec<[Reading; 2]>,
    /// The number of the role that they may be.
    pub role: Option<u16>,
    /// The hash of the name.
    pub hash: u64,
    /// The words in the text; within a token that holds hyphens not all of it.
    pub span: Span,
}

/// The words of a document, without hyphens and quotation marks.
pub fn text_words(article: &Article, document: &Document) -> Vec<TextWord> {
    let mut out = Vec::with_capacity(document.tokens.len());
    for (token, t) in document.tokens.iter().enumerate() {
        let text = t.span.of(&article.text);
        let mut next = t.span.start;
        for piece in text.split(|c| words::is_hyphen(c) || c == '/') {
            let end = next + piece.len();
            let separator = article.text[end..].chars().next();
            next = end + separator.map_or(0, char::len_utf8);
            let piece = if piece.len() > 1 { piece.trim_start_matches(['\'', '’', '‘']) } else { piece };
            if let Some(hash) = words::hash(piece) {
                let capital = piece.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
                let tied = separator.is_some_and(words::is_hyphen)
                    && article.text[next.min(article.text.len())..].starts_with(char::is_alphanumeric);
                let span = Span::new(end - piece.len(), end);
                out.push(TextWord { hash, exact: load::exact(piece), capital, token, span, tied });
            }
        }
    }
    out
}

/// All names and roles, from left to right, the longest first where two begin together; they do not overlap.
pub fn scan(gazetteer: &Gazetteer, document: &Document, words: &[TextWord]) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    for sentence in &document.sentences {
        let end = at + words[at..].iter().take_while(|w| w.token < sentence.tokens.end).count();
        let mut i = at;
        while i < end {
            let hit = longest_at(gazetteer, &words[i..end]).filter(|h| h.n > 1 || !is_clock(document, words[i]));
            match hit {
                Some(Hit { n, readings, role, hash }) => {
                    let tokens = words[i].token..words[i + n - 1].token + 1;
                    let span = Span::new(words[i].span.start, words[i + n - 1].span.end);
                    out.push(Found { tokens, readings, role, hash, span });
                    i += n;
                }
                None => {
                    // `Sino` in `Sino-Indian`
                    let w = words[i];
                    if w.tied
                        && w.capital
                        && let Some(target) = gazetteer.combining(w.hash)
                    {
                        let reading = Reading { target, naming: Naming::Adjective, case: Case::Capitals(1) };
                        let readings = SmallVec::from_elem(reading, 1);
                        let tokens = w.token..w.token + 1;
                        out.push(Found { tokens, readings, role: None, hash: w.hash, span: w.span });
                    }
                    i += 1;
                }
            }
        }
        at = end;
    }
    out
}

struct Hit {
    n: usize,
    readings: SmallVec<[Reading; 2]>,
    role: Option<u16>,
    hash: u64,
}

fn longest_at(gazetteer: &Gazetteer, words: &[TextWord]) -> Option<Hit> {
    let first = words[0].hash;
    let names = gazetteer.longest(first);
    let roles = gazetteer.roles.longest(first);
    let mut hash = 0;
    let mut best: Option<Hit> = None;
    for n in 1..=names.max(roles).min(words.len()) {
        hash = words::join(hash, words[n - 1].hash);
        let readings: SmallVec<[Reading; 2]> = if n <= names {
            gazetteer.readings(hash).filter(|r| written_so(r.case, &words[..n])).copied().collect()
        } else {
            SmallVec::new()
        };
        let role = if n <= roles { gazetteer.roles.number(hash) } else { None };
        if !readings.is_empty() || role.is_some() {
            best = Some(Hit { n, readings, role, hash });
        }
    }
    best
}

/// Whether a word behind a number tells the time of day: `at 4pm`.
fn is_clock(document: &Document, word: TextWord) -> bool {
    let tokens = &document.tokens;
    let number = |t: usize| tokens[t].lower.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':'));
    !word.capital && matches!(&*tokens[word.token].lower, "pm" | "am") && word.token.checked_sub(1).is_some_and(number)
}

fn written_so(case: Case, words: &[TextWord]) -> bool {
    match case {
        Case::Exact(hash) => words[0].exact == hash,
        Case::Capitals(mask) => words.iter().take(32).enumerate().all(|(i, w)| mask & (1 << i) == 0 || w.capital),
    }
}
