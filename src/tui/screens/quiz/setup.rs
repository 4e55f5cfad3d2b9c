//! What to practise: bank, certification, topics, levels, how many, in which order, and when the
//! reasons are shown.

use ratatui::text::Span;

use super::parts::{count, entry, heading};
use super::run::Shown;
use super::start;
use crate::catalog::Catalog;
use crate::catalog::record::{Key, Kind};
use crate::catalog::schema::ItemLevel;
use crate::profile::Mode;
use crate::quiz::Paper;
use crate::quiz::pick::{self, Choice};
use crate::tui::model::Model;
use crate::tui::widgets::text;

/// How many questions can be asked for; the last is "all".
const COUNTS: [usize; 7] = [5, 10, 15, 20, 30, 50, usize::MAX];

/// The choices.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// Only this bank.
    pub bank: Option<usize>,
    /// Only what helps with this certification.
    pub cert: Option<Key>,
    /// Only these topics of the bank; all if empty.
    pub topics: Vec<String>,
    /// Only these levels; all if empty.
    pub levels: Vec<ItemLevel>,
    /// At most so many; fifteen if not chosen, and all of a small bank.
    pub most: Option<usize>,
    /// In the order of the bank; a small bank is if nothing is chosen.
    pub written_order: Option<bool>,
    /// All words at the end.
    pub at_end: bool,
    /// The seed; another one each time if not chosen.
    pub seed: Option<u64>,
}

impl State {
    /// What may be asked.
    fn choice(&self, catalog: &Catalog) -> Choice {
        let topic = |topic: &String| Some((self.bank?, topic.clone()));
        let whole = Choice {
            banks: self.bank.into_iter().collect(),
            cert: self.cert,
            topics: self.topics.iter().filter_map(topic).collect(),
            levels: self.levels.clone(),
            most: None,
            written_order: false,
        };
        let small = self.bank.is_some() && pick::pool(catalog, &whole).len() <= pick::SMALL;
        let most = match self.most {
            Some(most) => Some(most).filter(|&most| most < usize::MAX),
            None => (!small).then_some(15),
        };
        Choice { most, written_order: self.written_order.unwrap_or(small && self.most.is_none()), ..whole }
    }

    /// The paper that is started; `None` if no question is left.
    #[must_use]
    pub fn paper(&self, catalog: &Catalog, seed: u64) -> Option<Paper> {
        let choice = self.choice(catalog);
        let items = pick::practice(catalog, &choice, seed);
        if items.is_empty() {
            return None;
        }
        let title = match (self.bank, self.cert) {
            (Some(bank), _) => catalog.banks[bank].name.one_line(),
            (None, Some(cert)) => format!("{}, practice", catalog.get(cert).short()),
            (None, None) => "Practice".to_owned(),
        };
        let title = if self.topics.len() == 1 { format!("{title}: {}", self.topics[0]) } else { title };
        // Drilling a bank, a topic or a level is no sample of an exam.
        let mixed = self.cert.is_some() && self.bank.is_none() && self.levels.is_empty() && !choice.written_order;
        let mode = if self.at_end { Mode::PracticeAtEnd } else { Mode::Practice };
        let cert = self.cert.map(|cert| catalog.get(cert).id.to_string());
        Some(Paper { title, mode, cert, items, seed, rules: None, mixed })
    }
}

/// A row of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// Starts it.
    Start,
    /// Which bank.
    Bank,
    /// Which certification.
    Cert,
    /// How many.
    Most,
    /// Mixed or as written.
    Order,
    /// When words come.
    Words,
    /// The seed.
    Seed,
    /// A level.
    Level(ItemLevel),
    /// A topic of the bank.
    Topic(String),
}

/// The rows, in order.
#[must_use]
pub fn rows(model: &Model) -> Vec<Row> {
    let mut rows = vec![Row::Start, Row::Bank, Row::Cert, Row::Most, Row::Order, Row::Words, Row::Seed];
    rows.extend(ItemLevel::ALL.into_iter().map(Row::Level));
    if let Some(bank) = model.quiz.setup.bank {
        rows.extend(topics(&model.data.catalog, bank).into_iter().map(|(topic, _)| Row::Topic(topic)));
    }
    rows
}

/// The topics of a bank with how many questions each has, in the order in which they first come.
#[must_use]
pub fn topics(catalog: &Catalog, bank: usize) -> Vec<(String, usize)> {
    let mut topics: Vec<(String, usize)> = Vec::new();
    for item in &catalog.banks[bank].items {
        match topics.iter_mut().find(|(known, _)| *known == *item.topic) {
            Some((_, n)) => *n += 1,
            None => topics.push((item.topic.to_string(), 1)),
        }
    }
    topics
}

/// The certifications that our questions help with, by how many.
#[must_use]
pub fn certs(catalog: &Catalog) -> Vec<(Key, usize)> {
    let mut counts = vec![0; catalog.count(Kind::Cert)];
    for cert in catalog.banks.iter().flat_map(|bank| &bank.items).flat_map(|item| &item.valid_for) {
        counts[cert.1] += 1;
    }
    let mut certs: Vec<(Key, usize)> =
        counts.into_iter().enumerate().filter(|&(_, n)| n > 0).map(|(at, n)| (Key(Kind::Cert, at), n)).collect();
    certs.sort_by_key(|&(key, n)| (std::cmp::Reverse(n), key));
    certs
}

/// The value before or behind another in a list that goes round, `None` being one of them.
fn turned<T: PartialEq + Clone>(now: Option<&T>, all: &[T], back: bool) -> Option<T> {
    let at = now.and_then(|now| all.iter().position(|known| known == now)).map_or(0, |at| at + 1);
    let to = (at + if back { all.len() } else { 1 }) % (all.len() + 1);
    to.checked_sub(1).and_then(|to| all.get(to).cloned())
}

