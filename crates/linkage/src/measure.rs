//! Measures: decide whether two different values of a kind are similar enough, given a bound. Several measures of the
//! same two values are taken together and cached. Exact agreement is not handled here, because it is equality of codes.

use std::sync::Arc;

use rapidfuzz::distance::{jaro, jaro_winkler, levenshtein, osa};

use crate::dictionary::{Transform, Values, look_alike};
use crate::expression::{Bound, Call};
use crate::settings::Kind;
use crate::signature;

/// A custom measure that levels can name like a built-in one, registered with [`crate::Linker::with_measures`]. It must
/// be symmetric and must always give the same answer for the same values.
pub trait Measure: Send + Sync {
    /// The word used in levels: `word(field)` or `word(field) >= 0.8`.
    fn word(&self) -> &str;
    /// Returns true if two different values (both present, in normal form) agree well enough. `bound` is the number
    /// after `>=` or `<=` in the level, if there is one.
    fn holds(&self, left: &str, right: &str, bound: Option<f64>) -> bool;
}

/// A measure with its bound.
#[derive(Clone)]
pub(crate) enum BoundedMeasure {
    /// A Jaro-Winkler similarity (Winkler 1990, prefix weight 0.1) of at least this bound, which is from 0 to 1.
    JaroWinkler(f64),
    /// A Jaro similarity (Jaro 1989) of at least this bound.
    Jaro(f64),
    /// At most this many insertions, deletions and substitutions.
    Levenshtein(usize),
    /// Like `Levenshtein`, but swapping two neighbours counts as one edit (optimal string alignment).
    Damerau(usize),
    /// One name is the first letter of the other.
    Initial,
    /// Both names are in the same nickname set.
    Nickname,
    /// One name is part of the other, which is a hyphenated or double name.
    Part,
    /// One name begins with the other, which has at least three characters.
    Begins,
    /// Dates at most this many days apart.
    Days(i32),
    /// Dates whose years are at most this far apart.
    Years(u16),
    /// Dates in the same year with day and month swapped.
    DayMonthSwapped,
    /// Dates in the same year, one of which is 1 January or has no day, so that perhaps only its year is known.
    YearOnly,
    /// Plates that agree wherever both characters are known, with at least three known characters in common.
    Fits,
    /// Like `Fits`, but with similar-looking characters such as 0/O and 8/B treated as equal.
    FitsLookAlike,
    /// Token sets that share at least this many tokens.
    Shares(usize),
    /// Token sets in which this many tokens can be paired as equal or nearly equal (Jaro-Winkler 0.9).
    SharesNearly(usize),
    /// Numbers at most this far apart.
    Difference(f64),
    /// Places at most this many kilometres apart.
    Kilometres(f32),
    /// A custom measure provided by the caller.
    Own(Arc<dyn Measure>, Option<f64>),
}

