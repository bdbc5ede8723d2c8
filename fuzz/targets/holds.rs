//! Properties that hold after reading arbitrary bytes.

use linkage::read::ReadResult;

/// Asserts that every row is either in the table or among the faults, that all columns are equally long, and that rows
/// and lines are in order.
pub fn holds(read: &ReadResult) {
    let table = &read.table;
    assert!(table.columns().iter().all(|column| column.values().iter().len() == table.rows()));
    let numbers: Vec<u64> = read.faults.iter().map(|fault| fault.row).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next));
    let rows = (table.rows() + read.faults.len()) as u64;
    assert!(numbers.iter().all(|number| (1..=rows).contains(number)));
    assert!((1..table.rows()).all(|row| table.line(row - 1) < table.line(row)));
    assert!(read.faults.is_sorted_by_key(|fault| fault.line));
    for row in 0..table.rows() {
        for column in 0..table.columns().len() {
            assert!(table.value(row, column).is_char_boundary(0));
        }
    }
}
