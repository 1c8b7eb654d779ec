//! Proving a second factor: the same for every page that asks for one.

use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_domain::{DeviceId, UserId};
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::factors::change;
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::live::Live;
use crate::interaction::named::Named;
use crate::interaction::{passkey, totp};
use crate::pins;

/// Which page asks whom, and what for. An answer that was made for another is none.
pub(crate) struct Question {
    /// Purpose of the challenges that passkeys sign.
    pub(crate) purpose: &'static str,
    /// The page, in its browser.
    pub(crate) bound_to: Vec<u8>,
    /// Hash over what the page names; the proof of a PIN is good for that alone (checklist OP-6).
    pub(crate) transaction: [u8; 32],
    pub(crate) user: UserId,
    pub(crate) device: DeviceId,
}

impl Question {
    /// Of the step-up page.
    pub(super) fn of_step_up(live: &Live, session: &Session, named: &Named) -> Self {
        let (purpose, bound_to) = passkey::stepping_up(live, session);
        let transaction = named.transaction(live);
        Self { purpose, bound_to, transaction, user: session.user, device: session.device }
    }

    /// What a challenge is bound to that has to do with what the page names.
    pub(crate) fn binding(&self) -> Vec<u8> {
        [self.bound_to.as_slice(), &self.transaction].concat()
    }
}

/// Checks what the form brings (`factor=totp|passkey|pin` and the fields of that way) against the factors that
/// are good for the page. In the transaction of the caller, who commits whatever the answer is: a failure has
/// to stay counted, a challenge used up.
pub(crate) async fn second_factor(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factors: &[&Factor],
    question: &Question,
    form: &Params,
    browser: &Browser,
) -> Result<Result<(Factor, Proof), StepUpError>, Failure> {
    let retired = change::retire(server, tx, factors).await?;
    let factors: Vec<&Factor> =
        factors.iter().copied().filter(|factor| !retired.contains(&factor.id)).collect();
    let factors = factors.as_slice();
    let proved = match form.get("factor").unwrap_or("totp") {
        "totp" => {
            let apps: Vec<&Factor> =
                factors.iter().copied().filter(|factor| factor.kind == FactorKind::Totp).collect();
            let code = form.get("code").unwrap_or_default();
            totp::check(server, tx, &apps, question.device, code, browser).await?
        }
        "passkey" => {
            let ceremony = Ceremony { purpose: question.purpose, bound_to: &question.bound_to };
            passkey::check(server, tx, factors, ceremony, form).await?
        }
        "pin" => pins::check(server, tx, factors, question, form).await?,
        _ => Err(StepUpError::NotEligible),
    };
    if let Ok((_, proof)) = &proved {
        pins::unlock(server, tx, question.user, question.device, proof).await?;
    }
    Ok(proved.map(|(factor, proof)| (factor.clone(), proof)))
}
