//! Stock queries and the `query` command on the hand-read events of four short articles (`tests/data/events.jsonl`).

use assert_cmd::Command;
use diplograph::query::output::{Format, Layout, answer};
use diplograph::query::{Graph, Request, stock};
use std::path::{Path, PathBuf};
use std::time::Duration;

fn events() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/events.jsonl")
}

fn graph() -> Graph {
    Graph::open(&events()).expect("the events make a graph")
}

/// Rows of a stock query, cells joined by ` | `, without the column of event IRIs.
fn rows(name: &str, parameters: &[(&str, &str)]) -> Vec<String> {
    let text = stock::find(name).unwrap_or_else(|| panic!("no query {name}")).text;
    ask(&text, parameters).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn ask(text: &str, parameters: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let parameters = parameters.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
    let request = Request { text: text.to_owned(), parameters, timeout: None };
    let mut out = Vec::new();
    answer(&request, &graph(), Format::Csv, Layout::default(), &mut out).map_err(|e| e.to_string())?;
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let keep: Vec<bool> =
        reader.headers().expect("a header").iter().map(|h| !h.ends_with("vent") && h != "actor").collect();
    let row = |record: csv::StringRecord| {
        let cells: Vec<&str> = record.iter().zip(&keep).filter(|(_, keep)| **keep).map(|(cell, _)| cell).collect();
        cells.join(" | ")
    };
    Ok(reader.records().map(|record| row(record.expect("a row"))).collect())
}

#[track_caller]
fn gives(name: &str, parameters: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(rows(name, parameters), expected);
}

#[test]
fn dyad_timeline_finds_parties_by_name_code_and_person() {
    let expected = [
        "2013-01-01 | year | actual | Visit: Russia → South Korea, 2013",
        "2021-03-25 | day | actual | Meeting: South Korea, Russia, 2021-03-25",
        "2021-04-02 | day | actual | Phone call: South Korea, Russia, 2021-04-02",
    ];
    gives("dyad-timeline", &[("a", "Lavrov"), ("b", "KOR")], &expected);
    gives("dyad-timeline", &[("a", "person/RUS-sergey-lavrov"), ("b", "south korea")], &expected);
    gives(
        "dyad-timeline",
        &[("a", "RUS"), ("b", "KOR"), ("since", "2021-09"), ("status", "actual")],
        &[
            "2021-09-13 | day | actual | Meeting: South Korea, Russia, 2021-09-13",
            "2021-09-13 | day | actual | Visit: Russia → South Korea, 2021-09-13",
        ],
    );
    gives("dyad-timeline", &[("a", "RUS"), ("b", "KOR"), ("until", "2013")], &[expected[0]]);
}

#[test]
fn meetings_first_and_last() {
    gives("meetings-first-last", &[("a", "Russia"), ("b", "KOR")], &["2021-03-25 | 2021-09-13 | 2"]);
    gives("meetings-first-last", &[("a", "Lavrov"), ("b", "Chung")], &["2021-03-25 | 2021-03-25 | 1"]);
}

#[test]
fn visits_of_a_person_with_those_to_come() {
    gives(
        "visits",
        &[("guest", "Putin")],
        &[
            "2021-03-25 |  | after | planned | South Korea | ",
            "2021-09-13 | 2021-09-13 | day | actual | South Korea | ",
        ],
    );
    gives(
        "visits-to",
        &[("host", "South Korea"), ("until", "2020")],
        &["2013-01-01 | year | actual | Sergey Lavrov | "],
    );
    gives(
        "last-visit-before",
        &[("guest", "RUS"), ("host", "KOR"), ("before", "2021-09-13")],
        &["2013-01-01 | 2013-12-31 | year | Visit: Russia → South Korea, 2013"],
    );
}

#[test]
fn launches_with_both_counts() {
    gives(
        "launches",
        &[],
        &[
            "2021-03-25 | actual | North Korea | 2 | ballistic missile | East Sea | 1",
            "2021-03-25 | actual | North Korea | 3 | ballistic missile |  | 1",
        ],
    );
    gives(
        "conflicting-details",
        &[],
        &[
            "2021-03-25 | Missile launch: North Korea, 2021-03-25 | count of ballistic missile | 2 | 1",
            "2021-03-25 | Missile launch: North Korea, 2021-03-25 | count of ballistic missile | 3 | 1",
        ],
    );
}

#[test]
fn reactions_in_whose_words() {
    let launch = "Missile launch: North Korea, 2021-03-25";
    let expected = [
        "2021-03-25 | South Korea | Criticism: South Korea → North Korea, on missiles, 2021-03-25 | Missile launch: North Korea, 2021-03-25 | “The launch is regrettable,” Chung said.",
        "2021-03-26 | Japan | Criticism: Japan → North Korea, 2021-03-26 | Missile launch: North Korea, 2021-03-25 | Japan condemned the launch.",
    ];
    gives("reactions", &[("event", launch)], &expected);
    gives("reactions", &[("type", "missile launch")], &expected);
}

#[test]
fn what_a_person_said() {
    let said = rows("statements", &[("speaker", "Lavrov")]);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("Appeal: Russia, on arms control"), "{said:?}");
    assert!(said[1].contains("paraphrased") && said[1].contains("will visit South Korea"), "{said:?}");
    gives("statements", &[("speaker", "Lavrov"), ("topic", "arms control")], &[&said[0]]);
    gives(
        "topic",
        &[("topic", "missiles")],
        &["missiles | 2021-03-25 | South Korea | Criticism: South Korea → North Korea, on missiles, 2021-03-25"],
    );
}

