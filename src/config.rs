//! The user's settings: flag > environment > `config.ron` > default. certdex reads them and never
//! writes them.
//!
//! One table ([`SETTINGS`]) says which there are; the reader, `certdex config show`, the manual and the
//! example of `certdex config init` are checked against it. What is wrong is told with its place and
//! left out by itself: one mistake never costs the other settings.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::catalog::check::nearest;
use crate::catalog::load::Problem;
use crate::catalog::place::tree::{self, Field, Node, Shape};
use crate::catalog::place::{Excerpt, Place};
use crate::files;
use crate::keys::Key;
use crate::keys::action::Action;
use crate::keys::bindings::{BINDINGS, Bindings, Context, Row};
use crate::paths;
use crate::safe_text::{SafeText, safe};
use crate::surroundings::Lookup;

/// The largest config or theme we read, in bytes.
pub const MAX_BYTES: u64 = 64 * 1024;
/// Most keys of one's own.
pub const MOST_KEYS: usize = 500;

/// The commented example of `certdex config init`; a test reads it.
pub const EXAMPLE: &str = include_str!("../assets/config-example.txt");

/// A setting there is.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its name; `quiz.count` stands in the config as `quiz: (count: …)`.
    pub name: &'static str,
    /// The variable of the environment.
    pub variable: &'static str,
    /// What it can be.
    pub kind: Kind,
    /// What it is if nobody says otherwise.
    pub default: Value,
    /// What it is for.
    pub about: &'static str,
}

/// What a setting can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Any name.
    Name,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Some of these words, in an order of one's own.
    Several(&'static [&'static str]),
    /// On or off.
    Switch,
    /// On, off, or as the terminal says.
    Auto,
    /// A number, both ends included.
    Number(u64, u64),
}

/// What a setting is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// Decided when the time comes.
    Auto,
    /// On or off.
    Switch(bool),
    /// A number.
    Number(u64),
    /// A word.
    Word(std::borrow::Cow<'static, str>),
}

/// The columns there are.
pub const COLUMNS: &[&str] = &["exam", "valid", "level", "fee", "provider", "track"];

/// Every setting, in the order of `certdex config show`.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "theme",
        variable: "CERTDEX_THEME",
        kind: Kind::Name,
        default: Value::Word(std::borrow::Cow::Borrowed("terminal")),
        about: "colours: terminal, light, dark, high-contrast, mono, or a theme of your own",
    },
    Setting {
        name: "ascii",
        variable: "CERTDEX_ASCII",
        kind: Kind::Auto,
        default: Value::Auto,
        about: "draw with ASCII only; auto asks the locale",
    },
    Setting {
        name: "mouse",
        variable: "CERTDEX_MOUSE",
        kind: Kind::Switch,
        default: Value::Switch(true),
        about: "whether clicks and the wheel do something",
    },
    Setting {
        name: "tab",
        variable: "CERTDEX_TAB",
        kind: Kind::OneOf(&["roles", "certs", "compare", "quiz"]),
        default: Value::Word(std::borrow::Cow::Borrowed("roles")),
        about: "the tab to begin with",
    },
    Setting {
        name: "columns",
        variable: "CERTDEX_COLUMNS",
        kind: Kind::Several(COLUMNS),
        default: Value::Word(std::borrow::Cow::Borrowed("exam, valid, level, fee, provider, track")),
        about: "the columns of the Certifications list, in this order, as far as they fit",
    },
    Setting {
        name: "quiz.count",
        variable: "CERTDEX_QUIZ_COUNT",
        kind: Kind::Number(1, 500),
        default: Value::Auto,
        about: "how many questions a practice run asks at most; auto is fifteen, or all of a small bank",
    },
    Setting {
        name: "quiz.words_at_end",
        variable: "CERTDEX_QUIZ_WORDS_AT_END",
        kind: Kind::Switch,
        default: Value::Switch(false),
        about: "whether the reasons come after the last question instead of after each",
    },
    Setting {
        name: "quiz.seed",
        variable: "CERTDEX_QUIZ_SEED",
        kind: Kind::Number(0, u32::MAX as u64),
        default: Value::Auto,
        about: "mix questions the same way each time; auto is another way each time",
    },
];

