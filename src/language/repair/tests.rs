use crate::article::{Article, PartKind};
use crate::language::{Document, Engine};
use std::sync::OnceLock;

/// The document of a text before and after the repairs.
fn read(text: &str) -> (Document, Document) {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    let engine = ENGINE.get_or_init(|| Engine::shipped().unwrap());
    let mut article = Article::from_text("a", None, text);
    // A text that starts with blank lines has no headline here.
    if !text.starts_with('\n') {
        article.parts[0].kind = PartKind::Headline;
    }
    (engine.reader().read_all_unrepaired(&[&article]).remove(0), engine.reader().read(&article))
}

/// "word dep head" of the first token with that text.
fn relation(document: &Document, text: &str, word: &str) -> String {
    let token = document.tokens.iter().find(|t| t.span.of(text) == word).unwrap();
    format!("{word} {} {}", token.dep, document.tokens[token.head].span.of(text))
}

#[track_caller]
fn repairs(text: &str, expected: &str) {
    let (before, after) = read(text);
    let word = expected.split(' ').next().unwrap();
    assert_ne!(relation(&before, text, word), expected, "there is nothing to repair here any more");
    assert_eq!(relation(&after, text, word), expected);
}

#[track_caller]
fn leaves_alone(text: &str) {
    let (before, after) = read(text);
    assert_eq!(before, after);
}

#[test]
fn a_finite_verb_goes_on_a_finite_verb() {
    repairs("\n\nThe two ministers stressed efforts to maintain peace and called for talks.", "called conj stressed");
    repairs(
        "\n\nThey expressed concern over the plan to build the dam and called for restraint.",
        "called conj expressed",
    );
    leaves_alone("\n\nThe minister promised to visit Lima and to sign the treaty.");
    leaves_alone("\n\nThe envoys want to meet the rebels and talk to them.");
}

#[test]
fn a_hyphenated_given_name_is_one_phrase() {
    repairs("\n\nChung Eui-yong met Kim Jong-un and Moon Jae-in in Seoul.", "in conj un");
    leaves_alone("\n\nThe Moscow-based firm praised the Putin-led party.");
}

#[test]
fn a_headline_promises_with_an_infinitive() {
    repairs("China's foreign minister to visit Seoul next week\n\nHe will arrive on Monday.", "minister nsubj visit");
    leaves_alone("\n\nThe minister has a plan to visit Seoul.");
}

#[test]
fn a_headline_says_what_countries_vow() {
    let text = "South Korea, Japan vow to step up cooperation\n\nThey met in Seoul.";
    let (_, after) = read(text);
    let vow = after.tokens.iter().find(|t| t.span.of(text) == "vow").unwrap();
    assert_eq!((vow.tag.as_str(), vow.pos.as_str(), &*vow.lemma), ("VBP", "VERB", "vow"));
}

#[test]
fn statements_parted_by_a_semicolon_stand_side_by_side() {
    repairs(
        "\n\nThe authorities blame the rebels for a string of blasts; the London-based group denies any part in the violence.",
        "denies conj blame",
    );
    repairs("\n\nThey accuse Doha of financing extremists; the ministry rejects the charges.", "rejects conj accuse");
    leaves_alone("\n\nThe minister said that the talks had failed.");
}

#[test]
fn a_participle_with_an_object_is_a_past_tense() {
    repairs("\n\nCODECO insurgents killed at least twelve people in Ituri Province.", "insurgents nsubj killed");
    leaves_alone("\n\nThe nurses given new masks went home.");
    leaves_alone("\n\nThe men accused of theft went home.");
}

#[test]
fn a_verb_among_names_has_a_subject_and_an_object() {
    let text =
        "\n\nThe United States Treasury Department sanctions Karim Rahimi, the top prosecutor, over his decision.";
    repairs(text, "Rahimi dobj sanctions");
    leaves_alone("\n\nThe Treasury's sanctions list is long.");
}

#[test]
fn a_noun_that_goes_on_as_a_verb_is_one() {
    let text = "\n\nSri Lankan police arrest and detain former president Ranil Wickremesinghe for misusing funds.";
    repairs(text, "police nsubj arrest");
    leaves_alone("\n\nThe arrest and the trial took a year.");
}

#[test]
fn a_place_or_day_before_a_name_is_no_part_of_it() {
    let visit = "\n\nDuring a state visit to Beijing, Pakistani prime minister Shehbaz Sharif announces new agreements with China.";
    repairs(visit, "Beijing pobj to");
    repairs(visit, "Sharif nsubj announces");
    let day =
        "\n\nOn Tuesday Secretary of State Mike Pompeo cancelled a meeting with Chancellor Angela Merkel in Berlin.";
    repairs(day, "Tuesday pobj On");
    leaves_alone("\n\nOn Tuesday Mike Pompeo cancelled a meeting in Berlin.");
}

