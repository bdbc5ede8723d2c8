//! Reports that share a vehicle or a phone form a single series.

use app::report::{self, NewReport};
use domain::ReportId;
use domain::allegation::Category;
use domain::report::{PersonDescription, ReportKind};

use crate::support::cast::force;
use crate::support::{Stage, on_both};

async fn received(stage: &Stage, described: PersonDescription) -> ReportId {
    let report = NewReport {
        force: force("northmere"),
        report: ReportKind::Crime,
        schedule_3: false,
        category: Category::IndecentExposure,
        violence_against_women: true,
        reporter: None,
        place: "Ferry Lane".to_owned(),
        words: "A man exposed himself and drove off.".to_owned(),
        described,
        names: None,
    };
    report::receive(&stage.app.system("front desk"), report).await.unwrap()
}

fn car(plate: &str) -> PersonDescription {
    PersonDescription { plate: plate.to_owned(), ..PersonDescription::default() }
}

fn caller(phone: &str) -> PersonDescription {
    PersonDescription { phone: phone.to_owned(), ..PersonDescription::default() }
}

on_both! {
    async fn plates_are_one_when_enough_was_seen_and_nothing_disagrees(stage: &Stage) {
        // The plates in each line disagree with those in every other line.
        for (one, other, joined) in [
            ("QK61 T?B", "QK6? TAB", true),
            ("AB61 TAB", "AB62 TAB", false),
            ("Z??? ???", "Z?1? ???", false),
            ("qj52-uvw", "QJ52 UVW", true),
            ("", "", false),
        ] {
            let first = received(stage, car(one)).await;
            let second = received(stage, car(other)).await;
            let expected = if joined { vec![first] } else { Vec::new() };
            assert_eq!(stage.report(second).await.series, expected, "`{one}` and `{other}`");
        }
    }

    async fn phones_are_one_when_they_are_numbers_and_the_same(stage: &Stage) {
        for (one, other, joined) in [
            ("", "withheld", false),
            ("unknown", "withheld", false),
            ("999", "999", false),
            ("07700 900123", "+44 7700-900123", true),
            ("07700 900124", "07700 900125", false),
        ] {
            let first = received(stage, caller(one)).await;
            let second = received(stage, caller(other)).await;
            let expected = if joined { vec![first] } else { Vec::new() };
            assert_eq!(stage.report(second).await.series, expected, "`{one}` and `{other}`");
        }
    }
}
