//! Limits on requests: per network address, per neighbourhood of addresses, and for the whole service.
//!
//! Nothing is stored. An address is held only as a hash, with an in-memory salt that is replaced every 24 hours. Beyond
//! its burst, a device has to prove work instead of being refused, because mobile networks put many people behind one
//! address.

mod gate;
mod proof;

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::{digest, rand};
use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use crate::network::prefix;

pub use gate::{RepeatableRequest, gate};
pub use proof::{Proofs, WorkChallenge};

/// A clock that never runs backwards and on which replicas agree to within seconds. For limits, not for the record.
pub type Ticks = Arc<dyn Fn() -> Duration + Send + Sync>;

/// The rates at which requests are admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitSettings {
    /// Requests per minute from one network address.
    pub per_address_per_minute: u32,
    /// Number of requests that one network address can make at once before it must prove work.
    pub burst_count: u32,
    /// Requests per minute from one neighbourhood of network addresses (`/24`, `/48`).
    pub per_area_per_minute: u32,
    /// Requests per second to the whole service.
    pub whole_per_second: u32,
    /// Leading zero bits that a proof of work must have.
    pub proof_bits: u32,
}

const SALT_LIVES: Duration = Duration::from_secs(24 * 60 * 60);

/// A hash of an address, with the salt of the day.
type Hash = [u8; 16];
type AddressLimiter = RateLimiter<Hash, HashMapStateStore<Hash>, TickClock, NoOpMiddleware<Duration>>;
type ServiceLimiter = RateLimiter<NotKeyed, InMemoryState, TickClock, NoOpMiddleware<Duration>>;

/// The clock that `governor` reads.
#[derive(Clone)]
struct TickClock(Ticks);

impl Clock for TickClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0)()
    }
}

/// The result of asking for admission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    /// Admitted with a proof of work, or without one after `seconds`.
    Prove {
        challenge: WorkChallenge,
        seconds: u64,
    },
    /// Admitted only after `seconds`, even with a proof of work.
    Wait {
        seconds: u64,
    },
}

pub struct Limits {
    clock: TickClock,
    address: AddressLimiter,
    area: AddressLimiter,
    whole: ServiceLimiter,
    gateway: AddressLimiter,
    salt: Mutex<Salt>,
    proofs: Proofs,
}

struct Salt {
    bytes: [u8; 32],
    until: Duration,
}

fn some(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN)
}

impl Limits {
    /// Creates limits with the operator's rates. Replicas share the proof-of-work key and the time.
    pub fn new(settings: &LimitSettings, proof_key: &[u8; 32], ticks: Ticks) -> Self {
        let clock = TickClock(ticks);
        let address = Quota::per_minute(some(settings.per_address_per_minute)).allow_burst(some(settings.burst_count));
        let area = Quota::per_minute(some(settings.per_area_per_minute));
        let whole = Quota::per_second(some(settings.whole_per_second));
        let now = clock.now();
        Self {
            address: RateLimiter::hashmap_with_clock(address, clock.clone()),
            area: RateLimiter::hashmap_with_clock(area, clock.clone()),
            whole: RateLimiter::direct_with_clock(whole, clock.clone()),
            // A gateway serves as many people as a neighbourhood does.
            gateway: RateLimiter::hashmap_with_clock(area, clock.clone()),
            salt: Mutex::new(Salt { bytes: random(), until: now.saturating_add(SALT_LIVES) }),
            proofs: Proofs::new(settings.proof_bits, proof_key),
            clock,
        }
    }

