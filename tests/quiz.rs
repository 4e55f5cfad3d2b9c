//! Runs through our own questions, by the engine alone: every kind of question, mock exams by the rules
//! of the catalogue, and going on after any interruption.

use std::collections::BTreeMap;

use certdex::catalog::Catalog;
use certdex::catalog::quantity::Score;
use certdex::catalog::record::Key;
use certdex::catalog::schema::ItemKind;
use certdex::embedded;
use certdex::profile::{Change, End, Mode, Profile};
use certdex::quiz::exam::{self, Rules};
use certdex::quiz::pick::{self, Choice, SplitMix};
use certdex::quiz::question::{Asked, ItemRef, letter, letters};
use certdex::quiz::{Names, Over, Paper, Phase, Session};

const NOW: i64 = 1_795_600_000_000;

fn cert(catalog: &Catalog, id: &str) -> Key {
    catalog.find(id).unwrap_or_else(|| panic!("{id}")).key
}

fn exam_paper(catalog: &Catalog, id: &str, seed: u64) -> Paper {
    let offer = exam::offer(catalog, cert(catalog, id)).expect(id);
    let rules = offer.rules();
    let items = pick::exam(catalog, &catalog.mocks[offer.mock], rules.questions, seed).items;
    let (title, cert) = (format!("{id} mock exam"), Some(id.to_owned()));
    Paper { title, mode: Mode::Exam, cert, items, seed, rules: Some(rules), mixed: true }
}

fn practice(items: Vec<ItemRef>, mode: Mode) -> Paper {
    Paper { title: "practice".into(), mode, cert: None, items, seed: 3, rules: None, mixed: false }
}

fn begin(catalog: &Catalog, paper: Paper) -> Session {
    Session::begin(catalog, paper, Names::new(9).next_run(), NOW).expect("questions").0
}

/// The draft that is the right answer to a question as it is shown.
fn right_draft(catalog: &Catalog, asked: &Asked) -> Vec<usize> {
    let item = asked.item.of(catalog);
    match item.kind {
        // Each shown option belongs to its own pair.
        ItemKind::Match => asked.order.clone(),
        _ => item.solution.clone(),
    }
}

/// A mock CSM asks 50 questions in 60 minutes and needs 37, a mock PSM I asks 80 and needs 68: that is
/// what the records say, and a run at the mark passes where one below it does not.
#[test]
fn mock_exams_go_by_the_rules_of_the_record() {
    let catalog = embedded::catalog();
    for (id, questions, minutes, needed) in [("csm", 50, 60, 37), ("psm-1", 80, 60, 68), ("ssm", 45, 90, 33)] {
        for (right, passes) in [(needed, true), (needed - 1, false)] {
            let mut run = begin(&catalog, exam_paper(&catalog, id, 5));
            assert_eq!((run.asked().len(), run.left()), (questions, Some(minutes * 60_000)), "{id}");
            for number in 0..questions {
                run.go(number, NOW);
                let asked = run.current().clone();
                if number < right {
                    let draft = right_draft(&catalog, &asked);
                    run.answer(&catalog, &draft, NOW);
                }
            }
            assert_eq!(run.phase(), Phase::Asking, "an exam says nothing before it is handed in");
            assert_eq!(run.blank().len(), questions - right);
            let changes = run.hand_in(&catalog, NOW);
            assert!(changes.contains(&Change::Ended(run.id, End::Done { at: NOW, right, of: questions })));
            assert_eq!((run.score(&catalog), run.passed(&catalog)), (right, Some(passes)), "{id}");
        }
    }
}

/// "Not possible" says why: no exam, and who says so; no shape; no questions of ours.
#[test]
fn where_there_is_no_mock_exam_it_says_why() {
    let catalog = embedded::catalog();
    let why = exam::offer(&catalog, cert(&catalog, "cspo")).expect_err("no exam");
    assert!(why.starts_with("CSPO has no exam [sa-03"), "{why}");
    for record in catalog.all(certdex::catalog::record::Kind::Cert) {
        if let Err(why) = exam::offer(&catalog, record.key) {
            assert!(why.contains(record.short()) && why.len() > 30, "{why}");
        }
    }
}

