//! `certdex completions`: what a shell needs to fill in verbs, flags and ids.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use super::Args;
use super::output::Out;
use crate::catalog::Catalog;
use crate::catalog::record::Kind;
use crate::error::{Error, Exit};

/// Which ids stand where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ids {
    /// Of certifications.
    Certs,
    /// Of certifications and roles.
    Goals,
    /// Of certifications, roles and providers.
    Records,
    /// Of question banks and certifications.
    Banks,
}

/// Where an id is expected: the verb, its argument, which ids.
const PLACES: &[(&[&str], &str, Ids)] = &[
    (&["show"], "id", Ids::Records),
    (&["compare"], "ids", Ids::Records),
    (&["decide"], "why_not", Ids::Certs),
    (&["cost"], "ids", Ids::Certs),
    (&["path"], "have", Ids::Certs),
    (&["path"], "to", Ids::Goals),
    (&["verify"], "id", Ids::Records),
    (&["quiz", "run"], "what", Ids::Banks),
    (&["quiz", "stats"], "cert", Ids::Certs),
    (&["exam", "set"], "cert", Ids::Certs),
    (&["exam", "drop"], "cert", Ids::Certs),
];

/// Prints the completion of a shell.
///
/// # Errors
/// [`Error::Output`].
pub fn run(catalog: &Catalog, shell: Shell, out: &mut Out) -> Result<Exit, Error> {
    let mut command = Args::command();
    for (verb, argument, ids) in PLACES {
        command = with(command, verb, argument, &all(catalog, *ids));
    }
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "certdex", &mut text);
    out.raw(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Ok)
}

/// The ids, each with its name where shells show one.
fn all(catalog: &Catalog, ids: Ids) -> Vec<PossibleValue> {
    let mut values = Vec::new();
    // The command line wants names that last for ever; the program ends when they are printed.
    let value = |id: &str, name: String| PossibleValue::new(&*id.to_owned().leak()).help(&*name.leak());
    if ids == Ids::Banks {
        values.extend(catalog.banks.iter().map(|bank| value(bank.id.as_str(), bank.name.one_line())));
    }
    let kinds: &[Kind] = match ids {
        Ids::Certs | Ids::Banks => &[Kind::Cert],
        Ids::Goals => &[Kind::Cert, Kind::Role],
        Ids::Records => &[Kind::Cert, Kind::Role, Kind::Provider],
    };
    for kind in kinds {
        let records = catalog.all(*kind).iter();
        values.extend(records.map(|record| value(record.id.as_str(), record.name.one_line())));
    }
    values
}

/// The command with values for an argument of a verb; as it was if there is no such argument.
fn with(command: Command, verb: &[&str], argument: &str, values: &[PossibleValue]) -> Command {
    match verb.split_first() {
        Some((first, rest)) if command.find_subcommand(first).is_some() => {
            command.mut_subcommand(first, |inner| with(inner, rest, argument, values))
        }
        None if command.get_arguments().any(|known| known.get_id() == argument) => {
            command.mut_arg(argument, |known| known.value_parser(PossibleValuesParser::new(values.to_vec())))
        }
        _ => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_an_id_is_on_the_command_line() {
        for (verb, argument, _) in PLACES {
            let mut command = &Args::command();
            for name in *verb {
                command = command.find_subcommand(name).unwrap_or_else(|| panic!("there is no verb {name}"));
            }
            assert!(command.get_arguments().any(|known| known.get_id() == argument), "{verb:?} has no {argument}");
        }
    }
}
