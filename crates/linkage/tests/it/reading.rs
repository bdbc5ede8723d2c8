//! Reading files as people send them: which values are read, which faults are reported, and in what words.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::types::Int64Type;
use arrow_array::{
    ArrayRef, BinaryArray, Date32Array, Int64Array, ListArray, RecordBatch, StringArray, StructArray,
    TimestampMillisecondArray,
};
use arrow_schema::{DataType, Field};
use insta::assert_snapshot;
use linkage::read::{ReadError, ReadOptions, ReadResult, RowFault, Source, read};
use linkage::table::{Format, Table};
use linkage::write::Destination;
use proptest::prelude::*;

fn csv(text: impl Into<Vec<u8>>) -> Result<ReadResult, ReadError> {
    read(&Source::bytes("people.csv", Format::Csv, text), &ReadOptions::default())
}

fn json_lines(text: &str) -> Result<ReadResult, ReadError> {
    read(&Source::bytes("people.jsonl", Format::JsonLines, text), &ReadOptions::default())
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Source {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    Source::bytes("people.parquet", Format::Parquet, bytes)
}

fn only(columns: &[&str]) -> ReadOptions<'static> {
    ReadOptions { columns: Some(columns.iter().map(|&column| column.to_owned()).collect()), ..Default::default() }
}

/// A table as lines of text: first the names, then the line number and the values of each row.
fn shown(table: &Table) -> String {
    let mut text = table.column_names().collect::<Vec<_>>().join(" | ");
    for row in 0..table.rows() {
        let values: Vec<&str> = table.columns().iter().map(|column| column.value(row)).collect();
        text += &format!("\n{}: {}", table.line(row), values.join(" | "));
    }
    text
}

fn faults(read: &ReadResult) -> String {
    read.faults.iter().map(RowFault::to_string).collect::<Vec<_>>().join("\n")
}

fn refusal(read: Result<ReadResult, ReadError>) -> String {
    read.unwrap_err().to_string()
}

