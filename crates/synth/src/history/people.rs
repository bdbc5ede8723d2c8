//! Who is in a history: forces, service records, the public. Plain data.

use jiff::civil::Date;

/// An index in [`super::History::people`].
pub type PersonNumber = u32;
/// An index in [`super::History::forces`].
pub type ForceNumber = u32;

/// A force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForceInfo {
    /// `Northmere`.
    pub name: &'static str,
    /// Two letters, different for each force: `NM`.
    pub code: &'static str,
    /// The forces next door.
    pub neighbours: [ForceNumber; 2],
}

/// A service record of a member of the workforce. One human can have two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The index of this record.
    pub id: PersonNumber,
    /// The truth: two records of one human share it. Never an input of a use case.
    pub human: u32,
    /// First name.
    pub first_name: String,
    /// Middle name.
    pub middle_name: Option<String>,
    /// Surname.
    pub surname: String,
    /// An earlier surname, if declared.
    pub previous_surname: Option<String>,
    /// Date of birth.
    pub born: Date,
    /// `F` or `M`.
    pub sex: char,
    /// House and street.
    pub address: String,
    /// Postcode, of no real area.
    pub postcode: String,
    /// Phone, of a range that rings nowhere.
    pub phone: Option<String>,
    /// Vehicles kept or used; declared where a happening says so.
    pub plates: Vec<Vehicle>,
    /// `TEST`, six digits and a check digit: see [`super::warrant_number`].
    pub warrant: String,
    /// Officer, staff or special.
    pub kind: ServiceKind,
    /// What colleagues call the person, if anything.
    pub nickname: Option<&'static str>,
}

/// What a service record is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceKind {
    /// A constable of any rank.
    Officer,
    /// Police staff, community support officers among them.
    Staff,
    /// A special constable: unpaid, part-time.
    Special,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vehicle {
    /// `AQ12 CDE`, never issued.
    pub plate: String,
    /// `Vauxhall`.
    pub make: &'static str,
    /// `grey`.
    pub colour: &'static str,
}

/// A member of the public who reports something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicPerson {
    /// The index of this record.
    pub id: u32,
    /// The truth: two records of one human share it.
    pub human: u32,
    /// First name, misspelt now and then in a second record.
    pub first_name: String,
    /// Surname.
    pub surname: String,
    /// Date of birth, where it was given.
    pub born: Option<Date>,
    /// House and street.
    pub address: String,
    /// Postcode, of no real area.
    pub postcode: String,
    /// Phone, of a range that rings nowhere; never that of a member of the workforce.
    pub phone: Option<String>,
}
