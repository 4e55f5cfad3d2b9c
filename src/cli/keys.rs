//! `certdex keys`: the binding table, as the help page and the README show it.

use serde_json::{Value as Json, json};

use super::output::{Out, columns};
use crate::error::{Error, Exit};
use crate::keys::bindings::{Bindings, Context};

/// Prints the bindings.
///
/// # Errors
/// [`Error::Output`].
pub fn run(bindings: &Bindings, as_json: bool, out: &mut Out) -> Result<Exit, Error> {
    if as_json {
        let rows: Vec<Json> = bindings
            .rows()
            .iter()
            .map(|(context, key, action)| {
                json!({
                    "context": context.label(), "in": context.id(), "key": key.written(), "action": action.id(),
                    "text": action.text(),
                })
            })
            .collect();
        out.json(&rows)?;
        return Ok(Exit::Ok);
    }
    for (i, context) in Context::ALL.iter().enumerate() {
        if i > 0 {
            out.line("")?;
        }
        out.line(context.label())?;
        let rows: Vec<Vec<String>> = bindings
            .rows_of(*context)
            .into_iter()
            .map(|(keys, action)| vec![format!("  {keys}"), action.text().to_owned()])
            .collect();
        for line in columns(&rows) {
            out.line(&line)?;
        }
    }
    Ok(Exit::Ok)
}
