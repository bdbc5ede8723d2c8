//! All SQL: events, read models, key vault, jobs, migrations.
