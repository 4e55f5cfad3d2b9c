//! Search: a query in one's own words to ranked records and the characters that matched.
//!
//! A record is found by its name, abbreviation, id, or any of its aliases. How it was found decides
//! before how well: exact id or abbreviation, whole name or alias, beginnings of words, initials,
//! letters left out ("scrm mstr"), letters mistaken ("scurm master"), and last what is known of it.
//! Within a class the score decides, then how sought after the record is in the data, then name,
//! then id. Limits ("no exam", `cost<300`) narrow certifications: see [`limits`]. The answer depends
//! on the catalogue and the query alone.
//!
//! The steps of [`Index::matches`]:
//!
//! 1. every text is graded by the cheap classes;
//! 2. if nothing is better than letters left out, words that say nothing ("certification for a …")
//!    are dropped and the rest is tried;
//! 3. if that is no better, mistaken letters are looked for;
//! 4. certifications that fit the role that was named follow those that bear its name;
//! 5. if nothing was found at all, duties, skills and advice are read.
//!
//! A match is a few bytes, and only the first ones are put in order; what is shown of it is found out
//! by a [`Describer`] when it is shown. So a key in a list of a million names costs no more than the
//! glance that rules most of them out.

mod adapter;
mod engine;
pub mod fold;
mod index;
pub mod limits;
mod matches;
pub mod query;
mod steps;

pub use engine::Class;
use engine::{Look, Room, Typed};
pub use index::Index;
use index::{Which, original};
use limits::Standing;
use matches::{By, Pass};
pub use matches::{Match, Matches};
pub use query::Query;
use steps::{in_parts, said};

use crate::catalog::Catalog;
use crate::catalog::record::{Key, Kind, Record};
use crate::field::Field;
use crate::safe_text::SafeText;

/// Longest query looked at, in characters; nobody types more.
pub const MAX_QUERY: usize = 64;
/// So many matches are put in order at first, and around every place that is gone to.
pub const TOP: usize = 512;
/// Longest text searched in, in characters.
const MAX_TEXT: usize = engine::MAX_TEXT;

/// What can be found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Thing {
    /// A role, a certification or a provider.
    Record(Key),
    /// A word of the field, by index.
    Term(usize),
    /// A meaning of an abbreviation that is not in the catalogue, by index.
    Meaning(usize),
}

/// Why something was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// Nobody asked for it: a row of the whole list.
    Listed,
    /// By its name.
    Name,
    /// By its id or abbreviation.
    Abbreviation,
    /// By another name.
    Alias,
    /// It fits the role that was named.
    Fits(Key),
    /// What is known of it speaks of it.
    Said(Field),
    /// A rule of advice, by index, speaks of it.
    Advice(usize),
}

impl Why {
    /// In words, for people.
    #[must_use]
    pub fn words(self, catalog: &Catalog) -> String {
        match self {
            Self::Listed => String::new(),
            Self::Name => "name".to_owned(),
            Self::Abbreviation => "abbreviation".to_owned(),
            Self::Alias => "other name".to_owned(),
            Self::Fits(role) => format!("fits {}", catalog.get(role).name),
            Self::Said(field) => field.label().to_lowercase(),
            Self::Advice(_) => "advice".to_owned(),
        }
    }
}

/// Something that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found<T = Thing> {
    /// What.
    pub thing: T,
    /// How it was found.
    pub class: Class,
    /// How it stands to the limits.
    pub standing: Standing,
    /// Higher is better; comparable within one class of one answer.
    pub score: i64,
    /// The text that matched: the name, or an alias.
    pub matched: SafeText,
    /// The matching characters of the name, by index; empty if something else matched.
    pub in_name: Vec<usize>,
    /// By what it was found.
    pub why: Why,
}

/// A record that was found.
pub type Hit = Found<Key>;

impl<T> Found<T> {
    /// The same about another name of what was found.
    fn about<U>(self, thing: U) -> Found<U> {
        let Self { class, standing, score, matched, in_name, why, .. } = self;
        Found { thing, class, standing, score, matched, in_name, why }
    }
}

impl Found {
    /// The same, if it is a record.
    #[must_use]
    pub fn of_record(self) -> Option<Hit> {
        let Thing::Record(key) = self.thing else { return None };
        Some(self.about(key))
    }
}

impl Hit {
    /// A record that nobody asked for: a row of the whole list.
    #[must_use]
    pub fn unsearched(record: &Record) -> Self {
        Self {
            thing: record.key,
            class: Class::Fuzzy,
            standing: Standing::Within,
            score: 0,
            matched: record.name.clone(),
            in_name: Vec::new(),
            why: Why::Listed,
        }
    }
}

/// What a search found, and what comes nearest where that is nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// What was found.
    pub matches: Matches,
    /// What comes nearest.
    pub near: Vec<Key>,
}

/// What a query's words are read as: all of them, those that say something, or all that was typed.
struct Readings {
    words: Typed,
    essence: Option<Typed>,
    whole: Typed,
}

impl Readings {
    fn new(query: &Query) -> Self {
        let typed = |text: &str| Typed::new(text, MAX_QUERY);
        Self {
            words: typed(&query.words),
            essence: query.essence().map(|essence| typed(&essence)),
            whole: typed(&query.text),
        }
    }

    fn of(&self, pass: Pass) -> &Typed {
        match pass {
            Pass::Words | Pass::WordsMistaken => &self.words,
            Pass::Essence | Pass::EssenceMistaken => self.essence.as_ref().unwrap_or(&self.words),
            Pass::Whole => &self.whole,
        }
    }
}

