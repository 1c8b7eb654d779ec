use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::interaction::{InteractionView, SignInError, SignInView};
use leptos::prelude::*;

use super::{DEVICE_CHALLENGE, elsewhere};
use crate::components::{
    Alert, AlertTone, Button, ButtonKind, DeviceProofFields, Field, Gate, Known, PasskeyFields,
    PasskeySignal, PasskeyUse, PostForm,
};
use crate::data::{InteractionPage, PageError};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /interaction/{id}/sign-in`
pub(crate) async fn page(State(state): State<IssuerState>, Path(id): Path<String>, visit: Visit) -> Response {
    let page = load(&state, &id, &visit).await;
    respond(visit, page)
}

async fn load(state: &IssuerState, id: &str, visit: &Visit) -> Result<Page, PageError> {
    match state.pages.interaction(id, InteractionPage::SignIn, &visit.request).await? {
        InteractionView::SignIn(view) => {
            let origins = view.form.redirect_origins.clone();
            let title = visit.texts.get("sign-in-title");
            Ok(Page::new(title, move || view! { <SignIn view/> }).forms_lead_to(origins))
        }
        other => Err(elsewhere(other)),
    }
}

/// One field at a time: first the name, then the password.
#[component]
fn SignIn(view: SignInView) -> impl IntoView {
    let t = use_texts();
    let lead = t.with("sign-in-lead", [("app", view.app.into())]);
    let error = view.error.map(|error| match error {
        SignInError::Wrong => t.get("sign-in-wrong"),
        SignInError::TooMany => t.get("sign-in-too-many"),
        SignInError::Invalid => t.get("sign-in-invalid"),
        SignInError::OtherPerson => t.get("sign-in-other-person"),
        SignInError::KeyMissing => t.get("sign-in-key-missing"),
        SignInError::PasskeyRefused => t.get("sign-in-passkey-refused"),
    });
    let start = format!("{}/passkey", view.form.action.trim_end_matches("/sign-in"));
    // What is said of a passkey is not about the name.
    let of_passkey = view.username.is_none() && view.error != Some(SignInError::Invalid);
    let (alert, error) = if of_passkey { (error, None) } else { (None, error) };
    let fields = match view.username {
        None => view! { <NameStep start error/> }.into_any(),
        Some(username) => view! { <PasswordStep username error/> }.into_any(),
    };
    view! {
        <Gate title=t.get("sign-in-title") lead>
            {view.unknown_passkey.map(|passkey| view! { <PasskeySignal known=Known::Not(passkey)/> })}
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                {alert.map(|text| view! { <Alert tone=AlertTone::Error text/> })}
                {fields}
                <DeviceProofFields start=DEVICE_CHALLENGE/>
            </PostForm>
        </Gate>
    }
}

#[component]
fn NameStep(start: String, error: Option<String>) -> impl IntoView {
    let t = use_texts();
    view! {
        <Field
            name="username"
            label=t.get("sign-in-username")
            autocomplete="username webauthn"
            maxlength=128
            autofocus=true
            error=error
        />
        // First, so that it is what Enter presses.
        <Button kind=ButtonKind::Primary label=t.get("sign-in-next")/>
        <PasskeyFields
            usage=PasskeyUse::Suggest
            start
            label=t.get("sign-in-passkey")
            kind=ButtonKind::Quiet
        />
    }
}

#[component]
fn PasswordStep(username: String, error: Option<String>) -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="chosen-name">
            <bdi>{username.clone()}</bdi>
        </div>
        // Without a name it is not sent; password managers read it.
        <input class="visually-hidden" type="text" autocomplete="username" value=username readonly tabindex="-1" aria-hidden="true"/>
        <Field
            name="password"
            kind="password"
            label=t.get("sign-in-password")
            autocomplete="current-password"
            maxlength=256
            autofocus=true
            error=error
        />
        <Button kind=ButtonKind::Primary label=t.get("sign-in-submit")/>
        <Button kind=ButtonKind::Link label=t.get("sign-in-back") name="back" value="1" skip_checks=true/>
    }
}
