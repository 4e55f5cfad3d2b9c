//! Where files of the user live: flag > environment > platform convention.

use std::path::PathBuf;

use etcetera::BaseStrategy;

/// The folder of the user's own data, `$XDG_DATA_HOME/certdex`; `None` without a home folder.
/// Relative values of the variable are ignored, as the XDG rules ask.
#[must_use]
pub fn own_data() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("certdex"))
}

/// The file that `certdex verify` keeps.
#[must_use]
pub fn own_claims() -> Option<PathBuf> {
    Some(own_data()?.join("own-claims.ron"))
}

/// The user's own data files: every `.ron` of the folder, sorted; empty without any.
#[must_use]
pub fn own_files() -> Vec<PathBuf> {
    let Some(folder) = own_data() else { return Vec::new() };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "ron"))
        .collect();
    files.sort();
    files
}
