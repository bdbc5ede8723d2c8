//! The built-in packs: they load, every rule has a case, every case passes, and each says when it was last checked.

use policy::{Law, cases};

use crate::{day, noon};

#[test]
fn the_built_in_packs_load() {
    let law = Law::embedded().unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(law.packs().iter().map(|pack| pack.name.as_str()).collect::<Vec<_>>(), ["england-wales", "promise"]);
    assert!(law.rule_ids().count() > 80, "the packs hold {} rules", law.rule_ids().count());
}

#[test]
fn every_rule_has_a_case_and_every_case_comes_out() {
    let report = cases::run(&Law::embedded().unwrap()).unwrap_or_else(|errors| panic!("{errors}"));
    let failed: Vec<String> = report.results.iter().filter(|case| !case.passed()).map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(report.rules_without_case.is_empty(), "rules without a case: {:#?}", report.rules_without_case);
}

#[test]
fn a_law_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Law::embedded().unwrap());
}

#[test]
fn a_pack_is_stale_from_the_ninety_first_day_after_its_check() {
    let law = Law::embedded().unwrap();
    // Checked on 21 November 2026: 90 days later is 19 February 2027.
    assert!(law.stale(day("2027-02-19")).is_empty());
    assert_eq!(law.stale(day("2027-02-20")).len(), 2);
}

#[test]
fn the_hash_of_a_pack_changes_with_a_rule_and_not_with_line_ends() {
    let folder = tempfile("hash");
    let copy = |text: &dyn Fn(&str) -> String| {
        for entry in std::fs::read_dir(root().join("england-wales")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                let contents = text(&std::fs::read_to_string(&path).unwrap());
                std::fs::write(folder.join(path.file_name().unwrap()), contents).unwrap();
            }
        }
        Law::load(&[&folder]).unwrap().packs()[0].hash.clone()
    };
    let built_in = Law::embedded().unwrap().packs()[0].hash.clone();
    assert_eq!(built_in.len(), 64);
    assert_eq!(copy(&str::to_owned), built_in);
    assert_eq!(copy(&|text| text.replace('\n', "\r\n")), built_in);
    assert_ne!(copy(&|text| text.replace("days = 3,", "days = 4,")), built_in);
}

#[test]
fn a_force_policy_says_who_adopted_it_and_statute_does_not() {
    let law = Law::embedded().unwrap();
    let mut input = policy::Input::new("matter.opened", noon("2026-11-02"));
    input.matter = Some(policy::MatterFacts { vawg: true, ..Default::default() });
    let reaction = law.react(&input).unwrap();
    for duty in &reaction.duties {
        assert_eq!(
            duty.citation.layer == policy::Layer::ForcePolicy,
            duty.citation.adopted_by.is_some(),
            "{}",
            duty.rule
        );
    }
    assert!(reaction.duties.iter().any(|duty| duty.citation.adopted_by.is_some()));
}

#[test]
fn no_rule_is_verified_or_seen_from_memory_and_every_source_is_named() {
    let law = Law::embedded().unwrap();
    // "F8b", "F10": a numbered source.
    let numbered =
        |source: &str| source.split(['F']).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    for id in law.rule_ids() {
        let citation = policy::explain::rule(&law, id).unwrap().citation;
        let source = citation.source.as_str();
        let named = ["memory", "second reading", "adopted text"].iter().any(|name| source.starts_with(name));
        assert!(numbered(source) || named, "{id}: `{source}`");
        if citation.status != policy::Status::Unverified {
            assert!(!source.starts_with("memory"), "{id} is {} from memory", citation.status.words());
        }
        assert_eq!(citation.status == policy::Status::Read, citation.copy.is_some(), "{id}");
    }
}

#[test]
fn nobody_has_opened_the_official_text_of_a_statute_yet_and_no_rule_says_so() {
    let law = Law::embedded().unwrap();
    let of_the_promise = |citation: &policy::Citation| citation.layer == policy::Layer::ForcePolicy;
    let verified = law.citations().filter(|citation| citation.status == policy::Status::Verified);
    // Has a person opened the official text of a rule? Then mark the rule as `verified` and name it here.
    assert_eq!(verified.filter(|citation| !of_the_promise(citation)).count(), 0);
}

#[test]
fn a_clock_is_no_better_known_than_the_rule_that_sets_it() {
    let law = Law::embedded().unwrap();
    let mut input = policy::Input::new("matter.opened", noon("2026-08-03"));
    input.matter = Some(policy::MatterFacts {
        kind: "complaint".into(),
        serious_sexual_offence: true,
        came_to_attention_on: Some(day("2026-08-03")),
        ..Default::default()
    });
    let reaction = law.react(&input).unwrap();
    let duty = reaction.duties.iter().find(|duty| duty.rule == "PCMR-4").unwrap();
    assert_eq!(duty.citation.status, policy::Status::Unverified, "nobody has seen the deadline");
    let presumed = reaction.presumptions.iter().find(|presumed| presumed.citation.rule == "PCMR-4").unwrap();
    assert_eq!(presumed.citation.status, policy::Status::Read);
    let copy = presumed.citation.copy.as_ref().unwrap();
    assert_eq!(
        (copy.address.as_str(), copy.text.words()),
        ("legislation.gov.uk/uksi/2020/2/regulation/4", "as revised")
    );
}

/// The folder that contains the packs.
pub fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

/// An empty folder for one test.
pub fn tempfile(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
