//! Names of the person (OpenID Connect Core section 5.3), where the ID token does not hold them.

use serde::Deserialize;

use super::{Oidc, OidcError};

/// The claims that pages show.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct UserInfo {
    sub: String,
    pub(crate) name: Option<String>,
    pub(crate) preferred_username: Option<String>,
    pub(crate) locale: Option<String>,
    #[serde(rename = "zoneinfo")]
    pub(crate) zone: Option<String>,
}

impl Oidc {
    /// Asks for the names of the person; an answer about somebody else is refused (section 5.3.2).
    pub(crate) async fn userinfo(&self, access_token: &str, sub: &str) -> Result<UserInfo, OidcError> {
        let provider = self.provider().await?;
        let info: UserInfo = self.get(&provider.metadata.userinfo_endpoint, Some(access_token)).await?;
        if info.sub == sub { Ok(info) } else { Err(OidcError::Unacceptable) }
    }
}
