//! Pages: a template in a frame, with a status and the rights that it needs in the browser.

use std::any::Any;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::Frame;
use crate::error::ShellError;
use crate::texts::Text;

/// Marks in the layout around the note that the page's Welsh is awaiting review.
const REVIEW_START: &str = "<!--review-->";
const REVIEW_END: &str = "<!--/review-->";

/// The rights that a page needs in the browser. By default, it needs none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The page runs WebAssembly: the verifier of duty attestations.
    pub runs_verifier: bool,
    /// The page shows other pages of this service in frames.
    pub shows_frames: bool,
    /// The page may be shown in a frame of this service.
    pub is_framed: bool,
    /// The page may ask for the device's location.
    pub asks_place: bool,
}

/// A template in its frame, on its way to a browser.
pub struct Page<T> {
    frame: Frame,
    template: T,
    status: StatusCode,
    rights: Rights,
}

impl<T: Template> Page<T> {
    /// Creates a page that shows a template within a frame. The layout receives the frame and its texts as `frame` and
    /// `t`.
    pub const fn new(frame: Frame, template: T) -> Self {
        Self {
            frame,
            template,
            status: StatusCode::OK,
            rights: Rights { runs_verifier: false, shows_frames: false, is_framed: false, asks_place: false },
        }
    }

    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Renders the page.
    ///
    /// # Errors
    /// If the template cannot be rendered.
    pub fn html(&self) -> askama::Result<String> {
        self.template.render_with_values(&("frame", &self.frame as &dyn Any)).map(reviewed)
    }

    #[must_use]
    pub const fn with(mut self, rights: Rights) -> Self {
        self.rights = rights;
        self
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        let html = match self.html() {
            Ok(html) => html,
            Err(error) => return ShellError::bug(format!("a template was not rendered: {error}")).into_response(),
        };
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response = (self.status, [(header::CONTENT_TYPE, kind)], html).into_response();
        response.extensions_mut().insert(self.rights);
        response
    }
}

/// Removes the note from a page whose texts have all been reviewed. The layout marks such a page with `<!--reviewed-->`
/// at the end, because only then is it known which texts were used.
fn reviewed(mut html: String) -> String {
    if html.trim_end().ends_with("<!--reviewed-->")
        && let (Some(start), Some(end)) = (html.find(REVIEW_START), html.find(REVIEW_END))
    {
        html.replace_range(start..end, "");
    }
    html
}

/// A field that needs to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The id of the field. The summary links to it.
    pub id: &'static str,
    /// The sentence that says what a valid value looks like.
    pub text: Text,
}

/// The fields of a form that need to be changed, for the summary and for the message at each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    pub fn add(&mut self, id: &'static str, text: impl Into<Text>) {
        self.0.push(FieldError { id, text: text.into() });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sentence for a field, or an empty string.
    pub fn of(&self, id: &str) -> &str {
        self.0.iter().find(|error| error.id == id).map_or("", |error| error.text.as_ref())
    }
}
