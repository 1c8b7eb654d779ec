use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::factors::{FactorPageView, RecoveryCodesView};
use leptos::prelude::*;

use super::{BackToWays, unexpected};
use crate::components::{
    Alert, AlertTone, Button, ButtonKind, DeviceProofFields, Gate, Icon, LinkButton, PostForm, Symbol,
};
use crate::data::FactorPage;
use crate::pages::issuer::DEVICE_CHALLENGE;
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

const LIST: &str = "recovery-codes";

/// `GET /factors/recovery-codes`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = match state.pages.factors(FactorPage::RecoveryCodes, &visit.request).await {
        Ok(FactorPageView::RecoveryCodes(view)) => Ok(drawn(&visit, view)),
        other => Err(unexpected(other)),
    };
    respond(visit, page)
}

fn drawn(visit: &Visit, view: RecoveryCodesView) -> Page {
    let origins = view.form.redirect_origins.clone();
    if view.codes.is_empty() {
        let page = Page::new(visit.texts.get("codes-title"), move || view! { <Make view/> });
        return page.forms_lead_to(origins);
    }
    let page = Page::new(visit.texts.get("codes-shown-title"), move || view! { <Shown view/> });
    page.forms_lead_to(origins)
}

/// Before there are any: what they are for, and what making them costs.
#[component]
fn Make(view: RecoveryCodesView) -> impl IntoView {
    let t = use_texts();
    let replaces = (view.replaces > 0).then(|| {
        let text = t.with("codes-replaces", [("n", view.replaces.into())]);
        view! { <Alert tone=AlertTone::Info text/> }
    });
    view! {
        <Gate title=t.get("codes-title") lead=t.get("codes-lead")>
            <p class="note">{t.get("codes-limits")}</p>
            {replaces}
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                <DeviceProofFields start=DEVICE_CHALLENGE/>
                <Button kind=ButtonKind::Primary label=t.get("codes-make") name="decision" value="make"/>
            </PostForm>
            <BackToWays/>
        </Gate>
    }
}

/// The one time they are shown.
#[component]
fn Shown(view: RecoveryCodesView) -> impl IntoView {
    let t = use_texts();
    let codes = view.codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <Gate title=t.get("codes-shown-title") lead=t.get("codes-shown-lead")>
            <ol class="codes" role="list" id=LIST>{codes}</ol>
            <div class="actions no-print">
                <LinkButton
                    kind=ButtonKind::Small
                    href=format!("{}.txt", view.form.action)
                    label=t.get("codes-download")
                    icon=Icon::Down
                />
                <button type="button" class=ButtonKind::Small.class() data-copy=LIST hidden>
                    <Symbol icon=Icon::Copy/>
                    <span>{t.get("codes-copy")}</span>
                </button>
                <button type="button" class=ButtonKind::Small.class() data-print="" hidden>
                    <Symbol icon=Icon::Print/>
                    <span>{t.get("codes-print")}</span>
                </button>
            </div>
            <p class="note no-print" role="status">
                <span data-copied="" hidden>{t.get("codes-copied")}</span>
            </p>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack no-print">
                <Button kind=ButtonKind::Primary label=t.get("codes-saved") name="decision" value="done"/>
            </PostForm>
        </Gate>
    }
}
