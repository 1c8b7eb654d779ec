//! A small model of the authorization server around the real policy and the real context engine: one person with
//! devices, sessions, signals, holds and waivers.
//!
//! - this file: who has what, and what happens to it;
//! - `facts`: from that to the facts of a decision;
//! - `weigh`: decisions, holds and remedies.
//!
//! Lifetimes are those of the server (`config.rs`, `signals`, `session.rs`). What is not modelled stands in
//! docs/livability.md.

mod facts;
mod weigh;

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use leasehold_context::behaviour::{Batch, Profile};
use leasehold_context::failures::{Heat, Ledger, Thresholds};
use leasehold_context::travel::{self, Stop};
use leasehold_domain::decision::{Finding, SubjectKind};
use leasehold_domain::device::KeyLoss;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::facts::{KeyState, Place, Quality, WaiverFact};
use leasehold_domain::session::Session as Lifetimes;
use leasehold_domain::signal::{Signal, SignalKind};
use leasehold_domain::{DeviceId, SessionId, SignalId, Time, UserId};
use leasehold_oauth_types::{Scope, ScopeSet};
use leasehold_policy::PolicyEngine;
pub use weigh::Verdict;

use crate::atlas::{Atlas, Spot};
use crate::scopes::Scopes;

/// How long a confirmed device is trusted, and a waiver speaks (`trust` of the configuration).
const TRUST: Duration = Duration::days(90);
const WAIVER: Duration = Duration::hours(12);
/// Of the networks on which sign-ins fail.
const FAILURES_WINDOW: Duration = Duration::minutes(15);

/// What all people share.
#[derive(Debug)]
pub struct Shared {
    /// The policy.
    pub policy: PolicyEngine,
    /// The context engine.
    pub atlas: Atlas,
    /// What can be taken away.
    pub scopes: Scopes,
}

/// A browser or app.
#[derive(Clone, Debug)]
pub struct Device {
    id: DeviceId,
    /// Whether it has a key; then its sessions are bound to one as well.
    pub keyed: bool,
    trusted_until: Option<Time>,
    lost: Option<KeyLoss>,
    traits_changed_at: Option<Time>,
    met: bool,
    last: Option<Stop>,
    session: Option<Session>,
}

#[derive(Clone, Debug)]
struct Session {
    id: SessionId,
    began: Time,
    used: Time,
    issued_in: Place,
}

#[derive(Clone, Debug)]
struct Held {
    finding: Finding,
    session: Option<SessionId>,
    device: Option<DeviceId>,
    scopes: ScopeSet,
}

#[derive(Clone, Debug)]
struct Waiver {
    session: SessionId,
    device: DeviceId,
    fact: WaiverFact,
}

/// One person, as the server knows them. A copy goes its own way: attacks are tried on copies.
#[derive(Clone, Debug)]
pub struct World<'a> {
    shared: &'a Shared,
    user: UserId,
    zone: &'static str,
    drawn: u64,
    /// Their devices, and those of others who came in.
    pub devices: Vec<Device>,
    signals: Vec<Signal>,
    holds: Vec<Held>,
    waiting: BTreeSet<(SessionId, String, String)>,
    waivers: Vec<Waiver>,
    /// What they usually do.
    pub profile: Profile,
    signed_in: Option<Stop>,
    consented_at: Time,
    used: BTreeMap<Scope, Time>,
}

impl<'a> World<'a> {
    /// A person with a laptop and a telephone, both confirmed.
    #[must_use]
    pub fn new(shared: &'a Shared, zone: &'static str, keyed: bool, seed: u64, at: Time) -> Self {
        let entropy = SeededEntropy::new(seed);
        let mut world = Self {
            shared,
            user: UserId::generate(at, &entropy),
            zone,
            drawn: seed << 20,
            devices: Vec::new(),
            signals: Vec::new(),
            holds: Vec::new(),
            waiting: BTreeSet::new(),
            waivers: Vec::new(),
            profile: Profile::default(),
            signed_in: None,
            consented_at: at,
            used: BTreeMap::new(),
        };
        for _ in 0..2 {
            let device = world.add_device(keyed, at);
            world.confirm(device, at);
        }
        world
    }

