//! The page of a check, which never shows more than is true now.

use std::time::Duration;

use app::check::{self, CheckAnswer};
use app::officer::shift;
use app::receipt;
use app::stop;
use domain::officer::Photo;

use crate::support::cast::human_resources;
use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn a_suspension_between_the_check_and_the_page_changes_the_page_at_once(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.shown(stage, page).await;
        stage.befalls(street.officer_id(), suspended()).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        assert_eq!(code_of(receipt::give(&stage.as_(&visitor()), page).await), "record.missing");
        // The same holds after the stop has ended, because the page is not a letter of reference.
        street.finishes(stage, stop).await;
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
    }

    async fn the_page_of_an_ended_stop_says_no_more_than_is_true(stage: &Stage) {
        let street = street(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        street.finishes(stage, stop).await;
        let shown = street.shown(stage, page).await;
        assert!(shown.ended && shown.on_duty_since.is_some());
        shift::book_off(&stage.as_(&street.officer)).await.unwrap();
        let shown = street.shown(stage, page).await;
        assert_eq!((shown.ended, shown.on_duty_since, shown.units_sent), (true, None, false));
        // A stop that continues after the end of the shift is treated differently.
        street.book_on(stage).await;
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        stage.pass(9 * 3_600);
        assert_eq!(street.page(stage, page).await, CheckAnswer::NotVerified);
        stage.pass(3 * 3_600);
        assert_eq!(street.page(stage, page).await, CheckAnswer::Over);
    }

    async fn the_photo_is_shown_for_a_minute_where_the_officer_is_shown_by_name(stage: &Stage) {
        let street = street(stage).await;
        let photo = Photo { media_type: domain::officer::PhotoType::Webp, base64: "UklGRg==".to_owned() };
        let human_resources = human_resources(&northmere());
        shift::take_photo(&stage.as_(&human_resources), street.officer_id(), photo.clone()).await.unwrap();
        let stop = street.begins(stage, a_stop()).await;
        let code = street.code(stage, stop).await;
        let page = street.typed(stage, code).await;
        assert!(street.shown(stage, page).await.photo);
        assert_eq!(check::photo(&stage.as_(&visitor()), &street.secrets, page).await.unwrap(), photo);
        let by_number = shift::PublicFace { by_number: true, online: true };
        shift::set_public_face(&stage.as_(&human_resources), street.officer_id(), by_number).await.unwrap();
        let shown = street.shown(stage, page).await;
        assert_eq!((shown.photo, shown.name), (false, None));
        assert_eq!(code_of(check::photo(&stage.as_(&visitor()), &street.secrets, page).await), "record.missing");
        let by_name = shift::PublicFace { by_number: false, online: true };
        shift::set_public_face(&stage.as_(&human_resources), street.officer_id(), by_name).await.unwrap();
        stage.pass(60);
        assert!(!street.shown(stage, page).await.photo);
        assert_eq!(code_of(check::photo(&stage.as_(&visitor()), &street.secrets, page).await), "record.missing");
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
}
