CREATE TABLE consents (
    id      TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    client  TEXT NOT NULL,
    -- Scope to the millisecond it was last consented.
    scopes  TEXT NOT NULL,
    UNIQUE (user_id, client)
) STRICT;

CREATE TABLE grants (
    id         TEXT PRIMARY KEY,
    user_id    TEXT NOT NULL REFERENCES users (id),
    client     TEXT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id),
    device_id  TEXT NOT NULL REFERENCES devices (id),
    rev        INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    issued_in  TEXT NOT NULL,
    ended_at   INTEGER,
    end_reason TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;

CREATE INDEX grants_live_user ON grants (user_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX grants_live_session ON grants (session_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX grants_device ON grants (device_id);

CREATE TABLE leases (
    id           TEXT PRIMARY KEY,
    grant_id     TEXT NOT NULL REFERENCES grants (id),
    scope        TEXT NOT NULL,
    consented_at INTEGER NOT NULL,
    expires_at   INTEGER,
    elevated_acr TEXT,
    elevated_at  INTEGER,
    UNIQUE (grant_id, scope),
    CHECK ((elevated_acr IS NULL) = (elevated_at IS NULL))
) STRICT;
