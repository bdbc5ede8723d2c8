//! Style sheets and scripts. They are part of the binary, and their addresses change with their content, so that
//! browsers may keep them indefinitely.

use std::collections::BTreeMap;
use std::io::Write as _;

use aws_lc_rs::digest;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Response, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Shell;
use crate::error::ShellError;

/// The name and content of a source file. A file that imports another one comes after it.
pub type SourceFile = (&'static str, &'static [u8]);

/// The files that every service has. A service adds its own with [`Shell::with_files`].
const FILES: &[SourceFile] = &[
    ("govuk-frontend.css", include_bytes!("../assets/vendor/govuk-frontend.css")),
    ("govuk-frontend.js", include_bytes!("../assets/vendor/govuk-frontend.js")),
    ("govuk-frontend.LICENSE.txt", include_bytes!("../assets/vendor/govuk-frontend.LICENSE")),
    ("qrcode-generator.js", include_bytes!("../assets/vendor/qrcode-generator.js")),
    ("candour.css", include_bytes!("../assets/own/candour.css")),
    ("candour.js", include_bytes!("../assets/own/candour.js")),
    ("proof.js", include_bytes!("../assets/own/proof.js")),
];

const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The files under `/assets/`.
#[derive(Clone, Debug)]
pub struct Assets {
    addresses: BTreeMap<&'static str, String>,
    files: BTreeMap<String, File>,
}

#[derive(Clone, Debug)]
struct File {
    kind: &'static str,
    plain: Bytes,
    packed: Option<Bytes>,
}

impl Assets {
    /// Names and compresses the files that every service has.
    pub fn load() -> Self {
        let mut assets = Self { addresses: BTreeMap::new(), files: BTreeMap::new() };
        assets.extend(FILES);
        assets
    }

    /// Names and compresses additional files.
    pub(crate) fn extend(&mut self, files: &[SourceFile]) {
        for (name, content) in files {
            self.add(name, content);
        }
    }

    fn add(&mut self, name: &'static str, content: &[u8]) {
        let content = self.with_addresses(name, content);
        let hash = URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, &content).as_ref()[..9]);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let file = format!("{stem}-{hash}.{extension}");
        self.addresses.insert(name, format!("/assets/{file}"));
        let packed = packed(&content).filter(|packed| packed.len() < content.len()).map(Bytes::from);
        self.files.insert(file, File { kind: kind(extension), plain: content.into(), packed });
    }

    /// Replaces the names of the modules that a script imports with their addresses.
    fn with_addresses(&self, name: &str, content: &[u8]) -> Vec<u8> {
        match std::str::from_utf8(content) {
            Ok(text) if name.ends_with(".js") => {
                let mut text = text.to_owned();
                for (known, address) in &self.addresses {
                    text = text.replace(&format!("'./{known}'"), &format!("'{address}'"));
                }
                text.into_bytes()
            }
            _ => content.to_owned(),
        }
    }

    /// The address of a file, given its name in the sources. An unknown name gives an address that does not exist.
    pub fn address(&self, name: &str) -> &str {
        self.addresses.get(name).map_or("/assets/missing", String::as_str)
    }

    /// Number of bytes sent to a client that accepts gzip.
    pub fn packed_len(&self, name: &str) -> Option<usize> {
        let file = self.files.get(self.addresses.get(name)?.strip_prefix("/assets/")?)?;
        Some(file.packed.as_ref().unwrap_or(&file.plain).len())
    }
}

fn kind(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn packed(content: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).ok()?;
    encoder.finish().ok()
}

/// `GET /assets/{file}`.
pub(crate) async fn serve(
    State(shell): State<Shell>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response<Body>, ShellError> {
    let file = shell.assets.files.get(&name).ok_or_else(ShellError::missing)?;
    let takes_gzip = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let takes_gzip = takes_gzip.is_some_and(|value| value.split(',').any(|one| one.trim().starts_with("gzip")));
    let mut response = Response::new(Body::from(file.plain.clone()));
    if let Some(packed) = file.packed.as_ref().filter(|_| takes_gzip) {
        *response.body_mut() = Body::from(packed.clone());
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    answer.insert(header::CACHE_CONTROL, FOR_GOOD);
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}
