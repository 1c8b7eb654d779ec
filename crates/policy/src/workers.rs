//! Threads that decide. Each has a virtual machine of its own, and whoever wants a decision borrows one.
//!
//! A rule can take long in ways that neither the number of instructions nor anything else inside the
//! evaluator bounds. So the one who asks looks at the clock: a worker that does not answer in time is left
//! behind and another one takes its place. Handing a decision over costs some microseconds
//! (docs/decisions/0020-policy-workers.md).

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use leasehold_domain::facts::Facts;

use crate::answer::Answer;
use crate::compile::{check, load};
use crate::input::input;
use crate::vm::Vm;
use crate::weights::Weights;
use crate::{PolicyError, PolicySources};

/// Room for the deepest modules that are allowed, also where nothing is optimised. Only what is used is
/// taken from memory.
pub(crate) const STACK: usize = 32 * 1024 * 1024;
/// Until a worker has compiled the policy, which it did before.
const READY: Duration = Duration::from_secs(30);
/// Within this time no more than [`LOSSES`] workers are replaced.
const MINUTE: Duration = Duration::from_secs(60);
/// Workers that may be lost within a minute, and workers that may be left behind and still run.
const LOSSES: usize = 3;

/// How many workers, and how patient.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Workers at a time.
    pub(crate) workers: usize,
    /// For one decision.
    pub(crate) decision: Duration,
    /// For a worker to be free.
    pub(crate) turn: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            workers: thread::available_parallelism().map_or(2, Into::into),
            decision: Duration::from_millis(250),
            turn: Duration::from_secs(2),
        }
    }
}

/// The workers of one policy.
pub(crate) struct Workers {
    sources: Arc<PolicySources>,
    limits: Limits,
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Worker>,
    /// Idle, busy or starting.
    count: usize,
    /// When workers were lost within the last minute.
    lost: Vec<Instant>,
    /// Workers left behind; those that have ended are gone from it.
    behind: Vec<Weak<()>>,
}

/// The near end of a worker. Its thread ends when this is dropped and its last decision is made.
struct Worker {
    facts: SyncSender<Facts>,
    answers: Receiver<Result<Answer, PolicyError>>,
    running: Weak<()>,
}

impl Workers {
    /// Starts the first worker, which looks at the sources and compiles them.
    pub(crate) fn start(sources: &PolicySources, limits: Limits) -> Result<Self, PolicyError> {
        let sources = Arc::new(sources.clone());
        let first = Worker::start(&sources, check)?;
        let state = State { idle: vec![first], count: 1, ..State::default() };
        Ok(Self { sources, limits, state: Mutex::new(state), freed: Condvar::new() })
    }

    /// Asks the rules.
    pub(crate) fn answer(&self, facts: &Facts) -> Result<Answer, PolicyError> {
        let worker = self.take()?;
        let answer = worker
            .facts
            .send(facts.clone())
            .map_err(|_| RecvTimeoutError::Disconnected)
            .and_then(|()| worker.answers.recv_timeout(self.limits.decision));
        let mut state = self.state();
        let outcome = match answer {
            Ok(answer) => {
                state.idle.push(worker);
                answer
            }
            Err(failure) => {
                state.count -= 1;
                state.lost.push(now());
                state.behind.push(worker.running.clone());
                Err(match failure {
                    RecvTimeoutError::Timeout => PolicyError::Overrun,
                    RecvTimeoutError::Disconnected => PolicyError::Down,
                })
            }
        };
        drop(state);
        self.freed.notify_one();
        outcome
    }

    /// A worker that is free, or a new one.
    fn take(&self) -> Result<Worker, PolicyError> {
        let deadline = now() + self.limits.turn;
        let mut state = self.state();
        loop {
            if let Some(worker) = state.idle.pop() {
                return Ok(worker);
            }
            if state.count < self.limits.workers && state.may_start() {
                state.count += 1;
                drop(state);
                return Worker::start(&self.sources, load).inspect_err(|_| self.state().count -= 1);
            }
            let left = deadline.saturating_duration_since(now());
            if state.count == 0 || left.is_zero() {
                return Err(PolicyError::Unavailable);
            }
            (state, _) = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Every worker left behind may keep a processor busy, so that they are few.
    fn may_start(&mut self) -> bool {
        let now = now();
        self.lost.retain(|lost| now.saturating_duration_since(*lost) < MINUTE);
        self.behind.retain(|worker| worker.strong_count() > 0);
        self.lost.len() < LOSSES && self.behind.len() < LOSSES
    }
}

impl Worker {
    /// Starts a thread and waits until it has compiled what `prepare` lets through.
    fn start(
        sources: &Arc<PolicySources>,
        prepare: fn(&PolicySources) -> Result<regorus::Engine, PolicyError>,
    ) -> Result<Self, PolicyError> {
        let (facts, waiting) = sync_channel::<Facts>(1);
        let (answered, answers) = sync_channel(1);
        let (ready, prepared) = sync_channel(1);
        let alive = Arc::new(());
        let running = Arc::downgrade(&alive);
        let sources = Arc::clone(sources);
        let work = move || {
            let _alive = alive;
            let outcome = prepare(&sources)
                .and_then(|engine| Ok((Vm::new(&sources, &engine)?, Weights::read(&sources.data)?)));
            drop(sources);
            match outcome {
                Err(error) => drop(ready.send(Err(error))),
                Ok((mut vm, weights)) => {
                    let mut open = ready.send(Ok(())).is_ok();
                    while let (true, Ok(facts)) = (open, waiting.recv()) {
                        open = answered.send(vm.answer(input(&facts, &weights))).is_ok();
                    }
                }
            }
        };
        let started = thread::Builder::new().name("policy".into()).stack_size(STACK).spawn(work);
        started.map_err(|error| PolicyError::Evaluation(format!("no thread: {error}")))?;
        match prepared.recv_timeout(READY) {
            Ok(outcome) => outcome.map(|()| Self { facts, answers, running }),
            Err(RecvTimeoutError::Timeout) => Err(PolicyError::Overrun),
            Err(RecvTimeoutError::Disconnected) => {
                Err(PolicyError::Evaluation("the policy brought the compiler down".into()))
            }
        }
    }
}

/// For how long something takes, which no rule gets to see and no decision depends on.
#[expect(clippy::disallowed_methods, reason = "patience is real time, however the clock of decisions is set")]
fn now() -> Instant {
    Instant::now()
}
