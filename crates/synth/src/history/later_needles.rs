//! The needles N7 to N12, which are about people's conduct around a case.

use jiff::civil::DateTime;

use super::Needle;
use super::calendar::{minutes_later, moment, working_day};
use super::course::Course;
use super::happening::{
    HappeningContent, Proceedings, Relationship, Reporter, Severity, SynthFinding, SynthLeaving, SynthMatterKind,
    SynthOpportunity, SynthOutcome, SynthReportKind,
};
use super::maker::Maker;
use super::needles::{Bed, needle};
use super::people::PersonNumber;
use super::reports::Plan;
use crate::dates::later;

const YEAR: i32 = 365;

impl Maker {
    /// Writes a group chat in the evidence of a matter, and the opportunity that each member had.
    pub(super) fn chat(&mut self, matter: u32, days: i32, members: &[PersonNumber], reporters: &[PersonNumber]) {
        let at = self.at_work(days);
        let (all, told) = (members.to_vec(), reporters.to_vec());
        self.write(at, HappeningContent::ChatGroupRecorded { matter, members: all, reporters: told });
        for (turn, &person) in members.iter().enumerate() {
            let reported = reporters.contains(&person);
            let at = minutes_later(at, 4 + turn as i32);
            self.write(
                at,
                HappeningContent::OpportunityRecorded { matter, person, how: SynthOpportunity::ChatMember, reported },
            );
        }
    }

    /// Writes a colleague's report about a person's messages.
    pub(super) fn colleague_report(&mut self, by: PersonNumber, about: PersonNumber, days: i32) -> (u32, DateTime) {
        let plan = self.complaint_about(about, days, "inappropriate-communication");
        let (kind, received) = (SynthReportKind::ColleagueReport, plan.at);
        (self.report(Plan { reporter: Reporter::Colleague(by), kind, schedule3: false, ..plan }), received)
    }

    /// Plans a matter of gross misconduct that goes to a hearing and is proved.
    pub(super) fn heard(&mut self, subject: PersonNumber, report: Option<u32>, opened: DateTime, lasts: i32) -> Course {
        let force = self.careers[subject as usize].force_on(self.today);
        Course {
            report,
            force,
            subject,
            kind: SynthMatterKind::Conduct,
            categories: vec!["inappropriate-communication", "discrimination"],
            opened,
            days: lasts,
            severity: Severity::GrossMisconduct,
            form: Proceedings::Hearing,
            end: Some((SynthFinding::GrossMisconduct, SynthOutcome::Dismissal)),
            criminal: false,
            suspended: false,
            referred: false,
            investigator: None,
        }
    }

