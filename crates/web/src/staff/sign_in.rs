//! Signing in with a passkey, staying signed in, signing out.

use app::AppError;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};
use tower_sessions::Session;
use webauthn_rs::prelude::PublicKeyCredential;

use super::passkey::{self, Ceremony};
use super::{Area, SignedIn, Stay};
use crate::Site;
use crate::error::PageError;
use crate::texts::Words as _;
use shell::texts::Texts;
use shell::{Frame, Page};

/// `{area}/sign-in`
#[derive(Template)]
#[template(path = "staff/sign_in.html")]
pub struct SignInPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The path of the area.
    pub area: &'static str,
}

/// `{area}/stay`, for a browser without script: it was opened beside the page on which somebody types.
#[derive(Template)]
#[template(path = "staff/stayed.html")]
pub struct StayedPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// Until when.
    pub stay: Stay,
}

pub(super) async fn page<A: Area>(frame: Frame) -> Page<SignInPage> {
    Page::new(SignInPage { t: frame.t.clone(), frame, area: A::PATH })
}

pub(super) async fn begin(State(site): State<Site>, session: Session) -> Result<Json<Value>, PageError> {
    let (options, ceremony) = passkey::begin_sign_in(&site)?;
    ceremony.keep(&session).await?;
    Ok(Json(options))
}

pub(super) async fn finish<A: Area>(
    State(site): State<Site>,
    session: Session,
    Json(answer): Json<PublicKeyCredential>,
) -> Result<Json<Value>, PageError> {
    let Ceremony::SignIn(state) = Ceremony::take(&session).await? else { return Err(passkey::not_accepted()) };
    let cx = site.app.system("sign-in");
    let known = app::staff::passkey(&cx, &passkey::answering(&answer)).await.map_err(unknown)?;
    let (fingerprint, body) = passkey::finish_sign_in(&site, &answer, state, &known)?;
    let actor = app::staff::signed_in(&cx, &known, &fingerprint, &body).await.map_err(unknown)?;
    super::begin::<A>(&site, &session, &actor, known.device).await?;
    Ok(Json(json!({ "to": A::PATH })))
}

/// Whoever left, or whose device was taken away, learns no more than somebody with an unknown passkey.
fn unknown(error: AppError) -> PageError {
    match error {
        AppError::Missing { .. } => passkey::not_accepted(),
        error => error.into(),
    }
}

pub(super) async fn out<A: Area>(signed_in: SignedIn<A>) -> Result<Redirect, PageError> {
    signed_in.sign_out().await?;
    Ok(Redirect::to(&format!("{}/sign-in", A::PATH)))
}

pub(super) async fn stay<A: Area>(frame: Frame, headers: HeaderMap, signed_in: SignedIn<A>) -> Response {
    let stay = signed_in.stay();
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepted.starts_with("application/json") {
        return Json(json!({ "seconds": stay.seconds })).into_response();
    }
    Page::new(StayedPage { t: frame.t.clone(), frame, stay }).into_response()
}
