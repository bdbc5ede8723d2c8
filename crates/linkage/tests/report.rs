//! The report of a run, read as its readers do: with a parser in place of a browser. Each test leaves its page in the
//! build's folder for files of tests, for a person to look at.

use std::collections::BTreeSet;
use std::convert::Infallible;

use insta::assert_snapshot;
use linkage::evaluation::{self, Evaluation};
use linkage::inference::{InferenceSummary, Link};
use linkage::report::{
    Chosen, ClusterReport, ClusterThreshold, Labels, LinkCounts, Report, ReportError, RunRecord, SourceFile,
    Thresholds, pick_examples, suspicious_clusters,
};
use linkage::settings::Model;
use linkage::table::Table;
use linkage::training::TrainingSummary;
use linkage::{Linker, clustering, inference, training, weight_of};
use roxmltree::{Document, Node, ParsingOptions};

const MODEL: &str = r#"
    description = "Made-up officers against made-up complaints"
    link_type = "link_only"
    [id]
    left = "id"
    right = "id"
    [fields]
    first_name = { kind = "name", column = "first_name" }
    surname = { kind = "name", column = "surname" }
    date_of_birth = { kind = "date", column = "date_of_birth", invalid = "keep" }
    town = { kind = "text", column = "town" }
    [blocking]
    rules = ["surname", "date_of_birth", "initial(first_name), year(date_of_birth)"]
    [[comparisons]]
    name = "first_name"
    levels = ["exact(first_name)", "jaro_winkler(first_name) >= 0.88", "initial(first_name)"]
    [[comparisons]]
    name = "surname"
    levels = ["exact(surname)", "damerau(surname)"]
    [[comparisons]]
    name = "date_of_birth"
    levels = ["exact(date_of_birth)", "day_month_swapped(date_of_birth)", "damerau(date_of_birth) <= 1", "year(date_of_birth)"]
    term_frequency = false
    [[comparisons]]
    name = "town"
    levels = ["exact(town)"]
    [training]
    deterministic_rules = ["surname, first_name, date_of_birth"]
    random_pairs = 100000
    [output]
    least_weight = -8.0
"#;

const FIRST: [&str; 12] =
    ["ann", "robert", "priya", "owen", "grace", "hassan", "joan", "peter", "mei", "callum", "ruth", "tomasz"];
const LAST: [&str; 16] = [
    "smith",
    "jones",
    "patel",
    "evans",
    "okafor",
    "macleod",
    "whitfield",
    "nowak",
    "hussain",
    "taylor",
    "brown",
    "li",
    "featherstone",
    "quigley",
    "ibbotson",
    "zielinski",
];
const TOWNS: [&str; 6] = ["leeds", "cardiff", "truro", "wick", "derby", "bath"];

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

type Row = [String; 5];

fn table(name: &str, rows: &[Row]) -> Table {
    let columns = ["id", "first_name", "surname", "date_of_birth", "town"].into_iter().enumerate();
    let columns = columns.map(|(at, column)| (column.to_owned(), rows.iter().map(|row| row[at].clone()).collect()));
    Table::from_columns(name, columns.collect()).unwrap()
}

/// A roster, records about half of it with slips of all kinds, and which belong together.
fn people(count: usize) -> (Vec<Row>, Vec<Row>, Vec<(String, String)>) {
    let mut dice = Dice(7);
    let (mut roster, mut records, mut truth) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..count {
        let town = if dice.below(10) == 0 { "" } else { TOWNS[dice.below(TOWNS.len())] };
        // Some names are common and some rare.
        let last = LAST[dice.below(LAST.len()).min(dice.below(LAST.len()))];
        let born = format!("{}-{:02}-{:02}", 1950 + dice.below(45), 1 + dice.below(12), 1 + dice.below(28));
        let row = [format!("P{number}"), FIRST[dice.below(FIRST.len())].into(), last.into(), born, town.into()];
        roster.push(row.clone());
        for _ in 0..dice.below(3) {
            let mut record = row.clone();
            record[0] = format!("C{}", records.len());
            match dice.below(8) {
                0 => record[1] = record[1].chars().take(1).collect(),
                1 => record[2] = LAST[dice.below(LAST.len())].into(),
                2 => record[2].insert(1, 'h'),
                3 => {
                    record[3] = format!("{}-{:02}-{:02}", 1950 + dice.below(45), 1 + dice.below(12), 1 + dice.below(28))
                }
                4 => record[4] = TOWNS[dice.below(TOWNS.len())].into(),
                5 => (record[2], record[3]) = (LAST[dice.below(LAST.len())].into(), String::new()),
                _ => {}
            }
            truth.push((row[0].clone(), record[0].clone()));
            records.push(record);
        }
    }
    (roster, records, truth)
}

