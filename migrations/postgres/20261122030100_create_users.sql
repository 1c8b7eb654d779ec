CREATE TABLE users (
    id         identifier PRIMARY KEY,
    username   TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    -- Name and sign-in name in lower case of all scripts, as SQLite has it: LIKE here tells cases apart.
    search     TEXT NOT NULL,
    email      TEXT,
    locale     TEXT NOT NULL,
    zone       TEXT NOT NULL,
    hours      TEXT,
    role       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX users_admins ON users (role) WHERE role = 'admin';
