//! The people of a history: forces, service records, the public. Plain data.

use jiff::civil::Date;

/// An index in [`super::History::people`].
pub type PersonNumber = u32;
/// An index in [`super::History::forces`].
pub type ForceNumber = u32;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceInfo {
    /// A name such as `Northmere`.
    pub name: &'static str,
    /// Two letters, unique to the force: `NM`.
    pub code: &'static str,
    pub neighbours: [ForceNumber; 2],
}

/// A service record of a member of the workforce. One human can have two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRecord {
    /// The index of this record.
    pub id: PersonNumber,
    /// The truth: two records of one human share this number. Never an input of a use case.
    pub human: u32,
    pub first_name: String,
    pub middle_name: Option<String>,
    pub surname: String,
    /// An earlier surname, if declared.
    pub previous_surname: Option<String>,
    pub born: Date,
    /// `F` or `M`.
    pub sex: char,
    /// House and street.
    pub address: String,
    /// A postcode of no real area.
    pub postcode: String,
    /// A number from a range that cannot ring.
    pub phone: Option<String>,
    /// Vehicles kept or used, declared only if a happening says so.
    pub plates: Vec<SynthVehicle>,
    /// `TEST`, six digits and a check digit: see [`super::warrant_number`].
    pub warrant: String,
    pub kind: ServiceKind,
    /// The colleagues' name for the person, if any.
    pub nickname: Option<&'static str>,
}

/// The kind of service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// A constable of any rank.
    Officer,
    /// Police staff, community support officers among them.
    Staff,
    /// A special constable: unpaid, part-time.
    Special,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynthVehicle {
    /// A plate such as `AQ12 CDE`, never issued.
    pub plate: String,
    pub make: &'static str,
    pub colour: &'static str,
}

/// A member of the public who reports something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPerson {
    /// The index of this record.
    pub id: u32,
    /// The truth: two records of one human share this number.
    pub human: u32,
    /// The first name, which may be misspelt in a second record.
    pub first_name: String,
    pub surname: String,
    /// The date of birth, if it was given.
    pub born: Option<Date>,
    /// House and street.
    pub address: String,
    /// A postcode of no real area.
    pub postcode: String,
    /// A number from a range that cannot ring, and never one of a member of the workforce.
    pub phone: Option<String>,
}
