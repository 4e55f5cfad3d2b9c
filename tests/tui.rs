//! The explorer, told as its users would tell it: keys in, screens out.

mod support;

use std::collections::{BTreeSet, HashSet};

use certdex::catalog::record::Kind;
use certdex::compare::export::Format;
use certdex::field::Field;
use certdex::keys::bindings::{Bindings, Context, rows_of};
use certdex::search::Class;
use certdex::tui::effect::Effect;
use certdex::tui::message::{Message, Saved, Target};
use certdex::tui::model::{Model, Tab};
use certdex::tui::overlays::{Kind as Window, Overlay, help, welcome};
use certdex::tui::screens::card::Goal;
use certdex::tui::screens::quiz::Page;
use certdex::tui::screens::{browse, compare};
use certdex::tui::script::Stage;
use certdex::tui::theme::Theme;
use support::{after, catalog, picture, places, stage};

macro_rules! look {
    ($name:literal, $stage:expr) => {
        insta::assert_snapshot!($name, picture(&$stage.screen()))
    };
}

/// I start it: roles, the first one selected, its certifications beside it.
#[test]
fn the_first_screen_shows_roles_and_what_fits_them() {
    let stage = after("");
    look!("first-screen", stage);
    let text = stage.screen().text();
    assert!(text.contains("Scrum Master") && text.contains("Certifications that fit") && text.contains("CSM"));
}

/// I type a few letters of my job, see it lit up, open it and read which certifications fit, why,
/// and who says so.
#[test]
fn i_find_my_role_and_its_certifications() {
    let mut stage = after("/ prod space own");
    look!("search-role", stage);
    stage.keys("<enter> down").expect("keys");
    look!("role-card", stage);
    let text = stage.screen().text();
    assert!(text.contains("CSPO") && text.contains("PSPO I") && text.contains("[seed-000:26, seed-003:6]"));
}

/// From the role's card I open PSPO I; Esc brings me back to the very row I came from.
#[test]
fn i_open_a_certification_and_come_back_to_my_place() {
    let mut stage = after("/ prod space own <enter> down down");
    let before = stage.screen().text();
    stage.keys("<enter>").expect("keys");
    assert_eq!(stage.model.tab, Tab::Certs);
    look!("pspo-card", stage);
    stage.keys("<esc>").expect("keys");
    assert_eq!(stage.screen().text(), before);
}

/// I mark CSM and CSPO, compare them, and hide what is the same.
#[test]
fn i_compare_two_and_see_only_what_differs() {
    let mut stage = after("2 + down + c");
    look!("compare-all", stage);
    stage.keys("d").expect("keys");
    look!("compare-differences", stage);
    let text = stage.screen().text();
    for same in ["Accrediting body", "Training", "Valid for", "Renewal"] {
        assert!(!text.contains(same), "{same} is the same for both");
    }
    let rows = certdex::tui::screens::compare::rows(&stage.model);
    assert!(rows.iter().all(|row| row.differs) && rows.len() > 10);
}

/// On a narrow screen the comparison is stacked, and the list and the card take turns.
#[test]
fn it_works_on_a_narrow_screen() {
    let mut narrow = stage(40, 12);
    narrow.keys("2 + down + c").expect("keys");
    look!("narrow-compare", narrow);
    narrow.keys("1 <enter>").expect("keys");
    look!("narrow-card", narrow);
    let mut narrow = stage(40, 20);
    narrow.keys("3 a cspo <enter> a pspo space i <enter> v v v d down right").expect("keys");
    look!("narrow-compare-lens", narrow);
}

/// The fields of the rows on the screen, pinned ones first.
fn fields(stage: &Stage) -> Vec<Field> {
    compare::rows(&stage.model).iter().map(|row| row.field).collect()
}

/// The comparison of certifications with those letters, each added by searching.
fn compared(stage: &mut Stage, names: &[&str]) {
    stage.keys("3").expect("keys");
    for name in names {
        stage.keys(&format!("a {} <enter>", name.replace(' ', " <space> "))).expect("keys");
    }
    assert_eq!(stage.model.marked.len(), names.len(), "{:?}", stage.model.notice);
}

/// Through the lens of seed-002 the CSM and the CSPO show its fourteen rows in its order, and `d`
/// hides those that it calls the same. It tells their prerequisites apart; the provider, which is
/// believed before it, asks for none in both cases, and so that row is hidden as well. Through the
/// lens of seed-003 the CSPO and the PSPO I keep all of its five differences.
#[test]
fn i_look_through_the_lens_of_a_source() {
    let mut stage = after("2 + down + c v");
    let all = fields(&stage);
    assert_eq!(all.len(), 14);
    assert_eq!((all[0], all[13]), (Field::Provider, Field::Salary));
    stage.keys("d").expect("keys");
    look!("compare-lens", stage);
    let shown = fields(&stage);
    let hidden: Vec<Field> = all.iter().copied().filter(|field| !shown.contains(field)).collect();
    let same_in_the_seed = [Field::Provider, Field::Training, Field::Validity, Field::Renewal, Field::CourseFee];
    let rest: Vec<Field> = hidden.iter().copied().filter(|field| !same_in_the_seed.contains(field)).collect();
    assert_eq!(rest, [Field::Prerequisites], "hidden beyond the seed");
    assert_eq!(hidden.len(), same_in_the_seed.len() + 1);

    let mut stage = after("");
    compared(&mut stage, &["cspo", "pspo i"]);
    stage.keys("v v v d").expect("keys");
    assert_eq!(fields(&stage), [Field::Provider, Field::Training, Field::Focus, Field::Renewal, Field::Recognition]);
    assert!(stage.screen().text().contains("five differences [seed-003] · only what differs · 5 of 5 rows"));
    // Round and round, and the row I am on stays mine where the lens has it.
    stage.keys("down v v v").expect("keys");
    assert!(stage.screen().text().contains("all fields"));
    stage.keys("v v v").expect("keys");
    assert_eq!(fields(&stage).len(), 5);
}

/// Six stand side by side: four in sight at 120 columns, the rest by moving sideways, labels and
/// heads where they were.
#[test]
fn i_compare_six() {
    let mut stage = stage(120, 40);
    compared(&mut stage, &["csm", "cspo", "pspo i", "psm i", "a-csm", "psm ii"]);
    stage.keys("left left left left left v v v v v v").expect("keys");
    look!("compare-six", stage);
    assert!(stage.screen().text().contains("2 more →"));
    stage.keys("right right right right").expect("keys");
    let text = stage.screen().text();
    assert!(text.contains("← 1 · 1 more →") && text.contains("> A-CSM"), "{text}");
    stage.keys("left").expect("keys");
    assert!(stage.screen().text().contains("← 1 · 1 more →"), "it moves no further than it must");
    stage.keys("a").expect("keys");
    assert!(stage.model.overlays.is_empty());
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.contains("no more fit")));
}

