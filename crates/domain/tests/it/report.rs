//! Reports: never filed as less serious than they are, linked by people, closed only after the inquiries.

use domain::allegation::Category;
use domain::officer::Verdict;
use domain::report::{Handling, Inquiry, ReceivedReport, Report, ReportEvent, ReportOutcome};
use domain::{Personal, StreamKind};
use insta::assert_snapshot;

use crate::samples::{proposal, received};
use crate::story::{Story, authority, line, link, officer, report, reviewer, subject, words};

fn begun(category: Category) -> Story {
    Story::of(StreamKind::Report, report(1)).then(Report::receive(received(category)).unwrap())
}

#[test]
fn what_is_refused() {
    let exposure = Category::IndecentExposure;
    let silent = ReceivedReport { words: Personal::about(subject(5), "\n".to_owned()), ..received(exposure) };
    let lesser = ReceivedReport { violence_against_women: false, ..received(exposure) };
    let open = begun(exposure).then(ReportEvent::LinkProposed(proposal(1, 1)));
    let rejected = open.judged(Verdict::Rejected);
    let withdrawn = open.clone().then(open.report().withdraw(words("tired")).unwrap());
    let closed = open
        .clone()
        .then(open.report().close(ReportOutcome::NoFurtherAction, &Inquiry::ALL, &authority(), &reviewer()).unwrap());
    let table = [
        line(Report::receive(silent)),
        line(Report::receive(lesser)),
        line(open.report().judge(link(1), Verdict::Confirmed, words(""))),
        line(open.report().judge(link(2), Verdict::Confirmed, words("so"))),
        line(rejected.report().judge(link(1), Verdict::Confirmed, words("so"))),
        line(withdrawn.report().withdraw(words("again"))),
        line(open.report().close(ReportOutcome::NoFurtherAction, &Inquiry::ALL[1..], &authority(), &reviewer())),
        line(open.report().close(ReportOutcome::NoFurtherAction, &Inquiry::ALL, &authority(), &authority())),
        line(closed.report().close(ReportOutcome::NoFurtherAction, &Inquiry::ALL, &authority(), &reviewer())),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid report.empty
    Invalid report.filed-as-less
    Invalid link.no-reasons
    Invalid link.unknown
    Conflict link.already-judged
    Conflict complaint.already-withdrawn
    Conflict report.inquiries-missing
    Forbidden report.same-signature
    Conflict report.already-closed
    ");
}

impl Story {
    fn judged(&self, verdict: Verdict) -> Self {
        self.clone().then(self.report().judge(link(1), verdict, words("so")).unwrap())
    }
}

#[test]
fn a_missing_inquiry_is_named() {
    let refusal = begun(Category::Rape).report().close(
        ReportOutcome::NoFurtherAction,
        &[Inquiry::Cctv],
        &authority(),
        &reviewer(),
    );
    let message = refusal.unwrap_err().message;
    assert!(message.ends_with("anpr, vehicle, workforce"), "{message}");
}

#[test]
fn an_ordinary_report_is_closed_without_the_checklist() {
    let story = begun(Category::Incivility);
    let closed = story.report().close(ReportOutcome::Resolved, &[], &authority(), &authority()).unwrap();
    assert!(matches!(story.then(closed).report().handling, Handling::Closed { .. }));
}

#[test]
fn an_officer_is_proposed_once_and_it_cannot_be_told_may_be_answered_again() {
    let story = begun(Category::IndecentExposure);
    let event = story.report().propose(proposal(1, 1)).unwrap();
    let story = story.then(event);
    assert_eq!(story.report().propose(proposal(2, 1)), None);
    assert!(story.report().propose(proposal(2, 2)).is_some());
    let story = story.judged(Verdict::CannotTell);
    assert_eq!(story.report().officer(), None);
    let story = story.judged(Verdict::Confirmed);
    assert_eq!(story.report().officer(), Some(officer(1)));
}

#[test]
fn an_officer_whom_the_force_knows_is_not_proposed() {
    let named = ReceivedReport { names: Some(officer(1)), ..received(Category::Incivility) };
    let story = Story::of(StreamKind::Report, report(1)).then(Report::receive(named).unwrap());
    assert_eq!(story.report().propose(proposal(1, 1)), None);
    assert_eq!(story.report().officer(), Some(officer(1)));
}

#[test]
fn a_withdrawal_closes_nothing() {
    let story = begun(Category::IndecentExposure);
    let withdrawn = story.report().withdraw(words("tired")).unwrap();
    let after = story.then(withdrawn).report();
    assert_eq!((after.withdrawn.is_some(), after.handling), (true, Handling::Open));
}

#[test]
fn a_judgement_of_a_proposal_that_was_never_made_does_not_fit() {
    let judged = ReportEvent::LinkJudged { link: link(9), verdict: Verdict::Confirmed, reasons: words("so") };
    assert!(begun(Category::Other).then(judged).fold().is_err());
}
