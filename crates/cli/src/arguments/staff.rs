//! The options of `candour staff`.

use clap::{Args, Subcommand, ValueEnum};
use domain::Role;

use super::ConfigOptions;

/// Devices of the force, and who may use them.
#[derive(Subcommand)]
pub enum Staff {
    /// Invites somebody to set up a device: prints a link that works once, within 24 hours
    Invite(Invite),
    /// Lists the devices of somebody
    Devices(Devices),
    /// Takes a device away from somebody: it is signed out at once
    RemoveDevice(RemoveDevice),
}

/// Whom to invite, to what.
#[derive(Args)]
pub struct Invite {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of their card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
    /// In which role the device acts
    #[arg(long, value_name = "ROLE")]
    pub role: StaffRole,
}

/// Whose devices.
#[derive(Args)]
pub struct Devices {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of their card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
}

/// Which device of whom.
#[derive(Args)]
pub struct RemoveDevice {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of their card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
    /// The id of the device, as `candour staff devices` prints it
    #[arg(long, value_name = "ID")]
    pub device: String,
}

/// The roles that have pages.
#[derive(Clone, Copy, ValueEnum)]
pub enum StaffRole {
    /// An officer: `/duty`
    Officer,
    /// The control room: `/control`
    ControlRoom,
    /// The counter-corruption unit: alarms in `/control`
    Ccu,
    /// The covert desk: its own alarms in `/control`
    CovertDesk,
}

impl StaffRole {
    /// The role, and the area of pages that it opens.
    pub fn and_area(self) -> (Role, &'static str) {
        match self {
            Self::Officer => (Role::Officer, "/duty"),
            Self::ControlRoom => (Role::ControlRoom, "/control"),
            Self::Ccu => (Role::Ccu, "/control"),
            Self::CovertDesk => (Role::CovertDesk, "/control"),
        }
    }
}
