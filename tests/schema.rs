//! What `schema/` describes is what the program writes.

use diplograph::events::Event;
use diplograph::rdf::vocab::{dg, rdf, rdfs, schema};
use diplograph::rdf::{Base, article_triples};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNodeRef, Quad, Term};
use oxigraph::store::Store;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(file(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn vocabulary() -> Store {
    let store = Store::new().expect("a store");
    store.load_from_reader(RdfFormat::Turtle, read("schema/diplograph.ttl").as_bytes()).expect("well-formed");
    store
}

fn graph() -> Vec<String> {
    let events: Vec<Event> =
        read("tests/data/events.jsonl").lines().map(|line| serde_json::from_str(line).expect("an event")).collect();
    article_triples(&events, &Base::default())
}

fn objects(store: &Store, subject: &str, predicate: &str) -> Vec<String> {
    let (subject, predicate) = (NamedNodeRef::new(subject).expect("an IRI"), NamedNodeRef::new_unchecked(predicate));
    let quads = store.quads_for_pattern(Some(subject.into()), Some(predicate), None, None);
    quads
        .map(|quad| match quad.expect("readable").object {
            Term::Literal(literal) => literal.value().to_owned(),
            Term::NamedNode(node) => node.as_str().to_owned(),
            other => other.to_string(),
        })
        .collect()
}

/// Local names of the terms of our own namespace that the graph of the sample events uses.
fn used_terms() -> BTreeSet<String> {
    let text = graph().join("\n");
    RdfParser::from_format(RdfFormat::NTriples)
        .for_slice(text.as_bytes())
        .flat_map(|quad| {
            let Quad { predicate, object, .. } = quad.expect("well-formed");
            let class = match object {
                Term::NamedNode(node) if predicate.as_str() == rdf::TYPE => Some(node),
                _ => None,
            };
            [Some(predicate), class]
        })
        .flatten()
        .filter_map(|node| node.as_str().strip_prefix(dg::NAMESPACE).map(str::to_owned))
        .collect()
}

#[test]
fn every_term_that_a_graph_uses_is_described() {
    let store = vocabulary();
    let used = used_terms();
    assert!(used.len() > 50, "the sample events use most of the vocabulary: {used:?}");
    for term in used {
        let iri = format!("{}{term}", dg::NAMESPACE);
        assert_eq!(objects(&store, &iri, rdfs::LABEL).len(), 1, "dg:{term} has a label");
        let comment = "http://www.w3.org/2000/01/rdf-schema#comment";
        assert_eq!(objects(&store, &iri, comment).len(), 1, "dg:{term} has a comment");
    }
}

#[test]
fn every_property_has_domain_and_range_and_every_class_a_place() {
    let store = vocabulary();
    let owl = |name: &str| format!("http://www.w3.org/2002/07/owl#{name}");
    let mut described = 0;
    for kind in ["ObjectProperty", "DatatypeProperty", "Class"] {
        let kind_iri = owl(kind);
        let class = NamedNodeRef::new(&kind_iri).expect("an IRI");
        for quad in store.quads_for_pattern(None, None, Some(class.into()), None) {
            let oxigraph::model::NamedOrBlankNode::NamedNode(node) = quad.expect("readable").subject else { continue };
            let has = |name: &str| {
                !objects(&store, node.as_str(), &format!("http://www.w3.org/2000/01/rdf-schema#{name}")).is_empty()
            };
            let placed = if kind == "Class" { has("subClassOf") } else { has("domain") && has("range") };
            assert!(placed, "{node} stands alone");
            assert!(has("label") && has("comment"), "{node} is not described");
            described += 1;
        }
    }
    assert!(described > 140, "{described}");
}

/// What is ours is said in terms of what others know.
#[test]
fn the_vocabulary_is_aligned_with_those_of_others() {
    let store = vocabulary();
    let mut above: BTreeSet<String> = BTreeSet::new();
    for property in ["subClassOf", "subPropertyOf"] {
        let property = format!("http://www.w3.org/2000/01/rdf-schema#{property}");
        let property = NamedNodeRef::new(&property).expect("an IRI");
        for quad in store.quads_for_pattern(None, Some(property), None, None) {
            if let Term::NamedNode(node) = quad.expect("readable").object {
                above.insert(node.into_string());
            }
        }
    }
    for (name, namespace, least) in [
        ("SEM", "http://semanticweb.cs.vu.nl/2009/11/sem/", 8),
        ("PROV-O", "http://www.w3.org/ns/prov#", 6),
        ("schema.org", "https://schema.org/", 5),
        ("SKOS", "http://www.w3.org/2004/02/skos/core#", 2),
        ("OWL-Time", "http://www.w3.org/2006/time#", 1),
        ("ORG", "http://www.w3.org/ns/org#", 3),
    ] {
        let terms = above.iter().filter(|term| term.starts_with(namespace)).count();
        assert!(terms >= least, "{name}: {terms} terms");
    }
}

#[test]
fn families_are_concepts_of_one_scheme() {
    let store = vocabulary();
    let skos = |name: &str| format!("http://www.w3.org/2004/02/skos/core#{name}");
    let scheme = format!("{}eventTypes", dg::NAMESPACE);
    let table = read("data/event_types.tsv");
    let rows: Vec<Vec<&str>> = table.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    let families: BTreeSet<&str> = rows.iter().map(|row| row[1]).collect();
    for family in &families {
        let iri = format!("{}{family}", dg::NAMESPACE);
        assert_eq!(objects(&store, &iri, &skos("topConceptOf")), std::slice::from_ref(&scheme), "{family}");
    }
    for concept in families.iter().copied().chain(rows.iter().map(|row| row[0])) {
        let iri = format!("{}{concept}", dg::NAMESPACE);
        assert!(objects(&store, &iri, rdf::TYPE).contains(&skos("Concept")), "{concept}");
        assert_eq!(objects(&store, &iri, &skos("inScheme")), std::slice::from_ref(&scheme), "{concept}");
    }
}

#[test]
fn event_classes_carry_the_codes_of_the_table_of_types() {
    let store = vocabulary();
    let table = read("data/event_types.tsv");
    for row in table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        let [kind, plover, mode, cameo, quad, goldstein, meaning] = row[..] else { panic!("{row:?}") };
        let iri = format!("{}{kind}", dg::NAMESPACE);
        let family = format!("{}{plover}", dg::NAMESPACE);
        let modes: &[&str] = if mode.is_empty() { &[] } else { &[mode] };
        assert_eq!(objects(&store, &iri, dg::PLOVER), [plover], "{kind}");
        assert_eq!(objects(&store, &iri, dg::PLOVER_MODE), modes, "{kind}");
        assert_eq!(objects(&store, &iri, dg::CAMEO), [cameo], "{kind}");
        assert_eq!(objects(&store, &iri, dg::QUAD), [quad], "{kind}");
        assert_eq!(objects(&store, &iri, dg::GOLDSTEIN), [goldstein], "{kind}");
        assert_eq!(objects(&store, &iri, "http://www.w3.org/2000/01/rdf-schema#comment"), [meaning], "{kind}");
        assert_eq!(
            objects(&store, &iri, "http://www.w3.org/2000/01/rdf-schema#subClassOf"),
            std::slice::from_ref(&family),
            "{kind}"
        );
        assert_eq!(objects(&store, &iri, "http://www.w3.org/2004/02/skos/core#broader"), [family], "{kind}");
    }
}

#[test]
fn the_schema_of_event_records_is_that_of_the_types() {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(Event)).expect("JSON") + "\n";
    if std::env::var_os("UPDATE").is_some() {
        fs::write(file("schema/event.schema.json"), &schema).expect("written");
    }
    assert_eq!(read("schema/event.schema.json"), schema, "run the test again with UPDATE=1 to write it anew");
}

