//! What the user has, as values in memory and in its file: nothing is lost, nothing is half there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use certdex::catalog::quantity::Date;
use certdex::profile::dump::{Imported, Refusal, export, import};
use certdex::profile::store::{Failure, Fault, FaultKind, Store};
use certdex::profile::{Attempt, Change, End, ExamDay, Mode, Profile, Run, Stand, Uid};
use certdex::quiz::pick::SplitMix;
use certdex::quiz::schedule::Grade;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rusqlite::Connection;

/// Few names, so that changes meet each other.
fn uid() -> impl Strategy<Value = Uid> {
    prop_oneof![4 => (0..6_u128).prop_map(Uid), 1 => (0..6_u128).prop_map(|low| Uid(u128::MAX - low))]
}

fn item() -> impl Strategy<Value = String> {
    prop_oneof![8 => (0..5).prop_map(|n| format!("bank/q{n}")), 1 => Just(String::new()), 1 => "\\PC{1,4}|\0"]
}

/// Moments that come in no order, and some at the ends of time.
fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 0..40_i64, 4 => 1_790_000_000_000..1_800_000_000_000_i64, 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
}

fn date() -> impl Strategy<Value = Date> {
    let real = (2024..2030_u16, 1..13_u8, 1..29_u8).prop_map(|(year, month, day)| Date { year, month, day });
    prop_oneof![
        8 => real,
        1 => Just(Date { year: 2028, month: 2, day: 29 }),
        1 => Just(Date { year: 2027, month: 2, day: 29 }),
    ]
}

fn stand() -> impl Strategy<Value = Stand> {
    let used = prop_oneof![4 => 0..9_000_u64, 1 => Just(u64::MAX)];
    (0..6_usize, vec(0..6_usize, 0..3), used, any::<bool>(), moment())
        .prop_map(|(at, flagged, used, paused, noted)| Stand { at, flagged, used, paused, noted })
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![
        3 => (moment(), any::<usize>(), 0..9_usize).prop_map(|(at, right, of)| End::Done { at, right, of }),
        1 => moment().prop_map(|at| End::Dropped { at }),
    ]
}

fn run() -> impl Strategy<Value = Run> {
    let mode = (0..3_usize).prop_map(|n| Mode::ALL[n]);
    let head = (uid(), "\\PC{0,6}|\0", mode, option::of("[a-c]"), any::<u64>());
    let rest = ("|\\{\"a\": 1\\}", vec(item(), 0..6), moment(), stand(), option::weighted(0.1, end()));
    (head, rest).prop_map(|((id, title, mode, cert, seed), (rules, items, began, stand, end))| Run {
        id,
        title,
        mode,
        cert,
        seed,
        rules,
        items,
        began,
        stand,
        end,
    })
}

fn grade() -> impl Strategy<Value = Grade> {
    prop_oneof![Just(Grade::Again), Just(Grade::Hard), Just(Grade::Good), Just(Grade::Easy)]
}

fn attempt() -> impl Strategy<Value = Attempt> {
    let id = prop_oneof![3 => any::<u64>().prop_map(|n| Uid(u128::from(n % 40))), 1 => uid()];
    let head = (id, uid(), item(), vec(prop_oneof![0..5_usize, Just(usize::MAX)], 0..3), any::<bool>());
    let rest = (moment(), any::<u32>(), any::<bool>(), option::of(grade()), any::<bool>());
    (head, rest).prop_map(|((id, run, item, answer, right), (at, spent, flagged, grade, mixed))| Attempt {
        id,
        run,
        item,
        answer,
        right,
        at,
        spent,
        flagged,
        grade,
        mixed,
    })
}

