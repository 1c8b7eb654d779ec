//! A policy as it stands in the database: JSON of its modules, data and sentences.

use std::collections::BTreeMap;

use leasehold_domain::facts::Facts;
use leasehold_domain::policy::PolicyVersion;
use leasehold_policy::trial::{Trial, Worker};
use leasehold_policy::{PolicyEngine, PolicyModule, PolicySources};
use serde::{Deserialize, Serialize};

use super::LifecycleError;

#[derive(Serialize, Deserialize)]
struct Content {
    /// Text by name.
    modules: BTreeMap<String, String>,
    data: String,
    /// JSON sentences by language.
    reasons: BTreeMap<String, String>,
}

/// The text of a policy for the database.
pub(super) fn write(sources: &PolicySources) -> Result<String, LifecycleError> {
    let modules = sources.modules.iter().map(|module| (module.name.clone(), module.text.clone()));
    let content =
        Content { modules: modules.collect(), data: sources.data.clone(), reasons: sources.reasons.clone() };
    serde_json::to_string(&content).map_err(|error| LifecycleError::Content(error.to_string()))
}

/// The policy of a text that [`write`] gave.
pub(super) fn read(content: &str) -> Result<PolicySources, LifecycleError> {
    let Content { modules, data, reasons } =
        serde_json::from_str(content).map_err(|error| LifecycleError::Content(error.to_string()))?;
    let modules = modules.into_iter().map(|(name, text)| PolicyModule { name, text }).collect();
    Ok(PolicySources { modules, data, reasons })
}

/// Has a draft tried where it can do no harm, on these facts.
pub(super) async fn attempt(
    worker: Worker,
    sources: PolicySources,
    facts: Vec<Facts>,
) -> Result<(), LifecycleError> {
    let trial = Trial { sources, tests: Vec::new(), facts };
    let tried = tokio::task::spawn_blocking(move || worker.attempt(&trial)).await;
    tried.map_err(|_| LifecycleError::Content("the trial gave up".into()))??;
    Ok(())
}

/// Makes a policy ready to decide, away from the threads that answer requests.
pub(super) async fn compile(sources: PolicySources) -> Result<PolicyEngine, LifecycleError> {
    let compiled = tokio::task::spawn_blocking(move || PolicyEngine::new(&sources)).await;
    Ok(compiled.map_err(|_| LifecycleError::Content("the compiler gave up".into()))??)
}

/// The stored policy, ready to decide.
///
/// # Errors
///
/// If it does not compile, or is not what it is called.
pub(super) async fn engine(policy: &PolicyVersion) -> Result<PolicyEngine, LifecycleError> {
    let sources = read(&policy.content)?;
    // The first versions were called by the beginning of their digest.
    if !sources.version().starts_with(&policy.version) {
        return Err(LifecycleError::Content(format!("{} is not what it is called", policy.version)));
    }
    compile(sources).await
}
