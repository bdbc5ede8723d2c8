//! HTTP access to witnesses and served logs: a client with a time limit, and a way to read logs through it.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use attest::source::{SourceError, TileSource};
use ureq::Agent;
use ureq::tls::TlsConfig;

/// The time limit for a complete exchange.
const PATIENCE: Duration = Duration::from_secs(10);

/// The size of the largest possible file in a log: a full bundle of the longest entries, 256 x (2 + 65 535) = 16 777
/// 472 bytes.
const MAX_FILE_BYTES: u64 = 256 * (2 + 65_535);

pub(super) fn agent() -> Agent {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).build();
    let config = Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false).tls_config(tls);
    config.build().new_agent()
}

/// A log that is served over HTTP.
#[derive(Debug, Clone)]
pub struct HttpSource {
    prefix: String,
    agent: Agent,
}

impl HttpSource {
    /// The log served below this address, such as `https://log.avonvale.example/record`.
    pub fn new(prefix: &str) -> Self {
        Self { prefix: prefix.trim_end_matches('/').to_owned(), agent: agent() }
    }
}

impl TileSource for HttpSource {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |cause: Box<dyn std::error::Error + Send + Sync>| SourceError { path: path.to_owned(), cause };
        let mut answer =
            self.agent.get(format!("{}/{path}", self.prefix)).call().map_err(|error| failed(Box::new(error)))?;
        match answer.status().as_u16() {
            200 => {
                let read = answer.body_mut().with_config().limit(MAX_FILE_BYTES + 1).read_to_vec();
                read.map(Some).map_err(|error| failed(Box::new(error)))
            }
            404 | 410 => Ok(None),
            status => Err(failed(Box::new(io::Error::other(format!("the server answered {status}"))))),
        }
    }
}
