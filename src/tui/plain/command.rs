//! What a line that somebody typed means.

use crate::catalog::check::nearest;
use crate::keys::Key;
use crate::keys::action::Action;
use crate::keys::bindings::{Bindings, Context};
use crate::safe_text::safe;
use crate::tui::model::Model;
use crate::tui::overlays;
use crate::tui::plain::words::is_drawn;
use crate::tui::screens::decide;

/// The most that is read of one line, in bytes.
pub const MOST: usize = 8_192;

/// Something to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// An action, by its name or its key.
    Do(Action),
    /// The row of that number, from 0: to be opened.
    Row(usize),
    /// The row of that number, from 0: to be selected, and then this done, if anything is.
    At(usize, Option<Action>),
    /// Letters that answer a question, as places.
    Answer(Vec<usize>),
    /// Words to search this tab for.
    Search(String),
    /// Words to search everything for.
    Find(String),
    /// Words for the box that waits for some.
    Typed(String),
    /// Everything once more.
    Repeat,
    /// What comes after what was said.
    More,
    /// What can be done here.
    Help,
    /// The end.
    Quit,
    /// An empty line.
    Nothing,
    /// Not understood; the sentence that says so.
    Unknown(String),
}

/// The words that are no action, with what they do.
pub const OWN: &[(&str, &str)] = &[
    ("a number", "opens the row of that number"),
    ("go NUMBER", "selects a row and does not open it"),
    ("NAME NUMBER", "does it to that row, as in mark 3"),
    ("/ WORDS", "or search WORDS: searches this tab; / alone shows everything again"),
    (": WORDS", "or find WORDS: searches everything: records, words, what can be done"),
    ("an empty line", "goes on: after an answer, or in a long list"),
    ("again", "says everything once more"),
    ("more", "goes on with a long list"),
    ("help", "says this"),
    ("do NAME", "does what has that name, where a word means something else"),
    ("quit", "ends"),
];

/// Words of the conversation.
const WORDS: &[(&str, Command)] = &[
    ("again", Command::Repeat),
    ("repeat", Command::Repeat),
    ("more", Command::More),
    ("help", Command::Help),
    ("quit", Command::Quit),
    ("exit", Command::Quit),
];

/// Whether the window on top takes nothing but being read or switched: it gives way to what is done on the
/// screen below it.
#[must_use]
pub fn gives_way(model: &Model) -> bool {
    let context = model.overlays.last().map(overlays::Overlay::context);
    matches!(context, Some(Context::Popup | Context::Cost | Context::Ledger | Context::Filters | Context::Help))
}

/// Understands `line`, which may hold anything.
#[must_use]
pub fn understand(model: &Model, line: &str) -> Command {
    let line = safe(line).replace('\n', " ");
    let line = line.trim();
    if line.is_empty() {
        return Command::Nothing;
    }
    if line.len() > MOST {
        return Command::Unknown("That line is too long to mean anything here.".to_owned());
    }
    let mut contexts = model.contexts();
    if gives_way(model) {
        contexts.extend(model.contexts_below());
    }
    let has = |context: Context| contexts.contains(&context);
    if let Some(id) = line.strip_prefix("do ") {
        return action_of(id.trim()).map_or_else(|| unknown(id.trim()), Command::Do);
    }
    if let Some((_, command)) = WORDS.iter().find(|(word, _)| *word == line) {
        return command.clone();
    }
    if !has(Context::Save) || is_choosing(model) {
        if let Some(words) = line.strip_prefix('/') {
            return Command::Search(words.trim().to_owned());
        }
        if let Some(words) = line.strip_prefix(':') {
            return Command::Find(words.trim().to_owned());
        }
    }
    // The rows of the interview have numbers, and a slash narrows them.
    let picks = model.overlays.is_empty() && decide::is_picking(model);
    let waits = has(Context::SearchBox) && !picks || has(Context::Palette) || has(Context::Save) && !is_choosing(model);
    let number = line.parse::<usize>().ok();
    if waits {
        // A name of the box itself, or one of its keys; everything else is for the box.
        let bound =
            |action: Action| contexts.iter().any(|&context| model.keys.keys_of(context, action).next().is_some());
        let named = action_of(line).filter(|&action| bound(action));
        let key = Key::parse(line).filter(|_| line.chars().count() > 1);
        let pressed = key.and_then(|key| model.keys.resolve(&contexts, key));
        return match (named.or(pressed), number) {
            (Some(action), _) => Command::Do(action),
            (None, Some(number)) if has(Context::Palette) => row(number),
            _ => Command::Typed(line.to_owned()),
        };
    }
    if let Some(number) = number {
        return row(number);
    }
    // What one would say without having heard of the signs.
    for (name, means) in [("search ", Command::Search as fn(String) -> Command), ("find ", Command::Find)] {
        if let Some(words) = line.strip_prefix(name) {
            return means(words.trim().to_owned());
        }
    }
    if let Some((name, number)) = line.rsplit_once(' ')
        && let Ok(number) = number.parse::<usize>()
    {
        return match (name.trim(), row(number)) {
            ("go", Command::Row(at)) => Command::At(at, None),
            (_, Command::Row(at)) => match word(&model.keys, &contexts, name.trim()) {
                Command::Do(action) => Command::At(at, Some(action)),
                other => other,
            },
            (_, unknown) => unknown,
        };
    }
    if let Some(places) = letters(&contexts, line) {
        return Command::Answer(places);
    }
    word(&model.keys, &contexts, line)
}

