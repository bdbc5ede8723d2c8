//! Assembles the page: head, headline, table of contents, and the parts in order.

use askama::Template;

use super::clean::{clean, quoted};
use super::{LinkageReport, ReportError, accuracy, blocking, clusters, comparisons, lost, summary, waterfall, weights};

/// One part of the page.
struct Part {
    /// The anchor that the table of contents links to.
    id: &'static str,
    heading: &'static str,
    /// HTML rendered by the part's own template.
    html: String,
}

#[derive(Template)]
#[template(path = "report/page.html")]
struct Page {
    title: String,
    hide_values: bool,
    headline: summary::Headline,
    parts: Vec<Part>,
    program: String,
    date: Option<String>,
    model_version: String,
}

#[derive(Template)]
#[template(path = "report/settings.html")]
struct Settings {
    model_version: String,
    program: String,
    seed: u64,
    training: Option<summary::TrainingFigures>,
    prior: String,
    toml: String,
}

#[derive(Template)]
#[template(path = "report/glossary.html")]
struct Glossary;

pub(super) fn render(report: &LinkageReport<'_>) -> Result<String, ReportError> {
    let trained = report.model.trained.as_ref().ok_or(ReportError::Untrained)?;
    let model_version = report.model.version();
    let settings = Settings {
        model_version: model_version.clone(),
        program: quoted(&report.run.program),
        seed: report.model.training.seed,
        training: report.training.map(summary::TrainingFigures::of),
        prior: super::number::one_in(trained.prior),
        toml: clean(&report.model.to_toml()?),
    };
    let mut parts = vec![
        Part { id: "figures", heading: "Key figures", html: summary::figures(report).render()? },
        Part { id: "blocking", heading: "How pairs were found", html: blocking::part(report)? },
        Part { id: "comparisons", heading: "How values were compared", html: comparisons::part(report, trained)? },
        Part { id: "weights", heading: "How strong the evidence was", html: weights::part(report)? },
        Part { id: "lost", heading: "Where pairs were lost", html: lost::part(report)? },
    ];
    if let Some(labels) = &report.labels {
        parts.push(Part { id: "accuracy", heading: "How often it was right", html: accuracy::part(report, labels)? });
    }
    if let Some(found) = &report.clusters {
        parts.push(Part { id: "clusters", heading: "Groups of records", html: clusters::part(report, found)? });
    }
    parts.extend([
        Part { id: "examples", heading: "Pairs explained", html: waterfall::part(report)? },
        Part { id: "settings", heading: "Settings, and what was learnt", html: settings.render()? },
        Part { id: "glossary", heading: "Words used here", html: Glossary.render()? },
    ]);
    let page = Page {
        title: clean(&report.title),
        hide_values: report.hide_values,
        headline: summary::headline(report),
        parts,
        program: quoted(&report.run.program),
        date: report.run.date.as_deref().map(quoted),
        model_version,
    };
    Ok(page.render()?)
}