fn exam() -> impl Strategy<Value = ExamDay> {
    let days = (date(), vec(0..8_u8, 0..3), vec(date(), 0..3));
    ("[a-c]", days, 0..50_usize, option::of(any::<usize>()), moment()).prop_map(
        |(cert, (date, off_weekdays, off_days), per_day, most, set)| ExamDay {
            cert,
            date,
            off_weekdays,
            off_days,
            per_day,
            most,
            set,
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => run().prop_map(Change::Began),
        10 => attempt().prop_map(Change::Answered),
        3 => (0..40_u128).prop_map(|n| Change::Undone(Uid(n))),
        2 => (uid(), stand()).prop_map(|(id, stand)| Change::Stands(id, stand)),
        1 => (uid(), end()).prop_map(|(id, end)| Change::Ended(id, end)),
        2 => exam().prop_map(Change::ExamSet),
        1 => ("[a-c]", moment()).prop_map(|(cert, at)| Change::ExamDropped(cert, at)),
    ]
}

/// Changes as they come: most runs begin before anything is said of them.
fn changes() -> impl Strategy<Value = Vec<Change>> {
    (vec(run(), 0..5), vec(change(), 0..60))
        .prop_map(|(runs, rest)| runs.into_iter().map(Change::Began).chain(rest).collect())
}

fn in_memory(changes: &[Change]) -> Profile {
    let mut profile = Profile::default();
    follow(&mut profile, changes);
    profile
}

fn follow(profile: &mut Profile, changes: &[Change]) {
    for change in changes {
        profile.apply(change);
    }
}

proptest! {
    #[test]
    fn the_file_and_the_profile_in_memory_come_to_the_same(changes in changes(), parts in 1..4_usize) {
        let mut store = Store::in_memory().expect("a store");
        for part in changes.chunks(changes.len().div_ceil(parts).max(1)) {
            store.apply(part).expect("stored");
        }
        prop_assert_eq!(store.snapshot().expect("a profile"), in_memory(&changes));
    }

    #[test]
    fn changes_that_are_tried_again_change_nothing(changes in changes()) {
        // What did nothing because its run had not begun may do something the second time.
        let mut once = Profile::default();
        let mut effective = |change: &Change| {
            let before = once.clone();
            once.apply(change);
            let after = once.clone();
            once.apply(change);
            assert_eq!(once, after, "once and twice differ");
            once != before
        };
        let changes: Vec<Change> = changes.into_iter().filter(|change| effective(change)).collect();
        let once = in_memory(&changes);
        let mut twice = once.clone();
        follow(&mut twice, &changes);
        prop_assert_eq!(&twice, &once);
        let mut store = Store::in_memory().expect("a store");
        store.apply(&changes).expect("stored");
        store.apply(&changes).expect("stored");
        prop_assert_eq!(store.snapshot().expect("a profile"), once);
    }
}

/// A store that took these changes.
fn stored(changes: &[Change]) -> Store {
    let mut store = Store::in_memory().expect("a store");
    store.apply(changes).expect("stored");
    store
}

proptest! {
    #[test]
    fn an_exported_profile_comes_back_as_it_was(changes in changes()) {
        let store = stored(&changes);
        let text = export(&store).expect("exported");
        let mut other = Store::in_memory().expect("a store");
        let done = import(&mut other, &text).expect("imported");
        prop_assert_eq!(done.known, 0);
        prop_assert_eq!(other.snapshot(), store.snapshot());
        prop_assert_eq!(export(&other).expect("exported"), text.clone());
        // Twice is the same as once.
        let again = import(&mut other, &text).expect("imported");
        prop_assert_eq!(again, Imported { added: 0, known: done.added, runs: 0 });
        prop_assert_eq!(other.snapshot(), store.snapshot());
    }

    #[test]
    fn merging_two_profiles_loses_nothing_and_once_is_enough(mine in changes(), yours in changes()) {
        // Two machines: the runs and answers of one are not those of the other.
        let moved = |id: &mut Uid| id.0 ^= 1 << 90;
        let mut yours = yours;
        for change in &mut yours {
            match change {
                Change::Began(run) => moved(&mut run.id),
                Change::Answered(attempt) => {
                    moved(&mut attempt.id);
                    moved(&mut attempt.run);
                }
                Change::Undone(id) | Change::Stands(id, _) | Change::Ended(id, _) => moved(id),
                Change::ExamSet(_) | Change::ExamDropped(..) => {}
            }
        }
        let (mut store, other) = (stored(&mine), stored(&yours));
        let (before, theirs) = (store.snapshot().expect("a profile"), other.snapshot().expect("a profile"));
        let text = export(&other).expect("exported");
        import(&mut store, &text).expect("imported");
        let merged = store.snapshot().expect("a profile");
        prop_assert_eq!(merged.answers, before.answers + theirs.answers);
        for profile in [&before, &theirs] {
            for (item, tries) in &profile.tries {
                // The order of each side stays.
                let ids: Vec<Uid> = tries.iter().map(|known| known.id).collect();
                let kept: Vec<Uid> =
                    merged.tries[item].iter().map(|known| known.id).filter(|id| ids.contains(id)).collect();
                prop_assert_eq!(&kept, &ids);
            }
            prop_assert!(merged.ended.is_superset(&profile.ended));
        }
        import(&mut store, &text).expect("imported");
        prop_assert_eq!(store.snapshot().expect("a profile"), merged);
    }
}

#[test]
fn what_was_stored_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a/b/profile.db");
    assert!(Store::open_existing(&path).expect("nothing wrong").is_none());
    assert!(!Path::exists(&folder.path().join("a")), "looking leaves nothing behind");
    let id = Uid(7 << 100);
    let run = Run {
        id,
        title: "Practice".into(),
        mode: Mode::Practice,
        cert: None,
        seed: u64::MAX,
        rules: String::new(),
        items: vec!["b/1".into(), "b/2".into()],
        began: 1,
        stand: Stand::default(),
        end: None,
    };
    let mut store = Store::open(&path).expect("a new store");
    store.apply(&[Change::Began(run.clone())]).expect("stored");
    store.close().expect("closed");
    let store = Store::open(&path).expect("the same store");
    assert_eq!(store.notices(), [] as [&str; 0]);
    assert_eq!(store.snapshot().expect("a profile").open, [(run.clone(), Vec::new())]);
    assert_eq!(store.run(id), Ok(Some((run, Vec::new()))));
    assert_eq!(store.run(Uid(1)), Ok(None));
}

/// A run of five questions, open.
fn practice(id: u128) -> Run {
    Run {
        id: Uid(id),
        title: "Practice".into(),
        mode: Mode::PracticeAtEnd,
        cert: Some("psm-1".into()),
        seed: u64::MAX,
        rules: String::new(),
        items: (0..5).map(|n| format!("bank/q{n}")).collect(),
        began: 1_790_000_000_000,
        stand: Stand::default(),
        end: None,
    }
}

/// The answer of that number, in that run.
fn answer(run: u128, number: u128) -> Attempt {
    Attempt {
        id: Uid(run << 64 | number),
        run: Uid(run),
        item: format!("bank/q{}", number % 5),
        answer: vec![1],
        right: !number.is_multiple_of(3),
        at: 1_790_000_000_000 + i64::try_from(number).expect("a small number") * 60_000,
        spent: 9_000,
        flagged: false,
        grade: Some(if number.is_multiple_of(3) { Grade::Again } else { Grade::Good }),
        mixed: true,
    }
}

fn exam_day() -> ExamDay {
    ExamDay {
        cert: "psm-1".into(),
        date: Date { year: 2028, month: 2, day: 29 },
        off_weekdays: vec![5, 6],
        off_days: vec![Date { year: 2027, month: 12, day: 24 }],
        per_day: 20,
        most: None,
        set: 5,
    }
}

/// A history with one of everything.
fn story() -> Vec<Change> {
    let stand = Stand { at: 3, flagged: vec![1], used: 900, paused: true, noted: 9 };
    vec![
        Change::Began(practice(1)),
        Change::Began(practice(2)),
        Change::Answered(answer(1, 0)),
        Change::Answered(answer(1, 1)),
        Change::Undone(Uid(1 << 64 | 1)),
        Change::Answered(answer(1, 6)),
        Change::Stands(Uid(1), stand),
        Change::Answered(answer(2, 2)),
        Change::Ended(Uid(2), End::Done { at: 10, right: 1, of: 5 }),
        Change::ExamSet(exam_day()),
        Change::ExamSet(ExamDay { cert: "csm".into(), ..exam_day() }),
        Change::ExamDropped("csm".into(), 6),
    ]
}

