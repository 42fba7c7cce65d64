//! `export` and `analyze` as people run them, over a small graph of invented reports.

#[path = "cli/example.rs"]
mod example;
#[path = "cli/records.rs"]
mod records;

use assert_cmd::Command;
use records::record;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

/// A built folder with eight records of seven events.
fn graph() -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("events.jsonl"), example::events()).expect("written");
    dir
}

fn run(dir: &Path, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("diplograph").expect("the binary");
    let output = command.arg(args[0]).arg(dir).args(&args[1..]).env("NO_COLOR", "1").output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit status"), text(output.stdout), text(output.stderr))
}

/// Output of a run that must succeed.
fn good(args: &[&str]) -> String {
    let dir = graph();
    let (code, out, err) = run(dir.path(), args);
    assert_eq!(code, 0, "{args:?}: {err}");
    out
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn every_format_is_written() {
    for (format, sign) in [
        ("ttl", "dg:Meeting"),
        ("nt", "<https://w3id.org/diplograph/ns#Meeting>"),
        ("nq", "<https://w3id.org/diplograph/article/a1> ."),
        ("trig", "article:a1"),
        ("jsonld", "@context"),
        ("rdfxml", "rdf:RDF"),
        ("dot", "digraph"),
        ("svg", "<svg"),
        ("graphml", "<graphml"),
        ("gexf", "timeformat=\"date\""),
        ("jsonl", "\"type\":\"Meeting\""),
        ("csv", "Event ID,Event Date,Source Name"),
    ] {
        let out = good(&["export", "-f", format]);
        assert!(out.contains(sign), "{format}: {}", &out[..out.len().min(400)]);
    }
}

#[test]
fn every_view_is_drawn_in_both_ways() {
    for view in ["events", "dyads", "timeline"] {
        assert!(good(&["export", "-f", "svg", "--view", view]).ends_with("</svg>\n"));
        assert!(good(&["export", "-f", "dot", "--view", view]).ends_with("}\n"));
    }
}

#[test]
fn icews_rows_are_directed_dyads() {
    let table = good(&["export", "-f", "csv", "--layout", "icews"]);
    // The 20 columns of its codebook, in order.
    assert_eq!(
        table.lines().next(),
        Some(
            "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,\
             Target Sectors,Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude"
        )
    );
    let rows = rows(&table);
    let meeting: Vec<_> = rows.iter().filter(|r| r["Event Text"] == "Consult").collect();
    assert_eq!(meeting.len(), 2, "both directions");
    assert_eq!(meeting[0]["Source Country"], "KOR");
    assert_eq!(meeting[0]["Source Name"], "Kim Min-su");
    assert_eq!(
        (meeting[1]["Source Name"].as_str(), meeting[1]["Source Sectors"].as_str()),
        ("Ivan Petrov", "Government")
    );
    let launch = rows.iter().find(|r| r["CAMEO Code"] == "150").expect("the launch");
    assert_eq!(
        (launch["Target Name"].as_str(), launch["City"].as_str(), launch["Latitude"].as_str()),
        ("", "Séoul", "37.5")
    );
    assert!(rows.iter().all(|r| r["CAMEO Code"] != "163"), "what did not happen is left out");
    assert!(rows.iter().all(|r| r["Event ID"].parse::<u64>().is_ok_and(|n| n < 1 << 53)));
}

/// The columns of the codebook by their number, from 1: 61 between tabs, no line of names, no quotes.
#[test]
fn gdelt_rows_are_those_of_its_files() {
    let table = good(&["export", "-f", "csv", "--layout", "gdelt"]);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 61 && row[0].parse::<u64>().is_ok()), "{table}");
    let criticism = rows.iter().find(|row| row[26] == "111").expect("the criticism");
    for (column, name, value) in [
        (2, "SQLDATE", "20210325"),
        (3, "MonthYear", "202103"),
        (4, "Year", "2021"),
        (5, "FractionDate", "2021.2329"),
        (8, "Actor1CountryCode", "KOR"),
        (18, "Actor2CountryCode", "PRK"),
        (26, "IsRootEvent", "1"),
        (27, "EventCode", "111"),
        (29, "EventRootCode", "11"),
        (30, "QuadClass", "3"),
        (31, "GoldsteinScale", "-2"),
        (34, "NumArticles", "1"),
        (53, "ActionGeo_FullName", "Séoul, KOR"),
        (57, "ActionGeo_Lat", "37.5"),
        (60, "DATEADDED", "20210326000000"),
        (61, "SOURCEURL", "https://example.org/a"),
    ] {
        assert_eq!(criticism[column - 1], value, "{column} {name}");
    }
    let meetings: Vec<_> = rows.iter().filter(|row| row[26] == "040").collect();
    assert_eq!(meetings.len(), 2, "each directed dyad");
    assert_eq!((meetings[0][33], meetings[0][12]), ("2", "GOV"));
    // An organisation that has a code of its own is a known group; its sort is a type.
    let folder = tempfile::tempdir().expect("a folder");
    let mut event = record("a1", "2021-03-25 Criticism actual org/uno PRK");
    event["place"] = serde_json::json!({"id": "place/1873107", "name": "North Korea", "country": "PRK", "lat": 40.0, "lon": 127.0,
        "text": "North Korea"});
    std::fs::write(folder.path().join("events.jsonl"), event.to_string()).expect("written");
    let (_, table, _) = run(folder.path(), &["export", "-f", "csv", "--layout", "gdelt"]);
    let row: Vec<&str> = table.trim_end().split('\t').collect();
    for (column, name, value) in [
        (6, "Actor1Code", "IGOUNO"),
        (8, "Actor1CountryCode", ""),
        (9, "Actor1KnownGroupCode", "UNO"),
        (13, "Actor1Type1Code", "IGO"),
        (14, "Actor1Type2Code", ""),
        (52, "ActionGeo_Type", "1"),
        (53, "ActionGeo_FullName", "North Korea"),
    ] {
        assert_eq!(row[column - 1], value, "{column} {name}");
    }
}

