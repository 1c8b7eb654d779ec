-- Where a waiver was given, so that blocking that device ends it. Until now that was always the session and
-- device it speaks for.
CREATE TABLE waivers_with_origin (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES users (id),
    session_id    TEXT,
    device_id     TEXT NOT NULL,
    rule          TEXT NOT NULL,
    cause         TEXT NOT NULL,
    evidence      TEXT NOT NULL,
    given_session TEXT NOT NULL,
    given_device  TEXT NOT NULL,
    created_at    INTEGER NOT NULL,
    until         INTEGER NOT NULL
) STRICT;

INSERT INTO waivers_with_origin
SELECT id, user_id, session_id, device_id, rule, cause, evidence, session_id, device_id, created_at, until
FROM waivers
WHERE session_id IS NOT NULL;

DROP TABLE waivers;
ALTER TABLE waivers_with_origin RENAME TO waivers;

CREATE INDEX waivers_user ON waivers (user_id, until);
