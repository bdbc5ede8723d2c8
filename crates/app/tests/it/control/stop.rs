//! Journey a2 from the control room: off-duty officers waiting for an answer, and stops that the officer cannot end.

use app::check::CheckAnswer;
use app::control;
use app::receipt;
use app::stop::{self, NewStop};
use domain::Role;
use domain::check::{AlarmFinding, Cause, CheckOutcome};
use domain::officer::{Leaving, OfficerEvent};
use domain::stop::Call;
use jiff::civil::date;

use crate::support::cast::staff;
use crate::support::street::*;
use crate::support::{Following as _, on_both};

on_both! {
    async fn an_officer_off_duty_is_pending_until_the_control_room_confirms_and_sends_a_unit(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::Pending);
        assert_eq!(code_of(receipt::give(&stage.as_(&visitor()), page).await), "record.missing", "nothing is verified yet");
        assert_eq!(street.board(stage, &street.control).await.calls.len(), 1);
        let cx = stage.as_(&street.officer);
        assert_eq!(stop::one(&cx, stop).await.unwrap().seen.iter().map(|seen| seen.verified).collect::<Vec<_>>(), [false]);

        // After a minute without an answer, other desks are told, once.
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
        receipt::give(&stage.as_(&visitor()), page).await.unwrap();
        assert_eq!(code_of(control::refuse(&stage.as_(&street.control), stop).await), "stop.already-answered");
        street.finishes(stage, stop).await;
        assert!(street.shown(stage, page).await.ended);

        // Professional standards are told the next morning, once, however often the job is run.
        assert_eq!(stage.work().await, 0);
        stage.now("2026-09-08 06:59");
        assert_eq!(stage.work().await, 0);
        stage.now("2026-09-08 07:00");
        assert_eq!((stage.work().await, stage.work().await), (1, 0));
        assert_eq!(stage.officer(street.officer_id()).await.told(), ["psd-investigator: acted-off-duty"]);
    }

    async fn an_officer_off_duty_whom_the_control_room_refuses_or_leaves_waiting_is_not_verified(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        control::refuse(&stage.as_(&street.control), stop).await.unwrap();
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        let code = street.code(stage, stop).await;
        let again = street.typed(stage, code).await;
        assert_eq!(stage.check(again).await.found(), Some(CheckOutcome::Refused(Cause::ControlRefused)));
        street.finishes(stage, stop).await;
        let stop = street.begins(stage, NewStop { off_duty: true, uniform: false, ..a_stop() }).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.finishes(stage, stop).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified, "a stop that ended unanswered was never confirmed");
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
        assert_eq!(code_of(control::acknowledge(&stage.as_(&own_desk), &street.secrets, id).await), "record.missing");
        control::acknowledge(&stage.as_(&street.control), &street.secrets, id).await.unwrap();
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
                let taken = control::acknowledge(&app.context(actor.clone()), &secrets(), id).await.map_err(|error| error.kind());
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

    async fn whoever_is_close_to_an_officer_decides_nothing_about_them(stage: &Stage) {
        let street = street(stage).await;
        let close = domain::Actor { role: Role::ControlRoom, ..constable(stage, "Gil Arkwright").await };
        let stop = off_duty(stage, &street).await;
        let close_cx = || stage.as_(&close);
        assert_eq!(code_of(control::who(&close_cx(), stop).await), "control.not-yours");
        assert_eq!(code_of(control::confirm(&close_cx(), stop, "NM21").await), "control.not-yours");
        assert_eq!(code_of(control::refuse(&close_cx(), stop).await), "control.not-yours");
        assert_eq!(code_of(control::end_stop(&close_cx(), stop, "no device").await), "control.not-yours");
        control::refuse(&stage.as_(&street.control), stop).await.unwrap();
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        let id = stage.check(page).await.id;
        assert_eq!(code_of(control::acknowledge(&close_cx(), &street.secrets, id).await), "control.not-yours");
        control::acknowledge(&stage.as_(&street.control), &street.secrets, id).await.unwrap();
        assert_eq!(code_of(control::close_alarm(&close_cx(), &street.secrets, id, AlarmFinding::Mistyped).await), "control.not-yours");
        let alarm = control::alarm(&close_cx(), &street.secrets, id).await.unwrap();
        assert_eq!(code_of(control::whom(&close_cx(), &alarm).await), "control.not-yours");
        // They can take an alarm that is not about an officer.
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let id = stage.check(page).await.id;
        control::acknowledge(&close_cx(), &street.secrets, id).await.unwrap();
        let alarm = control::alarm(&close_cx(), &street.secrets, id).await.unwrap();
        assert!(control::whom(&close_cx(), &alarm).await.unwrap().is_none());
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
        // Officers cannot end their own stops this way.
        let own_desk = domain::Actor { role: Role::ControlRoom, ..street.officer.clone() };
        assert_eq!(code_of(control::end_stop(&stage.as_(&own_desk), stop, "mine").await), "stop.own-call");
    }

    async fn a_stop_of_somebody_who_left_meanwhile_can_be_answered_by_nobody(stage: &Stage) {
        let street = street(stage).await;
        let stop = off_duty(stage, &street).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        control::confirm(&stage.as_(&street.control), stop, "NM21").await.unwrap();
        stage.befalls(street.officer_id(), OfficerEvent::Left { how: Leaving::Dismissed, on: date(2026, 9, 7) }).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        let again = street.typed(stage, code).await;
        assert_eq!(stage.check(again).await.found(), Some(CheckOutcome::Refused(Cause::Left)));
    }
}
