-- The record, the key vault, the queue of the log, jobs. For SQLite and PostgreSQL.
CREATE TABLE stream (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    PRIMARY KEY (kind, key)
);

CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY,
    stream_kind TEXT NOT NULL,
    stream_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    happened_at BIGINT,
    actor TEXT NOT NULL,
    reason TEXT,
    regime TEXT,
    cause TEXT,
    body TEXT NOT NULL,
    salt BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    entry BYTEA NOT NULL,
    UNIQUE (stream_kind, stream_key, version)
);
CREATE INDEX event_recorded ON event (recorded_at, id);

CREATE TABLE event_part (
    event_id TEXT NOT NULL REFERENCES event (id),
    part BIGINT NOT NULL,
    subject TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    PRIMARY KEY (event_id, part)
);
CREATE INDEX event_part_subject ON event_part (subject);

CREATE TABLE subject_key (
    subject TEXT NOT NULL PRIMARY KEY,
    wrapped BYTEA,
    created_at BIGINT NOT NULL,
    destroyed_at BIGINT
);

CREATE TABLE vault (
    name TEXT NOT NULL PRIMARY KEY,
    sealed BYTEA NOT NULL
);

CREATE TABLE log_queue (
    event_id TEXT NOT NULL PRIMARY KEY REFERENCES event (id),
    entry BYTEA NOT NULL,
    recorded_at BIGINT NOT NULL,
    number BIGINT NOT NULL
);
CREATE INDEX log_queue_recorded ON log_queue (recorded_at, number, event_id);

CREATE TABLE log_entry (
    position BIGINT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE REFERENCES event (id),
    entry BYTEA NOT NULL
);

CREATE TABLE log_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    root BYTEA NOT NULL,
    note TEXT NOT NULL,
    signed_at BIGINT NOT NULL
);

CREATE TABLE log_guard (
    name TEXT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL
);
INSERT INTO log_guard (name, size) VALUES ('sequencer', 0);

CREATE TABLE job (
    name TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    run_after BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    state TEXT NOT NULL,
    last_error TEXT
);
CREATE INDEX job_due ON job (state, run_after, name);
