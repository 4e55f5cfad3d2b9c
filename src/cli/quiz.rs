//! `certdex quiz run`: a whole quiz over plain lines, by the same engine as the explorer's.
//!
//! A question is printed with its options in letters; a line is an answer (`b`, `a c`, `c a b`) or a
//! word: `next`, `back`, `flag`, `undo`, `blank` (what is blank or flagged), `time`, `hand in`, `stop`.

use std::collections::BTreeSet;
use std::io::{BufRead, IsTerminal as _};
use std::path::Path;

use serde_json::{Value as Json, json};

use super::output::Out;
use super::{Args, find};
use crate::catalog::Catalog;
use crate::catalog::check::nearest;
use crate::catalog::record::Kind;
use crate::catalog::schema::ItemKind;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Exit};
use crate::paths;
use crate::profile::store::Store;
use crate::profile::{Change, Mode};
use crate::quiz::exam;
use crate::quiz::pick::{self, Choice};
use crate::quiz::question::{Asked, letter, letters};
use crate::quiz::score::by_topic;
use crate::quiz::{Names, Over, Paper, Phase, Session};
use crate::safe_text::safe;

/// What to run, from the command line.
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// A bank (`certdex quiz list`), or a certification: its questions, or its mock exam.
    #[arg(value_name = "BANK|CERT")]
    pub what: String,
    /// At most so many questions; of an exam its own number if left out. Practice: also `quiz.count`.
    #[arg(long, value_name = "N")]
    pub count: Option<usize>,
    /// Only questions on this topic of the bank (repeatable); a wrong name lists those there are.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Vec<String>,
    /// Draws and mixes: the same seed gives the same questions; also `quiz.seed`.
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Reasons after each answer (practice) or after the last (at-end), or an exam by the clock with the score at
    /// its end; without it practice, as `quiz.words_at_end` has it.
    #[arg(long, value_enum)]
    pub mode: Option<RunMode>,
    /// Read the answers from this file, a line each; `-` is standard input.
    #[arg(long, value_name = "FILE|-")]
    pub answers: Option<std::path::PathBuf>,
    /// For scripts: nothing but the outcome as JSON.
    #[arg(long)]
    pub json: bool,
}

/// How it is played.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
#[allow(missing_docs)] // the names say it
pub enum RunMode {
    Practice,
    AtEnd,
    Exam,
}

/// Runs a quiz over lines; what `asked` leaves open the settings decide.
///
/// # Errors
/// [`Error::Usage`] for a bank or certification that is not there or has no exam, [`Error::Data`] for
/// answers that cannot be read, [`Error::Output`], [`Error::Profile`] if answers could not be kept.
pub fn run(catalog: &Catalog, args: &Args, config: &Config, asked: &RunArgs, out: &mut Out) -> Result<Exit, Error> {
    let mut clock = Clock::start();
    let mut names = Names::random();
    let now = clock.passed().0;
    let seed = asked.seed.or(config.quiz_seed()).unwrap_or(now.unsigned_abs());
    let paper = paper(catalog, config, asked, seed)?;
    let id = names.next_run();
    let Some((session, began)) = Session::begin(catalog, paper, id, now) else {
        return Err(Error::Usage(format!("`{}` has no questions", safe(&asked.what))));
    };
    let place = if args.no_profile { None } else { paths::profile(args.profile.as_deref()) };
    let store = place.as_deref().map(Store::open).transpose()?;
    if let Some(store) = &store {
        super::profile::tell(store);
    }
    let mut game = Game { catalog, session, store, clock, out, quiet: asked.json, spoken: 0 };
    if let Some(store) = &game.store {
        let profile = store.snapshot()?;
        game.session.remember(catalog, &profile);
    }
    game.keep(&began)?;
    game.say(&format!("{} (seed {seed})", game.session.paper.title))?;
    let ended = match &asked.answers {
        Some(path) if path != Path::new("-") => {
            let text = super::read_text(path, 4 * 1024 * 1024)?;
            game.play(&mut text.as_bytes(), false)?
        }
        _ => {
            let stdin = std::io::stdin();
            let terminal = stdin.is_terminal();
            game.play(&mut stdin.lock(), terminal)?
        }
    };
    game.report()?;
    if let Some(store) = game.store {
        store.close()?;
    }
    Ok(if ended { Exit::Ok } else { Exit::Finding })
}

