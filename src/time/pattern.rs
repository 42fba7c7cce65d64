//! The patterns of `data/time/patterns.txt`, as a trie over words and classes of words.

use super::error::TimeTableError;
use super::lexicon::{Class, Lexicon, split};
use super::resolve::Action;
use super::timex::TimexKind;
use super::token::{Reading, Token};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// One step of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Word(u32),
    Class(Class),
    Sub(Sub),
}

/// What a date inside a pattern may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Sub {
    /// Any date or time.
    Any,
    /// One that may be a single day.
    Day,
    /// One relative to the day of publication: "last year".
    Rel,
    /// A set.
    Set,
}

/// What a pattern makes.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub kind: TimexKind,
    pub action: Action,
    /// Fixed value, for references.
    pub value: Option<&'static str>,
}

#[derive(Clone, Debug)]
struct Accept {
    rule: u16,
    /// First step inside the expression and the first after it.
    inside: (u8, u8),
}

#[derive(Debug, Default)]
struct Node {
    steps: Vec<(Step, u32)>,
    accepts: Vec<Accept>,
}

/// All patterns.
#[derive(Debug)]
pub(super) struct Patterns {
    pub rules: Vec<Rule>,
    nodes: Vec<Node>,
    /// Nodes after a first word, and after a first class.
    by_word: FxHashMap<u32, u32>,
    by_class: FxHashMap<Class, u32>,
    /// Nodes after a first date.
    by_sub: Vec<(Sub, u32)>,
}

/// A part of a match.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// First token.
    pub token: usize,
    pub what: PartKind,
}

impl Part {
    /// Whether it is a reading of that class.
    pub fn is(&self, class: Class) -> bool {
        matches!(&self.what, PartKind::Reading(reading) if reading.class == class)
    }
}

#[derive(Clone, Debug)]
pub(super) enum PartKind {
    Word(u32),
    Reading(Reading),
    Sub(Box<Match>),
}

/// A pattern that matched.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub rule: u16,
    /// Tokens of the expression.
    pub start: usize,
    pub end: usize,
    /// Tokens with the context.
    pub first: usize,
    pub last: usize,
    pub parts: SmallVec<[Part; 6]>,
}

impl Match {
    /// The first reading of a class.
    pub fn get(&self, class: Class) -> Option<i32> {
        self.readings().find(|r| r.class == class).map(|r| r.value)
    }

    /// Readings in order.
    pub fn readings(&self) -> impl Iterator<Item = Reading> + '_ {
        self.parts.iter().filter_map(|p| match &p.what {
            PartKind::Reading(reading) => Some(*reading),
            _ => None,
        })
    }

    /// The date inside.
    pub fn sub(&self) -> Option<&Match> {
        self.parts.iter().find_map(|p| match &p.what {
            PartKind::Sub(sub) => Some(&**sub),
            _ => None,
        })
    }

    /// Whether a plain word stands in it.
    pub fn has_word(&self, word: u32) -> bool {
        self.parts.iter().any(|p| matches!(p.what, PartKind::Word(w) if w == word))
    }

    /// Of several matches of one beginning the one of the highest rank counts.
    pub fn rank(&self) -> impl Ord + use<> {
        (self.end, self.last - self.first, std::cmp::Reverse(self.rule))
    }
}

