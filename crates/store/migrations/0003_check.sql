-- Codes, challenges and receipts, which open a check for a time, and the devices and sessions of staff. None of it is part of
-- the record, which keeps what was done with it. Codes, challenges and invitations are HMACs under a key outside the database;
-- PINs are Argon2id hashes.

CREATE TABLE live_code (
    mac BYTEA NOT NULL PRIMARY KEY,
    stop TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    first_used_at BIGINT
);
CREATE INDEX live_code_expiry ON live_code (expires_at);
CREATE INDEX live_code_stop ON live_code (stop, issued_at);

CREATE TABLE challenge (
    mac BYTEA NOT NULL PRIMARY KEY,
    public_check TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX challenge_expiry ON challenge (expires_at);

CREATE TABLE receipt (
    public_check TEXT NOT NULL PRIMARY KEY,
    stop TEXT NOT NULL,
    reference TEXT NOT NULL,
    pin TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX receipt_reference ON receipt (reference);

-- Attempts at a PIN are counted whether or not a stop has the reference. Otherwise somebody who knows a reference could learn
-- whether a receipt was given.
CREATE TABLE pin_tried (
    reference TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    tried_at BIGINT NOT NULL
);
CREATE INDEX pin_tried_at ON pin_tried (tried_at);

-- Fingerprints of the keys of the check, by the name of the key file. A replica with another key would not know the codes of
-- the first replica, and would raise an alarm for each.
CREATE TABLE check_key (
    name TEXT NOT NULL PRIMARY KEY,
    fingerprint BYTEA NOT NULL
);

CREATE TABLE passkey (
    credential TEXT NOT NULL PRIMARY KEY,
    officer TEXT NOT NULL,
    role TEXT NOT NULL,
    force TEXT NOT NULL,
    device TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkey_officer ON passkey (officer);

CREATE TABLE invitation (
    mac BYTEA NOT NULL PRIMARY KEY,
    officer TEXT NOT NULL,
    role TEXT NOT NULL,
    force TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE staff_session (
    mac BYTEA NOT NULL PRIMARY KEY,
    body TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX staff_session_expiry ON staff_session (expires_at);
