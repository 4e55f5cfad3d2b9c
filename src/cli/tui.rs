//! `certdex tui --print`: the scripted door.

use super::Print;
use super::output::Out;
use crate::catalog::Catalog;
use crate::catalog::load::Problem;
use crate::config::{Config, theme_files};
use crate::error::{Error, Exit};
use crate::safe_text::safe;
use crate::surroundings::{self, Colour};
use crate::tui::model::Model;
use crate::tui::script::Stage;
use crate::tui::start;
use crate::tui::theme::Theme;

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The keys to play.
    pub keys: &'a str,
    /// Columns and rows, as written.
    pub size: &'a str,
    /// How the last frame is printed.
    pub how: Print,
    /// The seed that mixes the options of a quiz.
    pub seed: u64,
}

/// Plays keys into the explorer on a screen of a size and prints the last frame.
///
/// # Errors
/// [`Error::Usage`] for a size, a key or a theme that is none, [`Error::Output`].
pub fn print(
    catalog: Catalog,
    problems: &[Problem],
    config: &Config,
    colour: Colour,
    asked: &Asked,
    out: &mut Out,
) -> Result<Exit, Error> {
    let size = asked.size;
    let parsed = size.split_once(['x', 'X']).and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let Some((columns, rows)) = parsed.filter(|&(w, h): &(u16, u16)| w <= 1_000 && h <= 500) else {
        return Err(Error::Usage(format!(
            "`{}` is no size; write columns and rows up to 1000x500, as in 80x24",
            safe(size).chars().take(40).collect::<String>()
        )));
    };
    let mut model = Model::new(catalog, Theme::terminal(), asked.seed);
    // Who asks for ANSI styles has somewhere to show them; the terminal at hand does not matter.
    let lookup = |name: &str| match name {
        "TERM" => Some("xterm".into()),
        "COLORTERM" => Some("truecolor".into()),
        name => surroundings::variable(name),
    };
    let wrong = start::prepare(&mut model, config, theme_files(), colour, true, &lookup)?;
    let wrong: Vec<Problem> = config.problems.iter().cloned().chain(wrong).collect();
    model.notice = start::notice(&wrong).or_else(|| notice(problems));
    let mut stage = Stage::new(model, (columns, rows));
    stage.keys(asked.keys)?;
    let screen = stage.screen();
    out.raw(&match asked.how {
        Print::Text => screen.text(),
        Print::Ansi => screen.ansi(),
        Print::Svg => screen.svg(),
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
