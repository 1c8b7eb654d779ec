CREATE TABLE devices (
    id              identifier PRIMARY KEY,
    cookie          BYTEA NOT NULL UNIQUE,
    previous_cookie BYTEA,
    rotated_at      BIGINT NOT NULL,
    name            TEXT NOT NULL,
    mobile          BOOLEAN NOT NULL,
    first_seen      BIGINT NOT NULL
);

CREATE INDEX devices_previous_cookie ON devices (previous_cookie);

CREATE TABLE device_trusts (
    user_id       identifier NOT NULL REFERENCES users (id),
    device_id     identifier NOT NULL REFERENCES devices (id),
    state         TEXT NOT NULL,
    trusted_since BIGINT,
    trusted_until BIGINT,
    first_seen    BIGINT NOT NULL,
    last_seen     BIGINT NOT NULL,
    confirmed_by  identifier REFERENCES devices (id),
    PRIMARY KEY (user_id, device_id),
    CHECK ((state = 'trusted') = (trusted_since IS NOT NULL)),
    CHECK ((state = 'trusted') = (trusted_until IS NOT NULL))
);

CREATE INDEX device_trusts_device ON device_trusts (device_id);
CREATE INDEX device_trusts_confirmed_by ON device_trusts (confirmed_by);
