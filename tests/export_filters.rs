//! Every filter of `export` on every format.

#[path = "cli/mod.rs"]
mod cli;
#[path = "cli/example.rs"]
mod example;
#[path = "cli/records.rs"]
mod records;

use cli::Folder;
use std::collections::BTreeSet;

/// A folder with eight records of seven events.
fn graph() -> Folder {
    let folder = Folder::new();
    folder.write("events.jsonl", example::events());
    folder
}

/// Which events of [`graph`] an export holds, by signs that stand in every format: the day and type in an event's IRI, or, in
/// tables without IRIs, code and day.
fn held(format: &str, text: &str) -> BTreeSet<&'static str> {
    let events = [
        ("meeting", "2021-03-25-meeting", "040", "20210325"),
        ("criticism", "2021-03-25-criticism", "111", "20210325"),
        ("old visit", "2013-visit", "042", "20130101"),
        ("planned visit", "2021-06-01-visit", "042", "20210601"),
        ("launch", "2021-03-24-missile-launch", "150", "20210324"),
        ("attack", "2021-03-20-attack", "190", "20210320"),
        ("sanction", "2021-03-21-sanction", "163", "20210321"),
    ];
    let has_row = |code: &str, day: &str| {
        let row = |line: &str| {
            let cells: Vec<&str> = line.split(['\t', ',']).collect();
            cells.contains(&code) && cells.iter().any(|cell| cell.replace('-', "") == day)
        };
        text.lines().any(row)
    };
    let is_held = |sign: &str, code: &str, day: &str| match format {
        "jsonl" => text.contains(&format!("-{}-", sign_of_record(sign))) && has_record(text, sign),
        "icews" | "gdelt" => has_row(code, day),
        _ => text.contains(&format!("event/{sign}")) || text.contains(&format!("event:{sign}")),
    };
    events.into_iter().filter(|(_, sign, code, day)| is_held(sign, code, day)).map(|(name, ..)| name).collect()
}

/// `MissileLaunch` of `2021-03-24-missile-launch`.
fn sign_of_record(sign: &str) -> String {
    let words = sign.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-').split('-');
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn has_record(text: &str, sign: &str) -> bool {
    let (kind, date) = (sign_of_record(sign), sign.trim_end_matches(|c: char| !c.is_ascii_digit()));
    text.contains(&format!("-{kind}-{date}\""))
}

/// Every filter on every format that holds events, alone and together with others.
#[test]
fn every_filter_applies_to_every_format() {
    let folder = graph();
    let export = |args: &[&str]| {
        let run = folder.run(&[&["export", "events.jsonl"][..], args].concat());
        assert_eq!(run.status, 0, "{args:?}: {}", run.err);
        run.out
    };
    let everything = ["meeting", "criticism", "old visit", "planned visit", "launch", "attack", "sanction"];
    let cases: [(&[&str], &[&str]); 12] = [
        (&[], &everything),
        (&["--actor", "PRK"], &["criticism", "launch"]),
        (&["--actor", "PRK", "--actor", "CHN"], &["criticism", "launch", "sanction"]),
        (&["--between", "RUS", "Kim Min-su"], &["meeting", "planned visit"]),
        (&["--type", "visit,ASSAULT"], &["old visit", "planned visit", "attack"]),
        (&["--type", "verbal-conflict"], &["criticism"]),
        (&["--status", "planned,negated"], &["planned visit", "sanction"]),
        (&["--since", "2021-03-24"], &["meeting", "criticism", "planned visit", "launch"]),
        (&["--until", "2013"], &["old visit"]),
        (
            &["--since", "2021-03", "--until", "2021-03", "--status", "actual"],
            &["meeting", "criticism", "launch", "attack"],
        ),
        (&["--top", "1"], &["meeting"]),
        (&["--actor", "KOR", "--since", "2021", "--type", "Visit,Meeting", "--top", "1"], &["meeting"]),
    ];
    for (format, more) in [
        ("ttl", &[][..]),
        ("nt", &[]),
        ("nq", &[]),
        ("trig", &[]),
        ("jsonld", &[]),
        ("rdfxml", &[]),
        ("dot", &[]),
        ("svg", &[]),
        ("svg", &["--view", "timeline"]),
        ("graphml", &[]),
        ("gexf", &[]),
        ("jsonl", &[]),
        ("plain", &[]),
        ("icews", &[]),
        ("gdelt", &[]),
    ] {
        let table = ["plain", "icews", "gdelt"].contains(&format);
        for (filter, expected) in &cases {
            let mut args = vec!["-q", "-f", if table { "csv" } else { format }];
            args.extend(if table { vec!["--layout", format] } else { more.to_vec() });
            args.extend(*filter);
            let mut expected: BTreeSet<&str> = expected.iter().copied().collect();
            if ["icews", "gdelt"].contains(&format) && !filter.contains(&"--status") {
                // These have no column for the status, so without being asked they tell of what happened alone.
                expected.retain(|event| !["planned visit", "sanction"].contains(event));
            }
            assert_eq!(held(format, &export(&args)), expected, "{args:?}");
        }
    }
    // Dyads are drawn of the events that pass; here --top counts actors.
    for (filter, expected) in cases.iter().filter(|(filter, _)| !filter.contains(&"--top")) {
        for format in ["svg", "dot"] {
            let args = [&["-q", "-f", format, "--view", "dyads"], *filter].concat();
            assert_eq!(drawn_actors(&export(&args)), actors_in_dyads(expected), "{args:?}");
        }
    }
    #[cfg(feature = "parquet")]
    for (filter, _) in &cases {
        let rows = export(&[&["-q", "-f", "csv", "--layout", "plain"], *filter].concat()).lines().count() - 1;
        let file = folder.path().join("events.parquet");
        export(&[&["-q", "-o", file.to_str().expect("a path")], *filter].concat());
        assert_eq!(parquet_rows(&file), rows, "{filter:?}");
    }
}

/// Actors of events with two parties.
fn actors_in_dyads(events: &[&str]) -> BTreeSet<&'static str> {
    let parties = |event: &str| -> &[&'static str] {
        match event {
            "meeting" | "old visit" | "planned visit" => &["state/KOR", "state/RUS"],
            "criticism" => &["state/KOR", "state/PRK"],
            "attack" => &["group/northern-band", "state/NOR"],
            "sanction" => &["state/CHN", "state/NOR"],
            _ => &[],
        }
    };
    events.iter().flat_map(|event| parties(event)).copied().collect()
}

/// Actors of [`graph`] whose IRIs a picture holds.
fn drawn_actors(picture: &str) -> BTreeSet<&'static str> {
    let all = ["state/KOR", "state/RUS", "state/PRK", "group/northern-band", "state/NOR", "state/CHN"];
    all.into_iter().filter(|actor| picture.contains(&format!("/{actor}\""))).collect()
}

#[cfg(feature = "parquet")]
fn parquet_rows(file: &std::path::Path) -> usize {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let reader = SerializedFileReader::new(std::fs::File::open(file).expect("there")).expect("a Parquet file");
    usize::try_from(reader.metadata().file_metadata().num_rows()).expect("a count")
}
