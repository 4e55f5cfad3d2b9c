//! Parts of a screen: plain values in, cells out. Nothing here knows the model or the catalogue.

pub mod blocks;
pub mod chart;
pub mod input;
pub mod text;
