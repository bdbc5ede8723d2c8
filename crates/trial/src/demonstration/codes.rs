//! Live codes to try: one for each officer with a stop in progress, as their device would show it.

use app::{AppError, stop};
use jiff::Timestamp;
use web::Site;

use super::{Cast, Part};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnCode {
    pub part: Part,
    /// The code in two groups of four.
    pub code: String,
    /// The time of expiry.
    pub until: Timestamp,
}

/// The codes from the latest draw.
pub type LastCodes = Vec<DrawnCode>;

/// Draws a code for each stop that was in progress when the demonstration began. A stop gets none if it has ended, or
/// if a code was drawn for it a moment ago.
///
/// # Errors
/// If the database fails.
pub async fn draw_all(site: &Site, cast: &Cast) -> Result<LastCodes, AppError> {
    let mut drawn = Vec::new();
    for person in &cast.people {
        let cx = site.app.context(person.actor());
        let Some(stop) = person.stop else { continue };
        match stop::code(&cx, &site.secrets, stop).await {
            Ok(issued) => {
                drawn.push(DrawnCode { part: person.part, code: issued.code.to_string(), until: issued.until });
            }
            Err(AppError::Refused(_) | AppError::Missing { .. } | AppError::Forbidden { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(drawn)
}
