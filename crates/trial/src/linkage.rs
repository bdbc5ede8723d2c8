//! `candour-trial linkage`: links made-up data, measures the result and explains it to somebody who has never seen it.

use std::path::{Path, PathBuf};

use cli::arguments::{FileOptions, ReadingOptions, RunArguments};
use cli::exit::Failure;
use cli::link::run::{self, RunResult};
use cli::link::{column, table};
use cli::measure::Stages;
use cli::output::{Align, TextTable, counted, many, percent, thousands};
use cli::session::{self, Session};
use linkage::explain::Explanation;
use linkage::inference::Link;
use linkage::settings::Side;
use linkage::table::Table;
use linkage::{probability, write};
use rustc_hash::FxHashMap;
use serde::Serialize;
use synth::{Contact, Population};

use crate::arguments::LinkageArguments;
use crate::synth as made_up;

/// The model that ships with Candour, built in so that no other file is needed.
const MODEL: &str = include_str!("../../../examples/workforce.toml");

struct Places {
    workforce: PathBuf,
    records: PathBuf,
    truth: PathBuf,
    model: PathBuf,
    trained: PathBuf,
    links: PathBuf,
    report: PathBuf,
    needles: PathBuf,
    look_alikes: PathBuf,
}

impl Places {
    fn within(folder: &Path) -> Places {
        let place = |name: &str| folder.join(name);
        Places {
            workforce: place("workforce.csv"),
            records: place("records.csv"),
            truth: place("truth.csv"),
            model: place("workforce.toml"),
            trained: place("trained.toml"),
            links: place("links.csv"),
            report: place("report.html"),
            needles: place("needles.csv"),
            look_alikes: place("lookalikes.csv"),
        }
    }
}

#[derive(Serialize)]
struct LinkageSummary {
    out: String,
    workforce: usize,
    records: usize,
    pairs: u64,
    links: u64,
    shown: u64,
    precision: f64,
    recall: f64,
    f1: f64,
    needles: usize,
    needles_found: usize,
    needles_weak: usize,
    look_alikes: usize,
    look_alikes_linked: usize,
    wall_s: f64,
}

pub fn linkage(arguments: &LinkageArguments, session: &Session) -> Result<(), Failure> {
    let places = Places::within(&arguments.out);
    let LinkageArguments { workforce, records, seed, .. } = *arguments;
    let population = Population { seed, workforce, records, style: Contact::Screen, ..Population::default() };
    let mut stages = Stages::begin();
    session.tell("making people and records: nobody in them is real");
    let made = made_up::make(&population, &arguments.out, session)?;
    stages.end("make");
    write::whole_file(&places.model, MODEL.as_bytes())?;
    session.tell("linking the records with the workforce");
    let outcome = run::link(&run_of(&places), &mut stages, session)?;
    let stories = Stories::read(&places, &outcome, session)?;
    let best = outcome.measured.as_ref().map(|measured| measured.evaluation.at(linkage::weight_of(show(&outcome))));
    let told = LinkageSummary {
        out: arguments.out.display().to_string(),
        workforce: made.workforce,
        records: made.records,
        pairs: outcome.inference.blocking.pairs,
        links: outcome.counts.links,
        shown: outcome.counts.shown,
        precision: best.map_or(0.0, |best| best.precision),
        recall: best.map_or(0.0, |best| best.recall),
        f1: best.map_or(0.0, |best| best.f1),
        needles: stories.needles.len(),
        needles_found: stories.needles.iter().filter(|needle| needle.is_shown(&outcome)).count(),
        needles_weak: stories.needles.iter().filter(|needle| needle.is_weak(&outcome)).count(),
        look_alikes: stories.look_alikes.len(),
        look_alikes_linked: stories.look_alikes.iter().filter(|pair| pair.is_shown(&outcome)).count(),
        wall_s: stages.wall_s(),
    };
    if session.json {
        return session.print(String::new, &told);
    }
    session::print(&text(&told, &made_up::text(&made), &outcome, &stories, &places))
}

