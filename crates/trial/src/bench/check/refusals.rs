//! Compares refusals: no two kinds may differ in their bytes or their time.

use std::collections::HashMap;
use std::thread;

use app::{Ids as _, SystemIds};
use clap::Args;
use cli::arguments::ConfigOptions;
use cli::measure::Moment;
use domain::check::{Cause, CheckOutcome};
use domain::{CheckRef, LiveCode, StopId, StopRef};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::figures::percentile;
use super::BenchError;
use super::codes::{draw, issue, issue_stale};
use super::ranks::{holm, p_value};
use super::screen::Screen;
use super::stage::{BenchStops, Scene};
use super::stored::recorded;
use super::visitor::Visitor;

/// The causes that are tested with typed codes.
const CAUSES: [Cause; 9] = [
    Cause::UnknownCode,
    Cause::StaleCode,
    Cause::StopEnded,
    Cause::Suspended,
    Cause::VerificationOff,
    Cause::NotOnDuty,
    Cause::Left,
    Cause::NotVerifiableOnline,
    Cause::ControlRefused,
];

/// The causes that are tested with scanned QR codes: four in the code itself, and two in the record.
const SCANNED: [Cause; 6] =
    [Cause::Forged, Cause::Replayed, Cause::Mismatched, Cause::WrongAudience, Cause::Suspended, Cause::StopEnded];

/// Number of first checks whose times are discarded, because they open connections and prepare statements.
const WARM_UP: usize = 300;

#[derive(Args)]
pub struct RefusalsBenchArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The address of the service
    #[arg(long, value_name = "URL")]
    pub url: String,
    /// The number of checks for each cause
    #[arg(long, value_name = "N", default_value_t = 2_000)]
    pub each: usize,
    /// The number of concurrent visitors
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub visitors: u32,
}

/// One way of checking: a typed code, or a scanned one.
#[derive(Clone, Copy)]
enum VisitorAction {
    Typed(LiveCode),
    Scanned(StopRef),
}

impl VisitorAction {
    const fn how(self) -> &'static str {
        match self {
            Self::Typed(_) => "typed",
            Self::Scanned(_) => "scanned",
        }
    }
}

/// A refusal as its visitor saw it.
struct Refusal {
    how: &'static str,
    cause: Cause,
    reference: CheckRef,
    /// Microseconds until the check was answered, and until its page had arrived.
    post_us: f64,
    page_us: f64,
    /// The text of its page, without the reference.
    text: String,
}

/// Makes checks for every cause in random order, and compares the refusals.
pub fn measure(arguments: &RefusalsBenchArguments) -> Result<Value, BenchError> {
    let scene = Scene::open(&arguments.config)?;
    let since = Timestamp::now();
    // Each cause gets twice its average share of the discarded checks, because chance decides which are discarded.
    let stage = BenchStops::read(&scene.record.data)?;
    let each = arguments.each + (2 * WARM_UP).div_ceil(CAUSES.len() + SCANNED.len());
    let mut checks = give_out(&scene, &stage, each)?;
    checks.extend(to_scan(&stage, each)?);
    shuffle(&mut checks);
    let screen = scene.screen(&stage, &arguments.url)?;
    let dealt: Vec<Vec<(Cause, VisitorAction)>> = (0..arguments.visitors as usize)
        .map(|visitor| checks.iter().skip(visitor).step_by(arguments.visitors as usize).copied().collect())
        .collect();
    let visits = thread::scope(|scope| {
        let screen = &screen;
        let visit = |(number, checks): (u32, &Vec<(Cause, VisitorAction)>)| {
            let (url, checks) = (arguments.url.as_str(), checks.clone());
            scope.spawn(move || visit(url, number, &checks, screen))
        };
        let threads: Vec<_> = (10..).zip(&dealt).map(visit).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a visitor panicked")?)
            .collect::<Result<Vec<_>, BenchError>>()
    })?;
    let skipped = WARM_UP / arguments.visitors as usize;
    let refusals: Vec<Refusal> = visits.into_iter().flat_map(|visits| visits.into_iter().skip(skipped)).collect();

    // Each check must have been refused for its intended cause.
    let recorded = scene.record.wait(recorded(&scene.record.store, since))?;
    for refusal in &refusals {
        let found = recorded.get(&refusal.reference).map(|(_, found)| *found);
        if found != Some(CheckOutcome::Refused(refusal.cause)) {
            return Err(format!("a check for `{}` found {found:?}", refusal.cause.as_str()).into());
        }
    }
    let first = refusals.first().map(|refusal| refusal.text.as_str()).unwrap_or_default();
    let bodies_differ = refusals.iter().filter(|refusal| refusal.text != first).count();
    Ok(json!({
        "causes": KINDS.iter().flat_map(|(how, causes)| causes.iter().map(|cause| summary(how, *cause, &refusals)))
            .collect::<Vec<_>>(),
        "pairs": KINDS.iter().flat_map(|(how, causes)| pairs(how, causes, &refusals)).collect::<Vec<_>>(),
        "bodies_differ": bodies_differ,
    }))
}

/// The groups of causes within which refusals are compared.
const KINDS: [(&str, &[Cause]); 2] = [("typed", &CAUSES), ("scanned", &SCANNED)];

/// Picks stops whose QR codes are refused, `each` for every cause.
fn to_scan(stage: &BenchStops, each: usize) -> Result<Vec<(Cause, VisitorAction)>, BenchError> {
    let mut checks = Vec::with_capacity(each * SCANNED.len());
    for cause in SCANNED {
        let stops = match cause {
            Cause::Suspended | Cause::StopEnded => stage.refused_for(cause),
            // As many stops as for each of the other causes.
            _ => stage.verified.get(..stage.refused_for(Cause::Suspended).len()).unwrap_or_default(),
        };
        for number in 0..each {
            let stop = stops.get(number % stops.len().max(1)).ok_or("the stage has no such stop: prepare it")?;
            let reference = stage.references.get(stop).ok_or("the stage has no reference of a stop: prepare it")?;
            checks.push((cause, VisitorAction::Scanned(*reference)));
        }
    }
    Ok(checks)
}