fn sqlite(path: &Path) -> Connection {
    Connection::open(path).expect("SQLite opens it")
}

#[track_caller]
fn sound(path: &Path) {
    let said: String = sqlite(path).query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("an answer");
    assert_eq!(said, "ok");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn put(path: &Path, bytes: &[u8]) {
    std::fs::File::create(path).and_then(|mut file| file.write_all(bytes)).expect("written");
}

/// A gate that lets so many calls pass and fails the next one, once; and how many it saw.
fn fails_at(call: usize, failure: Failure) -> (impl FnMut() -> Option<Failure> + Send + 'static, Arc<AtomicUsize>) {
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    (move || (counter.fetch_add(1, Ordering::Relaxed) == call).then_some(failure), seen)
}

#[test]
fn whatever_call_fails_a_change_is_stored_whole_or_not_at_all_and_a_second_try_stores_it() {
    let before = in_memory(&[Change::Began(practice(3)), Change::Answered(answer(3, 4))]);
    let mut all = before.clone();
    follow(&mut all, &story());
    let mut calls = 0;
    for failure in Failure::ALL {
        for call in 0.. {
            let mut store = stored(&[Change::Began(practice(3)), Change::Answered(answer(3, 4))]);
            let (gate, seen) = fails_at(call, failure);
            store.fail(gate);
            let first = store.apply(&story());
            if seen.load(Ordering::Relaxed) <= call {
                calls = call;
                assert_eq!(first, Ok(()), "nothing failed");
                break;
            }
            // A lock is waited for once more by itself.
            assert_eq!(first.is_ok(), failure == Failure::Locked, "{failure:?} at call {call}");
            let now = store.snapshot().expect("a profile");
            // The last thing to fail is the word that all is stored.
            let stored = first.is_ok() || now == all;
            assert_eq!(now, if stored { all.clone() } else { before.clone() }, "{failure:?} at call {call}");
            if let Err(fault) = first {
                let kind = match failure {
                    Failure::Full => FaultKind::Full,
                    Failure::ReadOnly => FaultKind::ReadOnly,
                    Failure::Corrupt => FaultKind::Damaged,
                    _ => FaultKind::Io,
                };
                assert_eq!(fault.kind, kind, "{fault}");
            }
            store.apply(&story()).expect("nothing fails any more");
            assert_eq!(store.snapshot().expect("a profile"), all, "{failure:?} at call {call}");
        }
    }
    assert!(calls > 30, "the story makes {calls} calls");
}

#[test]
fn whatever_call_fails_an_import_is_whole_or_nothing() {
    let text = export(&stored(&story())).expect("exported");
    let mine = [Change::Began(practice(3)), Change::Answered(answer(3, 4)), Change::Answered(answer(3, 9))];
    let before = stored(&mine).snapshot().expect("a profile");
    let mut merged = stored(&mine);
    import(&mut merged, &text).expect("imported");
    let merged = merged.snapshot().expect("a profile");
    for failure in Failure::ALL {
        for call in 0.. {
            let mut store = stored(&mine);
            let (gate, seen) = fails_at(call, failure);
            store.fail(gate);
            let first = import(&mut store, &text);
            if seen.load(Ordering::Relaxed) <= call {
                break;
            }
            let now = store.snapshot().expect("a profile");
            assert!(now == merged || first.is_err() && now == before, "{failure:?} at call {call}");
            import(&mut store, &text).expect("nothing fails any more");
            assert_eq!(store.snapshot().expect("a profile"), merged, "{failure:?} at call {call}");
        }
    }
}

#[test]
fn whatever_call_fails_while_a_file_is_opened_no_answer_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = in_memory(&story());
    for failure in Failure::ALL {
        for call in 0.. {
            let path = folder.path().join(format!("{failure:?}-{call}.db"));
            let mut store = Store::open(&path).expect("a new store");
            store.apply(&story()).expect("stored");
            store.close().expect("closed");
            let (gate, seen) = fails_at(call, failure);
            let opened = Store::open_failing(&path, gate);
            let done = seen.load(Ordering::Relaxed) <= call;
            if let Ok(store) = &opened {
                assert_eq!(store.notices(), [] as [&str; 0], "a sound file is not set aside");
            } else {
                assert!(!done, "{opened:?}");
            }
            drop(opened);
            assert_eq!(Store::open(&path).and_then(|store| store.snapshot()), Ok(all.clone()), "{failure:?} {call}");
            if done {
                break;
            }
        }
    }
    let aside: Vec<String> = names(folder.path()).into_iter().filter(|name| name.contains("damaged")).collect();
    assert_eq!(aside, [] as [&str; 0]);
}

/// Version 1 of the tables with rows in it, as text.
const ONE: &str = include_str!("profile-v1.sql");

