//! Identity: what makes two reports tell of one event, and the IRI of everything in the graph.
//!
//! An event is known by its [`EventKey`]: type, status, parties at the level of states and organisations, days and their
//! precision, and the topic of a speech act. Persons, place, counts and words are details on which reports differ, so they
//! stay out of the key. Every name here is a pure function of one event record, so graphs that are built apart unite to
//! the same set of triples as a graph that is built at once.
//!
//! All functions return *local names* such as `event/2021-03-25-meeting-kor-rus-4fq2mzk7c3va`; [`iri`] puts them under a
//! base IRI. Local names are ASCII and need no escaping in any RDF syntax.

use crate::actors::{Actor, ActorKind};
use crate::events::event::{Event, EventMention, Instrument, Role, Status};
use crate::time::Precision;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The base IRI under which things live when no other is asked for.
pub const BASE: &str = "https://w3id.org/diplograph/";

/// Prefix of the entries of [`Event::about`] that are topics.
pub const TOPIC: &str = "topic/";

/// Characters of a hash: 12 of base 32, 60 bits. A million events collide with a probability of about 4 in 10 million.
const HASH: usize = 12;

/// What identifies an event across reports.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventKey {
    /// First day; none when open or unknown.
    pub earliest: Option<Date>,
    /// Last day; none when open or unknown.
    pub latest: Option<Date>,
    /// How fine the date is; none when there is none.
    pub precision: Option<Precision>,
    /// Event type: `Meeting`.
    pub kind: String,
    /// Whether it happened.
    pub status: Status,
    /// Sources at state or organisation level ([`party`]), sorted, each once.
    pub sources: Vec<String>,
    /// Targets at state or organisation level, sorted, each once.
    pub targets: Vec<String>,
    /// Topics of a speech act, `topic/sanctions`, sorted, each once.
    pub topics: Vec<String>,
    /// Set only when the rest does not single out an event: the article for an event without a date, the record for one
    /// without any party. Such reports are never taken for the same event on no evidence.
    pub anchor: Option<String>,
}

impl EventKey {
    /// The key of an event record.
    pub fn of(event: &Event) -> Self {
        let side = |role: Role| -> Vec<String> {
            let parties: BTreeSet<String> =
                event.participants.iter().filter(|p| p.role == role).map(|p| party(&p.actor)).collect();
            parties.into_iter().collect()
        };
        let topics: BTreeSet<&String> = event.about.iter().filter(|a| a.starts_with(TOPIC)).collect();
        let (sources, targets) = (side(Role::Source), side(Role::Target));
        let time = event.time.as_ref();
        let (earliest, latest) = (time.and_then(|t| t.start), time.and_then(|t| t.end));
        let anchor = if sources.is_empty() && targets.is_empty() {
            Some(format!("{}\u{1f}{}", event.article.id, event.id))
        } else if earliest.is_none() && latest.is_none() {
            Some(event.article.id.clone())
        } else {
            None
        };
        Self {
            earliest,
            latest,
            precision: time.map(|t| t.precision),
            kind: event.kind.clone(),
            status: event.status,
            sources,
            targets,
            topics: topics.into_iter().cloned().collect(),
            anchor,
        }
    }

    /// Twelve characters, equal exactly for equal keys.
    pub fn hash(&self) -> String {
        let day = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
        let mut fields = vec![
            self.kind.clone(),
            status_name(self.status).to_owned(),
            day(self.earliest),
            day(self.latest),
            self.precision.map_or("", precision_name).to_owned(),
        ];
        for (name, list) in [("source", &self.sources), ("target", &self.targets), ("topic", &self.topics)] {
            fields.extend(list.iter().map(|entry| format!("{name} {entry}")));
        }
        fields.extend(self.anchor.iter().map(|a| format!("anchor {a}")));
        hash(fields.iter().map(String::as_str))
    }

