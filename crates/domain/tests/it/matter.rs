//! Matters: severity raised and lowered, who may alter a matter, referral, case, outcome, restrictions, closure.

use domain::allegation::{Category, Finding};
use domain::matter::{
    CourtEvent, DepartureRequirements, Form, ImposedOutcome, Matter, MatterEvent, MatterKind, Mode, OutcomeGrounds,
    ProceedingsOutcome, Referral, RemovalReason, RestrictionScope, Severity,
};
use domain::record::followed::Consequence;
use domain::{Actor, AllegationId, Personal, Refusal, Role, StreamKind};
use insta::assert_snapshot;
use jiff::civil::date;

use crate::samples::{alleged, determined, duty_due, fixed, opened, served};
use crate::story::{
    Story, allegation, authority, decided, duty, event_id, force, line, matter, officer, pending, time, words,
};

const NOW: &str = "2026-03-05T09:00:00Z";

fn begun() -> Story {
    Story::of(StreamKind::Matter, matter(1)).then(opened(&[Category::IndecentExposure, Category::Dishonesty]))
}

fn assessed(severity: Severity) -> Story {
    begun().then(MatterEvent::SeverityAssessed { severity, decided: decided("so") })
}

fn heard(form: Form) -> Story {
    begun()
        .then(MatterEvent::ReportSubmitted)
        .then(determined(Some(form)))
        .then(MatterEvent::ProceedingsNotified(served()))
        .then(fixed())
        .then(MatterEvent::HearingCompleted)
}

#[test]
fn severity_goes_up_at_once_and_down_only_by_a_downgrade() {
    let first = begun().matter().assess_severity(Severity::Misconduct, decided("so")).unwrap();
    assert!(matches!(first, MatterEvent::SeverityAssessed { .. }));
    let story = begun().then(first);
    let up = story.matter().assess_severity(Severity::GrossMisconduct, decided("worse")).unwrap();
    assert_eq!(story.then(up).matter().severity(), Some(Severity::GrossMisconduct));
}

