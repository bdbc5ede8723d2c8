//! The stage of a measurement: officers on duty, each with an open stop, and officers and stops for every kind of
//! refusal. A file next to the record lists the stops by kind.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::secrets::{Keys, Secrets};
use app::{App, Ids as _, SystemIds};
use attest::duty::ForceSigner;
use clap::Args;
use cli::arguments::ConfigOptions;
use cli::open::Record;
use cli::serve;
use domain::check::Cause;
use domain::officer::{Identity, Leaving, OfficerEvent, PHOTO_MAXIMUM, Photo, Posting, Protection, Workforce};
use domain::record::followed::{RuleCitation, RuleLayer, RuleStatus};
use domain::stop::{Power, ReasonCode, StopEvent, StopOpening};
use domain::{
    Actor, DeviceId, Event, EventId, ForceId, MatterId, OfficerId, Personal, Role, StopId, StopRef, StreamId,
    StreamKind,
};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Append, NewEvent};
use synth::cast::ADA_MARLOW;

use super::BenchError;
use super::screen::{BenchDevice, Screen};
use crate::enrolled;

/// The force to which all of them belong.
pub const FORCE: &str = "northmere";
/// Number of officers enrolled in one transaction.
const AT_ONCE: usize = 50;

#[derive(Args)]
pub struct StageBenchArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of officers on duty, each with an open stop; each kind of refusal has a tenth as many
    #[arg(long, value_name = "N", default_value_t = 300)]
    pub officers: usize,
}

/// The stops on the stage, by kind.
#[derive(Default, Serialize, Deserialize)]
pub struct BenchStops {
    /// Stops by officers who are allowed to act now.
    pub verified: Vec<StopId>,
    /// A stop by an officer who is allowed to act and has the largest photo permitted.
    pub with_photo: Vec<StopId>,
    /// Stops for which a check is refused, by cause.
    pub refused: BTreeMap<String, Vec<StopId>>,
    /// The references of all the stops.
    pub references: BTreeMap<StopId, StopRef>,
    /// The private key of the device that all these officers carry, as PKCS#8 in base64url.
    pub device: String,
}

impl BenchStops {
    fn file(data: &Path) -> PathBuf {
        data.join("stage.json")
    }

    /// Reads the stage from the folder of a record.
    pub fn read(data: &Path) -> Result<Self, BenchError> {
        Ok(serde_json::from_slice(&std::fs::read(Self::file(data))?)?)
    }

