//! Who may change factors, and from when a new one counts (design section 7, "First device, first factor").

use chrono::Duration;
use leasehold_domain::Time;
use leasehold_domain::proof::Proof;
use leasehold_domain::session::Session;
use leasehold_domain::user::{Factor, FactorKind, User};
use leasehold_oauth_types::interaction::StepUpFactor;
use leasehold_policy::FactorRules;

use crate::interaction::usable::{usable, ways};

/// What a session may do about its person's factors now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Permit {
    /// It may change them.
    Granted(Granted),
    /// It has to prove one of these first; none asks for the password.
    Prove(Vec<StepUpFactor>),
    /// What would have to be proved works elsewhere only, such as the PIN of another device.
    Elsewhere,
}

/// What kind of proof a change needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// A recovery code will do.
    Any,
    /// Only what may also take other factors away.
    Strong,
}

/// How far that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Granted {
    /// How long a new factor waits until it counts.
    pub(super) wait: Duration,
    /// Whether that was proved with something that may also take other factors away.
    pub(super) strong: bool,
}

impl From<Granted> for Permit {
    fn from(granted: Granted) -> Self {
        Self::Granted(granted)
    }
}

/// Which device the session is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Here {
    /// One that the person trusts.
    Trusted,
    /// One that waits for them to say so, or whose time is over.
    Unconfirmed,
    /// One that they said is not theirs.
    Blocked,
}

/// Looks at what was proved in the session within the last minutes. A second factor that counts is always
/// asked for where there is one: a stolen password alone changes nothing.
pub(super) fn permit(
    (need, here): (Need, Here),
    session: &Session,
    user: &User,
    factors: &[Factor],
    rules: &FactorRules,
    now: Time,
) -> Permit {
    let fresh = |wanted: &dyn Fn(&Proof) -> bool| {
        let recent = |proof: &&Proof| !proof.lapsed && now < proof.at + rules.proof_age;
        session.proofs.iter().filter(recent).any(wanted)
    };
    let recovered = need == Need::Any && fresh(&|proof| proof.kind == FactorKind::RecoveryCodes);
    let second: Vec<&Factor> = usable(factors, session, now).collect();
    let guarded = factors.iter().any(|factor| factor.kind.steps_up() && factor.counts(now));
    if here == Here::Blocked {
        return Permit::Elsewhere;
    }
    if guarded {
        // Whoever phished a code has it on a device of their own: that may add a way, of which the owner is told before
        // it counts, and takes none away.
        let strong = |kind| here == Here::Trusted || kind == FactorKind::Passkey;
        let proved = |good: &dyn Fn(FactorKind) -> bool| {
            fresh(&|proof| good(proof.kind) && second.iter().any(|factor| factor.id == proof.factor))
        };
        let wait = if here == Here::Trusted { rules.later_wait } else { rules.recovery_wait };
        let does = |factor: &&&Factor| need == Need::Any || strong(factor.kind);
        let ways = ways(&second.iter().filter(does).copied().collect::<Vec<_>>());
        return if proved(&strong) {
            Granted { wait, strong: true }.into()
        } else if recovered || (need == Need::Any && proved(&|_| true)) {
            Granted { wait: rules.recovery_wait, strong: false }.into()
        } else if ways.is_empty() {
            Permit::Elsewhere
        } else {
            Permit::Prove(ways)
        };
    }
    if !fresh(&|proof| proof.kind == FactorKind::Password || proof.kind.steps_up()) {
        // A code that was spent where the password would have done is not spent for nothing.
        return if recovered {
            Granted { wait: rules.recovery_wait, strong: false }.into()
        } else {
            Permit::Prove(Vec::new())
        };
    }
    // Whoever just made the account is its owner: nobody else can have been here before.
    let made_here = session.created_at < user.created_at + Duration::minutes(1);
    let wait = if made_here { Duration::zero() } else { rules.first_wait };
    Granted { wait, strong: true }.into()
}
