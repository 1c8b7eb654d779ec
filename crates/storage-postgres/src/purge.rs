use leasehold_storage::{Purge, PurgeBefore, Result};
use sqlx::query;

use crate::columns::{Millis, Number};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

// `ctid` is the place of a row, as `rowid` in the twin. Nobody moves one meanwhile: there is one writer.
statements! {
    CODES = "DELETE FROM codes WHERE ctid = ANY (ARRAY(SELECT ctid FROM codes WHERE expires_at <= $1 LIMIT $2))";
    // A code may end a little later than its request; the request then waits for it.
    ISSUED = "DELETE FROM authorizations WHERE ctid = ANY (ARRAY(
                  SELECT ctid FROM authorizations
                  WHERE stage = 'issued' AND expires_at <= $1
                      AND NOT EXISTS (SELECT 1 FROM codes WHERE authorization_id = authorizations.id)
                  LIMIT $2))";
    UNANSWERED = "DELETE FROM authorizations WHERE ctid = ANY (ARRAY(
                      SELECT ctid FROM authorizations WHERE stage <> 'issued' AND expires_at <= $1 LIMIT $2))";
    LINKS = "DELETE FROM links WHERE ctid = ANY (ARRAY(SELECT ctid FROM links WHERE expires_at <= $1 LIMIT $2))";
    ACCESS_TOKENS = "DELETE FROM access_tokens WHERE ctid = ANY (ARRAY(
                         SELECT ctid FROM access_tokens WHERE expires_at <= $1 LIMIT $2))";
    REFRESH_TOKENS = "DELETE FROM refresh_tokens WHERE ctid = ANY (ARRAY(
                          SELECT ctid FROM refresh_tokens WHERE absolute_expires_at <= $1 LIMIT $2))";
    // All of these choose the same grants, the last one takes them.
    LEASES_OF_GRANTS = "DELETE FROM leases WHERE grant_id IN (
                            SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)";
    ACCESS_OF_GRANTS = "DELETE FROM access_tokens WHERE grant_id IN (
                            SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)";
    REFRESH_OF_GRANTS = "DELETE FROM refresh_tokens WHERE grant_id IN (
                             SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)";
    DUE_OF_GRANTS = "DELETE FROM due WHERE grant_id IN (
                         SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)";
    GRANTS = "DELETE FROM grants WHERE id IN (
                  SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)";
    SESSIONS = "DELETE FROM sessions WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM sessions
                    WHERE ended_at <= $1 AND NOT EXISTS (SELECT 1 FROM grants WHERE session_id = sessions.id)
                    LIMIT $2))";
    WAIVERS = "DELETE FROM waivers WHERE ctid = ANY (ARRAY(SELECT ctid FROM waivers WHERE until <= $1 LIMIT $2))";
    SIGNALS = "DELETE FROM signals WHERE ctid = ANY (ARRAY(SELECT ctid FROM signals WHERE until <= $1 LIMIT $2))";
    USES_OF_GRANTS = "DELETE FROM scope_uses WHERE grant_id IN (
                          SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)";
    KEEP_USES = "INSERT INTO past_scope_uses (user_id, client, scope, count, last_at)
                 SELECT grants.user_id, grants.client, scope_uses.scope, SUM(count), MAX(last_at)
                 FROM scope_uses JOIN grants ON grants.id = grant_id
                 WHERE grant_id IN (
                     SELECT id FROM grants WHERE ended_at <= $1 ORDER BY ended_at, id LIMIT $2)
                 GROUP BY grants.user_id, grants.client, scope_uses.scope
                 ON CONFLICT (user_id, client, scope) DO UPDATE
                 SET count = past_scope_uses.count + excluded.count,
                     last_at = GREATEST(past_scope_uses.last_at, excluded.last_at)";
    DECISIONS = "DELETE FROM decisions WHERE ctid = ANY (ARRAY(
                     SELECT ctid FROM decisions WHERE at <= $1 LIMIT $2))";
    DRAFTS = "DELETE FROM drafts WHERE ctid = ANY (ARRAY(SELECT ctid FROM drafts WHERE expires_at <= $1 LIMIT $2))";
    ASSERTIONS = "DELETE FROM assertion_ids WHERE ctid = ANY (ARRAY(
                      SELECT ctid FROM assertion_ids WHERE expires_at <= $1 LIMIT $2))";
    FAILURES = "DELETE FROM failures WHERE ctid = ANY (ARRAY(
                    SELECT ctid FROM failures WHERE at <= $1 LIMIT $2))";
    EVENTS = "DELETE FROM events WHERE ctid = ANY (ARRAY(
                  SELECT ctid FROM events WHERE at <= $1 AND seq < (SELECT MAX(seq) FROM events) LIMIT $2))";
}

#[async_trait::async_trait]
impl Purge for PostgresTransaction {
    async fn purge(&mut self, before: &PurgeBefore, limit: u32) -> Result<u64> {
        let mut rows = 0;
        // What is kept is no row that went.
        let uses = query(KEEP_USES).bind(Millis(before.sessions)).bind(Number(limit));
        self.run("purge: keep uses", uses).await?;
        // In this order: nothing goes before what refers to it.
        for (context, statement, at) in [
            ("purge: codes", CODES, before.codes),
            ("purge: issued requests", ISSUED, before.codes),
            ("purge: unanswered requests", UNANSWERED, before.requests),
            ("purge: links", LINKS, before.requests),
            ("purge: access tokens", ACCESS_TOKENS, before.access_tokens),
            ("purge: refresh tokens", REFRESH_TOKENS, before.refresh_tokens),
            ("purge: leases", LEASES_OF_GRANTS, before.sessions),
            ("purge: access tokens of grants", ACCESS_OF_GRANTS, before.sessions),
            ("purge: refresh tokens of grants", REFRESH_OF_GRANTS, before.sessions),
            ("purge: moments of grants", DUE_OF_GRANTS, before.sessions),
            ("purge: uses of grants", USES_OF_GRANTS, before.sessions),
            ("purge: grants", GRANTS, before.sessions),
            ("purge: sessions", SESSIONS, before.sessions),
            ("purge: waivers", WAIVERS, before.waivers),
            ("purge: signals", SIGNALS, before.signals),
            ("purge: decisions", DECISIONS, before.decisions),
            ("purge: drafts", DRAFTS, before.drafts),
            ("purge: ids of assertions", ASSERTIONS, before.assertions),
            ("purge: failures", FAILURES, before.failures),
            ("purge: events", EVENTS, before.events),
        ] {
            rows += self.run(context, query(statement).bind(Millis(at)).bind(Number(limit))).await?;
        }
        Ok(rows)
    }
}
