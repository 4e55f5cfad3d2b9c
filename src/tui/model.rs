//! What the explorer is: plain values that can be copied and compared.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use crate::catalog::Catalog;
use crate::catalog::record::{Key as RecordKey, Kind};
use crate::keys::Key;
use crate::keys::bindings::{Bindings, Context};
use crate::profile::{Change, Profile};
use crate::quiz::Names;
use crate::search::{Answer, Index};
use crate::tui::ascii::Ascii;
use crate::tui::message::{Message, Question};
use crate::tui::overlays::{self, Overlay, palette};
use crate::tui::screens::filter::{self, Filter};
use crate::tui::screens::{browse, certs, compare, decide, quiz};
use crate::tui::theme::{self, Named, Theme};

/// What never changes while the explorer runs.
#[derive(Debug)]
pub struct Data {
    /// The catalogue.
    pub catalog: Catalog,
    /// Its search index, made when the first letter is typed.
    index: OnceLock<Index>,
    /// Its filters, counted when somebody first asks for them.
    filters: OnceLock<Vec<(Filter, usize)>>,
}

impl Data {
    /// Whether a search takes no time that anybody would notice.
    #[must_use]
    pub fn is_small(&self) -> bool {
        [Kind::Role, Kind::Cert, Kind::Provider].map(|kind| self.catalog.count(kind)).iter().sum::<usize>() < 20_000
    }

    /// The index, if it is there already: nobody who draws waits for it.
    #[must_use]
    pub fn made_index(&self) -> Option<&Index> {
        self.index.get()
    }

    /// Searches: the same on whichever thread.
    #[must_use]
    pub fn ask(&self, typed: &str, kind: Option<Kind>, stop: &AtomicBool) -> Answer {
        self.index().answer(&self.catalog, typed, kind, stop)
    }

    /// Every filter of the list of certifications, with how many it would leave on its own.
    #[must_use]
    pub fn filters(&self) -> &[(Filter, usize)] {
        self.filters.get_or_init(|| filter::all(&self.catalog))
    }

    /// The search index.
    #[must_use]
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(&self.catalog))
    }
}

/// A shared handle to [`Data`]; equal only to itself.
#[derive(Clone, Debug)]
pub struct Shared(Arc<Data>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl std::ops::Deref for Shared {
    type Target = Data;
    fn deref(&self) -> &Data {
        &self.0
    }
}

/// The profile, shared until it is changed: copying the model copies no answers.
#[derive(Clone, Debug, Default)]
pub struct Kept(Arc<Profile>, Arc<OnceLock<Option<Profile>>>);

impl Kept {
    /// The profile, to be changed.
    pub fn edit(&mut self) -> &mut Profile {
        self.1 = Arc::default();
        Arc::make_mut(&mut self.0)
    }

    /// What can be said of the answers without giving an unfinished exam away: see
    /// [`Profile::settled`].
    #[must_use]
    pub fn settled(&self) -> &Profile {
        self.1.get_or_init(|| self.0.settled()).as_ref().unwrap_or(&self.0)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl From<Profile> for Kept {
    fn from(profile: Profile) -> Self {
        Self(Arc::new(profile), Arc::default())
    }
}

impl std::ops::Deref for Kept {
    type Target = Profile;
    fn deref(&self) -> &Profile {
        &self.0
    }
}

/// Whether what happens is kept in a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Saving {
    /// In no file: it ends with the program.
    #[default]
    Nowhere,
    /// All of it is in the file.
    Saved,
    /// Some of it is on its way there.
    Waiting,
    /// Some of it could not be written, and why; it is tried again.
    Failed(String),
}

/// Whether the profile was read: it is when the Quiz tab is first opened.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Reading {
    /// Nobody needed it yet.
    #[default]
    NotAsked,
    /// It was asked for; what has happened since.
    Asked(Vec<Change>),
    /// It is there.
    Read,
}

/// What the wall clock says, in milliseconds since 1970. Two models are the same whatever the time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Now(pub i64);

impl PartialEq for Now {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The tabs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)] // the labels say it
pub enum Tab {
    Roles,
    Certs,
    Compare,
    Quiz,
}

