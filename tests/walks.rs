//! Twelve things that somebody wants who has never seen the explorer, each with the keys that it
//! takes. What is typed into a text box is what they would say anyway; every other key is counted.

mod support;

use certdex::keys::bindings::Context;
use certdex::tui::script::{Stage, parse};
use support::stage;

/// More keys than this and nobody finds it.
const MOST: usize = 6;

/// Plays keys and counts those that are not typed text.
fn play(stage: &mut Stage, keys: &str) -> usize {
    let mut counted = 0;
    for key in parse(keys).expect("the keys of a test are keys") {
        let contexts = stage.model.contexts();
        let typing = [Context::SearchBox, Context::Palette].iter().any(|box_of| contexts.contains(box_of));
        counted += usize::from(!(typing && key.typed().is_some()));
        stage.press(key);
    }
    counted
}

#[test]
fn what_a_newcomer_wants_takes_few_keys() {
    let tasks: [(&str, &str, &[&str]); 12] = [
        ("find my role", "/ tester <enter>", &["> Tester", "Certifications that fit"]),
        ("which certifications fit it", "/ prod space own <enter>", &["Certifications that fit", "PSPO I", "CSPO"]),
        ("what does CSPO cost", "2 / cspo <enter> $", &["CSPO", "USD", "course"]),
        ("who says so, and who disagrees", "2 / cspo <enter> down down x", &["adopted:", "rule:"]),
        ("compare CSM and PSM I", "3 a csm <enter> a psm-1 <enter>", &["CSM", "PSM I", "50 questions", "80 questions"]),
        ("which one is for me", "4 <enter> <enter>", &["Which one is for me?", "2 / 14"]),
        ("the steps to PSM II", "2 / psm-2 <enter> p", &["PSM II", "PSM I"]),
        ("certifications without an exam", "2 / no space exam", &["no exam"]),
        ("what EBM means", ": ebm <enter>", &["Evidence"]),
        ("start the OKR quiz", "4 end up <enter>", &["1 / 15"]),
        ("sit a mock CSM", "4 down <enter> <enter> <enter>", &["CSM mock exam", "1 / 50", "left"]),
        ("am I ready for it", "4 down down <enter>", &["Am I ready?", "first tries"]),
    ];
    for (task, keys, words) in tasks {
        let mut stage = stage(120, 40);
        let counted = play(&mut stage, keys);
        let text = stage.screen().text();
        println!("{counted} keys  {task}: {keys}");
        for word in words {
            assert!(text.contains(word), "{task}: no \"{word}\" in\n{text}");
        }
        assert!(counted <= MOST, "{task} takes {counted} keys: {keys}");
    }
}
