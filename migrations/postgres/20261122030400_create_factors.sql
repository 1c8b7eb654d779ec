-- Where a factor was enrolled is history, which outlives the session and the device it names.
CREATE TABLE factors (
    id               identifier PRIMARY KEY,
    user_id          identifier NOT NULL REFERENCES users (id),
    kind             TEXT NOT NULL,
    secret           BYTEA NOT NULL,
    enrolled_at      BIGINT NOT NULL,
    enrolled_session identifier,
    enrolled_device  identifier,
    last_step        BIGINT,
    last_used_at     BIGINT
);

CREATE INDEX factors_user ON factors (user_id, enrolled_at);