fn show(outcome: &RunResult) -> f64 {
    outcome.linker.model().output.show
}

fn run_of(places: &Places) -> RunArguments {
    RunArguments {
        model: places.model.clone(),
        files: FileOptions {
            left: places.workforce.clone(),
            right: Some(places.records.clone()),
            reading: ReadingOptions::default(),
        },
        out: places.links.clone(),
        clusters: None,
        report: Some(places.report.clone()),
        trained_model: Some(places.trained.clone()),
        threshold: None,
        keep_weight: None,
        levels: false,
        labels: Some(places.truth.clone()),
    }
}

/// A pair of records whose story is known, and the link found for it, if any.
struct Story {
    code: String,
    left_id: String,
    right_id: String,
    what: String,
    link: Option<Link>,
}

impl Story {
    fn is_shown(&self, outcome: &RunResult) -> bool {
        self.link.is_some_and(|link| link.probability() >= show(outcome))
    }

    fn is_weak(&self, outcome: &RunResult) -> bool {
        self.link.is_some() && !self.is_shown(outcome)
    }
}

/// The planted stories, and the look-alike pairs that must not be linked.
struct Stories {
    needles: Vec<Story>,
    look_alikes: Vec<Story>,
}

impl Stories {
    fn read(places: &Places, outcome: &RunResult, session: &Session) -> Result<Stories, Failure> {
        let linker = &outcome.linker;
        let links: FxHashMap<(&str, &str), Link> =
            outcome.links.iter().map(|link| ((linker.id(link.left), linker.id(link.right)), *link)).collect();
        let stories = |table: &Table| -> Result<Vec<Story>, Failure> {
            let (left, right, what) = (column(table, "left_id")?, column(table, "right_id")?, column(table, "what")?);
            let story = |row: usize| Story {
                code: table.column("needle").map_or("", |code| code.value(row)).to_owned(),
                left_id: left.value(row).to_owned(),
                right_id: right.value(row).to_owned(),
                what: what.value(row).to_owned(),
                link: links.get(&(left.value(row), right.value(row))).copied(),
            };
            Ok((0..table.rows()).map(story).collect())
        };
        let needles = stories(&table(&places.needles, &ReadingOptions::default(), session)?)?;
        let mut look_alikes = stories(&table(&places.look_alikes, &ReadingOptions::default(), session)?)?;
        // Two members of the workforce are never linked here, but a record about one can be linked to the other.
        let ids = linker.ids();
        look_alikes.retain(|pair| ids.find(&pair.right_id, Side::Right).is_some());
        Ok(Stories { needles, look_alikes })
    }
}

fn text(told: &LinkageSummary, made: &str, outcome: &RunResult, stories: &Stories, places: &Places) -> String {
    let blocking = &outcome.inference.blocking;
    let mut text = format!(
        "\nMade up: {made}.\n\n\
         Of {} possible pairs {} were worth comparing ({}). {} are worth showing to a person, {} of them first;\n\
         {} records have no link that is.\n",
        many(blocking.possible_pairs),
        thousands(blocking.pairs),
        percent(blocking.pairs as f64, blocking.possible_pairs),
        counted(outcome.counts.shown, "link", "links"),
        thousands(outcome.counts.shown_first),
        thousands(unlinked(outcome)),
    );
    text.push_str(&format!(
        "\nBecause the data are made up, the truth is known: {} of the links shown are right (precision), {} of the\n\
         true pairs are among them (recall), F1 {:.3}.\n",
        percent(told.precision, 1.0),
        percent(told.recall, 1.0),
        told.f1
    ));
    text.push_str(&format!(
        "\nStories were planted among the records. {} of {} records of theirs are linked well enough to be shown, {} more\n\
         are weaker leads in the file of links:\n\n{}",
        told.needles_found,
        told.needles,
        told.needles_weak,
        needles(stories, outcome)
    ));
    text.push_str(&format!(
        "\nOf {} about somebody's twin, father, son or namesake, {} linked to the wrong one.\n",
        counted(told.look_alikes as u64, "record", "records"),
        match told.look_alikes_linked {
            0 => "none is".to_owned(),
            1 => "1 is".to_owned(),
            several => format!("{several} are"),
        }
    ));
    if let Some((needle, explanation)) = example(stories, outcome) {
        text.push_str(&format!("\nWhy a link has its weight, field by field. {}: {}.\n\n", needle.code, needle.what));
        text.push_str(&format!("{explanation}\n"));
    }
    text.push_str(&format!(
        "\nIt took {:.1} s. The report is in `{}`: open it in a browser. Links, data and the trained model are beside it.\n\
         A link is a lead for a person to judge, never a finding.\n\n\
         Try next, a report that arrives now:\n\n  candour link search --model {} --left {} {}\n",
        told.wall_s,
        places.report.display(),
        places.trained.display(),
        places.workforce.display(),
        query(stories, outcome)
    ));
    text
}

