use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use chrono::Duration;
use leasehold_domain::clock::{Clock as _, ManualClock, at_seconds};
use leasehold_domain::entropy::SeededEntropy;
use leasehold_domain::notice::{Mail, Notice};
use leasehold_domain::sealed::{MasterKey, Sealer};
use leasehold_domain::user::{Role, User};
use leasehold_domain::{MailId, NoticeId, UserId};
use leasehold_notify::{Letter, Letterhead, MailError, Mailer, Postman};
use leasehold_oauth_types::notice::NoticeKind;
use leasehold_storage::{Storage, Transaction};
use leasehold_test_kit::TestDatabase;

/// What links in the outbox are sealed with.
pub(crate) fn sealer() -> Sealer {
    MasterKey::new([7; 32]).sealer(Mail::LINK)
}

/// One person, and an outbox.
pub(crate) struct Office {
    pub(crate) storage: Arc<TestDatabase>,
    pub(crate) clock: Arc<ManualClock>,
    entropy: SeededEntropy,
    pub(crate) user: UserId,
}

impl Office {
    pub(crate) async fn open() -> Self {
        let storage = Arc::new(TestDatabase::fresh().await);
        let clock = Arc::new(ManualClock::at(at_seconds(1_795_379_400)));
        let entropy = SeededEntropy::new(1);
        let user = User {
            id: UserId::generate(clock.now(), &entropy),
            username: "alice".into(),
            name: "Alice Visser".into(),
            email: Some("alice@example.org".into()),
            locale: "en".into(),
            zone: "Europe/Amsterdam".into(),
            hours: None,
            role: Role::User,
            created_at: clock.now(),
        };
        let mut tx = storage.write().await.unwrap();
        tx.add_user(&user).await.unwrap();
        tx.commit().await.unwrap();
        Self { storage, clock, entropy, user: user.id }
    }

    /// Writes a notice and its mail, and commits.
    pub(crate) async fn write(&self, cause: &str) -> Mail {
        let mut tx = self.storage.write().await.unwrap();
        let mail = self.write_in(tx.as_mut(), cause).await;
        tx.commit().await.unwrap();
        mail
    }

    /// The same with a link, sealed for the mail of that id or for its own.
    pub(crate) async fn write_linked(&self, cause: &str, token: &str, id: Option<MailId>) {
        let mut tx = self.storage.write().await.unwrap();
        let own = MailId::generate(self.clock.now(), &self.entropy);
        let link = sealer().seal(token.as_bytes(), &id.unwrap_or(own).to_string(), &self.entropy);
        self.add(tx.as_mut(), cause, own, Some(link)).await;
        tx.commit().await.unwrap();
    }

    pub(crate) async fn write_in(&self, tx: &mut dyn Transaction, cause: &str) -> Mail {
        let id = MailId::generate(self.clock.now(), &self.entropy);
        self.add(tx, cause, id, None).await
    }

    async fn add(&self, tx: &mut dyn Transaction, cause: &str, id: MailId, link: Option<Vec<u8>>) -> Mail {
        let now = self.clock.now();
        let notice = Notice {
            id: NoticeId::generate(now, &self.entropy),
            user: self.user,
            cause: cause.into(),
            kind: NoticeKind::DeviceNew,
            device: Some("Firefox on Linux".into()),
            country: None,
            at: now,
            read_at: None,
        };
        let mail = Mail { id, notice: notice.id, to: "alice@example.org".into(), link, tries: 0 };
        assert!(tx.add_notice(&notice).await.unwrap());
        tx.add_mail(&mail, now).await.unwrap();
        mail
    }

    pub(crate) fn postman(&self, mailer: Arc<dyn Mailer>) -> Postman {
        let letterhead = Letterhead {
            domain: "auth.example.org".into(),
            account_url: "https://account.example.org".into(),
            device_link_url: "https://auth.example.org/confirm-device/".into(),
            country_name: |code, _| code.to_owned(),
        };
        Postman::new(self.storage.clone(), self.clock.clone(), mailer, letterhead, sealer())
    }

    /// Lets time pass.
    pub(crate) fn later(&self, minutes: i64) {
        self.clock.advance(Duration::minutes(minutes));
    }
}

/// Answers as told, one after the other and then always well; remembers what it was given.
#[derive(Debug, Default)]
pub(crate) struct Script {
    answers: Mutex<VecDeque<MailError>>,
    pub(crate) given: Mutex<Vec<Letter>>,
}

impl Script {
    pub(crate) fn failing(times: usize, error: MailError) -> Arc<Self> {
        Arc::new(Self { answers: Mutex::new(vec![error; times].into()), given: Mutex::default() })
    }

    pub(crate) fn given(&self) -> usize {
        self.given.lock().unwrap().len()
    }
}

#[async_trait::async_trait]
impl Mailer for Script {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        self.given.lock().unwrap().push(letter.clone());
        self.answers.lock().unwrap().pop_front().map_or(Ok(()), Err)
    }
}
