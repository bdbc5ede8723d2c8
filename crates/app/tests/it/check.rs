//! Journeys a1, a3 and a4 from the pavement: what a visitor is shown, and that it is never more than is true now.

use std::collections::BTreeSet;
use std::time::Duration;

use app::check::{self, Answer, Checker, Complaint, KeyError, KeyState, Keys, Question};
use app::shifts;
use app::stop::{self, Seen};
use domain::allegation::Category;
use domain::check::{Cause, Leg, Outcome};
use domain::officer::{Leaving, OfficerEvent, Photo};
use domain::stop::{Power, ReasonCode};
use domain::{Challenge, Event, Personal, Pin, Role, StreamId, StreamKind};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::cast::human_resources;
use crate::street::*;
use crate::support::{on_both, refused};

on_both! {
    async fn somebody_who_is_stopped_checks_the_officer_and_fetches_the_record_with_their_receipt(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let issued = stop::code(&stage.as_(&street.officer), &street.settings, stop).await.unwrap();
        assert_eq!(issued.until, stage.app.system("clock").now + SignedDuration::from_secs(120));
        stage.pass(20);
        let page = street.typed(stage, issued.code).await;
        let shown = street.shown(stage, page).await;
        assert_eq!((shown.name.as_deref(), shown.force.as_str()), (Some("P. Nandakumar"), "Northmere Police"));
        assert_eq!((shown.power, shown.reason_code), (Power::PaceSection1, Some(ReasonCode::GoingEquipped)));
        assert_eq!((shown.reason.as_str(), shown.object.as_deref()), ("seen trying the doors of three cars", Some("tools for opening cars")));
        assert_eq!(shown.on_duty_since, Some(crate::support::at("2026-09-07 09:00")));
        assert!(!shown.units_sent && !shown.ended && !shown.receipt && !shown.photo);
        let mine = stop::one(&stage.as_(&street.officer), stop).await.unwrap();
        assert_eq!(mine.seen, [Seen { at: shown.verified_at, verified: true }], "the officer sees that they were checked");

        // A friend looks too, within a minute of the first; then the code is closed.
        stage.pass(59);
        let friend = street.typed(stage, issued.code).await;
        street.shown(stage, friend).await;
        stage.pass(1);
        let late = street.typed(stage, issued.code).await;
        assert_eq!(street.page(stage, late).await, Answer::NotVerified);
        assert_eq!(stage.check(late).await.found(), Some(Outcome::Refused(Cause::StaleCode)));
        assert_eq!(stop::one(&stage.as_(&street.officer), stop).await.unwrap().seen.len(), 2, "and nothing of an alarm");

        // The receipt: once, with a PIN that is shown once.
        let receipt = check::receipt(&stage.as_(&visitor()), page).await.unwrap();
        assert_eq!(receipt.stop, shown.stop);
        let again = refused(check::receipt(&stage.as_(&visitor()), page).await);
        assert!(again.starts_with("check.receipt-given"), "{again}");
        assert_eq!(refused(check::receipt(&stage.as_(&visitor()), late).await), "record.missing: there is no such stop");
        street.finishes(stage, stop).await;
        assert!(street.shown(stage, page).await.ended);
        stop::supplement(&stage.as_(&street.officer), stop, "the cars were his own").await.unwrap();
        let fetched = check::record(&stage.as_(&visitor()), &street.settings, receipt.stop, receipt.pin).await.unwrap();
        assert_eq!((fetched.stop.id, fetched.force.as_str()), (stop, "Northmere Police"));
        assert_eq!((fetched.stop.supplements.len(), fetched.stop.reason_changed), (1, false));
        assert_eq!(fetched.until, crate::support::at("2026-12-07 09:01") + SignedDuration::from_secs(20));

        // Three months, to the second.
        stage.clock.set(receipt.until - SignedDuration::from_secs(1));
        check::record(&stage.as_(&visitor()), &street.settings, receipt.stop, receipt.pin).await.unwrap();
        assert_eq!(street.page(stage, page).await, Answer::Over);
        assert_eq!(refused(check::receipt(&stage.as_(&visitor()), friend).await), "record.missing: there is no such stop");
        stage.pass(1);
        let over = refused(check::record(&stage.as_(&visitor()), &street.settings, receipt.stop, receipt.pin).await);
        assert!(over.starts_with("record.not-found"), "{over}");
        assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

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
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        // An hour on it is still known as one that was: the alarm leads to the stop.
        stage.pass(3_000);
        stage.app.store.forget_what_is_over(stage.app.system("clock").now).await.unwrap();
        let page = street.typed(stage, third).await;
        assert_eq!(stage.check(page).await.stop(), Some(stop));
    }

    async fn five_wrong_pins_close_a_record_for_an_hour(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = check::receipt(&stage.as_(&visitor()), page).await.unwrap();
        let wrong: Pin = if receipt.pin.to_string() == "000000" { "000001" } else { "000000" }.parse().unwrap();
        let fetch = async |pin| {
            let fetched = check::record(&stage.as_(&visitor()), &street.settings, receipt.stop, pin).await;
            fetched.map_or_else(|error| error.code(), |_| "fetched")
        };
        for _ in 0..4 {
            assert_eq!(fetch(wrong).await, "record.not-found");
        }
        assert_eq!(fetch(receipt.pin).await, "fetched", "one that fits ends the row");
        for _ in 0..5 {
            assert_eq!(fetch(wrong).await, "record.not-found");
        }
        assert_eq!((fetch(wrong).await, fetch(receipt.pin).await), ("record.locked", "record.locked"));
        stage.pass(3_599);
        assert_eq!(fetch(receipt.pin).await, "record.locked");
        stage.pass(1);
        assert_eq!(fetch(receipt.pin).await, "fetched");
    }

    async fn a_reference_without_a_receipt_and_one_that_no_stop_has_answer_as_one_with_a_receipt_does(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let bare = stage.stop(stop).await.opening.reference;
        let wrong: Pin = "000000".parse().unwrap();
        let tries = async |reference| {
            let mut said = Vec::new();
            for _ in 0..7 {
                said.push(code_of(check::record(&stage.as_(&visitor()), &street.settings, reference, wrong).await));
            }
            said
        };
        let mut expected = vec!["record.not-found"; 5];
        expected.extend(["record.locked"; 2]);
        assert_eq!(tries("NM-2222-22".parse().unwrap()).await, expected, "no stop has it");
        assert_eq!(tries(bare).await, expected, "nobody took a receipt");
        stage.pass(3_600);
        let receipt = check::receipt(&stage.as_(&visitor()), page).await.unwrap();
        assert_ne!(receipt.pin, wrong, "the seed of the story draws another");
        assert_eq!(tries(bare).await, expected, "somebody took a receipt");
    }

    async fn a_visitor_is_heard_in_the_same_moment_as_others_write_and_no_word_of_theirs_is_lost(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        for _ in 0..3 {
            let code = street.code(stage, stop).await;
            let page = street.typed(stage, code).await;
            // As many at once as one of them is tried: each round one of them is through.
            let said = (0..3).map(|_| {
                let app = stage.app.clone();
                tokio::spawn(async move { code_of(check::something_wrong(&app.context(visitor()), page, None).await) })
            });
            let app = stage.app.clone();
            let taken = tokio::spawn(async move { code_of(check::receipt(&app.context(visitor()), page).await) });
            for one in said.chain([taken]).collect::<Vec<_>>() {
                assert_eq!(one.await.unwrap(), "done");
            }
            let check = stage.check(page).await;
            assert_eq!((check.said_count, check.receipt), (3, true));
            stage.pass(30);
        }
    }

    async fn whoever_says_it_again_and_again_is_answered_the_same_and_fills_no_record(stage: &Stage) {
        let street = street(stage).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        for number in 0..domain::check::SAID_MAXIMUM + 5 {
            check::share_place(&stage.as_(&visitor()), page, &format!("step {number}")).await.unwrap();
            if number == domain::check::SAID_MAXIMUM - 1 {
                let before = stage.app.store.event_count().await.unwrap();
                check::something_wrong(&stage.as_(&visitor()), page, None).await.unwrap();
                assert_eq!(stage.app.store.event_count().await.unwrap(), before);
            }
        }
        assert_eq!(stage.check(page).await.place(), Some("step 19"));
    }

    async fn what_a_visitor_shares_of_their_place_is_sealed_under_the_check(stage: &Stage) {
        let street = street(stage).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        // 200 letters of Welsh are more bytes than that.
        let quay = "ŵ".repeat(200);
        check::share_place(&stage.as_(&visitor()), page, &quay).await.unwrap();
        let check = stage.check(page).await;
        assert_eq!((check.place(), check.place.as_ref().map(Personal::subject)), (Some(quay.as_str()), Some(check.id.into())));
    }

    async fn a_complaint_that_is_sent_twice_is_one_complaint(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = check::receipt(&stage.as_(&visitor()), page).await.unwrap();
        let complain = async |words: &str| {
            let complaint = Complaint { words: words.to_owned(), category: Category::Incivility };
            check::complain(&stage.as_(&visitor()), receipt.stop, receipt.pin, complaint).await.unwrap()
        };
        let long = "â".repeat(check::COMPLAINT_MAXIMUM);
        let first = complain(&long).await;
        assert_eq!(complain(&format!(" {long}\n")).await, first);
        let (one, two) = tokio::join!(complain("and he laughed"), complain("and he laughed"));
        assert!(one == two && one != first);
        assert_eq!(stage.check(page).await.complaints, [first, one]);
        assert_eq!(stage.app.store.reports_about(street.officer_id()).await.unwrap().len(), 2);
    }

    async fn a_replica_with_another_key_does_not_serve(stage: &Stage) {
        let (store, forces) = (&stage.app.store, [northmere()]);
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let opens = async |folder: &tempfile::TempDir| Keys::open(store, folder.path(), &forces).await.map(|_| ());
        opens(&first).await.unwrap();
        opens(&first).await.unwrap();

        // Without the files: none is made, and it is said which to copy.
        let gone = opens(&second).await.unwrap_err().to_string();
        assert!(gone.contains("check.key` is missing: copy the file from a replica"), "{gone}");
        assert_eq!(std::fs::read_dir(second.path()).unwrap().count(), 0);

        // With a key of its own, as one that was made for another record.
        std::fs::write(Keys::codes_file(second.path()), "42".repeat(32)).unwrap();
        std::fs::create_dir(second.path().join("attestation")).unwrap();
        let signer = |folder: &tempfile::TempDir| Keys::signer_file(folder.path(), &northmere());
        std::fs::copy(signer(&first), signer(&second)).unwrap();
        let other = opens(&second).await.unwrap_err().to_string();
        assert!(other.contains("check.key` is not the key that serves this record"), "{other}");
        let looked = Keys::look(store, second.path(), &forces).await.unwrap();
        let states: Vec<KeyState> = looked.into_iter().map(|(_, state)| state).collect();
        assert_eq!(states, [KeyState::Other, KeyState::Known]);

        std::fs::copy(Keys::codes_file(first.path()), Keys::codes_file(second.path())).unwrap();
        opens(&second).await.unwrap();
        std::fs::remove_file(signer(&second)).unwrap();
        assert!(matches!(opens(&second).await, Err(KeyError::Gone(path)) if path == signer(&second)));

        // Lost for good: somebody says so, and what is there is the key from now on.
        store.forget_check_keys().await.unwrap();
        opens(&second).await.unwrap();
        assert!(matches!(opens(&first).await, Err(KeyError::Other(path)) if path == signer(&first)));
    }

    async fn a_complaint_takes_the_stop_along_and_asks_for_no_name(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let receipt = check::receipt(&stage.as_(&visitor()), page).await.unwrap();
        let complaint = |words: &str| Complaint { words: words.to_owned(), category: Category::Incivility };
        let none = check::complain(&stage.as_(&visitor()), receipt.stop, receipt.pin, complaint(" ")).await;
        assert_eq!(code_of(none), "complaint.no-words");
        let before = stage.app.store.event_count().await.unwrap();
        let id = check::complain(&stage.as_(&visitor()), receipt.stop, receipt.pin, complaint("He shouted at my son")).await;
        let report = stage.report(id.unwrap()).await.received;
        assert_eq!((report.force, report.names, report.reporter, report.schedule_3), (northmere(), Some(street.officer_id()), None, true));
        let words = report.words.known().unwrap();
        assert!(words.starts_with("He shouted at my son") && words.contains(&receipt.stop.to_string()), "{words}");
        assert_eq!(stage.check(page).await.complaints.len(), 1);
        assert!(stage.app.store.event_count().await.unwrap() > before + 1);
        assert_eq!(stage.app.store.reports_about(street.officer_id()).await.unwrap().len(), 1);
    }

    async fn a_power_or_reason_that_changes_at_the_end_is_flagged(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let end = an_end(Power::MisuseOfDrugsSection23, ReasonCode::Drugs);
        stop::finish(&stage.as_(&street.officer), stop, end.clone()).await.unwrap();
        let ended = stage.stop(stop).await;
        assert!(ended.reason_changed && ended.opening.power == Power::PaceSection1);
        assert!(stage.app.store.stop_row(stop).await.unwrap().unwrap().reason_changed);
        assert_eq!(code_of(stop::finish(&stage.as_(&street.officer), stop, end).await), "stop.already-closed");
    }

    async fn each_cause_gives_the_same_answer_and_its_own_alarm(stage: &Stage) {
        let street = street(stage).await;
        let covert = crate::cast::staff(stage, "Zoe Lindqvist", Role::CovertDesk, &northmere()).await;
        let me = street.officer_id();
        let mut expected = vec!["unknown-code"];
        let forged = "7Q4K 29MP".parse().unwrap();
        let page = street.typed(stage, forged).await;
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);

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
        shifts::book_off(&stage.as_(&street.officer)).await.unwrap();
        pages.push(street.typed(stage, code).await);
        expected.push("not-on-duty");
        street.book_on(stage).await;

        let face = |online| shifts::PublicFace { by_number: false, online };
        let human_resources = human_resources(&northmere());
        shifts::set_public_face(&stage.as_(&human_resources), me, face(false)).await.unwrap();
        pages.push(street.typed(stage, code).await);
        // Also a code that is over: whatever is wrong with it, only the covert desk hears of a covert officer.
        pages.push(street.typed(stage, stale).await);
        shifts::set_public_face(&stage.as_(&human_resources), me, face(true)).await.unwrap();

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
            assert_eq!(street.page(stage, *page).await, Answer::NotVerified);
            assert_eq!(code_of(check::photo(&stage.as_(&visitor()), &street.settings, *page).await), "record.missing");
            assert_eq!(code_of(check::receipt(&stage.as_(&visitor()), *page).await), "record.missing");
        }
        // Those of the same moment stand in no order.
        let mut alarms = street.alarms(stage, &street.control).await;
        alarms.sort_unstable();
        expected.sort_unstable();
        assert_eq!(alarms, expected);
        assert_eq!(street.alarms(stage, &covert).await, ["not-verifiable-online", "not-verifiable-online"]);
        assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
    }

    async fn a_suspension_between_the_check_and_the_page_changes_the_page_at_once(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.shown(stage, page).await;
        stage.befalls(street.officer_id(), suspended()).await;
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        assert_eq!(code_of(check::receipt(&stage.as_(&visitor()), page).await), "record.missing");
        // Also after the stop has ended: the page is no reference letter.
        street.finishes(stage, stop).await;
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
    }

    async fn the_page_of_an_ended_stop_says_no_more_than_is_true(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.finishes(stage, stop).await;
        let shown = street.shown(stage, page).await;
        assert!(shown.ended && shown.on_duty_since.is_some());
        shifts::book_off(&stage.as_(&street.officer)).await.unwrap();
        let shown = street.shown(stage, page).await;
        assert_eq!((shown.ended, shown.on_duty_since, shown.units_sent), (true, None, false));
        // A stop that goes on after the shift is another thing.
        street.book_on(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        stage.pass(9 * 3_600);
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        stage.pass(3 * 3_600);
        assert_eq!(street.page(stage, page).await, Answer::Over);
    }

    async fn the_photo_is_shown_for_a_minute_where_the_officer_is_shown_by_name(stage: &Stage) {
        let street = street(stage).await;
        let photo = Photo { media_type: domain::officer::PhotoType::Webp, base64: "UklGRg==".to_owned() };
        let human_resources = human_resources(&northmere());
        shifts::take_photo(&stage.as_(&human_resources), street.officer_id(), photo.clone()).await.unwrap();
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        assert!(street.shown(stage, page).await.photo);
        assert_eq!(check::photo(&stage.as_(&visitor()), &street.settings, page).await.unwrap(), photo);
        let by_number = shifts::PublicFace { by_number: true, online: true };
        shifts::set_public_face(&stage.as_(&human_resources), street.officer_id(), by_number).await.unwrap();
        let shown = street.shown(stage, page).await;
        assert_eq!((shown.photo, shown.name), (false, None));
        assert_eq!(code_of(check::photo(&stage.as_(&visitor()), &street.settings, page).await), "record.missing");
        let by_name = shifts::PublicFace { by_number: false, online: true };
        shifts::set_public_face(&stage.as_(&human_resources), street.officer_id(), by_name).await.unwrap();
        stage.pass(60);
        assert!(!street.shown(stage, page).await.photo);
        assert_eq!(code_of(check::photo(&stage.as_(&visitor()), &street.settings, page).await), "record.missing");
    }

    async fn citizen_first_the_officer_answers_the_word_on_the_page(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let (page, challenge) = check::ask(&stage.as_(&visitor()), &street.settings).await.unwrap();
        let Answer::Waiting { challenge: on_page, until } = street.page(stage, page).await else { panic!("it waits") };
        assert_eq!((on_page, until), (challenge, stage.app.system("clock").now + SignedDuration::from_mins(5)));
        let answers = async |actor: &domain::Actor, challenge: Challenge| {
            code_of(check::answered_challenge(&stage.as_(actor), &street.settings, stop, challenge).await)
        };
        assert_eq!(answers(&street.officer, "7Q4K 29MP".parse().unwrap()).await, "stop.unknown-challenge");
        let other = constable(stage, "Owen Draycott").await;
        assert_eq!(answers(&other, challenge).await, "record.missing", "the stop is somebody else's");
        assert_eq!(code_of(check::receipt(&stage.as_(&visitor()), page).await), "record.missing");

        // What the visitor says meanwhile keeps nobody from answering.
        check::share_place(&stage.as_(&visitor()), page, "by the fountain").await.unwrap();
        check::something_wrong(&stage.as_(&visitor()), page, None).await.unwrap();
        assert_eq!(answers(&street.officer, challenge).await, "done");
        let shown = street.shown(stage, page).await;
        assert_eq!(stage.check(page).await.place(), Some("by the fountain"));
        assert_eq!(shown.stop, stage.stop(stop).await.opening.reference);
        assert_eq!(answers(&street.officer, challenge).await, "stop.unknown-challenge", "it is answered once");

        let (late, challenge) = check::ask(&stage.as_(&visitor()), &street.settings).await.unwrap();
        stage.pass(300);
        assert_eq!(answers(&street.officer, challenge).await, "stop.unknown-challenge");
        assert!(matches!(street.page(stage, late).await, Answer::Waiting { .. }), "nothing is answered without an answer");

        // Somebody who was suspended meanwhile is told nothing, and the visitor is.
        let (page, challenge) = check::ask(&stage.as_(&visitor()), &street.settings).await.unwrap();
        stage.befalls(street.officer_id(), suspended()).await;
        assert_eq!(answers(&street.officer, challenge).await, "done");
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        assert!(street.alarms(stage, &street.control).await.contains(&"suspended"));
    }

    async fn a_stop_is_its_officers_and_each_has_one_at_a_time(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        // A stop that was recorded afterwards does not hide the one that is open.
        stage.pass(10);
        let recorded = stop::PastStop {
            officer: street.officer_id(),
            force: northmere(),
            power: Power::PaceSection1,
            reason: "made up".to_owned(),
            place: "Quay Street".to_owned(),
            uniform: true,
            vehicle: false,
            checked: false,
            outcome: domain::stop::StopOutcome::NoFurtherAction,
        };
        stop::record_all(&stage.as_(&street.officer), vec![recorded]).await.unwrap();
        let second = stop::begin(&stage.as_(&street.officer), &street.settings, a_stop()).await;
        assert_eq!(code_of(second), "stop.one-is-open");
        let other = constable(stage, "Owen Draycott").await;
        let cx = stage.as_(&other);
        let end = an_end(Power::PaceSection1, ReasonCode::GoingEquipped);
        assert_eq!(code_of(stop::code(&cx, &street.settings, stop).await), "record.missing");
        assert_eq!(code_of(stop::one(&cx, stop).await), "record.missing");
        assert_eq!(code_of(stop::finish(&cx, stop, end).await), "record.missing");
        assert_eq!(code_of(stop::supplement(&cx, stop, "more").await), "record.missing");
        assert_eq!(code_of(stop::begin(&cx, &street.settings, a_stop()).await), "stop.not-on-duty");
        street.finishes(stage, stop).await;
        assert_eq!(code_of(stop::code(&stage.as_(&street.officer), &street.settings, stop).await), "stop.already-closed");

        // Two devices at the same moment begin one stop.
        let begins = (0..6).map(|_| {
            let (app, actor) = (stage.app.clone(), street.officer.clone());
            tokio::spawn(async move { code_of(stop::begin(&app.context(actor), &settings(), a_stop()).await) })
        });
        let mut done = Vec::new();
        for begin in begins.collect::<Vec<_>>() {
            done.push(begin.await.unwrap());
        }
        done.sort_unstable();
        assert_eq!(done, ["done", "stop.one-is-open", "stop.one-is-open", "stop.one-is-open", "stop.one-is-open", "stop.one-is-open"]);
    }

    async fn five_hundred_checks_at_once_are_all_on_record_each_with_its_own_page(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let before = stage.app.store.checks_in(stop, 1_000).await.unwrap().len();
        // Two replicas; every third code is one that nobody gave out.
        let other = Checker::start(replica(stage, 8).await, street.settings.clone());
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
        // All look at once, each at their own page.
        let looks = pages.into_iter().map(|page| {
            let (app, checker) = (stage.app.clone(), street.checker.clone());
            tokio::spawn(async move { (page, check::answer(&app.context(visitor()), &checker, page).await.unwrap()) })
        });
        for look in looks.collect::<Vec<_>>() {
            let (page, shown) = look.await.unwrap();
            match (stage.check(page).await.found(), shown) {
                (Some(Outcome::Verified), Answer::Verified(_)) => found[0] += 1,
                (Some(Outcome::Refused(Cause::UnknownCode)), Answer::NotVerified) => found[1] += 1,
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
        // A challenge is no code, though it is written like one.
        let (_, challenge) = check::ask(&stage.as_(&visitor()), &street.settings).await.unwrap();
        let page = street.typed(stage, challenge.to_string().parse().unwrap()).await;
        assert_eq!(stage.check(page).await.found(), Some(Outcome::Refused(Cause::UnknownCode)));
        let page = street.typed(stage, code).await;

        stage.app.store.close().await;
        let question = Question { code, leg: Leg::Code };
        assert_eq!(code_of(street.checker.check(&stage.as_(&visitor()), question).await), "store.failed");
        let answer = check::answer(&stage.as_(&visitor()), &street.checker, page).await;
        assert_eq!(code_of(answer), "store.failed");
    }

    async fn a_page_is_read_while_somebody_writes(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let mut unit = stage.app.store.begin().await.unwrap();
        unit.keep_challenge([1; 32], stage.check(page).await.id, stage.app.system("clock").now).await.unwrap();
        let reading = async {
            street.shown(stage, page).await;
            stop::one(&stage.as_(&street.officer), stop).await.unwrap();
            street.board(stage, &street.control).await;
        };
        tokio::time::timeout(Duration::from_secs(10), reading).await.unwrap();
        unit.commit().await.unwrap();
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
            assert_eq!(stage.check(page).await.found(), Some(Outcome::Refused(Cause::Suspended)));
            stage.work().await;
        }
        let officer = StreamId::new(StreamKind::Officer, street.officer_id());
        let history = stage.app.store.history(&officer, None).await.unwrap();
        let told = history.iter().filter(|one| matches!(one.event, Event::Officer(OfficerEvent::CardPresented { .. })));
        assert_eq!(told.count(), 1, "and each check is on record by itself, with its alarm");
    }
}
