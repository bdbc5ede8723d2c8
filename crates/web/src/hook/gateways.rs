//! The gateways that are allowed to ask, and the recent messages of each, so that a repeated message is refused.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use shell::error::Case;

use super::{Secret, names};
use crate::config::Hook;
use crate::error::PageError;

/// The largest accepted difference between a message's time and ours.
pub(super) const APART: SignedDuration = SignedDuration::from_mins(5);

/// The most ids to remember for a gateway: they take up 6 MB, and its rate limit admits fewer before they expire.
const SEEN_COUNT: usize = 50_000;

/// The length of the longest accepted id.
const ID_MAXIMUM: usize = 64;

/// The gateways, by name.
pub(super) struct Gateways(BTreeMap<String, Gateway>);

struct Gateway {
    /// The gateway's secret. `None` if its file could not be read, in which case the log says why.
    secret: Option<Secret>,
    seen: Mutex<AcceptedMessages>,
}

/// The ids of messages whose time would still be accepted.
#[derive(Default)]
struct AcceptedMessages {
    ids: HashSet<String>,
    until: VecDeque<(Timestamp, String)>,
}

/// A gateway whose message was accepted.
pub(super) struct Caller<'a> {
    pub name: &'a str,
    pub secret: &'a Secret,
    pub id: &'a str,
}

impl Gateways {
    /// Reads each gateway's secret.
    pub(super) fn load(hooks: &BTreeMap<String, Hook>) -> Self {
        let load = |(name, hook): (&String, &Hook)| {
            let read = std::fs::read_to_string(&hook.secret_file).map_err(|error| error.to_string());
            let secret = read.and_then(|text| Secret::parse(&text).map_err(|error| error.to_string()));
            if let Err(error) = &secret {
                let file = hook.secret_file.display();
                tracing::error!(gateway = name, %file, error, "the gateway is not let in before its secret can be read");
            }
            (name.clone(), Gateway { secret: secret.ok(), seen: Mutex::default() })
        };
        Self(hooks.iter().map(load).collect())
    }

    /// Accepts a message that a known gateway has signed, if it arrives in time and for the first time.
    pub(super) fn admit<'a>(
        &'a self,
        headers: &'a HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Caller<'a>, PageError> {
        let refused = |code, text: &str| PageError::new(Case::Unauthenticated, code).saying(text);
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let (Some(name), Some(id), Some(timestamp), Some(signature)) =
            (text(names::GATEWAY), text(names::ID), text(names::TIMESTAMP), text(names::SIGNATURE))
        else {
            let text = "sign the message: `candour-gateway`, `webhook-id`, `webhook-timestamp`, `webhook-signature`";
            return Err(refused("hook.unsigned", text));
        };
        let wrong = || refused("hook.wrong-signature", "the signature is not that of this gateway for this message");
        let (name, gateway) = self.0.get_key_value(name).ok_or_else(wrong)?;
        let Some(secret) = &gateway.secret else {
            return Err(PageError::new(Case::Unavailable, "hook.no-secret"));
        };
        let fits = (1..=ID_MAXIMUM).contains(&id.len())
            && id.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_'));
        if !fits || !secret.verifies(signature, id, timestamp, body) {
            return Err(wrong());
        }
        let sent = timestamp.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        if sent.is_none_or(|sent| sent.duration_since(now).abs() > APART) {
            return Err(refused("hook.stale", "the message was sent more than five minutes ago, or a clock is wrong"));
        }
        gateway.first(id, now)?;
        Ok(Caller { name, secret, id })
    }
}

impl Gateway {
    /// Remembers an id for as long as its message counts as in time, and refuses an id that is already remembered.
    fn first(&self, id: &str, now: Timestamp) -> Result<(), PageError> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, over)) = seen.until.pop_front_if(|(until, _)| *until < now) {
            seen.ids.remove(&over);
        }
        if seen.ids.len() >= SEEN_COUNT {
            return Err(shell::ShellError::too_many(60).into());
        }
        if !seen.ids.insert(id.to_owned()) {
            return Err(PageError::new(Case::Conflict, "hook.replayed").saying("a message with this id was answered"));
        }
        // A message can be dated up to five minutes ahead of our clock, and stays in time for five more minutes.
        let until = now.saturating_add(APART + APART).unwrap_or(Timestamp::MAX);
        seen.until.push_back((until, id.to_owned()));
        Ok(())
    }
}
