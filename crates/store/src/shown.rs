//! Checks as their pages show them, with the officer and the stop: one question to the database for all that are looked at at
//! once, because people wait for it on streets.

use domain::check::Check;
use domain::officer::Officer;
use domain::stop::Stop;
use domain::{CheckRef, Recorded, State, StreamId};

use crate::record::{PartRow, fold_columns, open_event, part_columns};
use crate::sql::{Cell, Record, queries};
use crate::{Store, StoreError};

macro_rules! shown {
    ($listed:literal) => {
        concat!(
            "WITH found AS (SELECT reference, id, officer, stop, outcome FROM public_check WHERE reference ",
            $listed,
            "), shown AS (SELECT reference, 'check' AS of_kind, id AS of_key FROM found \
             UNION ALL SELECT reference, 'officer', officer FROM found WHERE outcome IN ('verified', 'pending') \
             UNION ALL SELECT reference, 'stop', stop FROM found WHERE outcome IN ('verified', 'pending')) SELECT ",
            fold_columns!(),
            ", of_kind, of_key, ",
            part_columns!(),
            ", reference FROM shown CROSS JOIN event e LEFT JOIN event_part p ON p.event_id = e.id \
             LEFT JOIN subject_key k ON k.subject = p.subject WHERE e.stream_kind = of_kind AND e.stream_key = of_key \
             ORDER BY reference, of_kind, of_key, version, p.part"
        )
    };
}

queries! {
    // The references are a list in JSON: one statement for any number. SQLite takes the tables of a CROSS JOIN in their order: of
    // its own accord it would read every event of a kind.
    SHOWN = "event", "reading checks",
        shown!("IN (SELECT value FROM json_each($1))"),
        postgres: shown!("= ANY (ARRAY (SELECT json_array_elements_text($1::json)))");
}

/// Where in a row the stream stands, where a part, and where the reference.
const STREAM: usize = 10;
const PART: usize = 12;
const REFERENCE: usize = 18;

/// A check, and what it led to.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownCheck {
    /// The check.
    pub check: Check,
    /// The officer and the stop; only of a check that was verified or waits for the control room.
    pub subjects: Option<(Officer, Stop)>,
}

impl Store {
    /// The check of a reference, with the officer and the stop that its page may show. `None` when there is no such check.
    ///
    /// # Errors
    /// As [`Store::history`].
    pub async fn shown_check(&self, reference: CheckRef) -> Result<Option<ShownCheck>, StoreError> {
        self.shown_checks(&[reference]).await?.pop().map(|(_, shown)| shown).transpose()
    }

    /// The checks of these references as far as there are such, each once: what is wrong with the record of one keeps nobody else
    /// from theirs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shown_checks(
        &self,
        references: &[CheckRef],
    ) -> Result<Vec<(CheckRef, Result<ShownCheck, StoreError>)>, StoreError> {
        let listed: Vec<String> = references.iter().map(CheckRef::to_string).collect();
        let mut connection = self.backend().reader().await?;
        let rows = connection.fetch(&SHOWN, vec![Cell::text(serde_json::json!(listed))]).await?;
        drop(connection);
        let mut found = Vec::with_capacity(references.len());
        // The rows of a check stand together, in these those of a stream, and in these those of an event.
        for rows in rows.chunk_by(|one, next| same(one, next, REFERENCE)) {
            found.push((rows[0].parsed(REFERENCE)?, self.shown(rows)));
        }
        Ok(found)
    }

    fn shown(&self, rows: &[Record]) -> Result<ShownCheck, StoreError> {
        let (mut check, mut officer, mut stop) = (None, None, None);
        for rows in rows.chunk_by(|one, next| same(one, next, STREAM) && same(one, next, STREAM + 1)) {
            match self.fold(rows)? {
                Some(State::Check(found)) => check = Some(found),
                Some(State::Officer(found)) => officer = Some(found),
                Some(State::Stop(found)) => stop = Some(found),
                _ => {}
            }
        }
        let missing = || StoreError::Row {
            table: "event",
            row: rows[0].text(REFERENCE).unwrap_or_default(),
            why: "a check without its events".to_owned(),
        };
        Ok(ShownCheck { check: check.ok_or_else(missing)?, subjects: officer.zip(stop) })
    }

    fn fold(&self, rows: &[Record]) -> Result<Option<State>, StoreError> {
        let Some(first) = rows.first() else { return Ok(None) };
        let name = format!("{}/{}", first.text(STREAM)?, first.text(STREAM + 1)?);
        let unnamed = |why: domain::record::stream::NotAStream| StoreError::Row {
            table: "event",
            row: name.clone(),
            why: why.to_string(),
        };
        let stream: StreamId = name.parse().map_err(unnamed)?;
        let open = |rows: &[Record]| {
            let parts = rows.iter().filter(|row| !matches!(row.maybe_text(PART), Ok(None)));
            let parts: Vec<PartRow> = parts.map(|row| PartRow::read_from(row, PART)).collect::<Result<_, _>>()?;
            open_event(&stream, &rows[0], Some((&parts, self.vault())))
        };
        let events: Vec<Recorded> =
            rows.chunk_by(|one, next| same(one, next, 0)).map(open).collect::<Result<_, _>>()?;
        Ok(State::fold(&events)?)
    }
}

/// Whether two rows say the same in a column of text.
fn same(one: &Record, other: &Record, column: usize) -> bool {
    matches!((one.as_text(column), other.as_text(column)), (Ok(one), Ok(other)) if one == other)
}
