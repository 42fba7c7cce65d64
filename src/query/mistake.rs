//! Where a query breaks the grammar, and what could stand there, in words.
//!
//! The parser says how far it has read. That is past the place: it takes as many characters as a keyword has before it
//! compares them, and names only what it compared last. So the query is parsed again with wide gaps between its words, in
//! which such reading ends, and what stands before the place is parsed with nothing sensible after it, a character longer
//! each time, until every keyword that fits has been named.

use super::run::QueryError;
use crate::rdf::Base;
use crate::rdf::turtle::Prefixes;
use crate::rdf::vocab::dg;
use spargebra::SparqlParser;
use std::collections::BTreeSet;
use std::ops::Range;

/// Characters of the longest keyword, `ENCODE_FOR_URI`.
const LONGEST: usize = 14;

/// Most words that a message suggests.
const SHOWN: usize = 8;

/// What changes a graph, which no query does.
const UPDATES: [&str; 9] = ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"];

/// The error of a text that does not parse; `message` is the parser's.
pub(super) fn explain(text: &str, prefixes: &Prefixes, message: &str) -> QueryError {
    let (pieces, open) = pieces(text);
    if let Some(open) = open {
        return place(text, open, "the string that begins here has no end".to_owned());
    }
    let mut wide = String::new();
    let mut starts = Vec::new();
    for piece in &pieces {
        starts.push(wide.chars().count());
        wide.push_str(&text[piece.clone()].replace(['\n', '\r'], " "));
        wide.push_str(&" ".repeat(LONGEST + 2));
    }
    let Some(failure) = parse(&wide, prefixes).err().and_then(|message| Failure::read(&message)) else {
        return QueryError::Invalid(message.to_owned());
    };
    let read = failure.read;
    let at = starts.iter().rposition(|start| *start <= read).filter(|at| {
        // The end: what was read last is whole, and nothing follows.
        *at + 1 < pieces.len() || read < starts[*at] + text[pieces[*at].clone()].chars().count() + LONGEST
    });
    if let Some(sentence) = failure.sentence() {
        return place(text, sentence_place(text, &pieces, at, sentence), said(text, &pieces, at, sentence));
    }
    let Some(piece) = at.map(|at| pieces[at].clone()) else {
        let expected = expected(&wide, prefixes);
        return place(text, text.trim_end().len(), format!("the query ends too early; expected {}", words(&expected)));
    };
    let word = text[piece.clone()].lines().next().unwrap_or_default();
    let before: String = wide.chars().take(at.map_or(0, |at| starts[at])).collect();
    let expected = expected(&before, prefixes);
    let message = if UPDATES.iter().any(|update| word.eq_ignore_ascii_case(update)) {
        format!("`{word}` would change the graph; ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    } else if let Some(meant) = nearest(expected.iter().map(String::as_str), word) {
        format!("`{word}` is not expected here; did you mean {meant}?")
    } else if let Some(sentence) = expected.iter().find(|token| is_sentence(token)) {
        return place(text, sentence_place(text, &pieces, at, sentence), said(text, &pieces, at, sentence));
    } else {
        format!("`{word}` is not expected here; expected {}", words(&expected))
    };
    place(text, piece.start, message)
}

/// Terms of the project's own vocabulary that a query names and that there are not, each with the one that may be meant:
/// such a query is well-formed and finds nothing. Empty where the query does not parse.
pub fn unknown_terms(text: &str) -> Vec<String> {
    let Ok(query) = super::run::parse(text, &Prefixes::new(&Base::default())) else { return Vec::new() };
    let known: BTreeSet<&str> = include_str!("../../schema/diplograph.ttl")
        .lines()
        .filter_map(|line| line.strip_prefix("dg:")?.split_once(" a ").map(|(name, _)| name))
        .collect();
    let query = query.to_string();
    let start = format!("<{}", dg::NAMESPACE);
    let names = query.split(&start).skip(1).filter_map(|rest| rest.split('>').next());
    let unknown: BTreeSet<&str> = names.filter(|name| !known.contains(name)).collect();
    let told = |name: &&str| {
        let same = known.iter().copied().find(|own| own.eq_ignore_ascii_case(name));
        let near = same.or_else(|| nearest(known.iter().copied(), name));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean dg:{near}?"));
        format!("the vocabulary has no dg:{name}{hint}")
    };
    unknown.iter().map(told).collect()
}

/// What the parser said of its failure.
struct Failure {
    /// Characters that it has read.
    read: usize,
    /// What it would have taken, in its own words.
    tokens: Vec<String>,
}

impl Failure {
    /// Reads `error at 1:14: expected one of "{", FILTER`, said of a text without line breaks.
    fn read(message: &str) -> Option<Self> {
        let (place, expected) = message.strip_prefix("error at ")?.split_once(": expected ")?;
        let read = place.strip_prefix("1:")?.parse::<usize>().ok()?.checked_sub(1)?;
        let tokens = expected.strip_prefix("one of ").unwrap_or(expected).split(", ").map(str::to_owned).collect();
        Some(Self { read, tokens })
    }

    /// A fault beyond the grammar, such as `The SELECT contains a variable that is unbound`.
    fn sentence(&self) -> Option<&str> {
        self.tokens.iter().find(|token| is_sentence(token)).map(String::as_str)
    }
}

fn is_sentence(token: &str) -> bool {
    token.contains(' ') && token.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn parse(text: &str, prefixes: &Prefixes) -> Result<(), String> {
    let mut parser = SparqlParser::new();
    for (prefix, namespace) in prefixes.iter() {
        parser = parser.with_prefix(prefix, namespace).map_err(|error| error.to_string())?;
    }
    parser.parse_query(text).map(drop).map_err(|error| error.to_string())
}

/// Everything that the parser would take after this text.
fn expected(before: &str, prefixes: &Prefixes) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for more in 0..=LONGEST {
        let text = before.to_owned() + &"\u{1}".repeat(more);
        let Some(failure) = parse(&text, prefixes).err().and_then(|message| Failure::read(&message)) else { continue };
        let keyword = |token: &String| token.len() > 1 && token.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
        expected.extend(failure.tokens.into_iter().filter(|token| keyword(token) || more == 0));
    }
    expected
}

/// The kinds of things first, then signs and keywords; functions under one name.
fn words(expected: &BTreeSet<String>) -> String {
    let has = |token: &str| expected.contains(token);
    let functions = ["ABS", "REGEX", "STRLEN"].iter().all(|name| has(name));
    let mut found: Vec<String> = Vec::new();
    for (is_there, kind) in [
        (has("\"?\""), "a variable"),
        (has("\":\"") || has("\"<\""), "a name"),
        (has("\"\\\"\""), "a string"),
        (has("['0'..='9']") || has("['0' ..= '9']"), "a number"),
        (functions, "a function"),
    ] {
        found.extend(is_there.then(|| kind.to_owned()));
    }
    let quoted = |token: &&String| token.starts_with('"') && token.ends_with('"');
    let told = [
        "\"?\"", "\"$\"", "\":\"", "\"_:\"", "\"\\\"\"", "\"'\"", "\"+\"", "\"-\"", "\"<<\"", "\"<<(\"", "\"{|\"",
        "\"~\"",
    ];
    let sign = |token: &&String| !token.contains("\"\"") && !token.contains("''") && !told.contains(&token.as_str());
    found.extend(expected.iter().filter(quoted).filter(sign).filter(|t| *t != "\"<\"" || !has("\":\"")).cloned());
    let keyword = |token: &&String| token.len() > 1 && token.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    if !functions {
        found.extend(expected.iter().filter(keyword).cloned());
    }
    match found.len() {
        0 => "something else".to_owned(),
        1..=SHOWN => found.join(", "),
        _ => format!("{} or the like", found[..SHOWN].join(", ")),
    }
}

/// Where a fault beyond the grammar is: at the clause that it names, else where reading stopped.
fn sentence_place(text: &str, pieces: &[Range<usize>], at: Option<usize>, sentence: &str) -> usize {
    let last = at.map_or(pieces.len(), |at| at + 1);
    let clause = ["SELECT", "BIND", "VALUES"].into_iter().find(|clause| sentence.contains(clause));
    let named =
        |piece: &&Range<usize>| clause.is_some_and(|clause| text[(*piece).clone()].eq_ignore_ascii_case(clause));
    let prefix = sentence == "Prefix not found";
    match pieces[..last].iter().rev().find(named) {
        Some(piece) if !prefix => piece.start,
        _ => at.map_or(text.trim_end().len(), |at| {
            let piece = pieces[at].clone();
            // `^foo:bar` and `dg:a|foo:b`: the name itself.
            let unknown = |name: &&str| name.contains(':') && !name.starts_with("_:");
            let name = text[piece.clone()].split(|c: char| !is_name(c)).rfind(unknown).filter(|_| prefix);
            name.and_then(|name| text[piece.clone()].rfind(name)).map_or(piece.start, |offset| piece.start + offset)
        }),
    }
}

/// What is wrong, in a sentence of ours.
fn said(text: &str, pieces: &[Range<usize>], at: Option<usize>, sentence: &str) -> String {
    if sentence == "Prefix not found" {
        let start = sentence_place(text, pieces, at, sentence);
        let prefix = text[start..].split(':').next().unwrap_or_default();
        return format!("prefix `{prefix}:` is not known; declare it with PREFIX {prefix}: <…>");
    }
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

/// The error at a byte of the text.
fn place(text: &str, at: usize, message: String) -> QueryError {
    let before = &text[..at];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..];
    QueryError::Syntax {
        line: 1 + before.matches('\n').count(),
        column: 1 + text[start..at].chars().count(),
        message,
        source_line: line.lines().next().unwrap_or_default().to_owned(),
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.' | '%' | '\\')
}

/// The word that differs least from the one given, in at most two letters: `SELECT` for `SELEC`.
fn nearest<'a>(words: impl Iterator<Item = &'a str>, given: &str) -> Option<&'a str> {
    let given: Vec<char> = given.to_ascii_uppercase().chars().collect();
    let letters = |word: &str| word.to_ascii_uppercase().chars().collect::<Vec<char>>();
    let near =
        words.filter(|word| word.len() > 3 && word.starts_with(|c: char| c.is_ascii_alphabetic())).filter_map(|word| {
            let word_letters = letters(word);
            let limit = if word_letters.len() < 6 { 1 } else { 2 };
            let apart = word_letters.len().abs_diff(given.len());
            let distance = if apart > limit { apart } else { distance(&word_letters, &given) };
            (distance <= limit).then_some((distance, word))
        });
    near.min().map(|(_, word)| word)
}

