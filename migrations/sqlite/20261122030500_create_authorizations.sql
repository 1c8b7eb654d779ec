CREATE TABLE authorizations (
    id          TEXT PRIMARY KEY,
    request     TEXT NOT NULL,
    request_uri BLOB UNIQUE,
    browser     BLOB,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    begun_at    INTEGER,
    -- The word, for conditions; the whole stage stands in `progress`.
    stage       TEXT NOT NULL CHECK (stage IN ('pending', 'issued', 'refused')),
    progress    TEXT NOT NULL,
    flash       TEXT
) STRICT;

CREATE TABLE codes (
    hash             BLOB PRIMARY KEY,
    authorization_id TEXT NOT NULL REFERENCES authorizations (id),
    expires_at       INTEGER NOT NULL,
    used_at          INTEGER
) STRICT;

CREATE INDEX codes_authorization ON codes (authorization_id);
