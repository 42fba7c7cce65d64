//! From event records to triples.
//!
//! Every triple follows from the events of one article and the shipped tables alone: no blank nodes, no clock, no
//! counters. So graphs that were built apart unite to the graph of the whole.

use super::base::Base;
use super::label::{label, topic_label};
use super::states;
use super::vocab::{GEONAMES, WIKIDATA, dg, geo, nif, org, prov, rdf, rdfs, schema, skos, xsd};
use crate::actors::{Actor, ActorKind, Place};
use crate::events::Event;
use crate::events::event::{ArticleRef, EventMention, Instrument, Manner, Role};
use crate::graph::identity::{self, EventKey};
use jiff::ToSpan;
use jiff::civil::Date;
use oxigraph::model::{LiteralRef, NamedNodeRef};
use std::collections::{BTreeSet, HashMap};

/// The triples of events as lines of N-Triples in canonical form, without the line break, sorted, each once.
///
/// `events` must hold all events of every article that it holds one of, since speech acts refer to other events of
/// their article.
pub fn article_triples<'a>(events: impl IntoIterator<Item = &'a Event>, base: &Base) -> Vec<String> {
    let keyed: Vec<(EventKey, &Event)> = events.into_iter().map(|e| (EventKey::of(e), e)).collect();
    let names: HashMap<(&str, &str), String> =
        keyed.iter().map(|(key, e)| ((e.article.id.as_str(), e.id.as_str()), key.local_name())).collect();
    let mut writer = Writer { base, lines: Vec::new() };
    for (key, event) in &keyed {
        writer.event(key, event, &names);
    }
    writer.lines.sort_unstable();
    writer.lines.dedup();
    writer.lines
}

/// Collects lines.
struct Writer<'a> {
    base: &'a Base,
    lines: Vec<String>,
}