/// How many letters must be changed, left out or put in (Levenshtein 1966).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut left = i + 1;
        let mut corner = i;
        row[0] = left;
        for (j, b) in other.iter().enumerate() {
            left = (corner + usize::from(a != b)).min(left + 1).min(row[j + 1] + 1);
            corner = row[j + 1];
            row[j + 1] = left;
        }
    }
    row[other.len()]
}

/// Where a string that begins the text with that quote ends; none when it does not.
fn end_of_string(text: &str, quote: &str) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in text.char_indices().skip(quote.len()) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if quote.len() == 1 && c == '\n' {
            return None;
        } else if text[i..].starts_with(quote) {
            return Some(i + quote.len());
        }
    }
    None
}

/// The words of a query, between which space may stand: what is between spaces, with brackets, commas and semicolons
/// apart. Comments are no words. The second value is where a string begins that has no end.
fn pieces(text: &str) -> (Vec<Range<usize>>, Option<usize>) {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let mut next = at + c.len_utf8();
        let end = |start: &mut Option<usize>, pieces: &mut Vec<Range<usize>>| {
            pieces.extend(start.take().map(|start| start..at));
        };
        match c {
            '#' => {
                end(&mut start, &mut pieces);
                next = text[at..].find('\n').map_or(text.len(), |end| at + end);
            }
            c if c.is_whitespace() => end(&mut start, &mut pieces),
            '(' | ')' | '{' | '}' | ',' | ';' => {
                end(&mut start, &mut pieces);
                pieces.push(at..next);
            }
            '"' | '\'' => {
                start.get_or_insert(at);
                let rest = &text[at..];
                let quote = ["\"\"\"", "'''"].into_iter().find(|quote| rest.starts_with(quote)).unwrap_or(&rest[..1]);
                let Some(length) = end_of_string(rest, quote) else { return (pieces, Some(at)) };
                next = at + length;
            }
            '<' => {
                start.get_or_insert(at);
                let rest = &text[next..];
                let iri = rest.find(|c: char| c.is_whitespace() || "<>\"{}|^`".contains(c));
                if let Some(end) = iri.filter(|end| rest[*end..].starts_with('>')) {
                    next += end + 1;
                }
            }
            '\\' => {
                start.get_or_insert(at);
                next += text[next..].chars().next().map_or(0, char::len_utf8);
            }
            _ => {
                start.get_or_insert(at);
            }
        }
        at = next;
    }
    pieces.extend(start.map(|start| start..text.len()));
    (pieces, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::run;

    #[track_caller]
    fn says(query: &str, place: (usize, usize), words: &[&str]) {
        match run::parse(query, &Prefixes::new(&Base::default())) {
            Err(QueryError::Syntax { line, column, message, source_line }) => {
                assert_eq!((line, column), place, "{query}: {message}");
                assert!(words.iter().all(|word| message.contains(word)), "{query}: {message}");
                assert_eq!(Some(source_line.as_str()), query.lines().nth(line - 1).or(Some("")), "{query}");
            }
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn the_place_is_the_word_that_does_not_fit() {
        says("SELECT ?x {\n  ?x a dg:Event\n  ?y a dg:Report\n}", (3, 3), &["`?y` is not expected here"]);
        says("SELECT ?x { ?x a dg:Event . FILTER(?x > ) }", (1, 41), &["`)`", "a variable", "a function"]);
        says("SELECT ?x { ?x a dg:Event . FILTRE(?x) }", (1, 29), &["`FILTRE`", "did you mean FILTER?"]);
        says("SELECT ?x { ?x dg:date }", (1, 24), &["`}`", "a variable", "a name"]);
        says("SELECT ?x WHERE ?x a dg:Event", (1, 17), &["`?x`", "\"{\""]);
        says("# a title\n# with ( and {\nSELECT ?x { ?x a dg:Event } ORDER ?x", (3, 35), &["BY"]);
        says("ASK { ?x rdfs:label \"a } b\" ; ; , }", (1, 33), &["`,`"]);
        says("ASK { ?x rdfs:label \"an \\\" open end }", (1, 21), &["the string that begins here has no end"]);
        says("ASK { ?e dg:date ?ü ; dg:month 習近平 }", (1, 32), &["`習近平`"]);
    }

    #[test]
    fn the_end_is_a_place_too() {
        says("SELECT ?x { ?x a dg:Meeting ", (1, 28), &["ends too early", "\"}\""]);
        says("SELECT", (1, 7), &["ends too early", "a variable"]);
        says("", (1, 1), &["ends too early", "SELECT", "ASK"]);
    }

    #[test]
    fn what_was_meant_is_said() {
        says("SELEC ?x { ?x a dg:Event }", (1, 1), &["`SELEC`", "did you mean SELECT?"]);
        says("SELECT ?x { OPTINAL { ?x a dg:Event } }", (1, 13), &["did you mean OPTIONAL?"]);
        says("INSERT DATA { <a:> <b:> <c:> }", (1, 1), &["`INSERT` would change the graph"]);
        says("SELECT ?x { ?x a foo:Bar }", (1, 18), &["prefix `foo:` is not known"]);
        says("SELECT ?x { ?x dg:a/^foo:b ?y }", (1, 22), &["prefix `foo:` is not known"]);
    }

    #[test]
    fn faults_beyond_the_grammar_are_sentences() {
        says("SELECT (COUNT(?x) AS ?n) ?y { ?x a ?y }", (1, 1), &["the SELECT contains a variable that is unbound"]);
        says("SELECT ?x { ?x a ?y BIND(1 AS ?y) }", (1, 21), &["overriding an existing variable"]);
    }

    #[test]
    fn terms_that_there_are_not_are_named() {
        let query =
            "SELECT ?x { ?x a dg:meeting ; dg:sorce ?s ; dg:status ?t ; dg:colour 1 ; rdfs:label \"dg:nothing\" }";
        assert_eq!(
            unknown_terms(query),
            [
                "the vocabulary has no dg:colour",
                "the vocabulary has no dg:meeting; did you mean dg:Meeting?",
                "the vocabulary has no dg:sorce; did you mean dg:source?",
            ]
        );
        for (name, file) in crate::query::stock::all() {
            assert_eq!(unknown_terms(&file.text), Vec::<String>::new(), "{name}");
        }
    }

    #[test]
    fn queries_are_cut_at_spaces_and_brackets() {
        let text = "SELECT * { ?x <http://a b> 'it''s' ; dg:b <http://x/#y> FILTER(?a<3&&?b>2) } # { end";
        let words: Vec<&str> = pieces(text).0.into_iter().map(|piece| &text[piece]).collect();
        assert_eq!(
            words,
            [
                "SELECT",
                "*",
                "{",
                "?x",
                "<http://a",
                "b>",
                "'it''s'",
                ";",
                "dg:b",
                "<http://x/#y>",
                "FILTER",
                "(",
                "?a<3&&?b>2",
                ")",
                "}"
            ]
        );
    }
}
