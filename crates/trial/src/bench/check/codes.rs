//! Live codes for the measurements: issued for the stops of the stage, or drawn and issued to nobody.

use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use app::check::CODE_LIVES;
use app::{Ids as _, SystemIds};
use clap::Args;
use cli::arguments::ConfigOptions;
use domain::check::Cause;
use domain::{LiveCode, StopId};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::Store;

use super::BenchError;
use super::stage::{BenchStops, Scene};

/// Number of codes issued in one transaction.
const AT_ONCE: usize = 4_000;

/// Lifetime of the codes in a load test. A code otherwise lives two minutes, and issuing tens of thousands takes up
/// part of that. Nothing else about them differs.
const LIVES: SignedDuration = SignedDuration::from_mins(10);

/// The causes of refusal. A fifth of the checks are refused, in equal parts for these causes.
const REFUSED: [Cause; 4] = [Cause::UnknownCode, Cause::Suspended, Cause::NotOnDuty, Cause::StopEnded];

#[derive(Args)]
pub struct CodesBenchArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of codes; a fifth of them are refused
    #[arg(long, value_name = "N")]
    pub count: usize,
    /// The number of files to distribute them over
    #[arg(long, value_name = "N")]
    pub files: usize,
    /// The folder for the files: `codes.0`, `codes.1`, …
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,
}

pub fn draw() -> Result<LiveCode, BenchError> {
    let mut random = [0; 32];
    SystemIds.fill(&mut random);
    Ok(LiveCode::draw(&random).ok_or("the random numbers are not random")?)
}

/// Issues the codes, all with the same time, so that none of them ends another.
pub async fn issue(
    scene: &Scene,
    store: &Store,
    codes: &[(StopId, LiveCode)],
    now: Timestamp,
    lives: SignedDuration,
) -> Result<(), BenchError> {
    let until = now.checked_add(lives)?;
    for some in codes.chunks(AT_ONCE) {
        let mut unit = store.begin().await?;
        for (stop, code) in some {
            unit.issue_code(scene.secrets.code_mac(code), *stop, now, until).await?;
        }
        unit.commit().await?;
    }
    Ok(())
}

/// Issues codes that have already expired.
pub async fn issue_stale(scene: &Scene, store: &Store, codes: &[(StopId, LiveCode)]) -> Result<(), BenchError> {
    let then = Timestamp::now().checked_sub(CODE_LIVES)?.checked_sub(SignedDuration::from_secs(5))?;
    issue(scene, store, codes, then, CODE_LIVES).await
}

/// Issues the codes for a load test.
pub fn give_out(arguments: &CodesBenchArguments) -> Result<Value, BenchError> {
    let scene = Scene::open(&arguments.config)?;
    let stage = BenchStops::read(&scene.record.data)?;
    let (mut codes, mut issued) = (Vec::with_capacity(arguments.count), Vec::with_capacity(arguments.count));
    for number in 0..arguments.count {
        let code = draw()?;
        codes.push(code);
        // Of every five codes, the first four are verified and the last is refused.
        let (round, place) = (number / 5, number % 5);
        let of = |stops: &[StopId]| stops.get(round % stops.len().max(1)).copied();
        let stop = match REFUSED[round % REFUSED.len()] {
            _ if place < 4 => stage.verified.get(number % stage.verified.len().max(1)).copied(),
            Cause::UnknownCode => continue,
            cause => of(stage.refused_for(cause)),
        };
        issued.push((stop.ok_or("the stage has no such stop: prepare it first")?, code));
    }
    let store = &scene.record.store;
    scene.record.wait(issue(&scene, store, &issued, Timestamp::now(), LIVES))?;
    std::fs::create_dir_all(&arguments.out)?;
    for file in 0..arguments.files {
        let mut out = BufWriter::new(std::fs::File::create(arguments.out.join(format!("codes.{file}")))?);
        for code in codes.iter().skip(file).step_by(arguments.files.max(1)) {
            // The code is written without its gap, so that it needs no escaping in a form.
            out.write_all(code.letters())?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    Ok(json!({ "codes": codes.len(), "given_out": issued.len(), "now_us": Timestamp::now().as_microsecond() }))
}
