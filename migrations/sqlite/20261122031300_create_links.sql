CREATE TABLE links (
    hash       BLOB PRIMARY KEY,
    -- What the link is for and for whom: a newer link cancels the unused ones of the same topic.
    topic      TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    user_id    TEXT REFERENCES users (id)
) STRICT;

CREATE INDEX links_unused ON links (topic) WHERE used_at IS NULL;
