//! Pictures of few, some and many events, in every view, by the command.

#[path = "cli/mod.rs"]
mod cli;
#[path = "cli/records.rs"]
mod records;

use cli::Folder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use records::record;
use std::process::Command;

const VIEWS: [&str; 3] = ["events", "dyads", "timeline"];

/// A folder with `events.jsonl`: so many events of eleven actors over some years, of all statuses.
fn folder(count: usize) -> Folder {
    let actors = ["FRA", "DEU", "POL", "UKR", "RUS", "TUR", "USA", "CHN", "JPN", "KOR", "COD"];
    let kinds =
        ["Meeting", "Visit", "Criticism", "Sanction", "Aid", "Attack", "Statement", "Threat", "SignedAgreement"];
    let folder = Folder::new();
    let lines: String = (0..count)
        .map(|i| {
            let status = ["actual", "actual", "planned", "actual", "possible", "negated"][i % 6];
            let (from, to) = (actors[i % 11], actors[(i * i + 3 * i + 1) % 11]);
            let to = if from == to { "ITA" } else { to };
            let date = format!("{}-{:02}-{:02}", 2019 + i % 4, 1 + i * 7 % 12, 1 + i * 5 % 28);
            let line = match kinds[i % 9] {
                "Meeting" => format!("{date} Meeting {status} {from},{to} -"),
                kind => format!("{date} {kind} {status} {from} {to}"),
            };
            record(&format!("a{i}"), &line).to_string() + "\n"
        })
        .collect();
    folder.write("events.jsonl", lines);
    folder
}

fn draw(folder: &Folder, format: &str, view: &str) -> (String, String) {
    let run = folder.run(&["export", "events.jsonl", "-f", format, "--view", view]);
    assert_eq!(run.status, 0, "{}", run.err);
    (run.out, run.err)
}

fn number(element: &BytesStart, name: &str) -> f64 {
    let value = element.try_get_attribute(name).expect("well-formed").unwrap_or_else(|| panic!("no {name}"));
    std::str::from_utf8(&value.value).expect("UTF-8").parse().unwrap_or_else(|_| panic!("{name} is a number"))
}

#[test]
fn nothing_is_drawn_outside_the_page() {
    for count in [0, 5, 40, 300] {
        let folder = folder(count);
        for view in VIEWS {
            let (svg, _) = draw(&folder, "svg", view);
            let mut reader = Reader::from_str(&svg);
            let (mut width, mut height, mut texts) = (0.0, 0.0, 0);
            loop {
                match reader.read_event().unwrap_or_else(|e| panic!("{count} {view}: {e}")) {
                    Event::Eof => break,
                    Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                        b"svg" => (width, height) = (number(&element, "width"), number(&element, "height")),
                        b"text" => {
                            let (x, y) = (number(&element, "x"), number(&element, "y"));
                            assert!((0.0..width).contains(&x) && (0.0..height).contains(&y), "{count} {view}: {x} {y}");
                            texts += 1;
                        }
                        _ => {}
                    },
                    _ => {}
                }
            }
            assert!(texts > 1, "{count} {view}");
            assert!(width <= 3200.0, "{count} {view}: {width} wide");
        }
    }
}

#[test]
fn every_event_is_there_until_there_are_too_many_and_then_that_is_said() {
    for (count, view, shown) in
        [(5, "events", 5), (40, "events", 40), (300, "events", 120), (5, "timeline", 5), (300, "timeline", 300)]
    {
        let (svg, said) = draw(&folder(count), "svg", view);
        assert_eq!(svg.matches("/event/").count(), shown, "{count} {view}: a link an event");
        let thinned = format!("The {shown} of {count} events that most articles report");
        assert_eq!(svg.contains(&thinned), shown < count, "{count} {view}: in the picture");
        assert_eq!(said.contains("--top N shows another number"), shown < count, "{count} {view}: {said}");
    }
    let few = folder(40).run(&["export", "events.jsonl", "-f", "svg", "--view", "dyads", "--top", "4"]);
    assert!(few.out.contains("The 4 of 12 actors with the most events."), "{}", &few.out[..1200]);
}

#[test]
fn statuses_can_be_told_apart_and_the_legend_explains_them() {
    let (svg, _) = draw(&folder(40), "svg", "events");
    for sign in ["stroke-dasharray", "line-through", "dashed: planned", "dotted: possible", "grey: did not happen"] {
        assert!(svg.contains(sign), "{sign}");
    }
    let (svg, _) = draw(&folder(2), "svg", "events");
    assert!(!svg.contains("dashed: planned"), "only what is there is explained");
}