/// Roles are marked in their list and compared like certifications, providers are found by
/// searching; another kind begins a new selection, and says so.
#[test]
fn i_compare_roles_and_providers() {
    let mut stage = after("+ down +");
    look!("roles-marked", stage);
    stage.keys("c").expect("keys");
    assert_eq!((stage.model.tab, stage.model.marked.len()), (Tab::Compare, 2));
    look!("compare-roles", stage);
    stage.keys("2 +").expect("keys");
    let told = stage.model.notice.clone().unwrap_or_default();
    assert_eq!(told, "CSM begins a new selection: 2 roles are unmarked");
    assert_eq!(stage.model.marked.len(), 1);
    stage.keys("3 a <tab> <tab> alliance <enter>").expect("keys");
    let told = stage.model.notice.clone().unwrap_or_default();
    assert_eq!(told, "Scrum Alliance begins a new selection: one certification is unmarked");
    stage.keys("a scrum.org <enter> v").expect("keys");
    assert!(stage.model.marked.iter().all(|key| key.0 == Kind::Provider) && stage.model.marked.len() == 2);
    look!("compare-providers", stage);
    assert!(stage.model.notice.as_ref().is_some_and(|notice| notice.contains("one lens")));
}

/// A pinned row stays on top, whatever the lens and whether it differs; `]` and `[` go from one
/// difference to the next; columns move, go and come.
#[test]
fn i_arrange_the_comparison() {
    let mut stage = after("2 + down + down + c m");
    assert_eq!(stage.model.compare.choice.pinned, [Field::Provider]);
    stage.keys("d v v v v v end").expect("keys");
    assert_eq!(fields(&stage)[0], Field::Provider, "neither `d` nor a lens takes it away");
    look!("compare-pinned", stage);
    stage.keys("g m").expect("keys");
    assert!(!fields(&stage).contains(&Field::Provider));

    let mut stage = after("2 + down + down + c ]");
    let row = |stage: &Stage| compare::rows(&stage.model)[stage.model.compare.row].clone();
    assert!(row(&stage).differs && row(&stage).field == Field::Definition);
    stage.keys("]").expect("keys");
    let second = row(&stage).field;
    assert!(row(&stage).differs && second > Field::Definition, "{second:?}");
    stage.keys("] [").expect("keys");
    assert_eq!(row(&stage).field, second);

    let names = |stage: &Stage| -> Vec<String> {
        stage.model.marked.iter().map(|key| stage.model.data.catalog.get(*key).short().to_owned()).collect()
    };
    stage.keys(">").expect("keys");
    assert_eq!((names(&stage).join(" "), stage.model.compare.column), ("CSPO CSM A-CSM".to_owned(), 1));
    stage.keys("> <").expect("keys");
    assert_eq!(names(&stage), ["CSPO", "CSM", "A-CSM"]);
    stage.keys("<backspace>").expect("keys");
    assert_eq!(names(&stage), ["CSPO", "A-CSM"]);
    stage.keys("a csm <enter>").expect("keys");
    assert_eq!((names(&stage).join(" "), stage.model.compare.column), ("CSPO A-CSM CSM".to_owned(), 2));
}

/// A key that cannot work here says why, and changes nothing else.
#[test]
fn a_key_that_cannot_work_says_why() {
    for (keys, key, why) in [
        ("3", "d", "nothing is compared yet"),
        ("3", "y", "nothing is compared yet"),
        ("3", "e", "nothing is compared yet"),
        ("3", "<backspace>", "nothing is compared yet"),
        ("3", "i", "nothing is selected"),
        ("3", "x", "nothing is selected"),
        ("2 + 3", "v", "nothing is compared yet"),
        ("2 + down + c", "[", "no row above differs"),
        ("2 + down + c end", "]", "no row below differs"),
        ("2 + down + c end", "m", "advice cannot"),
        ("2 + down + c", "<", "CSM is the first column already"),
        ("2 + down + c right", ">", "CSPO is the last column already"),
        ("2 + down + down + down + down + down + c", "a", "no more fit: Backspace drops one"),
        ("2 + down + down + down + down + down + down", "+", "no more fit: unmark one first"),
        ("3 a <tab> <tab> <enter> a down <enter>", "v", "one lens"),
        ("2 + down + c", "c", "does nothing here; in \"Roles and certifications\" it would: compare what is marked"),
        ("2 + down + c", "z", "z does nothing"),
        ("", "<esc>", "nothing to go back to; q quits"),
        ("2", "F", "no filter is on"),
        ("4 end up <enter>", "u", "nothing was answered yet"),
        ("4 end up <enter> a q", "x", "x: this asks for y (yes) or n (no)"),
    ] {
        let mut stage = after(keys);
        stage.model.notice = None;
        let before = stage.model.clone();
        stage.keys(key).expect("keys");
        let told = stage.model.notice.clone().unwrap_or_default();
        assert!(told.contains(why) && told.is_empty() == why.is_empty(), "{key:?} after {keys:?} says {told:?}");
        stage.model.notice = None;
        assert_eq!(stage.model, before, "{key:?} after {keys:?}");
        assert_eq!(stage.effects, []);
    }
}

/// The better end of a row carries a sign, and the line at the foot says what it means.
#[test]
fn the_best_of_a_row_is_marked_and_explained() {
    let mut stage = after("");
    compared(&mut stage, &["csm", "psm i"]);
    stage.keys("v v v v").expect("keys");
    let text = stage.screen().text();
    assert!(text.contains("for life ^") && text.contains("^ best"), "{text}");
    let rows = compare::rows(&stage.model);
    for row in rows.iter().filter(|row| row.cells.iter().any(|cell| cell.best)) {
        assert!(row.differs && row.cells.iter().all(|cell| !cell.conflict), "{:?}", row.field);
    }
}

