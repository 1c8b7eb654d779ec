//! Which PINs are acceptable.

use leasehold_factors::{Pin, PinProblem};
use serde::Deserialize;

use crate::report::{Report, same};

#[derive(Deserialize)]
struct Vector {
    pin: String,
    problem: Option<String>,
}

pub(crate) fn run(report: &mut Report) {
    let json = include_str!("../vectors/pin_policy.json");
    let Some(vectors) = report.read::<Vec<Vector>>("PIN policy", json) else { return };
    for vector in vectors {
        report.check(&format!("PIN {:?}", vector.pin), || {
            let problem = Pin::new(&vector.pin).err().map(PinProblem::code);
            same("the problem", problem, vector.problem.as_deref())
        });
    }
}
