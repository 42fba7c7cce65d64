//! Finds expressions of time sentence by sentence.

use super::error::TimeTableError;
use super::holidays::Holidays;
use super::lexicon::{Class, Lexicon};
use super::moment::{Moment, Unit, days_between, range_time};
use super::pattern::{Match, Patterns};
use super::resolve::{Action, Context, Mention, Resolved};
use super::tense::TenseSigns;
use super::timex::{EventTime, Relation, Tense, Timex, TimexKind};
use super::token::{Token, tokenize};
use crate::span::Span;
use jiff::civil::Date;

/// Declares [`Words`]: the numbers of words that resolving asks for.
macro_rules! words {
    ($($field:ident = $word:literal,)*) => {
        /// Numbers of plain words of patterns.
        #[derive(Debug, Default)]
        pub(super) struct Words { $(pub $field: u32,)* }

        impl Words {
            fn new(lexicon: &mut Lexicon) -> Self {
                Self { $($field: lexicon.intern($word),)* }
            }
        }
    };
}

words! {
    a = "a", after = "after", and = "and", apostrophe = "'", before = "before", century = "century", coming = "coming",
    day = "day", decade = "decade", each = "each", earlier = "earlier", every = "every", following = "following",
    half = "half", hour = "hour", last = "last", later = "later", month = "month", next = "next", other = "other",
    part = "part", past = "past", per = "per", quarter = "quarter", recent = "recent", the = "the", this = "this",
    times = "times", upcoming = "upcoming", week = "week", year = "year",
}

/// The tables of `data/time`, read.
#[derive(Debug)]
pub(super) struct Tables {
    lexicon: Lexicon,
    pub patterns: Patterns,
    pub holidays: Holidays,
    pub signs: TenseSigns,
    pub words: Words,
}

/// Finds and normalises expressions of time in English news. Built once, shared by all threads.
#[derive(Debug)]
pub struct Tagger {
    tables: Tables,
}

impl Tagger {
    /// The tagger with the tables that come with the program.
    ///
    /// # Errors
    /// When a table is malformed; the message says which line.
    pub fn shipped() -> Result<Self, TimeTableError> {
        let mut lexicon = Lexicon::parse("words.tsv", include_str!("../../data/time/words.tsv"))?;
        let holidays = Holidays::parse("holidays.tsv", include_str!("../../data/time/holidays.tsv"), &mut lexicon)?;
        let patterns = Patterns::parse("patterns.txt", include_str!("../../data/time/patterns.txt"), &mut lexicon)?;
        let signs = TenseSigns::parse("tense.tsv", include_str!("../../data/time/tense.tsv"), &mut lexicon)?;
        let words = Words::new(&mut lexicon);
        Ok(Self { tables: Tables { lexicon, patterns, holidays, signs, words } })
    }

    /// The expressions of `text`, in order of their first word. The two ends of "from 2009 to 2011" stand after the whole,
    /// which covers them; nothing else overlaps.
    ///
    /// `sentences` are in order of the text; `anchor` is the day of publication: without one nothing relative is resolved,
    /// and values have `X` for what is not known (`XXXX-WXX-4` for "on Thursday"). `tense` tells the tense of the clause
    /// around a byte offset; for [`Tense::Unknown`] the words near by decide.
    pub fn tag(
        &self,
        text: &str,
        sentences: &[Span],
        anchor: Option<Date>,
        tense: &dyn Fn(usize) -> Tense,
    ) -> Vec<Timex> {
        let mut found = Vec::new();
        let mut history: Vec<Mention> = Vec::new();
        let mut tokens = Vec::new();
        for (sentence, span) in sentences.iter().enumerate() {
            tokenize(text, *span, &self.tables.lexicon, &mut tokens);
            let matches = self.scan(text, &tokens, anchor, tense, sentence, &mut history);
            emit(text, &tokens, matches, &mut found);
        }
        found
    }