    /// `event/2021-03-25-meeting-kor-rus-4fq2mzk7c3va`, `event/after-2021-03-25-visit-rus-to-kor-planned-…`.
    pub fn local_name(&self) -> String {
        let mut name = format!("event/{}-{}", self.date_words(), kebab(&self.kind));
        for (join, side) in [("-", &self.sources), ("-to-", &self.targets)] {
            if !side.is_empty() {
                name.push_str(join);
                name.push_str(&readable_parties(side));
            }
        }
        if let Some(topic) = self.topics.first() {
            name.push_str("-on-");
            name.push_str(&slug(topic.trim_start_matches(TOPIC), 24));
        }
        if self.status != Status::Actual {
            name.push('-');
            name.push_str(status_name(self.status));
        }
        name.push('-');
        name.push_str(&self.hash());
        name
    }

    fn date_words(&self) -> String {
        let (start, end) = (self.earliest, self.latest);
        match (self.precision, start, end) {
            (Some(Precision::Before), _, Some(end)) => format!("before-{end}"),
            (Some(Precision::After), Some(start), _) => format!("after-{start}"),
            (Some(Precision::Year), Some(start), _) => format!("{:04}", start.year()),
            (Some(Precision::Month | Precision::Season), Some(start), _) => {
                format!("{:04}-{:02}", start.year(), start.month())
            }
            (_, Some(start), _) => start.to_string(),
            (_, None, Some(end)) => format!("before-{end}"),
            _ => "undated".to_owned(),
        }
    }
}

/// The local name under a base IRI.
pub fn iri(base: &str, local: &str) -> String {
    format!("{base}{local}")
}

/// The actor's own local name: `person/RUS-sergey-lavrov`, `state/KOR`.
pub fn actor(actor: &Actor) -> String {
    if actor.id.contains('/') {
        return escape_path(&actor.id);
    }
    // A user's own table may give bare names.
    let folder = match actor.kind {
        ActorKind::State => "state",
        ActorKind::Person => "person",
        ActorKind::Organization | ActorKind::Igo => "org",
        ActorKind::ArmedGroup | ActorKind::Group => "group",
    };
    format!("{folder}/{}", escape(&actor.id))
}

/// Who acts, at the level of states and organisations: the state for an actor that belongs to one or acts for it,
/// the actor itself otherwise. Armed groups and international organisations act for themselves wherever they sit.
pub fn party(a: &Actor) -> String {
    match (&a.country, a.kind) {
        (Some(country), kind) if !matches!(kind, ActorKind::ArmedGroup | ActorKind::Igo) => state(country),
        _ => actor(a),
    }
}

/// `state/KOR` of an ISO 3166-1 alpha-3 code.
pub fn state(country: &str) -> String {
    format!("state/{}", escape(country))
}

/// How a party is written in `dg:dyad` and `dg:directedDyad`: `KOR` for `state/KOR`, `nato` for `org/nato`.
pub fn dyad_name(party: &str) -> &str {
    party.split_once('/').map_or(party, |(_, name)| name)
}

/// `place/1835848`, `place/east-sea`.
pub fn place(id: &str) -> String {
    if id.contains('/') { escape_path(id) } else { format!("place/{}", escape(id)) }
}

/// `article/` and the id; a slash in an id is escaped, so that ids never nest.
pub fn article(id: &str) -> String {
    format!("article/{}", escape(id))
}

/// A mention of an event in an article: `report/4fq2mzk7c3va-7tr3…-716-723`, from event, article and trigger.
pub fn report(event: &EventKey, article_id: &str, mention: &EventMention) -> String {
    format!("report/{}-{}-{}-{}", event.hash(), hash([article_id]), mention.trigger.start, mention.trigger.end)
}

/// An actor's part in an event: `participation/4fq2mzk7c3va-source-rus-sergey-lavrov-x2…`, from event, role, actor, the
/// state that it acts for and its office.
pub fn participation(event: &EventKey, role: Role, a: &Actor) -> String {
    let id = actor(a);
    let own = hash([id.as_str(), a.country.as_deref().unwrap_or(""), a.office.as_deref().unwrap_or("")]);
    format!("participation/{}-{}-{}-{own}", event.hash(), role_name(role), slug(dyad_name(&id), 32))
}

/// What an event was done with, as one report has it: `instrument/4fq2mzk7c3va-2-ballistic-missile-p5…`. Reports that
/// differ on the count make different nodes.
pub fn instrument(event: &EventKey, instrument: &Instrument) -> String {
    let count = instrument.count.map_or_else(String::new, |c| c.to_string());
    let own = hash([instrument.kind.as_str(), count.as_str()]);
    let words = slug(&format!("{count} {}", instrument.kind), 32);
    format!("instrument/{}-{words}-{own}", event.hash())
}

