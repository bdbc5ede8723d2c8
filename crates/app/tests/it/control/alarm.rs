//! Journey a3 from the control room: silent alarms, and the desks that are told when nobody answers.

use app::check;
use app::control;
use app::stop;
use domain::Role;
use domain::check::AlarmFinding;

use crate::support::cast::{force, staff};
use crate::support::on_both;
use crate::support::street::*;

on_both! {
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
        assert_eq!(code_of(control::acknowledge(&stage.as_(&southmere), &street.secrets, id).await), "record.missing");
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
        control::acknowledge(&stage.as_(&southmere), &street.secrets, id).await.unwrap();
        assert_eq!(code_of(control::acknowledge(&stage.as_(&street.control), &street.secrets, id).await), "alarm.already-acknowledged");
        control::close_alarm(&stage.as_(&southmere), &street.secrets, id, AlarmFinding::Mistyped).await.unwrap();
        assert_eq!(street.alarms(stage, &street.control).await, [""; 0]);
        // For the desks that had the alarm, it is closed. For everyone else, it does not exist.
        let stranger = staff(stage, "Ivo Tarn", Role::ControlRoom, &force("eastmarsh")).await;
        assert_eq!(code_of(control::acknowledge(&stage.as_(&street.control), &street.secrets, id).await), "alarm.not-open");
        assert_eq!(code_of(control::acknowledge(&stage.as_(&stranger), &street.secrets, id).await), "record.missing");
    }

    async fn an_alarm_that_somebody_took_is_carried_on_no_more(stage: &Stage) {
        let street = street(stage).await;
        let page = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let id = stage.check(page).await.id;
        assert_eq!(code_of(control::close_alarm(&stage.as_(&street.control), &street.secrets, id, AlarmFinding::Mistyped).await), "alarm.not-acknowledged");
        control::acknowledge(&stage.as_(&street.control), &street.secrets, id).await.unwrap();
        stage.pass(600);
        assert_eq!(escalate(stage).await, 0);
    }

    async fn a_faulty_alarm_holds_up_no_other(stage: &Stage) {
        let street = street(stage).await;
        let faulty = street.typed(stage, "7Q4K 29MP".parse().unwrap()).await;
        let faulty = stage.check(faulty).await.id;
        stage.pass(1);
        let page = street.typed(stage, "7Q4K 29MR".parse().unwrap()).await;
        let nowhere = "00000000-0000-0000-0000-000000000000";
        stage.behind(&format!("UPDATE alarm SET public_check = '{nowhere}' WHERE public_check = '{faulty}'")).await;
        stage.pass(120);
        let run = control::escalate(&stage.app.system("reconciler")).await;
        assert_eq!(code_of(run), "record.missing", "the operator hears of it");
        assert_eq!(stage.check(page).await.alarm.map(|alarm| alarm.escalated.len()), Some(1));
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
        control::acknowledge(&stage.as_(&street.control), &street.secrets, id).await.unwrap();
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
            let alarm = control::alarm(&stage.as_(desk), &street.secrets, id).await.unwrap();
            assert_eq!(alarm.stop.as_ref().map(|stop| stop.id), Some(stop), "an ended stop too");
            let officer = control::whom(&stage.as_(desk), &alarm).await.unwrap().unwrap();
            assert_eq!(officer.id, street.officer_id());
        }
        assert_eq!(code_of(control::alarm(&stage.as_(&covert), &street.secrets, id).await), "record.missing");
        let record = domain::StreamId::new(domain::StreamKind::Officer, street.officer_id());
        let looks = stage.app.store.consultations_of(&record, 10).await.unwrap();
        assert_eq!((looks.len(), looks.iter().all(|look| look.task)), (3, true));
    }
}
