//! Every page and state of the product with made-up data, for looking at.
//!
//! `cargo run -p leasehold-app --features ssr --example gallery`, then open the printed addresses. `?state=`
//! chooses the state of an app's data.

mod backend;
mod factors;
mod fixtures;
mod issuer;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use leasehold_app::sites::{self, AppState, Brand, SiteSettings};

/// Sunday 22 November 2026, 14:30 in Amsterdam.
const NOW: i64 = 1_795_354_200;

fn settings(brand: Brand, port: u16) -> Arc<SiteSettings> {
    Arc::new(SiteSettings {
        brand,
        origin: format!("http://127.0.0.1:{port}"),
        issuer_origin: "http://127.0.0.1:9001".into(),
        dashboard_origin: "http://127.0.0.1:9002".into(),
        demo_panel: (brand != Brand::Admin).then(|| "http://127.0.0.1:9001/demo/context".into()),
    })
}

async fn styles() -> impl axum::response::IntoResponse {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let css: String = files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    ([(http::header::CONTENT_TYPE, "text/css")], css)
}

async fn serve(port: u16, pages: Router) -> std::io::Result<()> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist/site");
    let app =
        Router::new().route("/pkg/leasehold.css", get(styles)).merge(sites::static_files(&site)).merge(pages);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    axum::serve(listener, app).await
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let issuer = sites::issuer::router(sites::issuer::IssuerState {
        site: settings(Brand::Leasehold, 9001),
        pages: Arc::new(issuer::Fixtures),
    });
    let demo = sites::demo::router(sites::demo::DemoState {
        site: settings(Brand::Leasehold, 9001),
        pages: Arc::new(issuer::Fixtures),
        now: Arc::new(|| NOW),
    });
    let app = |brand, port| AppState { site: settings(brand, port), backend: Arc::new(backend::Fixtures) };
    let routers = [
        (9001, issuer.merge(demo)),
        (9002, sites::account::router(app(Brand::Leasehold, 9002))),
        (9003, sites::admin::router(app(Brand::Admin, 9003))),
        (9004, sites::northbank::router(app(Brand::Northbank, 9004))),
        (9005, sites::ledgerly::router(app(Brand::Ledgerly, 9005))),
    ];
    let mut servers = tokio::task::JoinSet::new();
    for (port, router) in routers {
        println!("http://127.0.0.1:{port}/");
        servers.spawn(serve(port, router));
    }
    while let Some(result) = servers.join_next().await {
        result??;
    }
    Ok(())
}
