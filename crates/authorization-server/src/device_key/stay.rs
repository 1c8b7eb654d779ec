//! Whether a session is still in the browser that holds the key of its device.

use axum::response::Response;
use leasehold_domain::session::Session;
use leasehold_factors::device_key::Purpose;
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::SignInError;
use leasehold_storage::{Result, Transaction};

use super::bind::bind;
use super::proof::{self, is_that_device};
use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::drafts::DraftKey;
use crate::interaction::flash::Flash;
use crate::interaction::{Live, NotLive, Pending, see_other};

/// Checks the proof that a step-up brings, and binds the first key of a device. `false` if the session came
/// without the key of its device: as far as anybody can tell its cookie was copied.
pub(crate) async fn stays(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
    session: &Session,
    form: &Params,
) -> Result<bool> {
    let proved = proof::take(server, tx, browser, form).await?;
    let proved = proved.filter(|proved| proved.purpose == Purpose::StepUp);
    let Some(device) = tx.device(session.device).await? else { return Ok(false) };
    if !is_that_device(&device, proved.as_ref()) {
        tracing::warn!(device = %device.id, session = %session.id, "a step-up came without the key of its device");
        return Ok(false);
    }
    let Some(proved) = proved else { return Ok(true) };
    // The first key of this device, unless another device has it: then this is that other one.
    bind(server, tx, &device, &proved).await
}

/// Has the person sign in in this browser, and says why, whoever's session it showed. The session itself goes on where its key
/// is: a stolen cookie must not end it (invariant 9).
pub(crate) async fn sign_in_here(
    mut tx: Box<dyn Transaction>,
    mut live: Live,
) -> std::result::Result<Response, Failure> {
    live.pending = Pending::of(None);
    live.session = None;
    if !live.save(tx.as_mut()).await? {
        return Ok(NotLive::Over.response());
    }
    let why = Flash { sign_in: Some(SignInError::KeyMissing), ..Flash::default() };
    tx.set_flash(live.authorization.id, Some(&why.write())).await?;
    tx.commit().await?;
    Ok(see_other(&live.page("sign-in"), []))
}

/// Remembers for the next sign-in in this browser why there is one, where no request waits that could say so: a page
/// about factors has none.
pub(crate) async fn remember_why(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<()> {
    match reason(server, browser) {
        Some(reason) => reason.write(server, tx, &SignInError::KeyMissing).await,
        None => Ok(()),
    }
}

/// What was remembered, said once.
pub(crate) async fn why(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    browser: &Browser,
) -> Result<Option<SignInError>> {
    match reason(server, browser) {
        Some(reason) => reason.say(server, tx).await,
        None => Ok(None),
    }
}

fn reason(server: &AuthorizationServer, browser: &Browser) -> Option<DraftKey> {
    let device = browser.device.as_ref()?;
    Some(DraftKey::new(server, "draft-why-sign-in", device.hashed()))
}
