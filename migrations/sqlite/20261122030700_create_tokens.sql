CREATE TABLE access_tokens (
    hash       BLOB PRIMARY KEY,
    grant_id   TEXT NOT NULL REFERENCES grants (id),
    scopes     TEXT NOT NULL,
    acr        TEXT NOT NULL,
    amr        TEXT NOT NULL,
    auth_time  INTEGER NOT NULL,
    details    TEXT NOT NULL,
    issued_at  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX access_tokens_grant ON access_tokens (grant_id);

CREATE TABLE refresh_tokens (
    hash                BLOB PRIMARY KEY,
    grant_id            TEXT NOT NULL REFERENCES grants (id),
    scopes              TEXT NOT NULL,
    acr                 TEXT NOT NULL,
    amr                 TEXT NOT NULL,
    auth_time           INTEGER NOT NULL,
    issued_at           INTEGER NOT NULL,
    absolute_expires_at INTEGER NOT NULL,
    used_at             INTEGER,
    successor           BLOB,
    voided              INTEGER NOT NULL,
    CHECK ((used_at IS NULL) = (successor IS NULL))
) STRICT;

CREATE INDEX refresh_tokens_grant ON refresh_tokens (grant_id);

CREATE TABLE assertion_ids (
    issuer     TEXT NOT NULL,
    jti        TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, jti)
) STRICT;

CREATE INDEX assertion_ids_expiry ON assertion_ids (expires_at);
