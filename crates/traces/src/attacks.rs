//! What others try, each time on a copy of a person's world, so that the year goes on as if nothing had happened.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;
use leasehold_domain::Time;
use leasehold_domain::decision::SubjectKind;
use leasehold_domain::device::KeyLoss;
use leasehold_domain::signal::SignalKind;

use crate::TracesError;
use crate::atlas::{Net, Spot};
use crate::people::Person;
use crate::rng::Rng;
use crate::world::World;
use crate::year::{LAPTOP, Moment, PHONE};

/// A way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attack {
    /// The cookie of a session, shown from the same country.
    CookieSameCountry,
    /// The same, from another country of the region.
    CookieInside,
    /// The same, from outside.
    CookieOutside,
    /// The password, and no second factor.
    Password,
    /// The password and each second factor that can be asked over a telephone or a false page.
    PasswordAndFactor,
    /// These and the cookie of the device.
    PasswordFactorAndDevice,
    /// A few guesses for each of two hundred accounts; one of them is right.
    Spraying,
    /// Twenty guesses for one account; the last is right.
    Guessing,
    /// The unlocked telephone, in the evening.
    Telephone,
    /// Software on the person's own laptop that does what they do.
    Malware,
    /// The same, in a hurry.
    MalwareInHurry,
}

impl Attack {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::CookieSameCountry,
        Self::CookieInside,
        Self::CookieOutside,
        Self::Password,
        Self::PasswordAndFactor,
        Self::PasswordFactorAndDevice,
        Self::Spraying,
        Self::Guessing,
        Self::Telephone,
        Self::Malware,
        Self::MalwareInHurry,
    ];

    /// What the report calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CookieSameCountry => "stolen session cookie, same country",
            Self::CookieInside => "stolen session cookie, another country of the region",
            Self::CookieOutside => "stolen session cookie, outside the region",
            Self::Password => "stolen password, no second factor",
            Self::PasswordAndFactor => "stolen password, second factor phished",
            Self::PasswordFactorAndDevice => "the same with a copy of the device cookie",
            Self::Spraying => "password spraying, one guess right",
            Self::Guessing => "guessing one password, the last guess right",
            Self::Telephone => "unlocked telephone taken",
            Self::Malware => "malware on the own laptop",
            Self::MalwareInHurry => "malware on the own laptop, many calls",
        }
    }
}

/// How an attack went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was in the way at the first request for something sensitive.
    pub first: BTreeSet<String>,
    /// Whether something sensitive was had at any time of a day.
    pub sensitive: bool,
    /// Whether what is plain was.
    pub plain: bool,
    /// Whether it took something from the owner, on a device of theirs.
    pub harmed: bool,
}

/// The name under which a key that nobody can copy stands beside the rules.
pub const DEVICE_KEY: &str = "key of the device";

/// Tries it some time after that moment of the owner's.
///
/// # Errors
///
/// If the policy fails.
pub fn attempt(
    attack: Attack,
    before: &World<'_>,
    person: &Person,
    moment: &Moment,
    mut rng: Rng,
) -> Result<Outcome, TracesError> {
    let mut world = before.clone();
    let start = moment.at + Duration::minutes(rng.within(5, 600));
    let spot = whence(attack, moment, person, &mut rng);
    let Some(device) = enter(attack, &mut world, spot, start, &mut rng) else {
        return Ok(Outcome { first: [DEVICE_KEY.to_owned()].into(), ..Outcome::default() });
    };
    let mut outcome = Outcome::default();
    let scopes = world.shared().scopes.clone();
    let using = BTreeSet::from([scopes.plain.clone(), scopes.sensitive.clone()]);
    for (attempt, after) in [0, 60, 360, 1200].into_iter().enumerate() {
        let at = start + Duration::minutes(after);
        world.arrive(device, spot, at);
        let mut verdict = world.weigh(device, spot, at, &using)?;
        if attempt == 0 {
            let off = verdict.off.get(&scopes.sensitive).into_iter().flatten();
            outcome.first = off.map(|finding| finding.rule.clone()).collect();
            if verdict.ended {
                outcome.first.insert("risk_score".to_owned());
            }
        }
        if has_factor(attack) && world.step_up(device, at) {
            verdict = world.weigh(device, spot, at, &using)?;
        }
        if attempt == 0 {
            outcome.harmed = harmed(before, &world, moment, start)?;
        }
        outcome.sensitive |= verdict.keeps(&scopes.sensitive);
        outcome.plain |= verdict.keeps(&scopes.plain);
        if verdict.ended {
            break;
        }
        let calls = if attack == Attack::MalwareInHurry { 3000 } else { 20 };
        world.used(spot, at, calls, using.clone());
    }
    Ok(outcome)
}