/// Where sources disagree on a rule all values are offered, the adopted one first, each with who says
/// so; what cannot be true (37 of 60) is not.
#[test]
fn rival_rules_are_offered_with_their_sources() {
    let catalog = embedded::catalog();
    let offer = exam::offer(&catalog, cert(&catalog, "csm")).expect("an exam");
    let questions: Vec<u32> = offer.questions.iter().map(|said| said.value).collect();
    assert_eq!(questions, [50, 35, 85]);
    assert!(offer.questions[0].adopted && offer.questions[0].who.contains("sa-01"));
    let marks: Vec<Score> = offer.pass.iter().map(|said| said.value).collect();
    assert_eq!(marks, [Score::Count { right: 37, of: 50 }, Score::Count { right: 24, of: 35 }]);
    assert!(offer.pass[0].who.contains("sa-01"), "74 % is the same mark: {}", offer.pass[0].who);
    let older = offer.choose(1, 0, 1);
    assert_eq!((older.questions, older.needed(35)), (35, Some(24)));
    assert_eq!(offer.choose(9, 9, 9), offer.rules());
    // A mark is never rounded down.
    let rules = |pass| Rules { questions: 45, minutes: 90, pass: Some(pass), pauses: false };
    assert_eq!(rules(Score::Percent(73)).needed(45), Some(33));
    assert_eq!(rules(Score::Percent(85)).needed(80), Some(68));
    assert_eq!(rules(Score::Scaled { points: 300, of: 500 }).needed(45), None);
}

/// Questions of a mock exam are drawn by the weights of its areas, none twice, and the same seed draws
/// the same paper.
#[test]
fn a_mock_exam_is_drawn_by_its_weights() {
    let catalog = embedded::catalog();
    for (number, mock) in catalog.mocks.iter().enumerate() {
        let offer = exam::offer(&catalog, mock.cert).expect("a mock exam can be offered");
        assert_eq!(offer.mock, number);
        let total = offer.rules().questions;
        let weights: Vec<u32> = mock.parts.iter().map(|part| part.weight).collect();
        for seed in 0..20 {
            let paper = pick::exam(&catalog, mock, total, seed);
            let distinct: std::collections::BTreeSet<_> = paper.items.iter().collect();
            assert_eq!(distinct.len(), paper.items.len(), "no question twice");
            let name = catalog.get(mock.cert).short();
            assert_eq!(paper.items.len(), total.min(exam::stock(&catalog, mock)), "{name}");
            if paper.short.is_empty() {
                let areas: Vec<Vec<ItemRef>> =
                    (0..mock.parts.len()).map(|part| pick::of_part(&catalog, mock, part)).collect();
                for (part, share) in pick::shares(&weights, total).into_iter().enumerate() {
                    let of = paper.items.iter().filter(|item| areas[part].contains(item)).count();
                    assert!(of >= share, "{name}: {of} of {share} for {}", mock.parts[part].name);
                }
            }
            assert_eq!(paper, pick::exam(&catalog, mock, total, seed));
        }
    }
}

/// Every question of every kind can be answered rightly and wrongly, whatever way it is mixed, and its
/// letters say so.
#[test]
fn every_question_can_be_answered_rightly_and_wrongly() {
    let catalog = embedded::catalog();
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for item in ItemRef::all(&catalog) {
        let question = item.of(&catalog);
        *kinds.entry(format!("{:?}", question.kind)).or_default() += 1;
        for seed in 0..3 {
            let mut asked = Asked::new(&catalog, item, seed);
            for place in places_of(&catalog, &asked) {
                asked.choose(question.kind, place);
            }
            asked.answer = asked.drafted(question.kind);
            assert!(asked.is_right(&catalog), "{}", item.name(&catalog));
            let solution = letters(&asked, question.kind, &question.solution);
            let given = letters(&asked, question.kind, asked.answer.as_ref().expect("an answer"));
            assert_eq!(given, solution, "the answer reads as the solution does");
            // A kept answer comes back as it was.
            let mut again = Asked::new(&catalog, item, seed);
            again.restore(question.kind, asked.answer.as_ref().expect("an answer"));
            assert_eq!((&again.draft, &again.answer), (&asked.draft, &asked.answer));
            // One that this question cannot have is none.
            for bad in [vec![], vec![99], vec![0, 0], vec![0; 20]] {
                let mut other = Asked::new(&catalog, item, seed);
                other.restore(question.kind, &bad);
                assert_eq!(other.answer, None, "{bad:?}");
            }
            // Nobody is shown the answer.
            if matches!(question.kind, ItemKind::Order) {
                assert_ne!(asked.order, question.solution);
            }
            if question.kind == ItemKind::Match {
                assert_ne!(asked.order, asked.pairs);
            }
        }
    }
    assert_eq!(
        kinds.keys().map(String::as_str).collect::<Vec<_>>(),
        ["Match", "Multiple", "Order", "Single", "TrueFalse"]
    );
}

/// The places to choose, one after the other, for the right answer.
fn places_of(catalog: &Catalog, asked: &Asked) -> Vec<usize> {
    let item = asked.item.of(catalog);
    let side = if item.kind == ItemKind::Match { &asked.pairs } else { &asked.order };
    let place = |option: &usize| side.iter().position(|known| known == option).expect("it is shown");
    match item.kind {
        ItemKind::Match => asked.order.iter().map(place).collect(),
        _ => item.solution.iter().map(place).collect(),
    }
}

