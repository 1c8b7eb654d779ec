CREATE TABLE authorizations (
    id          identifier PRIMARY KEY,
    request     TEXT NOT NULL,
    request_uri BYTEA UNIQUE,
    browser     BYTEA,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    begun_at    BIGINT,
    -- The word, for conditions; the whole stage stands in `progress`.
    stage       TEXT NOT NULL CHECK (stage IN ('pending', 'issued', 'refused')),
    progress    TEXT NOT NULL,
    flash       TEXT
);

CREATE TABLE codes (
    hash             BYTEA PRIMARY KEY,
    authorization_id identifier NOT NULL REFERENCES authorizations (id),
    expires_at       BIGINT NOT NULL,
    used_at          BIGINT
);

CREATE INDEX codes_authorization ON codes (authorization_id);
