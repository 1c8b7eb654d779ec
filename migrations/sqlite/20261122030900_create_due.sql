CREATE TABLE due (
    grant_id TEXT PRIMARY KEY REFERENCES grants (id),
    at       INTEGER NOT NULL
) STRICT;

CREATE INDEX due_at ON due (at, grant_id);
