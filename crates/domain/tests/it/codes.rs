//! Codes: a word that is not on the list is neither written nor read, and the refusal names the valid words.

use std::collections::BTreeSet;
use std::path::Path;

use domain::check::{AlarmFinding, AlarmRefusal, CallState, Cause, Desk, Escalation, Leg};
use domain::codes::{Code, LawCode};
use domain::consultation::{LookRefusal, Purpose};
use domain::erasure::ErasedData;
use domain::matter::*;
use domain::officer::*;
use domain::record::followed::{DutyCancellation, RuleCitation, RuleStatus};
use domain::report::{Inquiry, ReportKind, ReportOutcome, SeriesTie};
use domain::stop::{Ethnicity, Power, ReasonCode, StopOutcome, StopRefusal};
use domain::{Event, allegation};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::samples;

/// Checks a list: each value is stored, printed and parsed as the same code, and no other word is accepted.
fn holds<C: Code + serde::Serialize + DeserializeOwned>(name: &'static str) -> &'static str {
    assert!(!C::CODES.is_empty() && C::CODES.iter().collect::<BTreeSet<_>>().len() == C::CODES.len(), "{name}");
    for code in C::CODES {
        let value = C::of(code).unwrap();
        assert_eq!(value.code(), *code, "{name}");
        assert_eq!(json!(value), json!(code), "{name}");
        assert_eq!(serde_json::from_value::<C>(json!(code)).unwrap().code(), *code, "{name}");
    }
    for other in ["", "Misspelt", "mispelt"] {
        assert!(C::of(other).is_none(), "{name}");
        let error = serde_json::from_value::<C>(json!(other)).err().unwrap().to_string();
        assert!(error.contains(&format!("`{}`", C::CODES[0])), "{name}: {error}");
    }
    name
}

macro_rules! lists {
    ($($list:ty),* $(,)?) => { [$(holds::<$list>(stringify!($list))),*] };
}

/// Collects the names after `marker` in the blocks of a macro, from every source file of the crate.
fn made_by(marker: &str, within: &str, folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            made_by(marker, within, &path, names);
            continue;
        }
        let source = std::fs::read_to_string(path).unwrap();
        for block in source.split(&format!("\n{within}! {{\n")).skip(1) {
            let block = block.split("\n}\n").next().unwrap();
            let start = format!("    pub {marker} ");
            names.extend(block.split(&start).skip(1).map(|rest| rest.split(':').next().unwrap().to_owned()));
        }
    }
}

fn in_sources(marker: &str, within: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    made_by(marker, within, &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    names
}

#[test]
fn every_list_is_stored_printed_and_parsed_by_its_codes() {
    let tested = lists![
        AlarmFinding,
        AlarmRefusal,
        AppealResult,
        allegation::Basis,
        CallState,
        allegation::Category,
        Cause,
        Clearance,
        ConcernKind,
        CourtEvent,
        Desk,
        DocumentRecipient,
        DutyCancellation,
        ErasedData,
        Escalation,
        Ethnicity,
        allegation::Finding,
        Form,
        Inquiry,
        InvestigationAct,
        Joining,
        Leaving,
        Leg,
        LookRefusal,
        MatterKind,
        Mode,
        ProceedingsOutcome,
        PhotoType,
        PoliceRank,
        Post,
        Power,
        Probation,
        Protection,
        Purpose,
        ReasonCode,
        Relation,
        allegation::Reliability,
        RemovalReason,
        ReportKind,
        ReportOutcome,
        RepresentationsAbout,
        RestrictionScope,
        ReviewAnswer,
        RuleStatus,
        SeriesTie,
        Severity,
        SharedOpportunity,
        StopOutcome,
        StopRefusal,
        SuspensionAnswer,
        SuspensionCondition,
        Verdict,
        VettingDecision,
        VictimContact,
        Workforce,
    ];
    let tested: BTreeSet<String> = tested.iter().map(|name| name.replace("allegation::", "")).collect();
    // New list of codes? Add it to the lists above.
    assert_eq!(in_sources("enum", "codes"), tested);
}

#[test]
fn a_code_of_the_law_is_one_that_the_law_lists() {
    fn refused<C: LawCode + std::fmt::Debug>() -> String {
        let listed = ["gravity".to_owned(), "personal".to_owned()];
        assert!(C::listed("gravity", &listed).is_ok());
        let refusal = C::listed("gravty", &listed).unwrap_err();
        assert_eq!(refusal.code, "code.unknown");
        refusal.message
    }
    let refusals = [
        refused::<NoticeCode>(),
        refused::<ReferralGround>(),
        refused::<RestrictionGround>(),
        refused::<ServiceMethod>(),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r"
    `gravty` is not a known notice: use one of `gravity`, `personal`
    `gravty` is not a known ground of a referral: use one of `gravity`, `personal`
    `gravty` is not a known ground of a restriction: use one of `gravity`, `personal`
    `gravty` is not a known way of serving: use one of `gravity`, `personal`
    ");
    // A stored code can be read whatever the law lists now, as long as it has the form of a code.
    assert_eq!(serde_json::from_value::<NoticeCode>(json!("of-an-old-pack")).unwrap().as_str(), "of-an-old-pack");
    for other in ["", "Of an old pack", "of--an", "-of", "öl"] {
        assert!(serde_json::from_value::<NoticeCode>(json!(other)).is_err(), "{other}");
    }
    assert_eq!(in_sources("struct", "law_codes").len(), refusals.len(), "a list of the law is not tested here");
}

#[test]
fn an_unknown_code_is_a_refusal_that_lists_the_known_ones() {
    let refusal = "aquitted".parse::<CourtEvent>().unwrap_err();
    assert_eq!(
        (refusal.code, refusal.message.as_str()),
        (
            "code.unknown",
            "`aquitted` is not a known event of a criminal case: use one of `interviewed-under-caution`, \
             `released-without-charge`, `bail`, `bail-changed`, `bail-ended`, `not-investigated`, `verdict`, `acquitted`, \
             `discontinued`"
        )
    );
}

/// Collects the path to every string in a payload.
fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, item)| texts(item, &format!("{path}/{place}"), found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| texts(member, &format!("{path}/{name}"), found));
        }
        _ => {}
    }
}

