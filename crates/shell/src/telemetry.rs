//! What an operator sees: lines of a log, and traces where they are asked for.

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

/// The settings of an operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telemetry {
    /// Where traces are sent by OTLP over HTTP.
    pub otlp_endpoint: Option<Url>,
    /// How lines of the log look.
    pub log_format: LogFormat,
    /// Which lines are written: `info`, or `info,web=debug`.
    pub log_filter: String,
}

/// How lines of the log look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why telemetry was not begun.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter selects nothing.
    #[error("`telemetry.log_filter` selects nothing: write one such as `info`")]
    Filter(#[source] tracing_subscriber::filter::ParseError),
    /// Traces cannot be sent.
    #[error("traces cannot be sent to `telemetry.otlp_endpoint`")]
    Exporter(#[source] opentelemetry_otlp::ExporterBuildError),
    /// Something else writes the log of this process.
    #[error("the log of this process is begun already")]
    Begun(#[from] TryInitError),
}

/// Sends what is left when it is dropped: hold it until the end.
#[must_use]
pub struct Telemetered(Option<SdkTracerProvider>);

impl Drop for Telemetered {
    fn drop(&mut self) {
        if let Some(provider) = &self.0 {
            // The process ends: whoever would read of the failure is gone.
            provider.shutdown_with_timeout(Duration::from_secs(3)).ok();
        }
    }
}

/// Begins writing the log to standard error, and sending traces where an endpoint is set.
///
/// # Errors
/// When the settings cannot be, or it was begun before.
pub fn begin(settings: &Telemetry) -> Result<Telemetered, TelemetryError> {
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
    Ok(Telemetered(provider))
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

/// Sends traces with the HTTP client that is here already. It blocks: the exporter calls it on a thread of its own.
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