/// A run from tables to links, kept whole so that a report can borrow from it.
struct Run {
    linker: Linker,
    model: Model,
    training: TrainingSummary,
    inference: InferenceSummary,
    links: Vec<Link>,
}

impl Run {
    fn of(model: &str, left: &Table, right: &Table) -> Run {
        let mut model = Model::from_toml(model).unwrap();
        let untrained = Linker::new(model.clone(), left, Some(right), &()).unwrap();
        let (trained, training) = training::train(&untrained, &()).unwrap();
        model.trained = Some(trained);
        Run::with(model, training, left, right)
    }

    fn with(model: Model, training: TrainingSummary, left: &Table, right: &Table) -> Run {
        let linker = Linker::new(model.clone(), left, Some(right), &()).unwrap();
        let mut links = Vec::new();
        let inference = inference::predict(&linker, &(), |some| {
            links.extend_from_slice(some);
            Ok::<_, Infallible>(())
        });
        Run { inference: inference.unwrap(), linker, model, training, links }
    }

    fn report(&self) -> Report<'_> {
        let thresholds = Thresholds::of(&self.model.output);
        let file = |name: &str, rows: usize| SourceFile { name: name.into(), rows: rows as u64, rows_set_aside: 0 };
        Report {
            title: "Complaints and the roster".into(),
            left: file("roster.csv", self.linker.left_count()),
            right: Some(file("complaints.csv", self.linker.count() - self.linker.left_count())),
            model: &self.model,
            thresholds,
            links: LinkCounts::of(self.links.iter().map(Link::probability), &thresholds),
            inference: &self.inference,
            training: Some(&self.training),
            labels: None,
            clusters: None,
            examples: pick_examples(&self.linker, &self.links, thresholds.show),
            run: RunRecord { program: "candour 0.1.0".into(), date: Some("3 March 2026".into()) },
            hide_values: false,
        }
    }

    fn clusters(&self, threshold: f64) -> ClusterReport {
        let clusters =
            clustering::cluster(self.linker.count(), &self.links, threshold, -8.0, self.model.output.clusters);
        let found = clustering::suspicious(&clusters, &self.links, threshold);
        ClusterReport {
            sizes: clusters.sizes().collect(),
            suspicious: suspicious_clusters(&self.linker, &clusters, &found),
        }
    }
}

fn typical() -> (Run, Vec<(String, String)>) {
    let (roster, records, truth) = people(1500);
    (Run::of(MODEL, &table("roster.csv", &roster), &table("complaints.csv", &records)), truth)
}

/// Renders, leaves the page for a person to look at, and holds it to what every page promises.
fn page(name: &str, report: &Report<'_>) -> String {
    let html = report.to_html().unwrap();
    std::fs::write(format!("{}/report-{name}.html", env!("CARGO_TARGET_TMPDIR")), &html).unwrap();
    check(&html);
    html
}

fn parse(html: &str) -> Document<'_> {
    Document::parse_with_options(html, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).unwrap()
}

