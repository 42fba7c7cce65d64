//! The graph as RDF: what an event says in triples, and that graphs built apart unite.
//!
//! `tests/data/events.jsonl` holds events of four short articles, read by hand.

use diplograph::events::Event;
use diplograph::rdf::turtle::{self, Prefixes};
use diplograph::rdf::{Base, SortedTriples, article_triples};
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use oxigraph::model::{GraphNameRef, Quad, Triple};
use oxigraph::store::Store;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

fn events() -> Vec<Event> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.jsonl");
    let text = fs::read_to_string(path).expect("the events are there");
    text.lines().map(|line| serde_json::from_str(line).expect("an event")).collect()
}

/// The graph of all events, one triple a line.
fn graph() -> String {
    article_triples(&events(), &Base::default()).iter().map(|line| format!("{line}\n")).collect()
}

/// Triples about the thing whose local name starts with `start`, as `property value`, prefixes dropped.
fn about(start: &str) -> Vec<String> {
    let prefixes = Prefixes::new(&Base::default());
    let found: Vec<Triple> = parse(RdfFormat::NTriples, graph().as_bytes())
        .into_iter()
        .map(Triple::from)
        .filter(|t| t.subject.to_string().starts_with(&format!("<https://w3id.org/diplograph/{start}")))
        .collect();
    assert!(!found.is_empty(), "nothing about {start}");
    let shown = |t: &Triple| {
        let predicate = turtle::term(t.predicate.as_ref().into(), &prefixes);
        format!("{predicate} {}", turtle::term(t.object.as_ref(), &prefixes))
    };
    found.iter().map(shown).collect()
}

fn parse(format: RdfFormat, text: &[u8]) -> Vec<Quad> {
    RdfParser::from_format(format).for_slice(text).map(|quad| quad.expect("well-formed")).collect()
}

#[track_caller]
fn says(start: &str, expected: &[&str]) {
    let found = about(start);
    for line in expected {
        assert!(found.iter().any(|f| f == line), "`{line}` is not among\n{}", found.join("\n"));
    }
}

#[track_caller]
fn does_not_say(start: &str, property: &str) {
    let found = about(start);
    assert!(!found.iter().any(|f| f.starts_with(property)), "`{property}` is among\n{}", found.join("\n"));
}

#[test]
fn a_meeting_has_its_parties_pair_day_and_codes() {
    says(
        "event/2021-03-25-meeting-kor-rus",
        &[
            "rdf:type dg:Event",
            "rdf:type dg:Meeting",
            "rdfs:label \"Meeting: South Korea, Russia, 2021-03-25\"",
            "dg:source state:KOR",
            "dg:source state:RUS",
            "dg:participant person:RUS-sergey-lavrov",
            "dg:dyad \"KOR-RUS\"",
            "dg:date \"2021-03-25\"^^xsd:date",
            "dg:earliest \"2021-03-25\"^^xsd:date",
            "dg:latest \"2021-03-25\"^^xsd:date",
            "dg:precision \"day\"",
            "dg:edtf \"2021-03-25\"",
            "dg:month \"2021-03\"^^xsd:gYearMonth",
            "dg:place place:1835848",
            "dg:status \"actual\"",
            "dg:plover \"CONSULT\"",
            "dg:cameo \"040\"",
            "dg:quad \"verbal-cooperation\"",
            "dg:goldstein \"1\"^^xsd:decimal",
        ],
    );
    // Who meets acts on nobody.
    does_not_say("event/2021-03-25-meeting-kor-rus", "dg:directedDyad");
    let reports = about("event/2021-03-25-meeting-kor-rus").iter().filter(|t| t.starts_with("dg:report ")).count();
    assert_eq!(reports, 2, "two articles tell of it");
}

#[test]
fn a_visit_runs_from_guest_to_host() {
    says(
        "event/2021-09-13-visit-rus-to-kor",
        &[
            "dg:source state:RUS",
            "dg:target state:KOR",
            "dg:dyad \"KOR-RUS\"",
            "dg:directedDyad \"RUS>KOR\"",
            "dg:ploverMode \"visit\"",
            "dg:goldstein 1.9",
        ],
    );
}

#[test]
fn an_event_of_one_party_has_no_pair() {
    does_not_say("event/2021-03-25-missile-launch-prk", "dg:dyad");
    does_not_say("event/2021-03-25-missile-launch-prk", "dg:directedDyad");
}

