//! Officers: their current state, their colleagues at a given time, and their ties.

use domain::OfficerId;
use jiff::civil::date;

use crate::support::busy::a_busy_record;
use crate::support::samples::*;
use crate::support::trial::on_both;

on_both! {
    async fn officers_are_read_as_they_are_now(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let ada = trial.store.officer_row(busy.ada).await.unwrap().unwrap();
        assert_eq!((ada.unit.as_str(), ada.rank.as_str(), ada.post.as_str()), ("Dockside Armed", "sergeant", "armed"));
        assert_eq!((ada.armed, ada.verifiable, ada.suspended_since), (false, false, Some(at(10))));
        assert_eq!((ada.service.as_str(), ada.protections_count, ada.clearance), ("serving", 1, None));
        let bea = trial.store.officer_row(busy.bea).await.unwrap().unwrap();
        assert_eq!((bea.service.as_str(), bea.left_on, bea.verifiable), ("resigned", Some(date(2025, 6, 30)), false));
        assert_eq!(trial.store.officer_row(officer_id()).await.unwrap(), None);
        let mut both = vec![busy.ada.to_string(), busy.bea.to_string()];
        both.sort();
        let page = trial.store.officers_of_force(&northmere(), "", 10).await.unwrap();
        assert_eq!(page.iter().map(|row| row.id.to_string()).collect::<Vec<_>>(), both);
        let page = trial.store.officers_of_force(&northmere(), &both[0], 10).await.unwrap();
        assert_eq!(page.iter().map(|row| row.id.to_string()).collect::<Vec<_>>(), both[1..]);
        assert_eq!(trial.store.protections_of(busy.ada).await.unwrap()[0].matter, busy.matter);
        assert_eq!(trial.store.force_row(&northmere()).await.unwrap().unwrap().name, "Northmere Police");
    }

    async fn who_served_with_whom_is_found_by_unit_and_time(trial: &Trial) {
        let busy = a_busy_record(&trial.store).await;
        let at_harbour = async |from, to| {
            let rows = trial.store.postings_at(&northmere(), "Harbour Response", from, to).await.unwrap();
            let mut who: Vec<OfficerId> = rows.iter().map(|row| row.officer).collect();
            who.sort();
            who
        };
        let mut both = vec![busy.ada, busy.bea];
        both.sort();
        assert_eq!(at_harbour(date(2021, 1, 1), date(2021, 5, 3)).await, both, "the first day counts");
        assert_eq!(at_harbour(date(2024, 2, 1), date(2025, 1, 1)).await, [busy.bea], "Ada had moved");
        assert_eq!(at_harbour(date(2025, 7, 1), date(2026, 1, 1)).await, [], "and Bea had left");
        assert_eq!(at_harbour(date(2020, 1, 1), date(2021, 5, 2)).await, []);
        assert_eq!(trial.store.relations_of(busy.bea).await.unwrap()[0].officer, busy.ada, "declared by the other side");
        assert_eq!(trial.store.concerns_about(busy.ada).await.unwrap()[0].source, busy.bea.into());
    }
}
