-- Where a factor was enrolled is history, which outlives the session and the device it names.
CREATE TABLE factors (
    id               TEXT PRIMARY KEY,
    user_id          TEXT NOT NULL REFERENCES users (id),
    kind             TEXT NOT NULL,
    secret           BLOB NOT NULL,
    enrolled_at      INTEGER NOT NULL,
    enrolled_session TEXT,
    enrolled_device  TEXT,
    last_step        INTEGER,
    last_used_at     INTEGER
) STRICT;

CREATE INDEX factors_user ON factors (user_id, enrolled_at);
