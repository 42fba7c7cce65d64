//! What recurs, vague references, holidays and anniversaries.

use super::super::holidays::HolidayDays;
use super::*;

impl Context<'_> {
    pub(super) fn set(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        if let Some(adverb) = m.get(Class::Adverb) {
            // "Daily Mail"
            if self.tokens[m.start].capital && m.start > 0 {
                return None;
            }
            return Some(Resolved::bare(TimexKind::Set, unit_of(adverb).0.duration("1")));
        }
        if let Some(weekday) = m.get(Class::Weekdays).or(m.get(Class::Weekday)) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-WXX-{weekday}")));
        }
        if let Some(month) = m.get(Class::Month) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-{month:02}")));
        }
        if let Some(season) = m.get(Class::Season) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-{}", SEASONS[season as usize % 4])));
        }
        if let Some(part) = m.get(Class::Daypart) {
            return Some(Resolved::bare(TimexKind::Set, format!("XXXX-XX-XXT{}", DAYPARTS[part as usize % 5])));
        }
        let (unit, times) = self.unit(m)?;
        if unit == Unit::Second && !m.has_word(words.per) {
            return None;
        }
        let each = m.has_word(words.every) || m.has_word(words.each) || m.has_word(words.per);
        if m.has_word(words.a) && !each && m.parts.len() == 2 && !self.rate_before(m.start) {
            return None;
        }
        let counted = m.has_word(words.times);
        let amount = m.get(Class::Amount).filter(|_| !counted).unwrap_or(1000);
        let amount = m.get(Class::Ordinal).map_or(amount, |n| n.max(1) * 1000);
        let amount = if m.has_word(words.other) { 2000 } else { amount };
        Some(Resolved::bare(TimexKind::Set, unit.duration(&amount_text(amount, times))))
    }

    /// "annual" is a length where a year's sum is meant and a set otherwise.
    pub(super) fn annual(&self, m: &Match) -> Option<Resolved> {
        let unit = unit_of(m.get(Class::Annual)?).0;
        let sum = (m.end..m.end + 3).any(|i| self.has(i, Class::Measure));
        let kind = if sum { TimexKind::Duration } else { TimexKind::Set };
        Some(Resolved::bare(kind, unit.duration("1")))
    }

    pub(super) fn reference(&self, m: &Match, value: &'static str) -> Option<Resolved> {
        let as_before = self.str_before(m.start).eq_ignore_ascii_case("as");
        let names = self.tokens[m.start].capital && m.start > 0;
        // "as soon as", "how recently"; "now-defunct"
        if (as_before && value == "FUTURE_REF") || names || (self.str(m.end) == "-" && self.token(m.end)?.glued) {
            return None;
        }
        Some(Resolved::bare(TimexKind::Date, value))
    }

    pub(super) fn holiday(&self, m: &Match) -> Option<Resolved> {
        let number = m.get(Class::Holiday)?;
        if self.has(m.end, Class::Compound) {
            return None;
        }
        let days = |year: i16| self.tables.holidays.days(number, year);
        let rel_year = m.get(Class::Rel).filter(|_| m.has_word(self.words().year));
        let found = if let Some(year) = m.get(Class::Year) {
            Some(days(year as i16)?)
        } else {
            let Some(anchor) = self.anchor else {
                return Some(Resolved::bare(TimexKind::Date, Unit::Day.unresolved()));
            };
            let year = anchor.year();
            let near: Vec<_> = (year - 1..=year + 1).filter_map(days).collect();
            match (rel_year, m.get(Class::Rel).or(m.get(Class::Ana))) {
                (Some(step), _) => days(year + step as i16),
                (None, Some(-1)) => near.iter().rev().find(|d| d.last < anchor).copied(),
                (None, Some(1)) => near.iter().find(|d| d.first > anchor).copied(),
                (None, Some(_)) => days(year),
                (None, None) => {
                    let tense = self.tense_at(m.start);
                    let cost = |d: &&HolidayDays| {
                        let ahead = days_between(anchor, d.first);
                        let wrong = match tense {
                            Tense::Past => ahead > 0,
                            Tense::Future => days_between(anchor, d.last) < 0,
                            _ => false,
                        };
                        ahead.abs() + if wrong { 150 } else { 0 }
                    };
                    near.iter().min_by_key(cost).copied()
                }
            }
        }?;
        let explicit = m.get(Class::Year).is_some();
        if found.first != found.last {
            let when = range_time(found.first, found.last);
            let value = Moment::of(found.first, Unit::Month).value();
            return Some(Resolved { when, explicit, ..Resolved::bare(TimexKind::Date, value) });
        }
        let resolved = Resolved { explicit, ..Resolved::moment(Moment::Day(found.first)) };
        if found.leeway == 0 {
            return Some(resolved);
        }
        let when = range_time(add_days(found.first, -found.leeway)?, add_days(found.last, found.leeway)?);
        Some(Resolved { when, ..resolved })
    }

    /// The number of an anniversary.
    pub(in crate::time) fn ordinal(&self, m: &Match) -> Option<i32> {
        m.get(Class::Ordinal).or(m.get(Class::Amount).map(|a| a / 1000)).filter(|n| (1..=3000).contains(n))
    }

    /// "the 30th anniversary": the year in which it falls, and the year remembered.
    pub(super) fn anniversary(&self, m: &Match) -> Option<Resolved> {
        let n = self.ordinal(m)?;
        // A year named in the sentence: "last year", "in 2020", "on March 3, 2020".
        let words = self.words();
        let step = |i: usize| match self.tokens[i].word {
            w if w == words.last => Some(-1),
            w if w == words.this => Some(0),
            w if w == words.next => Some(1),
            _ => None,
        };
        let year_word = |i: usize| self.token(i).is_some_and(|t| t.word == words.year);
        let relative = (m.end..self.tokens.len()).find_map(|i| step(i).filter(|_| year_word(i + 1)));
        let earlier = self.history.iter().rev().find(|h| h.sentence == self.sentence).map(|h| h.moment.days().0.year());
        // the article has said before when that anniversary was
        let told = self.history.iter().rev().find(|h| h.anniversary == Some(n)).map(|h| h.moment.days().0.year());
        let year = match (self.anchor, relative) {
            (Some(anchor), Some(step)) => Some(anchor.year() + step),
            (anchor, None) => told.or(earlier).or(anchor.map(|a| a.year())),
            (None, Some(_)) => None,
        };
        let mut resolved = Resolved::or_unresolved(year.map(Moment::Year), Unit::Year);
        resolved.commemorates = year
            .and_then(|y| i16::try_from(i32::from(y) - n).ok())
            .filter(|y| *y > 0)
            .map(|y| Moment::Year(y).event_time(None));
        Some(resolved)
    }
}
