use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_oauth_types::factors::{FactorPageView, LastOf, OneFactorView};
use leptos::prelude::*;

use super::{BackToWays, unexpected};
use crate::components::{Alert, AlertTone, Button, ButtonKind, DeviceProofFields, Field, Gate, PostForm};
use crate::data::FactorPage;
use crate::pages::factor_words::{kind_name, name};
use crate::pages::issuer::DEVICE_CHALLENGE;
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /factors/{id}`
pub(crate) async fn page(State(state): State<IssuerState>, Path(id): Path<String>, visit: Visit) -> Response {
    let page = match state.pages.factors(FactorPage::One(id), &visit.request).await {
        Ok(FactorPageView::One(view)) => {
            let origins = view.form.redirect_origins.clone();
            let title = name(visit.texts, &view.factor);
            Ok(Page::new(title, move || view! { <One view/> }).forms_lead_to(origins))
        }
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

/// Another name, and the way out.
#[component]
fn One(view: OneFactorView) -> impl IntoView {
    let t = use_texts();
    let title = name(t, &view.factor);
    let lead = view.factor.name.is_some().then(|| kind_name(t, view.factor.kind));
    let (name_error, alert) = match view.error.as_deref() {
        None => (None, None),
        Some("name_invalid") => (Some(t.get("factor-name-invalid")), None),
        Some("not_sure") => (None, Some("factor-not-sure")),
        Some(_) => (None, Some("factor-too-weak")),
    };
    let (action, csrf) = (view.form.action.clone(), view.form.csrf.clone());
    let rename = view.factor.renamable.then(|| {
        view! {
            <PostForm action csrf class="stack">
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                <Field
                    name="name"
                    label=t.get("passkey-name")
                    value=view.factor.name.clone().unwrap_or_default()
                    autocomplete="off"
                    maxlength=60
                    error=name_error
                />
                <Button kind=ButtonKind::Primary label=t.get("factor-rename") name="decision" value="rename"/>
            </PostForm>
        }
    });
    let label = t.with("factor-remove", [("name", title.clone().into())]);
    // Set apart from the new name above it, where it can have one.
    let removal = if view.factor.renamable { "stack apart" } else { "stack" };
    view! {
        <Gate title lead=lead.unwrap_or_default()>
            {alert.map(|key| view! { <Alert tone=AlertTone::Error text=t.get(key)/> })}
            {rename}
            <PostForm action=view.form.action csrf=view.form.csrf class=removal>
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                {view.last_of.map(|last| view! { <Sure last/> })}
                <Button kind=ButtonKind::Quiet label name="decision" value="remove"/>
            </PostForm>
            <BackToWays/>
        </Gate>
    }
}

/// What removing it costs, to be ticked: nobody loses the last one by accident.
#[component]
fn Sure(last: LastOf) -> impl IntoView {
    let t = use_texts();
    let text = match last {
        LastOf::PhishingResistant => t.get("factor-last-passkey"),
        LastOf::SecondFactor => t.get("factor-last-second"),
        LastOf::WorksHere => t.get("factor-last-here"),
    };
    view! {
        <Alert tone=AlertTone::Info text/>
        <label class="check-line">
            <input class="check" type="checkbox" name="sure" value="1" required/>
            <span>{t.get("factor-sure")}</span>
        </label>
    }
}