#[test]
fn a_profile_of_version_1_is_brought_up_to_date_without_losing_a_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    sqlite(&path).execute_batch(ONE).expect("the fixture is SQL");
    put(&folder.path().join("profile.db.v1-backup"), b"mine");
    let store = Store::open(&path).expect("an older file");
    let [notice] = store.notices() else { panic!("{:?}", store.notices()) };
    assert!(notice.contains("brought up to date") && notice.contains("profile.db.v1-backup-2"), "{notice}");
    let profile = store.snapshot().expect("a profile");
    assert_eq!(profile.answers, 5, "six answers, one of them taken back");
    let tries: Vec<(&str, usize, bool)> =
        profile.tries.iter().map(|(item, tries)| (item.as_str(), tries.len(), tries[0].mixed)).collect();
    assert_eq!(tries, [("psm/roles-1", 3, false), ("psm/roles-2", 1, false), ("psm/sprint-1", 2, true)]);
    let history = &profile.items["psm/roles-1"];
    // The clock was set back between the first two: the first that was stored stays the first.
    assert!(!history.first.right && history.first.at == 1_700_000_500_000 && !history.first.undone);
    assert_eq!((history.tries, history.right, history.last), (3, 2, Some((1_700_000_900_000, true))));
    assert_eq!(history.card.map(|card| (card.reviews, card.last)), Some((2, 1_700_000_900_000)));
    assert!(profile.items["psm/roles-2"].first.undone);
    let [(run, given)] = &profile.open[..] else { panic!("{:?}", profile.open) };
    assert_eq!((run.title.as_str(), run.stand.at, run.seed, given.len()), ("Practice", 1, u64::MAX, 3));
    assert_eq!(profile.past.len(), 1);
    assert_eq!(profile.exams["psm-1"].off_days, []);
    assert_eq!(profile.exams["psm-1"].off_weekdays, [5, 6]);
    assert_eq!(profile.dropped["csm"], 1_700_000_000_001);
    // Export and import know nothing of versions: a merge of it into nothing is the same.
    let mut other = Store::in_memory().expect("a store");
    import(&mut other, &export(&store).expect("exported")).expect("imported");
    assert_eq!(other.snapshot(), Ok(profile.clone()));
    drop(store);
    sound(&path);
    // The copy is the old file, and what lay there before is untouched.
    assert_eq!(std::fs::read(folder.path().join("profile.db.v1-backup")).expect("a file"), b"mine");
    let copy = sqlite(&folder.path().join("profile.db.v1-backup-2"));
    let rows: i64 = copy.query_row("SELECT count(*) FROM attempt", [], |row| row.get(0)).expect("a number");
    let version: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a number");
    assert_eq!((rows, version), (6, 1));
    // The second opening has nothing to do.
    let store = Store::open(&path).expect("a file of today");
    assert_eq!((store.notices(), store.snapshot()), (&[][..], Ok(profile)));
}

#[test]
fn whatever_call_fails_while_a_file_is_brought_up_to_date_it_is_the_old_one_or_the_new_one() {
    let whole = {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("profile.db");
        sqlite(&path).execute_batch(ONE).expect("the fixture is SQL");
        Store::open(&path).and_then(|store| store.snapshot()).expect("a profile")
    };
    for failure in Failure::ALL {
        for call in 0.. {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("profile.db");
            sqlite(&path).execute_batch(ONE).expect("the fixture is SQL");
            let (gate, seen) = fails_at(call, failure);
            let opened = Store::open_failing(&path, gate);
            drop(opened);
            let names = names(folder.path());
            assert!(names.iter().all(|name| !name.contains("damaged")), "{failure:?} at call {call}: {names:?}");
            assert_eq!(Store::open(&path).and_then(|store| store.snapshot()), Ok(whole.clone()));
            if seen.load(Ordering::Relaxed) <= call {
                break;
            }
        }
    }
}

#[test]
fn a_damaged_file_is_set_aside_and_a_new_one_begun() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    let mut store = Store::open(&path).expect("a new store");
    store.apply(&story()).expect("stored");
    store.apply(&(0..3_000).map(|n| Change::Answered(answer(1, 100 + n))).collect::<Vec<_>>()).expect("stored");
    store.close().expect("closed");
    let good = std::fs::read(&path).expect("a file");
    let cut = |at: usize| good[..at].to_vec();
    let holed = |from: usize, to: usize| {
        let mut bytes = good.clone();
        bytes[from..to].fill(0xA5);
        bytes
    };
    let without_a_table = || {
        put(&path, &good);
        sqlite(&path).execute_batch("DROP TABLE history").expect("dropped");
        std::fs::read(&path).expect("a file")
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("no SQLite at all", b"Dear diary, today I learnt of the increment.".repeat(40)),
        ("a page cut short", cut(good.len() / 2 + 17)),
        ("half of it", cut(good.len() / 8192 * 4096)),
        ("nothing but its header", cut(100)),
        ("a header of noise", holed(0, 100)),
        ("noise in its first page", holed(100, 4096)),
        ("noise in its middle", holed(good.len() / 2, good.len() / 2 + 9_000)),
        ("a table gone", without_a_table()),
    ];
    for (what, bytes) in &cases {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("profile.db");
        put(&path, bytes);
        put(&folder.path().join("profile.db-journal"), b"what is left of a transaction");
        let mut store = Store::open(&path).unwrap_or_else(|fault| panic!("{what}: {fault}"));
        let [notice] = store.notices() else { panic!("{what}: {:?}", store.notices()) };
        let aside =
            names(folder.path()).into_iter().find(|name| name.contains(".damaged-") && !name.ends_with("journal"));
        let aside = aside.unwrap_or_else(|| panic!("{what}: {:?}", names(folder.path())));
        assert!(notice.contains("set aside") && notice.contains(&aside), "{what}: {notice}");
        assert_eq!(&std::fs::read(folder.path().join(&aside)).expect("a file"), bytes, "{what}");
        store.apply(&story()).expect("stored");
        drop(store);
        assert_eq!(Store::open(&path).and_then(|store| store.snapshot()), Ok(in_memory(&story())), "{what}");
    }
}

#[test]
fn files_that_are_not_for_this_certdex_are_refused_and_left_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |name: &str, sql: &str| {
        let path = folder.path().join(name);
        sqlite(&path).execute_batch(sql).expect("SQL");
        let before = std::fs::read(&path).expect("a file");
        let fault = Store::open(&path).expect_err("a refusal");
        assert_eq!(std::fs::read(&path).expect("a file"), before);
        assert!(fault.to_string().contains(name) && fault.to_string().contains("--profile"), "{fault}");
        fault.kind
    };
    assert_eq!(refused("bookmarks.db", "CREATE TABLE place (url TEXT)"), FaultKind::Foreign);
    assert_eq!(refused("other.db", "PRAGMA application_id = 77; CREATE TABLE t (a)"), FaultKind::Foreign);
    let newer = format!("{ONE}; PRAGMA user_version = 3");
    assert_eq!(refused("newer.db", &newer), FaultKind::Newer { found: 3, known: 2 });
    assert_eq!(names(folder.path()), ["bookmarks.db", "newer.db", "other.db"], "nothing was left beside them");
    let fault = Store::open(folder.path()).expect_err("a folder is no file");
    assert!(fault.to_string().contains("it is a folder"), "{fault}");
    assert!(Store::open(Path::new("/dev/null")).is_err());
}

