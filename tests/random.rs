//! The explorer under random events, and at every size: no panic, and after each step everything that
//! is selected, focused, marked or answered makes sense.
//!
//! `CERTDEX_EVENTS` sets the number of events, `CERTDEX_SEED` where they come from, and
//! `CERTDEX_SIZES=all` draws every place at every size up to 200 × 60.

#[path = "support/hostile.rs"]
mod hostile;
mod support;

use std::collections::HashSet;

use certdex::catalog::Catalog;
use certdex::catalog::load::load_alone;
use certdex::keys::Key;
use certdex::keys::bindings::{BINDINGS, resolve};
use certdex::profile::store::Store;
use certdex::profile::{Attempt, Change, End, Mode, Profile, Run, Stand, Uid};
use certdex::quiz::readiness::questions_for;
use certdex::quiz::schedule::Grade;
use certdex::tui::effect::Effect;
use certdex::tui::message::{Message, Saved};
use certdex::tui::model::{Model, Reading, Saving, Tab};
use certdex::tui::overlays::Kind as Window;
use certdex::tui::plain::page::page;
use certdex::tui::screens::browse::Focus;
use certdex::tui::screens::quiz::Page;
use certdex::tui::script::Stage;
use certdex::tui::theme::Theme;
use support::{catalog, places_of};

const NOW: i64 = 1_795_600_000_000;
const DAY: i64 = 86_400_000;

/// The explorer over a catalogue, with a profile that is kept.
fn model(catalog: Catalog, seed: u64) -> Model {
    let mut model = Model::new(catalog, Theme::terminal(), seed);
    (model.saving, model.now.0) = (Saving::Saved, NOW);
    model
}

/// A data set with one of everything, and hardly more.
fn tiny() -> Catalog {
    let text = r#"(schema: 1,
        sources: [(id: "s", title: "A page", kind: Official)],
        providers: [(id: "p", name: "A Body")],
        roles: [(id: "r", name: "A Role", fits: [(cert: "c", fit: First, reason: "It is for it.", from: ["s"])])],
        certifications: [(id: "c", name: "A Certification", claims: [
            (field: provider, value: Refs(["p"]), from: ["s"]), (field: level, value: Level(Expert), from: ["s"]),
            (field: status, value: Status(Active), from: ["s"]), (field: definition, value: Text("It is one."), from: ["s"]),
            (field: address, value: NotStated, from: ["s"])])],
        banks: [(id: "b", name: "A Bank", intro: "One question.", items: [(id: "q", kind: Single, topic: "t", level: Know,
            stem: "Which?", why: "So.", from: ["s"], valid_for: ["c"],
            options: [(text: "This", right: true, reason: "Yes."), (text: "That", reason: "No.")])])],
    )"#;
    let loaded = load_alone(&[("tiny.ron".to_owned(), text.to_owned())]);
    assert_eq!(loaded.problems, []);
    loaded.catalog
}

/// Nothing at all.
fn empty() -> Catalog {
    load_alone(&[("empty.ron".to_owned(), "(schema: 1)".to_owned())]).catalog
}

/// A year of answers to the questions of a certification: runs gone through, one that is open, a mock
/// exam that is open, and the day of the exam.
fn full(catalog: &Catalog) -> Vec<Change> {
    let psm = catalog.find("psm-1").expect("a certification").key;
    let names: Vec<String> = questions_for(catalog, psm).into_iter().map(|question| question.name).collect();
    let mut changes = Vec::new();
    for number in 0_u32..40 {
        let (at, mode) =
            (NOW - DAY * i64::from(400 - number * 10), if number % 3 == 0 { Mode::Exam } else { Mode::Practice });
        let id = 1_000 * (1 + u128::from(number));
        let items: Vec<String> = names.iter().cycle().skip(number as usize * 7).take(80).cloned().collect();
        changes.push(Change::Began(Run {
            id: Uid(id),
            title: format!("Run {number}"),
            mode,
            cert: Some("psm-1".into()),
            seed: u64::from(number),
            rules: if mode == Mode::Exam { "{}".into() } else { String::new() },
            items: items.clone(),
            began: at,
            stand: Stand::default(),
            end: None,
        }));
        for (nth, item) in items.into_iter().enumerate() {
            let right = !(nth + number as usize).is_multiple_of(5);
            changes.push(Change::Answered(Attempt {
                id: Uid(id + 1 + nth as u128),
                run: Uid(id),
                item,
                answer: vec![nth % 4],
                right,
                at: at + i64::try_from(nth).expect("small") * 30_000,
                spent: 30_000,
                flagged: nth % 9 == 0,
                grade: Some(if right { Grade::Good } else { Grade::Again }),
                mixed: number % 2 == 0,
            }));
        }
        if number < 38 {
            changes.push(Change::Ended(Uid(id), End::Done { at: at + DAY, right: 64, of: 80 }));
        }
    }
    changes
}

