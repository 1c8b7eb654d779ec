-- A number is never given twice, also after old events were purged: the newest one stays.
CREATE TABLE events (
    seq        BIGINT PRIMARY KEY,
    audience   TEXT NOT NULL,
    user_id    identifier NOT NULL,
    session_id identifier NOT NULL,
    event      TEXT NOT NULL
);
