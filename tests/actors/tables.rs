//! The tables of `data/actors/` are as large and as right as their README says. The lists that they are compared with stand
//! beside the project, in `../shared/reference`; without them those tests only say so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

type Row = BTreeMap<String, String>;

/// The lines of a table by the names of its columns.
fn table(name: &str) -> Vec<Row> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/actors").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            let mut cells = line.split('\t');
            header.iter().map(|h| ((*h).to_owned(), cells.next().unwrap_or_default().to_owned())).collect()
        })
        .collect()
}

/// The records of a reference list; none, with a message, where it is absent.
fn reference(name: &str) -> Option<Vec<Row>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/reference").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    Some(
        reader
            .records()
            .map(|r| header.iter().map(str::to_owned).zip(r.unwrap().iter().map(str::to_owned)).collect())
            .collect(),
    )
}

fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == '-' { ' ' } else { c })
        .collect()
}

#[test]
fn the_tables_have_the_promised_size() {
    let organizations = table("organizations.tsv");
    let international = ["igo", "bloc", "alliance", "un-organ", "un-agency"];
    assert!(organizations.iter().filter(|r| international.contains(&&*r["kind"])).count() >= 200);
    assert!(table("armed_groups.tsv").len() >= 300);
    let classes = ["head-of-state", "head-of-government", "foreign-minister"];
    assert!(table("offices.tsv").iter().filter(|r| classes.contains(&&*r["office"])).count() >= 2500);
}

#[test]
fn ids_are_unique_and_dates_in_order() {
    for name in ["states.tsv", "organizations.tsv", "armed_groups.tsv"] {
        let mut seen = BTreeSet::new();
        for row in table(name) {
            assert!(seen.insert(row["id"].clone()), "{name}: {} stands twice", row["id"]);
        }
    }
    for name in ["offices.tsv", "people.tsv"] {
        for row in table(name) {
            let (from, to) = (&row["from"], &row["to"]);
            let n = from.len().min(to.len());
            assert!(from[..n] <= to[..n], "{name}: {} of {} ends before it begins", row["name"], row["owner"]);
        }
    }
}

#[test]
fn people_are_no_office_holders_and_have_full_names() {
    let named = |row: &Row| {
        let aliases = row["aliases"].split(';').map(str::to_owned);
        aliases.chain([row["name"].clone()]).filter(|n| !n.is_empty()).map(|n| fold(&n)).collect::<Vec<_>>()
    };
    let holders: BTreeSet<String> = table("offices.tsv").iter().flat_map(named).collect();
    let mut bearers: BTreeMap<String, String> = BTreeMap::new();
    let people = table("people.tsv");
    for row in &people {
        for name in named(row) {
            assert!(name.contains(' '), "people.tsv: {name} is no full name");
            assert!(!holders.contains(&name), "people.tsv: {name} stands in offices.tsv");
            let bearer = bearers.entry(name.clone()).or_insert_with(|| row["person"].clone());
            assert_eq!(*bearer, row["person"], "people.tsv: {name} is two persons");
        }
    }
    assert!(people.len() >= 7_000);
}

#[test]
fn every_state_of_the_code_list_is_there_with_its_number() {
    let Some(codes) = reference("country-codes.csv") else { return };
    let states: BTreeMap<String, Row> = table("states.tsv").into_iter().map(|r| (r["id"].clone(), r)).collect();
    let mut wrong = Vec::new();
    for code in codes {
        let iso = &code["ISO3166-1-Alpha-3"];
        if iso.len() != 3 {
            continue;
        }
        match states.get(iso) {
            None => wrong.push(format!("{iso} is missing")),
            Some(state) => {
                if state["iso2"] != code["ISO3166-1-Alpha-2"] && !code["ISO3166-1-Alpha-2"].is_empty() {
                    wrong.push(format!("{iso}: iso2 {}", state["iso2"]));
                }
                let geonames = code["Geoname ID"].trim_end_matches(".0");
                if !state["geonames"].is_empty() && !geonames.is_empty() && state["geonames"] != geonames {
                    wrong.push(format!("{iso}: GeoNames {} and {geonames}", state["geonames"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_member_of_the_state_system_since_1946_is_there() {
    for (file, column, number) in [("gwstates.csv", "gw", "gwcode"), ("cowstates.csv", "cow", "cowcode")] {
        let Some(members) = reference(file) else { return };
        let ours: BTreeSet<String> = table("states.tsv").into_iter().map(|r| r[column].clone()).collect();
        let mut missing = Vec::new();
        for m in members.iter().filter(|m| m["end"].as_str() >= "1946-01-01" && m["microstate"] != "True") {
            let code = m[number].trim_end_matches(".0");
            if !ours.contains(code) {
                missing.push(format!("{code} {}", m["country_name"]));
            }
        }
        assert!(missing.is_empty(), "{column} numbers without a state: {missing:#?}");
    }
}

/// What differs is listed and judged in `disagreements.tsv`, which `scripts/check_offices.py` makes.
#[test]
fn office_holders_agree_with_an_almanac() {
    let (Some(codes), Some(leaders)) = (reference("country-codes.csv"), reference("factbook_leaders_history.csv"))
    else {
        return;
    };
    let fips: BTreeMap<String, String> = codes
        .iter()
        .filter(|c| !c["FIPS"].trim().is_empty())
        .map(|c| (c["FIPS"].split(',').next().unwrap().to_lowercase(), c["ISO3166-1-Alpha-3"].clone()))
        .collect();
    let independent: BTreeSet<String> =
        table("states.tsv").into_iter().filter(|r| !r["gw"].is_empty()).map(|r| r["id"].clone()).collect();
    let offices = table("offices.tsv");
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for o in &offices {
        *names.entry(&o["person"]).or_default() += &fold(&format!(" {} {}", o["name"], o["aliases"].replace(';', " ")));
    }
    let (mut compared, mut agree) = (0, 0);
    for leader in &leaders {
        let (Some(state), name) = (fips.get(&leader["fips"]), &leader["name"]) else { continue };
        let head = ["President ", "Prime Minister ", "Chancellor "].iter().any(|t| name.starts_with(t));
        if !independent.contains(state) || !head || name.contains("Vice") || name.contains("-elect") {
            continue;
        }
        let family: Vec<String> = name
            .split_whitespace()
            .filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() > 2 && !w.chars().any(char::is_lowercase))
            .flat_map(|w| fold(w.trim_matches(',')).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .collect();
        if family.is_empty() {
            continue;
        }
        compared += 1;
        let (first, last) = (&leader["first_seen"], &leader["last_seen"]);
        agree += usize::from(offices.iter().any(|o| {
            o["owner"] == *state
                && o["from"] <= *last
                && (o["to"].is_empty() || o["to"] >= *first || first.starts_with(&*o["to"]))
                && names[&*o["person"]].split(' ').any(|n| family.iter().any(|f| f == n))
        }));
    }
    assert!(compared > 700, "{compared}");
    assert!(agree * 100 >= compared * 95, "{agree} of {compared} agree");
}
