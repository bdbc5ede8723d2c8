//! Officers: postings by date, shared postings, clearances on a day, and who may be verified.

use domain::officer::{
    Clearance, Concern, ConcernKind, Joining, Leaving, OfficerEvent, Post, Posting, Probation, Protection, Relation,
    SamePerson, Verdict, VettingDecision,
};
use domain::{Personal, StreamKind};
use insta::assert_snapshot;
use jiff::civil::{Date, date};

use crate::samples::{enrolled, posting};
use crate::story::{Story, citation, force, line, link, matter, officer, words};

const ALWAYS: Date = date(1900, 1, 1);

fn joined(number: u128, first: Posting) -> Story {
    let OfficerEvent::Enrolled { workforce, identity, warrant, probationer, .. } = enrolled() else { panic!() };
    let event = OfficerEvent::Enrolled { workforce, identity, warrant, probationer, posting: first };
    Story::of(StreamKind::Officer, officer(number)).then(event)
}

fn harbour(number: u128, from: Date) -> Story {
    joined(number, posting("northmere", "harbour", from))
}

fn moved(unit: &str, from: Date) -> OfficerEvent {
    OfficerEvent::Posted(posting("northmere", unit, from))
}

fn rejoined(unit: &str, from: Date) -> OfficerEvent {
    OfficerEvent::Posted(Posting { joining: Joining::Rejoined, ..posting("northmere", unit, from) })
}

fn left(on: Date) -> OfficerEvent {
    OfficerEvent::Left { how: Leaving::Resigned, on }
}

fn vetted(level: Clearance, decision: VettingDecision, expires: Option<Date>) -> OfficerEvent {
    OfficerEvent::VettingDecided { level, decision, expires, rationale: words("so") }
}

#[test]
fn who_was_in_one_unit_at_one_time_shared_a_posting() {
    let ada = harbour(1, date(2015, 1, 1)).then(moved("docks", date(2018, 1, 1))).officer();
    let last_day = date(2017, 12, 31);
    for (name, other, shared) in [
        ("the same years", harbour(2, date(2016, 1, 1)), true),
        ("from the last day on", harbour(2, last_day), true),
        ("a day too late", harbour(2, date(2018, 1, 1)), false),
        ("until the first day", harbour(2, date(2010, 1, 1)).then(left(date(2015, 1, 1))), true),
        ("until the day before", harbour(2, date(2010, 1, 1)).then(left(date(2014, 12, 31))), false),
        ("another unit", joined(2, posting("northmere", "hills", date(2015, 1, 1))), false),
        ("a unit of that name elsewhere", joined(2, posting("greatmere", "harbour", date(2015, 1, 1))), false),
        ("both still in one", joined(2, posting("northmere", "docks", date(2020, 1, 1))), true),
    ] {
        let other = other.officer();
        assert_eq!(ada.shared_a_posting(&other, ALWAYS), shared, "{name}");
        assert_eq!(other.shared_a_posting(&ada, ALWAYS), shared, "{name}, the other way round");
    }
    let unknown = |number| joined(number, posting("northmere", "", date(2015, 1, 1))).officer();
    assert!(!unknown(1).shared_a_posting(&unknown(2), ALWAYS), "units that are not known");
}

#[test]
fn a_past_longer_ago_than_asked_for_does_not_count() {
    let ada = harbour(1, date(2010, 1, 1)).then(moved("docks", date(2018, 1, 1))).officer();
    let ben = harbour(2, date(2010, 1, 1)).then(moved("hills", date(2020, 1, 1))).officer();
    // Their shared posting ended on the last day of 2017.
    assert!(ada.shared_a_posting(&ben, date(2017, 12, 31)));
    assert!(!ada.shared_a_posting(&ben, date(2018, 1, 1)));
}

#[test]
fn a_posting_entered_late_takes_its_place() {
    let story =
        harbour(1, date(2010, 1, 1)).then(moved("docks", date(2020, 1, 1))).then(moved("hills", date(2015, 1, 1)));
    let known = story.officer();
    let units: Vec<_> = known.periods().map(|(posting, from, to)| (posting.unit.as_str(), from, to)).collect();
    assert_eq!(
        units,
        [
            ("harbour", date(2010, 1, 1), Some(date(2014, 12, 31))),
            ("hills", date(2015, 1, 1), Some(date(2019, 12, 31))),
            ("docks", date(2020, 1, 1), None),
        ]
    );
    assert_eq!((known.posting().unit.as_str(), known.posting_on(date(2016, 1, 1)).unit.as_str()), ("docks", "hills"));
    assert_eq!(known.posting_on(date(2001, 1, 1)).unit, "harbour");
}

