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
    /// Adopts the keys of the check that are in the folder, or makes new ones: those of before are lost for good, and codes
    /// on officers' screens are drawn anew. Copy them to every replica before it starts
    #[arg(long)]
    pub new_check_keys: bool,
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