/// The clock: it runs whatever is looked at, hands the exam in at zero with what there is, and stands
/// still only where it may.
#[test]
fn the_clock_hands_the_exam_in_at_zero() {
    let catalog = embedded::catalog();
    let mut run = begin(&catalog, exam_paper(&catalog, "csm", 1));
    let draft = right_draft(&catalog, run.current());
    run.answer(&catalog, &draft, NOW);
    assert_eq!(run.pass(&catalog, 3_599_000, NOW), []);
    assert_eq!(run.left(), Some(1_000));
    let changes = run.pass(&catalog, u64::MAX, NOW);
    assert!(matches!(changes[..], [Change::Stands(..), Change::Ended(_, End::Done { right: 1, of: 50, .. })]));
    assert_eq!((run.over(), run.left()), (Some(Over::TimeUp), Some(0)));
    assert_eq!(run.pass(&catalog, 5, NOW), [], "it is over once");
    assert_eq!(run.choose(&catalog, 0, NOW), [], "too late");
    assert_eq!((run.flag(NOW), run.undo(NOW), run.go(3, NOW), run.hand_in(&catalog, NOW)), Default::default());

    let mut paper = exam_paper(&catalog, "csm", 1);
    paper.rules = paper.rules.map(|rules| Rules { pauses: true, ..rules });
    let mut run = begin(&catalog, paper);
    run.pause(NOW);
    assert!(run.is_paused());
    assert_eq!((run.pass(&catalog, 9_000_000, NOW), run.choose(&catalog, 0, NOW)), Default::default());
    assert_eq!(run.left(), Some(3_600_000));
    run.pause(NOW);
    run.pass(&catalog, 1_500, NOW);
    assert_eq!(run.left(), Some(3_598_500));
}

/// An undo takes back the last answer wherever I am by now, and what I answer then is another try.
#[test]
fn undo_takes_back_the_last_answer() {
    let catalog = embedded::catalog();
    let items = pick::practice(&catalog, &Choice { most: Some(4), ..Choice::default() }, 11);
    let mut run = begin(&catalog, practice(items, Mode::PracticeAtEnd));
    assert_eq!(run.undo(NOW), []);
    let mut names = Vec::new();
    for at in [2, 0] {
        run.go(at, NOW);
        let draft = right_draft(&catalog, run.current());
        let changes = run.answer(&catalog, &draft, NOW);
        names.extend(changes.iter().filter_map(|change| match change {
            Change::Answered(attempt) => Some(attempt.id),
            _ => None,
        }));
    }
    run.go(3, NOW);
    assert_eq!(run.undo(NOW)[0], Change::Undone(names[1]));
    assert_eq!(run.progress().0, 0);
    let draft = right_draft(&catalog, run.current());
    let Change::Answered(again) = &run.answer(&catalog, &draft, NOW)[0] else { panic!("an answer") };
    assert!(!names.contains(&again.id), "another try has another name");
}

/// Whatever I did in a run and whenever it broke off: from what the profile kept, the same run goes on
/// with the same question, the same answers, flags and clock.
#[test]
fn a_run_goes_on_where_it_broke_off() {
    let catalog = embedded::catalog();
    let mut random = SplitMix::new(2026);
    let mut draw = move |n: usize| usize::try_from(random.next_u64() % n as u64).expect("small");
    let mut names = Names::new(77);
    for round in 0..60_u64 {
        let mode = Mode::ALL[draw(3)];
        let mut paper = if mode == Mode::Exam {
            exam_paper(&catalog, ["csm", "psm-1", "capm"][draw(3)], round)
        } else {
            practice(pick::practice(&catalog, &Choice { most: Some(12), ..Choice::default() }, round), mode)
        };
        let stops = draw(2) == 0;
        paper.rules = paper.rules.map(|rules| Rules { pauses: stops, ..rules });
        paper.mixed = mode == Mode::Exam;
        let (mut run, first) = Session::begin(&catalog, paper, names.next_run(), NOW).expect("questions");
        let mut profile = Profile::default();
        for change in &first {
            profile.apply(change);
        }
        for step in 0..80_i64 {
            let now = NOW + step * 1_000;
            let mut changes = run.pass(&catalog, 1_000, now);
            changes.extend(match draw(10) {
                0..=3 => {
                    let place = draw(5);
                    run.choose(&catalog, place, now)
                }
                4 => run.confirm(&catalog, now),
                5 => run.next(&catalog, now),
                6 => run.flag(now),
                7 => run.undo(now),
                8 => {
                    let to = draw(run.asked().len());
                    run.go(to, now)
                }
                _ => Vec::new(),
            });
            // What a screen does when it is left.
            changes.extend(run.stands(now));
            for change in &changes {
                profile.apply(change);
                profile.apply(change);
            }
            if run.over().is_some() {
                break;
            }
            let Some((kept, attempts)) = profile.open.first() else {
                assert!(run.asked().iter().all(|asked| asked.answer.is_none()), "what has an answer is kept");
                continue;
            };
            let (again, gone) = Session::resume(&catalog, kept, attempts, now).expect("it goes on");
            assert_eq!(gone, 0);
            assert_eq!(again.progress(), run.progress(), "round {round}, step {step}");
            assert_eq!(again.left(), run.left());
            assert_eq!(again.phase(), run.phase());
            for (one, other) in again.asked().iter().zip(run.asked()) {
                assert_eq!((&one.order, &one.pairs), (&other.order, &other.pairs), "the paper is the same");
                assert_eq!((&one.answer, one.flagged), (&other.answer, other.flagged));
            }
        }
    }
}

