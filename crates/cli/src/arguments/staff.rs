//! Options of `candour staff`.

use clap::{Args, Subcommand, ValueEnum};
use domain::Role;

use super::ConfigOptions;

#[derive(Subcommand)]
pub enum StaffCommand {
    /// Invites a person to set up a device: prints a link that works once, within 24 hours
    Invite(InviteArguments),
    /// Lists a person's devices
    Devices(DevicesArguments),
    /// Removes one of a person's devices and signs it out at once
    RemoveDevice(DeviceRemovalArguments),
}

#[derive(Args)]
pub struct InviteArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of the person's warrant card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
    /// The role in which the device will be used
    #[arg(long, value_name = "ROLE")]
    pub role: StaffRole,
}

#[derive(Args)]
pub struct DevicesArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of the person's warrant card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
}

#[derive(Args)]
pub struct DeviceRemovalArguments {
    #[command(flatten)]
    pub config: ConfigOptions,
    /// The number of the person's warrant card, or their id on record
    #[arg(long, value_name = "WARRANT|ID")]
    pub officer: String,
    /// The id of the device, as printed by `candour staff devices`
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
    /// The role, and the path of its pages.
    pub fn and_area(self) -> (Role, &'static str) {
        match self {
            Self::Officer => (Role::Officer, "/duty"),
            Self::ControlRoom => (Role::ControlRoom, "/control"),
            Self::Ccu => (Role::Ccu, "/control"),
            Self::CovertDesk => (Role::CovertDesk, "/control"),
        }
    }
}
