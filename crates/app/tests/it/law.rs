//! The codes that the program acts on, and the codes that the packs define: each has a single list.

use domain::codes::LawCode;
use domain::matter::{
    DocumentRecipient, Mode, NoticeCode, ProceedingsOutcome, ReferralGround, RestrictionGround, ServiceMethod,
};
use policy::Law;

fn listed<C: LawCode>(law: &Law) -> Vec<C> {
    let list = law.codes(C::LIST);
    assert!(!list.is_empty(), "no pack lists a {}", C::WHAT);
    list.iter().map(|code| C::listed(code, &list).unwrap()).collect()
}

#[test]
fn the_packs_list_what_is_served_how_and_on_which_grounds() {
    let law = Law::embedded().unwrap();
    let of_hearing: Vec<_> =
        listed::<NoticeCode>(&law).into_iter().filter(NoticeCode::is_of_hearing).map(|it| it.to_string()).collect();
    assert_eq!(of_hearing, ["referral-to-hearing", "accelerated"]);
    listed::<ServiceMethod>(&law);
    listed::<ReferralGround>(&law);
    listed::<RestrictionGround>(&law);
    assert!(law.codes("no-such-list").is_empty());
}

#[test]
fn the_packs_know_every_code_that_the_program_tells_them() {
    let law = Law::embedded().unwrap();
    assert_eq!(law.codes("supplied_to"), DocumentRecipient::ALL.map(DocumentRecipient::as_str));
    let outcomes = law.codes("outcome");
    assert!(
        ProceedingsOutcome::ALL.iter().all(|outcome| outcomes.iter().any(|known| known == outcome.as_str())),
        "{outcomes:?}"
    );
    let schema = serde_json::to_string(&policy::input_schema()).unwrap();
    for code in Mode::ALL.map(Mode::as_str) {
        assert!(schema.contains(&format!("\"{code}\"")), "{code}");
    }
}
