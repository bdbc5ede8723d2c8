//! The course of a matter: it is opened, assessed, investigated, determined, heard and closed, on dates that comply
//! with the legal clocks in all but six of a hundred cases.

use jiff::civil::{Date, DateTime, date};

use super::calendar::{
    in_office_hours, minutes_later, moment, working_day, working_day_upto, working_days_after, working_days_before,
};
use super::happening::{
    Act, HappeningContent, MatterNumber, Proceedings, ReportNumber, Severity, SynthFinding, SynthLeaving,
    SynthMatterKind, SynthOutcome,
};
use super::maker::Maker;
use super::people::{ForceNumber, PersonNumber};
use crate::chance::Chance;
use crate::dates::{days_between, later};

/// Share of legal deadlines that are missed.
const BREACHES: f64 = 0.06;
/// The day on which the new law takes effect. In matters that arose on or after it, suspensions are reviewed every
/// twelve weeks; in earlier ones, every four.
const NEW_LAW: Date = date(2026, 7, 13);

/// The plan for a matter.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub(super) report: Option<ReportNumber>,
    pub(super) force: ForceNumber,
    pub(super) subject: PersonNumber,
    pub(super) kind: SynthMatterKind,
    pub(super) categories: Vec<&'static str>,
    pub(super) opened: DateTime,
    /// Days from opening to closing. Anything due after the present does not happen.
    pub(super) days: i32,
    pub(super) severity: Severity,
    pub(super) form: Proceedings,
    pub(super) end: Option<(SynthFinding, SynthOutcome)>,
    pub(super) criminal: bool,
    pub(super) suspended: bool,
    pub(super) referred: bool,
    /// An investigator from outside the desk.
    pub(super) investigator: Option<PersonNumber>,
}

/// Facts about a matter that has been written, for later steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenMatter {
    pub(super) matter: MatterNumber,
    /// The position of the outcome in the book, if there is one yet.
    pub(super) outcome: Option<usize>,
}

/// A sequence of times that never goes backwards.
struct Line {
    last: DateTime,
}

impl Line {
    fn on(&mut self, day: Date, chance: &mut Chance) -> DateTime {
        let at = in_office_hours(working_day(day), chance);
        self.last = at.max(minutes_later(self.last, 11));
        self.last
    }
}

impl Maker {
    /// Decides at random whether a deadline is missed.
    pub(super) fn late(&mut self) -> bool {
        self.chance.odds(BREACHES)
    }

    pub(super) fn investigator(&mut self, force: ForceNumber) -> PersonNumber {
        let desk = &self.desks[force as usize].investigators;
        desk[self.chance.below(desk.len())]
    }

    /// Two members of the desk: one to decide, and one to sign second.
    pub(super) fn authorities(&mut self, force: ForceNumber) -> (PersonNumber, PersonNumber) {
        let desk = &self.desks[force as usize].authorities;
        let first = self.chance.below(desk.len());
        (desk[first], desk[(first + 1) % desk.len()])
    }

