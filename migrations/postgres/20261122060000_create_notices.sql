CREATE TABLE notices (
    id      identifier PRIMARY KEY,
    user_id identifier NOT NULL REFERENCES users (id),
    cause   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    device  TEXT,
    country TEXT,
    at      BIGINT NOT NULL,
    read_at BIGINT,
    -- The same cause is told once.
    UNIQUE (user_id, cause)
);

CREATE INDEX notices_of_user ON notices (user_id, at, id);
CREATE INDEX notices_unread ON notices (user_id) WHERE read_at IS NULL;

CREATE TABLE mails (
    id        identifier PRIMARY KEY,
    notice_id identifier NOT NULL REFERENCES notices (id),
    recipient TEXT NOT NULL,
    tries     BIGINT NOT NULL DEFAULT 0,
    -- When it may be taken (again); while it is being delivered, the end of the claim.
    due_at    BIGINT NOT NULL,
    sent_at   BIGINT,
    -- Not delivered and not tried any more.
    given_up_at BIGINT
);

CREATE INDEX mails_due ON mails (due_at, id) WHERE sent_at IS NULL AND given_up_at IS NULL;
CREATE INDEX mails_sent ON mails (sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX mails_given_up ON mails (given_up_at) WHERE given_up_at IS NOT NULL;
CREATE INDEX mails_notice ON mails (notice_id);
