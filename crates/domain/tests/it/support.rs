//! Generated worlds: one grant, its consent, holds and a decision.

use std::collections::BTreeMap;

use chrono::Duration;
use leasehold_domain::catalogue::{ScopeCatalogue, ScopeDefinition};
use leasehold_domain::clock::at_seconds;
use leasehold_domain::consent::{Consent, ScopeConsent};
use leasehold_domain::decision::{Action, Decision, Finding, SubjectKind};
use leasehold_domain::effective::View;
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::facts::{Place, Quality};
use leasehold_domain::grant::Grant;
use leasehold_domain::hold::{Hold, HoldKind, Subject};
use leasehold_domain::lease::{Elevation, Lease};
use leasehold_domain::session::Session;
use leasehold_domain::*;
use leasehold_oauth_types::{Acr, Remedy, Scope, ScopeSet};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub const SCOPES: [&str; 6] = ["openid", "a.read", "a.write", "b.write", "c.pay", "d.once"];

pub fn scope(name: &str) -> Scope {
    name.parse().unwrap()
}

pub fn now() -> Time {
    at_seconds(1_800_000_000)
}

/// A session in which nothing was proved yet.
pub fn session(at: Time) -> Session {
    let entropy = SeededEntropy::new(9);
    Session {
        id: SessionId::generate(at, &entropy),
        cookie: PlainToken::generate(TokenKind::Session, &entropy).hashed(),
        user: UserId::generate(at, &entropy),
        device: DeviceId::generate(at, &entropy),
        created_at: at,
        last_seen: at,
        ended: None,
        proofs: Vec::new(),
        place: Place::default(),
    }
}

/// `openid` is recovery, `c.pay` wants two fresh factors, `d.once` lives for an hour.
pub fn catalogue() -> ScopeCatalogue {
    SCOPES
        .iter()
        .map(|name| {
            let definition = ScopeDefinition {
                audience: "x".into(),
                sensitive: name.ends_with("write") || *name == "c.pay",
                harmless: *name == "a.read",
                recovery: *name == "openid",
                fresh_context: None,
                acr: if *name == "c.pay" { Acr::Aal2 } else { Acr::Aal1 },
                max_age_s: (*name == "c.pay").then_some(300),
                lifetime_s: (*name == "d.once").then_some(3600),
                role: None,
                object: None,
                names: BTreeMap::new(),
            };
            (scope(name), definition)
        })
        .collect()
}

#[derive(Clone, Debug)]
pub struct World {
    pub grant: Grant,
    pub consent: Consent,
    pub holds: Vec<Hold>,
    pub decision: Decision,
    pub has_context: bool,
    pub at: Time,
}

impl World {
    pub fn view<'a>(&'a self, catalogue: &'a ScopeCatalogue) -> View<'a> {
        View {
            keyed: true,
            confirmed: &[],
            grant: &self.grant,
            consent: &self.consent,
            holds: &self.holds,
            decision: &self.decision,
            catalogue,
            has_context: self.has_context,
            now: self.at,
            policy_now: self.at,
        }
    }
}

pub fn grant(entropy: &SeededEntropy, scopes: &[&str]) -> Grant {
    Grant {
        id: GrantId::generate(now(), entropy),
        user: UserId::generate(now(), entropy),
        client: ClientId::new("app"),
        session: SessionId::generate(now(), entropy),
        device: DeviceId::generate(now(), entropy),
        rev: 1,
        created_at: now(),
        issued_in: Default::default(),
        ended: None,
        leases: scopes
            .iter()
            .map(|name| Lease {
                id: LeaseId::generate(now(), entropy),
                scope: scope(name),
                consented_at: now(),
                expires_at: (*name == "d.once").then(|| now() + Duration::hours(1)),
                expired_at: None,
                elevation: Some(Elevation { acr: Acr::Aal2, at: now() }),
            })
            .collect(),
    }
}

pub fn consent(grant: &Grant, scopes: &[&str]) -> Consent {
    Consent {
        id: ConsentId::generate(now(), &SeededEntropy::new(3)),
        user: grant.user,
        client: grant.client.clone(),
        scopes: scopes.iter().map(|name| (scope(name), given(now()))).collect(),
    }
}

pub fn given(at: Time) -> ScopeConsent {
    ScopeConsent { at, policy_at: at, resource: "x".into(), texts: Some("1".into()), acr: Acr::Aal1 }
}

pub fn hold(grant: &Grant, seed: u64, scopes: &[&str], kind: HoldKind, remedy: Remedy, other: bool) -> Hold {
    let entropy = SeededEntropy::new(seed);
    let session = if other { SessionId::generate(now(), &entropy) } else { grant.session };
    Hold {
        id: HoldId::generate(now(), &entropy),
        subject: Subject { session: Some(session), ..Subject::user(grant.user) },
        scopes: scopes.iter().map(|name| scope(name)).collect::<ScopeSet>(),
        rule: format!("rule_{seed}"),
        rule_version: "1".into(),
        cause: format!("cause={seed}"),
        kind,
        remedy,
        quality: Quality::Observed,
        opened_at: now(),
        until: None,
        closed: None,
        took_ms: None,
    }
}

fn names() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(SCOPES.to_vec(), 0..=SCOPES.len())
}

fn holds(grant: Grant) -> impl Strategy<Value = Vec<Hold>> {
    let remedies = vec![Remedy::StepUp, Remedy::ConfirmDevice, Remedy::AskAdmin];
    let one = (0..1000u64, names(), any::<bool>(), select(remedies), any::<bool>());
    proptest::collection::vec(one, 0..5).prop_map(move |specs| {
        specs
            .into_iter()
            .map(|(seed, names, suspend, remedy, other)| {
                let (kind, remedy) =
                    if suspend { (HoldKind::Suspend, Remedy::Wait) } else { (HoldKind::Revoke, remedy) };
                hold(&grant, seed, &names, kind, remedy, other)
            })
            .collect()
    })
}

fn decision() -> impl Strategy<Value = Decision> {
    names().prop_map(|names| Decision {
        findings: names
            .into_iter()
            .map(|name| {
                let finding = Finding {
                    rule: "rule_x".into(),
                    action: Action::Deny,
                    remedy: Remedy::Wait,
                    cause: "x".into(),
                    subject: SubjectKind::Session,
                    until: None,
                };
                (scope(name), vec![finding])
            })
            .collect(),
        policy_version: "1".into(),
        ..Decision::default()
    })
}

pub fn worlds() -> impl Strategy<Value = World> {
    let granted = grant(&SeededEntropy::new(1), &SCOPES);
    (names(), names(), holds(granted.clone()), decision(), any::<bool>(), 0i64..5000).prop_map(
        move |(leased, consented, holds, decision, has_context, seconds)| World {
            grant: grant(&SeededEntropy::new(1), &leased),
            consent: consent(&granted, &consented),
            holds,
            decision,
            has_context,
            at: now() + Duration::seconds(seconds),
        },
    )
}
