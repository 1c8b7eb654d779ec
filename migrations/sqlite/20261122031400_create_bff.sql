-- Everything but hashes and times is sealed with a key that does not lie in the database.
CREATE TABLE bff_sessions (
    hash       BLOB PRIMARY KEY,
    app        TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    version    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX bff_sessions_expiry ON bff_sessions (expires_at);

CREATE TABLE bff_logins (
    state      BLOB PRIMARY KEY,
    browser    BLOB NOT NULL,
    app        TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX bff_logins_expiry ON bff_logins (expires_at);

-- A pending action follows its session when that gets a new id, and goes with it.
CREATE TABLE bff_pending (
    hash       BLOB PRIMARY KEY,
    session    BLOB NOT NULL REFERENCES bff_sessions (hash) ON UPDATE CASCADE ON DELETE CASCADE,
    sealed     BLOB NOT NULL,
    outcome    BLOB,
    taken_at   INTEGER,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX bff_pending_session ON bff_pending (session);
CREATE INDEX bff_pending_expiry ON bff_pending (expires_at);
