//! The secrets of the installation, which are in no database, and the related configuration: the published address of
//! the check, and how each force is presented.

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

/// The details of a force that the public sees in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicForce {
    /// The name by which the public knows the force.
    pub name: String,
    /// The two letters at the start of the force's stop references, such as `NM`.
    pub prefix: String,
    /// The telephone number of the force's control room.
    pub telephone: String,
    /// True if the public sees the number of the warrant card instead of a name.
    pub by_number: bool,
    /// True if the public sees the photo, for one minute.
    pub photo: bool,
    /// The force that takes this force's alarms if nobody here does.
    pub neighbour: Option<ForceId>,
}

/// The key under which codes and tokens are stored, the keys with which forces attest, and the configuration of the
/// check.
pub struct Secrets {
    key: hmac::Key,
    /// The published address of the check, to which presentations are bound: `https://check.northmere.example/check`.
    pub address: String,
    /// The force whose control room takes alarms that do not lead to any force. If `None`, all control rooms do.
    pub duty_force: Option<ForceId>,
    /// The forces whose officers can be checked here.
    pub forces: BTreeMap<ForceId, PublicForce>,
    /// The keys with which the forces attest that their officers are on duty.
    pub(crate) signers: BTreeMap<ForceId, ForceSigner>,
    /// Verified in place of missing signatures in a refused presentation, so that all refusals take the same work.
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

    /// The settings of a force. A force that is not listed gets its code as its name, and the most cautious settings.
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

    /// The HMAC of a live code, as stored in the database.
    pub fn code_mac(&self, code: &LiveCode) -> Mac {
        self.mac(b"code", code.letters())
    }

    /// The challenge on the page with this reference. It is derived from the reference, so the page can be reloaded
    /// although only the reference is stored.
    pub(crate) fn challenge_of(&self, reference: &CheckRef) -> Option<Challenge> {
        Challenge::draw(&self.mac(b"challenge of", reference.letters()))
    }

    pub(crate) fn challenge_mac(&self, challenge: &Challenge) -> Mac {
        self.mac(b"challenge", challenge.letters())
    }

    /// The HMAC of a staff token for an invitation or a session.
    pub fn token_mac(&self, token: &[u8]) -> Mac {
        self.mac(b"token", token)
    }

    /// A session as stored in the database: its content, authenticated along with its token and its end.
    pub(crate) fn sealed_session(&self, token: &[u8], until: Timestamp, body: &str) -> String {
        let mac = self.session_mac(token, until, body);
        format!("{}.{body}", URL_SAFE_NO_PAD.encode(mac))
    }

    /// The content of a session, or `None` if it was changed after it was stored.
    pub(crate) fn unsealed_session<'a>(&self, token: &[u8], until: Timestamp, sealed: &'a str) -> Option<&'a str> {
        let (mac, body) = sealed.split_once('.')?;
        let mac = URL_SAFE_NO_PAD.decode(mac).ok()?;
        verify_slices_are_equal(&mac, &self.session_mac(token, until, body)).ok().map(|()| body)
    }

    fn session_mac(&self, token: &[u8], until: Timestamp, body: &str) -> Mac {
        let until = until.as_microsecond().to_be_bytes();
        self.mac(b"session", &[&self.mac(b"token", token), until.as_slice(), body.as_bytes()].concat())
    }

    /// A key for proofs of work, the same on every replica, so that a proof requested by one is accepted by the others.
    pub fn proof_key(&self) -> [u8; 32] {
        self.mac(b"proof of work", b"")
    }

    /// Each use starts with a different word, so that a secret cannot be mistaken for one of another kind.
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
