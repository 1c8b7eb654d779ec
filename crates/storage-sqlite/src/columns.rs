//! How domain values stand in columns: each wrapper is one form of storage, in both directions.

use chrono::DateTime;
use leasehold_domain::{HashedToken, Time};
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArgumentValue, SqliteTypeInfo, SqliteValueRef};
use sqlx::{Decode, Encode, Sqlite, Type};

/// A stored value that the domain does not know. Says nothing of the value, because it goes to the log.
#[derive(Debug, thiserror::Error)]
#[error("a stored value is not a {0}")]
struct Unreadable(&'static str);

/// A moment, as Unix milliseconds.
pub(crate) struct Millis(pub(crate) Time);

/// A hash, as its 32 bytes.
pub(crate) struct Hash(pub(crate) HashedToken);

/// A fixed number of bytes.
pub(crate) struct Bytes<const N: usize>(pub(crate) [u8; N]);

/// An id, a scope set or a word of an enumeration: what serde writes as one string.
pub(crate) struct Word<T>(pub(crate) T);

/// A structure, as JSON text.
pub(crate) struct Json<T>(pub(crate) T);

macro_rules! stored_as {
    ([$($params:tt)*] $wrapper:ty = $stored:ty) => {
        impl<$($params)*> Type<Sqlite> for $wrapper {
            fn type_info() -> SqliteTypeInfo {
                <$stored as Type<Sqlite>>::type_info()
            }

            fn compatible(info: &SqliteTypeInfo) -> bool {
                <$stored as Type<Sqlite>>::compatible(info)
            }
        }
    };
}

stored_as!([] Millis = i64);
stored_as!([] Hash = Vec<u8>);
stored_as!([const N: usize] Bytes<N> = Vec<u8>);
stored_as!([T] Word<T> = String);
stored_as!([T] Json<T> = String);

impl<'q> Encode<'q, Sqlite> for Millis {
    fn encode_by_ref(&self, out: &mut Vec<SqliteArgumentValue<'q>>) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.timestamp_millis(), out)
    }
}

impl<'r> Decode<'r, Sqlite> for Millis {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let millis = <i64 as Decode<Sqlite>>::decode(value)?;
        Ok(Self(DateTime::from_timestamp_millis(millis).ok_or(Unreadable("time"))?))
    }
}

impl<'q> Encode<'q, Sqlite> for Hash {
    fn encode_by_ref(&self, out: &mut Vec<SqliteArgumentValue<'q>>) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.as_bytes().to_vec(), out)
    }
}

impl<'r> Decode<'r, Sqlite> for Hash {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let Bytes(bytes) = Bytes::<32>::decode(value)?;
        Ok(Self(HashedToken::from_bytes(bytes)))
    }
}

impl<'q, const N: usize> Encode<'q, Sqlite> for Bytes<N> {
    fn encode_by_ref(&self, out: &mut Vec<SqliteArgumentValue<'q>>) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.to_vec(), out)
    }
}

impl<'r, const N: usize> Decode<'r, Sqlite> for Bytes<N> {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let bytes = <&[u8] as Decode<Sqlite>>::decode(value)?;
        Ok(Self(bytes.try_into().map_err(|_| Unreadable("value of its length"))?))
    }
}

impl<'q, T: Serialize> Encode<'q, Sqlite> for Word<T> {
    fn encode_by_ref(&self, out: &mut Vec<SqliteArgumentValue<'q>>) -> Result<IsNull, BoxDynError> {
        match serde_json::to_value(&self.0) {
            Ok(serde_json::Value::String(word)) => Encode::<Sqlite>::encode(word, out),
            _ => Err(Unreadable("word").into()),
        }
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Sqlite> for Word<T> {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let word = <&str as Decode<Sqlite>>::decode(value)?;
        let word: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
        Ok(Self(T::deserialize(word).map_err(|_| Unreadable("known word"))?))
    }
}

impl<'q, T: Serialize> Encode<'q, Sqlite> for Json<T> {
    fn encode_by_ref(&self, out: &mut Vec<SqliteArgumentValue<'q>>) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(serde_json::to_string(&self.0)?, out)
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Sqlite> for Json<T> {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<Sqlite>>::decode(value)?;
        Ok(Self(serde_json::from_str(text).map_err(|_| Unreadable("known structure"))?))
    }
}