/// What the signs mean is said in as many words as there is room for, and what is left out leaves a
/// mark; so do the lens and the heads.
#[test]
fn nothing_around_the_table_is_cut_without_a_mark() {
    let mut stage = stage(120, 24);
    compared(&mut stage, &["csm", "psm i", "cspo"]);
    stage.keys("v d m").expect("keys");
    stage.model.notice = None;
    let whole = ["≠ differs", "! sources disagree", "~ not stated, or unknown", "^ best of the row"];
    let short = ["≠ differs", "! disputed", "~ unknown", "^ best"];
    for columns in 20..=200 {
        stage.resize(columns, 24);
        let text = stage.screen().text();
        let foot = text.lines().nth(21).expect("a foot").trim().to_owned();
        let told = |words: &[&str]| words.iter().all(|word| foot.contains(word));
        assert!(told(&whole) || told(&short) || foot.contains('…'), "{columns}: {foot}");
        let title = text.lines().nth(2).expect("a title");
        assert!(title.contains("rows") || title.contains(" of ") || title.contains('…'), "{columns}: {title}");
    }
}

/// I take the comparison along: what is copied and what is written is what the screen shows, and a
/// file that is there stays unless I say so.
#[test]
fn i_take_the_comparison_along() {
    let mut stage = after("2 + down + down + c > v d down down m");
    let model = &stage.model;
    let render =
        |format| certdex::compare::export::render(&model.data.catalog, &model.marked, &model.compare.choice, format);
    let (markdown, page) = (render(Format::Markdown), render(Format::Html));
    let labels: Vec<&str> = compare::rows(model).iter().map(|row| row.field.label()).collect();
    let told = |text: &str| -> Vec<&'static str> {
        let mut places: Vec<(usize, &str)> = certdex::field::FIELDS
            .iter()
            .filter_map(|row| Some((text.find(&format!("≠ {} | ", row.label))?, row.label)))
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, label)| label).collect()
    };
    assert_eq!(told(&markdown), labels, "the same rows in the same order, pinned ones first");
    assert!(markdown.starts_with("| | CSPO | CSM | A-CSM |"), "{markdown}");

    stage.keys("y").expect("keys");
    assert_eq!(stage.effects, [Effect::Copy(markdown.clone())]);
    stage.send(Message::Copied(Ok(())));
    assert!(stage.screen().text().contains("copied as Markdown"));
    stage.effects.clear();

    stage.keys("e").expect("keys");
    look!("save", stage);
    stage.keys("<enter>").expect("keys");
    let path = "cspo-csm-a-csm.md".to_owned();
    assert_eq!(stage.effects, [Effect::Write { path: path.clone(), text: markdown.clone(), over: false }]);
    stage.send(Message::Saved(Saved::Exists));
    look!("save-exists", stage);
    // Two times Enter writes nothing: it asks for another name.
    stage.effects.clear();
    stage.keys("<enter>").expect("keys");
    assert_eq!((stage.effects.as_slice(), stage.model.overlays.len()), (&[][..], 1));
    stage.send(Message::Saved(Saved::Exists));
    stage.keys("down <enter>").expect("keys");
    assert_eq!(stage.effects, [Effect::Write { path, text: markdown, over: true }]);
    stage.effects.clear();
    // Another ending is another form; a folder that is not there is told.
    stage.send(Message::Saved(Saved::Exists));
    stage.keys("<ctrl-u> no/such/x.html <enter>").expect("keys");
    assert_eq!(stage.effects, [Effect::Write { path: "no/such/x.html".into(), text: page, over: false }]);
    stage.send(Message::Saved(Saved::Failed("no/such/x.html: there is no folder no/such".into())));
    assert!(stage.screen().text().contains("Nothing was written. no/such/x.html"), "{}", stage.screen().text());
    stage.send(Message::Saved(Saved::Done("x.html".into(), "/home/me".into())));
    assert!(stage.model.overlays.is_empty());
    assert!(stage.screen().text().contains("x.html is written, in /home/me"));
    stage.effects.clear();
    for (typed, why) in [("<ctrl-u> <enter>", "Type a name first"), ("<ctrl-u> x.doc <enter>", "end the name with")] {
        stage.keys(&format!("e {typed}")).expect("keys");
        assert!(stage.screen().text().contains(why), "{}", stage.screen().text());
        assert_eq!(stage.effects, []);
        stage.keys("<esc>").expect("keys");
    }
}

/// I ask who says so, and who disagrees, about the exam of the CSPO.
#[test]
fn i_ask_who_says_so_and_who_disagrees() {
    let mut stage = after("2 / cspo <enter>");
    while !matches!(
        certdex::tui::screens::browse::goal(&stage.model),
        Some(certdex::tui::screens::card::Goal::Fact(_, certdex::field::Field::Exam))
    ) {
        stage.keys("down").expect("keys");
    }
    stage.keys("x").expect("keys");
    look!("ledger", stage);
    assert!(stage.screen().text().contains("official before training company"));
    stage.keys("<esc> i").expect("keys");
    look!("sources", stage);
}

/// I take the whole OKR quiz: fifteen questions, feedback after each, a score, and the wrong ones
/// once more.
#[test]
fn i_take_the_quiz_to_the_score() {
    let mut stage = after("4 end up <enter>");
    look!("quiz-question", stage);
    for number in 1..=15 {
        assert!(stage.screen().text().contains(&format!("{number} / 15")), "question {number}");
        let run = stage.model.quiz.run.as_ref().expect("a run");
        let item = run.current().item.of(&stage.model.data.catalog);
        let key = run.current().order.iter().position(|&option| item.solution == [option]).expect("a key");
        // Two wrong answers on purpose.
        let pick = if [2, 7].contains(&number) { (key + 1) % run.current().order.len() } else { key };
        stage.keys(["a", "b", "c", "d"][pick]).expect("keys");
        if number == 2 {
            look!("quiz-wrong", stage);
        }
        let text = stage.screen().text();
        assert!(text.contains(if pick == key { "Right." } else { "Wrong: you chose" }), "{text}");
        stage.keys("<enter>").expect("keys");
    }
    assert!(stage.screen().text().contains("Your score is 13 of 15 (86 %)"));
    look!("quiz-score", stage);
    stage.keys("<enter>").expect("keys");
    assert_eq!(stage.model.quiz.page, Page::Review(1));
    stage.keys("<esc> r").expect("keys");
    assert!(stage.screen().text().contains("1 / 2"));
}