#[test]
fn plans_and_what_came_of_them() {
    gives(
        "planned",
        &[("actor", "Putin")],
        &[
            "2021-03-25 | Visit: Russia → South Korea, from 2021-03-25 (planned) | realised | Visit: Russia → South Korea, 2021-09-13",
        ],
    );
    gives(
        "planned",
        &[("actor", "Wang Yi")],
        &["2021-09-15 | Meeting: China, South Korea, 2021-09-15 (planned) | not known | "],
    );
}

#[test]
fn denials() {
    let found = rows("denied", &[]);
    assert!(
        found.iter().any(|row| row.contains("Attack: North Korea → Japan (negated) | North Korea | Pyongyang denied")),
        "{found:?}"
    );
    assert!(found.iter().any(|row| row.contains("Denial: North Korea")), "{found:?}");
}

#[test]
fn every_sentence_behind_an_event() {
    gives(
        "evidence",
        &[("event", "Meeting: South Korea, Russia, 2021-03-25")],
        &[
            "2021-03-25 | Lavrov meets Chung in Seoul after North Korean launch | 0 | 109 | Russian Foreign Minister Sergey Lavrov met South Korean Foreign Minister Chung Eui-yong in Seoul on Thursday. | met |  |  | meeting.verb | 0.97 | https://w3id.org/diplograph/article/a1",
            "2021-04-02 | Seoul and Moscow’s envoys met again | 0 | 97 | Chung Eui-yong and Sergey Lavrov, who had met in Seoul on March 25, spoke by telephone on Friday. | met |  |  | meeting.verb | 0.9 | https://w3id.org/diplograph/article/a3",
        ],
    );
}

#[test]
fn series_and_networks() {
    gives(
        "monthly-dyads",
        &[("dyad", "KOR-RUS")],
        &[
            "2021-03 | KOR-RUS | verbal-cooperation | 2",
            "2021-04 | KOR-RUS | verbal-cooperation | 1",
            "2021-09 | KOR-RUS | verbal-cooperation | 2",
        ],
    );
    gives(
        "goldstein",
        &[("dyad", "KOR-RUS")],
        &[
            "2021-03 | KOR-RUS | 2 | 4.5 | 1 | 8",
            "2021-04 | KOR-RUS | 1 | 1 | 1 | 1",
            "2021-09 | KOR-RUS | 2 | 1.45 | 1 | 1.9",
        ],
    );
    gives("coparticipation", &[], &["Chung Eui-yong | Sergey Lavrov | 2", "Moon Jae-in | Vladimir Putin | 1"]);
    gives("coparticipation", &[("with", "Putin")], &["Moon Jae-in | Vladimir Putin | 1"]);
    assert!(rows("state-graph", &[]).contains(&"RUS-nato | ACCUSE | verbal-conflict | 1 | -2".to_owned()));
    assert!(rows("actors", &[]).contains(&"Sergey Lavrov | RUS | 4 | 2".to_owned()));
    assert!(rows("event-types", &[]).contains(&"Meeting | CONSULT | planned | 1 | 1".to_owned()));
    assert_eq!(rows("speakers", &[]).len(), 4);
}