#[test]
fn what_the_columns_of_others_cannot_say_is_told() {
    let dir = graph();
    for (layout, told) in [("icews", true), ("gdelt", true), ("plain", false)] {
        let (_, _, err) = run(dir.path(), &["export", "-f", "csv", "--layout", layout]);
        assert_eq!(err.contains("2 planned, possible or negated events left out"), told, "{layout}: {err}");
        assert_eq!(
            err.contains("1 event with a date coarser than a day under the first day of it"),
            told,
            "{layout}: {err}"
        );
    }
}

/// As Gephi reads it: a dynamic graph of dates, in which events and their edges live on the days of the event.
#[test]
fn gexf_lives_in_time() {
    let gexf = good(&["export", "-f", "gexf"]);
    assert!(gexf.contains("<gexf xmlns=\"http://gexf.net/1.3\"") && gexf.contains("version=\"1.3\""));
    let (mut lives, mut edges) = (BTreeMap::new(), 0);
    let mut reader = quick_xml::Reader::from_str(&gexf);
    loop {
        let element = match reader.read_event().expect("well-formed") {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => element,
            _ => continue,
        };
        let value = |name: &str| {
            let attribute = element.try_get_attribute(name).expect("well-formed")?;
            Some(attribute.unescape_value().expect("text").into_owned())
        };
        let life = (value("start"), value("end"));
        match element.name().as_ref() {
            b"graph" => {
                let kind = [value("mode"), value("timeformat"), value("defaultedgetype")];
                assert_eq!(kind.map(Option::unwrap_or_default), ["dynamic", "date", "directed"]);
            }
            b"node" => {
                let id = value("id").expect("an id");
                assert_eq!(id.starts_with("event/"), life.0.is_some(), "{id}: events alone are dated here");
                assert!(life.0 <= life.1, "{id}");
                lives.insert(id, life);
            }
            b"edge" => {
                edges += 1;
                let ends = ["source", "target"].map(|end| value(end).expect("an end"));
                let event = ends.iter().find(|id| id.starts_with("event/")).map(|id| &lives[id]);
                assert!(event.is_none_or(|days| *days == life), "{ends:?}");
            }
            _ => {}
        }
    }
    assert!(edges > 10);
    let visit = lives.iter().find(|(id, _)| id.contains("2013-visit")).expect("the visit").1;
    assert_eq!(*visit, (Some("2013-01-01".to_owned()), Some("2013-12-31".to_owned())));
}

#[test]
fn plain_rows_keep_the_status() {
    let rows = rows(&good(&["export", "-f", "csv", "--layout", "plain"]));
    let sanction = rows.iter().find(|r| r["type"] == "Sanction").expect("kept");
    assert_eq!((sanction["status"].as_str(), sanction["source"].as_str()), ("negated", "state/CHN"));
}

#[test]
fn the_ending_of_the_file_names_the_format() {
    let dir = graph();
    let file = dir.path().join("picture.svg");
    let (code, _, err) = run(dir.path(), &["export", "-o", file.to_str().expect("a path")]);
    assert_eq!(code, 0, "{err}");
    assert!(std::fs::read_to_string(file).expect("written").contains("<svg"));
    let (code, _, err) = run(dir.path(), &["export", "-o", "picture.xyz"]);
    assert_eq!(code, 2);
    assert!(err.contains("names no format"), "{err}");
}

