//! Days that other calendars fix: Easter, the Islamic months, Lunar New Year.

use super::moment::add_days;
use jiff::civil::Date;

/// Western Easter Sunday (the anonymous Gregorian computus; Meeus, Astronomical Algorithms, ch. 8).
pub(super) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, month as i8, day as i8).ok()
}

/// Orthodox Easter Sunday by the Gregorian calendar, for 1900 to 2099 (Meeus, same chapter, the Julian rule).
pub(super) fn orthodox_easter(year: i16) -> Option<Date> {
    if !(1900..2100).contains(&year) {
        return None;
    }
    let y = i32::from(year);
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    add_days(Date::new(year, month as i8, day as i8).ok()?, 13)
}

/// The day of the Gregorian year `year` that is day `day` of month `month` in the Islamic civil calendar (the 30-year
/// tabular cycle, epoch 16 July 622 Julian). The first one where a year holds two.
pub(super) fn hijri(year: i16, month: i32, day: i32) -> Option<Date> {
    let guess = (i32::from(year) - 622) * 33 / 32;
    (guess - 1..=guess + 2).find_map(|h| hijri_day(h, month, day).filter(|date| date.year() == year))
}

/// Number of days in a month of the Islamic civil calendar, as odd and even months alternate.
pub(super) fn hijri_month_length(month: i32) -> i32 {
    if month % 2 == 1 { 30 } else { 29 }
}

fn hijri_day(year: i32, month: i32, day: i32) -> Option<Date> {
    let days = day + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year).div_euclid(30) - 1;
    // 19 July 622 of the Gregorian calendar is the first day.
    Date::new(622, 7, 19).ok()?.checked_add(jiff::SignedDuration::from_hours(i64::from(days) * 24)).ok()
}

/// Lunar New Year as kept in China: the new moon, on China's clock, between 21 January and 20 February.
pub(super) fn lunar_new_year(year: i16) -> Option<Date> {
    if !(1900..2100).contains(&year) {
        return None;
    }
    let k = ((f64::from(year) - 2000.0) * 12.3685).floor() as i32;
    (k..k + 4).find_map(|k| {
        // Julian days begin at noon; China is eight hours ahead of universal time.
        let china = new_moon(f64::from(k)) + 8.0 / 24.0 + 0.5;
        let day = Date::new(2000, 1, 1).ok()?;
        let date = add_days(day, china.floor() as i32 - 2_451_545)?;
        let (first, last) = (Date::new(year, 1, 21).ok()?, Date::new(year, 2, 20).ok()?);
        (first <= date && date <= last).then_some(date)
    })
}

/// Julian day of new moon number `k` since that of 6 January 2000, good to some minutes (Meeus, ch. 49, main terms).
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let mean = 2_451_550.097_66 + 29.530_588_861 * k + 0.000_154_37 * t * t;
    let sin = |degrees: f64| degrees.to_radians().sin();
    let sun = 2.5534 + 29.105_356_70 * k - 0.000_001_4 * t * t;
    let moon = 201.5643 + 385.816_935_28 * k + 0.010_758_2 * t * t;
    let latitude = 160.7108 + 390.670_502_84 * k - 0.001_611_8 * t * t;
    let node = 124.7746 - 1.563_755_88 * k + 0.002_067_2 * t * t;
    let e = 1.0 - 0.002_516 * t;
    mean - 0.407_20 * sin(moon) + 0.172_41 * e * sin(sun) + 0.016_08 * sin(2.0 * moon) + 0.010_39 * sin(2.0 * latitude)
        + 0.007_39 * e * sin(moon - sun)
        - 0.005_14 * e * sin(moon + sun)
        + 0.002_08 * e * e * sin(2.0 * sun)
        - 0.001_11 * sin(moon - 2.0 * latitude)
        - 0.000_57 * sin(moon + 2.0 * latitude)
        - 0.000_17 * sin(node)
        // Universal time runs about a minute behind dynamical time in our era.
        - 0.000_75
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_of_both_churches() {
        assert_eq!(easter(2021), Some(date(2021, 4, 4)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
        assert_eq!(orthodox_easter(2021), Some(date(2021, 5, 2)));
        assert_eq!(orthodox_easter(2025), Some(date(2025, 4, 20)));
    }

    #[test]
    fn lunar_new_year_is_a_new_moon_of_midwinter() {
        for (year, month, day) in
            [(2015, 2, 19), (2018, 2, 16), (2020, 1, 25), (2021, 2, 12), (2023, 1, 22), (2024, 2, 10)]
        {
            assert_eq!(lunar_new_year(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn islamic_feasts_fall_within_a_day_of_those_kept() {
        for (year, month, day, kept) in [
            (2021, 10, 1, date(2021, 5, 13)),
            (2019, 12, 10, date(2019, 8, 11)),
            (2023, 10, 1, date(2023, 4, 21)),
            (2025, 12, 10, date(2025, 6, 6)),
        ] {
            let computed = hijri(year, month, day).unwrap();
            assert!(super::super::moment::days_between(kept, computed).abs() <= 1, "{year}: {computed}, kept {kept}");
        }
    }
}
