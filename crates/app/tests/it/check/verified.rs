//! A property for all events in any order: no page says "verified" about a person who is not allowed to act.

use app::check::{self, CheckAnswer};
use app::officer::shift;
use app::stop::NewStop;
use app::{control, stop};
use domain::check::{CheckOutcome, Checkable};
use domain::officer::OfficerEvent;
use domain::stop::Call;
use domain::{CheckRef, LiveCode, StopId};
use proptest::prelude::*;

use crate::support::Stage;
use crate::support::street::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    BookOn,
    BookOff,
    Begin { off_duty: bool },
    Code,
    Finish,
    Check(usize),
    AskAndAnswer,
    Confirm,
    Refuse,
    Suspend,
    EndSuspension,
    Protect,
    Online(bool),
    Pass(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => Just(Step::BookOn),
        1 => Just(Step::BookOff),
        3 => any::<bool>().prop_map(|off_duty| Step::Begin { off_duty }),
        5 => Just(Step::Code),
        1 => Just(Step::Finish),
        6 => (0usize..3).prop_map(Step::Check),
        2 => Just(Step::AskAndAnswer),
        2 => Just(Step::Confirm),
        1 => Just(Step::Refuse),
        1 => Just(Step::Suspend),
        2 => Just(Step::EndSuspension),
        1 => proptest::bool::weighted(0.15).prop_map(|it| if it { Step::Protect } else { Step::Code }),
        1 => any::<bool>().prop_map(Step::Online),
        2 => prop_oneof![1i64..130, Just(9 * 3_600)].prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 4..28)
}

/// A model of the officer, kept apart from the program: a few facts without their causes.
#[derive(Default)]
struct Model {
    stop: Option<StopId>,
    codes: Vec<LiveCode>,
    pages: Vec<CheckRef>,
    verified_count: usize,
}

async fn take(stage: &Stage, street: &Street, model: &mut Model, step: Step) {
    let (officer, me) = (stage.as_(&street.officer), street.officer_id());
    match step {
        // A refused event changes nothing. Other tests cover the refusals.
        Step::BookOn => drop(shift::book_on(&officer, officer.now + jiff::SignedDuration::from_hours(8)).await),
        Step::BookOff => shift::book_off(&officer).await.unwrap(),
        Step::Begin { off_duty } => {
            let new = NewStop { off_duty, ..a_stop() };
            model.stop = stop::begin(&officer, &street.secrets, new).await.ok().or(model.stop);
        }
        Step::Code => {
            if let Some(stop) = model.stop
                && let Ok(issued) = stop::code(&officer, &street.secrets, stop).await
            {
                model.codes.push(issued.code);
            }
        }
        Step::Finish => {
            let end = an_end(domain::stop::Power::PaceSection1, domain::stop::ReasonCode::GoingEquipped);
            if let Some(stop) = model.stop {
                drop(stop::finish(&officer, stop, end).await);
            }
        }
        Step::Check(back) => {
            if let Some(code) = model.codes.iter().rev().nth(back) {
                model.pages.push(street.typed(stage, *code).await);
            }
        }
        Step::AskAndAnswer => {
            let (page, challenge) = check::ask(&stage.as_(&visitor()), &street.secrets).await.unwrap();
            if let Some(stop) = model.stop {
                check::answered_challenge(&officer, &street.secrets, stop, challenge).await.unwrap();
            }
            model.pages.push(page);
        }
        Step::Confirm | Step::Refuse => {
            let operator = stage.as_(&street.control);
            if let Some(stop) = model.stop {
                drop(match step {
                    Step::Confirm => control::confirm(&operator, stop, "NM21").await,
                    _ => control::refuse(&operator, stop).await,
                });
            }
        }
        Step::Suspend => stage.befalls(me, suspended()).await,
        Step::EndSuspension => stage.befalls(me, OfficerEvent::SuspensionEnded { matter: the_matter() }).await,
        Step::Protect => stage.befalls(me, protected()).await,
        Step::Online(online) => stage.befalls(me, OfficerEvent::PublicFaceSet { by_number: false, online }).await,
        Step::Pass(seconds) => stage.pass(seconds),
    }
}

/// Looks at every page and asserts the facts that must be true for each green one.
async fn look(stage: &Stage, street: &Street, model: &mut Model) {
    let officer = stage.officer(street.officer_id()).await;
    let now = stage.app.system("clock").now;
    for page in &model.pages {
        let answer = street.page(stage, *page).await;
        let check = stage.check(*page).await;
        if let (Some(CheckOutcome::Verified | CheckOutcome::Pending), Some(stop)) = (check.found(), check.stop()) {
            let verdict = Checkable::on_page(&stage.stop(stop).await, &officer).outcome(now);
            assert_eq!(matches!(answer, CheckAnswer::Verified(_)), verdict == CheckOutcome::Verified, "{verdict:?}");
            assert_eq!(matches!(answer, CheckAnswer::Pending), verdict == CheckOutcome::Pending, "{verdict:?}");
        }
        let CheckAnswer::Verified(shown) = answer else { continue };
        model.verified_count += 1;
        assert!(officer.is_serving() && !officer.is_suspended() && officer.protections.is_empty() && officer.online);
        let stop = stage.stop(stage.check(*page).await.stop().unwrap()).await;
        let confirmed = matches!(stop.call, Some(Call::Confirmed { .. }));
        let on_duty = officer.on_duty.is_some_and(|(since, until)| since <= now && now < until);
        // For a stop that has ended, the page says so, and does not claim that an officer is on duty who is not.
        assert!(
            if stop.opening.off_duty { confirmed && shown.units_sent } else { on_duty || shown.ended },
            "{shown:?}"
        );
        assert_eq!(shown.on_duty_since.is_some(), on_duty && !stop.opening.off_duty);
        assert_eq!(shown.ended, stop.closed.is_some());
        assert!(shown.verified_at <= now && now < shown.verified_at + jiff::SignedDuration::from_hours(12));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_page_says_verified_of_somebody_who_may_not_act(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::on_sqlite().await;
            let street = street(&stage).await;
            let mut model = Model::default();
            for step in steps {
                take(&stage, &street, &mut model, step).await;
                look(&stage, &street, &mut model).await;
            }
            assert_eq!(stage.app.store.check_read_models(&mut |_| ()).await.unwrap(), []);
        });
    }
}

/// The property would also hold if nothing were ever verified, so this shows that on an ordinary day a check is.
#[tokio::test]
async fn a_plain_day_is_verified() {
    let stage = Stage::on_sqlite().await;
    let street = street(&stage).await;
    let mut model = Model::default();
    let day =
        [Step::Begin { off_duty: false }, Step::Code, Step::Check(0), Step::Pass(20), Step::AskAndAnswer, Step::Finish];
    for step in day {
        take(&stage, &street, &mut model, step).await;
        look(&stage, &street, &mut model).await;
    }
    assert_eq!((model.pages.len(), model.verified_count), (2, 6));
}
