use leasehold_oauth_types::{Problem, Reason, Remedy};
use leptos::prelude::*;

use crate::components::{ButtonKind, Icon, LinkButton, Pill, Tone};
use crate::visit::{use_texts, use_visit};

/// Why an API refused, and the way back: to the dashboard's access page, or to wait.
#[component]
pub(crate) fn Refusal(problem: Problem) -> impl IntoView {
    let t = use_texts();
    let waits = !problem.reasons.is_empty() && problem.reasons.iter().all(|reason| reason.remedy == Remedy::Wait);
    let removed = problem.reasons.iter().any(|reason| reason.remedy == Remedy::AskAdmin);
    let reasons = if problem.reasons.is_empty() {
        view! { <p>{t.get("refusal-no-reason")}</p> }.into_any()
    } else {
        problem.reasons.into_iter().map(|reason| view! { <ReasonLine reason/> }).collect_view().into_any()
    };
    let back = if waits { "refusal-look" } else if removed { "refusal-ask" } else { "refusal-restore" };
    let href = format!("{}/access", use_visit().site.dashboard_origin);
    view! {
        <section class="refusal" role="alert">
            {reasons}
            <LinkButton
                kind=if waits { ButtonKind::Quiet } else { ButtonKind::Primary }
                href
                label=t.get(back)
            />
        </section>
    }
}

#[component]
fn ReasonLine(reason: Reason) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let text = reason.text.unwrap_or_else(|| t.get("refusal-no-reason"));
    let (tone, icon, word) = match reason.remedy {
        Remedy::Wait => (Tone::Wait, Icon::Pause, match reason.retry_after {
            Some(seconds) => {
                let until = visit.now.saturating_add(i64::try_from(seconds).unwrap_or(0));
                t.with("word-paused-until", [("until", t.upcoming(until, visit.now).into())])
            }
            None => t.get("word-paused"),
        }),
        Remedy::AskAdmin => (Tone::Plain, Icon::Cross, t.get("word-removed")),
        _ => (Tone::Good, Icon::Key, t.get("word-needs-you")),
    };
    view! {
        <Pill tone icon text=word/>
        <p>{text}</p>
    }
}
