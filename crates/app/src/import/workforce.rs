//! Rows of a workforce. New members are put on record, and changes to existing members are recorded.

use std::collections::HashMap;

use domain::officer::{
    Identity, Joining, Leaving, Officer, OfficerEvent, PoliceRank, Post, Posting, Service, Vehicle, Workforce,
};
use domain::{Event, OfficerId, Personal, State, Stream as _};
use jiff::civil::Date;

use super::rows::{Line, Reject};
use super::{RowEffect, Rows, Sheet};
use crate::change::{Change, derived};
use crate::{AppError, Context};

const PARTS: [(&str, Workforce); 6] = [
    ("officer", Workforce::Officer),
    ("special", Workforce::Special),
    ("special-constable", Workforce::Special),
    ("staff", Workforce::Staff),
    ("police-staff", Workforce::Staff),
    ("pcso", Workforce::Staff),
];
const LEAVINGS: [(&str, Leaving); 5] = [
    ("resigned", Leaving::Resigned),
    ("resignation", Leaving::Resigned),
    ("retired", Leaving::Retired),
    ("dismissed", Leaving::Dismissed),
    ("discharged", Leaving::Discharged),
];

/// The id of our member for a source's own id.
pub(super) fn id(source: &str, id: &str) -> OfficerId {
    OfficerId::new(derived::uuid(&[b"workforce", source.as_bytes(), id.as_bytes()]))
}

/// A valid row.
struct Row {
    id: OfficerId,
    workforce: Workforce,
    identity: Identity,
    warrant: String,
    posting: Posting,
    posted: Option<Date>,
    earlier: Option<Posting>,
    left: Option<(Leaving, Date)>,
    vehicle: Option<Vehicle>,
}

pub(super) async fn row(
    rows: &Rows<'_>,
    row: usize,
    seen: &mut HashMap<String, u64>,
) -> Result<Result<RowEffect, Vec<Reject>>, AppError> {
    let mut line = rows.sheet.line(row);
    if line.is_empty() {
        return Ok(Err(line.faults));
    }
    let Some(row) = read(rows, &mut line, seen) else { return Ok(Err(line.faults)) };
    let stream = Officer::stream(row.id);
    let (events, became) = match rows.state(&stream).await? {
        Some(State::Officer(known)) => match differences(rows, &known, &row) {
            events if events.is_empty() => return Ok(Ok(RowEffect::Unchanged)),
            events => (events, RowEffect::Changed),
        },
        _ => (beginning(&row), RowEffect::New),
    };
    let Some(batch) = rows.batch else { return Ok(Ok(became)) };
    let cx: Context<'_> = rows.cx.clone().within(batch);
    let mut change = Change::begin(&cx).await?;
    change.record(rows.permit, &stream, events.into_iter().map(Event::Officer).collect()).await?;
    change.commit().await?;
    Ok(Ok(became))
}

fn read(rows: &Rows<'_>, line: &mut Line<'_>, seen: &mut HashMap<String, u64>) -> Option<Row> {
    let today = rows.cx.today();
    let own = line.id(seen);
    let (first_name, surname) = (line.needed("first_name"), line.needed("surname"));
    let identity = Identity {
        first_name,
        middle_name: line.text("middle_name"),
        surname,
        previous_surname: line.text("previous_surname"),
        born: line.date("born", today),
        sex: line.text("sex"),
        address: line.text("address"),
        postcode: line.text("postcode"),
        previous_postcode: line.text("previous_postcode"),
        phone: line.text("phone"),
        nickname: line.text("nickname"),
    };
    let force = line.needed_force(rows.forces);
    let before = line.force("previous_force", rows.forces);
    let joined = line.needed_date("joined", today);
    let posted = line.date("posted", today);
    let rank = line.rank("rank");
    let by_rank = match rank {
        Some(PoliceRank::SpecialConstable) => Workforce::Special,
        Some(PoliceRank::Staff | PoliceRank::CommunitySupportOfficer) => Workforce::Staff,
        _ => Workforce::Officer,
    };
    let workforce = line.choice("workforce", &PARTS, by_rank);
    let left_on = line.date("left", today);
    let how = line.choice("leaving", &LEAVINGS, Leaving::Resigned);
    let post = super::plain(&line.text("post"));
    let plate = line.text("plate");
    let vehicle = (!plate.is_empty()).then(|| Vehicle { plate, make: line.text("make"), colour: line.text("colour") });
    if !line.faults.is_empty() {
        return None;
    }
    let (force, joined) = (force?, joined?);
    let before = before.filter(|before| *before != force);
    let posting = Posting {
        force,
        unit: line.text("unit"),
        // No rule depends on a post that is not in our list.
        post: Post::parse(&post).unwrap_or(Post::Other),
        rank,
        from: posted.unwrap_or(joined),
        joining: if before.is_some() { Joining::Transferred } else { Joining::Recruited },
    };
    // The only known facts about the previous force are that the officer served there, and that it was earlier.
    let earlier = before.map(|force| Posting {
        force,
        unit: String::new(),
        post: Post::Other,
        rank: None,
        from: joined,
        joining: Joining::Recruited,
    });
    Some(Row {
        id: id(&rows.sheet.mapping().source, &own),
        workforce,
        identity,
        warrant: line.text("warrant"),
        posting,
        posted,
        earlier,
        left: left_on.map(|on| (how, on)),
        vehicle,
    })
}

