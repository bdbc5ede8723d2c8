//! Journeys a2 and a3 from the control room: officers off duty, silent alarms, and who hears of them when nobody answers.

use app::check::{self, Answer};
use app::control;
use app::stop::{self, NewStop};
use domain::Role;
use domain::check::{AlarmFinding, Cause, Outcome};
use domain::officer::{Leaving, OfficerEvent};
use domain::record::follow::SignKind;
use domain::stop::Call;
use jiff::civil::date;

use crate::cast::{force, staff};
use crate::street::*;
use crate::support::{Asks as _, Stage, on_both};

/// An officer who has booked off has to act.
async fn off_duty(stage: &Stage, street: &Street) -> domain::StopId {
    app::shifts::book_off(&stage.as_(&street.officer)).await.unwrap();
    street.begins(stage, NewStop { off_duty: true, uniform: false, ..a_stop() }).await
}

async fn escalate(stage: &Stage) -> usize {
    control::escalate(&stage.app.system("reconciler")).await.unwrap()
}

fn on_duty_again(stage: &Stage) -> jiff::Timestamp {
    stage.app.system("clock").now + jiff::SignedDuration::from_hours(8)
}

on_both! {
    async fn an_officer_off_duty_is_pending_until_the_control_room_confirms_and_sends_a_unit(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        assert_eq!(street.page(stage, page).await, Answer::Pending);
        assert_eq!(code_of(check::receipt(&stage.as_(&visitor()), page).await), "record.missing", "nothing is verified yet");
        assert_eq!(street.board(stage, &street.control).await.calls.len(), 1);
        let cx = stage.as_(&street.officer);
        assert_eq!(stop::one(&cx, stop).await.unwrap().seen.iter().map(|seen| seen.verified).collect::<Vec<_>>(), [false]);

        // A minute without an answer is told to others, once.
        stage.pass(59);
        assert_eq!(escalate(stage).await, 0);
        stage.pass(1);
        assert_eq!((escalate(stage).await, escalate(stage).await), (1, 0));
        let (known, officer) = control::who(&stage.as_(&street.control), stop).await.unwrap();
        assert_eq!((known.call, officer.id), (Some(Call::Waiting { escalated: Some(stage.app.system("clock").now) }), street.officer_id()));

        assert_eq!(code_of(control::confirm(&stage.as_(&street.control), stop, " ").await), "stop.no-unit");
        control::confirm(&stage.as_(&street.control), stop, "NM21").await.unwrap();
        let shown = street.shown(stage, page).await;
        assert!(shown.units_sent && shown.on_duty_since.is_none());
        assert!(stop::one(&stage.as_(&street.officer), stop).await.unwrap().seen[0].verified);
        check::receipt(&stage.as_(&visitor()), page).await.unwrap();
        assert_eq!(code_of(control::refuse(&stage.as_(&street.control), stop).await), "stop.already-answered");
        street.finishes(stage, stop).await;
        assert!(street.shown(stage, page).await.ended);

        // Professional standards hear of it the next morning, once, whoever does the job how often.
        assert_eq!(stage.work().await, 0);
        stage.now("2026-09-08 06:59");
        assert_eq!(stage.work().await, 0);
        stage.now("2026-09-08 07:00");
        assert_eq!((stage.work().await, stage.work().await), (1, 0));
        assert_eq!(stage.officer(street.officer_id()).await.told(), ["psd: acted-off-duty"]);
    }

    async fn an_officer_off_duty_whom_the_control_room_refuses_or_leaves_waiting_is_not_verified(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        control::refuse(&stage.as_(&street.control), stop).await.unwrap();
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        let code = street.code(stage, stop).await;
        let again = street.typed(stage, code).await;
        assert_eq!(stage.check(again).await.found(), Some(Outcome::Refused(Cause::ControlRefused)));
        street.finishes(stage, stop).await;
        let stop = street.begins(stage, NewStop { off_duty: true, uniform: false, ..a_stop() }).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.finishes(stage, stop).await;
        assert_eq!(street.page(stage, page).await, Answer::NotVerified, "a stop that ended unanswered was never confirmed");
        assert_eq!(code_of(control::confirm(&stage.as_(&street.control), stop, "NM21").await), "stop.already-closed");
    }

    async fn nobody_answers_their_own_call_or_the_alarm_about_themselves(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let own_desk = domain::Actor { role: Role::ControlRoom, ..street.officer.clone() };
        assert_eq!(code_of(control::confirm(&stage.as_(&own_desk), stop, "NM21").await), "stop.own-call");
        assert_eq!(code_of(control::refuse(&stage.as_(&own_desk), stop).await), "stop.own-call");
        control::refuse(&stage.as_(&street.control), stop).await.unwrap();
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let board = street.board(stage, &own_desk).await;
        assert_eq!((board.alarms, board.calls, board.stops), (vec![], vec![], vec![]));
        let id = stage.check(page).await.id;
        assert_eq!(code_of(control::acknowledge(&stage.as_(&own_desk), &street.settings, id).await), "record.missing");
        control::acknowledge(&stage.as_(&street.control), &street.settings, id).await.unwrap();
    }

    async fn an_alarm_that_nobody_takes_reaches_the_superintendent_and_then_the_neighbouring_force(stage: &Stage) {
        let street = street(stage).await;
        let southmere = staff(stage, "Rhys Penhale", Role::ControlRoom, &force("southmere")).await;
        let covert = staff(stage, "Zoe Lindqvist", Role::CovertDesk, &force("southmere")).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        street.finishes(stage, stop).await;
        let page = street.typed(stage, code).await;
        let id = stage.check(page).await.id;
        let escalated = async || {
            let board = street.board(stage, &street.control).await;
            board.alarms[0].row.escalated.clone().unwrap_or_default()
        };
        assert_eq!(code_of(control::acknowledge(&stage.as_(&southmere), &street.settings, id).await), "record.missing");
        stage.pass(119);
        assert_eq!((escalate(stage).await, escalated().await), (0, String::new()));
        stage.pass(1);
        assert_eq!((escalate(stage).await, escalate(stage).await), (1, 0));
        assert_eq!(escalated().await, "duty-superintendent");
        assert_eq!(street.alarms(stage, &southmere).await, [""; 0]);
        stage.pass(179);
        assert_eq!(escalate(stage).await, 0);
        stage.pass(1);
        assert_eq!((escalate(stage).await, escalate(stage).await), (1, 0));
        assert_eq!(street.alarms(stage, &southmere).await, ["stop-ended"]);
        assert!(street.board(stage, &southmere).await.alarms[0].from_neighbour);
        assert_eq!(street.alarms(stage, &covert).await, [""; 0]);
        control::acknowledge(&stage.as_(&southmere), &street.settings, id).await.unwrap();
        assert_eq!(code_of(control::acknowledge(&stage.as_(&street.control), &street.settings, id).await), "alarm.already-acknowledged");
        control::close_alarm(&stage.as_(&southmere), &street.settings, id, AlarmFinding::Mistyped).await.unwrap();
        assert_eq!(street.alarms(stage, &street.control).await, [""; 0]);
        // Closed it is: to whoever had it, and to nobody else.
        let stranger = staff(stage, "Ivo Tarn", Role::ControlRoom, &force("eastmarsh")).await;
        assert_eq!(code_of(control::acknowledge(&stage.as_(&street.control), &street.settings, id).await), "alarm.not-open");
        assert_eq!(code_of(control::acknowledge(&stage.as_(&stranger), &street.settings, id).await), "record.missing");
    }

    async fn an_alarm_that_somebody_took_is_carried_on_no_more(stage: &Stage) {
        let street = street(stage).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let id = stage.check(page).await.id;
        assert_eq!(code_of(control::close_alarm(&stage.as_(&street.control), &street.settings, id, AlarmFinding::Mistyped).await), "alarm.not-acknowledged");
        control::acknowledge(&stage.as_(&street.control), &street.settings, id).await.unwrap();
        stage.pass(600);
        assert_eq!(escalate(stage).await, 0);
    }

    async fn of_two_operators_at_once_the_slower_is_told_so(stage: &Stage) {
        let street = street(stage).await;
        let second = staff(stage, "Tom Birkett", Role::ControlRoom, &northmere()).await;
        let stop = off_duty(stage, &street).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let id = stage.check(page).await.id;
        let taken = [street.control.clone(), second.clone()].map(|actor| {
            let app = stage.app.clone();
            tokio::spawn(async move {
                let taken = control::acknowledge(&app.context(actor.clone()), &settings(), id).await.map_err(|error| error.kind());
                let answered = control::confirm(&app.context(actor), stop, "NM21").await.map_err(|error| error.kind());
                (taken, answered)
            })
        });
        let mut done = [Vec::new(), Vec::new()];
        for one in taken {
            let (taken, answered) = one.await.unwrap();
            done[0].push(taken);
            done[1].push(answered);
        }
        for done in done {
            assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1, "{done:?}");
            assert!(done.contains(&Err(domain::ErrorKind::Conflict)), "{done:?}");
        }
    }

    async fn made_up_codes_hide_no_alarm_about_an_officer(stage: &Stage) {
        let street = street(stage).await;
        for number in 0..4 {
            let asked = (0..60).map(|one| {
                let text = format!("{}{}", "23456789".chars().nth(number).unwrap(), "2345678");
                let letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
                let code = format!("{}{}{}", &text[..6], letters.chars().nth(one % 31).unwrap(), letters.chars().nth(one / 31).unwrap());
                street.typed(stage, code.parse().unwrap())
            });
            for page in asked {
                page.await;
            }
        }
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        stage.befalls(street.officer_id(), suspended()).await;
        let page = street.typed(stage, code).await;
        let alarms = street.alarms(stage, &street.control).await;
        assert_eq!((alarms.len(), alarms.last()), (201, Some(&"suspended")));
        let id = stage.check(page).await.id;
        control::acknowledge(&stage.as_(&street.control), &street.settings, id).await.unwrap();
    }

    async fn something_wrong_is_heard_silently_and_with_the_last_look_ups(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        check::something_wrong(&stage.as_(&visitor()), page, Some(" Quay Street ")).await.unwrap();
        street.shown(stage, page).await;
        assert_eq!(stop::one(&stage.as_(&street.officer), stop).await.unwrap().seen.len(), 1, "the officer learns nothing");
        let board = street.board(stage, &street.control).await;
        assert_eq!(board.alarms[0].check.place(), Some("Quay Street"));
        assert_eq!(board.alarms[0].stop.as_ref().map(|stop| stop.id), Some(stop));
        let long = "x".repeat(201);
        assert_eq!(code_of(check::share_place(&stage.as_(&visitor()), page, &long).await), "check.place-too-long");
        assert_eq!(code_of(check::share_place(&stage.as_(&visitor()), page, " ").await), "check.no-place");
    }

    async fn a_suspended_officer_who_begins_a_stop_is_refused_and_it_is_a_sign(stage: &Stage) {
        let street = street(stage).await;
        let me = street.officer_id();
        stage.befalls(me, suspended()).await;
        let begun = stop::begin(&stage.as_(&street.officer), &street.settings, a_stop()).await;
        assert_eq!(code_of(begun), "officer.may-not-act");
        assert_eq!(stage.officer(me).await.signs(), [SignKind::ActedWhileSuspended]);
        assert_eq!(stage.app.store.stops_open_by(me).await.unwrap(), []);
        stop::tried_to_begin(&stage.as_(&street.officer)).await.unwrap();
        let history = stage.app.store.history(&domain::StreamId::new(domain::StreamKind::Officer, me), None).await.unwrap();
        let shown = history.iter().filter(|event| matches!(event.event, domain::Event::Officer(OfficerEvent::CardPresented { .. })));
        assert_eq!(shown.count(), 2, "each attempt is on record");
        let until = on_duty_again(stage);
        assert_eq!(code_of(app::shifts::book_on(&stage.as_(&street.officer), until).await), "officer.may-not-act");
        // A covert officer who tries has done nothing wrong: nothing is held against them.
        let covert = constable(stage, "Noor Haddad").await;
        stage.befalls(covert.officer().unwrap(), OfficerEvent::PublicFaceSet { by_number: true, online: false }).await;
        let before = stage.app.store.event_count().await.unwrap();
        let begun = stop::begin(&stage.as_(&covert), &street.settings, a_stop()).await;
        assert_eq!((code_of(begun), stage.app.store.event_count().await.unwrap()), ("officer.may-not-act", before));
    }

    async fn a_refused_check_is_told_to_the_record_of_the_officer_once_however_often_the_job_is_done(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        stage.befalls(street.officer_id(), suspended()).await;
        let page = street.typed(stage, code).await;
        street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let jobs = stage.app.store.job_counts().await.unwrap();
        let expected = [("done".to_owned(), 1), ("waiting".to_owned(), 2)];
        assert_eq!(jobs, expected, "a made-up code is nobody's: its row waits for none; the end of the shift has one too");
        // One worker is thought dead, and both go on.
        let now = stage.app.system("clock").now;
        let dead = stage.app.store.claim_job(now).await.unwrap().unwrap();
        stage.pass(301);
        assert_eq!((stage.work().await, stage.work().await), (1, 0));
        assert!(!stage.app.store.finish_job(&dead).await.unwrap());
        let officer = stage.officer(street.officer_id()).await;
        assert_eq!(officer.signs(), [SignKind::ActedWhileSuspended]);
        let history = stage.app.store.history(&domain::StreamId::new(domain::StreamKind::Officer, officer.id), None).await.unwrap();
        let shown: Vec<_> = history
            .iter()
            .filter(|event| matches!(event.event, domain::Event::Officer(OfficerEvent::CardPresented { .. })))
            .map(|event| event.happened_at)
            .collect();
        assert_eq!(shown, [stage.check(page).await.made.map(|(at, _)| at)], "as of when it was shown");
        assert_eq!(stage.app.store.job_counts().await.unwrap(), [("done".to_owned(), 2), ("waiting".to_owned(), 1)]);
    }

    async fn whoever_was_told_that_an_officer_may_act_is_looked_after_when_they_may_not_any_more(stage: &Stage) {
        let street = street(stage).await;
        let me = street.officer_id();
        let covert = staff(stage, "Zoe Lindqvist", Role::CovertDesk, &northmere()).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let pages = [street.typed(stage, code).await, street.typed(stage, code).await];
        assert_eq!((stage.work().await, street.alarms(stage, &street.control).await), (0, vec![]));
        assert_eq!(street.board(stage, &street.control).await.booked_on_count, 1, "by themselves: nobody asked a roster");
        // They book off in the middle of it: nobody has looked at a page, and the control room hears of each.
        app::shifts::book_off(&stage.as_(&street.officer)).await.unwrap();
        assert_eq!((stage.work().await, stage.work().await), (1, 0));
        assert_eq!(street.alarms(stage, &street.control).await, ["not-on-duty", "not-on-duty"]);
        for page in pages {
            assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        }
        assert_eq!(street.board(stage, &street.control).await.alarms.len(), 2, "the page says what is known");

        // On again, and dismissed: that is another thing, said in the alarm that is open.
        street.book_on(stage).await;
        street.shown(stage, pages[0]).await;
        let hr = crate::cast::human_resources(&northmere());
        app::officers::leave(&stage.as_(&hr), me, Leaving::Dismissed, date(2026, 9, 7)).await.unwrap();
        stage.work().await;
        assert_eq!(street.alarms(stage, &street.control).await, ["left", "left"]);
        assert_eq!(street.alarms(stage, &covert).await, [""; 0]);
    }

    async fn the_end_of_a_shift_a_refusal_and_a_covert_face_are_told_to_the_desk_that_may_know(stage: &Stage) {
        let street = street(stage).await;
        let covert = staff(stage, "Zoe Lindqvist", Role::CovertDesk, &northmere()).await;
        let second = Street { officer: constable(stage, "Noor Haddad").await, ..self::street(stage).await };
        let third = Street { officer: constable(stage, "Ivo Tarn").await, ..self::street(stage).await };
        second.book_on(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        street.typed(stage, code).await;
        let hidden = second.begins(stage, a_stop()).await;
        let code = second.code(stage, hidden).await;
        let page = second.typed(stage, code).await;
        check::something_wrong(&stage.as_(&visitor()), page, None).await.unwrap();
        assert_eq!(street.alarms(stage, &street.control).await, ["something-wrong"]);
        let face = app::shifts::PublicFace { by_number: true, online: false };
        let hr = crate::cast::human_resources(&northmere());
        app::shifts::set_public_face(&stage.as_(&hr), second.officer_id(), face).await.unwrap();
        stage.work().await;
        assert_eq!(street.alarms(stage, &covert).await, ["not-verifiable-online"], "with what the person said before");
        assert_eq!(street.alarms(stage, &street.control).await, [""; 0]);

        let called = third.begins(stage, NewStop { off_duty: true, uniform: false, ..a_stop() }).await;
        let code = third.code(stage, called).await;
        assert_eq!(third.page(stage, third.typed(stage, code).await).await, Answer::Pending);
        control::refuse(&stage.as_(&street.control), called).await.unwrap();
        stage.work().await;
        assert_eq!(street.alarms(stage, &street.control).await, ["control-refused"]);

        // The shift ends at six in the evening, and the stop goes on.
        stage.now("2026-09-07 17:59");
        assert_eq!(stage.work().await, 0);
        assert_eq!(street.board(stage, &street.control).await.booked_on_count, 0, "long ago");
        stage.now("2026-09-07 18:00");
        stage.work().await;
        assert_eq!(street.alarms(stage, &street.control).await, ["control-refused", "not-on-duty"]);
    }

    async fn a_page_that_says_that_the_control_room_was_told_says_so_after_it_was(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.finishes(stage, stop).await;
        street.shown(stage, page).await;
        // The stop has ended, and nobody else looks after it: the page itself does, once, before it refuses.
        stage.befalls(street.officer_id(), suspended()).await;
        let before = street.alarms(stage, &street.control).await;
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        assert_eq!((before, street.alarms(stage, &street.control).await), (vec![], vec!["suspended"]));
        let events = stage.app.store.event_count().await.unwrap();
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        assert_eq!(stage.app.store.event_count().await.unwrap(), events);
        check::share_place(&stage.as_(&visitor()), page, "Quay Street").await.unwrap();
        assert_eq!(street.board(stage, &street.control).await.alarms[0].check.place(), Some("Quay Street"));
    }

    async fn whoever_is_close_to_an_officer_decides_nothing_about_them(stage: &Stage) {
        let street = street(stage).await;
        let close = domain::Actor { role: Role::ControlRoom, ..constable(stage, "Gil Arkwright").await };
        let stop = off_duty(stage, &street).await;
        let close_cx = || stage.as_(&close);
        assert_eq!(code_of(control::who(&close_cx(), stop).await), "record.missing");
        assert_eq!(code_of(control::confirm(&close_cx(), stop, "NM21").await), "control.not-yours");
        assert_eq!(code_of(control::refuse(&close_cx(), stop).await), "control.not-yours");
        assert_eq!(code_of(control::end_stop(&close_cx(), stop, "no device").await), "control.not-yours");
        control::refuse(&stage.as_(&street.control), stop).await.unwrap();
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let id = stage.check(page).await.id;
        assert_eq!(code_of(control::acknowledge(&close_cx(), &street.settings, id).await), "control.not-yours");
        control::acknowledge(&stage.as_(&street.control), &street.settings, id).await.unwrap();
        assert_eq!(code_of(control::close_alarm(&close_cx(), &street.settings, id, AlarmFinding::Mistyped).await), "control.not-yours");
        let alarm = control::alarm(&close_cx(), &street.settings, id).await.unwrap();
        assert_eq!(code_of(control::whom(&close_cx(), &alarm).await), "record.missing");
        // What is about nobody they may take.
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let id = stage.check(page).await.id;
        control::acknowledge(&close_cx(), &street.settings, id).await.unwrap();
        let alarm = control::alarm(&close_cx(), &street.settings, id).await.unwrap();
        assert!(control::whom(&close_cx(), &alarm).await.unwrap().is_none());
    }

    async fn each_desk_that_has_an_alarm_learns_whom_it_is_about_and_that_is_recorded(stage: &Stage) {
        let street = street(stage).await;
        let ccu = staff(stage, "Odd Penn", Role::Ccu, &northmere()).await;
        let covert = staff(stage, "Zoe Lindqvist", Role::CovertDesk, &northmere()).await;
        let southmere = staff(stage, "Rhys Penhale", Role::ControlRoom, &force("southmere")).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        street.finishes(stage, stop).await;
        let page = street.typed(stage, code).await;
        let id = stage.check(page).await.id;
        stage.pass(301);
        escalate(stage).await;
        escalate(stage).await;
        for desk in [&street.control, &ccu, &southmere] {
            let alarm = control::alarm(&stage.as_(desk), &street.settings, id).await.unwrap();
            assert_eq!(alarm.stop.as_ref().map(|stop| stop.id), Some(stop), "an ended stop too");
            let officer = control::whom(&stage.as_(desk), &alarm).await.unwrap().unwrap();
            assert_eq!(officer.id, street.officer_id());
        }
        assert_eq!(code_of(control::alarm(&stage.as_(&covert), &street.settings, id).await), "record.missing");
        let record = domain::StreamId::new(domain::StreamKind::Officer, street.officer_id());
        let looks = stage.app.store.consultations_of(&record, 10).await.unwrap();
        assert_eq!((looks.len(), looks.iter().all(|look| look.task)), (3, true));
    }

    async fn a_stop_whose_officer_was_suspended_is_ended_by_the_control_room_with_a_reason(stage: &Stage) {
        let street = street(stage).await;
        let ccu = staff(stage, "Odd Penn", Role::Ccu, &northmere()).await;
        let stop = street.begins(stage, a_stop()).await;
        stage.befalls(street.officer_id(), suspended()).await;
        let control = || stage.as_(&street.control);
        assert_eq!(code_of(control::end_stop(&stage.as_(&ccu), stop, "left alone").await), "actor.may-not");
        assert_eq!(code_of(control::end_stop(&control(), stop, " ").await), "stop.no-why");
        control::end_stop(&control(), stop, "Another officer has taken over").await.unwrap();
        let ended = stage.stop(stop).await;
        let closed = ended.closed.unwrap();
        assert_eq!((closed.outcome.as_str(), closed.record), ("ended-by-control-room", None), "no search record is made up");
        assert_eq!((closed.power, closed.reason_code, ended.reason_changed), (ended.opening.power, ended.opening.reason_code, false));
        assert_eq!(ended.supplements[0].1.known().map(String::as_str), Some("Another officer has taken over"));
        assert_eq!(street.board(stage, &street.control).await.stops, []);
        assert_eq!(code_of(control::end_stop(&control(), stop, "again").await), "stop.already-closed");
        // Nobody ends so what they began themselves.
        let own_desk = domain::Actor { role: Role::ControlRoom, ..street.officer.clone() };
        assert_eq!(code_of(control::end_stop(&stage.as_(&own_desk), stop, "mine").await), "stop.own-call");
    }

    async fn a_job_that_fails_is_tried_ever_more_slowly_and_given_up_in_the_end(stage: &Stage) {
        street(stage).await;
        let now = stage.app.system("clock").now;
        let mut unit = stage.app.store.begin().await.unwrap();
        let (name, kind) = ("whatever/1".to_owned(), "whatever".to_owned());
        unit.enqueue(&store::NewJob { name, kind, body: serde_json::json!({}), run_after: now });
        unit.commit().await.unwrap();
        for attempt in 1..=12 {
            assert_eq!(stage.work().await, 0);
            stage.pass((1 << attempt) - 1);
            assert_eq!(stage.app.store.claim_job(stage.app.system("clock").now).await.unwrap(), None, "attempt {attempt}");
            stage.pass(1);
        }
        assert_eq!(stage.app.store.job_counts().await.unwrap(), [("failed".to_owned(), 1)]);
    }

    async fn a_stop_of_somebody_who_left_meanwhile_can_be_answered_by_nobody(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        control::confirm(&stage.as_(&street.control), stop, "NM21").await.unwrap();
        stage.befalls(street.officer_id(), OfficerEvent::Left { how: Leaving::Dismissed, on: date(2026, 9, 7) }).await;
        assert_eq!(street.page(stage, page).await, Answer::NotVerified);
        let again = street.typed(stage, code).await;
        assert_eq!(stage.check(again).await.found(), Some(Outcome::Refused(Cause::Left)));
    }
}
