-- AUTOINCREMENT: a number is never given twice, also after old events were purged.
CREATE TABLE events (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    audience   TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    session_id TEXT NOT NULL,
    event      TEXT NOT NULL
) STRICT;
