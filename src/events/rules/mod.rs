//! The codebook: rules of `data/rules/` and of the user, compiled and indexed.

mod embedding;
mod file;
mod matching;
mod parts;
pub mod pattern;
pub mod sets;
mod slots;
mod terms;

pub use embedding::{Embedding, Function, InnerStatus};
pub use file::RuleError;
pub use matching::{NearMiss, OBJECT};
pub use slots::{Slot, SlotKind, Slots};
pub use terms::is_kind;

use super::event::Status;
use super::types::{self, EventType};
use crate::clauses::{Clause, ClauseKind, Link};
use file::RuleText;
use pattern::{Part, Pattern, Terms};
use rustc_hash::FxHashMap;
use sets::{Sets, WordSet};
use std::path::Path;
use std::sync::Arc;

/// The shipped chapters, in the order in which they are read.
const CHAPTERS: &[(&str, &str)] = &include!("chapters.in");

/// What the chapters rest on.
const FRAME: &[(&str, &str)] = &[
    ("data/rules/sets.toml", include_str!("../../../data/rules/sets.toml")),
    ("data/rules/embedding.toml", include_str!("../../../data/rules/embedding.toml")),
    ("data/rules/roles.toml", include_str!("../../../data/rules/roles.toml")),
];

/// A rule, ready to match.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Unique name.
    pub id: Arc<str>,
    /// The type that it codes.
    pub kind: &'static EventType,
    patterns: Vec<Pattern>,
    agent: Terms,
    object: Terms,
    beside: Terms,
    with_prep: Vec<(Arc<str>, Terms)>,
    complement: Vec<Inner>,
    links: Vec<InnerLink>,
    complement_status: Vec<Status>,
    when_status: Vec<Status>,
    unless_status: Vec<Status>,
    auxiliary: Vec<String>,
    says: Vec<String>,
    /// What the clause that is reported must say.
    reports: Vec<Report>,
    /// The status of an event whose clause is actual, where that only makes it possible: a warrant is no arrest yet.
    pub status: Option<Status>,
    /// Whether the event inside must be the doing of others than the agent.
    pub by_others: bool,
    /// Whether it must not be the doing of others alone.
    pub by_agent: bool,
    /// Whether it is an event only with a known source.
    pub needs_source: bool,
    /// Whether it is an event only with a known target.
    pub needs_target: bool,
    /// Who fills the roles, when the rule says so itself.
    pub roles: Roles,
    /// Sentences that must match, with what they give.
    pub yes: Vec<String>,
    /// Sentences that must not match.
    pub no: Vec<String>,
}

/// Slots by role; none where the defaults of the type serve.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// Who does it.
    pub source: Option<Slots>,
    /// To whom.
    pub target: Option<Slots>,
    /// Who stands between.
    pub mediator: Option<Slots>,
}

/// What the event inside must be.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Inner {
    Type(&'static EventType),
    Plover(&'static str),
    Quad(&'static str),
    Cooperation,
    Conflict,
    Any,
    None,
}

/// How the event inside is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InnerLink {
    /// `that it will send`
    That,
    /// `to send`
    To,
    /// `of sending`
    Ing,
    /// `a shipment`
    Object,
}

/// An event inside a clause's complement or object.
#[derive(Clone, Copy, Debug)]
pub struct InnerEvent {
    /// Its type.
    pub kind: &'static EventType,
    /// How it is joined.
    pub link: InnerLink,
    /// Whether it happened.
    pub status: Status,
    /// Whether only those do it who are the agents of the clause around it.
    pub own: bool,
    /// Whether only others do it.
    pub of_others: bool,
}

/// A rule that matched, and how specific it is.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Which of its patterns.
    pub pattern: &'a Pattern,
    /// Higher is more specific.
    pub score: u32,
}

/// Patterns, for each kind of predicate by its word.
type Index = [FxHashMap<Arc<str>, Vec<Indexed>>; 3];

/// A pattern, found by its predicate: the number of the rule, and of the pattern in it.
#[derive(Clone, Copy, Debug)]
struct Indexed {
    rule: u32,
    pattern: u32,
    /// Of the first part that takes any, the particles and prepositions that it takes; all where there is no such part.
    takes: u64,
    /// The statuses of which the rule may hold, a bit each.
    statuses: u8,
}

