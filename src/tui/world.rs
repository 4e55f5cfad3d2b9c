//! What effects do in the world: the one place of the explorer that writes files.

use std::path::{Path, PathBuf};

use crate::files::{self, Fault};
use crate::safe_text::safe;
use crate::tui::clipboard::Inside;
use crate::tui::message::Saved;

/// Writes a file where the user said, and tells what became of it.
#[must_use]
pub fn write(typed: &str, text: &str, over: bool) -> Saved {
    let path = place(typed, home().as_deref());
    match files::write(&path, text, over) {
        Ok(()) => {
            let whole = std::path::absolute(&path).unwrap_or(path);
            let part = |part: Option<&Path>| safe(&part.unwrap_or(Path::new("")).to_string_lossy());
            Saved::Done(part(whole.file_name().map(Path::new)), part(whole.parent()))
        }
        Err(Fault::Exists) => Saved::Exists,
        Err(Fault::Failed(words)) => Saved::Failed(words),
    }
}

/// Leaves an empty file behind that says: somebody was welcomed here. Where that cannot be, they are
/// welcomed again.
pub fn remember(welcomed: Option<&Path>) {
    let Some(file) = welcomed else { return };
    let _ = file.parent().map(std::fs::create_dir_all);
    let _ = std::fs::OpenOptions::new().create(true).append(true).open(file);
}

/// What we run inside of.
#[must_use]
pub fn inside() -> Inside {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match (set("TMUX"), set("STY")) {
        (true, _) => Inside::Tmux,
        (false, true) => Inside::Screen,
        (false, false) => Inside::Nothing,
    }
}

fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|home| !home.is_empty()).map(PathBuf::from)
}

/// A path as typed; `~/` is the home folder, as in a shell.
fn place(typed: &str, home: Option<&Path>) -> PathBuf {
    let typed = typed.trim();
    match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder() {
        let home = Some(Path::new("/home/me"));
        assert_eq!(place(" ~/x.md ", home), Path::new("/home/me/x.md"));
        assert_eq!(place("~x.md", home), Path::new("~x.md"));
        assert_eq!(place("a/x.md", home), Path::new("a/x.md"));
        assert_eq!(place("~/x.md", None), Path::new("~/x.md"));
    }
}
