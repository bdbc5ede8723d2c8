//! Number plates: characters that look alike, and the blocking keys of plates of which some characters are unknown.

/// Maps all characters that are easily confused on a plate to the same one.
pub(crate) fn look_alike(byte: u8) -> u8 {
    match byte {
        b'o' | b'q' | b'd' => b'0',
        b'i' | b'l' => b'1',
        b'z' => b'2',
        b'a' => b'4',
        b's' => b'5',
        b'g' => b'6',
        b't' => b'7',
        b'b' => b'8',
        b'v' => b'u',
        other => other,
    }
}

/// Returns true if some characters of a plate are unknown.
pub(crate) fn is_partial(plate: &str) -> bool {
    plate.contains('?')
}

/// Encodes three known characters of a plate and their positions as one number: the length of the plate, then each
/// position and character.
fn seen_key(length: usize, triple: [(usize, u8); 3]) -> u64 {
    let add = |key: u64, (place, byte): (usize, u8)| key << 12 | (place as u64 & 15) << 8 | u64::from(byte);
    triple.into_iter().fold(length as u64, add)
}

/// Returns true if a plate has the length and the characters that a key encodes.
fn has_seen_key(plate: &str, key: u64) -> bool {
    let triple = [key >> 24, key >> 12, key].map(|part| ((part >> 8 & 15) as usize, (part & 255) as u8));
    plate.len() as u64 == key >> 36 && triple.iter().all(|(place, byte)| plate.as_bytes().get(*place) == Some(byte))
}

/// The keys of a partial plate: one from its first three known characters and, if there is no overlap, one from its
/// last three.
fn partial_keys(plate: &str) -> impl Iterator<Item = u64> {
    let known: Vec<(usize, u8)> = plate.bytes().enumerate().filter(|(_, byte)| *byte != b'?').collect();
    let first = known.first_chunk::<3>().map(|triple| seen_key(plate.len(), *triple));
    let last = known.last_chunk::<3>().filter(|_| known.len() >= 6).map(|triple| seen_key(plate.len(), *triple));
    first.into_iter().chain(last)
}

/// The smallest key that two plates share; at least one of them must be partial.
pub(crate) fn first_seen_key(a: &str, b: &str) -> Option<u64> {
    let (partial, other) = if is_partial(a) { (a, b) } else { (b, a) };
    let shared = |key: &u64| {
        if is_partial(other) { partial_keys(other).any(|own| own == *key) } else { has_seen_key(other, *key) }
    };
    partial_keys(partial).filter(shared).min()
}

/// Appends the blocking keys of a plate for [`super::Transform::Seen`]: a whole plate has one for every choice of three
/// characters.
pub(crate) fn seen_keys(plate: &str, keys: &mut Vec<u64>) {
    // Positions take up four bits, and nothing longer than 15 characters is a plate.
    if plate.len() > 15 {
        return;
    }
    if is_partial(plate) {
        keys.extend(partial_keys(plate));
        return;
    }
    let known: Vec<(usize, u8)> = plate.bytes().enumerate().collect();
    for (i, a) in known.iter().enumerate() {
        for (j, b) in known.iter().enumerate().skip(i + 1) {
            keys.extend(known.iter().skip(j + 1).map(|c| seen_key(plate.len(), [*a, *b, *c])));
        }
    }
}