impl BoundedMeasure {
    /// Parses a call; `Ok(None)` if its word is not a measure.
    pub fn parse(call: &Call, kind: Kind, own: &[Arc<dyn Measure>]) -> Result<Option<BoundedMeasure>, String> {
        let word = call.word.as_str();
        let at_least = |default: f64| match call.bound {
            Some(Bound::AtLeast(bound)) if (0.0..=1.0).contains(&bound) => Ok(bound),
            None => Ok(default),
            _ => Err(format!(
                "`{word}` needs `>=` and a similarity from 0 to 1, such as `{word}({}) >= {default}`",
                call.field
            )),
        };
        let at_most = |default: f64| match call.bound {
            Some(Bound::AtMost(bound)) => Ok(bound),
            None => Ok(default),
            Some(Bound::AtLeast(_)) => {
                Err(format!("`{word}` needs `<=` and a distance, such as `{word}({}) <= {default}`", call.field))
            }
        };
        let count = || match call.bound {
            Some(Bound::AtLeast(bound)) if bound >= 1.0 && bound.fract() == 0.0 => Ok(bound as usize),
            None => Ok(1),
            _ => Err(format!("`{word}` needs `>=` and a whole number, such as `{word}({}) >= 2`", call.field)),
        };
        let (check, kinds): (BoundedMeasure, &[Kind]) = match word {
            "jaro_winkler" => (BoundedMeasure::JaroWinkler(at_least(0.9)?), &[]),
            "jaro" => (BoundedMeasure::Jaro(at_least(0.9)?), &[]),
            "levenshtein" => (BoundedMeasure::Levenshtein(at_most(1.0)? as usize), &[]),
            "damerau" => (BoundedMeasure::Damerau(at_most(1.0)? as usize), &[]),
            "begins" => (BoundedMeasure::Begins, &[]),
            "initial" => (BoundedMeasure::Initial, &[Kind::Name, Kind::Text]),
            "nickname" => (BoundedMeasure::Nickname, &[Kind::Name]),
            "part" => (BoundedMeasure::Part, &[Kind::Name]),
            "days" => (BoundedMeasure::Days(at_most(30.0)? as i32), &[Kind::Date]),
            "years" => (BoundedMeasure::Years(at_most(1.0)? as u16), &[Kind::Date]),
            "day_month_swapped" => (BoundedMeasure::DayMonthSwapped, &[Kind::Date]),
            "year_only" => (BoundedMeasure::YearOnly, &[Kind::Date]),
            "fits" => (BoundedMeasure::Fits, &[Kind::Plate]),
            "fits_look_alike" => (BoundedMeasure::FitsLookAlike, &[Kind::Plate]),
            "shares" => (BoundedMeasure::Shares(count()?), &[Kind::Tokens]),
            "shares_nearly" => (BoundedMeasure::SharesNearly(count()?), &[Kind::Tokens]),
            "difference" => (BoundedMeasure::Difference(at_most(1.0)?), &[Kind::Number]),
            "kilometres" => (BoundedMeasure::Kilometres(at_most(1.0)? as f32), &[Kind::Location]),
            _ => {
                let bound = call.bound.map(|bound| match bound {
                    Bound::AtLeast(bound) | Bound::AtMost(bound) => bound,
                });
                return Ok(own
                    .iter()
                    .find(|own| own.word() == word)
                    .map(|own| BoundedMeasure::Own(Arc::clone(own), bound)));
            }
        };
        if !kinds.is_empty() && !kinds.contains(&kind) {
            let wanted = kinds.iter().map(|kind| crate::dictionary::kind_name(*kind)).collect::<Vec<_>>().join(" or ");
            return Err(format!("`{word}` is for fields of kind {wanted}, not {}", crate::dictionary::kind_name(kind)));
        }
        if call.argument.is_some() {
            return Err(format!("`{word}` takes no number in its bracket"));
        }
        Ok(Some(check))
    }

    /// Returns true if two different values may satisfy the measure, judging by their signatures alone. A signature
    /// that carries no information never rules anything out.
    ///
    /// Invariant: never false if [`BoundedMeasure::holds`] is true.
    #[inline]
    pub fn may_hold(&self, kind: Kind, a: u32, b: u32) -> bool {
        if let BoundedMeasure::Nickname = self {
            return a & b != 0;
        }
        if a == 0 || b == 0 {
            return true;
        }
        let dates = kind == Kind::Date;
        match self {
            // A small margin for rounding.
            BoundedMeasure::JaroWinkler(bound) => dates || signature::most_jaro_winkler(a, b) + 1e-5 >= *bound as f32,
            BoundedMeasure::Jaro(bound) => dates || signature::most_jaro(a, b) + 1e-5 >= *bound as f32,
            BoundedMeasure::Levenshtein(most) | BoundedMeasure::Damerau(most) if dates => {
                signature::dates_may_be_within(a, b, *most)
            }
            BoundedMeasure::Levenshtein(most) | BoundedMeasure::Damerau(most) => {
                signature::texts_may_be_within(a, b, *most)
            }
            BoundedMeasure::Initial | BoundedMeasure::Part | BoundedMeasure::Begins => {
                dates || signature::may_contain(a, b)
            }
            BoundedMeasure::DayMonthSwapped | BoundedMeasure::YearOnly => {
                let (one, other) = signature::years(a, b);
                one == other
            }
            BoundedMeasure::Years(most) => {
                let (one, other) = signature::years(a, b);
                one.abs_diff(other) <= u32::from(*most)
            }
            BoundedMeasure::Days(most) => {
                let (one, other) = signature::years(a, b);
                one.abs_diff(other) <= most.unsigned_abs() / 365 + 1
            }
            BoundedMeasure::Fits | BoundedMeasure::FitsLookAlike => a == b,
            BoundedMeasure::Nickname
            | BoundedMeasure::Shares(_)
            | BoundedMeasure::SharesNearly(_)
            | BoundedMeasure::Difference(_)
            | BoundedMeasure::Kilometres(_)
            | BoundedMeasure::Own(..) => true,
        }
    }

