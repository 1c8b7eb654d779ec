//! Recovery codes: what is shown, what is read, what is hashed.

use leasehold_factors::RecoveryCode;
use serde::Deserialize;

use crate::hex::Hex;
use crate::report::{Report, same};

#[derive(Deserialize)]
struct Vectors {
    codes: Vec<Code>,
    refused: Vec<String>,
}

#[derive(Deserialize)]
struct Code {
    name: String,
    canonical: Hex,
    display: String,
    typed: Vec<String>,
}

pub(crate) fn run(report: &mut Report) {
    let json = include_str!("../vectors/recovery_codes.json");
    let Some(vectors) = report.read::<Vectors>("recovery codes", json) else { return };
    for code in vectors.codes {
        report.check(&format!("recovery code, {}", code.name), || {
            for typed in &code.typed {
                let read = RecoveryCode::parse(typed)?;
                same(typed, Hex::of(read.canonical()), code.canonical.clone())?;
                same(typed, read.display().as_str(), &code.display)?;
            }
            Ok(())
        });
    }
    for refused in vectors.refused {
        report.check(&format!("recovery code {refused:?}"), || {
            same("that it is read", RecoveryCode::parse(&refused).is_ok(), false)
        });
    }
}
