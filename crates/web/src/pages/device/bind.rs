//! Binding a device of the force: an invitation is used, a passkey is created, and the device creates its key for presentations.

use app::device::{DeviceHolder, NewPasskey};
use askama::Template;
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use shell::error::Case;
use shell::{Frame, Page, Path};
use tower_sessions::Session;
use webauthn_rs::prelude::RegisterPublicKeyCredential;

use crate::Site;
use crate::error::PageError;
use crate::session::passkey::{self, Ceremony};
use crate::session::{self, Desk};
use crate::texts::Words as _;

/// `{desk}/bind/{token}`
#[derive(Template)]
#[template(path = "device/bind.html")]
pub struct DeviceBind {
    pub desk: &'static str,
    pub force: String,
    /// The role of the invitation.
    pub role: &'static str,
    /// True if the device creates a key for presentations, as an officer's does.
    pub makes_key: bool,
}

/// The answer of a device.
#[derive(Deserialize)]
pub(crate) struct NewCredential {
    credential: RegisterPublicKeyCredential,
    device: String,
    /// The public key for presentations: SEC1, base64url.
    key: Option<String>,
}

/// The invitation of a token, if it is to this desk.
async fn invited<D: Desk>(site: &Site, token: &str) -> Result<DeviceHolder, PageError> {
    let invited = app::device::invited(&site.app.system("sign-in"), &site.secrets, token).await?;
    if D::ROLES.contains(&invited.role) { Ok(invited) } else { Err(PageError::missing()) }
}

pub(crate) async fn page<D: Desk>(
    State(site): State<Site>,
    frame: Frame,
    Path(token): Path<String>,
) -> Result<Page<DeviceBind>, PageError> {
    let invited = invited::<D>(&site, &token).await?;
    let force = site.secrets.force(&invited.force).name;
    let (role, makes_key) = (invited.role.as_str(), invited.role == domain::Role::Officer);
    Ok(Page::new(frame, DeviceBind { desk: D::PATH, force, role, makes_key }))
}

pub(crate) async fn begin<D: Desk>(
    State(site): State<Site>,
    session: Session,
    Path(token): Path<String>,
) -> Result<Json<Value>, PageError> {
    let invited = invited::<D>(&site, &token).await?;
    let (options, ceremony) = passkey::begin_binding(&site, &token, &invited)?;
    ceremony.keep(&session).await?;
    Ok(Json(options))
}

pub(crate) async fn finish<D: Desk>(
    State(site): State<Site>,
    session: Session,
    Path(token): Path<String>,
    Json(made): Json<NewCredential>,
) -> Result<Json<Value>, PageError> {
    let Ceremony::Bind { invitation, state } = Ceremony::take(&session).await? else {
        return Err(passkey::not_accepted());
    };
    // The ceremony belongs to one invitation.
    if invitation != passkey::invitation(&site.secrets, &token) {
        return Err(passkey::not_accepted());
    }
    invited::<D>(&site, &token).await?;
    let (credential, fingerprint, body) = passkey::finish_binding(&site, &made.credential, &state)?;
    let key = made.key.map(|key| point(&key)).transpose()?;
    let new = NewPasskey { credential, body, device: made.device, fingerprint, key };
    let cx = site.app.system("sign-in");
    let bound = app::device::bind(&cx, &site.secrets, &token, new).await?;
    let actor = app::device::actor(&cx, bound.of.officer, bound.of.role, bound.device).await?;
    session::begin::<D>(&site, &session, &actor, bound.device).await?;
    Ok(Json(json!({ "to": D::PATH })))
}

/// Checks the form of an uncompressed point of P-256. That it is on the curve is checked before anything is signed for it.
fn point(key: &str) -> Result<String, PageError> {
    match URL_SAFE_NO_PAD.decode(key) {
        Ok(bytes) if bytes.len() == 65 && bytes[0] == 4 => Ok(key.to_owned()),
        _ => {
            Err(PageError::new(Case::Invalid, "staff.device-key").saying("the key of the device is no point of P-256"))
        }
    }
}
