//! The secrets of the house, kept in no database, and what is configured beside them: the published address of the check and
//! how each force presents itself.

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

pub use keys::{KeyError, KeyState, Keys};

/// How a force presents itself in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceSettings {
    /// Its name, as the public knows it.
    pub name: String,
    /// The two letters before its stop references: `NM`.
    pub prefix: String,
    /// The telephone of its control room.
    pub telephone: String,
    /// Whether the public sees the number of the card instead of a name.
    pub by_number: bool,
    /// Whether the public sees the photo, for a minute.
    pub photo: bool,
    /// The force to which its alarms go when nobody takes them.
    pub neighbour: Option<ForceId>,
}

/// The key under which codes and tokens are kept, the keys with which forces attest, and the configuration of the check.
pub struct Secrets {
    key: hmac::Key,
    /// The published address of the check, to which presentations are bound: `https://check.northmere.example/check`.
    pub address: String,
    /// The force whose control room takes alarms that lead to no force; every control room where there is none.
    pub duty_force: Option<ForceId>,
    /// The forces that are checked here.
    pub forces: BTreeMap<ForceId, ForceSettings>,
    /// The keys with which they attest that their officers are on duty.
    pub(crate) signers: BTreeMap<ForceId, ForceSigner>,
    /// Verified where a refused presentation has no signature to verify.
    pub(crate) stand_in: Option<StandIn>,
}

impl Secrets {
    /// Secrets with these keys.
    pub fn new(
        keys: impl Into<Keys>,
        address: String,
        duty_force: Option<ForceId>,
        forces: BTreeMap<ForceId, ForceSettings>,
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

    /// The settings of a force; of one that is not listed, its code and plain rules.
    pub fn force(&self, id: &ForceId) -> ForceSettings {
        self.forces.get(id).cloned().unwrap_or_else(|| ForceSettings {
            name: id.as_str().to_owned(),
            prefix: prefix(id),
            telephone: "101".to_owned(),
            by_number: true,
            photo: false,
            neighbour: None,
        })
    }

    /// The HMAC of a live code, as the database keeps it.
    pub fn code_mac(&self, code: &LiveCode) -> Mac {
        self.mac(b"code", code.letters())
    }

    /// What the page of this reference shows: derived from it, so that the page can be loaded again and nothing but the
    /// reference is kept.
    pub(crate) fn challenge_of(&self, reference: &CheckRef) -> Option<Challenge> {
        Challenge::draw(&self.mac(b"challenge of", reference.letters()))
    }

    pub(crate) fn challenge_mac(&self, challenge: &Challenge) -> Mac {
        self.mac(b"challenge", challenge.letters())
    }

    /// The HMAC of a token of staff: an invitation, a session.
    pub fn token_mac(&self, token: &[u8]) -> Mac {
        self.mac(b"token", token)
    }

    /// A session as the database keeps it: what it holds, under a MAC of its token and its end.
    pub(crate) fn sealed_session(&self, token: &[u8], until: Timestamp, body: &str) -> String {
        let mac = self.session_mac(token, until, body);
        format!("{}.{body}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// What a session holds; `None` when it is not what was kept.
    pub(crate) fn unsealed_session<'a>(&self, token: &[u8], until: Timestamp, sealed: &'a str) -> Option<&'a str> {
        let (mac, body) = sealed.split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        verify_slices_are_equal(&mac, &self.session_mac(token, until, body)).ok().map(|()| body)
    }

    fn session_mac(&self, token: &[u8], until: Timestamp, body: &str) -> Mac {
        let until = until.as_microsecond().to_be_bytes();
        self.mac(b"session", &[&self.mac(b"token", token), until.as_slice(), body.as_bytes()].concat())
    }

    /// A key of proofs of work, the same on every replica: a proof that was asked for by one is taken by the other.
    pub fn proof_key(&self) -> [u8; 32] {
        self.mac(b"proof of work", b"")
    }

    /// Each use has its own first word, so that none can be taken for another.
    fn mac(&self, used_for: &[u8], secret: &[u8]) -> Mac {
        let text = [used_for, &[0], secret].concat();
        let tag = hmac::sign(&self.key, &text);
        let mut mac = [0; 32];
        mac.copy_from_slice(tag.as_ref());
        mac
    }
}

/// Two letters out of the code of a force that has none of its own.
pub(crate) fn prefix(force: &ForceId) -> String {
    let letters = force.as_str().chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase());
    let mut letters: String = letters.take(2).collect();
    while letters.len() < 2 {
        letters.push('X');
    }
    letters
}
