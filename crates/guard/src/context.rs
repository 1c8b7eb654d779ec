//! What the guard tells the issuer about the request it is serving.
//!
//! Only the client's signed assertion is ever believed; address and user agent as the guard saw them are
//! claims, which the issuer weighs by who sent them (checklist IN-5).

use http::header::USER_AGENT;
use http::{Extensions, HeaderMap};
use leasehold_http_kit::ClientAddress;
use leasehold_oauth_types::introspection::ContextParameter;

/// Request header in which a client sends its context assertion.
pub const CONTEXT_HEADER: &str = "leasehold-context";

const ASSERTION_LIMIT: usize = 4096;
const USER_AGENT_LIMIT: usize = 512;

/// The context of a request. An assertion that is too long or sent twice is left out: then the issuer knows
/// less, and less context never gives more.
pub(crate) fn of(headers: &HeaderMap, extensions: &Extensions) -> ContextParameter {
    let address = ClientAddress::of(extensions);
    ContextParameter {
        assertion: single(headers, CONTEXT_HEADER)
            .filter(|assertion| assertion.len() <= ASSERTION_LIMIT)
            .map(str::to_owned),
        client_ip: (address != ClientAddress::UNKNOWN).then(|| address.0.to_string()),
        user_agent: single(headers, USER_AGENT.as_str())
            .map(|text| text.chars().take(USER_AGENT_LIMIT).collect()),
    }
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}
