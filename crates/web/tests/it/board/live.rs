//! The live board, and the background watch.

use axum::http::StatusCode;
use domain::Role;

use crate::support::control_room::{ControlRoom, made_up};

#[tokio::test]
async fn the_live_board_comes_at_once_and_again_when_something_changes() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    control_room.street("Cora Beck", "northmere", false).await;
    let mut live = control.live().await;
    let (name, html) = live.next().await.expect("the board as it is");
    assert_eq!(name, "board");
    assert!(html.contains("data-title=\"Control room\"") && html.contains("Mill Lane"), "{html}");
    assert!(!html.contains("<html"), "it is what changes, not a page");
    let alarm = control_room.id(control_room.check(made_up()).await).await;
    let (name, html) = live.next().await.expect("the board with the alarm");
    assert_eq!(name, "board");
    assert!(html.contains("data-title=\"(1) Control room\"") && html.contains(&format!("alarm-{alarm}")), "{html}");
    assert!(html.contains("data-new=\"New silent alarm: A code that was never given out"), "{html}");
    assert_eq!(control.post(&format!("/control/alarms/{alarm}/take"), "").await.status, StatusCode::SEE_OTHER);
    assert!(live.next().await.expect("once more").1.contains("Taken by you"));
}

#[tokio::test]
async fn the_live_board_ends_for_whoever_loses_the_device_and_when_the_service_stops() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let other = control_room.desk("Finn Okoro", Role::ControlRoom, "northmere").await;
    let (mut live, mut others) = (control.live().await, other.live().await);
    assert!(live.next().await.is_some() && others.next().await.is_some());
    control_room.pass(3 * 3_600).await;
    assert_eq!(live.next().await, None, "the session is over");
    control_room.site.live.end();
    assert_eq!(others.next().await, None);
}

#[tokio::test]
async fn a_board_that_cannot_be_read_says_that_it_is_not_live() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    let mut live = control.live().await;
    assert_eq!(live.next().await.expect("the board").0, "board");
    control_room.site.app.store.close().await;
    assert_eq!(live.next().await.expect("a word of it").0, "lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_watch_carries_on_alarms_by_itself_and_ends_the_boards_with_the_service() {
    let control_room = ControlRoom::open().await;
    let control = control_room.desk("Mara Quill", Role::ControlRoom, "northmere").await;
    control_room.check(made_up()).await;
    let mut live = control.live().await;
    assert!(live.next().await.is_some());
    let (ask, asked) = tokio::sync::oneshot::channel::<()>();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut background = web::Background::new();
    let site = control_room.site.clone();
    background.add("control", move |stop| web::watch(site, stop));
    let served =
        tokio::spawn(web::serve(control_room.site.clone(), listener, None, background, async { asked.await.unwrap() }));
    control_room.clock.set("2026-11-22T18:06:30Z".parse().unwrap());
    assert!(live.next().await.expect("a change").1.contains("Escalated to the duty superintendent at 18:06:30"));
    ask.send(()).unwrap();
    assert_eq!(live.next().await, None, "nobody waits for a board that is still watched");
    served.await.unwrap().unwrap();
}
