use axum::extract::State;
use axum::response::Response;
use leasehold_oauth_types::interaction::SignOutView;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Gate, PostForm};
use crate::sites::issuer::IssuerState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /sign-out`
pub(crate) async fn page(State(state): State<IssuerState>, visit: Visit) -> Response {
    let page = state.pages.sign_out(&visit.request).await.map(|view| {
        let origins = view.form.redirect_origins.clone();
        let title = visit.texts.get("sign-out-title");
        Page::new(title, move || view! { <SignOut view/> }).forms_lead_to(origins)
    });
    respond(visit, page)
}

/// Asks, because a link from anywhere could lead here.
#[component]
fn SignOut(view: SignOutView) -> impl IntoView {
    let t = use_texts();
    let lead = t.with("sign-out-lead", [("username", view.username.into())]);
    view! {
        <Gate title=t.get("sign-out-title") lead>
            <PostForm action=view.form.action csrf=view.form.csrf class="stack">
                <Button kind=ButtonKind::Primary label=t.get("sign-out-submit") name="decision" value="sign_out"/>
                <Button kind=ButtonKind::Quiet label=t.get("sign-out-stay") name="decision" value="stay"/>
            </PostForm>
        </Gate>
    }
}
