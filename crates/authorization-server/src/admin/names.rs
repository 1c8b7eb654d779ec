//! Names of what log entries are about, each looked up once per page.

use std::collections::BTreeMap;

use leasehold_domain::hold::Subject;
use leasehold_domain::{DeviceId, SessionId, UserId};
use leasehold_storage::{Result, Transaction};

/// Full name and sign-in name.
pub(super) type PersonNames = (String, String);

/// What was looked up so far.
#[derive(Default)]
pub(super) struct Names {
    people: BTreeMap<UserId, PersonNames>,
    devices: BTreeMap<DeviceId, Option<String>>,
    sessions: BTreeMap<SessionId, Option<DeviceId>>,
}

impl Names {
    /// The person's names; empty if the person was erased.
    pub(super) async fn person(&mut self, tx: &mut dyn Transaction, id: UserId) -> Result<PersonNames> {
        if let Some(names) = self.people.get(&id) {
            return Ok(names.clone());
        }
        let names = tx.user(id).await?.map(|user| (user.name, user.username)).unwrap_or_default();
        self.people.insert(id, names.clone());
        Ok(names)
    }

    /// The name of the device concerned, directly or by its session.
    pub(super) async fn device(
        &mut self,
        tx: &mut dyn Transaction,
        subject: &Subject,
    ) -> Result<Option<String>> {
        let id = match (subject.device, subject.session) {
            (Some(id), _) => id,
            (None, Some(session)) => match self.device_of(tx, session).await? {
                Some(id) => id,
                None => return Ok(None),
            },
            (None, None) => return Ok(None),
        };
        if let Some(name) = self.devices.get(&id) {
            return Ok(name.clone());
        }
        let name = tx.device(id).await?.map(|device| device.name);
        self.devices.insert(id, name.clone());
        Ok(name)
    }

    async fn device_of(&mut self, tx: &mut dyn Transaction, id: SessionId) -> Result<Option<DeviceId>> {
        if let Some(device) = self.sessions.get(&id) {
            return Ok(*device);
        }
        let device = tx.session(id).await?.map(|session| session.device);
        self.sessions.insert(id, device);
        Ok(device)
    }
}
