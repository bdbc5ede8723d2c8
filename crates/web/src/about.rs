//! The start page, and the pages about the service: accessibility, privacy, staying safe.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::Site;
use crate::texts::Words as _;
use shell::texts::Texts;
use shell::{Frame, Page};

/// Pages that only say something.
macro_rules! pages {
    ($($(#[$doc:meta])* $page:ident $handler:ident $path:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Template)]
        #[template(path = $path)]
        pub struct $page {
            /// What stands around it.
            pub frame: Frame,
            /// Its texts.
            pub t: Texts,
        }

        async fn $handler(frame: Frame) -> Page<$page> {
            Page::new($page { t: frame.t.clone(), frame })
        }
    )*};
}

pages! {
    /// `/`
    Start start "about/start.html";
    /// `/accessibility`
    Accessibility accessibility "about/accessibility.html";
    /// `/privacy`
    Privacy privacy "about/privacy.html";
    /// `/stay-safe`
    StaySafe stay_safe "about/stay_safe.html";
}

/// The routes, for both languages.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(start))
        .route("/accessibility", get(accessibility))
        .route("/privacy", get(privacy))
        .route("/stay-safe", get(stay_safe))
}
