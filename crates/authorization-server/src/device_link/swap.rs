//! `POST /confirm-device/{link}`: swaps the link, once, in the browser that asked for it.

use axum::extract::{Path, State};
use axum::response::Response;
use leasehold_http_kit::FormFields;
use leasehold_oauth_types::form::Params;

use super::known::make_known;
use super::opened::Opened;
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::device_key::stay::stays;
use crate::interaction::{NotLive, see_other};
use crate::stop::Stop;

/// 303 to the access page; 410 when the link is over, 403 in another browser. A device with a key shows it here
/// too: without, it is another browser as far as anybody can tell.
pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    Path(link): Path<String>,
    browser: Browser,
    FormFields(form): FormFields,
) -> Result<Response, Stop> {
    swap(&server, &link, &browser, &form).await
}

async fn swap(
    server: &AuthorizationServer,
    link: &str,
    browser: &Browser,
    form: &Params,
) -> Result<Response, Stop> {
    let started = server.now();
    let mut tx = server.storage.write().await?;
    let opened = Opened::load(server, tx.as_mut(), browser, link).await??;
    opened.check_form(server, browser, form)?;
    if !stays(server, tx.as_mut(), browser, &opened.session, form).await? {
        // The challenge is used up.
        tx.commit().await?;
        return Err(NotLive::OtherBrowser.into());
    }
    if !tx.use_link(opened.hash, Some(opened.trust.user), started).await? {
        return Err(NotLive::Over.into());
    }
    let changes = make_known(server, tx.as_mut(), &opened).await?;
    server.finish(tx, changes, started).await?;
    let account = server.config.account_url.trim_end_matches('/');
    Ok(see_other(&format!("{account}/access?done=known"), []))
}
