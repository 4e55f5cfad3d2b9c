//! What the user has, as values in memory and in its file: nothing is lost, nothing is half there.

use std::path::Path;

use certdex::catalog::quantity::Date;
use certdex::profile::dump::{Imported, export, import};
use certdex::profile::store::Store;
use certdex::profile::{Attempt, Change, End, ExamDay, Mode, Profile, Run, Stand, Uid};
use certdex::quiz::schedule::Grade;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

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
    changes.iter().for_each(|change| profile.apply(change));
    profile
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
        changes.iter().for_each(|change| twice.apply(change));
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
