use super::*;
use crate::actors::link;
use crate::language::Engine;
use std::sync::OnceLock;

/// Phrases of a text with the ids of those whom they refer to, pronouns and descriptions only.
fn resolved(text: &str) -> Vec<(String, Vec<String>)> {
    let cast = cast(text);
    cast.mentions
        .iter()
        .map(|m| (m.span.of(text).to_owned(), m.actors.iter().map(|a| a.id.clone()).collect()))
        .collect()
}

/// Everyone and everywhere in a text.
fn cast(text: &str) -> Cast {
    static LOADED: OnceLock<(Engine, Gazetteer)> = OnceLock::new();
    let (engine, gazetteer) = LOADED.get_or_init(|| (Engine::shipped().unwrap(), Gazetteer::shipped()));
    let date = "2021-03-25".parse().ok();
    let article = Article::from_text("a", date, text);
    let document = engine.reader().read(&article);
    let mentions = link::link(gazetteer, &article, &document);
    resolve(gazetteer, &article, &document, mentions)
}

#[track_caller]
fn check(text: &str, phrase: &str, ids: &[&str]) {
    let all = resolved(text);
    let found = all.iter().rev().find(|(p, _)| p == phrase).map(|(_, a)| a.clone()).unwrap_or_default();
    let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found, ids, "{phrase:?} in {text:?}\n{all:#?}");
}

#[test]
fn pronouns_agree_in_gender() {
    let text = "German Chancellor Angela Merkel received Spanish Prime Minister Pedro Sanchez. She praised his plan.";
    check(text, "She", &["person/DEU-angela-merkel"]);
    check(text, "his", &["person/ESP-pedro-sanchez"]);
}

#[test]
fn it_is_no_person() {
    let text = "Iran's foreign minister Mohammad Javad Zarif landed in Ankara. Turkey said it would host talks.";
    check(text, "it", &["state/TUR"]);
}

#[test]
fn empty_it_refers_to_nobody() {
    check("Russia closed the border. It is clear that trade will suffer.", "It", &[]);
    check("Russia closed the border. It rained for days.", "It", &[]);
}

#[test]
fn a_possessive_means_the_subject_of_its_clause() {
    let text = "China warned that Japan would harm its interests. Japan recalled its ambassador.";
    let found = resolved(text);
    let its: Vec<_> = found.iter().filter(|(p, _)| p == "its").collect();
    assert_eq!(its.last().map(|(_, ids)| ids.clone()), Some(vec!["state/JPN".to_owned()]), "{found:#?}");
}

#[test]
fn descriptions_recall_titles() {
    let text =
        "Russian Foreign Minister Sergey Lavrov flew to Cairo. The minister met with business leaders on Monday.";
    check(text, "The minister", &["person/RUS-sergey-lavrov"]);
    let text = "Russian Foreign Minister Sergey Lavrov flew to Cairo. The Russian envoy later left for Tunis.";
    check(text, "The Russian envoy", &["person/RUS-sergey-lavrov"]);
}

#[test]
fn descriptions_recall_names() {
    let text = "The World Bank approved a loan for Ghana. The bank said the money would go to schools.";
    check(text, "The bank", &["org/world-bank"]);
    let text = "The African Union suspended Mali. The bloc demanded elections.";
    check(text, "The bloc", &["org/african-union"]);
}

#[test]
fn the_country_is_the_one_in_focus() {
    let text = "Ethiopia expelled seven aid workers. The country accused them of meddling.";
    check(text, "The country", &["state/ETH"]);
}

#[test]
fn epithets_choose_among_states() {
    let text = "Cuba and Canada traded barbs on Friday. The communist state rejected the report.";
    check(text, "The communist state", &["state/CUB"]);
}

#[test]
fn two_countries_are_those_named_together() {
    let text = "India and Pakistan exchanged fire. The two countries have fought three wars.";
    check(text, "The two countries", &["state/IND", "state/PAK"]);
    let text = "India and Pakistan exchanged fire. Both sides claimed victory.";
    check(text, "Both sides", &["state/IND", "state/PAK"]);
}

