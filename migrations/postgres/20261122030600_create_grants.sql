CREATE TABLE consents (
    id      identifier PRIMARY KEY,
    user_id identifier NOT NULL REFERENCES users (id),
    client  TEXT NOT NULL,
    -- Scope to the millisecond it was last consented.
    scopes  TEXT NOT NULL,
    UNIQUE (user_id, client)
);

CREATE TABLE grants (
    id         identifier PRIMARY KEY,
    user_id    identifier NOT NULL REFERENCES users (id),
    client     TEXT NOT NULL,
    session_id identifier NOT NULL REFERENCES sessions (id),
    device_id  identifier NOT NULL REFERENCES devices (id),
    rev        BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    issued_in  TEXT NOT NULL,
    ended_at   BIGINT,
    end_reason TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);

CREATE INDEX grants_live_user ON grants (user_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX grants_live_session ON grants (session_id, created_at) WHERE ended_at IS NULL;
CREATE INDEX grants_device ON grants (device_id);

CREATE TABLE leases (
    id           identifier PRIMARY KEY,
    grant_id     identifier NOT NULL REFERENCES grants (id),
    scope        TEXT NOT NULL,
    consented_at BIGINT NOT NULL,
    expires_at   BIGINT,
    elevated_acr TEXT,
    elevated_at  BIGINT,
    UNIQUE (grant_id, scope),
    CHECK ((elevated_acr IS NULL) = (elevated_at IS NULL))
);
