//! Times of day.

use super::*;

impl Context<'_> {
    /// The day of a time that names none: next to it, in the sentence, spoken of last, or that of publication.
    pub(super) fn day_for(&self, m: &Match) -> Option<Date> {
        let mut at = m.end;
        if matches!(self.str(at), "," | "on") {
            at += 1;
        }
        if self.str(at) == "on" {
            at += 1;
        }
        if at < self.tokens.len() {
            let mut found = Vec::new();
            self.patterns().matches(self.tokens, at, &mut found);
            let days = found.into_iter().filter(|f| {
                let rule = &self.patterns().rules[f.rule as usize];
                f.start == at && rule.kind == TimexKind::Date && rule.action.may_be_day()
            });
            let best = days.max_by_key(|f| (f.end, std::cmp::Reverse(f.rule)));
            if let Some(Moment::Day(day)) = best.and_then(|b| self.resolve(&b)).and_then(|r| r.moment) {
                return Some(day);
            }
        }
        match self.last_named(Unit::Day, 0) {
            Some(Moment::Day(day)) => Some(day),
            _ => self.anchor,
        }
    }

    pub(super) fn time(day: Option<Date>, suffix: &str) -> Resolved {
        let date = day.map_or("XXXX-XX-XX".to_owned(), |d| d.to_string());
        Resolved {
            moment: day.map(Moment::Day),
            when: day.map(|d| Moment::Day(d).event_time(None)),
            ..Resolved::bare(TimexKind::Time, date + "T" + suffix)
        }
    }

    /// `HH:MM` of a match, with the letter for universal time.
    pub(super) fn clock_text(&self, m: &Match) -> Option<String> {
        let universal = m.get(Class::Zone) == Some(1);
        let hhmm = m.readings().find_map(|r| match r.class {
            Class::Hour | Class::Clock if m.get(Class::AmPm).is_some() => {
                let hour = r.value / 100;
                if hour > 12 { Some(r.value) } else { Some(half_day(r.value, m.get(Class::AmPm) == Some(1))) }
            }
            Class::Hour | Class::Clock | Class::ClockHalf | Class::Military => Some(r.value),
            Class::HourWord => Some(r.value * 100),
            Class::Amount if (1000..=12_000).contains(&r.value) => Some(r.value / 10),
            _ => None,
        })?;
        (hhmm <= 2400).then(|| format!("{:02}:{:02}{}", hhmm / 100, hhmm % 100, if universal { "Z" } else { "" }))
    }

    pub(super) fn clock(&self, m: &Match) -> Option<Resolved> {
        let text = self.clock_text(m)?;
        Some(Self::time(self.day_for(m), &text))
    }

    pub(super) fn day_time(&self, m: &Match) -> Option<Resolved> {
        let text = self.clock_text(m)?;
        match self.resolve(m.sub()?)?.moment {
            Some(Moment::Day(day)) => Some(Self::time(Some(day), &text)),
            None => Some(Self::time(None, &text)),
            _ => None,
        }
    }

    pub(super) fn part(&self, m: &Match) -> Option<Resolved> {
        let name = |index: i32| DAYPARTS.get(usize::try_from(index).ok()?).copied();
        let day = if let Some(sub) = m.sub() {
            match self.resolve(sub)? {
                Resolved { moment: Some(Moment::Day(day)), .. } => Some(day),
                Resolved { moment: None, kind: TimexKind::Date, value, .. } => {
                    let part = name(m.get(Class::Daypart)?)?;
                    return (value.len() >= 10).then(|| Resolved::bare(TimexKind::Time, format!("{value}T{part}")));
                }
                _ => return None,
            }
        } else if m.get(Class::Tonight).is_some() {
            return Some(Self::time(self.anchor, "NI"));
        } else if let Some(step) = m.get(Class::Rel) {
            // "next morning" goes on from what is told.
            let from = if step == 1 { self.reference_point(Unit::Day).map(|r| r.days().0) } else { self.anchor };
            from.and_then(|d| add_days(d, step))
        } else if let Some(step) = m.get(Class::Ana) {
            self.reference_point(Unit::Day).and_then(|r| add_days(r.days().0, step))
        } else {
            if self.has(m.end, Class::Defines) {
                return None;
            }
            self.last_named(Unit::Day, 1).map(|r| r.days().0).or(self.anchor)
        };
        Some(Self::time(day, name(m.get(Class::Daypart)?)?))
    }
}