#[test]
fn two_countries_are_those_of_the_persons_who_meet() {
    let text = "Russian Foreign Minister Sergey Lavrov met his Indian counterpart Subrahmanyam Jaishankar. \
                The two countries signed a pact.";
    check(text, "The two countries", &["state/IND", "state/RUS"]);
}

#[test]
fn three_countries_are_three() {
    let text = "Egypt, Sudan and Ethiopia resumed talks on the dam. The three countries failed to agree.";
    check(text, "The three countries", &["state/EGY", "state/ETH", "state/SDN"]);
}

#[test]
fn they_are_those_joined_by_and() {
    let text = "Angela Merkel and Pedro Sanchez dined in Berlin. They discussed the budget.";
    check(text, "They", &["person/DEU-angela-merkel", "person/ESP-pedro-sanchez"]);
}

#[test]
fn first_persons_are_the_speaker_and_the_speakers_side() {
    let text = "\"I am ready for talks,\" Russian Foreign Minister Sergey Lavrov said.";
    check(text, "I", &["person/RUS-sergey-lavrov"]);
    let text = "\"We ask Japan to join our efforts,\" Russian Foreign Minister Sergey Lavrov said.";
    check(text, "We", &["state/RUS"]);
    check(text, "our", &["state/RUS"]);
}

#[test]
fn a_quote_goes_on_in_the_paragraph_that_closes_it() {
    let text = "\"The mills stay shut,\" Russian Foreign Minister Sergey Lavrov said on Monday. \"The talks have failed.\n\n\
                We ask Japan for help.\"\n\nFewer ships came.";
    check(text, "We", &["state/RUS"]);
    let text = "\"The mills stay shut,\" Russian Foreign Minister Sergey Lavrov said on Monday. \"The talks have failed.\n\n\
                We went to Japan, where \"all is well\" now.\n\nFewer ships came.";
    check(text, "We", &[]);
}

#[test]
fn relative_pronouns_mean_the_noun_before_them() {
    let text = "Pedro Sanchez, who visited Beirut twice, urged reform.";
    check(text, "who", &["person/ESP-pedro-sanchez"]);
}

#[test]
fn nobody_is_guessed() {
    check("The spokesman declined to comment. He left the room.", "He", &[]);
    check("The two countries signed a deal.", "The two countries", &[]);
    check(
        "Kenya, Uganda, Rwanda and Burundi sent troops. The two countries pulled out in May.",
        "The two countries",
        &[],
    );
}

#[test]
fn what_belongs_to_someone_known_is_theirs() {
    let text = "North Korea fired a missile. The country's military said more tests would follow.";
    check(text, "The country's military", &["org/kpa"]);
    let text = "Ethiopia closed the airport. Its foreign ministry gave no reason.";
    check(text, "Its foreign ministry", &["org/ETH-foreign-ministry"]);
}

#[test]
fn a_counterpart_holds_the_same_office() {
    let text = "Russian Foreign Minister Sergey Lavrov flew to Beijing. He met his Chinese counterpart on Monday.";
    check(text, "his Chinese counterpart", &["person/CHN-wang-yi"]);
}

#[test]
fn a_person_is_also_called_as_in_the_text() {
    let text = "South Korean Foreign Minister Chung Eui-yong received Sergey Lavrov. Chung thanked Lavrov, who left.";
    let all = cast(text);
    let people = all.mentions.iter().filter(|m| m.actors.iter().any(|a| a.id == "person/KOR-chung-eui-yong"));
    for mention in people {
        let called = |name: &str| mention.actors[0].aliases.iter().any(|a| a == name);
        assert!(called("Chung") && !called("Foreign Minister Chung Eui-yong"), "{mention:#?}");
    }
    let who = all.mentions.iter().find(|m| m.span.of(text) == "who").unwrap();
    assert!(who.actors[0].aliases.iter().any(|a| a == "Lavrov"), "{who:#?}");
}
