//! Errors, as seen by people and by programs.

use axum::http::{Method, StatusCode};
use insta::assert_snapshot;
use shell::error::Case;
use shell::texts::Language;

use crate::support::samples::holds;
use crate::support::site::{TestSite, asked};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const PROGRAM: (&str, &str) = ("accept", "application/json");

#[tokio::test]
async fn a_page_that_is_not_there_says_what_to_do_and_nothing_about_officers() {
    let site = TestSite::start().await;
    for (path, language) in [("/nothing", Language::English), ("/cy/dim", Language::Welsh)] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        holds(path, &answer.body, language);
        let reference = answer.header("x-request-id");
        assert!(reference.len() == 10 && answer.body.contains(reference), "the reference can be quoted");
    }
    assert!(site.get("/nothing").await.body.contains("says nothing about any officer"));
}

#[tokio::test]
async fn a_program_gets_a_problem_with_a_stable_code() {
    let site = TestSite::start().await;
    let problem = |method, path: &'static str, headers: Vec<(&'static str, &'static str)>, body: String| {
        let site = &site;
        async move { site.send(asked(method, path, &headers, &body)).await.problem() }
    };
    assert_snapshot!(problem(Method::GET, "/nothing", vec![PROGRAM], String::new()).await, @"404 page.missing");
    assert_snapshot!(problem(Method::GET, "/api/nothing", vec![], String::new()).await, @"404 page.missing");
    assert_snapshot!(problem(Method::DELETE, "/privacy", vec![PROGRAM], String::new()).await, @"405 request.method");
    assert_snapshot!(problem(Method::GET, "/trial/refused", vec![PROGRAM], String::new()).await, @"409 matter.already-closed");
    assert_snapshot!(problem(Method::GET, "/trial/bug", vec![PROGRAM], String::new()).await, @"500 candour.bug");
    assert_snapshot!(problem(Method::GET, "/trial/officers/nobody", vec![PROGRAM], String::new()).await, @"404 page.missing");
    assert_snapshot!(problem(Method::POST, "/trial/form", vec![PROGRAM, FORM], "count=1".to_owned()).await, @"422 request.field-missing");
    assert_snapshot!(problem(Method::POST, "/trial/form", vec![PROGRAM, FORM], "code=a&count=many".to_owned()).await, @"422 request.field-wrong");
    assert_snapshot!(problem(Method::POST, "/trial/form", vec![PROGRAM], "{}".to_owned()).await, @"422 request.not-a-form");
    assert_snapshot!(problem(Method::POST, "/trial/form", vec![PROGRAM, FORM], "x".repeat(1 << 20)).await, @"413 request.too-large");
}

#[tokio::test]
async fn a_form_that_lacks_a_field_is_told_which() {
    let site = TestSite::start().await;
    let answer = site.post("/trial/form", "count=1").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("<strong>code</strong> is needed"), "{}", answer.body);
    let answer = site.post("/trial/form", "code=a&count=<script>").await;
    assert!(
        answer.body.contains("<strong>count</strong>") && !answer.body.contains("script&gt;"),
        "values are not repeated"
    );
}

#[tokio::test]
async fn a_bug_ends_one_request_and_its_words_stay_here() {
    let site = TestSite::start().await;
    let answer = site.get("/trial/bug").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!answer.body.contains("somebody"), "{}", answer.body);
    assert!(answer.body.contains("call 999"));
    assert_eq!(site.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_method_that_a_page_does_not_know_is_answered_with_those_that_it_does() {
    let site = TestSite::start().await;
    let answer = site.post("/privacy", "").await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "GET,HEAD");
}

#[tokio::test]
async fn a_megabyte_of_junk_is_not_taken() {
    let site = TestSite::start().await;
    let answer = site.post("/trial/form", &"j".repeat(1 << 20)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    holds("too large", &answer.body, Language::English);
}

#[test]
fn every_row_of_the_table_has_words_in_both_languages() {
    for case in Case::ALL {
        for language in Language::ALL {
            let t = shell::texts::Texts::new(language);
            for text in [case.title(&t), case.kept(&t), case.next(&t)] {
                assert!(!text.is_empty() && !text.contains("verified"), "{case:?}: {text}");
            }
        }
    }
}
