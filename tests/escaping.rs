//! Whatever stands in articles and records, what the program writes is well formed and moves nobody's terminal.

#[path = "cli/mod.rs"]
mod cli;

use cli::{Folder, record};
use diplograph::events::Event;
use diplograph::exports::{dot, picture};
use diplograph::graph::EventGraph;
use diplograph::rdf::{Base, article_triples, derived_triples};
use oxigraph::io::{RdfFormat, RdfParser};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

/// Any text: the characters of each Unicode plane as likely as those of any other, and the marks that formats live on.
fn any_plane() -> impl Strategy<Value = String> {
    let plane = (0_u32..17, 0_u32..0x1_0000)
        .prop_map(|(plane, place)| char::from_u32(plane << 16 | place).unwrap_or('\u{fffd}'));
    let mark = proptest::sample::select(vec![
        '"', '\'', '\\', '<', '>', '&', '{', '}', '|', '^', '`', '\n', '\r', '\t', '\0', '\u{1b}', '\u{7f}', '\u{85}',
        '\u{9b}', '\u{2028}', '\u{202e}', '\u{feff}', '\u{fffe}', '\u{ffff}', ']', '%', '#', '/', ' ',
    ]);
    proptest::collection::vec(prop_oneof![3 => plane, 2 => mark, 1 => any::<char>()], 0..24).prop_map(String::from_iter)
}

/// The events of the sample with these words in every field that may hold words of a text.
fn events(words: &[String]) -> Vec<Event> {
    let sample = include_str!("data/events.jsonl");
    let mut words = words.iter().cycle().cloned();
    let mut next = || words.next().expect("without end");
    sample
        .lines()
        .map(|line| {
            let mut event: Event = serde_json::from_str(line).expect("an event");
            let article = Arc::make_mut(&mut event.article);
            article.id = next();
            article.title = Some(next());
            article.url = Some(next());
            article.publisher = Some(next());
            for participant in &mut event.participants {
                let actor = Arc::make_mut(&mut participant.actor);
                actor.name = next();
                actor.aliases = vec![next()];
                actor.office = Some(next());
                actor.code = Some(next());
                actor.id += &next();
            }
            for mention in &mut event.mentions {
                mention.text = next();
                mention.rule = next();
                mention.trigger.text = next();
            }
            for instrument in &mut event.instruments {
                instrument.kind = next();
            }
            if let Some(place) = &mut event.place {
                place.place.name = next();
                place.place.id = next();
            }
            event
        })
        .collect()
}

/// Strings of a DOT text end where they should and every bracket outside of them is closed.
fn check_dot(text: &str) {
    let (mut depth, mut chars) = (0_i64, text.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => loop {
                match chars.next() {
                    Some('\\') => drop(chars.next()),
                    Some('"') => break,
                    Some(c) => assert!(!c.is_control() || c == '\n', "{c:?} within a string of DOT"),
                    None => panic!("a string without end"),
                }
            },
            // A label in the manner of HTML, in which every other `<` is escaped.
            '<' => {
                let mut open = 1;
                while open > 0 {
                    match chars.next() {
                        Some('<') => open += 1,
                        Some('>') => open -= 1,
                        Some(c) => assert!(!c.is_control(), "{c:?} within a label of DOT"),
                        None => panic!("a label without end"),
                    }
                }
            }
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            c => assert!(!c.is_control() || c == '\n', "{c:?} in DOT"),
        }
        assert!(depth >= 0, "closed too often");
    }
    assert_eq!(depth, 0);
}

