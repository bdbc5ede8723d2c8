//! `candour link train`: learns the weights from the files alone, or from labelled pairs.

use std::path::Path;

use linkage::explain::level_name;
use linkage::settings::{Model, TrainedParameters};
use linkage::training::{self, TrainingSummary};
use linkage::{Linker, write};
use serde::Serialize;

use super::load::{self, ModelFile};
use super::truth::Truth;
use crate::arguments::TrainArguments;
use crate::exit::Failure;
use crate::output::{Align, TextTable, thousands};
use crate::session::{Session, is_dash};

#[derive(Serialize)]
struct TrainResult<'t> {
    model_version: String,
    prior: f64,
    comparisons: &'t [linkage::settings::TrainedComparison],
    summary: &'t TrainingSummary,
    out: String,
}

/// Trains a model and writes it.
pub fn train(arguments: &TrainArguments, session: &Session) -> Result<(), Failure> {
    load::refuse_overwriting(&arguments.files, None, &[Some(&arguments.out)])?;
    if session.json && is_dash(&arguments.out) {
        return Err(Failure::usage("`--json` takes standard output: write the model to a file"));
    }
    let (model, mut ready) = load::ready(&arguments.model, &arguments.files, session)?;
    let (trained, summary) = match &arguments.labels {
        None => training::train(&ready.linker, &session.progress)?,
        Some(path) => {
            let labels = Truth::read(path, None, None, &arguments.files.reading, session)?.pairs()?;
            training::train_from_labels(&ready.linker, &labels, &session.progress)?
        }
    };
    session.go_on()?;
    write_model(&model, &arguments.model, &trained, &arguments.out)?;
    ready.linker.set_trained(trained);
    let linker = &ready.linker;
    let Some(trained) = linker.model().trained.as_ref() else { return Err(Failure::untrained()) };
    let learnt = TrainResult {
        model_version: linker.model().version(),
        prior: trained.prior,
        comparisons: &trained.comparisons,
        summary: &summary,
        out: arguments.out.display().to_string(),
    };
    let text = || {
        let place = format!("the model is in `{}`, version {}", learnt.out, learnt.model_version);
        format!("{}\n{place}", text(linker, trained, &summary))
    };
    if is_dash(&arguments.out) {
        session.tell(&text());
        return Ok(());
    }
    if session.quiet { Ok(()) } else { session.print(text, &learnt) }
}

/// Trains the linker's model if it is untrained, and returns a summary of the training.
pub fn train_if_needed(linker: &mut Linker, session: &Session) -> Result<Option<TrainingSummary>, Failure> {
    if linker.model().trained.is_some() {
        return Ok(None);
    }
    let (trained, summary) = training::train(linker, &session.progress)?;
    linker.set_trained(trained);
    Ok(Some(summary))
}

/// Writes the model's text with the learnt weights.
pub fn write_model(model: &ModelFile, path: &Path, trained: &TrainedParameters, out: &Path) -> Result<(), Failure> {
    let text = Model::write_trained(&model.text, trained).map_err(|error| load::in_model(path, error))?;
    if is_dash(out) {
        return crate::session::print(&text);
    }
    Ok(write::whole_file(out, text.as_bytes())?)
}

fn text(linker: &Linker, trained: &TrainedParameters, summary: &TrainingSummary) -> String {
    let mut table = TextTable::new(&[
        ("comparison", Align::Left),
        ("level", Align::Left),
        ("m", Align::Right),
        ("u", Align::Right),
        ("bits", Align::Right),
        ("rarity", Align::Left),
    ]);
    for (comparison, learnt) in linker.model().comparisons.iter().zip(&trained.comparisons) {
        // Level 0 is a missing value, which is not evidence of anything.
        for level in 1..learnt.m.len() {
            table.row([
                if level == 1 { comparison.name.clone() } else { String::new() },
                level_name(comparison, level).to_owned(),
                short(learnt.m[level]),
                short(learnt.u[level]),
                format!("{:+.2}", (learnt.m[level] / learnt.u[level]).log2()),
                if learnt.term_frequency[level] > 0.0 { "counts".to_owned() } else { String::new() },
            ]);
        }
    }
    format!(
        "{}\nprior: one pair in {} is a match, {} expected\nlearnt from {} random pairs and {} blocked pairs ({} patterns) in {} rounds; {} pairs fit a deterministic rule\n",
        table.text(),
        thousands((1.0 / trained.prior).round() as u64),
        thousands(summary.expected_matches.round() as u64),
        thousands(summary.random_pairs),
        thousands(summary.blocked_pairs),
        thousands(summary.vectors as u64),
        summary.rounds,
        thousands(summary.deterministic_pairs),
    )
}

fn short(probability: f64) -> String {
    if probability >= 0.0001 { format!("{probability:.4}") } else { format!("{probability:.1e}") }
}