#[test]
fn months_are_whole_and_open_dates_meet_windows() {
    gives(
        "monthly-dyads",
        &[("dyad", "kor-rus"), ("since", "2021-03-28"), ("until", "2021-04-01")],
        &["2021-03 | KOR-RUS | verbal-cooperation | 2", "2021-04 | KOR-RUS | verbal-cooperation | 1"],
    );
    let later = rows("events-in-window", &[("since", "2021-05"), ("until", "2021-06")]);
    assert!(later.iter().any(|row| row.contains("after | planned") && row.contains("Visit: Russia")), "{later:?}");
    let days = rows("events-in-window", &[("since", "2021-05"), ("until", "2021-06"), ("precision", "day")]);
    assert!(days.is_empty(), "{days:?}");
}

#[test]
fn words_of_a_closed_list_are_checked() {
    let timeline = stock::find("timeline").expect("shipped").text;
    let error = ask(&timeline, &[("actor", "KOR"), ("status", "maybe")]).expect_err("no status");
    assert_eq!(error, "parameter `status`: “maybe” is no status; it is one of actual, planned, possible, negated");
    assert!(ask(&timeline, &[("actor", "KOR"), ("status", "Planned")]).is_ok());
    let window = stock::find("events-in-window").expect("shipped").text;
    let error = ask(&window, &[("since", "2021"), ("until", "2021"), ("precision", "days")]).expect_err("no precision");
    assert!(error.contains("“days” is no precision; it is one of day, week, month"), "{error}");
    let goldstein = stock::find("goldstein").expect("shipped").text;
    for turned in ["RUS-KOR", "KOR-RUS", "rus>kor"] {
        assert_eq!(ask(&goldstein, &[("dyad", turned)]).expect("rows").len(), 3, "{turned}");
    }
    assert_eq!(ask(&goldstein, &[("dyad", "NATO-RUS")]).expect("rows").len(), 1);
    let error = ask(&goldstein, &[("dyad", "KOR-FRA")]).expect_err("no such pair");
    assert!(error.contains("no event of this graph has the dyad “KOR-FRA”; did you mean"), "{error}");
    assert!(error.contains("KOR-RUS"), "{error}");
}

#[test]
fn sanctions_agreements_and_force_by_pair() {
    gives("sanctions", &[("source", "USA")], &["2021-03-26 | day | actual | Sanction | United States | North Korea"]);
    gives("sanctions", &[("target", "Japan")], &[]);
    gives(
        "agreements",
        &[("a", "RUS"), ("b", "KOR")],
        &["2021-03-01 | month | actual | Signed agreement: South Korea, Russia, 2021-03"],
    );
    assert_eq!(
        rows("violence", &[("target", "Israel")]),
        ["2021-04-01 | day | Shelling: Hezbollah → Israel, 2021-04-01 | "]
    );
}

#[test]
fn office_holders_as_attested() {
    gives(
        "office-holder",
        &[("office", "foreign"), ("of", "Russia"), ("on", "2021-03-31")],
        &["Minister of Foreign Affairs | Russia | Sergey Lavrov | 2021-03-25 | 2021-03-25 | 1"],
    );
}

#[test]
fn windows_catch_coarse_dates() {
    let found = rows("events-in-window", &[("since", "2021-03-10"), ("until", "2021-03-12")]);
    assert_eq!(found, ["2021-03-01 | 2021-03-31 | month | actual | Signed agreement: South Korea, Russia, 2021-03"]);
}

#[test]
fn a_network_comes_as_a_graph() {
    let request = Request {
        text: stock::find("ego-network").expect("shipped").text,
        parameters: vec![("actor".into(), "NATO".into())],
        timeout: None,
    };
    let mut out = Vec::new();
    answer(&request, &graph(), Format::Ttl, Layout::default(), &mut out).expect("a graph");
    let text = String::from_utf8(out).expect("text");
    assert!(text.contains("dg:source organization:nato"), "{text}");
    assert!(text.contains("dg:target state:RUS"), "{text}");
    let error = answer(&request, &graph(), Format::Csv, Layout::default(), Vec::new()).expect_err("no rows");
    assert_eq!(error.to_string(), "a graph cannot be written as csv; ask for ttl, nt, json or xml");
}

#[test]
fn every_stock_query_answers_when_asked_with_what_it_needs() {
    for (name, file) in stock::all() {
        let needed: Vec<(&str, &str)> = file
            .parameters
            .iter()
            .filter(|p| !p.optional)
            .map(|p| (p.name.as_str(), value_of(p.kind.name())))
            .collect();
        // South Korea makes no visits, no two events of the sample are held to be one, and no article is a copy.
        let none = ["copies", "joined-reports", "last-visit-before", "visits"].contains(&name);
        if name != "ego-network" {
            assert_eq!(rows(name, &needed).is_empty(), none, "{name}");
        }
    }
}

