use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

use crate::components::{Fact, Facts, Gate};
use crate::data::{DemoPerson, PageError};
use crate::sites::demo::DemoState;
use crate::sites::{Page, respond};
use crate::visit::{Visit, use_texts, use_visit};

/// `GET /demo/people`
pub(crate) async fn page(State(state): State<DemoState>, visit: Visit) -> Response {
    let page = load(&state, &visit).await;
    respond(visit, page)
}

async fn load(state: &DemoState, visit: &Visit) -> Result<Page, PageError> {
    let people = state.pages.people(&visit.request).await?;
    Ok(Page::new(visit.texts.get("demo-people"), move || view! { <People people/> }))
}

#[component]
fn People(people: Vec<DemoPerson>) -> impl IntoView {
    let t = use_texts();
    let cards = people.into_iter().map(|person| view! { <Person person/> }).collect_view();
    view! {
        <Gate title=t.get("demo-people") lead=t.get("demo-people-lead")>
            <div id="live-people" class="stack" data-live="">
                {cards}
            </div>
            <p class="note"><a href="/demo/context">{t.get("demo-title")}</a></p>
            <p class="note"><a href="/demo/outbox">{t.get("demo-outbox")}</a></p>
        </Gate>
    }
}

#[component]
fn Person(person: DemoPerson) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let facts = vec![
        Fact::new(t.get("sign-in-username"), person.username.clone()),
        Fact::new(t.get("sign-in-password"), person.password),
        Fact::new(t.get("demo-secret"), person.secret),
    ];
    let next = visit.now + i64::from(person.seconds_left);
    let (minutes, seconds) = (person.seconds_left / 60, person.seconds_left % 60);
    view! {
        <section class="demo-person" data-person=person.username>
            <h2>{person.name}</h2>
            <p class="demo-code number" data-code="">{person.totp}</p>
            <p class="muted">
                {t.get("demo-next-code")} " "
                <span class="number" data-countdown=next.to_string()>{format!("{minutes}:{seconds:02}")}</span>
            </p>
            <Facts facts/>
        </section>
    }
}
