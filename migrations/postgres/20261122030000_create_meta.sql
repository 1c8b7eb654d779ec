-- The twins of these migrations are in ../sqlite, under the same names.
-- Everywhere: times are Unix milliseconds, ids their text form, hashes SHA-256, sets and structures JSON as text:
-- JSONB would change what a commitment was made to.

-- Ids are ordered by their bytes, whatever the collation of the database.
CREATE DOMAIN identifier AS TEXT COLLATE "C";

-- Single values about the database itself.
CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
