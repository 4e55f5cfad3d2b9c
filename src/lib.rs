//! certdex: which certification fits my role, what does it really take, how do these two differ,
//! am I ready for the exam?
//!
//! ```text
//!  assets/*.ron ──┐                      ┌─ cli ──────► text | JSON | CSV | Markdown
//!                 ├─ catalog::load ─► Catalog
//!  the user's ────┘   parse, join,       │   ┌───────────────────────────────────────┐
//!  own .ron files     check              └─ tui: event ─► Key ─► Action ─► Message ──┤
//!                                            │  ▲                                    ▼
//!                                            │  └── Effect ◄── update(&mut Model, Message)
//!                                            └─ view(&Model, …) ─► cells
//! ```
//!
//! Three tables hold what everything visible is read from: [`keys::action`] (what can be done),
//! [`keys::bindings`] (by which key, where) and [`field`] (what is known of a record).

pub mod advise;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod compare;
pub mod config;
pub mod cost;
pub mod embedded;
pub mod error;
pub mod field;
pub mod files;
pub mod keys;
pub mod path;
pub mod paths;
pub mod profile;
pub mod quiz;
pub mod safe_text;
pub mod search;
pub mod surroundings;
pub mod tui;