/// Strings in stored events that are codes from a list: the kind of event, and the path to the string.
const CODED: [&str; 29] = [
    "check.alarm-closed finding",
    "consultation.refused code",
    "duty.cancelled why",
    "erasure.done category",
    "matter.act-recorded act",
    "matter.appeal-decided result",
    "matter.court-event what",
    "matter.documents-supplied supplied_to",
    "matter.investigator-removed why",
    "matter.mode-decided mode",
    "matter.notice-served method",
    "matter.notice-served notice",
    "matter.opened matter",
    "matter.opportunity-recorded how",
    "matter.proceedings-notified notice",
    "matter.referred grounds",
    "matter.representations-received about",
    "matter.restriction-imposed ends_with",
    "matter.restriction-imposed ground",
    "matter.restriction-imposed scope",
    "matter.suspension-decided conditions.condition",
    "matter.victim-contacted about",
    "officer.left how",
    "officer.posted joining",
    "officer.posted rank",
    "report.closed inquiries",
    "report.closed outcome",
    "report.series-joined because",
    "stop.closed outcome",
];

#[test]
fn a_misspelt_code_in_a_stored_event_is_unreadable() {
    let mut found = BTreeSet::new();
    for (stream, event) in samples::all() {
        let (kind, payload) = event.encode().unwrap();
        let mut paths = Vec::new();
        texts(&payload, "", &mut paths);
        for path in paths {
            let names: Vec<&str> = path.split('/').filter(|part| part.parse::<usize>().is_err()).collect();
            let name = format!("{kind} {}", names.join(".").trim_start_matches('.'));
            if !CODED.contains(&name.as_str()) {
                continue;
            }
            let mut misspelt = payload.clone();
            *misspelt.pointer_mut(&path).unwrap() = json!("Misspelt word");
            assert!(Event::decode(stream, &kind, misspelt).is_err(), "{name} is read although it is misspelt");
            found.insert(name);
        }
    }
    // New list of codes in an event? Add its path above, and a sample that contains it.
    assert_eq!(found.len(), CODED.len(), "no sample has one of the others: {found:?}");
}

#[test]
fn a_rank_is_read_as_personnel_files_write_it() {
    for (words, rank) in [
        ("Constable", Some(PoliceRank::Constable)),
        ("PC", Some(PoliceRank::Constable)),
        ("Detective Sergeant", Some(PoliceRank::Sergeant)),
        ("T/DCI", None),
        ("Temporary Chief Inspector", Some(PoliceRank::ChiefInspector)),
        ("Assistant Chief Constable", Some(PoliceRank::AssistantChiefConstable)),
        ("community support officer", Some(PoliceRank::CommunitySupportOfficer)),
        ("", None),
        ("Admiral", None),
    ] {
        assert_eq!(PoliceRank::in_words(words), rank, "{words}");
    }
    let chiefs: Vec<&str> =
        PoliceRank::ALL.into_iter().filter(|rank| rank.is_chief_officer()).map(PoliceRank::as_str).collect();
    assert_eq!(chiefs.len(), 8, "{chiefs:?}");
    assert!(!PoliceRank::ChiefSuperintendent.is_chief_officer() && !PoliceRank::ChiefInspector.is_chief_officer());
}

#[test]
fn a_citation_from_before_rules_had_a_status_reads_as_unverified() {
    let before = json!({ "rule": "PCR-11B", "layer": "statute", "text": "reg 11B", "verified": true });
    let citation = serde_json::from_value::<RuleCitation>(before).unwrap();
    assert_eq!(citation.status, RuleStatus::Unverified);
}
