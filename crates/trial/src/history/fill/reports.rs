//! Reports: received, judged, withdrawn, found to be false, and closed.

use app::matter::duty::{self, DutyHolder};
use app::report::{self, NewReport};
use cli::exit::Failure;
use domain::allegation::Category;
use domain::officer::Verdict;
use domain::report::{Inquiry, PersonDescription, ReportKind, ReportOutcome};
use domain::{Actor, Role};
use jiff::{SignedDuration, Timestamp};
use synth::history::{self, Act, HappeningContent, LinkVerdict, PersonNumber, ReportNumber, ReportResult, Reporter};

use super::{DeferredWork, HistoryFill};

/// Days that the missing inquiries take if a report could not be closed without them.
const INQUIRIES_TAKE_DAYS: i64 = 3;

impl HistoryFill<'_> {
    pub(super) async fn report(&mut self, what: &HappeningContent, claimed: Option<Timestamp>) -> Result<(), Failure> {
        match what {
            HappeningContent::ReportReceived { report, .. } => self.received(*report, what, claimed).await,
            HappeningContent::LinkJudged { report, person, verdict, by } => {
                self.judged(*report, *person, *verdict, *by).await
            }
            HappeningContent::ReportClosed { report, by, result } => {
                let made = self.inquiries.get(report).cloned().unwrap_or_default();
                self.close_report(*report, *by, *result, made).await
            }
            HappeningContent::ComplaintWithdrawn { report, reason } => {
                let Some(&id) = self.cast.reports.get(report) else { return Ok(()) };
                let reporter = self.report_state(id).await?.and_then(|known| known.received.reporter);
                let Some(reporter) = reporter else { return Ok(()) };
                let actor = Actor::person(reporter, Role::Reporter);
                let done = report::withdraw(&self.claimed(actor, claimed), id, reason).await;
                self.tally.note("complaint withdrawn", done).map(drop)
            }
            HappeningContent::Visited { report, by } => {
                let Some(&id) = self.cast.reports.get(report) else { return Ok(()) };
                let Some(visitor) = self.on_record("reporter visited", *by) else { return Ok(()) };
                // In reality, the command-and-control system reports visits.
                let actor = Actor::system("command-and-control");
                let done = report::record_visit(&self.claimed(actor, claimed), id, visitor).await;
                self.tally.note("reporter visited", done).map(drop)
            }
            HappeningContent::FoundFalse { report, how, by } => {
                let Some(&id) = self.cast.reports.get(report) else { return Ok(()) };
                let actor = self.cast.actor_for(*by, Role::Ccu, self.force_of(*report));
                let done = report::find_false(&self.claimed(actor, claimed), id, how).await;
                self.tally.note("found false", done).map(drop)
            }
            _ => Ok(()),
        }
    }

    fn force_of(&self, report: ReportNumber) -> domain::ForceId {
        self.cast.force(self.force_of_report.get(&report).copied().unwrap_or_default())
    }

    async fn received(
        &mut self,
        number: ReportNumber,
        what: &HappeningContent,
        claimed: Option<Timestamp>,
    ) -> Result<(), Failure> {
        let HappeningContent::ReportReceived {
            force,
            reporter,
            kind,
            schedule3,
            category,
            vawg,
            place,
            words,
            described,
            names_officer,
            ..
        } = what
        else {
            return Ok(());
        };
        let (actor, subject) = self.cast.reporter(*reporter);
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let new = NewReport {
            force: self.cast.force(*force),
            report: match kind {
                history::SynthReportKind::Complaint => ReportKind::Complaint,
                history::SynthReportKind::Crime => ReportKind::Crime,
                history::SynthReportKind::ColleagueReport => ReportKind::Colleague,
            },
            schedule_3: *schedule3,
            category: category_of(category),
            violence_against_women: *vawg,
            reporter: subject.filter(|_| *reporter != Reporter::Anonymous),
            place: place.clone(),
            words: words.clone(),
            described: PersonDescription {
                first_name: text(&described.first_name),
                surname: text(&described.surname),
                born: String::new(),
                postcode: String::new(),
                phone: text(&described.phone),
                plate: text(&described.plate),
                make: described.make.unwrap_or_default().to_owned(),
                colour: described.colour.unwrap_or_default().to_owned(),
                warrant: text(&described.collar),
                appearance: described.appearance.clone(),
            },
            names: names_officer.and_then(|person| self.cast.officer(person)),
        };
        self.force_of_report.insert(number, *force);
        let done = report::receive(&self.claimed(actor, claimed), new).await;
        if let Ok(id) = self.tally.note("report received", done)? {
            self.cast.reports.insert(number, id);
        }
        Ok(())
    }

    async fn judged(
        &mut self,
        number: ReportNumber,
        person: PersonNumber,
        verdict: LinkVerdict,
        by: PersonNumber,
    ) -> Result<(), Failure> {
        let Some(&id) = self.cast.reports.get(&number) else { return Ok(()) };
        let Some(officer) = self.on_record("link judged", person) else { return Ok(()) };
        let Some(report) = self.report_state(id).await? else { return Ok(()) };
        let Some((proposal, _)) = report.proposals.iter().find(|(proposal, _)| proposal.officer == officer) else {
            // A person was asked about an officer who cannot be told apart from others by the description.
            self.tally.left_out("link judged", "link.not-proposed");
            return Ok(());
        };
        let (verdict, reasons) = match verdict {
            LinkVerdict::Confirmed => (Verdict::Confirmed, "the duty roster and the pocket book agree"),
            LinkVerdict::NotHim => (Verdict::Rejected, "on leave on that day, by the duty roster"),
            LinkVerdict::CannotTell => (Verdict::CannotTell, "the roster has several who fit"),
        };
        let actor = self.cast.actor_for(by, Role::Ccu, self.force_of(number));
        let done = report::judge_link(&self.context(actor), id, proposal.link, verdict, reasons).await;
        self.tally.note("link judged", done).map(drop)
    }

    /// Closes a report with the inquiries made so far. If that is refused because some are missing, it is put off.
    pub(super) async fn close_report(
        &mut self,
        number: ReportNumber,
        by: PersonNumber,
        result: ReportResult,
        inquiries: Vec<Inquiry>,
    ) -> Result<(), Failure> {
        let Some(&id) = self.cast.reports.get(&number) else { return Ok(()) };
        let Some(&force) = self.force_of_report.get(&number) else { return Ok(()) };
        let outcome = match result {
            ReportResult::Resolved => ReportOutcome::Resolved,
            ReportResult::Acceptable => ReportOutcome::Acceptable,
            ReportResult::NotAcceptable => ReportOutcome::NotAcceptable,
            ReportResult::NoFurtherAction => ReportOutcome::NoFurtherAction,
        };
        let code = self.cast.force(force);
        let supervisor = self.cast.office(&code, Role::Supervisor);
        let people: Vec<PersonNumber> =
            std::iter::once(by).chain(self.cast.other_investigators(force, by)).take(3).collect();
        for person in people {
            let actor = self.cast.actor_for(person, Role::PsdInvestigator, code.clone());
            let done = report::close(&self.context(actor), id, outcome, &inquiries, &supervisor).await;
            match self.tally.note("report closed", done)? {
                Err("report.inquiries-missing") if !self.is_imported() => {
                    let until = self.now + SignedDuration::from_hours(24 * INQUIRIES_TAKE_DAYS);
                    self.put_off(until, DeferredWork::CloseReport(number, person, result));
                    return Ok(());
                }
                // This person has an interest, so a colleague closes the report.
                Err("actor.may-not") => {}
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// Makes an inquiry into a report that has no matter.
    pub(super) async fn inquiry(&mut self, number: ReportNumber, act: Act) -> Result<(), Failure> {
        let Some(&id) = self.cast.reports.get(&number) else { return Ok(()) };
        let inquiry = match act {
            Act::Cctv => Inquiry::Cctv,
            Act::Anpr => Inquiry::Anpr,
            Act::VehicleEnquiry => Inquiry::Vehicle,
            Act::WorkforceCheck => Inquiry::Workforce,
            Act::Interview | Act::Statement | Act::VictimContact => {
                self.tally.left_out("inquiry made", "report.no-register");
                return Ok(());
            }
        };
        self.inquiries.entry(number).or_default().push(inquiry);
        *self.tally.done.entry("inquiry made").or_default() += 1;
        if act == Act::Cctv {
            let open = self
                .report_state(id)
                .await?
                .and_then(|report| report.followed.open_named("request-cctv").map(|known| known.duty.id));
            if let Some(duty) = open {
                let actor = self.cast.office(&self.force_of(number), Role::AppropriateAuthority);
                let done = duty::done(&self.context(actor), DutyHolder::Report(id), duty).await;
                self.tally.note("duty done", done).map(drop)?;
            }
        }
        Ok(())
    }
}

/// The record's category for a word in the history. The statistics have no category for messages late at night.
pub(super) fn category_of(word: &str) -> Category {
    Category::parse(word).unwrap_or(Category::DiscreditableConduct)
}