/// A key, a name, or the beginning of one.
fn word(keys: &Bindings, contexts: &[Context], word: &str) -> Command {
    if let Some(action) = Key::parse(word).and_then(|key| keys.resolve(contexts, key)) {
        return Command::Do(action);
    }
    if let Some(action) = action_of(word) {
        return Command::Do(action);
    }
    if let Some((_, command)) = WORDS.iter().find(|(known, _)| word.len() > 1 && known.starts_with(word)) {
        return command.clone();
    }
    // The beginning of a name, or of a part of it: `map` for `show-map`.
    let begins: [fn(&str, &str) -> bool; 2] =
        [|id, word| id.starts_with(word), |id, word| id.split('-').any(|part| part.starts_with(word))];
    for fits in begins {
        // The innermost context that has such a name decides.
        let all = contexts.iter().copied().map(Some).chain([None]);
        for context in all {
            let here = |action: Action| context.is_none_or(|context| keys.keys_of(context, action).next().is_some());
            let found: Vec<Action> =
                Action::ALL.iter().copied().filter(|&action| fits(action.id(), word) && here(action)).collect();
            match found.as_slice() {
                [] => {}
                [only] => return Command::Do(*only),
                // What can be done here at all is named first.
                _ => {
                    let all = |action: &Action| contexts.iter().any(|&one| keys.keys_of(one, *action).next().is_some());
                    let begun = Action::ALL.iter().copied().filter(|action| fits(action.id(), word));
                    let (mut named, others): (Vec<Action>, Vec<Action>) = begun.partition(all);
                    if named.is_empty() {
                        named = others;
                    }
                    return ambiguous(word, &named);
                }
            }
        }
    }
    unknown(word)
}

fn ambiguous(word: &str, several: &[Action]) -> Command {
    let names: Vec<&str> = several.iter().map(|action| action.id()).collect();
    Command::Unknown(format!("\"{word}\" could be {}.", names.join(", ")))
}

fn unknown(word: &str) -> Command {
    let names = Action::ALL.iter().map(|action| action.id()).chain(WORDS.iter().map(|(word, _)| *word));
    let more = if word.chars().count() > 40 { "…" } else { "" };
    let shown: String = word.chars().take(40).filter(|&c| !is_drawn(c)).collect();
    let near = nearest(word, names).map_or(String::new(), |near| format!(" Did you mean {near}?"));
    Command::Unknown(format!("Nothing here is called \"{shown}{more}\".{near} Say help to hear what is."))
}

fn action_of(id: &str) -> Option<Action> {
    Action::ALL.iter().copied().find(|action| action.id() == id)
}

fn row(number: usize) -> Command {
    match number.checked_sub(1) {
        Some(at) => Command::Row(at),
        None => Command::Unknown("Rows are counted from 1.".to_owned()),
    }
}

/// Whether a file of that name is there, and it is asked what to do.
fn is_choosing(model: &Model) -> bool {
    matches!(model.overlays.last().map(|top| &top.kind), Some(overlays::Kind::Save(state)) if state.is_choosing())
}

/// Several letters, or one beyond those that have a key of their own, where a question is asked.
fn letters(contexts: &[Context], line: &str) -> Option<Vec<usize>> {
    if !contexts.contains(&Context::Asking) {
        return None;
    }
    let place = |word: &str| match word.as_bytes() {
        [letter] => letter.to_ascii_lowercase().checked_sub(b'a').map(usize::from).filter(|&place| place < 9),
        _ => None,
    };
    let places: Option<Vec<usize>> = line.split([' ', ',']).filter(|word| !word.is_empty()).map(place).collect();
    places.filter(|places| {
        places.len() > 1 || line.bytes().all(|b| b.is_ascii_uppercase()) || matches!(line, "a" | "b" | "c" | "d" | "e")
    })
}
