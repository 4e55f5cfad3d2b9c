//! How ready somebody is for an exam.
use ratatui::text::Span;
use super::run::Shown;
use crate::tui::model::Model;
pub fn row_count(_: &Model) -> usize { 0 }
pub fn open(_: &mut Model, _: usize) {}
pub fn turn(_: &mut Model, _: bool) {}
pub fn start_day(_: &mut Model, _: &str) {}
pub fn day(_: &Model, cert: &str) -> (String, String) { (cert.to_owned(), String::new()) }
pub fn view(model: &Model, _: u16) -> Shown { ("Am I ready?".to_owned(), vec![Span::styled("", model.theme.cite)], Vec::new()) }
