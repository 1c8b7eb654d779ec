//! The addresses that every app host has.

mod arrival;
mod callback;
mod dbsc;
mod device_proof;
mod end_elevation;
mod events;
mod hop;
mod landing;
mod login;
mod logout;
mod relay;
mod session;
mod step_up;

pub use arrival::arrive;
use axum::Router;
use axum::middleware::map_response;
use axum::routing::{any, get, post};
use leasehold_http_kit::headers::no_store;
pub use login::FailurePage;

use crate::Bff;

pub(crate) const LOGIN_PATH: &str = "/auth/login";
pub(crate) const CALLBACK_PATH: &str = "/auth/callback";
pub(crate) const LANDING_PATH: &str = "/auth/landing";
pub(crate) const STEP_UP_PATH: &str = "/auth/step-up";

impl Bff {
    /// The router of the app's host, to be merged with its pages. It wants `http_kit::address` around it.
    pub fn router(&self) -> Router {
        Router::new()
            .route(LOGIN_PATH, get(login::handle))
            .route(CALLBACK_PATH, get(callback::handle))
            .route(LANDING_PATH, get(landing::handle))
            .route(STEP_UP_PATH, get(step_up::handle))
            .route("/auth/end-elevation", post(end_elevation::handle))
            .route(device_proof::DEVICE_PROOF_PATH, get(device_proof::get).post(device_proof::post))
            .route(dbsc::START_PATH, post(dbsc::start))
            .route(dbsc::REFRESH_PATH, post(dbsc::refresh))
            .route("/auth/logout", post(logout::handle))
            .route("/bff/session", get(session::handle))
            .route("/bff/events", get(events::handle))
            .route("/api/{*path}", any(relay::handle))
            .layer(map_response(no_store))
            .with_state(self.clone())
    }
}