/// Whatever line of the score an actor plays in, those above it stand above it.
#[test]
fn lanes_keep_their_order_from_line_to_line() {
    let (svg, _) = draw(&folder(300), "svg", "timeline");
    let names = ["FRA", "DEU", "POL", "UKR", "RUS", "TUR", "USA", "CHN", "JPN", "KOR", "COD", "ITA"];
    let mut lanes: Vec<(f64, String)> = Vec::new();
    let mut reader = Reader::from_str(&svg);
    let mut height = None;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            Event::Start(element) if element.name().as_ref() == b"text" => height = Some(number(&element, "y")),
            Event::Text(text) => {
                let text = text.decode().expect("UTF-8").into_owned();
                if let Some(y) = height.take().filter(|_| names.contains(&text.as_str())) {
                    lanes.push((y, text));
                }
            }
            _ => {}
        }
    }
    let mut lines: Vec<Vec<String>> = Vec::new();
    let mut above = f64::MIN;
    for (y, name) in lanes {
        match lines.last_mut() {
            Some(line) if y - above < 30.0 => line.push(name),
            _ => lines.push(vec![name]),
        }
        above = y;
    }
    assert!(lines.len() > 3, "{lines:?}");
    let place = |name: &String| lines[0].iter().position(|first| first == name);
    for line in &lines {
        let places: Vec<usize> = line.iter().filter_map(place).collect();
        assert!(places.len() > 5 && places.is_sorted(), "{lines:?}");
    }
}

#[test]
fn an_event_alone_is_not_hidden_by_what_keeps_others_in_order() {
    let (dot, _) = draw(&folder(1), "dot", "events");
    assert!(dot.contains("Meeting") && !dot.contains("style=invis"), "{dot}");
}

/// Where Graphviz puts the events of a picture, in order of time: x to the right, y upwards. None without Graphviz.
fn placed(count: usize) -> Option<Vec<(f64, f64)>> {
    let folder = folder(count);
    let (dot, _) = draw(&folder, "dot", "events");
    let events: Vec<&str> =
        dot.lines().filter_map(|line| line.strip_prefix("    \"event/")?.split('"').next()).collect();
    folder.write("picture.dot", &dot);
    let placed = Command::new("dot").arg("-Tplain").arg(folder.path().join("picture.dot")).output().ok()?;
    let placed = String::from_utf8(placed.stdout).expect("UTF-8");
    let place = |event: &&str| {
        let start = format!("node \"event/{event}\" ");
        let line = placed.lines().find_map(|line| line.strip_prefix(&start)).expect("placed");
        let mut numbers = line.split(' ').map(|number| number.parse::<f64>().expect("a number"));
        (numbers.next().expect("x"), numbers.next().expect("y"))
    };
    Some(events.iter().map(place).collect())
}

/// Where Graphviz is at hand: it keeps the events of few in the order of time, from above to below.
#[test]
fn graphviz_keeps_the_order_of_time() {
    for count in [3, 5, 12, 25] {
        let Some(places) = placed(count) else { return eprintln!("skipped: there is no Graphviz") };
        assert_eq!(places.len(), count);
        assert!(places.windows(2).all(|pair| pair[0].1 > pair[1].1), "{count}: {places:?}");
    }
}

/// The events of many stand in columns, which go from left to right, and down each of them time goes on.
#[test]
fn graphviz_keeps_columns_in_the_order_of_time() {
    for (count, shown) in [(26, 26), (50, 50), (300, 120)] {
        let Some(places) = placed(count) else { return eprintln!("skipped: there is no Graphviz") };
        assert_eq!(places.len(), shown);
        let mut columns: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        for place in places {
            let column = columns.last_mut().expect("one");
            if column.last().is_some_and(|before| before.1 <= place.1) {
                columns.push(vec![place]);
            } else {
                column.push(place);
            }
        }
        assert!((2..=shown / 5).contains(&columns.len()), "{count}: {} columns", columns.len());
        for pair in columns.windows(2) {
            let right = pair[0].iter().map(|place| place.0).fold(0.0, f64::max);
            assert!(pair[1].iter().all(|place| place.0 > right), "{count}: {pair:?}");
        }
    }
}

/// Where Graphviz is at hand.
#[test]
fn graphviz_draws_every_view_without_complaint() {
    for count in [0, 1, 5, 40, 300] {
        let folder = folder(count);
        for view in VIEWS {
            let (dot, _) = draw(&folder, "dot", view);
            folder.write("picture.dot", dot);
            for format in ["-Tsvg", "-Tpng"] {
                let drawn = Command::new("dot").arg(format).arg(folder.path().join("picture.dot")).output();
                let Ok(drawn) = drawn else { return eprintln!("skipped: there is no Graphviz") };
                let said = String::from_utf8_lossy(&drawn.stderr);
                assert!(drawn.status.success() && said.is_empty(), "{count} {view} {format}: {said}");
                assert!(drawn.stdout.len() > 200, "{count} {view} {format}");
            }
        }
    }
}