/// An office of a state or organisation: `office/RUS-minister-of-foreign-affairs-k3…`.
pub fn office(of: &str, title: &str) -> String {
    format!("office/{}-{}-{}", escape(dyad_name(of)), slug(title, 48), hash([of, title]))
}

/// `actual`, `planned`, `possible` or `negated`.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::Actual => "actual",
        Status::Planned => "planned",
        Status::Possible => "possible",
        Status::Negated => "negated",
    }
}

/// `day`, `week`, `month`, `season`, `year`, `range`, `before` or `after`.
pub fn precision_name(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Season => "season",
        Precision::Year => "year",
        Precision::Range => "range",
        Precision::Before => "before",
        Precision::After => "after",
    }
}

/// `source`, `target`, `mediator` or `other`.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Source => "source",
        Role::Target => "target",
        Role::Mediator => "mediator",
        Role::Other => "other",
    }
}

/// Twelve characters of base 32 (RFC 4648, lower case) of the SHA-256 of the fields. Lengths go in, so that no two lists
/// of fields are written alike.
pub fn hash<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for field in fields {
        digest.update((field.len() as u64).to_le_bytes());
        digest.update(field.as_bytes());
    }
    let bytes = digest.finalize();
    let bits = bytes.iter().take(8).fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..HASH).map(|i| char::from(b"abcdefghijklmnopqrstuvwxyz234567"[(bits >> (59 - 5 * i)) as usize & 31])).collect()
}

/// Lower-case ASCII words joined by hyphens, at most `limit` characters; accents and other letters are dropped, since the
/// hash that follows carries the identity.
pub fn slug(text: &str, limit: usize) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= limit {
            break;
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    if out.is_empty() { "x".to_owned() } else { out }
}

/// `MissileLaunch` as `missile-launch`.
fn kebab(kind: &str) -> String {
    let mut spaced = String::new();
    for c in kind.chars() {
        if c.is_uppercase() {
            spaced.push(' ');
        }
        spaced.push(c);
    }
    slug(&spaced, 32)
}

/// Up to three parties by name, more by their number.
fn readable_parties(parties: &[String]) -> String {
    let names: Vec<String> = parties.iter().take(3).map(|p| slug(dyad_name(p), 24)).collect();
    let more = parties.len().saturating_sub(names.len());
    let rest = if more > 0 { format!("-and-{more}-more") } else { String::new() };
    names.join("-") + &rest
}

/// One path segment of an IRI: everything but unreserved ASCII is percent-encoded.
pub fn escape(segment: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(segment.len());
    // A segment of dots alone would be resolved away.
    let dots = segment.bytes().all(|b| b == b'.');
    for byte in segment.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            b'.' if !dots => out.push('.'),
            _ => write!(out, "%{byte:02X}").expect("a string takes any text"),
        }
    }
    out
}

