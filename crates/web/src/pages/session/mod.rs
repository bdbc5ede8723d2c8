//! Sessions of staff: sign in, stay, and find what was typed when the session had ended.

pub mod sign_in;
pub mod signed_out;
pub mod stayed;

pub use sign_in::SessionSignIn;
pub use signed_out::SessionSignedOut;
pub use stayed::SessionStayed;
