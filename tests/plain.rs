//! The explorer in lines, told as its users would hear it: lines in, lines out. Through a pipe of the
//! real program, and in memory where time has to pass or every place is visited.

#[path = "support/program.rs"]
#[allow(dead_code)] // each test file uses its part
mod program;
mod support;

use std::collections::BTreeSet;

use certdex::catalog::schema::ItemKind;
use certdex::keys::action::Action;
use certdex::keys::bindings::Context;
use certdex::quiz::Phase;
use certdex::quiz::question::letter;
use certdex::tui::effect::Effect;
use certdex::tui::message::{Message, Saved};
use certdex::tui::model::{Model, Saving, Tab};
use certdex::tui::plain::Talk;
use certdex::tui::plain::command::{Command, understand};
use certdex::tui::plain::words::WIDTH;
use certdex::tui::script::Stage;
use certdex::tui::theme::Theme;
use certdex::tui::update::update;
use program::certdex;
use proptest::prelude::*;
use support::catalog;
use unicode_width::UnicodeWidthStr;

/// The moment at which all of this happens.
const NOW: i64 = 1_795_600_000_000;

/// Somebody who types lines, and what they heard since the last one.
struct Listener {
    talk: Talk,
    effects: Vec<Effect>,
}

impl Listener {
    fn new() -> Self {
        let mut talk = Talk::new(Model::new(catalog(), Theme::terminal(), 7));
        talk.model.now = certdex::tui::model::Now(NOW);
        Self { talk, effects: Vec::new() }
    }

    /// Types lines, parted by `|`, and returns what the last of them brought.
    fn types(&mut self, lines: &str) -> String {
        let mut heard = String::new();
        for line in lines.split('|') {
            let effects = self.talk.hear(line.trim());
            self.effects.extend(effects);
            self.talk.finish();
            heard = checked(&self.talk.take().join("\n"), line);
        }
        heard
    }

    /// Lets seconds pass, and returns what was said of it.
    fn waits(&mut self, seconds: u64) -> String {
        let effects = self.talk.pass(NOW, seconds * 1000);
        self.effects.extend(effects);
        self.talk.finish();
        checked(&self.talk.take().join("\n"), "waiting")
    }
}

/// What was said, after a look at every letter of it.
#[track_caller]
fn checked(heard: &str, after: &str) -> String {
    for line in heard.lines() {
        for c in line.chars() {
            assert!(!c.is_control() && !matches!(c, '\u{2500}'..='\u{25ff}'), "{c:?} after {after:?} in {line:?}");
        }
        // An address is never broken.
        let words = line.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
        assert!(line.width() <= WIDTH || words > WIDTH - 12, "too wide after {after:?}: {line}");
    }
    heard.to_owned()
}

/// What the program prints for those lines, with the profile of that name.
fn piped(name: &str, lines: &str) -> String {
    let profile = format!("{}/plain-{name}.db", env!("CARGO_TARGET_TMPDIR"));
    let output = certdex(&["--plain", "--profile", &profile]).write_stdin(lines).output().expect("it starts");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{lines}");
    checked(&String::from_utf8(output.stdout).expect("UTF-8"), name)
}

/// Forgets what an earlier run of a test left.
fn forget(name: &str) {
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}/plain-{name}.db{ending}", env!("CARGO_TARGET_TMPDIR")));
    }
}

/// I take the whole interview through a pipe and hear three certifications, with what speaks for and
/// against each, who says so, and what would change the first place.
#[test]
fn i_decide_through_a_pipe() {
    forget("decide");
    let questions = "1\n".repeat(14);
    let heard = piped("decide", &format!("show-quiz\n1\n{questions}1\nsources\nback\n"));
    for number in 1..=14 {
        assert!(heard.contains(&format!("{number} of 14")), "question {number}: {heard}");
    }
    let result = heard.split(" the result").nth(1).expect("a result");
    for part in ["\n1. ", "\n2. ", "for it: ", "what would change it", "Your answers", " [", "Start anew"] {
        assert!(result.contains(part), "{part:?} is missing: {result}");
    }
    assert!(result.contains("all sources of this certification") || result.contains("adopted: "), "{result}");
}

