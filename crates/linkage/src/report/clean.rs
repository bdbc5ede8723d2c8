//! Cleans text from outside before it is put on a page. Escaping is left to the templates.

/// Replaces characters that no page may contain with a visible symbol: control characters, Unicode non-characters, and
/// characters that change the direction of the text after them.
pub(super) fn clean(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let never = |c| matches!(c, '\u{fffe}' | '\u{ffff}');
    let barred = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || turns(c) || never(c);
    text.chars().map(|c| if barred(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Cleans a text and cuts it to a maximum length, for charts; the table below the chart shows the text in full.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = clean(text);
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// Cleans a text for use within one of our sentences, whose direction it must not change.
pub(super) fn quoted(text: &str) -> String {
    let text = clean(text);
    // FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE; plain text needs neither.
    if text.is_ascii() { text } else { format!("\u{2068}{text}\u{2069}") }
}