fn text(node: Node<'_, '_>) -> String {
    let all: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with every figure as `#`: what is learnt moves them, and they are tested elsewhere.
fn without_figures(node: Node<'_, '_>) -> String {
    let text = text(node);
    let is_figure = |word: &&str| word.chars().any(|c| c.is_ascii_digit()) && !word.contains(".csv");
    let hide = |word: &str| {
        let end = word.trim_end_matches(|c: char| matches!(c, '.' | ',' | ')' | ';' | ':'));
        let start = end.trim_start_matches('(');
        [&word[..end.len() - start.len()], "#", &word[end.len()..]].concat()
    };
    let words = text.split(' ').map(|word| if is_figure(&word) { hide(word) } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

fn elements<'a, 'i>(document: &'a Document<'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    document.descendants().filter(move |node| node.has_tag_name(name))
}

fn section<'a, 'i>(document: &'a Document<'i>, id: &str) -> Node<'a, 'i> {
    document.descendants().find(|node| node.attribute("id") == Some(id)).unwrap()
}

/// What every page promises.
fn check(html: &str) {
    let document = parse(html);
    for reference in ["http:", "https:", " src=", "url(", "@import", "<script", "<link", "javascript:"] {
        assert!(!html.contains(reference), "the page must stand alone and do nothing, but it holds `{reference}`");
    }
    let policy = elements(&document, "meta").find(|meta| meta.attribute("http-equiv").is_some()).unwrap();
    assert_eq!(policy.attribute("content"), Some("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));

    let mut ids = BTreeSet::new();
    for id in document.descendants().filter_map(|node| node.attribute("id")) {
        assert!(ids.insert(id), "two elements have the id `{id}`");
    }
    for node in document.descendants() {
        let named = ["aria-labelledby", "aria-describedby"].into_iter().filter_map(|name| node.attribute(name));
        for id in
            named.flat_map(str::split_whitespace).chain(node.attribute("href").and_then(|to| to.strip_prefix('#')))
        {
            assert!(ids.contains(id), "`{id}` is spoken of and is not there");
        }
        let events = node.attributes().filter(|attribute| attribute.name().starts_with("on"));
        assert_eq!(events.count(), 0, "an element must not react to events");
    }

    let mut captions = BTreeSet::new();
    for table in elements(&document, "table") {
        let caption = table.children().find(|node| node.has_tag_name("caption")).map(text).unwrap_or_default();
        assert!(!caption.is_empty(), "a table needs a caption");
        assert!(captions.insert(caption.clone()), "two tables are called `{caption}`");
        let region = table.parent().unwrap();
        assert_eq!((region.attribute("role"), region.attribute("tabindex")), (Some("region"), Some("0")));
        assert!(region.attribute("aria-label").is_some_and(|label| !label.is_empty()));
        let width = table
            .descendants()
            .filter(|node| node.has_tag_name("tr"))
            .map(|row| row.children().filter(Node::is_element).count());
        assert_eq!(width.collect::<BTreeSet<_>>().len(), 1, "all rows of `{caption}` are equally long");
        let unscoped = |node: &Node<'_, '_>| node.has_tag_name("th") && node.attribute("scope").is_none();
        assert!(!table.descendants().any(|node| unscoped(&node)), "a heading of `{caption}` needs a scope");
    }
    for svg in elements(&document, "svg") {
        let says = |name| svg.children().find(|node| node.has_tag_name(name)).map(text).unwrap_or_default();
        assert!(!says("title").is_empty() && !says("desc").is_empty(), "a chart needs a title and a description");
        assert_eq!(svg.attribute("role"), Some("img"));
        let figure = svg.ancestors().find(|node| node.has_tag_name("figure")).unwrap();
        assert!(figure.children().any(|node| node.has_tag_name("figcaption") && !text(node).is_empty()));
        let numbers = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "points"];
        let places = svg.descendants().flat_map(|node| numbers.map(|name| node.attribute(name)).into_iter().flatten());
        for place in places.flat_map(|place| place.split([',', ' '])) {
            assert!(place.parse::<f64>().is_ok_and(f64::is_finite), "`{place}` is no place on a chart");
        }
    }

    let levels: Vec<u8> =
        document.descendants().filter_map(|node| node.tag_name().name().strip_prefix('h')?.parse().ok()).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "a page has one h1");
    assert!(levels.windows(2).all(|two| two[1] <= two[0] + 1), "no level of headings is left out: {levels:?}");
    assert_eq!(document.root_element().attribute("lang"), Some("en-GB"));
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(elements(&document, landmark).count(), 1, "one `{landmark}`");
    }
}

#[test]
fn a_chief_officer_reads_what_was_linked_and_how_sure_in_the_first_lines() {
    let (run, _) = typical();
    let html = page("typical", &run.report());
    let document = parse(&html);
    assert_snapshot!(without_figures(section(&document, "headline")), @"");
    assert_snapshot!(without_figures(section(&document, "figures")), @"");
}

#[test]
fn without_labels_the_report_says_what_cannot_be_known() {
    let (run, _) = typical();
    let html = page("typical", &run.report());
    let document = parse(&html);
    assert_snapshot!(text(section(&document, "lost")), @"Where pairs were lost There are no labels for this run, that is, no list of pairs that are known to be true. So this report cannot say: how many true pairs no blocking rule brought together, how many true pairs were compared but scored too low to be shown, how many of the links shown are wrong. To find out, have people settle a random sample of pairs, some from above and some from below the threshold, and run the evaluation with their answers. For blocking, look for records that somebody knows to belong together and see whether they were compared.");
    assert!(!document.descendants().any(|node| node.attribute("id") == Some("accuracy")));
}

#[test]
fn with_labels_the_analyst_sees_where_pairs_were_lost_and_the_curve() {
    let (run, truth) = typical();
    let ids = |link: &Link| (run.linker.id(link.left).to_owned(), run.linker.id(link.right).to_owned());
    let is_true: BTreeSet<(String, String)> = truth.iter().cloned().collect();
    let evaluation =
        Evaluation::new(run.links.iter().map(|link| (link.weight, is_true.contains(&ids(link)))), truth.len() as u64);
    let mut report = run.report();
    let missed = evaluation::missed(&run.linker, &run.links, &truth, weight_of(report.thresholds.show));
    let threshold = weight_of(report.thresholds.show_first);
    report.thresholds.cluster = Some(ClusterThreshold { weight: threshold, chosen: Chosen::Expected });
    report.clusters = Some(run.clusters(threshold));
    report.labels =
        Some(Labels { source: "truth.csv".into(), evaluation: &evaluation, missed: missed.as_ref(), clusters: None });
    let html = page("labels", &report);
    let document = parse(&html);
    assert_snapshot!(without_figures(section(&document, "headline")), @"");
    let charts: Vec<&str> = elements(&document, "figure").filter_map(|figure| figure.attribute("id")).collect();
    for chart in ["lost-chart", "precision-recall", "f1-by-threshold", "clusters-chart", "weights-chart"] {
        assert!(charts.contains(&chart), "`{chart}` is missing: {charts:?}");
    }
    assert!(text(section(&document, "clusters")).contains("chosen without labels"));
}

#[test]
fn every_kind_of_informative_pair_is_explained_and_no_record_twice() {
    let (run, _) = typical();
    let examples = run.report().examples;
    let mut seen = BTreeSet::new();
    for example in &examples {
        let of = &example.explanation;
        assert!(seen.insert(of.left_id.clone()) && seen.insert(of.right_id.clone()), "a record stands in two examples");
        let total: f64 =
            of.prior_weight + of.steps.iter().map(|step| step.level_weight + step.frequency_weight).sum::<f64>();
        assert!((total - of.match_weight).abs() < 1e-6, "a waterfall ends at the match weight");
    }
    assert_snapshot!(examples.iter().map(|example| format!("{:?}", example.why)).collect::<Vec<_>>().join(" "), @"Strongest Strongest Strongest JustShown JustShown JustNotShown JustNotShown Disagreement Disagreement Disagreement Rarity Rarity Rarity");

    let mut links = run.links.clone();
    links.reverse();
    assert_eq!(pick_examples(&run.linker, &links, 0.5), examples, "the order of links changes nothing");
}

#[test]
fn hidden_values_are_nowhere_in_the_page() {
    let (mut roster, mut records, _) = people(1500);
    roster[0][2] = "zzsecret".into();
    records[0][2] = "zzsecret".into();
    let run = Run::of(MODEL, &table("roster.csv", &roster), &table("complaints.csv", &records));
    let mut report = run.report();
    report.examples.extend(report.examples.first().cloned());
    let shown = page("shown", &report);
    report.hide_values = true;
    let hidden = page("hidden", &report);
    let values: BTreeSet<&str> = report
        .examples
        .iter()
        .flat_map(|example| &example.explanation.steps)
        .flat_map(|step| [step.left_value.as_str(), step.right_value.as_str()])
        .filter(|value| value.len() > 3)
        .collect();
    assert!(values.len() > 10);
    for value in values {
        assert!(shown.contains(value));
        assert!(!hidden.contains(value), "`{value}` should be hidden");
    }
    assert_snapshot!(without_figures(elements(&parse(&hidden), "header").next().unwrap()), @"");
}

#[test]
fn a_run_that_compared_nothing_is_told_plainly() {
    let (roster, records, _) = people(300);
    let trained = Run::of(MODEL, &table("roster.csv", &roster), &table("complaints.csv", &records));
    let nobody: [Row; 1] = [["X1", "aaa", "bbb", "1901-01-01", ""].map(str::to_owned)];
    let run = Run::with(trained.model, trained.training, &table("roster.csv", &nobody), &table("complaints.csv", &[]));
    let mut report = run.report();
    report.training = None;
    report.run = RunRecord::default();
    let evaluation = Evaluation::new([], 0);
    report.labels = Some(Labels { source: "truth.csv".into(), evaluation: &evaluation, missed: None, clusters: None });
    report.clusters = Some(ClusterReport::default());
    let html = page("empty", &report);
    let document = parse(&html);
    assert_snapshot!(without_figures(section(&document, "headline")), @"");
    assert_snapshot!(text(section(&document, "weights")), @"How strong the evidence was No pair was compared, so there is nothing to show.");
    assert_snapshot!(text(section(&document, "examples")), @"Pairs explained There is no pair to explain.");
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "<script>alert(1)</script>\"'&amp;]]>--><!--\u{0}\u{1b}\u{ffff}\u{202e}مرحبا";
    let (mut roster, mut records, truth) = people(400);
    for (left, right) in &truth {
        let name = |place: &mut Vec<Row>, id: &str| {
            place.iter_mut().filter(|row| row[0] == id).for_each(|row| row[4] = hostile.into());
        };
        name(&mut roster, left);
        name(&mut records, right);
    }
    let run = Run::of(
        &MODEL.replace("name = \"town\"", "name = \"<b onclick='x'>town</b>\""),
        &table("a", &roster),
        &table("b", &records),
    );
    let mut report = run.report();
    for example in &mut report.examples {
        example.explanation.left_id = hostile.into();
        // What a normaliser would have taken out.
        example.explanation.steps.iter_mut().for_each(|step| step.left_value = hostile.into());
    }
    report.title = hostile.into();
    report.left.name = hostile.into();
    report.left.rows_set_aside = 3;
    report.run = RunRecord { program: hostile.into(), date: Some(hostile.into()) };
    let mut inference = run.inference.clone();
    inference.blocking.rules[0].capped.blocks = 2;
    inference.blocking.rules[0].capped.largest = hostile.into();
    report.inference = &inference;
    report.clusters = Some(ClusterReport {
        sizes: vec![(1, 5), (7, 1)],
        suspicious: vec![linkage::report::SuspiciousCluster {
            id: hostile.into(),
            size: 7,
            reason: clustering::Suspicion::Sparse { density: 0.1 },
            members: vec![hostile.into(); 7],
        }],
    });
    let html = page("hostile", &report);
    let document = parse(&html);
    let heading = elements(&document, "h1").next().unwrap();
    assert_eq!(text(heading), "<script>alert(1)</script>\"'&amp;]]>--><!--\u{fffd}\u{fffd}\u{fffd}\u{fffd}مرحبا");
    assert_eq!(elements(&document, "b").count(), 0);
}

#[test]
fn very_long_text_and_very_large_figures_do_not_break_the_page() {
    let (roster, records, _) = people(400);
    let mut run = Run::of(MODEL, &table("a", &roster), &table("b", &records));
    let long = "w".repeat(4000);
    run.inference.blocking.possible_pairs = 1e22;
    run.inference.blocking.pairs = u64::MAX;
    run.inference.histogram.counts.iter_mut().for_each(|count| *count = u64::MAX / 2);
    run.inference.blocking.rules[0].new_pairs = u64::MAX;
    run.inference.blocking.rules[0].capped =
        linkage::Capped { blocks: u64::MAX, pairs: u64::MAX, largest: long.clone() };
    let mut report = run.report();
    report.title = long.clone();
    report.left = SourceFile { name: long.clone(), rows: u64::MAX, rows_set_aside: u64::MAX };
    report.thresholds = Thresholds {
        show: 0.0,
        show_first: 1.0,
        cluster: Some(ClusterThreshold { weight: f64::INFINITY, chosen: Chosen::Expected }),
    };
    report.links = LinkCounts { written: u64::MAX, show: u64::MAX, show_first: u64::MAX, expected_right: 1e19 };
    for example in &mut report.examples {
        example.explanation.right_id = long.clone();
        example.explanation.steps.iter_mut().for_each(|step| step.right_value = long.clone());
    }
    let cluster = linkage::report::SuspiciousCluster {
        id: long.clone(),
        size: 100_000,
        reason: clustering::Suspicion::Large,
        members: (0..100_000).map(|n| n.to_string()).collect(),
    };
    report.clusters = Some(ClusterReport { sizes: vec![(100_000, u64::MAX)], suspicious: vec![cluster; 200] });
    let html = page("long", &report);
    assert!(html.contains("and 99,980 more"));
    assert!(html.contains("150 more are not listed here"));
}

#[test]
fn an_untrained_model_has_nothing_to_report() {
    let (mut run, _) = typical();
    run.model.trained = None;
    assert!(matches!(run.report().to_html(), Err(ReportError::Untrained)));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let (one, _) = typical();
    let (other, _) = typical();
    assert_eq!(one.report().to_html().unwrap(), other.report().to_html().unwrap());
}
