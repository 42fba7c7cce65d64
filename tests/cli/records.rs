//! Event records in one line each, for tests that run the command.

use serde_json::{Value, json};

/// One event record of an article: `2021-03-25 Meeting actual RUS,person/RUS-ivan-petrov KOR`, that is date, type, status,
/// sources and targets, `-` for none; `org/uno` is an international organisation. What follows, as in `with 2 ballistic missile`, is a count and what is counted.
pub fn record(article: &str, line: &str) -> Value {
    let (event, instrument) = line.split_once(" with ").unwrap_or((line, ""));
    let instruments: Vec<Value> = instrument
        .split_once(' ')
        .map(
            |(count, kind)| json!({"kind": kind, "count": count.parse::<f64>().expect("a number"), "text": instrument}),
        )
        .into_iter()
        .collect();
    let fields: Vec<&str> = event.split(' ').collect();
    let [date, kind, status, sources, targets] = fields[..] else { panic!("five fields: {line}") };
    let types = include_str!("../../data/event_types.tsv");
    let row = types.lines().find(|l| l.split('\t').next() == Some(kind)).expect("a type of the table");
    let row: Vec<&str> = row.split('\t').collect();
    let mut participants = Vec::new();
    for (role, list) in [("source", sources), ("target", targets)] {
        for actor in list.split(',').filter(|a| *a != "-") {
            participants.push(json!({"role": role, "actor": actor_of(actor), "text": actor, "start": 0, "end": 3}));
        }
    }
    let (start, end, precision) = match date.len() {
        4 => (format!("{date}-01-01"), format!("{date}-12-31"), "year"),
        _ => (date.to_owned(), date.to_owned(), "day"),
    };
    let text = format!("{article} says: “{line}” & <more>.");
    json!({
        "id": format!("{article}-{kind}-{date}"),
        "article": {"id": article, "date": "2021-03-26", "title": "News", "url": "https://example.org/a", "publisher": "The Wire"},
        "type": kind,
        "plover": {"event": row[1], "mode": if row[2].is_empty() { Value::Null } else { json!(row[2]) }},
        "cameo": row[3], "quad": row[4], "goldstein": row[5].parse::<f64>().expect("a number"),
        "participants": participants,
        "time": {"edtf": date, "start": start, "end": end, "precision": precision, "text": null},
        "place": {"id": "place/seoul", "name": "Séoul", "country": "KOR", "lat": 37.5, "lon": 127.0, "text": "Séoul"},
        "status": status, "said_by": null, "instruments": instruments, "about": [],
        "mentions": [{"sentence": 0, "start": 0, "end": text.chars().count(), "text": text,
            "trigger": {"start": 0, "end": 4, "text": "says"}, "rule": "test.rule"}],
        "confidence": 0.9
    })
}

fn actor_of(id: &str) -> Value {
    let (folder, name) = id.split_once('/').unwrap_or(("state", id));
    let (kind, country) = match folder {
        "state" => ("state", Some(name)),
        "person" => ("person", name.get(..3)),
        "org" => ("igo", None),
        _ => ("armed-group", None),
    };
    let called = match id {
        "person/RUS-ivan-petrov" => "Ivan Petrov",
        "person/KOR-kim-minsu" => "Kim Min-su",
        _ => name,
    };
    let igo = (kind == "igo").then(|| format!("IGO{}", name.to_uppercase()));
    let code = igo.or_else(|| country.map(|c| if kind == "person" { format!("{c}GOV") } else { c.to_owned() }));
    json!({"id": if folder == "state" { format!("state/{name}") } else { id.to_owned() }, "kind": kind, "name": called,
        "aliases": if kind == "person" { vec!["the minister"] } else { vec![] }, "country": country, "code": code, "office": null})
}