#[test]
fn what_is_refused_of_severity() {
    let matter = assessed(Severity::Misconduct).matter();
    let assess = |severity, reasons| line(matter.assess_severity(severity, decided(reasons)));
    let down = |matter: &Matter, to, fact, at: Option<&str>, reasons| {
        line(matter.downgrade(to, event_id(fact), at.map(time), decided(reasons), pending(1)))
    };
    let newer = Some("2026-03-04T09:00:00Z");
    let table = [
        assess(Severity::GrossMisconduct, ""),
        assess(Severity::Misconduct, "so"),
        assess(Severity::Vetting, "so"),
        down(&matter, Severity::None, 9, newer, " "),
        down(&begun().matter(), Severity::None, 9, newer, "so"),
        down(&matter, Severity::Misconduct, 9, newer, "so"),
        down(&matter, Severity::GrossMisconduct, 9, newer, "so"),
        down(&matter, Severity::None, 9, None, "so"),
        down(&matter, Severity::None, 9, Some("2026-03-01T09:00:00Z"), "so"),
        // The assessment itself is not a new fact.
        down(&matter, Severity::None, 1_002, Some("2026-03-02T10:00:00Z"), "so"),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid decision.no-reasons
    Conflict matter.same-severity
    Invalid matter.downgrade-needs-a-fact
    Invalid decision.no-reasons
    Conflict matter.not-assessed
    Invalid matter.not-a-downgrade
    Invalid matter.not-a-downgrade
    Invalid matter.no-new-fact
    Invalid matter.no-new-fact
    Invalid matter.no-new-fact
    ");
}

#[test]
fn a_matter_that_was_called_in_is_locked_for_its_force_only() {
    let open = begun();
    assert!(open.matter().may_be_altered_by(&authority()).is_ok());
    let locked = open.then(MatterEvent::CalledIn { reasons: words("too slow") }).matter();
    let refused = locked.may_be_altered_by(&authority());
    assert_eq!(line(refused), "Forbidden matter.called-in [Police Reform Act 2002, Sch 3 para 4A]");
    let oversight = Actor::staff(officer(80), Role::Oversight, force("greatmere"));
    for actor in [oversight, Actor::system("sweep")] {
        assert!(locked.may_be_altered_by(&actor).is_ok(), "{actor:?}");
    }
}

#[test]
fn a_referral_stands_until_its_receiver_decides() {
    let referred = begun().then(MatterEvent::Referred { grounds: Vec::new() });
    let refused = referred.matter().decline_referral(decided("so"), pending(1));
    assert_eq!(line(refused), "Conflict matter.already-referred");
    assert_eq!(line(begun().matter().decline_referral(decided(""), pending(1))), "Invalid decision.no-reasons");
    let Referral::Referred { at, mode: None } = referred.matter().referral else { panic!() };
    let decided = referred.then(MatterEvent::ModeDecided { mode: Mode::Independent }).matter();
    assert_eq!(decided.referral, Referral::Referred { at, mode: Some(Mode::Independent) });
}

#[test]
fn nobody_investigates_themselves_or_with_an_interest() {
    let matter = begun().matter();
    assert_eq!(line(matter.assign(officer(1), None)), "Forbidden matter.own-matter");
    assert_eq!(
        line(matter.assign(officer(2), Some("shared-posting"))),
        "Forbidden matter.conflict-of-interest [Candour promise, demand 11]"
    );
    let story = begun()
        .then(matter.assign(officer(2), None).unwrap())
        .then(MatterEvent::InvestigatorRemoved { investigator: officer(2), why: RemovalReason::Moved });
    assert!(story.matter().investigators.is_empty() && story.matter().team.contains(&officer(2)));
}

#[test]
fn what_is_refused_of_a_case_to_answer() {
    let reported = begun().then(MatterEvent::ReportSubmitted).matter();
    let gross = assessed(Severity::GrossMisconduct).then(MatterEvent::ReportSubmitted).matter();
    let now = time(NOW);
    let table = [
        line(reported.determine(true, Some(Form::Hearing), decided(""), now)),
        line(reported.determine(true, None, decided("so"), now)),
        line(gross.determine(true, Some(Form::Meeting), decided("so"), now)),
        line(begun().matter().determine(false, None, decided("so"), now)),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid decision.no-reasons
    Invalid matter.no-form
    Invalid matter.needs-a-hearing [Police (Conduct) Regulations 2020, reg 23]
    Conflict matter.wrong-stage
    ");
    assert!(gross.determine(true, Some(Form::AcceleratedHearing), decided("so"), now).is_ok());
    assert!(gross.determine(false, None, decided("so"), now).is_ok());
}

fn outcome(matter: &Matter, findings: &[(u128, Finding)], outcome: ProceedingsOutcome) -> Result<MatterEvent, Refusal> {
    let findings: Vec<(AllegationId, Finding)> = findings.iter().map(|(id, known)| (allegation(*id), *known)).collect();
    matter.record_outcome(findings, outcome.into(), None, decided("so"), None, time(NOW))
}

#[test]
fn what_is_refused_of_an_outcome() {
    use Finding::{GrossMisconduct, Misconduct, NotProven, Undecided};
    let known = heard(Form::Hearing).matter();
    let both = |finding| [(1, finding), (2, NotProven)];
    let presumed = |citation: Option<&str>, exceptional: Option<Personal<String>>| {
        let departure = DepartureRequirements {
            exceptional_circumstances: true,
            second_signature: false,
            citation: citation.map(str::to_owned),
        };
        let findings = vec![(allegation(1), GrossMisconduct), (allegation(2), NotProven)];
        let warning = ProceedingsOutcome::FinalWrittenWarning;
        known.record_outcome(findings, warning.into(), exceptional, decided("so"), Some(&departure), time(NOW))
    };
    let wordless =
        known.record_outcome(Vec::new(), ProceedingsOutcome::NoAction.into(), None, decided(""), None, time(NOW));
    let table = [
        line(wordless),
        line(outcome(&begun().matter(), &both(NotProven), ProceedingsOutcome::NoAction)),
        line(outcome(&heard(Form::Meeting).matter(), &both(Misconduct), ProceedingsOutcome::ReductionInRank)),
        line(outcome(&known, &[(1, Misconduct)], ProceedingsOutcome::WrittenWarning)),
        line(outcome(&known, &[(1, Misconduct), (2, NotProven), (3, NotProven)], ProceedingsOutcome::WrittenWarning)),
        line(outcome(&known, &[(1, GrossMisconduct), (1, NotProven), (2, NotProven)], ProceedingsOutcome::Dismissal)),
        line(outcome(&known, &both(Undecided), ProceedingsOutcome::NoAction)),
        line(outcome(&known, &both(Misconduct), ProceedingsOutcome::Dismissal)),
        line(outcome(&known, &both(NotProven), ProceedingsOutcome::WrittenWarning)),
        line(presumed(Some("HO guidance 2024, 12.3"), None)),
        line(presumed(None, Some(words(" ")))),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Invalid decision.no-reasons
    Conflict matter.wrong-stage
    Invalid matter.beyond-a-meeting [Police (Conduct) Regulations 2020, reg 42]
    Invalid matter.findings-incomplete
    Invalid matter.findings-incomplete
    Invalid matter.findings-incomplete
    Invalid matter.findings-incomplete
    Invalid matter.more-than-a-warning [Police (Conduct) Regulations 2020, reg 42]
    Invalid matter.outcome-without-finding
    Invalid matter.no-exceptional-circumstances [HO guidance 2024, 12.3]
    Invalid matter.no-exceptional-circumstances
    ");
    assert!(presumed(None, Some(words("a single slip in thirty years"))).is_ok());
}

#[test]
fn misconduct_leads_to_more_than_a_warning_under_a_final_warning_or_for_unconnected_incidents() {
    let known = heard(Form::Hearing).matter();
    let imposed = |outcome, grounds| {
        let findings = vec![(allegation(1), Finding::Misconduct), (allegation(2), Finding::NotProven)];
        known.record_outcome(findings, ImposedOutcome { outcome, grounds }, None, decided("so"), None, time(NOW))
    };
    let refused = "Invalid matter.more-than-a-warning [Police (Conduct) Regulations 2020, reg 42]";
    let none = OutcomeGrounds::default();
    let warned = OutcomeGrounds { written_warning: true, ..none };
    for outcome in
        [ProceedingsOutcome::ReductionInRank, ProceedingsOutcome::Dismissal, ProceedingsOutcome::WouldHaveBeenDismissed]
    {
        assert_eq!(line(imposed(outcome, none)), refused, "{outcome}");
        assert_eq!(line(imposed(outcome, warned)), refused, "a written warning is not enough for {outcome}");
        for grounds in [
            OutcomeGrounds { final_written_warning: true, ..none },
            OutcomeGrounds { unconnected_incidents: true, ..none },
        ] {
            assert!(imposed(outcome, grounds).is_ok(), "{outcome}");
        }
    }
}

#[test]
fn the_severity_of_a_conduct_matter_stands_once_proceedings_have_begun() {
    let mut matter = heard(Form::Hearing).matter();
    let raised = |matter: &Matter| matter.assess_severity(Severity::GrossMisconduct, decided("so"));
    matter.kind = MatterKind::Complaint;
    assert!(raised(&matter).is_ok(), "reg 14 is not about complaints");
    matter.kind = MatterKind::Conduct;
    let begun = "Conflict matter.proceedings-begun [Police (Conduct) Regulations 2020, reg 14(6)]";
    assert_eq!(line(raised(&matter)), begun);
    let down = matter.downgrade(Severity::None, event_id(9), Some(time(NOW)), decided("so"), pending(1));
    assert_eq!(line(down), begun);
}

#[test]
fn the_worst_finding_is_that_of_the_matter() {
    use Finding::{GrossMisconduct, Misconduct, NotProven, ProvablyFalse, Undecided};
    assert_eq!(begun().matter().finding(), Undecided);
    for (one, two, worst) in [
        (NotProven, GrossMisconduct, GrossMisconduct),
        (Misconduct, ProvablyFalse, Misconduct),
        (NotProven, ProvablyFalse, NotProven),
        (ProvablyFalse, ProvablyFalse, ProvablyFalse),
    ] {
        let story = heard(Form::Hearing);
        let recorded = outcome(&story.matter(), &[(2, two), (1, one)], ProceedingsOutcome::NoAction).unwrap();
        assert_eq!(story.then(recorded).matter().finding(), worst, "{one:?} and {two:?}");
    }
}

#[test]
fn a_finding_on_an_allegation_that_is_not_there_does_not_fit() {
    let recorded = MatterEvent::OutcomeRecorded {
        findings: vec![(allegation(9), Finding::Misconduct)],
        outcome: ProceedingsOutcome::WrittenWarning,
        grounds: OutcomeGrounds::default(),
        exceptional: None,
        decided: decided("so"),
    };
    assert!(heard(Form::Hearing).then(recorded).fold().is_err());
}

#[test]
fn a_restriction_has_a_ground_an_end_and_a_number_that_is_never_used_again() {
    let today = date(2026, 3, 5);
    let restrict = |matter: &Matter, ground: &str, until| {
        matter.restrict(RestrictionScope::Name, crate::samples::of_law(ground), until, None, authority(), today)
    };
    let story = begun();
    assert_eq!(line(restrict(&story.matter(), "welfare-of-witness", today)), "Invalid restriction.in-the-past");
    let first = restrict(&story.matter(), "welfare-of-witness", date(2026, 4, 1)).unwrap();
    let story = story.then(first);
    assert_eq!(story.matter().restrictions[0].number, 1);
    let story = story.then(MatterEvent::RestrictionLapsed { number: 1 });
    assert!(story.matter().restrictions.is_empty());
    let second = restrict(&story.matter(), "welfare-of-witness", date(2026, 5, 1)).unwrap();
    assert_eq!(story.then(second).matter().restrictions[0].number, 2);
}

#[test]
fn a_matter_is_not_closed_while_a_duty_to_decide_is_open() {
    let story = begun().then(Consequence::DutyArose(duty_due(1, Some(date(2026, 3, 20)))));
    let refusal = story.matter().close(decided("so"), pending(1), time(NOW)).unwrap_err();
    assert_eq!(refusal.code, "matter.duties-open");
    assert!(refusal.message.ends_with("decide-suspension"), "{}", refusal.message);
    let met = story.then(Consequence::DutyMet { duty: duty(1) }).matter();
    assert!(met.close(decided("so"), pending(1), time(NOW)).is_ok());
    assert_eq!(line(met.close(decided(""), pending(1), time(NOW))), "Invalid decision.no-reasons");
    let under_way = heard(Form::Hearing).matter().close(decided("so"), pending(1), time(NOW));
    assert_eq!(line(under_way), "Conflict matter.wrong-stage");
}

#[test]
fn a_complainant_who_withdraws_closes_nothing() {
    let after = begun().then(MatterEvent::ComplaintWithdrawn { report: crate::story::report(1) }).matter();
    assert!(after.withdrawn && !after.stage.is_closed());
}

#[test]
fn an_allegation_added_later_brings_its_report_once() {
    let add = |number, report| MatterEvent::AllegationAdded {
        allegation: alleged(number, Category::Stalking),
        report: Some(crate::story::report(report)),
    };
    let after = begun().then(add(3, 1)).then(add(4, 2)).matter();
    assert_eq!((after.reports.len(), after.allegations.len()), (2, 4));
    assert!(after.violence_against_women());
    assert_eq!(after.arose_on(), Some(date(2025, 11, 30)));
}

#[test]
fn arrest_and_charge_are_an_investigation_and_a_verdict_ends_the_criminal_case() {
    let arrested = begun().then(MatterEvent::Arrested { offence: "exposure".to_owned(), listed: true });
    let charged = arrested.then(MatterEvent::Charged { offence: "exposure".to_owned(), listed: false });
    let criminal = charged.matter().criminal;
    assert!(criminal.investigation && criminal.arrested && criminal.charged && !criminal.ended);
    assert!(criminal.listed, "a listed arrest stays listed");
    for what in CourtEvent::ALL {
        let after = charged.clone().then(MatterEvent::CourtEvent { what }).matter();
        let ends = [CourtEvent::Verdict, CourtEvent::Acquitted, CourtEvent::Discontinued, CourtEvent::NotInvestigated];
        assert_eq!(after.criminal.ended, ends.contains(&what), "{what}");
    }
}