impl Patterns {
    /// Reads a table of patterns; words that it uses are added to the lexicon.
    pub fn parse(file: &'static str, table: &'static str, lexicon: &mut Lexicon) -> Result<Self, TimeTableError> {
        let mut patterns = Self {
            rules: Vec::new(),
            nodes: vec![Node::default()],
            by_word: FxHashMap::default(),
            by_class: FxHashMap::default(),
            by_sub: Vec::new(),
        };
        for (i, line) in table.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let wrong = |what: String| TimeTableError::new(file, i + 1, what);
            let mut cells = line.splitn(3, ' ');
            let (Some(kind), Some(action), Some(words)) = (cells.next(), cells.next(), cells.next()) else {
                return Err(wrong("expected a type, an action and a pattern, parted by spaces".to_owned()));
            };
            let kind = match kind {
                "DATE" => TimexKind::Date,
                "TIME" => TimexKind::Time,
                "DURATION" => TimexKind::Duration,
                "SET" => TimexKind::Set,
                _ => return Err(wrong(format!("`{kind}` is none of DATE, TIME, DURATION, SET"))),
            };
            let (action, value) = action.split_once('=').map_or((action, None), |(a, v)| (a, Some(v)));
            let action = Action::parse(action).ok_or_else(|| wrong(format!("there is no action `{action}`")))?;
            let rule = u16::try_from(patterns.rules.len()).map_err(|_| wrong("too many patterns".to_owned()))?;
            patterns.rules.push(Rule { kind, action, value });
            for variant in expand(words).map_err(wrong)? {
                patterns.add(rule, &variant, lexicon).map_err(wrong)?;
            }
        }
        let root = std::mem::take(&mut patterns.nodes[0].steps);
        for (step, node) in root {
            match step {
                Step::Word(word) => drop(patterns.by_word.insert(word, node)),
                Step::Class(class) => drop(patterns.by_class.insert(class, node)),
                Step::Sub(sub) => patterns.by_sub.push((sub, node)),
            }
        }
        Ok(patterns)
    }

    fn add(&mut self, rule: u16, variant: &[String], lexicon: &mut Lexicon) -> Result<(), String> {
        let mut node = 0usize;
        let mut count = 0u8;
        let (mut open, mut close) = (0, None);
        for item in variant {
            let mut steps: SmallVec<[Step; 2]> = SmallVec::new();
            match item.as_str() {
                "{" => open = count,
                "}" => close = Some(count),
                "@" | "<@>" => steps.push(Step::Sub(Sub::Any)),
                "@day" => steps.push(Step::Sub(Sub::Day)),
                "@rel" => steps.push(Step::Sub(Sub::Rel)),
                "@set" => steps.push(Step::Sub(Sub::Set)),
                item => match item.strip_prefix('<').and_then(|i| i.strip_suffix('>')) {
                    Some(class) => {
                        steps.push(Step::Class(Class::parse(class).ok_or(format!("there is no class `{class}`"))?))
                    }
                    None => steps.extend(split(item).map(|word| Step::Word(lexicon.intern(word)))),
                },
            }
            for step in steps {
                let next = self.nodes[node].steps.iter().find(|(s, _)| *s == step).map(|(_, n)| *n as usize);
                node = next.unwrap_or_else(|| {
                    self.nodes.push(Node::default());
                    let next = self.nodes.len() - 1;
                    self.nodes[node].steps.push((step, next as u32));
                    next
                });
                count += 1;
            }
        }
        if count == 0 {
            return Err("a pattern that may be empty".to_owned());
        }
        self.nodes[node].accepts.push(Accept { rule, inside: (open, close.unwrap_or(count)) });
        Ok(())
    }

    /// Every match that begins at token `i` is given to `found`.
    pub fn matches(&self, tokens: &[Token], i: usize, found: &mut Vec<Match>) {
        self.walk_from(tokens, i, 0, found);
    }

    fn walk_from(&self, tokens: &[Token], i: usize, depth: u8, found: &mut Vec<Match>) {
        let token = &tokens[i];
        if token.word == 0 && token.readings.is_empty() {
            return;
        }
        let mut path = Path { tokens, start: i, depth, parts: SmallVec::new() };
        if let Some(node) = self.by_word.get(&token.word).filter(|_| token.word != 0) {
            path.parts.push(Part { token: i, what: PartKind::Word(token.word) });
            self.walk(&mut path, *node, i + 1, found);
            path.parts.pop();
        }
        for reading in &token.readings {
            if let Some(node) = self.by_class.get(&reading.class) {
                path.parts.push(Part { token: i, what: PartKind::Reading(*reading) });
                self.walk(&mut path, *node, i + usize::from(reading.len), found);
                path.parts.pop();
            }
        }
        if depth == 0 && !token.readings.is_empty() {
            for (sub, node) in &self.by_sub {
                self.walk_sub(&mut path, *sub, *node, i, found);
            }
        }
    }

    fn walk(&self, path: &mut Path, node: u32, at: usize, found: &mut Vec<Match>) {
        let node = &self.nodes[node as usize];
        for accept in &node.accepts {
            let token_of = |step: u8| path.parts.get(usize::from(step)).map_or(at, |p| p.token);
            let (start, end) = (token_of(accept.inside.0), token_of(accept.inside.1));
            found.push(Match { rule: accept.rule, start, end, first: path.start, last: at, parts: path.parts.clone() });
        }
        let Some(token) = path.tokens.get(at) else { return };
        for (step, next) in &node.steps {
            match step {
                Step::Word(word) => {
                    if token.word == *word {
                        path.parts.push(Part { token: at, what: PartKind::Word(*word) });
                        self.walk(path, *next, at + 1, found);
                        path.parts.pop();
                    }
                }
                Step::Class(class) => {
                    for reading in token.readings.iter().filter(|r| r.class == *class) {
                        path.parts.push(Part { token: at, what: PartKind::Reading(*reading) });
                        self.walk(path, *next, at + usize::from(reading.len), found);
                        path.parts.pop();
                    }
                }
                Step::Sub(sub) => self.walk_sub(path, *sub, *next, at, found),
            }
        }
    }

    /// Goes on after the longest date at `at`.
    fn walk_sub(&self, path: &mut Path, sub: Sub, node: u32, at: usize, found: &mut Vec<Match>) {
        if path.depth >= 2 {
            return;
        }
        let mut inner = Vec::new();
        self.walk_from(path.tokens, at, path.depth + 1, &mut inner);
        let fits = |m: &Match| {
            let rule = &self.rules[m.rule as usize];
            m.start == at
                && match sub {
                    Sub::Any => matches!(rule.kind, TimexKind::Date | TimexKind::Time) && rule.action != Action::Ref,
                    Sub::Day => rule.kind == TimexKind::Date && rule.action.may_be_day(),
                    Sub::Rel => rule.action == Action::Rel && m.first == m.start,
                    Sub::Set => rule.kind == TimexKind::Set,
                }
        };
        let mut best: Option<Match> = None;
        for m in inner.into_iter().filter(fits) {
            if best.as_ref().is_none_or(|b| m.rank() > b.rank()) {
                best = Some(m);
            }
        }
        if let Some(best) = best {
            let end = best.end;
            path.parts.push(Part { token: at, what: PartKind::Sub(Box::new(best)) });
            self.walk(path, node, end, found);
            path.parts.pop();
        }
    }
}

