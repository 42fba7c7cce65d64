//! `build`: the folder it makes, how it grows, and that nothing is lost when it is interrupted.

#[path = "cli/mod.rs"]
mod cli;

use cli::{Folder, record};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const FILES: [&str; 6] = ["events.jsonl", "graph.nt", "derived.nt", "graph.ttl", "graph.dot", "graph.svg"];

fn articles() -> [String; 3] {
    [
        record("a", "2015-06-02", "Chile expelled the ambassador of Peru on Tuesday. Peru condemned the decision."),
        record(
            "b",
            "2015-06-03",
            "Peru recalled its ambassador from Chile on Wednesday. Brazil urged both countries to talk.",
        ),
        record(
            "c",
            "2015-06-02",
            "Chile expelled the Peruvian ambassador on Tuesday. Kenya and Latvia signed a treaty in Riga.",
        ),
    ]
}

/// What a folder holds, by name.
fn content(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(dir) else { return BTreeMap::new() };
    entries
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().into_string().expect("a name"), fs::read(entry.path()).expect("readable")))
        .collect()
}

#[test]
fn a_build_makes_six_files_and_says_what_it_did() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles().concat());
    let run = folder.run(&["build", "in.jsonl", "-o", "out"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(
        content(&folder.path().join("out")).into_keys().collect::<BTreeSet<_>>(),
        FILES.map(str::to_owned).into()
    );
    assert!(run.out.contains("3 articles"), "{}", run.out);
    let triples = folder.read("out/graph.nt");
    let lines: Vec<_> = triples.lines().collect();
    assert!(lines.len() > 50, "{}", lines.len());
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "sorted, each once");
    assert!(folder.read("out/events.jsonl").contains("Expulsion"));
    assert_eq!(folder.run(&["build", "-q", "in.jsonl", "-o", "out"]).out, "");
}

#[test]
fn building_again_adds_nothing() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles().concat());
    folder.run(&["build", "in.jsonl", "-o", "out"]);
    let before = content(&folder.path().join("out"));
    let run = folder.run(&["build", "in.jsonl", "-o", "out", "-j", "3"]);
    assert!(run.out.contains("0 new"), "{}", run.out);
    assert!(before == content(&folder.path().join("out")));
}

#[test]
fn the_way_to_a_graph_does_not_show() {
    let folder = Folder::new();
    let [a, b, c] = articles();
    folder.write("all.jsonl", [a.clone(), b.clone(), c.clone()].concat());
    folder.write("one.jsonl", a + &b);
    folder.write("two.jsonl", c);
    folder.run(&["build", "all.jsonl", "-o", "whole"]);
    let whole = content(&folder.path().join("whole"));
    folder.run(&["build", "two.jsonl", "-o", "grown"]);
    folder.run(&["build", "one.jsonl", "-o", "grown"]);
    assert!(whole == content(&folder.path().join("grown")), "grown in two steps");
    let events = folder.run(&["extract", "all.jsonl"]).out;
    let run = folder.run_with(&["build", "-", "-o", "piped"], events);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(whole == content(&folder.path().join("piped")), "out of what extract printed");
    folder.run(&["build", "one.jsonl", "-o", "first"]);
    folder.run(&["build", "two.jsonl", "-o", "second"]);
    folder.run(&["build", "first", "second", "-o", "joined"]);
    assert!(whole == content(&folder.path().join("joined")), "joined from two folders");
    let (first, second) = (folder.read("first/graph.nt"), folder.read("second/graph.nt"));
    let union: BTreeSet<_> = first.lines().chain(second.lines()).collect();
    let union: String = union.iter().map(|line| format!("{line}\n")).collect();
    assert!(union == folder.read("whole/graph.nt"), "the sorted union of the parts' triples");
}

