//! The models shipped with the program, and what they need to run: a prior for the current population, and the measure
//! for partial plates.

use std::sync::Arc;

use linkage::settings::{Model, Side};
use linkage::table::Table;
use linkage::{Linker, Measure};

use crate::AppError;
use crate::change::derived;

/// A model that is part of the program.
pub(super) struct ShippedModel {
    name: &'static str,
    text: &'static str,
    /// The prior multiplied by the number of people.
    prior_people: f64,
    /// The prior for two members of one family, multiplied by the number of people. 0 if the model does not include
    /// families.
    family_people: f64,
}

/// The model that finds the officer a report may be about. Its prior is one in twice the number of members, because
/// half of the reports concern nobody in policing.
pub(super) const REPORT_TO_OFFICER: ShippedModel = ShippedModel {
    name: "report-to-officer",
    text: include_str!("../../models/report-to-officer.toml"),
    prior_people: 0.5,
    family_people: 0.0,
};

/// The model that finds two service records of one person. Its priors: one in fifty new joiners has served before, and
/// one in five has a relative here.
pub(super) const SAME_PERSON: ShippedModel = ShippedModel {
    name: "same-person",
    text: include_str!("../../models/same-person.toml"),
    prior_people: 0.02,
    family_people: 0.2,
};

impl ShippedModel {
    /// The name of the model and a fingerprint of its text, as recorded with proposals.
    pub(super) fn version(&self) -> String {
        format!("{} sha256-{}", self.name, derived::fingerprint(self.text))
    }

    fn for_people(&self, people: usize) -> Result<Model, AppError> {
        let mut model =
            Model::from_toml(self.text).map_err(|_| AppError::Bug("a model of the program cannot be read"))?;
        if let Some(trained) = &mut model.trained {
            // A prior for fewer than ten people would make evidence unnecessary.
            let people = people.max(10) as f64;
            trained.prior = self.prior_people / people;
            trained.family_prior = self.family_people / people;
        }
        Ok(model)
    }

    /// Prepares the records of a population for searching.
    ///
    /// # Errors
    /// Only if the program has a bug: the model and the table do not match.
    pub(super) fn linker(&self, people: usize, columns: Vec<(String, Vec<String>)>) -> Result<Linker, AppError> {
        let misfit = || AppError::Bug("a model of the program does not fit its table");
        let model = self.for_people(people)?;
        let left = Table::from_columns("workforce", columns).map_err(|_| misfit())?;
        let two_sided = model.link_type == linkage::settings::LinkType::LinkOnly;
        let right = two_sided.then(|| nobody(&model)).transpose().map_err(|_| misfit())?;
        let measures: [Arc<dyn Measure>; 1] = [Arc::new(CaughtLetters)];
        Linker::with_measures(model, &left, right.as_ref(), &measures, &()).map_err(|_| misfit())
    }
}

/// A right-hand table with the columns that the model needs but no rows, because reports are looked up one by one.
fn nobody(model: &Model) -> Result<Table, linkage::table::TableError> {
    let columns = model.fields.values().filter_map(|field| field.columns(Side::Right));
    let mut names: Vec<String> = columns.flat_map(|columns| columns.names()).chain(&model.id.right).cloned().collect();
    names.sort_unstable();
    names.dedup();
    Table::from_columns("reports", names.into_iter().map(|name| (name, Vec::new())).collect())
}

/// Implements `caught(plate) >= 4`: at least this many characters were seen in both plates, and none of them differs.
struct CaughtLetters;

impl Measure for CaughtLetters {
    fn word(&self) -> &'static str {
        "caught"
    }

    fn holds(&self, left: &str, right: &str, bound: Option<f64>) -> bool {
        let Some(bound) = bound else { return false };
        let mut caught: u32 = 0;
        left.len() == right.len()
            && left.bytes().zip(right.bytes()).all(|(one, other)| {
                let unknown = one == b'?' || other == b'?';
                caught += u32::from(!unknown);
                unknown || one == other
            })
            && f64::from(caught) >= bound
    }
}