impl Kind {
    /// What can be written, in words.
    #[must_use]
    pub fn allowed(self) -> String {
        match self {
            Self::Name => "a name in quotes".to_owned(),
            Self::OneOf(words) => words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", "),
            Self::Several(words) => {
                format!(
                    "some of {}, each once",
                    words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
                )
            }
            Self::Switch => "true or false".to_owned(),
            Self::Auto => "true, false or \"auto\"".to_owned(),
            Self::Number(least, most) => format!("a number from {least} to {most}, or \"auto\""),
        }
    }

    /// Reads what is written.
    fn read(self, words: &str, of_environment: bool) -> Option<Value> {
        let switch = match words {
            "true" => Some(true),
            "false" => Some(false),
            "1" | "yes" | "on" if of_environment => Some(true),
            "0" | "no" | "off" if of_environment => Some(false),
            _ => None,
        };
        match self {
            Self::Name => (!words.is_empty() && words.len() <= 100).then(|| Value::Word(words.to_owned().into())),
            Self::OneOf(known) => known.iter().find(|known| **known == words).map(|known| Value::Word((*known).into())),
            Self::Several(known) => {
                let all: Vec<&str> = words.split(',').map(str::trim).collect();
                let good = all.iter().enumerate().all(|(at, word)| known.contains(word) && !all[..at].contains(word));
                good.then(|| Value::Word(all.join(", ").into()))
            }
            Self::Auto | Self::Number(..) if words == "auto" => Some(Value::Auto),
            Self::Switch | Self::Auto => switch.map(Value::Switch),
            Self::Number(least, most) => {
                let digits = words.replace('_', "");
                let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
                let number = plain.then(|| digits.parse::<u64>().ok()).flatten()?;
                (least..=most).contains(&number).then_some(Value::Number(number))
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Switch(on) => write!(f, "{on}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Word(word) => f.write_str(&safe(word)),
        }
    }
}

/// Who said what a setting is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Nobody.
    Default,
    /// The config, there.
    File(SafeText, Place),
    /// A variable of the environment.
    Variable(&'static str),
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(file, place) => write!(f, "{file}:{}", place.line),
            Self::Variable(name) => write!(f, "${name}"),
            Self::Flag(flag) => f.write_str(flag),
        }
    }
}

/// A setting that a flag of the command line makes: its name, the flag, what it says.
pub type Flagged = (&'static str, &'static str, String);

/// All settings.
#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// One for each of [`SETTINGS`].
    values: Vec<(Value, Origin)>,
    /// The user's own keys, and where each was written.
    pub keys: Vec<(Row, Place)>,
    /// The file that was looked for.
    pub file: Option<PathBuf>,
    /// Whether it is there.
    pub found: bool,
    /// What could not be used.
    pub problems: Vec<Problem>,
}

impl Default for Config {
    fn default() -> Self {
        let values = SETTINGS.iter().map(|setting| (setting.default.clone(), Origin::Default)).collect();
        Self { values, keys: Vec::new(), file: None, found: false, problems: Vec::new() }
    }
}

impl Config {
    /// Reads the config and asks the environment; what `flags` say outranks both.
    #[must_use]
    pub fn load(named: Option<&Path>, flags: &[Flagged], lookup: Lookup) -> Self {
        let mut config = Self::default();
        let (file, was_named) = paths::config(named);
        config.file.clone_from(&file);
        if let Some(path) = file {
            // No config is the usual case; one that was named has to be there.
            config.found = path.symlink_metadata().is_ok();
            if config.found || was_named {
                let shown = safe(&path.to_string_lossy());
                match files::read(&path, MAX_BYTES) {
                    Ok(text) => config.read(&shown, &text),
                    Err(why) => config.problems.push(problem(&shown, "", None, "config-readable", why)),
                }
            }
        }
        for (number, setting) in SETTINGS.iter().enumerate() {
            let Some(raw) = lookup(setting.variable).filter(|raw| !raw.is_empty()) else { continue };
            match raw.to_str().and_then(|words| setting.kind.read(words, true)) {
                Some(value) => config.values[number] = (value, Origin::Variable(setting.variable)),
                None => {
                    let shown: String = safe(&raw.to_string_lossy()).chars().take(40).collect();
                    let message = format!("`{shown}` is not possible; set {}", setting.kind.allowed());
                    config.problems.push(problem(setting.variable, "", None, "config-value", message));
                }
            }
        }
        for (name, flag, words) in flags {
            let Some(number) = SETTINGS.iter().position(|setting| setting.name == *name) else { continue };
            if let Some(value) = SETTINGS[number].kind.read(words, true) {
                config.values[number] = (value, Origin::Flag(flag));
            }
        }
        config
    }

