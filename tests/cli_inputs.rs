//! What goes into `extract` and `annotate`, and what is said of input that cannot be read.

#[path = "cli/mod.rs"]
mod cli;

use cli::{Folder, record, slice};
use std::io::Write;
use std::process::{Command, Stdio};

const CHILE: &str = "Chile expelled the ambassador of Peru on Tuesday.";

#[test]
fn a_record_keeps_its_id_its_text_and_counts_code_points() {
    let folder = Folder::new();
    let text = "Élysée 🇫🇷 — “naïve”.\r\n\nChile expelled the ambassador of Peru on Tuesday.\u{a0}\n";
    folder.write("a.jsonl", record("a/1 x", "2015-06-02", text));
    let run = folder.run(&["annotate", "a.jsonl"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let article = &run.lines()[0];
    assert_eq!(article["id"], "a/1 x");
    assert_eq!(article["text"], text);
    let part = &article["parts"][1];
    assert_eq!(slice(text, &part["start"], &part["end"]), CHILE);
    let sentences = article["sentences"].as_array().expect("sentences");
    assert!(sentences.iter().any(|s| slice(text, &s["start"], &s["end"]) == CHILE), "{sentences:?}");
}

#[test]
fn files_folders_and_standard_input() {
    let folder = Folder::new();
    folder.write("in/b.jsonl", record("b", "2015-06-02", CHILE));
    folder.write("in/a/1.txt", format!("Envoys part\n\nJune 2, 2015\n\n{CHILE}\n"));
    folder.write("in/.hidden", CHILE);
    let run = folder.run_with(&["annotate", "in", "-"], record("c", "2015-06-03", CHILE));
    assert_eq!(run.status, 0, "{}", run.err);
    let dates: Vec<_> = run.lines().iter().map(|line| line["date"].clone()).collect();
    assert_eq!(dates, ["2015-06-02", "2015-06-02", "2015-06-03"]);
    let ids = run.ids();
    assert!(ids[0].starts_with("text-"), "{ids:?}");
    assert_eq!(ids[1..], ["b", "c"]);
}

#[test]
fn the_origin_of_a_date_is_told() {
    let folder = Folder::new();
    folder.write("line.txt", format!("Envoys part\n\nJune 2, 2015 - 10:00\n\n{CHILE}\n"));
    folder.write("none.txt", CHILE);
    let run = folder.run(&["annotate", "line.txt", "none.txt", "--date", "2015-06-09"]);
    let origins: Vec<_> = run.lines().iter().map(|l| format!("{} {}", l["date"], l["date_origin"])).collect();
    assert_eq!(origins, ["\"2015-06-02\" \"dateline\"", "\"2015-06-09\" \"--date\""]);
}

#[test]
fn packed_files_read_like_open_ones() {
    let folder = Folder::new();
    let jsonl = record("a", "2015-06-02", CHILE) + &record("b", "2015-06-02", CHILE);
    folder.write("a", &jsonl);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(jsonl.as_bytes()).expect("packed");
    folder.write("b", gz.finish().expect("packed"));
    folder.write("c", zstd::encode_all(jsonl.as_bytes(), 0).expect("packed"));
    let plain = folder.run(&["annotate", "a"]);
    assert_eq!(plain.ids(), ["a", "b"]);
    for packed in ["b", "c"] {
        assert_eq!(folder.run(&["annotate", packed]).out, plain.out, "{packed}");
    }
}

#[test]
fn every_format_is_read_in_utf16_too() {
    let folder = Folder::new();
    let story = format!("{CHILE} {}", "São Tomé and Príncipe called the step hasty. ".repeat(6));
    let page = format!("<html><body><h1>Envoys part</h1><p>{story}</p></body></html>");
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-16\"?><rss version=\"2.0\"><channel><item><title>Envoys part</title>\
         <description>{story}</description></item></channel></rss>"
    );
    let records = record("a", "2015-06-02", &story) + &record("b", "2015-06-02", &story);
    let array = serde_json::json!([{"id": "a", "date": "2015-06-02", "text": story}]);
    let array = serde_json::to_string_pretty(&array).expect("JSON");
    let text = format!("Envoys part\n\n{story}");
    for (name, content) in [("page", page), ("feed", feed), ("records", records), ("array", array), ("text", text)] {
        folder.write(name, &content);
        let plain = folder.run(&["annotate", name]);
        assert_eq!(plain.status, 0, "{name}: {}", plain.err);
        for (mark, to) in
            [(true, u16::to_le_bytes as fn(u16) -> [u8; 2]), (false, u16::to_le_bytes), (true, u16::to_be_bytes)]
        {
            let units = content.encode_utf16();
            let marked: Vec<u8> = mark.then_some(0xfeff).into_iter().chain(units).flat_map(to).collect();
            folder.write("wide", marked);
            let wide = folder.run(&["annotate", "wide"]);
            assert_eq!((wide.status, &wide.out), (0, &plain.out), "{name}: {}", wide.err);
        }
    }
    folder.write("half", [0xff, 0xfe, b'C', 0, b'h', 0, 0x3d, 0xd8]);
    let run = folder.run(&["annotate", "half"]);
    assert!(run.status == 2 && run.err.contains("half: cannot be read: its UTF-16 is damaged"), "{}", run.err);
}

#[test]
fn an_archive_with_pictures_and_packed_pages_is_read() {
    let folder = Folder::new();
    let page = format!("<html><body><h1>Envoys part</h1><p>{}</p></body></html>", format!("{CHILE} ").repeat(6));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(page.as_bytes()).expect("packed");
    let answer = |headers: &str, body: &[u8]| {
        let mut http = format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").into_bytes();
        http.extend(body);
        let mut record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/2015/06/02/a\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            http.len()
        )
        .into_bytes();
        record.extend(http);
        record.extend(b"\r\n\r\n");
        record
    };
    let records = [
        answer("Content-Type: image/gif", b"GIF89a\0\0\0"),
        answer("Content-Type: text/html\r\nContent-Encoding: gzip", &gz.finish().expect("packed")),
        answer("Content-Type: text/html; charset=utf-8", page.as_bytes()),
        answer("Content-Type: text/html\r\nContent-Encoding: br", b"\x1b\x2b\0\xf8\x25\xff\xfe"),
    ];
    folder.write("a.warc", records.concat());
    // As archives are packed: a member a record.
    let packed = records.map(|record| {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(&record).expect("packed");
        gz.finish().expect("packed")
    });
    folder.write("a.warc.gz", packed.concat());
    let plain = folder.run(&["annotate", "a.warc"]);
    let found: Vec<_> = plain.lines().iter().map(|a| (a["title"].clone(), a["date"].clone())).collect();
    assert_eq!(found, vec![("Envoys part".into(), "2015-06-02".into()); 2], "{}", plain.err);
    assert!(plain.status == 2 && plain.err.contains("a.warc, record 4: is packed with Brotli"), "{}", plain.err);
    assert_eq!(folder.run(&["annotate", "a.warc.gz"]).out, plain.out);
}

