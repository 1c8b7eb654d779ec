-- Single values about the database itself.
-- Everywhere: times are Unix milliseconds, ids their text form, hashes SHA-256, sets and structures JSON.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
