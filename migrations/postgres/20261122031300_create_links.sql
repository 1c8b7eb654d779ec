CREATE TABLE links (
    hash       BYTEA PRIMARY KEY,
    -- What the link is for and for whom: a newer link cancels the unused ones of the same topic.
    topic      TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT,
    user_id    identifier REFERENCES users (id)
);

CREATE INDEX links_unused ON links (topic) WHERE used_at IS NULL;
