//! Proceedings: a case is determined, the officer notified, and a hearing fixed, held and concluded.

use app::hearing::{self, Conclusion};
use app::matter;
use cli::exit::Failure;
use domain::Role;
use domain::allegation::Finding;
use domain::matter::{Form, OutcomeGrounds, ProceedingsOutcome, Stage};
use jiff::SignedDuration;
use jiff::civil::Date;
use synth::history::{self, HappeningContent};

use super::{DeferredWork, FilledMatter, HistoryFill};

impl HistoryFill<'_> {
    pub(super) async fn proceeding(&mut self, what: &HappeningContent) -> Result<(), Failure> {
        match what {
            HappeningContent::CaseDetermined { matter, answer, form, .. } => {
                let Some(handled) = self.matters.get(matter).copied() else { return Ok(()) };
                let form = match form {
                    history::Proceedings::Hearing => Some(Form::Hearing),
                    history::Proceedings::Meeting => Some(Form::Meeting),
                    history::Proceedings::None => None,
                };
                self.determine(handled, *answer, form).await
            }
            HappeningContent::HearingFixed { matter, on } => {
                let Some(handled) = self.matters.get(matter).copied() else { return Ok(()) };
                self.fix(handled, *on).await
            }
            HappeningContent::OutcomeRecorded { matter, finding, outcome } => {
                let Some(handled) = self.matters.get(matter).copied() else { return Ok(()) };
                self.conclude(handled, *finding, *outcome).await
            }
            _ => Ok(()),
        }
    }

    async fn determine(&mut self, handled: FilledMatter, answer: bool, form: Option<Form>) -> Result<(), Failure> {
        let reasons = if answer { "there is a case to answer" } else { "there is no case to answer" };
        let ask = async |form: Option<Form>, filling: &mut Self| {
            let asked = filling.authority("case determined", &handled, async |cx| {
                matter::determine(cx, handled.id, answer, form, reasons).await
            });
            asked.await
        };
        let mut done = ask(form, self).await?;
        if done == Err("matter.needs-a-hearing") {
            done = ask(Some(Form::Hearing), self).await?;
        }
        if done.is_err() || !answer {
            return Ok(());
        }
        // The officer is notified at once, which starts the clock for the hearing.
        let service = self.service("referral-to-hearing", handled.number);
        self.authority("proceedings notified", &handled, async |cx| {
            hearing::notify(cx, handled.id, service.clone()).await
        })
        .await
        .map(drop)
    }

    async fn fix(&mut self, handled: FilledMatter, on: Date) -> Result<(), Failure> {
        let fixed =
            self.authority("hearing fixed", &handled, async |cx| hearing::fix_hearing(cx, handled.id, on, None).await);
        if fixed.await? == Err("hearing.too-late") {
            let reasons = Some("a witness cannot come before; the chair extends");
            self.authority("hearing fixed", &handled, async |cx| {
                hearing::fix_hearing(cx, handled.id, on, reasons).await
            })
            .await?
            .ok();
        }
        Ok(())
    }

    async fn conclude(
        &mut self,
        handled: FilledMatter,
        finding: history::SynthFinding,
        outcome: history::SynthOutcome,
    ) -> Result<(), Failure> {
        let Some(matter) = self.matter_state(handled.id).await? else { return Ok(()) };
        let left = match self.cast.officer(handled.subject) {
            Some(subject) => self.officer_state(subject).await?.is_some_and(|officer| !officer.is_serving()),
            None => false,
        };
        let chair = self.cast.office(&self.cast.force(handled.force), Role::Chair);
        if let Stage::Proceedings { .. } = matter.stage {
            let done = hearing::complete(&self.context(chair.clone()), handled.id).await;
            self.tally.note("hearing held", done)?.ok();
        }
        let finding = match finding {
            history::SynthFinding::GrossMisconduct => Finding::GrossMisconduct,
            history::SynthFinding::Misconduct => Finding::Misconduct,
            history::SynthFinding::NotProven => Finding::NotProven,
        };
        let concluded = Conclusion {
            findings: matter.allegations.keys().map(|allegation| (*allegation, finding)).collect(),
            outcome: match outcome {
                history::SynthOutcome::Dismissal if left => ProceedingsOutcome::WouldHaveBeenDismissed,
                history::SynthOutcome::Dismissal => ProceedingsOutcome::Dismissal,
                history::SynthOutcome::FinalWrittenWarning => ProceedingsOutcome::FinalWrittenWarning,
                history::SynthOutcome::WrittenWarning => ProceedingsOutcome::WrittenWarning,
                history::SynthOutcome::NoAction => ProceedingsOutcome::NoAction,
            },
            grounds: OutcomeGrounds::default(),
            exceptional: None,
            reasons: "on the evidence heard".to_owned(),
        };
        let asked = concluded.clone();
        let mut done = hearing::conclude(&self.context(chair.clone()), handled.id, asked).await;
        done = match self.tally.note("outcome recorded", done)? {
            Err("matter.no-exceptional-circumstances") => {
                let exceptional = Some("an injury on duty, and the victim asked for it".to_owned());
                hearing::conclude(&self.context(chair), handled.id, Conclusion { exceptional, ..concluded }).await
            }
            Ok(()) => {
                self.put_off(self.now + SignedDuration::from_hours(24), DeferredWork::TellLists(handled.number));
                return Ok(());
            }
            Err(_) => return Ok(()),
        };
        self.tally.note("outcome recorded", done)?.ok();
        Ok(())
    }
}
