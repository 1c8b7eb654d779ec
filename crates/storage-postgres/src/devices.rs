use std::collections::BTreeMap;

use leasehold_domain::device::{
    Device, DeviceKey, DeviceTraits, DeviceTrust, KeyLoss, Succession, TrustState,
};
use leasehold_domain::{DeviceId, HashedToken, SessionId, Time, UserId};
use leasehold_storage::{CookieMatch, Devices, Result, StorageError};
use sqlx::{FromRow, query, query_as};

use crate::columns::{Bytes, Hash, Json, Millis, Text, Word};
use crate::statements::statements;
use crate::transaction::PostgresTransaction;

statements! {
    FIND = "SELECT * FROM devices WHERE id = $1";
    FIND_BY_COOKIE = "SELECT * FROM devices WHERE cookie = $1 OR previous_cookie = $1
                      ORDER BY cookie = $1 DESC LIMIT 1";
    FIND_BY_KEY = "SELECT * FROM devices WHERE key_thumbprint = $1";
    ADD = "INSERT INTO devices (id, cookie, previous_cookie, rotated_at, name, mobile, first_seen,
               cookie_reused_at, key_thumbprint, key_point, key_proved_at, traits_salt, traits,
               traits_changed_at, key_bound_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    PUT_KEY = "UPDATE devices SET key_thumbprint = $2, key_point = $3, key_proved_at = $4,
                   key_bound_at = COALESCE(key_bound_at, $5)
               WHERE id = $1 AND (key_thumbprint IS NULL OR key_thumbprint = $2)
                   AND NOT EXISTS (SELECT 1 FROM devices AS other
                                   WHERE other.key_thumbprint = $2 AND other.id <> $1)";
    PUT_TRAITS = "UPDATE devices SET traits_salt = $2, traits = $3, traits_changed_at = $4 WHERE id = $1";
    ROTATE = "UPDATE devices SET previous_cookie = cookie, cookie = $3, rotated_at = $4
              WHERE id = $1 AND cookie = $2";
    NOTE_REUSE = "UPDATE devices SET cookie_reused_at = $2
                  WHERE id = $1 AND (cookie_reused_at IS NULL OR cookie_reused_at < rotated_at)";
    FIND_TRUST = "SELECT * FROM device_trusts WHERE user_id = $1 AND device_id = $2";
    LIST_TRUSTS = "SELECT * FROM device_trusts WHERE user_id = $1 ORDER BY last_seen DESC, device_id";
    LIST_TRUSTS_OF = "SELECT * FROM device_trusts WHERE device_id = $1 ORDER BY first_seen, user_id";
    PUT_TRUST = "INSERT INTO device_trusts (user_id, device_id, state, trusted_since, trusted_until,
                     first_seen, last_seen, confirmed_by, succeeds, key_loss, first_session)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 ON CONFLICT (user_id, device_id) DO UPDATE SET state = excluded.state,
                     trusted_since = excluded.trusted_since, trusted_until = excluded.trusted_until,
                     first_seen = excluded.first_seen, last_seen = excluded.last_seen,
                     confirmed_by = excluded.confirmed_by, succeeds = excluded.succeeds,
                     key_loss = excluded.key_loss, first_session = excluded.first_session";
}

#[derive(FromRow)]
struct DeviceRow {
    id: Word<DeviceId>,
    cookie: Hash,
    previous_cookie: Option<Hash>,
    rotated_at: Millis,
    name: String,
    mobile: bool,
    first_seen: Millis,
    cookie_reused_at: Option<Millis>,
    key_thumbprint: Option<Bytes<32>>,
    key_point: Option<Vec<u8>>,
    key_proved_at: Option<Millis>,
    key_bound_at: Option<Millis>,
    traits_salt: Option<Bytes<32>>,
    traits: Option<Json<BTreeMap<String, String>>>,
    traits_changed_at: Option<Millis>,
}

impl TryFrom<DeviceRow> for Device {
    type Error = StorageError;