#[test]
fn an_open_date_has_no_end_and_a_year_no_month() {
    let planned = "event/after-2021-03-25-visit-rus-to-kor-planned";
    says(
        planned,
        &[
            "dg:status \"planned\"",
            "dg:earliest \"2021-03-25\"^^xsd:date",
            "rdfs:label \"Visit: Russia → South Korea, from 2021-03-25 (planned)\"",
        ],
    );
    does_not_say(planned, "dg:latest");
    says("event/2013-visit", &["dg:date \"2013-01-01\"^^xsd:date", "dg:latest \"2013-12-31\"^^xsd:date"]);
    does_not_say("event/2013-visit", "dg:month");
}

#[test]
fn a_part_names_actor_role_state_and_office() {
    let parts = about("participation/");
    assert!(parts.iter().any(|t| t == "dg:agent person:RUS-sergey-lavrov"));
    assert!(parts.iter().any(|t| t == "dg:role \"source\""));
    assert!(parts.iter().any(|t| t == "dg:onBehalfOf state:RUS"));
    assert!(parts.iter().any(|t| t.starts_with("dg:office office:RUS-minister-of-foreign-affairs-")));
    says(
        "office/RUS-minister-of-foreign-affairs",
        &["org:postIn state:RUS", "rdfs:label \"Minister of Foreign Affairs\""],
    );
    says(
        "tenure/rus-sergey-lavrov-minister-of-foreign-affairs",
        &[
            "org:member person:RUS-sergey-lavrov",
            "org:organization state:RUS",
            "dg:attestedOn \"2021-03-25\"^^xsd:date",
            "dg:attestedOn \"2021-04-02\"^^xsd:date",
        ],
    );
}

#[test]
fn reports_quote_the_text_and_keep_their_details_apart() {
    let reports = about("report/");
    for expected in [
        "dg:article article:a1",
        "dg:trigger \"met\"",
        "dg:sentence 0",
        "nif:beginIndex 0",
        "dg:manner \"quoted\"",
        "dg:saidBy person:KOR-chung-eui-yong",
        "prov:wasAttributedTo person:KOR-chung-eui-yong",
        "prov:wasAttributedTo publisher:Example%20Times",
        "dg:confidence 0.97",
        "dg:rule \"meeting.verb\"",
    ] {
        assert!(reports.iter().any(|t| t == expected), "`{expected}` is not among\n{}", reports.join("\n"));
    }
    let counts: Vec<_> = about("instrument/").into_iter().filter(|t| t.starts_with("dg:count")).collect();
    assert_eq!(counts, ["dg:count 2", "dg:count 3"], "two reports of one launch");
    assert!(
        about("event/2021-03-25-missile-launch-prk").iter().filter(|t| t.starts_with("dg:instrument ")).count() == 2
    );
}

#[test]
fn speech_acts_point_at_what_they_speak_of() {
    let launch = about("event/2021-03-25-criticism-kor-to-prk");
    assert!(launch.iter().any(|t| t.starts_with("dg:about event:2021-03-25-missile-launch-prk-")), "{launch:?}");
    assert!(launch.iter().any(|t| t == "dg:about topic:missiles"));
    says("topic/arms-control", &["rdfs:label \"arms control\"", "rdf:type dg:Topic"]);
}

#[test]
fn actors_and_places_are_named_coded_and_linked() {
    says(
        "state/KOR",
        &[
            "rdf:type dg:State",
            "rdfs:label \"South Korea\"",
            "skos:altLabel \"Republic of Korea\"",
            "dg:country \"KOR\"",
            "dg:cow \"732\"",
            "skos:exactMatch wd:Q884",
            "skos:exactMatch <https://sws.geonames.org/1835841/>",
        ],
    );
    says("org/nato", &["rdf:type dg:InternationalOrganization", "dg:code \"IGOWSTNAT\""]);
    says("group/hezbollah", &["rdf:type dg:ArmedGroup", "dg:country \"LBN\""]);
    says("place/1835848", &["geo:lat 37.566", "skos:exactMatch <https://sws.geonames.org/1835848/>"]);
    does_not_say("place/east-sea", "skos:exactMatch");
    // A state named only through its minister is described all the same.
    says("state/CHN", &["rdfs:label \"China\""]);
}

#[test]
fn articles_are_news_articles() {
    says(
        "article/a1",
        &[
            "rdf:type schema:NewsArticle",
            "schema:headline \"Lavrov meets Chung in Seoul after North Korean launch\"",
            "schema:datePublished \"2021-03-25\"^^xsd:date",
            "schema:url <https://example.org/news/a1>",
            "schema:publisher publisher:Example%20Times",
        ],
    );
    says("article/a3", &["schema:url \"https://example.org/a 3\""]);
}

