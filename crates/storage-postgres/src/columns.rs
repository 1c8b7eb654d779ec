//! How domain values stand in columns: each wrapper is one form of storage, in both directions.

use std::borrow::Cow;

use chrono::DateTime;
use leasehold_domain::{HashedToken, Time};
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Type};

/// A stored value that the domain does not know. Says nothing of the value, because it goes to the log.
#[derive(Debug, thiserror::Error)]
#[error("a stored value is not a {0}")]
struct Unreadable(&'static str);

/// A moment, as Unix milliseconds.
pub(crate) struct Millis(pub(crate) Time);

/// A count, in the 64 bits that all numbers have here.
pub(crate) struct Number(pub(crate) u32);

/// A hash, as its 32 bytes.
pub(crate) struct Hash(pub(crate) HashedToken);

/// A fixed number of bytes.
pub(crate) struct Bytes<const N: usize>(pub(crate) [u8; N]);

/// A text of any content; see [`without_zeros`].
pub(crate) struct Text<'t>(pub(crate) &'t str);

/// An id, a scope set or a word of an enumeration: what serde writes as one string.
pub(crate) struct Word<T>(pub(crate) T);

/// A structure, as JSON text.
pub(crate) struct Json<T>(pub(crate) T);

/// PostgreSQL keeps every character but U+0000. A stranger may type it into any field: it is looked for, and
/// stored, as the character that stands for what cannot be shown.
pub(crate) fn without_zeros(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{FFFD}").into() } else { text.into() }
}

macro_rules! stored_as {
    ([$($params:tt)*] $wrapper:ty = $stored:ty) => {
        impl<$($params)*> Type<Postgres> for $wrapper {
            fn type_info() -> PgTypeInfo {
                <$stored as Type<Postgres>>::type_info()
            }

            fn compatible(info: &PgTypeInfo) -> bool {
                <$stored as Type<Postgres>>::compatible(info)
            }
        }
    };
}

stored_as!([] Millis = i64);
stored_as!([] Number = i64);
stored_as!([] Hash = Vec<u8>);
stored_as!([const N: usize] Bytes<N> = Vec<u8>);
stored_as!(['t] Text<'t> = String);
stored_as!([T] Word<T> = String);
stored_as!([T] Json<T> = String);

impl Encode<'_, Postgres> for Millis {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(self.0.timestamp_millis(), out)
    }
}

impl<'r> Decode<'r, Postgres> for Millis {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let millis = <i64 as Decode<Postgres>>::decode(value)?;
        Ok(Self(DateTime::from_timestamp_millis(millis).ok_or(Unreadable("time"))?))
    }
}

impl Encode<'_, Postgres> for Number {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(i64::from(self.0), out)
    }
}

impl<'r> Decode<'r, Postgres> for Number {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let number = <i64 as Decode<Postgres>>::decode(value)?;
        Ok(Self(number.try_into().map_err(|_| Unreadable("count"))?))
    }
}

impl Encode<'_, Postgres> for Hash {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(self.0.as_bytes().as_slice(), out)
    }
}

impl<'r> Decode<'r, Postgres> for Hash {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let Bytes(bytes) = Bytes::<32>::decode(value)?;
        Ok(Self(HashedToken::from_bytes(bytes)))
    }
}

impl<const N: usize> Encode<'_, Postgres> for Bytes<N> {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(self.0.as_slice(), out)
    }
}

impl<'r, const N: usize> Decode<'r, Postgres> for Bytes<N> {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let bytes = <&[u8] as Decode<Postgres>>::decode(value)?;
        Ok(Self(bytes.try_into().map_err(|_| Unreadable("value of its length"))?))
    }
}

impl Encode<'_, Postgres> for Text<'_> {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(&*without_zeros(self.0), out)
    }
}

impl<T: Serialize> Encode<'_, Postgres> for Word<T> {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        match serde_json::to_value(&self.0) {
            Ok(serde_json::Value::String(word)) => Text(&word).encode_by_ref(out),
            _ => Err(Unreadable("word").into()),
        }
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Postgres> for Word<T> {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let word = <&str as Decode<Postgres>>::decode(value)?;
        let word: StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
        Ok(Self(T::deserialize(word).map_err(|_| Unreadable("known word"))?))
    }
}

impl<T: Serialize> Encode<'_, Postgres> for Json<T> {
    fn encode_by_ref(&self, out: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode(serde_json::to_string(&self.0)?, out)
    }
}

impl<'r, T: DeserializeOwned> Decode<'r, Postgres> for Json<T> {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        let text = <&str as Decode<Postgres>>::decode(value)?;
        Ok(Self(serde_json::from_str(text).map_err(|_| Unreadable("known structure"))?))
    }
}
