//! Keys and the files they lie in: outside the database, readable by the server's account alone.
//!
//! Whatever is missing is made, so the first start needs no preparation. A file that others can read ends the
//! start: its content may have been copied, and going on would hide that.

mod files;
mod generate;

pub(crate) use files::{private_folder, write_private};

use std::path::{Path, PathBuf};

use jsonwebtoken::jwk::{Jwk, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey};
use leasehold_authorization_server::keys::SigningKey;
use leasehold_domain::Entropy;
use leasehold_domain::sealed::MasterKey;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// Why keys cannot be used. The texts name files and never content.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// Reading, writing or making failed.
    #[error("{path}: {source}")]
    File {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Others than the owner may read or write.
    #[error(
        "{path}: has mode {mode:04o}; only its owner may have rights on it. Replace the keys if others had access, then set mode {wanted:04o}"
    )]
    TooOpen {
        /// Which file or folder.
        path: PathBuf,
        /// What it has.
        mode: u32,
        /// What it should have.
        wanted: u32,
    },
    /// The content is no such key.
    #[error("{0}: is not a key of the expected kind")]
    Unusable(PathBuf),
    /// The library made no key.
    #[error("a key could not be made")]
    Generation,
}

/// A folder of keys.
#[derive(Clone, Debug)]
pub struct KeyFolder(PathBuf);

/// The ES256 key of one of our own clients or resource servers.
pub struct OwnKey {
    pem: Zeroizing<String>,
    kid: String,
    jwks: Value,
}

impl KeyFolder {
    /// Opens the folder, or makes it with mode 0700.
    ///
    /// # Errors
    ///
    /// [`KeyFileError`].
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, KeyFileError> {
        let path = path.into();
        files::private_folder(&path)?;
        Ok(Self(path))
    }

    /// The key under which everything is sealed that must be hidden at rest.
    ///
    /// # Errors
    ///
    /// [`KeyFileError`].
    pub fn master(&self, entropy: &dyn Entropy) -> Result<MasterKey, KeyFileError> {
        let path = self.0.join("master.key");
        let bytes = files::read_or_make(&path, || Ok(Zeroizing::new(entropy.bytes::<32>().to_vec())))?;
        let bytes = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| KeyFileError::Unusable(path))?;
        Ok(MasterKey::new(bytes))
    }

    /// The RS256 key of ID tokens.
    ///
    /// # Errors
    ///
    /// [`KeyFileError`].
    pub fn id_tokens(&self) -> Result<SigningKey, KeyFileError> {
        let path = self.0.join("id-tokens.pem");
        let pem = text(&path, generate::rsa)?;
        SigningKey::from_rsa_pem(&pem).map_err(|_| KeyFileError::Unusable(path))
    }

    /// The ES256 key of the own client or resource server `name`.
    ///
    /// # Errors
    ///
    /// [`KeyFileError`].
    pub fn own(&self, name: &str) -> Result<OwnKey, KeyFileError> {
        let path = self.0.join(format!("{name}.pem"));
        let pem = text(&path, generate::es256)?;
        OwnKey::from_pem(pem).ok_or(KeyFileError::Unusable(path))
    }
}

impl OwnKey {
    fn from_pem(pem: Zeroizing<String>) -> Option<Self> {
        let key = EncodingKey::from_ec_pem(pem.as_bytes()).ok()?;
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::ES256).ok()?;
        // RFC 7638: the same key has the same id after a restart.
        let kid = jwk.thumbprint(ThumbprintHash::SHA256);
        jwk.common.key_id = Some(kid.clone());
        Some(Self { pem, kid, jwks: json!({ "keys": [jwk] }) })
    }

    /// The key's id in [`Self::jwks`].
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The private key, PKCS #8 in PEM form.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// The public key, for the registry.
    #[must_use]
    pub fn jwks(&self) -> Value {
        self.jwks.clone()
    }
}

impl std::fmt::Debug for OwnKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnKey(…)")
    }
}

fn text(
    path: &Path,
    make: fn() -> Result<Zeroizing<String>, KeyFileError>,
) -> Result<Zeroizing<String>, KeyFileError> {
    let bytes = files::read_or_make(path, || make().map(|pem| Zeroizing::new(pem.as_bytes().to_vec())))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| KeyFileError::Unusable(path.to_owned()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests;
