//! What can go wrong with a policy.

/// No decision, or no policy. The caller denies; the text is for administrators and never for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A module is not Rego, or says what it must not.
    #[error("policy module {name}: {detail}")]
    Module {
        /// Name of the module.
        name: String,
        /// What the parser says.
        detail: String,
    },
    /// The data have another form than rules need.
    #[error("policy data: {0}")]
    Data(String),
    /// The sentences cannot be read.
    #[error("reasons in {locale}: {detail}")]
    Reasons {
        /// Their language.
        locale: String,
        /// What is wrong.
        detail: String,
    },
    /// The rules could not be evaluated.
    #[error("policy evaluation failed: {0}")]
    Evaluation(String),
    /// The rules gave something that is no answer.
    #[error("policy answer: {0}")]
    Answer(String),
}
