//! Live codes to try: one of each officer who has a stop under way, as their device would show it.

use app::{AppError, stop};
use jiff::Timestamp;

use super::{Cast, Part};
use crate::Site;

/// A code that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Whose.
    pub part: Part,
    /// The code, 4 and 4.
    pub code: String,
    /// Until when it can be used.
    pub until: Timestamp,
}

/// The codes that were drawn last.
pub type LastDrawn = Vec<Drawn>;

/// Draws a code of each stop that was under way when the demonstration began. A stop that refuses one, because it has ended or
/// one was drawn just now, has none.
///
/// # Errors
/// When the database fails.
pub async fn draw_all(site: &Site, cast: &Cast) -> Result<LastDrawn, AppError> {
    let mut drawn = Vec::new();
    for person in &cast.people {
        let cx = site.app.context(person.actor());
        let Some(stop) = person.stop else { continue };
        match stop::code(&cx, &site.settings, stop).await {
            Ok(issued) => {
                drawn.push(Drawn { part: person.part, code: issued.code.to_string(), until: issued.until });
            }
            Err(AppError::Refused(_) | AppError::Missing { .. } | AppError::Forbidden { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(drawn)
}
