use std::collections::BTreeSet;

use leasehold_oauth_types::Remedy;
use leasehold_oauth_types::account::AppView;
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Icon, PostForm};
use crate::visit::use_visit;

/// The one button that gives back what an app lost here, all of it in one visit: by a step-up, by consent, or
/// by the one after the other.
#[component]
pub(super) fn Restore(app: AppView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let losses = || app.scopes.iter().flat_map(|scope| &scope.losses);
    let here: Vec<_> = losses().filter(|loss| loss.can_restore_here).collect();
    if !here.is_empty() {
        let csrf = visit.person.as_ref().map(|person| person.csrf.clone()).unwrap_or_default();
        // The end of a lifetime has no hold; it is named by the grant.
        let holds: BTreeSet<String> =
            here.iter().map(|loss| loss.hold.clone()).filter(|hold| !hold.is_empty()).collect();
        let holds = holds.into_iter().map(|hold| view! { <input type="hidden" name="hold" value=hold/> });
        let consents = here.iter().any(|loss| loss.remedy == Remedy::Reconsent);
        let grant = consents.then(|| view! { <input type="hidden" name="grant" value=app.grant.clone()/> });
        let only_consents = here.iter().all(|loss| loss.remedy == Remedy::Reconsent);
        let key = if only_consents { "restore-reconsent" } else { "restore-button" };
        let label = t.with(key, [("app", app.name.clone().into())]);
        return view! {
            <PostForm action="/actions/restore" csrf class="actions">
                {holds.collect_view()}
                {grant}
                <Button kind=ButtonKind::Primary icon=Icon::Key label/>
            </PostForm>
        }
        .into_any();
    }
    let key = if losses().any(|loss| loss.remedy == Remedy::ConfirmDevice) {
        "restore-confirm-device"
    } else if losses().any(|loss| matches!(loss.remedy, Remedy::StepUp | Remedy::Reconsent)) {
        "restore-elsewhere"
    } else if losses().any(|loss| loss.remedy == Remedy::AskAdmin) {
        "restore-ask-admin"
    } else {
        return ().into_any();
    };
    view! { <p class="way-back">{t.with(key, [("device", app.device_name.clone().into())])}</p> }.into_any()
}
