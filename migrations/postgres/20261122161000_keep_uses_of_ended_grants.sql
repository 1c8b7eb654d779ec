-- What was used through grants that are purged: a scope is not unused because the session in which it was used is over.
CREATE TABLE past_scope_uses (
    user_id identifier NOT NULL REFERENCES users (id),
    client  TEXT NOT NULL,
    scope   TEXT NOT NULL,
    count   BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, client, scope)
);
