//! The explorer as lines that are only ever added: for screen readers and braille, for shells inside an
//! editor, for bad links and for pipes. The same model and the same update as on the screen; what is in
//! front is told as numbered rows, and a line at a time is read.
//!
//! ```text
//! line ──► command::understand ──► Messages ──► update ──► Effects ──► performed at once
//!                                                  │
//!          what is new, in words ◄── page::page ◄──┘
//! ```
//!
//! No escape code, no box drawing and no sign that has to be seen is ever printed.

pub mod command;
pub mod page;
pub mod words;

use std::io::{BufRead, Read};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use crate::catalog::schema::ItemKind;
use crate::cli::output::Out;
use crate::clock::Clock;
use crate::error::{Error, Exit};
use crate::keys::action::Action;
use crate::keys::bindings::Context;
use crate::profile::{Change, Mode};
use crate::quiz::Phase;
use crate::tui::effect::Effect;
use crate::tui::keeper::Opened;
use crate::tui::message::{Message, Target};
use crate::tui::model::{Model, Saving, Tab};
use crate::tui::overlays::Kind as Window;
use crate::tui::screens::browse::Focus;
use crate::tui::screens::decide;
use crate::tui::screens::quiz::Page as Quiz;
use crate::tui::screens::quiz::parts::time;
use crate::tui::{update, view, world};
use command::{Command, gives_way, understand};
use page::{Page, Part, page};
use words::wrapped;

/// So many parts of a long page are said at once.
pub const STRETCH: usize = 20;

/// So many rows of a page may change and be said one by one; if it is more, the page is said anew.
const MOST_CHANGED: usize = 6;

/// When the clock of an exam of `whole` milliseconds speaks: so many are left, with the words for it.
fn spoken_at(whole: u64) -> [(u64, &'static str); 3] {
    [
        (whole / 2, "Half of the time is left"),
        (whole / 4, "A quarter of the time is left"),
        (5 * 60_000, "Five minutes are left"),
    ]
}

/// In so many milliseconds the clock is looked at, although it has nothing to say.
const NOTED: u64 = 10_000;

/// What is to be said although it is not new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    Nothing,
    Repeat,
    More,
    Help,
}

/// The conversation: the model, and what was said of it.
pub struct Talk {
    /// The explorer.
    pub model: Model,
    /// What was in front when something was last said.
    front: Page,
    /// The first part of it that was not said yet.
    next: usize,
    /// Pages that were said before: who comes back hears what is new, and where they are.
    known: Vec<Page>,
    /// The screen below the windows, as it was said.
    below: Option<Page>,
    /// Where it was said what can be done.
    hinted: Vec<Context>,
    asked: Asked,
    /// What was just done, to say that it changed nothing.
    done: Option<Action>,
    /// Whether an answer was put into the file.
    answered: bool,
    said: Vec<String>,
    /// More of a text that is not the page: help.
    waiting: Vec<String>,
}

impl Talk {
    /// Begins with what is in front.
    #[must_use]
    pub fn new(mut model: Model) -> Self {
        model.size = (80, 24);
        let front = page(&model);
        let mut talk = Self {
            model,
            front,
            next: 0,
            known: Vec::new(),
            below: None,
            hinted: Vec::new(),
            asked: Asked::Nothing,
            done: None,
            answered: false,
            said: Vec::new(),
            waiting: Vec::new(),
        };
        talk.say("certdex, in lines. Say help to hear what can be done, quit to end.");
        talk.notice();
        talk.whole();
        talk
    }

