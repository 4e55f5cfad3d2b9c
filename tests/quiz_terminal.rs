//! Quizzes in a real pseudo-terminal, with a real profile: a mock exam to its result, a kill in the
//! middle, and the same question afterwards.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "waiting with a deadline needs the clock")]

mod support {
    #![allow(dead_code)] // each test file uses its part
    pub mod pty;
}

use portable_pty::CommandBuilder;
use rustix::process::Signal;
use support::pty::{Doomed, Session, certdex, shows};
use tempfile::TempDir;

/// The explorer with its profile in `folder`, so that another start finds it.
fn explorer(folder: &TempDir) -> CommandBuilder {
    let file = folder.path().join("state/profile.db");
    certdex(&["--profile", &file.to_string_lossy()])
}

fn text(session: &Session) -> String {
    session.rows().join("\n")
}

fn says(session: &mut Session, words: &str) {
    session.wait_until(words, |session| text(session).contains(words));
}

/// Goes to the row of the home page with these words and opens it.
fn open_row(session: &mut Session, words: &str) {
    session.send("g");
    for _ in 0..40 {
        let here = session.rows().into_iter().find(|row| row.trim_start().starts_with('>')).unwrap_or_default();
        if here.contains(words) {
            session.send("\r");
            return;
        }
        let before = text(session);
        session.send("j");
        session.wait_until("the next row", |session| text(session) != before);
    }
    panic!("no row says {words}:\n{}", session.picture());
}

/// Opens the mock exam of a certification and starts it.
fn start_exam(session: &mut Session, short: &str, total: &str) {
    session.wait_for_roles();
    session.send("4");
    says(session, "Sit a mock exam");
    open_row(session, "Sit a mock exam");
    says(session, "There is a mock exam for");
    open_row(session, short);
    says(session, "Questions");
    session.send("\r");
    says(session, &format!("1 / {total}"));
}

/// A mock CSM (50 questions, 60 minutes, 37 to pass) and a mock PSM I (80, 60, 68), each sat to its
/// result; killed in the middle, it goes on at the same question with every answer that was saved.
#[test]
fn a_mock_exam_survives_a_kill_and_is_sat_to_its_result() {
    for (short, total, needed) in [("CSM", 50, "37 are needed"), ("PSM I ", 80, "68 are needed")] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut session = Session::start(explorer(&folder));
        start_exam(&mut session, short, &total.to_string());
        says(&mut session, "left");
        for number in 1..=20 {
            // A letter is an answer; of a match or an order it is the first part of one.
            session.send("a");
            session.send("n");
            says(&mut session, &format!("{} / {total}", number + 1));
        }
        session.send("f");
        says(&mut session, "flagged");
        says(&mut session, "saved");
        let stem = session.rows()[4].clone();
        session.signal(Signal::KILL);
        session.wait_for_end();

        let mut session = Session::start(explorer(&folder));
        session.wait_for_roles();
        session.send("4");
        says(&mut session, "Unfinished");
        open_row(&mut session, "mock exam  ");
        says(&mut session, &format!("21 / {total}"));
        says(&mut session, "flagged");
        assert_eq!(session.rows()[4], stem, "the same question, mixed in the same way");
        // A clock that cannot be stopped ran on meanwhile, and goes on by itself.
        says(&mut session, "59:5");
        for number in 21..total {
            session.send("b");
            session.send("n");
            says(&mut session, &format!("{} / {total}", number + 1));
        }
        session.send("b");
        session.send("s");
        says(&mut session, "Hand it in?");
        session.send("y");
        says(&mut session, needed);
        session.send("q");
        let status = session.wait_for_end();
        assert!(status.success(), "{status:?}");
        assert_eq!(session.flaws(), Vec::<String>::new());
    }
}

/// The window is closed in the middle of a mock exam, or the connection drops with nobody to say so: the
/// process goes, and the file has the question in front, with answers to those before.
#[test]
fn a_mock_exam_survives_a_hang_up() {
    for controlled in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = explorer(&folder);
        command.set_controlling_tty(controlled);
        let mut doomed = Doomed::start(command);
        doomed.wait_for(|screen| shows(screen, "1 Roles"));
        doomed.send("4");
        doomed.wait_for(|screen| shows(screen, "Sit a mock exam"));
        doomed.send("j\r");
        doomed.wait_for(|screen| shows(screen, "There is a mock exam for") || shows(screen, "Questions"));
        doomed.send("\r");
        doomed.wait_for(|screen| shows(screen, "Questions") || shows(screen, "1 / "));
        doomed.send("\r");
        doomed.wait_for(|screen| shows(screen, "1 / ") && shows(screen, "left"));
        for number in 2..=9 {
            doomed.send("an");
            let here = format!("{number} / ");
            // Only what is shown as saved is promised, one by one; as long as none was answered, nothing is
            // said to be saved.
            doomed.wait_for(move |screen| {
                shows(screen, &here) && (shows(screen, "   saved   ") || shows(screen, "50 blank"))
            });
        }
        let (status, _) = doomed.hang_up(support::pty::PATIENCE).expect("it goes");
        assert!(status.signal().is_none() && matches!(status.exit_code(), 129 | 74), "{status:?}");

        let store = certdex::profile::store::Store::open(&folder.path().join("state/profile.db")).expect("a profile");
        let profile = store.snapshot().expect("it can be read");
        let (run, answers) = profile.open.first().expect("the exam is unfinished");
        // A letter alone is no whole answer to a match, an order or a question with several right ones.
        assert_eq!(run.stand.at, 8, "the ninth question is in front");
        assert!((1..=8).contains(&answers.len()), "{} answers", answers.len());
    }
}

/// The clock of an exam moves by itself once a second and writes little; without one nothing moves.
#[test]
fn the_clock_ticks_and_nothing_else_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = Session::start(explorer(&folder));
    start_exam(&mut session, "CSM", "50");
    says(&mut session, "59:58");
    let before = session.stream.len();
    says(&mut session, "59:55");
    let bytes = session.stream.len() - before;
    assert!(bytes < 3 * 400, "three ticks wrote {bytes} bytes");
}

/// A file that is no profile is left alone, the quiz goes on without it, and the screen says so; at the
/// end the program tells what it could not save.
#[test]
fn a_profile_that_cannot_be_used_is_said_and_nothing_is_touched() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("state")).expect("a folder");
    let file = folder.path().join("state/profile.db");
    // A folder where the file should be: it cannot be opened, set aside or overwritten.
    std::fs::create_dir(&file).expect("a folder in its place");
    let mut session = Session::start(explorer(&folder));
    session.wait_for_roles();
    session.send("4");
    says(&mut session, "not saved");
    open_row(&mut session, "OKR basics");
    says(&mut session, "1 / 15");
    session.send("a");
    says(&mut session, "NOT SAVED");
    session.send("q");
    says(&mut session, "An unfinished quiz");
    session.send("y");
    let status = session.wait_for_end();
    assert_eq!(status.exit_code(), 74);
    assert!(text(&session).contains("could not be saved"), "{}", session.picture());
    assert!(file.is_dir(), "what was there is as it was");
}
