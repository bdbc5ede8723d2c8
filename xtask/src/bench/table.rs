//! Figures as text: Markdown tables with aligned columns, thousands separators, and the spread over several runs.

/// A table with a header, padded so that it reads well unrendered. All columns but the first are right-aligned.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
    let width = |column: usize| {
        let cells = std::iter::once(&header).chain(rows).filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |row: &[String]| {
        let cells = widths.iter().enumerate().map(|(column, &width)| {
            let cell = row.get(column).map_or("", String::as_str);
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    let rule = widths.iter().enumerate().map(|(column, &width)| match column {
        0 => "-".repeat(width),
        _ => "-".repeat(width - 1) + ":",
    });
    let rule = format!("| {} |\n", rule.collect::<Vec<_>>().join(" | "));
    line(&header) + &rule + &rows.iter().map(|row| line(row)).collect::<String>()
}

/// The middle value, or the lower of the two middle values. `None` if there are none.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

/// The median, and the smallest and largest values if they differ when printed. A dash if there are no values.
pub fn spread(values: &[f64], decimals: usize) -> String {
    let printed = |value: f64| format!("{value:.decimals$}");
    let Some(middle) = median(values) else { return "-".to_owned() };
    let least = printed(values.iter().copied().fold(f64::INFINITY, f64::min));
    let most = printed(values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    if least == most { most } else { format!("{} ({least} to {most})", printed(middle)) }
}

/// A single value, or a dash.
pub fn figure(value: Option<f64>, decimals: usize) -> String {
    value.map_or("-".to_owned(), |value| format!("{value:.decimals$}"))
}

/// Formats `1234567` as `1,234,567`.
pub fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [vec!["pairs".to_owned(), "24,500,000".to_owned()], vec!["F1".to_owned(), "0.960".to_owned()]];
        let expected = "\
| what  |    Candour |
| ----- | ---------: |
| pairs | 24,500,000 |
| F1    |      0.960 |
";
        assert_eq!(table(&["what", "Candour"], &rows), expected);
    }

    #[test]
    fn a_spread_is_the_median_and_the_ends() {
        assert_eq!(spread(&[7.2, 6.8, 6.9], 1), "6.9 (6.8 to 7.2)");
        assert_eq!(spread(&[7.0, 7.001], 2), "7.00");
        assert_eq!(spread(&[], 2), "-");
    }

    #[test]
    fn thousands_are_grouped_from_the_right() {
        let grouped: Vec<String> = [0, 999, 1000, 1_234_567].map(thousands).to_vec();
        assert_eq!(grouped, ["0", "999", "1,000", "1,234,567"]);
    }
}
