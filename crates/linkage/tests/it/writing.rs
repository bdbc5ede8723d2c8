//! Writing files: what is read back equals what was written, and a file is either complete or absent.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use insta::{allow_duplicates, assert_snapshot};
use linkage::read::{ReadOptions, Source, read};
use linkage::table::{Format, Table};
use linkage::write::{self, Destination, RowWriter, Type, Value, WriteError};
use proptest::prelude::*;

const FORMATS: [(Format, &str); 4] =
    [(Format::Csv, "csv"), (Format::Tsv, "tsv"), (Format::JsonLines, "jsonl"), (Format::Parquet, "parquet")];

fn people() -> Table {
    let column =
        |name: &str, values: &[&str]| (name.to_owned(), values.iter().map(|&value| value.to_owned()).collect());
    let columns = vec![
        column("name", &["Ana", " O\"Brien, J ", "two\nlines\r\n", "👮🏽 é", ""]),
        column("note,", &["", "a\tb", "=1+1", "\\", "\r"]),
    ];
    Table::from_columns("people", columns).unwrap()
}

fn same(one: &Table, other: &Table) -> bool {
    one.columns() == other.columns()
}

fn round_trip(table: &Table, path: &Path) -> Table {
    write::table(table, &Destination::path(path)).unwrap();
    let read = read(&Source::path(path), &ReadOptions::default()).unwrap();
    assert_eq!(read.faults, []);
    read.table
}

fn files_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes three columns of three types, and two rows.
fn scores(output: &Destination) -> Result<(), WriteError> {
    let columns = [("id", Type::Text), ("weight", Type::Float { decimals: 3 }), ("count", Type::Integer)];
    let mut writer = RowWriter::create(output, &columns)?;
    writer.write(&[Value::Text("a, \"b\""), Value::Float(-0.0004), Value::Integer(i64::MIN)])?;
    writer.write(&[Value::Missing, Value::Float(12.3456), Value::Missing])?;
    writer.write(&[Value::Text(""), Value::Float(f64::INFINITY), Value::Integer(7)])?;
    writer.finish()
}

#[test]
fn a_table_comes_back_as_it_was_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    for (_, extension) in FORMATS {
        let back = round_trip(&people(), &folder.path().join("people").with_extension(extension));
        assert!(same(&back, &people()), "{extension}");
    }
}

#[test]
fn numbers_have_the_decimals_of_their_column_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let written = |extension: &str| {
        let path = folder.path().join("scores").with_extension(extension);
        scores(&Destination::path(&path)).unwrap();
        path
    };
    assert_snapshot!(fs::read_to_string(written("csv")).unwrap(), @r#"
    id,weight,count
    "a, ""b""",0.000,-9223372036854775808
    ,12.346,
    ,,7
    "#);
    assert_snapshot!(fs::read_to_string(written("jsonl")).unwrap(), @r#"
    {"id":"a, \"b\"","weight":0.000,"count":-9223372036854775808}
    {"id":null,"weight":12.346,"count":null}
    {"id":null,"weight":null,"count":7}
    "#);
    let table = read(&Source::path(written("parquet")), &ReadOptions::default()).unwrap().table;
    let weights: Vec<&str> = table.column("weight").unwrap().values().iter().flatten().collect();
    assert_eq!(weights, ["0.0", "12.346", ""]);
    assert_eq!(table.value(0, 2), "-9223372036854775808");
}

#[test]
fn equal_rows_give_equal_bytes() {
    let folder = tempfile::tempdir().unwrap();
    for (_, extension) in FORMATS {
        let paths = ["one", "two"].map(|name| folder.path().join(name).with_extension(extension));
        paths.iter().for_each(|path| scores(&Destination::path(path)).unwrap());
        assert_eq!(fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap(), "{extension}");
    }
}

#[test]
fn an_existing_file_is_replaced_only_when_the_new_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    for (_, extension) in FORMATS {
        let path = folder.path().join("people").with_extension(extension);
        fs::write(&path, "before").unwrap();
        let mut writer = RowWriter::create(&Destination::path(&path), &[("name", Type::Text)]).unwrap();
        writer.write(&[Value::Text("Ana")]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"before");
        drop(writer);
        assert_eq!(fs::read(&path).unwrap(), b"before");
        assert_eq!(files_in(folder.path()).len(), 1);
        write::table(&people(), &Destination::path(&path)).unwrap();
        assert_ne!(fs::read(&path).unwrap(), b"before");
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_writer_dropped_before_the_end_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.csv");
    let mut writer = RowWriter::create(&Destination::path(&path), &[("name", Type::Text)]).unwrap();
    writer.write(&[Value::Text("Ana")]).unwrap();
    drop(writer);
    assert!(files_in(folder.path()).is_empty());
}

#[test]
fn a_whole_file_replaces_another_and_keeps_its_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    write::whole_file(&path, b"one").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write::whole_file(&path, b"two").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
    write::whole_file(&path, b"three").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"three");
    assert_eq!(files_in(folder.path()), ["report.html"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_what_it_points_to_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file.csv"), folder.path().join("link.csv"));
    fs::write(&file, "before").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    write::whole_file(&link, b"after").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&file).unwrap(), b"after");
}

