//! `POST /interaction/{id}/sign-in`: name, then password.

use axum::extract::State;
use axum::response::Response;
use http::HeaderValue;
use leasehold_domain::device::{DeviceTrust, KeyLoss, TrustState};
use leasehold_domain::facts::Place;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::session::SessionEndReason;
use leasehold_domain::user::{FactorKind, User};
use leasehold_domain::{PlainToken, SessionId, TokenKind};
use leasehold_http_kit::cookies::ISSUER_SESSION;
use leasehold_oauth_types::interaction::SignInError;
use leasehold_oauth_types::notice::NoticeKind;

use crate::AuthorizationServer;
use crate::device_key::arrive::{Arrived, arrive};
use crate::device_key::proof::{self, Proved};
use crate::interaction::device::renew_trust;
use crate::interaction::flash::Flash;
use crate::interaction::form::InteractionForm;
use crate::interaction::live::{Live, NotLive, Pending, see_other};
use crate::interaction::next::{Next, next};
use crate::interaction::passkey::Refused;
use crate::interaction::{go_on, passkey, passwords};
use crate::leases::apply::Changes;
use crate::leases::arrive::challenge;
use crate::leases::end::end_session;
use crate::limits::{self, Standing};
use crate::notices::{Occasion, notify};
use crate::pins;
use crate::recognition::{known_device, meet};
use crate::signals::detect;
use crate::stop::Stop;

/// Longest sign-in name, in characters.
const LONGEST_NAME: usize = 128;

pub(super) async fn post(
    State(server): State<AuthorizationServer>,
    form: InteractionForm,
) -> Result<Response, Stop> {
    let server = &server;
    let mut tx = server.storage.read().await?;
    let live = form.live(server, tx.as_mut()).await?;
    live.check_form(server, &form.browser, form.get("csrf"))?;
    let mut flash = Flash::read(tx.flash(live.authorization.id).await?.as_deref());
    drop(tx);
    (flash.sign_in, flash.unknown_passkey) = (None, None);
    if form.get("back").is_some() {
        return show(server, &live, Flash::default()).await;
    }
    if form.get("factor") == Some("passkey") {
        return with_passkey(server, live, &form, flash).await;
    }
    if let Some(username) = form.get("username") {
        flash.username = sign_in_name(username);
        flash.sign_in = flash.username.is_none().then_some(SignInError::Invalid);
    }
    // A password manager may fill and send both at once.
    match (flash.username.clone(), form.get("password")) {
        (Some(username), Some(password)) if password.len() <= passwords::LONGEST => {
            attempt(server, live, &form, flash, &username, password).await
        }
        (Some(_), Some(_)) => {
            flash.sign_in = Some(SignInError::Invalid);
            show(server, &live, flash).await
        }
        (None, _) if flash.sign_in.is_none() => {
            flash.sign_in = Some(SignInError::Invalid);
            show(server, &live, flash).await
        }
        _ => show(server, &live, flash).await,
    }
}

/// What was typed, or hinted by the client, as a sign-in name could be.
pub(super) fn sign_in_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let valid =
        !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    valid.then_some(name)
}

/// Back to the page, with what it has to say.
async fn show(server: &AuthorizationServer, live: &Live, flash: Flash) -> Result<Response, Stop> {
    let mut tx = server.storage.write().await?;
    tx.set_flash(live.authorization.id, Some(&flash.write())).await?;
    tx.commit().await?;
    Ok(see_other(&live.page("sign-in"), []))
}