/// All rules.
#[derive(Debug)]
pub struct Rulebook {
    rules: Vec<Rule>,
    index: Index,
    defaults: slots::Defaults,
    /// What predicates do to the event inside them.
    pub embedding: Embedding,
    /// Who takes no part in politics as what they are: the set `bystander`.
    bystanders: Arc<WordSet>,
    /// What such people make and play: the set `pastime`.
    pastimes: Arc<WordSet>,
}

impl Rulebook {
    /// The shipped rules.
    ///
    /// # Errors
    /// When a rule is wrong; a test keeps that from happening.
    pub fn shipped() -> Result<Self, RuleError> {
        Self::load(None, None)
    }

    /// A codebook (the shipped one, or that of a folder) and the rules of a user's folder, its `*.toml` in order of name.
    ///
    /// # Errors
    /// When a file cannot be read or a rule is wrong; the message says where and what.
    pub fn load(codebook: Option<&Path>, folder: Option<&Path>) -> Result<Self, RuleError> {
        let chapters = match codebook {
            Some(folder) => read_folder(folder)?,
            None => CHAPTERS.iter().chain(FRAME).map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect(),
        };
        Self::of(chapters, folder.map(read_folder).transpose()?.unwrap_or_default())
    }

    /// The rules of a codebook's files and of a user's own, each with its name and its text.
    ///
    /// # Errors
    /// When a rule is wrong; the message says where and what.
    pub fn of(mut chapters: Vec<(String, String)>, own: Vec<(String, String)>) -> Result<Self, RuleError> {
        let mut sets = Sets::default();
        let mut embedding = Embedding::default();
        let mut defaults = slots::Defaults::default();
        for (name, text) in chapters.extract_if(.., |(name, _)| is_frame(name)).collect::<Vec<_>>() {
            match file_name(&name) {
                "sets.toml" => sets = sets::parse(&name, &text)?,
                "embedding.toml" => embedding = Embedding::parse(&name, &text)?,
                _ => defaults = slots::Defaults::parse(&name, &text)?,
            }
        }
        for (name, text) in own {
            match file_name(&name) {
                "sets.toml" => sets.extend(sets::parse(&name, &text)?),
                "embedding.toml" => embedding.extend(Embedding::parse(&name, &text)?),
                "roles.toml" => defaults.extend(slots::Defaults::parse(&name, &text)?),
                _ => chapters.push((name, text)),
            }
        }
        let set = |name: &str| sets.get(name).cloned().unwrap_or_default();
        let (bystanders, pastimes) = (set("bystander"), set("pastime"));
        let mut book = Self { rules: Vec::new(), index: Index::default(), defaults, embedding, bystanders, pastimes };
        let mut seen = FxHashMap::default();
        for (name, text) in &chapters {
            for (line, rule) in file::parse(name, text)? {
                let wrong =
                    |message: String| RuleError::Rule { file: name.clone(), line, rule: rule.id.clone(), message };
                if let Some(first) = seen.insert(rule.id.clone(), (name.clone(), line)) {
                    return Err(wrong(format!("the id stands already at {}:{}", first.0, first.1)));
                }
                let compiled = Rule::compile(&rule, &sets).map_err(wrong)?;
                book.add(compiled);
            }
        }
        Ok(book)
    }

    fn add(&mut self, rule: Rule) {
        let number = self.rules.len() as u32;
        for (p, pattern) in rule.patterns.iter().enumerate() {
            let statuses = Status::ALL.into_iter().filter(|status| rule.may_have(*status));
            let indexed = Indexed {
                rule: number,
                pattern: p as u32,
                takes: pattern.first_taken(),
                statuses: statuses.fold(0, |all, status| all | 1 << status as u8),
            };
            for head in &pattern.heads {
                self.index[pattern.kind as usize].entry(head.clone()).or_default().push(indexed);
            }
        }
        self.rules.push(rule);
    }

    /// All rules, in order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Patterns whose predicate is that of the clause, whether or not the rest holds.
    pub fn candidates(&self, clause: &Clause) -> impl Iterator<Item = (&Rule, &Pattern)> {
        self.indexed(clause).iter().map(|indexed| self.pattern(*indexed))
    }

    fn indexed(&self, clause: &Clause) -> &[Indexed] {
        self.index[clause.kind as usize].get(&clause.lemma).map_or(&[], Vec::as_slice)
    }

    fn pattern(&self, indexed: Indexed) -> (&Rule, &Pattern) {
        let rule = &self.rules[indexed.rule as usize];
        (rule, &rule.patterns[indexed.pattern as usize])
    }