/// A list of a hundred certifications is shortened by a slash and a name, and its numbers hold.
#[test]
fn i_shorten_a_list_of_the_interview() {
    forget("shorten");
    let heard = piped("shorten", "show-quiz\n1\n/ pspo 1\n1\n/ xyzzy\nback\n/ test\nback\n");
    let shortened = heard.split("of 14").nth(2).expect("the list once more");
    assert!(shortened.contains("1. PSPO I,") && !shortened.contains("CTFL"), "{heard}");
    assert!(heard.contains("so far: 1 PSPO I"), "its first row was chosen: {heard}");
    assert!(heard.contains("1. I leave this open"), "nothing is called xyzzy: {heard}");
    assert!(heard.contains("1. Tester"), "{heard}");
}

/// Whatever I open, nothing is said twice, no sign stands for words, no line is cut, and no key is named that
/// does something else in lines.
#[test]
fn every_line_can_be_understood_by_ear() {
    forget("ear");
    let heard = piped("ear", "/ scrum master\n1\nshow-certs\n/ cspo\n1\nmore\nmore\n");
    for part in ["Pass mark: not stated [", "reasons: sources 2 says all"] {
        assert!(heard.contains(part), "{part:?} is missing: {heard}");
    }
    for part in ["not stated, not stated", "reasons: i", "reason: i", "exam yes", "fee none"] {
        assert!(!heard.contains(part), "{part:?} is said: {heard}");
    }
    let heard = piped("ear", "yes\nup\nleft\nfilter\nback\n/ xyzzqq\nback\nhelp\nmore\n");
    assert!(heard.contains("Nothing here to do that with: yes.\n"), "{heard}");
    assert!(heard.contains("\"up\" does nothing here. Elsewhere it means: one up"), "{heard}");
    assert!(heard.contains("There is nothing to the left."), "{heard}");
    assert!(heard.contains("or say back to hear everything") && !heard.contains("or Esc"), "{heard}");
    assert!(heard.contains("up (or k): one up") && !heard.contains("(or up"), "{heard}");
    // A question answered in practice, and the score of a mock exam with all its topics.
    let heard = piped("ear", "show-quiz\n13\na\n");
    assert!(heard.contains("+ and - change that.") && !heard.contains("change th\u{2026}"), "{heard}");
    forget("ear");
    let heard = piped("ear", "show-quiz\n2\n1\n1\nhand-in\nyes\n");
    let score = heard.split("Not passed").nth(1).expect("a score");
    assert!(!score.contains("taller window") && score.matches(" 0 of ").count() > 8, "{score}");
    assert!(score.contains("a number shows why") && !score.contains("Enter shows"), "{score}");
}

/// A name that a screen would break before its dash is whole: nothing in it speaks against anything.
#[test]
fn a_dash_in_a_name_is_no_sign() {
    let name = "Quirksome Zephyrine Wainwrightship of the Marmalade Kingdo - Expert";
    let file = format!("{}/plain-dash.ron", env!("CARGO_TARGET_TMPDIR"));
    let data = format!("(schema: 1, certifications: [(id: \"qzw\", name: \"{name}\")])");
    std::io::Write::write_all(&mut std::fs::File::create(&file).expect("a file"), data.as_bytes()).expect("written");
    let typed = "quirksom zephyrin wainwrightship off tha marmelad kindo expirt";
    let lines = format!(": {typed}\nback\nshow-certs\n/ {typed}\n");
    let output = certdex(&["--plain", "--no-profile", "--data", &file]).write_stdin(lines).output().expect("it starts");
    let heard = checked(&String::from_utf8(output.stdout).expect("UTF-8"), "dash");
    let flat = heard.split_whitespace().collect::<Vec<_>>().join(" ");
    let twice = flat.matches(&format!("Did you mean {name}?")).count();
    assert_eq!(twice, 2, "in the box over everything and in the list: {heard}");
}

