//! What pages send, and to whom.

use std::sync::Arc;

use http::{Request, StatusCode, header};
use leasehold_app::sites::{Brand, account, admin};
use leasehold_oauth_types::Problem;
use serde_json::json;
use tower::ServiceExt as _;

use crate::backend::{Backend, CSRF};
use crate::{bank, form, get, location, state, text};

#[tokio::test]
async fn nobody_signed_in_is_sent_to_the_sign_in() {
    let backend = Arc::new(Backend { signed_in: false, ..Backend::default() });
    for (path, to) in [
        ("/", "/auth/login?return_to=%2F"),
        ("/payments/new?again=x", "/auth/login?return_to=%2Fpayments%2Fnew%3Fagain%3Dx"),
        ("/nowhere", "/auth/login?return_to=%2Fnowhere"),
    ] {
        let response = get(bank(&backend), path).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(location(&response), to);
    }
    let response = bank(&backend).oneshot(form("/actions/send-payment", "csrf=x")).await.unwrap();
    assert_eq!(location(&response), "/auth/login?return_to=%2F");
    assert!(backend.calls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn each_page_has_its_own_nonce_and_is_not_kept() {
    let backend = Arc::new(Backend::default());
    let mut nonces = Vec::new();
    for path in ["/payments/new", "/payments/new", "/nowhere"] {
        let response = get(bank(&backend), path).await;
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
        // What a trusted script imports is trusted, and WebAssembly may be compiled, also later on.
        assert!(policy.contains("'strict-dynamic' 'wasm-unsafe-eval'"), "{policy}");
        assert!(policy.contains("connect-src 'self'"), "{policy}");
        let page = text(response).await;
        let scripts = page.matches("<script").count();
        assert_eq!(
            page.matches(&format!("nonce=\"{nonce}\"")).count(),
            scripts + 1,
            "script and preload: {page}"
        );
        nonces.push(nonce);
    }
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
}

#[tokio::test]
async fn forms_lead_to_the_issuer_and_nowhere_else() {
    let backend = Arc::new(Backend::default());
    // Confirming a payment leads there, and so does the button that signs out, which every page has.
    for path in ["/payments/new", "/"] {
        let response = get(bank(&backend), path).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("form-action 'self' http://localhost:8080;"), "{policy}");
    }
}

#[tokio::test]
async fn hostile_names_everywhere() {
    let backend = Arc::new(Backend::default());
    let page = text(get(account::router(state(&backend, Brand::Leasehold)), "/").await).await;
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(page.contains("&lt;script&gt;"), "{page}");
}

#[tokio::test]
async fn the_language_is_the_profiles_then_the_browsers() {
    let german = Arc::new(Backend { locale: Some("de"), ..Backend::default() });
    let unknown = Arc::new(Backend::default());
    for (backend, lang) in [(german, r#"<html lang="de""#), (unknown, r#"<html lang="nl""#)] {
        let request = Request::get("/payments/new").header(header::ACCEPT_LANGUAGE, "nl-BE, en;q=0.5");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let page = text(bank(&backend).oneshot(request).await.unwrap()).await;
        assert!(page.contains(lang), "{page}");
    }
}

#[tokio::test]
async fn who_is_no_admin_gets_a_page_that_says_so() {
    let backend = Arc::new(Backend { read: Err(Problem::new(403, "Forbidden")), ..Backend::default() });
    let response = get(admin::router(state(&backend, Brand::Admin)), "/").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(text(response).await.contains("It is for administrators"));
}

#[tokio::test]
async fn a_filtered_log_asks_for_exactly_its_filters() {
    let backend = Arc::new(Backend::default());
    let router = || admin::router(state(&backend, Brand::Admin));
    let response = get(router(), "/?person=Bram+de+Wit&rule=new_device&initiator=&before=7").await;
    assert_eq!(response.status(), StatusCode::OK);
    let path = backend.calls.lock().unwrap()[0].path.clone();
    assert_eq!(path, "/admin/v1/log?person=Bram+de+Wit&rule=new_device&before=7");
    assert_eq!(get(router(), "/?before=x").await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn unknown_paths_and_methods_have_answers() {
    let backend = Arc::new(Backend::default());
    let response = get(bank(&backend), "/nowhere").await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(text(response).await.contains("This page does not exist"));
    let request = form("/payments/new", &format!("csrf={CSRF}"));
    assert_eq!(bank(&backend).oneshot(request).await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_read_that_needs_a_confirmation_leads_to_it() {
    let problem =
        Problem { step_up_url: Some("/auth/step-up?x".into()), ..Problem::new(401, "Unauthorized") };
    let backend = Arc::new(Backend { read: Err(problem), ..Backend::default() });
    let response = get(bank(&backend), "/").await;
    assert_eq!(location(&response), "/auth/step-up?x");
}

#[tokio::test]
async fn notices_name_what_happened_and_hostile_names_are_only_names() {
    let hostile = "</p><script>alert(1)</script>\u{202e}";
    let notice = |n: i64, read: bool| {
        json!({"notice": format!("ntc_{n}"), "kind": {"type": "factor_added", "factor": "passkey", "name": hostile},
            "at": 1_795_354_000, "device": hostile, "place": "Netherlands", "read": read})
    };
    let read = json!({"apps": [], "devices": [], "entries": [], "unread": 2,
        "notices": [notice(3, false), notice(2, false), notice(1, true)]});
    let backend = Arc::new(Backend { read: Ok(read), ..Backend::default() });
    let page = text(get(account::router(state(&backend, Brand::Leasehold)), "/").await).await;
    assert!(page.contains("Notices, 2 new") && page.contains("was added") && !page.contains("<script>alert"));
    assert_eq!(
        page.matches("action=\"/actions/read-notices\"").count(),
        3,
        "the unread ones, and all: {page}"
    );
    assert_eq!(page.matches("name=\"until\"").count(), 1);

    let send = |body: &str| {
        let form = form("/actions/read-notices", &format!("csrf={CSRF}&{body}"));
        account::router(state(&backend, Brand::Leasehold)).oneshot(form)
    };
    for (body, path) in [("notice=ntc_3&until=1", "ntc_3/read-all"), ("notice=ntc_3", "ntc_3/read")] {
        assert_eq!(location(&send(body).await.unwrap()), "/");
        let called = backend.calls.lock().unwrap().last().unwrap().path.clone();
        assert_eq!(called, format!("/account/v1/notices/{path}"));
    }
    let answer = send("notice=..%2Fdevices").await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_sign_out_ends_on_a_page_with_the_way_back_in() {
    let nobody = Arc::new(Backend { signed_in: false, ..Backend::default() });
    let response = get(bank(&nobody), "/signed-out").await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = text(response).await;
    assert!(page.contains("You are signed out") && page.contains(r#"href="/auth/login""#), "{page}");
    let somebody = Arc::new(Backend::default());
    assert_eq!(location(&get(bank(&somebody), "/signed-out").await), "/");
}

/// A session whose key is due shows nothing before it is proved; the page for that comes back, here only, and
/// has a way on for browsers without scripts.
#[tokio::test]
async fn a_key_that_is_due_is_proved_first() {
    let backend = Arc::new(Backend { must_prove: true, ..Backend::default() });
    let response = get(bank(&backend), "/payments/new?again=x").await;
    let to = location(&response).to_owned();
    assert_eq!(to, "/prove-device?return_to=%2Fpayments%2Fnew%3Fagain%3Dx");
    assert!(backend.calls.lock().unwrap().is_empty());
    let page = text(get(bank(&backend), &to).await).await;
    assert!(
        page.contains("data-device-proof=\"/auth/device-proof\"") && page.contains("data-device-due=\"17\"")
    );
    assert!(page.contains("data-device-then=\"/payments/new?again=x\""), "{page}");
    assert!(page.contains("/auth/login?return_to=%2Fpayments%2Fnew%3Fagain%3Dx"), "{page}");
    for elsewhere in ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let query = serde_urlencoded::to_string([("return_to", elsewhere)]).unwrap();
        let page = text(get(bank(&backend), &format!("/prove-device?{query}")).await).await;
        assert!(page.contains("data-device-then=\"/\""), "{elsewhere}");
    }
    // A form waits there, whole, and is sent again; nothing of it is done before.
    let sent = format!("csrf={CSRF}&amount=250&note=%3Cscript%3Ealert&note=b");
    let response = bank(&backend).oneshot(form("/actions/send-payment", &sent)).await.unwrap();
    let page = text(response).await;
    assert!(page.contains("<form method=\"post\" action=\"/actions/send-payment\" data-held"), "{page}");
    for (name, value) in [("csrf", CSRF), ("amount", "250"), ("note", "&lt;script&gt;alert"), ("note", "b")] {
        assert!(page.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name}: {page}");
    }
    assert!(page.contains("data-device-proof=\"/auth/device-proof\"") && !page.contains("data-device-then"));
    let foreign = bank(&backend).oneshot(form("/actions/send-payment", "csrf=x&amount=250")).await.unwrap();
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    assert!(!text(foreign).await.contains("data-held"), "a form of another site is not held");
    assert!(backend.calls.lock().unwrap().is_empty());
    // Proved meanwhile.
    let backend = Arc::new(Backend::default());
    assert_eq!(location(&get(bank(&backend), &to).await), "/payments/new?again=x");
    let page = text(get(bank(&backend), "/").await).await;
    assert!(page.contains("data-device-due=\"17\"") && !page.contains("data-device-then"), "{page}");
}

/// Where it can be said, there is a button; where not, why not, or nothing. Without scripts it is a plain form.
#[tokio::test]
async fn unusual_activity_can_be_confirmed_where_that_is_allowed() {
    let one = |signal: &str, kind: &str, confirmable: &str, until: Option<i64>| {
        json!({"signal": signal, "kind": kind, "at": 1_795_354_000, "times": 3, "device": "<b>Laptop</b>",
            "this_device": false, "session": null, "place": "Netherlands", "confirmed_until": until,
            "confirmable": confirmable})
    };
    let activity = [
        one("sig_1", "impossible_travel", "here", None),
        one("sig_2", "sign_in_failed", "elsewhere", None),
        one("sig_3", "cookie_reused", "never", None),
        one("sig_4", "new_device", "here", Some(1_797_000_000)),
        one("sig_5", "of a later version", "never", None),
    ];
    let read = json!({"apps": [], "devices": [], "entries": [], "activity": activity});
    let backend = Arc::new(Backend { read: Ok(read), ..Backend::default() });
    let response = get(account::router(state(&backend, Brand::Leasehold)), "/activity").await;
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("form-action 'self' http://localhost:8080;"), "{policy}");
    let page = text(response).await;
    assert_eq!(page.matches("action=\"/actions/confirm-activity\"").count(), 1, "{page}");
    assert!(page.contains("value=\"sig_1\"") && page.contains("too far apart") && page.contains("3 times"));
    assert_eq!(page.matches("Only another device").count(), 1);
    assert_eq!(page.matches("You said this was you").count(), 1);
    assert!(page.contains("Something was unusual") && !page.contains("<b>Laptop"), "{page}");

    let send = |body: &str| {
        let form = form("/actions/confirm-activity", &format!("csrf={CSRF}&{body}"));
        account::router(state(&backend, Brand::Leasehold)).oneshot(form)
    };
    assert_eq!(location(&send("signal=sig_1").await.unwrap()), "/activity?done=was-me");
    let asked = backend.calls.lock().unwrap().last().unwrap().clone();
    assert_eq!(asked.path, "/account/v1/unusual-activity/sig_1/confirm");
    assert_eq!(asked.return_to, "/activity?done=proved", "nothing was said by the confirmation alone");
    assert_eq!(send("signal=sig_1/../x").await.unwrap().status(), StatusCode::BAD_REQUEST);
}
