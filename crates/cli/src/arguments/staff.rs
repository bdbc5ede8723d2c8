//! Options of `candour staff`.

use clap::{Args, Subcommand, ValueEnum};
use domain::Role;

use super::ConfigOptions;

#[derive(Subcommand)]
pub enum StaffCommand {
    /// Invites somebody to set up a device: prints a link that works once, within 24 hours
    Invite(InviteArguments),
    /// Lists somebody's devices
    Devices(DevicesArguments),
    /// Removes one of somebody's devices: it is signed out at once
    RemoveDevice(DeviceRemovalArguments),
}

#[derive(Args)]
pub struct InviteArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of their warrant card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
    /// The role in which the device acts
    #[arg(long, value_name = "ROLE")]
    pub role: StaffRole,
}

#[derive(Args)]
pub struct DevicesArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of their warrant card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
}

#[derive(Args)]
pub struct DeviceRemovalArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of their warrant card, or their id on record
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
    /// The role, and the path of the pages that it opens.
    pub fn and_area(self) -> (Role, &'static str) {
        match self {
            Self::Officer => (Role::Officer, "/duty"),
            Self::ControlRoom => (Role::ControlRoom, "/control"),
            Self::Ccu => (Role::Ccu, "/control"),
            Self::CovertDesk => (Role::CovertDesk, "/control"),
        }
    }
}