/// The paper that the command line asks for.
fn paper(catalog: &Catalog, config: &Config, asked: &RunArgs, seed: u64) -> Result<Paper, Error> {
    let bank = catalog.banks.iter().position(|bank| bank.id.as_str() == asked.what);
    if asked.mode == Some(RunMode::Exam) {
        if !asked.topic.is_empty() {
            return Err(Error::Usage("an exam is drawn by its own weights; --topic goes with practice".into()));
        }
        if bank.is_some() {
            return Err(Error::Usage(format!(
                "`{}` is a bank and has no exam; name a certification, as in `certdex quiz run csm --mode exam`",
                safe(&asked.what)
            )));
        }
        let record = find(catalog, &asked.what)?;
        let offer = exam::offer(catalog, record.key).map_err(Error::Usage)?;
        let rules = offer.rules();
        let total = asked.count.unwrap_or(rules.questions);
        let drawn = pick::exam(catalog, &catalog.mocks[offer.mock], total, seed);
        // Fewer questions, less time: the seconds for each stay those of the exam.
        let minutes = rules.time() * drawn.items.len() as u64 / rules.questions.max(1) as u64;
        let minutes = u32::try_from(minutes.div_ceil(60_000)).unwrap_or(rules.minutes).max(1);
        let rules = exam::Rules { questions: drawn.items.len(), minutes, ..rules };
        return Ok(Paper {
            title: format!("{} mock exam", record.short()),
            mode: Mode::Exam,
            cert: Some(record.id.to_string()),
            items: drawn.items,
            seed,
            rules: Some(rules),
            mixed: true,
        });
    }
    let count = asked.count.or(config.quiz_count());
    let (choice, title, cert) = if let Some(bank) = bank {
        let choice = Choice { banks: vec![bank], ..Choice::default() };
        let topics = topics(catalog, &choice, &asked.topic)?;
        let all = Choice { topics, ..choice };
        let whole = pick::pool(catalog, &all).len() <= pick::SMALL && count.is_none();
        let most = if whole { None } else { Some(count.unwrap_or(15)) };
        (Choice { most, written_order: whole, ..all }, catalog.banks[bank].name.one_line(), None)
    } else {
        let names = || catalog.banks.iter().map(|bank| bank.id.as_str());
        let record = match find(catalog, &asked.what) {
            Ok(record) if record.key.0 == Kind::Cert => record,
            Ok(record) => {
                return Err(Error::Usage(format!("{} is no certification: there is nothing to ask", record.short())));
            }
            Err(error) => {
                let near = nearest(&asked.what, names());
                return Err(match near {
                    Some(near) => Error::Usage(format!(
                        "there is no bank or certification `{}`; did you mean {near}? `certdex quiz list` has all banks",
                        safe(&asked.what).chars().take(80).collect::<String>()
                    )),
                    None => error,
                });
            }
        };
        let choice = Choice { cert: Some(record.key), most: Some(count.unwrap_or(15)), ..Choice::default() };
        let topics = topics(catalog, &choice, &asked.topic)?;
        let choice = Choice { topics, ..choice };
        (choice, format!("{}, practice", record.short()), Some(record.id.to_string()))
    };
    let items = pick::practice(catalog, &choice, seed);
    // Drilling a topic is no sample of an exam.
    let mixed = choice.cert.is_some() && choice.topics.is_empty();
    let title = if let [topic] = asked.topic.as_slice() { format!("{title}: {}", safe(topic)) } else { title };
    let at_end = asked.mode.map_or(config.quiz_words_at_end(), |mode| mode == RunMode::AtEnd);
    let mode = if at_end { Mode::PracticeAtEnd } else { Mode::Practice };
    Ok(Paper { title, mode, cert, items, seed, rules: None, mixed })
}

/// The topics of those names among the questions of a choice, each with its bank.
fn topics(catalog: &Catalog, choice: &Choice, names: &[String]) -> Result<Vec<(usize, String)>, Error> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let all: BTreeSet<(usize, String)> =
        pick::pool(catalog, choice).iter().map(|item| (item.bank, item.of(catalog).topic.to_string())).collect();
    let mut found = Vec::new();
    for name in names {
        let wanted = name.trim().to_lowercase();
        let before = found.len();
        found.extend(all.iter().filter(|(_, topic)| topic.to_lowercase() == wanted).cloned());
        if found.len() == before {
            let known: BTreeSet<&str> = all.iter().map(|(_, topic)| topic.as_str()).collect();
            let near = nearest(&wanted, known.iter().copied());
            let near = near.map_or_else(|| "there are".to_owned(), |near| format!("did you mean `{near}`? There are"));
            let shown: String = safe(name).chars().take(80).collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Error::Usage(format!("there is no topic `{shown}` here; {near}: {known}")));
        }
    }
    Ok(found)
}

