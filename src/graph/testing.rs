//! Event records in one line each, for tests.

use crate::actors::{Actor, ActorKind, Place};
use crate::events::event::*;
use crate::time::{EventTime, Precision};
use jiff::ToSpan;
use jiff::civil::Date;
use std::sync::Arc;

/// A record out of a line such as
/// `a1@2021-03-26: 2021-03-25 Meeting planned RUS:Sergey Lavrov, KOR > org/nato with 2 ballistic missile at Seoul on sanctions`.
/// The article (`a1`, published on the day after `@`), status, targets and everything after them may be left out.
pub fn record(line: &str) -> Event {
    let (article, rest) = match line.split_once(": ") {
        Some((article, rest)) if !article.contains(' ') => (article, rest),
        _ => ("a1", line),
    };
    let (article, published) = article.split_once('@').unwrap_or((article, ""));
    let (date, rest) = rest.split_once(' ').expect("a date first");
    let (kind, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let (status, rest) = [Status::Planned, Status::Possible, Status::Negated]
        .into_iter()
        .find_map(|s| Some((s, rest.strip_prefix(super::identity::status_name(s))?.trim_start())))
        .unwrap_or((Status::Actual, rest));
    let (rest, topic) = cut(rest, " on ");
    let (rest, place) = cut(rest, " at ");
    let (rest, instrument) = cut(rest, " with ");
    let (sources, targets) = cut(rest, "> ");
    let mut participants = parties(sources, Role::Source);
    participants.extend(parties(targets.unwrap_or(""), Role::Target));
    let (plover, quad, goldstein) = coding(kind);
    let text = format!("{line}.");
    Event {
        id: super::identity::hash([line]),
        article: Arc::new(ArticleRef {
            id: article.to_owned(),
            date: (!published.is_empty()).then(|| published.to_owned()),
            title: None,
            url: None,
            publisher: None,
            fingerprint: None,
        }),
        kind: kind.to_owned(),
        plover: Plover { event: plover.to_owned(), mode: None },
        cameo: "010".to_owned(),
        quad: quad.to_owned(),
        goldstein,
        participants,
        time: time(date),
        place: place.map(|name| EventPlace {
            place: Place {
                id: format!("place/{}", super::identity::slug(name, 40)),
                name: name.to_owned(),
                country: None,
                lat: None,
                lon: None,
            },
            text: name.to_owned(),
        }),
        status,
        said_by: None,
        instruments: instrument.map(amount).into_iter().collect(),
        about: topic.map(|t| format!("topic/{t}")).into_iter().collect(),
        mentions: vec![EventMention {
            sentence: 0,
            start: 0,
            end: text.chars().count(),
            trigger: Trigger { start: 0, end: kind.len(), text: kind.to_lowercase() },
            text,
            rule: "test".to_owned(),
        }],
        confidence: 0.9,
    }
}

fn cut<'a>(text: &'a str, at: &str) -> (&'a str, Option<&'a str>) {
    text.split_once(at).map_or((text, None), |(a, b)| (a.trim(), Some(b.trim())))
}

fn parties(list: &str, role: Role) -> Vec<Participant> {
    list.split(", ").map(str::trim).filter(|p| !p.is_empty()).map(|p| participant(p, role)).collect()
}

fn participant(text: &str, role: Role) -> Participant {
    let actor = match text.split_once(':') {
        Some((country, name)) => Actor {
            id: format!("person/{country}-{}", super::identity::slug(name, 60)),
            kind: ActorKind::Person,
            name: name.to_owned(),
            aliases: name.split_whitespace().last().into_iter().map(str::to_owned).collect(),
            country: Some(country.to_owned()),
            code: Some(format!("{country}GOV")),
            office: None,
            affiliation: None,
        },
        None => match text.split_once('/') {
            Some((folder, name)) => {
                bare(text, name, if folder == "org" { ActorKind::Igo } else { ActorKind::ArmedGroup })
            }
            None => Actor { country: Some(text.to_owned()), ..bare(&format!("state/{text}"), text, ActorKind::State) },
        },
    };
    Participant { role, text: actor.name.clone(), actor: Arc::new(actor), start: 0, end: 0 }
}

fn bare(id: &str, name: &str, kind: ActorKind) -> Actor {
    Actor {
        id: id.into(),
        kind,
        name: name.into(),
        aliases: vec![],
        country: None,
        code: None,
        office: None,
        affiliation: None,
    }
}

fn amount(text: &str) -> Instrument {
    let (count, kind) = text.split_once(' ').filter(|(n, _)| n.parse::<f64>().is_ok()).unwrap_or(("", text));
    Instrument { kind: kind.to_owned(), count: count.parse().ok(), text: text.to_owned() }
}

/// The time that an EDTF string names; `undated` is none.
pub fn time(edtf: &str) -> Option<EventTime> {
    let day = |d: &str| d.parse::<Date>().ok();
    let (start, end, precision) = match (edtf.split_once('/'), edtf.len()) {
        _ if edtf == "undated" => return None,
        (Some(("..", end)), _) => (None, day(end), Precision::Before),
        (Some((start, "..")), _) => (day(start), None, Precision::After),
        (Some((start, end)), _) => (day(start), day(end), Precision::Range),
        (None, 4) => (day(&format!("{edtf}-01-01")), day(&format!("{edtf}-12-31")), Precision::Year),
        (None, 7) => {
            let first = day(&format!("{edtf}-01")).expect("a month");
            (Some(first), Some(first + 1.month() - 1.day()), Precision::Month)
        }
        _ => (day(edtf), day(edtf), Precision::Day),
    };
    assert!(start.is_some() || end.is_some(), "no date: {edtf}");
    Some(EventTime { edtf: edtf.to_owned(), start, end, precision, text: None })
}

fn coding(kind: &str) -> (&'static str, &'static str, f64) {
    match kind {
        "Statement" => ("STATEMENT", "verbal-cooperation", 0.0),
        "Meeting" | "Visit" | "Negotiation" | "PhoneCall" => ("CONSULT", "verbal-cooperation", 1.0),
        "Agreement" | "AgreementToMeet" => ("AGREE", "verbal-cooperation", 4.0),
        "SignedAgreement" | "Support" => ("SUPPORT", "verbal-cooperation", 8.0),
        "Aid" | "HumanitarianAid" | "MilitaryAid" => ("AID", "material-cooperation", 7.0),
        "JointExercise" => ("COOPERATE", "material-cooperation", 7.4),
        "Withdrawal" | "Ceasefire" | "Release" => ("RETREAT", "material-cooperation", 9.0),
        "Criticism" | "Accusation" => ("ACCUSE", "verbal-conflict", -2.0),
        "Denial" | "Rejection" => ("REJECT", "verbal-conflict", -4.0),
        "Threat" | "ThreatOfForce" => ("THREATEN", "verbal-conflict", -6.0),
        "Appeal" | "Demand" => ("REQUEST", "verbal-conflict", -1.0),
        "MissileLaunch" | "Deployment" => ("MOBILIZE", "material-conflict", -7.2),
        "Sanction" => ("COERCE", "material-conflict", -5.6),
        "Expulsion" => ("SANCTION", "material-conflict", -5.0),
        "Demonstration" => ("PROTEST", "material-conflict", -6.5),
        "Attack" | "Airstrike" | "Shelling" => ("ASSAULT", "material-conflict", -10.0),
        other => panic!("add {other} to the table of the tests"),
    }
}
