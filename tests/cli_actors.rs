//! A user's own actors from end to end, and that `annotate` and `explain` say how each mention was resolved and why.

#[path = "cli/mod.rs"]
mod cli;

use cli::{Folder, record};
use serde_json::Value;

const TEXT: &str =
    "Adele Maronne met the president of Nigeria in Abuja on Friday. The Desert Wind Front attacked Chad.";

/// Type and ids with codes of the participants of the events extracted with a file of a user's actors.
fn extracted(file: &str, content: &str) -> Vec<(String, Vec<String>)> {
    let folder = Folder::new();
    folder.write(file, content);
    folder.write("in.jsonl", record("a", "2020-05-02", TEXT));
    let run = folder.run(&["extract", "--actors", file, "in.jsonl"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let of = |participant: &Value| {
        let actor = &participant["actor"];
        format!("{} {}", actor["id"].as_str().expect("an id"), actor["code"].as_str().unwrap_or("-"))
    };
    run.lines()
        .iter()
        .map(|e| {
            let who = e["participants"].as_array().expect("participants").iter().map(of).collect();
            (e["type"].as_str().expect("a type").to_owned(), who)
        })
        .collect()
}

#[test]
fn events_name_the_actors_of_a_users_table() {
    let events = extracted(
        "own.tsv",
        "id\tkind\tname\taliases\tcountry\tcode\toffice\tfrom\tto\n\
         person/TCD-own-envoy\tperson\tAdele Maronne\t\tTCD\t\tWater Envoy\t2019-02\t2021-06-30\n\
         group/wind\tarmed-group\tDesert Wind Front\tDWF\tTCD\tTCDREB\n",
    );
    let meeting = events.iter().find(|(kind, _)| kind == "Meeting").expect("a meeting");
    assert!(meeting.1.iter().any(|a| a == "person/TCD-own-envoy TCDGOV"), "{events:?}");
    let attack = events.iter().find(|(kind, _)| kind == "Attack").expect("an attack");
    assert!(attack.1.iter().any(|a| a == "group/wind TCDREB"), "{events:?}");
}

#[test]
fn events_carry_the_codes_of_a_petrarch_dictionary_on_their_day() {
    let dictionary = "ADELE_MARONNE_ [TCDELI]\n\t[TCDGOV 20190201-20210630]\nDESERT_WIND_FRONT [TCDREB]\n";
    let events = extracted("own.txt", dictionary);
    let all: Vec<&String> = events.iter().flat_map(|(_, who)| who).collect();
    assert!(all.iter().any(|a| a.ends_with("-adele-maronne TCDGOV")), "{all:?}");
    assert!(all.iter().any(|a| a.ends_with("desert-wind-front TCDREB")), "{all:?}");
}

#[test]
fn how_each_mention_was_resolved_is_shown() {
    let folder = Folder::new();
    let text =
        "Russian Foreign Minister Sergey Lavrov flew to Cairo. He met his Egyptian counterpart. The minister left.";
    folder.write("in.jsonl", record("a", "2021-03-25", text));
    let run = folder.run(&["annotate", "in.jsonl"]);
    let lines = run.lines();
    let entities = lines[0]["entities"].as_array().expect("entities");
    let lavrov = entities[0]["chain"].clone();
    for (phrase, why) in [("He", "pronoun: Lavrov in the sentence before"), ("The minister", "description: called")] {
        let entity = entities.iter().find(|e| e["text"] == phrase).unwrap_or_else(|| panic!("{phrase}: {entities:?}"));
        assert_eq!(entity["chain"], lavrov, "{phrase}");
        assert!(entity["why"].as_str().is_some_and(|w| w.starts_with(why)), "{entity}");
    }
    assert!(entities.iter().all(|e| e["why"].as_str().is_some_and(|w| !w.is_empty())), "{entities:?}");
    let told = folder.run(&["explain", "-e", text, "--date", "2021-03-25"]).out;
    for part in ["`He`: person/RUS-sergey-lavrov", "counterpart: the same office", "offices.tsv: name"] {
        assert!(told.contains(part), "{part} is not in\n{told}");
    }
}