    /// The signature that can rule out this measure, if there is one.
    pub fn signature(&self) -> Option<Transform> {
        match self {
            BoundedMeasure::Nickname => Some(Transform::NicknameSignature),
            BoundedMeasure::Shares(_)
            | BoundedMeasure::SharesNearly(_)
            | BoundedMeasure::Difference(_)
            | BoundedMeasure::Kilometres(_)
            | BoundedMeasure::Own(..) => None,
            _ => Some(Transform::Signature),
        }
    }

    /// Returns true if two different values, both present, satisfy the measure.
    pub fn holds(&self, values: Values<'_>, left: u32, right: u32) -> bool {
        let (a, b) = (values.shape(left), values.shape(right));
        let text = |code| values.text(code);
        match self {
            BoundedMeasure::JaroWinkler(bound) => {
                jaro_winkler_may_reach(a, b, *bound) && {
                    let args = jaro_winkler::Args::default().score_cutoff(*bound);
                    jaro_winkler::similarity_with_args(text(left).bytes(), text(right).bytes(), &args).is_some()
                }
            }
            BoundedMeasure::Jaro(bound) => {
                let args = jaro::Args::default().score_cutoff(*bound);
                jaro::similarity_with_args(text(left).bytes(), text(right).bytes(), &args).is_some()
            }
            BoundedMeasure::Levenshtein(most) => {
                edits_may_stay_within(a, b, *most) && {
                    let args = levenshtein::Args::default().score_cutoff(*most);
                    levenshtein::distance_with_args(text(left).bytes(), text(right).bytes(), &args).is_some()
                }
            }
            BoundedMeasure::Damerau(most) => {
                edits_may_stay_within(a, b, *most) && {
                    let args = osa::Args::default().score_cutoff(*most);
                    osa::distance_with_args(text(left).bytes(), text(right).bytes(), &args).is_some()
                }
            }
            BoundedMeasure::Initial => (a.length == 1 || b.length == 1) && a.head[0] == b.head[0],
            BoundedMeasure::Nickname => {
                let (left_dictionary, left) = values.resolve(left);
                let (right_dictionary, right) = values.resolve(right);
                let sets = right_dictionary.nickname_sets(right);
                left_dictionary.nickname_sets(left).iter().any(|set| sets.contains(set))
            }
            BoundedMeasure::Part => is_part(text(left), text(right)) || is_part(text(right), text(left)),
            BoundedMeasure::Begins => {
                a.length.min(b.length) >= 3
                    && (text(left).starts_with(text(right)) || text(right).starts_with(text(left)))
            }
            BoundedMeasure::Days(_)
            | BoundedMeasure::Years(_)
            | BoundedMeasure::DayMonthSwapped
            | BoundedMeasure::YearOnly => self.dates(values, left, right),
            BoundedMeasure::Fits => fits(text(left), text(right), |byte| byte),
            BoundedMeasure::FitsLookAlike => fits(text(left), text(right), look_alike),
            BoundedMeasure::Shares(least) => shared(values, left, right).take(*least).count() >= *least,
            BoundedMeasure::SharesNearly(least) => shares_nearly(text(left), text(right), *least),
            BoundedMeasure::Difference(most) => {
                let number = |code| {
                    let (dictionary, code) = values.resolve(code);
                    dictionary.number(code)
                };
                (number(left) - number(right)).abs() <= *most
            }
            BoundedMeasure::Kilometres(most) => {
                let place = |code| {
                    let (dictionary, code) = values.resolve(code);
                    dictionary.location(code)
                };
                kilometres(place(left), place(right)) <= *most
            }
            BoundedMeasure::Own(own, bound) => own.holds(text(left), text(right), *bound),
        }
    }

