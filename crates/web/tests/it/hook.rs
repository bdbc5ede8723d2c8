//! The hook, as used by a gateway and by an attacker.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use domain::Clock as _;
use insta::assert_snapshot;
use web::hook::{NotASecret, Secret};

use crate::support::control_room::{ControlRoom, SECRET};
use crate::support::site::Answer;

/// A message, which tests can tamper with.
struct Message {
    gateway: &'static str,
    id: &'static str,
    seconds_ago: i64,
    body: String,
    signature: Option<String>,
    altered: Option<String>,
}

fn message(id: &'static str, code: &str) -> Message {
    let body = serde_json::json!({ "code": code }).to_string();
    Message { gateway: "sms", id, seconds_ago: 0, body, signature: None, altered: None }
}

async fn send(control_room: &ControlRoom, message: Message) -> Answer {
    let at = (control_room.clock.now().as_second() - message.seconds_ago).to_string();
    let secret = Secret::parse(SECRET).unwrap();
    let signature = message.signature.unwrap_or_else(|| secret.sign(message.id, &at, message.body.as_bytes()));
    let peer: SocketAddr = "203.0.113.7:50000".parse().unwrap();
    let request = Request::builder()
        .method(Method::POST)
        .uri("/api/checks")
        .extension(ConnectInfo(peer))
        .header("host", "check.example")
        .header("content-type", "application/json")
        .header("candour-gateway", message.gateway)
        .header("webhook-id", message.id)
        .header("webhook-timestamp", at)
        .header("webhook-signature", signature);
    control_room.send(request.body(Body::from(message.altered.unwrap_or(message.body))).unwrap()).await
}

/// The answer, after its signature has been checked.
fn signed(answer: &Answer, id: &str) -> serde_json::Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.header("webhook-id"), id, "it answers this question");
    let secret = Secret::parse(SECRET).unwrap();
    let at = answer.header("webhook-timestamp");
    assert!(secret.verifies(answer.header("webhook-signature"), id, at, answer.body.as_bytes()), "it is signed");
    answer.json()
}

#[tokio::test]
async fn each_outcome_is_answered_with_words_to_say_and_signed() {
    let control_room = ControlRoom::open().await;
    let on = control_room.street("Cora Beck", "northmere", false).await;
    let named = control_room.street("Nora Birch", "eastmarsh", false).await;
    let off = control_room.street("Abel Thorn", "northmere", true).await;

    let answer = signed(&send(&control_room, message("msg_1", &on.code.to_string())).await, "msg_1");
    assert_eq!(answer["outcome"], "verified");
    assert_eq!(answer["number"], "TEST4444");
    assert!(answer.get("name").is_none(), "the force shows numbers");
    assert_eq!(answer["force"], "Northmere Police");
    assert_eq!(answer["on_duty_since"], "2026-11-22T18:04:00Z");
    assert!(answer["reason"].as_str().unwrap().contains("car doors"));
    assert!(answer["stop"].as_str().unwrap().starts_with("NM-"));
    let said = answer["say"]["en"].as_str().unwrap();
    assert!(said.starts_with("Verified.") && said.contains("Northmere Police"), "{said}");
    assert!(answer["say"]["cy"].as_str().unwrap().starts_with("Wedi'i wirio."));
    let reference = answer["reference"].as_str().unwrap().parse().unwrap();
    let row = control_room.site.app.store.check_by_reference(reference).await.unwrap().unwrap();
    assert_eq!(row.leg.as_deref(), Some("voice"), "the check is on record, as one by voice");

    let answer = signed(&send(&control_room, message("msg_2", &named.code.to_string())).await, "msg_2");
    assert_eq!(answer["name"], "N. Birch");
    let answer = signed(&send(&control_room, message("msg_3", &off.code.to_string())).await, "msg_3");
    assert_eq!((&answer["outcome"], answer.get("number")), (&"pending".into(), None));
    let answer = signed(&send(&control_room, message("msg_4", "2222 2222")).await, "msg_4");
    assert_eq!(answer["outcome"], "not-verified");
    let mut members: Vec<&String> = answer.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(members, ["outcome", "reference", "say"], "nothing says why");
}

#[tokio::test]
async fn a_database_that_is_away_is_neither_verified_nor_not() {
    let control_room = ControlRoom::open().await;
    let on = control_room.street("Cora Beck", "northmere", false).await;
    control_room.site.app.store.close().await;
    let answer = signed(&send(&control_room, message("msg_1", &on.code.to_string())).await, "msg_1");
    assert_eq!(answer["outcome"], "undetermined");
    assert!(answer["reference"].is_null());
    assert!(answer["say"]["en"].as_str().unwrap().contains("does not mean that the officer is genuine or false"));
}