#[test]
fn a_csv_file_becomes_columns_of_text_with_the_line_of_each_row() {
    let read = csv("name,dob,note\nAna,1980-01-02,\n\n\"O\"\"Brien, J\",,\"two\nlines\"\nBo,1975-03-04,last").unwrap();
    assert_snapshot!(shown(&read.table), @"
    name | dob | note
    2: Ana | 1980-01-02 | 
    4: O\"Brien, J |  | two
    lines
    6: Bo | 1975-03-04 | last
    ");
    assert!(read.faults.is_empty());
    assert_eq!(read.header, b"name,dob,note");
    assert_eq!(read.table.name(), "people.csv");
}

#[test]
fn windows_line_endings_and_a_byte_order_mark_leave_no_trace() {
    let read = csv("\u{FEFF}name,dob\r\nAna,1980\r\n\r\n\"Bo\",1975\r\n").unwrap();
    assert_snapshot!(shown(&read.table), @"
    name | dob
    2: Ana | 1980
    4: Bo | 1975
    ");
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    let read = csv("name,dob\n").unwrap();
    assert_eq!((read.table.rows(), read.table.columns().len()), (0, 2));
}

#[test]
fn bad_rows_are_reported_together_and_left_out() {
    let text = b"name,dob\nAna,1980\nBo\nCy,1,2\nD\xE9,1970\n\"Eve\" B,1990\nFi,\"19\n60\",x\nGus,1950\n".to_vec();
    let read = csv(text).unwrap();
    assert_snapshot!(faults(&read), @"
    line 3: 1 field; wanted 2, as in the header
    line 4: 3 fields; wanted 2, as in the header
    line 5, column `name`: byte 0xE9 is not UTF-8; wanted text saved as UTF-8
    line 6, column `name`: text after the closing quote; wanted a delimiter there, or the quotes within the field written twice
    line 7: 3 fields in a row that ends on line 8; wanted 2, as in the header
    ");
    assert_snapshot!(shown(&read.table), @"
    name | dob
    2: Ana | 1980
    9: Gus | 1950
    ");
    let raw: Vec<&[u8]> = read.faults.iter().map(|fault| fault.raw.as_slice()).collect();
    assert_eq!(raw, [&b"Bo"[..], b"Cy,1,2", b"D\xE9,1970", b"\"Eve\" B,1990", b"Fi,\"19\n60\",x"]);
    assert_eq!(read.faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
}

#[test]
fn a_hundred_bad_rows_are_a_hundred_faults_on_the_right_lines() {
    let mut text = "name,dob\r\n".to_owned();
    for row in 0..1000 {
        text += if row % 10 == 7 { "only a name\r\n" } else { "Ana,\"19\n80\"\r\n" };
    }
    let read = csv(text.clone()).unwrap();
    let written = text.split_inclusive('\n').enumerate().filter(|(_, line)| line.starts_with("only"));
    let written: Vec<u64> = written.map(|(index, _)| index as u64 + 1).collect();
    assert_eq!(read.faults.len(), 100);
    assert_eq!(read.faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), written);
    assert_eq!(read.table.rows(), 900);
    assert_eq!(read.table.line(899), text.lines().count() as u64 - 1);
}

#[test]
fn a_quote_that_never_closes_is_reported_where_it_opens() {
    assert_snapshot!(refusal(csv("name,dob\nAna,1980\nBo,\"1975\nCy,1970\n")), @"the quote that opens on line 3, column `dob` of `people.csv` is not closed: close it, or write a quote within quotes twice");
    let mut text = "name,dob\nAna,\"1980\n".to_owned();
    text += &"Bo,1975\n".repeat(500);
    text += "Cy,\"1970\"\n";
    assert_snapshot!(refusal(csv(text)), @"the quote that opens on line 2, column `dob` of `people.csv` is not closed: close it, or write a quote within quotes twice");
}

#[test]
fn a_file_that_is_not_what_it_seems_is_refused_with_a_way_out() {
    assert_snapshot!(refusal(csv("")), @"`people.csv` is empty: needs a header with the names of the columns, or one JSON object on each line");
    assert_snapshot!(refusal(csv("\u{FEFF}\n\n")), @"`people.csv` is empty: needs a header with the names of the columns, or one JSON object on each line");
    assert_snapshot!(refusal(csv(b"\xFF\xFEn\0a\0".to_vec())), @"`people.csv` is UTF-16 text: save it as UTF-8 (in Excel, `CSV UTF-8`)");
    assert_snapshot!(refusal(csv("n\0a\0m\0e\0")), @"`people.csv` is UTF-16 text, or no text at all: save it as UTF-8 (in Excel, `CSV UTF-8`)");
    assert_snapshot!(refusal(csv("PK\x03\x04...")), @"`people.csv` is a zip archive or an Excel workbook: export the sheet as CSV UTF-8");
    assert_snapshot!(refusal(csv(b"\x1F\x8B\x08\x00".to_vec())), @"`people.csv` is compressed with gzip: decompress it first");
    assert_snapshot!(refusal(csv("PAR1\x15\x04")), @"`people.csv` is a Parquet file: name it .parquet, or state its format");
    assert_snapshot!(refusal(csv(b"pr\xE9nom,dob\n".to_vec())), @"`people.csv` is not UTF-8 text, by its header: save it as UTF-8 (in Excel, `CSV UTF-8`)");
}

#[test]
fn columns_must_have_names_of_their_own() {
    assert_snapshot!(refusal(csv("name,dob,name\n")), @"columns 1 and 3 of `people.csv` are both named `name`: give each its own name");
    assert_snapshot!(refusal(csv("name, ,dob\n")), @"column 2 of `people.csv` has no name in the header: give it one");
    let unnamed = Source::bytes("people.csv", Format::Csv, ",name,dob,dob\n0,Ana,1980,1981\n");
    let read = read(&unnamed, &only(&["name"])).unwrap();
    assert_eq!(shown(&read.table), "name\n2: Ana");
}

#[test]
fn asking_for_a_column_that_is_not_there_suggests_the_one_that_is() {
    let source = Source::bytes("people.csv", Format::Csv, "first_name,Last Name,dob\nAna,Lee,1980\n");
    assert_snapshot!(refusal(read(&source, &only(&["last name"]))), @"no column `last name` in `people.csv`; it has: first_name, Last Name, dob; did you mean `Last Name`?");
    assert_snapshot!(refusal(read(&source, &only(&["frist_name"]))), @"no column `frist_name` in `people.csv`; it has: first_name, Last Name, dob; did you mean `first_name`?");
    assert_snapshot!(refusal(read(&source, &only(&["postcode"]))), @"no column `postcode` in `people.csv`; it has: first_name, Last Name, dob");
    let source = Source::bytes("people.csv", Format::Csv, "name;dob\nAna;1980\n");
    assert_snapshot!(refusal(read(&source, &only(&["dob"]))), @"no column `dob` in `people.csv`; it has: name;dob; the delimiter may be `;`");
    let semicolons = ReadOptions { delimiter: Some(b';'), ..only(&["dob"]) };
    assert_eq!(shown(&read(&source, &semicolons).unwrap().table), "dob\n2: 1980");
    let quotes = ReadOptions { delimiter: Some(b'"'), ..Default::default() };
    assert_snapshot!(refusal(read(&source, &quotes)), @r#"`\"` cannot separate fields: use one ASCII character that is not a quote or a line ending"#);
}

#[test]
fn only_the_columns_asked_for_are_kept() {
    let csv = Source::bytes("people.csv", Format::Csv, "a,b,c\n1,2,3\n4,5,6\n");
    assert_eq!(shown(&read(&csv, &only(&["c", "a"])).unwrap().table), "a | c\n2: 1 | 3\n3: 4 | 6");
    let json = Source::bytes("people.jsonl", Format::JsonLines, "{\"a\":1,\"b\":{},\"c\":3}\n{\"c\":6,\"a\":4}\n");
    assert_eq!(shown(&read(&json, &only(&["c", "a"])).unwrap().table), "a | c\n1: 1 | 3\n2: 4 | 6");
    assert_snapshot!(refusal(read(&json, &only(&["bb"]))), @"no column `bb` in `people.jsonl`; it has: a, b, c; did you mean `b`?");
}

#[test]
fn a_file_of_mostly_bad_rows_is_probably_something_else() {
    let text = format!("name;dob\n{}", "Ana;1980,5\n".repeat(30));
    assert_snapshot!(refusal(csv(text)), @"30 of the first 30 rows of `people.csv` cannot be read: the format or the delimiter is probably wrong; the delimiter may be `;`; the first, line 2: 2 fields; wanted 1, as in the header");
    let text = format!("name,dob\n{}", "Ana\n".repeat(50_000));
    assert_snapshot!(refusal(csv(text)), @"10000 of the first 10000 rows of `people.csv` cannot be read: the format or the delimiter is probably wrong; the first, line 2: 1 field; wanted 2, as in the header");
    assert_snapshot!(refusal(json_lines("[\n{\"a\":1}]\n")), @"`people.jsonl` is one JSON array: write each object on a line of its own");
    assert_snapshot!(refusal(json_lines("name,dob\nAna,1980\n")), @"2 of the first 2 rows of `people.jsonl` cannot be read: the format or the delimiter is probably wrong; the first, line 1: not a JSON object; wanted one JSON object");
}

#[test]
fn a_path_that_cannot_be_read_says_what_to_check() {
    let folder = tempfile::tempdir().unwrap();
    let message = |name: &str| {
        let source = Source::path(folder.path().join(name));
        refusal(read(&source, &ReadOptions::default())).replace(&folder.path().display().to_string(), "[folder]")
    };
    fs::create_dir(folder.path().join("people.csv")).unwrap();
    fs::write(folder.path().join("people.dat"), "name\n").unwrap();
    fs::write(folder.path().join("people.parquet"), "name\nAna\n").unwrap();
    assert_snapshot!(message("nobody.csv"), @"there is no file `[folder]/nobody.csv`: check the path");
    assert_snapshot!(message("people.csv"), @"`[folder]/people.csv` is a folder: name a file in it");
    assert_snapshot!(message("people.dat"), @"the format of `[folder]/people.dat` is not clear from its name: needs .csv, .tsv, .parquet, .jsonl or .ndjson");
    assert_snapshot!(message("people.parquet"), @"`[folder]/people.parquet` is not a readable Parquet file: export it again, or state its format");
    let stated = Source::path(folder.path().join("people.dat")).in_format(Format::Csv);
    assert_eq!(read(&stated, &ReadOptions::default()).unwrap().table.rows(), 0);
}

#[test]
fn the_format_is_the_extension_and_standard_input_is_csv() {
    let format = |path: &str| Source::path(path).format();
    assert_eq!(format("a.CSV"), Some(Format::Csv));
    assert_eq!(format("a.tsv"), Some(Format::Tsv));
    assert_eq!(format("a.parquet"), Some(Format::Parquet));
    assert_eq!(format("a.jsonl"), Some(Format::JsonLines));
    assert_eq!(format("a.ndjson"), Some(Format::JsonLines));
    assert_eq!(format("a.csv.gz"), None);
    assert_eq!(format("-"), Some(Format::Csv));
    assert_eq!(Source::path("-").name(), "standard input");
}

#[test]
fn tabs_separate_the_fields_of_a_tsv_file() {
    let source = Source::bytes("people.tsv", Format::Tsv, "name\tdob\nLee, Ana\t1980\n");
    assert_eq!(shown(&read(&source, &ReadOptions::default()).unwrap().table), "name | dob\n2: Lee, Ana | 1980");
}

#[test]
fn json_objects_become_rows_of_the_union_of_their_keys() {
    let text = r#"{"name":"Ana \u00e9 \"A\"","age":41,"badge":007}
{"name":"Bo","age":1.50,"cleared":true,"phones":["1","2",null,3]}

{"id":123456789012345678901234567890,"name":null}
"#;
    let read = json_lines(text).unwrap();
    assert_snapshot!(shown(&read.table), @r#"
    name | age | cleared | phones | id
    2: Bo | 1.50 | true | 1 2 3 | 
    4:  |  |  |  | 123456789012345678901234567890
    "#);
    assert_snapshot!(faults(&read), @"line 1: invalid number at byte 46; wanted one JSON object");
}

#[test]
fn a_line_that_is_not_a_flat_object_is_a_fault_that_shows_no_value() {
    let text = "{\"a\":\"x\"}\n\"Ana\"\n{\"a\":\"Ana\"\n{\"a\":{\"b\":1}}\n{\"a\":[[1]]}\n{\"a\":1,\"a\":2}\n{\"a\":1} x\n{\"a\":\"\\ud800\"}\n\
                {\"z\":1,\"\":2}\n{\"a\":1,}\n{\"a\":2}\n";
    let lines = text.to_owned() + &"{\"a\":3}\n".repeat(20);
    let read = json_lines(&lines).unwrap();
    assert_snapshot!(faults(&read), @"
    line 2: not a JSON object; wanted one JSON object
    line 3: the object is not closed; wanted one JSON object
    line 4, column `a`: an object within the object; wanted text, a number, true, false, null, or an array of them
    line 5, column `a`: an array that holds objects or arrays; wanted text, a number, true, false, null, or an array of them
    line 6, column `a`: the key appears twice; wanted each key once in an object
    line 7: trailing characters at byte 9; wanted one JSON object
    line 8, column `a`: unexpected end of hex escape; wanted text, a number, true, false, null, or an array of them
    line 9: a key without a name; wanted one JSON object
    line 10: trailing comma at byte 8; wanted one JSON object
    ");
    assert_eq!(read.table.column_names().collect::<Vec<_>>(), ["a"]);
    assert_eq!(read.table.rows(), 22);
    assert_eq!(read.table.line(1), 11);
}

#[test]
fn keys_that_are_data_are_refused_before_they_fill_the_memory() {
    let text: String = (0..5000).map(|row| format!("{{\"key{row}\":1}}\n")).collect();
    assert_snapshot!(refusal(json_lines(&text)), @"`people.jsonl` has more than 4096 different keys: needs the same few in each object");
    let source = Source::bytes("people.jsonl", Format::JsonLines, text);
    assert_eq!(read(&source, &only(&["key4999"])).unwrap().table.value(4999, 0), "1");
}

#[test]
fn parquet_columns_of_every_plain_type_become_text() {
    let phones = ListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1), None, Some(2)]), None]);
    let seen = TimestampMillisecondArray::from(vec![Some(0), None]).with_timezone("Europe/London");
    let source = parquet(vec![
        ("name", Arc::new(StringArray::from(vec![Some("Ana"), None]))),
        ("age", Arc::new(Int64Array::from(vec![None, Some(41)]))),
        ("dob", Arc::new(Date32Array::from(vec![Some(3653), None]))),
        ("seen", Arc::new(seen)),
        ("phones", Arc::new(phones)),
    ]);
    let read = read(&source, &ReadOptions::default()).unwrap();
    assert_snapshot!(shown(&read.table), @"
    name | age | dob | seen | phones
    1: Ana |  | 1980-01-02 | 1970-01-01T00:00:00Z | 1 2
    2:  | 41 |  |  | 
    ");
}

#[test]
fn a_parquet_value_that_is_not_text_makes_its_row_a_bad_one() {
    let names: Vec<&[u8]> = vec![b"Ana", b"D\xE9", b"Bo"];
    let ids = Int64Array::from(vec![1, 2, 3]);
    let source = parquet(vec![("name", Arc::new(BinaryArray::from(names))), ("id", Arc::new(ids))]);
    let read = read(&source, &ReadOptions::default()).unwrap();
    assert_snapshot!(faults(&read), @"line 2, column `name`: a value that is not text; wanted UTF-8 text, or a number or date within its range");
    assert_eq!(read.faults[0].raw, b",2");
    assert_eq!(shown(&read.table), "name | id\n1: Ana | 1\n3: Bo | 3");
}

#[test]
fn a_nested_parquet_column_is_refused_only_when_it_is_needed() {
    let within: ArrayRef = Arc::new(Int64Array::from(vec![1]));
    let nested = StructArray::from(vec![(Arc::new(Field::new("x", DataType::Int64, false)), within)]);
    let source = parquet(vec![("name", Arc::new(StringArray::from(vec!["Ana"]))), ("home", Arc::new(nested))]);
    assert_snapshot!(refusal(read(&source, &ReadOptions::default())), @"column `home` of `people.parquet` holds structures: needs plain values or lists of them");
    assert_eq!(shown(&read(&source, &only(&["name"])).unwrap().table), "name\n1: Ana");
    assert_snapshot!(refusal(read(&source, &only(&["nmae"]))), @"no column `nmae` in `people.parquet`; it has: name, home; did you mean `name`?");
}

#[test]
fn no_damaged_bit_of_a_parquet_file_makes_the_reader_panic() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("people.parquet");
    let column = |name: &str, value: &str| (name.to_owned(), vec![value.to_owned(); 20]);
    let table = Table::from_columns("people", vec![column("name", "Ana"), column("dob", "")]).unwrap();
    linkage::write::table(&table, &Destination::path(&path)).unwrap();
    let whole = fs::read(&path).unwrap();
    let damaged = (0..whole.len() * 8).filter(|bit| {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let source = Source::bytes("people.parquet", Format::Parquet, bytes);
        matches!(read(&source, &ReadOptions::default()), Err(ReadError::NotParquet { .. }))
    });
    assert!(damaged.count() > whole.len());
}

#[test]
fn a_sample_stops_after_its_rows() {
    let sample = ReadOptions { limit_rows: Some(2), ..Default::default() };
    let numbers = StringArray::from_iter_values((0..5).map(|number| number.to_string()));
    let sources = [
        Source::bytes("a.csv", Format::Csv, "a\n0\n1\n2\n3\n4\n"),
        Source::bytes("a.jsonl", Format::JsonLines, "{\"a\":0}\n{\"a\":1}\n{\"a\":2}\n"),
        parquet(vec![("a", Arc::new(numbers))]),
    ];
    for source in sources {
        let table = read(&source, &sample).unwrap().table;
        assert_eq!((table.rows(), table.value(1, 0)), (2, "1"), "{}", source.name());
    }
}

#[test]
fn progress_goes_to_the_end_and_a_stop_is_an_error_of_its_own() {
    let text = "name,dob\n".to_owned() + &"Ana,1980\n".repeat(100_000);
    let source = Source::bytes("people.csv", Format::Csv, text.clone());
    let (done, told) = (AtomicU64::new(0), AtomicU64::new(0));
    let on_progress = |bytes: u64, of: Option<u64>| {
        assert_eq!(of, Some(text.len() as u64));
        assert!(bytes >= done.swap(bytes, Ordering::Relaxed));
        told.fetch_add(1, Ordering::Relaxed);
    };
    read(&source, &ReadOptions { on_progress: Some(&on_progress), ..Default::default() }).unwrap();
    assert_eq!(done.load(Ordering::Relaxed), text.len() as u64);
    assert!(told.load(Ordering::Relaxed) > 3);
    let stopped = ReadOptions { stop: Some(&|| true), ..Default::default() };
    assert_snapshot!(refusal(read(&source, &stopped)), @"reading `people.csv` was stopped: nothing was kept");
}

#[test]
fn rows_left_out_take_no_others_line_with_them() {
    let table = csv("name\nAna\n\nBo\nCy\nDi\n").unwrap().table.without(&[1, 2, 99]);
    assert_eq!(shown(&table), "name\n2: Ana\n6: Di");
    let table = Table::from_columns("memory", vec![("a".to_owned(), vec!["x".to_owned(), "y".to_owned()])]).unwrap();
    assert_eq!(shown(&table.without(&[0])), "a\n2: y");
}

#[test]
fn columns_that_do_not_make_a_table_are_refused() {
    let column = |name: &str, rows: usize| (name.to_owned(), vec![String::new(); rows]);
    let message = |columns| Table::from_columns("memory", columns).unwrap_err().to_string();
    assert_snapshot!(message(vec![column("a", 2), column("b", 1)]), @"column `b` has 1 rows: needs 2, as in the first column");
    assert_snapshot!(message(vec![column("a", 2), column("a", 2)]), @"there are two columns `a`: give each column its own name");
}

/// Compares with the `csv` crate: both find the same rows, some of which our reader sets aside.
fn splits_as_the_csv_crate_does(text: &str) {
    let Ok(ours) = csv(text) else { return };
    let mut theirs = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let theirs: Vec<csv::StringRecord> = theirs.records().collect::<Result<_, _>>().unwrap();
    assert_eq!(ours.table.rows() + ours.faults.len(), theirs.len());
    let bad: Vec<u64> = ours.faults.iter().map(|fault| fault.row).collect();
    let good = theirs.iter().enumerate().filter(|(index, _)| !bad.contains(&(*index as u64 + 1)));
    for (row, (_, record)) in good.enumerate() {
        let values: Vec<&str> = ours.table.columns().iter().map(|column| column.value(row)).collect();
        assert_eq!(values, record.iter().collect::<Vec<_>>());
    }
}

proptest! {
    #[test]
    fn any_soup_of_quotes_and_line_endings_splits_as_the_csv_crate_splits_it(rows in "([ab,\"\n\r]|,|é){0,60}") {
        splits_as_the_csv_crate_does(&format!("x,y\n{rows}"));
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for format in [Format::Csv, Format::Tsv, Format::JsonLines, Format::Parquet] {
            read(&Source::bytes("any", format, bytes.clone()), &ReadOptions::default()).ok();
        }
    }
}

#[test]
fn rows_across_the_edge_of_a_buffer_are_whole() {
    let mut text = "x,y\r\n".to_owned();
    for row in 0..40_000 {
        let wide = "w".repeat(row % 37);
        text += &match row % 4 {
            0 => format!("{row},{wide}\r\n"),
            1 => format!("\"{row}\",\"{wide}\"\"\"\r\n"),
            2 => format!("\"{row}\n\r\n\",{wide}\n"),
            _ => format!("\"{wide},\",\"{row}\"\r"),
        };
    }
    splits_as_the_csv_crate_does(&text);
    let long = format!("x,y\n1,\"{}\"\n2,z\n", "long\n".repeat(300_000));
    let table = csv(long).unwrap().table;
    assert_eq!((table.rows(), table.line(1)), (2, 300_003));
}
