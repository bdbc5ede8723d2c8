//! The log for an operator, and traces if an endpoint is set.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{Request, Response};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_http::{HttpClient, HttpError};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _, Registry};
use ureq::tls::TlsConfig;
use url::Url;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telemetry {
    /// The address that traces are sent to, by OTLP over HTTP.
    pub otlp_endpoint: Option<Url>,
    pub log_format: LogFormat,
    /// The filter of lines: `info`, or `info,web=debug`.
    pub log_filter: String,
}

/// The format of the lines of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Errors of starting telemetry.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter selects nothing.
    #[error("`telemetry.log_filter` selects nothing: write one such as `info`")]
    Filter(#[source] tracing_subscriber::filter::ParseError),
    /// Traces cannot be sent.
    #[error("traces cannot be sent to `telemetry.otlp_endpoint`")]
    Exporter(#[source] opentelemetry_otlp::ExporterBuildError),
    /// The log of this process is already set up.
    #[error("the log of this process is begun already")]
    Begun(#[from] TryInitError),
}

/// Sends the remaining traces when it is dropped. The caller holds it until the end.
#[must_use]
pub struct TelemetryGuard(Option<SdkTracerProvider>);

impl Drop for TelemetryGuard {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // The process ends, so nobody would read of a failure.
            provider.shutdown_with_timeout(Duration::from_secs(3)).ok();
        }
    }
}

/// Starts writing the log to standard error, and sending traces if an endpoint is set.
///
/// # Errors
/// When the settings are wrong, or telemetry was started before.
pub fn begin(settings: &Telemetry) -> Result<TelemetryGuard, TelemetryError> {
    let filter = EnvFilter::try_new(&settings.log_filter).map_err(TelemetryError::Filter)?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match settings.log_format {
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let provider = settings.otlp_endpoint.as_ref().map(|endpoint| provider(endpoint.as_str())).transpose()?;
    let traces =
        provider.as_ref().map(|provider| tracing_opentelemetry::layer().with_tracer(provider.tracer("candour")));
    Registry::default().with(filter).with(traces).with(lines).try_init()?;
    Ok(TelemetryGuard(provider))
}

fn provider(endpoint: &str) -> Result<SdkTracerProvider, TelemetryError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Sender::new())
        .with_protocol(Protocol::HttpBinary)
        .with_endpoint(endpoint)
        .build()
        .map_err(TelemetryError::Exporter)?;
    let resource = Resource::builder().with_service_name("candour").build();
    Ok(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build())
}

/// Sends traces with the HTTP client that we already have. It blocks; the exporter calls it on a thread of its own.
struct Sender(ureq::Agent);

impl Sender {
    fn new() -> Self {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(Duration::from_secs(10)))
            .http_status_as_error(false)
            .build();
        Self(config.into())
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender")
    }
}

type Sent<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Sender {
    fn send_bytes<'s, 'a>(&'s self, request: Request<Bytes>) -> Sent<'a>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let answer = self.0.run(Request::from_parts(parts, body.to_vec()))?;
            let (parts, mut body) = answer.into_parts();
            Ok(Response::from_parts(parts, Bytes::from(body.read_to_vec()?)))
        })
    }
}
