//! The passkey ceremony: the state between its two halves, and the answers that are accepted. The state is stored in
//! the session, never in the page, and is used only once.

use app::device::{DeviceHolder, PasskeyRow};
use app::secrets::Secrets;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{OfficerId, Role};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shell::error::Case;
use tower_sessions::Session;
use webauthn_rs::prelude::{
    Credential, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::failed;
use crate::Site;
use crate::error::PageError;

/// The key in the session under which a ceremony in progress is stored.
const CEREMONY: &str = "ceremony";

/// A ceremony in progress.
#[derive(Serialize, Deserialize)]
pub(crate) enum Ceremony {
    /// A passkey is being created for the person who was invited.
    Bind {
        /// The HMAC of the invitation, in base64url.
        invitation: String,
        /// The library's state for the second half.
        state: PasskeyRegistration,
    },
    SignIn(DiscoverableAuthentication),
}

impl Ceremony {
    /// Stores the ceremony until the browser answers.
    pub(crate) async fn keep(self, session: &Session) -> Result<(), PageError> {
        session.insert(CEREMONY, self).await.map_err(|error| failed(&error))
    }

    /// Takes the ceremony out of the session, so that a second answer is not accepted.
    pub(crate) async fn take(session: &Session) -> Result<Self, PageError> {
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

/// The WebAuthn library, set up for the public address of the service.
pub(crate) fn webauthn(site: &Site) -> Result<Webauthn, PageError> {
    let address = &site.config.public_url;
    let none = || {
        PageError::new(Case::Unavailable, "staff.no-domain")
            .saying("passkeys need a domain name: the operator sets `public_url` to one, or to http://localhost")
    };
    let domain = address.domain().ok_or_else(none)?;
    WebauthnBuilder::new(domain, address).map(|builder| builder.rp_name("Candour")).and_then(|it| it.build()).map_err(
        |error| {
            let mut shown = none();
            shown.0.cause = Some(error.to_string().into());
            shown
        },
    )
}

/// The user handle of a passkey on a device. Each role of a person has its own, and it does not reveal who they are.
pub(crate) fn handle(secrets: &Secrets, officer: OfficerId, role: Role) -> Uuid {
    let mac = secrets.token_mac(format!("handle/{officer}/{}", role.as_str()).as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&mac[..16]);
    Uuid::from_bytes(bytes)
}

/// The HMAC of an invitation, to be stored in the session.
pub(crate) fn invitation(secrets: &Secrets, token: &str) -> String {
    URL_SAFE_NO_PAD.encode(secrets.token_mac(token.as_bytes()))
}

/// Starts creating a passkey: returns the options for the browser, and the ceremony.
pub(crate) fn begin_binding(site: &Site, token: &str, invited: &DeviceHolder) -> Result<(Value, Ceremony), PageError> {
    let handle = handle(&site.secrets, invited.officer, invited.role);
    let name = format!("{} – {}", site.secrets.force(&invited.force).name, invited.role.as_str());
    let begun = webauthn(site)?.start_passkey_registration(handle, &name, &name, None);
    let (options, state) = begun.map_err(|error| bug(&error))?;
    let mut options = serde_json::to_value(options).map_err(|error| PageError::bug(error.to_string()))?;
    // No user name is typed, so the passkey itself must say whose it is.
    if let Some(chosen) = options.pointer_mut("/publicKey/authenticatorSelection") {
        chosen["residentKey"] = "required".into();
        chosen["requireResidentKey"] = true.into();
    }
    Ok((options, Ceremony::Bind { invitation: invitation(&site.secrets, token), state }))
}

/// The fingerprint of a passkey, as kept in the record: SHA-256 of its id and public key, in base64url.
fn fingerprint(passkey: &Passkey) -> Result<String, PageError> {
    let key = serde_json::to_vec(passkey.get_public_key()).map_err(|error| PageError::bug(error.to_string()))?;
    let mut text = passkey.cred_id().to_vec();
    text.extend(key);
    Ok(URL_SAFE_NO_PAD.encode(digest(&SHA256, &text)))
}

/// Checks a new passkey, and returns its id, fingerprint and body for storage.
pub(crate) fn finish_binding(
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

/// Starts a sign-in for a person who is not known yet.
pub(crate) fn begin_sign_in(site: &Site) -> Result<(Value, Ceremony), PageError> {
    let (options, state) = webauthn(site)?.start_discoverable_authentication().map_err(|error| bug(&error))?;
    let mut options = serde_json::to_value(options).map_err(|error| PageError::bug(error.to_string()))?;
    // A button starts the sign-in, not a field for a user name.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    Ok((options, Ceremony::SignIn(state)))
}

/// The id of the passkey that answered, in its stored form.
pub(crate) fn answering(answer: &PublicKeyCredential) -> String {
    URL_SAFE_NO_PAD.encode(answer.get_credential_id())
}

/// Checks an answer against its passkey, and returns the fingerprint, and the body with the new counter.
pub(crate) fn finish_sign_in(
    site: &Site,
    answer: &PublicKeyCredential,
    state: DiscoverableAuthentication,
    known: &PasskeyRow,
) -> Result<(String, String), PageError> {
    let webauthn = webauthn(site)?;
    let (handle_given, _) = webauthn.identify_discoverable_authentication(answer).map_err(|error| refused(&error))?;
    if handle_given != handle(&site.secrets, known.of.officer, known.of.role) {
        return Err(refused(&WebauthnError::InvalidUserUniqueId));
    }
    let mut passkey: Passkey = serde_json::from_str(&known.body).map_err(|error| PageError::bug(error.to_string()))?;
    let credential = Credential::from(passkey.clone());
    let found = webauthn.finish_discoverable_authentication_v2(answer, state, &credential);
    passkey.update_credential(&found.map_err(|error| refused(&error))?);
    let body = serde_json::to_string(&passkey).map_err(|error| PageError::bug(error.to_string()))?;
    Ok((fingerprint(&passkey)?, body))
}

/// The same error whatever the reason: an answer from another website, an unknown passkey, a copied one.
pub(crate) fn not_accepted() -> PageError {
    PageError::new(Case::Forbidden, "staff.passkey-refused").saying(
        "this passkey was not accepted: use the one that was made on this device for this service, or ask the person who \
         gave you the device for a new invitation",
    )
}

fn refused(error: &WebauthnError) -> PageError {
    let mut shown = not_accepted();
    shown.0.cause = Some(error.to_string().into());
    shown
}

fn bug(error: &WebauthnError) -> PageError {
    PageError::bug(format!("the ceremony of a passkey did not begin: {error}"))
}
