//! The ceremony of passkeys: what is kept between its two halves, and what is accepted. Its state stands in the session, never in
//! the page, and is used once.

use app::device::{DeviceHolder, PasskeyRow};
use app::secrets::Secrets;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{OfficerId, Role};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_sessions::Session;
use webauthn_rs::prelude::{
    Credential, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::failed;
use crate::Site;
use crate::error::{Case, PageError};

/// What a session keeps under this name while a ceremony goes on.
const CEREMONY: &str = "ceremony";

/// A ceremony under way.
#[derive(Serialize, Deserialize)]
pub(super) enum Ceremony {
    /// A passkey is made, for whom the invitation invites.
    Bind {
        /// The HMAC of the invitation, base64url.
        invitation: String,
        /// What the library needs for the second half.
        state: PasskeyRegistration,
    },
    /// Somebody signs in.
    SignIn(DiscoverableAuthentication),
}

impl Ceremony {
    /// Keeps it until the browser answers.
    pub(super) async fn keep(self, session: &Session) -> Result<(), PageError> {
        session.insert(CEREMONY, self).await.map_err(|error| failed(&error))
    }

    /// Takes it: whatever the answer is, the same is not accepted again.
    pub(super) async fn take(session: &Session) -> Result<Self, PageError> {
        let over = || {
            PageError::new(Case::Conflict, "staff.ceremony-over")
                .saying("this took longer than ten minutes, or was answered before: begin again")
        };
        let taken = session.remove::<Self>(CEREMONY).await.map_err(|error| failed(&error))?;
        let taken = taken.ok_or_else(over)?;
        session.save().await.map_err(|error| failed(&error))?;
        Ok(taken)
    }
}

/// The library, for the address under which the public reaches the service.
pub(super) fn webauthn(site: &Site) -> Result<Webauthn, PageError> {
    let address = &site.config.public_url;
    let none = || {
        PageError::new(Case::Unavailable, "staff.no-domain")
            .saying("passkeys need a domain name: the operator sets `public_url` to one, or to http://localhost")
    };
    let domain = address.domain().ok_or_else(none)?;
    WebauthnBuilder::new(domain, address).map(|builder| builder.rp_name("Candour")).and_then(|it| it.build()).map_err(
        |error| {
            let mut shown = none();
            shown.cause = Some(error.to_string().into());
            shown
        },
    )
}

/// The handle under which a device keeps a passkey: one for each role of a person, and it names nobody.
pub(super) fn handle(settings: &Secrets, officer: OfficerId, role: Role) -> Uuid {
    let mac = settings.token_mac(format!("handle/{officer}/{}", role.as_str()).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&mac[..16]);
    Uuid::from_bytes(bytes)
}

/// The HMAC of an invitation, as the session keeps it.
pub(super) fn invitation(settings: &Secrets, token: &str) -> String {
    URL_SAFE_NO_PAD.encode(settings.token_mac(token.as_bytes()))
}

/// Begins to make a passkey: what the browser is asked for, and the ceremony.
pub(super) fn begin_binding(site: &Site, token: &str, invited: &DeviceHolder) -> Result<(Value, Ceremony), PageError> {
    let handle = handle(&site.settings, invited.officer, invited.role);
    let name = format!("{} – {}", site.settings.force(&invited.force).name, invited.role.as_str());
    let begun = webauthn(site)?.start_passkey_registration(handle, &name, &name, None);
    let (options, state) = begun.map_err(|error| bug(&error))?;
    let mut options = serde_json::to_value(options).map_err(|error| PageError::bug(error.to_string()))?;
    // The passkey is found without a name being typed, so that it must say itself whose it is.
    if let Some(chosen) = options.pointer_mut("/publicKey/authenticatorSelection") {
        chosen["residentKey"] = "required".into();
        chosen["requireResidentKey"] = true.into();
    }
    Ok((options, Ceremony::Bind { invitation: invitation(&site.settings, token), state }))
}

/// SHA-256 of the id and the public key of a passkey, base64url: what the record says of it.
fn fingerprint(passkey: &Passkey) -> Result<String, PageError> {
    let key = serde_json::to_vec(passkey.get_public_key()).map_err(|error| PageError::bug(error.to_string()))?;
    let mut text = passkey.cred_id().to_vec();
    text.extend(key);
    Ok(URL_SAFE_NO_PAD.encode(digest(&SHA256, &text)))
}

/// A passkey that was made: its id, its fingerprint and its body, as they are stored.
pub(super) fn finish_binding(
    site: &Site,
    answer: &RegisterPublicKeyCredential,
    state: &PasskeyRegistration,
) -> Result<(String, String, String), PageError> {
    let made = webauthn(site)?.finish_passkey_registration(answer, state).map_err(|error| refused(&error))?;
    let credential = Credential::from(made.clone());
    if credential.backup_eligible {
        return Err(PageError::new(Case::Invalid, "staff.synced-passkey").saying(
            "this passkey can be copied to other devices, through an account: use one that stays on this device of the \
             force, or a security key of the force",
        ));
    }
    let body = serde_json::to_string(&made).map_err(|error| PageError::bug(error.to_string()))?;
    Ok((URL_SAFE_NO_PAD.encode(made.cred_id()), fingerprint(&made)?, body))
}

/// Begins to sign somebody in, whoever they are.
pub(super) fn begin_sign_in(site: &Site) -> Result<(Value, Ceremony), PageError> {
    let (options, state) = webauthn(site)?.start_discoverable_authentication().map_err(|error| bug(&error))?;
    let mut options = serde_json::to_value(options).map_err(|error| PageError::bug(error.to_string()))?;
    // A button begins it, and not the field of a name.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    Ok((options, Ceremony::SignIn(state)))
}

/// The id of the passkey that answers, as it is stored.
pub(super) fn answering(answer: &PublicKeyCredential) -> String {
    URL_SAFE_NO_PAD.encode(answer.get_credential_id())
}

/// Checks the answer with the passkey: its fingerprint, and its body with the new counter.
pub(super) fn finish_sign_in(
    site: &Site,
    answer: &PublicKeyCredential,
    state: DiscoverableAuthentication,
    known: &PasskeyRow,
) -> Result<(String, String), PageError> {
    let webauthn = webauthn(site)?;
    let (handle_given, _) = webauthn.identify_discoverable_authentication(answer).map_err(|error| refused(&error))?;
    if handle_given != handle(&site.settings, known.of.officer, known.of.role) {
        return Err(refused(&WebauthnError::InvalidUserUniqueId));
    }
    let mut passkey: Passkey = serde_json::from_str(&known.body).map_err(|error| PageError::bug(error.to_string()))?;
    let credential = Credential::from(passkey.clone());
    let found = webauthn.finish_discoverable_authentication_v2(answer, state, &credential);
    passkey.update_credential(&found.map_err(|error| refused(&error))?);
    let body = serde_json::to_string(&passkey).map_err(|error| PageError::bug(error.to_string()))?;
    Ok((fingerprint(&passkey)?, body))
}

/// One and the same for every reason: another website's answer, an unknown passkey, one that was copied.
pub(super) fn not_accepted() -> PageError {
    PageError::new(Case::Forbidden, "staff.passkey-refused").saying(
        "this passkey was not accepted: use the one that was made on this device for this service, or ask whoever gave you \
         the device for a new invitation",
    )
}

fn refused(error: &WebauthnError) -> PageError {
    let mut shown = not_accepted();
    shown.cause = Some(error.to_string().into());
    shown
}

fn bug(error: &WebauthnError) -> PageError {
    PageError::bug(format!("the ceremony of a passkey did not begin: {error}"))
}