impl Writer<'_> {
    fn event(&mut self, key: &EventKey, event: &Event, names: &HashMap<(&str, &str), String>) {
        let this = self.base.iri(&key.local_name());
        self.link(&this, rdf::TYPE, dg::EVENT);
        self.link(&this, rdf::TYPE, &format!("{}{}", dg::NAMESPACE, identity::escape(&event.kind)));
        self.text(&this, rdfs::LABEL, &label(key, event));
        self.text(&this, dg::STATUS, identity::status_name(event.status));
        self.codes(&this, event);
        self.time(&this, key, event);
        self.parties(&this, key, event);

        for about in &event.about {
            if about.starts_with(identity::TOPIC) {
                let topic = self.topic(about);
                self.link(&this, dg::ABOUT, &topic);
            } else if let Some(name) = names.get(&(event.article.id.as_str(), about.as_str())) {
                let other = self.base.iri(name);
                if other != this {
                    self.link(&this, dg::ABOUT, &other);
                }
            }
        }
        let place = event.place.as_ref().map(|place| self.place(&place.place));
        let instruments: Vec<String> = event.instruments.iter().map(|i| self.instrument(key, i)).collect();
        for detail in place.iter().map(|p| (dg::PLACE, p)).chain(instruments.iter().map(|i| (dg::INSTRUMENT, i))) {
            self.link(&this, detail.0, detail.1);
        }
        for mention in &event.mentions {
            let report = self.report(key, event, mention);
            self.link(&this, dg::HAS_REPORT, &report);
            // Reports may differ on details: each keeps those that it gives.
            for detail in place.iter().map(|p| (dg::PLACE, p)).chain(instruments.iter().map(|i| (dg::INSTRUMENT, i))) {
                self.link(&report, detail.0, detail.1);
            }
        }
    }

    fn codes(&mut self, this: &str, event: &Event) {
        self.text(this, dg::PLOVER, &event.plover.event);
        if let Some(mode) = &event.plover.mode {
            self.text(this, dg::PLOVER_MODE, mode);
        }
        self.text(this, dg::CAMEO, &event.cameo);
        self.text(this, dg::QUAD, &event.quad);
        self.typed(this, dg::GOLDSTEIN, &decimal(event.goldstein), xsd::DECIMAL);
    }

    fn time(&mut self, this: &str, key: &EventKey, event: &Event) {
        let Some(time) = &event.time else { return };
        if let Some(first) = key.earliest {
            self.date(this, dg::DATE, first);
            self.date(this, dg::EARLIEST, first);
        }
        if let Some(last) = key.latest {
            self.date(this, dg::LATEST, last);
        }
        if let (Some(first), Some(last)) = (key.earliest, key.latest)
            && first.first_of_month() == last.first_of_month()
            && first.year() > 0
        {
            let month = format!("{:04}-{:02}", first.year(), first.month());
            self.typed(this, dg::MONTH, &month, xsd::YEAR_MONTH);
        }
        self.text(this, dg::PRECISION, identity::precision_name(time.precision));
        self.text(this, dg::EDTF, &time.edtf);
    }

    fn parties(&mut self, this: &str, key: &EventKey, event: &Event) {
        for (role, property) in [
            (Role::Source, dg::SOURCE),
            (Role::Target, dg::TARGET),
            (Role::Mediator, dg::MEDIATOR),
            (Role::Other, dg::OTHER),
        ] {
            for participant in event.participants.iter().filter(|p| p.role == role) {
                let party = self.party(&participant.actor);
                self.link(this, property, &party);
            }
        }
        for participant in &event.participants {
            let actor = self.actor(&participant.actor);
            self.link(this, dg::PARTICIPANT, &actor);
            let node = self.base.iri(&identity::participation(key, participant.role, &participant.actor));
            self.link(this, dg::HAS_PARTICIPATION, &node);
            self.link(&node, rdf::TYPE, dg::PARTICIPATION);
            self.link(&node, dg::AGENT, &actor);
            self.text(&node, dg::ROLE, identity::role_name(participant.role));
            let party = self.party(&participant.actor);
            if party != actor {
                self.link(&node, dg::ON_BEHALF_OF, &party);
            }
            if let Some(office) = self.office(&participant.actor, event) {
                self.link(&node, dg::OFFICE, &office);
            }
        }
        for (one, other) in directed_pairs(key) {
            self.text(this, dg::DIRECTED_DYAD, &format!("{}>{}", name(one), name(other)));
        }
        for (one, other) in pairs(key) {
            self.text(this, dg::DYAD, &format!("{}-{}", name(one), name(other)));
        }
    }

    /// The actor's own node.
    fn actor(&mut self, actor: &Actor) -> String {
        let this = self.base.iri(&identity::actor(actor));
        let class = match actor.kind {
            ActorKind::State => dg::STATE,
            ActorKind::Person => dg::PERSON,
            ActorKind::Organization => dg::ORGANIZATION,
            ActorKind::Igo => dg::INTERNATIONAL_ORGANIZATION,
            ActorKind::ArmedGroup => dg::ARMED_GROUP,
            ActorKind::Group => dg::GROUP,
        };
        self.link(&this, rdf::TYPE, class);
        // A state that the table knows is called as the table calls it.
        match actor.country.as_deref().filter(|country| identity::actor(actor) == identity::state(country)) {
            Some(country) if states::state(country).is_some() => drop(self.state(country)),
            _ => self.text(&this, rdfs::LABEL, &actor.name),
        }
        for alias in actor.aliases.iter().filter(|alias| **alias != actor.name && !alias.is_empty()) {
            self.text(&this, skos::ALT_LABEL, alias);
        }
        if let Some(country) = &actor.country {
            self.text(&this, dg::COUNTRY, country);
        }
        if let Some(code) = &actor.code {
            self.text(&this, dg::CODE, code);
        }
        this
    }

    /// The actor at the level of states and organisations.
    fn party(&mut self, actor: &Actor) -> String {
        match &actor.country {
            Some(country) if identity::party(actor) == identity::state(country) => self.state(country),
            _ => self.actor(actor),
        }
    }

    /// A state, with what the shipped table knows of it.
    fn state(&mut self, country: &str) -> String {
        let this = self.base.iri(&identity::state(country));
        self.link(&this, rdf::TYPE, dg::STATE);
        self.text(&this, dg::COUNTRY, country);
        let Some(state) = states::state(country) else { return this };
        self.text(&this, rdfs::LABEL, state.name);
        for (property, code) in [(dg::COW, state.cow), (dg::GW, state.gw)] {
            if !code.is_empty() {
                self.text(&this, property, code);
            }
        }
        if is_number(state.geonames) {
            self.link(&this, skos::EXACT_MATCH, &format!("{GEONAMES}{}/", state.geonames));
        }
        if state.wikidata.strip_prefix('Q').is_some_and(is_number) {
            self.link(&this, skos::EXACT_MATCH, &format!("{WIKIDATA}{}", state.wikidata));
        }
        this
    }

    /// The office that a person acts in, and that it is attested in the person's hands.
    fn office(&mut self, actor: &Actor, event: &Event) -> Option<String> {
        let title = actor.office.as_deref().filter(|title| !title.is_empty())?;
        let person = self.base.iri(&identity::actor(actor));
        let owner = identity::party(actor);
        // Without a state the office's owner is not known: the title stands for itself.
        let of = if owner == identity::actor(actor) { "office/unspecified" } else { owner.as_str() };
        let local = identity::office(of, title);
        let this = self.base.iri(&local);
        self.link(&this, rdf::TYPE, dg::OFFICE_CLASS);
        self.text(&this, rdfs::LABEL, title);
        let state = (owner != identity::actor(actor)).then(|| self.party(actor));
        if let Some(state) = &state {
            self.link(&this, org::POST_IN, state);
        }
        if let Some(day) = attested(event) {
            let hash = identity::hash([local.as_str(), person.strip_prefix(self.base.as_str()).unwrap_or(&person)]);
            let holder = identity::slug(identity::dyad_name(&identity::actor(actor)), 40);
            let tenure = self.base.iri(&format!("tenure/{holder}-{}-{hash}", identity::slug(title, 40)));
            self.link(&person, org::HOLDS, &this);
            self.link(&tenure, rdf::TYPE, dg::TENURE);
            self.link(&tenure, org::MEMBER, &person);
            self.link(&tenure, dg::OFFICE, &this);
            if let Some(state) = &state {
                self.link(&tenure, org::ORGANIZATION, state);
            }
            self.date(&tenure, dg::ATTESTED_ON, day);
        }
        Some(this)
    }

    fn place(&mut self, place: &Place) -> String {
        let local = identity::place(&place.id);
        let this = self.base.iri(&local);
        self.link(&this, rdf::TYPE, dg::PLACE_CLASS);
        if states::state_at(&local, place.country.as_deref()).is_some() {
            self.link(&this, rdf::TYPE, schema::COUNTRY);
        }
        self.text(&this, rdfs::LABEL, &place.name);
        if let Some(country) = &place.country {
            self.text(&this, dg::COUNTRY, country);
        }
        for (property, degrees) in [(geo::LAT, place.lat), (geo::LONG, place.lon)] {
            if let Some(degrees) = degrees {
                self.typed(&this, property, &decimal(degrees), xsd::DECIMAL);
            }
        }
        if let Some(number) = local.strip_prefix("place/").filter(|number| is_number(number)) {
            self.link(&this, skos::EXACT_MATCH, &format!("{GEONAMES}{number}/"));
        }
        this
    }

    fn topic(&mut self, topic: &str) -> String {
        let name = identity::escape(topic.trim_start_matches(identity::TOPIC));
        let this = self.base.iri(&format!("{}{name}", identity::TOPIC));
        self.link(&this, rdf::TYPE, dg::TOPIC);
        self.text(&this, rdfs::LABEL, &topic_label(topic));
        this
    }

    fn instrument(&mut self, key: &EventKey, instrument: &Instrument) -> String {
        let this = self.base.iri(&identity::instrument(key, instrument));
        self.link(&this, rdf::TYPE, dg::INSTRUMENT_CLASS);
        self.text(&this, dg::KIND, &instrument.kind);
        let mut words = instrument.kind.clone();
        if let Some(count) = instrument.count {
            let number = decimal(count);
            let datatype = if number.contains('.') { xsd::DECIMAL } else { xsd::INTEGER };
            self.typed(&this, dg::COUNT, &number, datatype);
            words = format!("{words} ({number})");
        }
        self.text(&this, rdfs::LABEL, &words);
        this
    }

    fn report(&mut self, key: &EventKey, event: &Event, mention: &EventMention) -> String {
        let this = self.base.iri(&identity::report(key, &event.article.id, mention));
        self.link(&this, rdf::TYPE, dg::REPORT);
        let article = self.article(&event.article);
        self.link(&this, dg::ARTICLE, &article);
        for (property, number) in [
            (dg::SENTENCE, mention.sentence),
            (nif::BEGIN_INDEX, mention.start),
            (nif::END_INDEX, mention.end),
            (dg::TRIGGER_BEGIN, mention.trigger.start),
            (dg::TRIGGER_END, mention.trigger.end),
        ] {
            self.typed(&this, property, &number.to_string(), xsd::INTEGER);
        }
        self.text(&this, dg::QUOTE, &mention.text);
        self.text(&this, dg::TRIGGER, &mention.trigger.text);
        self.text(&this, dg::RULE, &mention.rule);
        self.typed(&this, dg::CONFIDENCE, &decimal(event.confidence), xsd::DECIMAL);
        if let Some(said_by) = &event.said_by {
            let speaker = self.actor(&said_by.actor);
            self.link(&this, dg::SAID_BY, &speaker);
            self.link(&this, prov::WAS_ATTRIBUTED_TO, &speaker);
            let manner = match said_by.manner {
                Manner::Quoted => "quoted",
                Manner::Paraphrased => "paraphrased",
            };
            self.text(&this, dg::MANNER, manner);
            self.office(&said_by.actor, event);
        } else if let Some(publisher) = self.publisher(&event.article) {
            self.link(&this, prov::WAS_ATTRIBUTED_TO, &publisher);
        }
        this
    }

    fn article(&mut self, article: &ArticleRef) -> String {
        let this = self.base.iri(&identity::article(&article.id));
        self.link(&this, rdf::TYPE, schema::NEWS_ARTICLE);
        if let Some(title) = &article.title {
            self.text(&this, schema::HEADLINE, title);
        }
        if let Some(day) = published(article) {
            self.date(&this, schema::DATE_PUBLISHED, day);
        }
        if let Some(url) = &article.url {
            match NamedNodeRef::new(url) {
                Ok(iri) => self.link(&this, schema::URL, iri.as_str()),
                Err(_) => self.text(&this, schema::URL, url),
            }
        }
        if let Some(publisher) = self.publisher(article) {
            self.link(&this, schema::PUBLISHER, &publisher);
        }
        this
    }

    fn publisher(&mut self, article: &ArticleRef) -> Option<String> {
        let name = article.publisher.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
        let this = self.base.iri(&format!("publisher/{}", identity::escape(name)));
        self.link(&this, rdf::TYPE, schema::NEWS_MEDIA_ORGANIZATION);
        self.text(&this, rdfs::LABEL, name);
        Some(this)
    }

    /// A triple whose object is a thing.
    fn link(&mut self, subject: &str, predicate: &str, object: &str) {
        self.lines.push(format!("<{subject}> <{predicate}> <{object}> ."));
    }

    /// A triple whose object is a plain string.
    fn text(&mut self, subject: &str, predicate: &str, value: &str) {
        self.lines.push(format!("<{subject}> <{predicate}> {} .", LiteralRef::new_simple_literal(value)));
    }

    /// A triple whose object is a value in the canonical form of its datatype.
    fn typed(&mut self, subject: &str, predicate: &str, value: &str, datatype: &str) {
        self.lines.push(format!("<{subject}> <{predicate}> \"{value}\"^^<{datatype}> ."));
    }

    /// A day. XML Schema and jiff write years before 1 differently, and no news tells of them.
    fn date(&mut self, subject: &str, predicate: &str, day: Date) {
        if day.year() > 0 {
            self.typed(subject, predicate, &day.to_string(), xsd::DATE);
        }
    }
}