#[tokio::test]
async fn what_is_not_signed_as_it_should_be_is_refused() {
    let control_room = ControlRoom::open().await;
    let told = async |message| send(&control_room, message).await.problem();
    let forged = Secret::parse("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let at = control_room.clock.now().as_second().to_string();
    let body = message("msg_0", "2222 2222").body;
    let by_stranger = forged.sign("msg_0", &at, body.as_bytes());
    let without_version = Secret::parse(SECRET).unwrap().sign("msg_0", &at, body.as_bytes()).replace("v1,", "");
    let ok = || message("msg_0", "2222 2222");
    let unsigned = control_room
        .send(crate::support::site::asked(Method::POST, "/api/checks", &[("content-type", "application/json")], &body))
        .await;
    assert_snapshot!(unsigned.problem(), @"401 hook.unsigned");
    assert_snapshot!(told(Message { signature: Some(by_stranger), ..ok() }).await, @"401 hook.wrong-signature");
    assert_snapshot!(told(Message { signature: Some(without_version), ..ok() }).await, @"401 hook.wrong-signature");
    assert_snapshot!(told(Message { signature: Some(String::new()), ..ok() }).await, @"401 hook.wrong-signature");
    assert_snapshot!(told(Message { altered: Some(body.replace('2', "3")), ..ok() }).await, @"401 hook.wrong-signature");
    assert_snapshot!(told(Message { gateway: "nobody", ..ok() }).await, @"401 hook.wrong-signature");
    assert_snapshot!(told(Message { gateway: "lost", ..ok() }).await, @"503 hook.no-secret");
    assert_snapshot!(told(Message { id: "an id with blanks", ..ok() }).await, @"401 hook.wrong-signature");
    assert_snapshot!(told(Message { seconds_ago: 301, ..ok() }).await, @"401 hook.stale");
    assert_snapshot!(told(Message { seconds_ago: -301, ..ok() }).await, @"401 hook.stale");
    assert_snapshot!(told(Message { body: "{}".to_owned(), id: "msg_a", ..ok() }).await, @"422 hook.not-a-question");
    assert_snapshot!(told(Message { body: "junk".to_owned(), id: "msg_b", ..ok() }).await, @"422 hook.not-a-question");
    assert_snapshot!(told(message("msg_c", "O0O0 1111")).await, @"422 hook.not-a-code");
    assert_snapshot!(told(Message { body: "j".repeat(1 << 20), id: "msg_d", ..ok() }).await, @"413 request.too-large");
    assert_eq!(
        control_room.site.app.store.alarms_of_no_force("control-room", 9).await.unwrap(),
        [],
        "none was a check"
    );
}

#[tokio::test]
async fn a_message_is_answered_once_even_at_the_edge_of_its_time() {
    let control_room = ControlRoom::open().await;
    let first = |seconds_ago| Message { seconds_ago, ..message("msg_1", "2222 2222") };
    signed(&send(&control_room, first(-299)).await, "msg_1");
    assert_eq!(send(&control_room, first(-299)).await.problem(), "409 hook.replayed");
    control_room.pass(598).await;
    assert_eq!(send(&control_room, first(299)).await.problem(), "409 hook.replayed", "it would still be in time");
    control_room.pass(10).await;
    assert_eq!(send(&control_room, first(309)).await.problem(), "401 hook.stale", "forgotten, and too old");
}

#[tokio::test]
async fn a_gateway_has_a_limit_of_its_own() {
    let control_room = ControlRoom::open().await;
    for number in 0..40 {
        let id: &'static str = Box::leak(format!("msg_{number}").into_boxed_str());
        signed(&send(&control_room, message(id, "2222 2222")).await, id);
    }
    let answer = send(&control_room, message("msg_last", "2222 2222")).await;
    assert_eq!(answer.problem(), "429 request.too-many");
    assert!(!answer.header("retry-after").is_empty());
}

/// The example that the specification's reference libraries use.
#[test]
fn the_published_example_is_signed_alike() {
    let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").unwrap();
    let body = br#"{"test": 2432232314}"#;
    let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body);
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    let several = format!("v1,AAAA v2,{} {signature}", "x".repeat(20));
    assert!(secret.verifies(&several, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body));
    assert!(!secret.verifies(&signature, "msg_other", "1614265330", body));
    assert!(!secret.verifies("", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body));
}

#[test]
fn a_short_or_bare_secret_is_none() {
    for text in ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not base64 at all!!"] {
        assert_eq!(Secret::parse(text).err(), Some(NotASecret), "{text}");
    }
}
