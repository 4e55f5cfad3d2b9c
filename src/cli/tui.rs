//! `certdex tui --print`: the scripted door.

use super::Print;
use super::output::Out;
use crate::catalog::Catalog;
use crate::catalog::load::Problem;
use crate::error::{Error, Exit};
use crate::safe_text::safe;
use crate::tui::model::Model;
use crate::tui::script::Stage;
use crate::tui::theme::Theme;

/// Plays `keys` into the explorer on a screen of `size` and prints the last frame.
///
/// # Errors
/// [`Error::Usage`] for a size or a key that cannot be read, [`Error::Output`].
pub fn print(
    catalog: Catalog,
    problems: &[Problem],
    keys: &str,
    size: &str,
    how: Print,
    seed: u64,
    out: &mut Out,
) -> Result<Exit, Error> {
    let parsed = size.split_once(['x', 'X']).and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let Some((columns, rows)) = parsed.filter(|&(w, h): &(u16, u16)| w <= 1_000 && h <= 500) else {
        return Err(Error::Usage(format!(
            "`{}` is no size; write columns and rows up to 1000x500, as in 80x24",
            safe(size).chars().take(40).collect::<String>()
        )));
    };
    let mut model = Model::new(catalog, Theme::terminal(), seed);
    model.notice = notice(problems);
    let mut stage = Stage::new(model, (columns, rows));
    stage.keys(keys)?;
    let screen = stage.screen();
    out.raw(&match how {
        Print::Text => screen.text(),
        Print::Ansi => screen.ansi(),
    })?;
    Ok(Exit::Ok)
}

/// What the hint line says of data that could not be used.
#[must_use]
pub fn notice(problems: &[Problem]) -> Option<String> {
    let first = problems.first()?;
    let more = if problems.len() > 1 { format!(" (and {} more)", problems.len() - 1) } else { String::new() };
    Some(format!("left out: {first}{more}; `certdex check` tells all"))
}
