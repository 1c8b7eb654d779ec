-- What is past any use is found by its end; nothing else reads in that order.
CREATE INDEX authorizations_issued ON authorizations (expires_at) WHERE stage = 'issued';
CREATE INDEX authorizations_unanswered ON authorizations (expires_at) WHERE stage <> 'issued';
CREATE INDEX codes_end ON codes (expires_at);
CREATE INDEX access_tokens_end ON access_tokens (expires_at);
CREATE INDEX refresh_tokens_end ON refresh_tokens (absolute_expires_at);
CREATE INDEX links_end ON links (expires_at);
CREATE INDEX waivers_end ON waivers (until);
CREATE INDEX grants_ended ON grants (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE INDEX grants_session ON grants (session_id);
CREATE INDEX sessions_ended ON sessions (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX sessions_idle ON sessions (last_seen) WHERE ended_at IS NULL;
CREATE INDEX sessions_old ON sessions (created_at) WHERE ended_at IS NULL;

-- Events of before had no moment; none of them is waited for any more.
ALTER TABLE events ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX events_at ON events (at);
