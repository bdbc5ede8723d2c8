//! Sessions of staff: sign in, stay, and find what was typed when the session had ended.

pub mod sign_in;
pub mod signed_out;
pub mod stayed;

pub use sign_in::SignInPage;
pub use signed_out::SignedOutPage;
pub use stayed::StayedPage;