/// One attempt: the same steps and the same work whether the account exists or not.
async fn attempt(
    server: &AuthorizationServer,
    live: Live,
    form: &InteractionForm,
    mut flash: Flash,
    username: &str,
    password: &str,
) -> Result<Response, Stop> {
    let browser = &form.browser;
    let now = server.now();
    let mut tx = server.storage.write().await?;
    let user = tx.user_by_username(username).await?;
    let proved = proof::take(server, tx.as_mut(), browser, &form.fields).await?;
    // Without its key a known device is a stranger here too: a copy must not lock it out.
    let device = known_device(server, tx.as_mut(), browser).await?;
    let device = device.filter(|device| proof::is_that_device(device, proved.as_ref()));
    let known = match (&user, &device) {
        (Some(user), Some(device)) => {
            let trust = tx.trust(user.id, device.id).await?;
            trust.filter(|trust| trust.state != TrustState::Blocked).map(|_| device.id)
        }
        _ => None,
    };
    let account = match known {
        Some(device) => format!("known:{device}:{username}"),
        None => format!("stranger:{username}"),
    };
    let address = limits::address_bucket("sign-in", browser.address);
    let buckets = [(account.as_str(), limits::SIGN_IN), (address.as_str(), limits::ADDRESS)];
    for (bucket, limit) in buckets {
        if let Standing::Paused(_) = limits::standing(tx.as_mut(), bucket, limit, now).await? {
            drop(tx);
            flash.sign_in = Some(SignInError::TooMany);
            return show(server, &live, flash).await;
        }
    }
    // Counted before the password is looked at and forgotten if it is right: parallel attempts cannot
    // slip under the limit. The address is never forgotten, or one's own account would refill it.
    tx.add_failure(&account, now).await?;
    let factor = match &user {
        Some(user) => {
            tx.factors(user.id).await?.into_iter().find(|factor| factor.kind == FactorKind::Password)
        }
        None => None,
    };
    tx.commit().await?;
    let tried = user.as_ref().map(|user| user.id);
    let stored = factor.as_ref().map(|factor| factor.secret.clone());
    let right = passwords::verify(password.to_owned(), stored).await;
    match (user, factor) {
        (Some(user), Some(_)) if right && !live.authorization.request.is_for(user.id) => {
            let flash = Flash { sign_in: Some(SignInError::OtherPerson), ..Flash::default() };
            show(server, &live, flash).await
        }
        (Some(user), Some(factor)) if right => {
            let proof = Proof::new(factor.id, FactorKind::Password, now);
            succeed(server, form, user, (proof, proved), Some(&account)).await
        }
        _ => {
            let mut tx = server.storage.write().await?;
            tx.add_failure(&address, now).await?;
            detect::failed_from(server, username, browser.address, known);
            if let Some(user) = tried {
                detect::wrong_password(server, tx.as_mut(), user, known).await?;
            }
            tx.commit().await?;
            flash.sign_in = Some(SignInError::Wrong);
            show(server, &live, flash).await
        }
    }
}

/// The key says who it is; nothing was typed and nothing can be guessed, so only the address is limited.
async fn with_passkey(
    server: &AuthorizationServer,
    live: Live,
    form: &InteractionForm,
    mut flash: Flash,
) -> Result<Response, Stop> {
    let now = server.now();
    let address = limits::address_bucket("sign-in", form.browser.address);
    let mut tx = server.storage.write().await?;
    if let Standing::Paused(_) = limits::standing(tx.as_mut(), &address, limits::ADDRESS, now).await? {
        drop(tx);
        flash.sign_in = Some(SignInError::TooMany);
        return show(server, &live, flash).await;
    }
    let proved = proof::take(server, tx.as_mut(), &form.browser, &form.fields).await?;
    let signed = passkey::sign_in(server, tx.as_mut(), &live, &form.fields).await?;
    if signed.is_err() {
        tx.add_failure(&address, now).await?;
    }
    tx.commit().await?;
    flash.sign_in = Some(SignInError::PasskeyRefused);
    match signed {
        Ok((user, proof)) if live.authorization.request.is_for(user.id) => {
            return succeed(server, form, user, (proof, proved), None).await;
        }
        Ok(_) => flash.sign_in = Some(SignInError::OtherPerson),
        Err(Refused::Unknown(passkey)) => flash.unknown_passkey = Some(passkey),
        Err(Refused::Wrong) => {}
    }
    show(server, &live, flash).await
}

