//! What can go wrong with a policy.

/// No decision, or no policy. The caller suspends what is sensitive; the text is for administrators and
/// never for people.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
pub enum PolicyError {
    /// A module is not Rego, or says what it must not.
    #[error("policy module {name}:{line}:{column}: {detail}")]
    Module {
        /// Name of the module.
        name: String,
        /// Line, from 1; 0 where no line is to blame.
        line: u32,
        /// Column, from 1, a tab counted as four; 0 where no column is to blame.
        column: u32,
        /// What is wrong.
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
    /// A decision took too long and was left behind.
    #[error("a decision of the policy took too long")]
    Overrun,
    /// A decision took its worker down.
    #[error("a rule brought the evaluator down")]
    Down,
    /// Too many workers were lost to this policy, so that it gets no new one for a while.
    #[error("the policy lost too many workers")]
    Unavailable,
    /// The process that tries policies died of this one, or could not be started.
    #[error("policy trial: {0}")]
    Trial(String),
}
