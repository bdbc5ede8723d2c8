//! Properties of all roles, actions and resources: walls only ever take permissions away, ids never matter, and faults
//! never allow anything.

use policy::permission::{ActorFacts, PermissionDecision, PermissionRequest, ResourceFacts};
use proptest::prelude::*;

use super::{ACTIONS, KINDS, PERMISSIONS, ROLES, of_northmere, record};

/// The actions that people may still take on their own records: they have a right to know, to answer and to be heard.
const ABOUT_ONESELF: &[&str] =
    &["consult-own-papers", "make-representations", "appeal", "annotate", "declare-relation"];

/// The actions that a friend of the subject may still take: reporting.
const DESPITE_CONFLICT: &[&str] = &["record-concern", "record-report", "declare-relation", "present-card"];

fn force() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["", "northmere", "eastmarsh"]).prop_map(str::to_owned)
}

prop_compose! {
    fn request()(
        roles in prop::collection::vec(prop::sample::select(ROLES), 0..3),
        action in prop::sample::select(ACTIONS),
        kind in prop::sample::select(KINDS),
        forces in (force(), force()),
        flags in prop::array::uniform5(any::<bool>()),
    ) -> PermissionRequest {
        let [conflicted_with, subject_is_self, restricted, assigned, called_in] = flags;
        PermissionRequest {
            actor: ActorFacts {
                id: "a".to_owned(),
                roles: roles.into_iter().map(str::to_owned).collect(),
                force: forces.0,
                conflicted_with,
                subject_is_self,
            },
            action: action.to_owned(),
            resource: ResourceFacts {
                kind: kind.to_owned(),
                id: "r".to_owned(),
                force: forces.1,
                restricted,
                subject: "o".to_owned(),
                assigned,
                called_in,
            },
        }
    }
}

proptest! {
    #[test]
    fn a_conflict_of_interest_never_opens_a_door_and_shuts_all_but_telling(request in request()) {
        let with = |conflicted_with| {
            let actor = ActorFacts { conflicted_with, ..request.actor.clone() };
            PERMISSIONS.decide(&PermissionRequest { actor, ..request.clone() }).is_allowed()
        };
        let (before, after) = (with(false), with(true));
        prop_assert!(before || !after, "a conflict opened {request:?}");
        let telling = DESPITE_CONFLICT.contains(&request.action.as_str());
        let system = request.actor.roles.iter().any(|role| role == "system");
        prop_assert!(!after || telling || system, "allowed despite a conflict: {request:?}");
    }

    #[test]
    fn being_the_subject_opens_only_the_rights_of_the_subject_and_shuts_the_rest(request in request()) {
        let with = |subject_is_self| {
            let actor = ActorFacts { subject_is_self, ..request.actor.clone() };
            PERMISSIONS.decide(&PermissionRequest { actor, ..request.clone() }).is_allowed()
        };
        let (before, after) = (with(false), with(true));
        let right = ABOUT_ONESELF.contains(&request.action.as_str());
        prop_assert!(before || !after || right, "being the subject opened {request:?}");
        prop_assert!(!after || right, "allowed about oneself: {request:?}");
    }

    #[test]
    fn no_decision_depends_on_who_it_is_or_what_a_force_is_called(request in request()) {
        let renamed = |force: &str| if force.is_empty() { String::new() } else { format!("{force}-renamed") };
        let mut other = request.clone();
        other.actor.id = "b".to_owned();
        other.actor.force = renamed(&request.actor.force);
        other.resource.id = "s".to_owned();
        other.resource.force = renamed(&request.resource.force);
        other.resource.subject = "p".to_owned();
        prop_assert_eq!(PERMISSIONS.decide(&request), PERMISSIONS.decide(&other));
    }

    #[test]
    fn an_allowed_request_names_its_permit_and_a_refused_one_no_permit(request in request()) {
        let walls = ["conflict-wall", "own-record-wall", "called-in-lock", "platform-admin-wall", "records-admin-wall"];
        let by_wall = |policies: &[String]| policies.iter().all(|policy| walls.contains(&policy.as_str()));
        match PERMISSIONS.decide(&request) {
            PermissionDecision::Allowed { policies } => {
                prop_assert!(!policies.is_empty() && !by_wall(&policies), "{:?}", policies);
            }
            PermissionDecision::Refused { policies } => prop_assert!(by_wall(&policies), "{:?}", policies),
            PermissionDecision::Faulty { faults } => return Err(TestCaseError::fail(format!("{faults:?}"))),
        }
    }
}

fn fault(actor: ActorFacts, action: &str, resource: ResourceFacts) -> String {
    match PERMISSIONS.decide(&PermissionRequest { actor, action: action.to_owned(), resource }) {
        PermissionDecision::Faulty { faults } => faults.join("; "),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_question_that_makes_no_sense_is_a_fault_and_says_why() {
    let authority = || of_northmere("appropriate-authority");
    insta::assert_snapshot!(fault(authority(), "promote", record("matter", "northmere")), @"action `promote` is not in the list of actions");
    insta::assert_snapshot!(fault(of_northmere("king"), "consult-matter", record("matter", "northmere")), @"role `king` is not in the schema");
    insta::assert_snapshot!(fault(authority(), "consult-matter", record("castle", "northmere")), @"resource kind `castle` is not known: it is `none`, `force`, `officer`, `report` or `matter`");
    let also = ActorFacts { roles: vec!["appropriate-authority".to_owned(), "king".to_owned()], ..authority() };
    assert!(
        fault(also, "consult-matter", record("matter", "northmere")).starts_with("role `king`"),
        "not even with a role that may"
    );
}
