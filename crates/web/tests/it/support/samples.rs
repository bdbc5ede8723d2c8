//! Samples with which every template is rendered: empty, typical, very long, hostile. New pages use them too.

use askama::Template;
use shell::texts::{Language, Texts};
use shell::{Frame, Page};

use crate::support::site::TestSite;

/// Texts that people or programs may put into fields.
pub const TEXTS: [(&str, &str); 4] = [
    ("empty", ""),
    ("typical", "PC 4123 Northmere"),
    ("hostile", "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> &amp; {{7*7}} \u{202e}drawkcab"),
    ("right to left", "العربية עברית"),
];

/// A text of ten thousand characters.
pub fn very_long() -> String {
    "abcdefghij".repeat(1_000)
}

/// All sample texts.
pub fn texts() -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = TEXTS.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    all.push(("very long", very_long()));
    all
}

/// Renders a template with each sample text in both languages, and checks what must hold for every page.
pub fn render_all<T: Template>(site: &TestSite, path: &str, template: impl Fn(&Texts, &str) -> T) {
    for language in Language::ALL {
        for (name, text) in texts() {
            let frame = Frame::new(site.site.shell.clone(), &language.address(path));
            let template = template(&frame.t, &text);
            let html = Page::new(frame, template).html().unwrap_or_else(|error| panic!("{name}: {error}"));
            holds(&format!("{path}, {name}, {}", language.code()), &html, language);
        }
    }
}

/// Asserts what holds for every page.
pub fn holds(which: &str, html: &str, language: Language) {
    assert!(html.starts_with("<!DOCTYPE html>"), "{which}: no document type");
    assert!(html.contains(&format!("<html lang=\"{}\"", language.code())), "{which}: wrong language");
    assert_eq!(html.matches("<h1").count(), 1, "{which}: one heading of the first level");
    assert!(html.contains("<title>") && !html.contains("<title></title>"), "{which}: a title");
    assert!(
        html.contains("id=\"main-content\"") && html.contains("govuk-skip-link"),
        "{which}: the skip link leads somewhere"
    );
    assert!(!html.contains("<script>"), "{which}: something was not escaped, or a script is inline");
    assert!(!html.contains("<img src=x"), "{which}: something was not escaped");
    assert!(!html.contains(" onerror=alert(1)>"), "{which}: something was not escaped");
    assert!(!html.contains(" style=\"") && !html.contains("onclick="), "{which}: the policy forbids what is inline");
    assert!(!html.contains("/assets/missing"), "{which}: an asset is not there");
    assert!(!html.contains("GOV.UK logo") && !html.contains("crown"), "{which}: a mark of GOV.UK");
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len(), "{which}: an id stands twice among {ids:?}");
    for named in html.split("aria-describedby=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        for id in named.split(' ') {
            assert!(ids.contains(&id), "{which}: `{id}` describes something and is not there");
        }
    }
}
