//! Where files of the user live: flag > environment > platform convention.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The folder of the user's own data, `$XDG_DATA_HOME/certdex`; `None` without a home folder.
/// Relative values of the variable are ignored, as the XDG rules ask.
#[must_use]
pub fn own_data() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join("certdex"))
}

/// The folder of settings, `$XDG_CONFIG_HOME/certdex`; `None` without a home folder.
#[must_use]
pub fn own_config() -> Option<PathBuf> {
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    folder.is_absolute().then(|| folder.join("certdex"))
}

/// The file of settings: `named` on the command line, else `$CERTDEX_CONFIG`, else
/// `$XDG_CONFIG_HOME/certdex/config.ron`; and whether anybody named it.
#[must_use]
pub fn config(named: Option<&Path>) -> (Option<PathBuf>, bool) {
    let variable = std::env::var_os("CERTDEX_CONFIG").filter(|value| !value.is_empty()).map(PathBuf::from);
    match named.map(Path::to_owned).or(variable) {
        Some(path) => (Some(path), true),
        None => (own_config().map(|folder| folder.join("config.ron")), false),
    }
}

/// The file that `certdex verify` keeps.
#[must_use]
pub fn own_claims() -> Option<PathBuf> {
    Some(own_data()?.join("own-claims.ron"))
}

/// The file of the profile: `named` on the command line, else `$CERTDEX_PROFILE`, else
/// `$XDG_STATE_HOME/certdex/profile.db`; `None` without a home folder. An empty variable counts as
/// unset, and a relative `$XDG_STATE_HOME` is ignored, as the XDG rules ask.
#[must_use]
pub fn profile(named: Option<&Path>) -> Option<PathBuf> {
    profile_of(named, std::env::var_os("CERTDEX_PROFILE"), state)
}

/// The folder of what programs remember from one start to the next.
fn state() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.state_dir().unwrap_or_else(|| base.data_dir()))
}

/// The empty file that says that somebody was welcomed, if nobody was: there is no such file, nor a
/// profile, nor a file of settings. `None` also without a home folder, where it would come each time.
#[must_use]
pub fn not_welcomed_yet(profile: &Path) -> Option<PathBuf> {
    let file = state().filter(|folder| folder.is_absolute())?.join("certdex/welcomed");
    let settings = config(None).0;
    let known = [Some(file.as_path()), Some(profile), settings.as_deref()];
    let been_here = known.into_iter().flatten().any(|path| path.symlink_metadata().is_ok());
    (!been_here).then_some(file)
}

/// The same, of what was found.
fn profile_of(
    named: Option<&Path>,
    variable: Option<OsString>,
    state: impl FnOnce() -> Option<PathBuf>,
) -> Option<PathBuf> {
    named
        .map(Path::to_owned)
        .or_else(|| variable.filter(|value| !value.is_empty()).map(PathBuf::from))
        // An empty $HOME makes a path that begins wherever one happens to be.
        .or_else(|| state().filter(|folder| folder.is_absolute()).map(|folder| folder.join("certdex/profile.db")))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_where_the_flag_says_then_the_variable_then_the_platform() {
        let flag = Some(Path::new("flag.db"));
        let state = || Some(PathBuf::from("/home/me/.local/state"));
        let of = |named, variable: Option<&str>| profile_of(named, variable.map(Into::into), state);
        assert_eq!(of(flag, Some("variable.db")), Some("flag.db".into()));
        assert_eq!(of(None, Some("variable.db")), Some("variable.db".into()));
        assert_eq!(of(None, Some("")), Some("/home/me/.local/state/certdex/profile.db".into()));
        assert_eq!(of(None, None), Some("/home/me/.local/state/certdex/profile.db".into()));
        assert_eq!(profile_of(None, None, || None), None, "there is no home");
        assert_eq!(profile_of(None, None, || Some(".local/state".into())), None, "an empty home is none");
    }
}
