//! Typing errors: one slip of the finger or of the ear in a word. Where and how often they occur is decided elsewhere.

use crate::chance::Chance;

const KEYBOARD_ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Spellings that sound alike: the first is written as the second.
const HEARD_ALIKE: &[(&str, &str)] = &[
    ("ph", "f"),
    ("ck", "k"),
    ("ie", "y"),
    ("ey", "y"),
    ("ea", "ee"),
    ("ai", "ay"),
    ("gh", ""),
    ("ll", "l"),
    ("tt", "t"),
    ("nn", "n"),
    ("th", "t"),
    ("son", "sen"),
    ("ou", "u"),
    ("oo", "u"),
    ("x", "cks"),
    ("w", "wh"),
    ("c", "k"),
    ("s", "z"),
    ("i", "y"),
    ("y", "i"),
    ("e", "a"),
    ("a", "e"),
];

/// A name with one error. It differs from the original if that has at least two letters.
pub(crate) fn mistype(word: &str, chance: &mut Chance) -> String {
    if word.chars().count() < 2 {
        return word.to_owned();
    }
    // An error can leave the word unchanged, such as when two equal letters are swapped. It is then tried again.
    for _ in 0..8 {
        let mut slipped = if chance.odds(0.3) { misheard(word, chance) } else { slipped_key(word, chance) };
        // Whichever letter was lost, the name still begins with a capital.
        if let Some(first) = slipped.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        if slipped != word {
            return slipped;
        }
    }
    format!("{word}{}", word.chars().next_back().unwrap_or('e'))
}

/// A number, house or code with one wrong key. A digit is replaced by a digit.
pub(crate) fn slipped_key(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 2 {
        return word.to_owned();
    }
    let place = chance.below(letters.len());
    match chance.below(20) {
        0..=4 => {
            letters.remove(place);
        }
        5..=9 => {
            let first = place.min(letters.len() - 2);
            letters.swap(first, first + 1);
            keep_capital(&mut letters);
        }
        10..=13 => {
            let small = letters.get(place + 1).is_some_and(char::is_ascii_lowercase);
            let again = if small { letters[place].to_ascii_lowercase() } else { letters[place] };
            letters.insert(place + 1, again);
        }
        _ => letters[place] = neighbour(letters[place], chance),
    }
    letters.into_iter().collect()
}

/// Moves a capital that was swapped inwards back to the start, because nobody types `mSith`.
fn keep_capital(letters: &mut [char]) {
    if letters[0].is_ascii_lowercase() && letters[1].is_ascii_uppercase() {
        letters[0] = letters[0].to_ascii_uppercase();
        letters[1] = letters[1].to_ascii_lowercase();
    }
}

/// A random neighbouring key of the same kind and case.
fn neighbour(letter: char, chance: &mut Chance) -> char {
    if letter.is_ascii_digit() {
        return char::from(b'0' + chance.below(10) as u8);
    }
    let small = letter.to_ascii_lowercase();
    let typed = KEYBOARD_ROWS.iter().find_map(|row| {
        let keys = row.as_bytes();
        let place = row.find(small)?;
        let beside = if place == 0 || (place + 1 < keys.len() && chance.odds(0.5)) { place + 1 } else { place - 1 };
        Some(char::from(keys[beside]))
    });
    let typed = typed.unwrap_or(letter);
    if letter.is_ascii_uppercase() { typed.to_ascii_uppercase() } else { typed }
}

fn misheard(word: &str, chance: &mut Chance) -> String {
    let start = chance.below(HEARD_ALIKE.len());
    for step in 0..HEARD_ALIKE.len() {
        let (said, written) = HEARD_ALIKE[(start + step) % HEARD_ALIKE.len()];
        // The first letter is always heard correctly.
        if let Some(place) = word.char_indices().nth(1).and_then(|(from, _)| Some(from + word[from..].find(said)?)) {
            return format!("{}{written}{}", &word[..place], &word[place + said.len()..]);
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::chance::Seed;

    proptest! {
        #[test]
        fn a_mistyped_name_differs_and_keeps_about_its_length(word in "[A-Z][a-z']{1,14}", seed in 0_u64..1000) {
            let typed = mistype(&word, &mut Seed::new(seed).stream(0));
            prop_assert_ne!(&typed, &word);
            prop_assert!(typed.starts_with(|first: char| !first.is_ascii_lowercase()), "{}", typed);
            prop_assert!(typed.len().abs_diff(word.len()) <= 2, "{} {}", word, typed);
        }
    }
}
