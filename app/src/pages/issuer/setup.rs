use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::interaction::{FormView, SetupView};
use leptos::prelude::*;

use super::factors::totp::enrolment;
use crate::components::{Button, ButtonKind, Field, Gate, LinkButton, PostForm};
use crate::data::{PageError, SetupStep};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /setup`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = load(&state, None, &visit).await;
    respond(visit, page)
}

/// `GET /setup/{link}`: changes nothing, since mail scanners open links too.
pub(crate) async fn page_of_link(
    State(state): State<IssuerState>,
    Path(link): Path<String>,
    visit: Visit,
) -> Response {
    let page = load(&state, Some(&link), &visit).await;
    respond(visit, page)
}

async fn load(state: &IssuerState, link: Option<&str>, visit: &Visit) -> Result<Page, PageError> {
    let title = visit.texts.get("setup-title");
    Ok(match state.pages.setup(link, &visit.request).await? {
        SetupStep::Open(form) => Page::new(title, move || view! { <Open form/> }),
        SetupStep::Account(view) => Page::new(title, move || view! { <Account view/> }),
        SetupStep::Totp(view) => enrolment(visit, view),
        SetupStep::Done(sign_in) => Page::new(title, move || view! { <Done sign_in/> }),
    })
}

/// The button that swaps the link for a cookie.
#[component]
fn Open(form: FormView) -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("setup-title") lead=t.get("setup-open-lead")>
            <PostForm action=form.action csrf=form.csrf class="stack">
                <Button kind=ButtonKind::Primary label=t.get("setup-open")/>
            </PostForm>
        </Gate>
    }
}

/// Name and password.
#[component]
fn Account(view: SetupView) -> impl IntoView {
    let t = use_texts();
    let (username_error, password_error) = match view.error.as_deref() {
        None => (None, None),
        Some("username_invalid") => (Some(t.get("setup-username-invalid")), None),
        Some("password_short") => (None, Some(t.get("setup-password-short"))),
        Some(_) => (None, Some(t.get("setup-password-common"))),
    };
    let lead = if view.first_admin { "setup-admin-lead" } else { "setup-user-lead" };
    let names = match view.username {
        Some(username) => view! { <p class="chosen-name"><bdi>{username}</bdi></p> }.into_any(),
        None => view! {
            <Field name="name" label=t.get("setup-name") autocomplete="name" maxlength=128/>
            <Field name="username" label=t.get("setup-username") autocomplete="username" maxlength=64 error=username_error/>
        }
        .into_any(),
    };
    view! {
        <Gate title=t.get("setup-title") lead=t.get(lead)>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                {names}
                <Field
                    name="password"
                    kind="password"
                    label=t.get("setup-password")
                    hint=t.get("setup-password-hint")
                    autocomplete="new-password"
                    maxlength=256
                    error=password_error
                />
                <Button kind=ButtonKind::Primary label=t.get("setup-submit")/>
            </PostForm>
        </Gate>
    }
}

#[component]
fn Done(sign_in: String) -> impl IntoView {
    let t = use_texts();
    view! {
        <Gate title=t.get("setup-done-title") lead=t.get("setup-done-lead")>
            <LinkButton kind=ButtonKind::Primary href=sign_in label=t.get("setup-done-go")/>
        </Gate>
    }
}