    /// Writes a matter from its opening up to the present.
    pub(super) fn run(&mut self, course: &Course) -> WrittenMatter {
        let matter = self.next_matter();
        let (authority, second) = self.authorities(course.force);
        let investigator = match course.investigator {
            Some(chosen) => chosen,
            None => self.investigator(course.force),
        };
        let opened = course.opened;
        let first_day = opened.date();
        let mut line = Line { last: opened };
        self.write(
            opened,
            HappeningContent::MatterOpened {
                matter,
                report: course.report,
                force: course.force,
                person: course.subject,
                kind: course.kind,
                categories: course.categories.clone(),
                arose: first_day,
                by: authority,
            },
        );
        let assessed = line.on(later(first_day, self.chance.between(0, 2)), &mut self.chance);
        self.write(assessed, HappeningContent::SeverityAssessed { matter, by: authority, severity: course.severity });
        let assigned = line.on(later(assessed.date(), self.chance.between(0, 3)), &mut self.chance);
        self.write(assigned, HappeningContent::InvestigatorAssigned { matter, investigator, by: authority });
        if course.referred {
            self.refer(matter, authority, assessed);
        }
        let mut suspended = None;
        let mut arrested = None;
        if course.criminal {
            let begun = line.on(later(assigned.date(), self.chance.between(0, 2)), &mut self.chance);
            self.write(begun, HappeningContent::CriminalInvestigation { matter });
            let days = if self.late() { self.chance.between(5, 12) } else { self.chance.between(0, 3) };
            let decided = minutes_later(moment(working_days_after(begun.date(), days), 17 * 60), 20);
            let decided = decided.max(minutes_later(begun, 30));
            suspended = self.write(
                decided,
                HappeningContent::SuspensionDecided {
                    matter,
                    suspended: course.suspended,
                    reasons: if course.suspended {
                        "the public interest requires it"
                    } else {
                        "restricted to duties without contact with the public; an office post in another town is found"
                    },
                    by: authority,
                },
            );
            let offence = offence(course.categories[0]);
            let on = line.on(later(begun.date(), self.chance.between(2, 20)), &mut self.chance);
            if course.suspended && self.write(on, HappeningContent::Arrested { matter, offence }).is_some() {
                arrested = Some((on, offence));
            }
            if course.suspended {
                self.careers[course.subject as usize].suspended = true;
            }
        }
        let notice = line.on(later(line.last.date(), self.chance.between(2, 5)), &mut self.chance);
        self.write(notice, HappeningContent::NoticeServed { matter });
        if self.chance.odds(0.8) {
            let on = working_days_after(notice.date(), self.chance.between(4, 10));
            let at = line.on(on, &mut self.chance);
            self.write(at, HappeningContent::RepresentationsReceived { matter });
        }

        let closed = later(first_day, course.days);
        let times = self.proceedings(course, closed, line.last.date());
        self.acts(course, matter, investigator, (assigned, times.submitted));
        if let Some((on, offence)) = arrested {
            let room = days_between(on.date(), times.submitted);
            if room > 60 && self.chance.odds(0.4) {
                let charged = line.on(later(on.date(), room / 3), &mut self.chance);
                self.write(charged, HappeningContent::Charged { matter, offence });
                let proved = matches!(course.end, Some((SynthFinding::GrossMisconduct, _)));
                if room > 120 && proved && self.chance.odds(0.6) {
                    let convicted = line.on(later(on.date(), room * 2 / 3), &mut self.chance);
                    self.write(convicted, HappeningContent::Convicted { matter, offence });
                }
            }
        }
        let submitted = line.on(times.submitted, &mut self.chance);
        self.write(submitted, HappeningContent::ReportSubmitted { matter, by: investigator });
        let determined = line.on(times.determined, &mut self.chance);
        let answer = course.form != Proceedings::None;
        self.write(determined, HappeningContent::CaseDetermined { matter, answer, form: course.form, by: authority });
        let mut ended = determined;
        let mut outcome = None;
        if let (Some((finding, what)), Some((fixed, heard))) = (course.end, times.heard) {
            let fixed = line.on(fixed, &mut self.chance);
            self.write(fixed, HappeningContent::HearingFixed { matter, on: heard });
            ended = line.on(heard, &mut self.chance).max(moment(heard, 16 * 60));
            line.last = ended;
            outcome = self.write(ended, HappeningContent::OutcomeRecorded { matter, finding, outcome: what });
            let career = &mut self.careers[course.subject as usize];
            if what == SynthOutcome::Dismissal && outcome.is_some() && career.left.is_none() {
                career.left = Some((minutes_later(ended, 30), SynthLeaving::Dismissed));
                career.taken = true;
            }
        }
        if let (Some(turn), true) = (suspended, course.suspended) {
            let weeks = if first_day >= NEW_LAW { 12 } else { 4 };
            self.review_suspension(matter, (authority, weeks), turn, ended);
        }
        let closing = line.on(later(ended.date(), self.chance.between(1, 6)), &mut self.chance);
        self.write(closing, HappeningContent::MatterClosed { matter, by: authority, second });
        if let Some(report) = course.report {
            self.keep_informed(report, Some(matter), opened, closing);
        }
        WrittenMatter { matter, outcome }
    }

    fn refer(&mut self, matter: MatterNumber, by: PersonNumber, assessed: DateTime) {
        // The referral is due by the end of the following day.
        let days = if self.late() { self.chance.between(2, 9) } else { self.chance.between(0, 1) };
        let at = moment(later(assessed.date(), days), 17 * 60 + 40).max(minutes_later(assessed, 25));
        self.write(at, HappeningContent::Referred { matter, by });
    }