/// A path of segments.
fn escape_path(path: &str) -> String {
    path.split('/').map(escape).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::event::{ArticleRef, Participant, Plover};
    use crate::time::EventTime;
    use std::sync::Arc;

    fn who(id: &str, kind: ActorKind, country: Option<&str>) -> Actor {
        Actor {
            id: id.into(),
            kind,
            name: id.into(),
            aliases: vec![],
            country: country.map(Into::into),
            code: None,
            office: None,
            affiliation: None,
        }
    }

    fn meeting(parties: &[Actor]) -> Event {
        Event {
            id: "e1".into(),
            article: Arc::new(ArticleRef {
                id: "a1".into(),
                date: None,
                title: None,
                url: None,
                publisher: None,
                fingerprint: None,
            }),
            kind: "Meeting".into(),
            plover: Plover { event: "CONSULT".into(), mode: None },
            cameo: "040".into(),
            quad: "verbal-cooperation".into(),
            goldstein: 1.0,
            participants: parties
                .iter()
                .map(|a| Participant {
                    role: Role::Source,
                    actor: Arc::new(a.clone()),
                    text: String::new(),
                    start: 0,
                    end: 0,
                })
                .collect(),
            time: Some(EventTime {
                edtf: "2021-03-25".into(),
                start: "2021-03-25".parse().ok(),
                end: "2021-03-25".parse().ok(),
                precision: Precision::Day,
                text: None,
            }),
            place: None,
            status: Status::Actual,
            said_by: None,
            instruments: vec![],
            about: vec![],
            mentions: vec![],
            confidence: 1.0,
        }
    }

    fn lavrov() -> Actor {
        who("person/RUS-sergey-lavrov", ActorKind::Person, Some("RUS"))
    }

    fn korea() -> Actor {
        who("state/KOR", ActorKind::State, Some("KOR"))
    }

    #[test]
    fn names_can_be_read() {
        let name = EventKey::of(&meeting(&[lavrov(), korea()])).local_name();
        assert!(name.starts_with("event/2021-03-25-meeting-kor-rus-"), "{name}");
        assert_eq!(name.len(), "event/2021-03-25-meeting-kor-rus-".len() + HASH);
    }

    #[test]
    fn persons_place_article_and_order_do_not_matter() {
        let one = meeting(&[lavrov(), korea()]);
        let mut two = meeting(&[korea(), who("state/RUS", ActorKind::State, Some("RUS"))]);
        Arc::make_mut(&mut two.article).id = "another".into();
        two.id = "e9".into();
        assert_eq!(EventKey::of(&one), EventKey::of(&two));
        assert_eq!(EventKey::of(&one).local_name(), EventKey::of(&two).local_name());
    }

    #[test]
    fn status_topic_and_precision_matter() {
        let base = EventKey::of(&meeting(&[lavrov(), korea()]));
        let mut planned = meeting(&[lavrov(), korea()]);
        planned.status = Status::Planned;
        let mut spoken = meeting(&[lavrov(), korea()]);
        spoken.about = vec!["topic/sanctions".into(), "e7".into()];
        let mut month = meeting(&[lavrov(), korea()]);
        month.time.as_mut().expect("dated").precision = Precision::Month;
        let hashes: BTreeSet<String> =
            [base.clone(), EventKey::of(&planned), EventKey::of(&spoken), EventKey::of(&month)]
                .iter()
                .map(EventKey::hash)
                .collect();
        assert_eq!(hashes.len(), 4);
        assert_eq!(EventKey::of(&spoken).topics, ["topic/sanctions"]);
    }

    #[test]
    fn armed_groups_and_international_organisations_are_no_states() {
        assert_eq!(party(&who("group/hezbollah", ActorKind::ArmedGroup, Some("LBN"))), "group/hezbollah");
        assert_eq!(party(&who("org/ISR-army", ActorKind::Organization, Some("ISR"))), "state/ISR");
        assert_eq!(party(&who("person/greta-thunberg", ActorKind::Person, None)), "person/greta-thunberg");
    }

    #[test]
    fn undated_events_of_two_articles_stay_apart() {
        let mut one = meeting(&[lavrov(), korea()]);
        one.time = None;
        let mut two = one.clone();
        Arc::make_mut(&mut two.article).id = "a2".into();
        assert_ne!(EventKey::of(&one).hash(), EventKey::of(&two).hash());
        assert!(EventKey::of(&one).local_name().starts_with("event/undated-meeting-kor-rus-"));
    }

    #[test]
    fn any_text_makes_a_plain_name() {
        let odd = who("person/a b/<é\u{0}>%", ActorKind::Person, None);
        assert_eq!(actor(&odd), "person/a%20b/%3C%C3%A9%00%3E%25");
        assert_eq!(actor(&who("..", ActorKind::Person, None)), "person/%2E%2E");
        assert_eq!(article("news/2021 03"), "article/news%2F2021%2003");
        assert_eq!(slug("  Éric – DU (Pont) ", 40), "eric-du-pont");
    }

    #[test]
    fn the_hash_never_changes() {
        // A changed hash would break every link into graphs that people have published.
        assert_eq!(hash(["Meeting", "actual"]), "kpzird4f3q7x");
        assert_ne!(hash(["ab", "c"]), hash(["a", "bc"]));
    }
}