    fn scan(
        &self,
        text: &str,
        tokens: &[Token],
        anchor: Option<Date>,
        tense: &dyn Fn(usize) -> Tense,
        sentence: usize,
        history: &mut Vec<Mention>,
    ) -> Vec<(Match, Resolved, Relation)> {
        let mut done = Vec::new();
        let mut waiting: Vec<Match> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            self.tables.patterns.matches(tokens, at, &mut waiting);
            // Matches whose context begins here but whose expression begins later compete there.
            waiting.retain(|m| m.start >= at && m.start < m.end);
            let mut here: Vec<Match> = Vec::new();
            let mut i = 0;
            while i < waiting.len() {
                if waiting[i].start == at { here.push(waiting.swap_remove(i)) } else { i += 1 }
            }
            here.sort_by_key(|m| std::cmp::Reverse(m.rank()));
            let context =
                Context { tables: &self.tables, text, tokens, anchor, tense, history: history.as_slice(), sentence };
            let mut next = at + 1;
            let mut mention = None;
            for m in here {
                if self.tables.patterns.rules[m.rule as usize].action == Action::None {
                    next = m.end;
                    break;
                }
                if let Some(mut resolved) = context.resolve(&m) {
                    next = m.end;
                    if let Some(when) = &mut resolved.when {
                        let first = context.with_preposition(m.start);
                        when.text = Some(tokens[first].span.cover(tokens[m.end - 1].span).of(text).to_owned());
                    }
                    mention = resolved.moment.map(|moment| Mention {
                        moment,
                        sentence,
                        explicit: resolved.explicit,
                        anniversary: resolved.commemorates.as_ref().and_then(|_| context.ordinal(&m)),
                    });
                    let relation = match context.relation(m.start) {
                        // "before the end of 2022" and "after its start" are within it.
                        Relation::Before if m.get(Class::Edge) == Some(2) => Relation::By,
                        Relation::After if m.get(Class::Edge) == Some(1) => Relation::Since,
                        relation => relation,
                    };
                    done.push((m, resolved, relation));
                    break;
                }
            }
            history.extend(mention);
            at = next;
        }
        done
    }
}

/// Turns matches into expressions, with those of ranges in front of their first end.
fn emit(text: &str, tokens: &[Token], matches: Vec<(Match, Resolved, Relation)>, out: &mut Vec<Timex>) {
    let span = |from: usize, to: usize| tokens[from].span.cover(tokens[to - 1].span);
    for (i, (m, resolved, relation)) in matches.iter().enumerate() {
        if let Some((second, end, _)) = matches.get(i + 1)
            && let Some(first) = range_start(tokens, m, second)
            && let Some(range) = range(resolved, end)
        {
            let span = span(first, second.end);
            let when = range.when.map(|when| EventTime { text: Some(span.of(text).to_owned()), ..when });
            out.push(Timex { span, when, ..range });
        }
        out.push(Timex {
            span: span(m.start, m.end),
            kind: resolved.kind,
            value: resolved.value.clone(),
            when: resolved.when.clone(),
            relation: *relation,
            offset: resolved.offset,
            commemorates: resolved.commemorates.clone(),
        });
    }
}

/// The token of "from" or "between" that opens a range of two expressions.
fn range_start(tokens: &[Token], first: &Match, second: &Match) -> Option<usize> {
    let opening = first.start.checked_sub(1)?;
    let is = |i: usize, class: Class| tokens[i].readings.iter().any(|r| r.class == class && r.len == 1);
    let joined = second.start == first.end + 1;
    let from_to = joined && is(opening, Class::RangeFrom) && is(first.end, Class::To);
    let between_and = joined && is(opening, Class::Between) && is(first.end, Class::And);
    (from_to || between_and).then_some(opening)
}

/// "from 2009 to 2011": how long, and which days.
fn range(first: &Resolved, second: &Resolved) -> Option<Timex> {
    if first.kind != TimexKind::Date || second.kind != TimexKind::Date {
        return None;
    }
    let (a, b) = (first.moment?, second.moment?);
    let unit = a.unit().min(b.unit());
    let (start, end) = (a.days().0, b.days().1);
    let when = range_time(start, end)?;
    let months = |m: Moment| {
        let day = m.days().0;
        i32::from(day.year()) * 12 + i32::from(day.month())
    };
    let value = match (a, b) {
        (Moment::Year(a), Moment::Year(b)) => Unit::Year.duration(&(b - a).to_string()),
        _ if unit >= Unit::Month => Unit::Month.duration(&(months(b) - months(a)).to_string()),
        _ => Unit::Day.duration(&days_between(start, b.days().0).to_string()),
    };
    Some(Timex {
        span: Span::default(),
        kind: TimexKind::Duration,
        value,
        when: Some(when),
        relation: Relation::At,
        offset: None,
        commemorates: None,
    })
}
