//! Scanning an officer's screen: the scan is verified live, or refused with a cause that only the force is told.

use std::sync::Arc;

use app::check::{self, CheckAnswer, Checker, Scan};
use app::secrets::{Keys, Secrets};
use app::stop::NewStop;
use attest::duty::{Audience, DutyAttestation, Nonce, UnsignedPresentation, slot_at};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::check::{Cause, CheckOutcome};
use domain::officer::OfficerEvent;
use domain::{Challenge, CheckRef, DeviceId, Role, StopId};
use jiff::{SignedDuration, Timestamp};
use store::{Database, FileKey, Store};
use uuid::Uuid;

use crate::support::street::*;
use crate::support::{Stage, on_both, refused};

const ADDRESS: &str = "https://check.northmere.example/check";

/// A street whose force attests, with an officer's device.
struct Screen {
    street: Street,
    device: DeviceId,
    pair: EcdsaKeyPair,
}

impl Screen {
    async fn of(stage: &Stage) -> Self {
        let plain = secrets();
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(&stage.app.store, folder.path(), plain.forces.keys()).await.unwrap();
        let secrets = Arc::new(Secrets::new(keys, ADDRESS.to_owned(), plain.duty_force, plain.forces));
        let mut street = street(stage).await;
        street.checker = Checker::start(stage.app.clone(), secrets.clone());
        street.secrets = secrets;
        let (device, pair) = (DeviceId::new(Uuid::from_u128(0xd1)), a_key());
        let screen = Self { street, device, pair };
        screen.binds(stage, device).await;
        screen
    }

    async fn binds(&self, stage: &Stage, device: DeviceId) {
        let key = Some(URL_SAFE_NO_PAD.encode(self.pair.public_key()));
        let (name, passkey) = ("phone 4711".to_owned(), String::new());
        let bound = OfficerEvent::DeviceBound { device, name, key, role: Role::Officer, passkey };
        stage.befalls(self.street.officer_id(), bound).await;
    }

    async fn begins(&self, stage: &Stage) -> StopId {
        self.street.begins(stage, NewStop { device: Some(self.device), ..a_stop() }).await
    }

    async fn attested(&self, stage: &Stage, stop: StopId) -> DutyAttestation {
        let cx = stage.as_(&self.street.officer);
        check::attestation(&cx, &self.street.secrets, stop, self.device).await.unwrap()
    }

    /// The content of the square code that the screen shows now.
    fn square(&self, stage: &Stage, attested: &DutyAttestation) -> String {
        presented(&self.pair, attested, slot(now(stage)), ADDRESS)
    }

    async fn scans(&self, stage: &Stage, digits: impl Into<String>) -> CheckRef {
        self.scans_for(stage, digits, None).await
    }

    async fn scans_for(
        &self,
        stage: &Stage,
        digits: impl Into<String>,
        word: Option<(Challenge, Timestamp)>,
    ) -> CheckRef {
        let scanned = Scan { digits: digits.into(), word };
        check::scan(&stage.as_(&visitor()), &self.street.secrets, &self.street.checker, &scanned).await.unwrap()
    }

    /// Asserts that the page of the scan refuses, and that the force is told this cause.
    async fn refuses(&self, stage: &Stage, page: CheckRef, cause: Cause) {
        assert_eq!(self.street.page(stage, page).await, CheckAnswer::NotVerified, "{cause:?}");
        assert_eq!(stage.check(page).await.found(), Some(CheckOutcome::Refused(cause)));
    }
}

fn a_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

fn now(stage: &Stage) -> Timestamp {
    stage.app.system("clock").now
}

fn slot(at: Timestamp) -> Nonce {
    Nonce::Slot(slot_at(at.as_second().unsigned_abs()))
}

fn presented(pair: &EcdsaKeyPair, attested: &DutyAttestation, nonce: Nonce, address: &str) -> String {
    let unsigned = UnsignedPresentation::new(attested, nonce, &Audience::parse(address).unwrap());
    let signature = pair.sign(&SystemRandom::new(), unsigned.to_be_signed()).unwrap();
    unsigned.assemble(signature.as_ref().try_into().unwrap()).unwrap().to_fragment()
}

/// The digits after one byte has been changed.
fn changed(digits: &str, place: impl Fn(usize) -> usize) -> String {
    let mut bytes = attest::duty::decode_fragment(digits).unwrap();
    let place = place(bytes.len());
    bytes[place] ^= 1;
    attest::duty::encode_fragment(&bytes)
}

