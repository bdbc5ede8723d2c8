//! The people of a history: forces, service records and the public. Plain data.

use jiff::civil::Date;

/// An index in [`super::History::people`].
pub type PersonNumber = u32;
/// An index in [`super::History::forces`].
pub type ForceNumber = u32;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceInfo {
    /// A name such as `Northmere`.
    pub name: &'static str,
    /// A code of two letters, unique to the force: `NM`.
    pub code: &'static str,
    pub neighbours: [ForceNumber; 2],
}

/// A service record of a member of the workforce. One human can have two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRecord {
    /// The index of this record.
    pub id: PersonNumber,
    /// The truth: both records of one human have the same number. Never an input of a use case.
    pub human: u32,
    pub first_name: String,
    pub middle_name: Option<String>,
    pub surname: String,
    /// An earlier surname, if it was declared.
    pub previous_surname: Option<String>,
    pub born: Date,
    /// Either `F` or `M`.
    pub sex: char,
    /// The house number and street.
    pub address: String,
    /// A postcode in an area that does not exist.
    pub postcode: String,
    /// A number in a range that cannot ring.
    pub phone: Option<String>,
    /// The vehicles that the person keeps or uses. They are declared only if a happening says so.
    pub plates: Vec<SynthVehicle>,
    /// The warrant number, made by [`super::warrant_number`].
    pub warrant: String,
    pub kind: ServiceKind,
    /// The name that colleagues use for the person, if any.
    pub nickname: Option<&'static str>,
}

/// The kinds of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// A constable of any rank.
    Officer,
    /// A member of police staff, including community support officers.
    Staff,
    /// A special constable, who is unpaid and part-time.
    Special,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynthVehicle {
    /// A plate that was never issued, such as `AQ12 CDE`.
    pub plate: String,
    pub make: &'static str,
    pub colour: &'static str,
}

/// A member of the public who reports something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPerson {
    /// The index of this record.
    pub id: u32,
    /// The truth: both records of one human have the same number.
    pub human: u32,
    /// The first name, which may be misspelt in a second record.
    pub first_name: String,
    pub surname: String,
    /// The date of birth, if it was given.
    pub born: Option<Date>,
    /// The house number and street.
    pub address: String,
    /// A postcode in an area that does not exist.
    pub postcode: String,
    /// A number in a range that cannot ring, which no member of the workforce has.
    pub phone: Option<String>,
}
