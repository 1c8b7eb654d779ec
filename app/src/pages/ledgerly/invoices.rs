use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use leasehold_oauth_types::{Problem, Remedy};
use leptos::prelude::*;

use super::LedgerlyFrame;
use super::invoice_row::InvoiceRow;
use crate::components::{Alert, AlertTone, Empty, Icon, PageHead, Setback, titled};
use crate::data::{AppBackend, PageError, read};
use crate::pages::Refusal;
use crate::pages::bank_api::{InvoiceView, InvoicesView};
use crate::sites::{AppState, Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /`
pub(crate) async fn page(State(state): State<AppState>, visit: Visit) -> Response {
    let page = list(&*state.backend, &visit, None).await;
    respond(visit, page)
}

/// The list, with why the last approval was refused.
pub(crate) async fn list(
    backend: &dyn AppBackend,
    visit: &Visit,
    problem: Option<Problem>,
) -> Result<Page, PageError> {
    let list: InvoicesView = read(backend, &visit.request, "/invoices").await?;
    // One key per row: approving one invoice is one action, however often its button is pressed.
    let invoices: Vec<_> = list.invoices.into_iter().map(|invoice| (invoice, backend.new_key())).collect();
    let status = if problem.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let page = Page::new(titled(visit, "invoice-not-approved", "nav-invoices"), move || {
        view! { <Invoices invoices problem/> }
    });
    Ok(page.status(status).forms_lead_to(vec![visit.site.issuer_origin.clone()]))
}

#[component]
fn Invoices(invoices: Vec<(InvoiceView, String)>, problem: Option<Problem>) -> impl IntoView {
    let t = use_texts();
    let done = (use_visit().request.query("done").as_deref() == Some("approved"))
        .then(|| view! { <Alert tone=AlertTone::Done text=t.get("invoice-approved-notice")/> });
    let rows = if invoices.is_empty() {
        view! { <Empty icon=Icon::Invoice text=t.get("invoices-empty")/> }.into_any()
    } else {
        let row = |(invoice, key)| view! { <InvoiceRow invoice key/> };
        view! { <ul class="card rows" role="list">{invoices.into_iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    let refusal = problem.map(|problem| {
        let waits = problem.reasons.iter().all(|reason| reason.remedy == Remedy::Wait);
        let title = if waits { "invoices-paused" } else { "invoices-refused" };
        view! {
            <div class="card card-body refusal-card">
                <h2>{t.get(title)}</h2>
                <Refusal problem/>
            </div>
        }
    });
    view! {
        <LedgerlyFrame current="/">
            {done}
            <Setback undone="invoice-not-approved"/>
            <PageHead title=t.get("nav-invoices") lead=t.get("invoices-lead")/>
            <div class="cards">
                {refusal}
                <div id="live-invoices" data-live="">
                    {rows}
                </div>
            </div>
        </LedgerlyFrame>
    }
}