/// I sit a whole mock exam through a pipe and am told the verdict; my answers are in the file, and so
/// is an exam that the end of the input cuts short.
#[test]
fn i_sit_a_mock_exam_through_a_pipe() {
    forget("exam");
    let half = piped("exam", "show-quiz\n2\n1\n1\na\n\na\n");
    assert!(half.contains("CSM mock exam, 1 of 50, 1:00:00 left"), "{half}");
    assert!(half.matches("Saved.").count() >= 1, "{half}");
    let again = piped("exam", "show-quiz\n");
    assert!(again.contains("Unfinished") && again.contains(" left, question 2 of 50"), "{again}");

    forget("exam");
    let answers = "a\nnext-question\n".repeat(50);
    let heard = piped("exam", &format!("show-quiz\n2\n1\n1\n{answers}hand-in\nyes\nshow-quiz\n"));
    assert!(heard.contains("Hand it in?") && heard.contains("Say yes or no."), "{heard}");
    let verdict = heard.split("Say yes or no.").nth(1).expect("a verdict");
    assert!(verdict.contains("assed: ") && verdict.contains(" of 50 ("), "{verdict}");
    assert!(verdict.contains("37 are needed"), "{verdict}");
    assert!(!piped("exam", "show-quiz\n").contains("Unfinished"));
}

/// The letters of the right answer to the question in front.
fn right(model: &Model) -> String {
    let asked = model.quiz.run.as_ref().expect("a run").current();
    let item = asked.item.of(&model.data.catalog);
    let side = if item.kind == ItemKind::Match { &asked.pairs } else { &asked.order };
    let wanted = if item.kind == ItemKind::Match { &asked.order } else { &item.solution };
    let places = wanted.iter().map(|option| side.iter().position(|known| known == option).expect("shown"));
    let letters: Vec<String> = places.map(|place| letter(place).to_string().to_lowercase()).collect();
    letters.join(" ")
}

/// I begin the mock exam of the CSM.
fn exam() -> Listener {
    let mut listener = Listener::new();
    let heard = listener.types("show-quiz|2|1|1");
    assert!(heard.contains("CSM mock exam") && heard.contains("1 of 50"), "{heard}");
    listener
}

/// Whoever knows every answer passes, whatever kinds of question are asked.
#[test]
fn who_knows_everything_passes() {
    let mut listener = exam();
    for number in 1..=50 {
        let letters = right(&listener.talk.model);
        let heard = listener.types(&letters);
        let run = listener.talk.model.quiz.run.as_ref().expect("a run");
        assert!(run.current().is_right(&listener.talk.model.data.catalog), "{number}: {letters}: {heard}");
        listener.types("");
    }
    assert!(listener.talk.model.overlays.len() == 1, "after the last answer it is asked whether to hand in");
    let heard = listener.types("yes");
    assert!(heard.contains("Passed: 50 of 50 (100 %), 37 are needed"), "{heard}");
    assert!(heard.contains("Everything was right."), "{heard}");
}

/// The clock of an exam speaks three times and at the end, and only then.
#[test]
fn the_clock_speaks() {
    let mut listener = exam();
    assert_eq!(listener.talk.next_word(), Some(30 * 60_000));
    assert_eq!(listener.waits(20 * 60), "");
    assert_eq!(listener.waits(10 * 60), "Half of the time is left: 30:00.");
    assert_eq!(listener.waits(60), "");
    assert_eq!(listener.waits(14 * 60), "A quarter of the time is left: 15:00.");
    assert_eq!(listener.waits(9 * 60), "");
    assert_eq!(listener.waits(2 * 60), "Five minutes are left: 4:00.");
    assert_eq!(listener.talk.next_word(), Some(4 * 60_000));
    let heard = listener.waits(5 * 60);
    assert!(heard.starts_with("Time is up: the exam was handed in as it was."), "{heard}");
    assert!(heard.contains("Not passed: 0 of 50"), "{heard}");
    assert_eq!(listener.talk.next_word(), None);
    assert_eq!(listener.waits(60), "");
    // Who sleeps through it all hears only the last word.
    assert!(exam().waits(58 * 60).starts_with("Five minutes are left: 2:00."));
}

/// "Saved." is said only of what the file has, and when it has not, that is said.
#[test]
fn saved_is_said_when_it_is() {
    let mut listener = Listener::new();
    listener.talk.model.saving = Saving::Saved;
    listener.types("show-quiz");
    listener.talk.tell(Message::Profile(Box::default(), None));
    listener.types("2|1|1");
    let answer = |listener: &mut Listener, outcome: Result<(), String>| {
        let letters = right(&listener.talk.model);
        for effect in listener.talk.hear(&letters) {
            if let Effect::Keep(number, changes) = effect {
                listener.talk.kept(&changes);
                listener.talk.tell(Message::Kept(number, outcome.clone()));
            }
        }
        listener.talk.finish();
        listener.talk.take().join("\n")
    };
    let heard = answer(&mut listener, Ok(()));
    assert!(heard.contains("Saved."), "{heard}");
    listener.types("next-question");
    let heard = answer(&mut listener, Err("the disk is full.".to_owned()));
    assert!(!heard.contains("Saved.") && heard.contains("not saved: the disk is full."), "{heard}");
}

