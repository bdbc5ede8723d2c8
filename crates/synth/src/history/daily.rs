//! Everyday events: stops, low-level concerns, vetting decisions, views of records, and declared relationships.

use jiff::civil::DateTime;

use super::calendar::{any_time, in_office_hours, minutes_later};
use super::happening::{HappeningContent, Relationship, SynthConcern, SynthVettingDecision, VettingLevel};
use super::maker::{DAILY_STREAM, Maker};
use super::people::{PersonNumber, ServiceKind};
use super::words::{
    ARMED, BANTER, DISCOMFORT, FULL_RATIONALES, GRANTED_RATIONALES, POWERS, REMARKS, STOP_OUTCOMES, THIN_RATIONALES,
};
use crate::dates::{days_between, later};

/// Number of years for which a clearance is valid.
pub(super) fn years_valid(level: VettingLevel) -> i32 {
    match level {
        VettingLevel::Rv => 10,
        VettingLevel::Mv => 7,
        VettingLevel::Nppv2 => 3,
        VettingLevel::Nppv3 => 5,
    }
}

impl Maker {
    /// Adds everyday events until each kind has reached its target number.
    pub(super) fn fill_up_days(&mut self) {
        self.step(DAILY_STREAM);
        self.relationships();
        self.fill_up_concerns();
        self.fill_up_vetting();
        self.stops();
    }

    /// A random person who is in service at the given time and not suspended.
    fn somebody(&mut self, at: DateTime, officer: bool) -> PersonNumber {
        loop {
            let person = self.chance.below(self.counts.workforce()) as u32;
            let career = &self.careers[person as usize];
            let fits = (career.kind == ServiceKind::Officer && !career.desk) || !officer;
            if fits && !career.suspended && career.serves(at) {
                return person;
            }
        }
    }

    fn relationships(&mut self) {
        for _ in 0..self.counts.relationships {
            let day = later(self.today, -self.chance.between(30, 2_900));
            let at = in_office_hours(day, &mut self.chance);
            let one = self.somebody(at, false);
            let force = self.careers[one as usize].force_on(day);
            let Some(other) = self.colleague(force, one, at) else { continue };
            let kind = match self.chance.below(10) {
                0..=4 => Relationship::Friend,
                5..=6 => Relationship::Spouse,
                7..=8 => Relationship::Relative,
                _ => Relationship::FormerPartner,
            };
            self.write(at, HappeningContent::RelationshipDeclared { one, other, kind });
        }
    }

    fn fill_up_concerns(&mut self) {
        let mut named = std::collections::HashSet::new();
        let mut count = 0;
        for happening in self.book() {
            if let HappeningContent::ConcernRecorded { .. } = &happening.what {
                count += 1;
            }
        }
        let end = self.counts.workforce();
        while count < self.counts.concerns {
            let day = self.day_of_the_year();
            let at = in_office_hours(day, &mut self.chance);
            // A tenth of the people, chosen by position, attract half of the concerns.
            let about = if self.chance.odds(0.5) { self.chance.below(end / 10) * 10 } else { self.chance.below(end) };
            let career = &self.careers[about];
            if career.taken || career.suspended || !career.serves(at) {
                continue;
            }
            let force = career.force_on(day);
            let Some(by) = self.colleague(force, about as u32, at) else { continue };
            let nickname = self.people[about].nickname.filter(|_| named.insert(about));
            let (kind, words) = match (nickname, self.chance.below(10)) {
                (Some(nickname), _) => (SynthConcern::Nickname, format!("Everybody calls them {nickname}.")),
                (None, 0..=4) => (SynthConcern::Remark, self.chance.pick(REMARKS).to_owned()),
                (None, 5..=7) => (SynthConcern::Banter, self.chance.pick(BANTER).to_owned()),
                (None, _) => (SynthConcern::Discomfort, self.chance.pick(DISCOMFORT).to_owned()),
            };
            let about = about as u32;
            if self.write(at, HappeningContent::ConcernRecorded { about, by, force, kind, words }).is_some() {
                count += 1;
            }
        }
    }

    fn fill_up_vetting(&mut self) {
        let mut count = 0;
        let year_begins = self.year_begins;
        for happening in self.book() {
            let of_the_year = happening.at.date() >= year_begins;
            count += usize::from(of_the_year && matches!(happening.what, HappeningContent::VettingDecided { .. }));
        }
        let mut adverse = 0;
        while count < self.counts.vetting {
            let day = self.day_of_the_year();
            let at = in_office_hours(day, &mut self.chance);
            let person = self.somebody(at, false);
            let career = &self.careers[person as usize];
            let force = career.force_on(day);
            let armed = career.stays.iter().any(|stay| stay.unit.kind == ARMED);
            let staff = career.kind == ServiceKind::Staff;
            let desk = &self.desks[force as usize].vetting;
            let by = desk[self.chance.below(desk.len())];
            if by == person || career.taken {
                continue;
            }
            let decision = match self.chance.below(100) {
                0..=8 if !armed => SynthVettingDecision::Refused,
                9..=12 if !armed => SynthVettingDecision::Withdrawn,
                _ => SynthVettingDecision::Granted,
            };
            let granted = decision == SynthVettingDecision::Granted;
            let level = match (granted, staff) {
                // Nobody loses the clearance that their post requires.
                (false, _) => VettingLevel::Mv,
                (true, _) if self.chance.odds(0.3) => VettingLevel::Mv,
                (true, true) => VettingLevel::Nppv3,
                (true, false) => VettingLevel::Rv,
            };
            let rationale = if granted {
                self.chance.pick(GRANTED_RATIONALES)
            } else {
                adverse += 1;
                // 18 of every hundred, evenly spread.
                let thin = adverse * 18 / 100 > (adverse - 1) * 18 / 100;
                self.chance.pick(if thin { THIN_RATIONALES } else { FULL_RATIONALES })
            };
            let expires = granted.then(|| later(day, years_valid(level) * 365));
            if self.chance.odds(0.3) {
                self.write(at, HappeningContent::Consulted { by, about: person, purpose: Some("vetting") });
            }
            let at = minutes_later(at, 40);
            let rationale = rationale.to_owned();
            let by = Some(by);
            if self
                .write(at, HappeningContent::VettingDecided { person, by, level, decision, expires, rationale })
                .is_some()
            {
                count += 1;
            }
        }
    }

    fn stops(&mut self) {
        let (count, verified) = (self.counts.stops, self.counts.verified);
        for turn in 0..count {
            let day = self.day_of_the_year();
            let at = any_time(day, &mut self.chance);
            let person = self.somebody(at, true);
            let force = self.careers[person as usize].force_on(day);
            let (power, reasons) = POWERS[self.chance.pick(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3])];
            let place = self.somewhere(force);
            let reason = self.chance.pick(reasons);
            // Two in a thousand stops are made in plain clothes, and a constable in plain clothes is not allowed to
            // stop a vehicle.
            let plain_clothes = turn % 500 == 7 && power != "Road Traffic Act s.163";
            let verified = (turn + 1) * verified / count > turn * verified / count;
            let outcome = self.chance.pick(STOP_OUTCOMES);
            self.write(
                at,
                HappeningContent::StopRecorded {
                    person,
                    force,
                    power,
                    reason,
                    plain_clothes,
                    place,
                    verified,
                    outcome,
                },
            );
            // A few people look up a record without a task. Doing so once is not a pattern.
            if turn % 200 == 3
                && let Some(about) = self.colleague(force, person, at)
                && days_between(day, self.today) > 1
            {
                self.write(minutes_later(at, 90), HappeningContent::Consulted { by: person, about, purpose: None });
            }
        }
    }
}