    fn dates(&self, values: Values<'_>, left: u32, right: u32) -> bool {
        let part = |code| {
            let (dictionary, code) = values.resolve(code);
            dictionary.date(code)
        };
        let (a, b) = (part(left), part(right));
        match self {
            BoundedMeasure::Days(most) => {
                a.ordinal > 0 && b.ordinal > 0 && a.ordinal.abs_diff(b.ordinal) <= most.unsigned_abs()
            }
            BoundedMeasure::Years(most) => a.year > 0 && b.year > 0 && a.year.abs_diff(b.year) <= *most,
            BoundedMeasure::DayMonthSwapped => a.year == b.year && a.day > 0 && a.day == b.month && a.month == b.day,
            BoundedMeasure::YearOnly => {
                let vague = |date: crate::dictionary::DateParts| date.day == 0 || (date.month, date.day) == (1, 1);
                a.year > 0 && a.year == b.year && (vague(a) || vague(b))
            }
            _ => false,
        }
    }
}

/// Invariant: never false if the similarity reaches the bound. Letters found on only one side cannot match. With m
/// matches, Jaro is at most (m/|a| + m/|b| + 1)/3, and Winkler's prefix is known exactly.
fn jaro_winkler_may_reach(a: &crate::dictionary::Shape, b: &crate::dictionary::Shape, bound: f64) -> bool {
    let only = |x: u32, y: u32| (x & !y).count_ones() as u16;
    let matches =
        (a.length.saturating_sub(only(a.letters, b.letters))).min(b.length.saturating_sub(only(b.letters, a.letters)));
    if matches == 0 {
        return false;
    }
    let m = f64::from(matches);
    let jaro = (m / f64::from(a.length) + m / f64::from(b.length) + 1.0) / 3.0;
    let prefix = a.head.iter().zip(&b.head).take_while(|(x, y)| x == y && **x != 0).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro) >= bound
}

/// Invariant: never false if the distance is within `most`. One edit changes the length by at most one and the set of
/// letters by at most two.
fn edits_may_stay_within(a: &crate::dictionary::Shape, b: &crate::dictionary::Shape, most: usize) -> bool {
    usize::from(a.length.abs_diff(b.length)) <= most && (a.letters ^ b.letters).count_ones() as usize <= 2 * most
}

/// Returns true if `short` is one of the names that make up the double name `long`.
fn is_part(short: &str, long: &str) -> bool {
    short.len() >= 3 && long.len() > short.len() && long.split(['-', ' ']).any(|part| part == short)
}

/// Returns true if two plates agree wherever both characters are known. Positions count, so shifted plates do not fit.
fn fits(a: &str, b: &str, fold: impl Fn(u8) -> u8) -> bool {
    let mut common = 0;
    a.len() == b.len()
        && a.bytes().zip(b.bytes()).all(|(x, y)| {
            let unknown = x == b'?' || y == b'?';
            common += usize::from(!unknown);
            unknown || fold(x) == fold(y)
        })
        && common >= 3
}

/// The codes of the tokens that two sets share.
pub(crate) fn shared<'a>(values: Values<'a>, left: u32, right: u32) -> impl Iterator<Item = u32> + 'a {
    let (left_dictionary, left) = values.resolve(left);
    let (right_dictionary, right) = values.resolve(right);
    let right = right_dictionary.tokens(right);
    left_dictionary.tokens(left).iter().copied().filter(move |token| right.binary_search(token).is_ok())
}

