//! Decisions: the law opens them and presumes; it never takes them. Statute is heard before force policy, and both add up.

use policy::{Input, Law, Layer, MatterFacts, explain};

use crate::{day, noon};

fn accused() -> Input {
    let matter = MatterFacts {
        kind: "recordable-conduct".into(),
        severity: "gross-misconduct".into(),
        vawg: true,
        listed_offence: true,
        arrested: true,
        criminal_investigation: true,
        referred: true,
        arose_on: Some(day("2026-10-01")),
        came_to_attention_on: Some(day("2026-10-31")),
        ..MatterFacts::default()
    };
    Input { matter: Some(matter), ..Input::new("matter.arrested", noon("2026-11-02")) }
}

#[test]
fn not_suspending_an_accused_officer_needs_what_statute_and_promise_ask_together() {
    let decision = Law::embedded().unwrap().decision("suspension", &accused()).unwrap();
    assert_eq!(decision.default.as_deref(), Some("suspend"));
    assert_eq!(decision.decided_by, "appropriate-authority");
    assert!(decision.options.iter().all(|option| option.allowed), "presumed, never decided");
    let layers: Vec<Layer> = decision.presumptions.iter().map(|presumption| presumption.citation.layer).collect();
    assert_eq!(layers, [Layer::Statute, Layer::ForcePolicy]);
    assert!(decision.departure.reasons && decision.departure.exceptional_circumstances);
    assert!(decision.departure.second_signature);
    assert_eq!(decision.departure.notify, ["oversight"]);
}

#[test]
fn protections_apply_at_once_and_each_can_be_taken_back() {
    let reaction = Law::embedded().unwrap().react(&accused()).unwrap();
    let names: Vec<&str> = reaction.protections.iter().map(|protection| protection.protection.as_str()).collect();
    assert_eq!(
        names,
        [
            "verification-off",
            "armed-duties-blocked",
            "vulnerable-duties-blocked",
            "lone-duties-blocked",
            "access-watch"
        ]
    );
}

#[test]
fn an_explanation_names_the_rules_that_stayed_silent_and_why() {
    let law = Law::embedded().unwrap();
    let mut input = accused();
    input.facts.insert("misspelt".into(), true.into());
    let explained = explain::facts(&law, &input).unwrap();
    assert_eq!(explained.regime.as_ref().unwrap().id, "conduct-2026");
    let because = |rule: &str| explained.silent.iter().find(|silent| silent.rule == rule).unwrap().because.clone();
    assert_eq!(because("PCR-11-OLD"), "not law for this matter");
    assert_eq!(because("PCR-11-IOPC"), "does not hold: matter.iopc_mode in ['directed', 'independent']");
    assert_eq!(explained.undeclared_facts, ["misspelt"]);
    assert!(explained.to_string().contains("3 working days beginning with the first working day after Mon 2 Nov 2026"));
}

#[test]
fn what_is_not_known_is_refused_with_what_would_do() {
    let law = Law::embedded().unwrap();
    let refused = |input: &Input| law.react(input).unwrap_err().to_string();
    let unknown = Input::new("matter.open", noon("2026-11-02"));
    insta::assert_snapshot!(refused(&unknown), @"`matter.open` is not a known event: use one of the kinds listed in `policies/README.md`");
    let alone = Input::new("matter.opened", noon("2026-11-02"));
    insta::assert_snapshot!(refused(&alone), @"`matter.opened` is an event of a matter: give the matter");
    let mut input = accused();
    input.facts.insert("suspension_outcome".into(), "maybe".into());
    insta::assert_snapshot!(refused(&input), @r#"`facts.suspension_outcome` is `"maybe"`: give one of `suspended`, `not-suspended`, `continued`, `ended`"#);
    let wrong = MatterFacts { severity: "grave".into(), ..MatterFacts::default() };
    let input = Input { matter: Some(wrong), ..Input::new("matter.opened", noon("2026-11-02")) };
    insta::assert_snapshot!(refused(&input), @"`matter.severity` is `grave`: give one of `not-assessed`, `none`, `misconduct`, `gross-misconduct`, `rprp`, `vetting`");
    assert!(
        law.decision("promotion", &accused())
            .unwrap_err()
            .to_string()
            .starts_with("`promotion` is not a known decision")
    );
}

#[test]
fn the_same_facts_always_set_the_same_things_in_motion() {
    let law = Law::embedded().unwrap();
    assert_eq!(law.react(&accused()).unwrap(), law.react(&accused()).unwrap());
}

#[test]
fn a_changed_clock_shows_in_the_difference_and_in_the_cases_it_moves() {
    let law = Law::embedded().unwrap();
    let folder = crate::packs::tempfile("diff-england-wales");
    let copy = |from: &std::path::Path, to: &std::path::Path| {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.replace("least = 10, most = 15", "least = 10, most = 20");
                std::fs::write(to.join(path.file_name().unwrap()), text).unwrap();
            }
        }
    };
    let root = crate::packs::root();
    copy(&root.join("england-wales"), &folder);
    copy(&root.join("england-wales/cases"), &folder.join("cases"));
    let changed = Law::load(&[&folder, &root.join("promise")]).unwrap();
    let difference = policy::diff::laws(&law, &changed).unwrap();
    assert_eq!(difference.changed.iter().map(|change| change.id.as_str()).collect::<Vec<_>>(), ["PCR-52"]);
    assert_eq!(difference.cases.len(), 1, "{difference}");
    assert_eq!(
        difference.cases[0].gone,
        ["duty PCR-52 hold-accelerated-hearing for chair: by 2027-01-13, not before 2027-01-06"]
    );
    assert_eq!(
        difference.cases[0].new,
        ["duty PCR-52 hold-accelerated-hearing for chair: by 2027-01-20, not before 2027-01-06"]
    );
    assert!(policy::diff::laws(&law, &Law::embedded().unwrap()).unwrap().is_empty());
}
