//! The real program as a script sees it.

use assert_cmd::Command;
use serde_json::Value as Json;

/// The program with nothing of this machine's around it.
pub fn certdex(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_certdex"));
    command.env_clear().env("HOME", env!("CARGO_TARGET_TMPDIR")).args(args);
    command
}

/// What it prints where all goes well and nothing is told on standard error.
#[track_caller]
pub fn text(args: &[&str]) -> String {
    let output = certdex(args).output().expect("the program starts");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The same as JSON.
#[track_caller]
pub fn json(args: &[&str]) -> Json {
    let all: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    serde_json::from_str(&text(&all)).expect("JSON")
}
