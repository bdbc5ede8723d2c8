//! Decisions: the law opens them and presumes an option, but never takes them. Statute comes before force policy, and
//! the requirements of both add up.

use std::sync::LazyLock;

use policy::{Input, Law, Layer, MatterFacts, OfficerFacts, Reaction, explain};
use proptest::prelude::*;

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
fn the_maker_of_the_severity_assessment_depends_on_the_kind_of_matter_and_the_mode() {
    let law = Law::embedded().unwrap();
    let made = |kind: &str, mode: &str| {
        let matter = MatterFacts { kind: kind.into(), iopc_mode: mode.into(), ..MatterFacts::default() };
        let input = Input { matter: Some(matter), ..Input::new("matter.circumstances-changed", noon("2026-11-02")) };
        let decision = law.decision("severity", &input).unwrap();
        let gross = decision.options.iter().find(|option| option.option == "gross-misconduct").unwrap();
        format!("{} under {}", decision.decided_by, gross.citation.rule)
    };
    assert_eq!(made("conduct", "none"), "appropriate-authority under PCR-14");
    assert_eq!(made("complaint", "none"), "psd-investigator under PCMR-16");
    assert_eq!(made("recordable-conduct", "local"), "psd-investigator under PCMR-16");
    assert_eq!(made("complaint", "directed"), "director-general under PCMR-16-DIRECTED");
    assert_eq!(made("recordable-conduct", "independent"), "director-general under PCMR-16-INDEPENDENT");
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
    insta::assert_snapshot!(refused(&input), @"`matter.severity` is `grave`: give one of `not-assessed`, `none`, `misconduct`, `gross-misconduct`, `rprp`, `performance`, `vetting`");
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
                let text = text.replace("least = 11, most = 15", "least = 11, most = 20");
                std::fs::write(to.join(path.file_name().unwrap()), text).unwrap();
            }
        }
    };
    let root = crate::packs::root();
    copy(&root.join("england-wales"), &folder);
    copy(&root.join("england-wales/cases"), &folder.join("cases"));
    let changed = Law::load(&[&folder, &root.join("promise")]).unwrap();
    let difference = policy::diff::laws(&law, &changed).unwrap();
    assert_eq!(
        difference.changed.iter().map(|change| change.id.as_str()).collect::<Vec<_>>(),
        ["PCR-52", "PCR-52-REPLACED"]
    );
    assert_eq!(difference.cases.len(), 2, "{difference}");
    assert_eq!(
        difference.cases[0].gone,
        ["duty PCR-52 hold-accelerated-hearing for chair: by 2027-01-13, not before 2027-01-07"]
    );
    assert_eq!(
        difference.cases[0].new,
        ["duty PCR-52 hold-accelerated-hearing for chair: by 2027-01-20, not before 2027-01-07"]
    );
    assert!(policy::diff::laws(&law, &Law::embedded().unwrap()).unwrap().is_empty());
}

static STATUTE: LazyLock<Law> = LazyLock::new(|| Law::load(&[&crate::packs::root().join("england-wales")]).unwrap());
static STACK: LazyLock<Law> = LazyLock::new(|| Law::embedded().unwrap());