/// Every action there is can be done by typing its name, and does what its key does on the screen.
#[test]
fn every_action_has_a_name_that_does_it() {
    let places = ["", "2", "show-certs|1", "show-certs|mark 1|mark 2|compare-marked", "show-quiz", "show-quiz|1"];
    for place in places {
        for &action in Action::ALL {
            let mut listener = Listener::new();
            listener.types(place);
            let before = listener.talk.model.clone();
            let id = action.id();
            assert_eq!(understand(&before, &format!("do {id}")), Command::Do(action), "{id}");
            let own = ["again", "help", "quit"].contains(&id);
            assert!(own || understand(&before, id) == Command::Do(action), "{id} after {place:?}");

            let mut screen = before.clone();
            let effects = update(&mut screen, Message::Do(action));
            listener.effects.clear();
            let heard = listener.types(&format!("do {id}"));
            assert!(!heard.is_empty() || effects == [Effect::Quit], "{id} after {place:?} is silent");
            let mut plain = listener.talk.model.clone();
            // A notice was said, not shown.
            (plain.notice, screen.notice) = (None, None);
            screen.settle();
            assert!(plain == screen, "{id} after {place:?} does something else");
            let kept = |effects: &[Effect]| effects.iter().filter(|effect| **effect != Effect::Search).count();
            assert_eq!(kept(&listener.effects), kept(&effects), "{id} after {place:?}");
        }
    }
}

/// The same story by keys on the screen and by lines ends in the same model.
#[test]
fn lines_and_keys_lead_to_the_same_place() {
    for (keys, lines) in [
        ("down down", "down|down"),
        ("/ prod space own <enter> down down <enter>", "/ prod own|1|3"),
        ("2 + down + c d ]", "show-certs|mark 1|mark 2|compare-marked|differences|next-differ"),
        ("4 <enter> <enter> down <enter>", "show-quiz|1|1|2"),
        ("2 f space esc", "show-certs|filter|1|back"),
    ] {
        let model = Model::new(catalog(), Theme::terminal(), 7);
        let mut stage = Stage::new(model.clone(), (80, 24));
        stage.keys(keys).expect("keys");
        let mut talk = Talk::new(model);
        for line in lines.split('|') {
            talk.hear(line);
            talk.finish();
        }
        (talk.model.notice, stage.model.notice) = (None, None);
        assert_eq!((talk.model.tab, &talk.model.marked), (stage.model.tab, &stage.model.marked), "{lines}");
        assert_eq!(talk.model.compare, stage.model.compare, "{lines}");
        assert_eq!(talk.model.quiz, stage.model.quiz, "{lines}");
        assert_eq!(talk.model.certs.hits, stage.model.certs.hits, "{lines}");
        assert_eq!(
            talk.model.browse().map(|b| (b.selected(), b.row)),
            stage.model.browse().map(|b| (b.selected(), b.row)),
            "{lines}"
        );
    }
}

