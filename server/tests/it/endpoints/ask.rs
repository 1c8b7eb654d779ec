//! Asks one endpoint in one role, and says in a few words what was answered.

use http::Method;
use leasehold_test_kit::Page;

use super::actors::{Actors, Role};
use super::routes::Route;
use crate::support::{ACCOUNT, ADMIN, Answer, ISSUER, LEDGERLY, NORTHBANK, TestApp};

pub(super) async fn ask(app: &TestApp, actors: &mut Actors, route: &Route, role: Role) -> String {
    let path = fill(app, actors, route).await;
    let method: Method = route.method.parse().unwrap();
    let api = |client, host| (client, host);
    let (client, host) = match route.area {
        "account-api" => api("leasehold-account", "localhost:8080"),
        "admin-api" => api("leasehold-admin", "localhost:8080"),
        "bank" => api("northbank", "127.0.0.1:8090"),
        area => return of_page(&browse(actors, area, (method, &path), role).await),
    };
    let router = if route.area == "bank" { &app.bank } else { &app.product.router };
    let token = actors.token(role, route.area);
    of_answer(&app.call(router, host, (method, &path), client, token).await)
}

/// With the hidden field of the role's own pages, so that only the role can be in the way.
async fn browse(actors: &mut Actors, area: &str, (method, path): (Method, &str), role: Role) -> Page {
    let origin = origin(area).unwrap();
    let browser = actors.browser(role);
    let csrf = match (method.is_safe(), area) {
        (true, _) | (_, "issuer") => None,
        _ => browser.get(&format!("{origin}/")).await.field("csrf"),
    };
    let fields: Vec<(&str, &str)> = csrf.iter().map(|csrf| ("csrf", csrf.as_str())).collect();
    browser.script = path.starts_with("/api/");
    browser.request(method, &format!("{origin}{path}"), &fields).await
}

/// Where pages of an area are; APIs have none.
pub(super) fn origin(area: &str) -> Option<&'static str> {
    match area {
        "issuer" => Some(ISSUER),
        "admin" => Some(ADMIN),
        "northbank" => Some(NORTHBANK),
        "ledgerly" => Some(LEDGERLY),
        "account" | "bff" => Some(ACCOUNT),
        _ => None,
    }
}

/// Ids in addresses are the user's.
pub(super) async fn fill(app: &TestApp, actors: &mut Actors, route: &Route) -> String {
    if !route.path.contains('{') {
        return route.path.clone();
    }
    let id = match route.path.as_str() {
        path if path.starts_with("/account/v1/sessions/") => actors.another_session(app).await.0,
        path if path.starts_with("/account/v1/notices/") => actors.notice(app).await,
        path if path.starts_with("/account/v1/unusual-activity/") => actors.signal(app).await,
        path if path.starts_with("/account/v1/devices/") => actors.another_session(app).await.1,
        "/factors/{id}" => actors.factor(app).await,
        "/accounts/{id}/transactions" => "everyday".into(),
        path if path.starts_with("/invoices/") => "INV-2041".into(),
        "/api/{*path}" => return "/api/account/account/v1/access".into(),
        _ => "unknown".into(),
    };
    let (before, rest) = route.path.split_once('{').unwrap();
    format!("{before}{id}{}", rest.split_once('}').unwrap().1)
}

fn of_page(page: &Page) -> String {
    let to = page.headers.get(http::header::LOCATION).map(|to| to.to_str().unwrap());
    words(page.status.as_u16(), to)
}

fn of_answer(answer: &Answer) -> String {
    let to = answer.headers.get(http::header::LOCATION).map(|to| to.to_str().unwrap());
    let challenge = answer.headers.get(http::header::WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
    let code = challenge
        .and_then(|challenge| challenge.split_once("error=\""))
        .map(|(_, rest)| rest.split('"').next().unwrap());
    let words = words(answer.status, to);
    code.map_or_else(|| words.clone(), |code| format!("{words} {code}"))
}

/// The status, and where it leads without what differs each time.
fn words(status: u16, to: Option<&str>) -> String {
    match to {
        Some(to) => format!("{status} {}", to.split('?').next().unwrap_or_default()),
        None => status.to_string(),
    }
}
