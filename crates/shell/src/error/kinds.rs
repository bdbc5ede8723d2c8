//! The table of errors: status, title, what was kept, and what to do next.

use axum::http::StatusCode;

use crate::texts::{Text, Texts};

macro_rules! cases {
    ($($(#[$doc:meta])* $case:ident = $status:ident, $title:ident, $kept:ident, $next:ident;)*) => {
        /// The kinds of errors: those of the use cases and those of HTTP.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Case {
            $($(#[$doc])* $case,)*
        }

        impl Case {
            pub const ALL: &'static [Self] = &[$(Self::$case,)*];

            pub const fn status(self) -> StatusCode {
                match self { $(Self::$case => StatusCode::$status,)* }
            }

            /// The heading of the page.
            pub fn title(self, t: &Texts) -> Text {
                match self { $(Self::$case => t.$title(),)* }
            }

            /// The sentence about the data that was kept.
            pub fn kept(self, t: &Texts) -> Text {
                match self { $(Self::$case => t.$kept(),)* }
            }

            /// The sentence about the next step.
            pub fn next(self, t: &Texts) -> Text {
                match self { $(Self::$case => t.$next(),)* }
            }
        }
    };
}

cases! {
    /// The requested thing does not exist, or the actor may not know that it does.
    Missing = NOT_FOUND, missing_title, missing_kept, missing_next;
    /// A field is wrong, or a rule is not satisfied.
    Invalid = UNPROCESSABLE_ENTITY, invalid_title, invalid_kept, invalid_next;
    /// The state has changed in the meantime.
    Conflict = CONFLICT, conflict_title, conflict_kept, conflict_next;
    /// The actor is not allowed to do this.
    Forbidden = FORBIDDEN, forbidden_title, forbidden_kept, forbidden_next;
    /// Nobody is signed in.
    Unauthenticated = UNAUTHORIZED, unauthenticated_title, unauthenticated_kept, unauthenticated_next;
    /// There were too many requests in too short a time.
    TooMany = TOO_MANY_REQUESTS, too_many_title, too_many_kept, too_many_next;
    /// A required component is not responding.
    Unavailable = SERVICE_UNAVAILABLE, unavailable_title, unavailable_kept, unavailable_next;
    /// A bug in our code.
    Bug = INTERNAL_SERVER_ERROR, bug_title, bug_kept, bug_next;
    /// Another website sent the request.
    CrossSite = FORBIDDEN, cross_site_title, cross_site_kept, cross_site_next;
    /// The request is too large.
    TooLarge = PAYLOAD_TOO_LARGE, too_large_title, too_large_kept, too_large_next;
    /// The page does not support this method.
    Method = METHOD_NOT_ALLOWED, method_title, method_kept, method_next;
    /// The response took too long.
    Timeout = REQUEST_TIMEOUT, timeout_title, timeout_kept, timeout_next;
}

impl Case {
    /// Returns the kind and code for a bare response from a library.
    pub(super) fn of_status(status: StatusCode) -> Option<(Self, &'static str)> {
        match status {
            StatusCode::NOT_FOUND => Some((Self::Missing, "page.missing")),
            StatusCode::METHOD_NOT_ALLOWED => Some((Self::Method, "request.method")),
            StatusCode::PAYLOAD_TOO_LARGE => Some((Self::TooLarge, "request.too-large")),
            StatusCode::REQUEST_TIMEOUT => Some((Self::Timeout, "request.timeout")),
            StatusCode::SERVICE_UNAVAILABLE => Some((Self::Unavailable, "service.unavailable")),
            status if status.is_client_error() => Some((Self::Invalid, "request.invalid")),
            status if status.is_server_error() => Some((Self::Bug, "candour.bug")),
            _ => None,
        }
    }
}