    /// Admits a request from this address, with its proof of work if it has one.
    pub fn admit(&self, address: IpAddr, proof: Option<&str>) -> Admission {
        let now = self.clock.now();
        // An IPv6 network gives a household at least 2^64 addresses; they count as one.
        let (one, area) = if address.is_ipv4() { (32, 24) } else { (64, 48) };
        let household = prefix(address, one);
        let (one, area) = (self.hash(address, one, now), self.hash(address, area, now));
        // The narrowest limit comes first, so that an address that keeps being refused does not use up anyone else's
        // share.
        if let Err(full) = self.address.check_key(&one)
            && !proof.is_some_and(|proof| self.proofs.redeem(proof, &household, now))
        {
            let (challenge, seconds) = (self.proofs.challenge(&household, now), seconds(full.wait_time_from(now)));
            return Admission::Prove { challenge, seconds };
        }
        let wide = self.area.check_key(&area).and_then(|()| self.whole.check());
        match wide {
            Ok(()) => Admission::Admitted,
            Err(full) => Admission::Wait { seconds: seconds(full.wait_time_from(now)) },
        }
    }

    /// Admits a request from a gateway, or returns the number of seconds after which to try again.
    ///
    /// # Errors
    /// The number of seconds after which to try again, if the limit is reached.
    pub fn admit_gateway(&self, name: &str) -> Result<(), u64> {
        let now = self.clock.now();
        let mut one = [0; 16];
        one.copy_from_slice(&digest::digest(&digest::SHA256, name.as_bytes()).as_ref()[..16]);
        let admitted = self.gateway.check_key(&one).and_then(|()| self.whole.check());
        admitted.map_err(|full| seconds(full.wait_time_from(now)))
    }

    /// Forgets quiet addresses, quiet gateways and expired proofs. The service calls this regularly.
    pub fn tidy(&self) {
        self.address.retain_recent();
        self.area.retain_recent();
        self.gateway.retain_recent();
        self.proofs.tidy(self.clock.now());
    }

    fn hash(&self, address: IpAddr, bits: u8, now: Duration) -> Hash {
        let mut salt = self.salt.lock().unwrap_or_else(PoisonError::into_inner);
        if now >= salt.until {
            *salt = Salt { bytes: random(), until: now.saturating_add(SALT_LIVES) };
        }
        let mut text = digest::Context::new(&digest::SHA256);
        text.update(&salt.bytes);
        text.update(&[u8::from(address.is_ipv4()), bits]);
        text.update(&prefix(address, bits));
        let mut hash = [0; 16];
        hash.copy_from_slice(&text.finish().as_ref()[..16]);
        hash
    }
}

