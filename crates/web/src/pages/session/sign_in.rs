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
use crate::session::{self, Area, SignedIn};
use crate::texts::Words as _;

/// `{area}/sign-in`
#[derive(Template)]
#[template(path = "session/sign_in.html")]
pub struct SignInPage {
    /// The path of the area.
    pub area: &'static str,
}

pub(crate) async fn page<A: Area>(frame: Frame) -> Page<SignInPage> {
    Page::new(frame, SignInPage { area: A::PATH })
}

pub(crate) async fn begin(State(site): State<Site>, session: Session) -> Result<Json<Value>, PageError> {
    let (options, ceremony) = passkey::begin_sign_in(&site)?;
    ceremony.keep(&session).await?;
    Ok(Json(options))
}

pub(crate) async fn finish<A: Area>(
    State(site): State<Site>,
    session: Session,
    Json(answer): Json<PublicKeyCredential>,
) -> Result<Json<Value>, PageError> {
    let Ceremony::SignIn(state) = Ceremony::take(&session).await? else { return Err(passkey::not_accepted()) };
    let cx = site.app.system("sign-in");
    let known = app::staff::passkey(&cx, &passkey::answering(&answer)).await.map_err(unknown)?;
    let (fingerprint, body) = passkey::finish_sign_in(&site, &answer, state, &known)?;
    let actor = app::staff::signed_in(&cx, &known, &fingerprint, &body).await.map_err(unknown)?;
    session::begin::<A>(&site, &session, &actor, known.device).await?;
    Ok(Json(json!({ "to": A::PATH })))
}

/// Whoever left, or whose device was taken away, learns no more than somebody with an unknown passkey.
fn unknown(error: AppError) -> PageError {
    match error {
        AppError::Missing { .. } => passkey::not_accepted(),
        error => error.into(),
    }
}

pub(crate) async fn out<A: Area>(signed_in: SignedIn<A>) -> Result<Redirect, PageError> {
    signed_in.sign_out().await?;
    Ok(Redirect::to(&format!("{}/sign-in", A::PATH)))
}