#[test]
fn mistakes_are_explained() {
    let dir = graph();
    for (args, words) in [
        (&["export", "-f", "svg", "--actor", "Ivan Petrow"][..], "did you mean Ivan Petrov (person/RUS-ivan-petrov)?"),
        (&["analyze", "timeline", "the minister"][..], "may be Kim Min-su (person/KOR-kim-minsu) or Ivan Petrov"),
        (&["analyze", "path", "KOR", "nobody at all"][..], "no actor called “nobody at all”"),
        (&["export", "-f", "jsonl", "--status", "maybe"][..], "actual, planned, possible or negated"),
        (&["export", "-f", "jsonl", "--since", "March"][..], "2021-03-25, 2021-03 or 2021"),
        (
            &["export", "-f", "svg", "--since", "2022", "--until", "2021-06"][..],
            "--since 2022-01-01 is after --until 2021-06-30",
        ),
    ] {
        let (code, _, err) = run(dir.path(), args);
        assert_eq!(code, 2, "{args:?}");
        assert!(err.contains(words), "{args:?}: {err}");
    }
    let (code, _, err) = run(Path::new("/no/such/graph"), &["export", "-f", "svg"]);
    assert_eq!(code, 2);
    assert!(err.contains("/no/such/graph: no such file"), "{err}");
}

#[test]
fn a_bad_line_is_reported_and_the_rest_written() {
    let dir = graph();
    let file = dir.path().join("events.jsonl");
    let text = std::fs::read_to_string(&file).expect("there") + "{\"id\": 1}\n";
    std::fs::write(&file, text).expect("written");
    let (code, out, err) = run(&file, &["export", "-f", "jsonl"]);
    assert_eq!((code, out.lines().count()), (2, 8));
    assert!(err.contains("events.jsonl:9: not an event record"), "{err}");
}

