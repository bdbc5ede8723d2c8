//! The number of a force's control room, for people who would rather speak to somebody.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ForceId;
use serde::Deserialize;
use shell::{FieldErrors, Form, Frame, Page};

use crate::texts::Words as _;
use crate::{Config, Site};

/// `/about/forces`
#[derive(Template)]
#[template(path = "about/forces.html")]
pub struct AboutForces {
    /// The choices: codes with the names of the forces, in the order of the names.
    pub forces: Vec<(String, String)>,
    /// The code of the chosen force.
    pub chosen: String,
    pub errors: FieldErrors,
    pub control: Option<ChosenForce>,
}

/// The force that a visitor chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenForce {
    pub name: String,
    /// The number of its control room. None if only the national one is known.
    pub telephone: Option<String>,
}

impl AboutForces {
    /// The page before a force is chosen.
    fn new(config: &Config) -> Self {
        let named = config.forces.iter().map(|(code, force)| (code.as_str().to_owned(), force.name.clone()));
        let mut forces: Vec<(String, String)> = named.collect();
        forces.sort_by(|(_, one), (_, other)| one.cmp(other));
        Self { forces, chosen: String::new(), errors: FieldErrors::none(), control: None }
    }
}

pub(crate) async fn ask(State(site): State<Site>, frame: Frame) -> Page<AboutForces> {
    Page::new(frame, AboutForces::new(&site.config))
}

/// The choice, by its code.
#[derive(Deserialize)]
pub(crate) struct ForceForm {
    #[serde(default)]
    force: String,
}

// Posted, although it changes nothing: a query would leave the force in the browser's history.
pub(crate) async fn show(State(site): State<Site>, frame: Frame, Form(form): Form<ForceForm>) -> Page<AboutForces> {
    let mut page = AboutForces::new(&site.config);
    match ForceId::parse(&form.force).ok().and_then(|code| site.config.force(&code)) {
        Some(force) => {
            let telephone = force.own_number().map(str::to_owned);
            page.control = Some(ChosenForce { name: force.name.clone(), telephone });
            page.chosen = form.force;
        }
        None if form.force.is_empty() => page.errors.add("force", frame.t.about_forces_missing()),
        None => page.errors.add("force", frame.t.about_forces_unknown()),
    }
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Page::new(frame, page).status(status)
}