/// Rounds up to whole seconds, at least one.
fn seconds(wait: Duration) -> u64 {
    wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0)).max(1)
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    #[expect(clippy::expect_used, reason = "a machine without random numbers cannot keep any of our promises")]
    rand::fill(&mut bytes).expect("the operating system gives random numbers");
    bytes
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Limits of 6 requests a minute with a burst of 3, and 12 a minute per area. The test moves their clock.
    fn limits() -> (Limits, Arc<AtomicU64>) {
        let time = Arc::new(AtomicU64::new(0));
        let settings = LimitSettings {
            per_address_per_minute: 6,
            burst_count: 3,
            per_area_per_minute: 12,
            whole_per_second: 100,
            proof_bits: 8,
        };
        let ticks = Arc::clone(&time);
        let ticks = Arc::new(move || Duration::from_secs(ticks.load(Ordering::Relaxed)));
        (Limits::new(&settings, &[7; 32], ticks), time)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_burst_is_admitted_and_then_work_is_asked_for_until_time_has_passed() {
        let (limits, time) = limits();
        let ana = address("203.0.113.7");
        for _ in 0..3 {
            assert_eq!(limits.admit(ana, None), Admission::Admitted);
        }
        assert!(matches!(limits.admit(ana, None), Admission::Prove { seconds: 10, .. }));
        assert_eq!(
            limits.admit(address("203.0.113.8"), None),
            Admission::Admitted,
            "another address is not held to it"
        );
        time.store(10, Ordering::Relaxed);
        assert_eq!(limits.admit(ana, None), Admission::Admitted);
    }

    #[test]
    fn a_solved_proof_admits_once_and_only_whom_it_was_given_to() {
        let (limits, _) = limits();
        let (ana, ben) = (address("203.0.113.7"), address("198.51.100.9"));
        for _ in 0..3 {
            limits.admit(ana, None);
            limits.admit(ben, None);
        }
        let Admission::Prove { challenge, .. } = limits.admit(ana, None) else { panic!("work is asked for") };
        let proof = challenge.solve();
        assert!(matches!(limits.admit(ben, Some(&proof)), Admission::Prove { .. }), "it is not his");
        assert_eq!(limits.admit(ana, Some(&proof)), Admission::Admitted);
        assert!(matches!(limits.admit(ana, Some(&proof)), Admission::Prove { .. }), "it was used");
    }

    #[test]
    fn an_area_waits_whatever_it_proves() {
        let (limits, _) = limits();
        for last in 0..12 {
            assert_eq!(limits.admit(address(&format!("203.0.113.{last}")), None), Admission::Admitted);
        }
        assert!(matches!(limits.admit(address("203.0.113.99"), None), Admission::Wait { seconds: 5 }));
        assert_eq!(limits.admit(address("203.0.112.1"), None), Admission::Admitted, "the next area is not held to it");
    }

    #[test]
    fn one_address_that_is_refused_again_and_again_uses_up_nobody_elses_share() {
        let (limits, _) = limits();
        for _ in 0..200 {
            limits.admit(address("203.0.113.7"), None);
            limits.admit_gateway("a gateway that asks too much").ok();
        }
        for last in 100..109 {
            let neighbour = limits.admit(address(&format!("203.0.113.{last}")), None);
            assert_eq!(neighbour, Admission::Admitted, "its area has 12, and 3 of them were admitted");
        }
        assert!(matches!(limits.admit(address("203.0.113.200"), None), Admission::Wait { .. }));
        assert_eq!(limits.admit(address("198.51.100.1"), None), Admission::Admitted, "the whole has 100");
        assert_eq!(limits.admit_gateway("another"), Ok(()));
    }

    #[test]
    fn a_proof_that_one_replica_asked_for_is_taken_by_another() {
        let ((here, _), (there, _)) = (limits(), limits());
        let ana = address("203.0.113.7");
        for _ in 0..3 {
            here.admit(ana, None);
            there.admit(ana, None);
        }
        let Admission::Prove { challenge, .. } = here.admit(ana, None) else { panic!("work is asked for") };
        let proof = challenge.solve();
        assert!(
            matches!(there.admit(address("198.51.100.9"), Some(&proof)), Admission::Admitted),
            "he had a burst left"
        );
        assert_eq!(there.admit(ana, Some(&proof)), Admission::Admitted);
        assert!(matches!(there.admit(ana, Some(&proof)), Admission::Prove { .. }), "it was used there");
    }

    #[test]
    fn the_addresses_of_one_household_count_as_one() {
        let (limits, _) = limits();
        for last in 0..3 {
            assert_eq!(limits.admit(address(&format!("2001:db8:1:1::{last}")), None), Admission::Admitted);
        }
        assert!(matches!(limits.admit(address("2001:db8:1:1:ffff::9"), None), Admission::Prove { .. }));
        assert_eq!(limits.admit(address("2001:db8:1:2::1"), None), Admission::Admitted);
    }

    #[test]
    fn quiet_addresses_and_gateways_are_forgotten() {
        let (limits, time) = limits();
        limits.admit(address("203.0.113.7"), None);
        limits.admit_gateway("a gateway that asks once").unwrap();
        let counts = || (limits.address.len(), limits.area.len(), limits.gateway.len());
        limits.tidy();
        assert_eq!(counts(), (1, 1, 1), "they are still counted");
        time.store(3_600, Ordering::Relaxed);
        limits.tidy();
        assert_eq!(counts(), (0, 0, 0));
    }

    #[test]
    fn the_salt_of_yesterday_is_gone() {
        let (limits, time) = limits();
        let ana = address("203.0.113.7");
        let before = limits.hash(ana, 32, Duration::ZERO);
        assert_eq!(limits.hash(ana, 32, Duration::from_secs(86_399)), before);
        time.store(86_400, Ordering::Relaxed);
        assert_ne!(limits.hash(ana, 32, Duration::from_secs(86_400)), before);
    }
}
