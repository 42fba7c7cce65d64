//! What is written in any RDF format parses back to the same graph.

use diplograph::events::Event;
use diplograph::rdf::export::{self, Format};
use diplograph::rdf::{Base, article_triples};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Quad, Triple};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::Arc;

fn events() -> Vec<Event> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.jsonl")).expect("events");
    text.lines().map(|line| serde_json::from_str(line).expect("an event")).collect()
}

fn written(events: &[Event], base: &Base, format: Format) -> String {
    let mut out = Vec::new();
    export::write(events, base, format, &mut out).expect("written");
    String::from_utf8(out).expect("text")
}

fn parser(format: Format) -> RdfParser {
    RdfParser::from_format(match format {
        Format::Ttl => RdfFormat::Turtle,
        Format::Nt => RdfFormat::NTriples,
        Format::Nq => RdfFormat::NQuads,
        Format::Trig => RdfFormat::TriG,
        Format::JsonLd => RdfFormat::JsonLd { profile: JsonLdProfileSet::empty() },
        Format::RdfXml => RdfFormat::RdfXml,
    })
}

fn quads(text: &str, format: Format) -> Vec<Quad> {
    parser(format).for_slice(text).map(|quad| quad.unwrap_or_else(|e| panic!("{format:?}: {e}"))).collect()
}

fn as_lines(quads: Vec<Quad>) -> Vec<String> {
    let lines: BTreeSet<String> = quads.into_iter().map(|quad| format!("{} .", Triple::from(quad))).collect();
    lines.into_iter().collect()
}

#[test]
fn every_format_says_the_same() {
    let mut odd = events();
    let article = Arc::make_mut(&mut odd[0].article);
    article.title = Some("“Quotes” \"and\" \\ back\tslash\u{7}\r\n<b>&amp;".into());
    article.id = "a/1 %20\"é".into();
    odd[1].instruments[0].count = Some(2.5);
    odd[1].instruments[0].kind = "x".into();
    for base in [Base::default(), Base::parse("https://example.org/mine#").expect("a base")] {
        for events in [events(), odd.clone(), Vec::new()] {
            let expected = article_triples(&events, &base);
            for (format, name) in Format::ALL {
                // XML has no way to write a control character.
                let events: Vec<Event> = events
                    .iter()
                    .cloned()
                    .map(|mut event| {
                        if *format == Format::RdfXml {
                            let article = Arc::make_mut(&mut event.article);
                            article.title = article.title.take().map(|title| title.replace(['\u{7}', '\r'], ""));
                        }
                        event
                    })
                    .collect();
                let expected =
                    if *format == Format::RdfXml { article_triples(&events, &base) } else { expected.clone() };
                let text = written(&events, &base, *format);
                assert_eq!(as_lines(quads(&text, *format)), expected, "{name}");
            }
        }
    }
}

#[test]
fn an_article_can_be_withdrawn() {
    let gone = "https://w3id.org/diplograph/article/a2";
    for format in [Format::Nq, Format::Trig] {
        let all = quads(&written(&events(), &Base::default(), format), format);
        let left =
            all.into_iter().filter(|quad| !matches!(&quad.graph_name, GraphName::NamedNode(n) if n.as_str() == gone));
        let never: Vec<Event> = events().into_iter().filter(|event| event.article.id != "a2").collect();
        assert_eq!(as_lines(left.collect()), article_triples(&never, &Base::default()));
    }
}

#[test]
fn json_ld_reads_like_json() {
    let text = written(&events(), &Base::default(), Format::JsonLd);
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let graph = json["@graph"].as_array().expect("a graph");
    let visit =
        graph.iter().find(|thing| thing["label"] == "Visit: Russia → South Korea, 2021-09-13").expect("the visit");
    assert_eq!(visit["type"], serde_json::json!(["Event", "Visit"]));
    assert_eq!((&visit["source"], &visit["target"]), (&"state/RUS".into(), &"state/KOR".into()));
    assert_eq!((&visit["date"], &visit["goldstein"]), (&"2021-09-13".into(), &"1.9".into()));
    assert_eq!(visit["report"]["trigger"], "visited");
    assert_eq!(visit["report"]["sentence"], 0);
    assert_eq!(visit["report"]["article"], "article/a4");
    let launch =
        graph.iter().find(|thing| thing["label"] == "Missile launch: North Korea, 2021-03-25").expect("the launch");
    assert_eq!(launch["instrument"][0]["count"], 2);
    assert!(!graph.iter().any(|thing| thing["type"] == "Report"), "reports stand inside events");
}

#[test]
fn trig_names_graphs_by_article() {
    let text = written(&events(), &Base::default(), Format::Trig);
    assert!(text.contains("\narticle:a1 {\narticle:a1 a schema:NewsArticle"), "{}", &text[..2000]);
}

/// The outside check, where Python with rdflib is at hand; `PYTHON` names another than `python3`.
#[test]
fn rdflib_reads_the_same_graph() {
    let dir = tempfile::tempdir().expect("a folder");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = "import sys, rdflib\n\
        rdflib.NORMALIZE_LITERALS = False\n\
        g = rdflib.Dataset() if sys.argv[2] in ('nquads', 'trig') else rdflib.Graph()\n\
        g.parse(sys.argv[1], format=sys.argv[2])\n\
        print(len(set((s, p, o) for s, p, o, *_ in (g.quads() if hasattr(g, 'quads') else g))))\n";
    let expected = article_triples(&events(), &Base::default()).len().to_string();
    for (format, name, theirs) in [
        (Format::Nt, "nt", "nt"),
        (Format::Ttl, "ttl", "turtle"),
        (Format::Nq, "nq", "nquads"),
        (Format::Trig, "trig", "trig"),
        (Format::JsonLd, "jsonld", "json-ld"),
        (Format::RdfXml, "rdf", "xml"),
    ] {
        let file = dir.path().join(format!("graph.{name}"));
        fs::write(&file, written(&events(), &Base::default(), format)).expect("written");
        let output = Command::new(&python).args(["-c", script]).arg(&file).arg(theirs).output();
        let Ok(output) = output else { return eprintln!("skipped: there is no Python") };
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        if error.contains("No module named") {
            return eprintln!("skipped: Python has no rdflib");
        }
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), expected, "{name}: {error}");
    }
}
