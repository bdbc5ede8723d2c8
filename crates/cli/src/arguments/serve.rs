//! Options of the service.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// Prints the configuration in effect, with secrets hidden, and ends
    #[arg(long)]
    pub print_config: bool,
}

#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    pub config: ConfigOptions,
}

/// Where the configuration is.
#[derive(Args)]
pub struct ConfigOptions {
    /// The configuration; `candour.toml` where there is one unless given. Variables `CANDOUR_…` of the environment win
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
