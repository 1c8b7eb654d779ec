use leasehold_oauth_types::account::{NoticeView, NoticesView};
use leasehold_oauth_types::notice::NoticeKind;
use leptos::prelude::*;

use super::notice_words::sentence;
use crate::components::{Button, ButtonKind, Icon, Pill, PostForm, Symbol, Tone, When};
use crate::visit::use_visit;

/// How many notices the overview shows.
const SHOWN: usize = 6;

/// What the person was told, the newest first, with the unread ones marked.
#[component]
pub(super) fn NoticeList(notices: NoticesView) -> impl IntoView {
    let visit = use_visit();
    let t = visit.texts;
    let csrf = visit.person.map(|person| person.csrf.clone()).unwrap_or_default();
    let newest = notices.notices.first()?.notice.clone();
    let unread = notices.unread;
    let all = (unread > 1).then(|| {
        view! {
            <PostForm action="/actions/read-notices" csrf=csrf.clone()>
                <input type="hidden" name="notice" value=newest/>
                <Button kind=ButtonKind::Small label=t.get("notices-read-all") name="until" value="1"/>
            </PostForm>
        }
    });
    let rows = notices.notices.into_iter().take(SHOWN);
    let rows = rows.map(|notice| view! { <NoticeRow notice csrf=csrf.clone()/> }).collect_view();
    Some(view! {
        <div class="section-head">
            <h2 class="section">{t.with("notices-title", [("n", unread.into())])}</h2>
            {all}
        </div>
        <ul class="card rows" role="list">{rows}</ul>
    })
}

#[component]
fn NoticeRow(notice: NoticeView, csrf: String) -> impl IntoView {
    let t = use_visit().texts;
    let where_it_was: Vec<String> = [
        notice.device.clone(),
        notice.place.clone().map(|place| t.with("notices-near", [("place", place.into())])),
    ]
    .into_iter()
    .flatten()
    .filter(|fact| !fact.is_empty())
    .collect();
    let facts = where_it_was.into_iter().map(|fact| view! { <span><bdi>{fact}</bdi></span> }).collect_view();
    let unread =
        (!notice.read).then(|| view! { <Pill tone=Tone::Wait icon=Icon::Info text=t.get("notices-new")/> });
    let form = (!notice.read).then(|| {
        view! {
            <PostForm action="/actions/read-notices" csrf>
                <input type="hidden" name="notice" value=notice.notice.clone()/>
                <Button kind=ButtonKind::Small label=t.get("notices-read")/>
            </PostForm>
        }
    });
    view! {
        <li class="row notice" class:row-gone=notice.read>
            <span class="row-icon">
                <Symbol icon=icon(&notice.kind)/>
            </span>
            <div class="row-text">
                <p class="row-title"><bdi>{sentence(t, &notice.kind)}</bdi> {unread}</p>
                <p class="muted dots">
                    <span><When at=notice.at/></span>
                    {facts}
                </p>
            </div>
            <div class="row-side">{form}</div>
        </li>
    }
}

const fn icon(kind: &NoticeKind) -> Icon {
    match kind {
        NoticeKind::FactorAdded { .. }
        | NoticeKind::FactorRenamed { .. }
        | NoticeKind::FactorRemoved { .. }
        | NoticeKind::RecoveryCodesMade
        | NoticeKind::PasswordChanged => Icon::Key,
        NoticeKind::RecoveryCodeUsed { .. }
        | NoticeKind::PinLocked
        | NoticeKind::CodesPaused
        | NoticeKind::PasskeyCloned { .. }
        | NoticeKind::DeviceKeyChanged
        | NoticeKind::PolicyAsked { .. }
        | NoticeKind::PolicyComing { .. } => Icon::Warning,
        NoticeKind::DeviceNew => Icon::Laptop,
        NoticeKind::DeviceLinkSent { .. } => Icon::Key,
        NoticeKind::DeviceConfirmed { .. }
        | NoticeKind::DeviceKnown { .. }
        | NoticeKind::ActivityConfirmed => Icon::Check,
        NoticeKind::DeviceBlocked { .. } => Icon::Cross,
    }
}
