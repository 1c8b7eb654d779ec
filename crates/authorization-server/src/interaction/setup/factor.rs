//! `POST /setup/factor`: the first code of an authenticator app makes the account.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use leasehold_domain::user::Role;
use leasehold_http_kit::FormFields;
use leasehold_http_kit::cookies::TRANSACTION;
use leasehold_oauth_types::form::Params;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::setup::PAGE;
use crate::interaction::setup::create::{Proved, create};
use crate::interaction::setup::draft::{Chosen, Opened, SetupDraft, Stage, check_form, over, role};
use crate::interaction::{enrolment, see_other};

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
    let mut tx = server.storage.write().await?;
    let Some(mut opened) = Opened::load(server, tx.as_mut(), browser).await? else { return Ok(over()) };
    if let Some(refusal) = check_form(server, browser, form, &opened.csrf(server)) {
        return Ok(refusal);
    }
    let Stage::Factor(chosen) = opened.draft.stage.clone() else { return Ok(see_other(PAGE, [])) };
    let secret = enrolment::secret(&chosen.secret)?;
    let proved = if form.get("skip").is_some() && may_skip(&opened.draft, &chosen) {
        None
    } else {
        let code = form.get("code").unwrap_or_default();
        let bucket = opened.key.bucket();
        match enrolment::first_code(server, tx.as_mut(), &secret, code, &bucket, browser).await? {
            Ok(step) => Some(Proved { secret, step }),
            Err(error) => {
                opened.draft.stage = Stage::Factor(Box::new(Chosen { error: Some(error), ..*chosen }));
                opened.save(server, tx.as_mut()).await?;
                tx.commit().await?;
                return Ok(see_other(PAGE, [TRANSACTION.set(opened.cookie.expose())]));
            }
        }
    };
    if !opened.key.take(server, tx.as_mut()).await? {
        return Ok(over());
    }
    create(server, tx, browser, &opened.draft.purpose, *chosen, proved).await
}

/// An administrator never goes without, and a password only if it is long enough to stand alone.
pub(super) fn may_skip(draft: &SetupDraft, chosen: &Chosen) -> bool {
    role(&draft.purpose) == Role::User && chosen.may_stand_alone
}
