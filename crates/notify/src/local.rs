use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::{Letter, MailError, Mailer};

/// How many letters are kept.
const KEPT: usize = 100;

/// Keeps letters instead of sending them: the demo shows them on a page. In memory, as a real mailbox is none
/// of our business either.
#[derive(Debug, Default)]
pub struct LocalOutbox(Mutex<VecDeque<Letter>>);

impl LocalOutbox {
    /// The letters, the newest first.
    #[must_use]
    pub fn letters(&self) -> Vec<Letter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().rev().cloned().collect()
    }
}

#[async_trait::async_trait]
impl Mailer for LocalOutbox {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let mut letters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // As a mailbox does: one Message-ID is one mail.
        letters.retain(|kept| kept.message_id != letter.message_id);
        if letters.len() == KEPT {
            letters.pop_front();
        }
        letters.push_back(letter.clone());
        Ok(())
    }
}