/// The number of records without a link worth showing.
fn unlinked(outcome: &RunResult) -> u64 {
    let linker = &outcome.linker;
    let mut linked = vec![false; linker.count()];
    for link in outcome.links.iter().filter(|link| link.probability() >= show(outcome)) {
        linked[link.right as usize] = true;
    }
    linked.iter().skip(linker.left_count()).filter(|linked| !**linked).count() as u64
}

/// A table of the stories: for each kind, how many were found, and one example.
fn needles(stories: &Stories, outcome: &RunResult) -> String {
    let mut table = TextTable::new(&[
        ("story", Align::Left),
        ("shown", Align::Right),
        ("weaker", Align::Right),
        ("for example", Align::Left),
        ("weight", Align::Right),
        ("what happened", Align::Left),
    ]);
    let mut codes: Vec<&str> = stories.needles.iter().map(|needle| needle.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let of_code: Vec<&Story> = stories.needles.iter().filter(|needle| needle.code == code).collect();
        let shown = of_code.iter().filter(|needle| needle.is_shown(outcome)).count();
        let weak = of_code.iter().filter(|needle| needle.is_weak(outcome)).count();
        let Some(example) = of_code.iter().find(|needle| needle.is_shown(outcome)).or(of_code.first()) else {
            continue;
        };
        let weight = example.link.map_or_else(
            || "not linked".to_owned(),
            |link| format!("{:.1} bits, {:.4}", link.weight, probability(link.weight)),
        );
        table.row([
            code.to_owned(),
            format!("{shown} of {}", of_code.len()),
            weak.to_string(),
            format!("{} is about {}", example.right_id, example.left_id),
            weight,
            example.what.clone(),
        ]);
    }
    table.text()
}

/// The most interesting of the stories that were found: the one with the weakest link.
fn example<'s>(stories: &'s Stories, outcome: &RunResult) -> Option<(&'s Story, Explanation)> {
    let shown = stories.needles.iter().filter(|needle| needle.is_shown(outcome));
    let weight = |needle: &&Story| needle.link.map_or(f64::INFINITY, |link| link.weight);
    let needle = shown.min_by(|a, b| weight(a).total_cmp(&weight(b)))?;
    let link = needle.link?;
    Some((needle, linkage::explain::explain(&outcome.linker, link.left, link.right)?))
}

/// The example's record, as a person would type it on the command line.
fn query(stories: &Stories, outcome: &RunResult) -> String {
    let Some((_, explanation)) = example(stories, outcome) else {
        return "--field surname=smith --field first_name=john".to_owned();
    };
    let model = outcome.linker.model();
    let fields = explanation.steps.iter().filter_map(|step| {
        let field = step.comparison.replace([' ', '-'], "_");
        let value = step.right_value.split(" / ").next().filter(|value| !value.is_empty())?;
        model.fields.contains_key(&field).then(|| format!("--field {field}='{value}'"))
    });
    fields.collect::<Vec<_>>().join(" ")
}