    pub(super) fn silent_chat(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 8 * YEAR, None);
        let mut members = vec![officer];
        for _ in 0..4 {
            members.push(self.cast_colleague(officer, 6 * YEAR));
        }
        let reporter = members[4];
        let (report, received) = self.colleague_report(reporter, officer, 302 + bed.earlier);
        let course = self.heard(officer, Some(report), next_morning(received), 270);
        let milestones = self.run(&course);
        let matter = milestones.matter;
        self.chat(matter, 240 + bed.earlier, &members, &[reporter]);
        let what =
            "five officers were in a group chat with abuse of women in it; one reported it; the matter was proved"
                .into();
        self.plant(Needle { what, ..needle("N7", members, vec![report], vec![matter]) }, milestones.outcome);
    }

    pub(super) fn retired_before_the_hearing(&mut self, bed: Bed) {
        let officer = self.cast(bed.next, 20 * YEAR, None);
        let opened = self.at_work(280 + bed.earlier);
        let course = self.heard(officer, None, opened, 262);
        let categories = vec!["sexual-harassment"];
        let end = Some((SynthFinding::GrossMisconduct, SynthOutcome::Dismissal));
        let turn = self.book().len();
        let milestones = self.run(&Course { categories, end, referred: true, ..course });
        let heard = self.book()[turn..].iter().find_map(|happening| match &happening.what {
            HappeningContent::HearingFixed { on, .. } => Some(*on),
            _ => None,
        });
        let Some(heard) = heard else { return };
        let at = moment(later(heard, -2), 15 * 60 + 30);
        let career = &mut self.careers[officer as usize];
        // The hearing proceeds without the officer, who can no longer be dismissed: "would have been dismissed".
        career.left = Some((at, SynthLeaving::Retired));
        let what = format!("an officer retired on {}, two days before the hearing on {heard}", at.date());
        let matter = milestones.matter;
        self.awaiting.push((Needle { what, ..needle("N8", vec![officer], vec![], vec![matter]) }, officer));
    }

    pub(super) fn proved_false(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 9 * YEAR, None);
        let complainant = Reporter::Public(self.public_person());
        let mut reports = Vec::new();
        let mut last = None;
        let proofs = [
            "the body-worn camera shows the whole exchange",
            "the officer was in another town, by the custody record",
            "the station camera shows that nobody came in",
            "the messages shown were made on the complainant's own phone",
            "the officer was on leave abroad, by the passport control",
        ];
        for (turn, how) in proofs.into_iter().enumerate() {
            let days = 330 - 58 * turn as i32 + bed.earlier;
            let category = ["incivility", "dishonesty", "use-of-force", "incivility", "discrimination"][turn];
            let plan = self.complaint_about(officer, days, category);
            let received = plan.at;
            let report = self.report(Plan { reporter: complainant, ..plan });
            reports.push(report);
            let at = moment(working_day(later(received.date(), 31)), 14 * 60);
            let by = self.investigator(bed.here);
            let found = self.write(at, HappeningContent::FoundFalse { report, how, by });
            // The fourth report completes the pattern.
            last = if turn == 3 { found } else { last };
            let result = super::happening::ReportResult::Acceptable;
            let closed = minutes_later(at, 95);
            self.keep_informed(report, None, received, closed);
            self.write(closed, HappeningContent::ReportClosed { report, by, result });
        }
        let what =
            "one complainant made five complaints against one officer; evidence proves each of them false".into();
        self.plant(Needle { what, ..needle("N9", vec![officer], reports, vec![]) }, last);
    }

    pub(super) fn card_while_suspended(&mut self, bed: Bed) {
        let officer = self.cast(bed.next, 6 * YEAR, Some('M'));
        let plan = self.complaint_about(officer, 104 + bed.earlier, "sexual-assault");
        let received = plan.at;
        let report = self.report(Plan { kind: SynthReportKind::Crime, schedule3: false, ..plan });
        let course = self.heard(officer, Some(report), next_morning(received), 600);
        let milestones = self.run(&Course {
            categories: vec!["sexual-assault"],
            criminal: true,
            suspended: true,
            referred: true,
            ..course
        });
        let place = self.somewhere(bed.next);
        let at = moment(self.ago(9 + bed.earlier), 22 * 60 + 14);
        let turn = self.write(at, HappeningContent::CardPresented { person: officer, place });
        let what = "an officer under suspension showed a warrant card to a member of the public at night".into();
        self.plant(Needle { what, ..needle("N10", vec![officer], vec![report], vec![milestones.matter]) }, turn);
    }

    pub(super) fn withdrawn_after_a_visit(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 7 * YEAR, Some('M'));
        let colleague = self.cast_colleague(officer, 5 * YEAR);
        let plan = self.complaint_about(officer, 64 + bed.earlier, "domestic-abuse");
        let received = plan.at;
        let report = self.report(plan);
        let visited = moment(later(received.date(), 9), 19 * 60 + 40);
        self.write(visited, HappeningContent::Visited { report, by: colleague });
        let withdrawn = moment(later(received.date(), 11), 10 * 60 + 5);
        let reason = "does not want to go on";
        let turn = self.write(withdrawn, HappeningContent::ComplaintWithdrawn { report, reason });
        let what = "a complaint of domestic abuse was withdrawn two days after a colleague from the subject's unit called at the \
                    complainant's home"
            .into();
        self.plant(Needle { what, ..needle("N11", vec![officer, colleague], vec![report], vec![]) }, turn);
    }

    pub(super) fn friend_looks(&mut self, bed: Bed) {
        let officer = self.cast(bed.here, 9 * YEAR, None);
        let friend = self.cast(bed.here, 9 * YEAR, None);
        let declared = self.at_work(3 * YEAR);
        let kind = Relationship::Friend;
        self.write(declared, HappeningContent::RelationshipDeclared { one: friend, other: officer, kind });
        let plan = self.complaint_about(officer, 75 + bed.earlier, "use-of-force");
        let (force, received) = (plan.force, plan.at);
        let report = self.report(plan);
        self.handle(report, force, true, received);
        let turn = self.looks(friend, officer, 60 + bed.earlier, None);
        let what =
            "a declared friend of the subject opened the subject's record fourteen times in a month, without a task"
                .into();
        self.plant(Needle { what, ..needle("N12", vec![officer, friend], vec![report], vec![]) }, turn);
    }

    /// Adds fourteen views of a record within a month. Returns the position of the last one.
    pub(super) fn looks(
        &mut self,
        by: PersonNumber,
        about: PersonNumber,
        days: i32,
        purpose: Option<&'static str>,
    ) -> Option<usize> {
        let mut last = None;
        for turn in 0..14 {
            let at = moment(self.ago(days - 2 * turn), 7 * 60 + self.chance.below(15 * 60) as i32);
            last = self.write(at, HappeningContent::Consulted { by, about, purpose });
        }
        last
    }
}

/// The morning of the next working day.
pub(super) fn next_morning(after: DateTime) -> DateTime {
    moment(working_day(later(after.date(), 1)), 9 * 60 + 25)
}
