//! From an article to its events: the stages in order.

use crate::actors::{self, Actor, ActorKind, Cast, Gazetteer, Mention};
use crate::article::{Article, PartKind};
use crate::clauses::{Clauses, Form};
use crate::events::confidence::{Calibration, Signs};
use crate::events::model::Model;
use crate::events::{self, Event, Rulebook, Scene};
use crate::language::engine::Engine;
use crate::language::reader::Reader;
use crate::language::{Document, labels::Pos};
use crate::places::{self, Places, Setting};
use crate::span::Span;
use crate::time::{Tagger, Tense};
use anyhow::Context;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// What a user may set.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Publication date for articles that have none.
    pub date: Option<Date>,
    /// Folder of the user's own rules, added to the shipped ones.
    pub rules: Option<PathBuf>,
    /// Folder of a whole codebook, in place of the shipped one.
    pub codebook: Option<PathBuf>,
    /// Weights of the learned part made by `train`, in place of the shipped ones.
    pub model: Option<PathBuf>,
    /// Weights of the signs of confidence made by `calibrate`, in place of the shipped ones.
    pub confidence: Option<PathBuf>,
    /// Files of the user's own actors, added to the shipped ones.
    pub actors: Vec<PathBuf>,
    /// Events below this are not given.
    pub min_confidence: f64,
}

/// Everything that reading needs and that does not change while reading; shared by all threads.
#[allow(missing_debug_implementations)]
pub struct Extractor {
    engine: Engine,
    gazetteer: Gazetteer,
    places: Places,
    tagger: Tagger,
    book: Rulebook,
    model: Model,
    min_confidence: f64,
}

impl Extractor {
    /// Loads model, gazetteer and rules.
    ///
    /// # Errors
    /// When a user's own file cannot be read; the message says which and where.
    pub fn new(options: &Options) -> anyhow::Result<Self> {
        let mut model = match &options.model {
            Some(path) => Model::read(&std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)
                .with_context(|| path.display().to_string())?,
            None => Model::shipped()?,
        };
        if let Some(path) = &options.confidence {
            let table = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            model.confidence = Calibration::parse(&table).with_context(|| path.display().to_string())?;
        }
        Ok(Self {
            engine: Engine::shipped()?,
            gazetteer: Gazetteer::with_files(&options.actors)?,
            places: Places::shipped()?,
            tagger: Tagger::shipped()?,
            book: Rulebook::load(options.codebook.as_deref(), options.rules.as_deref())?,
            model,
            min_confidence: options.min_confidence,
        })
    }

    /// A worker with its own caches; one a thread.
    pub fn session(&self) -> Session<'_> {
        Session { extractor: self, reader: self.engine.reader() }
    }

    /// Everyone and everywhere that an article mentions.
    fn cast(&self, article: &Article, document: &Document) -> Cast {
        let mentions = actors::link(&self.gazetteer, article, document);
        let mut countries: Vec<&str> =
            mentions.iter().flat_map(|m| &m.actors).filter_map(|a| a.country.as_deref()).collect();
        countries.sort_unstable();
        let setting = Setting::of_countries(&countries);
        let found = places::find(&self.places, article, document, setting);
        let mentions = actors::located::locate(mentions, found);
        let mut cast = actors::coref::resolve(&self.gazetteer, article, document, mentions);
        actors::homes::settle(&self.gazetteer, article, document, &mut cast);
        cast
    }

    /// The rules in use.
    pub fn book(&self) -> &Rulebook {
        &self.book
    }

    /// The learned part in use.
    pub fn model(&self) -> &Model {
        &self.model
    }
}

/// One thread's worker.
#[allow(missing_debug_implementations)]
pub struct Session<'a> {
    extractor: &'a Extractor,
    reader: Reader<'a>,
}