    /// A device that nobody has seen before.
    pub fn add_device(&mut self, keyed: bool, at: Time) -> usize {
        let id = DeviceId::generate(at, &self.entropy());
        self.devices.push(Device {
            id,
            keyed,
            trusted_until: None,
            lost: None,
            traits_changed_at: None,
            met: false,
            last: None,
            session: None,
        });
        self.devices.len() - 1
    }

    /// Another device in place of this one. One that `lost` the key shows the cookie of this one.
    pub fn replace_device(&mut self, device: usize, keyed: bool, lost: Option<KeyLoss>, at: Time) {
        let id = DeviceId::generate(at, &self.entropy());
        let Some(device) = self.devices.get_mut(device) else { return };
        *device = Device {
            id,
            keyed,
            trusted_until: None,
            lost,
            traits_changed_at: None,
            met: false,
            last: None,
            session: None,
        };
    }

    /// It looks different than before.
    pub fn looks_different(&mut self, device: usize, at: Time) {
        if let Some(device) = self.devices.get_mut(device) {
            device.traits_changed_at = Some(at);
        }
        self.note(SignalKind::TraitsChanged, SubjectKind::Device, device, at, BTreeMap::new());
    }

    /// Makes sure that there is a session; `true` if somebody had to sign in for it. `failures` are those of
    /// strangers on that network: how many, and of how many accounts.
    pub fn sign_in(&mut self, device: usize, spot: Spot, at: Time, failures: (u32, u64)) -> bool {
        let Some(browser) = self.devices.get(device) else { return false };
        if let Some(session) = &browser.session
            && at < session.began + Lifetimes::ABSOLUTE
            && at < session.used + Lifetimes::IDLE
        {
            return false;
        }
        let met = browser.met || browser.trusted_until.is_some();
        let id = SessionId::generate(at, &self.entropy());
        let issued_in = self.shared.atlas.locate(spot).place;
        if let Some(browser) = self.devices.get_mut(device) {
            browser.session = Some(Session { id, began: at, used: at, issued_in });
            browser.met = true;
        }
        self.renew(device, at);
        if !met {
            self.note(SignalKind::NewDevice, SubjectKind::Device, device, at, BTreeMap::new());
        }
        let mut ledger = Ledger::new(FAILURES_WINDOW, 10);
        for failure in 0..failures.0 {
            let account = u64::from(failure) % failures.1.max(1);
            ledger.note(account, spot.address(), false, at - Duration::minutes(2));
        }
        match ledger.network(spot.address(), at).heat(&Thresholds::default()) {
            Heat::Usual => {}
            Heat::Hot => self.note(SignalKind::HotNetwork, SubjectKind::Session, device, at, BTreeMap::new()),
            Heat::Spraying => {
                self.note(SignalKind::PasswordSpraying, SubjectKind::Session, device, at, BTreeMap::new());
            }
        }
        let stop = self.shared.atlas.stop(spot, at);
        if let Some(earlier) = self.signed_in.replace(stop) {
            self.travelled(device, &earlier, &stop);
        }
        self.profile.note_sign_in(at, self.zone, spot.key());
        true
    }

    /// Somebody else begins a session as this device, with a copy of its cookie; the owner's own is not looked at.
    pub fn begin_beside(&mut self, device: usize, spot: Spot, at: Time) {
        if let Some(device) = self.devices.get_mut(device) {
            device.session = None;
            // The copy was never anywhere.
            device.last = None;
        }
        self.sign_in(device, spot, at, (0, 1));
    }