/// I search my role, open it, hear which certifications fit, why, and who says so.
#[test]
fn i_find_my_role_and_what_fits() {
    let mut listener = Listener::new();
    // In words or with the sign.
    for (said, first) in [("search tester", "1. Tester, QA"), ("/ prod own", "1. Product Owner, PO (selected)")] {
        let heard = listener.types(said);
        assert!(heard.contains("Searched for: ") && heard.contains(first), "{heard}");
    }
    let heard = listener.types("find cspo exam");
    assert!(heard.contains("Everything") && heard.contains("1. "), "{heard}");
    listener.types("back");
    let heard = listener.types("1");
    assert!(heard.contains("Certifications that fit:"), "{heard}");
    assert!(heard.contains("2. first choice: CSPO") && heard.contains("sources disagree"), "{heard}");
    assert!(heard.contains("strong evidence: 5 sources"), "{heard}");
    let heard = listener.types("sources 2");
    assert!(heard.contains("CSPO for Product Owner") && heard.contains("training company, sells courses"), "{heard}");
    // The window gives way to what is done below it.
    let heard = listener.types("3");
    assert!(heard.starts_with("Professional Scrum Product Owner I™, PSPO I."), "{heard}");
    let heard = listener.types("back");
    assert!(heard.contains("Product Owner, PO.") && heard.contains("3 of "), "I am where I was: {heard}");
    assert!(heard.lines().count() < 12, "and hear it not all again: {heard}");
    assert!(listener.types("again").contains("Certifications that fit:"));
    let heard = listener.types("more");
    assert!(heard.contains("\n20. ") || heard.starts_with("20. ") || heard.starts_with("19. "), "{heard}");
}

/// I mark two in the list, compare them, hear only what differs, and what both cost.
#[test]
fn i_compare_two_and_hear_what_they_cost() {
    let mut listener = Listener::new();
    let heard = listener.types("show-certs|mark 1");
    assert!(heard.contains("CSM marked, 1 marked"), "{heard}");
    let heard = listener.types("mark 2|compare");
    assert!(heard.starts_with("Compare CSM, CSPO."), "{heard}");
    assert!(heard.contains("Accrediting body, the same") && heard.contains("    CSM: "), "{heard}");
    let heard = listener.types("differences");
    assert!(heard.contains("only what differs") && !heard.contains("the same"), "{heard}");
    let heard = listener.types("right");
    assert!(heard.contains("Selected: column 2 of 2, CSPO."), "{heard}");
    let heard = listener.types("cost");
    assert!(heard.starts_with("What it costs, CSM, CSPO, 5 years."), "{heard}");
    assert!(heard.contains("at least") && heard.contains("USD"), "{heard}");
    assert!(listener.types("more-years").starts_with("What it costs, CSM, CSPO, 6 years."));
    let heard = listener.types("back|1");
    assert!(heard.contains("adopted: ") && heard.contains("rule: "), "{heard}");
    let heard = listener.types("ledger");
    assert!(heard.contains("adopted: "), "{heard}");
    // What is copied is printed.
    listener.types("y");
    assert!(matches!(listener.effects.last(), Some(Effect::Copy(text)) if text.starts_with("| | CSM | CSPO |")));
}

/// I hear which steps lead to a certification.
#[test]
fn i_hear_the_steps() {
    let mut listener = Listener::new();
    let heard = listener.types("show-certs|path 3");
    assert!(heard.starts_with("What leads to A-CSM."), "{heard}");
    assert!(heard.contains("2 steps") && heard.contains("hours of training"), "{heard}");
    assert!(heard.contains("CSM: ") && heard.contains("SEU"), "the ladder: {heard}");
}

/// I practise: an answer brings right or wrong, a reason for every option, and its source.
#[test]
fn i_practise() {
    let mut listener = Listener::new();
    let heard = listener.types("show-quiz");
    let row = heard.lines().find(|line| line.contains("Scrum Master practice")).expect("the bank");
    let number = row.split('.').next().expect("a number").to_owned();
    let heard = listener.types(&number);
    assert!(heard.contains("1 of 15") && heard.contains("\nA: "), "{heard}");
    assert!(heard.contains("a letter answers"), "{heard}");
    let heard = listener.types("sources");
    assert!(heard.contains("Answer first"), "{heard}");
    let letters = right(&listener.talk.model);
    let heard = listener.types(&letters);
    assert!(heard.contains("Right.") && heard.contains(", right: ") && heard.contains('['), "{heard}");
    assert!(listener.types("sources").contains("undated") || listener.types("again").contains("20"));
    let heard = listener.types("");
    assert!(heard.contains("2 of 15"), "an empty line goes on: {heard}");
    let heard = listener.types("flag");
    assert!(heard.contains("flagged."), "{heard}");
    assert!(listener.types("flag").contains("not flagged any more."));
    let heard = listener.types("z");
    assert!(heard.contains("Nothing here is called \"z\""), "{heard}");
    // An empty line never answers.
    let before = listener.talk.model.quiz.clone();
    listener.types("||");
    assert_eq!(listener.talk.model.quiz, before);
}

