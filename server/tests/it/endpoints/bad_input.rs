//! Every endpoint, signed in, against what no client of ours sends: never a 5xx, never an echo.

use axum::body::Body;
use http::Request;
use http::header::{CONTENT_TYPE, HOST};

use super::actors::{Actors, Role};
use super::ask;
use super::routes::{Route, routes};
use crate::support::{TestApp, send};

const FORM: &str = "application/x-www-form-urlencoded";
const MARK: &str = "zq9kd81mark";

/// Method, what comes after the path, media type, body.
type Bad = (&'static str, String, Option<&'static str>, Vec<u8>);

fn inputs(route: &Route) -> Vec<Bad> {
    let long = "a".repeat(70 * 1024);
    let post = |media: Option<&'static str>, body: Vec<u8>| ("POST", String::new(), media, body);
    let mut all: Vec<Bad> = vec![
        ("GET", format!("?x={MARK}&x={MARK}&csrf=1&csrf=2&scope=a&scope=b&code=1&code=2"), None, Vec::new()),
        ("GET", "?%zz=%ff&=&&&&code=%00&state=%c3%28".into(), None, Vec::new()),
        ("GET", format!("?return_to=//{MARK}.example&code={}", &long[..8000]), None, Vec::new()),
        ("PUT", String::new(), None, Vec::new()),
        ("DELETE", String::new(), None, Vec::new()),
    ];
    if route.method == "POST" {
        all.extend([
            post(None, Vec::new()),
            post(Some(FORM), b"a=%zz&b=%ff".to_vec()),
            post(Some(FORM), vec![0xff, 0xfe, b'=', 0x80]),
            post(Some(FORM), format!("csrf={MARK}&csrf={MARK}&token=1&token=2").into_bytes()),
            post(Some(FORM), format!("csrf={long}").into_bytes()),
            post(
                Some(FORM),
                format!("csrf=1&unknown={MARK}&amount=1e309&account=\u{202e}&idempotency_key=..")
                    .into_bytes(),
            ),
            post(Some("application/json"), b"{".to_vec()),
            post(Some("application/json"), format!("{{\"{MARK}\":[[[[[[[[]]]]]]]]}}").into_bytes()),
            post(Some("text/plain"), vec![b'x'; 2 * 1024 * 1024]),
            post(Some("multipart/form-data; boundary=x"), b"--x--".to_vec()),
        ]);
    }
    all
}

#[tokio::test]
async fn no_input_is_a_server_error_and_none_is_echoed() {
    let app = TestApp::start().await;
    let mut actors = Actors::start(&app).await;
    for route in routes().into_iter().filter(|route| !route.path.contains("logout")) {
        let filled = ask::fill(&app, &mut actors, &route).await;
        for (method, more, media, body) in inputs(&route) {
            let (router, host) = match ask::origin(route.area) {
                Some(origin) => (&app.product.router, origin.trim_start_matches("http://")),
                None if route.area == "bank" => (&app.bank, "127.0.0.1:8090"),
                None => (&app.product.router, "localhost:8080"),
            };
            let mut request =
                Request::builder().method(method).uri(format!("{filled}{more}")).header(HOST, host);
            request = actors.credentials(&app, request, Role::User, route.area);
            if let Some(media) = media {
                request = request.header(CONTENT_TYPE, media);
            }
            let answer = send(router, request.body(Body::from(body)).unwrap()).await;
            let what = format!(
                "{method} {} {}{}: {}",
                route.area,
                route.path,
                &more[..more.len().min(60)],
                answer.body
            );
            assert!(answer.status < 500, "{} {what}", answer.status);
            assert!(!answer.body.contains(MARK) || answer.status == 200, "echoed: {what}");
        }
    }
}
