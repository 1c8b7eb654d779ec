//! What is past any use, and what must stay.

use std::sync::Arc;

use leasehold_domain::authorization::{Authorization, Stage};
use leasehold_domain::device::{DeviceTrust, TrustState};
use leasehold_domain::grant::{Grant, GrantEnd, GrantEndReason};
use leasehold_domain::hold::Subject;
use leasehold_domain::session::{Session, SessionEnd, SessionEndReason};
use leasehold_domain::user::FactorKind;
use leasehold_domain::waiver::{Origin, Waiver};
use leasehold_domain::{FactorId, Time, WaiverId};
use leasehold_oauth_types::event::GrantEvent;

use super::decisions::decision;
use super::fixtures::{Fixtures, found};
use super::links::first_admin;
use crate::{Draft, PurgeBefore, Result, Storage, Transaction};

/// Enough for all of it.
const ALL: u32 = 1000;

pub(super) const fn all(at: Time) -> PurgeBefore {
    PurgeBefore {
        requests: at,
        codes: at,
        access_tokens: at,
        refresh_tokens: at,
        sessions: at,
        waivers: at,
        signals: at,
        decisions: at,
        drafts: at,
        assertions: at,
        failures: at,
        events: at,
    }
}

/// By its own moment each, and not before it: codes and refresh tokens so that a replay is seen for as long as
/// anything that came from them may live.
///
/// # Errors
///
/// What the driver says.
pub async fn each_kind_goes_at_its_own_moment(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let (open, answered) = (make.authorization(), make.authorization());
    let (unused, used) = (make.hash(), make.hash());
    let (access, refresh) = (make.access_token(scene.grant.id), make.refresh_token(scene.grant.id));
    let (link, draft) = (first_admin(&make), draft(&make));
    let mut tx = storage.write().await?;
    tx.add_authorization(&open).await?;
    tx.add_authorization(&answered).await?;
    let stage = Stage::Issued(Box::new(make.issued(&scene.session)));
    assert!(tx.update_pending(&Authorization { stage, ..answered.clone() }).await?);
    // One ends with its request, one a minute later: the request stays with its last code.
    tx.add_code(unused, answered.id, make.after(600)).await?;
    tx.add_code(used, answered.id, make.after(660)).await?;
    assert!(tx.use_code(used, make.now).await?);
    tx.add_access_token(&access).await?;
    tx.add_refresh_token(&refresh).await?;
    tx.add_link(&link).await?;
    tx.put_draft(&draft).await?;
    tx.add_waiver(&waiver(&make, &scene.session)).await?;
    assert!(tx.remember_jti("northbank", "1", make.after(60), make.now).await?);
    tx.add_failure("account:alice", make.now).await?;
    tx.add_decision(&decision(&make, scene.user.id, 60)).await?;
    tx.commit().await?;

    let never = all(make.now - chrono::Duration::days(1));
    let (end, later) = (make.after(600), make.after(660));
    let mut steps = vec![
        (PurgeBefore { failures: make.now, ..never }, 1),
        (PurgeBefore { assertions: make.after(59), ..never }, 0),
        (PurgeBefore { assertions: make.after(60), ..never }, 1),
        (PurgeBefore { requests: make.after(599), ..never }, 0),
        (PurgeBefore { requests: end, ..never }, 1),
        (PurgeBefore { requests: make.after(900), ..never }, 1),
        (PurgeBefore { codes: end, ..never }, 1),
        (PurgeBefore { codes: later, ..never }, 2),
        (PurgeBefore { access_tokens: make.after(599), ..never }, 0),
        (PurgeBefore { access_tokens: end, ..never }, 1),
        (PurgeBefore { refresh_tokens: make.after(86_399), ..never }, 0),
        (PurgeBefore { refresh_tokens: make.after(86_400), ..never }, 1),
        (PurgeBefore { decisions: make.after(59), ..never }, 0),
        (PurgeBefore { decisions: make.after(60), ..never }, 1),
        (PurgeBefore { drafts: make.after(599), ..never }, 0),
        (PurgeBefore { drafts: end, ..never }, 1),
        (PurgeBefore { waivers: make.after(3599), ..never }, 0),
        (PurgeBefore { waivers: make.after(3600), ..never }, 1),
    ];
    // Nothing is left but what never goes.
    steps.push((all(make.after(1_000_000_000)), 0));
    for (index, (before, rows)) in steps.into_iter().enumerate() {
        let mut tx = storage.write().await?;
        assert_eq!(tx.purge(&before, ALL).await?, rows, "step {index}");
        if index == 6 {
            assert!(tx.code(unused).await?.is_none());
            assert!(found(tx.code(used).await?)?.used_at.is_some(), "a replay of it is seen");
            assert!(tx.authorization(answered.id).await?.is_some());
        }
        tx.commit().await?;
    }
    Ok(())
}

