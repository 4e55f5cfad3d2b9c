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

/// A value, or the bytes to make it from when it is first looked at; they may be packed.
pub struct Later<T, const PACKED: bool = false> {
    // Small while nobody has looked: there are lists of thousands of which some dozens are seen.
    value: OnceLock<Box<T>>,
    stored: &'static [u8],
}

impl<T, const PACKED: bool> From<T> for Later<T, PACKED> {
    fn from(value: T) -> Self {
        Self { value: OnceLock::from(Box::new(value)), stored: &[] }
    }
}

impl<T: Default, const PACKED: bool> Default for Later<T, PACKED> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: Deserialize<'static>, const PACKED: bool> Deref for Later<T, PACKED> {
    type Target = T;

    /// # Panics
    /// Never: the build stores what the same type reads back, and a test does so.
    fn deref(&self) -> &T {
        self.value.get_or_init(|| {
            let unpack = || miniz_oxide::inflate::decompress_to_vec(self.stored).expect("the build packed it");
            // Once in a program, and kept until its end, as everything stored is.
            let stored = if PACKED { unpack().leak() } else { self.stored };
            Box::new(postcard::from_bytes(stored).expect("the build stored this very type"))
        })
    }
}

impl<T: Deserialize<'static>, const PACKED: bool> DerefMut for Later<T, PACKED> {
    fn deref_mut(&mut self) -> &mut T {
        let _ = &**self;
        self.value.get_mut().expect("it was just made")
    }
}

impl<T: Deserialize<'static> + Clone, const PACKED: bool> Clone for Later<T, PACKED> {
    fn clone(&self) -> Self {
        (**self).clone().into()
    }
}

impl<T: Deserialize<'static> + fmt::Debug, const PACKED: bool> fmt::Debug for Later<T, PACKED> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T: Deserialize<'static> + Serialize, const PACKED: bool> Serialize for Later<T, PACKED> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_allocvec(&**self).map_err(ser::Error::custom)?;
        serializer.serialize_bytes(&if PACKED { miniz_oxide::deflate::compress_to_vec(&bytes, 9) } else { bytes })
    }
}

// The bytes outlive everything: they are part of the program.
impl<'de: 'static, T, const PACKED: bool> Deserialize<'de> for Later<T, PACKED> {
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
