//! A person lives through their year, and does what is asked of them to get back what was taken.

use std::collections::{BTreeMap, BTreeSet};

use leasehold_domain::decision::{Action, SubjectKind};
use leasehold_domain::device::KeyLoss;
use leasehold_domain::signal::SignalKind;

use crate::TracesError;
use crate::people::Person;
use crate::world::{Verdict, World};
use crate::year::{Incident, LAPTOP, Moment};

/// Something was taken from the person it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// The moment of the year, counted from zero.
    pub moment: usize,
    /// Code of the rule.
    pub rule: String,
    /// What it did.
    pub action: Action,
    /// Whether the rule was wrong about the world: there was neither a new device nor another region, only a
    /// suspicion.
    pub false_alarm: bool,
    /// Whether what is plain went too.
    pub plain: bool,
    /// The cause, for the region; of a score, what it was made of.
    pub why: Vec<String>,
}

/// What a year was like.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Uses of an app.
    pub moments: usize,
    /// Uses of what is sensitive.
    pub payments: usize,
    /// What was taken.
    pub withdrawals: Vec<Withdrawal>,
    /// Step-ups because of that.
    pub step_ups: usize,
    /// Devices that were confirmed.
    pub confirmations: usize,
    /// How often something sensitive was needed and nothing but waiting helped, by rule.
    pub waits: BTreeMap<String, usize>,
    /// Sessions that the policy ended.
    pub ended: usize,
}

/// One use of an app, with what happened just before.
///
/// # Errors
///
/// If the policy fails.
pub fn live(
    world: &mut World<'_>,
    person: &Person,
    moment: &Moment,
    figures: &mut Figures,
) -> Result<(), TracesError> {
    let Moment { at, device, spot, .. } = *moment;
    figures.moments += 1;
    let failures = happen(world, person, moment);
    world.sign_in(device, spot, at, failures);
    world.arrive(device, spot, at);
    let scopes = world.shared().scopes.clone();
    let mut using = BTreeSet::from([scopes.plain.clone()]);
    if moment.pays {
        figures.payments += 1;
        using.insert(scopes.sensitive.clone());
    }
    if person.approves && device == LAPTOP {
        using.insert(scopes.approve.clone());
    }
    let mut verdict = look(world, person, moment, &using, figures)?;
    // A remedy may be needed for each of two reasons, and a session may have to begin anew.
    for _ in 0..3 {
        if verdict.ended {
            figures.ended += 1;
            world.sign_in(device, spot, at, (0, 1));
        } else if verdict.keeps(&scopes.plain) && (!moment.pays || verdict.keeps(&scopes.sensitive)) {
            break;
        } else if world.step_up(device, at) {
            figures.step_ups += 1;
        } else if world.confirm_device(device, at) {
            figures.confirmations += 1;
        } else if !world.consent_again(device, at) {
            break;
        }
        verdict = look(world, person, moment, &using, figures)?;
    }
    if moment.pays && !verdict.keeps(&scopes.sensitive) {
        let rules: BTreeSet<_> = verdict
            .off
            .get(&scopes.sensitive)
            .into_iter()
            .flatten()
            .map(|finding| finding.rule.clone())
            .collect();
        for rule in rules {
            *figures.waits.entry(rule).or_default() += 1;
        }
    }
    using.retain(|scope| verdict.keeps(scope));
    world.used(spot, at, moment.calls, using);
    Ok(())
}

/// What happened just before; gives the failures of strangers on the network, of how many accounts.
fn happen(world: &mut World<'_>, person: &Person, moment: &Moment) -> (u32, u64) {
    let Moment { at, device, .. } = *moment;
    match moment.incident {
        None => {}
        Some(Incident::Mistypes(times)) => (0..times).for_each(|_| world.mistyped(device, at)),
        Some(Incident::Replaced) => world.replace_device(device, person.keyed, None, at),
        Some(Incident::LostKey) => world.replace_device(device, true, Some(KeyLoss::Changed), at),
        Some(Incident::LooksDifferent) => world.looks_different(device, at),
        Some(Incident::NewPassword) => {
            world.note(SignalKind::CredentialChanged, SubjectKind::User, device, at, BTreeMap::new());
        }
        Some(Incident::AmongFailures) => {
            world.sign_out(device);
            return (30, 1);
        }
    }
    (0, 1)
}

fn look(
    world: &mut World<'_>,
    person: &Person,
    moment: &Moment,
    using: &BTreeSet<leasehold_oauth_types::Scope>,
    figures: &mut Figures,
) -> Result<Verdict, TracesError> {
    let verdict = world.weigh(moment.device, moment.spot, moment.at, using)?;
    let scopes = &world.shared().scopes;
    for (finding, taken) in &verdict.begun {
        // What somebody has nothing to do with is no loss to them.
        if !taken.contains(&scopes.sensitive) && !taken.contains(&scopes.plain) && !person.approves {
            continue;
        }
        let true_of_them = match finding.rule.as_str() {
            "left_region" => moment.abroad,
            "new_device" | "device_changed" | "dormant_scope" | "business_hours" => true,
            _ => false,
        };
        figures.withdrawals.push(Withdrawal {
            moment: figures.moments - 1,
            rule: finding.rule.clone(),
            action: finding.action,
            false_alarm: !true_of_them,
            plain: taken.contains(&scopes.plain),
            why: if finding.rule == "risk_score" {
                verdict.risk.clone()
            } else {
                vec![finding.cause.clone()]
            },
        });
    }
    Ok(verdict)
}