    /// What all people share.
    #[must_use]
    pub const fn shared(&self) -> &'a Shared {
        self.shared
    }

    /// Ends the session on a device.
    pub fn sign_out(&mut self, device: usize) {
        let ended = self.devices.get_mut(device).and_then(|device| device.session.take());
        if let Some(ended) = ended {
            self.holds.retain(|hold| hold.session != Some(ended.id));
        }
    }

    /// Somebody is there with this device: the way from where it was last.
    pub fn arrive(&mut self, device: usize, spot: Spot, at: Time) {
        let stop = self.shared.atlas.stop(spot, at);
        let Some(browser) = self.devices.get_mut(device) else { return };
        if let Some(session) = &mut browser.session {
            session.used = at;
        }
        if let Some(earlier) = browser.last.replace(stop) {
            self.travelled(device, &earlier, &stop);
        }
    }

    fn travelled(&mut self, device: usize, earlier: &Stop, later: &Stop) {
        let Some(leg) = travel::between(earlier, later) else { return };
        if leg.beyond_driving() {
            let values = [("km".to_owned(), leg.km), ("seconds".to_owned(), leg.seconds)].into();
            self.note(SignalKind::ImpossibleTravel, SubjectKind::Session, device, later.at, values);
        }
    }

    /// Guards report what was used.
    pub fn used(&mut self, spot: Spot, at: Time, calls: u32, scopes: BTreeSet<Scope>) {
        for scope in &scopes {
            self.used.insert(scope.clone(), at);
        }
        self.profile.note_use(&Batch { at, network: Some(spot.key()), calls, scopes }, self.zone);
    }

    /// A wrong password or factor on a device, as the server notes it: where the person's trust is missing, the
    /// right password and a wrong factor concern all they have.
    pub fn mistyped(&mut self, device: usize, at: Time) {
        if self.trusts(device, at) {
            self.note(SignalKind::SignInFailed, SubjectKind::Device, device, at, BTreeMap::new());
        } else {
            self.note(SignalKind::WrongFactor, SubjectKind::User, device, at, BTreeMap::new());
        }
    }

    /// Notes a signal about the person, a device or the session on it.
    pub fn note(
        &mut self,
        kind: SignalKind,
        about: SubjectKind,
        device: usize,
        at: Time,
        values: BTreeMap<String, i64>,
    ) {
        let Some(on) = self.devices.get(device) else { return };
        let session = on.session.as_ref().map(|session| session.id).filter(|_| about == SubjectKind::Session);
        let device = (about == SubjectKind::Device).then_some(on.id);
        let cause = match (session, device) {
            (Some(session), _) => format!("{}={session}", kind.as_str()),
            (_, Some(device)) => format!("{}={device}", kind.as_str()),
            _ => kind.as_str().to_owned(),
        };
        let lifetime = match kind {
            SignalKind::SignInFailed
            | SignalKind::WrongFactor
            | SignalKind::HotNetwork
            | SignalKind::PasswordSpraying => Duration::days(1),
            _ => Duration::days(30),
        };
        let id = SignalId::generate(at, &self.entropy());
        self.signals.retain(|signal| at < signal.until);
        self.signals.push(Signal {
            id,
            kind,
            user: self.user,
            device,
            session,
            cause,
            quality: Quality::Observed,
            source: "leasehold".to_owned(),
            at,
            until: at + lifetime,
            values,
        });
    }

    fn confirm(&mut self, device: usize, at: Time) {
        if let Some(device) = self.devices.get_mut(device) {
            device.trusted_until = Some(at + TRUST);
            device.lost = None;
        }
    }

    /// Whoever proves a second factor on a trusted device goes on trusting it.
    fn renew(&mut self, device: usize, at: Time) {
        if self.trusts(device, at) {
            self.confirm(device, at);
        }
    }

    fn trusts(&self, device: usize, at: Time) -> bool {
        self.devices.get(device).and_then(|device| device.trusted_until).is_some_and(|until| at < until)
    }

    /// Ids in a sequence of their own.
    fn entropy(&mut self) -> SeededEntropy {
        self.drawn += 1;
        SeededEntropy::new(self.drawn)
    }
}

impl Device {
    fn key(&self, trusted: bool) -> KeyState {
        match self.lost.filter(|_| !trusted) {
            Some(KeyLoss::Lost) => KeyState::Lost,
            Some(KeyLoss::Changed) => KeyState::Changed,
            None if self.keyed => KeyState::Proved,
            None => KeyState::None,
        }
    }
}
