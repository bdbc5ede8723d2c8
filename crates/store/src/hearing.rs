//! Hearings: restrictions on publication.

use domain::MatterId;
use domain::matter::Matter;
use jiff::civil::Date;

use crate::engine::{Cell, queries, questions, rows, tables};
use crate::record::projection::TableRow;
use crate::{Store, StoreError};

tables! {
    /// Restrictions on publication that have not lapsed.
    ReadModel RESTRICTION = "restriction" ["matter": Text, "number": Integer]
    ["scope": Text, "expires_on": Text, "ends_with": Text];
}

rows! {
    RestrictionRow = "restriction" {
        matter: MatterId,
        /// The number of the restriction within its matter.
        number: u64,
        scope: String,
        /// The last day of the restriction.
        expires_on: Date,
        /// The court event that ends the restriction before that day.
        ends_with: Option<String>,
    }
}

questions! {
    /// Restrictions whose last day is before the given day.
    restrictions_expired: RestrictionRow (before: Date = Cell::text(before), limit: u32 = Cell::count(limit.into())) all
        "WHERE expires_on < $1 ORDER BY expires_on, matter, number LIMIT $2";
}

queries! {
    RESTRICTED = "restriction", "reading restrictions",
        "SELECT DISTINCT matter FROM restriction WHERE expires_on < $1 ORDER BY matter";
}

impl Store {
    /// Lists the matters with a restriction whose last day is before the given day.
    pub async fn matters_with_restriction_before(&self, day: Date) -> Result<Vec<MatterId>, StoreError> {
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&RESTRICTED, vec![Cell::text(day)]).await?;
        rows.iter().map(|row| row.parsed(0)).collect()
    }
}

pub(crate) fn rows(matter: &Matter, rows: &mut Vec<TableRow>) {
    for known in &matter.restrictions {
        let cells = [Cell::text(known.scope), Cell::text(known.expires_on), Cell::maybe_text(known.ends_with)];
        rows.push(TableRow::new(&RESTRICTION, [Cell::text(matter.id), Cell::count(known.number.into())], cells));
    }
}