    /// The lines that are to be printed.
    #[must_use]
    pub fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }

    fn say(&mut self, words: &str) {
        self.said.extend(wrapped("", words, 0));
    }

    /// Lets time pass for a running exam. Its clock speaks when half, a quarter and five minutes are left.
    pub fn pass(&mut self, now: i64, millis: u64) -> Vec<Effect> {
        let left =
            |model: &Model| model.quiz.clock().map(|_| model.quiz.run.as_ref().and_then(crate::quiz::Session::left));
        let before = left(&self.model).flatten();
        let effects = update::update(&mut self.model, Message::Passed { now, millis });
        let after = left(&self.model).flatten();
        if let (Some(before), Some(after), Some(whole)) = (before, after, self.whole_time()) {
            let crossed = spoken_at(whole).into_iter().rfind(|(at, _)| (after..before).contains(at));
            if let Some((_, words)) = crossed {
                self.say(&format!("{words}: {}.", time(after.div_ceil(1000) * 1000)));
            }
        }
        effects
    }

    fn whole_time(&self) -> Option<u64> {
        Some(self.model.quiz.run.as_ref()?.paper.rules.as_ref()?.time())
    }

    /// In how many milliseconds the clock speaks next, or time is up; `None` while none runs.
    #[must_use]
    pub fn next_word(&self) -> Option<u64> {
        self.model.quiz.clock()?;
        let left = self.model.quiz.run.as_ref()?.left()?;
        let whole = self.whole_time()?;
        let next = spoken_at(whole).into_iter().map(|(at, _)| at).filter(|&at| at < left).max().unwrap_or(0);
        Some((left - next).max(1))
    }

    /// Takes what somebody typed, and returns what is to be done in the world. [`Talk::finish`] says what
    /// came of it.
    pub fn hear(&mut self, line: &str) -> Vec<Effect> {
        let command = understand(&self.model, line);
        self.obey(command)
    }

    fn obey(&mut self, command: Command) -> Vec<Effect> {
        let mut effects = Vec::new();
        match command {
            Command::Do(action) => self.act(action, &mut effects),
            Command::Row(row) => self.choose(row, true, &mut effects),
            Command::At(row, then) => {
                if self.choose_only(row, &mut effects)
                    && let Some(action) = then
                {
                    self.act(action, &mut effects);
                }
            }
            Command::Answer(places) => self.answer(&places, &mut effects),
            Command::Search(words) => self.search(&words, &mut effects),
            Command::Find(words) => self.find(&words, &mut effects),
            Command::Typed(words) => self.typed(&words, &mut effects),
            Command::Repeat => self.asked = Asked::Repeat,
            Command::More => self.asked = Asked::More,
            Command::Help => self.asked = Asked::Help,
            Command::Quit => self.quit(&mut effects),
            Command::Nothing => self.nothing(&mut effects),
            Command::Unknown(words) => self.say(&words),
        }
        effects
    }

    /// Tells the model what came of an effect.
    pub fn tell(&mut self, message: Message) -> Vec<Effect> {
        update::update(&mut self.model, message)
    }

    fn send(&mut self, message: Message, effects: &mut Vec<Effect>) {
        effects.extend(update::update(&mut self.model, message));
    }

    fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        self.uncover(action, effects);
        self.done = Some(action);
        self.send(Message::Do(action), effects);
    }

    /// A window that is only read gives way to what is done on the screen below it.
    fn uncover(&mut self, action: Action, effects: &mut Vec<Effect>) {
        let bound = |model: &Model| {
            model.contexts().iter().any(|&context| model.keys.keys_of(context, action).next().is_some())
        };
        while gives_way(&self.model) && !bound(&self.model) {
            self.close(effects);
        }
    }

    fn close(&mut self, effects: &mut Vec<Effect>) {
        let before = self.model.overlays.len();
        self.send(Message::Do(Action::Back), effects);
        debug_assert!(self.model.overlays.len() < before, "Back closes a window");
    }

    fn close_all(&mut self, effects: &mut Vec<Effect>) {
        while !self.model.overlays.is_empty() {
            self.close(effects);
        }
    }

    fn quit(&mut self, effects: &mut Vec<Effect>) {
        if matches!(self.model.overlays.last().map(|top| &top.kind), Some(Window::Confirm)) {
            // Asked twice.
            return self.act(Action::Yes, effects);
        }
        self.close_all(effects);
        if self.model.browse().is_some_and(|state| state.searching) {
            self.send(Message::Do(Action::Back), effects);
        }
        self.act(Action::Quit, effects);
    }

    /// Enter alone: goes on where there is a next thing and nothing is chosen by it.
    fn nothing(&mut self, effects: &mut Vec<Effect>) {
        if self.next < self.front.len() || !self.waiting.is_empty() {
            self.asked = Asked::More;
            return;
        }
        let reading = gives_way(&self.model);
        let open = self.model.overlays.is_empty() || reading;
        let run = self.model.quiz.run.as_ref().filter(|_| self.model.tab == Tab::Quiz && open);
        let goes_on = match (self.model.quiz.page, run) {
            (Quiz::Review(_), Some(_)) => true,
            (Quiz::Run, Some(run)) => match run.phase() {
                Phase::Answered => true,
                Phase::Asking => run.paper.mode != Mode::Practice && run.current().answer.is_some(),
                Phase::Finished => false,
            },
            _ => false,
        };
        if goes_on {
            self.close_all(effects);
            self.act(Action::Open, effects);
        } else if reading {
            self.close(effects);
        } else {
            self.asked = Asked::More;
        }
    }

    /// Opens a row, or only selects it. False, and a sentence, where there is no such row.
    fn choose_only(&mut self, row: usize, effects: &mut Vec<Effect>) -> bool {
        let before = self.said.len();
        self.choose(row, false, effects);
        self.said.len() == before
    }

    fn choose(&mut self, row: usize, open: bool, effects: &mut Vec<Effect>) {
        while gives_way(&self.model) && page(&self.model).rows == 0 {
            self.close(effects);
        }
        let here = page(&self.model);
        if row >= here.rows {
            let words = match here.rows {
                0 => "Nothing here has a number.".to_owned(),
                1 => "There is only row 1.".to_owned(),
                rows => format!("There is no row {}: rows go from 1 to {rows}.", row + 1),
            };
            return self.say(&words);
        }
        if let Some(top) = self.model.overlays.last() {
            let then = if matches!(top.kind, Window::Filters(_)) { Action::Toggle } else { Action::Open };
            self.send(Message::Do(Action::First), effects);
            self.send(Message::Do(Action::Up), effects);
            for _ in 0..row {
                self.send(Message::Do(Action::Down), effects);
            }
            if open {
                self.act(then, effects);
            }
            return;
        }
        if !here.numbered && open {
            // Of a question the numbers stand for the letters.
            return self.answer(&[row], effects);
        }
        let in_list = self.model.browse().is_some_and(|state| state.focus == Focus::List || state.searching);
        let searching = self.model.browse().is_some_and(|state| state.searching);
        let target = if in_list { Target::ListRow(row) } else { Target::CardRow(row) };
        // A second click on a row opens it.
        let selected = here.at == Some(row) && !searching;
        if !selected {
            self.send(Message::Clicked(target), effects);
        }
        if open {
            self.act(Action::Open, effects);
        }
    }

    /// Answers with letters: one chooses as its key does, several are the whole answer.
    fn answer(&mut self, places: &[usize], effects: &mut Vec<Effect>) {
        const LETTERS: [Action; 9] = [
            Action::AnswerA,
            Action::AnswerB,
            Action::AnswerC,
            Action::AnswerD,
            Action::AnswerE,
            Action::AnswerF,
            Action::AnswerG,
            Action::AnswerH,
            Action::AnswerI,
        ];
        let letter = |place: usize| LETTERS.get(place).copied();
        if let [place] = places {
            if let Some(action) = letter(*place) {
                self.act(action, effects);
            }
            return;
        }
        let Some(run) = &self.model.quiz.run else { return };
        let asked = run.current();
        let kind = asked.item.of(&self.model.data.catalog).kind;
        let side = if kind == ItemKind::Match { &asked.pairs } else { &asked.order };
        let drafted: Vec<usize> =
            asked.draft.iter().filter_map(|option| side.iter().position(|known| known == option)).collect();
        let count = asked.places();
        if let Some(far) = places.iter().find(|&&place| place >= count) {
            let (far, last) = (crate::quiz::question::letter(*far), crate::quiz::question::letter(count - 1));
            return self.say(&format!("There is no {far}: there are only A to {last}."));
        }
        let wanted: Vec<usize> = match kind {
            ItemKind::Single | ItemKind::TrueFalse => return self.say("One letter is the answer here."),
            // What is to go in or out.
            ItemKind::Multiple => {
                (0..count).filter(|place| places.contains(place) != drafted.contains(place)).collect()
            }
            ItemKind::Order | ItemKind::Match => {
                let mut once = places.to_vec();
                once.sort_unstable();
                once.dedup();
                if once.len() < places.len() {
                    return self.say("Each letter can be chosen once.");
                }
                // The first that was chosen takes all after it out.
                drafted.first().into_iter().chain(places).copied().collect()
            }
        };
        let practice = run.paper.mode == Mode::Practice;
        for action in wanted.into_iter().filter_map(letter) {
            self.act(action, effects);
        }
        let whole = self
            .model
            .quiz
            .run
            .as_ref()
            .is_some_and(|run| run.phase() == Phase::Asking && run.is_complete(&self.model.data.catalog));
        if practice && whole {
            self.act(Action::Open, effects);
        }
    }

    fn search(&mut self, words: &str, effects: &mut Vec<Effect>) {
        if self.model.browse().is_none() {
            if !decide::is_picking(&self.model) {
                return self.find(words, effects);
            }
            self.close_all(effects);
            return self.typed(words, effects);
        }
        self.close_all(effects);
        if !self.model.browse().is_some_and(|state| state.searching) {
            self.send(Message::Do(Action::Search), effects);
        }
        self.typed(words, effects);
    }

    fn find(&mut self, words: &str, effects: &mut Vec<Effect>) {
        if !matches!(self.model.overlays.last().map(|top| &top.kind), Some(Window::Palette(state)) if !state.is_adding())
        {
            self.close_all(effects);
            if self.model.browse().is_some_and(|state| state.searching) {
                self.send(Message::Do(Action::Back), effects);
            }
            self.send(Message::Do(Action::Palette), effects);
        }
        self.typed(words, effects);
    }

    /// Words for the box that waits for them, in the place of what stands there.
    fn typed(&mut self, words: &str, effects: &mut Vec<Effect>) {
        self.send(Message::Do(Action::EraseAll), effects);
        self.send(Message::Pasted(words.to_owned()), effects);
        self.model.settle();
        match self.model.overlays.last().map(|top| &top.kind) {
            Some(Window::Save(_)) => self.act(Action::Open, effects),
            Some(_) => {}
            // Out of the box again, and into the list.
            None => match self.model.browse().map(|state| (state.hits.is_empty(), state.at)) {
                Some((false, at)) => self.send(Message::Clicked(Target::ListRow(at)), effects),
                // Nobody has heard yet what could be opened in its place.
                Some((true, _)) => {
                    if let Some(state) = self.model.browse_mut() {
                        (state.searching, state.whole) = (false, false);
                    }
                }
                None => {}
            },
        }
    }

    /// Notes that answers are in the file.
    pub fn kept(&mut self, changes: &[Change]) {
        self.answered |= changes.iter().any(|change| matches!(change, Change::Answered(_) | Change::Ended(..)));
    }

    /// Says what is new, after everything was done.
    pub fn finish(&mut self) {
        self.model.settle();
        let asked = std::mem::replace(&mut self.asked, Asked::Nothing);
        let done = self.done.take();
        let told = self.said.len();
        if std::mem::take(&mut self.answered) && self.model.saving == Saving::Saved {
            self.say("Saved.");
        }
        self.notice();
        let now = page(&self.model);
        let before = std::mem::replace(&mut self.front, now);
        match asked {
            Asked::Repeat => {
                self.hinted.clear();
                self.whole();
            }
            Asked::More => self.more(),
            Asked::Help => self.help(),
            Asked::Nothing if self.front.place == before.place => self.difference(&before),
            Asked::Nothing => match self.known_before(before.window) {
                Some(known) => self.return_to(&known),
                None => self.whole(),
            },
        }
        self.remember(before);
        if told == self.said.len()
            && let Some(action) = done
        {
            let words = match (action.id(), action.text()) {
                (id, text) if id == text => format!("\"{id}\" does nothing here."),
                (id, text) => format!("\"{id}\" does nothing here. Elsewhere it means: {text}."),
            };
            self.say(&words);
        }
    }

    fn notice(&mut self) {
        if let Some(notice) = self.model.notice.take() {
            let words = words::spoken(&notice);
            let mut letters = words.chars();
            let capital = letters.next().map(char::to_uppercase).into_iter().flatten();
            let mut words: String = capital.chain(letters).collect();
            if !words.ends_with(['.', '!', '?']) {
                words.push('.');
            }
            self.say(&words);
        }
    }

    /// Says all of the page, or its first stretch.
    fn whole(&mut self) {
        self.waiting.clear();
        self.title();
        for words in self.front.about.clone() {
            self.say(&words);
        }
        self.next = 0;
        if let Some(part) = self.front.at.filter(|&row| row >= STRETCH).and_then(|row| self.front.part_of(row)) {
            self.next = part;
            self.say(&format!("From row {} on:", self.front.at.unwrap_or(0) + 1));
        }
        self.stretch();
        self.hints();
    }

    fn title(&mut self) {
        let mut words = self.front.title.clone();
        for piece in &self.front.aside {
            let gap = if words.ends_with(['?', '!', '.']) { " " } else { ", " };
            words.push_str(&format!("{gap}{piece}"));
        }
        let end = if words.ends_with(['.', '?', '!', ':']) { "" } else { "." };
        self.say(&format!("{words}{end}"));
    }

    /// Says the next stretch of the page.
    fn stretch(&mut self) {
        let to = (self.next + STRETCH).min(self.front.len());
        // A few more are no reason to ask.
        let to = if self.front.len() - to <= 3 { self.front.len() } else { to };
        for number in self.next..to {
            if let Some(part) = self.front.part(&self.model, number) {
                self.part(&part);
            }
        }
        self.next = to;
        let left = self.front.len() - to;
        if left > 0 {
            let what = if self.front.rows > 0 { "rows" } else { "paragraphs" };
            let rows = self.front.rows.min(left);
            let left = if self.front.rows > 0 { rows } else { left };
            self.say(&format!("More {what} follow, {left} at most: more goes on."));
        }
    }

    fn part(&mut self, part: &Part) {
        if let Some(heading) = &part.heading {
            self.say(&format!("{heading}:"));
        }
        let Some(row) = part.row else {
            for words in &part.words {
                self.say(words);
            }
            return;
        };
        let lead = if self.front.numbered { format!("{}. ", row + 1) } else { String::new() };
        let selected = self.front.numbered && self.front.at == Some(row);
        for (number, words) in part.words.iter().enumerate() {
            let words = if number == 0 && selected { format!("{words} (selected)") } else { words.clone() };
            let lead = if number == 0 { lead.as_str() } else { "    " };
            self.said.extend(wrapped(lead, &words, 4));
        }
    }

    fn more(&mut self) {
        if !self.waiting.is_empty() {
            let rest = self.waiting.split_off(self.waiting.len().min(2 * STRETCH));
            let now = std::mem::replace(&mut self.waiting, rest);
            self.said.extend(now);
            if !self.waiting.is_empty() {
                self.say("more goes on.");
            }
        } else if self.next < self.front.len() {
            self.stretch();
        } else if self.front.numbered && self.front.at.is_some() {
            self.position();
        } else {
            self.say("That is all; again says it once more.");
        }
    }

    /// `3 of 51: Product Owner`.
    fn position(&mut self) {
        let Some(row) = self.front.at else { return };
        let part = self.front.part_of(row).and_then(|number| self.front.part(&self.model, number));
        let Some(part) = part else { return };
        let lead = format!("{} of {}: ", row + 1, self.front.rows);
        for (number, words) in part.words.iter().enumerate() {
            let lead = if number == 0 { lead.as_str() } else { "    " };
            self.said.extend(wrapped(lead, words, 4));
        }
    }

    /// The page in front as it was said before, where the rows would be the same to hear.
    fn known_before(&self, was_window: bool) -> Option<Page> {
        let below = self.below.as_ref().filter(|_| was_window && !self.front.window);
        let known = below.into_iter().chain(&self.known).find(|known| known.place == self.front.place)?;
        (known.parts.len() == self.front.parts.len() && known.rows == self.front.rows).then(|| known.clone())
    }

    fn remember(&mut self, page: Page) {
        if !page.window {
            self.below = Some(page.clone());
        }
        let comes_back = ["list", "card", "compare", "quiz"].iter().any(|place| page.place.starts_with(place));
        self.known.retain(|known| known.place != page.place);
        if comes_back {
            self.known.push(page);
        }
        // Who has seen so many pages since may hear one anew.
        if self.known.len() > 32 {
            self.known.remove(0);
        }
    }

    /// Says where somebody is again, and what is new there.
    fn return_to(&mut self, known: &Page) {
        self.waiting.clear();
        self.next = self.front.len();
        self.title();
        let mut before = known.clone();
        (before.title, before.at) = (self.front.title.clone(), None);
        self.difference(&before);
        self.hints();
    }

    /// Says what is not as it was on the same page.
    fn difference(&mut self, before: &Page) {
        let changed: Vec<usize> = (0..self.front.parts.len())
            .filter(|&number| before.parts.get(number).map(|part| &part.words) != Some(&self.front.parts[number].words))
            .collect();
        let same_shape = before.parts.len() == self.front.parts.len() && before.rows == self.front.rows;
        if !same_shape || changed.len() > MOST_CHANGED {
            return self.whole();
        }
        if self.front.title != before.title {
            let title = self.front.title.clone();
            self.say(&format!("{title}."));
        }
        // What changes by itself, such as a clock, is not said again and again.
        let counts = |piece: &String| piece.bytes().any(|b| b.is_ascii_digit());
        let pieces =
            |page: &Page| -> Vec<String> { page.aside.iter().filter(|piece| !counts(piece)).cloned().collect() };
        let (was, is) = (pieces(before), pieces(&self.front));
        for piece in is.iter().filter(|piece| !was.contains(piece)) {
            self.say(&format!("{piece}."));
        }
        for piece in was.iter().filter(|piece| !is.contains(piece) && *piece == "flagged") {
            self.say(&format!("not {piece} any more."));
        }
        for words in self.front.about.clone() {
            if !before.about.contains(&words) {
                self.say(&words);
            }
        }
        let moved = self.front.at != before.at && self.front.numbered;
        for number in changed {
            let part = self.front.parts[number].clone();
            if !(moved && part.row == self.front.at) {
                self.part(&part);
            }
        }
        if moved {
            self.position();
        }
    }

    /// What can be done, the first time somebody is in such a place.
    fn hints(&mut self) {
        let contexts = self.model.contexts();
        let Some(&here) = contexts.iter().find(|&&context| context != Context::Always) else { return };
        if self.hinted.contains(&here) {
            return;
        }
        self.hinted.push(here);
        let mut names: Vec<String> = Vec::new();
        match here {
            Context::Asking => names.push("a letter answers".to_owned()),
            Context::Palette | Context::Adding => names.push("words search, a number opens".to_owned()),
            _ if self.front.rows > 0 && self.front.numbered => names.push("a number opens a row".to_owned()),
            _ => {}
        }
        for (_, action, words) in view::offers(&self.model) {
            let typing = matches!(action, Action::AnswerA | Action::EraseAll | Action::Down | Action::Help);
            let row = action == Action::Open && self.front.numbered && self.front.rows > 0;
            if !typing && !row {
                let words = words::spoken(words);
                let id = action.id();
                names.push(if words == id.replace('-', " ") { id.to_owned() } else { format!("{id} ({words})") });
            }
        }
        self.say(&format!("You can say: {}; help.", names.join("; ")));
    }

    /// All that can be done here, by name and key.
    fn help(&mut self) {
        let mut lines = Vec::new();
        lines.extend(wrapped("", "What you can type:", 0));
        for (word, what) in command::OWN {
            lines.extend(wrapped("", &format!("{word}: {what}"), 4));
        }
        let mut known: Vec<Action> = Vec::new();
        let contexts = self.model.contexts();
        for &context in contexts.iter().filter(|context| **context != Context::Always) {
            lines.push(format!("{}:", context.label()));
            for (_, action) in self.model.keys.rows_of(context) {
                if known.contains(&action) {
                    continue;
                }
                known.push(action);
                // Digits are rows.
                let keys = self.model.keys.keys_of(context, action).map(crate::keys::Key::written);
                // `up` is said once, however often it is a name.
                let keys = keys.filter(|key| key != action.id());
                let keys: Vec<String> = keys.filter(|key| key.parse::<u8>().is_err()).collect();
                let or = if keys.is_empty() { String::new() } else { format!(" (or {})", keys.join(" or ")) };
                let words = format!("{}{or}: {}", action.id(), words::spoken(action.text()));
                lines.extend(wrapped("", &words, 4));
            }
        }
        self.waiting = lines;
        self.more();
    }
}