#[test]
fn who_came_while_somebody_was_away_shared_no_posting() {
    let ada = harbour(1, date(2010, 1, 1)).then(left(date(2012, 6, 30))).then(rejoined("docks", date(2016, 1, 1)));
    let known = ada.officer();
    let ends: Vec<_> = known.periods().map(|(_, _, to)| to).collect();
    assert_eq!(ends, [Some(date(2012, 6, 30)), None]);
    assert!(!known.shared_a_posting(&harbour(2, date(2013, 1, 1)).officer(), ALWAYS));
    assert!(known.shared_a_posting(&harbour(2, date(2012, 1, 1)).officer(), ALWAYS));
    let again = ada.then(left(date(2020, 1, 31))).officer();
    let ends: Vec<_> = again.periods().map(|(_, _, to)| to).collect();
    assert_eq!(ends, [Some(date(2012, 6, 30)), Some(date(2020, 1, 31))]);
}

#[test]
fn only_who_serves_unsuspended_and_unblocked_has_power() {
    let protected = |protection| OfficerEvent::Protected { protection, matter: matter(1), citation: citation() };
    let lifted =
        |number| OfficerEvent::ProtectionLifted { protection: Protection::VerificationOff, matter: matter(number) };
    let off = || protected(Protection::VerificationOff);
    let suspended = |number| OfficerEvent::Suspended { matter: matter(number) };
    let ended = |number| OfficerEvent::SuspensionEnded { matter: matter(number) };
    let gone = || left(date(2026, 1, 31));
    for (name, events, verified) in [
        ("serving", vec![], true),
        ("suspended", vec![suspended(1)], false),
        ("suspended twice, ended once", vec![suspended(1), suspended(2), ended(1)], false),
        ("suspended twice, ended twice", vec![suspended(1), suspended(2), ended(1), ended(2)], true),
        ("verification off", vec![off()], false),
        ("lifted in another matter", vec![off(), lifted(2)], false),
        ("lifted", vec![off(), lifted(1)], true),
        ("another protection", vec![protected(Protection::ArmedDutiesBlocked)], true),
        ("left", vec![gone()], false),
        ("rejoined", vec![gone(), rejoined("docks", date(2026, 2, 1))], true),
        ("an old return entered late", vec![gone(), rejoined("docks", date(2020, 1, 1))], false),
        ("an old posting entered late", vec![gone(), moved("docks", date(2020, 1, 1))], false),
    ] {
        let story = events.into_iter().fold(harbour(1, date(2015, 1, 1)), Story::then);
        assert_eq!(story.officer().has_power(), verified, "{name}");
    }
}

#[test]
fn a_clearance_holds_from_its_day_to_its_last() {
    let granted = vetted(Clearance::Management, VettingDecision::Granted, Some(date(2026, 12, 31)));
    let known = harbour(1, date(2015, 1, 1)).late("2026-01-10T12:00:00Z", granted).officer();
    for (on, cleared) in
        [(date(2026, 1, 9), false), (date(2026, 1, 10), true), (date(2026, 12, 31), true), (date(2027, 1, 1), false)]
    {
        assert_eq!(known.is_cleared(Clearance::Management, on), cleared, "{on}");
        assert_eq!(known.is_cleared(Clearance::Recruitment, on), cleared, "the higher holds for the lower, {on}");
    }
}

#[test]
fn recruitment_vetting_does_not_clear_for_more() {
    let granted = vetted(Clearance::Recruitment, VettingDecision::Granted, None);
    let known = harbour(1, date(2015, 1, 1)).then(granted).officer();
    assert!(known.is_cleared(Clearance::Recruitment, date(2026, 6, 1)));
    assert!(!known.is_cleared(Clearance::Management, date(2026, 6, 1)));
    assert_eq!((Post::Armed.needs(), Post::Response.needs()), (Clearance::Management, Clearance::Recruitment));
}

#[test]
fn a_grant_entered_late_does_not_undo_a_later_withdrawal() {
    let withdrawn = vetted(Clearance::Management, VettingDecision::Withdrawn, None);
    let granted = vetted(Clearance::Management, VettingDecision::Granted, None);
    let known = harbour(1, date(2015, 1, 1))
        .late("2026-02-01T12:00:00Z", withdrawn)
        .late("2025-02-01T12:00:00Z", granted)
        .officer();
    assert!(known.is_cleared(Clearance::Management, date(2025, 6, 1)));
    assert!(!known.is_cleared(Clearance::Management, date(2026, 2, 1)));
}

#[test]
fn probation_is_cut_short_in_the_force_of_that_day() {
    let cut = OfficerEvent::ProbationChanged { change: Probation::CutShort, on: date(2016, 3, 1) };
    let transferred = Posting { joining: Joining::Transferred, ..posting("greatmere", "hills", date(2018, 1, 1)) };
    let known = harbour(1, date(2015, 1, 1)).then(OfficerEvent::Posted(transferred)).then(cut).officer();
    assert_eq!(known.probation, [(force("northmere"), Probation::CutShort, date(2016, 3, 1))]);
    assert_eq!(known.force(), &force("greatmere"));
    for (change, probationer) in
        [(Probation::Completed, false), (Probation::Extended, true), (Probation::CutShort, false)]
    {
        let changed = OfficerEvent::ProbationChanged { change, on: date(2017, 1, 1) };
        assert_eq!(harbour(1, date(2015, 1, 1)).then(changed).officer().probationer, probationer, "{change:?}");
    }
}

