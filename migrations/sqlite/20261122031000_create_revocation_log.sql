-- No foreign keys: the log outlives everything it speaks of. People are pseudonymous ids in it.
CREATE TABLE revocation_log (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    at             INTEGER NOT NULL,
    user_id        TEXT NOT NULL,
    client         TEXT,
    device_id      TEXT,
    session_id     TEXT,
    grant_id       TEXT,
    change         TEXT NOT NULL,
    scopes_before  TEXT NOT NULL,
    scopes_after   TEXT NOT NULL,
    rule           TEXT NOT NULL,
    policy_version TEXT,
    cause          TEXT,
    initiator      TEXT NOT NULL,
    remedy         TEXT,
    hold_id        TEXT,
    commitment     BLOB NOT NULL
) STRICT;

CREATE INDEX revocation_log_user ON revocation_log (user_id, seq);
CREATE INDEX revocation_log_rule ON revocation_log (rule, seq);
CREATE INDEX revocation_log_initiator ON revocation_log (initiator, seq);

CREATE TRIGGER revocation_log_is_never_altered BEFORE UPDATE ON revocation_log
BEGIN
    SELECT RAISE(ABORT, 'the revocation log is never altered');
END;

CREATE TRIGGER revocation_log_is_never_shortened BEFORE DELETE ON revocation_log
BEGIN
    SELECT RAISE(ABORT, 'the revocation log is never shortened');
END;

-- What may be erased with the person; the commitment above stays and says nothing without the salt.
CREATE TABLE revocation_log_facts (
    seq   INTEGER PRIMARY KEY REFERENCES revocation_log (seq),
    facts TEXT NOT NULL,
    salt  BLOB NOT NULL
) STRICT;
