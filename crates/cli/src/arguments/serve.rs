//! Options of `candour serve` and `candour doctor`.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct ServeArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// Prints the configuration in effect, with secrets hidden, and exits
    #[arg(long)]
    pub print_config: bool,
    /// Adopts the keys of the check that are in the folder, or creates new ones. The previous keys are lost for good,
    /// and codes on officers' screens are replaced. Copy the keys to every replica before starting it
    #[arg(long)]
    pub new_check_keys: bool,
}

#[derive(Args)]
pub struct DoctorArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
}

/// The location of the configuration.
#[derive(Args)]
pub struct ConfigOptions {
    /// The configuration file [default: `candour.toml` if it exists]. Environment variables `CANDOUR_…` take precedence
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}
