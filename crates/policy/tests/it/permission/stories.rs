//! Permissions role by role. Forces and people are invented.

use insta::assert_snapshot;
use policy::permission::{ActorFacts, Permissions, ResourceFacts};

use super::{ACTIONS, KINDS, PERMISSIONS, ROLES, allowed, decided, may, of_northmere, outside, record};

/// The actions that a role in Northmere may take on each kind of Northmere's records, and on those of another force.
fn what(role: &str) -> String {
    let line = |title: &str, resource: &ResourceFacts| {
        let actions = allowed(&of_northmere(role), resource);
        if actions.is_empty() { String::new() } else { format!("{title}: {}\n", actions.join(" ")) }
    };
    let mut text = line("nothing", &record("none", ""));
    for kind in &KINDS[1..] {
        text.push_str(&line(&format!("own {kind}"), &record(kind, "northmere")));
    }
    for kind in &KINDS[1..] {
        text.push_str(&line(&format!("other {kind}"), &record(kind, "eastmarsh")));
    }
    text
}

#[test]
fn nobody_without_a_role_may_do_anything() {
    let actor = ActorFacts { roles: Vec::new(), ..of_northmere("officer") };
    for kind in KINDS {
        assert_eq!(allowed(&actor, &record(kind, "northmere")), Vec::<&str>::new(), "{kind}");
    }
    assert_eq!(decided(&actor, "consult-matter", &record("matter", "northmere")), (false, Vec::new()));
}

#[test]
fn a_permission_names_the_policies_that_gave_it_and_a_refusal_the_wall() {
    let authority = of_northmere("appropriate-authority");
    let matter = record("matter", "northmere");
    assert_eq!(decided(&authority, "decide-suspension", &matter), (true, vec!["authority-decides".to_owned()]));
    let friend = ActorFacts { conflicted_with: true, ..authority };
    assert_eq!(decided(&friend, "decide-suspension", &matter), (false, vec!["conflict-wall".to_owned()]));
    let themselves = ActorFacts { subject_is_self: true, ..friend };
    let walls = vec!["conflict-wall".to_owned(), "own-record-wall".to_owned()];
    assert_eq!(decided(&themselves, "decide-suspension", &matter), (false, walls));
}

#[test]
fn anybody_reports_to_any_force_and_can_withdraw_a_complaint() {
    for role in ["public", "reporter"] {
        for force in ["northmere", "eastmarsh"] {
            // Checking officers is left out, because the public may do so anywhere.
            let may = |kind| {
                let mut may = allowed(&outside(role), &record(kind, force));
                may.retain(|action| !(role == "public" && ["check-officer", "follow-check"].contains(action)));
                may
            };
            assert_eq!(may("force"), ["record-report"]);
            assert_eq!(may("report"), ["record-report", "withdraw-complaint"]);
            assert_eq!(may("matter"), ["record-report"]);
        }
    }
}

#[test]
fn an_officer_records_stops_for_their_force_and_tells_about_anybody() {
    let officer = of_northmere("officer");
    assert!(may(&officer, "record-stop", &record("force", "northmere")));
    assert!(!may(&officer, "record-stop", &record("force", "eastmarsh")));
    for force in ["northmere", "eastmarsh"] {
        assert!(may(&officer, "record-concern", &record("officer", force)));
        assert!(may(&officer, "declare-relation", &record("officer", force)));
        assert!(may(&officer, "record-report", &record("force", force)));
    }
    assert!(may(&officer, "present-card", &record("none", "")));
    for looks in
        ["consult-officer", "consult-matter", "consult-own-papers", "annotate", "appeal", "make-representations"]
    {
        for kind in KINDS {
            assert!(!may(&officer, looks, &record(kind, "northmere")), "{looks} {kind}");
        }
    }
}

#[test]
fn an_accused_officer_sees_their_papers_answers_and_appeals_and_no_more() {
    let accused = ActorFacts { subject_is_self: true, ..of_northmere("officer") };
    let matter = ResourceFacts { restricted: true, ..record("matter", "northmere") };
    let own = ["make-representations", "appeal", "consult-own-papers"];
    assert_eq!(allowed(&accused, &matter), own);
    assert_eq!(allowed(&accused, &ResourceFacts { called_in: true, ..matter }), own, "also when it is called in");
    let moved = ActorFacts { force: "eastmarsh".to_owned(), ..accused.clone() };
    assert_eq!(allowed(&moved, &record("matter", "northmere")), own, "also after a transfer");
    assert_eq!(allowed(&accused, &record("officer", "northmere")), ["declare-relation", "annotate"]);
    assert_eq!(allowed(&accused, &record("report", "northmere")), Vec::<&str>::new());
}

