//! `certdex check`

use std::path::PathBuf;

use super::output::Out;
use crate::catalog::claim::Origin;
use crate::catalog::gate;
use crate::catalog::load::load;
use crate::catalog::record::Kind;
use crate::error::{Error, Exit};

/// Judges the built-in data with `files` laid over it. What the gate has to say of the user's own
/// questions is printed as advice: they can be asked all the same, so the exit code stays.
///
/// # Errors
/// [`Error::Data`] with every problem found, [`Error::Output`].
pub fn run(data: &[PathBuf], files: &[PathBuf], out: &mut Out) -> Result<Exit, Error> {
    let all: Vec<PathBuf> = data.iter().chain(files).cloned().collect();
    let loaded = load(&all);
    if !loaded.problems.is_empty() {
        return Err(Error::Data(loaded.problems));
    }
    let catalog = &loaded.catalog;
    let claims: usize = catalog.own_facts().map(|(_, fact)| fact.claims.len()).sum();
    out.line(&format!(
        "all rules hold: {} roles, {} certifications, {claims} claims, {} sources, {} banks",
        catalog.count(Kind::Role),
        catalog.count(Kind::Cert),
        catalog.sources.len(),
        catalog.banks.len(),
    ))?;
    let remarks = gate::judge(catalog);
    for bank in catalog.banks.iter() {
        let Origin::File { file, .. } = &bank.origin else { continue };
        for remark in remarks.iter().filter(|remark| remark.bank == bank.id) {
            out.line(&format!("advice: {file}: {remark}"))?;
        }
    }
    Ok(Exit::Ok)
}
