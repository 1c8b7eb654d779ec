-- What a browser has begun to enter and has not finished, sealed.
CREATE TABLE drafts (
    key        BYTEA PRIMARY KEY,
    sealed     BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE INDEX drafts_expires_at ON drafts (expires_at);
