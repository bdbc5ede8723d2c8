//! `candour staff`: invites people to set up their devices, and lists and removes devices.

use app::{App, device};
use domain::{DeviceId, OfficerId};
use serde_json::json;
use web::Config;

use crate::arguments::{DeviceRemovalArguments, DevicesArguments, InviteArguments, StaffCommand};
use crate::exit::Failure;
use crate::open::Record;
use crate::serve;
use crate::session::Session;

/// The name of the actor, who is anyone allowed to use the command line on the record's machine.
const NAME: &str = "candour-staff";

pub fn run(command: &StaffCommand, session: &Session) -> Result<(), Failure> {
    match command {
        StaffCommand::Invite(arguments) => invite(arguments, session),
        StaffCommand::Devices(arguments) => devices(arguments, session),
        StaffCommand::RemoveDevice(arguments) => remove_device(arguments, session),
    }
}

fn invite(arguments: &InviteArguments, session: &Session) -> Result<(), Failure> {
    let config = serve::config(&arguments.config)?;
    let record = Record::existing(&serve::record_options(&config))?;
    let app = record.app()?;
    let secrets = web::secrets(&config, serve::check_keys(&record, &config)?);
    let (role, area) = arguments.role.and_area();
    let invitation = record.wait(async {
        let officer = officer(&app, &arguments.officer).await?;
        device::invite(&app.system(NAME), &secrets, officer, role).await.map_err(Failure::from)
    })?;
    let path = format!("{area}/bind/{}", invitation.token);
    let link = config.public_url.join(&path).map_err(|error| Failure::settings(error.to_string()))?;
    let text = || {
        format!(
            "{link}\n\nOpen it on the device that is set up. It works once, until {}. Whoever has it can take it: hand it \
             over in person.",
            invitation.until
        )
    };
    session.print(text, &json!({ "link": link.as_str(), "until": invitation.until }))
}

fn devices(arguments: &DevicesArguments, session: &Session) -> Result<(), Failure> {
    let (record, app) = open(&serve::config(&arguments.config)?)?;
    let bound = record.wait(async {
        let officer = officer(&app, &arguments.officer).await?;
        device::devices(&app.system(NAME), officer).await.map_err(Failure::from)
    })?;
    let text = || match bound.is_empty() {
        true => "no device is bound to them".to_owned(),
        false => {
            let lines = bound.iter().map(|device| format!("{}  {}  since {}", device.id, device.name, device.since));
            lines.collect::<Vec<_>>().join("\n")
        }
    };
    let listed = bound.iter().map(|device| json!({ "id": device.id, "name": device.name, "since": device.since }));
    session.print(text, &json!({ "devices": listed.collect::<Vec<_>>() }))
}

fn remove_device(arguments: &DeviceRemovalArguments, session: &Session) -> Result<(), Failure> {
    let (record, app) = open(&serve::config(&arguments.config)?)?;
    let device: DeviceId = arguments.device.parse().map_err(|error| Failure::usage(format!("{error}")))?;
    record.wait(async {
        let officer = officer(&app, &arguments.officer).await?;
        device::remove_device(&app.system(NAME), officer, device).await.map_err(Failure::from)
    })?;
    session.print(|| format!("{device} is taken away, and signed out"), &json!({ "removed": device }))
}

fn open(config: &Config) -> Result<(Record, App), Failure> {
    let record = Record::existing(&serve::record_options(config))?;
    let app = record.app()?;
    Ok((record, app))
}

/// Finds a member of staff by their id on record or the number of their warrant card.
async fn officer(app: &App, text: &str) -> Result<OfficerId, Failure> {
    match text.parse() {
        Ok(id) => Ok(id),
        Err(_) => device::by_warrant(&app.system(NAME), text).await.map_err(Failure::from),
    }
}
