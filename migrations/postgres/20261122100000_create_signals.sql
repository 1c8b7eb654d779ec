CREATE TABLE signals (
    id         identifier PRIMARY KEY,
    kind       TEXT NOT NULL,
    user_id    identifier NOT NULL REFERENCES users (id),
    device_id  identifier REFERENCES devices (id),
    session_id identifier,
    cause      TEXT NOT NULL,
    quality    TEXT NOT NULL,
    source     TEXT NOT NULL,
    at         BIGINT NOT NULL,
    until      BIGINT NOT NULL,
    -- Measured values, JSON; no addresses.
    details    TEXT NOT NULL
);

-- What is said twice is noted once.
CREATE UNIQUE INDEX signals_once ON signals
    (user_id, kind, source, cause, at, COALESCE(device_id, ''), COALESCE(session_id, ''));
CREATE INDEX signals_until ON signals (until);
CREATE INDEX signals_of_device ON signals (device_id) WHERE device_id IS NOT NULL;

-- What is remembered of a person for comparing, by name: JSON, sealed by nobody, erased with the person.
CREATE TABLE profiles (
    user_id identifier NOT NULL REFERENCES users (id),
    name    TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
);

CREATE TABLE postures (
    device_id identifier NOT NULL REFERENCES devices (id),
    source    TEXT NOT NULL,
    compliant BOOLEAN NOT NULL,
    at        BIGINT NOT NULL,
    until     BIGINT,
    PRIMARY KEY (device_id, source)
);

CREATE TABLE user_roles (
    user_id identifier NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
);

-- What apps use of what they may, as guards report it.
CREATE TABLE scope_uses (
    grant_id identifier NOT NULL,
    scope    TEXT NOT NULL,
    count    BIGINT NOT NULL,
    last_at  BIGINT NOT NULL,
    PRIMARY KEY (grant_id, scope)
);

CREATE INDEX grants_of_client ON grants (user_id, client);
