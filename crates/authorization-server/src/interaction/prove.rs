//! Proving a second factor: the same for every page that asks for one.

use leasehold_domain::proof::Proof;
use leasehold_domain::user::{Factor, FactorKind};
use leasehold_oauth_types::form::Params;
use leasehold_oauth_types::interaction::StepUpError;
use leasehold_storage::Transaction;

use crate::AuthorizationServer;
use crate::browser::Browser;
use crate::failure::Failure;
use crate::interaction::ceremony::Ceremony;
use crate::interaction::{passkey, totp};

/// Checks what the form brings (`factor=totp|passkey` and the fields of that way) against the factors that
/// are good for the page. In the transaction of the caller, who commits whatever the answer is: a failure has
/// to stay counted, a challenge used up.
pub(crate) async fn second_factor(
    server: &AuthorizationServer,
    tx: &mut dyn Transaction,
    factors: &[&Factor],
    (purpose, bound_to): (&'static str, Vec<u8>),
    form: &Params,
    browser: &Browser,
) -> Result<Result<(Factor, Proof), StepUpError>, Failure> {
    let enrolled = |kind| factors.iter().copied().find(|factor: &&Factor| factor.kind == kind);
    let proved = match form.get("factor").unwrap_or("totp") {
        "totp" => {
            let Some(factor) = enrolled(FactorKind::Totp) else { return Ok(Err(StepUpError::NotEligible)) };
            let code = form.get("code").unwrap_or_default();
            totp::check(server, tx, factor, code, browser).await?.map(|proof| (factor, proof))
        }
        "passkey" => {
            let ceremony = Ceremony { purpose, bound_to: &bound_to };
            passkey::check(server, tx, factors, ceremony, form).await?
        }
        _ => Err(StepUpError::NotEligible),
    };
    Ok(proved.map(|(factor, proof)| (factor.clone(), proof)))
}
