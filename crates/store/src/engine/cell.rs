//! The values of a query, in a form that both databases accept.

use jiff::Timestamp;

/// A column value. An empty value keeps its type, because PostgreSQL requires it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cell {
    Text(Option<String>),
    /// BIGINT. Times are microseconds since 1970.
    Integer(Option<i64>),
    Bytes(Option<Vec<u8>>),
    Truth(bool),
}

impl Cell {
    pub fn text(value: impl std::fmt::Display) -> Self {
        Self::Text(Some(value.to_string()))
    }

    pub fn maybe_text(value: Option<impl std::fmt::Display>) -> Self {
        Self::Text(value.map(|value| value.to_string()))
    }

    pub fn time(at: Timestamp) -> Self {
        Self::Integer(Some(at.as_microsecond()))
    }

    pub fn maybe_time(at: Option<Timestamp>) -> Self {
        Self::Integer(at.map(Timestamp::as_microsecond))
    }

    pub fn count(value: u64) -> Self {
        Self::Integer(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }

    /// The code of an enum variant, as `serde` writes it in the record.
    pub fn code(choice: impl serde::Serialize) -> Self {
        let value = serde_json::to_value(choice).ok();
        Self::Text(value.as_ref().and_then(serde_json::Value::as_str).map(str::to_owned))
    }

    /// The id of the actor; for a job, its name.
    pub fn who(actor: &domain::Actor) -> Self {
        match &actor.who {
            domain::ActorIdentity::Staff { id } => Self::text(id),
            domain::ActorIdentity::Person { id } => Self::text(id),
            domain::ActorIdentity::System { name } => Self::text(name),
        }
    }

    pub fn bytes(value: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(Some(value.into()))
    }
}

/// The values of one column in many rows, in the form that PostgreSQL takes.
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

    /// Turns rows into columns. The kind of a column is taken from its first value, because all values in a column of a
    /// table have the same kind.
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
