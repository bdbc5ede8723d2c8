//! Journeys a1 and a3 from the visitor's side: a code is checked, and every cause of a refusal gives the same answer
//! but an alarm of its own.

use std::collections::BTreeSet;

use app::check::{self, CheckAnswer, Checker, Question};
use app::officer::shift;
use app::receipt;
use domain::check::{Cause, CheckOutcome, Leg};
use domain::officer::{Leaving, OfficerEvent};
use domain::{Event, Role, StreamId, StreamKind};
use jiff::civil::date;

use crate::support::cast::human_resources;
use crate::support::street::*;
use crate::support::{on_both, refused};

on_both! {
    async fn a_code_that_nobody_used_ends_after_two_minutes_and_the_one_before_it_with_its_own_time(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let first = street.code(stage, stop).await;
        stage.pass(60);
        let second = street.code(stage, stop).await;
        stage.pass(59);
        let page = street.typed(stage, first).await;
        street.shown(stage, page).await;
        stage.pass(60);
        let page = street.typed(stage, second).await;
        street.shown(stage, page).await;
        let third = street.code(stage, stop).await;
        stage.pass(120);
        let page = street.typed(stage, third).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        // An hour later it is still recognised as an expired code, so the alarm leads to the stop.
        stage.pass(3_000);
        stage.app.store.forget_what_is_over(stage.app.system("clock").now).await.unwrap();
        let page = street.typed(stage, third).await;
        assert_eq!(stage.check(page).await.stop(), Some(stop));
    }

    async fn each_cause_gives_the_same_answer_and_its_own_alarm(stage: &Stage) {
        let street = street(stage).await;
        let covert = crate::support::cast::staff(stage, "Zoe Lindqvist", Role::CovertDesk, &northmere()).await;
        let me = street.officer_id();
        let mut expected = vec!["unknown-code"];
        let forged = "7Q4K 29MP".parse().unwrap();
        let page = street.typed(stage, forged).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);

        let stop = street.begins(stage, a_stop()).await;
        let stale = street.code(stage, stop).await;
        stage.pass(120);
        let mut pages = vec![street.typed(stage, stale).await];
        expected.push("stale-code");

        let code = street.code(stage, stop).await;
        street.finishes(stage, stop).await;
        pages.push(street.typed(stage, code).await);
        expected.push("stop-ended");

        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        shift::book_off(&stage.as_(&street.officer)).await.unwrap();
        pages.push(street.typed(stage, code).await);
        expected.push("not-on-duty");
        street.book_on(stage).await;

        let face = |online| shift::PublicFace { by_number: false, online };
        let human_resources = human_resources(&northmere());
        shift::set_public_face(&stage.as_(&human_resources), me, face(false)).await.unwrap();
        pages.push(street.typed(stage, code).await);
        // The same holds for an expired code: whatever is wrong with it, only the covert desk learns of a covert
        // officer.
        pages.push(street.typed(stage, stale).await);
        shift::set_public_face(&stage.as_(&human_resources), me, face(true)).await.unwrap();

        stage.befalls(me, protected()).await;
        pages.push(street.typed(stage, code).await);
        expected.push("verification-off");
        stage.befalls(me, suspended()).await;
        pages.push(street.typed(stage, code).await);
        expected.push("suspended");
        stage.befalls(me, OfficerEvent::Left { how: Leaving::Dismissed, on: date(2026, 9, 7) }).await;
        pages.push(street.typed(stage, code).await);
        expected.push("left");

        for page in &pages {
            assert_eq!(street.page(stage, *page).await, CheckAnswer::NotVerified);
            assert_eq!(code_of(check::photo(&stage.as_(&visitor()), &street.secrets, *page).await), "record.missing");
            assert_eq!(code_of(receipt::give(&stage.as_(&visitor()), *page).await), "record.missing");
        }
        // Alarms raised at the same moment are in no particular order.
        let mut alarms = street.alarms(stage, &street.control).await;
        alarms.sort_unstable();
        expected.sort_unstable();
        assert_eq!(alarms, expected);
        assert_eq!(street.alarms(stage, &covert).await, ["not-verifiable-online", "not-verifiable-online"]);
        assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

    async fn five_hundred_checks_at_once_are_all_on_record_each_with_its_own_page(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let before = stage.app.store.checks_in(stop, 1_000).await.unwrap().len();
        // Two replicas. Every third code was never issued.
        let other = Checker::start(replica(stage, 8).await, street.secrets.clone());
        let unknown = "7Q4K 29MP".parse().unwrap();
        let asked = (0..500).map(|number| {
            let (app, checker) = (stage.app.clone(), if number % 2 == 0 { &street.checker } else { &other }.clone());
            let code = if number % 3 == 0 { unknown } else { code };
            tokio::spawn(async move {
                checker.check(&app.context(visitor()), Question { code, leg: Leg::Code }).await.unwrap()
            })
        });
        let mut pages = BTreeSet::new();
        for page in asked.collect::<Vec<_>>() {
            pages.insert(page.await.unwrap());
        }
        assert_eq!(pages.len(), 500);
        assert_eq!(before + stage.app.store.checks_in(stop, 1_000).await.unwrap().len(), 333);
        let mut found = [0, 0];
        // All visitors look at once, each at their own page.
        let looks = pages.into_iter().map(|page| {
            let (app, checker) = (stage.app.clone(), street.checker.clone());
            tokio::spawn(async move { (page, check::answer(&app.context(visitor()), &checker, page).await.unwrap()) })
        });
        for look in looks.collect::<Vec<_>>() {
            let (page, shown) = look.await.unwrap();
            match (stage.check(page).await.found(), shown) {
                (Some(CheckOutcome::Verified), CheckAnswer::Verified(_)) => found[0] += 1,
                (Some(CheckOutcome::Refused(Cause::UnknownCode)), CheckAnswer::NotVerified) => found[1] += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(found, [333, 167]);
        assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

    async fn without_a_code_that_lives_nothing_is_answered_and_without_a_database_nothing_at_all(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let nobody = check::answer(&stage.as_(&visitor()), &street.checker, "7Q4K-29MP-XW3T".parse().unwrap()).await;
        assert_eq!(refused(nobody), "record.missing: there is no such check");
        // A challenge is not a code, although it looks like one.
        let (_, challenge) = check::ask(&stage.as_(&visitor()), &street.secrets).await.unwrap();
        let page = street.typed(stage, challenge.to_string().parse().unwrap()).await;
        assert_eq!(stage.check(page).await.found(), Some(CheckOutcome::Refused(Cause::UnknownCode)));
        let page = street.typed(stage, code).await;

        stage.app.store.close().await;
        let question = Question { code, leg: Leg::Code };
        assert_eq!(code_of(street.checker.check(&stage.as_(&visitor()), question).await), "store.failed");
        let answer = check::answer(&stage.as_(&visitor()), &street.checker, page).await;
        assert_eq!(code_of(answer), "store.failed");
    }

    async fn somebody_who_may_not_act_is_told_of_once_for_a_stop_however_often_they_are_checked(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let first = street.code(stage, stop).await;
        stage.pass(20);
        let second = street.code(stage, stop).await;
        stage.befalls(street.officer_id(), suspended()).await;
        for code in [first, second, second] {
            let page = street.typed(stage, code).await;
            assert_eq!(stage.check(page).await.found(), Some(CheckOutcome::Refused(Cause::Suspended)));
            stage.work().await;
        }
        let officer = StreamId::new(StreamKind::Officer, street.officer_id());
        let history = stage.app.store.history(&officer, None).await.unwrap();
        let told = history.iter().filter(|one| matches!(one.event, Event::Officer(OfficerEvent::CardPresented { .. })));
        assert_eq!(told.count(), 1, "and each check is on record by itself, with its alarm");
    }
}