/// A number from the environment, or `otherwise`.
fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// What has to be so after whatever happened: cheap enough for every event.
fn holds(model: &Model) -> Result<(), String> {
    let must = |is: bool, what: &str| if is { Ok(()) } else { Err(what.to_owned()) };
    for (state, name) in [(&model.roles, "roles"), (&model.certs, "certifications")] {
        must(state.at < state.hits.len().max(1), &format!("the selected one of the {name} is in the list"))?;
        must(
            state.focus == Focus::List || state.selected().is_some(),
            &format!("a card of the {name} is of something"),
        )?;
        let query = state.query.text();
        must(!query.chars().any(char::is_control), &format!("what is searched among the {name} is text"))?;
    }
    let marked = &model.marked;
    must(marked.len() <= 6, "at most six are marked")?;
    must(model.compare.column < marked.len().max(1), "the selected column is one")?;
    must(marked.iter().collect::<HashSet<_>>().len() == marked.len(), "nothing is marked twice")?;
    must(marked.windows(2).all(|pair| pair[0].0 == pair[1].0), "what is marked is of one kind")?;
    must(!model.contexts().is_empty(), "some keys work")?;
    must(model.overlays.len() < 16, "windows do not pile up")?;
    must(!model.back.windows(2).any(|pair| pair[0] == pair[1]), "nobody goes back to where they are")?;
    must(model.unsaved.is_empty(), "what happened was told")?;
    let quiz = &model.quiz;
    let needs_run = matches!(quiz.page, Page::Run | Page::Map | Page::Review(_));
    must(!needs_run || quiz.run.is_some(), "a question is of a run")?;
    let hands_in = model.overlays.iter().any(|top| matches!(top.kind, Window::HandIn));
    must(!hands_in || (model.tab == Tab::Quiz && quiz.run.is_some()), "what is handed in is there")?;
    Ok(())
}

/// The same for what is dear to find out.
fn holds_on_the_screen(stage: &Stage) -> Result<(), String> {
    let model = &stage.model;
    let page = page(model);
    if let Some(at) = page.at.filter(|&at| at >= page.rows.max(1)) {
        return Err(format!("row {at} of {} of {:?} is selected", page.rows, page.place));
    }
    let screen = stage.screen();
    let (columns, rows) = model.size;
    if let Some(cursor) = screen.cursor
        && (cursor.x >= columns || cursor.y >= rows)
    {
        return Err(format!("the cursor is at {cursor:?} of {columns} × {rows}"));
    }
    match screen.buffer.content().iter().find(|cell| cell.symbol().chars().any(char::is_control)) {
        Some(cell) => Err(format!("a cell holds {:?}", cell.symbol())),
        None => Ok(()),
    }
}

