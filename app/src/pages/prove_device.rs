use axum::extract::{Request, State};
use axum::response::Response;
use leptos::prelude::*;

use crate::actions::fields;
use crate::components::{ButtonKind, Gate, LinkButton};
use crate::sites::{AppState, Page, respond, see_other};
use crate::visit::{Visit, use_texts};

pub(crate) const PATH: &str = "/prove-device";

/// Answers a request whose session has to prove its key first. A read comes back to where it began; a form waits
/// on the page and is sent again.
pub(crate) async fn first(visit: Visit, request: Request) -> Response {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    if request.method().is_safe() {
        return see_other(&format!("{PATH}?{}", return_to(&target)));
    }
    let page = fields(&visit, request).await.map(|fields| {
        let query = return_to("/");
        let page = move || view! { <ProveDevice query><HeldForm action=target fields/></ProveDevice> };
        Page::new(visit.texts.get("prove-device"), page)
    });
    respond(visit, page)
}

fn return_to(target: &str) -> String {
    serde_urlencoded::to_string([("return_to", target)]).unwrap_or_default()
}

/// Where the page goes on to, if it is this one: a path of this very site.
pub(crate) fn then(visit: &Visit) -> Option<String> {
    if visit.request.uri.path() != PATH {
        return None;
    }
    let target = visit.request.query("return_to").unwrap_or_default();
    let own = target.starts_with('/')
        && !target.starts_with("//")
        && !target.contains(|c: char| c == '\\' || c.is_control());
    Some(if own { target } else { "/".into() })
}

/// `GET /prove-device?return_to=…`: the script of the page proves the key of the browser and goes on. Where it
/// cannot, or no script runs, there is the way to sign in again.
pub(crate) async fn page(State(state): State<AppState>, request: Request) -> Response {
    let person = match state.backend.person(request.headers()).await {
        Ok(person) => person,
        Err(error) => {
            let visit = Visit::new(&request, state.site, state.backend.now(), None);
            return respond(visit, Err(error));
        }
    };
    let visit = Visit::new(&request, state.site, state.backend.now(), person);
    let then = then(&visit).unwrap_or_default();
    // Proved meanwhile in another tab, or signed out.
    if visit.person.as_ref().is_none_or(|person| !person.must_prove) {
        return see_other(&then);
    }
    let query = return_to(&then);
    let page = Page::new(visit.texts.get("prove-device"), move || view! { <ProveDevice query/> });
    respond(visit, Ok(page))
}

#[component]
fn ProveDevice(query: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("prove-device") lead=t.get("prove-device-lead")>
            {children.map(|children| children())}
            <p class="gate-actions">
                <LinkButton
                    kind=ButtonKind::Primary
                    href=format!("/auth/login?{query}")
                    label=t.get("sign-in-failed-again")
                />
            </p>
        </Gate>
    }
}

/// What somebody sent, for the script to send again once the key is proved.
#[component]
fn HeldForm(action: String, fields: Vec<(String, String)>) -> impl IntoView {
    let fields =
        fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <form method="post" action=action data-held="">
            {fields.collect_view()}
        </form>
    }
}
