use leasehold_oauth_types::AuthorizationDetail;
use leasehold_oauth_types::interaction::{RestoreLine, StepUpPurpose, StepUpView};
use leptos::prelude::*;

use crate::components::{Fact, Facts, When};
use crate::texts::Texts;
use crate::texts::money::iban;
use crate::visit::use_texts;

/// The sentences that depend on what is confirmed.
pub(super) struct Wording {
    pub(super) title: String,
    pub(super) submit: String,
    pub(super) cancel: String,
}

/// Chooses the sentences.
pub(super) fn wording(t: Texts, view: &StepUpView) -> Wording {
    let (title, submit, cancel) = match &view.purpose {
        StepUpPurpose::Object { detail: AuthorizationDetail::PaymentInitiation(payment), .. } => {
            let amount = t.money(&payment.instructed_amount.amount, &payment.instructed_amount.currency);
            let title = t.with("step-up-payment-title", [("amount", amount.clone().into())]);
            (title, t.with("step-up-payment-submit", [("amount", amount.into())]), "step-up-payment-cancel")
        }
        StepUpPurpose::Object { detail: AuthorizationDetail::InvoiceApproval(invoice), .. } => {
            let number = invoice.invoice.clone();
            let title = t.with("step-up-invoice-title", [("invoice", number.clone().into())]);
            (title, t.with("step-up-invoice-submit", [("invoice", number.into())]), "step-up-invoice-cancel")
        }
        StepUpPurpose::Object { .. } | StepUpPurpose::Scopes { .. } => {
            let title = t.with("step-up-scopes-title", [("app", view.app.clone().into())]);
            (title, t.get("step-up-submit"), "step-up-cancel")
        }
        StepUpPurpose::Restore { lost } => {
            let n = lost.len();
            let title = t.with("step-up-restore-title", [("n", n.into())]);
            (title, t.with("step-up-restore-submit", [("n", n.into())]), "step-up-restore-cancel")
        }
        StepUpPurpose::ConfirmDevice { device, .. } => {
            let title = t.with("step-up-device-title", [("device", device.clone().into())]);
            (title, t.get("step-up-device-submit"), "step-up-device-cancel")
        }
    };
    Wording { title, submit, cancel: t.get(cancel) }
}

/// What is confirmed, every field of it.
#[component]
pub(super) fn Purpose(app: String, purpose: StepUpPurpose) -> impl IntoView {
    let t = use_texts();
    match purpose {
        StepUpPurpose::Object { detail, lost, titles } => {
            let mut facts = object(t, detail);
            facts.extend(titles.into_iter().map(|title| Fact::new(t.get("fact-allows"), title)));
            facts.push(Fact::new(t.get("fact-app"), app));
            view! { <Facts facts/> {lost_list(lost)} }.into_any()
        }
        StepUpPurpose::Scopes { titles } => {
            let mut facts: Vec<_> =
                titles.into_iter().map(|title| Fact::new(t.get("fact-allows"), title)).collect();
            facts.push(Fact::new(t.get("fact-app"), app));
            view! { <Facts facts/> }.into_any()
        }
        StepUpPurpose::Restore { lost } => lost_list(lost).into_any(),
        StepUpPurpose::ConfirmDevice { device, place, first_seen, .. } => {
            let mut facts = vec![Fact::new(t.get("fact-device"), device)];
            facts.extend(place.map(|place| Fact::new(t.get("fact-place"), place)));
            facts.push(Fact::new(t.get("fact-app"), app));
            view! {
                <Facts facts/>
                <p class="note">{t.get("step-up-device-seen")} " " <When at=first_seen/> ". " {t.get("step-up-device-warning")}</p>
            }
            .into_any()
        }
    }
}

fn object(t: Texts, detail: AuthorizationDetail) -> Vec<Fact> {
    match detail {
        AuthorizationDetail::PaymentInitiation(payment) => {
            let mut facts = vec![
                Fact::new(t.get("fact-to"), payment.creditor_name),
                Fact::new(t.get("fact-account"), iban(&payment.creditor_account)),
            ];
            if !payment.remittance_information.is_empty() {
                facts.push(Fact::new(t.get("fact-reference"), payment.remittance_information));
            }
            facts
        }
        AuthorizationDetail::InvoiceApproval(invoice) => vec![
            Fact::new(t.get("fact-supplier"), invoice.supplier_name),
            Fact::new(t.get("fact-amount"), t.money(&invoice.amount.amount, &invoice.amount.currency)),
            Fact::new(t.get("fact-invoice"), invoice.invoice),
        ],
        AuthorizationDetail::LeaseRestore(_) | AuthorizationDetail::DeviceConfirmation(_) => Vec::new(),
    }
}

fn lost_list(lost: Vec<RestoreLine>) -> Option<impl IntoView> {
    (!lost.is_empty()).then(|| {
        let lines = lost.into_iter().map(|line| view! { <Lost line/> }).collect_view();
        view! { <ul class="lost-list" role="list">{lines}</ul> }
    })
}

#[component]
fn Lost(line: RestoreLine) -> impl IntoView {
    let t = use_texts();
    let RestoreLine { noun, app, loss } = line;
    view! {
        <li class="lost">
            <p class="lost-title">{t.with("lost-in-app", [("noun", noun.into()), ("app", app.into())])}</p>
            <p>{loss.text}</p>
            <p class="muted">{t.get("lost-since")} " " <When at=loss.since/></p>
        </li>
    }
}