    /// Every setting with its value and where it is from.
    pub fn all(&self) -> impl Iterator<Item = (&'static Setting, &Value, &Origin)> {
        SETTINGS.iter().zip(&self.values).map(|(setting, (value, origin))| (setting, value, origin))
    }

    /// A setting by its name.
    fn value(&self, name: &str) -> &Value {
        self.all().find(|(setting, ..)| setting.name == name).map_or(&Value::Auto, |(_, value, _)| value)
    }

    fn word(&self, name: &str) -> &str {
        if let Value::Word(word) = self.value(name) { word } else { "" }
    }

    /// The theme, and who asked for it.
    #[must_use]
    pub fn theme(&self) -> (&str, &Origin) {
        let origin = self.all().find(|(setting, ..)| setting.name == "theme").map_or(&Origin::Default, |all| all.2);
        (self.word("theme"), origin)
    }

    /// Whether to draw with ASCII only; `None` if the locale decides.
    #[must_use]
    pub fn ascii(&self) -> Option<bool> {
        if let Value::Switch(on) = self.value("ascii") { Some(*on) } else { None }
    }

    /// Whether clicks and the wheel do something.
    #[must_use]
    pub fn mouse(&self) -> bool {
        *self.value("mouse") != Value::Switch(false)
    }

    /// The tab to begin with.
    #[must_use]
    pub fn tab(&self) -> &str {
        self.word("tab")
    }

    /// The columns of the Certifications list, by name.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.word("columns").split(", ")
    }

    /// How many questions a practice run asks at most.
    #[must_use]
    pub fn quiz_count(&self) -> Option<usize> {
        if let Value::Number(number) = self.value("quiz.count") { usize::try_from(*number).ok() } else { None }
    }

    /// Whether the reasons come after the last question.
    #[must_use]
    pub fn quiz_words_at_end(&self) -> bool {
        *self.value("quiz.words_at_end") == Value::Switch(true)
    }

    /// The seed of the first run.
    #[must_use]
    pub fn quiz_seed(&self) -> Option<u64> {
        if let Value::Number(number) = self.value("quiz.seed") { Some(*number) } else { None }
    }

    /// The keys: the table with the user's own over it.
    #[must_use]
    pub fn bindings(&self) -> Bindings {
        let own: Vec<Row> = self.keys.iter().map(|(row, _)| *row).collect();
        if own.is_empty() { Bindings::default() } else { Bindings::with(&own) }
    }

    /// Reads the text of a config.
    pub fn read(&mut self, file: &str, text: &str) {
        let mut reader = Reader { file, text, config: self };
        match tree::read(text) {
            // A file of comments alone is a config that says nothing.
            Err(_) if is_blank(text) => {}
            Err((place, why)) => reader.refuse(place, "ron-syntax", why),
            Ok(node) => reader.whole(&node),
        }
    }
}

/// Whether a text has nothing but blanks and line comments.
fn is_blank(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with("//"))
}

fn problem(file: &str, text: &str, place: Option<Place>, rule: &'static str, message: String) -> Problem {
    let excerpt = place.and_then(|place| Excerpt::of(text, place));
    Problem { rule, file: SafeText::new(file), place, record: None, message, excerpt }
}

fn short(words: &str) -> String {
    safe(words).chars().take(40).collect()
}

/// What a value looks like to its writer.
fn shown(node: &Node) -> String {
    match &node.shape {
        Shape::Word(words) => format!("`{}`", short(words)),
        Shape::Text(words) => format!("\"{}\"", short(words)),
        Shape::List(_) => "a list".to_owned(),
        Shape::Fields(_) => "a group".to_owned(),
        Shape::Other => "this".to_owned(),
    }
}

/// The reading of one text.
struct Reader<'r> {
    file: &'r str,
    text: &'r str,
    config: &'r mut Config,
}

