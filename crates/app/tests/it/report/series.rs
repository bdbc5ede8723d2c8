//! Reports that share a vehicle form a single series.

use app::report::{self, NewReport};
use domain::ReportId;
use domain::allegation::Category;
use domain::report::{PersonDescription, ReportKind};

use crate::support::cast::force;
use crate::support::{Stage, on_both};

async fn received(stage: &Stage, plate: &str) -> ReportId {
    let report = NewReport {
        force: force("northmere"),
        report: ReportKind::Crime,
        schedule_3: false,
        category: Category::IndecentExposure,
        violence_against_women: true,
        reporter: None,
        place: "Ferry Lane".to_owned(),
        words: "A man exposed himself and drove off.".to_owned(),
        described: PersonDescription { plate: plate.to_owned(), ..PersonDescription::default() },
        names: None,
    };
    report::receive(&stage.app.system("front desk"), report).await.unwrap()
}

on_both! {
    async fn plates_are_one_when_enough_was_seen_and_nothing_disagrees(stage: &Stage) {
        // The plates in each line disagree with those in every other line.
        for (one, other, joined) in [
            ("QK61 T?B", "QK6? TAB", true),
            ("AB61 TAB", "AB62 TAB", false),
            ("Z??? ???", "Z?1? ???", false),
            ("", "", false),
        ] {
            let first = received(stage, one).await;
            let second = received(stage, other).await;
            let expected = if joined { vec![first] } else { Vec::new() };
            assert_eq!(stage.report(second).await.series, expected, "`{one}` and `{other}`");
        }
    }
}