/// An ended session goes with its grants, once they are over for long enough; what speaks of them stays.
///
/// # Errors
///
/// What the driver says.
pub async fn ended_sessions_go_and_what_speaks_of_them_stays(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let live = make.session(scene.user.id, scene.device.id);
    let live_grant = make.grant(&live, "northbank");
    let (token, live_token) = (make.refresh_token(scene.grant.id), make.refresh_token(live_grant.id));
    let hold = make.hold(Subject { session: Some(scene.session.id), ..Subject::user(scene.user.id) });
    let trust = DeviceTrust {
        user: scene.user.id,
        device: scene.device.id,
        state: TrustState::New,
        first_seen: make.now,
        first_session: None,
        last_seen: make.now,
        confirmed_by: None,
        succeeds: None,
    };
    let mut tx = storage.write().await?;
    tx.add_session(&live).await?;
    tx.add_grant(&live_grant).await?;
    tx.add_refresh_token(&token).await?;
    tx.add_refresh_token(&live_token).await?;
    tx.set_due(scene.grant.id, Some(make.now)).await?;
    tx.add_hold(&hold).await?;
    tx.put_trust(&trust).await?;
    tx.add_factor(&make.factor(scene.user.id, FactorKind::Totp)).await?;
    end(tx.as_mut(), &make, &scene.session, &scene.grant).await?;
    tx.commit().await?;

    let past = PurgeBefore { refresh_tokens: make.now, ..all(make.after(9)) };
    let mut tx = storage.write().await?;
    assert_eq!(tx.purge(&past, ALL).await?, 0, "ended a second later");
    // Two leases, a refresh token, a moment, the grant and the session.
    let past = PurgeBefore { sessions: make.after(10), ..past };
    assert_eq!(tx.purge(&past, ALL).await?, 6);
    assert!(tx.session(scene.session.id).await?.is_none());
    assert!(tx.grant(scene.grant.id).await?.is_none());
    assert!(tx.refresh_token(token.hash).await?.is_none());
    assert!(tx.session(live.id).await?.is_some());
    assert_eq!(found(tx.grant(live_grant.id).await?)?.leases.len(), 2);
    assert!(tx.refresh_token(live_token.hash).await?.is_some());
    assert!(found(tx.hold(hold.id).await?)?.is_open());
    assert!(tx.trust(scene.user.id, scene.device.id).await?.is_some());
    assert_eq!(tx.factors(scene.user.id).await?.len(), 1);
    Ok(())
}

/// Few at a time, until nothing is left.
///
/// # Errors
///
/// What the driver says.
pub async fn a_purge_takes_no_more_than_it_may(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let mut tx = storage.write().await?;
    for _ in 0..5 {
        tx.add_authorization(&make.authorization()).await?;
        tx.put_draft(&draft(&make)).await?;
    }
    let before = all(make.after(600));
    assert_eq!(tx.purge(&before, 2).await?, 4);
    assert_eq!(tx.purge(&before, 2).await?, 4);
    assert_eq!(tx.purge(&before, 2).await?, 2);
    assert_eq!(tx.purge(&before, 2).await?, 0);
    Ok(())
}

/// Old events go, numbers are never given twice, and the number of the newest stays known.
///
/// # Errors
///
/// What the driver says.
pub async fn the_newest_event_stays(storage: Arc<impl Storage>) -> Result<()> {
    let make = Fixtures::default();
    let scene = make.scene(&storage).await?;
    let (user, session) = (scene.user.id, scene.session.id);
    let event = GrantEvent::GrantChanged { grant: scene.grant.id.to_string(), rev: 2 };
    let mut tx = storage.write().await?;
    let mut last = 0;
    for seconds in [0, 10, 20] {
        last = tx.push_event("bank", user, session, &event, make.after(seconds)).await?;
    }
    let before = all(make.now - chrono::Duration::days(1));
    assert_eq!(tx.purge(&PurgeBefore { events: make.after(10), ..before }, ALL).await?, 2);
    assert_eq!(tx.purge(&PurgeBefore { events: make.after(100), ..before }, ALL).await?, 0);
    assert_eq!(tx.last_event().await?, last);
    assert_eq!(tx.events_after(0, 10).await?.len(), 1);
    assert_eq!(tx.push_event("bank", user, session, &event, make.after(200)).await?, last + 1);
    Ok(())
}

async fn end(tx: &mut dyn Transaction, make: &Fixtures, session: &Session, grant: &Grant) -> Result<()> {
    let at = make.after(10);
    let ended = Grant { ended: Some(GrantEnd { at, reason: GrantEndReason::SignOut }), ..grant.clone() };
    assert!(tx.update_grant(&ended, grant.rev).await?.is_some());
    let ended = SessionEnd { at, reason: SessionEndReason::SignOut };
    assert!(tx.update_session(&Session { ended: Some(ended), ..session.clone() }).await?);
    Ok(())
}

fn draft(make: &Fixtures) -> Draft {
    Draft { key: make.hash(), sealed: vec![7], expires_at: make.after(600) }
}

fn waiver(make: &Fixtures, session: &Session) -> Waiver {
    Waiver {
        id: WaiverId::generate(make.now, &make.entropy),
        user: session.user,
        session: Some(session.id),
        device: session.device,
        rule: "left_region".to_owned(),
        cause: "country=BR".to_owned(),
        evidence: Some(FactorId::generate(make.now, &make.entropy)),
        created_at: make.now,
        given_by: Origin { session: session.id, device: session.device },
        until: make.after(3600),
    }
}
