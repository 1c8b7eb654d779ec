use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::{ConfirmView, FactorPageView};
use leasehold_oauth_types::interaction::SignInError;
use leptos::prelude::*;

use super::{BackToWays, unexpected};
use crate::components::{
    Alert, AlertTone, Button, ButtonKind, DeviceProofFields, Field, Gate, LinkButton, PostForm,
};
use crate::data::FactorPage;
use crate::pages::issuer::DEVICE_CHALLENGE;
use crate::pages::issuer::ways::{self, OtherWays, Proving, Way};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::texts::Texts;
use crate::visit::{Visit, use_visit};

/// Value of `?with=` for the last resort.
const RECOVERY: &str = "recovery";

/// `GET /factors/confirm?to=…`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let to = visit.request.query("to").unwrap_or_default();
    let page = match state.pages.factors(FactorPage::Confirm(to), &visit.request).await {
        Ok(FactorPageView::Confirm(view)) => {
            let origins = view.form.redirect_origins.clone();
            let title = visit.texts.get("confirm-title");
            Ok(Page::new(title, move || view! { <Confirm view/> }).forms_lead_to(origins))
        }
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

/// A fresh proof before anything is changed: the strongest way first, a recovery code last.
#[component]
fn Confirm(view: ConfirmView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let with = visit.request.query("with");
    let here = format!("{}?to={}", view.form.action, view.to);
    let recovery =
        view.recovery && (with.as_deref() == Some(RECOVERY) || failed_code(&view) && with.is_none());
    let open = ways::open(&view.ways, with.as_deref(), view.error).filter(|_| !recovery);
    let form = if recovery {
        view! { <RecoveryForm view=view.clone()/> }.into_any()
    } else if let Some(way) = open {
        let proving = Proving {
            passkey_start: format!("{}/passkey", view.form.action),
            pin_start: format!("{}/pin", view.form.action),
            form: view.form.clone(),
            hidden: Some(("to", view.to.clone())),
            number: false,
            submit: t.get("step-up-submit"),
            error: view.error,
        };
        view! { <Way way proving ways=view.ways.clone()/> }.into_any()
    } else if let Some(add) = view.add.clone() {
        view! {
            <Alert tone=AlertTone::Info text=t.get("confirm-stronger-none")/>
            <LinkButton kind=ButtonKind::Primary href=add label=t.get("confirm-stronger-add")/>
        }
        .into_any()
    } else if view.elsewhere {
        view! { <Alert tone=AlertTone::Info text=t.get("confirm-elsewhere")/> }.into_any()
    } else {
        view! { <PasswordForm view=view.clone()/> }.into_any()
    };
    let last = if view.recovery && !recovery {
        Some((format!("{here}&with={RECOVERY}"), t.get("confirm-none")))
    } else {
        view.add.clone().filter(|_| open.is_some()).map(|add| (add, t.get("confirm-stronger-forgotten")))
    };
    let lead = t.with("confirm-lead", [("username", view.username.into())]);
    let stronger = (view.stronger && (view.add.is_none() || open.is_some())).then(|| {
        view! { <Alert tone=AlertTone::Info text=t.get("confirm-stronger")/> }
    });
    view! {
        <Gate title=t.get("confirm-title") lead>
            {stronger}
            {form}
            <OtherWays ways=view.ways open here last=last/>
            <BackToWays/>
        </Gate>
    }
}

/// Whether the last attempt was a recovery code: the password is asked only where there is nothing else.
fn failed_code(view: &ConfirmView) -> bool {
    view.refused.is_some() && !view.ways.is_empty()
}

#[component]
fn PasswordForm(view: ConfirmView) -> impl IntoView {
    let t = use_visit().texts;
    let error = view.refused.map(|refused| sentence(t, refused, "totp-password-wrong"));
    view! {
        <PostForm action=view.form.action csrf=view.form.csrf class="stack">
            <input type="hidden" name="to" value=view.to/>
            <DeviceProofFields start=DEVICE_CHALLENGE/>
            <input class="visually-hidden" type="text" autocomplete="username" value=view.username readonly tabindex="-1" aria-hidden="true"/>
            <Field
                name="password"
                kind="password"
                label=t.get("totp-password")
                autocomplete="current-password"
                maxlength=256
                autofocus=true
                error=error
            />
            <Button kind=ButtonKind::Primary label=t.get("step-up-submit")/>
        </PostForm>
    }
}

#[component]
fn RecoveryForm(view: ConfirmView) -> impl IntoView {
    let t = use_visit().texts;
    let error = view.refused.map(|refused| sentence(t, refused, "recovery-wrong"));
    view! {
        <PostForm action=view.form.action csrf=view.form.csrf class="stack">
            <input type="hidden" name="to" value=view.to/>
            <DeviceProofFields start=DEVICE_CHALLENGE/>
            <Field
                name="recovery_code"
                label=t.get("recovery-code")
                hint=t.get("recovery-code-hint")
                autocomplete="off"
                maxlength=64
                autofocus=true
                error=error
            />
            <Button kind=ButtonKind::Primary label=t.get("recovery-use")/>
        </PostForm>
    }
}

fn sentence(t: Texts, refused: SignInError, wrong: &str) -> String {
    match refused {
        SignInError::TooMany => t.get("sign-in-too-many"),
        SignInError::Invalid => t.get("sign-in-invalid"),
        SignInError::Wrong
        | SignInError::OtherPerson
        | SignInError::KeyMissing
        | SignInError::PasskeyRefused => t.get(wrong),
    }
}
