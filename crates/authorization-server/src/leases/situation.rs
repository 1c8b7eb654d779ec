//! Everything that a decision about one grant is about, as one snapshot of the database.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_context::behaviour::Profile;
use leasehold_domain::consent::Consent;
use leasehold_domain::device::{Device, DeviceTrust};
use leasehold_domain::facts::PostureFact;
use leasehold_domain::grant::Grant;
use leasehold_domain::hold::Hold;
use leasehold_domain::session::Session;
use leasehold_domain::signal::Signal;
use leasehold_domain::user::User;
use leasehold_domain::waiver::Waiver;
use leasehold_domain::{ClientId, ConsentId, Entropy, GrantId, Time};
use leasehold_storage::{Result, ScopeUse, StorageError, Transaction};

use crate::signals::habits;
use crate::signals::stops::{self, Stops};

/// A live grant with what concerns it.
#[derive(Clone, Debug)]
pub(crate) struct Situation {
    pub(crate) user: User,
    pub(crate) session: Session,
    pub(crate) grant: Grant,
    pub(crate) consent: Consent,
    /// Open holds of the person; those of other sessions too.
    pub(crate) holds: Vec<Hold>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) trust: Option<DeviceTrust>,
    pub(crate) device: Option<Device>,
    /// What was noticed about the person, and still counts.
    pub(crate) signals: Vec<Signal>,
    pub(crate) postures: Vec<PostureFact>,
    pub(crate) roles: BTreeSet<String>,
    /// How the person uses the app of the grant.
    pub(crate) uses: Vec<ScopeUse>,
    pub(crate) stops: Stops,
    pub(crate) habits: Profile,
}

/// How many signals of one kind on one subject are looked at: more than any rule counts.
pub(crate) const SIGNALS: u32 = 20;

impl Situation {
    /// Loads the grant with everything around it; `None` if there is no such grant, or it or its session
    /// is over: then none of its tokens is worth anything.
    pub(crate) async fn load(
        tx: &mut dyn Transaction,
        grant: GrantId,
        now: Time,
        policy_now: Time,
    ) -> Result<Option<Self>> {
        let Some(grant) = tx.grant(grant).await? else { return Ok(None) };
        let Some(session) = tx.session(grant.session).await? else { return Ok(None) };
        if grant.ended.is_some() || !session.is_live(now) {
            return Ok(None);
        }
        let consent = tx
            .consent(grant.user, &grant.client)
            .await?
            .ok_or(StorageError::inconsistent("grant without consent"))?;
        Self::around(tx, session, grant, consent, policy_now).await.map(Some)
    }

    /// The same for a session that has just begun and has no grant yet, on its way to a client. The grant in it is
    /// none that is stored: it has no scopes.
    pub(crate) async fn arriving(
        tx: &mut dyn Transaction,
        session: &Session,
        client: &ClientId,
        entropy: &dyn Entropy,
        policy_now: Time,
    ) -> Result<Self> {
        let at = session.created_at;
        let grant = Grant {
            id: GrantId::generate(at, entropy),
            user: session.user,
            client: client.clone(),
            session: session.id,
            device: session.device,
            rev: 0,
            created_at: at,
            issued_in: session.place.clone(),
            ended: None,
            leases: Vec::new(),
        };
        let consent = Consent {
            id: ConsentId::generate(at, entropy),
            user: session.user,
            client: client.clone(),
            scopes: BTreeMap::new(),
        };
        Self::around(tx, session.clone(), grant, consent, policy_now).await
    }

    async fn around(
        tx: &mut dyn Transaction,
        session: Session,
        grant: Grant,
        consent: Consent,
        policy_now: Time,
    ) -> Result<Self> {
        let user = tx.user(grant.user).await?.ok_or(StorageError::inconsistent("grant without user"))?;
        Ok(Self {
            holds: tx.open_holds(user.id).await?,
            waivers: tx.waivers(user.id, policy_now).await?,
            device: tx.device(grant.device).await?,
            trust: tx.trust(user.id, grant.device).await?,
            signals: tx.signals(user.id, policy_now, SIGNALS).await?,
            postures: tx.postures(grant.device).await?,
            roles: tx.roles(user.id).await?,
            uses: tx.scope_uses(user.id, &grant.client).await?,
            stops: stops::load(tx, &session).await?,
            habits: habits::load(tx, &user).await?,
            user,
            session,
            grant,
            consent,
        })
    }
}
