//! The table of `docs/time.md` says what the tagger does.

use crate::tag;
use jiff::civil::date;

#[test]
fn the_documented_expressions_have_the_documented_values() {
    let page = include_str!("../../docs/time.md");
    let published = date(2021, 3, 25);
    assert!(page.contains("25 March 2021"), "the page states the day of publication");
    let mut wrong = String::new();
    let mut rows = 0;
    for row in page.lines().filter(|l| l.starts_with("| ") && l.contains('[')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [text, kind, value, days] = cells[..] else { panic!("four cells in `{row}`") };
        let plain = text.replace(['[', ']'], "").replace(" // ", "\n");
        let marked = text.replace(" // ", "\n");
        let start = marked.find('[').expect("an expression in brackets");
        let end = marked.find(']').expect("an expression in brackets") - 1;
        rows += 1;
        let found = tag(&plain, Some(published)).into_iter().find(|t| (t.span.start, t.span.end) == (start, end));
        let got = found.map_or("nothing".to_owned(), |t| {
            let kind = serde_json::to_value(t.kind).unwrap();
            let days = t.event_time().map_or("–".to_owned(), |w| w.edtf);
            format!("{} | {} | {days}", kind.as_str().unwrap(), t.value)
        });
        if got != format!("{kind} | {value} | {days}") {
            wrong += &format!("{text}: {got}\n");
        }
    }
    assert!(rows >= 60, "the table has {rows} rows");
    assert!(wrong.is_empty(), "the table is not what the tagger gives:\n{wrong}");
}