async fn succeed(
    server: &AuthorizationServer,
    form: &InteractionForm,
    user: User,
    (proof, proved): (Proof, Option<Proved>),
    bucket: Option<&str>,
) -> Result<Response, Stop> {
    let now = server.now();
    let browser = &form.browser;
    let mut tx = server.storage.write().await?;
    // Read again: while the password was hashed, another tab may have gone on with the request.
    let mut live = form.live(server, tx.as_mut()).await?;
    if next(server, tx.as_mut(), &live).await? != Next::SignIn {
        drop(tx);
        return Ok(go_on(server, live, Vec::new()).await?);
    }
    if let Some(bucket) = bucket {
        tx.clear_failures(bucket).await?;
    }
    tx.touch_factor(proof.factor, now).await?;
    let Arrived { device, cookie: device_cookie, succeeds } =
        arrive(server, tx.as_mut(), browser, user.id, proved.as_ref()).await?;
    let met = tx.trust(user.id, device.id).await?.is_some();
    let other_key = succeeds.is_some_and(|earlier| earlier.loss == KeyLoss::Changed);
    let trust = meet(server, tx.as_mut(), user.id, device.id, succeeds).await?;
    pins::unlock(server, tx.as_mut(), user.id, device.id, &proof).await?;
    let mut changes = Changes::default();
    if let Some(old) = crate::browser::session(server, tx.as_mut(), browser).await? {
        let same = old.user == user.id && old.device == device.id;
        if same {
            // Signing in again goes on with the session, so that its grants live on, under a new cookie.
            live.session = Some(old);
        } else {
            // A session whose key was not shown goes on where the key is, whoever signs in over a copy of its cookie.
            let of = tx.device(old.device).await?;
            if of.is_none_or(|of| proof::is_that_device(&of, proved.as_ref())) {
                changes = end_session(server, tx.as_mut(), old, SessionEndReason::SignOut).await?;
            }
            live.session = None;
        }
    } else {
        live.session = None;
    }
    let cookie = PlainToken::generate(TokenKind::Session, server.entropy.as_ref());
    let place = Place { since: Some(server.policy_now()), ..browser.place(server) };
    let session = match live.session.take() {
        Some(old) => {
            let since = old.place.since.filter(|_| place.is_where(&old.place)).or(place.since);
            let place = Place { since, ..place };
            let session = Session { cookie: cookie.hashed(), place, ..old.proving(proof) };
            tx.update_session(&session).await?;
            session
        }
        None => {
            let session = Session {
                id: SessionId::generate(now, server.entropy.as_ref()),
                cookie: cookie.hashed(),
                user: user.id,
                device: device.id,
                created_at: now,
                last_seen: now,
                ended: None,
                proofs: vec![proof],
                place,
            };
            tx.add_session(&session).await?;
            session
        }
    };
    detect::signed_in(server, tx.as_mut(), &user, &session, browser.address).await?;
    if !met {
        tx.put_trust(&DeviceTrust { first_session: Some(session.id), ..trust.clone() }).await?;
        detect::new_device(server, tx.as_mut(), &session).await?;
        if other_key {
            detect::other_key(server, tx.as_mut(), &session).await?;
        }
    }
    let client = &live.authorization.request.client;
    changes.extend(challenge(server, tx.as_mut(), &session, client, &proof).await?);
    // A step-up with every sign-in keeps the trust; so does a passkey, from the browser that proves its key.
    if proof.kind.steps_up() && proved.is_some() {
        renew_trust(server, tx.as_mut(), &session).await?;
    }
    if !met && trust.state == TrustState::New {
        let occasion = Occasion::new(format!("device_new:{}", device.id)).in_session(&session);
        changes.extend(notify(server, tx.as_mut(), user.id, NoticeKind::DeviceNew, occasion).await?);
    }
    if live.pending.session != Some(session.id) {
        // What another session proved, confirmed or allowed is not this person's.
        live.pending = Pending::of(Some(session.id));
    }
    live.pending.proofs.push(proof);
    live.session = Some(session);
    if !live.save(tx.as_mut()).await? {
        return Err(NotLive::Over.into());
    }
    tx.set_flash(live.authorization.id, None).await?;
    server.finish(tx, changes, now).await?;
    let mut cookies: Vec<HeaderValue> = vec![ISSUER_SESSION.set(cookie.expose())];
    cookies.extend(device_cookie);
    Ok(go_on(server, live, cookies).await?)
}
