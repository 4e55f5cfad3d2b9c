//! The Quiz tab, told as its users would tell it.

mod support;

use certdex::catalog::schema::ItemKind;
use certdex::profile::{Change, End};
use certdex::quiz::Phase;
use certdex::quiz::question::ItemRef;
use certdex::tui::effect::Effect;
use certdex::tui::message::Message;
use certdex::tui::model::{Reading, Saving};
use certdex::tui::screens::quiz::home::{self, Row};
use certdex::tui::screens::quiz::{Page, start};
use certdex::tui::script::Stage;
use support::{after, picture, right, stage};

macro_rules! look {
    ($name:literal, $stage:expr) => {
        insta::assert_snapshot!($name, picture(&$stage.screen()))
    };
}

const NOW: i64 = 1_795_600_000_000;

fn press(stage: &mut Stage, keys: &str) {
    stage.keys(keys).expect("keys");
}

fn pass(stage: &mut Stage, now: i64, millis: u64) {
    stage.send(Message::Passed { now, millis });
}

/// A stage whose profile is kept: effects tell what would be.
fn kept() -> Stage {
    let mut stage = stage(100, 30);
    stage.model.saving = Saving::Saved;
    stage
}

/// Opens a row of the home page.
fn open_row(stage: &mut Stage, row: &Row) {
    let at = home::rows(&stage.model).iter().position(|known| known == row).expect("the row is there");
    press(stage, &format!("home{} <enter>", " down".repeat(at)));
}

/// What the profile's file was told, in order.
fn told(stage: &Stage) -> Vec<Change> {
    let changes = stage.effects.iter().filter_map(|effect| match effect {
        Effect::Keep(_, changes) => Some(changes.clone()),
        _ => None,
    });
    changes.flatten().collect()
}

/// I open the tab, choose topics and levels with the arrows, and get just that.
#[test]
fn i_practise_what_i_choose() {
    let mut stage = after("4");
    look!("quiz-home", stage);
    press(&mut stage, "down down down <enter>");
    look!("quiz-setup", stage);
    // The bank of events and artifacts, five questions, one topic.
    press(&mut stage, "down right right down down left left end <space>");
    let text = stage.screen().text();
    assert!(text.contains("Scrum: events and artifacts") && text.contains("[x]"), "{text}");
    press(&mut stage, "home <enter>");
    let run = stage.model.quiz.run.as_ref().expect("a run");
    let topic = stage.model.quiz.setup.topics[0].clone();
    assert_eq!(run.asked().len(), 5);
    assert!(run.asked().iter().all(|asked| *asked.item.of(&stage.model.data.catalog).topic == *topic));
    // `o` on a bank opens the same choices with that bank in them.
    let mut stage = after("4 end o");
    assert_eq!(stage.model.quiz.page, Page::Setup);
    assert_eq!(stage.model.quiz.setup.bank, Some(stage.model.data.catalog.banks.len() - 1));
    // Without any question left it says so and starts nothing.
    press(&mut stage, "down down right right right right right home <enter>");
    assert!(stage.model.quiz.run.is_none() || stage.model.quiz.page == Page::Run);
}

/// Several right ones, an order, a match: each is answered by letters, and each option has its reason.
#[test]
fn i_answer_every_kind_of_question() {
    for (kind, name) in [(ItemKind::Multiple, "multiple"), (ItemKind::Order, "order"), (ItemKind::Match, "match")] {
        let mut stage = after("4");
        let catalog = stage.model.data.clone();
        let item = ItemRef::all(&catalog.catalog).find(|item| item.of(&catalog.catalog).kind == kind).expect(name);
        let paper = certdex::quiz::Paper {
            title: "One question".into(),
            mode: certdex::profile::Mode::Practice,
            cert: None,
            items: vec![item],
            seed: 1,
            rules: None,
            mixed: false,
        };
        start(&mut stage.model, paper);
        press(&mut stage, "f f");
        let whole = right(&stage);
        let letters: Vec<&str> = whole.split(' ').collect();
        press(&mut stage, letters[0]);
        insta::assert_snapshot!(format!("quiz-{name}-half"), picture(&stage.screen()));
        // Half an answer is none; taken apart it can be begun anew.
        press(&mut stage, "u");
        assert!(stage.model.quiz.run.as_ref().expect("a run").current().draft.is_empty());
        press(&mut stage, &whole);
        press(&mut stage, "<enter>");
        insta::assert_snapshot!(format!("quiz-{name}-answered"), picture(&stage.screen()));
        let text = stage.screen().text();
        assert!(text.contains("Right."), "{text}");
        press(&mut stage, "<enter>");
        assert_eq!(stage.model.quiz.run.as_ref().map(|run| run.phase()), Some(Phase::Finished));
    }
}

