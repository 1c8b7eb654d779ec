CREATE TABLE users (
    id         TEXT PRIMARY KEY,
    username   TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    -- Name and sign-in name in lower case of all scripts, which LIKE of SQLite does not fold by itself.
    search     TEXT NOT NULL,
    email      TEXT,
    locale     TEXT NOT NULL,
    zone       TEXT NOT NULL,
    hours      TEXT,
    role       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX users_admins ON users (role) WHERE role = 'admin';
