//! Matters: opened, assessed, assigned, investigated, referred and closed. A colleague at the same desk stands in for
//! anyone who is not allowed to act.

use app::hearing::{self, OutcomeStep};
use app::matter::sign;
use app::matter::{self, CriminalEvent, NewAllegation, NewMatter, Paper, Work};
use app::{AppError, Context};
use cli::exit::Failure;
use domain::allegation::{Category, Family};
use domain::matter::{
    InvestigationAct, MatterEvent, MatterKind, RepresentationsAbout, Severity, SharedOpportunity, Stage, VictimContact,
};
use domain::{Event, EventId, MatterId, PendingId, Role, StreamId, StreamKind};
use synth::history::{self, Act, ForceNumber, HappeningContent, MatterNumber, PersonNumber, SynthOpportunity};

use super::HistoryFill;
use super::reports::category_of;
use crate::history::tally::failed;

/// The regulations' method for serving papers by hand.
const BY_HAND: &str = "personal";

/// Facts about a matter that later happenings need.
#[derive(Clone, Copy, Debug)]
pub struct FilledMatter {
    pub number: MatterNumber,
    pub id: MatterId,
    /// The force whose authority handles the matter.
    pub force: ForceNumber,
    pub subject: PersonNumber,
    /// The member of the authority who handles it.
    pub authority: PersonNumber,
    /// The investigator, once one is assigned.
    pub investigator: Option<PersonNumber>,
    /// True if the decision on suspension was put off until shortly before it is due.
    pub suspension_awaited: bool,
}

/// The answer of a use case, or the code of its refusal.
pub(super) type Answer<T> = Result<T, &'static str>;