/// A random walk of keys, pastes, clicks, wheel, resizes, time, and news of files, up to eight of them for
/// each frame, as the loop takes what waits together: what is asked of the world is done in a profile in
/// memory, and in the end everything that was answered is in it.
fn walk(name: &str, catalog: Catalog, before: &[Change]) {
    let events = from_environment("CERTDEX_EVENTS", 100_000) / 4;
    let first = from_environment("CERTDEX_SEED", 0x5eed);
    let mut seed = first;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % below
    };
    let keys: Vec<Key> = BINDINGS
        .iter()
        .filter_map(|(_, key, _)| Key::parse(key))
        .filter(|key| resolve(&[certdex::keys::bindings::Context::Always], *key).is_none())
        .chain("qwertzuiopé/ 12".chars().filter_map(|c| Key::parse(&c.to_string())))
        .collect();
    let sizes = [(80, 24), (100, 30), (40, 12), (20, 6), (61, 9), (0, 0), (1, 1), (130, 40)];
    let mut store = Store::in_memory().expect("memory is there");
    store.apply(before).expect("it is kept");
    let mut stage = Stage::new(model(catalog, first), (80, 24));
    let (mut quits, mut kept, mut now, mut frames) = (0_u64, 0_usize, NOW, 0_u64);
    let (mut drawn, mut together) = (stage.model.clone(), 0);
    for event in 0..events {
        match random(200) {
            0 | 1 => {
                let (columns, rows) = sizes[random(sizes.len())];
                stage.resize(columns, rows);
            }
            2 | 3 => stage.apply(Message::Pasted("pro\u{301}duct\u{1b} ow".to_owned())),
            4..=11 => {
                // Where things were when they were last drawn.
                let (x, y) = (random(130), random(40));
                let message = stage.read_click(u16::try_from(x).expect("small"), u16::try_from(y).expect("small"));
                if let Some(message) = message {
                    stage.apply(message);
                }
            }
            12 | 13 => stage.apply(Message::Wheel { target: None, down: random(2) == 0 }),
            14 => {
                // Now and then somebody sleeps on it, or turns the clock back.
                let millis = [20, 1_000, 60_000, 4_000_000][random(4)];
                now += if random(20) == 0 { -DAY } else { i64::try_from(millis).expect("small") };
                stage.apply(Message::Passed { now, millis });
            }
            15 => stage.apply(Message::Saved(
                [Saved::Exists, Saved::Failed("no".into()), Saved::Done("a".into(), "b".into())][random(3)].clone(),
            )),
            16 => stage.apply(Message::Copied([Ok(()), Err("no".into())][random(2)].clone())),
            _ => stage.apply(stage.model.read_key(keys[random(keys.len())])),
        }
        let mut todo: Vec<Effect> = stage.effects.drain(..).collect();
        while let Some(effect) = todo.pop() {
            match effect {
                Effect::Quit => quits += 1,
                Effect::ReadProfile => {
                    let profile = store.snapshot().expect("it is there");
                    stage.apply(Message::Profile(Box::new(profile), None));
                }
                Effect::Keep(number, changes) => {
                    kept += changes.len();
                    store.apply(&changes).expect("it is kept");
                    let outcome = if random(20) == 0 { Err("the disk is full".to_owned()) } else { Ok(()) };
                    stage.apply(Message::Kept(number, outcome));
                }
                _ => {}
            }
            todo.append(&mut stage.effects);
        }
        let mut told = holds(&stage.model);
        if together == 0 || event + 1 == events {
            stage.catch_up(&drawn);
            drawn.clone_from(&stage.model);
            frames += 1;
            together = random(8);
            told = told.and_then(|()| holds(&stage.model));
            told = told.and_then(|()| if frames % 16 == 0 { holds_on_the_screen(&stage) } else { Ok(()) });
        } else {
            together -= 1;
        }
        if let Err(told) = told {
            panic!("{name}, CERTDEX_SEED={first}, event {event}: not so: {told}\n{}", stage.screen().text());
        }
        // What is shown of the answers is what is in the file.
        if (event % 4_096 == 0 || event + 1 == events) && stage.model.reading == Reading::Read {
            let file: Profile = store.snapshot().expect("it is there");
            let shown: &Profile = &stage.model.profile;
            assert!(
                *shown == file,
                "{name}, CERTDEX_SEED={first}, event {event}: the answers shown are not those kept"
            );
        }
    }
    println!("{name}: {events} events, {frames} frames, {kept} changes kept, {quits} times quit");
    assert!(quits > 0 || events < 20_000, "the walk must have come past q");
}

#[test]
fn random_events_over_the_built_in_data_do_no_harm() {
    walk("built-in", catalog(), &[]);
}

#[test]
fn random_events_over_a_full_profile_do_no_harm() {
    let catalog = catalog();
    let before = full(&catalog);
    walk("full profile", catalog, &before);
}

#[test]
fn random_events_over_hostile_data_do_no_harm() {
    walk("hostile", load_alone(&hostile::files("")).catalog, &[]);
}

#[test]
fn random_events_over_hardly_any_data_do_no_harm() {
    walk("tiny", tiny(), &[]);
    walk("empty", empty(), &[]);
}

/// Every screen and every window at every small size, and at some real ones: no panic, the cursor on the
/// screen, and no line that runs over the edge unmarked (the painter asserts that).
fn drawn_at_every_size(name: &str, start: &Model) {
    let all = std::env::var("CERTDEX_SIZES").is_ok_and(|sizes| sizes == "all");
    let small = (0..=40).flat_map(|columns| (0..=12).map(move |rows| (columns, rows)));
    let real = [(80, 24), (120, 40), (200, 60), (60, 20), (59, 20), (1_000, 4), (4, 500), (500, 200)];
    let sizes: Vec<(u16, u16)> = if all {
        (0..=200).flat_map(|columns| (0..=60).map(move |rows| (columns, rows))).chain(real).collect()
    } else {
        small.chain(real).collect()
    };
    let mut places = places_of(start);
    for stage in &mut places {
        for &(columns, rows) in &sizes {
            stage.resize(columns, rows);
            if let Some(cursor) = stage.cursor() {
                assert!(cursor.x < columns && cursor.y < rows, "{cursor:?} on {columns}x{rows}");
            }
        }
    }
    let count = places.len();
    println!("{name}: {count} places at {} sizes: {} frames", sizes.len(), count * sizes.len());
}

#[test]
fn every_place_is_drawn_at_every_size() {
    drawn_at_every_size("built-in", &Model::new(catalog(), Theme::terminal(), 1));
}

#[test]
fn every_place_over_hostile_or_hardly_any_data_is_drawn_at_every_size() {
    for (name, catalog) in [("hostile", load_alone(&hostile::files("")).catalog), ("tiny", tiny()), ("empty", empty())]
    {
        drawn_at_every_size(name, &Model::new(catalog, Theme::terminal(), 1));
    }
}