struct Path<'a> {
    tokens: &'a [Token],
    start: usize,
    depth: u8,
    parts: SmallVec<[Part; 6]>,
}

/// The plain sequences that a pattern with optional and alternative parts stands for.
fn expand(pattern: &str) -> Result<Vec<Vec<String>>, String> {
    let mut spaced = String::new();
    for c in pattern.chars() {
        if "[](){}|".contains(c) {
            spaced.extend([' ', c, ' ']);
        } else {
            spaced.push(c);
        }
    }
    let items: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let variants = alternatives(&items, &mut at)?;
    if at < items.len() {
        return Err(format!("`{}` closes nothing", items[at]));
    }
    Ok(variants)
}

/// Reads up to a closing bracket.
fn alternatives(items: &[&str], at: &mut usize) -> Result<Vec<Vec<String>>, String> {
    let mut all = Vec::new();
    let mut current: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(item) = items.get(*at) {
        match *item {
            ")" | "]" => break,
            "|" => {
                *at += 1;
                all.append(&mut std::mem::replace(&mut current, vec![Vec::new()]));
            }
            "(" | "[" => {
                *at += 1;
                let mut inner = alternatives(items, at)?;
                let close = if *item == "(" { ")" } else { "]" };
                if items.get(*at) != Some(&close) {
                    return Err(format!("`{item}` is not closed by `{close}`"));
                }
                *at += 1;
                if *item == "[" {
                    inner.push(Vec::new());
                }
                current =
                    current.iter().flat_map(|c| inner.iter().map(move |i| [c.clone(), i.clone()].concat())).collect();
            }
            word => {
                *at += 1;
                current.iter_mut().for_each(|c| c.push(word.to_owned()));
            }
        }
    }
    all.append(&mut current);
    Ok(all)
}
