//! The built-in nickname table: given names that are used in place of each other.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// One canonical name per line, followed by its forms; the head of the file describes the format.
const TABLE: &str = include_str!("nicknames.txt");

struct Entry {
    /// The numbers of the lines that contain the name.
    sets: Vec<u16>,
    /// The canonical name under which this name is blocked.
    family: &'static str,
}

static ENTRIES: LazyLock<FxHashMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut entries: FxHashMap<&str, Entry> = FxHashMap::default();
    let lines = TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
    for (set, (canonical, forms)) in (0u16..).zip(lines) {
        for name in std::iter::once(canonical).chain(forms.split_whitespace()) {
            let entry = entries.entry(name).or_insert(Entry { sets: Vec::new(), family: canonical });
            entry.sets.push(set);
            if name == canonical {
                entry.family = canonical;
            }
        }
    }
    entries
});

fn first_word(name: &str) -> &str {
    name.split([' ', '-']).next().unwrap_or(name)
}

/// The numbers of the sets of interchangeable names that contain a name (its first word), in ascending order. Two names
/// are nicknames of each other if they share a set.
pub(crate) fn sets_of(name: &str) -> &'static [u16] {
    ENTRIES.get(first_word(name)).map_or(&[], |entry| &entry.sets)
}

/// The name under which this name and its nicknames are blocked: the canonical name of its own line, or else of the
/// first line that contains it. A name that is on several lines (`chris`) is blocked with only one of them.
pub(crate) fn family_of(name: &str) -> &str {
    let word = first_word(name);
    ENTRIES.get(word).map_or(word, |entry| entry.family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_used_for_each_other_share_a_set() {
        let share = |a: &str, b: &str| sets_of(a).iter().any(|set| sets_of(b).contains(set));
        for (a, b) in [("elizabeth", "betty"), ("robert", "bob"), ("chris", "christine"), ("chris", "christopher")] {
            assert!(share(a, b), "{a} {b}");
        }
        assert!(!share("christine", "christopher"));
        assert_eq!(family_of("bob"), family_of("rob"));
        assert_eq!(family_of("zebedee-unknown"), "zebedee");
    }
}
