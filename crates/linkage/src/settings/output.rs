//! Output settings: the links that are kept and shown, and the clusters made of them.

use serde::{Deserialize, Serialize};

/// Output settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Output {
    /// The lowest match weight, in bits, of links that are written.
    pub least_weight: f64,
    /// A link at or above this probability is worth showing to a user.
    pub show: f64,
    /// A link at or above this probability is worth showing first.
    pub show_first: f64,
    /// The side on which each record keeps only its best link; for records that can be about only one other record.
    pub best_link: BestLink,
    /// The method that turns links into clusters.
    pub clusters: ClusterMethod,
    /// The probability at which links join clusters. If absent, it is chosen from the model, without labels; see
    /// [`crate::evaluation::expected_best_threshold`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_threshold: Option<f64>,
}

impl Default for Output {
    fn default() -> Self {
        Output {
            least_weight: -2.0,
            show: 0.5,
            show_first: 0.95,
            best_link: BestLink::Off,
            clusters: ClusterMethod::Connected,
            cluster_threshold: None,
        }
    }
}

/// The side on which each record keeps only its best link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BestLink {
    /// Every link is kept.
    #[default]
    Off,
    /// A right record keeps at most one link, as when each record is about one officer.
    Right,
    /// A left record keeps at most one link.
    Left,
    /// Records on both sides keep at most one link.
    Both,
}

/// Methods of turning links into clusters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterMethod {
    /// A cluster contains everything that is connected.
    #[default]
    Connected,
    /// Two clusters join as long as the average weight over all pairs of their records is high enough.
    Average,
    /// A record joins the strongest unclaimed centre that it is linked to.
    Star,
}
