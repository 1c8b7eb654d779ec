//! `POST /setup/account`: name and password. Nothing is made yet.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use leasehold_factors::TotpSecret;
use leasehold_http_kit::FormFields;
use leasehold_http_kit::cookies::TRANSACTION;
use leasehold_oauth_types::form::Params;
use leasehold_storage::LinkPurpose;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::setup::PAGE;
use crate::interaction::setup::draft::{Chosen, Opened, Stage, check_form, over};
use crate::interaction::{new_password, see_other};

/// Longest full name, in characters.
const LONGEST_NAME: usize = 128;

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    browser: Browser,
    FormFields(form): FormFields,
) -> Response {
    match answer(&server, &browser, &form).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

async fn answer(server: &AuthorizationServer, browser: &Browser, form: &Params) -> Result<Response, Failure> {
    let mut tx = server.storage.read().await?;
    let Some(mut opened) = Opened::load(server, tx.as_mut(), browser).await? else { return Ok(over()) };
    if let Some(refusal) = check_form(server, browser, form, &opened.csrf(server)) {
        return Ok(refusal);
    }
    let username = username(&opened.draft.purpose, form);
    let taken = match &username {
        Some(username) => tx.user_by_username(username).await?.is_some(),
        None => true,
    };
    drop(tx);
    opened.draft.stage = match username.filter(|_| !taken) {
        Some(username) => choose(server, &opened.draft.purpose, username, form).await,
        None => Stage::Account { error: Some("username_invalid".into()) },
    };
    let mut tx = server.storage.write().await?;
    // Not if another tab has finished it meanwhile.
    if Opened::load(server, tx.as_mut(), browser).await?.is_none() {
        return Ok(over());
    }
    opened.save(server, tx.as_mut()).await?;
    tx.commit().await?;
    // The cookie lives on with the draft.
    Ok(see_other(PAGE, [TRANSACTION.set(opened.cookie.expose())]))
}

async fn choose(
    server: &AuthorizationServer,
    purpose: &LinkPurpose,
    username: String,
    form: &Params,
) -> Stage {
    let name = full_name(purpose, &username, form);
    let password = form.get("password").unwrap_or_default();
    match new_password::accept(server, password, &[&username, &name]).await {
        Ok(password) => Stage::Factor(Box::new(Chosen {
            username,
            name,
            password: password.hash,
            may_stand_alone: password.may_stand_alone,
            secret: TotpSecret::generate(server.entropy.as_ref()).expose().to_vec(),
            error: None,
        })),
        Err(code) => Stage::Account { error: Some(code.to_owned()) },
    }
}

/// Fixed by the link, or 3 to 64 letters, digits, dots, dashes or underscores.
fn username(purpose: &LinkPurpose, form: &Params) -> Option<String> {
    if let LinkPurpose::NewUser { username, .. } = purpose {
        return Some(username.clone());
    }
    let given = form.get("username")?.trim().to_lowercase();
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
    ((3..=64).contains(&given.len()) && given.bytes().all(allowed)).then_some(given)
}

/// Fixed by the link, or what was typed; whoever types none is called by the sign-in name.
fn full_name(purpose: &LinkPurpose, username: &str, form: &Params) -> String {
    if let LinkPurpose::NewUser { name, .. } = purpose {
        return name.clone();
    }
    let given = form.get("name").unwrap_or_default().trim();
    let valid = (1..=LONGEST_NAME).contains(&given.chars().count()) && !given.contains(char::is_control);
    if valid { given.to_owned() } else { username.to_owned() }
}
