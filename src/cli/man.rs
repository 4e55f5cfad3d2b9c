//! `certdex man`: the manual, made from the command line and the tables.

use clap::{Command, CommandFactory as _};

use super::Args;
use super::output::Out;
use crate::config::SETTINGS;
use crate::error::{Error, Exit};

/// Variables of the environment that are no settings.
pub const VARIABLES: &[(&str, &str)] = &[
    ("CERTDEX_CONFIG", "the file of settings"),
    ("CERTDEX_PROFILE", "the file that your answers are kept in"),
    ("NO_COLOR", "no colours, if it is set and not empty"),
    ("CLICOLOR_FORCE", "colours, if it is set and not 0"),
    ("CLICOLOR", "no colours, if it is 0"),
    ("TERM, COLORTERM", "what the terminal can do"),
    ("LC_ALL, LC_CTYPE, LANG", "whether it shows more than ASCII"),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME", "where the files below are, if absolute"),
];

/// Files.
pub const FILES: &[(&str, &str)] = &[
    (
        "$XDG_CONFIG_HOME/certdex/config.ron",
        "your settings (~/.config if unset); `certdex config init` writes an example",
    ),
    ("$XDG_CONFIG_HOME/certdex/themes/*.ron", "themes of your own"),
    ("$XDG_DATA_HOME/certdex/*.ron", "data of your own (~/.local/share if unset), laid over the built-in data"),
    ("$XDG_STATE_HOME/certdex/profile.db", "your answers, runs and exam dates (~/.local/state if unset)"),
    ("$XDG_STATE_HOME/certdex/welcomed", "an empty file: the welcome was seen, and is not shown again"),
];

/// Prints the manual.
///
/// # Errors
/// [`Error::Output`].
pub fn run(out: &mut Out) -> Result<Exit, Error> {
    let mut command = Args::command();
    command.build();
    let man = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    out.raw(&String::from_utf8_lossy(&text))?;
    out.raw(".SH COMMANDS\n")?;
    for verb in command.get_subcommands() {
        tell(verb, "certdex", out)?;
    }
    out.raw(".SH \"EXIT STATUS\"\n")?;
    for (exit, meaning) in Exit::TABLE {
        entry(&exit.code().to_string(), meaning, out)?;
    }
    entry("128 + n", "ended by signal n", out)?;
    out.raw(".SH ENVIRONMENT\n")?;
    for setting in SETTINGS {
        entry(setting.variable, setting.about, out)?;
    }
    for (name, about) in VARIABLES {
        entry(name, about, out)?;
    }
    out.raw(".SH FILES\n")?;
    for (file, about) in FILES {
        entry(file, about, out)?;
    }
    let mut text = Vec::new();
    man.render_version_section(&mut text)?;
    out.raw(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Ok)
}

/// A verb with what it is for and its own flags, then the verbs below it.
fn tell(verb: &Command, above: &str, out: &mut Out) -> Result<(), Error> {
    if verb.is_hide_set() || verb.get_name() == "help" {
        return Ok(());
    }
    let name = format!("{above} {}", verb.get_name());
    let mut below = verb.get_subcommands().peekable();
    if below.peek().is_some() {
        for inner in below {
            tell(inner, &name, out)?;
        }
        return Ok(());
    }
    let places: Vec<String> = verb.get_positionals().map(ToString::to_string).collect();
    out.raw(&format!(".SS \"{}\"\n", quoted(format!("{name} {}", places.join(" ")).trim_end())))?;
    paragraph(&verb.get_long_about().or(verb.get_about()).map(ToString::to_string).unwrap_or_default(), out)?;
    for flag in verb.get_opts().chain(verb.get_arguments().filter(|known| !known.get_action().takes_values())) {
        if flag.is_global_set() || flag.is_hide_set() || matches!(flag.get_id().as_str(), "help" | "version") {
            continue;
        }
        entry(&flag.to_string(), &flag.get_help().map(ToString::to_string).unwrap_or_default(), out)?;
    }
    Ok(())
}

fn entry(name: &str, about: &str, out: &mut Out) -> Result<(), Error> {
    out.raw(&format!(".TP\n\\fB{}\\fR\n", escaped(name)))?;
    paragraph(about, out)
}

/// Text, a line each; none of them can be taken for a request.
fn paragraph(text: &str, out: &mut Out) -> Result<(), Error> {
    for line in text.lines() {
        let line = escaped(line.trim());
        match line.chars().next() {
            None => out.raw(".br\n")?,
            Some('.' | '\'') => out.raw(&format!("\\&{line}\n"))?,
            Some(_) => out.raw(&format!("{line}\n"))?,
        }
    }
    Ok(())
}

/// Text of a manual: a backslash and a minus mean themselves.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

/// The same between quotes.
fn quoted(text: &str) -> String {
    escaped(text).replace('"', "\\(dq")
}
