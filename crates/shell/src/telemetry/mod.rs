//! The operator's log, and traces if an endpoint is set.

#[cfg(feature = "otlp")]
mod traces;

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _, Registry};
use url::Url;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telemetry {
    /// The address to which traces are sent, by OTLP over HTTP.
    pub otlp_endpoint: Option<Url>,
    pub log_format: LogFormat,
    /// The filter for log lines, such as `info` or `info,web=debug`.
    pub log_filter: String,
}

/// The format of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people to read.
    Text,
    /// One JSON object per line.
    Json,
}

/// Reasons why telemetry cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter for log lines cannot be read.
    #[error("`{filter}` cannot be read as a filter: write one such as `info,web=debug`")]
    Filter {
        filter: String,
        #[source]
        source: tracing_subscriber::filter::ParseError,
    },
    /// Traces cannot be sent.
    #[cfg(feature = "otlp")]
    #[error("traces cannot be sent to `telemetry.otlp_endpoint`")]
    Exporter(#[source] opentelemetry_otlp::ExporterBuildError),
    /// The feature `otlp` was left out of this build.
    #[error("this build sends no traces: leave `telemetry.otlp_endpoint` out, or build with the feature `otlp`")]
    NoTraces,
    /// The log of this process is already set up.
    #[error("the log of this process is begun already")]
    Begun(#[from] TryInitError),
}

/// Sends the remaining traces when it is dropped. The caller keeps it until the end.
#[must_use]
pub struct TelemetryGuard {
    #[cfg(feature = "otlp")]
    _traces: Option<traces::Traces>,
}

/// Starts writing the log to standard error and, if an endpoint is set, sending traces.
///
/// # Errors
/// If the settings are wrong, or telemetry has already been started.
pub fn begin(settings: &Telemetry) -> Result<TelemetryGuard, TelemetryError> {
    let filter = EnvFilter::try_new(&settings.log_filter)
        .map_err(|source| TelemetryError::Filter { filter: settings.log_filter.clone(), source })?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = match settings.log_format {
        LogFormat::Text => lines.with_ansi(false).boxed(),
        LogFormat::Json => lines.json().boxed(),
    };
    let log = Registry::default().with(filter).with(lines);
    #[cfg(feature = "otlp")]
    {
        let traces = settings.otlp_endpoint.as_ref().map(traces::Traces::sent_to).transpose();
        let traces = traces.map_err(TelemetryError::Exporter)?;
        log.with(traces.as_ref().map(traces::Traces::layer)).try_init()?;
        Ok(TelemetryGuard { _traces: traces })
    }
    #[cfg(not(feature = "otlp"))]
    {
        if settings.otlp_endpoint.is_some() {
            return Err(TelemetryError::NoTraces);
        }
        log.try_init()?;
        Ok(TelemetryGuard {})
    }
}
