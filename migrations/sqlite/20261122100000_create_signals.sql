CREATE TABLE signals (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    user_id    TEXT NOT NULL REFERENCES users (id),
    device_id  TEXT REFERENCES devices (id),
    session_id TEXT,
    cause      TEXT NOT NULL,
    quality    TEXT NOT NULL,
    source     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    -- Measured values, JSON; no addresses.
    details    TEXT NOT NULL
) STRICT;

-- What is said twice is noted once.
CREATE UNIQUE INDEX signals_once ON signals
    (user_id, kind, source, cause, at, COALESCE(device_id, ''), COALESCE(session_id, ''));
CREATE INDEX signals_until ON signals (until);
CREATE INDEX signals_of_device ON signals (device_id) WHERE device_id IS NOT NULL;

-- What is remembered of a person for comparing, by name: JSON, sealed by nobody, erased with the person.
CREATE TABLE profiles (
    user_id TEXT NOT NULL REFERENCES users (id),
    name    TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (user_id, name)
) STRICT;

CREATE TABLE postures (
    device_id TEXT NOT NULL REFERENCES devices (id),
    source    TEXT NOT NULL,
    compliant INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    until     INTEGER,
    PRIMARY KEY (device_id, source)
) STRICT;

CREATE TABLE user_roles (
    user_id TEXT NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
) STRICT;

-- What apps use of what they may, as guards report it.
CREATE TABLE scope_uses (
    grant_id TEXT NOT NULL,
    scope    TEXT NOT NULL,
    count    INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (grant_id, scope)
) STRICT;

CREATE INDEX grants_of_client ON grants (user_id, client);
