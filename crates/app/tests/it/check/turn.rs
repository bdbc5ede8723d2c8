//! People who were told that an officer is allowed to act, once this is no longer true.

use app::check::{self, CheckAnswer};
use app::control;
use app::stop::NewStop;
use domain::Role;
use domain::officer::Leaving;
use jiff::civil::date;

use crate::support::cast::staff;
use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn whoever_was_told_that_an_officer_may_act_is_looked_after_when_they_may_not_any_more(stage: &Stage) {
        let street = street(stage).await;
        let me = street.officer_id();
        let covert = staff(stage, "Zoe Lindqvist", Role::CovertDesk, &northmere()).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let pages = [street.typed(stage, code).await, street.typed(stage, code).await];
        assert_eq!((stage.work().await, street.alarms(stage, &street.control).await), (0, vec![]));
        assert_eq!(street.board(stage, &street.control).await.booked_on_count, 1, "by themselves: nobody asked a roster");
        // The officer books off during the stop. Nobody has looked at a page since, but the control room is told of
        // each check.
        app::officer::shift::book_off(&stage.as_(&street.officer)).await.unwrap();
        assert_eq!((stage.work().await, stage.work().await), (1, 0));
        assert_eq!(street.alarms(stage, &street.control).await, ["not-on-duty", "not-on-duty"]);
        for page in pages {
            assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        }
        assert_eq!(street.board(stage, &street.control).await.alarms.len(), 2, "the page says what is known");

        // The officer books on again and is then dismissed. The new cause is added to the alarm that is already open.
        street.book_on(stage).await;
        street.shown(stage, pages[0]).await;
        let hr = crate::support::cast::human_resources(&northmere());
        app::officer::leave(&stage.as_(&hr), me, Leaving::Dismissed, date(2026, 9, 7)).await.unwrap();
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
        let face = app::officer::shift::PublicFace { by_number: true, online: false };
        let hr = crate::support::cast::human_resources(&northmere());
        app::officer::shift::set_public_face(&stage.as_(&hr), second.officer_id(), face).await.unwrap();
        stage.work().await;
        assert_eq!(street.alarms(stage, &covert).await, ["not-verifiable-online"], "with what the person said before");
        assert_eq!(street.alarms(stage, &street.control).await, [""; 0]);

        let called = third.begins(stage, NewStop { off_duty: true, uniform: false, ..a_stop() }).await;
        let code = third.code(stage, called).await;
        assert_eq!(third.page(stage, third.typed(stage, code).await).await, CheckAnswer::Pending);
        control::refuse(&stage.as_(&street.control), called).await.unwrap();
        stage.work().await;
        assert_eq!(street.alarms(stage, &street.control).await, ["control-refused"]);

        // The shift ends at six in the evening, and the stop continues.
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
        // The stop has ended, so nothing else follows up the check. The page itself does so, once, before it refuses.
        stage.befalls(street.officer_id(), suspended()).await;
        let before = street.alarms(stage, &street.control).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        assert_eq!((before, street.alarms(stage, &street.control).await), (vec![], vec!["suspended"]));
        let events = stage.app.store.event_count().await.unwrap();
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        assert_eq!(stage.app.store.event_count().await.unwrap(), events);
        check::share_place(&stage.as_(&visitor()), page, "Quay Street").await.unwrap();
        assert_eq!(street.board(stage, &street.control).await.alarms[0].check.place(), Some("Quay Street"));
    }
}