#[test]
fn a_chief_officer_decides_nothing_about_themselves() {
    for role in ROLES {
        let actor = ActorFacts { subject_is_self: true, ..of_northmere(role) };
        let actions = allowed(&actor, &ResourceFacts { assigned: true, ..record("matter", "northmere") });
        let answers: &[&str] =
            if *role == "officer" { &["make-representations", "appeal", "consult-own-papers"] } else { &[] };
        assert_eq!(actions, answers, "{role}");
    }
}

#[test]
fn a_friend_can_tell_about_a_friend_and_do_nothing_else() {
    let told = ["declare-relation", "record-concern", "present-card", "record-report"];
    for role in ROLES.iter().filter(|role| **role != "system") {
        let friend = ActorFacts { conflicted_with: true, ..of_northmere(role) };
        for kind in ["officer", "report", "matter"] {
            let resource = ResourceFacts { assigned: true, ..record(kind, "northmere") };
            for action in allowed(&friend, &resource) {
                assert!(told.contains(&action), "{role} may {action} with a {kind} of a friend");
            }
        }
    }
    let friend = ActorFacts { conflicted_with: true, ..of_northmere("officer") };
    assert_eq!(allowed(&friend, &record("officer", "northmere")), told);
}

#[test]
fn an_investigator_works_on_the_matters_that_are_theirs() {
    assert_snapshot!(what("psd-investigator"), @r#"
    own force: judge-link record-visit close-report open-matter meet-duty
    own officer: judge-link record-visit close-report open-matter meet-duty consult-officer
    own report: judge-link record-visit close-report open-matter meet-duty annotate
    own matter: judge-link record-visit close-report open-matter consult-matter
    "#);
    let investigator = of_northmere("psd-investigator");
    let theirs = ResourceFacts { assigned: true, restricted: true, ..record("matter", "northmere") };
    assert_snapshot!(allowed(&investigator, &theirs).join(" "), @"judge-link record-visit close-report open-matter add-allegation downgrade-severity record-investigation record-criminal-case serve-notice meet-duty submit-report annotate consult-matter");
    let elsewhere = ResourceFacts { force: "eastmarsh".to_owned(), ..theirs };
    assert_eq!(allowed(&investigator, &elsewhere), Vec::<&str>::new());
}

#[test]
fn a_matter_about_violence_against_women_is_seen_by_its_own_investigators_only() {
    let investigator = of_northmere("psd-investigator");
    let matter = ResourceFacts { restricted: true, ..record("matter", "northmere") };
    assert!(!may(&investigator, "consult-matter", &matter));
    assert!(may(&investigator, "consult-matter", &ResourceFacts { assigned: true, ..matter }));
}

#[test]
fn the_authority_decides_in_its_own_force() {
    assert_snapshot!(what("appropriate-authority"), @r#"
    own force: open-matter add-allegation assess-severity downgrade-severity assign-investigator record-investigation record-criminal-case decide-prejudice decide-suspension review-suspension decide-referral serve-notice meet-duty extend-clock submit-report determine-case conduct-proceedings report-outcome sign-second close-matter vindicate annotate consult-officer consult-matter
    own officer: open-matter add-allegation assess-severity downgrade-severity assign-investigator record-investigation record-criminal-case decide-prejudice decide-suspension review-suspension decide-referral serve-notice meet-duty extend-clock submit-report determine-case conduct-proceedings report-outcome sign-second close-matter vindicate annotate consult-officer consult-matter
    own report: open-matter add-allegation assess-severity downgrade-severity assign-investigator record-investigation record-criminal-case decide-prejudice decide-suspension review-suspension decide-referral serve-notice meet-duty extend-clock submit-report determine-case conduct-proceedings report-outcome sign-second close-matter vindicate annotate consult-officer consult-matter
    own matter: open-matter add-allegation assess-severity downgrade-severity assign-investigator record-investigation record-criminal-case decide-prejudice decide-suspension review-suspension decide-referral serve-notice meet-duty extend-clock submit-report determine-case conduct-proceedings report-outcome decide-appeal sign-second close-matter vindicate annotate consult-officer consult-matter
    "#);
}

#[test]
fn the_chair_holds_proceedings_of_their_force() {
    assert_snapshot!(what("chair"), @r#"
    own force: meet-duty
    own officer: meet-duty
    own report: meet-duty
    own matter: meet-duty extend-clock conduct-proceedings restrict-hearing record-outcome report-outcome consult-matter
    "#);
}

#[test]
fn a_supervisor_closes_reports_and_looks_for_evidence_but_does_not_browse() {
    assert_snapshot!(what("supervisor"), @r#"
    nothing: record-concern
    own force: record-concern meet-duty sign-second
    own officer: record-concern meet-duty sign-second
    own report: record-concern record-visit close-report record-investigation meet-duty sign-second
    own matter: record-concern record-visit close-report record-investigation meet-duty sign-second
    other force: record-concern
    other officer: record-concern
    other report: record-concern
    other matter: record-concern
    "#);
}

#[test]
fn vetting_decides_on_officers_of_the_force() {
    assert_snapshot!(what("vetting-officer"), @r#"
    own force: meet-duty
    own officer: decide-vetting judge-same-person meet-duty consult-officer
    own report: meet-duty
    own matter: meet-duty
    "#);
    assert_snapshot!(what("vetting-authority"), @r#"
    own force: meet-duty sign-second
    own officer: decide-vetting judge-same-person meet-duty sign-second consult-officer
    own report: meet-duty sign-second
    own matter: meet-duty sign-second
    "#);
}

#[test]
fn human_resources_keep_the_workforce_of_the_force_that_takes_somebody_over() {
    assert_snapshot!(what("human-resources"), @r#"
    own force: enrol-officer post-officer amend-officer declare-relation record-leaving meet-duty
    own officer: enrol-officer post-officer amend-officer declare-relation record-leaving set-public-face invite-staff meet-duty
    own report: meet-duty
    own matter: meet-duty
    "#);
}

#[test]
fn counter_corruption_takes_in_and_tests_reports_of_its_force() {
    assert_snapshot!(what("ccu"), @r#"
    own force: judge-same-person watch-board handle-alarm see-lookups record-report judge-link record-visit find-report-false open-matter meet-duty consult-officer consult-matter
    own officer: judge-same-person record-report judge-link record-visit find-report-false open-matter meet-duty consult-officer consult-matter
    own report: judge-same-person record-report judge-link record-visit find-report-false open-matter meet-duty consult-officer consult-matter
    own matter: judge-same-person record-report judge-link record-visit find-report-false open-matter meet-duty consult-officer consult-matter
    "#);
}

#[test]
fn the_oversight_body_reads_directs_and_signs_in_every_force() {
    assert_snapshot!(what("oversight"), @r#"
    nothing: sign-second annotate consult-officer consult-matter replay
    own force: sign-second annotate consult-officer consult-matter replay
    own officer: sign-second annotate consult-officer consult-matter replay
    own report: sign-second annotate consult-officer consult-matter replay
    own matter: direct-investigation sign-second annotate consult-officer consult-matter replay
    other force: sign-second annotate consult-officer consult-matter replay
    other officer: sign-second annotate consult-officer consult-matter replay
    other report: sign-second annotate consult-officer consult-matter replay
    other matter: direct-investigation sign-second annotate consult-officer consult-matter replay
    "#);
}

#[test]
fn inspectors_and_the_local_policing_body_read_in_every_force() {
    assert_snapshot!(what("inspector"), @r#"
    nothing: consult-officer consult-matter replay
    own force: consult-officer consult-matter replay
    own officer: consult-officer consult-matter replay
    own report: consult-officer consult-matter replay
    own matter: consult-officer consult-matter replay
    other force: consult-officer consult-matter replay
    other officer: consult-officer consult-matter replay
    other report: consult-officer consult-matter replay
    other matter: consult-officer consult-matter replay
    "#);
    assert_snapshot!(what("lpb-reviewer"), @r#"
    nothing: sign-second consult-officer consult-matter
    own force: sign-second consult-officer consult-matter
    own officer: sign-second consult-officer consult-matter
    own report: sign-second consult-officer consult-matter
    own matter: sign-second consult-officer consult-matter
    other force: sign-second consult-officer consult-matter
    other officer: sign-second consult-officer consult-matter
    other report: sign-second consult-officer consult-matter
    other matter: sign-second consult-officer consult-matter
    "#);
}

#[test]
fn the_data_controller_answers_for_their_force_and_erases() {
    assert_snapshot!(what("data-controller"), @r#"
    nothing: erase-subject
    own force: annotate consult-officer consult-matter erase-subject
    own officer: annotate consult-officer consult-matter erase-subject
    own report: annotate consult-officer consult-matter erase-subject
    own matter: annotate consult-officer consult-matter erase-subject
    "#);
}

#[test]
fn the_system_records_and_decides_nothing_in_a_matter() {
    let system = outside("system");
    assert_snapshot!(allowed(&system, &record("officer", "northmere")).join(" "), @"enrol-officer post-officer amend-officer declare-relation decide-vetting record-concern record-leaving present-card record-stop set-public-face invite-staff sign-in record-report record-visit import propose-links reconcile");
    let friend = ActorFacts { conflicted_with: true, ..system.clone() };
    assert_eq!(allowed(&friend, &record("matter", "northmere")), allowed(&system, &record("matter", "northmere")));
}

#[test]
fn administrators_see_no_content_whatever_else_they_are() {
    for other in ROLES {
        let both =
            |admin: &str| ActorFacts { roles: vec![admin.to_owned(), (*other).to_owned()], ..of_northmere(admin) };
        for kind in KINDS {
            assert_eq!(allowed(&both("platform-admin"), &record(kind, "northmere")), Vec::<&str>::new());
            let records = if *other == "platform-admin" { vec![] } else { vec!["import"] };
            assert_eq!(allowed(&both("records-admin"), &record(kind, "northmere")), records);
        }
    }
}

#[test]
fn an_identity_custodian_does_nothing_here() {
    for kind in KINDS {
        assert_eq!(allowed(&of_northmere("custodian"), &record(kind, "northmere")), Vec::<&str>::new());
    }
}

#[test]
fn a_force_adds_to_a_matter_that_was_called_in_and_decides_nothing() {
    let mut added = Vec::new();
    let matter = ResourceFacts { called_in: true, assigned: true, ..record("matter", "northmere") };
    let outsiders = ["oversight", "lpb-reviewer", "inspector", "system"];
    for role in ROLES.iter().filter(|role| !outsiders.contains(role)) {
        for action in allowed(&of_northmere(role), &matter) {
            if !added.contains(&action) {
                added.push(action);
            }
        }
    }
    added.sort_unstable();
    assert_snapshot!(added.join(" "), @"add-allegation annotate consult-matter consult-officer meet-duty record-criminal-case record-investigation serve-notice");
}

#[test]
fn what_the_oversight_body_called_in_it_investigates_and_only_that() {
    let oversight = outside("oversight");
    let matter = record("matter", "northmere");
    let before = allowed(&oversight, &matter);
    let after = allowed(&oversight, &ResourceFacts { called_in: true, ..matter });
    let more: Vec<&str> = after.into_iter().filter(|action| !before.contains(action)).collect();
    assert_snapshot!(more.join(" "), @"add-allegation assess-severity assign-investigator record-investigation record-criminal-case serve-notice extend-clock submit-report determine-case");
}

#[test]
fn every_action_can_be_done_by_somebody() {
    for action in ACTIONS {
        let somebody = ROLES.iter().any(|role| {
            KINDS.iter().any(|kind| {
                [true, false].iter().any(|own| {
                    let actor = ActorFacts { subject_is_self: *own, ..of_northmere(role) };
                    may(&actor, action, &ResourceFacts { assigned: true, ..record(kind, "northmere") })
                })
            })
        });
        assert!(somebody, "nobody may `{action}`: add a permission in policies/permissions");
    }
}

#[test]
fn the_table_tells_scope_and_walls() {
    let roles = ["officer", "psd-investigator", "appropriate-authority", "oversight", "platform-admin"];
    let actions = ["record-concern", "annotate", "consult-matter", "determine-case", "consult-own-papers"];
    assert_snapshot!(PERMISSIONS.table(&roles, &actions), @r#"
    all: any force, or nothing that has a force; own: own force only; assigned: only the matters one investigates; self: only
    about oneself; called-in: only matters the oversight body has called in; -: never. With * not where it is about violence
    against women, unless assigned. Where the kind of resource makes a difference, each scope is given.

    action              officer  psd-investigator  appropriate-authority  oversight  platform-admin
    record-concern      all      -                 -                      -          -
    annotate            self     own/assigned      own                    all        -
    consult-matter      -        own*              own                    all        -
    determine-case      -        -                 own                    called-in  -
    consult-own-papers  self     -                 -                      -          -

    despite a conflict of interest
      record-concern: officer

    about oneself
      annotate: officer, appropriate-authority, oversight
      consult-own-papers: officer

    in one's own force's matters that were called in
      annotate: psd-investigator, appropriate-authority, oversight
      consult-matter: psd-investigator, appropriate-authority, oversight
      determine-case: oversight
    "#);
}

#[test]
fn a_table_of_an_unknown_role_or_action_shows_that_it_may_nothing() {
    let permissions = Permissions::embedded(ACTIONS).unwrap();
    let table = permissions.table(&["king"], &["abolish"]);
    assert!(table.contains("\naction   king\nabolish  -\n"), "{table}");
}
