use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Icon, Pill, PostForm, Symbol, Tone};
use crate::pages::bank_api::InvoiceView;
use crate::visit::use_visit;

/// One invoice and its button.
#[component]
pub(super) fn InvoiceRow(invoice: InvoiceView, key: String) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let number = invoice.id.clone();
    let id = invoice.id.clone();
    let due = t.with("invoice-due", [("date", t.date(invoice.due_at, visit.now).into())]);
    let state = if invoice.status == "approved" {
        view! { <Pill tone=Tone::Good icon=Icon::Check text=t.get("invoice-approved")/> }.into_any()
    } else {
        let csrf = visit.person.as_ref().map(|person| person.csrf.clone()).unwrap_or_default();
        let label = t.with("invoice-approve", [("invoice", invoice.id.clone().into())]);
        view! {
            <PostForm action="/actions/approve-invoice" csrf>
                <input type="hidden" name="invoice" value=id/>
                <input type="hidden" name="idempotency_key" value=key/>
                <Button kind=ButtonKind::Small label/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li class="row" data-invoice=number>
            <span class="row-icon">
                <Symbol icon=Icon::Invoice/>
            </span>
            <div class="row-text">
                <p class="row-title"><bdi>{invoice.supplier_name}</bdi></p>
                <p class="muted dots"><span>{invoice.id.clone()}</span> <span><bdi>{invoice.description}</bdi></span> <span>{due}</span></p>
            </div>
            <p class="row-side number">{t.money(&invoice.amount.amount, &invoice.amount.currency)}</p>
            <div class="row-side">{state}</div>
        </li>
    }
}