impl Tab {
    /// All tabs, in order.
    pub const ALL: [Self; 4] = [Self::Roles, Self::Certs, Self::Compare, Self::Quiz];

    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Roles => "Roles",
            Self::Certs => "Certifications",
            Self::Compare => "Compare",
            Self::Quiz => "Quiz",
        }
    }

    /// Its name where there is little room.
    #[must_use]
    pub fn short(self) -> &'static str {
        if self == Self::Certs { "Certs" } else { self.label() }
    }

    /// The tab `steps` further on, round and round.
    #[must_use]
    pub fn step(self, back: bool) -> Self {
        let at = self as usize + if back { Self::ALL.len() - 1 } else { 1 };
        Self::ALL[at % Self::ALL.len()]
    }
}

/// The whole state of the explorer.
#[derive(Clone, PartialEq, Debug)]
pub struct Model {
    /// The catalogue and its index.
    pub data: Shared,
    /// The styles in use.
    pub theme: Theme,
    /// The themes to choose from.
    pub themes: Arc<[Named]>,
    /// Which of them is in use.
    pub worn: usize,
    /// How much is drawn with ASCII only.
    pub ascii: Ascii,
    /// What the keys do.
    pub keys: Bindings,
    /// The columns of the Certifications list, in order.
    pub columns: Arc<[browse::SortKey]>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The tab in front.
    pub tab: Tab,
    /// The Roles tab.
    pub roles: browse::State,
    /// The Certifications tab.
    pub certs: browse::State,
    /// The Compare tab.
    pub compare: compare::State,
    /// The Quiz tab.
    pub quiz: quiz::State,
    /// Windows on top, the last one in front.
    pub overlays: Vec<Overlay>,
    /// What is marked for comparing, in order, all of one kind.
    pub marked: Vec<RecordKey>,
    /// The tabs to go back to, the last one first.
    pub back: Vec<Tab>,
    /// A message for the hint line, until the next key.
    pub notice: Option<String>,
    /// The seed of the next quiz.
    pub seed: u64,
    /// The time.
    pub now: Now,
    /// What the user has.
    pub profile: Kept,
    /// Whether the profile was read.
    pub reading: Reading,
    /// Whether it is kept in a file.
    pub saving: Saving,
    /// Changes that the world has not been told of yet.
    pub unsaved: Vec<Change>,
    /// The number of the last changes that the world was told of.
    pub kept: u64,
    /// Names for runs.
    pub names: Names,
}

impl Model {
    /// The explorer at its start: the Roles tab with everything in it.
    #[must_use]
    pub fn new(catalog: Catalog, theme: Theme, seed: u64) -> Self {
        let data = Shared(Arc::new(Data { catalog, index: OnceLock::new(), filters: OnceLock::new() }));
        Self {
            roles: browse::State::new(&data, Kind::Role),
            certs: browse::State::new(&data, Kind::Cert),
            compare: compare::State::default(),
            quiz: quiz::State::default(),
            data,
            theme,
            themes: theme::built_in(),
            worn: 0,
            ascii: Ascii::Off,
            keys: Bindings::default(),
            columns: certs::named(crate::config::COLUMNS.iter().copied()),
            size: (80, 24),
            tab: Tab::Roles,
            overlays: Vec::new(),
            marked: Vec::new(),
            back: Vec::new(),
            notice: None,
            seed,
            now: Now::default(),
            profile: Kept::default(),
            reading: Reading::NotAsked,
            saving: Saving::Nowhere,
            unsaved: Vec::new(),
            kept: 0,
            names: Names::new(seed),
        }
    }

    /// Puts on the theme of that number; round and round.
    pub fn wear(&mut self, number: usize) {
        let number = number % self.themes.len().max(1);
        if let Some(known) = self.themes.get(number) {
            (self.theme, self.worn) = (known.theme, number);
        }
    }

    /// A seed that was not used before.
    pub fn next_seed(&mut self) -> u64 {
        let seed = self.seed;
        self.seed = seed.wrapping_add(1);
        seed
    }

    /// A picker: one box over the records of a kind, and nothing else.
    #[must_use]
    pub fn picker(catalog: Catalog, theme: Theme, kind: Kind, query: &str) -> Self {
        let mut model = Self::new(catalog, theme, 0);
        let palette = palette::State::new(&model, Some(kind), query);
        model.overlays.push(Overlay::new(overlays::Kind::Palette(palette)));
        model
    }

    /// The window that the keys are for: the one on top, but not the welcome, which any key ends.
    #[must_use]
    pub fn window(&self) -> Option<&Overlay> {
        self.overlays.last().filter(|top| top.kind != overlays::Kind::Welcome)
    }