/// Changes the value of the selected row.
pub fn turn(model: &mut Model, back: bool) {
    let Some(row) = rows(model).get(model.quiz.row).cloned() else { return };
    let data = model.data.clone();
    let setup = &mut model.quiz.setup;
    match row {
        // Enter starts it.
        Row::Start => {}
        Row::Bank => {
            let all: Vec<usize> = (0..data.catalog.banks.len()).collect();
            setup.bank = turned(setup.bank.as_ref(), &all, back);
            setup.topics.clear();
        }
        Row::Cert => {
            let all: Vec<Key> = certs(&data.catalog).into_iter().map(|(cert, _)| cert).collect();
            setup.cert = turned(setup.cert.as_ref(), &all, back);
        }
        Row::Most => {
            let at = COUNTS.iter().position(|&n| Some(n) == setup.most).unwrap_or(2);
            let to = if back { at.saturating_sub(1) } else { (at + 1).min(COUNTS.len() - 1) };
            setup.most = Some(COUNTS[to]);
        }
        Row::Order => {
            let now = setup.choice(&data.catalog).written_order;
            setup.written_order = Some(!now);
        }
        Row::Words => setup.at_end ^= true,
        Row::Seed => {
            setup.seed = match (setup.seed, back) {
                (None, false) => Some(1),
                (None | Some(0 | 1), true) => None,
                (Some(seed), true) => Some(seed - 1),
                (Some(seed), false) => Some(seed.saturating_add(1)),
            };
        }
        Row::Level(level) => match setup.levels.iter().position(|&known| known == level) {
            Some(at) => drop(setup.levels.remove(at)),
            None => setup.levels.push(level),
        },
        Row::Topic(topic) => match setup.topics.iter().position(|known| *known == topic) {
            Some(at) => drop(setup.topics.remove(at)),
            None => setup.topics.push(topic),
        },
    }
}

/// Enter: starts on the first row, changes the value on any other.
pub fn open(model: &mut Model, row: usize) {
    if row > 0 {
        return turn(model, false);
    }
    let seed = model.quiz.setup.seed.unwrap_or_else(|| model.next_seed());
    match model.quiz.setup.paper(&model.data.catalog, seed) {
        Some(paper) => start(model, paper),
        None => model.notice = Some("no question fits all of this; take something out".to_owned()),
    }
}

/// Paints the page.
#[must_use]
pub fn view(model: &Model, width: u16) -> Shown {
    let theme = &model.theme;
    let catalog = &model.data.catalog;
    let setup = &model.quiz.setup;
    let choice = setup.choice(catalog);
    let pool = pick::pool(catalog, &choice);
    let asked = choice.most.unwrap_or(usize::MAX).min(pool.len());
    let of_level = |level: ItemLevel| {
        let without = Choice { levels: vec![level], ..choice.clone() };
        pick::pool(catalog, &without).len()
    };
    let tick = |on: bool| if on { "[x]" } else { "[ ]" };
    let names = 24;
    let mut blocks = Vec::new();
    for (number, row) in rows(model).into_iter().enumerate() {
        match row {
            Row::Level(ItemLevel::Know) => blocks.push(heading(theme, "Levels: all, or only", width, false)),
            Row::Topic(_) if number == 7 + ItemLevel::ALL.len() => {
                blocks.push(heading(theme, "Topics: all, or only", width, false));
            }
            _ => {}
        }
        let (name, about) = match &row {
            Row::Start => ("Start".to_owned(), format!("{} of the {} that fit", count(asked, "question"), pool.len())),
            Row::Bank => {
                let value = setup.bank.map_or("all".to_owned(), |bank| catalog.banks[bank].name.one_line());
                ("Bank".to_owned(), format!("< {value} >"))
            }
            Row::Cert => {
                let value = setup.cert.map_or("any".to_owned(), |cert| catalog.get(cert).short().to_owned());
                ("Helps to prepare for".to_owned(), format!("< {value} >"))
            }
            Row::Most => {
                let value = choice.most.map_or("all".to_owned(), |most| most.to_string());
                ("How many, at most".to_owned(), format!("< {value} >"))
            }
            Row::Order => {
                let value = if choice.written_order { "as written" } else { "mixed" };
                ("Order".to_owned(), format!("< {value} >"))
            }
            Row::Words => {
                let value = if setup.at_end { "at the end" } else { "after each answer" };
                ("Right or wrong".to_owned(), format!("< {value} >"))
            }
            Row::Seed => {
                let value = setup.seed.map_or("another one each time".to_owned(), |seed| seed.to_string());
                ("Seed".to_owned(), format!("< {value} >  the same seed draws the same questions"))
            }
            Row::Level(level) => (
                format!("{} {}", tick(setup.levels.contains(level)), level.word()),
                count(of_level(*level), "question"),
            ),
            Row::Topic(topic) => {
                let n = setup.bank.map_or(0, |bank| {
                    topics(catalog, bank).into_iter().find(|(known, _)| known == topic).map_or(0, |(_, n)| n)
                });
                (
                    format!(
                        "{} {}",
                        tick(setup.topics.contains(topic)),
                        text::fit(topic, usize::from(width / 10).max(19))
                    ),
                    count(n, "question"),
                )
            }
        };
        blocks.push(entry(theme, &name, &about, names, number, number == model.quiz.row, width));
    }
    let aside = Span::styled("left and right change a value, Start begins", theme.cite);
    ("Practice by choice".to_owned(), vec![aside], blocks)
}