fn beginning(row: &Row) -> Vec<OfficerEvent> {
    let now = row.posting.clone();
    let (first, second) = match row.earlier.clone() {
        Some(earlier) => (earlier, Some(now)),
        None => (now, None),
    };
    let mut events = vec![OfficerEvent::Enrolled {
        workforce: row.workforce,
        identity: Personal::about(row.id, row.identity.clone()),
        warrant: Personal::about(row.id, row.warrant.clone()),
        posting: first,
        probationer: false,
    }];
    events.extend(second.map(OfficerEvent::Posted));
    let vehicle = row.vehicle.clone();
    events.extend(vehicle.map(|vehicle| OfficerEvent::VehicleDeclared { vehicle: Personal::about(row.id, vehicle) }));
    events.extend(row.left.map(|(how, on)| OfficerEvent::Left { how, on }));
    events
}

/// The details in a row that differ from the record. Columns missing from the file are ignored.
fn differences(rows: &Rows<'_>, known: &Officer, row: &Row) -> Vec<OfficerEvent> {
    // An erased person stays erased, even if an old file still contains them.
    let Some(now) = known.identity.known() else { return Vec::new() };
    let sheet = rows.sheet;
    let mut events = Vec::new();
    let identity = merged(sheet, now, &row.identity);
    if identity != *now {
        events.push(OfficerEvent::IdentityChanged { identity: Personal::about(known.id, identity) });
    }
    if let Some(vehicle) = &row.vehicle {
        let plate = bare(&vehicle.plate);
        if known.vehicles.iter().filter_map(Personal::known).all(|declared| bare(&declared.plate) != plate) {
            let vehicle = Personal::about(known.id, vehicle.clone());
            events.push(OfficerEvent::VehicleDeclared { vehicle });
        }
    }
    let (then, posting) = (known.posting(), &row.posting);
    let moved = then.force != posting.force
        || sheet.tells("unit") && then.unit != posting.unit
        || sheet.tells("post") && then.post != posting.post
        || sheet.tells("rank") && then.rank != posting.rank;
    let returned = known.service != Service::Serving && row.left.is_none() && sheet.tells("left");
    if moved && known.is_serving() || returned {
        let kept = |field: &str, now: &str, then: &str| if sheet.tells(field) { now } else { then }.to_owned();
        events.push(OfficerEvent::Posted(Posting {
            force: posting.force.clone(),
            unit: kept("unit", &posting.unit, &then.unit),
            post: if sheet.tells("post") { posting.post } else { then.post },
            rank: if sheet.tells("rank") { posting.rank } else { then.rank },
            // The file gives no date, so the change is recorded as of today.
            from: row.posted.filter(|posted| *posted > then.from).unwrap_or(rows.cx.today()),
            joining: match (returned, then.force == posting.force) {
                (true, _) => Joining::Rejoined,
                (false, true) => Joining::Moved,
                (false, false) => Joining::Transferred,
            },
        }));
    }
    if let (Some((how, on)), true) = (row.left, known.is_serving()) {
        events.push(OfficerEvent::Left { how, on });
    }
    events
}

/// The identity on record, updated with the details in the file.
fn merged(sheet: &Sheet, known: &Identity, told: &Identity) -> Identity {
    let text = |field: &str, known: &str, told: &str| if sheet.tells(field) { told } else { known }.to_owned();
    Identity {
        first_name: told.first_name.clone(),
        middle_name: text("middle_name", &known.middle_name, &told.middle_name),
        surname: told.surname.clone(),
        previous_surname: text("previous_surname", &known.previous_surname, &told.previous_surname),
        born: if sheet.tells("born") { told.born } else { known.born },
        sex: text("sex", &known.sex, &told.sex),
        address: text("address", &known.address, &told.address),
        postcode: text("postcode", &known.postcode, &told.postcode),
        previous_postcode: text("previous_postcode", &known.previous_postcode, &told.previous_postcode),
        phone: text("phone", &known.phone, &told.phone),
        nickname: text("nickname", &known.nickname, &told.nickname),
    }
}

/// Converts a plate to upper case and removes spaces and punctuation.
fn bare(plate: &str) -> String {
    plate.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}
