//! The rules themselves.

/// Crates that anyone's tests may use. The guard is the other end of introspection.
pub(crate) const FOR_TESTS: [&str; 4] = ["guard", "test-kit", "storage-postgres", "storage-sqlite"];

/// Composition roots: they wire everything.
const EVERYTHING: &[&str] = &[
    "app",
    "authorization-server",
    "bank",
    "bff",
    "context",
    "domain",
    "factors",
    "guard",
    "http-kit",
    "notify",
    "oauth-types",
    "policy",
    "storage",
    "storage-postgres",
    "storage-sqlite",
];

/// Which of our crates a crate may use; none if the crate is unknown.
pub(crate) fn arrows(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "oauth-types" | "xtask" => &[],
        "domain" | "http-kit" => &["oauth-types"],
        "storage" | "policy" | "factors" => &["oauth-types", "domain"],
        // `storage` stands here for its own conformance suite too.
        "context" | "notify" | "storage-postgres" | "storage-sqlite" => &["oauth-types", "domain", "storage"],
        "authorization-server" => {
            &["oauth-types", "domain", "storage", "policy", "context", "factors", "http-kit"]
        }
        "traces" => &["oauth-types", "domain", "policy", "context"],
        // Neither may know the authorization server: they use its public protocol, as any third party would.
        "guard" => &["oauth-types", "domain", "http-kit"],
        "bff" => &["oauth-types", "domain", "factors", "storage", "http-kit"],
        "bank" => &["oauth-types", "domain", "guard", "http-kit"],
        "app" => &["oauth-types", "domain", "factors", "http-kit", "authorization-server", "bff"],
        "frontend" => &["app", "factors"],
        "factor-vectors" | "frontend-factors" => &["domain", "factors"],
        "server" | "test-kit" => EVERYTHING,
        _ => return None,
    })
}

/// Why a crate may not use this one of somebody else.
pub(crate) fn outside_is_wrong(name: &str, on: &str) -> Option<&'static str> {
    let only_in = |places: &[&str], why| (!places.contains(&name)).then_some(why);
    let never_in = |places: &[&str], why| places.contains(&name).then_some(why);
    match on {
        "sqlx" => only_in(&["storage-postgres", "storage-sqlite", "test-kit"], "SQL belongs to the drivers"),
        "lettre" => only_in(&["notify"], "mails go out in one place"),
        "leptos" | "leptos_axum" | "leptos_meta" | "leptos_router" => {
            only_in(&["app", "frontend", "server"], "pages belong to the app")
        }
        "axum" | "reqwest" => never_in(
            &[
                "oauth-types",
                "domain",
                "storage",
                "storage-postgres",
                "storage-sqlite",
                "policy",
                "context",
                "factors",
                "factor-vectors",
                "frontend-factors",
                "notify",
            ],
            "HTTP ends above this crate",
        ),
        "tokio" | "regex" => never_in(
            &["oauth-types", "domain", "policy", "factors", "factor-vectors", "frontend-factors"],
            "pure crates; all but the policy also run in the browser",
        ),
        "opaque-ke" | "p256" => {
            only_in(&["factors", "factor-vectors"], "factors are one crate, on both sides")
        }
        _ => None,
    }
}

/// The pages are compiled once for the server and once for the browser, never for both in one build.
pub(crate) fn features_are_wrong(name: &str, on: &str, features: &[String]) -> Option<&'static str> {
    let has = |feature: &str| features.iter().any(|one| one == feature);
    let pages = on == "app" || on.starts_with("leptos");
    match name {
        "frontend" if pages && has("ssr") => Some("the browser does not render for the server"),
        "server" | "test-kit" if pages && has("hydrate") => Some("the server does not hydrate"),
        "app" if pages && (has("ssr") || has("hydrate")) => Some("the app leaves the choice to who uses it"),
        _ => None,
    }
}