fn check_xml(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.expect("well-formed").unescape_value().expect("escaped");
                }
            }
            quick_xml::events::Event::Text(words) => drop(words.decode().expect("UTF-8")),
            _ => {}
        }
    }
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    assert!(text.chars().all(allowed), "a character that XML does not allow");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rdf_dot_and_svg_are_well_formed_with_every_plane(words in proptest::collection::vec(any_plane(), 1..30)) {
        let (events, base) = (events(&words), Base::default());
        let graph = EventGraph::new(events.clone());
        let lines = article_triples(&events, &base);
        let derived = derived_triples(&graph, &base);
        for line in lines.iter().chain(&derived) {
            let read: Vec<_> = RdfParser::from_format(RdfFormat::NTriples).for_slice(line.as_bytes()).collect();
            prop_assert!(matches!(read[..], [Ok(_)]), "{line}: {read:?}");
        }
        for event in &events {
            for mention in &event.mentions {
                let quoted = lines.iter().any(|line| {
                    let mut read = RdfParser::from_format(RdfFormat::NTriples).for_slice(line.as_bytes());
                    let object = read.next().expect("one").expect("read").object;
                    matches!(object, oxigraph::model::Term::Literal(words) if words.value() == mention.text)
                });
                prop_assert!(quoted, "{:?} comes back as it was", mention.text);
            }
        }
        check_dot(&dot::events(&graph, &words[0], base.as_str(), 0));
        check_xml(&picture::events::draw(&graph, &words[0], base.as_str(), 0));
        check_xml(&picture::dyads::draw(&graph, &words[0], base.as_str(), 100, 0));
        check_xml(&picture::timeline::draw(&graph, &words[0], base.as_str(), 0));
    }
}

const ODD_IDS: &[&str] = &[
    "../../escaped",
    "/etc/escaped",
    "..",
    "a/../../escaped",
    "C:\\escaped",
    "\u{0}",
    "graph.nt",
    ".ready/events.jsonl",
    "~",
];

fn names(dir: &std::path::Path) -> BTreeSet<String> {
    fs::read_dir(dir)
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().into_string().expect("a name"))
        .collect()
}

#[test]
fn no_id_leads_out_of_the_output_folder() {
    let folder = Folder::new();
    let jsonl: String = ODD_IDS
        .iter()
        .map(|id| record(id, "2015-06-02", "Chile expelled the ambassador of Peru on Tuesday."))
        .collect();
    folder.write("in.jsonl", jsonl);
    let run = folder.run(&["build", "in.jsonl", "-o", "deep/out"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(names(folder.path()), ["deep", "in.jsonl"].map(str::to_owned).into());
    assert_eq!(names(&folder.path().join("deep")), ["out".to_owned()].into());
    let files = ["derived.nt", "events.jsonl", "graph.dot", "graph.nt", "graph.svg", "graph.ttl"];
    assert_eq!(names(&folder.path().join("deep/out")), files.map(str::to_owned).into());
    for format in ["nq", "trig", "jsonld", "rdfxml", "csv", "graphml", "gexf"] {
        let run = folder.run(&["export", "deep/out", "-f", format, "-o", &format!("copy.{format}")]);
        assert_eq!(run.status, 0, "{format}: {}", run.err);
    }
    assert_eq!(names(folder.path()).len(), 9);
}

#[test]
fn no_command_lets_an_article_move_the_terminal() {
    let folder = Folder::new();
    let escape = "\u{1b}[2J\u{1b}]0;gone\u{7}\u{9b}31m\u{202e}";
    let text = format!(
        "Chile{escape} expelled the ambassador of Peru on Tuesday. Chile {escape} and Peru signed \"a {escape} treaty\"."
    );
    let article = serde_json::json!({"id": format!("id{escape}"), "date": "2015-06-02", "title": format!("Title {escape}"),
        "publisher": format!("Wire {escape}"), "text": text});
    folder.write("in.jsonl", format!("{article}\n{{\"id\": \"bad{escape}\"}}\n"));
    folder.run(&["build", "in.jsonl", "-o", "out"]);
    let tables: &[&[&str]] = &[
        &["build", "in.jsonl", "-o", "again"],
        &["explain", "in.jsonl"],
        &["explain", "-e", &text],
        &["query", "out", "evidence", "-f", "table", "--param", "event=Expulsion"],
        &["query", "out", "SELECT ?o { ?s ?p ?o }", "-f", "table"],
        &["query", "out", &format!("SELECT {escape}")],
        &["analyze", "out", "stats", "-f", "table"],
        &["analyze", "out", "timeline", "Chile", "-f", "table"],
        &["check", "out"],
        &["analyze", "out", "path", "Chile", &format!("Peru{escape}")],
    ];
    let mut said = 0;
    for args in tables {
        let run = folder.run(args);
        for words in [&run.out, &run.err] {
            let moves = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
            assert!(!words.contains(moves), "{args:?} prints {words:?}");
        }
        said += usize::from(run.out.contains("\\u{1b}") || run.err.contains("\\u{1b}"));
    }
    assert!(said >= 5, "the words themselves are shown: {said}");
}