    fn review_suspension(
        &mut self,
        matter: MatterNumber,
        (by, weeks): (PersonNumber, i32),
        turn: usize,
        ended: DateTime,
    ) {
        let decided = self.book()[turn].at.date();
        let mut on = decided;
        loop {
            let late = self.late();
            let days = if late { self.chance.between(5, 11) } else { -self.chance.between(0, 4) };
            on = working_day_upto(later(on, weeks * 7 + days));
            let at = moment(on, 10 * 60);
            if at >= ended
                || self.write(at, HappeningContent::SuspensionReviewed { matter, continues: true, by }).is_none()
            {
                return;
            }
        }
    }

    /// Informs a complainant every four weeks, and once more at the end.
    pub(super) fn keep_informed(
        &mut self,
        report: ReportNumber,
        matter: Option<MatterNumber>,
        from: DateTime,
        to: DateTime,
    ) {
        let mut day = from.date();
        loop {
            let days = if self.late() { self.chance.between(33, 48) } else { self.chance.between(20, 28) };
            day = working_day_upto(later(day, days));
            let at = moment(day, 12 * 60 + self.chance.below(240) as i32);
            if at >= to || at > self.now {
                break;
            }
            self.write(at, HappeningContent::ComplainantUpdated { report, matter });
        }
        let last = working_days_after(to.date(), self.chance.between(1, 5));
        self.write(moment(last, 15 * 60), HappeningContent::ComplainantUpdated { report, matter });
    }

    fn acts(&mut self, course: &Course, matter: MatterNumber, by: PersonNumber, (from, to): (DateTime, Date)) {
        let span = days_between(from.date(), to);
        let vehicles = course.categories[0] == "indecent-exposure" || course.categories[0] == "stalking";
        let mut kinds = vec![Act::Statement, Act::Interview];
        if course.report.is_some() {
            kinds.insert(0, Act::VictimContact);
        }
        if vehicles {
            kinds.extend([Act::Cctv, Act::Anpr, Act::VehicleEnquiry, Act::WorkforceCheck]);
        } else if self.chance.odds(0.5) {
            kinds.push(Act::Cctv);
        }
        let about = course.subject;
        for (turn, kind) in kinds.iter().enumerate() {
            // The first act follows within a few days, the others within a third of the available time.
            let room = (span / 3).max(1);
            let after = if turn == 0 { self.chance.between(1, 4) } else { self.chance.between(1, room) };
            let at = in_office_hours(working_day(later(from.date(), after)), &mut self.chance);
            if at.date() >= to {
                continue;
            }
            if self.careers[by as usize].serves(at) {
                self.write(
                    at,
                    HappeningContent::InvestigativeAct { report: None, matter: Some(matter), kind: *kind, by },
                );
                let looked = minutes_later(at, 9);
                if turn < 3 {
                    self.write(looked, HappeningContent::Consulted { by, about, purpose: Some("investigation") });
                }
            }
        }
    }

    /// The dates of the report, the determination and the hearing, counted backwards from the end.
    fn proceedings(&mut self, course: &Course, closed: Date, after: Date) -> Times {
        let room = days_between(after, closed).max(6);
        let mut end = later(closed, -self.chance.between(1, 4));
        let mut heard = None;
        if course.end.is_some() {
            let (least, most) = if course.form == Proceedings::Hearing { (30, 95) } else { (8, 18) };
            let mut days = self.chance.between(least, most);
            if course.form == Proceedings::Hearing && self.late() {
                days = self.chance.between(104, 130);
            }
            // Seven days are five working days, so this is at most half of the available time.
            let days = days.min(room * 5 / 14).max(2);
            let day = working_day(end);
            let fixed = working_days_before(day, days);
            heard = Some((fixed, day));
            end = later(fixed, -2);
        }
        let determined = working_day(end);
        let days = if self.late() { self.chance.between(18, 30) } else { self.chance.between(2, 12) };
        let days = days.min(days_between(after, determined) * 5 / 14).max(1);
        Times { submitted: working_days_before(determined, days), determined, heard }
    }
}

struct Times {
    submitted: Date,
    determined: Date,
    /// The day on which the hearing was fixed, and the day for which it was fixed.
    heard: Option<(Date, Date)>,
}

/// The criminal offence that corresponds to an allegation.
pub(super) fn offence(category: &str) -> &'static str {
    match category {
        "indecent-exposure" => "indecent exposure",
        "sexual-assault" | "sexual-harassment" => "sexual assault",
        "domestic-abuse" => "controlling or coercive behaviour",
        "stalking" => "stalking",
        "use-of-force" => "assault occasioning actual bodily harm",
        "use-of-police-systems" => "unauthorised access to computer material",
        _ => "misconduct in public office",
    }
}