impl Session<'_> {
    /// Reads articles. Short ones take less time together than alone; what is said of each is the same.
    pub fn read(&mut self, articles: &[&Article]) -> Vec<Document> {
        self.reader.read_all(articles)
    }

    /// Reads an article and hands everything understood to `f`.
    pub fn with_scene<R>(&mut self, article: &Article, f: impl FnOnce(&Scene) -> R) -> R {
        let document = self.reader.read(article);
        self.with_scene_of(article, document, f)
    }

    /// Hands everything understood of an article that was read to `f`.
    fn with_scene_of<R>(&self, article: &Article, document: Document, f: impl FnOnce(&Scene) -> R) -> R {
        let clauses = Clauses::of(&document);
        let sentences: Vec<Span> = document.sentences.iter().map(|s| s.span).collect();
        let tense = |byte: usize| tense_at(&document, &clauses, byte);
        let mut timexes = self.extractor.tagger.tag(&article.text, &sentences, article.date, &tense);
        // datelines are no sentences, and no anchor for what follows, but their dates are dates
        let lines = article.parts.iter().filter(|p| p.kind == PartKind::Dateline);
        for line in lines.map(|p| p.span) {
            timexes.extend(self.extractor.tagger.tag(&article.text, &[line], article.date, &|_| Tense::Unknown));
        }
        timexes.sort_by_key(|t| (t.span.start, std::cmp::Reverse(t.span.end)));
        let cast = self.extractor.cast(article, &document);
        timexes.retain(|t| !is_in_name(article, &cast, t.span));
        let quotes = events::quotes::find(article);
        f(&Scene {
            gazetteer: &self.extractor.gazetteer,
            article,
            document: &document,
            clauses: &clauses,
            cast: &cast,
            timexes: &timexes,
            quotes: &quotes,
        })
    }

    /// The events of one article, in order of their first mention.
    pub fn extract(&mut self, article: &Article) -> Vec<Event> {
        let document = self.reader.read(article);
        self.events(article, document)
    }

    /// The same of an article that was read.
    pub fn events(&self, article: &Article, document: Document) -> Vec<Event> {
        let extractor = self.extractor;
        let mut events =
            self.with_scene_of(article, document, |scene| events::of(scene, &extractor.book, &extractor.model));
        events.retain(|e| e.confidence >= extractor.min_confidence);
        events
    }

    /// The events of one article, each with the signs from which its confidence comes.
    pub fn extract_with_signs(&mut self, article: &Article) -> Vec<(Event, Signs)> {
        let extractor = self.extractor;
        self.with_scene(article, |scene| events::with_signs(scene, &extractor.book, &extractor.model))
    }

    /// How the article was read and why its events came out as they did, for people.
    pub fn explain(&mut self, article: &Article) -> String {
        let document = self.reader.read(article);
        self.account(article, document)
    }

    /// The same of an article that was read.
    pub fn account(&self, article: &Article, document: Document) -> String {
        let extractor = self.extractor;
        let explain =
            |scene: &Scene| crate::explain::explain(scene, &extractor.book, &extractor.model, extractor.min_confidence);
        self.with_scene_of(article, document, explain)
    }

    /// What was read and understood, in the shape of section 4 of the contract.
    pub fn annotate(&mut self, article: &Article) -> serde_json::Value {
        self.with_scene(article, crate::annotate::annotation)
    }

    /// The same of an article that was read.
    pub fn annotation(&self, article: &Article, document: Document) -> serde_json::Value {
        self.with_scene_of(article, document, crate::annotate::annotation)
    }
}

/// So many bytes before an expression of time a name that holds it may begin.
const FAR: usize = 80;

/// Whether an expression of time is only a word in the name of a body: `the March 23 Movement`.
fn is_in_name(article: &Article, cast: &Cast, time: Span) -> bool {
    let from = cast.mentions.partition_point(|m| m.span.start + FAR < time.start);
    let near = cast.mentions[from..].iter().take_while(|m| m.span.start <= time.start);
    let possessor = article.text[time.end..].starts_with(['\'', '\u{2019}']);
    let body = |a: &Arc<Actor>| matches!(a.kind, ActorKind::ArmedGroup | ActorKind::Organization);
    let holds = |m: &Mention| m.form == actors::Form::Name && m.span.contains(time) && m.span != time;
    !possessor && near.into_iter().any(|m| holds(m) && m.actors.iter().any(body))
}

/// The tense of the clause around a byte of the text: of the nearest finite verb above that word.
fn tense_at(document: &Document, clauses: &Clauses, byte: usize) -> Tense {
    let i = document.tokens.partition_point(|t| t.span.end <= byte);
    if i >= document.tokens.len() {
        return Tense::Unknown;
    }
    let finite = std::iter::once(i)
        .chain(document.ancestors(i))
        .filter(|t| matches!(document.tokens[*t].pos, Pos::Verb | Pos::Aux))
        .filter_map(|t| clauses.at(t))
        .find(|c| c.form != Form::NonFinite || c.modal.is_some());
    match finite {
        Some(clause) if clause.modal.is_some() => Tense::Unknown,
        Some(clause) => match clause.form {
            Form::Past | Form::Perfect => Tense::Past,
            Form::Future => Tense::Future,
            // a headline's present tells what has been, a plan's present what will be: the words near by decide
            _ => Tense::Unknown,
        },
        None => Tense::Unknown,
    }
}
