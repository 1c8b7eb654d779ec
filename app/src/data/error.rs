use leasehold_oauth_types::Problem;

/// Why a page cannot be shown. Each is drawn as a page of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    /// There is no such thing, or it belongs to someone else: 404.
    NotFound,
    /// The sign-in or confirmation in progress is over or was never begun in this browser: 410.
    Expired,
    /// The form was not sent from a page of ours: 403.
    Forged,
    /// The form holds what no page of ours sends: 400.
    Invalid,
    /// The person may not see this: 403.
    Forbidden,
    /// Access was withdrawn; the reasons say why and what gives it back: 403.
    Refused(Box<Problem>),
    /// A confirmation is missing that was just cancelled or failed; the address begins it again: 403.
    Unconfirmed(String),
    /// Something else has to be done first: 303 to this address.
    Redirect(String),
    /// Something behind the page does not answer: 503.
    Unavailable,
}

impl From<Problem> for PageError {
    fn from(problem: Problem) -> Self {
        match problem.status {
            400 | 422 => Self::Invalid,
            404 => Self::NotFound,
            _ if !problem.reasons.is_empty() => Self::Refused(Box::new(problem)),
            401 | 403 => Self::Forbidden,
            _ => Self::Unavailable,
        }
    }
}