/// Any input that the application could provide: every date that a clock may need is known.
fn any_input() -> impl Strategy<Value = Input> {
    let event = prop::sample::select(policy::EVENTS.to_vec());
    let kind = prop::sample::select(vec!["complaint", "conduct", "recordable-conduct", "dsi"]);
    let severity =
        prop::sample::select(vec!["not-assessed", "none", "misconduct", "gross-misconduct", "rprp", "vetting"]);
    let finding = prop::sample::select(vec!["undecided", "not-proven", "misconduct", "gross-misconduct"]);
    let status = prop::sample::select(vec!["serving", "former", "recruit"]);
    let flags = prop::array::uniform20(any::<bool>());
    // The days range from before the first regime to within the published calendar.
    let days = (0..3_900_i64, 0..400_i64, 0..200_i64);
    (event, kind, severity, finding, status, flags, days).prop_map(
        |(event, kind, severity, finding, status, flag, days)| {
            let arose = jiff::civil::date(2016, 1, 1) + jiff::ToSpan::days(days.0);
            let attention = arose + jiff::ToSpan::days(days.1);
            let today = attention + jiff::ToSpan::days(days.2);
            let mut input = Input::new(event, noon(&today.to_string()));
            input.matter = Some(MatterFacts {
                kind: kind.into(),
                severity: severity.into(),
                finding: finding.into(),
                vawg: flag[0],
                listed_offence: flag[1],
                domestic_abuse: flag[2],
                criminal_investigation: flag[3],
                arrested: flag[4],
                charged: flag[5],
                convicted: flag[6],
                indictable_only: flag[7],
                serious_sexual_offence: flag[8],
                referred: flag[9],
                suspended: flag[10],
                accelerated: flag[11],
                proven: flag[12],
                aa_unsure: flag[13],
                has_complainant: flag[14],
                proceedings: if flag[15] { "hearing" } else { "meeting" }.into(),
                arose_on: flag[16].then_some(arose),
                came_to_attention_on: Some(attention),
                ..MatterFacts::default()
            });
            let former = status == "former";
            input.officer = Some(OfficerFacts {
                status: status.into(),
                left_on: former.then_some(today),
                how_left: if former { "resigned" } else { "not-left" }.into(),
                allegations_count: 1 + i64::from(flag[17]),
                similar_allegations_count: 1 + i64::from(flag[18]),
                ..OfficerFacts::default()
            });
            input.dates.extend(STACK.anchors().map(|(name, _)| (name.to_owned(), today)));
            input.dates.insert("hearing".into(), today + jiff::ToSpan::days(60));
            if flag[19] {
                for fact in
                    ["prejudice_found", "oral", "complaint", "allegation_open", "workforce", "exposure", "downgraded"]
                {
                    input.facts.insert(fact.into(), true.into());
                }
                input.facts.insert("suspension_outcome".into(), "suspended".into());
                input.facts.insert("notice".into(), "referral-to-hearing".into());
            }
            input
        },
    )
}

/// The rules that react and their effects, as comparable lines.
fn said(reaction: &Reaction) -> Vec<String> {
    let duties = reaction.duties.iter().map(|duty| format!("{duty:?}"));
    let presumptions = reaction.presumptions.iter().map(|presumption| format!("{presumption:?}"));
    let notices = reaction.notices.iter().map(|notice| format!("{notice:?}"));
    duties.chain(presumptions).chain(notices).collect()
}

proptest! {
    #[test]
    fn the_promise_adds_to_the_statute_and_takes_nothing_away(input in any_input()) {
        let (below, above) = (STATUTE.react(&input).unwrap(), STACK.react(&input).unwrap());
        let (below, above) = (said(&below), said(&above));
        prop_assert!(below.iter().all(|line| above.contains(line)), "{below:#?}\n{above:#?}");
    }

    #[test]
    fn what_statute_rules_out_or_asks_for_the_promise_cannot_waive(input in any_input()) {
        for kind in STATUTE.decision_kinds() {
            let below = STATUTE.decision(kind, &input).unwrap();
            let above = STACK.decision(kind, &input).unwrap();
            for (option, stacked) in below.options.iter().zip(&above.options) {
                prop_assert!(option.allowed || !stacked.allowed, "{kind}: {} was ruled out", option.option);
            }
            if below.default.is_some() {
                prop_assert_eq!(&above.default, &below.default, "statute is heard first in {}", kind);
                let both = above.departure.clone().and(&below.departure);
                prop_assert_eq!(&both, &above.departure);
            }
            if let Some(default) = &above.default {
                prop_assert!(above.options.iter().any(|option| &option.option == default && option.allowed));
            }
        }
    }

    #[test]
    fn no_duty_is_due_before_what_brought_it_about_but_what_must_be_done_before_a_hearing(input in any_input()) {
        let today = policy::time::london_day(input.at).unwrap();
        for duty in STACK.react(&input).unwrap().duties {
            let Some(due) = duty.due else { continue };
            prop_assert!(due.not_before.is_none_or(|first| first <= due.by), "{}", duty.rule);
            // Twelve months are counted from the day on which the allegation came to attention, which may be long ago.
            let from_the_past = ["state-delay", "report-advisory-list", "renew-clearance"];
            if !from_the_past.contains(&duty.kind.as_str()) {
                prop_assert!(due.by >= today, "{} {}: {}", duty.rule, due.by, due.explanation);
            }
        }
    }
}