#[test]
fn a_store_can_be_kept_on_a_thread_of_its_own() {
    let mut store = stored(&story());
    let thread =
        std::thread::spawn(move || store.apply(&[Change::Answered(answer(1, 3))]).and_then(|()| store.close()));
    assert_eq!(thread.join().expect("no panic"), Ok(()));
}

#[test]
fn a_locked_file_is_waited_for_and_then_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    let mut store = Store::open(&path).expect("a new store");
    let other = sqlite(&path);
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    assert_eq!(store.apply(&story()).expect_err("locked").kind, FaultKind::Locked);
    assert_eq!(store.snapshot(), Ok(Profile::default()), "reading goes on");
    other.execute_batch("ROLLBACK").expect("free again");
    store.apply(&story()).expect("stored");
    assert_eq!(store.snapshot(), Ok(in_memory(&story())));
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_what_certdex_makes() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a/b/profile.db");
    drop(Store::open(&path).expect("a new store"));
    let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&folder.path().join("a/b")), mode(&folder.path().join("a"))), (0o600, 0o700, 0o700));
}

/// A file system of its own, where this machine lets us; it is gone when it is dropped.
#[cfg(target_os = "linux")]
struct Disk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl Disk {
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "certdex-test"]).arg(folder.path()).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self(folder))
    }

    fn again(&self, options: &str) {
        let mut mount = std::process::Command::new("mount");
        let status = mount.args(["-o", options]).arg(self.0.path()).status().expect("mount runs");
        assert!(status.success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing_that_was_stored() {
    let Some(disk) = Disk::new("size=256k") else { return };
    let path = disk.0.path().join("profile.db");
    let mut store = Store::open(&path).expect("a new store");
    store.apply(&story()).expect("stored");
    let mut twin = in_memory(&story());
    let mut stored = 0;
    let fault = loop {
        let change = Change::Answered(answer(1, 100 + stored));
        match store.apply(std::slice::from_ref(&change)) {
            Ok(()) => twin.apply(&change),
            Err(fault) => break fault,
        }
        stored += 1;
    };
    assert_eq!(fault.kind, FaultKind::Full, "{fault}");
    assert!(stored > 10, "{stored} answers found room");
    assert_eq!(store.snapshot(), Ok(twin.clone()));
    sound(&path);
    disk.again("remount,size=4m");
    let change = Change::Answered(answer(1, 100 + stored));
    store.apply(std::slice::from_ref(&change)).expect("there is room again");
    twin.apply(&change);
    assert_eq!(store.snapshot(), Ok(twin));
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_disk_is_read_from() {
    let Some(disk) = Disk::new("size=1m") else { return };
    let path = disk.0.path().join("profile.db");
    let mut store = Store::open(&path).expect("a new store");
    store.apply(&story()).expect("stored");
    store.close().expect("closed");
    let old = disk.0.path().join("old.db");
    sqlite(&old).execute_batch(ONE).expect("the fixture is SQL");
    disk.again("remount,ro");
    let mut store = Store::open(&path).expect("it can be read");
    assert_eq!(store.snapshot(), Ok(in_memory(&story())));
    let fault = store.apply(&[Change::Answered(answer(1, 99))]).expect_err("it cannot be written");
    assert_eq!(fault.kind, FaultKind::ReadOnly, "{fault}");
    assert_eq!(store.snapshot(), Ok(in_memory(&story())));
    assert_eq!(Store::open(&old).expect_err("it cannot be brought up to date").kind, FaultKind::ReadOnly);
    assert_eq!(Store::open(&disk.0.path().join("new.db")).expect_err("nothing can be made").kind, FaultKind::ReadOnly);
}

/// The name of the test that is a program of its own when it is started with [`WRITER`] set: it
/// stores answers and prints the number of each when it is stored.
const WRITES: &str = "a_writer";

/// Its file, the number of its run, and how many answers it stores: `/x/profile.db|7|500`.
const WRITER: &str = "CERTDEX_TEST_WRITER";

#[test]
fn a_writer() {
    let Ok(order) = std::env::var(WRITER) else { return };
    let [path, run, count] = order.split('|').collect::<Vec<_>>()[..] else { panic!("{order}") };
    let run: u128 = run.parse().expect("a number");
    let count: u128 = count.parse().expect("a number");
    let patiently = |what: &mut dyn FnMut() -> Result<(), Fault>| {
        while let Err(fault) = what() {
            assert_eq!(fault.kind, FaultKind::Locked, "{fault}");
        }
    };
    let mut store = None;
    patiently(&mut || {
        store = Some(Store::open(Path::new(path))?);
        Ok(())
    });
    let mut store = store.expect("opened");
    patiently(&mut || store.apply(&[Change::Began(practice(run))]));
    let mut out = std::io::stdout().lock();
    for number in 0..count {
        patiently(&mut || store.apply(&[Change::Answered(answer(run, number))]));
        writeln!(out, "\nstored {number}").expect("the other end listens");
        out.flush().expect("the other end listens");
    }
}

fn writer(path: &Path, run: u128, count: usize) -> Child {
    std::process::Command::new(std::env::current_exe().expect("this program"))
        .args([WRITES, "--exact", "--nocapture", "--test-threads=1"])
        .env(WRITER, format!("{}|{run}|{count}", path.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// The numbers that a writer printed.
fn acknowledged(out: impl Read) -> BTreeSet<u128> {
    let lines = BufReader::new(out).lines().map_while(Result::ok);
    lines.filter_map(|line| line.strip_prefix("stored ")?.parse().ok()).collect()
}

/// The numbers that are in the file, of that run.
fn found(store: &Store, run: u128) -> BTreeSet<u128> {
    let profile = store.snapshot().expect("a profile");
    let ids = profile.tries.values().flatten().map(|known| known.id.0);
    ids.filter(|id| id >> 64 == run).map(|id| id & u128::from(u64::MAX)).collect()
}

#[test]
fn eight_programs_that_write_at_once_lose_nothing() {
    const EACH: usize = 40;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    // All of them find no file and make it.
    let writers: Vec<(u128, Child)> = (1..=8).map(|run| (run, writer(&path, run, EACH))).collect();
    for (run, writer) in writers {
        let output = writer.wait_with_output().expect("it ends");
        assert!(output.status.success(), "writer {run} failed");
        assert_eq!(acknowledged(&output.stdout[..]).len(), EACH);
    }
    let store = Store::open(&path).expect("the file");
    assert_eq!(store.notices(), [] as [&str; 0]);
    for run in 1..=8 {
        assert_eq!(found(&store, run).len(), EACH, "run {run}");
    }
    assert_eq!(store.snapshot().expect("a profile").answers, 8 * EACH as u64);
    sound(&path);
}

#[test]
fn programs_that_find_the_same_damage_set_it_aside_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    put(&path, &b"no database ".repeat(1_000));
    let writers: Vec<(u128, Child)> = (1..=6).map(|run| (run, writer(&path, run, 10))).collect();
    for (run, writer) in writers {
        assert!(writer.wait_with_output().expect("it ends").status.success(), "writer {run} failed");
    }
    let aside = names(folder.path()).into_iter().filter(|name| name.contains("damaged")).count();
    assert_eq!(aside, 1, "{:?}", names(folder.path()));
    let store = Store::open(&path).expect("the file");
    assert_eq!(store.snapshot().expect("a profile").answers, 60);
}

/// Ten thousand histories of answers, saved, closed and read again between them: every card is what the
/// library itself comes to, to the bit.
#[test]
fn cards_are_the_librarys_across_save_and_load() {
    const ITEMS: u64 = 10_000;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    let mut random = SplitMix::new(2026);
    let library = fsrs::FSRS::default();
    let mut known: BTreeMap<String, (fsrs::MemoryState, i64)> = BTreeMap::new();
    let start = 1_790_000_000_000_i64;
    for sitting in 0..3_u64 {
        let id = Uid(u128::from(sitting + 1) << 64);
        let items: Vec<String> = (0..ITEMS).map(|n| format!("bank/q{n}")).collect();
        let mut changes = vec![Change::Began(Run { id, items, ..practice(1) })];
        for number in 0..ITEMS {
            // Some questions are left out of a sitting, and the days between differ.
            if random.next_u64().is_multiple_of(5) {
                continue;
            }
            let grade = Grade::ALL[usize::try_from(random.next_u64() % 4).expect("small")];
            let days = sitting * 7 + random.next_u64() % 7;
            let at = start + i64::try_from(days).expect("small") * 86_400_000 + i64::try_from(number).expect("small");
            let item = format!("bank/q{number}");
            let before = known.get(&item).copied();
            let passed = before.map_or(0, |(_, last)| u32::try_from((at - last) / 86_400_000).expect("ahead"));
            let next = library.next_states(before.map(|(memory, _)| memory), 0.9, passed).expect("finite states");
            let state = match grade {
                Grade::Again => next.again,
                Grade::Hard => next.hard,
                Grade::Good => next.good,
                Grade::Easy => next.easy,
            };
            known.insert(item.clone(), (state.memory, at));
            let attempt = Attempt { id: Uid(id.0 | u128::from(number + 1)), run: id, item, at, ..answer(1, 1) };
            changes.push(Change::Answered(Attempt { grade: Some(grade), ..attempt }));
        }
        let mut store = Store::open(&path).expect("the file");
        store.apply(&changes).expect("stored");
        store.close().expect("closed");
    }
    let profile = Store::open(&path).expect("the file").snapshot().expect("a profile");
    assert!(known.len() > 9_900 && profile.items.len() == known.len(), "{} histories", known.len());
    for (item, (memory, last)) in known {
        let card = profile.items[&item].card.expect("it was graded");
        let bits = |stability: f32, difficulty: f32| (stability.to_bits(), difficulty.to_bits());
        assert_eq!(bits(card.stability, card.difficulty), bits(memory.stability, memory.difficulty), "{item}");
        assert_eq!(card.last, last, "{item}");
    }
}

/// A book named by mistake is no damaged profile: it stays where it is.
#[test]
fn a_file_of_another_kind_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("book.pdf");
    std::fs::File::create(&path).and_then(|mut file| file.write_all(b"%PDF-1.7 and so on, and on")).expect("a book");
    let fault = Store::open(&path).expect_err("no profile");
    assert_eq!(fault.kind, FaultKind::Foreign);
    assert_eq!(names(folder.path()), ["book.pdf"], "nothing was made or renamed");
    assert_eq!(std::fs::read(&path).expect("it is there"), b"%PDF-1.7 and so on, and on");
}

/// So many kills; `CERTDEX_KILLS=1000` for a thorough run.
fn kills() -> u64 {
    std::env::var("CERTDEX_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(24)
}

#[test]
fn what_was_acknowledged_survives_a_kill_at_any_moment() {
    const AT_ONCE: u64 = 2;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("profile.db");
    let (mut kept, mut stored) = (0, 0);
    for round in 0..kills().div_ceil(AT_ONCE) {
        if round.is_multiple_of(25) && path.exists() {
            // Small files keep the rounds short.
            std::fs::remove_file(&path).expect("removed");
        }
        let runs = (1..=AT_ONCE).map(|turn| u128::from(round * AT_ONCE + turn));
        let mut writers: Vec<(u128, Child)> = runs.map(|run| (run, writer(&path, run, usize::MAX))).collect();
        let mut said = Vec::new();
        for (turn, (run, writer)) in (0..).zip(&mut writers) {
            let out = writer.stdout.take().expect("a pipe");
            // Killed after so many acknowledged answers, and some moment into the next.
            let enough = (round * 7 + turn * 3) % 12;
            let mut lines = BufReader::new(out).lines();
            let mut numbers = BTreeSet::new();
            while (numbers.len() as u64) < enough {
                let line = lines.next().expect("it goes on").expect("a line");
                numbers.extend(line.strip_prefix("stored ").and_then(|text| text.parse::<u128>().ok()));
            }
            for _ in 0..(round * 2_654_435_761 + turn * 977) % 60_000 {
                std::hint::spin_loop();
            }
            writer.kill().expect("it was running");
            writer.wait().expect("it is gone");
            let rest = lines.map_while(Result::ok);
            numbers.extend(rest.filter_map(|line| line.strip_prefix("stored ")?.parse::<u128>().ok()));
            said.push((*run, numbers));
        }
        let store = Store::open(&path).expect("the file is sound");
        assert_eq!(store.notices(), [] as [&str; 0], "round {round}");
        for (run, numbers) in said {
            let found = found(&store, run);
            let lost: Vec<&u128> = numbers.difference(&found).collect();
            assert!(lost.is_empty(), "round {round}: {lost:?} were acknowledged and are lost");
            // At most the one that was on its way.
            assert!(found.len() <= numbers.len() + 1, "round {round}: {found:?} but {numbers:?}");
            kept += numbers.len();
            stored += found.len();
        }
        drop(store);
        sound(&path);
    }
    eprintln!("{} kills, {kept} acknowledged answers, {stored} found, 0 lost", kills());
    assert!(kept > 0);
}

/// What an import of this text says.
fn refusal(text: &str) -> (String, Option<(usize, usize)>) {
    let mut store = stored(&story());
    let before = export(&store).expect("exported");
    let Err(Refusal::Text { words, at }) = import(&mut store, text) else { panic!("imported: {text:.200}") };
    assert_eq!(export(&store).expect("exported"), before, "nothing was changed");
    (words, at)
}

#[test]
fn what_is_no_exported_profile_is_refused_with_its_place() {
    let good = export(&stored(&story())).expect("exported");
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from} in {good}");
        good.replacen(from, to, 1)
    };
    let line_of = |part: &str| good[..good.find(part).expect("there")].matches('\n').count() + 1;
    let dropped = "\"dropped\": [\n{\"cert\":\"csm\",\"at\":6}]";
    for (text, expected, part) in [
        (String::new(), "cut short", None),
        ("garbage".into(), "expected value", Some("{")),
        ("\0\0\0".into(), "expected value", Some("{")),
        ("{}".into(), "no profile", None),
        ("[]".into(), "expected what `certdex profile export` writes", Some("{")),
        ("null".into(), "invalid type", None),
        ("{\"certdex_profile\": 2}".into(), "update certdex", None),
        ("{\"certdex_profile\": 1}".into(), "missing field", None),
        (with("\"certdex_profile\": 1", "\"certdex_profile\": 0"), "no profile", None),
        (with("\"certdex_profile\": 1", "\"certdex_profile\": \"1\""), "invalid type", Some("\"certdex")),
        (with("\"certdex_profile\": 1", "\"certdex_profile\": 1, \"certdex_profile\": 1"), "duplicate field", None),
        (with("\"spent\":9000", "\"spent\":9000,\"spent\":9000"), "duplicate field", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"spent\":\"9 s\""), "invalid type", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"spent\":4294967296"), "invalid value", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"spent\":-1"), "invalid value", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"spent\":9000.5"), "invalid type", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"spent\":1e999"), "number out of range", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"spent\":99999999999999999999"), "invalid type", Some("\"spent\":9000")),
        (with("\"spent\":9000", "\"speed\":9000"), "unknown field", Some("\"spent\":9000")),
        (with("\"spent\":9000,", ""), "missing field `spent`", Some("\"spent\":9000")),
        (with("\"grade\":\"good\"", "\"grade\":\"fine\""), "again, hard, good or easy", Some("\"grade\":\"good\"")),
        (with("2028-02-29", "2027-02-29"), "in the calendar", Some("2028-02-29")),
        (with("2028-02-29", "29 February"), "in the calendar", Some("2028-02-29")),
        (with("\"off_weekdays\":[5,6]", "\"off_weekdays\":[7]"), "exams[0]", None),
        (with("\"stand\":{\"at\":3", "\"stand\":{\"at\":5"), "stands at a question", None),
        (with("\"flagged\":[1]", "\"flagged\":[9]"), "stands at a question", None),
        (with(",\"of\":5", ",\"of\":null"), "only one of", None),
        (
            with("\"mode\":\"practice-at-end\"", "\"mode\":\"drill\""),
            "practice, practice-at-end or exam",
            Some("\"mode\""),
        ),
        (with("\"seed\":\"ffffffffffffffff\"", "\"seed\":\"+fffffffffffffff\""), "16 hexadecimal", Some("\"seed\"")),
        (with(dropped, "\"dropped\": [\n{\"cert\":\"psm-1\",\"at\":6}]"), "dropped[0]", None),
        (good.clone() + "{}", "trailing characters", None),
        // So deep that whoever goes down step by step falls.
        (
            with("\"runs\"", &format!("\"x\": {}{}, \"runs\"", "[".repeat(100_000), "]".repeat(100_000))),
            "unknown field",
            None,
        ),
    ] {
        let (words, at) = refusal(&text);
        assert!(words.contains(expected), "{words} for {text:.300}");
        if let Some(part) = part {
            let line = if part == "{" { 1 } else { line_of(part) };
            assert_eq!(at.map(|(line, _)| line), Some(line), "{words}");
        }
    }
    // Names that meet: in the file, and with what is here.
    let answers: Vec<&str> = good.lines().filter(|line| line.contains("\"spent\"")).collect();
    let twice = good.replacen(answers[0], &format!("{},\n{}", answers[0].trim_end_matches(','), answers[0]), 1);
    assert!(refusal(&twice).0.contains("answers[1] has the name of an earlier answer"));
    let moved = good.replace("bank/q2", "bank/q3");
    assert!(refusal(&moved).0.contains("the name of another answer that is here"));
    let lost =
        good.replacen("00000000000000000000000000000001\",\"item", "00000000000000000000000000000077\",\"item", 1);
    assert!(refusal(&lost).0.contains("neither in it nor here"));
}

