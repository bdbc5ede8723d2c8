//! The summary of the street: addresses, codes to try, and the first steps.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::Role;
use serde::Serialize;
use shell::texts::{Language, Texts};
use web::Site;

use super::fill::Invitations;
use crate::demonstration::{Area, Demonstration, DemonstrationPerson, DrawnCode, Part};

#[derive(Serialize)]
pub struct StreetSummary {
    address: String,
    /// The page on which a newcomer starts.
    demonstration: String,
    data: String,
    /// The codes, by part.
    codes: BTreeMap<&'static str, Code>,
    /// The people, by part.
    people: BTreeMap<&'static str, PlayablePerson>,
    /// The addresses at which a device can be bound with a passkey, by role.
    invitations: BTreeMap<&'static str, Vec<String>>,
    /// The addresses to which a program can POST a form, to control the demonstration.
    controls: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Code {
    code: String,
    until: String,
    comes_to: String,
    of: String,
}

/// A person whom a newcomer can play.
#[derive(Serialize)]
struct PlayablePerson {
    name: String,
    number: String,
    force: String,
    area: &'static str,
    be: Option<String>,
}

impl StreetSummary {
    pub fn of(site: &Site, demonstration: &Demonstration, invitations: &Invitations) -> Self {
        let t = Texts::new(Language::English);
        let address = site.config.origin();
        let at = |path: &str| format!("{address}{path}");
        let code = |drawn: &DrawnCode| {
            let (code, until) = (drawn.code.clone(), drawn.until.to_string());
            (
                drawn.part.key(),
                Code { code, until, comes_to: drawn.part.outcome(&t).into(), of: drawn.part.title(&t).into() },
            )
        };
        let person = |person: &DemonstrationPerson| {
            let be = person.part.can_be_played().then(|| at(&format!("/demonstration/be/{}", person.part.key())));
            let area = match person.part.area() {
                Area::Duty => "duty",
                Area::Control => "control",
            };
            let (name, number, force) = (person.name.clone(), person.number.clone(), person.force.to_string());
            (person.part.key(), PlayablePerson { name, number, force, area, be })
        };
        let mut invited: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (role, path) in invitations {
            invited.entry(role.as_str()).or_default().push(at(path));
        }
        let controls = ["suspend", "reinstate", "end-stop", "codes", "outage", "time"];
        Self {
            demonstration: at("/demonstration"),
            data: site.config.record.data.display().to_string(),
            codes: demonstration.codes().iter().map(code).collect(),
            people: demonstration.cast.people.iter().map(person).collect(),
            invitations: invited,
            controls: controls.map(|name| (name, at(&format!("/demonstration/{name}")))).into(),
            address,
        }
    }

    /// The summary as text.
    pub fn text(&self) -> String {
        let address = &self.address;
        let mut text = format!(
            "Demonstration: nobody here is real. Two forces, Northmere and Eastmarsh, on a record in `{}`.\n\n\
             Begin here, with the officer, the person who was stopped and the control room side by side:\n  {}\n\n\
             The pages that people open in real use:\n  \
             {address}/check     anybody who was stopped\n  \
             {address}/duty      an officer\n  \
             {address}/control   a control room\n\n\
             Codes to type at /check; each lasts two minutes, and new ones are drawn on {address}/demonstration/standards:\n",
            self.data, self.demonstration,
        );
        // In the order of the parts rather than of their keys.
        for code in Part::ALL.iter().filter_map(|part| self.codes.get(part.key())) {
            let _ = writeln!(text, "  {}   {:<47} {}", code.code, code.of, code.comes_to);
        }
        if let Some(invitation) = self.invitations.get(Role::Officer.as_str()).and_then(|invited| invited.first()) {
            let _ =
                write!(text, "\nTo try a passkey, open this invitation on a device that has one:\n  {invitation}\n");
        }
        text.push_str("\nCtrl-C ends it.");
        text
    }
}