#[test]
fn what_is_refused_and_by_which_rule() {
    let first = date(2015, 1, 1);
    let to = |post| Posting { post, ..posting("northmere", "docks", date(2026, 4, 1)) };
    let blocked = |protection| {
        let event = OfficerEvent::Protected { protection, matter: matter(1), citation: citation() };
        harbour(1, first).then(event).officer()
    };
    let gone = harbour(1, first).then(left(date(2026, 1, 31))).officer();
    let same = SamePerson {
        link: link(1),
        other: officer(9),
        weight_centibits: 900,
        because: Vec::new(),
        model: "people-1".to_owned(),
    };
    let proposed = harbour(1, first).then(OfficerEvent::SamePersonProposed(same));
    let answered = |verdict| {
        let event = proposed.officer().judge_same_person(link(1), verdict).unwrap();
        proposed.clone().then(event).officer().judge_same_person(link(1), Verdict::Confirmed)
    };
    let table = [
        line(gone.post(to(Post::Response))),
        line(blocked(Protection::ArmedDutiesBlocked).post(to(Post::Armed))),
        line(blocked(Protection::VulnerableDutiesBlocked).post(to(Post::VulnerableFacing))),
        line(gone.leave(Leaving::Retired, date(2026, 2, 1))),
        line(proposed.officer().judge_same_person(link(2), Verdict::Confirmed)),
        line(answered(Verdict::Rejected)),
    ];
    assert_snapshot!(table.join("\n"), @r"
    Conflict officer.left
    Conflict officer.post-blocked [Police (Conduct) Regulations 2020, reg 11B; seen in a copy]
    Conflict officer.post-blocked [Police (Conduct) Regulations 2020, reg 11B; seen in a copy]
    Conflict officer.already-left
    Invalid link.unknown
    Conflict link.already-judged
    ");
    assert!(answered(Verdict::CannotTell).is_ok());
    assert!(blocked(Protection::ArmedDutiesBlocked).post(to(Post::VulnerableFacing)).is_ok());
    assert!(gone.post(Posting { joining: Joining::Rejoined, ..to(Post::Response) }).is_ok());
}

#[test]
fn colleagues_who_notice_the_same_are_counted_once_each_even_when_erased() {
    let concern = |concern, source| {
        OfficerEvent::ConcernRecorded(Concern { concern, words: words("so"), source, force: force("northmere") })
    };
    let by = |number| Personal::about(officer(number), officer(number));
    let known = harbour(1, date(2015, 1, 1))
        .then(concern(ConcernKind::Nickname, by(2)))
        .then(concern(ConcernKind::Nickname, by(2)))
        .then(concern(ConcernKind::Nickname, Personal::Erased { subject: officer(3).into() }))
        .then(concern(ConcernKind::Remark, by(4)))
        .officer();
    assert_eq!((known.sources_of(Some(ConcernKind::Nickname)), known.sources_of(None)), (2, 3));
    assert_eq!(known.sources_of(Some(ConcernKind::Banter)), 0);
}

#[test]
fn a_tie_binds_both_whoever_declared_it() {
    let tie = OfficerEvent::RelationDeclared { other: officer(2), relation: Relation::FormerPartner };
    let (ada, ben) = (harbour(1, ALWAYS).then(tie).officer(), harbour(2, ALWAYS).officer());
    assert!(ada.is_tied_to(&ben) && ben.is_tied_to(&ada));
    assert!(!ben.is_tied_to(&harbour(3, ALWAYS).officer()));
}

#[test]
fn an_earlier_name_is_kept() {
    let changed = OfficerEvent::IdentityChanged { identity: Personal::about(officer(1), Default::default()) };
    let known = harbour(1, ALWAYS).then(changed).officer();
    assert_eq!(known.earlier_identities.len(), 1);
    assert_eq!(known.earlier_identities[0].known().unwrap().surname, "SECRET Marlow");
}

#[test]
fn what_is_applied_twice_is_in_force_once_since_the_first_time() {
    let protected =
        || OfficerEvent::Protected { protection: Protection::VerificationOff, matter: matter(1), citation: citation() };
    let suspended = || OfficerEvent::Suspended { matter: matter(1) };
    let once = harbour(1, date(2015, 1, 1)).then(protected()).then(suspended());
    let (first, twice) = (once.officer(), once.then(protected()).then(suspended()).officer());
    assert_eq!((&twice.protections, &twice.suspensions), (&first.protections, &first.suspensions));
    assert_eq!((twice.protections.len(), twice.suspensions.len()), (1, 1));
}
