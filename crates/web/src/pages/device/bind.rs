//! Binding a device to a person: the invitation is used up, and the device creates a passkey and a presentation key.

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
    /// The role to which the invitation applies.
    pub role: &'static str,
    /// True if the device creates a key for presentations, as officers' devices do.
    pub makes_key: bool,
}

/// The data that a device sends to be bound.
#[derive(Deserialize)]
pub(crate) struct NewCredential {
    credential: RegisterPublicKeyCredential,
    device: String,
    /// The public key for presentations, as SEC1 in base64url.
    key: Option<String>,
}

/// The invitation with this token, if it is for this desk.
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
    // A ceremony belongs to a single invitation.
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

/// Checks that the key has the form of an uncompressed P-256 point. Whether it is on the curve is checked before
/// anything is signed for it.
fn point(key: &str) -> Result<String, PageError> {
    match URL_SAFE_NO_PAD.decode(key) {
        Ok(bytes) if bytes.len() == 65 && bytes[0] == 4 => Ok(key.to_owned()),
        _ => {
            Err(PageError::new(Case::Invalid, "staff.device-key").saying("the key of the device is no point of P-256"))
        }
    }
}