/// I sit a mock CSM: rules with their rivals, the clock, the map, flags, a warning about blanks, and the
/// score by topic against the mark; then I look at what was wrong, and only then it is to be repeated.
#[test]
fn i_sit_a_mock_exam() {
    let mut stage = kept();
    pass(&mut stage, NOW, 0);
    press(&mut stage, "4 down <enter>");
    look!("quiz-exams", stage);
    press(&mut stage, "<enter>");
    look!("quiz-rules", stage);
    press(&mut stage, "<enter>");
    look!("quiz-exam", stage);
    pass(&mut stage, NOW + 61_000, 61_000);
    assert!(stage.screen().text().contains("58:59 left"), "{}", stage.screen().text());
    for number in 0..38 {
        let keys = if number < 36 { right(&stage) } else { "a".to_owned() };
        press(&mut stage, &keys);
        if number == 5 {
            press(&mut stage, "f");
        }
        press(&mut stage, "n");
    }
    assert!(!stage.screen().text().contains("Right."), "an exam says nothing before its end");
    press(&mut stage, "m");
    look!("quiz-map", stage);
    press(&mut stage, "home <enter> s");
    look!("quiz-hand-in", stage);
    press(&mut stage, "n");
    assert_eq!(stage.model.quiz.run.as_ref().map(|run| run.phase()), Some(Phase::Asking));
    let told_before = told(&stage);
    let attempts: Vec<_> = told_before.iter().filter(|change| matches!(change, Change::Answered(_))).collect();
    assert!(attempts.len() >= 38, "every answer was told at once: {}", attempts.len());
    assert!(attempts.iter().all(|change| matches!(change, Change::Answered(one) if one.grade.is_none() && one.mixed)));
    press(&mut stage, "s y");
    look!("quiz-result", stage);
    let run = stage.model.quiz.run.as_ref().expect("a run");
    let score = run.score(&stage.model.data.catalog);
    assert!((36..=38).contains(&score));
    let verdict = if score >= 37 { "Passed" } else { "Not passed" };
    assert!(stage.screen().text().contains(&format!("{verdict}: {score} of 50")), "{}", stage.screen().text());
    assert!(matches!(told(&stage).last(), Some(Change::Ended(_, End::Done { of: 50, .. }))));
    let before = told(&stage).len();
    press(&mut stage, "<enter>");
    assert!(matches!(stage.model.quiz.page, Page::Review(_)));
    let graded = told(&stage).split_off(before);
    assert_eq!(graded.len(), 38, "looking at it plans repetition");
    assert!(graded.iter().all(|change| matches!(change, Change::Answered(one) if one.grade.is_some())));
    press(&mut stage, "n n p");
    press(&mut stage, "<esc> v");
    assert!(stage.screen().text().contains("Listed: flagged (1)"), "{}", stage.screen().text());
    press(&mut stage, "v");
    assert!(stage.screen().text().contains("Listed: all (50)"));
    press(&mut stage, "v r");
    let again = stage.model.quiz.run.as_ref().expect("a run");
    assert_eq!(again.asked().len(), 50 - score);
}

/// At zero the exam hands itself in, whatever window is open, and says so.
#[test]
fn time_runs_out() {
    let mut stage = after("4 down <enter> <enter> <enter> a n s");
    pass(&mut stage, NOW, 3_600_000);
    assert!(stage.model.overlays.is_empty(), "nothing is left to confirm");
    let text = stage.screen().text();
    assert!(text.contains("Time is up") && text.contains("was up, 49 blank"), "{text}");
    // What is pressed on in the heat of the moment changes nothing.
    let over = stage.model.quiz.run.clone();
    press(&mut stage, "a b 3");
    assert_eq!(stage.model.quiz.run, over);
}

/// A clock that cannot be stopped says so; one that may be covers the question while it stands.
#[test]
fn i_stop_the_clock_only_where_i_may() {
    let stage = after("4 down <enter> <enter> <enter> P");
    assert!(stage.screen().text().contains("cannot be stopped"), "{}", stage.screen().text());
    let mut stage = after("4 down <enter> <enter> down down down down right home <enter> P");
    assert!(stage.model.quiz.run.as_ref().expect("a run").paper.title.contains("clock can be stopped"));
    look!("quiz-paused", stage);
    pass(&mut stage, NOW, 600_000);
    press(&mut stage, "a P");
    assert!(stage.screen().text().contains("1:00:00 left"), "{}", stage.screen().text());
}

/// The second of two quick keys does nothing: no answer to the next question, no other tab.
#[test]
fn double_keys_do_no_harm() {
    let mut stage = after("4 end up <enter> 1");
    let answered = stage.model.quiz.run.clone();
    press(&mut stage, "1 2 a e");
    assert_eq!(stage.model.quiz.run, answered);
    assert_eq!(stage.model.quiz.page, Page::Run);
    assert!(stage.model.notice.as_deref().is_some_and(|words| words.contains("answered already")));
    let mut stage = after("4 end up <enter> 9");
    assert!(stage.model.notice.as_deref().is_some_and(|words| words.contains("only A to")));
    press(&mut stage, "e");
    assert!(stage.model.quiz.run.as_ref().expect("a run").current().answer.is_none());
}