#[test]
fn every_rdf_format_reads_back_as_the_graph() {
    let dir = graph();
    let built = run(dir.path(), &["build", "-o", dir.path().join("built").to_str().expect("a path")]);
    assert_eq!(built.0, 0, "{}", built.2);
    let whole = std::fs::read_to_string(dir.path().join("built/graph.nt")).expect("built");
    for ending in ["ttl", "nt", "nq", "trig", "jsonld", "rdf"] {
        let file = dir.path().join(format!("out.{ending}"));
        let (code, _, err) = run(dir.path(), &["export", "-o", file.to_str().expect("a path")]);
        assert_eq!(code, 0, "{ending}: {err}");
        let (code, out, err) = run(&file, &["query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "-f", "nt"]);
        assert_eq!(code, 0, "{ending}: {err}");
        let mut lines: Vec<&str> = out.lines().collect();
        lines.sort_unstable();
        assert!(lines == whole.lines().collect::<Vec<_>>(), "{ending} says something else");
    }
}

#[test]
fn an_article_is_withdrawn_with_its_named_graph() {
    let dir = graph();
    let (_, quads, _) = run(dir.path(), &["export", "-f", "nq"]);
    let left: BTreeSet<String> = quads
        .lines()
        .filter_map(|line| line.strip_suffix(" .")?.rsplit_once(' '))
        .filter(|(_, graph)| !graph.ends_with("article/a2>"))
        .map(|(triple, _)| format!("{triple} ."))
        .collect();
    let events = std::fs::read_to_string(dir.path().join("events.jsonl")).expect("there");
    let without: Vec<&str> = events.lines().filter(|line| !line.contains("\"id\":\"a2\"")).collect();
    assert_eq!(without.len(), 5);
    std::fs::write(dir.path().join("events.jsonl"), without.join("\n")).expect("written");
    let (_, never, _) = run(dir.path(), &["export", "-f", "nt"]);
    assert!(left == never.lines().map(str::to_owned).collect());
}

/// Every cell of the Parquet file, read with the library's own reader, is the cell of the table as CSV.
#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_rows_of_the_table() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let dir = graph();
    let file = dir.path().join("events.parquet");
    let (code, _, err) = run(dir.path(), &["export", "-o", file.to_str().expect("a path")]);
    assert_eq!(code, 0, "{err}");
    let (_, table, _) = run(dir.path(), &["export", "-f", "csv", "--layout", "plain"]);
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let names: Vec<String> = table.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        table.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert!(rows.len() > 5 && rows.iter().flatten().any(|cell| cell == "2021-03-25"));

    let reader = SerializedFileReader::new(std::fs::File::open(&file).expect("there")).expect("a Parquet file");
    let mut read = 0;
    for (row, expected) in reader.get_row_iter(None).expect("rows").zip(&rows) {
        let row = row.expect("a row");
        let columns: Vec<&String> = row.get_column_iter().map(|(name, _)| name).collect();
        assert_eq!(columns, names.iter().collect::<Vec<_>>());
        for ((name, field), cell) in row.get_column_iter().zip(expected) {
            let same = match field {
                Field::Null => cell.is_empty(),
                Field::Str(text) => text == cell,
                Field::Double(number) => cell.parse() == Ok(*number),
                Field::Date(_) => field.to_string() == *cell,
                other => panic!("{name}: {other:?}"),
            };
            assert!(same, "{name}: {field} where the table has {cell}");
        }
        read += 1;
    }
    assert_eq!(read, rows.len());
}

#[test]
fn an_export_that_fails_leaves_no_file() {
    let dir = graph();
    let file = dir.path().join("events.parquet");
    let (code, _, err) = run(dir.path(), &["export", "-o", file.to_str().expect("a path")]);
    if cfg!(feature = "parquet") {
        assert_eq!(code, 0, "{err}");
        assert!(std::fs::read(&file).expect("written").starts_with(b"PAR1"));
    } else {
        assert_eq!(code, 2);
        assert!(err.contains("--features parquet"), "{err}");
        assert!(!file.exists());
        let left = std::fs::read_dir(dir.path()).expect("readable").count();
        assert_eq!(left, 1, "events.jsonl alone");
    }
    let (code, _, err) = run(dir.path(), &["export", "-f", "svg", "-o", "/no/such/folder/a.svg"]);
    assert_eq!(code, 2);
    assert_eq!(err.matches("No such file").count(), 1, "said once: {err}");
}

#[test]
fn a_file_that_holds_no_events_is_one_error() {
    let dir = graph();
    let file = dir.path().join("graph.nt");
    std::fs::write(&file, "<https://example.org/a> <https://example.org/b> \"c\" .\n".repeat(9)).expect("written");
    let (code, out, err) = run(&file, &["export", "-f", "svg"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
    assert!(err.contains("graph.nt:1: this is no file of event records"), "{err}");
}

#[test]
fn quiet_leaves_out_what_is_only_doubtful() {
    let dir = graph();
    for (flag, said) in [("-v", true), ("-q", false)] {
        let (code, _, err) = run(dir.path(), &["export", "-f", "jsonl", "--type", "Coronation", flag]);
        assert_eq!((code, err.contains("no event of this graph is of type")), (0, said), "{err}");
    }
}

#[test]
fn analyze_counts() {
    let stats: Value = serde_json::from_str(&good(&["analyze", "stats"])).expect("JSON, as this is no terminal");
    assert_eq!(
        (stats["events"].as_u64(), stats["articles"].as_u64(), stats["confirmed"].as_u64()),
        (Some(7), Some(3), Some(1))
    );
    assert!(good(&["analyze", "stats", "-f", "table"]).contains("events in more than one article"));
}

#[test]
fn analyze_finds_the_path_with_its_events() {
    let hops: Value = serde_json::from_str(&good(&["analyze", "path", "Petrov", "PRK"])).expect("JSON");
    let steps: Vec<_> = hops.as_array().expect("a list").iter().map(|h| h["to"].as_str().expect("an id")).collect();
    assert_eq!(steps, ["state/KOR", "state/PRK"]);
    assert_eq!(hops[0]["events"].as_array().expect("events").len(), 2);
    let dir = graph();
    let (code, out, err) = run(dir.path(), &["analyze", "path", "Petrov", "CHN"]);
    assert_eq!((code, out.trim()), (1, "null"), "a negative answer: {err}");
}

#[test]
fn analyze_ranks_and_groups() {
    let ranks: Value = serde_json::from_str(&good(&["analyze", "rank", "--top", "3"])).expect("JSON");
    assert_eq!(ranks.as_array().expect("a list").len(), 3);
    assert!(ranks.as_array().expect("a list").iter().any(|r| r["actor"] == "state/KOR" && r["partners"] == 2));
    let groups: Value = serde_json::from_str(&good(&["analyze", "communities"])).expect("JSON");
    let members: Vec<usize> = groups["communities"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|c| c["actors"].as_array().expect("actors").len())
        .collect();
    assert_eq!(members, [3, 2], "Korea, Russia and the North; the band and its victim; nobody for what did not happen");
    assert!(good(&["analyze", "rank", "-f", "table"]).contains("PageRank"));
}

#[test]
fn analyze_tells_a_timeline() {
    let rows: Value = serde_json::from_str(&good(&["analyze", "timeline", "RUS", "KOR"])).expect("JSON");
    let dates: Vec<_> = rows.as_array().expect("a list").iter().map(|r| r["date"].as_str().expect("a date")).collect();
    assert_eq!(dates, ["2013", "2021-03-25", "2021-06-01"]);
    assert!(good(&["analyze", "timeline", "Kim Min-su", "-f", "table"]).contains("Visit (planned)"));
}
