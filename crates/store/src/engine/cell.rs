//! The values of a query, as either database takes them.

use jiff::Timestamp;

/// A value of a column. Empty ones keep their type: PostgreSQL asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cell {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT; times are microseconds since 1970.
    Integer(Option<i64>),
    /// BYTEA.
    Bytes(Option<Vec<u8>>),
    /// BOOLEAN.
    Truth(bool),
}

impl Cell {
    /// A text, such as a code or an id.
    pub fn text(value: impl std::fmt::Display) -> Self {
        Self::Text(Some(value.to_string()))
    }

    /// A text that may be missing.
    pub fn maybe_text(value: Option<impl std::fmt::Display>) -> Self {
        Self::Text(value.map(|value| value.to_string()))
    }

    /// A time.
    pub fn time(at: Timestamp) -> Self {
        Self::Integer(Some(at.as_microsecond()))
    }

    /// A time that may be missing.
    pub fn maybe_time(at: Option<Timestamp>) -> Self {
        Self::Integer(at.map(Timestamp::as_microsecond))
    }

    /// A count or version.
    pub fn count(value: u64) -> Self {
        Self::Integer(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    /// The code of a choice: its name as the record has it.
    pub fn code(choice: impl serde::Serialize) -> Self {
        let value = serde_json::to_value(choice).ok();
        Self::Text(value.as_ref().and_then(serde_json::Value::as_str).map(str::to_owned))
    }

    /// Who acted, by id; a job by its name.
    pub fn who(actor: &domain::Actor) -> Self {
        match &actor.who {
            domain::Who::Staff { id } => Self::text(id),
            domain::Who::Person { id } => Self::text(id),
            domain::Who::System { name } => Self::text(name),
        }
    }

    /// Bytes.
    pub fn bytes(value: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(Some(value.into()))
    }
}

/// The values of one column of many rows, as PostgreSQL takes them.
pub(crate) enum Array {
    Text(Vec<Option<String>>),
    Integer(Vec<Option<i64>>),
    Bytes(Vec<Option<Vec<u8>>>),
    Truth(Vec<bool>),
}

impl Array {
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT",
            Self::Integer(_) => "BIGINT",
            Self::Bytes(_) => "BYTEA",
            Self::Truth(_) => "BOOLEAN",
        }
    }

    /// The columns of these rows; each is of the kind of its first value, as the tables are.
    pub(crate) fn columns(rows: Vec<Vec<Cell>>) -> Result<Vec<Self>, sqlx::Error> {
        let count = rows.len();
        let empty = |cell: &Cell| match cell {
            Cell::Text(_) => Self::Text(Vec::with_capacity(count)),
            Cell::Integer(_) => Self::Integer(Vec::with_capacity(count)),
            Cell::Bytes(_) => Self::Bytes(Vec::with_capacity(count)),
            Cell::Truth(_) => Self::Truth(Vec::with_capacity(count)),
        };
        let mut columns: Vec<Self> = rows.first().map_or(&[][..], Vec::as_slice).iter().map(empty).collect();
        for (column, cell) in rows.into_iter().flat_map(|row| row.into_iter().enumerate()) {
            match (&mut columns[column], cell) {
                (Self::Text(values), Cell::Text(value)) => values.push(value),
                (Self::Integer(values), Cell::Integer(value)) => values.push(value),
                (Self::Bytes(values), Cell::Bytes(value)) => values.push(value),
                (Self::Truth(values), Cell::Truth(value)) => values.push(value),
                _ => return Err(sqlx::Error::Encode("a column has values of two kinds".into())),
            }
        }
        Ok(columns)
    }
}
