//! The keys of a rule that look beyond its words, each in a codebook of one rule.

use diplograph::article::Article;
use diplograph::events::Event;
use diplograph::events::event::Status;
use diplograph::extract::{Extractor, Options};
use std::fs;

/// A codebook with these chapters only.
struct Codebook {
    _folder: tempfile::TempDir,
    extractor: Extractor,
}

impl Codebook {
    fn new(rules: &str, embedding: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let roles = "[default]\nverb.source = [\"agent*\"]\nverb.target = [\"patient*\", \"to*\"]\n\
            noun.source = [\"owner\", \"by*\", \"modifier\"]\nnoun.target = [\"of*\", \"for*\"]\n";
        for (name, text) in
            [("rules.toml", rules), ("embedding.toml", embedding), ("roles.toml", roles), ("sets.toml", "[sets]\n")]
        {
            fs::write(folder.path().join(name), text).expect("written");
        }
        let options = Options { codebook: Some(folder.path().to_owned()), ..Options::default() };
        Self { extractor: Extractor::new(&options).expect("the codebook loads"), _folder: folder }
    }

    /// The events of a text that the rule of this id gives.
    fn events(&self, rule: &str, text: &str) -> Vec<Event> {
        let mut events = self.extractor.session().extract(&Article::from_text("-", None, text));
        events.retain(|e| e.mentions.iter().any(|m| m.rule == rule));
        events
    }

    #[track_caller]
    fn gives(&self, rule: &str, text: &str, wanted: bool) {
        let events = self.events(rule, text);
        assert_eq!(!events.is_empty(), wanted, "{text}: {events:?}");
    }
}

const NOTHING: &str = "[[class]]\nname = \"report\"\nstatus = \"own\"\nverbs = [\"say\"]\n";

#[test]
fn unless_status_keeps_a_rule_from_clauses_in_that_status() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Criticism\"\nverbs = [\"condemn\"]\nunless_status = [\"negated\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Sweden condemned Russia.", true);
    book.gives("one", "Sweden did not condemn Russia.", false);
}

#[test]
fn when_status_asks_for_it_and_makes_the_event_actual() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Rejection\"\nverbs = [\"mention\"]\nwhen_status = [\"negated\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Spain mentioned Kosovo.", false);
    let refused = book.events("one", "Spain did not mention Kosovo.");
    assert_eq!(refused.iter().map(|e| e.status).collect::<Vec<_>>(), [Status::Actual]);
}

#[test]
fn auxiliary_asks_for_the_clause_s_own() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Rejection\"\nverbs = [\"leave\"]\nauxiliary = [\"will not\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Russia will not leave Moldova.", true);
    book.gives("one", "Russia will leave Moldova.", false);
    book.gives("one", "Russia did not leave Moldova.", false);
}

#[test]
fn says_asks_for_the_auxiliary_of_what_is_said() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Demand\"\nverbs = [\"say\"]\nsays = [\"must\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Poland said that Russia must leave Georgia.", true);
    book.gives("one", "Poland said that Russia may leave Georgia.", false);
    book.gives("one", "Poland must say something.", false);
}

#[test]
fn says_tells_what_ought_to_have_been_from_what_ought_to_be() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Criticism\"\nverbs = [\"say\"]\nsays = [\"should have\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Poland said that Russia should have left Georgia.", true);
    book.gives("one", "Poland said that Russia should leave Georgia.", false);
}

#[test]
fn reports_asks_for_what_the_reported_clause_says() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Denial\"\nverbs = [\"say\"]\n\
                reports = [\"untrue\", \"be lie|hoax\", \"not have part\", \"will be inquiry\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Poland said that the report was untrue.", true);
    book.gives("one", "Poland said that the report was a lie.", true);
    book.gives("one", "Poland said that it had no part in the plot.", true);
    book.gives("one", "Poland said that it had a part in the plot.", false);
    book.gives("one", "Poland said that there would be an inquiry.", true);
    book.gives("one", "Poland said that there was an inquiry.", false);
    book.gives("one", "Poland said that the report could be untrue.", false);
}

#[test]
fn reports_leaves_out_what_is_said_of_oneself_where_others_are_asked_for() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Criticism\"\nverbs = [\"say\"]\nreports = [\"wrong\"]\ncomplement_by = \"others\"\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Poland said that Russia was wrong.", true);
    book.gives("one", "Poland said that it was wrong.", false);
    book.gives("one", "Poland said that its own forecast was wrong.", false);
}

#[test]
fn needs_asks_for_a_filled_role() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Support\"\nnouns = [\"support\"]\nneeds = [\"source\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Danish support for Ukraine has grown.", true);
    book.gives("one", "Nothing can replace the support for Ukraine.", false);
}

#[test]
fn complement_by_others_keeps_a_rule_from_what_the_agent_does_itself() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Accusation\"\nverbs = [\"claim\"]\ncomplement = [\"any\"]\ncomplement_by = \"others\"\n\
                [[rule]]\nid = \"two\"\ntype = \"Seizure\"\nverbs = [\"capture\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Chad claims that Sudan captured two posts.", true);
    book.gives("one", "Chad claims that it captured two posts.", false);
}

#[test]
fn beside_looks_at_what_is_joined_to_the_predicate() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Airstrike\"\nnouns = [\"strike\"]\nbeside = [\"!protest\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Israel's strikes on Lebanon went on.", true);
    book.gives("one", "Protests and strikes in Lebanon went on.", false);
}

#[test]
fn any_phrase_at_all_may_be_excluded() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Statement\"\nverbs = [\"maintain\"]\nobject = [\"!#any\"]\n";
    let book = Codebook::new(rule, NOTHING);
    book.gives("one", "Nepal maintained that the vote was fair.", true);
    book.gives("one", "Nepal maintained its embassy.", false);
}

#[test]
fn what_an_embedding_calls_background_is_no_event_of_its_own() {
    let rule = "[[rule]]\nid = \"one\"\ntype = \"Sanction\"\nnouns = [\"sanction\"]\n";
    let embedding =
        "[[class]]\nname = \"background\"\nstatus = \"background\"\nverbs = [\"lift\"]\nnouns = [\"lifting of\"]\n";
    let book = Codebook::new(rule, &format!("{NOTHING}\n{embedding}"));
    book.gives("one", "American sanctions on Mali hurt its farmers.", true);
    book.gives("one", "Washington lifted the American sanctions on Mali.", false);
    book.gives("one", "The lifting of the American sanctions on Mali took a year.", false);
}
