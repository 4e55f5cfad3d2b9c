//! What is done with arbitrary bytes, and what has to hold then. Each function is the body of the fuzz
//! target of its name; `tests/fuzz_corpus.rs` runs the same over the files of `corpus/`.

use std::sync::OnceLock;

use certdex::catalog::load::{Problem, load_alone};
use certdex::config::Config;
use certdex::profile::dump::{export, import};
use certdex::profile::store::Store;
use certdex::safe_text::{SafeText, safe};
use certdex::search::{Index, Query, filter, sift};
use certdex::tui::effect::Effect;
use certdex::tui::model::Model;
use certdex::tui::script::Stage;
use certdex::tui::theme::Theme;

/// A data file: whatever it says, what is wrong is told with a place in it.
pub fn load(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let loaded = load_alone(&[("fuzz.ron".to_owned(), text.clone())]);
    told_well(&text, &loaded.problems);
    // What was kept can be searched, and shown as it is.
    let index = Index::new(&loaded.catalog);
    for found in index.find(&loaded.catalog, &Query::default()) {
        assert_eq!(SafeText::new(&found.matched), found.matched, "a name of the catalogue is safe");
    }
    finds_well(&index, &loaded.catalog, "a");
}

/// A config, and the same text as a theme.
pub fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut config = Config::default();
    config.read("fuzz.ron", &text);
    told_well(&text, &config.problems);
    assert!(config.quiz_count().is_none_or(|count| (1..=500).contains(&count)), "the count is a possible one");
    assert!(config.columns().count() > 0, "some column is shown");
    let _ = config.bindings();
    if let Err(problems) = Theme::read("fuzz.ron", &text) {
        assert!(!problems.is_empty(), "who refuses a theme says why");
        told_well(&text, &problems);
    }
}

/// A query: over the built-in catalogue, and over the lines of itself.
pub fn search(bytes: &[u8]) {
    static BUILT_IN: OnceLock<(certdex::catalog::Catalog, Index)> = OnceLock::new();
    let (catalog, index) = BUILT_IN.get_or_init(|| {
        let catalog = certdex::embedded::catalog();
        let index = Index::new(&catalog);
        (catalog, index)
    });
    let text = String::from_utf8_lossy(bytes);
    finds_well(index, catalog, &text);
    let (query, rest) = text.split_once('\n').unwrap_or((&text, &text));
    let lines: Vec<&str> = rest.lines().collect();
    for (number, .., lit) in sift(query, lines.iter().copied()) {
        lights_well(query, &safe(lines[number]), &lit);
    }
    assert!(filter(query, &lines).len() <= lines.len(), "{query:?} finds no line twice");
}

/// Keys in the words of the scripted door, with `80x24` for another size and `@3,7` for a click.
pub fn events(bytes: &[u8]) {
    static START: OnceLock<Model> = OnceLock::new();
    let start = START.get_or_init(|| Model::new(certdex::embedded::catalog(), Theme::terminal(), 1));
    let pair = |word: &str, between: char| -> Option<(u16, u16)> {
        let (one, other) = word.split_once(between)?;
        Some((one.parse().ok()?, other.parse().ok()?))
    };
    // The longest way that is of use; a screen of a thousand columns is dear and says nothing more.
    let text: String = String::from_utf8_lossy(bytes).chars().take(400).collect();
    let mut stage = Stage::new(start.clone(), (80, 24));
    for word in text.split_whitespace() {
        if let Some((columns, rows)) = pair(word, 'x') {
            stage.resize(columns.min(200), rows.min(60));
        } else if let Some((x, y)) = word.strip_prefix('@').and_then(|place| pair(place, ',')) {
            stage.click(x, y);
        } else if stage.keys(word).is_err() {
            continue; // `<…>` that is no key
        }
        let (columns, rows) = stage.model.size;
        let outside = stage.cursor().filter(|cursor| cursor.x >= columns || cursor.y >= rows);
        assert_eq!(outside, None, "the cursor is on the screen after {word:?}");
        assert!(stage.model.marked.len() <= 6, "at most six are marked after {word:?}");
        assert!(!stage.model.contexts().is_empty(), "some keys work after {word:?}");
        if stage.effects.contains(&Effect::Quit) {
            break;
        }
    }
    let shown = stage.screen().buffer;
    let control = shown.content().iter().find(|cell| cell.symbol().chars().any(char::is_control));
    assert!(control.is_none(), "{control:?} is drawn");
}

/// An exported profile: it comes in whole or not at all, twice is the same as once, and what goes out
/// again comes in elsewhere.
pub fn profile_import(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let fresh = || Store::in_memory().expect("memory is there");
    let exported = |store: &Store| export(store).expect("a profile in memory can be read");
    let mut store = fresh();
    let before = exported(&store);
    if let Err(refusal) = import(&mut store, &text) {
        let words = refusal.to_string();
        assert!(!words.is_empty() && !words.chars().any(char::is_control), "{words:?} is one sentence");
        assert_eq!(exported(&store), before, "what is refused changes nothing");
        return;
    }
    let once = exported(&store);
    let shown = store.snapshot().expect("a profile in memory can be read");
    let again = import(&mut store, &text).expect("what came in comes in again");
    assert_eq!((again.added, again.runs), (0, 0), "nothing is new the second time");
    assert_eq!(exported(&store), once, "twice is the same as once");
    let mut other = fresh();
    import(&mut other, &once).expect("what goes out comes in");
    assert_eq!(exported(&other), once, "nothing is lost on the way");
    assert!(other.snapshot().expect("a profile in memory can be read") == shown, "both are the same profile");
}

/// Every problem points into the text, and says what is wrong in one line without control characters.
fn told_well(text: &str, problems: &[Problem]) {
    for problem in problems {
        let words = problem.to_string();
        assert!(!words.chars().any(char::is_control), "{words:?} is one line");
        assert_eq!(safe(&words), words, "what is told is safe");
        assert!(!problem.message.is_empty(), "{words:?} says what is wrong");
        let Some(place) = problem.place else { continue };
        assert!(place.line > 0 && place.column > 0, "places are counted from 1: {words}");
        let line = text.split('\n').nth(place.line - 1);
        let line = line.unwrap_or_else(|| panic!("there is no such line: {words}"));
        assert!(place.column <= line.chars().count() + 1, "there is no such column: {words}");
    }
}

/// What is found is of the catalogue, and only letters of the name are lit up.
fn finds_well(index: &Index, catalog: &certdex::catalog::Catalog, text: &str) {
    let query = Query::parse(catalog, text);
    for (_, range) in &query.limits {
        assert!(query.text.get(range.clone()).is_some(), "{range:?} is a part of {:?}", query.text);
    }
    for found in index.find(catalog, &query) {
        assert!(!found.why.words(catalog).chars().any(char::is_control), "the reason for {text:?} is a word");
        if let Some(hit) = found.of_record() {
            lights_well(text, &catalog.get(hit.thing).name, &hit.in_name);
        }
    }
    let _ = index.suggestions(catalog, text, None);
}

/// Letters lit up are letters of the name, each once, in order.
fn lights_well(query: &str, name: &str, lit: &[usize]) {
    let letters = name.chars().count();
    assert!(lit.iter().all(|&at| at < letters), "{query:?} lights up {lit:?} of the {letters} letters of {name:?}");
    assert!(lit.is_sorted_by(|one, next| one < next), "{query:?} lights up {lit:?} of {name:?}, each once in order");
}
