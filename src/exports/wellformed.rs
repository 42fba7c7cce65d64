//! Every export is well formed whatever the texts hold: quotes, tags, control characters, any script.

use super::*;
use crate::events::Event;
use crate::events::event::Status;
use crate::graph::testing::record;
use proptest::prelude::*;
use quick_xml::events::Event as Xml;
use std::sync::Arc;

/// Events whose every word is arbitrary.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let words = prop_oneof![
        any::<String>(),
        "[\"<>&'\\\\{}\\[\\];=\n\t\u{0}\u{7}-]{0,12}",
        Just("Élysée – “naïve” 🇰🇷 한국 \u{202e}العربية".to_owned()),
    ];
    let event = (proptest::collection::vec(words, 6), 0usize..6, 0usize..4);
    proptest::collection::vec(event, 1..8).prop_map(|list| list.into_iter().map(one).collect())
}

fn one((words, line, status): (Vec<String>, usize, usize)) -> Event {
    let lines = [
        "2021-03-25 Meeting RUS:Sergey Lavrov, KOR, CHN at Seoul",
        "2021-03 Criticism KOR > PRK",
        "2013 Airstrike org/nato > group/band",
        "../2021-03-24 MissileLaunch PRK with 2 ballistic missile",
        "2021-03-25/.. Visit RUS:Vladimir Putin > KOR",
        "undated Sanction USA > USA, CHN at Washington on sanctions",
    ];
    let mut event = record(lines[line]);
    event.status = [Status::Actual, Status::Planned, Status::Possible, Status::Negated][status];
    event.mentions[0].text = words[0].clone();
    let article = Arc::make_mut(&mut event.article);
    article.id = words[1].clone();
    article.title = Some(words[2].clone());
    for participant in &mut event.participants {
        let actor = Arc::make_mut(&mut participant.actor);
        actor.name = words[3].clone();
        if actor.country.is_none() {
            actor.id = words[4].clone();
        }
    }
    if let Some(place) = &mut event.place {
        place.place.name = words[5].clone();
        place.place.id = words[4].clone();
    }
    if line == 5 {
        event.kind = words[5].clone();
        event.quad = words[4].clone();
        event.plover.event = words[3].clone();
        event.cameo = words[2].clone();
    }
    event
}

fn export(events: Vec<Event>, format: Format, view: View) -> String {
    let mut out = Vec::new();
    let options = Options { view, layout: Layout::Plain, ..Options::default() };
    write(&mut out, &EventGraph::new(events), format, &options).expect("a vector takes it");
    String::from_utf8(out).expect("UTF-8")
}

/// Reads XML to its end; returns how many elements it has.
fn read_xml(text: &str) -> usize {
    let illegal =
        |c: char| matches!(c, '\u{fffe}' | '\u{ffff}') || (c.is_control() && c < ' ' && !"\n\t\r".contains(c));
    assert_eq!(text.chars().find(|c| illegal(*c)), None, "a character that XML cannot hold");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut depth, mut elements) = (0usize, 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in\n{text}")) {
            Xml::Start(tag) => {
                tag.attributes().for_each(|a| drop(a.expect("an attribute").unescape_value().expect("known entities")));
                depth += 1;
                elements += 1;
            }
            Xml::Empty(tag) => {
                tag.attributes().for_each(|a| drop(a.expect("an attribute").unescape_value().expect("known entities")));
                elements += 1;
            }
            Xml::End(_) => depth -= 1,
            Xml::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    elements
}

/// Reads Graphviz by its lexical grammar: names, numbers, quoted strings, HTML strings, and brackets that match.
fn read_dot(text: &str) {
    let mut open = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => loop {
                match chars.next() {
                    Some('\\') => assert!(chars.next().is_some(), "an escape at the end"),
                    Some('"') => break,
                    Some(c) => assert!(c != '\0' && !c.is_control(), "control character {c:?} in a string"),
                    None => panic!("a string without end in\n{text}"),
                }
            },
            '<' => {
                let mut depth = 1;
                let mut inside = String::from("<label>");
                while depth > 0 {
                    let c = chars.next().expect("an HTML string ends");
                    depth += i32::from(c == '<') - i32::from(c == '>');
                    if depth > 0 {
                        inside.push(c);
                    }
                }
                read_xml(&(inside + "</label>"));
            }
            '{' | '[' => open.push(c),
            '}' => assert_eq!(open.pop(), Some('{')),
            ']' => assert_eq!(open.pop(), Some('[')),
            c => assert!(c.is_ascii() && (!c.is_control() || c == '\n'), "{c:?} outside of strings in\n{text}"),
        }
    }
    assert!(open.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn xml_is_well_formed(events in events()) {
        for view in [View::Events, View::Dyads, View::Timeline] {
            prop_assert!(read_xml(&export(events.clone(), Format::Svg, view)) > 3);
        }
        prop_assert!(read_xml(&export(events.clone(), Format::Graphml, View::Events)) > 3);
        prop_assert!(read_xml(&export(events, Format::Gexf, View::Events)) > 3);
    }

    #[test]
    fn graphviz_is_well_formed(events in events()) {
        for view in [View::Events, View::Dyads, View::Timeline] {
            read_dot(&export(events.clone(), Format::Dot, view));
        }
    }

    #[test]
    fn tables_keep_their_columns_and_records_read_back(events in events()) {
        let table = export(events.clone(), Format::Csv, View::Events);
        let mut rows = 0;
        for row in csv::Reader::from_reader(table.as_bytes()).records() {
            prop_assert_eq!(row.expect("as many cells as the header").len(), super::table::PLAIN.len());
            rows += 1;
        }
        prop_assert!(rows > 0);
        let lines = export(events.clone(), Format::Jsonl, View::Events);
        let back = EventGraph::new(records::Records::new(lines.as_bytes(), "x").map(|r| r.expect("a record")));
        prop_assert_eq!(back.records().len(), EventGraph::new(events).records().len());
    }
}

#[test]
fn many_events_are_thinned_and_it_is_said() {
    let many =
        || (0..400).map(|i| record(&format!("a{i}: 2021-{:02}-{:02} Statement RUS > S{i:02}", i % 12 + 1, i % 28 + 1)));
    for (view, shown) in [(View::Events, "120 of 400"), (View::Dyads, "40 of 401"), (View::Timeline, "300 of 400")] {
        let graph = EventGraph::new(many());
        for svg in [true, false] {
            let picture = picture::draw(&graph, svg, &Options { view, ..Options::default() });
            let note = picture.note.expect("something is left out");
            let shown = if view == View::Timeline && !svg { "60 of 400" } else { shown };
            assert!(note.contains(shown) && picture.text.contains(shown), "{note}");
            let all = picture::draw(&graph, svg, &Options { view, top: Some(1000), ..Options::default() });
            assert_eq!(all.note, None, "what was asked for is drawn");
        }
    }
}

#[test]
fn an_empty_graph_is_exported_too() {
    for view in [View::Events, View::Dyads, View::Timeline] {
        read_xml(&export(Vec::new(), Format::Svg, view));
        read_dot(&export(Vec::new(), Format::Dot, view));
    }
    read_xml(&export(Vec::new(), Format::Gexf, View::Events));
}