impl Reader<'_> {
    fn refuse(&mut self, place: Place, rule: &'static str, message: String) {
        let found = problem(self.file, self.text, Some(place), rule, message);
        self.config.problems.push(found);
    }

    fn whole(&mut self, node: &Node) {
        let Some(fields) = node.fields() else {
            let message = format!("{} is no config; write `(theme: \"dark\", …)`", shown(node));
            return self.refuse(node.place, "config-shape", message);
        };
        self.group("", fields);
    }

    /// Reads the settings of the whole file, or those of `quiz`.
    fn group(&mut self, prefix: &str, fields: &[Field]) {
        let mut seen: Vec<&str> = Vec::new();
        for field in fields {
            let name = field.name.as_str();
            if seen.contains(&name) {
                self.refuse(field.place, "config-twice", format!("`{name}` is given twice; keep one"));
                continue;
            }
            let full = format!("{prefix}{name}");
            if let Some(number) = SETTINGS.iter().position(|setting| setting.name == full) {
                self.setting(number, &field.value);
            } else if prefix.is_empty() && name == "quiz" {
                match field.value.fields() {
                    Some(fields) => self.group("quiz.", fields),
                    None => {
                        let message = format!("{} is no group; write `quiz: (count: 20)`", shown(&field.value));
                        self.refuse(field.value.place, "config-type", message);
                    }
                }
            } else if prefix.is_empty() && name == "keys" {
                self.keys(&field.value);
            } else {
                self.unknown(prefix, field);
                continue;
            }
            seen.push(name);
        }
    }

    fn unknown(&mut self, prefix: &str, field: &Field) {
        let of_group = SETTINGS.iter().filter_map(|setting| setting.name.strip_prefix(prefix));
        let mut known: Vec<&str> = of_group.map(|name| name.split('.').next().unwrap_or(name)).collect();
        if prefix.is_empty() {
            known.push("keys");
        }
        known.dedup();
        let hint = match nearest(&field.name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", known.join(", ")),
        };
        self.refuse(field.place, "config-unknown", format!("there is no setting `{}`; {hint}", short(&field.name)));
    }

    fn setting(&mut self, number: usize, node: &Node) {
        let setting = &SETTINGS[number];
        // A number or a switch in quotes is a slip that hides another.
        let listed = match (&node.shape, setting.kind) {
            (Shape::List(all), Kind::Several(_)) => {
                let texts = all
                    .iter()
                    .map(|node| if let Shape::Text(words) = &node.shape { Some(words.as_str()) } else { None });
                // A comma within quotes is no list.
                texts.map(|words| words.filter(|words| !words.contains(','))).collect::<Option<Vec<&str>>>()
            }
            _ => None,
        };
        let listed = listed.map(|words| words.join(","));
        let words = match (&node.shape, setting.kind) {
            (Shape::List(_), Kind::Several(_)) => listed.as_ref(),
            (_, Kind::Several(_)) => None,
            (Shape::Text(words), Kind::Name | Kind::OneOf(_)) => Some(words),
            (Shape::Text(words), Kind::Auto | Kind::Number(..)) if words == "auto" => Some(words),
            (Shape::Word(words), kind) if kind != Kind::Name => Some(words),
            _ => None,
        };
        match words.and_then(|words| setting.kind.read(words, false)) {
            Some(value) => {
                let origin = Origin::File(SafeText::new(self.file), node.place);
                self.config.values[number] = (value, origin);
            }
            None => {
                let mut message =
                    format!("{} is not possible for `{}`; write {}", shown(node), setting.name, setting.kind.allowed());
                if matches!(setting.kind, Kind::Several(_)) {
                    message.push_str(", as in [\"exam\", \"fee\"]");
                }
                if let (Kind::OneOf(known), Some(words)) = (setting.kind, node.words())
                    && let Some(near) = nearest(words, known.iter().copied())
                {
                    message.push_str(&format!("; did you mean \"{near}\"?"));
                }
                self.refuse(node.place, "config-value", message);
            }
        }
    }

    fn keys(&mut self, node: &Node) {
        let Shape::List(rows) = &node.shape else {
            let message = format!(
                "{} is no list; write `keys: [(context: \"Browse\", key: \"ctrl-n\", action: \"down\")]`",
                shown(node)
            );
            return self.refuse(node.place, "config-type", message);
        };
        for row in rows.iter().take(MOST_KEYS) {
            if let Some(binding) = self.key(row) {
                self.config.keys.push((binding, row.place));
            }
        }
        if let Some(row) = rows.get(MOST_KEYS) {
            self.refuse(row.place, "config-range", format!("more than {MOST_KEYS} keys; the rest is left out"));
        }
    }

    fn key(&mut self, node: &Node) -> Option<Row> {
        const PARTS: [&str; 3] = ["context", "key", "action"];
        let Some(fields) = node.fields() else {
            let message =
                format!("{} is no key; write `(context: \"Browse\", key: \"x\", action: \"open\")`", shown(node));
            self.refuse(node.place, "config-type", message);
            return None;
        };
        let before = self.config.problems.len();
        let mut found: [Option<(&str, Place)>; 3] = [None; 3];
        for field in fields {
            let Some(at) = PARTS.iter().position(|part| *part == field.name) else {
                let message = format!("a key has no `{}`; it has {}", short(&field.name), PARTS.join(", "));
                self.refuse(field.place, "config-unknown", message);
                continue;
            };
            if found[at].is_some() {
                self.refuse(field.place, "config-twice", format!("`{}` is given twice; keep one", field.name));
            } else if let Shape::Text(words) = &field.value.shape {
                found[at] = Some((words, field.value.place));
            } else {
                let message = format!("{} is no text; put it in quotes", shown(&field.value));
                self.refuse(field.value.place, "config-type", message);
                found[at] = Some(("", field.value.place));
            }
        }
        if let Some(missing) = PARTS.iter().zip(&found).find(|(_, found)| found.is_none()).map(|(part, _)| part) {
            self.refuse(node.place, "config-missing", format!("the key has no `{missing}`; add it"));
        }
        if self.config.problems.len() > before {
            return None;
        }
        let [(context, context_place), (key, key_place), (action, action_place)] = found.map(Option::unwrap_or_default);
        let context = Context::ALL.iter().copied().find(|known| known.id() == context).or_else(|| {
            let message = named(context, "context", Context::ALL.iter().map(|known| known.id()));
            self.refuse(context_place, "config-context", message);
            None
        });
        let action = Action::ALL.iter().copied().find(|known| known.id() == action).or_else(|| {
            let message = named(action, "action", Action::ALL.iter().map(|known| known.id()));
            self.refuse(action_place, "config-action", message);
            None
        });
        let parsed = Key::parse(key).or_else(|| {
            let message =
                format!("`{}` is no key; write a letter, or as in \"ctrl-u\", \"alt-x\", \"enter\", \"f\"", short(key));
            self.refuse(key_place, "config-key", message);
            None
        });
        let (context, action, parsed) = (context?, action?, parsed?);
        if let Some(message) = self.objection(context, parsed) {
            self.refuse(key_place, "config-key", message);
            return None;
        }
        Some((context, parsed, action))
    }

    /// Why a key cannot be bound in a context, although both exist.
    fn objection(&self, context: Context, key: Key) -> Option<String> {
        let known = self.config.keys.iter().find(|((c, k, _), _)| *c == context && *k == key);
        if let Some((_, first)) = known {
            return Some(format!("{key} is bound twice in {}, first in line {}; keep one", context.id(), first.line));
        }
        let always = BINDINGS.iter().any(|&(c, k, _)| c == Context::Always && Key::parse(k) == Some(key));
        if always {
            return Some(format!("{key} is the way out everywhere and stays it; choose another key"));
        }
        if context.takes_letters() && key.typed().is_some() {
            return Some(format!("in {} letters are typed; choose a key with ctrl- or alt-", context.id()));
        }
        None
    }
}

fn named<'a>(found: &str, what: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let hint = match nearest(found, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if what == "context" => format!("known are {}", known.collect::<Vec<_>>().join(", ")),
        None => "`certdex keys --json` lists them".to_owned(),
    };
    format!("there is no {what} `{}`; {hint}", short(found))
}

/// A theme of the user's: its name, its file as shown, and its text or why it could not be read.
pub type ThemeFile = (String, String, Result<String, Problem>);

/// The user's own themes, sorted by name.
#[must_use]
pub fn theme_files() -> Vec<ThemeFile> {
    let Some(folder) = paths::own_config().map(|folder| folder.join("themes")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "ron"))
        .collect();
    files.sort();
    files
        .into_iter()
        .take(100)
        .map(|path| {
            let name = safe(&path.file_stem().unwrap_or_default().to_string_lossy());
            let shown = safe(&path.to_string_lossy());
            let text = files::read(&path, MAX_BYTES).map_err(|why| problem(&shown, "", None, "theme-readable", why));
            (name, shown, text)
        })
        .collect()
}