    fn try_from(row: DeviceRow) -> Result<Self> {
        let key = match (row.key_thumbprint, row.key_point, row.key_bound_at, row.key_proved_at) {
            (Some(thumbprint), Some(point), Some(bound), Some(at)) => {
                Some(DeviceKey { thumbprint: thumbprint.0, point, bound_at: bound.0, proved_at: at.0 })
            }
            (None, None, None, None) => None,
            _ => return Err(StorageError::inconsistent("devices.key_thumbprint")),
        };
        let traits = match (row.traits_salt, row.traits) {
            (Some(Bytes(salt)), Some(Json(hashes))) => {
                let changed_at = row.traits_changed_at.map(|Millis(at)| at);
                Some(DeviceTraits { salt, hashes, changed_at })
            }
            _ => None,
        };
        Ok(Self {
            id: row.id.0,
            cookie: row.cookie.0,
            previous_cookie: row.previous_cookie.map(|Hash(hash)| hash),
            rotated_at: row.rotated_at.0,
            name: row.name,
            mobile: row.mobile,
            first_seen: row.first_seen.0,
            cookie_reused_at: row.cookie_reused_at.map(|Millis(at)| at),
            key,
            traits,
        })
    }
}

#[derive(FromRow)]
struct TrustRow {
    user_id: Word<UserId>,
    device_id: Word<DeviceId>,
    state: String,
    trusted_since: Option<Millis>,
    trusted_until: Option<Millis>,
    first_seen: Millis,
    last_seen: Millis,
    confirmed_by: Option<Word<DeviceId>>,
    succeeds: Option<Word<DeviceId>>,
    key_loss: Option<Word<KeyLoss>>,
    first_session: Option<Word<SessionId>>,
}

impl TryFrom<TrustRow> for DeviceTrust {
    type Error = StorageError;

    fn try_from(row: TrustRow) -> Result<Self> {
        let state = match (row.state.as_str(), row.trusted_since, row.trusted_until) {
            ("new", None, None) => TrustState::New,
            ("trusted", Some(since), Some(until)) => TrustState::Trusted { since: since.0, until: until.0 },
            ("blocked", None, None) => TrustState::Blocked,
            _ => return Err(StorageError::inconsistent("device_trusts.state")),
        };
        Ok(Self {
            user: row.user_id.0,
            device: row.device_id.0,
            state,
            first_seen: row.first_seen.0,
            first_session: row.first_session.map(|Word(id)| id),
            last_seen: row.last_seen.0,
            confirmed_by: row.confirmed_by.map(|Word(id)| id),
            succeeds: match (row.succeeds, row.key_loss) {
                (Some(Word(device)), Some(Word(loss))) => Some(Succession { device, loss }),
                (None, None) => None,
                _ => return Err(StorageError::inconsistent("device_trusts.succeeds")),
            },
        })
    }
}

#[async_trait::async_trait]
impl Devices for PostgresTransaction {
    async fn device(&mut self, id: DeviceId) -> Result<Option<Device>> {
        let row: Option<DeviceRow> = self.find("device", query_as(FIND).bind(Word(id))).await?;
        row.map(Device::try_from).transpose()
    }

    async fn device_by_cookie(&mut self, cookie: HashedToken) -> Result<Option<(Device, CookieMatch)>> {
        let query = query_as(FIND_BY_COOKIE).bind(Hash(cookie));
        let row: Option<DeviceRow> = self.find("device_by_cookie", query).await?;
        let device = row.map(Device::try_from).transpose()?;
        Ok(device.map(|device| {
            let current = device.cookie == cookie;
            (device, if current { CookieMatch::Current } else { CookieMatch::Previous })
        }))
    }

    async fn device_by_key(&mut self, thumbprint: [u8; 32]) -> Result<Option<Device>> {
        let query = query_as(FIND_BY_KEY).bind(Bytes(thumbprint));
        let row: Option<DeviceRow> = self.find("device_by_key", query).await?;
        row.map(Device::try_from).transpose()
    }

