//! The routers of the sites over a made-up backend: who gets in, what forms need, what pages send.

#![expect(clippy::unwrap_used, reason = "these are tests")]

mod backend;
mod forms;
mod pages;
mod setbacks;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use http::{Request, header};
use http_body_util::BodyExt as _;
use leasehold_app::sites::{AppState, Brand, SiteSettings, northbank};
use tower::ServiceExt as _;

use backend::Backend;

const ORIGIN: &str = "http://northbank.localhost:8080";

fn site(brand: Brand) -> Arc<SiteSettings> {
    Arc::new(SiteSettings {
        brand,
        origin: ORIGIN.into(),
        issuer_origin: "http://localhost:8080".into(),
        dashboard_origin: "http://app.localhost:8080".into(),
        demo_panel: None,
    })
}

fn state(backend: &Arc<Backend>, brand: Brand) -> AppState {
    AppState { site: site(brand), backend: backend.clone() }
}

fn bank(backend: &Arc<Backend>) -> Router {
    northbank::router(state(backend, Brand::Northbank))
}

async fn get(router: Router, path: &str) -> Response {
    router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap()
}

/// A form as a browser sends it from a page of the site.
fn form(path: &str, body: &str) -> Request<Body> {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ORIGIN, ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body.to_owned()))
        .unwrap()
}

fn location(response: &Response) -> &str {
    response.headers()[header::LOCATION].to_str().unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}
