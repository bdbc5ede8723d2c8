//! Text that came from outside, before it stands in a page. Escaping is left to the templates.

/// Text without characters that no page may hold: control characters, those that Unicode says are never characters, and
/// those that turn the direction of what follows. Each is replaced by a sign that something stood there.
pub(super) fn clean(text: &str) -> String {
    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let never = |c| matches!(c, '\u{fffe}' | '\u{ffff}');
    let barred = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || turns(c) || never(c);
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

/// The same for use within a sentence of ours, whose direction it must not change.
pub(super) fn quoted(text: &str) -> String {
    let text = clean(text);
    // FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE; plain text needs neither.
    if text.is_ascii() { text } else { format!("\u{2068}{text}\u{2069}") }
}