    async fn add_device(&mut self, device: &Device) -> Result<()> {
        let query = query(ADD)
            .bind(Word(device.id))
            .bind(Hash(device.cookie))
            .bind(device.previous_cookie.map(Hash))
            .bind(Millis(device.rotated_at))
            .bind(Text(&device.name))
            .bind(device.mobile)
            .bind(Millis(device.first_seen))
            .bind(device.cookie_reused_at.map(Millis))
            .bind(device.key.as_ref().map(|key| Bytes(key.thumbprint)))
            .bind(device.key.as_ref().map(|key| &key.point))
            .bind(device.key.as_ref().map(|key| Millis(key.proved_at)))
            .bind(device.traits.as_ref().map(|traits| Bytes(traits.salt)))
            .bind(device.traits.as_ref().map(|traits| Json(&traits.hashes)))
            .bind(device.traits.as_ref().and_then(|traits| traits.changed_at).map(Millis))
            .bind(device.key.as_ref().map(|key| Millis(key.bound_at)));
        self.run("add_device", query).await?;
        Ok(())
    }

    async fn rotate_device(
        &mut self,
        id: DeviceId,
        expected: HashedToken,
        cookie: HashedToken,
        now: Time,
    ) -> Result<bool> {
        let query = query(ROTATE).bind(Word(id)).bind(Hash(expected)).bind(Hash(cookie)).bind(Millis(now));
        Ok(self.run("rotate_device", query).await? == 1)
    }

    async fn note_cookie_reuse(&mut self, id: DeviceId, now: Time) -> Result<bool> {
        let query = query(NOTE_REUSE).bind(Word(id)).bind(Millis(now));
        Ok(self.run("note_cookie_reuse", query).await? == 1)
    }

    async fn put_device_key(&mut self, id: DeviceId, key: &DeviceKey) -> Result<bool> {
        let query = query(PUT_KEY)
            .bind(Word(id))
            .bind(Bytes(key.thumbprint))
            .bind(&key.point)
            .bind(Millis(key.proved_at))
            .bind(Millis(key.bound_at));
        Ok(self.run("put_device_key", query).await? == 1)
    }

    async fn put_device_traits(&mut self, id: DeviceId, traits: &DeviceTraits) -> Result<()> {
        let query = query(PUT_TRAITS)
            .bind(Word(id))
            .bind(Bytes(traits.salt))
            .bind(Json(&traits.hashes))
            .bind(traits.changed_at.map(Millis));
        self.run("put_device_traits", query).await?;
        Ok(())
    }

    async fn trust(&mut self, user: UserId, device: DeviceId) -> Result<Option<DeviceTrust>> {
        let query = query_as(FIND_TRUST).bind(Word(user)).bind(Word(device));
        let row: Option<TrustRow> = self.find("trust", query).await?;
        row.map(DeviceTrust::try_from).transpose()
    }

    async fn trusts(&mut self, user: UserId) -> Result<Vec<DeviceTrust>> {
        let rows: Vec<TrustRow> = self.list("trusts", query_as(LIST_TRUSTS).bind(Word(user))).await?;
        rows.into_iter().map(DeviceTrust::try_from).collect()
    }

    async fn trusts_of(&mut self, device: DeviceId) -> Result<Vec<DeviceTrust>> {
        let rows: Vec<TrustRow> = self.list("trusts_of", query_as(LIST_TRUSTS_OF).bind(Word(device))).await?;
        rows.into_iter().map(DeviceTrust::try_from).collect()
    }

    async fn put_trust(&mut self, trust: &DeviceTrust) -> Result<()> {
        let (state, since, until) = match trust.state {
            TrustState::New => ("new", None, None),
            TrustState::Trusted { since, until } => ("trusted", Some(since), Some(until)),
            TrustState::Blocked => ("blocked", None, None),
        };
        let query = query(PUT_TRUST)
            .bind(Word(trust.user))
            .bind(Word(trust.device))
            .bind(state)
            .bind(since.map(Millis))
            .bind(until.map(Millis))
            .bind(Millis(trust.first_seen))
            .bind(Millis(trust.last_seen))
            .bind(trust.confirmed_by.map(Word))
            .bind(trust.succeeds.map(|earlier| Word(earlier.device)))
            .bind(trust.succeeds.map(|earlier| Word(earlier.loss)))
            .bind(trust.first_session.map(Word));
        self.run("put_trust", query).await?;
        Ok(())
    }
}
