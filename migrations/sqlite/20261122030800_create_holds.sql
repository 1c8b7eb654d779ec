-- Holds outlive grants, sessions and devices: only the person is a foreign key.
CREATE TABLE holds (
    id           TEXT PRIMARY KEY,
    user_id      TEXT NOT NULL REFERENCES users (id),
    client       TEXT,
    device_id    TEXT,
    session_id   TEXT,
    grant_id     TEXT,
    scopes       TEXT NOT NULL,
    rule         TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    cause        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    remedy       TEXT NOT NULL,
    quality      TEXT NOT NULL,
    opened_at    INTEGER NOT NULL,
    until        INTEGER,
    closed_at    INTEGER,
    closed_by    TEXT,
    took_ms      INTEGER,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;

CREATE INDEX holds_open ON holds (user_id, opened_at) WHERE closed_at IS NULL;

CREATE TABLE waivers (
    id         TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id),
    session_id TEXT,
    device_id  TEXT NOT NULL,
    rule       TEXT NOT NULL,
    cause      TEXT NOT NULL,
    evidence   TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    until      INTEGER NOT NULL
) STRICT;

CREATE INDEX waivers_user ON waivers (user_id, until);