/// Whether the owner has less than they would have had otherwise, ten minutes after it began.
fn harmed(before: &World<'_>, after: &World<'_>, moment: &Moment, start: Time) -> Result<bool, TracesError> {
    let at = start + Duration::minutes(10);
    let sensitive = before.shared().scopes.sensitive.clone();
    let using = BTreeSet::from([sensitive.clone()]);
    let mut has = [false; 2];
    for (has, world) in has.iter_mut().zip([before, after]) {
        *has = world.clone().weigh(moment.device, moment.spot, at, &using)?.keeps(&sensitive);
    }
    Ok(has == [true, false])
}

const fn has_factor(attack: Attack) -> bool {
    matches!(attack, Attack::PasswordAndFactor | Attack::PasswordFactorAndDevice)
}

fn whence(attack: Attack, moment: &Moment, person: &Person, rng: &mut Rng) -> Spot {
    let outside = rng.pick(&["GB", "US", "BR", "TR", "NG", "SG"], "NG");
    let inside = rng.pick(&["FR", "ES", "RO", "IT", "AT"], "RO");
    let country = match attack {
        Attack::Malware | Attack::MalwareInHurry => return moment.spot,
        Attack::CookieSameCountry | Attack::Telephone => person.home,
        Attack::CookieInside => inside,
        Attack::CookieOutside => outside,
        _ => match rng.within(0, 100) {
            0..30 => person.home,
            30..50 => inside,
            _ => outside,
        },
    };
    let which = u16::try_from(rng.within(0, 1000)).unwrap_or_default();
    // Thieves like the networks that end up on lists.
    let listed = if country == person.home { 50 } else { 250 };
    let network = match attack {
        Attack::Telephone => Net::Mobile(which),
        _ if rng.permille(listed) => Net::Listed(which),
        _ => Net::Stranger(which),
    };
    Spot::new(country, network)
}

/// The device on which they are in; none if a key that they do not have is in the way.
fn enter(attack: Attack, world: &mut World<'_>, spot: Spot, at: Time, rng: &mut Rng) -> Option<usize> {
    let failures = match attack {
        Attack::Spraying => (200, 200),
        Attack::Guessing => (20, 1),
        _ => (0, 1),
    };
    let keyed = world.devices.get(LAPTOP).is_some_and(|device| device.keyed);
    match attack {
        Attack::CookieSameCountry | Attack::CookieInside | Attack::CookieOutside if keyed => None,
        Attack::CookieSameCountry
        | Attack::CookieInside
        | Attack::CookieOutside
        | Attack::Malware
        | Attack::MalwareInHurry => Some(LAPTOP),
        Attack::Telephone => Some(PHONE),
        Attack::PasswordFactorAndDevice if !keyed => {
            // The cookie changes every day: half of the copies are old ones.
            if rng.permille(500) {
                world.note(SignalKind::CookieReused, SubjectKind::Device, LAPTOP, at, BTreeMap::new());
            } else {
                world.begin_beside(LAPTOP, spot, at);
                return Some(LAPTOP);
            }
            Some(stranger(world, spot, at, failures))
        }
        Attack::PasswordFactorAndDevice => {
            let device = world.add_device(false, at);
            world.replace_device(device, false, Some(KeyLoss::Lost), at);
            world.sign_in(device, spot, at, failures);
            Some(device)
        }
        _ => {
            let device = stranger(world, spot, at, failures);
            if attack == Attack::Password {
                (0..3).for_each(|_| world.mistyped(device, at));
            }
            Some(device)
        }
    }
}

fn stranger(world: &mut World<'_>, spot: Spot, at: Time, failures: (u32, u64)) -> usize {
    let device = world.add_device(true, at);
    world.sign_in(device, spot, at, failures);
    device
}
