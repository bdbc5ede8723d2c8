//! Counting time: a table worked out by hand, bank holidays recomputed from the standing rules, and general properties.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use policy::time::counting::*;
use policy::time::{CountingError, end_of_day, london_day};
use policy::{Law, Status};
use proptest::prelude::*;

use crate::day;

/// One row of the table in the pack's README.
struct Row {
    way: String,
    from: String,
    number: String,
    falls_on: String,
}

fn table() -> Vec<Row> {
    let readme = std::fs::read_to_string(crate::packs::root().join("england-wales/README.md")).unwrap();
    let after = readme.split("## Dates worked out by hand").nth(1).unwrap();
    let rows = after.lines().filter(|line| line.starts_with("| ")).skip(2);
    rows.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [way, from, number, _worked_out, falls_on, _clause] = cells[..] else { panic!("six cells in `{line}`") };
        let [way, from, number, falls_on] = [way, from, number, falls_on].map(str::to_owned);
        Row { way, from, number, falls_on }
    })
    .collect()
}

#[test]
fn the_dates_worked_out_by_hand_are_the_dates_the_library_counts() {
    let law = Law::embedded().unwrap();
    let calendar = law.calendar();
    let rows = table();
    assert!(rows.len() >= 30, "{} rows", rows.len());
    for row in rows {
        if let Some(method) = row.way.strip_prefix("served-by-") {
            let sent = format!("{}:00[Europe/London]", row.from.replace(' ', "T"));
            let sent: jiff::Zoned = sent.parse().unwrap();
            let deemed = law.deemed_service(method, sent.timestamp(), None).unwrap();
            assert_eq!(deemed.served_on.to_string(), row.falls_on, "{} {}", row.way, row.from);
            assert_eq!(deemed.status, Status::Unverified);
            continue;
        }
        let from = day(&row.from);
        let number = || row.number.parse::<i64>().unwrap();
        let counted = match row.way.as_str() {
            "working-days-after" => working_days_after(calendar, from, number()),
            "working-days-beginning-with" => working_days_beginning_with(calendar, from, number()),
            "working-days-before" => working_days_before(calendar, from, number()),
            "working-day-window" => {
                let (least, most) = row.number.split_once(" to ").unwrap();
                working_day_window(calendar, from, least.parse().unwrap(), most.parse().unwrap())
            }
            "weeks-from-first-working-day-after" => {
                weeks_beginning_with_first_working_day_after(calendar, from, number())
            }
            "weeks-from-day-after" => weeks_beginning_with_day_after(from, number()),
            "within-weeks-of" => within_weeks_of(from, number()),
            "days-after" => days_after(from, number()),
            "for-at-least-days" => for_at_least_days(from, number()),
            "months-beginning-with" => months_beginning_with(from, number()),
            "months-following" => months_following(from, number()),
            "end-of-following-day" => end_of_following_day(from),
            other => panic!("`{other}` is not a way of counting: add it here and to the table"),
        }
        .unwrap();
        let found = match counted.not_before {
            Some(first) if first != counted.by => format!("{first} to {}", counted.by),
            _ => counted.by.to_string(),
        };
        assert_eq!(found, row.falls_on, "{} {} from {}: {}", row.way, row.number, row.from, counted.explanation);
    }
}

#[test]
fn email_serves_a_notice_only_in_matters_that_came_to_attention_after_it_became_law() {
    let law = Law::embedded().unwrap();
    let sent = crate::noon("2026-11-02");
    assert!(law.deemed_service("email", sent, Some(day("2025-05-28"))).is_ok());
    let early = law.deemed_service("email", sent, Some(day("2025-05-27"))).unwrap_err();
    insta::assert_snapshot!(early, @"`email` is a way of serving only in matters that came to attention on 2025-05-28 or later: use another, such as `agreed`");
    for method in ["personal", "left-with-person", "post", "police-friend", "agreed"] {
        assert!(law.deemed_service(method, sent, Some(day("2021-01-04"))).is_ok(), "{method}");
    }
}

/// Easter Sunday by Butcher's rule (Nature, 20 April 1876).
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, rest) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31);
    date(year, i8::try_from(month).unwrap(), i8::try_from(rest + 1).unwrap())
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The non-working days of a year according to the standing rules, without proclamations.
fn standing_rules(year: i16) -> Vec<Date> {
    let easter = easter(year);
    let mut days = vec![
        easter - 2.days(),
        easter + 1.day(),
        date(year, 5, 1).nth_weekday_of_month(1, Weekday::Monday).unwrap(),
        date(year, 5, 1).nth_weekday_of_month(-1, Weekday::Monday).unwrap(),
        date(year, 8, 1).nth_weekday_of_month(-1, Weekday::Monday).unwrap(),
    ];
    // A holiday that falls at a weekend moves to the next day that is neither a weekend nor another holiday.
    for fixed in [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)] {
        let mut kept = fixed;
        while is_weekend(kept) || days.contains(&kept) || (fixed.day() == 25 && kept == date(year, 12, 26)) {
            kept += 1.day();
        }
        days.push(kept);
    }
    days.sort();
    days
}

