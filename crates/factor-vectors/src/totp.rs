//! RFC 6238 appendix B with SHA-1. We show six of the eight digits.

use leasehold_domain::Time;
use leasehold_factors::{TotpOutcome, TotpSecret};
use serde::Deserialize;

use crate::report::{Report, same};

#[derive(Deserialize)]
struct Vectors {
    secret: String,
    codes: Vec<Code>,
}

#[derive(Deserialize)]
struct Code {
    seconds: i64,
    eight_digits: String,
}

pub(crate) fn run(report: &mut Report) {
    let Some(vectors) = report.read::<Vectors>("totp", include_str!("../vectors/totp.json")) else { return };
    for code in vectors.codes {
        report.check(&format!("totp at {}", code.seconds), || {
            let secret = TotpSecret::from_base32(&vectors.secret)?;
            let now = Time::from_timestamp(code.seconds, 0).ok_or("no such time")?;
            let six = &code.eight_digits[2..];
            same("the code", secret.code_at(now).as_str(), six)?;
            let step = TotpSecret::step_at(now);
            same("the outcome", secret.verify(six, now, None), TotpOutcome::Accepted { step })
        });
    }
}
