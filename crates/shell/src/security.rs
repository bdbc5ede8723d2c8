//! Security headers for every response, and the refusal of posts that another website made a browser send.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Shell;
use crate::error::{Case, ShellError};
use crate::page::Rights;

/// One year, as the preload lists require.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// Sets the headers of a response. A page with rights gets more permissive ones.
pub(crate) async fn headers(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let mut rights = response.extensions().get::<Rights>().copied().unwrap_or_default();
    rights.is_framed |= shell.is_framed;
    let headers = response.headers_mut();
    let fixed = [
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::X_FRAME_OPTIONS, if rights.is_framed { "SAMEORIGIN" } else { "DENY" }),
        (HeaderName::from_static("permissions-policy"), permissions(rights)),
        (header::CONTENT_SECURITY_POLICY, content(rights)),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if shell.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

macro_rules! policy {
    ($scripts:literal, $frames:literal, $ancestors:literal) => {
        concat!(
            "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; ",
            "manifest-src 'self'; worker-src 'self'; script-src 'self'",
            $scripts,
            "; frame-src ",
            $frames,
            "; frame-ancestors ",
            $ancestors
        )
    };
}

/// The content security policy: everything comes from this service, and nothing is inline.
const fn content(rights: Rights) -> &'static str {
    match (rights.runs_verifier, rights.shows_frames, rights.is_framed) {
        (false, false, false) => policy!("", "'none'", "'none'"),
        (true, false, false) => policy!(" 'wasm-unsafe-eval'", "'none'", "'none'"),
        (false, true, false) => policy!("", "'self'", "'none'"),
        (true, true, false) => policy!(" 'wasm-unsafe-eval'", "'self'", "'none'"),
        (false, false, true) => policy!("", "'none'", "'self'"),
        (true, false, true) => policy!(" 'wasm-unsafe-eval'", "'none'", "'self'"),
        (false, true, true) => policy!("", "'self'", "'self'"),
        (true, true, true) => policy!(" 'wasm-unsafe-eval'", "'self'", "'self'"),
    }
}

const fn permissions(rights: Rights) -> &'static str {
    if rights.asks_place {
        "camera=(), microphone=(), payment=(), usb=(), browsing-topics=(), geolocation=(self)"
    } else {
        "camera=(), microphone=(), payment=(), usb=(), browsing-topics=(), geolocation=()"
    }
}

/// Refuses a request that another website made a browser send. No token is needed: browsers state the origin of a
/// request, and a client that states none is not a browser and carries nobody's session.
pub(crate) async fn same_site(State(shell): State<Shell>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) || is_own(request.headers(), &shell.origin()) {
        return next.run(request).await;
    }
    ShellError::new(Case::CrossSite, "request.cross-site").into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn is_own(headers: &HeaderMap, own: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let origin = text("origin");
    if origin == Some(own) {
        return true;
    }
    match (text("sec-fetch-site"), origin) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
        // An old browser sends no `Sec-Fetch-Site`. The requested host must then be the host of the page.
        (None, Some(origin)) => {
            origin.split_once("://").map(|(_, host)| host) == text("host").filter(|host| !host.is_empty())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_own(&pairs.collect(), "https://check.example")
    }

    #[test]
    fn only_what_comes_from_here_is_taken() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(own(&[("sec-fetch-site", "none")]));
        assert!(own(&[("origin", "https://check.example")]));
        assert!(own(&[]), "a program that is no browser");
        assert!(own(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!own(&[("sec-fetch-site", "cross-site"), ("host", "check.example")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]), "a neighbour under the same domain");
        assert!(!own(&[("origin", "https://evil.example"), ("host", "check.example")]));
        assert!(!own(&[("origin", "null"), ("host", "check.example")]));
    }

    #[test]
    fn a_page_gets_no_right_that_it_did_not_ask_for() {
        let plain = content(Rights::default());
        assert!(!plain.contains("unsafe") && !plain.contains("data:") && plain.contains("frame-ancestors 'none'"));
        assert!(
            content(Rights { runs_verifier: true, ..Rights::default() })
                .contains("script-src 'self' 'wasm-unsafe-eval'")
        );
        assert!(permissions(Rights::default()).contains("geolocation=()"));
    }
}
