//! Our own transcript, with Argon2id: one PIN registered and proved, and the answer where there is none.

use leasehold_domain::entropy::SeededEntropy;
use leasehold_factors::Pin;
use leasehold_factors::opaque::client::{PinLogin, PinRegistration};
use leasehold_factors::opaque::server::{PinRecord, PinServer};
use leasehold_factors::opaque::{PinError, PinIdentity, TransactionHash};
use serde::Deserialize;

use crate::hex::Hex;
use crate::report::{Outcome, Report, same};

#[derive(Deserialize)]
struct Vector {
    server_seed: Hex,
    issuer: String,
    credential: String,
    transaction: Hex,
    pin: String,
    /// Of [`SeededEntropy`], at both ends.
    random_seed: u64,
    request: Hex,
    response: Hex,
    record: Hex,
    ke1: Hex,
    ke2: Hex,
    ke2_without_record: Hex,
    ke3: Hex,
    transcript: Hex,
}

pub(crate) fn run(report: &mut Report) {
    let Some(vector) = report.read::<Vector>("PIN", include_str!("../vectors/pin.json")) else { return };
    report.check("a PIN is registered", || vector.registration());
    report.check("a PIN is proved", || vector.login());
    report.check("a PIN that is not registered", || vector.fake());
}

impl Vector {
    fn server(&self) -> Result<PinServer, Box<dyn std::error::Error>> {
        Ok(PinServer::from_seed(self.server_seed.0.as_slice().try_into()?)?)
    }

    fn identity(&self) -> PinIdentity<'_> {
        PinIdentity { issuer: &self.issuer, credential: &self.credential }
    }

    fn transaction(&self) -> Result<TransactionHash, Box<dyn std::error::Error>> {
        Ok(TransactionHash::from_bytes(self.transaction.0.as_slice().try_into()?))
    }

    fn registration(&self) -> Outcome {
        let entropy = SeededEntropy::new(self.random_seed);
        let (request, registration) = PinRegistration::start(Pin::new(&self.pin)?, &entropy)?;
        same("the request", Hex::of(request.as_bytes()), self.request.clone())?;
        let response = self.server()?.register(&request, &self.identity())?;
        same("the response", Hex::of(response.as_bytes()), self.response.clone())?;
        let registered = registration.finish(&response, &self.identity(), &entropy)?;
        let record = PinRecord::new(&registered.upload, registered.stretching)?;
        same("the record", Hex(record.to_bytes()), self.record.clone())
    }

    fn login(&self) -> Outcome {
        let (browser, random) =
            (SeededEntropy::new(self.random_seed), SeededEntropy::new(self.random_seed + 1));
        let transaction = self.transaction()?;
        let login = PinLogin::start(Pin::new(&self.pin)?, &browser)?;
        same("KE1", Hex::of(login.ke1().as_bytes()), self.ke1.clone())?;
        let record = PinRecord::from_bytes(&self.record.0)?;
        let answer = self.server()?.start_login(
            Some(&record),
            login.ke1(),
            &self.identity(),
            &transaction,
            &random,
        )?;
        same("KE2", Hex::of(answer.ke2.as_bytes()), self.ke2.clone())?;
        let proof = login.finish(&answer.ke2, answer.stretching, &self.identity(), &transaction, &browser)?;
        same("KE3", Hex::of(proof.ke3.as_bytes()), self.ke3.clone())?;
        same("the browser's transcript", Hex::of(proof.transcript.as_bytes()), self.transcript.clone())?;
        let accepted = answer.pending.finish(&proof.ke3)?;
        same("the server's transcript", Hex::of(accepted.as_bytes()), self.transcript.clone())
    }

    fn fake(&self) -> Outcome {
        let (browser, random) =
            (SeededEntropy::new(self.random_seed), SeededEntropy::new(self.random_seed + 1));
        let transaction = self.transaction()?;
        let login = PinLogin::start(Pin::new(&self.pin)?, &browser)?;
        let answer =
            self.server()?.start_login(None, login.ke1(), &self.identity(), &transaction, &random)?;
        same("KE2", Hex::of(answer.ke2.as_bytes()), self.ke2_without_record.clone())?;
        let proof = login.finish(&answer.ke2, answer.stretching, &self.identity(), &transaction, &browser);
        same("the proof", proof.err(), Some(PinError::WrongPin))
    }
}