/// Everything can be found from everywhere, and an abbreviation says what else it stands for.
#[test]
fn i_search_everything() {
    let mut listener = Listener::new();
    let heard = listener.types("show-quiz|: cspo");
    assert!(heard.starts_with("Everything, ") && heard.contains("1. cert: Certified Scrum Product Owner"), "{heard}");
    let heard = listener.types("pspo");
    assert!(heard.contains("Searched for: pspo"), "words in the palette search anew: {heard}");
    let heard = listener.types("1");
    assert!(heard.contains("PSPO") && listener.talk.model.tab == Tab::Certs, "{heard}");
    let heard = listener.types(": write the comparison|back|/ zzzzzz");
    assert!(heard.contains("Nothing matches."), "{heard}");
    let heard = listener.types("/");
    assert!(!heard.contains("Nothing matches."), "{heard}");
    let heard = listener.types("/ cost<300 no exam");
    assert!(heard.contains("Narrowed to: "), "{heard}");
}

/// I write the comparison to a file, and a file that is there stays until I say otherwise.
#[test]
fn i_name_a_file() {
    let mut listener = Listener::new();
    let heard = listener.types("show-certs|mark 1|mark 2|compare-marked|save");
    assert!(heard.contains("Write to a file.") && heard.contains("Name: csm-cspo.md"), "{heard}");
    let heard = listener.types("mine.txt.exe");
    assert!(heard.contains("The ending chooses the form"), "{heard}");
    listener.types("mine.csv");
    assert!(matches!(listener.effects.last(), Some(Effect::Write { path, over: false, .. }) if path == "mine.csv"));
    listener.talk.tell(Message::Saved(Saved::Exists));
    let heard = listener.types("again");
    assert!(heard.contains("1. choose another name (selected)") && heard.contains("2. write over it"), "{heard}");
    listener.types("2");
    assert!(matches!(listener.effects.last(), Some(Effect::Write { path, over: true, .. }) if path == "mine.csv"));
    listener.talk.tell(Message::Saved(Saved::Done("mine.csv".to_owned(), "/home/me".to_owned())));
    assert!(listener.types("down").contains("Mine.csv is written") || listener.talk.model.overlays.is_empty());
}

/// Beginnings and parts of names are enough where they leave no doubt; a slip is answered with the
/// nearest name.
#[test]
fn i_need_not_type_all_of_a_name() {
    let listener = Listener::new();
    let model = &listener.talk.model;
    for (typed, action) in
        [("sear", Action::Search), ("cost", Action::ShowCost), ("led", Action::Ledger), ("?", Action::Help)]
    {
        assert_eq!(understand(model, typed), Command::Do(action), "{typed}");
    }
    let said = |typed: &str| match understand(model, typed) {
        Command::Unknown(words) => words,
        other => panic!("{typed} is {other:?}"),
    };
    assert!(said("show").contains("show-roles, show-certs"), "{}", said("show"));
    assert!(said("serch").contains("Did you mean search?"), "{}", said("serch"));
    assert!(said("0").contains("from 1"));
    assert_eq!(understand(model, "mark 3"), Command::At(2, Some(Action::Mark)));
    assert_eq!(understand(model, "go 3"), Command::At(2, None));
}

/// Lines that lead to every place there is.
const PLACES: &[&str] = &[
    "more|more|again|help|more|more",
    "do help|again",
    "search|zz|back",
    "/ scrum|1|left|right|down|end|mark|sources|ledger|back|2|back",
    "show-certs|sort|sort|sort|sort-other|filter|1|3|unfilter|back|5|x|i|p|$|more-years|fewer-years",
    "show-certs|mark 1|mark 2|mark 3|3|compare-marked|d|v|v|m|]|[|a|cspo|1|add-column|next-kind|back|<|>|y|e|x.pdf|back|backspace",
    "show-compare|1|d|i",
    "show-certs|1|$|more|p|more|back",
    ": term|1|back|: sprint|1|back|: po|2|back|:|3",
    "show-quiz|1|1|2|i|back|back|last|open|1|1|1|1|1|1|1|1|1|1|1|1|1|1|i|1",
    "show-quiz|2|i|13|1|i|2|3|4|5|1|a|b c|flag|n|p|map|3|pause|undo|s|no|s|yes|v|v|1|i|+|-|n|back|r|esc",
    "show-quiz|3|right|left|1|a|\u{a0}",
    "show-quiz|4|2|left 2|3|right 3|5|6|8|1|a|+|u|quit|no|quit|yes",
];