#[test]
fn relations_between_events_come_with_the_graph() {
    let folder = Folder::new();
    folder.write("plan.jsonl", record("a", "2015-06-02", "The president of Chile will visit Peru on June 10."));
    folder.write("visit.jsonl", record("b", "2015-06-10", "The president of Chile visited Peru on Wednesday."));
    folder.run(&["build", "plan.jsonl", "-o", "out"]);
    assert_eq!(folder.read("out/derived.nt"), "");
    let asked = ["query", "out", "ASK { ?plan dg:status \"planned\" ; dg:realisedBy ?visit }"];
    assert_eq!(folder.run(&asked).status, 1);
    folder.run(&["build", "visit.jsonl", "-o", "out"]);
    let run = folder.run(&asked);
    assert_eq!(run.status, 0, "{}\n{}\n{}", run.err, folder.read("out/derived.nt"), folder.read("out/events.jsonl"));
    assert!(!folder.read("out/graph.nt").contains("realisedBy"), "only what one article says is in the base graph");
}

/// One agency's text as three outlets print it: as it is, under another headline with other quotation marks, and on the day
/// after with the last sentence cut. It dates its news by nothing but the day of its printing.
fn printed() -> [String; 3] {
    let text = "Chile expelled the ambassador of Peru. The foreign minister of Peru, who had heard of it from \"friends\", \
                condemned the decision before reporters in Lima and said that the government would take its time with an \
                answer. Trade between the two neighbours has grown every year since the border was opened, and officials \
                in both capitals had spoken of a new chapter. The two countries share a border in the desert. Brazil \
                urged Chile and Peru to hold talks, and offered to host them.";
    let print = |id: &str, date: &str, outlet: &str, title: &str, text: &str| {
        let text = format!("{title}\n\n{text}");
        serde_json::json!({"id": id, "date": date, "publisher": outlet, "title": title, "text": text}).to_string()
            + "\n"
    };
    [
        print("1-wire", "2015-06-02", "Baltic Wire", "Chile expels envoy", text),
        print(
            "2-daily",
            "2015-06-02",
            "Harbour Daily",
            "Envoy has to go",
            &text.replace(" \"", " “").replace("\",", "”,"),
        ),
        print(
            "3-post",
            "2015-06-03",
            "Hill Post",
            "Row in the desert",
            &text.replace(", and offered to host them", ""),
        ),
    ]
}

#[test]
fn copies_of_one_text_are_reports_but_no_news() {
    let folder = Folder::new();
    let [wire, daily, post] = printed();
    folder.write("in.jsonl", [post.clone(), daily.clone(), wire.clone()].concat());
    let run = folder.run(&["build", "in.jsonl", "-o", "out"]);
    assert!(run.out.contains("in 3 articles (2 copies of another)"), "{}", run.out);
    let copies = folder.run(&["query", "out", "copies", "-f", "csv"]).out;
    let copies: Vec<_> = copies.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).collect();
    assert_eq!(copies.len(), 2, "{copies:?}");
    assert!(copies.iter().all(|row| row[2] == "Baltic Wire"), "{copies:?}");
    assert_eq!(copies.iter().map(|row| row[5]).collect::<Vec<_>>(), ["Harbour Daily", "Hill Post"]);
    // Every sentence stays a report of the article that prints it.
    let reports = "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?e a dg:Expulsion ; dg:report/dg:article ?a }";
    assert_eq!(folder.run(&["query", "out", reports, "-f", "csv"]).out.lines().nth(1), Some("3"));
    // What the copy of the day after tells is what the wire told.
    let days = "SELECT ?day ?before WHERE { ?e a dg:Expulsion ; dg:date ?day OPTIONAL { ?e dg:sameEventAs/dg:date ?before } } \
                ORDER BY ?day";
    let days = folder.run(&["query", "out", days, "-f", "csv"]).out;
    assert_eq!(days.lines().skip(1).collect::<Vec<_>>(), ["2015-06-02,", "2015-06-03,2015-06-02"]);
    // In the base graph no article knows of another, so the order of input and the way to the graph do not show.
    assert!(!folder.read("out/graph.nt").contains("copyOf"));
    let whole = content(&folder.path().join("out"));
    for (name, article) in [("wire", wire), ("post", post), ("daily", daily)] {
        folder.write(&format!("{name}.jsonl"), article);
        folder.run(&["build", &format!("{name}.jsonl"), "-o", "grown"]);
    }
    assert!(whole == content(&folder.path().join("grown")));
}

