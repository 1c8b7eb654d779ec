//! The server's half.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use super::Trial;
use crate::{PolicyError, RegoTest};

/// Bytes of an answer.
const OUTPUT: u64 = 1024 * 1024;

/// How long a trial may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that tries policies: one that calls [`super::run`] on its standard input and output.
#[derive(Clone, Debug)]
pub struct Worker {
    /// The program.
    pub program: PathBuf,
    /// What tells it to.
    pub arguments: Vec<String>,
    /// How long it may take; then it is killed.
    pub patience: Duration,
}

impl Worker {
    /// A program that tries policies when it is called with `argument`.
    #[must_use]
    pub fn new(program: PathBuf, argument: &str) -> Self {
        Self { program, arguments: vec![argument.to_owned()], patience: PATIENCE }
    }

    /// Has a policy tried, and says how its tests went. Blocks meanwhile.
    ///
    /// # Errors
    ///
    /// What is wrong with the policy; [`PolicyError::Trial`] if the process died of it, took too long, or could
    /// not be started.
    pub fn attempt(&self, trial: &Trial) -> Result<Vec<RegoTest>, PolicyError> {
        attempt(Command::new(&self.program).args(&self.arguments), trial, self.patience)
    }
}

fn attempt(command: &mut Command, trial: &Trial, patience: Duration) -> Result<Vec<RegoTest>, PolicyError> {
    let failed = |detail: String| PolicyError::Trial(detail);
    let text = serde_json::to_vec(trial).map_err(|error| failed(error.to_string()))?;
    // It needs no secret of ours.
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| failed(error.to_string()))?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return end(child, "no pipes");
    };
    // A child that dies does not read to the end; what it said counts, or that it said nothing.
    thread::spawn(move || drop(stdin.write_all(&text)));
    let (said, hears) = channel();
    thread::spawn(move || {
        let mut output = String::new();
        let read = stdout.take(OUTPUT).read_to_string(&mut output);
        drop(said.send(read.map(|_| output)));
    });
    match hears.recv_timeout(patience) {
        Err(_) => end(child, "it took too long"),
        Ok(Err(error)) => end(child, &error.to_string()),
        Ok(Ok(output)) => match output.trim_end().lines().last().map(serde_json::from_str) {
            Some(Ok(outcome)) => {
                drop(child.wait());
                outcome
            }
            _ => {
                let status = child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
                Err(failed(format!("the process died of it ({status})")))
            }
        },
    }
}

fn end(mut child: Child, why: &str) -> Result<Vec<RegoTest>, PolicyError> {
    drop(child.kill());
    drop(child.wait());
    Err(PolicyError::Trial(why.to_owned()))
}
