-- What a browser has begun to enter and has not finished, sealed.
CREATE TABLE drafts (
    key        BLOB PRIMARY KEY,
    sealed     BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX drafts_expires_at ON drafts (expires_at);