on_both! {
    async fn a_square_code_is_checked_live_and_a_suspension_refuses_it_at_once(stage: &Stage) {
        let screen = Screen::of(stage).await;
        let stop = screen.begins(stage).await;
        let attested = screen.attested(stage, stop).await;
        let page = screen.scans(stage, screen.square(stage, &attested)).await;
        let shown = screen.street.shown(stage, page).await;
        assert_eq!((shown.stop, shown.name.as_deref()), (stage.stop(stop).await.opening.reference, Some("P. Nandakumar")));

        stage.befalls(screen.street.officer_id(), suspended()).await;
        let late = screen.scans(stage, screen.square(stage, &attested)).await;
        screen.refuses(stage, late, Cause::Suspended).await;
        assert_eq!(screen.street.page(stage, page).await, CheckAnswer::NotVerified, "and the page that was open");
        let none = check::attestation(&stage.as_(&screen.street.officer), &screen.street.secrets, stop, screen.device).await;
        assert!(refused(none).starts_with("stop.not-attested"), "nothing more is attested");
    }

    async fn whatever_is_false_about_a_square_code_is_refused_and_the_force_hears_what(stage: &Stage) {
        let screen = Screen::of(stage).await;
        let stop = screen.begins(stage).await;
        let attested = screen.attested(stage, stop).await;
        let genuine = screen.square(stage, &attested);

        let by_another_force = {
            let folder = tempfile::tempdir().unwrap();
            let plain = secrets();
            let elsewhere = Store::open(&Database::SqliteMemory, Arc::new(FileKey::random().unwrap())).await.unwrap();
            let keys = Keys::open(&elsewhere, folder.path(), plain.forces.keys()).await.unwrap();
            let others = Secrets::new(keys, ADDRESS.to_owned(), plain.duty_force, plain.forces);
            let cx = stage.as_(&screen.street.officer);
            check::attestation(&cx, &others, stop, screen.device).await.unwrap()
        };
        for (digits, cause) in [
            // The last 64 bytes are the device's signature.
            (changed(&genuine, |length| length - 70), Cause::Forged),
            (changed(&genuine, |length| length - 1), Cause::Mismatched),
            (screen.square(stage, &by_another_force), Cause::Forged),
            (presented(&a_key(), &attested, slot(now(stage)), ADDRESS), Cause::Mismatched),
            (presented(&screen.pair, &attested, slot(now(stage)), "https://check.candour.example/check"), Cause::WrongAudience),
            (presented(&screen.pair, &attested, Nonce::Challenge("7Q4K 29XA".parse().unwrap()), ADDRESS), Cause::WrongAudience),
            (genuine[..genuine.len() / 2].to_owned(), Cause::Forged),
            ("7".repeat(1_000_000), Cause::Forged),
            ("no digits at all".to_owned(), Cause::Forged),
            (String::new(), Cause::Forged),
        ] {
            let page = screen.scans(stage, digits).await;
            screen.refuses(stage, page, cause).await;
        }

        stage.pass(40);
        let page = screen.scans(stage, genuine).await;
        screen.refuses(stage, page, Cause::Replayed).await;
        stage.pass(300);
        let page = screen.scans(stage, screen.square(stage, &attested)).await;
        screen.refuses(stage, page, Cause::Replayed).await;
    }

    async fn a_square_code_is_good_for_one_stop_on_the_device_on_which_it_began(stage: &Stage) {
        let screen = Screen::of(stage).await;
        let stop = screen.begins(stage).await;
        let attested = screen.attested(stage, stop).await;
        screen.street.finishes(stage, stop).await;
        let page = screen.scans(stage, screen.square(stage, &attested)).await;
        screen.refuses(stage, page, Cause::StopEnded).await;

        let elsewhere = screen.street.begins(stage, NewStop { device: Some(DeviceId::new(Uuid::from_u128(0xd2))), ..a_stop() }).await;
        let cx = stage.as_(&screen.street.officer);
        let none = check::attestation(&cx, &screen.street.secrets, elsewhere, screen.device).await;
        assert!(refused(none).starts_with("stop.other-device"));
        screen.street.finishes(stage, elsewhere).await;
        let stop = screen.begins(stage).await;
        let attested = screen.attested(stage, stop).await;
        stage.befalls(screen.street.officer_id(), OfficerEvent::DeviceRemoved { device: screen.device }).await;
        let page = screen.scans(stage, screen.square(stage, &attested)).await;
        screen.refuses(stage, page, Cause::Mismatched).await;
    }

    async fn a_page_that_showed_a_word_takes_nothing_but_its_answer(stage: &Stage) {
        let screen = Screen::of(stage).await;
        let stop = screen.begins(stage).await;
        let attested = screen.attested(stage, stop).await;
        let (word, shown_at): (Challenge, _) = ("7Q4K 29XA".parse().unwrap(), now(stage));
        let answered = presented(&screen.pair, &attested, Nonce::Challenge("7Q4K 29XA".parse().unwrap()), ADDRESS);
        stage.pass(60);
        let page = screen.scans_for(stage, answered.clone(), Some((word, shown_at))).await;
        screen.street.shown(stage, page).await;

        let of_the_moment = screen.square(stage, &attested);
        let another: Challenge = "8R5M 3AYB".parse().unwrap();
        for (digits, word, shown_at) in [
            (of_the_moment, word, shown_at),
            (answered.clone(), another, shown_at),
            (answered, word, shown_at - SignedDuration::from_secs(61)),
        ] {
            let page = screen.scans_for(stage, digits, Some((word, shown_at))).await;
            screen.refuses(stage, page, Cause::WrongAudience).await;
        }
    }
}
