//! Everybody's year.

use chrono::Duration;

use crate::TracesError;
use crate::atlas::Atlas;
use crate::attacks::{Attack, Outcome, attempt};
use crate::owner::{Figures, live};
use crate::people::{Person, people};
use crate::rng::{Rng, digest};
use crate::scopes::Scopes;
use crate::world::{Shared, World};
use crate::year::moments;
use leasehold_policy::PolicyEngine;

/// How much of it.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Chance.
    pub seed: u64,
    /// People.
    pub people: u16,
    /// Days.
    pub days: i64,
}

/// One person's year.
#[derive(Clone, Debug)]
pub struct Lived {
    /// Who.
    pub person: Person,
    /// Without attacks.
    pub figures: Figures,
    /// Attacks, once a month each.
    pub attacks: Vec<(Attack, Outcome)>,
}

/// All of it.
#[derive(Clone, Debug)]
pub struct Traces {
    /// How much.
    pub size: Size,
    /// Version of the policy.
    pub policy: String,
    /// By person.
    pub lived: Vec<Lived>,
}

impl Traces {
    /// Tells two runs apart.
    #[must_use]
    pub fn digest(&self) -> u64 {
        digest(&format!("{:?}", self.lived))
    }
}

/// Runs it, on two threads: people do not depend on one another.
///
/// # Errors
///
/// If the policy fails.
pub fn run(policy: PolicyEngine, size: Size) -> Result<Traces, TracesError> {
    let shared = Shared { policy, atlas: Atlas::new()?, scopes: Scopes::new()? };
    let people = people(size.seed, size.people);
    let shares = [0, 1].map(|half| people.iter().filter(move |person| person.index % 2 == half));
    let done = std::thread::scope(|scope| {
        let shared = &shared;
        let running = shares.map(|share| {
            let share: Vec<_> = share.collect();
            scope.spawn(move || -> Result<Vec<_>, _> {
                share.into_iter().map(|person| year(shared, person, size)).collect()
            })
        });
        running.map(|thread| thread.join().unwrap_or(Err(TracesError::Thread)))
    });
    let mut lived = Vec::new();
    for share in done {
        lived.extend(share?);
    }
    lived.sort_by_key(|lived| lived.person.index);
    Ok(Traces { size, policy: shared.policy.version().to_owned(), lived })
}

fn year(shared: &Shared, person: &Person, size: Size) -> Result<Lived, TracesError> {
    let seed = u64::from(person.index) + 1;
    let moments = moments(size.seed, person, size.days);
    let mut figures = Figures::default();
    let mut attacks = Vec::new();
    let Some(first) = moments.first() else {
        return Ok(Lived { person: person.clone(), figures, attacks });
    };
    let mut world = World::new(shared, person.zone(), person.keyed, seed, first.at);
    let mut rng = Rng::new(size.seed).fork(seed).fork(9);
    let mut next = first.at + Duration::days(rng.within(22, 40));
    for moment in &moments {
        live(&mut world, person, moment, &mut figures)?;
        if moment.at >= next && moment.device == crate::year::LAPTOP && !moment.abroad {
            next += Duration::days(30);
            for attack in Attack::ALL {
                attacks.push((attack, attempt(attack, &world, person, moment, rng.fork(attack as u64))?));
            }
            rng.draw();
        }
    }
    Ok(Lived { person: person.clone(), figures, attacks })
}