#[test]
fn an_output_that_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let message = |name: &str| {
        let refused = scores(&Destination::path(folder.path().join(name))).unwrap_err();
        refused.to_string().replace(&folder.path().display().to_string(), "[folder]")
    };
    fs::create_dir(folder.path().join("folder.csv")).unwrap();
    assert_snapshot!(message("scores.xlsx"), @"the format of `[folder]/scores.xlsx` is not clear from its name: needs .csv, .tsv, .parquet, .jsonl or .ndjson");
    assert_snapshot!(message("nowhere/scores.csv"), @"there is no folder for `[folder]/nowhere/scores.csv`: make it first, or name another");
    assert_snapshot!(message("folder.csv"), @"`[folder]/folder.csv` is a folder: name a file in it");
    assert_eq!(files_in(folder.path()), ["folder.csv"]);
}

#[test]
fn a_row_that_does_not_fit_its_columns_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let output = Destination::path(folder.path().join("scores.csv"));
    let mut writer = RowWriter::create(&output, &[("id", Type::Text), ("count", Type::Integer)]).unwrap();
    let mut message = |row: &[Value<'_>]| writer.write(row).unwrap_err().to_string();
    assert_snapshot!(message(&[Value::Text("a")]), @"a row of 1 values: needs 2, one for each column");
    assert_snapshot!(message(&[Value::Text("a"), Value::Float(1.0)]), @"a value for column `count` is not of its type: needs the type that the column was created with");
}

#[test]
fn a_full_device_is_told_from_other_trouble() {
    // The device that is always full. It is written to directly, because a file renamed over it would replace it.
    if !Path::new("/dev/full").exists() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    allow_duplicates!(for (format, _) in FORMATS {
        let full = scores(&Destination::path("/dev/full").in_format(format)).unwrap_err();
        assert!(matches!(full, WriteError::DiskFull { .. }), "{format:?}: {full:?}");
        assert_snapshot!(full.to_string(), @"the disk is full while writing `/dev/full`: nothing was left behind; free some space, or name a file on another disk");
    });
}

/// A 64 KiB file system in memory, unmounted when dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|mount| mount.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(self.0.path()).status().ok();
    }
}

