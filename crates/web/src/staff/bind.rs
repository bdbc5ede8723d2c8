//! Binding a device of the force: an invitation is taken, a passkey is made, and the device makes its key for presentations.

use app::device::{DeviceHolder, NewPasskey};
use askama::Template;
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_sessions::Session;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use super::Area;
use super::passkey::{self, Ceremony};
use crate::error::{Case, PageError, Path};
use crate::texts::Texts;
use crate::{Frame, Page, Site};

/// `{area}/bind/{token}`
#[derive(Template)]
#[template(path = "staff/bind.html")]
pub struct BindPage {
    /// What stands around it.
    pub frame: Frame,
    /// Its texts.
    pub t: Texts,
    /// The path of the area.
    pub area: &'static str,
    /// The name of the force.
    pub force: String,
    /// In which role.
    pub role: &'static str,
    /// Whether the device makes a key for presentations: an officer's does.
    pub makes_key: bool,
}

/// What a device answers.
#[derive(Deserialize)]
pub(super) struct Made {
    credential: RegisterPublicKeyCredential,
    device: String,
    /// The public key for presentations: SEC1, base64url.
    key: Option<String>,
}

/// Whom the token invites, if it is to this area.
async fn invited<A: Area>(site: &Site, token: &str) -> Result<DeviceHolder, PageError> {
    let invited = app::device::invited(&site.app.system("sign-in"), &site.settings, token).await?;
    if A::ROLES.contains(&invited.role) { Ok(invited) } else { Err(PageError::missing()) }
}

pub(super) async fn page<A: Area>(
    State(site): State<Site>,
    frame: Frame,
    Path(token): Path<String>,
) -> Result<Page<BindPage>, PageError> {
    let invited = invited::<A>(&site, &token).await?;
    let force = site.settings.force(&invited.force).name;
    let (role, makes_key) = (invited.role.as_str(), invited.role == domain::Role::Officer);
    Ok(Page::new(BindPage { t: frame.t.clone(), frame, area: A::PATH, force, role, makes_key }))
}

pub(super) async fn begin<A: Area>(
    State(site): State<Site>,
    session: Session,
    Path(token): Path<String>,
) -> Result<Json<Value>, PageError> {
    let invited = invited::<A>(&site, &token).await?;
    let (options, ceremony) = passkey::begin_binding(&site, &token, &invited)?;
    ceremony.keep(&session).await?;
    Ok(Json(options))
}

pub(super) async fn finish<A: Area>(
    State(site): State<Site>,
    session: Session,
    Path(token): Path<String>,
    Json(made): Json<Made>,
) -> Result<Json<Value>, PageError> {
    let Ceremony::Bind { invitation, state } = Ceremony::take(&session).await? else {
        return Err(passkey::not_accepted());
    };
    // The ceremony was begun for one invitation, and ends for no other.
    if invitation != passkey::invitation(&site.settings, &token) {
        return Err(passkey::not_accepted());
    }
    invited::<A>(&site, &token).await?;
    let (credential, fingerprint, body) = passkey::finish_binding(&site, &made.credential, &state)?;
    let key = made.key.map(|key| point(&key)).transpose()?;
    let new = NewPasskey { credential, body, device: made.device, fingerprint, key };
    let cx = site.app.system("sign-in");
    let bound = app::device::bind(&cx, &site.settings, &token, new).await?;
    let actor = app::device::actor(&cx, bound.of.officer, bound.of.role, bound.device).await?;
    super::begin::<A>(&site, &session, &actor, bound.device).await?;
    Ok(Json(json!({ "to": A::PATH })))
}

/// A point of P-256, uncompressed. Whether it lies on the curve is asked again before anything is signed for it.
fn point(key: &str) -> Result<String, PageError> {
    match URL_SAFE_NO_PAD.decode(key) {
        Ok(bytes) if bytes.len() == 65 && bytes[0] == 4 => Ok(key.to_owned()),
        _ => {
            Err(PageError::new(Case::Invalid, "staff.device-key").saying("the key of the device is no point of P-256"))
        }
    }
}
