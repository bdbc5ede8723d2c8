//! Signing in with a passkey, and signing out.

use app::AppError;
use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::response::Redirect;
use serde_json::{Value, json};
use shell::{Frame, Page};
use tower_sessions::Session;
use webauthn_rs::prelude::PublicKeyCredential;

use crate::Site;
use crate::error::PageError;
use crate::session::passkey::{self, Ceremony};
use crate::session::{self, Desk, DeskStaff};
use crate::texts::Words as _;

/// `{desk}/sign-in`
#[derive(Template)]
#[template(path = "session/sign_in.html")]
pub struct SessionSignIn {
    pub desk: &'static str,
}

pub(crate) async fn page<D: Desk>(frame: Frame) -> Page<SessionSignIn> {
    Page::new(frame, SessionSignIn { desk: D::PATH })
}

pub(crate) async fn begin(State(site): State<Site>, session: Session) -> Result<Json<Value>, PageError> {
    let (options, ceremony) = passkey::begin_sign_in(&site)?;
    ceremony.keep(&session).await?;
    Ok(Json(options))
}

pub(crate) async fn finish<D: Desk>(
    State(site): State<Site>,
    session: Session,
    Json(answer): Json<PublicKeyCredential>,
) -> Result<Json<Value>, PageError> {
    let Ceremony::SignIn(state) = Ceremony::take(&session).await? else { return Err(passkey::not_accepted()) };
    let cx = site.app.system("sign-in");
    let known = app::device::passkey(&cx, &passkey::answering(&answer)).await.map_err(unknown)?;
    let (fingerprint, body) = passkey::finish_sign_in(&site, &answer, state, &known)?;
    let actor = app::device::signed_in(&cx, &known, &fingerprint, &body).await.map_err(unknown)?;
    session::begin::<D>(&site, &session, &actor, known.device).await?;
    Ok(Json(json!({ "to": D::PATH })))
}

/// For staff who have left, or whose device was removed, returns the same error as for an unknown passkey.
fn unknown(error: AppError) -> PageError {
    match error {
        AppError::Missing { .. } => passkey::not_accepted(),
        error => error.into(),
    }
}

pub(crate) async fn out<D: Desk>(signed_in: DeskStaff<D>) -> Result<Redirect, PageError> {
    signed_in.sign_out().await?;
    Ok(Redirect::to(&format!("{}/sign-in", D::PATH)))
}
