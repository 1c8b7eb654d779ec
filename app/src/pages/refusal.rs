use leasehold_oauth_types::{Problem, Reason, Remedy};
use leptos::prelude::*;

use super::bank_api::INSUFFICIENT_FUNDS;
use crate::components::{Alert, AlertTone, ButtonKind, Icon, LinkButton, Pill, Tone};
use crate::visit::{use_texts, use_visit};

/// Why an API refused, and the way back: to the dashboard's access page, or to wait.
#[component]
pub(crate) fn Refusal(problem: Problem) -> impl IntoView {
    let t = use_texts();
    let waits =
        !problem.reasons.is_empty() && problem.reasons.iter().all(|reason| reason.remedy == Remedy::Wait);
    let removed = problem.reasons.iter().any(|reason| reason.remedy == Remedy::AskAdmin);
    if problem.reasons.is_empty() {
        let key = if problem.kind == INSUFFICIENT_FUNDS { "pay-funds" } else { "refusal-no-reason" };
        return view! { <Alert tone=AlertTone::Error text=t.get(key)/> }.into_any();
    }
    // That a payment is confirmed each time is everyday life; beside a real reason it would only confuse.
    let usual = |reason: &Reason| reason.code == "stale_authentication";
    let only_usual = problem.reasons.iter().all(usual);
    let told = problem.reasons.into_iter().filter(|reason| only_usual || !usual(reason));
    let reasons = told.map(|reason| view! { <ReasonLine reason/> }).collect_view();
    let back = if waits {
        "refusal-look"
    } else if removed {
        "refusal-ask"
    } else {
        "refusal-restore"
    };
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
    .into_any()
}

#[component]
fn ReasonLine(reason: Reason) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let text = reason.text.unwrap_or_else(|| t.get("refusal-no-reason"));
    let (tone, icon, word) = match reason.remedy {
        Remedy::Wait => (
            Tone::Wait,
            Icon::Pause,
            match reason.retry_after {
                Some(seconds) => {
                    let until = visit.policy_now.saturating_add(i64::try_from(seconds).unwrap_or(0));
                    t.with("word-paused-until", [("until", t.upcoming(until, visit.policy_now).into())])
                }
                None => t.get("word-paused"),
            },
        ),
        Remedy::AskAdmin => (Tone::Plain, Icon::Cross, t.get("word-removed")),
        _ => (Tone::Good, Icon::Key, t.get("word-needs-you")),
    };
    view! {
        <Pill tone icon text=word/>
        <p>{text}</p>
    }
}