#[test]
fn the_bank_holidays_are_those_of_the_standing_rules_and_the_proclaimed_exceptions() {
    let law = Law::embedded().unwrap();
    for year in 2015..=2030_i16 {
        let mut expected = standing_rules(year);
        match year {
            2020 => expected.iter_mut().filter(|d| **d == date(2020, 5, 4)).for_each(|d| *d = date(2020, 5, 8)),
            2022 => {
                expected.iter_mut().filter(|d| **d == date(2022, 5, 30)).for_each(|d| *d = date(2022, 6, 2));
                expected.extend([date(2022, 6, 3), date(2022, 9, 19)]);
            }
            2023 => expected.push(date(2023, 5, 8)),
            _ => {}
        }
        expected.sort();
        let found: Vec<Date> =
            law.calendar().holidays().map(|(day, _)| day).filter(|d| d.year() == year && !is_weekend(*d)).collect();
        assert_eq!(found, expected, "{year}");
    }
}

#[test]
fn a_day_outside_the_calendar_is_an_error_and_not_a_guess() {
    let law = Law::embedded().unwrap();
    let late = working_days_after(law.calendar(), day("2030-12-31"), 1).unwrap_err();
    insta::assert_snapshot!(late, @"`2031-01-01` is outside the calendar, which holds 2015 to 2030: add the bank holidays of that year to `calendar.toml`");
    assert!(law.calendar().is_working_day(day("2014-12-31")).is_err());
    assert_eq!(working_days_after(law.calendar(), day("2026-01-01"), 0), Err(CountingError::NotAPeriod(0)));
    assert!(days_after(day("9999-12-31"), 1).is_err());
    assert!(months_beginning_with(day("2026-01-01"), i64::MAX).is_err());
}

#[test]
fn a_count_over_projected_holidays_says_so() {
    let law = Law::embedded().unwrap();
    assert_eq!(working_days_after(law.calendar(), day("2027-12-20"), 3).unwrap().calendar, Status::Verified);
    assert_eq!(working_days_after(law.calendar(), day("2027-12-20"), 30).unwrap().calendar, Status::Unverified);
}

#[test]
fn days_are_those_of_london_through_both_changes_of_clock() {
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    assert_eq!(london_day(at("2026-06-30T23:30:00Z")).unwrap(), day("2026-07-01"));
    assert_eq!(london_day(at("2026-12-31T23:30:00Z")).unwrap(), day("2026-12-31"));
    // In London, 29 March 2026 has 23 hours and 25 October 2026 has 25.
    let hours = |d: &str| {
        let (end, start) = (end_of_day(day(d)).unwrap(), end_of_day(day(d).yesterday().unwrap()).unwrap());
        (end.as_second() - start.as_second()) / 3_600
    };
    assert_eq!([hours("2026-03-28"), hours("2026-03-29"), hours("2026-10-25")], [24, 23, 25]);
}

prop_compose! {
    fn a_day()(offset in 0..5_000_i64) -> Date { date(2015, 1, 1) + offset.days() }
}

static LAW: std::sync::LazyLock<Law> = std::sync::LazyLock::new(|| Law::embedded().unwrap());

proptest! {
    #[test]
    fn counting_after_a_day_gives_exactly_so_many_working_days(from in a_day(), count in 1..130_i64) {
        let counted = working_days_after(LAW.calendar(), from, count).unwrap();
        let mut day = from;
        let mut seen = Vec::new();
        while day < counted.by {
            day = day.tomorrow().unwrap();
            if LAW.calendar().is_working_day(day).unwrap() {
                seen.push(day);
            }
        }
        prop_assert_eq!(counted.counted, Some(seen.clone()));
        prop_assert_eq!(seen.len(), usize::try_from(count).unwrap());
    }

    #[test]
    fn beginning_with_a_day_is_counting_after_the_day_before(from in a_day(), count in 1..40_i64) {
        prop_assume!(from > date(2015, 1, 1));
        let with = working_days_beginning_with(LAW.calendar(), from, count).unwrap();
        let after = working_days_after(LAW.calendar(), from.yesterday().unwrap(), count).unwrap();
        prop_assert_eq!(with.counted, after.counted);
    }

    #[test]
    fn a_notice_on_the_last_day_leaves_the_full_days_before_the_hearing(hearing in a_day(), count in 1..20_i64) {
        prop_assume!(hearing > date(2015, 3, 1));
        let last = working_days_before(LAW.calendar(), hearing, count).unwrap();
        prop_assert!(LAW.calendar().is_working_day(last.by).unwrap());
        let counted = last.counted.unwrap();
        prop_assert_eq!(counted.len(), usize::try_from(count).unwrap());
        prop_assert!(counted.iter().all(|day| *day < hearing));
    }

    #[test]
    fn a_window_closes_where_the_longer_count_ends_and_opens_where_the_shorter_does(from in a_day()) {
        let window = working_day_window(LAW.calendar(), from, 10, 15).unwrap();
        prop_assert_eq!(window.by, working_days_after(LAW.calendar(), from, 15).unwrap().by);
        prop_assert_eq!(window.not_before, Some(working_days_after(LAW.calendar(), from, 10).unwrap().by));
    }

    #[test]
    fn periods_of_months_follow_one_another_without_a_gap_or_an_overlap(from in a_day(), months in 1..25_i64) {
        let first = months_beginning_with(from, months).unwrap();
        let next = months_following(first.by, 6).unwrap();
        prop_assert_eq!(next.by, months_beginning_with(first.by.tomorrow().unwrap(), 6).unwrap().by);
        // The period never ends before the month it must reach, nor after the corresponding day.
        let corresponding = from + months.months();
        prop_assert!(first.by <= corresponding && first.by >= corresponding - 1.day());
    }
}
