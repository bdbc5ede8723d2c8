//! The frame of a page: the layout around the content, and the texts in the language of the path.

use std::convert::Infallible;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;

use crate::Shell;
use crate::request::RequestedUri;
use crate::state::Banner;
use crate::texts::{Language, Text, Texts};

/// The data of the layout. Every template has it as `frame` and its texts as `t`; a handler receives it as an argument.
#[derive(Clone)]
pub struct Frame {
    /// The texts in the language of the path.
    pub t: Texts,
    /// The path without its language prefix.
    pub path: String,
    shell: Shell,
}

impl Frame {
    /// Creates the frame of the page at this path, which determines the language.
    pub fn new(shell: Shell, path: &str) -> Self {
        let (language, path) = Language::of_path(path);
        Self { t: Texts::new(language), path: path.to_owned(), shell }
    }

    /// The language code for the `lang` attribute in HTML.
    pub const fn code(&self) -> &'static str {
        self.t.language().code()
    }

    /// Returns a path in the language of the page: `frame.at("/check")`.
    pub fn at(&self, path: &str) -> String {
        self.t.language().address(path)
    }

    /// Lists the languages, each with the address of this page in it. The flag marks the current language.
    pub fn languages(&self) -> Vec<(Language, String, bool)> {
        let here = self.t.language();
        Language::ALL.map(|language| (language, language.address(&self.path), language == here)).to_vec()
    }

    /// The address of a style sheet or script.
    pub fn asset(&self, name: &str) -> &str {
        self.shell.assets.address(name)
    }

    /// The address that "Exit this page" links to.
    pub fn exit_url(&self) -> &str {
        self.shell.settings.exit_url.as_str()
    }

    /// The banner that every page of the service carries, if it has one.
    pub const fn banner(&self) -> Option<&Banner> {
        self.shell.banner.as_ref()
    }

    /// The version of the running program.
    pub const fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Returns true if the page may have to say that its Welsh is awaiting review.
    pub fn is_welsh(&self) -> bool {
        self.t.language() == Language::Welsh
    }

    /// The note that the page's Welsh is awaiting review, in both languages. Its own text does not count as used.
    pub fn review_note(&self) -> [(Language, Text); 2] {
        [Language::Welsh, Language::English].map(|language| (language, Texts::new(language).welsh_awaits_review()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Frame
where
    Shell: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let uri = parts.extensions.get::<RequestedUri>().map_or(&parts.uri, |asked| &asked.0);
        Ok(Self::new(Shell::from_ref(state), uri.path()))
    }
}
