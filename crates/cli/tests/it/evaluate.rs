//! Measuring links against the truth.

use crate::support::Folder;

fn linked() -> Folder {
    let folder = Folder::with_staff_and_reports();
    folder.file(
        "links.csv",
        "left_id,right_id,match_weight,match_probability\nS0,R0,9,0.998\nS2,R2,8,0.996\nS4,R4,5,0.97\nS5,R6,5,0.97\nS9,R8,-1,0.333\n",
    );
    folder
}

#[test]
fn links_are_measured_at_the_best_threshold_at_one_chosen_without_the_truth_and_at_a_stated_one() {
    let folder = linked();
    folder.file("truth.csv", "left_id,right_id\nS0,R0\nS2,R2\nS4,R4\nS6,R6\n");
    insta::assert_snapshot!(folder.does("link evaluate --links links.csv --truth truth.csv --threshold 0.99"), @"
    5 links against 4 true pairs

      what                                       threshold  probability  precision  recall      F1  right  wrong  missed
      links, best F1                                  5.00       0.9697     0.7500  0.7500  0.7500      3      1       1
      links, threshold chosen without the truth       5.00       0.9697     0.7500  0.7500  0.7500      3      1       1
      links, stated threshold                         6.63       0.9900     1.0000  0.5000  0.6667      2      0       2
    ");
    let told = folder.tells("link evaluate --links links.csv --truth truth.csv --threshold-weight 8");
    assert_eq!(told["stated"]["true_positives"], 2);
    assert_eq!(told["best"]["true_positives"], 3);
}

#[test]
fn a_column_of_the_data_serves_as_the_truth() {
    let folder = Folder::with_people();
    folder.does("link run --model dedupe.toml --left people.csv --out links.csv --clusters clusters.csv --trained-model trained.toml");
    let line = "link evaluate --links links.csv --truth people.csv --id id --cluster who --clusters clusters.csv";
    let told = folder.tells(line);
    assert_eq!(told["true_pairs"], 17);
    assert_eq!(told["best"]["f1"], 1.0);
    assert_eq!(told["clusters"]["f1"], 1.0);
    assert_eq!(told["clustered"]["best"]["f1"], 1.0);
    let with_files = folder.tells(&format!("{line} --model trained.toml --left people.csv"));
    assert_eq!(with_files["missed"]["lost_at_blocking"], 0);
    assert!(with_files["patterns"][0]["right"].as_u64().unwrap() > 0);
}

#[test]
fn within_one_file_a_pair_is_the_same_either_way_round() {
    let folder = Folder::new();
    folder.file("links.csv", "left_id,right_id,match_weight\nb,a,4\nb,c,3\n");
    folder.file("truth.csv", "left_id,right_id\na,b\nb,c\n");
    let told = folder.tells("link evaluate --links links.csv --truth truth.csv");
    assert_eq!(told["best"]["f1"], 1.0);
    let told = folder.tells("link evaluate --links links.csv --truth truth.csv --two-files");
    assert_eq!(told["best"]["true_positives"], 1);
}

#[test]
fn a_required_accuracy_that_is_missed_ends_with_code_1() {
    let folder = linked();
    let line = "link evaluate --links links.csv --truth truth.csv --threshold 0.99 --require-f1";
    assert_eq!(folder.run(&format!("{line} 0.1")).code, 0);
    let ran = folder.run(&format!("{line} 0.9"));
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.said, @"candour: F1 is 0.1250: at least 0.9000 was required");
}

#[test]
fn agreement_in_a_column_left_out_is_a_curve() {
    let folder = Folder::new();
    folder.file("left.csv", "officer_id,stars\n1,10 11\n2,20\n3,\n4,40\n");
    folder.file("right.csv", "record_id,star\na,11\nb,20\nc,30\nd,41\n");
    folder.file("links.csv", "left_id,right_id,match_weight\n1,a,9\n2,b,7\n3,c,5\n4,d,1\n");
    let line = "link evaluate --links links.csv --agreement stars star --left left.csv --right right.csv";
    insta::assert_snapshot!(folder.does(line), @"
    agreement of `stars` with `star` over links by falling weight
      comparable links  agree     share  weight  probability
                     1      1  100.00 %    9.00       0.9981
                     2      2  100.00 %    7.00       0.9922
                     3      2   66.67 %    1.00       0.6667

      probability of at least  comparable links  agree     share
                         0.99                 2      2  100.00 %
                         0.95                 2      2  100.00 %
                          0.9                 2      2  100.00 %
                          0.8                 2      2  100.00 %
                          0.7                 2      2  100.00 %
                          0.5                 3      2   66.67 %

    at least 96.0 % agree down to 2 comparable links (weight 7.00): 100.00 %
    ");
    let told = folder.tells(line);
    assert_eq!(told["agreement"]["comparable"], 3);
    assert_eq!(told["agreement"]["deepest"]["comparable"], 2);
}

#[test]
fn links_of_equal_weight_are_counted_together() {
    let folder = Folder::new();
    folder.file("left.csv", "officer_id,stars\n1,10\n2,20\n3,30\n4,40\n");
    folder.file("right.csv", "record_id,star\na,10\nb,20\nc,31\nd,41\n");
    folder.file("links.csv", "left_id,right_id,match_weight\n1,a,9\n2,b,5\n3,c,5\n4,d,1\n");
    let line = "link evaluate --links links.csv --agreement stars star --left left.csv --right right.csv";
    let told = &folder.tells(&format!("{line} --least-agreement 0.6"))["agreement"];
    assert_eq!(told["comparable"], 4);
    let points = told["by_depth"].as_array().unwrap().iter();
    let depths: Vec<_> = points.map(|point| (point["comparable"].as_u64(), point["agree"].as_u64())).collect();
    assert_eq!(depths, [(1_u64, 1_u64), (3, 2), (4, 2)].map(|(comparable, agree)| (Some(comparable), Some(agree))));
    assert_eq!(told["deepest"]["comparable"], 3);
}

#[test]
fn one_word_in_common_is_agreement_and_a_part_of_one_is_not() {
    let folder = Folder::new();
    folder.file("left.csv", "officer_id,stars\n1,1424 13001\n2,1424 13001\n");
    folder.file("right.csv", "record_id,star\na,13001\nb,1300\n");
    folder.file("links.csv", "left_id,right_id,match_weight\n1,a,9\n2,b,5\n");
    let line = "link evaluate --links links.csv --agreement stars star --left left.csv --right right.csv";
    let told = &folder.tells(line)["agreement"];
    assert_eq!(told["comparable"], 2);
    assert_eq!(told["share"], 0.5);
    assert_eq!(told["deepest"]["comparable"], 1, "the first link agrees, and the second does not");
}

#[test]
fn a_file_without_the_columns_of_a_truth_is_refused() {
    let folder = linked();
    folder.file("truth.csv", "one,other\nS0,R0\n");
    insta::assert_snapshot!(folder.run("link evaluate --links links.csv --truth truth.csv").failure(), @"
    65
    candour: `truth.csv` is no truth: needs the columns `left_id` and `right_id`, or `id` and `cluster_id`; name others with `--id` and `--cluster`; it has `one`, `other`
    ");
    insta::assert_snapshot!(folder.run("link evaluate --links staff.csv --truth truth.csv").failure(), @"
    65
    candour: `staff.csv` holds no links: needs the columns `left_id` and `right_id`, and `match_weight` or `match_probability`; it has `staff_id`, `first_name`, `surname`, `born`
    ");
}
