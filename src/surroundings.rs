//! What the environment says of the terminal: colours, letters, tmux. Pure: every decision comes with
//! its reason, for `certdex doctor`.

use std::ffi::OsString;

/// Looks up a variable of the environment.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Looks up a variable of the real environment.
#[must_use]
pub fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// What `--color` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Colour {
    /// What the environment says.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// Something decided, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Yes or no.
    pub yes: bool,
    /// What decided.
    pub why: String,
}

impl Decision {
    fn new(yes: bool, why: impl Into<String>) -> Self {
        Self { yes, why: why.into() }
    }
}

/// The value of a variable that is set and not empty.
fn set(lookup: Lookup, name: &str) -> Option<String> {
    lookup(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}

/// Whether to use colours: `--color`, then `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` and `CLICOLOR`,
/// then whether there is a terminal that can.
#[must_use]
pub fn colour(flag: Colour, tty: bool, lookup: Lookup) -> Decision {
    match flag {
        Colour::Always => return Decision::new(true, "--color always"),
        Colour::Never => return Decision::new(false, "--color never"),
        Colour::Auto => {}
    }
    if set(lookup, "NO_COLOR").is_some() {
        return Decision::new(false, "NO_COLOR is set");
    }
    if set(lookup, "CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return Decision::new(true, "CLICOLOR_FORCE is set");
    }
    if set(lookup, "CLICOLOR").is_some_and(|value| value == "0") {
        return Decision::new(false, "CLICOLOR is 0");
    }
    if !tty {
        return Decision::new(false, "not a terminal");
    }
    match set(lookup, "TERM").as_deref() {
        None => Decision::new(false, "TERM is not set"),
        Some("dumb") => Decision::new(false, "TERM is dumb"),
        Some(_) => Decision::new(true, "a terminal"),
    }
}

/// Whether the terminal can show all letters, as its locale says: `LC_ALL`, else `LC_CTYPE`, else
/// `LANG`. Where none is set nothing speaks against it.
#[must_use]
pub fn all_letters(lookup: Lookup) -> Decision {
    let found = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, set(lookup, name)?)));
    let Some((name, value)) = found else { return Decision::new(true, "no locale is set") };
    let plain = value.to_ascii_lowercase().replace('-', "");
    Decision::new(plain.contains("utf8"), format!("{name} is {}", crate::safe_text::safe(&value)))
}

/// Whether the terminal says that it knows more than 256 colours.
#[must_use]
pub fn all_colours(lookup: Lookup) -> Decision {
    match set(lookup, "COLORTERM") {
        Some(value) => {
            let yes = matches!(value.as_str(), "truecolor" | "24bit");
            Decision::new(yes, format!("COLORTERM is {}", crate::safe_text::safe(&value)))
        }
        None => Decision::new(false, "COLORTERM is not set"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<'a>(vars: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        |name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into())
    }

    #[test]
    fn the_flag_outranks_the_variables_and_they_the_terminal() {
        let xterm = ("TERM", "xterm");
        for (flag, tty, vars, yes) in [
            (Colour::Auto, true, vec![xterm], true),
            (Colour::Auto, false, vec![xterm], false),
            (Colour::Auto, true, vec![], false),
            (Colour::Auto, true, vec![("TERM", "dumb")], false),
            (Colour::Auto, true, vec![("TERM", "no-such-terminal")], true),
            (Colour::Auto, true, vec![xterm, ("NO_COLOR", "1")], false),
            (Colour::Auto, true, vec![xterm, ("NO_COLOR", "")], true),
            (Colour::Auto, true, vec![xterm, ("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
            (Colour::Auto, false, vec![("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")], true),
            (Colour::Auto, false, vec![xterm, ("CLICOLOR_FORCE", "0")], false),
            (Colour::Auto, true, vec![xterm, ("CLICOLOR", "0")], false),
            (Colour::Auto, true, vec![xterm, ("CLICOLOR", "1")], true),
            (Colour::Always, false, vec![("NO_COLOR", "1"), ("TERM", "dumb")], true),
            (Colour::Never, true, vec![xterm, ("CLICOLOR_FORCE", "1")], false),
        ] {
            let decided = colour(flag, tty, &of(&vars));
            assert_eq!(decided.yes, yes, "{flag:?} {tty} {vars:?}: {}", decided.why);
        }
    }

    #[test]
    fn the_first_variable_that_is_set_tells_the_locale() {
        for (vars, yes) in [
            (vec![], true),
            (vec![("LANG", "C")], false),
            (vec![("LANG", "")], true),
            (vec![("LANG", "en_GB.UTF-8")], true),
            (vec![("LANG", "de_DE.utf8")], true),
            (vec![("LANG", "en_GB.UTF-8"), ("LC_ALL", "POSIX")], false),
            (vec![("LANG", "C"), ("LC_CTYPE", "C.UTF-8")], true),
            (vec![("LC_CTYPE", "de_DE.ISO-8859-1"), ("LC_ALL", "")], false),
        ] {
            assert_eq!(all_letters(&of(&vars)).yes, yes, "{vars:?}");
        }
    }

    #[test]
    fn more_than_256_colours_only_where_the_terminal_says_so() {
        assert!(all_colours(&of(&[("COLORTERM", "truecolor")])).yes);
        assert!(!all_colours(&of(&[("COLORTERM", "yes")])).yes && !all_colours(&of(&[])).yes);
    }
}
