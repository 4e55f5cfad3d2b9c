//! A profile as JSON.
