//! Permissions: the built-in policies as stories, their walls as properties, and faulty policies.

mod faults;
mod stories;
mod walls;

use std::sync::LazyLock;

use policy::permission::{ActorFacts, PermissionDecision, PermissionRequest, Permissions, ResourceFacts};

pub const ACTIONS: &[&str] = &[
    "enrol-officer",
    "post-officer",
    "amend-officer",
    "declare-relation",
    "decide-vetting",
    "record-concern",
    "record-leaving",
    "present-card",
    "judge-same-person",
    "record-stop",
    "book-shift",
    "run-stop",
    "check-officer",
    "follow-check",
    "watch-board",
    "confirm-stop",
    "handle-alarm",
    "end-stop",
    "see-lookups",
    "handle-covert-alarm",
    "set-public-face",
    "invite-staff",
    "sign-in",
    "record-report",
    "judge-link",
    "withdraw-complaint",
    "record-visit",
    "find-report-false",
    "close-report",
    "open-matter",
    "add-allegation",
    "assess-severity",
    "downgrade-severity",
    "assign-investigator",
    "record-investigation",
    "record-criminal-case",
    "decide-prejudice",
    "decide-suspension",
    "review-suspension",
    "decide-referral",
    "direct-investigation",
    "serve-notice",
    "make-representations",
    "meet-duty",
    "extend-clock",
    "submit-report",
    "determine-case",
    "conduct-proceedings",
    "restrict-hearing",
    "record-outcome",
    "report-outcome",
    "appeal",
    "decide-appeal",
    "sign-second",
    "close-matter",
    "vindicate",
    "annotate",
    "consult-officer",
    "consult-matter",
    "consult-own-papers",
    "replay",
    "erase-subject",
    "import",
    "propose-links",
    "reconcile",
];

pub const ROLES: &[&str] = &[
    "public",
    "reporter",
    "officer",
    "supervisor",
    "psd-investigator",
    "appropriate-authority",
    "vetting-officer",
    "vetting-authority",
    "ccu",
    "chair",
    "lpb-reviewer",
    "oversight",
    "inspector",
    "data-controller",
    "records-admin",
    "platform-admin",
    "human-resources",
    "custodian",
    "control-room",
    "covert-desk",
    "system",
];

pub const KINDS: &[&str] = &["none", "force", "officer", "report", "matter"];

pub static PERMISSIONS: LazyLock<Permissions> = LazyLock::new(|| Permissions::embedded(ACTIONS).unwrap());

/// An actor who belongs to Northmere, in the given role.
pub fn of_northmere(role: &str) -> ActorFacts {
    ActorFacts {
        id: "a".to_owned(),
        roles: vec![role.to_owned()],
        force: "northmere".to_owned(),
        ..ActorFacts::default()
    }
}

/// An actor who belongs to no force, in the given role.
pub fn outside(role: &str) -> ActorFacts {
    ActorFacts { force: String::new(), ..of_northmere(role) }
}

/// A record that belongs to a force.
pub fn record(kind: &str, force: &str) -> ResourceFacts {
    let subject = if ["officer", "report", "matter"].contains(&kind) { "o" } else { "" };
    ResourceFacts {
        kind: kind.to_owned(),
        id: "r".to_owned(),
        force: force.to_owned(),
        subject: subject.to_owned(),
        ..ResourceFacts::default()
    }
}

/// The answer, and the policies that decided it. Panics if there was a fault.
pub fn decided(actor: &ActorFacts, action: &str, resource: &ResourceFacts) -> (bool, Vec<String>) {
    let request = PermissionRequest { actor: actor.clone(), action: action.to_owned(), resource: resource.clone() };
    match PERMISSIONS.decide(&request) {
        PermissionDecision::Allowed { policies } => (true, policies),
        PermissionDecision::Refused { policies } => (false, policies),
        PermissionDecision::Faulty { faults } => panic!("{action}: {faults:?}"),
    }
}

pub fn may(actor: &ActorFacts, action: &str, resource: &ResourceFacts) -> bool {
    decided(actor, action, resource).0
}

/// All actions on the list that are allowed.
pub fn allowed(actor: &ActorFacts, resource: &ResourceFacts) -> Vec<&'static str> {
    ACTIONS.iter().copied().filter(|action| may(actor, action, resource)).collect()
}
