//! The secrets of the installation, stored in no database, and the configuration beside them: the published address of
//! the check and the presentation of each force.

mod keys;

use std::collections::BTreeMap;

use attest::duty::{ForceSigner, StandIn};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Challenge, CheckRef, ForceId, LiveCode};
use jiff::Timestamp;
use store::Mac;

pub use keys::{CheckKeyError, KeyState, Keys};

/// The presentation of a force in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicForce {
    /// The name by which the public knows the force.
    pub name: String,
    /// The two letters before the force's stop references: `NM`.
    pub prefix: String,
    /// The telephone number of the force's control room.
    pub telephone: String,
    /// True if the public sees the number of the card instead of a name.
    pub by_number: bool,
    /// True if the public sees the photo, for a minute.
    pub photo: bool,
    /// The force that takes its alarms when nobody here does.
    pub neighbour: Option<ForceId>,
}

/// The key under which codes and tokens are stored, the keys with which forces attest, and the configuration of the
/// check.
pub struct Secrets {
    key: hmac::Key,
    /// The published address of the check, to which presentations are bound: `https://check.northmere.example/check`.
    pub address: String,
    /// The force whose control room takes alarms that lead to no force; if none, every control room does.
    pub duty_force: Option<ForceId>,
    /// The forces that are checked here.
    pub forces: BTreeMap<ForceId, PublicForce>,
    /// The keys with which the forces attest that their officers are on duty.
    pub(crate) signers: BTreeMap<ForceId, ForceSigner>,
    /// Verified in place of a refused presentation that has no signature.
    pub(crate) stand_in: Option<StandIn>,
}

impl Secrets {
    pub fn new(
        keys: impl Into<Keys>,
        address: String,
        duty_force: Option<ForceId>,
        forces: BTreeMap<ForceId, PublicForce>,
    ) -> Self {
        let Keys { codes, signers } = keys.into();
        Self {
            key: hmac::Key::new(hmac::HMAC_SHA256, &codes),
            address,
            duty_force,
            forces,
            signers,
            stand_in: StandIn::new().ok(),
        }
    }

    /// The settings of a force; for a force that is not listed, its code and plain rules.
    pub fn force(&self, id: &ForceId) -> PublicForce {
        self.forces.get(id).cloned().unwrap_or_else(|| PublicForce {
            name: id.as_str().to_owned(),
            prefix: prefix(id),
            telephone: "101".to_owned(),
            by_number: true,
            photo: false,
            neighbour: None,
        })
    }

    /// The HMAC of a live code, as the database stores it.
    pub fn code_mac(&self, code: &LiveCode) -> Mac {
        self.mac(b"code", code.letters())
    }

    /// The challenge on the page with this reference. It is derived from the reference, so that the page can be
    /// reloaded and only the reference is stored.
    pub(crate) fn challenge_of(&self, reference: &CheckRef) -> Option<Challenge> {
        Challenge::draw(&self.mac(b"challenge of", reference.letters()))
    }

    pub(crate) fn challenge_mac(&self, challenge: &Challenge) -> Mac {
        self.mac(b"challenge", challenge.letters())
    }

    /// The HMAC of a staff token: an invitation, a session.
    pub fn token_mac(&self, token: &[u8]) -> Mac {
        self.mac(b"token", token)
    }

    /// A session as the database stores it: its content, under a MAC of its token and its end.
    pub(crate) fn sealed_session(&self, token: &[u8], until: Timestamp, body: &str) -> String {
        let mac = self.session_mac(token, until, body);
        format!("{}.{body}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// The content of a session; `None` if it is not the content that was stored.
    pub(crate) fn unsealed_session<'a>(&self, token: &[u8], until: Timestamp, sealed: &'a str) -> Option<&'a str> {
        let (mac, body) = sealed.split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        verify_slices_are_equal(&mac, &self.session_mac(token, until, body)).ok().map(|()| body)
    }

    fn session_mac(&self, token: &[u8], until: Timestamp, body: &str) -> Mac {
        let until = until.as_microsecond().to_be_bytes();
        self.mac(b"session", &[&self.mac(b"token", token), until.as_slice(), body.as_bytes()].concat())
    }

    /// A key for proofs of work, the same on every replica: a proof requested by one is accepted by the others.
    pub fn proof_key(&self) -> [u8; 32] {
        self.mac(b"proof of work", b"")
    }

    /// Each use has its own first word, so that no secret can be taken for another.
    fn mac(&self, used_for: &[u8], secret: &[u8]) -> Mac {
        let text = [used_for, &[0], secret].concat();
        let tag = hmac::sign(&self.key, &text);
        let mut mac = [0; 32];
        mac.copy_from_slice(tag.as_ref());
        mac
    }
}

/// Two letters from the code of a force that has no prefix of its own.
pub(crate) fn prefix(force: &ForceId) -> String {
    let letters = force.as_str().chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase());
    let mut letters: String = letters.take(2).collect();
    while letters.len() < 2 {
        letters.push('X');
    }
    letters
}
