//! The words of a history: categories of allegation, units and roles, and what people write. No chance but the draw.

/// Every category of allegation, and whether it is violence against women or girls.
pub const CATEGORIES: &[(&str, bool)] = &[
    ("delivery-of-duties", false),
    ("incivility", false),
    ("use-of-force", false),
    ("stop-and-search", false),
    ("discrimination", false),
    ("use-of-police-systems", false),
    ("corruption", false),
    ("failure-to-report", false),
    ("dishonesty", false),
    ("inappropriate-communication", false),
    ("indecent-exposure", true),
    ("sexual-harassment", true),
    ("sexual-assault", true),
    ("domestic-abuse", true),
    ("stalking", true),
    ("abuse-of-position-for-sexual-purpose", true),
];

/// Whether a category is violence against women or girls.
pub fn category_is_vawg(category: &str) -> bool {
    CATEGORIES.iter().any(|(name, vawg)| *name == category && *vawg)
}