    /// The contexts of the moment, innermost first.
    #[must_use]
    pub fn contexts(&self) -> Vec<Context> {
        use Context as C;
        if let Some(overlay) = self.window() {
            // The window of filters moves and closes like any window.
            return match overlay.context() {
                context @ (C::Filters | C::Cost | C::Ledger) => vec![C::Always, context, C::Popup],
                C::Adding => vec![C::Always, C::Adding, C::Palette],
                context => vec![C::Always, context],
            };
        }
        self.contexts_below()
    }

    /// The contexts of the screen, as if no window were on top.
    #[must_use]
    pub fn contexts_below(&self) -> Vec<Context> {
        use Context as C;
        match self.tab {
            Tab::Roles if self.roles.searching => vec![C::Always, C::SearchBox],
            Tab::Certs if self.certs.searching => vec![C::Always, C::SearchBox],
            Tab::Roles => vec![C::Always, C::Browse, C::Move, C::Global],
            Tab::Certs => vec![C::Always, C::Certs, C::Browse, C::Move, C::Global],
            Tab::Compare => vec![C::Always, C::Compare, C::Move, C::Global],
            // A list of roles or certifications is narrowed by typing.
            Tab::Quiz if decide::is_picking(self) => {
                vec![C::Always, C::SearchBox, C::Interview, C::Move, C::Global]
            }
            Tab::Quiz => vec![C::Always, self.quiz.context(), C::Move, C::Global],
        }
    }

    /// What a key means at this moment.
    #[must_use]
    pub fn read_key(&self, key: Key) -> Message {
        let contexts = self.contexts();
        // Where letters are typed a letter does something else only if it was bound right there.
        let boxes: Vec<Context> = contexts.iter().copied().filter(|context| context.is_box()).collect();
        let bound = match key.typed() {
            Some(letter) if !boxes.is_empty() => match self.keys.resolve(&boxes, key) {
                None => return Message::Typed(letter),
                bound => bound,
            },
            _ => self.keys.resolve(&contexts, key),
        };
        bound.map_or(Message::Unbound(key), Message::Do)
    }

    /// Whether a letter typed now would be searched for.
    #[must_use]
    pub fn may_search(&self) -> bool {
        match self.overlays.last() {
            Some(overlay) => matches!(overlay.kind, overlays::Kind::Palette(_)),
            None => self.browse().is_some_and(|state| state.searching),
        }
    }

    /// What was typed and has not been searched for yet.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        let (typed, kind, palette) = match self.overlays.last() {
            Some(Overlay { kind: overlays::Kind::Palette(palette), .. }) => {
                let (typed, kind) = palette.waiting()?;
                (typed, kind, true)
            }
            _ => {
                let state = self.browse().filter(|state| state.stale)?;
                (state.query.text(), Some(state.kind), false)
            }
        };
        Some(Question { typed: typed.to_owned(), kind, palette })
    }

    /// Shows the answer to a question, if that is still the question.
    pub fn answered(&mut self, question: &Question, answer: Answer) {
        if self.question().as_ref() != Some(question) {
            return;
        }
        if let Some(Overlay { kind: overlays::Kind::Palette(palette), .. }) = self.overlays.last() {
            let mut palette = palette.clone();
            palette.take(self, &answer);
            palette::put(self, palette);
            return;
        }
        let data = self.data.clone();
        if let Some(state) = self.browse_mut() {
            state.take(&data, answer.matches, answer.near);
        }
    }

    /// Searches for what was typed and waits for it: before anything is done with what was found.
    pub fn settle(&mut self) {
        if let Some(question) = self.question() {
            let answer = self.data.ask(&question.typed, question.kind, &AtomicBool::new(false));
            self.answered(&question, answer);
        }
    }

    /// The list of the tab in front, if it has one.
    #[must_use]
    pub fn browse(&self) -> Option<&browse::State> {
        match self.tab {
            Tab::Roles => Some(&self.roles),
            Tab::Certs => Some(&self.certs),
            Tab::Compare | Tab::Quiz => None,
        }
    }

    /// The same, to be changed.
    pub fn browse_mut(&mut self) -> Option<&mut browse::State> {
        match self.tab {
            Tab::Roles => Some(&mut self.roles),
            Tab::Certs => Some(&mut self.certs),
            Tab::Compare | Tab::Quiz => None,
        }
    }
}
