//! Revocation (RFC 7009): best effort, because the session is over here whatever the answer.

use super::Oidc;

impl Oidc {
    /// Revokes a refresh token, and with it the grant.
    pub(crate) async fn revoke(&self, refresh_token: &str) {
        let Ok(provider) = self.provider().await else { return };
        let params = [("token", refresh_token), ("token_type_hint", "refresh_token")];
        let answer = self.post(&provider.metadata.revocation_endpoint, &params).await;
        if !answer.is_ok_and(|response| response.status().is_success()) {
            tracing::warn!("a refresh token could not be revoked; it ends with its session");
        }
    }
}