impl HistoryFill<'_> {
    pub(super) async fn matter(&mut self, what: &HappeningContent) -> Result<(), Failure> {
        if let HappeningContent::MatterOpened { .. } = what {
            return self.open(what).await;
        }
        let Some(handled) = number_of(what).and_then(|number| self.matters.get(&number).copied()) else {
            return Ok(());
        };
        let id = handled.id;
        match what {
            HappeningContent::SeverityAssessed { severity, .. } => {
                let (severity, reasons) = (severity_of(*severity), "on what is alleged, if it were proved");
                self.authority("severity assessed", &handled, async |cx| {
                    matter::assess_severity(cx, id, severity, reasons).await
                })
                .await?
                .ok();
                self.await_suspension(handled).await
            }
            HappeningContent::InvestigatorAssigned { investigator, .. } => self.assign(handled, *investigator).await,
            HappeningContent::SeverityDowngraded { by, to, reason, .. } => {
                self.downgrade(handled, *by, *to, reason).await
            }
            HappeningContent::CriminalInvestigation { .. } => {
                let number = format!("CR/{:06}", handled.number);
                self.criminal(handled, CriminalEvent::InvestigationOpened(number)).await
            }
            HappeningContent::Arrested { offence, .. } => {
                let listed = self.is_listed(handled).await?;
                self.criminal(handled, CriminalEvent::Arrested((*offence).to_owned(), listed)).await
            }
            HappeningContent::Charged { offence, .. } => {
                let listed = self.is_listed(handled).await?;
                self.criminal(handled, CriminalEvent::Charged((*offence).to_owned(), listed)).await
            }
            HappeningContent::Convicted { offence, .. } => {
                self.criminal(handled, CriminalEvent::Convicted((*offence).to_owned(), false)).await
            }
            HappeningContent::NoticeServed { .. } => {
                let service = self.service("investigation", handled.number);
                self.authority("notice served", &handled, async |cx| {
                    matter::serve_notice(cx, id, service.clone()).await
                })
                .await
                .map(drop)
            }
            HappeningContent::RepresentationsReceived { .. } => {
                let actor = self.cast.actor(handled.subject, Role::Officer);
                let words = "I answer each of the allegations in the attached statement.";
                let about = RepresentationsAbout::Investigation;
                let done = matter::make_representations(&self.context(actor), id, about, words).await;
                self.tally.note("representations received", done).map(drop)
            }
            HappeningContent::InvestigativeAct { kind, by, .. } => self.act(handled, *kind, *by).await,
            HappeningContent::ComplainantUpdated { .. } => {
                let receipt = format!("letter {} of {}", self.later_count, domain::record::time::day(self.now));
                self.work("complainant updated", handled, None, Work::ComplainantUpdated(receipt)).await
            }
            HappeningContent::Referred { .. } => self
                .authority("referred", &handled, async |cx| matter::refer(cx, id, &["gravity"]).await)
                .await
                .map(drop),
            HappeningContent::ReportSubmitted { by, .. } => {
                let done = self.investigating("report submitted", &handled, Some(*by), async |cx| {
                    matter::submit_report(cx, id).await
                });
                done.await.map(drop)
            }
            HappeningContent::ChatGroupRecorded { members, reporters, .. } => {
                self.opportunity(handled, SharedOpportunity::ChatGroup, members, reporters).await
            }
            // The members of a chat were already recorded with the chat itself.
            HappeningContent::OpportunityRecorded { how: SynthOpportunity::ChatMember, .. } => Ok(()),
            HappeningContent::OpportunityRecorded { person, how, reported, .. } => {
                let how = match how {
                    SynthOpportunity::ChatMember => SharedOpportunity::ChatGroup,
                    SynthOpportunity::Witness => SharedOpportunity::Witness,
                    SynthOpportunity::DoubleCrewed => SharedOpportunity::DoubleCrewed,
                    SynthOpportunity::Supervisor => SharedOpportunity::Told,
                };
                let reporters: &[PersonNumber] = if *reported { &[*person] } else { &[] };
                self.opportunity(handled, how, &[*person], reporters).await
            }
            HappeningContent::MatterClosed { second, .. } => self.close_matter(handled, *second).await,
            _ => Ok(()),
        }
    }

    /// Calls a use case as the matter's authority or, if that person is not allowed to, as another member of the desk.
    pub(super) async fn authority<T>(
        &mut self,
        what: &'static str,
        handled: &FilledMatter,
        act: impl AsyncFn(&Context<'_>) -> Result<T, AppError>,
    ) -> Result<Answer<T>, Failure> {
        let desk = self.cast.other_authorities(handled.force, handled.authority);
        let people = std::iter::once(handled.authority).chain(desk).take(4).collect();
        self.anyone_of(what, people, Role::AppropriateAuthority, handled.force, act).await
    }

    /// Calls a use case as the matter's investigator (or, if it has none, the person who acts in the history), then as
    /// the authority if the investigator is not allowed to.
    pub(super) async fn investigating<T>(
        &mut self,
        what: &'static str,
        handled: &FilledMatter,
        by: Option<PersonNumber>,
        act: impl AsyncFn(&Context<'_>) -> Result<T, AppError>,
    ) -> Result<Answer<T>, Failure> {
        let investigators: Vec<PersonNumber> = handled.investigator.or(by).into_iter().collect();
        let done = self.anyone_of(what, investigators, Role::PsdInvestigator, handled.force, &act).await?;
        if done.is_ok() || matches!(done, Err(code) if code != "actor.may-not") {
            return Ok(done);
        }
        self.authority(what, handled, act).await
    }

    pub(super) async fn anyone_of<T>(
        &mut self,
        what: &'static str,
        people: Vec<PersonNumber>,
        role: Role,
        force: ForceNumber,
        act: impl AsyncFn(&Context<'_>) -> Result<T, AppError>,
    ) -> Result<Answer<T>, Failure> {
        let code = self.cast.force(force);
        for person in people {
            let done = act(&self.context(self.cast.actor_for(person, role, code.clone()))).await;
            match self.tally.note(what, done)? {
                Err("actor.may-not") => {}
                answer => return Ok(answer),
            }
        }
        Ok(Err("actor.may-not"))
    }

    async fn open(&mut self, what: &HappeningContent) -> Result<(), Failure> {
        let HappeningContent::MatterOpened { matter, report, force, person, kind, categories, arose, by } = what else {
            return Ok(());
        };
        let Some(subject) = self.on_record("matter opened", *person) else { return Ok(()) };
        let reports: Vec<_> = report.and_then(|report| self.cast.reports.get(&report).copied()).into_iter().collect();
        let categories: Vec<Category> = categories.iter().map(|word| category_of(word)).collect();
        let new = NewMatter {
            force: self.cast.force(*force),
            subject,
            kind: match kind {
                history::SynthMatterKind::Complaint => MatterKind::Complaint,
                history::SynthMatterKind::Conduct => MatterKind::Conduct,
            },
            reports,
            allegations: categories
                .iter()
                .map(|category| NewAllegation::of(*category, *arose, &format!("as reported: {}", category.as_str())))
                .collect(),
            came_to_attention_on: *arose,
        };
        let desk = self.cast.other_authorities(*force, *by);
        let people = std::iter::once(*by).chain(desk).take(4).collect();
        let opened = self
            .anyone_of("matter opened", people, Role::AppropriateAuthority, *force, async |cx| {
                matter::open(cx, new.clone()).await
            })
            .await?;
        let Ok(id) = opened else { return Ok(()) };
        let handled = FilledMatter {
            number: *matter,
            id,
            force: *force,
            subject: *person,
            authority: *by,
            investigator: None,
            suspension_awaited: false,
        };
        self.cast.matters.insert(*matter, id);
        self.matters.insert(*matter, handled);
        self.matters_of.entry(*person).or_default().push(*matter);
        self.await_suspension(handled).await
    }

    /// Assigns an investigator or, if that person has an interest, another one from the desk.
    async fn assign(&mut self, handled: FilledMatter, investigator: PersonNumber) -> Result<(), Failure> {
        let desk = self.cast.other_investigators(handled.force, investigator);
        let people: Vec<PersonNumber> = std::iter::once(investigator).chain(desk).take(5).collect();
        for person in people {
            let Some(officer) = self.on_record("investigator assigned", person) else { continue };
            let done = self
                .authority("investigator assigned", &handled, async |cx| matter::assign(cx, handled.id, officer).await)
                .await?;
            match done {
                Err("matter.conflict-of-interest" | "matter.own-matter") => {}
                Ok(()) => {
                    self.matters.insert(handled.number, FilledMatter { investigator: Some(person), ..handled });
                    return Ok(());
                }
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    }

    /// Asks for a downgrade on the basis of a new fact, and has another authority sign it.
    async fn downgrade(
        &mut self,
        handled: FilledMatter,
        by: PersonNumber,
        to: history::Severity,
        reason: &str,
    ) -> Result<(), Failure> {
        let Some(fact) = self.new_fact(handled).await? else {
            self.tally.left_out("severity downgraded", "matter.no-new-fact");
            return Ok(());
        };
        let to = severity_of(to);
        let people = vec![by];
        let asked = self
            .anyone_of("severity downgraded", people, Role::PsdInvestigator, handled.force, async |cx| {
                matter::downgrade(cx, handled.id, to, fact, reason).await
            })
            .await?;
        match asked {
            Ok(pending) => self.sign(handled, pending, None).await,
            Err(_) => Ok(()),
        }
    }

    /// The latest fact found since the last assessment, such as a statement or a recording.
    async fn new_fact(&mut self, handled: FilledMatter) -> Result<Option<EventId>, Failure> {
        let Some(matter) = self.matter_state(handled.id).await? else { return Ok(None) };
        let Some(last) = matter.assessments.last().map(|assessed| assessed.at) else { return Ok(None) };
        // Events can be read with their ids only after they are committed.
        self.flush().await?;
        let stream = StreamId::new(StreamKind::Matter, handled.id);
        let history = self.app.store.history(&stream, None).await.map_err(|error| failed("reading a matter", error))?;
        self.ready().await?;
        let fact = history.iter().rev().find(|event| {
            let fact = matches!(
                event.event,
                Event::Matter(MatterEvent::ActRecorded { .. } | MatterEvent::RepresentationsReceived { .. })
            );
            fact && event.recorded_at >= last
        });
        Ok(fact.map(|event| event.id))
    }

    /// Has a pending decision signed by another authority of the force, starting with `second`.
    pub(super) async fn sign(
        &mut self,
        handled: FilledMatter,
        pending: PendingId,
        second: Option<PersonNumber>,
    ) -> Result<(), Failure> {
        let desk = self.cast.other_authorities(handled.force, handled.authority);
        let people: Vec<PersonNumber> = second.into_iter().chain(desk).take(5).collect();
        for person in people {
            let role = Role::AppropriateAuthority;
            let done = self
                .anyone_of("signed second", vec![person], role, handled.force, async |cx| {
                    sign::sign(cx, handled.id, pending).await
                })
                .await?;
            match done {
                Err("signature.inside-the-chain" | "actor.may-not") => {}
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    async fn criminal(&mut self, handled: FilledMatter, event: CriminalEvent) -> Result<(), Failure> {
        self.authority("criminal case", &handled, async |cx| {
            matter::record_criminal_event(cx, handled.id, event.clone()).await
        })
        .await?
        .ok();
        self.await_suspension(handled).await
    }

    /// Returns true if the matter is about a listed offence, which is a sexual or domestic one.
    async fn is_listed(&mut self, handled: FilledMatter) -> Result<bool, Failure> {
        let matter = self.matter_state(handled.id).await?;
        let families = matter.map(|matter| matter.categories()).unwrap_or_default();
        Ok(families.iter().any(|category| matches!(category.family(), Family::Sexual | Family::Domestic)))
    }

    async fn act(&mut self, handled: FilledMatter, act: Act, by: PersonNumber) -> Result<(), Failure> {
        let act = match act {
            Act::Cctv => InvestigationAct::Cctv,
            Act::Anpr => InvestigationAct::Anpr,
            Act::VehicleEnquiry => InvestigationAct::Vehicle,
            Act::WorkforceCheck => InvestigationAct::Workforce,
            Act::Interview => InvestigationAct::Interview,
            Act::Statement => InvestigationAct::Statement,
            Act::VictimContact => {
                let work = Work::VictimContacted(VictimContact::Progress);
                return self.work("victim contacted", handled, Some(by), work).await;
            }
        };
        self.work("act of investigation", handled, Some(by), Work::Act(act)).await
    }

    async fn work(
        &mut self,
        what: &'static str,
        handled: FilledMatter,
        by: Option<PersonNumber>,
        work: Work,
    ) -> Result<(), Failure> {
        let done =
            self.investigating(what, &handled, by, async |cx| matter::record_work(cx, handled.id, work.clone()).await);
        done.await.map(drop)
    }

    async fn opportunity(
        &mut self,
        handled: FilledMatter,
        how: SharedOpportunity,
        people: &[PersonNumber],
        reporters: &[PersonNumber],
    ) -> Result<(), Failure> {
        let ids = |people: &[PersonNumber]| people.iter().filter_map(|person| self.cast.officer(*person)).collect();
        let work = Work::Opportunity { how, people: ids(people), reported: ids(reporters) };
        self.work("opportunity recorded", handled, None, work).await
    }

    /// Closes a matter with two signatures, after doing everything that has to be done first.
    async fn close_matter(&mut self, handled: FilledMatter, second: PersonNumber) -> Result<(), Failure> {
        self.tell_lists(handled.number).await?;
        self.suspend_by_default(handled.number).await?;
        let closing = async |cx: &Context<'_>| matter::close(cx, handled.id, "the matter has come to its end").await;
        let mut asked = self.authority("matter closed", &handled, closing).await?;
        if asked == Err("matter.duties-open") {
            // The attempt at a referral is enough, whatever its result.
            self.authority("referred", &handled, async |cx| matter::refer(cx, handled.id, &["gravity"]).await)
                .await?
                .ok();
            asked = self.authority("matter closed", &handled, closing).await?;
        }
        match asked {
            Ok(pending) => self.sign(handled, pending, Some(second)).await,
            Err(_) => Ok(()),
        }
    }

    /// Tells the victim, the public and the College's lists about the outcome of a matter.
    pub(super) async fn tell_lists(&mut self, number: MatterNumber) -> Result<(), Failure> {
        let Some(handled) = self.matters.get(&number).copied() else { return Ok(()) };
        let Some(matter) = self.matter_state(handled.id).await? else { return Ok(()) };
        if matter.stage.is_closed() {
            return Ok(());
        }
        let receipt = format!("list {}", handled.number);
        let mut steps = Vec::new();
        if matter.followed.open_named("report-advisory-list").is_some() {
            steps.push(OutcomeStep::AdvisoryList(receipt.clone()));
        }
        if let Stage::Concluded { .. } = matter.stage {
            steps.push(OutcomeStep::Reported);
            steps.push(OutcomeStep::Published);
            if matter.followed.open_named("report-barred-list").is_some() {
                steps.push(OutcomeStep::BarredList(receipt));
            }
        }
        for step in steps {
            self.authority("outcome told", &handled, async |cx| {
                hearing::report_outcome(cx, handled.id, step.clone()).await
            })
            .await?
            .ok();
        }
        Ok(())
    }

    /// A paper served by hand at the current time.
    pub(super) fn service(&self, notice: &str, number: MatterNumber) -> Paper {
        Paper {
            notice: notice.to_owned(),
            method: BY_HAND.to_owned(),
            sent_at: self.now,
            receipt: format!("signed for, {notice} {number}"),
        }
    }
}

fn number_of(what: &HappeningContent) -> Option<MatterNumber> {
    match what {
        HappeningContent::SeverityAssessed { matter, .. }
        | HappeningContent::InvestigatorAssigned { matter, .. }
        | HappeningContent::SeverityDowngraded { matter, .. }
        | HappeningContent::CriminalInvestigation { matter }
        | HappeningContent::Arrested { matter, .. }
        | HappeningContent::Charged { matter, .. }
        | HappeningContent::Convicted { matter, .. }
        | HappeningContent::NoticeServed { matter }
        | HappeningContent::RepresentationsReceived { matter }
        | HappeningContent::Referred { matter, .. }
        | HappeningContent::ReportSubmitted { matter, .. }
        | HappeningContent::ChatGroupRecorded { matter, .. }
        | HappeningContent::OpportunityRecorded { matter, .. }
        | HappeningContent::MatterClosed { matter, .. } => Some(*matter),
        HappeningContent::InvestigativeAct { matter, .. } | HappeningContent::ComplainantUpdated { matter, .. } => {
            *matter
        }
        _ => None,
    }
}

const fn severity_of(severity: history::Severity) -> Severity {
    match severity {
        history::Severity::Misconduct => Severity::Misconduct,
        history::Severity::GrossMisconduct => Severity::GrossMisconduct,
        history::Severity::PracticeRequiringImprovement => Severity::PracticeRequiringImprovement,
        history::Severity::NoCase => Severity::None,
    }
}
