//! Regimes: a matter falls under the law of its own time, and any doubt about it is shown.

use policy::{Input, Law, MatterFacts};

use crate::{day, noon};

fn matter(arose: Option<&str>, came_to_attention: Option<&str>) -> MatterFacts {
    MatterFacts {
        arose_on: arose.map(day),
        came_to_attention_on: came_to_attention.map(day),
        severity: "gross-misconduct".into(),
        criminal_investigation: true,
        ..MatterFacts::default()
    }
}

#[test]
fn a_matter_is_pinned_by_the_day_its_behaviour_arose() {
    let law = Law::embedded().unwrap();
    let regime = |arose, attention| law.regime(&matter(arose, attention)).id;
    assert_eq!(regime(Some("2026-07-13"), Some("2026-07-14")), "conduct-2026");
    assert_eq!(regime(Some("2026-07-12"), Some("2026-07-12")), "conduct-2025");
    assert_eq!(regime(None, Some("2026-07-13")), "conduct-2026");
    assert_eq!(regime(None, Some("2026-07-12")), "conduct-2025");
    assert_eq!(regime(Some("2015-05-01"), Some("2026-11-01")), "conduct-2025");
    assert_eq!(regime(Some("2015-05-01"), Some("2025-05-28")), "conduct-2025");
    assert_eq!(regime(Some("2025-05-20"), Some("2025-05-27")), "conduct-2020");
    assert_eq!(regime(Some("2015-05-01"), Some("2015-06-01")), "conduct-before-2020");
}

#[test]
fn old_behaviour_that_came_to_attention_after_the_change_carries_a_doubt() {
    let law = Law::embedded().unwrap();
    assert!(law.regime(&matter(Some("2026-07-01"), Some("2026-07-02"))).doubt.is_none());
    let regime = law.regime(&matter(Some("2026-07-12"), Some("2026-07-20")));
    assert_eq!(regime.selected_on, Some(day("2026-07-20")));
    assert!(regime.doubt.unwrap().contains("has not been read in full"));
    assert!(law.regime(&matter(None, Some("2026-08-01"))).doubt.unwrap().contains("not known"));
    assert!(law.regime(&matter(None, None)).doubt.unwrap().contains("none of the matter's dates is known"));
}

#[test]
fn the_three_day_clock_runs_only_under_the_regime_that_has_it() {
    let law = Law::embedded().unwrap();
    let duties = |facts: MatterFacts| {
        let input = Input { matter: Some(facts), ..Input::new("matter.severity-assessed", noon("2027-03-25")) };
        let reaction = law.react(&input).unwrap();
        reaction.duties.into_iter().map(|duty| duty.rule).filter(|rule| rule.starts_with("PCR-11")).collect::<Vec<_>>()
    };
    assert_eq!(duties(matter(Some("2027-03-01"), Some("2027-03-20"))), ["PCR-11-NEW", "PCR-11B"]);
    assert_eq!(duties(matter(Some("2026-07-12"), Some("2027-03-20"))), ["PCR-11-OLD"]);
    // A simulation pins a different regime and sees its rules.
    let simulated =
        MatterFacts { pinned_regime: Some("conduct-2026".into()), ..matter(Some("2026-07-12"), Some("2027-03-20")) };
    assert_eq!(duties(simulated), ["PCR-11-NEW", "PCR-11B"]);
}

#[test]
fn a_matter_that_came_to_attention_before_28_may_2025_keeps_the_earlier_text_whenever_it_is_heard() {
    let law = Law::embedded().unwrap();
    let presumed = |attention: &str, pinned: Option<&str>| {
        let mut facts = matter(Some("2025-01-10"), Some(attention));
        facts.pinned_regime = pinned.map(str::to_owned);
        facts.proceedings = "hearing".into();
        facts.finding = "gross-misconduct".into();
        let input = Input { matter: Some(facts), ..Input::new("matter.hearing-completed", noon("2026-11-13")) };
        let decision = law.decision("outcome", &input).unwrap();
        (decision.default, decision.regime.unwrap().id)
    };
    assert_eq!(presumed("2025-05-27", None), (None, "conduct-2020".to_owned()));
    assert_eq!(presumed("2025-05-28", None), (Some("dismissal".to_owned()), "conduct-2025".to_owned()));
    assert_eq!(presumed("2025-05-27", Some("conduct-2025")).0, Some("dismissal".to_owned()), "in a simulation");
    assert!(law.regime(&matter(Some("2025-01-10"), Some("2025-05-27"))).doubt.unwrap().contains("section 28A"));
}

#[test]
fn a_regime_that_no_pack_holds_is_refused_by_name() {
    let law = Law::embedded().unwrap();
    let facts = MatterFacts { pinned_regime: Some("conduct-1999".into()), ..MatterFacts::default() };
    let input = Input { matter: Some(facts), ..Input::new("matter.opened", noon("2026-11-02")) };
    insta::assert_snapshot!(
        law.react(&input).unwrap_err(),
        @"`conduct-1999` is not a regime of these packs: use one of `conduct-2026`, `conduct-2025`, `conduct-2020`, `conduct-before-2020`"
    );
}
