use std::collections::BTreeSet;

use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::account::AppView;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Icon, LinkButton, PostForm};
use crate::visit::use_visit;

/// The one button that gives back what an app lost here: all of it in one visit of the step-up page.
#[component]
pub(super) fn Restore(app: AppView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let losses = || app.scopes.iter().flat_map(|scope| &scope.losses);
    let here: BTreeSet<String> = losses()
        .filter(|loss| loss.can_restore_here && matches!(loss.remedy, Remedy::StepUp | Remedy::ConfirmDevice))
        .map(|loss| loss.hold.clone())
        .collect();
    if !here.is_empty() {
        let csrf = visit.person.as_ref().map(|person| person.csrf.clone()).unwrap_or_default();
        let holds = here.into_iter().map(|hold| view! { <input type="hidden" name="hold" value=hold/> });
        let label = t.with("restore-button", [("app", app.name.clone().into())]);
        return view! {
            <PostForm action="/actions/restore" csrf class="actions">
                {holds.collect_view()}
                <Button kind=ButtonKind::Primary icon=Icon::Key label/>
            </PostForm>
        }
        .into_any();
    }
    if losses().any(|loss| loss.remedy == Remedy::Reconsent) {
        let label = t.with("restore-reconsent", [("app", app.name.clone().into())]);
        return app
            .home
            .clone()
            .map(|href| view! { <p class="actions"><LinkButton kind=ButtonKind::Primary href label/></p> })
            .into_any();
    }
    let key = if losses().any(|loss| loss.remedy == Remedy::ConfirmDevice) {
        "restore-confirm-device"
    } else if losses().any(|loss| loss.remedy == Remedy::StepUp) {
        "restore-elsewhere"
    } else if losses().any(|loss| loss.remedy == Remedy::AskAdmin) {
        "restore-ask-admin"
    } else {
        return ().into_any();
    };
    view! { <p class="way-back">{t.with(key, [("device", app.device_name.clone().into())])}</p> }.into_any()
}