/// Pairs of different parties between which the event runs: sources and targets, and for an event without targets its
/// sources with one another. Each pair sorted, each once.
pub fn pairs(key: &EventKey) -> BTreeSet<(&str, &str)> {
    let mut pairs: BTreeSet<(&str, &str)> = directed_pairs(key)
        .into_iter()
        .map(|(one, other)| if name(one) <= name(other) { (one, other) } else { (other, one) })
        .collect();
    if key.targets.is_empty() {
        for one in &key.sources {
            for other in &key.sources {
                if name(one) < name(other) {
                    pairs.insert((one, other));
                }
            }
        }
    }
    pairs
}

/// Each source with each other target.
pub fn directed_pairs(key: &EventKey) -> Vec<(&str, &str)> {
    let targets = |source| key.targets.iter().filter(move |target| *target != source);
    key.sources.iter().flat_map(|s| targets(s).map(move |t| (s.as_str(), t.as_str()))).collect()
}

fn name(party: &str) -> &str {
    identity::dyad_name(party)
}

/// The article's day of publication.
fn published(article: &ArticleRef) -> Option<Date> {
    article.date.as_deref()?.parse().ok()
}

/// The day on which an event's article attests the offices that its actors hold: that of publication. For an event that
/// was over more than a month before, the office may be that of its time, and nothing is attested.
fn attested(event: &Event) -> Option<Date> {
    let day = published(&event.article)?;
    let last = event.time.as_ref().and_then(|time| time.end.or(time.start));
    let recent = last.is_none_or(|last| last.checked_add(31.days()).is_ok_and(|limit| limit >= day));
    recent.then_some(day)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Canonical `xsd:decimal` as Oxigraph keeps it: no exponent, no trailing zeros, no point for whole numbers; six digits
/// after the point. What is no number becomes 0.
pub fn decimal(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let digits = format!("{value:.6}");
    match digits.trim_end_matches('0').trim_end_matches('.') {
        "-0" | "" => "0".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}