/// The interview asks, the answer says what speaks for and against each certification, and a changed
/// answer moves it at once.
#[test]
fn i_ask_which_one_is_for_me() {
    use certdex::tui::screens::decide::{self, Page as Step};
    let mut stage = after("4 <enter>");
    look!("interview", stage);
    // One name, wherever it is named.
    assert_eq!(decide::TITLE, Context::Interview.label());
    assert!(after("4").screen().text().contains(decide::TITLE) && stage.screen().text().contains(decide::TITLE));
    // A product owner who studies alone, wants no renewal, and whose employer asks for nothing.
    let wanted = [("asked", "none"), ("want", "product-owner"), ("learning", "alone"), ("renewal", "no")];
    while let Step::Question(number) = stage.model.quiz.decide.page {
        let catalog = &stage.model.data.catalog;
        let id = catalog.interview[number].id.to_string();
        let choices = decide::choices(catalog, number);
        let want = wanted.iter().find(|(question, _)| *question == id).map(|(_, answer)| *answer);
        let at = want.map_or(choices.len(), |answer| {
            let (_, choice) = certdex::cli::decide::read_answer(catalog, &id, &[answer]).expect("an answer");
            choices.iter().position(|other| Some(other) == choice.as_ref()).expect("one of the choices")
        });
        for _ in 0..at {
            stage.keys("down").expect("keys");
        }
        if id == "learning" {
            assert!(stage.screen().text().contains("so far: 1 "), "{}", stage.screen().text());
        }
        stage.keys("<enter>").expect("keys");
    }
    look!("interview-result", stage);
    let first = stage.model.quiz.decide.outcome.first().expect("something fits").cert;
    assert_eq!(stage.model.data.catalog.get(first).id.as_str(), "pspo-1");
    let text = stage.screen().text();
    assert!(text.contains("seed-003:") && text.contains("if CSPO were asked for by name"), "{text}");
    assert!(text.contains("What would change the first place"), "{text}");
    // The employer asks for CSPO after all.
    stage.keys("left <enter>").expect("keys");
    assert_eq!(stage.model.quiz.decide.page, Step::Question(0));
    let catalog = &stage.model.data.catalog;
    let cspo = catalog.find("cspo").expect("known").key;
    let choices = decide::choices(catalog, 0);
    let at = choices.iter().position(|choice| *choice == certdex::advise::Choice::Records(vec![cspo]));
    stage.keys("home").expect("keys");
    for _ in 0..at.expect("one of the choices") {
        stage.keys("down").expect("keys");
    }
    stage.keys("<enter>").expect("keys");
    let first = stage.model.quiz.decide.outcome.first().expect("something fits").cert;
    assert_eq!(first, cspo);
    assert!(stage.screen().text().contains("asked for"));
    // Esc leads home, and the answers are kept.
    stage.keys("<esc> <enter>").expect("keys");
    assert_eq!(stage.model.quiz.decide.outcome.first().map(|one| one.cert), Some(cspo));
}

/// The interview gone through with nothing said but a wish.
fn decided(columns: u16, rows: u16) -> Stage {
    let mut stage = stage(columns, rows);
    stage.keys("4 <enter> psp space 1 <enter> right prod space own <enter>").expect("keys");
    while stage.model.quiz.decide.page != certdex::tui::screens::decide::Page::Overview {
        stage.keys("right").expect("keys");
    }
    stage
}

/// I read the whole result with the keys for pages, whatever the size of my terminal, and come to no
/// place where Enter takes my answers away; where I go there on purpose, Esc brings them back.
#[test]
fn i_read_the_result_to_its_end_and_lose_nothing() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 20), (120, 40)] {
        let size = format!("{columns}x{rows}");
        let begun = || decided(columns, rows);
        let answers = begun().model.quiz.decide.answers.clone();
        for by in ["pagedown", "down", "ctrl-d"] {
            let mut stage = begun();
            let (mut seen, mut last) = (String::new(), String::new());
            for _ in 0..400 {
                let text = stage.screen().text();
                if text == last {
                    break;
                }
                seen.push_str(&text);
                last = text;
                stage.keys(by).expect("keys");
            }
            let seen = seen.split_whitespace().collect::<Vec<_>>().join(" ");
            // The last reason of the first, and what stands below everything.
            for part in ["perhaps less known", "if CSPO were asked for", "not what they"] {
                let found = seen.contains(part) || columns == 40 && seen.contains(&part[..part.len() / 2]);
                assert!(found, "{size} {by}: {part} in {seen}");
            }
        }
        for keys in ["end", "G", "pagedown pagedown pagedown pagedown", "left end", "left pagedown pagedown"] {
            let mut stage = begun();
            stage.keys(keys).expect("keys");
            stage.keys("<enter>").expect("keys");
            assert_eq!(stage.model.quiz.decide.answers, answers, "{size} {keys}");
        }
        let mut stage = begun();
        stage.keys("left end down down down").expect("keys");
        assert!(stage.screen().text().contains("> Start anew"), "{size}: {}", stage.screen().text());
        stage.keys("<enter>").expect("keys");
        assert!(stage.model.quiz.decide.answers.is_empty(), "{size}");
        assert!(stage.screen().text().contains("Esc brings them"), "{size}: {}", stage.screen().text());
        stage.keys("<esc>").expect("keys");
        assert_eq!(stage.model.quiz.decide.answers, answers, "{size}");
    }
}

/// Left and right go between my answers and what they come to, and the hints say so.
#[test]
fn i_go_between_the_answers_and_the_result() {
    let mut stage = decided(120, 40);
    let row = |stage: &Stage| stage.model.quiz.decide.row;
    let results = stage.model.quiz.decide.outcome.shown().len();
    assert!(stage.screen().text().contains("PgDn read on  \u{2190} your answers"), "{}", stage.screen().text());
    stage.keys("down h down").expect("keys");
    assert_eq!(row(&stage), results + 1);
    assert!(stage.screen().text().contains("\u{2192} the results"), "{}", stage.screen().text());
    stage.keys("l").expect("keys");
    assert_eq!(row(&stage), 1, "where I was");
    stage.keys("left").expect("keys");
    assert_eq!(row(&stage), results + 1, "and there too");
}

/// Typing shortens the lists of roles and certifications; Esc shows them whole again, then leads back.
#[test]
fn i_type_to_shorten_a_list_of_the_interview() {
    use certdex::tui::screens::decide::{Page as Step, offered};
    let mut stage = after("4 <enter> right");
    let names = |stage: &Stage| {
        let (catalog, decide) = (&stage.model.data.catalog, &stage.model.quiz.decide);
        offered(catalog, decide, 1).len()
    };
    let all = names(&stage);
    assert!(stage.screen().text().contains("type a name"), "{}", stage.screen().text());
    stage.keys("q u a l i").expect("keys");
    let text = stage.screen().text();
    assert!(names(&stage) < all && text.contains("Qual") && text.contains("all again"), "{text}");
    stage.keys("ctrl-u t e s t e r <enter>").expect("keys");
    let tester = stage.model.data.catalog.find("tester").expect("known").key;
    let answers = &stage.model.quiz.decide.answers;
    assert_eq!(answers.get(1), Some(&certdex::advise::Choice::Records(vec![tester])));
    stage.keys("x y z z y").expect("keys");
    assert!(stage.screen().text().contains("nothing is called that"), "{}", stage.screen().text());
    stage.keys("<esc>").expect("keys");
    assert_eq!((names(&stage), stage.model.quiz.decide.page), (all, Step::Question(2)));
    stage.keys("<esc>").expect("keys");
    assert_eq!(stage.model.quiz.decide.page, Step::Question(1));
}