/// Where the file of the profile and what could not be written yet are kept.
struct Books {
    open: Option<Opened>,
    unsaved: Vec<Change>,
}

impl Books {
    /// Does what is to be done in the world, one thing after the other. True if that is the end.
    fn perform(&mut self, talk: &mut Talk, effects: Vec<Effect>, out: &mut Out) -> Result<bool, Error> {
        for effect in effects {
            let told = match effect {
                Effect::Quit | Effect::Choose(_) => return Ok(true),
                Effect::Search | Effect::Welcomed => continue,
                Effect::Suspend => {
                    talk.say("The shell stops a program with Ctrl+Z; fg comes back.");
                    continue;
                }
                Effect::Copy(text) => {
                    out.raw(&text)?;
                    talk.model.notice = None;
                    continue;
                }
                Effect::Write { path, text, over } => Message::Saved(world::write(&path, &text, over)),
                Effect::ReadProfile => match self.open.as_mut().map(|open| open.read(&self.unsaved)) {
                    Some(Ok((profile, notice))) => Message::Profile(Box::new(profile), notice),
                    Some(Err(fault)) => Message::Kept(0, Err(fault.to_string())),
                    None => continue,
                },
                Effect::Keep(number, changes) => {
                    talk.kept(&changes);
                    self.unsaved.extend(changes);
                    let Some(open) = &mut self.open else { continue };
                    Message::Kept(number, open.keep(&mut self.unsaved).map_err(|fault| fault.to_string()))
                }
            };
            let more = talk.tell(told);
            if self.perform(talk, more, out)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Tries once more what could not be written.
    fn close(mut self) -> Result<(), Error> {
        match &mut self.open {
            Some(open) if !self.unsaved.is_empty() => open
                .keep(&mut self.unsaved)
                .map_err(|fault| Error::Unsaved { changes: self.unsaved.len(), why: fault.to_string() }),
            _ => Ok(()),
        }
    }
}

/// Runs the explorer over lines until they end or somebody quits. With `prompt` there is a `> ` before
/// each line: for terminals.
///
/// # Errors
/// [`Error::Output`] if nothing more can be written, [`Error::Unsaved`] if answers are in no file.
pub fn run(
    mut model: Model,
    profile: Option<PathBuf>,
    input: impl BufRead + Send + 'static,
    prompt: bool,
    out: &mut Out,
) -> Result<Exit, Error> {
    if profile.is_some() {
        model.saving = Saving::Saved;
    }
    let mut books = Books { open: profile.map(Opened::new), unsaved: Vec::new() };
    let outcome = converse(Talk::new(model), &mut books, &lines_of(input), prompt, out);
    // What was answered is not lost because nobody hears any more.
    let closed = books.close();
    outcome.and(closed).map(|()| Exit::Ok)
}

fn converse(
    mut talk: Talk,
    books: &mut Books,
    lines: &Receiver<std::io::Result<String>>,
    prompt: bool,
    out: &mut Out,
) -> Result<(), Error> {
    let mut clock = Clock::start();
    let mut typing = false;
    loop {
        let said = talk.take();
        // The clock speaks behind a prompt that nobody has answered.
        if typing && !said.is_empty() {
            out.line("")?;
        }
        typing &= said.is_empty();
        for line in said {
            out.line(&line)?;
        }
        if prompt && !typing {
            out.raw("> ")?;
        }
        out.flush()?;
        let line = match talk.next_word() {
            None => lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
            // Where the clock stands is noted now and then, so that a crash costs seconds.
            Some(millis) => lines.recv_timeout(Duration::from_millis(millis.min(NOTED))),
        };
        typing = prompt && matches!(line, Err(RecvTimeoutError::Timeout));
        let (now, millis) = clock.passed();
        let mut effects = talk.pass(now, millis);
        match line {
            Ok(Ok(line)) => effects.extend(talk.hear(&line)),
            // The clock has something to say.
            Err(RecvTimeoutError::Timeout) => {}
            // The end of input; what cannot be read any more has ended as well.
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                books.perform(&mut talk, effects, out)?;
                return Ok(());
            }
        }
        let ends = books.perform(&mut talk, effects, out)?;
        if ends {
            return Ok(());
        }
        talk.finish();
    }
}

/// Reads lines on a thread of its own, so that the clock can speak while somebody thinks. Whatever the
/// bytes are, a line is text; of one that is too long the beginning is kept.
fn lines_of(mut input: impl BufRead + Send + 'static) -> Receiver<std::io::Result<String>> {
    let (lines, waiting) = sync_channel(1);
    std::thread::spawn(move || {
        loop {
            let mut bytes = Vec::new();
            let most = u64::try_from(command::MOST + 2).unwrap_or(u64::MAX);
            let line = input.by_ref().take(most).read_until(b'\n', &mut bytes).and_then(|_| {
                if bytes.last() != Some(&b'\n') && bytes.len() > command::MOST {
                    input.skip_until(b'\n')?;
                }
                Ok(String::from_utf8_lossy(&bytes).into_owned())
            });
            let ended = bytes.is_empty() || line.is_err();
            if bytes.is_empty() && line.is_ok() || lines.send(line).is_err() || ended {
                return;
            }
        }
    });
    waiting
}
