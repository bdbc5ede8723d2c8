//! Desks: invitations, the devices that people bind with them, and the sessions that those devices open.

use app::device as desks;
use domain::Role;
use domain::officer::{Leaving, OfficerEvent};
use jiff::SignedDuration;
use jiff::civil::date;

use crate::support::cast::human_resources;
use crate::support::on_both;
use crate::support::street::*;

on_both! {
    async fn an_invitation_binds_one_device_and_opens_the_pages_of_its_role_while_it_is_bound(stage: &Stage) {
        let street = street(stage).await;
        let (system, secrets) = (stage.app.system("sign-in"), &street.secrets);
        let human_resources = human_resources(&northmere());
        let hr = stage.as_(&human_resources);
        let me = street.officer_id();
        let invitation = desks::invite(&hr, secrets, me, Role::Officer).await.unwrap();
        assert_eq!(code_of(desks::invite(&hr, secrets, me, Role::Oversight).await), "staff.role");
        assert_eq!(desks::invited(&system, secrets, &invitation.token).await.unwrap().officer, me);
        let new = |credential: &str| desks::NewPasskey {
            credential: credential.to_owned(),
            body: "{}".to_owned(),
            device: "Priya's phone".to_owned(),
            fingerprint: "of this passkey".to_owned(),
            key: None,
        };
        let (one, two) = tokio::join!(
            desks::bind(&system, secrets, &invitation.token, new("one")),
            desks::bind(&system, secrets, &invitation.token, new("two")),
        );
        assert_ne!(one.is_ok(), two.is_ok(), "one of two who take it has it");
        let key = one.or(two).unwrap();
        assert_eq!(code_of(desks::invited(&system, secrets, &invitation.token).await), "record.missing");
        let actor = desks::signed_in(&system, &key, "of this passkey", "{\"counter\":1}").await.unwrap();
        assert_eq!(actor, street.officer);
        let another = desks::signed_in(&system, &key, "of one that was put in its place", "{}").await;
        assert_eq!(code_of(another), "record.missing");
        let still = async |role| code_of(desks::actor(&stage.app.system("sign-in"), me, role, key.device).await);
        assert_eq!((still(Role::Officer).await, still(Role::ControlRoom).await), ("done", "record.missing"), "for the role it was given for");

        desks::remove_device(&hr, me, key.device).await.unwrap();
        assert_eq!(still(Role::Officer).await, "record.missing");
        assert_eq!(code_of(desks::signed_in(&system, &key, "of this passkey", "{}").await), "record.missing");

        let late = desks::invite(&hr, secrets, me, Role::Officer).await.unwrap();
        stage.pass(24 * 3_600);
        assert_eq!(code_of(desks::bind(&stage.app.system("sign-in"), secrets, &late.token, new("three")).await), "record.missing");
        let kept = desks::invite(&stage.as_(&human_resources), secrets, me, Role::Officer).await.unwrap();
        stage.befalls(me, OfficerEvent::Left { how: Leaving::Resigned, on: date(2026, 9, 8) }).await;
        let system = stage.app.system("sign-in");
        assert_eq!(code_of(desks::bind(&system, secrets, &kept.token, new("four")).await), "staff.left");
        assert_eq!(code_of(desks::invite(&stage.as_(&human_resources), secrets, me, Role::Officer).await), "staff.left");
    }

    async fn a_session_that_somebody_changed_in_the_database_opens_nothing(stage: &Stage) {
        let (street, until) = (street(stage).await, crate::support::at("2026-09-07 21:00"));
        let (app, secrets) = (&stage.app, &street.secrets);
        app.save_session(secrets, b"token", r#"{"role":"officer"}"#, until).await.unwrap();
        let kept = app.session(secrets, b"token").await.unwrap();
        assert_eq!(kept, Some((r#"{"role":"officer"}"#.to_owned(), until)));
        let (sealed, _) = stage.app.store.session(secrets.token_mac(b"token"), until - SignedDuration::from_secs(1)).await.unwrap().unwrap();
        let forged = [
            (b"token".as_slice(), sealed.replace("officer", "ccu"), until),
            // First, another person's session moved to one's own token; then, one's own session extended.
            (b"mine", sealed.clone(), until),
            (b"token", sealed, until + SignedDuration::from_hours(24)),
        ];
        for (token, body, until) in forged {
            app.store.save_session(secrets.token_mac(token), &body, until).await.unwrap();
            assert_eq!(app.session(secrets, token).await.unwrap(), None, "{body}");
        }
    }
}