#[test]
fn the_store_keeps_every_literal_as_it_is() {
    let graph = graph();
    let store = Store::new().expect("a store");
    store.load_from_reader(RdfFormat::NTriples, graph.as_bytes()).expect("well-formed");
    let mut dump: Vec<String> = store
        .quads_for_pattern(None, None, None, Some(GraphNameRef::DefaultGraph))
        .map(|quad| format!("{} .\n", Triple::from(quad.expect("readable"))))
        .collect();
    dump.sort_unstable();
    assert_eq!(dump.concat(), graph);
}

#[test]
fn turtle_reads_well_and_says_the_same() {
    let graph = graph();
    let quads = parse(RdfFormat::NTriples, graph.as_bytes());
    let mut text = Vec::new();
    let triples = quads.iter().cloned().map(|quad| Ok::<_, std::io::Error>(Triple::from(quad)));
    turtle::write(triples, &Prefixes::new(&Base::default()), &mut text).expect("written");
    let mut back: Vec<String> =
        parse(RdfFormat::Turtle, &text).into_iter().map(|q| format!("{} .\n", Triple::from(q))).collect();
    back.sort_unstable();
    assert_eq!(back.concat(), graph);

    let text = String::from_utf8(text).expect("text");
    let block = text.split("\n\n").find(|block| block.starts_with("event:2021-09-13-visit-rus-to-kor-"));
    let block = block.expect("a block a thing");
    assert!(
        block
            .contains(" a dg:Event,\n        dg:Visit ;\n    rdfs:label \"Visit: Russia → South Korea, 2021-09-13\" ;")
    );
}

#[test]
fn odd_words_stay_within_their_quotes_and_names() {
    let mut events = events();
    events.truncate(1);
    let article = Arc::make_mut(&mut events[0].article);
    article.id = "a \"b\"\n<c>/é".into();
    article.title = Some("tab\t quote \" back \\ slash \u{7} \u{fffe} line\r\nnext".into());
    Arc::make_mut(&mut events[0].participants[0].actor).aliases = vec!["O'Neil \"Tip\"".into()];
    let graph: String = article_triples(&events, &Base::default()).iter().map(|line| format!("{line}\n")).collect();
    let mut writer = RdfSerializer::from_format(RdfFormat::NTriples).for_writer(Vec::new());
    for quad in parse(RdfFormat::NTriples, graph.as_bytes()) {
        writer.serialize_quad(&quad).expect("written");
    }
    assert_eq!(String::from_utf8(writer.finish().expect("written")).expect("text"), graph);
    assert!(graph.contains("article/a%20%22b%22%0A%3Cc%3E%2F%C3%A9>"));
}

#[test]
fn another_base_moves_every_thing_and_no_term() {
    let base = Base::parse("https://example.org/mine#").expect("a base");
    let there = article_triples(&events(), &base).join("\n");
    let mut here: Vec<String> = graph()
        .lines()
        .map(|line| line.replace("https://w3id.org/diplograph/", "https://example.org/mine#"))
        .map(|line| line.replace("https://example.org/mine#ns#", "https://w3id.org/diplograph/ns#"))
        .collect();
    here.sort_unstable();
    assert_eq!(here.join("\n"), there);
    assert!(Base::parse("https://example.org/mine").is_err(), "names would run into the base");
    assert!(Base::parse("mine/").is_err(), "a relative IRI is no base");
}

proptest! {
    /// Any split of a corpus into parts, built apart and united, is the graph of the whole, byte for byte.
    #[test]
    fn graphs_built_apart_unite(part in proptest::collection::vec(0usize..3, 4), order in Just(()).prop_perturb(|(), mut rng| {
        (0..19).map(|_| rng.random::<u64>()).collect::<Vec<_>>()
    })) {
        let events = events();
        let articles: BTreeMap<&str, usize> =
            events.iter().map(|e| e.article.id.as_str()).zip(0..).collect::<BTreeMap<_, usize>>()
                .into_keys().zip(part).collect();
        let dir = tempfile::tempdir().expect("a folder");
        let united = dir.path().join("graph.nt");
        for number in 0..3 {
            let mut own: Vec<(u64, &Event)> = order.iter().copied().zip(&events)
                .filter(|(_, e)| articles[e.article.id.as_str()] == number).collect();
            own.sort_by_key(|(key, _)| *key);
            let mut triples = SortedTriples::new(dir.path());
            triples.add(article_triples(own.into_iter().map(|(_, e)| e), &Base::default())).expect("added");
            triples.write(&united).expect("written");
        }
        prop_assert_eq!(fs::read_to_string(&united).expect("written"), graph());
    }
}