/// Away from an exam whose clock cannot be stopped, the clock runs on, and may run out; one that may be
/// stopped stands still. A wall clock that was turned back gives no time as a present and takes none.
#[test]
fn the_clock_while_i_am_away() {
    let catalog = embedded::catalog();
    for (pauses, away, left) in [
        (false, 600_000, 3_600_000 - 100_000 - 600_000),
        (false, 999_999_999, 0),
        (false, -50_000_000, 3_500_000),
        (false, i64::MIN / 2, 3_500_000),
        (true, 999_999_999, 3_500_000),
        (true, -1, 3_500_000),
    ] {
        let mut paper = exam_paper(&catalog, "csm", 1);
        paper.rules = paper.rules.map(|rules| Rules { pauses, ..rules });
        let (mut run, first) = Session::begin(&catalog, paper, Names::new(1).next_run(), NOW).expect("questions");
        let mut profile = Profile::default();
        for change in &first {
            profile.apply(change);
        }
        for change in run.pass(&catalog, 100_000, NOW).into_iter().chain(run.stands(NOW)) {
            profile.apply(&change);
        }
        let (kept, attempts) = &profile.open[0];
        let (mut again, _) = Session::resume(&catalog, kept, attempts, NOW.saturating_add(away)).expect("it goes on");
        assert_eq!(again.left(), Some(left), "pauses: {pauses}, away {away}");
        again.pass(&catalog, 0, NOW);
        assert_eq!(again.over().is_some(), left == 0);
    }
}

/// A run of an older data set goes on without the questions that are gone; one with none left, or with
/// rules that nobody can read, says so.
#[test]
fn questions_that_are_gone_are_left_out() {
    let catalog = embedded::catalog();
    let (run, first) =
        Session::begin(&catalog, exam_paper(&catalog, "csm", 1), Names::new(1).next_run(), NOW).expect("q");
    let Some(Change::Began(mut kept)) = first.into_iter().next() else { panic!("it began") };
    kept.items[0] = "scrum-team/no-such-item".into();
    kept.items[7] = "gone".into();
    kept.stand.at = 7;
    let (again, gone) = Session::resume(&catalog, &kept, &[], NOW).expect("48 are left");
    assert_eq!((again.asked().len(), gone), (48, 2));
    assert_eq!(again.current().item, run.asked()[8].item, "the next one that is there");
    kept.items = vec!["gone".into()];
    assert!(Session::resume(&catalog, &kept, &[], NOW).is_err());
    kept.rules = "{\"minutes\": \"many\"}".into();
    assert!(Session::resume(&catalog, &kept, &[], NOW).expect_err("no rules").contains("rules"));
}

/// The letters of keys spread evenly over all seeds: who always says A does no better than chance.
#[test]
fn no_place_is_better_than_another() {
    let catalog = embedded::catalog();
    let singles: Vec<ItemRef> = ItemRef::all(&catalog)
        .filter(|item| item.of(&catalog).kind == ItemKind::Single && item.of(&catalog).options.len() == 4)
        .collect();
    for seed in [1, 2, 3, 2026, u64::MAX] {
        let mut counts = [0_i64; 4];
        for &item in &singles {
            let asked = Asked::new(&catalog, item, seed);
            let key = item.of(&catalog).solution[0];
            counts[asked.order.iter().position(|&option| option == key).expect("shown")] += 1;
        }
        let total: i64 = counts.iter().sum();
        assert!(total > 400, "{total}");
        // Chi-square with 3 degrees of freedom: 16.3 is passed by chance once in a thousand.
        let chi: i64 = counts.iter().map(|&n| (4 * n - total).pow(2)).sum();
        assert!(chi * 10 < 163 * 4 * total, "{counts:?} for seed {seed}");
    }
    assert_eq!((letter(0), letter(8)), ('A', 'I'));
}