#[test]
fn a_folder_without_relations_can_be_built_from() {
    let folder = Folder::new();
    folder.write("in.jsonl", record("a", "2015-06-02", "Chile expelled the ambassador of Peru on Tuesday."));
    folder.run(&["build", "in.jsonl", "-o", "one"]);
    assert_eq!(folder.read("one/derived.nt"), "");
    let run = folder.run(&["build", "one", "-o", "two"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(content(&folder.path().join("one")) == content(&folder.path().join("two")));
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles().concat());
    folder.write("bad.jsonl", "{\"id\": \n");
    folder.run(&["build", "in.jsonl", "-o", "out"]);
    let before = content(&folder.path().join("out"));
    let run = folder.run(&["build", "bad.jsonl", "-o", "out"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("bad.jsonl:1:") && run.err.contains("left as it is"), "{}", run.err);
    assert!(before == content(&folder.path().join("out")));
    let run = folder.run(&["build", "bad.jsonl", "in.jsonl", "-o", "out"]);
    assert_eq!(run.status, 2);
    assert!(run.out.contains("skipped 1 (1 broken record)"), "{}", run.out);
    assert!(before == content(&folder.path().join("out")));
    fs::write(folder.path().join("out/events.jsonl"), "oops\n").expect("written");
    let run = folder.run(&["build", "in.jsonl", "-o", "out"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("events.jsonl:1"), "{}", run.err);
    assert_eq!(folder.read("out/events.jsonl"), "oops\n");
}

#[test]
fn the_folder_is_never_half_written() {
    const KILLS: u32 = 30;
    let folder = Folder::new();
    let [a, b, c] = articles();
    folder.write("old.jsonl", a);
    folder.write("new.jsonl", b + &c);
    folder.run(&["build", "old.jsonl", "-o", "out"]);
    let old = content(&folder.path().join("out"));
    fs::create_dir(folder.path().join("goal")).expect("made");
    for name in old.keys() {
        fs::copy(folder.path().join("out").join(name), folder.path().join("goal").join(name)).expect("copied");
    }
    let events = folder.run(&["extract", "new.jsonl"]).out;
    folder.write("events.jsonl", events);
    // The time that a whole run takes, to spread the blows over it.
    let start = std::time::Instant::now();
    assert_eq!(folder.run(&["build", "events.jsonl", "-o", "goal"]).status, 0);
    let whole = start.elapsed();
    let new = content(&folder.path().join("goal"));
    assert!(old != new);
    let mut ends = [0, 0];
    for kill in 0..KILLS {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin("diplograph"))
            .current_dir(folder.path())
            .args(["build", "events.jsonl", "-o", "out"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        // Spread evenly but in no order: 13 is prime to 30.
        std::thread::sleep(whole * (kill * 13 % KILLS) / KILLS + Duration::from_micros(u64::from(kill) * 31));
        // Every third is an interrupt, as from the keyboard.
        if cfg!(unix) && kill % 3 == 0 {
            let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        } else {
            child.kill().expect("killed");
        }
        child.wait().expect("ended");
        let now = content(&folder.path().join("out"));
        for (name, bytes) in &now {
            let whole_file = old.get(name) == Some(bytes) || new.get(name) == Some(bytes);
            assert!(whole_file, "{name} is neither the old nor the new one after blow {kill}");
        }
        assert_eq!(now.len(), FILES.len(), "after blow {kill}");
        // A change that was ready when the blow fell is what readers see, all of it.
        let mut seen = now;
        seen.extend(content(&folder.path().join("out/.ready")));
        assert!(seen == old || seen == new, "after blow {kill} a reader sees parts of both graphs");
        ends[usize::from(seen == new)] += 1;
    }
    eprintln!("{} blows found the old graph, {} the new one", ends[0], ends[1]);
    assert_eq!(folder.run(&["build", "events.jsonl", "-o", "out"]).status, 0);
    assert!(content(&folder.path().join("out")) == new, "the next run ends the work without doubles");
    let left: Vec<_> = fs::read_dir(folder.path().join("out")).expect("readable").collect();
    assert_eq!(left.len(), FILES.len(), "nothing is left over");
}

#[test]
fn a_build_of_nothing_leaves_nothing() {
    let folder = Folder::new();
    folder.write("empty.txt", "");
    let run = folder.run(&["build", "-q", "empty.txt", "-o", "new/graph"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("empty.txt"), "what was skipped is told under -q too: {}", run.err);
    assert!(!folder.path().join("new").exists());
}

#[test]
fn what_is_missing_is_said_once() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles().concat());
    for args in [
        &["build", "in.jsonl", "--rules", "nowhere", "-o", "out"][..],
        &["build", "in.jsonl", "--actors", "nowhere", "-o", "out"],
        &["query", "nowhere", "actors"],
        &["check", "nowhere"],
        &["serve", "nowhere"],
        &["export", "nowhere", "-f", "svg"],
        &["analyze", "nowhere", "stats"],
    ] {
        let run = folder.run(args);
        assert_eq!(run.status, 2, "{args:?}: {}", run.err);
        let said = run.err.to_lowercase();
        assert_eq!(said.matches("no such file").count(), 1, "{args:?}: {}", run.err);
        assert_eq!(said.matches("nowhere").count(), 1, "{args:?}: {}", run.err);
    }
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_change_that_was_ready_is_what_readers_see() {
    let folder = Folder::new();
    let [a, b, _] = articles();
    folder.write("old.jsonl", a);
    folder.write("new.jsonl", b);
    folder.run(&["build", "old.jsonl", "-o", "out"]);
    folder.run(&["build", "old.jsonl", "new.jsonl", "-o", "goal"]);
    // As a blow between the first and the second renaming leaves it.
    fs::rename(folder.path().join("goal"), folder.path().join("out/.ready")).expect("moved");
    fs::rename(folder.path().join("out/.ready/graph.svg"), folder.path().join("out/graph.svg")).expect("moved");
    let asked = ["query", "out", "ASK { ?event a dg:Appeal }"];
    assert_eq!(folder.run(&asked).status, 0);
    assert!(folder.run(&["export", "out", "-f", "jsonl"]).out.contains("\"Appeal\""));
    assert_eq!(folder.run(&["build", "old.jsonl", "-o", "out"]).status, 0);
    assert_eq!(content(&folder.path().join("out")).len(), FILES.len());
    assert_eq!(folder.run(&asked).status, 0, "the next build ended the moving");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_graph() {
    let folder = Folder::new();
    let [a, b, c] = articles();
    folder.write("old.jsonl", a);
    folder.write("new.jsonl", b + &c);
    folder.run(&["build", "old.jsonl", "-o", "out"]);
    let before = content(&folder.path().join("out"));
    // Files may grow to 8 blocks of 512 bytes, then writing fails as it does on a full disk.
    let output = Command::new("sh")
        .current_dir(folder.path())
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" build new.jsonl -o out", env!("CARGO_BIN_EXE_diplograph")])
        .output()
        .expect("run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("what was there before is untouched"), "{said}");
    assert!(before == content(&folder.path().join("out")));
    assert_eq!(fs::read_dir(folder.path().join("out")).expect("readable").count(), FILES.len(), "nothing is left over");
}

#[cfg(unix)]
#[test]
fn shards_through_xargs_make_the_same_graph() {
    let folder = Folder::new();
    for (i, article) in articles().into_iter().enumerate() {
        let before = if i == 0 { String::new() } else { folder.read("all.jsonl") };
        folder.write("all.jsonl", before + &article);
        folder.write(&format!("shard-{i}.jsonl"), article);
    }
    folder.run(&["build", "all.jsonl", "-o", "whole"]);
    let recipe = "ls shard-*.jsonl | xargs -P 8 -I{} sh -c '\"$0\" extract -q -j 1 {} > {}.events' \"$0\" && \
                  cat shard-*.events | \"$0\" build -q - -o graph";
    let status = Command::new("sh")
        .current_dir(folder.path())
        .args(["-c", recipe, env!("CARGO_BIN_EXE_diplograph")])
        .status()
        .expect("run");
    assert!(status.success());
    assert!(content(&folder.path().join("whole")) == content(&folder.path().join("graph")));
}

#[test]
fn an_output_that_is_a_file_is_refused() {
    let folder = Folder::new();
    folder.write("in.jsonl", articles().concat());
    folder.write("out", "mine");
    let run = folder.run(&["build", "in.jsonl", "-o", "out"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("is a file"), "{}", run.err);
    assert_eq!(folder.read("out"), "mine");
}
