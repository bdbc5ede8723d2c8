//! Staff sessions: signing in, staying signed in, and keeping a form that was sent after the session had ended.

pub mod sign_in;
pub mod signed_out;
pub mod stayed;

pub use sign_in::SessionSignIn;
pub use signed_out::SessionSignedOut;
pub use stayed::SessionStayed;
