//! The report of a run, as readers see it. Each test saves its page in the build's folder for test files, where it can
//! be inspected.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod reading;
mod run;

use std::collections::BTreeSet;

use insta::assert_snapshot;
use linkage::evaluation::{self, Evaluation};
use linkage::inference::Link;
use linkage::report::{
    ClusterReport, ClusterThreshold, InputFile, Labels, LinkCounts, ReportError, RunRecord, SuspiciousCluster,
    ThresholdChoice, Thresholds, pick_examples,
};
use linkage::{clustering, weight_of};
use reading::{elements, page, parse, section, text, without_figures};
use run::{MODEL, Row, Run, people, table, typical};

#[test]
fn a_chief_officer_reads_what_was_linked_and_how_sure_in_the_first_lines() {
    let (run, _) = typical();
    let html = page("typical", &run.report());
    let document = parse(&html);
    assert_snapshot!(without_figures(section(&document, "headline")), @"In short roster.csv (# records) was compared with complaints.csv (# records). # pairs of records are worth showing to a person, # of them strong enough to look at first. How sure: the model expects about # in # of them to be right. Nobody has checked that here: there are no labels, so have a sample of links looked at before relying on it. A link is a lead for a person, never a finding. It says that two records may be about the same person or thing. It says nothing about what anybody did.");
    assert_snapshot!(without_figures(section(&document, "figures")), @"Key figures Pairs compared # # in # of the # that there are Links to show # probability of # or more (# bits) Links to show first # probability of # or more (# bits) Expected to be right # of the links to show, by the model's own figures Links written # weaker ones among them, from # bits");
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
    report.thresholds.cluster = Some(ClusterThreshold { weight: threshold, chosen: ThresholdChoice::Expected });
    report.clusters = Some(run.clusters(threshold));
    report.labels =
        Some(Labels { source: "truth.csv".into(), evaluation: &evaluation, missed: missed.as_ref(), clusters: None });
    let html = page("labels", &report);
    let document = parse(&html);
    assert_snapshot!(without_figures(section(&document, "headline")), @"In short roster.csv (# records) was compared with complaints.csv (# records). # pairs of records are worth showing to a person, # of them strong enough to look at first. How sure: checked against truth.csv, about # in # of the links shown are right, and among them are about # in # of all true pairs. A link is a lead for a person, never a finding. It says that two records may be about the same person or thing. It says nothing about what anybody did.");
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
    assert_snapshot!(without_figures(elements(&parse(&hidden), "header").next().unwrap()), @"Contains personal data. Restricted: the values in the records are left out, but an id leads to a record and a record to a person. Show it only to people who may see those records. Complaints and the roster Record linkage report, # March #. Made by candour # with model #.");
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
    assert_snapshot!(without_figures(section(&document, "headline")), @"In short roster.csv (# record) was compared with complaints.csv (# records). No pair of records is worth showing to a person. There is no link to be sure of. A link is a lead for a person, never a finding. It says that two records may be about the same person or thing. It says nothing about what anybody did.");
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
        // A value that a normaliser would have removed.
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
        suspicious: vec![SuspiciousCluster {
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
        linkage::CappedBlocks { blocks: u64::MAX, pairs: u64::MAX, largest: long.clone() };
    let mut report = run.report();
    report.title = long.clone();
    report.left = InputFile { name: long.clone(), rows: u64::MAX, rows_set_aside: u64::MAX };
    report.thresholds = Thresholds {
        show: 0.0,
        show_first: 1.0,
        cluster: Some(ClusterThreshold { weight: f64::INFINITY, chosen: ThresholdChoice::Expected }),
    };
    report.links = LinkCounts { written: u64::MAX, show: u64::MAX, show_first: u64::MAX, expected_right: 1e19 };
    for example in &mut report.examples {
        example.explanation.right_id = long.clone();
        example.explanation.steps.iter_mut().for_each(|step| step.right_value = long.clone());
    }
    let cluster = SuspiciousCluster {
        id: long,
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

#[test]
fn a_model_that_is_too_sure_of_itself_is_called_so_where_labels_show_it() {
    let (run, _) = typical();
    let evaluation = Evaluation::new(run.links.iter().map(|link| (link.weight, link.left % 2 == 0)), 2000);
    let mut report = run.report();
    report.labels = Some(Labels { source: "truth.csv".into(), evaluation: &evaluation, missed: None, clusters: None });
    let html = page("too-sure", &report);
    let headline = text(section(&parse(&html), "headline"));
    assert!(
        headline.contains("it is too sure of itself: take its probabilities as an order, not as odds."),
        "{headline}"
    );
}
