//! Comparisons and their levels, as they are written in the model.

use serde::{Deserialize, Serialize};

use super::fields::is_no;

/// The maximum number of comparisons: at 4 bits each, 16 fill the 64 bits of a comparison vector.
pub const MOST_COMPARISONS: usize = 16;

/// The maximum number of levels written in the model: 4 bits hold 16 values, two of which are *missing* and *else*.
pub const MOST_LEVELS: usize = 14;

/// One comparison: its levels, from the best agreement to the weakest; the first level that holds counts. Two more
/// levels always follow those written in the model: *else*, and *missing* for an absent value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The name of the comparison, in the words of the people who will read the report.
    pub name: String,
    /// The levels, best first, such as `"exact(surname)"` and `"jaro_winkler(surname) >= 0.9"`.
    pub levels: Vec<String>,
    /// True if agreement on a rare value counts for more than agreement on a common one.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub term_frequency: bool,
    /// True if relatives, and people at one address, tend to share it: a surname, an address, a telephone, a car. If
    /// this is set for any comparison, a pair that agrees only on such things may also be explained as *two of one
    /// family*.
    #[serde(default, skip_serializing_if = "is_no")]
    pub family: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_yes(value: &bool) -> bool {
    *value
}