/// I take a slip of the finger back; I say that I knew it better; I leave, and go on from the home page.
#[test]
fn i_undo_regrade_leave_and_go_on() {
    let mut stage = kept();
    press(&mut stage, "4 end up <enter>");
    let keys = right(&stage);
    press(&mut stage, &keys);
    press(&mut stage, "-");
    assert!(stage.screen().text().contains("hardly known"), "{}", stage.screen().text());
    press(&mut stage, "+ + +");
    assert!(stage.screen().text().contains("known at once"));
    press(&mut stage, "u");
    assert!(matches!(told(&stage)[..], [.., Change::Undone(_), Change::Stands(..)]));
    assert!(stage.model.quiz.run.as_ref().expect("a run").current().answer.is_none());
    press(&mut stage, "b <enter> n <esc>");
    let text = stage.screen().text();
    assert!(text.contains("Unfinished") && text.contains("question 3 of 15, 1 answered"), "{text}");
    look!("quiz-unfinished", stage);
    // Another one may be begun meanwhile; the first one waits.
    press(&mut stage, "end <enter> a <esc>");
    assert_eq!(stage.model.profile.open.len(), 2);
    let at = stage.model.profile.open.iter().position(|(run, _)| run.items.len() == 15 && run.stand.at == 2);
    open_row(&mut stage, &Row::Open(at.expect("it waits")));
    assert_eq!(stage.model.quiz.run.as_ref().expect("a run").progress(), (2, 15));
}

/// The profile is read when the tab is first opened, and what I did before it came is not lost by it.
#[test]
fn the_profile_is_read_when_it_is_needed() {
    let mut stage = kept();
    assert_eq!((&stage.model.reading, stage.effects.len()), (&Reading::NotAsked, 0));
    press(&mut stage, "4");
    assert_eq!(stage.effects, [Effect::ReadProfile]);
    press(&mut stage, "end up <enter> a");
    stage.send(Message::Profile(Box::default(), Some("the old file was set aside".into())));
    assert_eq!(stage.model.profile.answers, 1, "the answer given meanwhile counts");
    assert!(stage.model.notice.as_deref().is_some_and(|words| words.contains("set aside")));
}

/// "saved" stands there only when it is; what could not be written is said on every screen of the tab,
/// and quitting asks.
#[test]
fn i_am_told_when_nothing_can_be_saved() {
    let mut stage = kept();
    press(&mut stage, "4 end up <enter> a");
    assert!(stage.screen().text().contains("saving"));
    let number = stage.model.kept;
    stage.send(Message::Kept(number - 1, Ok(())));
    assert_eq!(stage.model.saving, Saving::Waiting, "an older report is not the last word");
    stage.send(Message::Kept(number, Ok(())));
    assert!(stage.screen().text().contains("saved"));
    press(&mut stage, "<enter> a");
    stage.send(Message::Kept(stage.model.kept, Err("no space is left on the disk".into())));
    look!("quiz-not-saved", stage);
    assert!(stage.screen().text().contains("NOT SAVED"));
    press(&mut stage, "q");
    assert!(!stage.effects.contains(&Effect::Quit));
    press(&mut stage, "n <esc>");
    assert!(stage.screen().text().contains("not saved: no space"), "{}", stage.screen().text());
    // The next answer brings it along.
    press(&mut stage, "end up <enter> a");
    stage.send(Message::Kept(stage.model.kept, Ok(())));
    press(&mut stage, "q");
    assert!(stage.effects.contains(&Effect::Quit));
}

/// After enough first tries I see a word for the odds, never without its condition, my weak topics,
/// and I drill one from there.
#[test]
fn i_ask_whether_i_am_ready() {
    let mut stage = kept();
    pass(&mut stage, NOW, 0);
    press(&mut stage, "4 down down <enter>");
    let text = stage.screen().text();
    assert!(text.contains("0 of 30 first tries"), "{text}");
    press(&mut stage, "<enter>");
    // Two rounds, because some questions belong to no area of the exam.
    for number in 0..60 {
        if number == 30 {
            press(&mut stage, "<esc>");
            open_row(&mut stage, &Row::Ready);
            press(&mut stage, "<enter>");
        }
        pass(&mut stage, NOW + number * 20_000, 20_000);
        let item = stage.model.quiz.run.as_ref().expect("a run").current().item;
        let single = item.of(&stage.model.data.catalog).kind == ItemKind::Single;
        let keys = if number % 6 == 0 && single { "a".to_owned() } else { right(&stage) };
        press(&mut stage, &keys);
        let asking = stage.model.quiz.run.as_ref().is_some_and(|run| run.phase() == Phase::Asking);
        press(&mut stage, if asking { "<enter> <enter>" } else { "<enter>" });
    }
    assert_eq!(stage.model.quiz.run.as_ref().map(|run| run.phase()), Some(Phase::Finished));
    press(&mut stage, "<esc>");
    open_row(&mut stage, &Row::Ready);
    look!("quiz-ready", stage);
    let text = stage.screen().text();
    assert!(text.contains("if our questions were as hard as the"), "{text}");
    press(&mut stage, "down down <enter>");
    assert_eq!(stage.model.quiz.page, Page::Run);
}
