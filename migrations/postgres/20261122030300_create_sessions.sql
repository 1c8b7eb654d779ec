CREATE TABLE sessions (
    id         identifier PRIMARY KEY,
    cookie     BYTEA NOT NULL UNIQUE,
    user_id    identifier NOT NULL REFERENCES users (id),
    device_id  identifier NOT NULL REFERENCES devices (id),
    created_at BIGINT NOT NULL,
    last_seen  BIGINT NOT NULL,
    ended_at   BIGINT,
    end_reason TEXT,
    proofs     TEXT NOT NULL,
    place      TEXT NOT NULL,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);

CREATE INDEX sessions_user ON sessions (user_id, created_at);
CREATE INDEX sessions_device ON sessions (device_id);