#[test]
fn a_file_cut_anywhere_is_refused_whole() {
    let good = export(&stored(&story())).expect("exported");
    let end = good.trim_end().len();
    let mut store = stored(&[Change::Began(practice(9))]);
    let before = store.snapshot();
    for at in 0..end {
        let refused = import(&mut store, &good[..at]).expect_err("half a file");
        assert!(refused.to_string().contains("cut short"), "{at}: {refused}");
    }
    assert_eq!(store.snapshot(), before);
    assert!(import(&mut store, &good[..end]).is_ok());
    assert!(import(&mut store, &format!("\u{feff}{good}")).is_ok(), "some editors put a mark before it");
}

proptest! {
    #[test]
    fn no_text_makes_an_import_panic(at in 0..4_000_usize, with in "\\PC{0,3}|\0|\"|9{0,30}", cut in 0..3_usize) {
        let good = export(&stored(&story())).expect("exported");
        let at = at % good.len();
        prop_assume!(good.is_char_boundary(at) && good.is_char_boundary((at + cut).min(good.len())));
        let text = format!("{}{with}{}", &good[..at], &good[(at + cut).min(good.len())..]);
        let mut store = stored(&story());
        let before = store.snapshot();
        if import(&mut store, &text).is_err() {
            prop_assert_eq!(store.snapshot(), before);
        }
    }
}

