CREATE TABLE access_tokens (
    hash       BYTEA PRIMARY KEY,
    grant_id   identifier NOT NULL REFERENCES grants (id),
    scopes     TEXT NOT NULL,
    acr        TEXT NOT NULL,
    amr        TEXT NOT NULL,
    auth_time  BIGINT NOT NULL,
    details    TEXT NOT NULL,
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX access_tokens_grant ON access_tokens (grant_id);

CREATE TABLE refresh_tokens (
    hash                BYTEA PRIMARY KEY,
    grant_id            identifier NOT NULL REFERENCES grants (id),
    scopes              TEXT NOT NULL,
    acr                 TEXT NOT NULL,
    amr                 TEXT NOT NULL,
    auth_time           BIGINT NOT NULL,
    issued_at           BIGINT NOT NULL,
    absolute_expires_at BIGINT NOT NULL,
    used_at             BIGINT,
    successor           BYTEA,
    voided              BOOLEAN NOT NULL,
    CHECK ((used_at IS NULL) = (successor IS NULL))
);

CREATE INDEX refresh_tokens_grant ON refresh_tokens (grant_id);

CREATE TABLE assertion_ids (
    issuer     TEXT NOT NULL,
    jti        TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, jti)
);

CREATE INDEX assertion_ids_expiry ON assertion_ids (expires_at);