#[test]
fn a_folder_of_many_mixed_files_just_works() {
    let folder = Folder::new();
    let page = format!(
        "<html><head><meta property='article:published_time' content='2015-06-02'></head><body><h1>Envoys part</h1><p>{CHILE} \
         {}</p></body></html>",
        "The two countries had spoken of a new chapter, and officials in both capitals were surprised. ".repeat(4)
    );
    let feed = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Wire</title><item><title>Envoys part</title>\
         <description>{CHILE}</description></item><item><title>Envoys meet</title></item></channel></rss>"
    );
    let list = format!(
        "{{\"articles\": [{{\"url\": \"https://example.org/a\", \"title\": \"{CHILE}\", \"seendate\": \"20150602T081500Z\"}}]}}"
    );
    let news_please = serde_json::json!({"maintext": CHILE, "date_publish": "2015-06-02 10:00:00", "title": "Envoys part",
        "source_domain": "example.org", "language": "en"});
    let archive = format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{CHILE}\r\n\r\n",
        CHILE.len()
    );
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(CHILE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin = encoding_rs::WINDOWS_1252
        .encode("São Tomé expelled the ambassador of Peru on Tuesday, “naïvely”.")
        .0
        .into_owned();
    let packed = zstd::encode_all(record("z", "2015-06-02", CHILE).as_bytes(), 0).expect("packed");
    // No name says what is in a file.
    let files: [Vec<u8>; 10] = [
        CHILE.into(),
        page.into(),
        feed.into(),
        list.into(),
        news_please.to_string().into(),
        archive.into(),
        utf16,
        latin,
        packed,
        b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
    ];
    let rounds = 150;
    for round in 0..rounds {
        for (i, content) in files.iter().enumerate() {
            folder.write(&format!("in/{}/{round}/{i}", round % 7), content);
        }
    }
    let run = folder.run(&["annotate", "in"]);
    // Nine of ten files hold articles, the feed two.
    assert_eq!((run.status, run.lines().len()), (2, 10 * rounds), "{}", &run.err[..run.err.len().min(500)]);
    assert!(
        run.err.contains(&format!("skipped {rounds} ({rounds} not text)")),
        "{}",
        &run.err[run.err.len().saturating_sub(300)..]
    );
    assert!(run.lines().iter().all(|article| article["sentences"].as_array().is_some_and(|s| !s.is_empty())));
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_the_rest_goes_on() {
    let folder = Folder::new();
    let mut jsonl = record("a", "2015-06-02", CHILE).into_bytes();
    jsonl.extend(b"{\"id\": \"broken\", \n");
    jsonl.extend(b"{\"id\": \"bad\", \"text\": \"caf\xe9\"}\n");
    jsonl.extend(b"{\"id\": \"silent\"}\n");
    jsonl.extend(b"[1]\n");
    jsonl.extend(record("z", "2015-06-02", CHILE).into_bytes());
    folder.write("mixed.jsonl", jsonl);
    folder.write("empty.txt", "");
    folder.write("broken.txt", b"\xc3\x89lys\xc3\xa9e\nsaid \xff no".as_slice());
    folder.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0".as_slice());
    std::fs::create_dir(folder.path().join("nothing")).expect("made");
    let run = folder.run(&["annotate", "mixed.jsonl", "empty.txt", "broken.txt", "picture.png", "nothing", "gone.txt"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.ids(), ["a", "z"]);
    for words in [
        "mixed.jsonl:2: is not valid JSON",
        "mixed.jsonl:3: is not valid UTF-8",
        "mixed.jsonl:4: has no text",
        "mixed.jsonl:5: is not a JSON object",
        "empty.txt: is empty",
        "broken.txt:2: is not valid UTF-8",
        "picture.png: is not text (a picture)",
        "nothing: holds no articles",
        "gone.txt: cannot be read",
        "skipped 9",
    ] {
        assert!(run.err.contains(words), "{words}\n{}", run.err);
    }
    assert!(run.err.lines().count() <= 10 && !run.err.contains("panicked"), "{}", run.err);
}

#[test]
fn an_empty_text_is_an_article_without_events() {
    let folder = Folder::new();
    folder.write("a.jsonl", record("a", "2015-06-02", CHILE) + &record("none", "2015-06-02", ""));
    let run = folder.run(&["annotate", "--strict", "a.jsonl"]);
    assert_eq!((run.status, run.ids()), (0, vec!["a".to_owned(), "none".to_owned()]), "{}", run.err);
    assert!(run.err.contains("a.jsonl:2: the text of this article is empty"), "{}", run.err);
    let run = folder.run(&["extract", "a.jsonl"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.lines().iter().all(|event| event["article"]["id"] == "a"));
    folder.write("empty.jsonl", "");
    assert_eq!(folder.run(&["extract", "empty.jsonl"]).status, 2);
}

#[test]
fn strict_stops_at_the_first_bad_record() {
    let folder = Folder::new();
    let jsonl = record("a", "2015-06-02", CHILE) + "{oops\n" + &record("b", "2015-06-02", CHILE);
    folder.write("a.jsonl", jsonl);
    let run = folder.run(&["annotate", "--strict", "a.jsonl"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.ids(), ["a"]);
    assert!(run.err.contains("a.jsonl:2:") && run.err.contains("--strict"), "{}", run.err);
}

#[test]
fn other_languages_are_skipped_with_a_message() {
    let folder = Folder::new();
    let french = "Le ministre des affaires étrangères a rencontré mardi son homologue letton à Riga, où ils ont signé un \
                  traité sur la protection des investissements et ouvert une ambassade.";
    folder.write("a.jsonl", record("f", "2015-06-02", french) + &record("e", "2015-06-02", CHILE));
    let run = folder.run(&["annotate", "a.jsonl"]);
    assert_eq!((run.status, run.ids()), (2, vec!["e".to_owned()]));
    assert!(run.err.contains("a.jsonl:1: is not in English but in French"), "{}", run.err);
}

#[test]
fn too_long_a_line_is_refused_and_the_next_is_read() {
    let folder = Folder::new();
    let long = record("long", "2015-06-02", &"word ".repeat(300_000));
    folder.write("a.jsonl", long + &record("short", "2015-06-02", CHILE));
    let run = folder.run(&["annotate", "--max-article", "1", "a.jsonl"]);
    assert_eq!((run.status, run.ids()), (2, vec!["short".to_owned()]));
    assert!(run.err.contains("a.jsonl:1: is longer than 1 MB"), "{}", run.err);
}

#[test]
fn the_number_of_threads_does_not_show() {
    let folder = Folder::new();
    let jsonl: String = (0..40)
        .map(|i| {
            record(&format!("a{i}"), "2015-06-02", &format!("{}\n\nKenya met Peru.", CHILE.repeat(1 + (i * 7) % 5)))
        })
        .collect();
    folder.write("a.jsonl", jsonl);
    for command in ["extract", "annotate"] {
        let one = folder.run(&[command, "-j", "1", "a.jsonl"]);
        let three = folder.run(&[command, "-j", "3", "a.jsonl"]);
        assert_eq!(one.status, 0, "{}", one.err);
        assert!(one.out == three.out, "{command} differs between one thread and three");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    let jsonl: String = (0..300).map(|i| record(&format!("a{i}"), "2015-06-02", CHILE)).collect();
    folder.write("a.jsonl", jsonl);
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("diplograph"))
        .current_dir(folder.path())
        .args(["annotate", "a.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[cfg(unix)]
#[test]
fn terminal_escapes_in_what_people_read_lose_their_power() {
    let folder = Folder::new();
    folder.write("\u{1b}[2J.jsonl", "{\"id\": 1, \"te\u{1b}xt\": }\n");
    let run = folder.run(&["annotate", "."]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("\\u{1b}[2J.jsonl:1") && !run.err.contains('\u{1b}'), "{:?}", run.err);
}

#[test]
fn statuses_and_help() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["--help"]).status, 0);
    assert_eq!(folder.run(&["extract"]).status, 2);
    assert_eq!(folder.run(&["extract", "--date", "yesterday", "x"]).status, 2);
    assert!(folder.run(&["completions", "bash"]).out.contains("extract"));
    assert!(folder.run(&["man"]).out.contains("annotate"));
}
