-- Versions of the policy. The content is fixed by its digest, but for the sentences.
CREATE TABLE policies (
    version      TEXT PRIMARY KEY,
    content      TEXT NOT NULL,
    origin       TEXT NOT NULL,
    state        TEXT NOT NULL,
    made_by      identifier,
    made_at      BIGINT NOT NULL,
    activated_at BIGINT,
    revision     BIGINT NOT NULL
);

CREATE UNIQUE INDEX policies_in_use ON policies (state) WHERE state IN ('active', 'shadow');
CREATE INDEX policies_made_at ON policies (made_at, version);

CREATE TABLE policy_requests (
    id               identifier PRIMARY KEY,
    kind             TEXT NOT NULL,
    version          TEXT NOT NULL REFERENCES policies (version),
    base             TEXT NOT NULL,
    state            TEXT NOT NULL,
    -- What the replay says, JSON.
    summary          TEXT NOT NULL,
    past_the_breaker TEXT,
    asked_by         identifier,
    asked_at         BIGINT NOT NULL,
    effective_at     BIGINT,
    decided_by       identifier,
    decided_at       BIGINT
);

CREATE UNIQUE INDEX policy_requests_open ON policy_requests (state) WHERE state = 'open';
CREATE INDEX policy_requests_asked_at ON policy_requests (asked_at, id);

-- No foreign keys: decisions go by their age, and with their person.
CREATE TABLE decisions (
    id             identifier PRIMARY KEY,
    at             BIGINT NOT NULL,
    user_id        identifier NOT NULL,
    grant_id       identifier,
    client         TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    mode           TEXT NOT NULL,
    because        TEXT NOT NULL,
    -- JSON, kept as text: a replay compares byte for byte. No addresses.
    facts          TEXT NOT NULL,
    decision       TEXT NOT NULL,
    took_us        BIGINT NOT NULL
);

CREATE INDEX decisions_in_order ON decisions (mode, at, id);
CREATE INDEX decisions_at ON decisions (at);
CREATE INDEX decisions_of_user ON decisions (user_id);
