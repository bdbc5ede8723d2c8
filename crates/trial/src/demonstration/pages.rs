//! The pages of the demonstration.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use shell::texts::{Text, Texts};
use shell::{Frame, Page, Rights};
use web::{PageError, Site};

use super::codes::DrawnCode;
use super::{Area, Demonstration, DemonstrationPerson, Part, standards};
use crate::texts::Words as _;

/// `/demonstration`: three frames side by side on a wide screen, links on a narrow one.
#[derive(Template)]
#[template(path = "demonstration/play.html")]
pub struct PlayPage;

/// `/demonstration/officer` and `/demonstration/control`: a choice of parts.
#[derive(Template)]
#[template(path = "demonstration/choose.html")]
pub struct ChoicePage {
    pub heading: Text,
    /// The people who can be played: the part's name in URLs, its description, and the person's name and number.
    pub people: Vec<(&'static str, Text, Text)>,
}

/// `/demonstration/standards`: codes to try, the suspension, and the time.
#[derive(Template)]
#[template(path = "demonstration/standards.html")]
pub struct Standards {
    pub detective: String,
    /// True while the detective is suspended.
    pub is_suspended: bool,
    /// Codes to try: the officer, the code, its expiry, and the outcome of checking it.
    pub codes: Vec<(Text, String, Text, Text)>,
}

/// `/demonstration/away`: the page to which "Exit this page" leads.
#[derive(Template)]
#[template(path = "demonstration/away.html")]
pub struct AwayPage;

/// The demonstration, as an argument of handlers.
pub(super) type DemonstrationState = Extension<Arc<Demonstration>>;

pub(super) async fn play(frame: Frame) -> Page<PlayPage> {
    Page::new(frame, PlayPage).with(Rights { shows_frames: true, ..Rights::default() })
}

pub(super) async fn away(frame: Frame) -> Page<AwayPage> {
    Page::new(frame, AwayPage)
}

pub(super) async fn officers(Extension(demonstration): DemonstrationState, frame: Frame) -> Page<ChoicePage> {
    let heading = frame.t.demonstration_choose_officer();
    choose(&demonstration, frame, Area::Duty, heading)
}

pub(super) async fn desks(Extension(demonstration): DemonstrationState, frame: Frame) -> Page<ChoicePage> {
    let heading = frame.t.demonstration_choose_desk();
    choose(&demonstration, frame, Area::Control, heading)
}

fn choose(demonstration: &Demonstration, frame: Frame, area: Area, heading: Text) -> Page<ChoicePage> {
    let t = &frame.t;
    let people = demonstration.cast.people.iter().filter(|person| person.part.area() == area);
    let people = people.filter(|person| person.part.can_be_played());
    let people = people.map(|person| (person.part.key(), person.part.title(t), named(t, person))).collect();
    Page::new(frame, ChoicePage { heading, people })
}

fn named(t: &Texts, person: &DemonstrationPerson) -> Text {
    t.demonstration_named(&person.name, &person.number)
}

pub(super) async fn standards(
    State(site): State<Site>,
    Extension(demonstration): DemonstrationState,
    frame: Frame,
) -> Result<Page<Standards>, PageError> {
    let t = &frame.t;
    let detective = demonstration.cast.person(Part::Detective).ok_or_else(PageError::missing)?;
    let is_suspended = standards::is_suspended(&site, detective.officer).await?;
    let now = site.app.system("demonstration").now;
    let row = |drawn: DrawnCode| {
        let is_live = drawn.until > now;
        let until =
            if is_live { t.demonstration_code_until(t.clock(drawn.until)) } else { t.demonstration_code_is_old() };
        let outcome = if is_live { drawn.part.outcome(t) } else { t.demonstration_is_not_verified() };
        (drawn.part.title(t), drawn.code, until, outcome)
    };
    let codes = demonstration.codes().into_iter().map(row).collect();
    Ok(Page::new(frame, Standards { detective: detective.name.clone(), is_suspended, codes }))
}