/// No answer of the interview is cut at the edge, however narrow the terminal.
#[test]
fn no_answer_is_cut_at_the_edge() {
    for (columns, rows) in [(40, 30), (80, 24), (120, 40)] {
        let mut stage = stage(columns, rows);
        stage.keys("4 <enter>").expect("keys");
        for number in 0..14 {
            let text = stage.screen().text();
            assert!(text.contains("Which one is for me?"), "{text}");
            for line in text.lines().skip(4).filter(|line| !line.contains("so far")) {
                assert!(!line.contains('\u{2026}'), "{columns}, question {number}: {line}");
            }
            stage.keys("right").expect("keys");
        }
    }
}

/// A filter leaves the very certifications that the same words leave in a search, with the same marks; what
/// nobody says anything about comes last in both.
#[test]
fn a_filter_and_its_words_leave_the_same() {
    use certdex::search::limits::Standing;
    use certdex::tui::screens::filter::{self, Filter};
    let mut stage = after("2");
    let data = stage.model.data.clone();
    let listed = |model: &Model| -> Vec<_> {
        let certs = &model.certs;
        let one = |hit: &certdex::search::Match| {
            let record = data.catalog.get(hit.key().expect("a record"));
            (certs.standing(&data.catalog, hit.standing(), record), record.id.to_string())
        };
        certs.hits.iter().map(one).collect()
    };
    let limits: Vec<_> = filter::all(&data.catalog).into_iter().collect();
    let mut judged = 0;
    for (one, count) in limits {
        let Filter::Within(limit) = &one else { continue };
        stage.model.certs.filters = vec![one.clone()];
        stage.model.certs.query.clear();
        stage.model.certs.search(&data);
        let mut filtered = listed(&stage.model);
        assert!(
            filtered.is_sorted_by_key(|(standing, _)| *standing == Standing::Unknown),
            "{}",
            one.label(&data.catalog)
        );
        stage.model.certs.filters.clear();
        stage.model.certs.query.insert(&limit.written(&data.catalog));
        stage.model.certs.search(&data);
        let mut searched = listed(&stage.model);
        assert!(
            searched.is_sorted_by_key(|(standing, _)| *standing == Standing::Unknown),
            "{}",
            one.label(&data.catalog)
        );
        filtered.sort();
        searched.sort();
        assert_eq!(filtered, searched, "{}", one.label(&data.catalog));
        assert_eq!(filtered.len(), count, "{}", one.label(&data.catalog));
        judged += 1;
    }
    assert!(judged >= 10, "{judged} filters");
}

/// Who has 300 dollars sees first what costs less; where no price is known that is marked, and last.
#[test]
fn what_has_no_price_comes_last() {
    let stage = after("2 / under space 300");
    let text = stage.screen().text();
    let place = |name: &str| text.find(name).unwrap_or_else(|| panic!("no {name}: {text}"));
    assert!(place("  PSPO I ") < place("~ CSM"), "{text}");
    assert!(!text.contains("  CTC ") && !text.contains("  CEC "), "nobody says what they take: {text}");
}

/// What two cost over the years stands in a chart with its numbers, and a year more or less moves it.
#[test]
fn i_see_what_two_cost_over_the_years() {
    let mut stage = after("2 / csm <enter> + <esc> <esc> / cspo <enter> + c $");
    look!("cost", stage);
    let text = stage.screen().text();
    assert!(text.contains("\u{2265} 200 USD + course"), "one fee a cycle for both: {text}");
    assert!(text.contains("100 USD") && text.contains("200 USD"), "the numbers stand beside the bars: {text}");
    stage.keys("left left left").expect("keys");
    assert!(stage.screen().text().contains("2 years"), "{}", stage.screen().text());
    stage.keys("left left left left").expect("keys");
    assert!(stage.screen().text().contains("1 year"), "not less than one");
    stage.keys("<esc>").expect("keys");
    assert!(stage.model.overlays.is_empty());
    // A role costs nothing, and says so.
    let stage = after("1 $");
    assert!(stage.screen().text().contains("certifications cost something"), "{}", stage.screen().text());
}

/// What leads to a certification, from what the interview was told; and to a role.
#[test]
fn i_see_which_steps_lead_there() {
    let mut stage = after("2 / csp-sm <enter> p");
    look!("path", stage);
    assert!(stage.screen().text().contains("3 steps to Certified Scrum Professional"));
    let catalog = &stage.model.data.catalog;
    let held = certdex::advise::number_of(catalog, "held").expect("a question");
    let csm = catalog.find("csm").expect("known").key;
    stage.model.quiz.decide.answers.set(held, Some(certdex::advise::Choice::Records(vec![csm])));
    stage.keys("<esc> p").expect("keys");
    let text = stage.screen().text();
    assert!(text.contains("From CSM, which you hold") && text.contains("2 steps to"), "{text}");
    let stage = after("/ prod space own <enter> p");
    let text = stage.screen().text();
    assert!(text.contains("cheapest: PSPO I") && text.contains("first choice"), "{text}");
}

/// `q` just quits; only an unfinished quiz makes it ask.
#[test]
fn quitting_asks_only_when_answers_would_be_lost() {
    assert_eq!(after("q").effects, [Effect::Quit]);
    let mut stage = after("4 end up <enter> a q");
    assert_eq!(stage.effects, []);
    look!("confirm", stage);
    stage.keys("n").expect("keys");
    assert!(stage.model.overlays.is_empty());
    stage.keys("q y").expect("keys");
    assert_eq!(stage.effects, [Effect::Quit]);
    assert_eq!(after("4 end up <enter> a <ctrl-c>").effects, [Effect::Quit]);
    assert_eq!(after("<ctrl-z>").effects, [Effect::Suspend]);
}

