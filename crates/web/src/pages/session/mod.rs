//! Sessions of staff: signing in, staying, and keeping a form that was sent too late.

pub mod sign_in;
pub mod signed_out;
pub mod stayed;

pub use sign_in::SessionSignIn;
pub use signed_out::SessionSignedOut;
pub use stayed::SessionStayed;
