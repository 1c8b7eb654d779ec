//! Who has how much, and what was sent and approved. Accepting a change means that it is on disk.

mod books;
mod journal;
pub(crate) mod money;
mod seed;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use leasehold_oauth_types::authorization_details::PaymentInitiation;

use crate::api::{AccountView, InvoiceView, PaymentView, TransactionView};
use books::Books;
pub use journal::OpenError;
use journal::{Entry, Journal};
use money::Cents;

/// The bank. Cheap to clone; all clones share one ledger.
#[derive(Clone)]
pub struct Bank(Arc<Inner>);

struct Inner {
    /// Taken for the whole of a change, so that changes happen one after another. Readers do not wait for
    /// the disk: they take only the books.
    journal: Mutex<Journal>,
    books: RwLock<Books>,
    now: Box<dyn Fn() -> i64 + Send + Sync>,
}

/// Why a payment or approval was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// The key was used for another payment.
    #[error("this Idempotency-Key was used for another payment")]
    KeyReused,
    /// Not enough on the account.
    #[error("the account does not hold that much")]
    Funds,
    /// Not in euros.
    #[error("payments are in EUR")]
    Currency,
    /// No such invoice.
    #[error("there is no such invoice")]
    NoInvoice,
    /// The disk refused; nothing was accepted.
    #[error("the change could not be stored")]
    Storage,
}

impl Bank {
    /// A bank that forgets everything when it is dropped, for tests. Takes the clock in Unix seconds.
    #[must_use]
    pub fn in_memory(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self::new(Journal::Memory, Vec::new(), now)
    }

    /// A bank whose accepted changes survive a crash at any moment. Takes the clock in Unix seconds.
    ///
    /// # Errors
    ///
    /// [`OpenError`] when the file cannot be used.
    pub fn open(path: &Path, now: impl Fn() -> i64 + Send + Sync + 'static) -> Result<Self, OpenError> {
        let (journal, entries) = Journal::open(path)?;
        Ok(Self::new(journal, entries, now))
    }

    fn new(journal: Journal, entries: Vec<Entry>, now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        let mut books = Books::default();
        for entry in entries {
            books.apply(entry);
        }
        Self(Arc::new(Inner { journal: Mutex::new(journal), books: RwLock::new(books), now: Box::new(now) }))
    }

    pub(crate) fn accounts(&self, sub: &str) -> Vec<AccountView> {
        self.books().accounts(sub)
    }

    pub(crate) fn transactions(&self, sub: &str, account: &str) -> Option<Vec<TransactionView>> {
        self.books().transactions(sub, account, self.now())
    }

    pub(crate) fn payment(&self, sub: &str, id: &str) -> Option<PaymentView> {
        self.books().payment(sub, id)
    }

    pub(crate) fn invoices(&self, sub: &str) -> Vec<InvoiceView> {
        self.books().invoices(sub, self.now())
    }

    /// Accepts a payment once per key: asked again, it gives the same payment. Waits for the disk, so it
    /// belongs on a blocking thread.
    pub(crate) fn pay(
        &self,
        sub: &str,
        client: &str,
        key: &str,
        payment: PaymentInitiation,
    ) -> Result<PaymentView, Refused> {
        let mut journal = self.0.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = self.books().by_key(sub, client, key) {
            return if before.payment == payment { Ok(before) } else { Err(Refused::KeyReused) };
        }
        let cents = Cents::of(&payment.instructed_amount).ok_or(Refused::Currency)?;
        if cents > self.books().available(sub) {
            return Err(Refused::Funds);
        }
        let (client, key) = (client.to_owned(), key.to_owned());
        let entry = Entry::Payment {
            sub: sub.to_owned(),
            client: client.clone(),
            key: key.clone(),
            at: self.now(),
            payment,
        };
        self.accept(&mut journal, entry)?;
        self.books().by_key(sub, &client, &key).ok_or(Refused::Storage)
    }

    /// Approves an invoice; approving it again changes nothing. Waits for the disk like [`Self::pay`].
    pub(crate) fn approve(&self, sub: &str, invoice: &str) -> Result<InvoiceView, Refused> {
        let mut journal = self.0.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let find = || self.invoices(sub).into_iter().find(|view| view.id == invoice);
        if find().ok_or(Refused::NoInvoice)?.approved_at.is_none() {
            let entry = Entry::Approval { sub: sub.to_owned(), invoice: invoice.to_owned(), at: self.now() };
            self.accept(&mut journal, entry)?;
        }
        find().ok_or(Refused::Storage)
    }

    fn accept(&self, journal: &mut Journal, entry: Entry) -> Result<(), Refused> {
        journal.append(&entry).map_err(|error| {
            tracing::error!(kind = ?error.kind(), "the bank's journal cannot be written");
            Refused::Storage
        })?;
        self.0.books.write().unwrap_or_else(PoisonError::into_inner).apply(entry);
        Ok(())
    }

    fn books(&self) -> RwLockReadGuard<'_, Books> {
        self.0.books.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> i64 {
        (self.0.now)()
    }
}

impl fmt::Debug for Bank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bank")
    }
}
