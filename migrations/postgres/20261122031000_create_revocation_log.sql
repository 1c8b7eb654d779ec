-- Numbers are not taken from a sequence: one that was rolled back would leave a gap.
-- No foreign keys: the log outlives everything it speaks of. People are pseudonymous ids in it.
CREATE TABLE revocation_log (
    seq            BIGINT PRIMARY KEY,
    at             BIGINT NOT NULL,
    user_id        identifier NOT NULL,
    client         TEXT,
    device_id      identifier,
    session_id     identifier,
    grant_id       identifier,
    change         TEXT NOT NULL,
    scopes_before  TEXT NOT NULL,
    scopes_after   TEXT NOT NULL,
    rule           TEXT NOT NULL,
    policy_version TEXT,
    cause          TEXT,
    initiator      TEXT NOT NULL,
    remedy         TEXT,
    hold_id        identifier,
    commitment     BYTEA NOT NULL
);

CREATE INDEX revocation_log_user ON revocation_log (user_id, seq);
CREATE INDEX revocation_log_rule ON revocation_log (rule, seq);
CREATE INDEX revocation_log_initiator ON revocation_log (initiator, seq);

CREATE FUNCTION refuse_to_alter_the_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the revocation log is never altered or shortened';
END
$$;

CREATE TRIGGER revocation_log_is_never_altered BEFORE UPDATE OR DELETE OR TRUNCATE ON revocation_log
EXECUTE FUNCTION refuse_to_alter_the_log();

-- What may be erased with the person; the commitment above stays and says nothing without the salt.
CREATE TABLE revocation_log_facts (
    seq   BIGINT PRIMARY KEY REFERENCES revocation_log (seq),
    facts TEXT NOT NULL,
    salt  BYTEA NOT NULL
);
