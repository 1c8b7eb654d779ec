-- Holds outlive grants, sessions and devices: only the person is a foreign key.
CREATE TABLE holds (
    id           identifier PRIMARY KEY,
    user_id      identifier NOT NULL REFERENCES users (id),
    client       TEXT,
    device_id    identifier,
    session_id   identifier,
    grant_id     identifier,
    scopes       TEXT NOT NULL,
    rule         TEXT NOT NULL,
    rule_version TEXT NOT NULL,
    cause        TEXT NOT NULL,
    kind         TEXT NOT NULL,
    remedy       TEXT NOT NULL,
    quality      TEXT NOT NULL,
    opened_at    BIGINT NOT NULL,
    until        BIGINT,
    closed_at    BIGINT,
    closed_by    TEXT,
    took_ms      BIGINT,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);

CREATE INDEX holds_open ON holds (user_id, opened_at) WHERE closed_at IS NULL;

CREATE TABLE waivers (
    id         identifier PRIMARY KEY,
    user_id    identifier NOT NULL REFERENCES users (id),
    session_id identifier,
    device_id  identifier NOT NULL,
    rule       TEXT NOT NULL,
    cause      TEXT NOT NULL,
    evidence   identifier NOT NULL,
    created_at BIGINT NOT NULL,
    until      BIGINT NOT NULL
);

CREATE INDEX waivers_user ON waivers (user_id, until);