/// What a line means.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Line {
    /// Places chosen, in order.
    Places(Vec<usize>),
    Next,
    Back,
    Flag,
    Undo,
    Blank,
    Time,
    HandIn,
    Stop,
    Nothing,
    /// None of these, with a sentence about what is.
    Unknown(String),
}

/// Reads a line for a question of so many places.
fn read(line: &str, kind: ItemKind, places: usize) -> Line {
    let line = line.trim().to_lowercase();
    match line.as_str() {
        "" => return Line::Nothing,
        "next" | "n" | "skip" => return Line::Next,
        "back" | "p" | "previous" => return Line::Back,
        "flag" => return Line::Flag,
        "undo" | "u" => return Line::Undo,
        "blank" | "map" => return Line::Blank,
        "time" => return Line::Time,
        "hand in" | "done" | "submit" => return Line::HandIn,
        "stop" | "quit" | "q" => return Line::Stop,
        _ => {}
    }
    let mut chosen = Vec::new();
    for token in line.split([' ', ',', ';', '\t']).filter(|token| !token.is_empty()) {
        // A match can be written as 1b 2a 3c; the numbers only say whose turn it is anyway.
        let numbered = kind == ItemKind::Match && token.len() == 2 && token.as_bytes()[0].is_ascii_digit();
        let token = if numbered { &token[1..] } else { token };
        for c in token.chars() {
            let place = match c {
                'a'..='i' => usize::from(c as u8 - b'a'),
                '1'..='9' => usize::from(c as u8 - b'1'),
                _ => usize::MAX,
            };
            if place >= places {
                let last = letter(places.saturating_sub(1));
                let shown: String = safe(&line).chars().take(40).collect();
                return Line::Unknown(format!(
                    "`{shown}` is no answer here: write letters from A to {last}, or next, back, flag, undo, blank, \
                     time, hand in, stop"
                ));
            }
            chosen.push(place);
        }
    }
    Line::Places(chosen)
}

/// A run with all it needs.
struct Game<'a, 'o> {
    catalog: &'a Catalog,
    session: Session,
    store: Option<Store>,
    clock: Clock,
    out: &'o mut Out,
    quiet: bool,
    /// How many of the clock's marks were spoken.
    spoken: usize,
}

impl Game<'_, '_> {
    fn say(&mut self, words: &str) -> Result<(), Error> {
        if self.quiet { Ok(()) } else { self.out.line(words) }
    }

    fn keep(&mut self, changes: &[Change]) -> Result<(), Error> {
        if let Some(store) = &mut self.store
            && !changes.is_empty()
        {
            store.apply(changes)?;
        }
        Ok(())
    }

