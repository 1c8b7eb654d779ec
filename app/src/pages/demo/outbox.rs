use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::components::{Gate, When};
use crate::data::{DemoMail, PageError};
use crate::sites::demo::DemoState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts};

/// `GET /demo/outbox`
pub(crate) async fn page(State(state): State<DemoState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &DemoState, visit: &Visit) -> Result<Page, PageError> {
    let mails = state.pages.outbox(&visit.request).await?;
    Ok(Page::new(visit.texts.get("demo-outbox"), move || view! { <Outbox mails/> }))
}

#[component]
fn Outbox(mails: Vec<DemoMail>) -> impl IntoView {
    let t = use_texts();
    let list = if mails.is_empty() {
        view! { <p class="muted">{t.get("demo-outbox-empty")}</p> }.into_any()
    } else {
        mails.into_iter().map(|mail| view! { <Mail mail/> }).collect_view().into_any()
    };
    view! {
        <Gate title=t.get("demo-outbox") lead=t.get("demo-outbox-lead")>
            <div id="live-outbox" class="stack" data-live="">
                {list}
            </div>
            <p class="note"><a href="/demo/context">{t.get("demo-title")}</a></p>
        </Gate>
    }
}

/// One mail, as a mail program that shows plain text would.
#[component]
fn Mail(mail: DemoMail) -> impl IntoView {
    let lines = mail.text.lines().map(|line| view! { {shown(line)} <br/> }).collect_view();
    let mailbox = mail.to.clone();
    view! {
        <article class="demo-person" data-mail=mailbox lang=mail.language>
            <h2><bdi>{mail.subject}</bdi></h2>
            <p class="muted dots">
                <span><bdi>{mail.to}</bdi></span>
                <span><When at=mail.at/></span>
            </p>
            <p>{lines}</p>
        </article>
    }
}

/// A line that is an address is one of ours: names in a mail never are.
fn shown(line: &str) -> AnyView {
    let line = line.to_owned();
    if line.starts_with("http://") || line.starts_with("https://") {
        let address = line.clone();
        return view! { <a href=address rel="noreferrer">{line}</a> }.into_any();
    }
    view! { <bdi>{line}</bdi> }.into_any()
}