/// The program with a home of its own.
fn certdex(home: &Path, args: &[&str]) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_certdex"));
    command.env_clear().env("HOME", home).args(args);
    command
}

#[test]
fn a_profile_is_taken_to_another_machine_with_two_commands() {
    let (one, two) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let path = one.path().join(".local/state/certdex/profile.db");
    let said = certdex(one.path(), &["profile", "path"]).output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), path.to_string_lossy());
    // Nobody has answered anything yet, and looking changes nothing.
    let empty = certdex(one.path(), &["profile", "export"]).output().expect("it starts");
    assert!(empty.status.success() && String::from_utf8_lossy(&empty.stdout).contains("\"answers\": []"));
    assert_eq!(names(one.path()), [] as [&str; 0]);

    let mut store = Store::open(&path).expect("a new store");
    store.apply(&story()).expect("stored");
    store.close().expect("closed");
    let file = one.path().join("mine.json");
    let file = file.to_str().expect("a plain name");
    certdex(one.path(), &["profile", "export", file]).assert().success();
    certdex(one.path(), &["profile", "export", file]).assert().code(2);
    certdex(one.path(), &["profile", "export", file, "--force"]).assert().success();
    let said = certdex(two.path(), &["profile", "import", file]).output().expect("it starts");
    assert!(String::from_utf8_lossy(&said.stdout).starts_with("4 answers and 2 runs were added"), "{said:?}");
    // Once more, this time through a pipe: nothing is there twice.
    let text = std::fs::read_to_string(file).expect("a file");
    let again = certdex(two.path(), &["profile", "import", "-"]).write_stdin(text.clone()).output().expect("it starts");
    assert!(String::from_utf8_lossy(&again.stdout).contains("4 answers were there already"), "{again:?}");
    let back = certdex(two.path(), &["profile", "export", "-"]).output().expect("it starts");
    assert_eq!(String::from_utf8_lossy(&back.stdout), text);
}

