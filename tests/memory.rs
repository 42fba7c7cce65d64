//! Memory is bounded, whatever the size of the input.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufWriter, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// Runs a command on what `feed` writes; its status, its messages, and the most memory that it held, in MB.
fn run(args: &[&str], feed: impl FnOnce(&mut dyn Write) + Send) -> (i32, String, u64) {
    let dir = tempfile::tempdir().expect("a folder");
    let said = dir.path().join("said");
    let mut child = Command::new(env!("CARGO_BIN_EXE_diplograph"))
        .args(args)
        .current_dir(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(fs::File::create(&said).expect("made"))
        .spawn()
        .expect("started");
    let mut stdin = BufWriter::new(child.stdin.take().expect("piped"));
    let status = format!("/proc/{}/status", child.id());
    let (most, ended) = (AtomicU64::new(0), AtomicBool::new(false));
    let code = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                let words = fs::read_to_string(&status).unwrap_or_default();
                let line = words.lines().find_map(|line| line.strip_prefix("VmHWM:"));
                let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0);
                most.fetch_max(kilobytes, Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        scope.spawn(move || {
            feed(&mut stdin);
            let _ = stdin.flush();
        });
        let code = child.wait().expect("ended").code().unwrap_or(-1);
        ended.store(true, Ordering::Relaxed);
        code
    });
    (code, fs::read_to_string(said).expect("readable"), most.into_inner() / 1024)
}

const NEWS: &str =
    "{\"id\": \"last\", \"date\": \"2015-06-02\", \"text\": \"Chile expelled the ambassador of Peru on Tuesday.\"}\n";

#[test]
fn a_line_of_200_megabytes_is_refused_and_the_next_one_read() {
    let (status, said, most) = run(&["build", "-", "-o", "out", "-j", "1"], |out| {
        let _ = out.write_all(b"{\"id\": \"long\", \"text\": \"");
        for _ in 0..200 {
            let _ = out.write_all(&b"word ".repeat(200_000));
        }
        let _ = out.write_all(b"\"}\n");
        let _ = out.write_all(NEWS.as_bytes());
    });
    assert_eq!(status, 2);
    assert!(said.contains("standard input:1: is longer than 32 MB, the limit for one article; split it"), "{said}");
    assert!(said.lines().count() <= 2, "{said}");
    assert!(most < 250, "{most} MB");
}

#[test]
fn more_lines_need_no_more_memory() {
    // What costs time is understanding; these records cost reading only, and there are many.
    let lines = |count: usize| {
        move |out: &mut dyn Write| {
            let filler = "x".repeat(2_000);
            for i in 0..count {
                let _ = writeln!(out, "{{\"id\": {i}, \"filler\": \"{filler}\", \"text\": \"\"}}");
            }
        }
    };
    let (_, _, few) = run(&["extract", "-", "-j", "2"], lines(2_000));
    let (status, _, many) = run(&["extract", "-", "-j", "2"], lines(100_000));
    assert_eq!(status, 0);
    assert!(many < few + 40, "{few} MB for 4 MB of lines, {many} MB for 200 MB");
}
