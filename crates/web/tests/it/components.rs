//! The components that all templates share.

use askama::Template;
use shell::texts::Language;
use shell::{Frame, Page};

use crate::support::samples::{holds, texts};
use crate::support::site::TestSite;

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "layout.html" %}
{% import "components.html" as c %}
{% block back %}{% call c::back_link(t, "/") %}{% endcall %}{% endblock %}
{% block content %}
<h1 class="govuk-heading-l">{{ text }}</h1>
{% call c::error_summary(t, errors) %}{% endcall %}
{% call c::input(t, "code", text, text, text, errors.of("code")) %}{% endcall %}
{% call c::input(t, "telephone", text, text, "", "", kind = "tel", inputmode = "tel", autocomplete = "tel") %}{% endcall %}
{% call c::textarea(t, "words", text, text, text, text) %}{% endcall %}
{% call c::radios(t, "where", text, choices, text, text, text) %}{% endcall %}
{% call c::button(t.go_on()) %}{% endcall %}
{% call c::link_button("/", text) %}{% endcall %}
{% call c::summary_list(rows) %}{% endcall %}
{% call c::warning_text(t, text) %}{% endcall %}
{% call c::inset_text(text) %}{% endcall %}
{% call c::details(text) %}<p class="govuk-body">{{ text }}</p>{% endcall %}
{% call c::notification_banner(t.important(), text) %}{% endcall %}
{% endblock %}"##
)]
struct AllComponents<'a> {
    text: &'a str,
    errors: shell::FieldErrors,
    choices: Vec<(&'a str, &'a str)>,
    rows: Vec<(&'a str, &'a str)>,
}

#[tokio::test]
async fn every_component_escapes_whatever_stands_in_it() {
    let site = TestSite::start().await;
    for language in Language::ALL {
        for (name, text) in texts() {
            let frame = Frame::new(site.site.shell.clone(), &language.address("/trial"));
            let mut errors = shell::FieldErrors::none();
            errors.add("code", text.clone());
            let text = text.as_str();
            let page =
                AllComponents { text, errors, choices: vec![("here", text), (text, text)], rows: vec![(text, text)] };
            holds(name, &Page::new(frame, page).html().unwrap(), language);
        }
    }
}