    /// The stops for which a check is refused for this cause.
    pub fn refused_for(&self, cause: Cause) -> &[StopId] {
        self.refused.get(cause.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// An open record, with the use cases and the secrets of the check.
pub struct Scene {
    pub record: Record,
    pub app: App,
    /// The secrets, among them the key that codes are hashed with.
    pub secrets: Secrets,
}

impl Scene {
    /// Opens the record named by a configuration, creating it if necessary.
    pub fn open(config: &ConfigOptions) -> Result<Self, BenchError> {
        let config = serve::config(config).map_err(told)?;
        let record = Record::open(&serve::record_options(&config)).map_err(told)?;
        let app = record.app().map_err(told)?;
        let keys: Keys = serve::check_keys(&record, &config).map_err(told)?;
        let secrets = Secrets::new(keys, config.public_url.to_string(), None, BTreeMap::new());
        Ok(Self { record, app, secrets })
    }

    /// A screen for the officers on this stage and for visitors of the service at this address.
    pub fn screen(&self, stage: &BenchStops, url: &str) -> Result<Screen, BenchError> {
        let file = Keys::signer_file(&serve::keys_folder(&self.record.data), &ForceId::parse(FORCE)?);
        let force = ForceSigner::from_pkcs8(&std::fs::read(file)?)?;
        let address = format!("{}/check", url.trim_end_matches('/'));
        Ok(Screen { device: BenchDevice::read(&stage.device)?, force, address })
    }
}

/// Converts a failure of the command line into an error of a measurement.
#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over is the value")]
pub fn told(failure: cli::exit::Failure) -> BenchError {
    failure.to_string().into()
}

/// Anything special about an officer or their stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Special {
    Nothing,
    Photo,
    Refused(Cause),
}

pub fn prepare(arguments: &StageBenchArguments) -> Result<Value, BenchError> {
    let scene = Scene::open(&arguments.config)?;
    let tenth = (arguments.officers / 10).max(1);
    let refused = [
        Cause::StopEnded,
        Cause::Left,
        Cause::Suspended,
        Cause::VerificationOff,
        Cause::NotVerifiableOnline,
        Cause::NotOnDuty,
        Cause::ControlRefused,
    ];
    let mut wanted = vec![Special::Nothing; arguments.officers];
    wanted.push(Special::Photo);
    wanted.extend(refused.into_iter().flat_map(|cause| vec![Special::Refused(cause); tenth]));

    let mut cast = BenchCast::new()?;
    let mut stage = BenchStops { device: cast.device.private()?, ..BenchStops::default() };
    scene.record.wait(async {
        for some in wanted.chunks(AT_ONCE) {
            let mut unit = scene.record.store.begin().await?;
            for special in some {
                let (appends, stop) = cast.enter(*special)?;
                for append in appends {
                    if let Some(Event::Stop(StopEvent::Opened(opened))) = append.events.first().map(|new| &new.event) {
                        stage.references.insert(stop, opened.reference);
                    }
                    unit.append(append).await?;
                }
                match special {
                    Special::Nothing => stage.verified.push(stop),
                    Special::Photo => stage.with_photo.push(stop),
                    Special::Refused(cause) => stage.refused.entry(cause.as_str().to_owned()).or_default().push(stop),
                }
            }
            unit.commit().await?;
        }
        Ok::<(), BenchError>(())
    })?;
    std::fs::write(BenchStops::file(&scene.record.data), serde_json::to_vec(&stage)?)?;
    Ok(json!({ "officers": wanted.len(), "of_each_refusal": tenth }))
}

/// Generates made-up officers and their stops.
pub struct BenchCast {
    ids: SystemIds,
    force: ForceId,
    admin: OfficerId,
    device: BenchDevice,
    now: Timestamp,
    count: u64,
}

impl BenchCast {
    /// A cast without officers yet.
    pub fn new() -> Result<Self, BenchError> {
        let (ids, now) = (SystemIds, Timestamp::now());
        let admin = OfficerId::new(ids.uuid(now));
        Ok(Self { ids, force: ForceId::parse(FORCE)?, admin, device: BenchDevice::new()?, now, count: 0 })
    }

    /// Generates the events of an officer on duty with an open stop.
    pub fn on_duty(&mut self) -> Result<(Vec<Append>, OfficerId, StopId), BenchError> {
        let officer = OfficerId::new(self.ids.uuid(self.now));
        let (appends, stop) = self.officer_and_stop(officer, Special::Nothing)?;
        Ok((appends, officer, stop))
    }

    fn enter(&mut self, special: Special) -> Result<(Vec<Append>, StopId), BenchError> {
        let officer = OfficerId::new(self.ids.uuid(self.now));
        self.officer_and_stop(officer, special)
    }

    fn officer_and_stop(&mut self, id: OfficerId, special: Special) -> Result<(Vec<Append>, StopId), BenchError> {
        self.count += 1;
        let off_duty = special == Special::Refused(Cause::ControlRefused);
        let enrolled = OfficerEvent::Enrolled {
            workforce: Workforce::Officer,
            identity: Personal::about(id, self.identity()),
            warrant: Personal::about(id, format!("NM{:04}", self.count)),
            posting: self.posting(),
            probationer: false,
        };
        let bound = OfficerEvent::DeviceBound {
            device: DeviceId::new(self.ids.uuid(self.now)),
            name: "phone 4711".to_owned(),
            key: Some(self.device.public()),
            role: Role::Officer,
            passkey: String::new(),
        };
        let mut officer = vec![enrolled, bound];
        if !off_duty && special != Special::Refused(Cause::NotOnDuty) {
            officer.push(OfficerEvent::DutyBegan { until: self.now.checked_add(SignedDuration::from_hours(12))? });
        }
        let matter = MatterId::new(self.ids.uuid(self.now));
        match special {
            Special::Photo => officer.push(OfficerEvent::PhotoTaken { photo: Personal::about(id, self.photo()) }),
            Special::Refused(Cause::Suspended) => officer.push(OfficerEvent::Suspended { matter }),
            Special::Refused(Cause::Left) => {
                officer.push(OfficerEvent::Left { how: Leaving::Resigned, on: date(2026, 11, 20) });
            }
            Special::Refused(Cause::NotVerifiableOnline) => {
                officer.push(OfficerEvent::PublicFaceSet { by_number: false, online: false });
            }
            Special::Refused(Cause::VerificationOff) => officer.push(OfficerEvent::Protected {
                protection: Protection::VerificationOff,
                matter,
                citation: RuleCitation {
                    rule: "PROMISE-4-SUSPEND".to_owned(),
                    layer: RuleLayer::ForcePolicy,
                    text: "Candour promise".to_owned(),
                    status: RuleStatus::Verified,
                },
            }),
            Special::Nothing | Special::Refused(_) => {}
        }
        let stop = StopId::new(self.ids.uuid(self.now));
        let mut events = vec![StopEvent::Opened(self.stop(id, stop, off_duty)?)];
        match special {
            Special::Refused(Cause::ControlRefused) => events.push(StopEvent::Refused),
            Special::Refused(Cause::StopEnded) => events.push(StopEvent::Closed {
                outcome: domain::stop::StopOutcome::NoFurtherAction,
                power: Power::PaceSection1,
                reason_code: Some(ReasonCode::Weapon),
                record: None,
            }),
            _ => {}
        }
        let officer =
            self.append(StreamId::new(StreamKind::Officer, id), officer.into_iter().map(Event::Officer).collect());
        let appended =
            self.append(StreamId::new(StreamKind::Stop, stop), events.into_iter().map(Event::Stop).collect());
        Ok((vec![officer, appended], stop))
    }

    fn append(&self, stream: StreamId, events: Vec<Event>) -> Append {
        let actor = Actor::staff(self.admin, Role::RecordsAdmin, self.force.clone());
        let new = |event| NewEvent {
            id: EventId::new(self.ids.uuid(self.now)),
            happened_at: None,
            actor: actor.clone(),
            reason: None,
            regime: None,
            cause: None,
            event,
        };
        Append { stream, expected: 0, now: self.now, events: events.into_iter().map(new).collect() }
    }

    fn identity(&self) -> Identity {
        Identity {
            surname: format!("{}{}", ADA_MARLOW.surname, self.count),
            born: Some(date(1988, 2, 29)),
            address: format!("{} Quay Street, Northmere", self.count),
            phone: "07700 900123".to_owned(),
            ..enrolled::identity(&ADA_MARLOW)
        }
    }

    fn posting(&self) -> Posting {
        let unit = format!("{} {}", ADA_MARLOW.unit, self.count % 20);
        Posting { unit, ..enrolled::posting(&ADA_MARLOW, date(2021, 5, 3)) }
    }

    fn stop(&self, officer: OfficerId, id: StopId, off_duty: bool) -> Result<StopOpening, BenchError> {
        let mut random = [0; 64];
        self.ids.fill(&mut random);
        let reason = "smelt of paint beside a wall that had just been painted, with a can in the hand".to_owned();
        Ok(StopOpening {
            reference: StopRef::draw("NM", &random).ok_or("no reference could be drawn")?,
            officer,
            force: self.force.clone(),
            device: None,
            power: Power::PaceSection1,
            reason_code: Some(ReasonCode::Weapon),
            reason: Personal::about(id, reason),
            object: Some(Personal::about(id, "a blade".to_owned())),
            place: "Quay Street, Northmere".to_owned(),
            uniform: true,
            vehicle: false,
            off_duty,
        })
    }

    /// A photo of random bytes, because they cannot be compressed.
    fn photo(&self) -> Photo {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut bytes = vec![0; PHOTO_MAXIMUM];
        self.ids.fill(&mut bytes);
        let letters = bytes.into_iter().map(|byte| char::from(LETTERS[usize::from(byte % 64)]));
        Photo { media_type: domain::officer::PhotoType::Jpeg, base64: letters.collect() }
    }
}
