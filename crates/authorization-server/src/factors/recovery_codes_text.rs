//! `GET /factors/recovery-codes.txt`: the codes that the page shows, as a file to keep.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::manager::Manager;
use super::recovery_codes::{PAGE, shown_now};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::see_other;

pub(super) async fn get(State(server): State<AuthorizationServer>, browser: Browser) -> Response {
    match file(&server, &browser).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

/// Only while the page shows them: afterwards nobody has them, we included.
async fn file(server: &AuthorizationServer, browser: &Browser) -> Result<Response, Failure> {
    let mut tx = server.storage.write().await?;
    let Some(manager) = Manager::load(server, tx.as_mut(), browser).await? else {
        return Ok(see_other(&server.config.account_url, []));
    };
    let Some(codes) = shown_now(server, tx.as_mut(), &manager).await? else {
        return Ok(see_other(PAGE, []));
    };
    let text = format!("{} {}\n\n{}\n", server.config.issuer, manager.user.username, codes.join("\n"));
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"leasehold-recovery-codes.txt\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