#[test]
fn the_context_names_every_term_that_a_graph_uses() {
    let context: serde_json::Value = serde_json::from_str(&read("schema/context.jsonld")).expect("JSON");
    let terms = context["@context"].as_object().expect("a context");
    let known: BTreeSet<String> = terms
        .values()
        .filter_map(|value| value.as_str().or_else(|| value["@id"].as_str()))
        .filter_map(|term| term.strip_prefix("dg:"))
        .map(str::to_owned)
        .collect();
    let text = graph().join("\n");
    for quad in RdfParser::from_format(RdfFormat::NTriples).for_slice(text.as_bytes()) {
        let predicate = quad.expect("well-formed").predicate;
        if let Some(term) = predicate.as_str().strip_prefix(dg::NAMESPACE) {
            assert!(known.contains(term), "dg:{term} is not in the context");
        }
    }
    // And every property that the vocabulary describes, those of the derived graph too.
    let store = vocabulary();
    for kind in ["ObjectProperty", "DatatypeProperty"] {
        let kind = format!("http://www.w3.org/2002/07/owl#{kind}");
        let class = NamedNodeRef::new(&kind).expect("an IRI");
        for quad in store.quads_for_pattern(None, None, Some(class.into()), None) {
            let subject = quad.expect("readable").subject.to_string();
            let term = subject.trim_matches(['<', '>']).trim_start_matches(dg::NAMESPACE).to_owned();
            // Only ever written as one of its subproperties.
            assert!(known.contains(&term) || term == "party", "dg:{term} is not in the context");
        }
    }
    assert_eq!(terms["headline"], "schema:headline");
    assert_eq!(terms["schema"], schema::NAMESPACE);
}

/// The outside check, where Python with pyshacl is at hand; `PYTHON` names another than `python3`.
#[test]
fn pyshacl_agrees_on_what_conforms_and_what_does_not() {
    let dir = tempfile::tempdir().expect("a folder");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let graph_file = dir.path().join("graph.nt");
    let good = graph().join("\n") + "\n";
    for (graph, verdict) in [
        (good.clone(), "Conforms: True"),
        (good.replace("\"actual\"", "\"happened\""), "Conforms: False"),
        (good.replace("\"2013-12-31\"", "\"2012-12-31\""), "Conforms: False"),
    ] {
        fs::write(&graph_file, graph).expect("written");
        let shapes = file("schema/shapes.ttl");
        let output = Command::new(&python).args(["-m", "pyshacl", "-s"]).arg(&shapes).arg(&graph_file).output();
        let Ok(output) = output else { return eprintln!("skipped: there is no Python") };
        let error = String::from_utf8_lossy(&output.stderr);
        if error.contains("No module named") {
            return eprintln!("skipped: Python has no pyshacl");
        }
        let report = String::from_utf8_lossy(&output.stdout);
        assert!(report.contains(verdict), "{report}{error}");
    }
}
