//! Service records: writes the careers that were decided earlier, and grants the clearance that each post requires.

use jiff::civil::{DateTime, date};

use super::calendar::{any_time, in_office_hours, minutes_later, moment};
use super::happening::{HappeningContent, SynthVettingDecision, VettingLevel};
use super::maker::{CAREERS_STREAM, Career, Maker};
use super::people::{PersonNumber, ServiceKind};
use super::words::ARMED;
use crate::dates::later;

const YEAR: i32 = 365;

impl Maker {
    /// Writes every career to the book.
    pub(super) fn write_careers(&mut self) {
        self.step(CAREERS_STREAM);
        let careers = std::mem::take(&mut self.careers);
        for (place, career) in careers.iter().enumerate() {
            self.needle = career.needle;
            self.write_career(place as u32, career);
        }
        self.needle = None;
        self.careers = careers;
    }

    fn write_career(&mut self, person: PersonNumber, career: &Career) {
        let first = career.stays[0];
        let at = moment(first.from, 9 * 60);
        let claimed = (career.joined != first.from).then(|| moment(career.joined, 9 * 60));
        let what = HappeningContent::Joined {
            person,
            force: first.force,
            rank: career.rank,
            unit: first.unit.name(),
            role: first.unit.role(),
            probation: career.kind == ServiceKind::Officer && claimed.is_none(),
            declared: career.declared,
        };
        self.write_claimed(at, claimed, what);
        let level = if career.kind == ServiceKind::Staff { VettingLevel::Nppv3 } else { VettingLevel::Rv };
        let decided = in_office_hours(later(first.from, -self.chance.between(20, 120)), &mut self.chance);
        self.clearance(person, career, level, (minutes_later(at, 5), Some(decided)));
        for pair in career.stays.windows(2) {
            let (before, stay) = (pair[0], pair[1]);
            let on = moment(stay.from, 9 * 60);
            if career.left.is_some_and(|(left, _)| on > left) {
                break;
            }
            let (unit, role) = (stay.unit.name(), stay.unit.role());
            let (force, rank) = (stay.force, career.rank);
            if let Some((entered, until)) = stay.entered_late {
                self.write_claimed(
                    entered,
                    Some(on),
                    HappeningContent::Posted { person, force, unit, role, until: Some(until) },
                );
            } else if stay.force == before.force || before.entered_late.is_some() {
                self.write(on, HappeningContent::Posted { person, force, unit, role, until: None });
            } else {
                self.write(
                    on,
                    HappeningContent::Transferred { person, from: before.force, to: force, unit, role, rank },
                );
            }
            if stay.unit.kind == ARMED {
                let on = moment(later(stay.from, -stay.cleared_days_before).max(later(first.from, 1)), 11 * 60);
                self.clearance(person, career, VettingLevel::Mv, (on, None));
            }
        }
        if let Some(day) = career.vehicles_declared {
            let vehicles = self.people[person as usize].plates.clone();
            // No car is declared before it was built.
            let plate = self.members.get(person as usize).and_then(|member| member.person.plate);
            let built = plate.map_or(day, |plate| date(plate.year() + 1, 1, 16));
            let day = day.max(built);
            for vehicle in vehicles {
                let at = any_time(later(day, 1), &mut self.chance);
                if career.serves(at) {
                    self.write(at, HappeningContent::VehicleDeclared { person, vehicle });
                }
            }
        }
        if let Some((at, how)) = career.left {
            self.write(at, HappeningContent::Left { person, how });
        }
    }

    /// Grants a clearance, and renews it each time before it expires.
    fn clearance(
        &mut self,
        person: PersonNumber,
        career: &Career,
        level: VettingLevel,
        first: (DateTime, Option<DateTime>),
    ) {
        let years = super::daily::years_valid(level);
        let (mut at, mut claimed) = first;
        while at <= self.now && career.left.is_none_or(|(left, _)| at < left) {
            let expires = Some(later(claimed.unwrap_or(at).date(), years * YEAR));
            let rationale = super::words::GRANTED_RATIONALES[0].to_owned();
            let decision = SynthVettingDecision::Granted;
            self.write_claimed(
                at,
                claimed,
                HappeningContent::VettingDecided { person, by: None, level, decision, expires, rationale },
            );
            claimed = None;
            at = moment(later(at.date(), years * YEAR - 150), 11 * 60);
        }
    }
}