/// Issues codes that are refused, `each` for every cause.
fn give_out(scene: &Scene, stage: &BenchStops, each: usize) -> Result<Vec<(Cause, VisitorAction)>, BenchError> {
    let mut checks = Vec::with_capacity(each * CAUSES.len());
    let mut good = Vec::new();
    for cause in CAUSES {
        // The same number of stops for each cause: the more stops, the fewer of them would be in a cache.
        let stops: &[StopId] = match cause {
            Cause::StaleCode => stage.verified.get(..stage.refused_for(Cause::Left).len()).unwrap_or_default(),
            cause => stage.refused_for(cause),
        };
        let mut stale = Vec::new();
        for number in 0..each {
            let code = draw()?;
            checks.push((cause, VisitorAction::Typed(code)));
            if cause != Cause::UnknownCode {
                let stop = *stops.get(number % stops.len().max(1)).ok_or("the stage has no such stop: prepare it")?;
                if cause == Cause::StaleCode { &mut stale } else { &mut good }.push((stop, code));
            }
        }
        scene.record.wait(issue_stale(scene, &scene.record.store, &stale))?;
    }
    let lives = SignedDuration::from_mins(10);
    scene.record.wait(issue(scene, &scene.record.store, &good, Timestamp::now(), lives))?;
    Ok(checks)
}

/// Shuffles a list as Fisher and Yates do.
fn shuffle<T>(list: &mut [T]) {
    for end in (1..list.len()).rev() {
        let mut random = [0; 8];
        SystemIds.fill(&mut random);
        list.swap(end, (u64::from_le_bytes(random) % (end as u64 + 1)) as usize);
    }
}

fn visit(
    url: &str,
    number: u32,
    checks: &[(Cause, VisitorAction)],
    screen: &Screen,
) -> Result<Vec<Refusal>, BenchError> {
    let mut visitor = Visitor::new(url, number);
    let mut seen = Vec::with_capacity(checks.len());
    for (cause, asked) in checks {
        let (reference, post_us) = match asked {
            VisitorAction::Typed(code) => timed(|| visitor.check(code))?,
            VisitorAction::Scanned(stop) => {
                let square = screen.square(*stop, *cause)?;
                timed(|| visitor.scan(&square))?
            }
        };
        let (shown, page_us) = timed(|| visitor.page(reference))?;
        if shown.is_verified()? {
            return Err(format!("a check for `{}` was verified", cause.as_str()).into());
        }
        let text = shown.text.replace(&reference.to_string(), "REFERENCE");
        seen.push(Refusal { how: asked.how(), cause: *cause, reference, post_us, page_us, text });
    }
    Ok(seen)
}

/// Runs a function, and returns its result and its time in microseconds.
fn timed<T>(done: impl FnOnce() -> Result<T, BenchError>) -> Result<(T, f64), BenchError> {
    let begun = Moment::now();
    let done = done()?;
    Ok((done, begun.elapsed().as_secs_f64() * 1e6))
}

fn times(how: &str, cause: Cause, refusals: &[Refusal], time: fn(&Refusal) -> f64) -> Vec<f64> {
    refusals.iter().filter(|refusal| refusal.how == how && refusal.cause == cause).map(time).collect()
}

fn summary(how: &str, cause: Cause, refusals: &[Refusal]) -> Value {
    let (post, page) = (times(how, cause, refusals, |one| one.post_us), times(how, cause, refusals, |one| one.page_us));
    json!({
        "how": how, "cause": cause.as_str(), "count": post.len(),
        "post_p50_us": percentile(&post, 0.5), "post_p95_us": percentile(&post, 0.95),
        "page_p50_us": percentile(&page, 0.5), "page_p95_us": percentile(&page, 0.95),
    })
}

/// Lists each pair of causes with the p-values for the check, for its page and for both together, raw and adjusted for
/// the number of pairs.
fn pairs(how: &str, causes: &[Cause], refusals: &[Refusal]) -> Vec<Value> {
    type Time = fn(&Refusal) -> f64;
    let measures: [(&str, Time); 3] =
        [("post", |one| one.post_us), ("page", |one| one.page_us), ("whole", |one| one.post_us + one.page_us)];
    let mut pairs: Vec<(Cause, Cause)> = Vec::new();
    for (place, one) in causes.iter().enumerate() {
        pairs.extend(causes[place + 1..].iter().map(|other| (*one, *other)));
    }
    let mut columns: HashMap<&str, (Vec<f64>, Vec<f64>)> = HashMap::new();
    for (name, time) in measures {
        let by_cause: HashMap<&str, Vec<f64>> =
            causes.iter().map(|cause| (cause.as_str(), times(how, *cause, refusals, time))).collect();
        let raw: Vec<f64> =
            pairs.iter().map(|(one, other)| p_value(&by_cause[one.as_str()], &by_cause[other.as_str()])).collect();
        let adjusted = holm(&raw);
        columns.insert(name, (raw, adjusted));
    }
    let row = |(place, (one, other)): (usize, &(Cause, Cause))| {
        let mut row = json!({ "how": how, "one": one.as_str(), "other": other.as_str() });
        for (name, (raw, adjusted)) in &columns {
            row[*name] = json!({ "p": raw[place], "holm": adjusted[place] });
        }
        row
    };
    pairs.iter().enumerate().map(row).collect()
}
