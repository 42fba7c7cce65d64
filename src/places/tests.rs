use super::*;
use std::collections::HashSet;

fn places() -> Places {
    Places::shipped().expect("the shipped tables are sound")
}

fn id_of(name: &str, countries: &[&str]) -> String {
    places().resolve(name, countries).map_or("none".into(), |p| p.id.clone())
}

#[test]
fn every_record_is_sound() {
    let places = places();
    let gazetteer = places.gazetteer();
    assert!(gazetteer.len() > 70_000, "{}", gazetteer.len());
    let mut ids = HashSet::new();
    let mut towns = 0;
    for i in 0..gazetteer.len() {
        let r = gazetteer.record(i);
        assert!(ids.insert(r.geonames), "{r:?} comes twice");
        assert!(r.country.len() == 3 && r.country.bytes().all(|b| b.is_ascii_uppercase()), "{r:?}");
        assert!(r.lat.is_none_or(|l| l.abs() <= 90.0) && r.lon.is_none_or(|l| l.abs() <= 180.0), "{r:?}");
        if r.kind.is_town() {
            towns += 1;
            assert!(r.lat.is_some() && r.lon.is_some(), "{r:?}");
        }
        assert!(!r.name.is_empty(), "{r:?}");
    }
    assert!(towns >= 30_000, "{towns}");
}

#[test]
fn every_place_is_found_by_its_name() {
    let places = places();
    let gazetteer = places.gazetteer();
    for i in 0..gazetteer.len() {
        let r = gazetteer.record(i);
        let key = key(r.name);
        if !key.is_empty() {
            assert!(gazetteer.find(&key).iter().any(|(n, _)| *n == i), "{r:?}");
        }
    }
    assert!(gazetteer.find("no such place").is_empty());
    assert!(gazetteer.find("").is_empty());
    assert!(gazetteer.find("zzzzzz").is_empty());
}

#[test]
fn every_site_is_sound_and_found() {
    let places = places();
    let mut ids = HashSet::new();
    for site in &places.sites().rows {
        assert!(ids.insert(site.place.id.clone()), "{} comes twice", site.place.id);
        assert!(places.readings(&site.place.name).iter().any(|r| r.place.id == site.place.id), "{}", site.place.name);
    }
    assert!(ids.len() >= 900);
}

#[test]
fn capitals_lie_in_their_states() {
    for (capital, country) in [
        ("Seoul", "KOR"),
        ("Pyongyang", "PRK"),
        ("Khartoum", "SDN"),
        ("Kyiv", "UKR"),
        ("Kiev", "UKR"),
        ("Sanaa", "YEM"),
        ("Sana'a", "YEM"),
        ("Washington", "USA"),
        ("Tehran", "IRN"),
        ("Nay Pyi Taw", "MMR"),
        ("N'Djamena", "TCD"),
        ("Port-au-Prince", "HTI"),
        ("San Jose", "CRI"),
        ("Tbilisi", "GEO"),
        ("Brussels", "BEL"),
        ("Ouagadougou", "BFA"),
        ("Reykjavik", "ISL"),
        ("Beijing", "CHN"),
        ("Taipei", "TWN"),
        ("Jerusalem", "ISR"),
        ("Pristina", "XKX"),
    ] {
        let place = places().resolve(capital, &[country]).unwrap_or_else(|| panic!("{capital} is unknown"));
        assert_eq!(place.country.as_deref(), Some(country), "{capital}: {place:?}");
    }
}

/// Every capital of the table of states, where that table is at hand.
#[test]
fn capitals_of_the_table_of_states_are_found() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data/actors/states.tsv");
    let Ok(text) = std::fs::read_to_string(file) else {
        eprintln!("skipped: {file} is not there");
        return;
    };
    let places = places();
    let mut lines = text.lines().filter(|l| !l.starts_with('#'));
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).unwrap_or_else(|| panic!("no column {name}"));
    let (iso, capitals, to) = (column("id"), column("capitals"), column("to"));
    let (mut missed, mut all) = (Vec::new(), 0);
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        if cells[iso].len() != 3 || !cells[to].is_empty() {
            continue;
        }
        let found = |capital: &str| {
            let at = places.resolve(capital, &[cells[iso]]);
            at.is_some_and(|p| p.country.as_deref().is_none_or(|c| c == cells[iso]))
        };
        let names: Vec<&str> = cells[capitals].split(';').filter(|c| !c.is_empty()).collect();
        all += usize::from(!names.is_empty());
        if !names.is_empty() && !names.iter().any(|c| found(c)) {
            missed.push(format!("{} {}", cells[iso], cells[capitals]));
        }
    }
    eprintln!("{missed:?}");
    assert!(missed.len() * 20 < all, "{} of {all}: {missed:?}", missed.len());
}

#[test]
fn a_name_with_several_readings_follows_the_article() {
    let georgia = places().readings("Georgia");
    assert_eq!(georgia[0].kind, Kind::State);
    assert!(georgia.iter().any(|r| r.kind == Kind::Division && &*r.division == "US.GA"));
    assert_eq!(id_of("Paris", &[]), "place/2988507");
    assert_eq!(
        id_of("Paris", &["USA"]),
        "place/2988507",
        "the capital of France even in an article on the United States"
    );
    assert_eq!(id_of("Tripoli", &["LBY"]), "place/2210247");
    assert_eq!(id_of("Tripoli", &["LBN"]), "place/266826");
    assert_eq!(id_of("Valencia", &["VEN"]), "place/3625549");
    assert_eq!(id_of("Valencia", &["ESP"]), "place/2509954");
}

#[test]
fn seas_and_regions_have_readable_ids() {
    assert_eq!(id_of("East Sea", &[]), "place/east-sea");
    assert_eq!(id_of("Sea of Japan", &[]), "place/east-sea");
    assert_eq!(id_of("the Gaza Strip", &[]), id_of("Gaza Strip", &[]));
    assert_eq!(places().resolve("South China Sea", &[]).and_then(|p| p.country.clone()), None);
}

#[test]
fn a_broken_table_says_where() {
    let error = Sites::parse("my.tsv", "header\nNowhere\t\tsea\tUSA\t95\t0\n").unwrap_err();
    assert_eq!(error.to_string(), "my.tsv, line 2: \"95\" is no coordinate in degrees");
    assert!(Gazetteer::new(b"nothing").is_err());
}
