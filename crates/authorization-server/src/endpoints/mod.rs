//! The protocol, one file per endpoint.

mod authorize;
mod discovery;
mod elevation_end;
pub(crate) mod end_session;
pub(crate) mod events;
mod introspect;
mod jwks;
mod par;
mod revoke;
mod token;
mod usage;
mod userinfo;

use axum::Router;
use axum::routing::{get, post};
use leasehold_http_kit::headers;

use crate::AuthorizationServer;

/// Paths of the protocol. Discovery publishes them from here.
pub(crate) mod paths {
    pub(crate) const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
    pub(crate) const OAUTH_METADATA: &str = "/.well-known/oauth-authorization-server";
    pub(crate) const JWKS: &str = "/jwks";
    pub(crate) const PAR: &str = "/par";
    pub(crate) const AUTHORIZE: &str = "/authorize";
    pub(crate) const TOKEN: &str = "/token";
    pub(crate) const INTROSPECT: &str = "/introspect";
    pub(crate) const REVOKE: &str = "/revoke";
    pub(crate) const USERINFO: &str = "/userinfo";
    pub(crate) const END_SESSION: &str = "/end-session";
    pub(crate) const EVENTS: &str = "/events";
    pub(crate) const USAGE: &str = "/usage";
    pub(crate) const ELEVATION_END: &str = "/elevation/end";
}

/// Routes that answer machines.
pub(crate) fn data_router() -> Router<AuthorizationServer> {
    Router::new()
        .route(paths::OPENID_CONFIGURATION, get(discovery::get))
        .route(paths::OAUTH_METADATA, get(discovery::get))
        .route(paths::JWKS, get(jwks::get))
        .route(paths::PAR, post(par::post))
        .route(paths::TOKEN, post(token::post))
        .route(paths::INTROSPECT, post(introspect::post))
        .route(paths::REVOKE, post(revoke::post))
        .route(paths::USERINFO, get(userinfo::respond).post(userinfo::respond))
        .route(paths::EVENTS, get(events::get))
        .route(paths::USAGE, post(usage::post))
        .route(paths::ELEVATION_END, post(elevation_end::post))
        .layer(axum::middleware::map_response(headers::data))
}

/// Routes that a person's browser is sent to.
pub(crate) fn browser_router() -> Router<AuthorizationServer> {
    Router::new()
        .route(paths::AUTHORIZE, get(authorize::get).post(authorize::post))
        .route(paths::END_SESSION, get(end_session::get).post(end_session::post))
        .layer(axum::middleware::map_response(headers::issuer_page))
}