    /// What becomes of a run that is not finished.
    fn what_stays(&self) -> &'static str {
        let answered = self.session.asked().iter().any(|asked| asked.answer.is_some());
        match (&self.store, answered) {
            (Some(_), true) => "what was answered is kept, and the explorer goes on with it",
            (Some(_), false) => "nothing was answered, so nothing is kept",
            (None, _) => "nothing is kept, because of --no-profile",
        }
    }

    /// Lets time pass, and speaks when half, a quarter, or five minutes of it are left.
    fn pass(&mut self) -> Result<i64, Error> {
        let (now, millis) = self.clock.passed();
        let changes = self.session.pass(self.catalog, millis, now);
        self.keep(&changes)?;
        if let (Some(left), Some(rules)) = (self.session.left(), self.session.paper.rules.clone()) {
            let mut marks = [rules.time() / 2, rules.time() / 4, 5 * 60_000];
            marks.sort_unstable_by(|a, b| b.cmp(a));
            while self.session.over().is_none() && self.spoken < marks.len() && left <= marks[self.spoken] {
                self.spoken += 1;
                if self.spoken == marks.len() || left > marks[self.spoken] {
                    self.say(&format!("Clock: {} left.", clock(left)))?;
                }
            }
        }
        Ok(now)
    }

    /// Asks until the run is over or the lines end; whether it is over.
    fn play(&mut self, lines: &mut dyn BufRead, prompt: bool) -> Result<bool, Error> {
        let mut shown = None;
        loop {
            let now = self.pass()?;
            if self.session.phase() == Phase::Finished {
                return Ok(true);
            }
            // Practice goes on by itself once the reasons were read out.
            if self.session.phase() == Phase::Answered {
                let changes = self.session.next(self.catalog, now);
                self.keep(&changes)?;
                shown = None;
                continue;
            }
            let (at, _) = self.session.progress();
            if shown != Some(at) {
                self.ask()?;
                shown = Some(at);
            }
            if prompt && !self.quiet {
                self.out.raw("> ")?;
            }
            self.out.flush()?;
            let mut line = Vec::new();
            // A line longer than any answer is cut: nobody types a megabyte.
            let read_bytes = std::io::Read::take(&mut *lines, 4096)
                .read_until(b'\n', &mut line)
                .map_err(|error| Error::Usage(format!("the answers cannot be read: {}", safe(&error.to_string()))))?;
            if read_bytes == 0 {
                let now = self.pass()?;
                let changes = self.session.leave(now);
                self.keep(&changes)?;
                let kept = self.what_stays();
                self.say(&format!("The lines ended before the quiz did; {kept}."))?;
                return Ok(false);
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            let now = self.pass()?;
            if self.session.phase() == Phase::Finished {
                return Ok(true);
            }
            let asked = self.session.current();
            let kind = asked.item.of(self.catalog).kind;
            match read(&line, kind, asked.places()) {
                Line::Nothing => {}
                Line::Places(places) => self.answer(kind, &places, now)?,
                Line::Next => self.turn(false, now)?,
                Line::Back => self.turn(true, now)?,
                Line::Flag => {
                    let changes = self.session.flag(now);
                    self.keep(&changes)?;
                    let words = if self.session.current().flagged { "Flagged." } else { "Not flagged any more." };
                    self.say(words)?;
                }
                Line::Undo => {
                    let changes = self.session.undo(now);
                    let words = if changes.is_empty() { "Nothing was answered yet." } else { "Taken back." };
                    self.keep(&changes)?;
                    self.say(words)?;
                    shown = None;
                }
                Line::Blank => {
                    let numbers = |list: Vec<usize>| {
                        let list: Vec<String> = list.iter().map(|at| (at + 1).to_string()).collect();
                        if list.is_empty() { "none".to_owned() } else { list.join(" ") }
                    };
                    let words = format!(
                        "Blank: {}. Flagged: {}.",
                        numbers(self.session.blank()),
                        numbers(self.session.flagged())
                    );
                    self.say(&words)?;
                }
                Line::Time => {
                    let words = match self.session.left() {
                        Some(left) => format!("Clock: {} left.", clock(left)),
                        None => format!("{} so far; practice has no clock.", clock(self.session.used())),
                    };
                    self.say(&words)?;
                }
                Line::HandIn if self.session.paper.mode == Mode::Practice => {
                    self.say("Practice ends after the last answer; `stop` leaves it for later.")?;
                }
                Line::HandIn => {
                    let blank = self.session.blank().len();
                    if blank > 0 {
                        self.say(&format!("Handed in with {blank} blank: they count as wrong."))?;
                    }
                    let changes = self.session.hand_in(self.catalog, now);
                    self.keep(&changes)?;
                }
                Line::Stop => {
                    let changes = self.session.leave(now);
                    self.keep(&changes)?;
                    let kept = self.what_stays();
                    self.say(&format!("Stopped; {kept}."))?;
                    return Ok(false);
                }
                Line::Unknown(words) => self.say(&words)?,
            }
            if self.session.progress().0 != at {
                shown = None;
            }
        }
    }

    fn turn(&mut self, back: bool, now: i64) -> Result<(), Error> {
        let (at, total) = self.session.progress();
        let to = if back { at.checked_sub(1) } else { Some(at + 1).filter(|&to| to < total) };
        match to {
            Some(to) => {
                let changes = self.session.go(to, now);
                self.keep(&changes)
            }
            None if back => self.say("This is the first question."),
            None => self.say("This is the last question; `hand in` ends it."),
        }
    }

    fn answer(&mut self, kind: ItemKind, places: &[usize], now: i64) -> Result<(), Error> {
        let one = matches!(kind, ItemKind::Single | ItemKind::TrueFalse);
        if one && places.len() != 1 {
            return self.say("One letter is the answer here.");
        }
        let mut asked = self.session.current().clone();
        asked.draft.clear();
        let distinct: std::collections::BTreeSet<&usize> = places.iter().collect();
        for &place in places {
            asked.choose(kind, place);
        }
        if distinct.len() != places.len() || asked.drafted(kind).is_none() {
            let words = match kind {
                ItemKind::Multiple => "Write the letters of all that are right, each once, as in: a c",
                ItemKind::Order => "Write all letters in their order, as in: c a b",
                _ => "Write a letter for each in turn, as in: b a c",
            };
            return self.say(words);
        }
        let changes = self.session.answer(self.catalog, &asked.draft, now);
        self.keep(&changes)?;
        if self.session.paper.mode == Mode::Practice {
            return self.explain();
        }
        let saved = if self.store.is_some() { "Saved." } else { "Noted." };
        self.say(saved)?;
        let (at, total) = self.session.progress();
        if at + 1 < total {
            return self.turn(false, now);
        }
        if self.session.blank().is_empty() && self.session.paper.mode == Mode::PracticeAtEnd {
            let changes = self.session.hand_in(self.catalog, now);
            return self.keep(&changes);
        }
        if self.session.blank().is_empty() {
            return self.say("All are answered: `hand in` ends the exam, `back` looks at one again.");
        }
        self.say("That was the last; `blank` says what is left, `hand in` ends it.")
    }

    fn ask(&mut self) -> Result<(), Error> {
        let asked = self.session.current().clone();
        let item = asked.item.of(self.catalog);
        let (at, total) = self.session.progress();
        let clock = self.session.left().map_or(String::new(), |left| format!("   {} left", clock(left)));
        let flag = if asked.flagged { "   flagged" } else { "" };
        self.say("")?;
        self.say(&format!("{} / {total}{clock}{flag}", at + 1))?;
        self.say(&item.stem.one_line())?;
        match item.kind {
            ItemKind::Multiple => self.say("(the letters of all that are right, as in: a c)")?,
            ItemKind::Order => self.say("(all letters in their order, as in: c a b)")?,
            ItemKind::Match => self.say("(a letter for each number in turn, as in: c a b)")?,
            ItemKind::Single | ItemKind::TrueFalse => {}
        }
        match item.kind {
            ItemKind::Match => {
                for (number, &option) in asked.order.iter().enumerate() {
                    self.say(&format!("  {}  {}", number + 1, item.options[option].text.one_line()))?;
                }
                self.say("and what they belong to:")?;
                for (place, &pair) in asked.pairs.iter().enumerate() {
                    let words = item.options[pair].pair.as_ref().map(|pair| pair.one_line()).unwrap_or_default();
                    self.say(&format!("  {}  {words}", letter(place)))?;
                }
            }
            _ => {
                for (place, &option) in asked.order.iter().enumerate() {
                    self.say(&format!("  {}  {}", letter(place), item.options[option].text.one_line()))?;
                }
            }
        }
        if let Some(answer) = &asked.answer {
            self.say(&format!("Answered: {}", letters(&asked, item.kind, answer)))?;
        }
        Ok(())
    }

    /// Right or wrong in words, and a reason for each option.
    fn explain(&mut self) -> Result<(), Error> {
        let asked = self.session.current().clone();
        self.explain_one(&asked)
    }

    fn explain_one(&mut self, asked: &Asked) -> Result<(), Error> {
        let item = asked.item.of(self.catalog);
        let right = letters(asked, item.kind, &item.solution);
        let verdict = match &asked.answer {
            Some(answer) if *answer == item.solution => "Right.".to_owned(),
            Some(answer) => {
                format!("Wrong: you chose {}, the answer is {right}.", letters(asked, item.kind, answer))
            }
            None => format!("Not answered; the answer is {right}."),
        };
        self.say(&verdict)?;
        self.say(&item.why.one_line())?;
        for (place, &option) in asked.order.iter().enumerate() {
            let reason = item.options[option].reason.one_line();
            let sign = match item.kind {
                ItemKind::Match => format!("{}", place + 1),
                _ => letter(place).to_string(),
            };
            self.say(&format!("  {sign}  {reason}"))?;
        }
        let sources = self.catalog.cite_all(&item.sources);
        self.say(&sources)
    }

    /// The score, or as JSON everything.
    fn report(&mut self) -> Result<(), Error> {
        let (catalog, session) = (self.catalog, &self.session);
        if self.quiet {
            let report = outcome(catalog, session);
            return self.out.json(&report);
        }
        if session.over().is_none() {
            return Ok(());
        }
        if session.paper.mode == Mode::PracticeAtEnd {
            return self.reasons().and_then(|()| self.score());
        }
        self.score()
    }

    /// The reasons of all questions, once the last was answered.
    fn reasons(&mut self) -> Result<(), Error> {
        for (at, asked) in self.session.asked().to_vec().iter().enumerate() {
            self.say("")?;
            let stem = asked.item.of(self.catalog).stem.one_line();
            self.say(&format!("{}  {stem}", at + 1))?;
            self.explain_one(asked)?;
        }
        Ok(())
    }

    fn score(&mut self) -> Result<(), Error> {
        let (catalog, session) = (self.catalog, &self.session);
        let (score, total) = (session.score(catalog), session.asked().len());
        let needed = session.paper.rules.as_ref().and_then(|rules| rules.needed(total));
        let mut lines = vec![String::new()];
        if session.over() == Some(Over::TimeUp) {
            lines.push("Time is up: it was handed in as it was.".to_owned());
        }
        let share = score * 100 / total.max(1);
        lines.push(match (session.passed(catalog), needed) {
            (Some(true), Some(needed)) => format!("Passed: {score} of {total} ({share} %), {needed} are needed."),
            (Some(false), Some(needed)) => format!("Not passed: {score} of {total} ({share} %), {needed} are needed."),
            _ => format!("Your score is {score} of {total} ({share} %)."),
        });
        for topic in by_topic(catalog, session) {
            lines.push(format!("  {}: {} of {}", topic.name, topic.right, topic.of));
        }
        for line in lines {
            self.out.line(&line)?;
        }
        Ok(())
    }
}

