//! The explorer as the settings want it: theme, letters, keys, first tab, quiz.

use std::sync::Arc;

use crate::catalog::load::Problem;
use crate::config::{Config, Origin, ThemeFile};
use crate::error::Error;
use crate::safe_text::safe;
use crate::surroundings::{Colour, Lookup, all_colours, all_letters, colour};
use crate::tui::ascii::Ascii;
use crate::tui::model::{Model, Tab};
use crate::tui::screens::certs;
use crate::tui::theme::{self, Named, Theme};

/// Dresses the model. `tty` says whether it is looked at on a terminal. What cannot be used of the
/// user's themes comes back as problems, and the default stands in.
///
/// # Errors
/// [`Error::Usage`] if `--theme` names none.
pub fn prepare(
    model: &mut Model,
    config: &Config,
    files: Vec<ThemeFile>,
    flag: Colour,
    tty: bool,
    lookup: Lookup,
) -> Result<Vec<Problem>, Error> {
    let (themes, mut problems) = themes(files);
    let (wanted, origin) = config.theme();
    let chosen = themes.iter().position(|known| known.name == wanted);
    if chosen.is_none() {
        let broken = problems.iter().any(|problem| problem.file.contains(&format!("{wanted}.ron")));
        let names: Vec<&str> = themes.iter().map(|known| known.name.as_str()).collect();
        let message = format!("there is no theme `{}`; there are {}", safe(wanted), names.join(", "));
        match origin {
            _ if broken => {}
            Origin::Flag(_) => return Err(Error::Usage(message)),
            Origin::File(file, place) => {
                let (file, place) = (file.clone(), Some(*place));
                let problem = Problem { rule: "config-theme", file, place, record: None, message, excerpt: None };
                problems.insert(0, problem);
            }
            origin => {
                let file = crate::safe_text::SafeText::new(&origin.to_string());
                let problem = Problem { rule: "config-theme", file, place: None, record: None, message, excerpt: None };
                problems.insert(0, problem);
            }
        }
    }
    let decided = colour(flag, tty, lookup);
    if decided.yes {
        let all = all_colours(lookup).yes;
        let fit = |known: Named| Named { theme: if all { known.theme } else { known.theme.in_256() }, ..known };
        model.themes = themes.into_iter().map(fit).collect();
        model.wear(chosen.unwrap_or(0));
    } else {
        model.themes = Arc::from([Named { name: "mono".to_owned(), theme: Theme::mono() }]);
        model.wear(0);
    }
    let shows_all = all_letters(lookup).yes;
    model.ascii = match (config.ascii(), shows_all) {
        (Some(false), _) | (None, true) => Ascii::Off,
        (Some(true), true) => Ascii::Drawn,
        (_, false) => Ascii::All,
    };
    model.keys = config.bindings();
    model.columns = certs::named(config.columns());
    model.tab = match config.tab() {
        "certs" => Tab::Certs,
        "compare" => Tab::Compare,
        "quiz" => Tab::Quiz,
        _ => Tab::Roles,
    };
    model.quiz.usual.most = config.quiz_count();
    model.quiz.usual.at_end = config.quiz_words_at_end();
    model.quiz.setup = model.quiz.usual.clone();
    if let Some(seed) = config.quiz_seed() {
        model.seed = seed;
    }
    Ok(problems)
}

/// The built-in themes and then the user's, one of the same name in place of ours.
#[must_use]
pub fn themes(files: Vec<ThemeFile>) -> (Vec<Named>, Vec<Problem>) {
    let mut themes: Vec<Named> = theme::built_in().to_vec();
    let mut problems = Vec::new();
    for (name, shown, text) in files {
        match text.map_err(|problem| vec![problem]).and_then(|text| Theme::read(&shown, &text)) {
            Ok(theme) => match themes.iter_mut().find(|known| known.name == name) {
                Some(known) => known.theme = theme,
                None => themes.push(Named { name, theme }),
            },
            Err(found) => problems.extend(found),
        }
    }
    (themes, problems)
}

/// What the hint line says of settings that could not be used: the file by its name alone, so that
/// what is wrong with it fits.
#[must_use]
pub fn notice(problems: &[Problem]) -> Option<String> {
    let first = problems.first()?;
    let name = first.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let file = crate::safe_text::SafeText::new(name);
    let first = Problem { file, ..first.clone() };
    let more = if problems.len() > 1 { format!(" (and {} more)", problems.len() - 1) } else { String::new() };
    Some(format!("{first}{more}; `certdex doctor` tells all"))
}
