//! Text that came from outside, before it stands in a page. Escaping is left to the templates.

/// Text without characters that no page may hold: control characters, and those that Unicode says are never characters.
pub(super) fn clean(text: &str) -> String {
    let barred = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if barred(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// The same, cut to a length: for charts, whose tables beneath hold all of it.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
