//! The routes that the source declares.

use std::path::{Path, PathBuf};

use http::Method;

/// One route.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Route {
    pub(super) area: &'static str,
    pub(super) path: String,
    pub(super) method: String,
}

/// Where routes are declared, and for which host.
const SOURCES: [(&str, &str); 18] = [
    ("issuer", "crates/authorization-server/src/device_key"),
    ("issuer", "crates/authorization-server/src/device_link"),
    ("issuer", "crates/authorization-server/src/endpoints"),
    ("issuer", "crates/authorization-server/src/factors"),
    ("issuer", "crates/authorization-server/src/interaction"),
    ("issuer", "app/src/sites/issuer.rs"),
    ("issuer", "server/src/demo"),
    ("issuer", "server/src/compose/issuer_host.rs"),
    ("issuer", "server/src/compose/resource_metadata.rs"),
    ("account-api", "crates/authorization-server/src/account"),
    ("admin-api", "crates/authorization-server/src/admin"),
    ("bff", "crates/bff/src"),
    ("bff", "app/src/sites/app.rs"),
    ("account", "app/src/sites/account.rs"),
    ("admin", "app/src/sites/admin.rs"),
    ("northbank", "app/src/sites/northbank.rs"),
    ("ledgerly", "app/src/sites/ledgerly.rs"),
    ("bank", "examples/bank/src"),
];

/// On every host, without any role.
const EVERYWHERE: [&str; 2] = ["server/src/health.rs", "app/src/sites/statics.rs"];

/// Drawn by the demo, beside the forms of the same addresses.
const DEMO_PAGES: &str = "app/src/sites/demo.rs";

/// Every route once, in order; whatever ends a session comes last.
pub(super) fn routes() -> Vec<Route> {
    let more = EVERYWHERE.map(|source| ("issuer", source));
    let mut routes = Vec::new();
    for (area, source) in SOURCES.into_iter().chain(more).chain([("issuer", DEMO_PAGES)]) {
        let before = routes.len();
        for file in files(&root().join(source)) {
            read(area, &std::fs::read_to_string(file).unwrap(), &mut routes);
        }
        assert!(routes.len() > before, "{source} declares no route any more: is this list up to date?");
    }
    routes.sort_by_key(|route| (route.path.contains("logout"), route.clone()));
    routes.dedup();
    routes
}

/// No file with routes is left out of [`SOURCES`].
#[test]
fn every_file_with_routes_is_read() {
    let known: Vec<PathBuf> = SOURCES
        .iter()
        .map(|(_, source)| *source)
        .chain(EVERYWHERE)
        .chain([DEMO_PAGES, "crates/guard/src/resource_metadata.rs"])
        .flat_map(|source| files(&root().join(source)))
        .collect();
    for folder in ["crates", "app/src", "server/src", "examples"] {
        for file in files(&root().join(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let apart = file.file_name().is_some_and(|name| name == "tests.rs")
                || file.components().any(|part| part.as_os_str() == "benches");
            assert!(apart || !code.contains(".route(") || known.contains(&file), "{}", file.display());
        }
    }
}

fn read(area: &'static str, text: &str, routes: &mut Vec<Route>) {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    for call in text.split(".route(").skip(1).chain(text.split(".route_service(").skip(1)) {
        let arguments = balanced(call);
        let (path, handlers) = arguments.split_once(',').unwrap();
        let path = path.trim();
        let path = match path.strip_prefix('"') {
            Some(path) => path.trim_end_matches('"').to_owned(),
            None => constant(path.rsplit("::").next().unwrap()),
        };
        let mut methods: Vec<Method> = Vec::new();
        for (word, method) in [("get(", Method::GET), ("post(", Method::POST)] {
            if handlers.contains(word) {
                methods.push(method);
            }
        }
        if handlers.contains("any(") || methods.is_empty() {
            methods = vec![Method::GET];
            if handlers.contains("any(") {
                methods.push(Method::POST);
            }
        }
        for method in methods {
            routes.push(Route { area, path: path.clone(), method: method.to_string() });
        }
    }
}

/// Text up to the parenthesis that closes the call.
fn balanced(call: &str) -> &str {
    let mut depth = 1;
    let end = call.find(|character| {
        depth += match character {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        depth == 0
    });
    &call[..end.unwrap()]
}

/// Value of a constant that names a path.
fn constant(name: &str) -> String {
    let declaration = format!("const {name}: &str = \"");
    let folders = ["crates", "app/src", "server/src"].map(|folder| files(&root().join(folder)));
    let texts = folders.into_iter().flatten().map(|file| std::fs::read_to_string(file).unwrap());
    texts
        .filter_map(|text| {
            text.split_once(&declaration).map(|(_, rest)| rest.split('"').next().unwrap().to_owned())
        })
        .find(|value| value.starts_with('/'))
        .unwrap_or_else(|| panic!("no constant {name}"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries
        .filter(|path| path.file_name().is_none_or(|name| name != "test-kit" && name != "tests"))
        .flat_map(|path| files(&path))
        .collect();
    found.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    found.sort();
    found
}
