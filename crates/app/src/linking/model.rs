//! The models shipped with the program, and the parts they need to run: a prior for the population at hand, and the
//! measure of partial plates.

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
    /// The prior times the number of people.
    prior_people: f64,
    /// The prior for two members of one family, times the number of people; 0 if the model knows none.
    family_people: f64,
}

/// The model for the officer whom a report may be about. The prior is one of twice the workforce, as half of the
/// reports are about nobody in policing.
pub(super) const REPORT_TO_OFFICER: ShippedModel = ShippedModel {
    name: "report-to-officer",
    text: include_str!("../../models/report-to-officer.toml"),
    prior_people: 0.5,
    family_people: 0.0,
};

/// The model for two service records of one person. The prior: one of fifty who join served before, and one of five has
/// a relative here.
pub(super) const SAME_PERSON: ShippedModel = ShippedModel {
    name: "same-person",
    text: include_str!("../../models/same-person.toml"),
    prior_people: 0.02,
    family_people: 0.2,
};

impl ShippedModel {
    /// The name of the model and the fingerprint of its text, as proposals record them.
    pub(super) fn version(&self) -> String {
        format!("{} sha256-{}", self.name, derived::fingerprint(self.text))
    }

    fn for_people(&self, people: usize) -> Result<Model, AppError> {
        let mut model =
            Model::from_toml(self.text).map_err(|_| AppError::Bug("a model of the program cannot be read"))?;
        if let Some(trained) = &mut model.trained {
            // A prior for fewer than ten people would make the evidence needless.
            let people = people.max(10) as f64;
            trained.prior = self.prior_people / people;
            trained.family_prior = self.family_people / people;
        }
        Ok(model)
    }

    /// The records of a population, ready to be searched.
    ///
    /// # Errors
    /// Only by a fault in the program: the model and the table do not match.
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

/// A right table with the columns that the model needs and no rows: reports are looked up one by one.
fn nobody(model: &Model) -> Result<Table, linkage::table::TableError> {
    let columns = model.fields.values().filter_map(|field| field.columns(Side::Right));
    let mut names: Vec<String> = columns.flat_map(|columns| columns.names()).chain(&model.id.right).cloned().collect();
    names.sort_unstable();
    names.dedup();
    Table::from_columns("reports", names.into_iter().map(|name| (name, Vec::new())).collect())
}

/// `caught(plate) >= 4`: no character seen of both plates differs, and at least this many characters were seen of both.
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