/// A query is asked of the triples alone that it can see.
#[test]
fn the_part_that_a_query_sees_answers_like_the_whole() {
    let whole = graph();
    for (name, file) in stock::all() {
        let asked: Vec<(&str, &str)> = file
            .parameters
            .iter()
            .filter(|p| !p.optional)
            .map(|p| (p.name.as_str(), value_of(p.kind.name())))
            .collect();
        let request = Request {
            text: file.text.clone(),
            parameters: asked.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            timeout: None,
        };
        let part = Graph::open_for(&events(), &request.text).expect("a graph");
        let (seen, all) = (part.store.len().expect("readable"), whole.store.len().expect("readable"));
        assert!(seen < all * 2 / 3, "{name}: {seen} of {all}");
        // Triples of a network come in no order, and rows that are equal in what they are sorted by neither.
        let format = if name == "ego-network" { Format::Nt } else { Format::Csv };
        let lines = |graph: &Graph| {
            let mut out = Vec::new();
            answer(&request, graph, format, Layout::default(), &mut out).expect("an answer");
            let mut lines: Vec<String> = String::from_utf8(out).expect("text").lines().map(str::to_owned).collect();
            lines.sort_unstable();
            lines
        };
        assert_eq!(lines(&part), lines(&whole), "{name}");
    }
    let all = Graph::open_for(&events(), "SELECT * { ?s ?p ?o }").expect("a graph");
    assert_eq!(all.store.len().expect("readable"), whole.store.len().expect("readable"));
}

/// A value that a parameter of this kind has in the graph.
fn value_of(kind: &str) -> &'static str {
    match kind {
        "actor" => "South Korea",
        "event" => "Missile launch: North Korea, 2021-03-25",
        "first-day" => "2013",
        "last-day" => "2022",
        _ => "President",
    }
}

#[test]
fn own_queries_take_parameters_too() {
    let query = "SELECT ?who ?l { ?e a dg:Appeal ; dg:participant ?who ; rdfs:label ?l FILTER(BOUND(?who)) }";
    let found = ask(query, &[("who", "Lavrov")]).expect("an answer");
    assert_eq!(
        found,
        ["https://w3id.org/diplograph/person/RUS-sergey-lavrov | Appeal: Russia, on arms control, 2021-03-25"]
    );
    assert_eq!(
        ask("SELECT ?n { ?e a dg:Meeting ; dg:status ?s . BIND(?e AS ?n) }", &[("s", "planned")]).expect("rows").len(),
        1
    );
    assert_eq!(
        ask(query, &[("whom", "Lavrov")]).expect_err("no such parameter"),
        "the query has no parameter `whom`; it takes e, l, who"
    );
}

#[test]
fn names_that_fit_nobody_or_several_are_errors_that_help() {
    let timeline = stock::find("timeline").expect("shipped").text;
    let error = ask(&timeline, &[("actor", "Korea")]).expect_err("two Koreas");
    assert_eq!(
        error,
        "parameter `actor`: “Korea” may be South Korea (state/KOR) or North Korea (state/PRK); give the id"
    );
    let error = ask(&timeline, &[("actor", "Lavr")]).expect_err("nobody");
    assert!(
        error.contains("no actor called “Lavr” in this graph; did you mean Lavrov (person/RUS-sergey-lavrov)"),
        "{error}"
    );
    let error = ask(&timeline, &[("actor", "KOR"), ("since", "March")]).expect_err("no date");
    assert_eq!(error, "parameter `since`: “March” is no date; write 2021-03-25, 2021-03 or 2021");
    let error = ask(&timeline, &[]).expect_err("needs an actor");
    assert_eq!(error, "the query needs --param actor=ACTOR  a state, an organisation or a person");
}

#[test]
fn errors_point_at_the_place() {
    let error = ask("SELECT ?x {\n  ?x a dg:Event\n  ?y a dg:Report\n}", &[]).expect_err("a full stop is missing");
    assert!(error.starts_with("line 3, column 3 of the query: `?y` is not expected here; expected "), "{error}");
    assert!(error.contains("\n    ?y a dg:Report\n    ^"), "{error}");
    let error = ask("SELECT ?x { ?x foo:bar ?y }", &[]).expect_err("no such prefix");
    assert!(error.contains("prefix `foo:` is not known"), "{error}");
}

#[test]
fn a_query_that_takes_too_long_is_stopped() {
    let request = Request {
        text: "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f . ?g ?p ?h }".into(),
        parameters: vec![],
        timeout: Some(Duration::from_millis(50)),
    };
    let error = answer(&request, &graph(), Format::Csv, Layout::default(), Vec::new()).expect_err("too long");
    assert!(error.to_string().starts_with("the query took longer than 0.05 s"), "{error}");
}

