-- Everything but hashes and times is sealed with a key that does not lie in the database.
CREATE TABLE bff_sessions (
    hash       BYTEA PRIMARY KEY,
    app        TEXT NOT NULL,
    sealed     BYTEA NOT NULL,
    version    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX bff_sessions_expiry ON bff_sessions (expires_at);

CREATE TABLE bff_logins (
    state      BYTEA PRIMARY KEY,
    browser    BYTEA NOT NULL,
    app        TEXT NOT NULL,
    sealed     BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX bff_logins_expiry ON bff_logins (expires_at);

-- A pending action follows its session when that gets a new id, and goes with it.
CREATE TABLE bff_pending (
    hash       BYTEA PRIMARY KEY,
    session    BYTEA NOT NULL REFERENCES bff_sessions (hash) ON UPDATE CASCADE ON DELETE CASCADE,
    sealed     BYTEA NOT NULL,
    outcome    BYTEA,
    taken_at   BIGINT,
    expires_at BIGINT NOT NULL
);

CREATE INDEX bff_pending_session ON bff_pending (session);
CREATE INDEX bff_pending_expiry ON bff_pending (expires_at);
