CREATE TABLE due (
    grant_id identifier PRIMARY KEY REFERENCES grants (id),
    at       BIGINT NOT NULL
);

CREATE INDEX due_at ON due (at, grant_id);
