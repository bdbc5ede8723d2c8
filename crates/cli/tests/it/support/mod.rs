//! Small made-up files in a folder, and the command, which is run in it.

mod folder;

pub use folder::{Folder, Ran};

/// A model that links two files: staff with an earlier surname, and reports.
pub const LINK: &str = r#"# Staff against reports.
link_type = "link_only"
[id]
left = "staff_id"
right = "report_id"
[fields]
first_name = { kind = "name", column = "first_name" }
surname = { kind = "name", column = "surname" }
born = { kind = "date", column = "born" }
[blocking]
rules = ["surname", "born"] # either will do
[[comparisons]]
name = "first name"
levels = ["exact(first_name)", "jaro_winkler(first_name) >= 0.9", "initial(first_name)"]
[[comparisons]]
name = "surname"
levels = ["exact(surname)", "jaro_winkler(surname) >= 0.9"]
[[comparisons]]
name = "born"
levels = ["exact(born)", "year(born)"]
[training]
deterministic_rules = ["first_name, surname, born"]
recall = 0.6
[output]
best_link = "right"
"#;

/// A model that finds duplicates in one file.
pub const DEDUPE: &str = r#"link_type = "dedupe_only"
[id]
left = "id"
[fields]
first_name = { kind = "name", column = "first_name" }
surname = { kind = "name", column = "surname" }
born = { kind = "date", column = "born" }
[blocking]
rules = ["surname", "born"]
[[comparisons]]
name = "first name"
levels = ["exact(first_name)", "jaro_winkler(first_name) >= 0.9", "initial(first_name)"]
[[comparisons]]
name = "surname"
levels = ["exact(surname)", "jaro_winkler(surname) >= 0.9"]
[[comparisons]]
name = "born"
levels = ["exact(born)", "year(born)"]
"#;

const FIRST_NAMES: [&str; 12] =
    ["mary", "tomas", "priya", "gareth", "aisha", "lena", "owen", "ruth", "colin", "ingrid", "samuel", "jo"];
const SURNAMES: [&str; 10] = ["okafor", "lind", "nair", "pugh", "khan", "moss", "hart", "castle", "brandt", "oyelaran"];

/// The person with this number: their names, and a date of birth that few others share.
pub fn person(number: usize) -> (&'static str, &'static str, String) {
    let born = format!("{}-{:02}-{:02}", 1950 + number * 7 % 45, 1 + number % 12, 1 + number * 5 % 28);
    (FIRST_NAMES[number * 5 % 12], SURNAMES[number * 3 % 10], born)
}

impl Folder {
    /// A folder with `link.toml`, `staff.csv` (60 people), `reports.csv` (about every second person, some with only an
    /// initial) and `truth.csv`.
    pub fn with_staff_and_reports() -> Folder {
        let folder = Folder::new();
        let (mut staff, mut reports, mut truth) = (
            "staff_id,first_name,surname,born\n".to_owned(),
            "report_id,first_name,surname,born\n".to_owned(),
            "left_id,right_id\n".to_owned(),
        );
        for number in 0..60 {
            let (first_name, surname, born) = person(number);
            staff.push_str(&format!("S{number},{first_name},{surname},{born}\n"));
            if number % 2 == 0 {
                let first_name = if number % 10 == 0 { &first_name[..1] } else { first_name };
                reports.push_str(&format!("R{number},{first_name},{surname},{born}\n"));
                truth.push_str(&format!("S{number},R{number}\n"));
            }
        }
        folder.file("link.toml", LINK);
        folder.file("staff.csv", &staff);
        folder.file("reports.csv", &reports);
        folder.file("truth.csv", &truth);
        folder
    }

    /// A folder with `dedupe.toml` and `people.csv`: 50 people, a third of whom occur twice. The column `who` is the
    /// truth.
    pub fn with_people() -> Folder {
        let folder = Folder::new();
        let mut people = "id,who,first_name,surname,born\n".to_owned();
        for number in 0..50 {
            let (first_name, surname, born) = person(number);
            people.push_str(&format!("{number}a,{number},{first_name},{surname},{born}\n"));
            if number % 3 == 0 {
                people.push_str(&format!("{number}b,{number},{first_name},{surname},{born}\n"));
            }
        }
        folder.file("dedupe.toml", DEDUPE);
        folder.file("people.csv", &people);
        folder
    }
}

/// The values in the named columns, row by row. The text is CSV without quotes.
pub fn columns(text: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let places: Vec<usize> = names.iter().map(|name| header.iter().position(|head| head == name).unwrap()).collect();
    lines.map(|row| places.iter().map(|at| row[*at].clone()).collect()).collect()
}