/// What I typed stays visible, Esc takes it back, and the record I had selected stays selected.
#[test]
fn escape_takes_the_search_back_and_keeps_the_place() {
    let mut stage = after("/ tester <enter>");
    let selected = stage.model.roles.selected();
    stage.keys("<esc> <esc>").expect("keys");
    assert_eq!(stage.model.roles.query.text(), "");
    assert_eq!(stage.model.roles.selected(), selected);
    assert_eq!(stage.model.roles.hits.len(), stage.model.data.catalog.all(Kind::Role).len());
}

/// No match is not a dead end: the nearest names are offered.
#[test]
fn no_match_suggests_the_nearest() {
    let stage = after("/ prodcut space ownre");
    assert!(stage.screen().text().contains("> Product Owner"), "mistaken letters are understood");
    let stage = after("/ prodock space onwr");
    let text = stage.screen().text();
    assert!(text.contains("Nothing matches.") && text.contains("Did you mean Product Owner"), "{text}");
}

/// From any screen one box finds everything: records, words, other meanings, and things to do, which
/// run as their keys would.
#[test]
fn i_find_and_do_everything_from_one_box() {
    let mut stage = after("4 : psm space i <enter>");
    assert!(stage.screen().text().contains("Professional Scrum Master I  PSM I"), "{}", stage.screen().text());
    stage.keys("<esc>").expect("keys");
    assert_eq!(stage.model.tab, certdex::tui::model::Tab::Quiz, "Esc leads back to where it was opened");
    let stage = after("<ctrl-p> csm");
    let text = stage.screen().text();
    let place = |what: &str| text.find(what).unwrap_or_else(|| panic!("no {what}: {text}"));
    assert!(place("Certified ScrumMaster  CSM") < place("(GAQM)"), "the likelier meaning comes first");
    let stage = after("2 : turn space the space sort <enter>");
    assert!(stage.model.certs.reversed, "an action runs through the handler of its key");
    let stage = after(": kanban space university <enter>");
    assert!(stage.screen().text().contains("[by Kanban University]"), "{}", stage.screen().text());
    let stage = after(": definition space of space done <enter>");
    assert!(stage.screen().text().contains("Definition of Done"), "{}", stage.screen().text());
}

/// Limits are shown as chips under the box, a bad one with what is allowed, and Backspace takes the
/// last back as a whole.
#[test]
fn limits_become_chips_that_can_be_taken_back() {
    let mut stage = after("2 / scrum space no space exam space lifetime");
    let chips = |stage: &Stage| stage.model.certs.chips.clone();
    assert_eq!(chips(&stage), ["no exam", "no renewal"]);
    assert!(stage.screen().text().contains("[no"), "{}", stage.screen().text());
    stage.keys("<backspace>").expect("keys");
    assert_eq!((chips(&stage), stage.model.certs.query.text()), (vec!["no exam".to_owned()], "scrum no exam "));
    let stage = after("2 / exam:maybe");
    assert!(stage.screen().text().contains("takes none or"), "{}", stage.screen().text());
}

/// The list of certifications sorts by each column, and the header says by which.
#[test]
fn the_list_sorts_and_says_by_what() {
    let mut stage = after("2 s");
    assert!(stage.screen().text().contains("name ↓"));
    let names = |stage: &Stage| -> Vec<String> {
        let hits = &stage.model.certs.hits;
        hits.iter()
            .filter_map(|hit| hit.key())
            .map(|key| stage.model.data.catalog.get(key).name.to_lowercase())
            .collect()
    };
    assert!(names(&stage).is_sorted());
    stage.keys("S").expect("keys");
    assert!(stage.screen().text().contains("name ↑"));
    assert!(names(&stage).iter().rev().is_sorted());
    for _ in 0..7 {
        stage.keys("s").expect("keys");
    }
    assert!(stage.screen().text().contains("certification  "), "all columns were gone through");
}

/// The mouse clicks tabs, rows and columns, and a click on what is selected opens it.
#[test]
fn the_mouse_selects_and_opens() {
    let mut stage = stage(100, 30);
    let at = |stage: &Stage, words: &str| {
        let text = stage.screen().text();
        let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).expect(words);
        let x = line.chars().count() - line[line.find(words).expect(words)..].chars().count();
        (u16::try_from(x).expect("small"), u16::try_from(y).expect("small"))
    };
    let (x, y) = at(&stage, "2 Certifications");
    stage.click(x, y);
    assert_eq!(stage.model.tab, Tab::Certs);
    let (x, y) = at(&stage, "PSPO I");
    stage.click(x, y);
    let selected = stage.model.certs.selected().expect("a certification");
    assert_eq!(stage.model.data.catalog.get(selected).id.as_str(), "pspo-1");
    let (x, y) = at(&stage, "In short");
    stage.click(x, y);
    stage.click(x, y);
    assert_eq!(stage.model.overlays.len(), 1, "a second click opens the sources");
    stage.keys("<esc>").expect("keys");
    stage.send(Message::Wheel { target: Some(Target::ListRow(0)), down: false });
    assert_eq!(
        stage.model.certs.hits.get(stage.model.certs.at + 3).and_then(|hit| hit.key()),
        Some(selected),
        "the wheel moves three rows"
    );
}

/// Pasted text goes into the search line if that has the focus, and nowhere else: it runs no keys.
#[test]
fn pastes_are_text_and_never_keys() {
    let mut stage = stage(100, 30);
    let before = stage.model.clone();
    stage.send(Message::Pasted("q2\x1b[201~q\n".repeat(100_000)));
    assert_eq!(stage.model, before);
    stage.keys("/").expect("keys");
    stage.send(Message::Pasted("test\x1b[2Jer\nq".to_owned()));
    assert_eq!(stage.model.roles.query.text(), "test␛[2Jer q");
    assert_eq!(stage.effects, []);
}

/// Help shows exactly what is bound where I am, for every place there is.
#[test]
fn help_shows_what_is_bound_and_nothing_else() {
    let bindings = Bindings::default();
    for stage in places() {
        let contexts = stage.model.contexts();
        let shown: BTreeSet<(String, &str)> = help::sections(&bindings, &contexts)
            .into_iter()
            .flat_map(|(_, rows)| rows)
            .flat_map(|(keys, action)| keys.split(' ').map(|key| (key.to_owned(), action.id())).collect::<Vec<_>>())
            .collect();
        // What a key does is what happens when it is pressed, not what some row of the table says.
        let works: BTreeSet<(String, &str)> = bindings
            .rows()
            .iter()
            .filter(|(context, ..)| contexts.contains(context))
            .filter_map(|&(_, key, _)| Some((key.to_string(), bindings.resolve(&contexts, key)?.id())))
            .collect();
        assert_eq!(shown, works, "{contexts:?}");
    }
    let mut stage = stage(80, 24);
    stage.keys("?").expect("keys");
    look!("help", stage);
}