/// A length of time as minutes and seconds.
fn clock(millis: u64) -> String {
    let seconds = millis.div_ceil(1000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// A run as JSON.
fn outcome(catalog: &Catalog, session: &Session) -> Json {
    let (score, total) = (session.score(catalog), session.asked().len());
    let rules = session.paper.rules.as_ref();
    let question = |asked: &Asked| {
        let item = asked.item.of(catalog);
        json!({
            "item": asked.item.name(catalog),
            "topic": item.topic,
            "answer": asked.answer.as_ref().map(|answer| letters(asked, item.kind, answer)),
            "solution": letters(asked, item.kind, &item.solution),
            "right": asked.is_right(catalog),
            "flagged": asked.flagged,
            "seconds": asked.spent / 1000,
        })
    };
    json!({
        "title": session.paper.title,
        "mode": session.paper.mode.id(),
        "seed": session.paper.seed,
        "finished": session.over().is_some(),
        "right": score,
        "of": total,
        "needed": rules.and_then(|rules| rules.needed(total)),
        "passed": session.over().and_then(|_| session.passed(catalog)),
        "seconds": session.used() / 1000,
        "minutes_allowed": rules.map(|rules| rules.minutes),
        "topics": by_topic(catalog, session).iter().map(|topic| json!({
            "topic": topic.name, "right": topic.right, "of": topic.of, "seconds": topic.spent / 1000,
        })).collect::<Vec<Json>>(),
        "questions": session.asked().iter().map(question).collect::<Vec<Json>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_letters_numbers_or_a_word() {
        use ItemKind as K;
        let places = |line: &str, kind| read(line, kind, 4);
        assert_eq!(places(" B ", K::Single), Line::Places(vec![1]));
        assert_eq!(places("2", K::Single), Line::Places(vec![1]));
        assert_eq!(places("a, c", K::Multiple), Line::Places(vec![0, 2]));
        assert_eq!(places("acd", K::Multiple), Line::Places(vec![0, 2, 3]));
        assert_eq!(places("1b 2a 3d 4c", K::Match), Line::Places(vec![1, 0, 3, 2]));
        assert_eq!(places("hand in", K::Order), Line::HandIn);
        assert_eq!(places("", K::Order), Line::Nothing);
        for bad in ["e", "z", "5", "é", "b\u{7}", "what?", "a\u{301}"] {
            assert!(matches!(places(bad, K::Single), Line::Unknown(_)), "{bad:?}");
        }
    }
}