fn shares_nearly(a: &str, b: &str, least: usize) -> bool {
    let args = jaro_winkler::Args::default().score_cutoff(0.9);
    let near = |x: &str, y: &str| {
        x == y
            || x.len() >= 3 && y.len() >= 3 && jaro_winkler::similarity_with_args(x.bytes(), y.bytes(), &args).is_some()
    };
    // Greedy, in order: sets hold only a handful of words, and a better assignment would matter only for
    // near-duplicates.
    let mut free: Vec<&str> = b.split(' ').collect();
    let mut pairs = 0;
    for x in a.split(' ') {
        if let Some(at) = free.iter().position(|y| near(x, y)) {
            free.swap_remove(at);
            pairs += 1;
        }
    }
    pairs >= least
}

/// The great-circle distance (haversine, with the mean Earth radius of 6,371 km).
fn kilometres((lat1, lon1): (f32, f32), (lat2, lon2): (f32, f32)) -> f32 {
    let (dlat, dlon) = ((lat2 - lat1).to_radians() / 2.0, (lon2 - lon1).to_radians() / 2.0);
    let h = dlat.sin().powi(2) + lat1.to_radians().cos() * lat2.to_radians().cos() * dlon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::Dictionary;
    use crate::signature;
    use proptest::prelude::*;

    fn checks() -> Vec<(Kind, Vec<BoundedMeasure>)> {
        let texts = || {
            let bounds = [0.75, 0.86, 0.92];
            let mut checks: Vec<BoundedMeasure> =
                bounds.iter().flat_map(|b| [BoundedMeasure::JaroWinkler(*b), BoundedMeasure::Jaro(*b)]).collect();
            checks
                .extend((1..4).flat_map(|edits| [BoundedMeasure::Levenshtein(edits), BoundedMeasure::Damerau(edits)]));
            checks.extend([BoundedMeasure::Begins, BoundedMeasure::Initial]);
            checks
        };
        let (mut names, mut dates, mut plates) = (texts(), texts(), texts());
        names.extend([BoundedMeasure::Nickname, BoundedMeasure::Part]);
        dates.extend([
            BoundedMeasure::Days(40),
            BoundedMeasure::Years(3),
            BoundedMeasure::DayMonthSwapped,
            BoundedMeasure::YearOnly,
        ]);
        plates.extend([BoundedMeasure::Fits, BoundedMeasure::FitsLookAlike]);
        vec![(Kind::Name, names), (Kind::Date, dates), (Kind::Plate, plates), (Kind::Phone, texts())]
    }

    fn value(kind: Kind) -> BoxedStrategy<String> {
        match kind {
            Kind::Name => {
                prop_oneof!["[a-d]{1,7}", "[a-c]{1,4}-[a-c]{1,4}", Just("bob".into()), Just("robert".into())].boxed()
            }
            Kind::Date => prop_oneof!["197[0-3]-0[1-4]-[01][1-4]", "197[0-3]-01-01", "197[0-3]"].boxed(),
            Kind::Plate => "[abo08?][bo8?][0158?][0158?][abs5?]{3}".boxed(),
            _ => "07[0-3]{4,6}".boxed(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        // Invariant: never false if `holds` is true.
        #[test]
        fn a_signature_never_rules_out_what_holds(
            (at, a, b) in (0usize..4).prop_flat_map(|at| (Just(at), value(checks()[at].0), value(checks()[at].0))),
        ) {
            let (kind, checks) = &checks()[at];
            let mut dictionary = Dictionary::new(*kind);
            let (left, right) = (dictionary.intern(&a), dictionary.intern(&b));
            prop_assume!(left != right);
            let values = Values { base: &dictionary, extra: None };
            for (number, check) in checks.iter().enumerate() {
                let digest = |text: &str| check.signature().and_then(|transform| transform.digest(*kind, text)).unwrap_or(0);
                if check.holds(values, left, right) {
                    prop_assert!(check.may_hold(*kind, digest(&a), digest(&b)), "{:?} check {} of {} and {}", kind, number, a, b);
                }
            }
            prop_assert!(signature::of(*kind, "") == 0);
        }
    }
}
