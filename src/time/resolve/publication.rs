//! What counts from the day of publication.

use super::*;

impl Context<'_> {
    pub(super) fn rel(&self, m: &Match) -> Option<Resolved> {
        let step = m.get(Class::Rel).unwrap_or(-1);
        let anchor = self.anchor;
        if let (Some(weekday), Some(unit)) = (m.get(Class::Weekday), m.parts.last()) {
            // "Monday last week"
            if unit.token > m.start + 1 || m.has_word(self.words().week) {
                return self.weekday_in_week(weekday, step);
            }
        }
        if let Some(unit) = m.get(Class::Unit) {
            let (unit, times) = unit_of(unit);
            if unit <= Unit::Day || times != 1 {
                return None;
            }
            let weekend_past = unit == Unit::Weekend
                && step == 0
                && anchor.is_some_and(|a| a.weekday().to_monday_one_offset() <= 2)
                && self.tense_at(m.start) == Tense::Past;
            let step = if weekend_past { -1 } else { step };
            let moment = anchor.and_then(|a| Moment::of(a, unit).shift(step));
            return Some(Resolved::or_unresolved(moment, unit));
        }
        if let Some(weekday) = m.get(Class::Weekday) {
            let Some(anchor) = anchor else {
                return Some(Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{weekday}")));
            };
            let ahead = (weekday - i32::from(anchor.weekday().to_monday_one_offset())).rem_euclid(7);
            let days = match step {
                -1 if ahead == 0 => -7,
                -1 => ahead - 7,
                1 if ahead == 0 => 7,
                0 if self.tense_at(m.start) == Tense::Past && ahead > 0 => ahead - 7,
                _ => ahead,
            };
            return Some(Resolved::moment(Moment::Day(add_days(anchor, days)?)));
        }
        if let Some(month) = m.get(Class::Month) {
            let Some(anchor) = anchor else {
                return Some(Resolved::bare(TimexKind::Date, format!("XXXX-{month:02}")));
            };
            let ahead = (month - i32::from(anchor.month())).rem_euclid(12);
            let months = match step {
                -1 if ahead == 0 => -12,
                -1 => ahead - 12,
                1 if ahead == 0 => 12,
                0 => month - i32::from(anchor.month()),
                _ => ahead,
            };
            return Some(Resolved::moment(Moment::Month(anchor.year(), anchor.month()).shift(months)?));
        }
        let season = m.get(Class::Season)? as i8;
        let Some(anchor) = anchor else { return self.season_near(season, Tense::Unknown) };
        let all = (-2..=2).map(|n| Moment::Season(anchor.year() + n, season));
        match step {
            -1 => all.rev().find(|s| s.days().1 < anchor).map(Resolved::moment),
            1 => all.into_iter().find(|s| s.days().0 > anchor).map(Resolved::moment),
            _ => self.season_near(season, Tense::Unknown),
        }
    }

    pub(super) fn weekday_of_week(&self, m: &Match) -> Option<Resolved> {
        self.weekday_in_week(m.get(Class::Weekday)?, m.get(Class::Rel)?)
    }

    pub(super) fn weekday_in_week(&self, weekday: i32, step: i32) -> Option<Resolved> {
        let day = self.anchor.and_then(|a| {
            let week = Moment::of(a, Unit::Week).shift(step)?;
            add_days(week.days().0, weekday - 1)
        });
        Some(match day {
            Some(day) => Resolved::moment(Moment::Day(day)),
            None => Resolved::bare(TimexKind::Date, format!("XXXX-WXX-{weekday}")),
        })
    }

    /// "two weeks ago", "a year from now".
    pub(super) fn ago(&self, m: &Match, sign: i32) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let amount = m.get(Class::Amount).unwrap_or(UNSTATED);
        // "66 million years ago"
        if m.get(Class::Amount).is_none() && m.start > 0 && self.has(m.start - 1, Class::Counted) {
            return None;
        }
        if amount == UNSTATED {
            return Some(Resolved::bare(TimexKind::Date, if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }));
        }
        let n = sign.checked_mul(amount / 1000)?.checked_mul(times)?;
        Some(self.shifted(self.anchor, unit, n))
    }

    /// "a week from Monday", "two weeks from today".
    pub(super) fn after_day(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let n = m.get(Class::Amount).filter(|a| *a > 0)? / 1000;
        let after = m.has_word(self.words().after);
        if unit < Unit::Day || (after && m.sub()?.get(Class::Today).is_none()) {
            return None;
        }
        match self.resolve(m.sub()?)? {
            Resolved { moment: Some(Moment::Day(day)), .. } => {
                let day = shift_date(day, unit, n.checked_mul(times)?);
                Some(Resolved::or_unresolved(day.map(Moment::Day), Unit::Day))
            }
            Resolved { moment: None, .. } => Some(Resolved::bare(TimexKind::Date, Unit::Day.unresolved())),
            _ => None,
        }
    }

    /// `from` and `n` units, as coarse as the unit; a time of an unknown hour for hours and less.
    pub(super) fn shifted(&self, from: Option<Date>, unit: Unit, n: i32) -> Resolved {
        if unit <= Unit::Hour {
            let kind = TimexKind::Time;
            return match from {
                Some(day) => {
                    let when = Some(Moment::Day(day).event_time(None));
                    Resolved { when, ..Resolved::bare(kind, format!("{day}TXX")) }
                }
                None => Resolved::bare(kind, unit.unresolved()),
            };
        }
        let moment = from.and_then(|day| shift_date(day, unit, n)).map(|day| Moment::of(day, unit));
        Resolved::or_unresolved(moment, unit)
    }

    /// "the past three years", "the coming days": a length that touches the day of publication.
    pub(super) fn span(&self, m: &Match) -> Option<Resolved> {
        let (unit, times) = self.unit(m)?;
        let singular = m.get(Class::Unit).is_some();
        let article = m.parts.iter().any(|p| p.is(Class::Amount) && self.has(p.token, Class::Article));
        if (singular && unit < Unit::Day) || article {
            return None;
        }
        let amount = match m.get(Class::Amount) {
            Some(amount) => amount,
            None if singular => 1000,
            None => UNSTATED,
        };
        let value = unit.duration(&amount_text(amount, times));
        let resolved = Resolved::bare(TimexKind::Duration, value);
        let words = self.words();
        let sign = if [words.last, words.past, words.recent].iter().any(|w| m.has_word(*w)) {
            -1
        } else if [words.next, words.coming, words.upcoming].iter().any(|w| m.has_word(*w)) {
            1
        } else {
            0
        };
        // "the last two years of the monarchy" are not the last two up to now.
        let now = sign != 0 && self.str(m.end) != "of";
        let (Some(anchor), true, true) = (self.anchor, amount > 0, now) else { return Some(resolved) };
        // Hours and less reach into as many days as they fill, one at least.
        let per_day = match unit {
            Unit::Second => 86_400,
            Unit::Minute => 1440,
            Unit::Hour => 24,
            _ => 1,
        };
        let (n, unit) =
            if per_day > 1 { ((amount / 1000 + per_day - 1) / per_day, Unit::Day) } else { (amount / 1000, unit) };
        let Some(other) = n.checked_mul(times * sign).and_then(|n| shift_date(anchor, unit, n)) else {
            return Some(resolved);
        };
        Some(Resolved { when: range_time(anchor.min(other), anchor.max(other)), ..resolved })
    }
}