    /// Whether some rule knows the clause's predicate.
    pub fn knows(&self, clause: &Clause) -> bool {
        self.index[clause.kind as usize].contains_key(&clause.lemma)
    }

    /// The slots of the roles of a match: the rule's own, else the type's, else the general ones.
    pub fn slots<'a>(&'a self, rule: &'a Rule, kind: ClauseKind) -> (&'a Slots, &'a Slots, &'a Slots) {
        let default = self.defaults.of(rule.kind.name, kind);
        (
            rule.roles.source.as_ref().unwrap_or(default.0),
            rule.roles.target.as_ref().unwrap_or(default.1),
            rule.roles.mediator.as_ref().unwrap_or(default.2),
        )
    }

    /// The slots that a type has without a rule.
    pub fn type_slots(&self, kind: &EventType, clause: ClauseKind) -> (&Slots, &Slots, &Slots) {
        self.defaults.of(kind.name, clause)
    }
}

impl Rule {
    fn compile(text: &RuleText, sets: &Sets) -> Result<Self, String> {
        let kind = types::get(&text.kind).ok_or_else(|| format!("there is no event type `{}`", text.kind))?;
        let mut patterns = Vec::new();
        for (clause, list) in [
            (ClauseKind::Verb, &text.verbs),
            (ClauseKind::Noun, &text.nouns),
            (ClauseKind::Adjective, &text.adjectives),
        ] {
            for pattern in list {
                patterns.push(Pattern::parse(clause, pattern, sets)?);
            }
        }
        if patterns.is_empty() {
            return Err("it has no verbs, nouns or adjectives".into());
        }
        let slots = |list: &Option<Vec<String>>| list.as_ref().map(|l| Slots::parse(l)).transpose();
        if let Some(other) = text.needs.iter().find(|n| !matches!(n.as_str(), "source" | "target")) {
            return Err(format!("`{other}` is no role that a rule can need: source, target"));
        }
        let needs = |role: &str| text.needs.iter().any(|n| n == role);
        let mut with_prep = Vec::new();
        for (prep, terms) in &text.with_prep {
            with_prep.push((Arc::from(prep.as_str()), Terms::parse_list(terms, sets)?));
        }
        Ok(Self {
            id: text.id.as_str().into(),
            kind,
            patterns,
            agent: Terms::parse_list(&text.agent, sets)?,
            object: Terms::parse_list(&text.object, sets)?,
            beside: Terms::parse_list(&text.beside, sets)?,
            with_prep,
            complement: text.complement.iter().map(|c| Inner::parse(c)).collect::<Result<_, _>>()?,
            links: text.links.iter().map(|l| InnerLink::parse(l)).collect::<Result<_, _>>()?,
            complement_status: text.complement_status.iter().map(|s| parse_status(s)).collect::<Result<_, _>>()?,
            when_status: text.when_status.iter().map(|s| parse_status(s)).collect::<Result<_, _>>()?,
            unless_status: text.unless_status.iter().map(|s| parse_status(s)).collect::<Result<_, _>>()?,
            status: text.status.as_deref().map(parse_status).transpose()?,
            auxiliary: text.auxiliary.clone(),
            says: text.says.clone(),
            reports: text.reports.iter().map(|r| Report::parse(r, sets)).collect::<Result<_, _>>()?,
            by_others: text.complement_by.as_deref() == Some("others"),
            by_agent: match text.complement_by.as_deref() {
                None | Some("others") => false,
                Some("agent") => true,
                Some(other) => return Err(format!("`{other}` is no one whom `complement_by` knows: others, agent")),
            },
            needs_source: needs("source"),
            needs_target: needs("target"),
            roles: Roles {
                source: slots(&text.source)?,
                target: slots(&text.target)?,
                mediator: slots(&text.mediator)?,
            },
            yes: text.yes.clone(),
            no: text.no.clone(),
        })
    }

    /// How much a match of `pattern` says: words and constraints count.
    fn specificity(&self, pattern: &Pattern) -> u32 {
        let terms = |t: &Terms| if t.wanted.is_empty() { u32::from(!t.excluded.is_empty()) } else { 4 };
        let parts: u32 = pattern
            .parts
            .iter()
            .map(|p| match p {
                Part::Particle(_) => 3,
                Part::Object(t) | Part::Modifier(t) => terms(t),
                Part::Behind(_, t) => 2 + terms(t),
            })
            .sum();
        let complement = if self.complement.is_empty() {
            0
        } else if self.complement == [Inner::Any] {
            2
        } else {
            3
        };
        parts
            + (terms(&self.agent) / 2)
            + terms(&self.object)
            + terms(&self.beside)
            + self.with_prep.iter().map(|(_, t)| 1 + terms(t)).sum::<u32>()
            + complement
            + u32::from(!self.links.is_empty())
            + 2 * u32::from(!self.when_status.is_empty())
            + 2 * u32::from(!self.auxiliary.is_empty())
            + 4 * u32::from(!self.says.is_empty())
            + 8 * u32::from(!self.reports.is_empty())
    }

