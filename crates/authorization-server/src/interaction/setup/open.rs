//! `POST /setup/{link}`: swaps the link for a cookie, once.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use leasehold_domain::{PlainToken, TokenKind};
use leasehold_http_kit::FormFields;
use leasehold_http_kit::cookies::TRANSACTION;
use leasehold_oauth_types::form::Params;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::see_other;
use crate::interaction::setup::PAGE;
use crate::interaction::setup::draft::{SetupDraft, Stage, check_form, form_token, is_open, key, over};

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    Path(link): Path<String>,
    browser: Browser,
    FormFields(form): FormFields,
) -> Response {
    match answer(&server, &link, &browser, &form).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn answer(
    server: &AuthorizationServer,
    link: &str,
    browser: &Browser,
    form: &Params,
) -> Result<Response, Failure> {
    let Ok(link) = PlainToken::parse(TokenKind::Link, link) else { return Ok(over()) };
    let expected = form_token(server, link.hashed());
    if let Some(refusal) = check_form(server, browser, form, &expected) {
        return Ok(refusal);
    }
    let mut tx = server.storage.write().await?;
    let Some(found) = tx.link(link.hashed()).await? else { return Ok(over()) };
    if !is_open(tx.as_mut(), &found.purpose).await? || !tx.use_link(link.hashed(), None, server.now()).await?
    {
        return Ok(over());
    }
    // A new cookie, so that nobody can have planted it.
    let cookie = PlainToken::generate(TokenKind::Transaction, server.entropy.as_ref());
    let draft = SetupDraft {
        purpose: found.purpose,
        link_expires_at: found.expires_at,
        stage: Stage::Account { error: None },
    };
    key(server, &cookie).write(server, tx.as_mut(), &draft).await?;
    tx.commit().await?;
    Ok(see_other(PAGE, [TRANSACTION.set(cookie.expose())]))
}
