use super::*;
use crate::actors::{coref, link, located};
use crate::language::Engine;
use crate::places::{self, Places, Setting};
use std::sync::OnceLock;

/// Ids of those whom the last mention with these words refers to.
fn who(text: &str, phrase: &str) -> Vec<String> {
    static LOADED: OnceLock<(Engine, Gazetteer, Places)> = OnceLock::new();
    let (engine, gazetteer, places) =
        LOADED.get_or_init(|| (Engine::shipped().unwrap(), Gazetteer::shipped(), Places::shipped().unwrap()));
    let article = Article::from_text("a", "2021-03-25".parse().ok(), text);
    let document = engine.reader().read(&article);
    let mentions = link(gazetteer, &article, &document);
    let countries: Vec<&str> = mentions.iter().flat_map(|m| &m.actors).filter_map(|a| a.country.as_deref()).collect();
    let found = places::find(places, &article, &document, Setting::of_countries(&countries));
    let mentions = located::locate(mentions, found);
    let mut cast = coref::resolve(gazetteer, &article, &document, mentions);
    settle(gazetteer, &article, &document, &mut cast);
    let named = cast.mentions.iter().rev().find(|m| m.span.of(text).ends_with(phrase));
    named.map(|m| m.actors.iter().map(|a| a.id.clone()).collect()).unwrap_or_default()
}

#[test]
fn an_organ_is_of_the_state_that_it_stands_in() {
    assert_eq!(who("A court in Mombasa rejected the ban on rallies.", "court"), ["org/KEN-courts"]);
    assert_eq!(who("Peru watched as police in Mombasa cleared the square.", "police"), ["org/KEN-police"]);
}

#[test]
fn an_organ_is_of_the_one_state_that_the_text_speaks_of() {
    assert_eq!(who("Thousands marched in Nairobi. Police fired tear gas.", "Police"), ["org/KEN-police"]);
    let ruling = "After Chile's president lifted the curfew, prosecutors charged two men.";
    assert_eq!(who(ruling, "prosecutors"), ["group/CHL-judges"]);
}

#[test]
fn a_title_without_a_state_is_of_the_one_spoken_of() {
    let text = "Egyptian police detained a student. Opposition leader Karim Tarek urged them to free her.";
    assert_eq!(who(text, "Karim Tarek"), ["person/EGY-karim-tarek"]);
    let text = "Defence Minister Pal Kovacs said that Hungarian soldiers would stay at home.";
    assert_eq!(who(text, "Pal Kovacs"), ["person/HUN-pal-kovacs"]);
}

#[test]
fn who_is_arrested_or_dismissed_is_at_home_there() {
    assert_eq!(who("Police in Hungary arrested Pal Kovacs on Monday.", "Pal Kovacs"), ["person/HUN-pal-kovacs"]);
    assert_eq!(
        who("Karim Tarek was sentenced to six years by an Egyptian court.", "Karim Tarek"),
        ["person/EGY-karim-tarek"]
    );
    assert_eq!(who("Hungary criticised Pal Kovacs on Monday.", "Pal Kovacs"), ["person/pal-kovacs"]);
    assert_eq!(who("Hungary arrested Pal Kovacs at the request of Peru.", "Pal Kovacs"), ["person/pal-kovacs"]);
}

#[test]
fn between_two_states_nothing_is_settled() {
    assert!(who("Norway and Sweden argued while police waited at the border.", "police").is_empty());
    assert_eq!(who("Senator Ana Silva criticised Norway and Sweden.", "Ana Silva"), ["person/ana-silva"]);
}

#[test]
fn a_government_that_is_urged_is_not_the_one_that_urges() {
    assert!(who("Norway urged officials to free the sailor.", "officials").is_empty());
}

#[test]
fn what_is_asked_for_does_not_tell_where_the_askers_are() {
    assert!(who("Protesters demanded the release of the Cuban poet.", "Protesters").is_empty());
    assert!(who("Demonstrators called for a boycott of Peru.", "Demonstrators").is_empty());
}

#[test]
fn one_spoken_of_before_is_not_anyone() {
    assert!(who("The officer demonstrated a tool in Lund.", "officer").is_empty());
    assert!(who("The agency brokered the sale of a villa in Spain.", "agency").is_empty());
}

#[test]
fn a_town_of_a_state_spoken_of_is_nobody() {
    assert!(who("Ukraine's president compared the siege of Mariupol to that of Leningrad.", "Mariupol").is_empty());
    assert_eq!(who("The shares of Mariupol rose.", "Mariupol"), ["org/mariupol"]);
}

#[test]
fn rebels_and_firms_are_not_of_the_state_they_are_in() {
    assert!(who("In Chad, rebels took a town.", "rebels").is_empty());
    assert!(who("In Chad, companies closed.", "companies").is_empty());
}

#[test]
fn critics_are_nobodys() {
    assert!(who("Critics say that Kenya broke its promise.", "Critics").is_empty());
    assert!(who("In Peru, opponents of the plan marched.", "opponents of the plan").is_empty());
    assert_eq!(who("Critics in France laughed.", "Critics in France"), ["group/FRA-opposition"]);
}

#[test]
fn who_is_of_a_body_is_of_its_state() {
    assert_eq!(who("Ann Roe, head of the Kenya Tea Union, spoke.", "Ann Roe"), ["person/KEN-ann-roe"]);
    assert_eq!(who("The Kenya Tea Union met. Its president, Ann Roe, spoke.", "Ann Roe"), ["person/KEN-ann-roe"]);
}

#[test]
fn the_authorities_of_a_text_on_one_country_are_its_own() {
    let text = "Kenya raised a tax. Kenyan farmers marched in Nairobi. Kenyan shops shut. Kenya's president spoke. Norway closed \
                its embassy there. The strikers blamed the authorities.";
    assert_eq!(who(text, "the authorities"), ["state/KEN"]);
}
