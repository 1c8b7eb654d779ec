CREATE TABLE failures (
    bucket TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE INDEX failures_bucket ON failures (bucket, at);
CREATE INDEX failures_at ON failures (at);
