//! Measures the time from the commit of a suspension until the pages of another replica refuse: both a new check, and a
//! page that is already open.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use app::matter::suspend::{self, DecisionEffect, SuspensionDecision};
use app::matter::{self, NewAllegation, NewMatter};
use app::{Ids as _, SystemIds};
use clap::Args;
use cli::arguments::ConfigOptions;
use cli::measure::Moment;
use domain::allegation::Category;
use domain::matter::{Condition, MatterKind, Severity, SuspensionAnswer, SuspensionCondition};
use domain::{Actor, ForceId, LiveCode, MatterId, OfficerId, Role};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::super::figures::{ms, percentile};
use super::BenchError;
use super::codes::{draw, issue};
use super::stage::{BenchCast, FORCE, Scene};
use super::visitor::Visitor;

#[derive(Args)]
pub struct RevokeBenchArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The address of the other replica
    #[arg(long, value_name = "URL")]
    pub url: String,
    /// The number of suspensions
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub times: u32,
}

/// The measured waits, one of each kind per suspension.
struct WaitTimes {
    fresh_ms: Vec<f64>,
    open_ms: Vec<f64>,
    decide_ms: Vec<f64>,
}

/// Suspends one officer after another, and counts the waits.
pub fn measure(arguments: &RevokeBenchArguments) -> Result<Value, BenchError> {
    let scene = Scene::open(&arguments.config)?;
    let authority = OfficerId::new(SystemIds.uuid(Timestamp::now()));
    let authority = Actor::staff(authority, Role::AppropriateAuthority, ForceId::parse(FORCE)?);
    let mut waits = WaitTimes { fresh_ms: Vec::new(), open_ms: Vec::new(), decide_ms: Vec::new() };
    for number in 0..arguments.times {
        let (matter, code) = scene.record.wait(accuse(&scene, &authority))?;
        one(&scene, &authority, matter, code, (&arguments.url, number), &mut waits)?;
    }
    let figures = |values: &[f64]| json!({ "p50_ms": percentile(values, 0.5), "p99_ms": percentile(values, 0.99), "most_ms": percentile(values, 1.0) });
    Ok(json!({
        "times": arguments.times,
        "fresh": figures(&waits.fresh_ms),
        "open": figures(&waits.open_ms),
        "decide": figures(&waits.decide_ms),
    }))
}

/// Prepares an officer on duty with an open stop and a code, and an assessed matter about them: only the decision is
/// still to be made.
async fn accuse(scene: &Scene, authority: &Actor) -> Result<(MatterId, LiveCode), BenchError> {
    let (appends, officer, stop) = BenchCast::new()?.on_duty()?;
    let mut unit = scene.record.store.begin().await?;
    for append in appends {
        unit.append(append).await?;
    }
    unit.commit().await?;
    let cx = || scene.app.context(authority.clone());
    let today = cx().today();
    let new = NewMatter {
        force: ForceId::parse(FORCE)?,
        subject: officer,
        kind: MatterKind::Conduct,
        reports: Vec::new(),
        allegations: vec![NewAllegation::of(Category::Dishonesty, today, "wrote down a search that was not made")],
        came_to_attention_on: today,
    };
    let matter = matter::open(&cx(), new).await?;
    matter::assess_severity(&cx(), matter, Severity::GrossMisconduct, "would justify dismissal").await?;
    let code = draw()?;
    issue(scene, &scene.record.store, &[(stop, code)], Timestamp::now(), SignedDuration::from_mins(2)).await?;
    Ok((matter, code))
}

/// Lets two visitors ask without a pause until both are refused; meanwhile, the suspension is decided.
fn one(
    scene: &Scene,
    authority: &Actor,
    matter: MatterId,
    code: LiveCode,
    (url, number): (&str, u32),
    waits: &mut WaitTimes,
) -> Result<(), BenchError> {
    let base = Moment::now();
    let (ready, is_ready) = mpsc::channel();
    // If the decision fails, nobody is ever refused, and the visitors must stop asking.
    let given_up = AtomicBool::new(false);
    let (fresh, open, decided) = thread::scope(|scope| {
        let (ready_too, given_up) = (ready.clone(), &given_up);
        let fresh = scope.spawn(move || {
            let mut visitor = Visitor::new(url, 20 + number * 2);
            until_refused(base, given_up, &ready, || {
                let reference = visitor.check(&code)?;
                visitor.page(reference)?.is_verified()
            })
        });
        let open = scope.spawn(move || {
            let mut visitor = Visitor::new(url, 21 + number * 2);
            let reference = visitor.check(&code)?;
            until_refused(base, given_up, &ready_too, || visitor.page(reference)?.is_verified())
        });
        let decided = decide_when(scene, authority, matter, base, &is_ready);
        given_up.store(decided.is_err(), Ordering::Relaxed);
        let lost = |_| BenchError::from("a visitor panicked");
        Ok::<_, BenchError>((fresh.join().map_err(lost)??, open.join().map_err(lost)??, decided?))
    })?;
    let (begun, done) = decided;
    // If a visitor was refused after the commit but before the decision returned, the wait counts as zero.
    waits.fresh_ms.push(ms(fresh.saturating_sub(done)));
    waits.open_ms.push(ms(open.saturating_sub(done)));
    waits.decide_ms.push(ms(done.saturating_sub(begun)));
    Ok(())
}

/// Decides to suspend once both visitors have seen a verified officer several times. Returns the times just before and
/// just after the decision.
fn decide_when(
    scene: &Scene,
    authority: &Actor,
    matter: MatterId,
    base: Moment,
    is_ready: &mpsc::Receiver<()>,
) -> Result<(Duration, Duration), BenchError> {
    for _ in 0..2 {
        is_ready.recv().map_err(|_| "a visitor was refused before the suspension")?;
    }
    let condition = |condition| Condition { condition, met: true };
    let answer = SuspensionDecision {
        answer: SuspensionAnswer::Suspend,
        conditions: vec![
            condition(SuspensionCondition::InvestigationPrejudiced),
            condition(SuspensionCondition::PublicInterest),
        ],
        exceptional: None,
        reasons: "what is alleged concerns members of the public whom the officer meets alone".to_owned(),
    };
    let begun = base.elapsed();
    let cx = scene.app.context(authority.clone());
    match scene.record.wait(suspend::decide(&cx, matter, answer))? {
        DecisionEffect::Stands => Ok((begun, base.elapsed())),
        DecisionEffect::Waits(_) => Err("the suspension waits for a second signature".into()),
    }
}

/// Asks until the answer is a refusal, and returns its time. Signals once the officer was verified three times.
fn until_refused(
    base: Moment,
    given_up: &AtomicBool,
    ready: &mpsc::Sender<()>,
    mut is_verified: impl FnMut() -> Result<bool, BenchError>,
) -> Result<Duration, BenchError> {
    for seen in 1_u64.. {
        if !is_verified()? {
            return if seen > 3 { Ok(base.elapsed()) } else { Err("refused before the suspension".into()) };
        }
        if seen == 3 {
            ready.send(()).map_err(|_| "nobody waits for the visitor")?;
        }
        if given_up.load(Ordering::Relaxed) {
            break;
        }
    }
    Err("the suspension was not decided".into())
}