/// Wherever one gets, nothing is printed that only an eye could read: [`checked`] looks at each letter.
/// And every place is reached.
#[test]
fn nothing_needs_eyes() {
    let mut seen: BTreeSet<Context> = BTreeSet::new();
    for lines in PLACES {
        let mut listener = Listener::new();
        for line in lines.split('|') {
            listener.types(line);
            seen.extend(listener.talk.model.contexts());
        }
    }
    let never: Vec<_> = Context::ALL.iter().filter(|context| !seen.contains(context)).collect();
    assert!(never.is_empty(), "nobody was at {never:?}");
}

/// Every question of every kind and bank can be heard and answered rightly by letters.
#[test]
fn every_question_can_be_answered_by_letters() {
    let mut kinds = BTreeSet::new();
    let banks = catalog().banks.len();
    for bank in 0..banks {
        let mut listener = Listener::new();
        listener.types("show-quiz");
        certdex::tui::screens::quiz::start_bank(&mut listener.talk.model, bank);
        listener.types("again");
        for _ in 0..15 {
            let model = &listener.talk.model;
            let Some(run) = model.quiz.run.as_ref().filter(|run| run.phase() == Phase::Asking) else { break };
            kinds.insert(format!("{:?}", run.current().item.of(&model.data.catalog).kind));
            let letters = right(model);
            let heard = listener.types(&letters);
            assert!(heard.contains("Right."), "{letters}: {heard}");
            listener.types("");
        }
    }
    assert_eq!(kinds.len(), 5, "{kinds:?}");
}

/// Whatever bytes come in, the program says something harmless and goes on.
#[test]
fn hostile_lines_do_no_harm() {
    let mut bytes: Vec<u8> = Vec::new();
    bytes.extend(std::iter::repeat_n(b'x', 1 << 20));
    bytes.extend(
        b"\n\x1b[31mred\x1b]0;title\x07\n\0\0\0\n\xff\xfe\xc3\x28\n/ \x1b[2J\n: \xf0\x28\x8c\xbc\n\x08\x7f\r\nback\n",
    );
    bytes.extend("\u{202e}abc\n".as_bytes());
    bytes.extend(b"99999999999999999999999\n0\n-1\n1e9\nmark 99999\ndo \ndo do do\n/\n:\nesc\nshow-certs\n1\nquit");
    let output = certdex(&["--plain", "--no-profile"]).write_stdin(bytes).output().expect("it starts");
    let heard = String::from_utf8(output.stdout).expect("what is said is UTF-8");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()), "{heard}");
    checked(&heard, "hostile lines");
    assert!(heard.contains("That line is too long") && heard.contains("Certified ScrumMaster"), "{heard}");
}

/// A closed pipe is the end; a full disk is told, with its exit code; without input it ends well.
#[test]
fn ends_are_as_everywhere() {
    let output = certdex(&["--plain", "--no-profile"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(0));
    if let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") {
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_certdex"))
            .args(["--plain", "--no-profile"])
            .stdin(std::process::Stdio::null())
            .stdout(full)
            .stderr(std::process::Stdio::piped())
            .output()
            .expect("it starts");
        assert_eq!(status.status.code(), Some(74));
    }
    // The variable asks for lines as the flag does; 0 does not.
    let by_name = |value: &str| certdex(&["--no-profile"]).env("CERTDEX_PLAIN", value).write_stdin("quit\n").output();
    assert_eq!(by_name("1").expect("it starts").status.code(), Some(0));
    assert_eq!(by_name("0").expect("it starts").status.code(), Some(2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No line whatever breaks anything, wherever it is typed.
    #[test]
    fn any_line_is_understood_or_not(lines in proptest::collection::vec(any::<String>(), 1..6), place in 0..PLACES.len()) {
        let mut listener = Listener::new();
        for line in PLACES[place].split('|').take(5) {
            listener.types(line);
        }
        for line in lines {
            listener.types(&line.replace('|', "/"));
        }
    }
}
