//! Parts of the catalogue that are read when somebody first asks for them.
//!
//! The first screen shows the names of all records and the card of one. So the stored catalogue is
//! nested: what every screen needs is read at the start, and the rest stays a stretch of bytes of
//! the program until it is looked at.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A value, or the bytes to make it from when it is first looked at.
pub struct Later<T> {
    value: OnceLock<T>,
    stored: &'static [u8],
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { value: OnceLock::from(value), stored: &[] }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: Deserialize<'static>> Deref for Later<T> {
    type Target = T;

    /// # Panics
    /// Never: the build stores what the same type reads back, and a test does so.
    fn deref(&self) -> &T {
        self.value.get_or_init(|| postcard::from_bytes(self.stored).expect("the build stored this very type"))
    }
}

impl<T: Deserialize<'static>> DerefMut for Later<T> {
    fn deref_mut(&mut self) -> &mut T {
        let _ = &**self;
        self.value.get_mut().expect("it was just made")
    }
}

impl<T: Deserialize<'static> + Clone> Clone for Later<T> {
    fn clone(&self) -> Self {
        (**self).clone().into()
    }
}

impl<T: Deserialize<'static> + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Deserialize<'static> + Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&postcard::to_allocvec(&**self).map_err(ser::Error::custom)?)
    }
}

// The bytes outlive everything: they are part of the program.
impl<'de: 'static, T> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Stretch;
        impl<'de: 'static> Visitor<'de> for Stretch {
            type Value = &'static [u8];

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a stretch of stored bytes")
            }

            fn visit_borrowed_bytes<E: de::Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                Ok(bytes)
            }
        }
        let stored = deserializer.deserialize_bytes(Stretch)?;
        Ok(Self { value: OnceLock::new(), stored })
    }
}
