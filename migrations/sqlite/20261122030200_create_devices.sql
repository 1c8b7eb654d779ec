CREATE TABLE devices (
    id              TEXT PRIMARY KEY,
    cookie          BLOB NOT NULL UNIQUE,
    previous_cookie BLOB,
    rotated_at      INTEGER NOT NULL,
    name            TEXT NOT NULL,
    mobile          INTEGER NOT NULL,
    first_seen      INTEGER NOT NULL
) STRICT;

CREATE INDEX devices_previous_cookie ON devices (previous_cookie);

CREATE TABLE device_trusts (
    user_id       TEXT NOT NULL REFERENCES users (id),
    device_id     TEXT NOT NULL REFERENCES devices (id),
    state         TEXT NOT NULL,
    trusted_since INTEGER,
    trusted_until INTEGER,
    first_seen    INTEGER NOT NULL,
    last_seen     INTEGER NOT NULL,
    confirmed_by  TEXT REFERENCES devices (id),
    PRIMARY KEY (user_id, device_id),
    CHECK ((state = 'trusted') = (trusted_since IS NOT NULL)),
    CHECK ((state = 'trusted') = (trusted_until IS NOT NULL))
) STRICT;

CREATE INDEX device_trusts_device ON device_trusts (device_id);
CREATE INDEX device_trusts_confirmed_by ON device_trusts (confirmed_by);