    /// Whether the rule takes what somebody will not do for a refusal: `will not sell`.
    pub fn is_refusal(&self) -> bool {
        self.kind.name == "Rejection" && self.auxiliary.iter().any(|a| a == "will not")
    }

    /// Whether the rule describes a clause's negation itself (`will not sell`): then the event, a refusal, happened.
    pub fn is_about_status(&self) -> bool {
        !self.when_status.is_empty() || self.auxiliary.iter().any(|a| a.ends_with("not"))
    }
}

/// What a reported clause says: `will not be talk`.
#[derive(Clone, Debug)]
struct Report {
    /// A verb's pattern, whose head may be an adjective too.
    pattern: Pattern,
    /// Whether it speaks of what will or would be; else of a fact.
    to_come: bool,
    /// Whether it denies it.
    denied: bool,
}

impl Report {
    fn parse(text: &str, sets: &Sets) -> Result<Self, String> {
        let (text, to_come) = text.strip_prefix("will ").map_or((text, false), |rest| (rest, true));
        let (text, denied) = text.strip_prefix("not ").map_or((text, false), |rest| (rest, true));
        Ok(Self { pattern: Pattern::parse(ClauseKind::Verb, text, sets)?, to_come, denied })
    }
}

impl Inner {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some(kind) = types::get(text) {
            return Ok(Inner::Type(kind));
        }
        match text {
            "any" => return Ok(Inner::Any),
            "none" => return Ok(Inner::None),
            "cooperation" => return Ok(Inner::Cooperation),
            "conflict" => return Ok(Inner::Conflict),
            _ => {}
        }
        if let Some(kind) = types::all().iter().find(|t| t.plover == text) {
            return Ok(Inner::Plover(kind.plover));
        }
        types::all()
            .iter()
            .find(|t| t.quad == text)
            .map(|t| Inner::Quad(t.quad))
            .ok_or_else(|| format!("`{text}` is no event type, PLOVER class or quad class"))
    }

    fn fits(self, inner: Option<&EventType>) -> bool {
        match (self, inner) {
            (Inner::None, None) => true,
            (Inner::None, Some(_)) | (_, None) => false,
            (Inner::Any, Some(_)) => true,
            (Inner::Type(wanted), Some(kind)) => wanted.name == kind.name,
            (Inner::Plover(wanted), Some(kind)) => wanted == kind.plover,
            (Inner::Quad(wanted), Some(kind)) => wanted == kind.quad,
            (Inner::Cooperation, Some(kind)) => !kind.is_conflict(),
            (Inner::Conflict, Some(kind)) => kind.is_conflict(),
        }
    }
}

impl InnerLink {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "that" => Ok(Self::That),
            "to" => Ok(Self::To),
            "ing" => Ok(Self::Ing),
            "object" => Ok(Self::Object),
            _ => Err(format!("`{text}` is no link: that, to, ing, object")),
        }
    }

    /// The link of a complement clause.
    pub fn of(link: Link) -> Self {
        match link {
            Link::Infinitive => Self::To,
            Link::Gerund => Self::Ing,
            Link::Argument => Self::Object,
            _ => Self::That,
        }
    }
}

fn parse_status(text: &str) -> Result<Status, String> {
    match text {
        "actual" => Ok(Status::Actual),
        "planned" => Ok(Status::Planned),
        "possible" => Ok(Status::Possible),
        "negated" => Ok(Status::Negated),
        _ => Err(format!("`{text}` is no status: actual, planned, possible, negated")),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn is_frame(path: &str) -> bool {
    matches!(file_name(path), "sets.toml" | "embedding.toml" | "roles.toml")
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, RuleError> {
    let read = |path: &Path, source| RuleError::Read { file: path.display().to_string(), source };
    let entries = std::fs::read_dir(folder).map_err(|e| read(folder, e))?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| read(folder, e))?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|p| Ok((p.display().to_string(), std::fs::read_to_string(p).map_err(|e| read(p, e))?))).collect()
}
