//! `GET /account/v1/notices`: what the person was told, the newest first.

use axum::Json;
use axum::extract::State;
use leasehold_domain::notice::Notice;
use leasehold_oauth_types::account::{NoticeView, NoticesView};

use crate::AuthorizationServer;
use crate::account::{AccountCaller, ApiFailure};

/// How many are shown.
const SHOWN: u32 = 50;

pub(super) async fn get(
    State(server): State<AuthorizationServer>,
    caller: AccountCaller,
) -> Result<Json<NoticesView>, ApiFailure> {
    let mut tx = server.storage.read().await?;
    let notices = tx.notices(caller.user.id, SHOWN).await?;
    let unread = tx.unread_notices(caller.user.id).await?;
    let locale = &caller.user.locale;
    let notices = notices.into_iter().map(|notice| view(notice, locale)).collect();
    Ok(Json(NoticesView { notices, unread }))
}

fn view(notice: Notice, locale: &str) -> NoticeView {
    let place = notice.country.map(|code| leasehold_policy::country_name(&code, locale).to_owned());
    NoticeView {
        notice: notice.id.to_string(),
        kind: notice.kind,
        at: notice.at.timestamp(),
        device: notice.device,
        place,
        read: notice.read_at.is_some(),
    }
}
