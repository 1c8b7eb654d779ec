CREATE TABLE failures (
    bucket TEXT NOT NULL,
    at     BIGINT NOT NULL
);

CREATE INDEX failures_bucket ON failures (bucket, at);
CREATE INDEX failures_at ON failures (at);
