//! Where an answer of introspection holds, beside the very request it was given for.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::network::Network;

/// A region of validity: whoever asked from anywhere in it, with the same token, would be answered the same.
///
/// The other edges of the region are members of the answer itself: `aud`, `decision_exp`, `rev` and `epoch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Every address in it is the same place to the issuer.
    pub network: Network,
    /// The device of the session, under a name that only this audience knows.
    pub device: String,
    /// Whose word about the address counted.
    #[serde(flatten)]
    pub voucher: Voucher,
}

/// Whose word about the address of a request counted, and so whose word counts for another address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Voucher {
    /// The client's, by its context assertion.
    Client {
        /// The public key that the assertion was signed with, as JWK (RFC 7517). No other key's word counts.
        jwk: Value,
    },
    /// The resource server's, which is registered as edge; the request came without a valid assertion.
    Edge,
}

/// What cannot be read is no region: the answer then holds for its own request alone.
pub(crate) fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Region>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn on_the_wire_it_is_one_flat_object() {
        let region = Region {
            network: "192.0.2.0/24".parse().unwrap(),
            device: "d".into(),
            voucher: Voucher::Client { jwk: json!({ "kty": "EC" }) },
        };
        let wire =
            json!({ "network": "192.0.2.0/24", "device": "d", "by": "client", "jwk": { "kty": "EC" } });
        assert_eq!(serde_json::to_value(&region).unwrap(), wire);
        assert_eq!(lenient(wire).unwrap(), Some(region));
        let edge = json!({ "network": "2001:db8::/32", "device": "d", "by": "edge" });
        assert_eq!(lenient(edge).unwrap().map(|region| region.voucher), Some(Voucher::Edge));
    }

    #[test]
    fn what_cannot_be_read_is_no_region() {
        for wire in [
            json!(null),
            json!("192.0.2.0/24"),
            json!({ "network": "192.0.2.0/33", "device": "d", "by": "edge" }),
            json!({ "network": "192.0.2.0/24", "device": "d", "by": "hearsay" }),
            json!({ "network": "192.0.2.0/24", "device": "d", "by": "client" }),
            json!({ "network": "192.0.2.0/24", "by": "edge" }),
        ] {
            assert_eq!(lenient(wire.clone()).unwrap(), None, "{wire}");
        }
    }
}