#[test]
fn what_an_object_is_called_is_no_apposition() {
    repairs(
        "\n\nPeru's Congress declares Mexican president Claudia Sheinbaum a persona non grata.",
        "persona oprd declares",
    );
    leaves_alone("\n\nLima welcomed Ana Sol, a poet.");
}

#[test]
fn the_noun_behind_a_verb_without_object_is_its_object() {
    repairs("\n\nIsrael strikes buildings in Tehran belonging to a broadcaster, and leaves.", "buildings dobj strikes");
    leaves_alone("\n\nAna saw soldiers crossing the river.");
}

#[test]
fn a_name_that_was_parted_from_its_noun_comes_back() {
    let text =
        "\n\nGabon will mediate peace talks between Kenya and the Uganda-backed rebel group March 23 Movement (M23).";
    let (before, after) = read(text);
    assert_eq!((before.sentences.len(), after.sentences.len()), (2, 1));
    let text = "\n\nAngola will mediate. Kenya agrees.";
    assert_eq!(read(text).1.sentences.len(), 2);
}

#[test]
fn before_a_past_tense_stands_no_modal() {
    repairs("\n\nThe premier spoke. May also withdrew an invitation to Lavrov.", "May nsubj withdrew");
    leaves_alone("\n\nMay the talks succeed.");
}

#[test]
fn every_class_of_verbs_has_some() {
    for (class, verb) in [("keeps_object", "give"), ("naming", "declare"), ("with_participle", "see")] {
        assert!(super::verbs::is(class, verb) && !super::verbs::is(class, "strike"), "{class}");
    }
}

#[test]
fn a_sentence_whose_root_is_a_noun_gets_its_verb() {
    // the root is the verb
    repairs("\n\nSwedish police raid a farm near Lund.", "police nsubj raid");
    repairs("\n\nThe mountain forces state that they hold the pass.", "hold ccomp state");
    // it stands in the name of what is done to
    repairs("\n\nThe Ghanaian government arrests Kojo Mensah, known as the shark.", "government nsubj arrests");
    repairs("\n\nBorder troops battle rebels near Kell, killing four fighters.", "rebels dobj battle");
    // it ends the name of who acts
    repairs("\n\nThe Swedish Board for Housing and Planning orders a new review of a harbour.", "review dobj orders");
    leaves_alone("\n\nThe army's plans for a visit to Riga.");
    leaves_alone("\n\nReports of fighting near the border.");
    leaves_alone("\n\nA French foreign ministry spokesman.");
}

#[test]
fn a_series_behind_a_comma_is_the_subject() {
    repairs("\n\nAfter a summit in Oslo, Kenya and Ghana pledge to share data on storms.", "Kenya nsubj pledge");
    leaves_alone("\n\nIn Beijing, Shanghai and Tokyo shares fell.");
}

#[test]
fn the_name_behind_and_is_the_subject_of_the_verb_behind_it() {
    repairs(
        "\n\nPeru recalled its ambassador from Santiago and Bolivia expelled two consuls.",
        "Bolivia nsubj expelled",
    );
    repairs("\n\nNorway froze its aid to Chad and Sweden will send doctors.", "Sweden nsubj send");
    repairs("\n\nIndia tested a missile and Pakistan protested.", "Pakistan nsubj protested");
    leaves_alone("\n\nPeru recalled its ambassador from Santiago and expelled two consuls.");
    leaves_alone("\n\nPeru met envoys from Chile and Bolivia and expelled two consuls.");
}

#[test]
fn a_word_between_two_names_is_the_verb_of_a_clause_of_its_own() {
    repairs("\n\nThe storm is over, and Maria Lund thanks Ana Silva for the boats.", "Silva dobj thanks");
    leaves_alone("\n\nThe Porto Airlines Cup was won by a team from Braga.");
}

#[test]
fn a_participle_behind_be_is_the_verb() {
    repairs("\n\nAngola, which is mediating, urged Rwanda and Burundi to talk.", "is aux mediating");
}

#[test]
fn a_word_joined_to_an_object_is_the_next_verb_where_it_has_an_object_of_its_own() {
    repairs("\n\nBrussels calls the embargo political and reserves the right to act.", "right dobj reserves");
    repairs("\n\nOman rejects the plan and demands that they honour the accord.", "honour ccomp demands");
    leaves_alone("\n\nKenya wants talks on tariffs and imports of sugar.");
}
