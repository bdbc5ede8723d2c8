//! The number of a force's control room.

use axum::http::StatusCode;
use shell::FieldErrors;
use shell::texts::Language;
use web::pages::about::{AboutForces, ChosenForce};
use web::texts::Words as _;

use crate::support::samples::{holds, render_all};
use crate::support::site::TestSite;
use crate::support::street::NORTHMERE;
use crate::support::visitor::public;

#[tokio::test]
async fn a_visitor_who_chooses_a_force_reads_the_number_of_its_control_room() {
    let site = TestSite::configured(NORTHMERE).await;
    for (language, emergency) in [(Language::English, "call 999"), (Language::Welsh, "ffoniwch 999")] {
        let path = language.address("/about/forces");
        let form = site.get(&path).await;
        assert!(form.body.contains(emergency) && !form.body.contains("0161 496 0100"), "{}", form.body);
        let answer = site.post(&path, "force=northmere").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        public(&path, &answer, language);
        assert!(answer.body.contains("Northmere Police") && answer.body.contains("0161 496 0100"), "{}", answer.body);
        assert!(
            answer.body.contains(emergency) && answer.body.contains("value=\"northmere\" checked"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_force_that_was_not_chosen_is_asked_for_at_the_field_and_in_the_summary() {
    let site = TestSite::configured(NORTHMERE).await;
    for form in ["", "force="] {
        let answer = site.post("/about/forces", form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds("no force", &answer.body, Language::English);
        assert!(answer.body.contains("<a href=\"#force\">Choose a police force</a>"), "{}", answer.body);
        assert!(
            answer.body.contains("id=\"force-error\"") && answer.body.contains("<title>Error: "),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_force_that_is_not_listed_is_refused_and_not_repeated() {
    let site = TestSite::configured(NORTHMERE).await;
    for force in ["valeshire", "Valeshire+Police", "%3Cscript%3Evaleshire"] {
        let answer = site.post("/about/forces", &format!("force={force}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{force}");
        holds("an unknown force", &answer.body, Language::English);
        assert!(answer.body.contains("<a href=\"#force\">Choose one of the forces in the list</a>"), "{}", answer.body);
        assert!(
            !answer.body.to_lowercase().contains("valeshire") && !answer.body.contains("0161 496"),
            "{}",
            answer.body
        );
    }
}

#[tokio::test]
async fn a_force_without_a_number_says_so_and_names_the_national_one() {
    let site = TestSite::start().await;
    let page = site.post("/about/forces", "force=northmere").await.body;
    let told = "We do not have the number of the control room of Northmere Police. Ring 101 and ask for it.";
    assert!(page.contains(told) && page.contains("call 999"), "{page}");
}

#[tokio::test]
async fn a_service_without_forces_has_nothing_to_choose() {
    let site = TestSite::configured("").await;
    for page in [site.get("/about/forces").await.body, site.post("/about/forces", "").await.body] {
        holds("no forces", &page, Language::English);
        assert!(page.contains("does not list any forces yet"), "{page}");
        assert!(!page.contains("<form") && !page.contains("href=\"#force\""), "{page}");
    }
}

#[tokio::test]
async fn the_start_page_and_the_accessibility_statement_lead_here() {
    let site = TestSite::start().await;
    for path in ["/", "/accessibility"] {
        for language in Language::ALL {
            let page = site.get(&language.address(path)).await.body;
            let link = format!("href=\"{}\"", language.address("/about/forces"));
            assert!(page.contains(&link), "{path}: {page}");
        }
    }
}

#[tokio::test]
async fn the_page_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    for has_number in [true, false] {
        render_all(&site, "/about/forces", |t, text| {
            let mut errors = FieldErrors::none();
            errors.add("force", t.about_forces_missing());
            let forces = vec![("northmere".to_owned(), text.to_owned()), (text.to_owned(), text.to_owned())];
            let control = ChosenForce { name: text.to_owned(), telephone: has_number.then(|| text.to_owned()) };
            AboutForces { forces, chosen: text.to_owned(), errors, control: Some(control) }
        });
    }
}