/// Says of matches of one query what there is to show.
pub struct Describer<'a> {
    index: &'a Index,
    catalog: &'a Catalog,
    readings: Readings,
}

impl<'a> Describer<'a> {
    /// For the matches of `query` in this index.
    #[must_use]
    pub fn new(index: &'a Index, catalog: &'a Catalog, query: &Query) -> Self {
        Self { index, catalog, readings: Readings::new(query) }
    }

    /// What there is to show of a match.
    #[must_use]
    pub fn describe(&self, found: &Match) -> Found {
        let (catalog, index) = (self.catalog, self.index);
        let thing = found.thing();
        let name = || original(catalog, thing, Which::Name);
        let (matched, in_name, why) = match found.by() {
            By::Listed => (name(), Vec::new(), Why::Listed),
            By::Fits(role) => {
                let role = Key(Kind::Role, role as usize);
                (catalog.get(role).name.clone(), Vec::new(), Why::Fits(role))
            }
            By::Said(field) => {
                let words = &self.readings.words;
                let text = found.key().and_then(|key| said(catalog.get(key), field, words)).cloned();
                (text.unwrap_or_else(name), Vec::new(), Why::Said(field))
            }
            By::Advice(number) => {
                let number = number as usize;
                (catalog.advice[number].when.clone(), Vec::new(), Why::Advice(number))
            }
            By::Text(text, pass) => {
                let (which, exact) = index.which[text as usize];
                let matched = original(catalog, thing, which);
                let grade = engine::light(&matched, exact, self.readings.of(pass), pass.look());
                let lit = grade.map(|grade| grade.lit).filter(|_| which == Which::Name);
                (matched, lit.unwrap_or_default(), which.why())
            }
        };
        Found { thing, class: found.class(), standing: found.standing(), score: found.score(), matched, in_name, why }
    }
}

/// Texts that match a query, best first: their numbers, how they matched, the score, and the
/// matching characters. For short lists that are no records: actions.
pub fn sift<'a>(query: &str, texts: impl Iterator<Item = &'a str>) -> Vec<(usize, Class, i64, Vec<usize>)> {
    let typed = Typed::new(query, MAX_QUERY);
    let mut found: Vec<(usize, Class, i64, Vec<usize>)> = texts
        .enumerate()
        .filter_map(|(number, text)| {
            let grade = engine::light(&SafeText::new(text), false, &typed, Look::Cheap)?;
            Some((number, grade.class, grade.score, grade.lit))
        })
        .collect();
    found.sort_by_key(|(number, class, score, _)| (*class, -score, *number));
    found
}

/// The lines that match a query, best first: the same classes and scores as for records.
#[must_use]
pub fn filter<'t>(query: &str, lines: &[&'t str]) -> Vec<&'t str> {
    let typed = Typed::new(query, MAX_QUERY);
    let mut found: Vec<(Class, i64, usize)> = in_parts(lines.len(), |part| {
        let mut room = Room::new(&typed);
        let near = part.filter(|number| engine::may_match(lines[*number], &typed));
        near.filter_map(|number| {
            let (class, score) = engine::grade_line(lines[number], &typed, Look::Cheap, &mut room)?;
            Some((class, -score, number))
        })
        .collect()
    });
    found.sort_unstable();
    found.into_iter().map(|(.., number)| lines[number]).collect()
}

#[cfg(test)]
mod tests {
    use super::fold::Folded;
    use super::index::entries;
    use super::*;

    /// The queries of the golden files.
    fn queries() -> impl Iterator<Item = &'static str> {
        let both = [include_str!("../tests/golden/queries.txt"), include_str!("../tests/golden/queries-held-back.txt")];
        both.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#')).filter_map(|line| {
            let query = line.split('\t').next()?;
            Some(query.trim_start_matches("@role ").trim_start_matches("@cert "))
        })
    }

    #[test]
    fn the_order_of_the_records_changes_no_answer() {
        let catalog = crate::embedded::catalog();
        let index = Index::new(&catalog);
        let mut entries = entries(&catalog);
        entries.reverse();
        let middle = entries.len() / 2;
        entries.rotate_left(middle);
        let turned = Index::of(&catalog, entries);
        for typed in queries() {
            let query = Query::parse(&catalog, typed);
            // Without words the order is that of the catalogue.
            if query.words.is_empty() {
                continue;
            }
            assert_eq!(turned.find(&catalog, &query), index.find(&catalog, &query), "{typed:?}");
        }
    }

    #[test]
    fn letters_lit_up_are_letters_typed() {
        let catalog = crate::embedded::catalog();
        let index = Index::new(&catalog);
        let mut lit = 0;
        for typed in queries() {
            let query = Query::parse(&catalog, typed);
            for hit in index.search(&catalog, &query, None) {
                let name = Folded::new(&catalog.get(hit.thing).name, MAX_TEXT);
                let letters = name.text.chars().zip(&name.origin).filter(|(_, at)| hit.in_name.contains(at));
                let mut left: Vec<char> = Folded::new(typed, MAX_QUERY).text.chars().collect();
                left.extend(Folded::letters(typed, MAX_QUERY).text.chars());
                for (letter, _) in letters.filter(|(letter, _)| *letter != ' ') {
                    assert!(left.contains(&letter), "{typed:?} lights up {letter:?} in {}", name.text);
                    lit += 1;
                }
            }
        }
        assert!(lit > 1_000, "{lit} letters lit up");
    }
}