#[test]
fn a_disk_that_fills_up_keeps_the_old_file_and_nothing_of_the_new() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("skipped: mounting a small disk needs more rights than this test has");
        return;
    };
    for (_, extension) in FORMATS {
        let path = disk.0.path().join("people").with_extension(extension);
        fs::write(&path, "before").unwrap();
        let mut writer = RowWriter::create(&Destination::path(&path), &[("id", Type::Integer)]).unwrap();
        // A sequence that does not compress well.
        let numbers = (1..200_000_i64).map(|number| number.wrapping_mul(6_364_136_223_846_793_005) ^ (number << 7));
        let written = numbers.map(Value::Integer).try_for_each(|value| writer.write(&[value]));
        let full = written.and_then(|()| writer.finish()).unwrap_err();
        assert!(matches!(full, WriteError::DiskFull { .. }), "{extension}: {full:?}");
        assert_eq!(fs::read(&path).unwrap(), b"before");
        assert_eq!(files_in(disk.0.path()), [path.file_name().unwrap().to_str().unwrap()]);
        fs::remove_file(&path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure_of_ours() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.csv");
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|made| made.success()) {
        eprintln!("skipped: this system cannot make a named pipe");
        return;
    }
    let end = pipe.clone();
    // Opens the pipe and closes it without reading.
    let reader = std::thread::spawn(move || drop(File::open(end).unwrap()));
    let mut writer = RowWriter::create(&Destination::path(&pipe), &[("name", Type::Text)]).unwrap();
    reader.join().unwrap();
    let mut rows = (0..1_000_000).map(|_| writer.write(&[Value::Text("Ana")]));
    let closed = rows.find_map(Result::err).unwrap();
    assert!(matches!(closed, WriteError::BrokenPipe { .. }), "{closed:?}");
    drop(rows);
    drop(writer);
    assert_eq!(files_in(folder.path()), ["pipe.csv"]);
}

#[test]
fn a_large_parquet_file_has_all_its_rows_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("numbers.parquet");
    let mut writer = RowWriter::create(&Destination::path(&path), &[("n", Type::Integer)]).unwrap();
    (0..300_000).for_each(|number| writer.write(&[Value::Integer(number)]).unwrap());
    writer.finish().unwrap();
    let table = read(&Source::path(&path), &ReadOptions::default()).unwrap().table;
    assert_eq!(table.rows(), 300_000);
    assert!((0..300_000).all(|row| table.value(row, 0) == row.to_string()));
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        2 => "[ ,;\t\"'\r\n\\\\ab]{0,12}",
        2 => ".{0,12}",
        1 => Just("👩🏽‍🚒".to_owned()),
        1 => any::<String>(),
    ]
}

/// A table with named columns and at least one row, because JSON Lines cannot hold names without rows.
fn any_table() -> impl Strategy<Value = Table> {
    let names = prop::collection::btree_set("[a-zé ,\"\n'👮]{0,6}[a-z]", 1..5);
    (names, 1..12_usize).prop_flat_map(|(names, rows)| {
        let columns = names.into_iter().map(|name| (Just(name), prop::collection::vec(value(), rows)));
        columns.collect::<Vec<_>>().prop_map(|columns| Table::from_columns("any", columns).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn what_is_written_is_what_is_read(table in any_table()) {
        let folder = tempfile::tempdir().unwrap();
        for (_, extension) in FORMATS {
            let back = round_trip(&table, &folder.path().join("any").with_extension(extension));
            prop_assert!(same(&back, &table), "{}", extension);
        }
    }

    #[test]
    fn a_number_reads_as_the_standard_library_rounds_it(value in -1e9..1e9_f64, decimals in 0..7_u8) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("number.csv");
        let mut writer = RowWriter::create(&Destination::path(&path), &[("n", Type::Float { decimals })]).unwrap();
        writer.write(&[Value::Float(value)]).unwrap();
        writer.finish().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let written = text.lines().nth(1).unwrap();
        // Half a unit of the last digit, plus the rounding error of a float of this size.
        prop_assert!((written.parse::<f64>().unwrap() - value).abs() <= 0.5 / 10_f64.powi(i32::from(decimals)) + 1e-6);
        prop_assert_eq!(written.split('.').nth(1).map_or(0, str::len), usize::from(decimals));
    }
}
