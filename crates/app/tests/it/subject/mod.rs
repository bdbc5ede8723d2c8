//! Stories about data subjects.

mod fairness;
mod record;