/// In the help I type what I look for, and Enter does it; a mark is explained and is no key.
#[test]
fn i_find_something_in_the_help_and_do_it() {
    let mut stage = stage(80, 24);
    stage.keys("? cost").expect("keys");
    let text = stage.screen().text();
    assert!(text.contains("what it costs to earn and to hold") && !text.contains("one up"), "{text}");
    stage.keys("<enter>").expect("keys");
    let text = stage.screen().text();
    assert!(text.contains("certifications cost something: go to one"), "a role costs nothing: {text}");
    stage.keys("2 ? cost <enter>").expect("keys");
    assert!(matches!(stage.model.overlays[..], [Overlay { kind: Window::Cost(..), .. }]), "the help is gone");
    // From a window it is about that window, and its mark is no key.
    stage.keys("<esc> ? disagree <enter>").expect("keys");
    stage.keys("<esc> <esc> ? ~ <enter>").expect("keys");
    assert_eq!(stage.model.notice.as_deref(), Some("~ is a mark on the screens, not a key"));
    stage.keys("<esc> ? qqq").expect("keys");
    assert!(!stage.screen().text().contains("Moving about"));
    stage.keys("<enter>").expect("keys");
    assert!(matches!(stage.model.overlays[..], [Overlay { kind: Window::Help(_), .. }]), "nothing to do");
}

/// The palette leads to the pages of the quiz, to a mock exam, to filters and orders of the list, and to
/// a fact that was named.
#[test]
fn the_palette_leads_anywhere() {
    let mut stage = stage(100, 30);
    let mut go = |keys: &str| {
        stage.keys(&format!("<esc> <esc> <esc> 1 : {keys} <enter>")).expect("keys");
        (stage.model.tab, stage.screen().text(), stage.model.clone())
    };
    let (tab, text, _) = go("cspo space exam");
    assert!(tab == Tab::Certs && text.contains("Certified Scrum Product Owner"), "{text}");
    let (_, text, model) = go("pspo space i space price");
    let goal = browse::goal(&model);
    assert!(matches!(goal, Some(Goal::Fact(_, Field::ExamFee))), "{goal:?} in {text}");
    let (tab, text, model) = go("mock space csm");
    assert!(tab == Tab::Quiz && matches!(model.quiz.page, Page::Rules(_)) && text.contains("CSM mock exam"), "{text}");
    let (tab, _, model) = go("practise space kanban");
    assert!(tab == Tab::Quiz && model.quiz.page == Page::Run, "{:?}", model.quiz.page);
    let (_, _, model) = go("interview");
    assert_eq!(model.quiz.page, Page::Decide);
    let (tab, text, model) = go("filter space price");
    assert!(tab == Tab::Certs && model.certs.filters.len() == 1, "{text}");
    let (tab, _, model) = go("sort space exam");
    assert!(tab == Tab::Certs && model.certs.sort != browse::SortKey::ALL[0], "{:?}", model.certs.sort);
}

/// The palette says, as the list does, which certifications a limit does not rule out only because
/// nobody knows.
#[test]
fn what_is_only_not_known_to_miss_a_limit_is_marked_in_the_palette() {
    let text = after(": free").screen().text();
    let row = text.lines().find(|line| line.contains("Certified ScrumMaster")).expect("the CSM");
    assert!(row.contains("~ CSM"), "{row}");
}

/// The first letter of a new search takes the place of the old words; a search that finds nothing offers
/// what was meant, or goes where it would find something.
#[test]
fn a_search_begins_anew_and_is_no_dead_end() {
    let mut stage = after("/ tester <enter> / own");
    assert_eq!(stage.model.roles.query.text(), "own");
    // Who goes on with the old words says so with a key that moves or erases.
    stage.keys("<enter> / <backspace> n").expect("keys");
    assert_eq!(stage.model.roles.query.text(), "own");
    // Esc ends the search: everything again.
    stage.keys("<enter> / x <esc>").expect("keys");
    assert_eq!((stage.model.roles.query.text(), stage.model.roles.searching), ("", false));
    // Not among roles, but among certifications: Enter goes there.
    let stage = after("/ cbap <enter>");
    assert_eq!(stage.model.tab, Tab::Certs);
    assert!(stage.screen().text().contains("/ cbap"), "{}", stage.screen().text());
}

/// From one disputed row of a card to the next and round, and through the windows that tell of them.
#[test]
fn i_go_from_dispute_to_dispute() {
    let mut stage = after("2 <enter>");
    let mut seen = Vec::new();
    for _ in 0..40 {
        stage.keys("]").expect("keys");
        let Some(Goal::Fact(key, field)) = browse::goal(&stage.model) else { panic!("a fact") };
        assert!(stage.model.data.catalog.get(key).fact(field).is_some_and(|fact| fact.conflict), "{field:?}");
        if seen.contains(&field) {
            break;
        }
        seen.push(field);
    }
    assert!(seen.len() > 1, "the CSM has several");
    // In the ledger's window the next one takes its place; back again is the first.
    stage.keys("x").expect("keys");
    let first = stage.screen().text();
    assert!(first.contains(&format!("of {} disputed", seen.len())), "{first}");
    stage.keys("]").expect("keys");
    assert_ne!(stage.screen().text(), first);
    stage.keys("[").expect("keys");
    assert_eq!(stage.screen().text(), first);
}

/// The wheel over a card that is gone since, as when it is turned while one types: nothing to be on.
#[test]
fn the_wheel_over_a_card_that_is_gone_stays_in_the_list() {
    let mut stage = after("/ zzzz");
    stage.send(Message::Wheel { target: Some(Target::CardRow(3)), down: true });
    assert_eq!(stage.model.roles.focus, browse::Focus::List);
}

/// What sources say people earn stands side by side, a bar for each figure of a currency; a single figure
/// of another one has no bar, and no number is ever cut.
#[test]
fn salaries_are_seen_side_by_side() {
    for size in [(40, 24), (50, 24), (80, 40), (120, 40)] {
        let mut stage = stage(size.0, size.1);
        stage.keys(": pmp <space> salary <enter> i").expect("keys");
        let text = stage.screen().text();
        let row = text.lines().find(|line| line.contains("123,000–173,000")).expect("the range, whole");
        assert!(row.contains('█') && row.contains('░'), "{row}");
        let bars = |number: &str| text.lines().find(|line| line.contains(number)).map(|row| row.matches('█').count());
        assert!(bars(" 147,070 ") >= bars(" 111,000 "), "more is longer:\n{text}");
        assert!(size.0 < 80 || bars(" 147,070 ") > bars(" 111,000 "), "and seen, where there is room:\n{text}");
        assert!(!text.contains("GBP a year, side by side"), "one figure makes no chart");
    }
}