fn diplograph() -> Command {
    Command::cargo_bin("diplograph").expect("built")
}

#[test]
fn command_prints_json_when_piped_and_a_table_when_asked() {
    let events = events();
    let args =
        ["query", events.to_str().expect("a path"), "meetings-first-last", "--param", "a=Lavrov", "--param", "b=Chung"];
    let json = diplograph().args(args).assert().success();
    let json: serde_json::Value = serde_json::from_slice(&json.get_output().stdout).expect("JSON");
    assert_eq!(json["results"]["bindings"][0]["first"]["value"], "2021-03-25");
    let table = diplograph().args(args).args(["-f", "table"]).assert().success();
    let table = String::from_utf8_lossy(&table.get_output().stdout).into_owned();
    let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["first", "last", "meetings"]);
    assert_eq!(lines[2], ["2021-03-25", "2021-03-25", "1"]);
}

#[test]
fn command_says_no_with_status_1_and_errors_with_status_2() {
    let events = events();
    let events = events.to_str().expect("a path");
    diplograph().args(["query", events, "ASK { ?e a dg:Meeting }"]).assert().code(0);
    diplograph()
        .args(["query", events, "ASK { ?e a dg:MassKilling }", "-f", "table"])
        .assert()
        .code(1)
        .stdout("false\n");
    let wrong = diplograph().args(["query", events, "meeting"]).assert().code(2);
    let message = String::from_utf8_lossy(&wrong.get_output().stderr).into_owned();
    assert!(message.contains("neither a stock query nor a file; did you mean meetings"), "{message}");
    let missing = diplograph().args(["query", "no/such/folder.ttl", "actors"]).assert().code(2);
    let message = String::from_utf8_lossy(&missing.get_output().stderr).into_owned();
    assert!(message.contains("no/such/folder.ttl: no such file or folder"), "{message}");
}

#[test]
fn command_points_at_mistakes_and_warns_of_terms_that_there_are_not() {
    let events = events();
    let ask = |query: &str| {
        let output = diplograph().arg("query").arg(&events).arg(query).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = ask("SELECT ?x {\n  ?x a dg:Meeting .\n  FILTER(?x > )\n}");
    assert_eq!(code, Some(2));
    assert!(said.starts_with("error: line 3, column 15 of the query: `)` is not expected here; expected "), "{said}");
    assert!(said.contains("\n    FILTER(?x > )\n                ^"), "{said}");
    let (code, said) = ask("SELECT ?x { ?x a dg:Meeting ; dg:sorce ?y }");
    assert_eq!(code, Some(0));
    assert!(said.contains("warning: the vocabulary has no dg:sorce; did you mean dg:source?"), "{said}");
}

#[test]
fn command_ends_when_its_time_is_over() {
    let events = events();
    // Nothing that this query does looks whether it has been stopped.
    let endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }";
    let asked = diplograph()
        .args(["query", events.to_str().expect("a path"), endless, "--timeout", "0.2"])
        .timeout(Duration::from_secs(20))
        .assert()
        .code(2);
    let message = String::from_utf8_lossy(&asked.get_output().stderr).into_owned();
    assert!(message.contains("the query took longer than 0.2 s"), "{message}");
}

#[test]
fn command_lists_the_stock_queries() {
    let list = diplograph().args(["query", "--list"]).assert().success();
    let list = String::from_utf8_lossy(&list.get_output().stdout).into_owned();
    assert!(
        list.contains(
            "dyad-timeline\n    What happened between two parties, in order of time\n    Parties are states, organisations or \
             persons. Planned, possible and negated events are listed too; see the status.\n    --param a=ACTOR  one party\n"
        ),
        "{list}"
    );
}

#[test]
fn any_rdf_file_can_be_asked_and_a_broken_one_says_where() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("a.ttl");
    std::fs::write(&file, "@prefix : <http://x/> .\n:a :b :c .\n:a :b \n").expect("written");
    let broken = diplograph().args(["query", file.to_str().expect("a path"), "ASK {}"]).assert().code(2);
    let message = String::from_utf8_lossy(&broken.get_output().stderr).into_owned();
    assert!(message.contains("a.ttl:"), "{message}");
    std::fs::write(&file, "@prefix : <http://x/> .\n:a :b :c .\n").expect("written");
    diplograph().args(["query", file.to_str().expect("a path"), "ASK { <http://x/a> ?p ?o }"]).assert().code(0);
}
