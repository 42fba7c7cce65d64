//! What counts from a date spoken of before, and parts of dates.

use super::*;

impl Context<'_> {
    pub(super) fn ana(&self, m: &Match) -> Option<Resolved> {
        let words = self.words();
        let step = m
            .get(Class::Ana)
            .unwrap_or_else(|| if [words.after, words.following].iter().any(|w| m.has_word(*w)) { 1 } else { -1 });
        // "the day after the vote": the distance from an event.
        let open = m.has_word(words.after) || m.has_word(words.before);
        if open && m.get(Class::Ana).is_none() && !self.ends_clause(m.end) {
            return None;
        }
        if let Some(unit) = m.get(Class::Unit) {
            let (unit, times) = unit_of(unit);
            if unit < Unit::Day || times != 1 || (unit == Unit::Quarter && step == 0) {
                return None;
            }
            let moment = self.reference_point(unit).and_then(|r| r.at_unit(unit).shift(step));
            return Some(Resolved::or_unresolved(moment, unit));
        }
        if let Some(weekday) = m.get(Class::Weekday) {
            let moment = self.reference_point(Unit::Day).and_then(|r| {
                let from = r.days().0;
                let ahead = (weekday - i32::from(from.weekday().to_monday_one_offset())).rem_euclid(7);
                let days = match step {
                    -1 => ahead - 7,
                    1 if ahead == 0 => 7,
                    _ => ahead,
                };
                add_days(from, days)
            });
            return Some(Resolved::or_unresolved(moment.map(Moment::Day), Unit::Day));
        }
        let reference = self.last_named(Unit::Year, usize::MAX).or(self.anchor.map(Moment::Day));
        let (unit, index, per_year) = match (m.get(Class::Month), m.get(Class::Season)) {
            (Some(month), _) => (Unit::Month, month, 12),
            (_, Some(season)) => (Unit::Quarter, season, 4),
            _ => return None,
        };
        let moment = reference.map(|r| {
            let from = r.days().0;
            let year = from.year();
            if per_year == 12 {
                let now = i32::from(from.month());
                let same_year = match step {
                    -1 => index < now,
                    1 => index > now || r.unit() == Unit::Year,
                    _ => true,
                };
                Moment::Month(if same_year { year } else { year + step as i16 }, index as i8)
            } else {
                let moment = Moment::Season(year, index as i8);
                let passed = moment.days().0 <= from;
                if step == 1 && passed && r.unit() != Unit::Year {
                    Moment::Season(year + 1, index as i8)
                } else {
                    moment
                }
            }
        });
        Some(Resolved::or_unresolved(moment, unit))
    }

    /// Whether a clause may end before token `i`: nothing follows that an adverb of time could govern.
    pub(super) fn ends_clause(&self, i: usize) -> bool {
        self.token(i).is_none_or(|t| t.shape == Shape::Mark) || self.has(i, Class::NewClause)
    }

    /// "the year", "the day": what is spoken of, else that of publication.
    pub(super) fn the_unit(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = unit_of(m.get(Class::Unit)?);
        let title = self.tokens[m.end - 1].capital;
        if unit < Unit::Day || times != 1 || title || self.has(m.end, Class::Defines) {
            return None;
        }
        // "in the weekend vote", "the day trader": a noun follows
        let reach = if unit == Unit::Day { 1 } else { 0 };
        let anchor = self.anchor.map(Moment::Day);
        let moment = self.last_named(unit, reach).or(anchor).map(|r| r.at_unit(unit));
        Some(Resolved::or_unresolved(moment, unit))
    }

    /// "two days later", "a year earlier", "hours later".
    pub(super) fn dir(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let sign = m.get(Class::Dir)?;
        let firm = [self.words().later, self.words().earlier].contains(&self.tokens[m.end - 1].word);
        if !firm && !self.ends_clause(m.end) {
            return None;
        }
        let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
        let n = (amount != UNSTATED).then(|| (amount / 1000).checked_mul(times * sign)).flatten();
        let offset = Some(Offset { amount: n, unit, later: sign > 0, anchor: None });
        let named = self.last_named(unit.max(Unit::Day), usize::MAX);
        let from = named.or_else(|| self.anchor.filter(|_| sign < 0).map(Moment::Day)).map(|r| r.days().0);
        let Some(n) = n else {
            let resolved = match unit {
                unit if unit <= Unit::Hour => self.shifted(from, unit, 0),
                unit => Resolved::bare(TimexKind::Date, unit.unresolved()),
            };
            return Some(Resolved { offset, ..resolved });
        };
        Some(Resolved { offset, ..self.shifted(from, unit, n) })
    }

    pub(super) fn edge(&self, m: &Match) -> Option<Resolved> {
        match m.sub() {
            Some(sub) => {
                let resolved = self.resolve(sub)?;
                let fits = matches!(resolved.kind, TimexKind::Date | TimexKind::Time);
                fits.then_some(Resolved { commemorates: None, ..resolved })
            }
            None => {
                let (unit, _) = unit_of(m.get(Class::Unit)?);
                if unit < Unit::Day || self.has(m.end, Class::Defines) {
                    return None;
                }
                if !m.has_word(self.words().the) && self.str_before(m.end - 1) == "of" && unit == Unit::Day {
                    return None;
                }
                let reach = if unit == Unit::Day { 1 } else { 0 };
                let reference = self.last_named(unit, reach).or(self.anchor.map(Moment::Day));
                Some(Resolved::or_unresolved(reference.map(|r| r.at_unit(unit)), unit))
            }
        }
    }

    /// "the last week of March", "the first Monday of May", "the first three months of 2015".
    pub(super) fn nth(&self, m: &Match) -> Option<Resolved> {
        let whole = match m.sub() {
            Some(sub) => self.resolve(sub)?.moment,
            None => {
                let (unit, _) = m.readings().filter(|r| r.class == Class::Unit).last().map(|r| unit_of(r.value))?;
                let reference = self.last_named(unit, 0).or(self.anchor.map(Moment::Day));
                reference.map(|r| r.at_unit(unit))
            }
        };
        let ordinal = m.get(Class::Ordinal)?;
        if m.get(Class::Units).is_some() {
            let (unit, times) = unit_of(m.get(Class::Units)?);
            let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
            let resolved = Resolved::bare(TimexKind::Duration, unit.duration(&amount_text(amount, times)));
            let (Some(whole), true, 1 | -1) = (whole, amount > 0, ordinal) else { return Some(resolved) };
            let (first, last) = whole.days();
            let n = (amount / 1000).checked_mul(times)?;
            let when = if ordinal == 1 {
                shift_date(first, unit, n).and_then(|d| add_days(d, -1)).and_then(|d| range_time(first, d.min(last)))
            } else {
                add_days(last, 1).and_then(|d| shift_date(d, unit, -n)).and_then(|d| range_time(d.max(first), last))
            };
            return Some(Resolved { when, ..resolved });
        }
        if let Some(weekday) = m.get(Class::Weekday) {
            let day = match whole {
                Some(Moment::Month(y, mo)) => {
                    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
                    Some(Date::new(y, mo, 1).ok()?.nth_weekday_of_month(ordinal as i8, weekday).ok()?)
                }
                Some(_) => return None,
                None => None,
            };
            return Some(Resolved::or_unresolved(day.map(Moment::Day), Unit::Day));
        }
        let (unit, times) = unit_of(m.readings().find(|r| r.class == Class::Unit)?.value);
        if unit < Unit::Day || times != 1 {
            return None;
        }
        let Some(whole) = whole else { return Some(Resolved::bare(TimexKind::Date, unit.unresolved())) };
        if unit >= whole.unit() {
            return None;
        }
        let (first, last) = whole.days();
        // A week belongs to the month that holds its Thursday, as ISO 8601 has it for years.
        let inner = if ordinal == -1 {
            let week = Moment::of(last, unit);
            let thursday = matches!(unit, Unit::Week).then(|| add_days(week.days().0, 3)).flatten();
            if thursday.is_some_and(|t| t > last) { week.shift(-1) } else { Some(week) }
        } else {
            let week = Moment::of(first, unit);
            let thursday = matches!(unit, Unit::Week).then(|| add_days(week.days().0, 3)).flatten();
            week.shift(ordinal - if thursday.is_some_and(|t| t < first) { 0 } else { 1 })
        };
        let inner = inner.filter(|i| i.days().0 <= last)?;
        Some(Resolved { explicit: true, ..Resolved::moment(inner) })
    }
}