/// A name of the other list leads there instead of to letters found far apart; but a role that is named
/// among the certifications lists those that fit it.
#[test]
fn a_name_of_the_other_list_leads_there() {
    let stage = after("/ pspo");
    assert!(stage.screen().text().contains("Certifications has"), "{}", stage.screen().text());
    for role in ["executive", "ceo", "line manager"] {
        let stage = after(&format!("2 / {}", role.replace(' ', " space ")));
        let hits = &stage.model.certs.hits;
        assert!(hits.iter().any(|found| found.class() == Class::Related), "{role}");
    }
}

/// A newcomer reads what this is; a key ends it and does its own work, but those that only say "read".
#[test]
fn a_newcomer_is_told_what_to_begin_with() {
    let welcomed = |columns, rows| {
        let mut model = Model::new(catalog(), Theme::terminal(), 1);
        model.keys = Bindings::default();
        welcome::show(&mut model);
        support::watched(Stage::new(model, (columns, rows)))
    };
    look!("welcome", welcomed(80, 24));
    assert!(welcomed(40, 12).screen().text().contains("Any key begins"), "on a low terminal as well");
    for (key, tab) in [("2", Tab::Certs), ("<enter>", Tab::Roles), ("<esc>", Tab::Roles), ("q", Tab::Roles)] {
        let mut stage = welcomed(80, 24);
        stage.resize(81, 24);
        assert!(stage.effects.is_empty() && welcome::is_shown(&stage.model), "a new size does not end it");
        stage.keys(key).expect("keys");
        assert_eq!((stage.effects.as_slice(), stage.model.tab), (&[Effect::Welcomed][..], tab), "{key}");
        assert!(stage.model.overlays.is_empty() && stage.model.roles.focus == browse::Focus::List, "{key}");
    }
    let mut stage = welcomed(80, 24);
    stage.keys("/ t e").expect("keys");
    assert_eq!(stage.model.roles.query.text(), "te");
}

/// Every context can be reached, and each of its keys means something there.
#[test]
fn every_context_is_reached_by_some_screen() {
    let reached: HashSet<Context> = places().iter().flat_map(|stage| stage.model.contexts()).collect();
    assert_eq!(reached, Context::ALL.iter().copied().collect());
    for context in Context::ALL {
        assert!(!rows_of(*context).is_empty());
    }
}

/// In every place the hardware cursor stands on what is selected, or in the text box, for screen
/// readers and magnifiers.
#[test]
fn the_cursor_stands_on_the_selected_row() {
    // That of every story and walk is looked at in every frame as well: a stage of the tests has a witness.
    for mut stage in places() {
        for (columns, rows) in [(100, 30), (80, 24), (50, 24), (40, 12), (20, 6), (200, 60)] {
            stage.resize(columns, rows);
            support::the_cursor_is_where_it_belongs(&stage);
        }
    }
}

/// Without any style the states still differ: selection, marks, right and wrong are in the text.
#[test]
fn no_meaning_rests_on_colour() {
    let pairs = [
        ("", "down"),
        ("2", "2 +"),
        ("<enter>", "<enter> down"),
        ("2 + down + c", "2 + down + c down"),
        ("2 + down + c", "2 + down + c d"),
        ("4 end up <enter> a", "4 end up <enter> b"),
        ("4 end up <enter>", "4 end up <enter> down"),
    ];
    for (one, other) in pairs {
        let text = |keys: &str| after(keys).screen().text();
        assert_ne!(text(one), text(other), "{one:?} and {other:?} look the same without colour");
    }
    let mono = Theme::mono();
    assert!(mono.named().iter().all(|(_, style)| style.fg.is_none() && style.bg.is_none()));
}

/// A key that has nothing to do changes no more than the hint line, and that once: pressed again it
/// changes nothing, so nothing is drawn for it.
#[test]
fn an_idle_key_changes_nothing() {
    let mut stage = after("up");
    let before = stage.model.clone();
    for key in ["up", "<pageup>", "g"] {
        stage.keys(key).expect("keys");
        assert!(stage.model == before, "{key}");
    }
    for key in ["left", "<esc>", "z", "<ctrl-x>", "<delete>"] {
        stage.keys(key).expect("keys");
        let told = stage.model.clone();
        assert!(told != before && Model { notice: None, ..told.clone() } == before, "{key}");
        stage.keys(key).expect("keys");
        assert!(stage.model == told, "{key} again");
    }
}

/// A data set that is nothing but attack strings shows them as pictures.
#[test]
fn hostile_data_is_shown_harmless() {
    let evil = "\\u{1b}]0;owned\\u{7}\\u{202e}\\u{9b}2J";
    let text = format!(
        "(schema: 1, sources: [(id: \"s\", title: \"{evil}\", kind: Blog)],\n\
         certifications: [(id: \"evil\", name: \"{evil}\", abbreviation: \"{evil}\", aliases: [\"{evil}\"], claims: [\n\
         (field: provider, value: Refs([\"scrum-org\"]), from: [\"s:{evil}\"]),\n\
         (field: level, value: Level(Expert), from: [\"s\"]), (field: status, value: Status(Retired), from: [\"s\"]),\n\
         (field: address, value: NotStated, from: [\"s\"]),\n\
         (field: definition, value: Text(\"{evil}\"), from: [\"s\"], note: \"{evil}\")])])"
    );
    let loaded = certdex::catalog::load::load_text("evil.ron", &text);
    assert_eq!(loaded.problems, []);
    let mut stage = support::watched(Stage::new(Model::new(loaded.catalog, Theme::terminal(), 1), (100, 30)));
    for keys in ["2 / owned", "<enter> i", "<esc> down down x", "<esc> + 3"] {
        stage.keys(keys).expect("keys");
        for cell in stage.screen().buffer.content() {
            assert!(cell.symbol().chars().all(|c| !c.is_control() && c != '\u{202e}'), "{:?}", cell.symbol());
        }
    }
    assert!(stage.screen().text().contains("␛]0;owned") || stage.model.tab == Tab::Compare);
    let _ = catalog();
}
