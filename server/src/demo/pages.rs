//! What the demo's pages show.

use leasehold_app::data::{
    DemoContextView, DemoDevice, DemoMail, DemoPages, DemoPerson, DemoPlace, PageError, PageRequest,
};
use leasehold_domain::Time;
use leasehold_notify::Letter;

use super::clock::ZONE;
use super::context_form::csrf;
use super::device::Choice;
use super::people;
use super::places::Place;
use super::state::Demo;

/// How long a code is current, in seconds (RFC 6238).
const STEP: i64 = 30;

#[async_trait::async_trait]
impl DemoPages for Demo {
    async fn context(&self, request: &PageRequest) -> Result<DemoContextView, PageError> {
        let current = match self.device(&request.headers).await.map_err(unavailable)? {
            Some(device) => self.place(device).await.map_err(unavailable)?,
            None => None,
        };
        // Loopback lies in the Netherlands until the browser is moved.
        let current = current.unwrap_or(Place::Netherlands);
        let places =
            Place::ALL.map(|place| DemoPlace { code: place.code().into(), current: place == current });
        let (device, signed_in) = self.present_device(&request.headers).await.map_err(unavailable)?;
        let devices = Choice::ALL.into_iter().filter(|choice| signed_in || *choice != Choice::Laptop);
        let devices =
            devices.map(|choice| DemoDevice { code: choice.code().into(), current: choice == device });
        Ok(DemoContextView {
            devices: devices.collect(),
            csrf: csrf(self, &request.headers),
            places: places.into(),
            policy_now: self.policy_clock_now().timestamp(),
            shifted: !self.policy_clock.offset().is_zero(),
            zone: ZONE.name().into(),
        })
    }

    async fn people(&self, _: &PageRequest) -> Result<Vec<DemoPerson>, PageError> {
        let now = self.clock.now();
        let people = people::all().map_err(|_| PageError::Unavailable)?;
        Ok(people.into_iter().map(|person| shown(person, now)).collect())
    }

    async fn outbox(&self, _: &PageRequest) -> Result<Vec<DemoMail>, PageError> {
        Ok(self.outbox.letters().into_iter().map(mail).collect())
    }
}

fn mail(letter: Letter) -> DemoMail {
    let Letter { to, language, subject, text, at, .. } = letter;
    DemoMail { to, language, subject, text, at: at.timestamp() }
}

fn shown(person: people::Person, now: Time) -> DemoPerson {
    let left = STEP - now.timestamp().rem_euclid(STEP);
    DemoPerson {
        totp: person.secret.code_at(now),
        seconds_left: u32::try_from(left).unwrap_or_default(),
        secret: person.secret.base32_groups().to_string(),
        name: person.name,
        username: person.username,
        password: person.password,
    }
}

fn unavailable(error: leasehold_storage::StorageError) -> PageError {
    tracing::error!(error = &error as &dyn std::error::Error, "the panel cannot be shown");
    PageError::Unavailable
}