#[test]
fn what_goes_wrong_with_a_profile_has_its_exit_code_and_a_word() {
    let home = tempfile::tempdir().expect("a folder");
    let file = |name: &str, bytes: &[u8]| {
        let path = home.path().join(name);
        put(&path, bytes);
        path.to_string_lossy().into_owned()
    };
    let garbage = file("garbage.json", b"{\n\"certdex_profile\": 1,\n\"runs\": 5}");
    let text = file("text.db", &b"a letter ".repeat(99));
    let foreign = home.path().join("foreign.db").to_string_lossy().into_owned();
    sqlite(Path::new(&foreign)).execute_batch("CREATE TABLE place (url TEXT)").expect("SQL");
    let folder = home.path().to_string_lossy().into_owned();
    for (args, code, expected) in [
        (&["profile", "import", &garbage][..], 65, "garbage.json:3:"),
        (&["profile", "import", "missing.json"], 65, "check the path"),
        (&["profile", "import", &folder], 65, "not a regular file"),
        (&["profile", "export", "--profile", &foreign], 65, "another program"),
        (&["profile", "export", "--profile", &folder], 74, "it is a folder"),
        (&["profile", "export", "/no/such/folder/x.json"], 74, "there is no folder"),
        (&["profile", "path", "--no-profile"], 2, "--no-profile"),
        (&["profile", "path", "--no-profile", "--profile", "x"], 2, "cannot be used with"),
        (&["profile", "export", "--profile", &text], 0, "was set aside as"),
    ] {
        let output = certdex(home.path(), args).output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(expected), "{args:?}: {said}");
    }
    let from_variable = certdex(home.path(), &["profile", "path"]).env("CERTDEX_PROFILE", "mine.db").output();
    assert_eq!(String::from_utf8_lossy(&from_variable.expect("it starts").stdout), "mine.db\n");
    let relative = certdex(home.path(), &["profile", "path"]).env("XDG_STATE_HOME", "state").output();
    assert!(
        String::from_utf8_lossy(&relative.expect("it starts").stdout).ends_with("/.local/state/certdex/profile.db\n")
    );
}
