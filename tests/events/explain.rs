//! `explain` says why an event came out, which rules came near and what they missed, and why nothing came.

use crate::EXTRACTOR;
use diplograph::article::Article;

fn explain(text: &str) -> String {
    EXTRACTOR.session().explain(&Article::from_text("-", "2025-06-10".parse().ok(), text))
}

#[track_caller]
fn says(account: &str, parts: &[&str]) {
    for part in parts {
        assert!(account.contains(part), "no `{part}` in\n{account}");
    }
}

#[test]
fn an_event_names_its_rule_and_what_its_confidence_rests_on() {
    let account = explain("Norway expelled two Russian diplomats on Monday.");
    says(
        &account,
        &[
            "rule     expulsion.diplomats `expel",
            "-> Expulsion (",
            "=> Expulsion state/NOR > ",
            "| actual | 2025-06-09 |",
            "     confidence 0.",
            "model: this type",
        ],
    );
}

#[test]
fn rules_that_came_near_say_what_they_miss() {
    let account = explain("Mali withdrew the coins from circulation.");
    says(&account, &["nearly   ", ": misses "]);
    assert!(!account.contains("=> Withdrawal"), "{account}");
}

#[test]
fn a_known_word_without_an_event_says_why() {
    let bystander = explain("Egypt's striker apologised to the fans.");
    says(&bystander, &["no event nobody of politics does it (the set `bystander`)"]);
    let background = explain("Washington lifted the sanctions on Mali.");
    says(&background, &["=> EaseSanctions", "no event what stands above it says all there is to say"]);
}
