//! What is not read yet: `prose/known_gaps.md` says what should come out of texts, and every line of it still fails. A line that
//! comes to hold moves to the file of its phenomenon beside it.

use crate::prose::{checks, read};

#[test]
fn what_is_not_read_yet_is_known() {
    let content = read("known_gaps");
    let checks = checks(&content);
    let closed: Vec<String> =
        checks.iter().filter(|c| c.holds).map(|c| format!("{}\n  => {}", c.text, c.wanted)).collect();
    assert!(closed.is_empty(), "these hold now; move them to the file of their phenomenon:\n{}", closed.join("\n"));
}
