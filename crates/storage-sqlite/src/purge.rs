use leasehold_storage::{Purge, PurgeBefore, Result};
use sqlx::query;

use crate::columns::Millis;
use crate::statements::statements;
use crate::transaction::SqliteTransaction;

statements! {
    CODES = "DELETE FROM codes WHERE rowid IN (SELECT rowid FROM codes WHERE expires_at <= ?1 LIMIT ?2)";
    // A code may end a little later than its request; the request then waits for it.
    ISSUED = "DELETE FROM authorizations WHERE rowid IN (
                  SELECT rowid FROM authorizations
                  WHERE stage = 'issued' AND expires_at <= ?1
                      AND NOT EXISTS (SELECT 1 FROM codes WHERE authorization_id = authorizations.id)
                  LIMIT ?2)";
    UNANSWERED = "DELETE FROM authorizations WHERE rowid IN (
                      SELECT rowid FROM authorizations WHERE stage <> 'issued' AND expires_at <= ?1 LIMIT ?2)";
    LINKS = "DELETE FROM links WHERE rowid IN (SELECT rowid FROM links WHERE expires_at <= ?1 LIMIT ?2)";
    ACCESS_TOKENS = "DELETE FROM access_tokens WHERE rowid IN (
                         SELECT rowid FROM access_tokens WHERE expires_at <= ?1 LIMIT ?2)";
    REFRESH_TOKENS = "DELETE FROM refresh_tokens WHERE rowid IN (
                          SELECT rowid FROM refresh_tokens WHERE absolute_expires_at <= ?1 LIMIT ?2)";
    // All of these choose the same grants, the last one takes them.
    LEASES_OF_GRANTS = "DELETE FROM leases WHERE grant_id IN (
                            SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)";
    ACCESS_OF_GRANTS = "DELETE FROM access_tokens WHERE grant_id IN (
                            SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)";
    REFRESH_OF_GRANTS = "DELETE FROM refresh_tokens WHERE grant_id IN (
                             SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)";
    DUE_OF_GRANTS = "DELETE FROM due WHERE grant_id IN (
                         SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)";
    GRANTS = "DELETE FROM grants WHERE id IN (
                  SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)";
    SESSIONS = "DELETE FROM sessions WHERE rowid IN (
                    SELECT rowid FROM sessions
                    WHERE ended_at <= ?1 AND NOT EXISTS (SELECT 1 FROM grants WHERE session_id = sessions.id)
                    LIMIT ?2)";
    WAIVERS = "DELETE FROM waivers WHERE rowid IN (SELECT rowid FROM waivers WHERE until <= ?1 LIMIT ?2)";
    SIGNALS = "DELETE FROM signals WHERE rowid IN (SELECT rowid FROM signals WHERE until <= ?1 LIMIT ?2)";
    USES_OF_GRANTS = "DELETE FROM scope_uses WHERE grant_id IN (
                          SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)";
    KEEP_USES = "INSERT INTO past_scope_uses (user_id, client, scope, count, last_at)
                 SELECT ended.user_id, ended.client, used.scope, SUM(used.count), MAX(used.last_at)
                 FROM grants AS ended JOIN scope_uses AS used ON used.grant_id = ended.id
                 WHERE ended.id IN (
                     SELECT id FROM grants WHERE ended_at <= ?1 ORDER BY ended_at, id LIMIT ?2)
                 GROUP BY ended.user_id, ended.client, used.scope
                 ON CONFLICT (user_id, client, scope) DO UPDATE
                 SET count = past_scope_uses.count + excluded.count,
                     last_at = MAX(past_scope_uses.last_at, excluded.last_at)";
    DECISIONS = "DELETE FROM decisions WHERE rowid IN (
                     SELECT rowid FROM decisions WHERE at <= ?1 LIMIT ?2)";
    DRAFTS = "DELETE FROM drafts WHERE rowid IN (SELECT rowid FROM drafts WHERE expires_at <= ?1 LIMIT ?2)";
    ASSERTIONS = "DELETE FROM assertion_ids WHERE rowid IN (
                      SELECT rowid FROM assertion_ids WHERE expires_at <= ?1 LIMIT ?2)";
    FAILURES = "DELETE FROM failures WHERE rowid IN (SELECT rowid FROM failures WHERE at <= ?1 LIMIT ?2)";
    EVENTS = "DELETE FROM events WHERE seq IN (
                  SELECT seq FROM events WHERE at <= ?1 AND seq < (SELECT MAX(seq) FROM events) LIMIT ?2)";
}

#[async_trait::async_trait]
impl Purge for SqliteTransaction {
    async fn purge(&mut self, before: &PurgeBefore, limit: u32) -> Result<u64> {
        let mut rows = 0;
        // What is kept is no row that went.
        let uses = query(KEEP_USES).bind(Millis(before.sessions)).bind(limit);
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
            rows += self.run(context, query(statement).bind(Millis(at)).bind(limit)).await?;
        }
        Ok(rows)
    }
}
