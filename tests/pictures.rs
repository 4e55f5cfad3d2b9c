//! The pictures in the README are frames of the program. `UPDATE_DOCS=1 cargo test --test pictures`
//! makes them anew.

mod support;

use std::path::Path;

use certdex::catalog::schema::ItemKind;
use certdex::field::Field;
use certdex::quiz::Phase;
use certdex::tui::message::Message;
use certdex::tui::model::Saving;
use certdex::tui::screens::browse;
use certdex::tui::screens::card::Goal;
use certdex::tui::screens::decide::{self, Page as Step};
use certdex::tui::screens::quiz::home::{self, Row};
use certdex::tui::script::Stage;
use certdex::tui::theme::built_in_one;
use support::right;

/// A stage in the colours of the pictures.
fn stage(keys: &str) -> Stage {
    let mut stage = support::stage(100, 30);
    stage.model.theme = built_in_one("dark");
    stage.keys(keys).expect("keys");
    stage
}

/// The picture of that name is this frame, and the README shows it with words for who cannot see it.
fn shows(name: &str, stage: &Stage) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = base.join("docs/pictures").join(name).with_extension("svg");
    let svg = stage.screen().svg();
    if std::fs::read_to_string(&path).is_ok_and(|stored| stored == svg) {
        let readme = std::fs::read_to_string(base.join("README.md")).expect("the README");
        let link = format!("](docs/pictures/{name}.svg)");
        let line = readme.lines().find(|line| line.contains(&link)).unwrap_or_else(|| panic!("README.md lacks {link}"));
        let alt = line.split_once("![").and_then(|(_, rest)| rest.split_once(']')).map_or(0, |(alt, _)| alt.len());
        assert!(alt > 40, "README.md says too little of {name} for who cannot see it");
        return;
    }
    assert!(
        std::env::var_os("UPDATE_DOCS").is_some(),
        "docs/pictures/{name}.svg is stale; run `UPDATE_DOCS=1 cargo test --test pictures`"
    );
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of the pictures");
    #[expect(clippy::disallowed_methods, reason = "a file of the repository, under version control")]
    std::fs::write(&path, svg).expect("the file can be written");
}

/// From a role to the certifications that fit it.
#[test]
fn a_role_and_what_fits_it() {
    shows("role", &stage("/ prod space own <enter> down down"));
}

/// A certification, and a value that sources disagree about.
#[test]
fn a_certification_and_who_disagrees() {
    let mut stage = stage("2 / cspo <enter>");
    while !matches!(browse::goal(&stage.model), Some(Goal::Fact(_, Field::Exam))) {
        stage.keys("down").expect("keys");
    }
    stage.keys("x").expect("keys");
    shows("dispute", &stage);
}

/// Two certifications side by side, only what differs.
#[test]
fn two_side_by_side() {
    shows("compare", &stage("2 + down + c d"));
}

/// A product owner who studies alone and wants no renewal asks which one it should be.
#[test]
fn which_one_is_for_me() {
    let mut stage = stage("4 <enter>");
    let wanted = [("want", "product-owner"), ("learning", "alone"), ("renewal", "no")];
    while let Step::Question(number) = stage.model.quiz.decide.page {
        let catalog = &stage.model.data.catalog;
        let id = catalog.interview[number].id.to_string();
        let choices = decide::choices(catalog, number);
        let answer = wanted.iter().find(|(question, _)| *question == id).map(|(_, answer)| *answer);
        // The last row leaves the question open.
        let at = answer.map_or(choices.len(), |answer| {
            let (_, choice) = certdex::cli::decide::read_answer(catalog, &id, &[answer]).expect("an answer");
            choices.iter().position(|other| Some(other) == choice.as_ref()).expect("one of the choices")
        });
        stage.keys(&format!("{} <enter>", "down ".repeat(at))).expect("keys");
    }
    shows("interview", &stage);
}

/// A question, answered, with its reasons.
#[test]
fn a_question_and_its_reasons() {
    let mut stage = stage("4 end up <enter>");
    let keys = right(&stage);
    stage.keys(&keys).expect("keys");
    shows("question", &stage);
}

/// Am I ready, after sixty questions of which ten were wrong.
#[test]
fn am_i_ready() {
    const NOW: i64 = 1_795_600_000_000;
    let mut stage = stage("");
    stage.model.saving = Saving::Saved;
    stage.send(Message::Passed { now: NOW, millis: 0 });
    stage.keys("4").expect("keys");
    let open_ready = |stage: &mut Stage| {
        let at = home::rows(&stage.model).iter().position(|row| *row == Row::Ready).expect("the row is there");
        stage.keys(&format!("home{} <enter>", " down".repeat(at))).expect("keys");
    };
    for number in 0..60 {
        if number % 30 == 0 {
            stage.keys(if number == 0 { "" } else { "<esc>" }).expect("keys");
            open_ready(&mut stage);
            stage.keys("<enter>").expect("keys");
        }
        stage.send(Message::Passed { now: NOW + number * 20_000, millis: 20_000 });
        let item = stage.model.quiz.run.as_ref().expect("a run").current().item;
        let single = item.of(&stage.model.data.catalog).kind == ItemKind::Single;
        let keys = if number % 6 == 0 && single { "a".to_owned() } else { right(&stage) };
        stage.keys(&keys).expect("keys");
        let asking = stage.model.quiz.run.as_ref().is_some_and(|run| run.phase() == Phase::Asking);
        stage.keys(if asking { "<enter> <enter>" } else { "<enter>" }).expect("keys");
    }
    stage.keys("<esc>").expect("keys");
    open_ready(&mut stage);
    shows("ready", &stage);
}
