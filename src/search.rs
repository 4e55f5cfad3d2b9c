//! Search: a query in one's own words to ranked records and the characters that matched.
//!
//! A record is found by its name, abbreviation, id, or any of its aliases. How it was found decides
//! before how well: exact id or abbreviation, whole name or alias, beginnings of words, initials,
//! letters left out ("scrm mstr"), letters mistaken ("scurm master"), and last what is known of it.
//! Within a class the score decides, then how sought after the record is in the data, then name,
//! then id. Limits ("no exam", `cost<300`) narrow certifications: see [`limits`]. The answer depends
//! on the catalogue and the query alone.
//!
//! The steps of [`Index::find`]:
//!
//! 1. every text is graded by the cheap classes;
//! 2. if nothing is better than letters left out, words that say nothing ("certification for a …")
//!    are dropped and the rest is tried;
//! 3. if that is no better, mistaken letters are looked for;
//! 4. certifications that fit the role that was named follow those that bear its name;
//! 5. if nothing was found at all, duties, skills and advice are read.

mod adapter;
mod engine;
pub mod fold;
pub mod limits;
pub mod query;

pub use engine::Class;
use engine::{Grade, Text, Typed, grade, typo};
use fold::Folded;
use limits::Standing;
pub use query::Query;

use crate::catalog::Catalog;
use crate::catalog::check::nearness;
use crate::catalog::quantity::{Status, Value};
use crate::catalog::record::{Key, Kind, Record};
use crate::field::Field;
use crate::safe_text::SafeText;
use limits::Limit;

/// Longest query looked at, in characters; nobody types more.
pub const MAX_QUERY: usize = 64;
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

impl From<Hit> for Found {
    fn from(hit: Hit) -> Self {
        let thing = Thing::Record(hit.thing);
        hit.about(thing)
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

/// Something that can be found, with the texts that name it.
#[derive(Debug)]
struct Owner {
    thing: Thing,
    name: SafeText,
    id: String,
    sought: u32,
    texts: Vec<(Text, Why)>,
    /// Its place among the meanings of an abbreviation, and the abbreviation.
    meanings: Vec<(String, i64)>,
}

impl Owner {
    fn key(&self) -> Option<Key> {
        match self.thing {
            Thing::Record(key) => Some(key),
            Thing::Term(_) | Thing::Meaning(_) => None,
        }
    }

    fn is_cert(&self) -> bool {
        self.key().is_some_and(|key| key.0 == Kind::Cert)
    }

    /// The best grade of its texts, and by what it was found.
    fn best(&self, typed: &Typed, judge: fn(&Text, &Typed) -> Option<Grade>) -> Option<(Grade, &Text, Why)> {
        let graded = self.texts.iter().filter_map(|(text, why)| Some((judge(text, typed)?, text, *why)));
        // Of equal matches the name comes first: it can be lit up.
        let best = graded.min_by_key(|(grade, _, why)| (grade.class, -grade.score, *why != Why::Name));
        best.map(|(mut grade, mut text, mut why)| {
            // Who types the whole name as an id means the name.
            if grade.class == Class::Exact
                && let Some((name, Some(whole))) = self.texts.first().map(|(name, _)| (name, judge(name, typed)))
                && whole.class == Class::Whole
            {
                (grade.lit, text, why) = (whole.lit, name, Why::Name);
            }
            // Of the meanings of an abbreviation the likelier comes first, as the data has them.
            let place = self.meanings.iter().find(|(abbreviation, _)| *abbreviation == typed.joined());
            if grade.class <= Class::Whole && (place.is_some() || grade.class == Class::Exact) {
                grade.score = 100 - place.map_or(0, |(_, place)| *place);
            } else {
                // Of equals what is named so comes before what is also called so.
                grade.score = 2 * grade.score + 4 * i64::from(why != Why::Alias);
            }
            (grade, text, why)
        })
    }
}

/// The texts of everything, folded once.
#[derive(Debug, Default)]
pub struct Index {
    owners: Vec<Owner>,
}

/// Lowest score of a certification that fits a role that was named; the first gets more.
const FITTING: i64 = 1_000;

impl Index {
    /// The index of a catalogue.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let mut owners: Vec<Owner> = catalog.records().map(|record| of_record(catalog, record)).collect();
        owners.extend(catalog.terms.iter().enumerate().map(|(number, term)| {
            Owner {
                thing: Thing::Term(number),
                name: term.term.clone(),
                id: term.id.to_string(),
                sought: 0,
                texts: std::iter::once((Text::new(&term.term, false), Why::Name))
                    .chain(term.aliases.iter().map(|alias| (Text::new(alias, is_short(alias)), Why::Alias)))
                    .collect(),
                meanings: Vec::new(),
            }
        }));
        for (number, meaning) in catalog.collisions.iter().enumerate().filter(|(_, meaning)| meaning.record.is_none()) {
            owners.push(Owner {
                thing: Thing::Meaning(number),
                name: meaning.meaning.clone(),
                id: meaning.abbreviation.to_lowercase(),
                sought: 0,
                texts: vec![(Text::new(&meaning.abbreviation, true), Why::Abbreviation)],
                meanings: vec![place_of(catalog, number)],
            });
        }
        Self { owners }
    }

    /// Everything that matches, best first; every record for an empty query.
    #[must_use]
    pub fn find(&self, catalog: &Catalog, query: &Query) -> Vec<Found> {
        self.within(catalog, query, None)
    }

    /// The records of `kind` that match, best first; all of them for an empty query.
    #[must_use]
    pub fn search(&self, catalog: &Catalog, query: &Query, kind: Option<Kind>) -> Vec<Hit> {
        let found = self.within(catalog, query, kind).into_iter();
        found
            .filter_map(|found| {
                let Thing::Record(key) = found.thing else { return None };
                Some(found.about(key))
            })
            .collect()
    }

    fn within(&self, catalog: &Catalog, query: &Query, kind: Option<Kind>) -> Vec<Found> {
        let mut search = Search { index: self, catalog, query, kind, found: Vec::new() };
        search.run();
        let Search { mut found, .. } = search;
        found.sort_by(|(a, one), (b, other)| {
            let order = |owner: &Owner, found: &Found| {
                // What nobody knows to be within the limits comes after what somebody does. Of equals
                // the shorter text is the closer one.
                let open = found.standing == Standing::Unknown;
                let length = found.matched.chars().count();
                (found.class, open, -found.score, found.standing, std::cmp::Reverse(owner.sought), length)
            };
            order(a, one).cmp(&order(b, other)).then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id)))
        });
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// The records nearest to `typed`, for "did you mean": first by spelling, then what the search
    /// finds.
    #[must_use]
    pub fn suggestions<'a>(&self, catalog: &'a Catalog, typed: &str, kind: Option<Kind>) -> Vec<&'a Record> {
        let lower = Folded::new(typed, MAX_QUERY).text;
        let close = |text: &str| nearness(&lower, &Folded::new(text, MAX_TEXT).text);
        let mut near: Vec<(f64, &Record)> = catalog
            .records()
            .filter(|record| kind.is_none_or(|kind| record.key.0 == kind))
            .filter_map(|record| {
                let names = record.abbreviation.iter().chain([&record.name]).map(|name| name.as_str());
                let best = names.chain([record.id.as_str()]).filter_map(close).reduce(f64::max);
                Some((best?, record))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        let mut found: Vec<&Record> = near.into_iter().take(3).map(|(_, record)| record).collect();
        for hit in self.search(catalog, &Query::parse(catalog, typed), kind) {
            let record = catalog.get(hit.thing);
            if found.len() < 3 && !found.iter().any(|known| known.key == record.key) {
                found.push(record);
            }
        }
        found
    }
}

/// The texts that match a query, best first: their numbers, how they matched, the score, and the
/// matching characters. For lists that are no records: actions, lines of a pipe.
pub fn rank<'a>(query: &str, texts: impl Iterator<Item = &'a str>) -> Vec<(usize, Class, i64, Vec<usize>)> {
    let typed = Typed::new(query, MAX_QUERY);
    let mut found: Vec<(usize, Class, i64, Vec<usize>)> = texts
        .enumerate()
        .filter_map(|(number, text)| {
            let Grade { class, score, lit } = grade(&Text::new(&SafeText::new(text), false), &typed)?;
            Some((number, class, score, lit))
        })
        .collect();
    found.sort_by_key(|(number, class, score, _)| (*class, -score, *number));
    found
}

/// The lines that match a query, best first: the same classes and scores as for records.
#[must_use]
pub fn filter<'t>(query: &str, lines: &[&'t str]) -> Vec<&'t str> {
    let typed = Typed::new(query, MAX_QUERY);
    let graded = |from: usize, lines: &[&str]| -> Vec<(Class, i64, usize)> {
        (from..)
            .zip(lines)
            .filter(|(_, line)| engine::may_match(line, &typed))
            .filter_map(|(number, line)| {
                let Grade { class, score, .. } = grade(&Text::new(&SafeText::new(line), false), &typed)?;
                Some((class, -score, number))
            })
            .collect()
    };
    // A thread costs more than some thousand lines.
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(lines.len() / 4_096 + 1);
    let share = lines.len().div_ceil(threads).max(1);
    let mut found: Vec<(Class, i64, usize)> = std::thread::scope(|scope| {
        let shares = lines.chunks(share).enumerate();
        let work: Vec<_> = shares.map(|(at, part)| scope.spawn(move || graded(at * share, part))).collect();
        work.into_iter().flat_map(|work| work.join().unwrap_or_default()).collect()
    });
    found.sort_unstable();
    found.into_iter().map(|(.., number)| lines[number]).collect()
}

/// One search in progress.
struct Search<'a> {
    index: &'a Index,
    catalog: &'a Catalog,
    query: &'a Query,
    kind: Option<Kind>,
    found: Vec<(&'a Owner, Found)>,
}

impl<'a> Search<'a> {
    fn run(&mut self) {
        let typed = Typed::new(&self.query.words, MAX_QUERY);
        if typed.is_empty() {
            if self.query.text.trim().is_empty() || !self.query.limits.is_empty() || !self.query.without.is_empty() {
                self.everything();
            }
            return;
        }
        self.pass(&typed, grade);
        if self.is_weak()
            && let Some(essence) = self.query.essence()
        {
            self.pass(&Typed::new(&essence, MAX_QUERY), grade);
        }
        if self.is_weak() {
            self.pass(&typed, typo);
            if let Some(essence) = self.query.essence() {
                self.pass(&Typed::new(&essence, MAX_QUERY), typo);
            }
        }
        if self.kind.is_none_or(|kind| kind == Kind::Cert) {
            self.fitting(&typed);
        }
        // A few letters say nothing, and reading everything is the dearest step.
        if self.found.is_empty() && typed.joined().chars().count() > 3 {
            self.related(&typed);
        }
        // "Lifetime validity" is a word of the field, not a limit.
        if self.query.in_words && !self.query.limits.is_empty() {
            let whole = Typed::new(&self.query.text, MAX_QUERY);
            for owner in self.scope() {
                if let Some((grade, text, why)) = owner.best(&whole, grade)
                    && grade.class <= Class::Whole
                {
                    self.add(owner, grade, text.original.clone(), why, Standing::Within);
                }
            }
        }
    }

    /// Whether nothing was found by more than letters.
    fn is_weak(&self) -> bool {
        !self.found.iter().any(|(_, found)| found.class <= Class::Initials)
    }

    /// Everything of the kind that is asked for.
    fn scope(&self) -> impl Iterator<Item = &'a Owner> + use<'a> {
        let kind = self.kind;
        let wanted = move |owner: &&Owner| kind.is_none_or(|kind| owner.key().is_some_and(|key| key.0 == kind));
        self.index.owners.iter().filter(wanted)
    }

    /// How an owner stands to the limits; `None` if it is outside.
    fn standing(&self, owner: &Owner, class: Class) -> Option<Standing> {
        let unwanted = self.query.without.iter().any(|word| {
            let typed = Typed::new(word, MAX_QUERY);
            owner.texts.iter().any(|(text, _)| grade(text, &typed).is_some_and(|grade| grade.class <= Class::WordStart))
        });
        if unwanted {
            return None;
        }
        let limits = &self.query.limits;
        if limits.is_empty() || self.kind == Some(Kind::Role) {
            return Some(Standing::Within);
        }
        // A limit is about certifications; the others would only stand in the way.
        let cert = self.catalog.get(owner.key().filter(|_| owner.is_cert())?);
        let asked = limits.iter().any(|(limit, _)| matches!(limit, Limit::Status(_))) || class <= Class::Whole;
        if cert.status == Status::Retired && !asked {
            return None;
        }
        let mut worst = Standing::Within;
        for (limit, _) in limits {
            worst = worst.max(limit.judge(self.catalog, cert)?);
        }
        Some(worst)
    }

    fn add(&mut self, owner: &'a Owner, grade: Grade, matched: SafeText, why: Why, standing: Standing) {
        let Grade { class, score, lit } = grade;
        let in_name = if why == Why::Name { lit } else { Vec::new() };
        let found = Found { thing: owner.thing, class, standing, score, matched, in_name, why };
        match self.found.iter_mut().find(|(_, known)| known.thing == owner.thing) {
            Some((_, known)) if (known.class, -known.score) <= (class, -score) => {}
            Some((_, known)) => *known = found,
            None => self.found.push((owner, found)),
        }
    }

    /// Grades everything in scope.
    fn pass(&mut self, typed: &Typed, judge: fn(&Text, &Typed) -> Option<Grade>) {
        for owner in self.scope() {
            let Some((grade, text, why)) = owner.best(typed, judge) else { continue };
            if let Some(standing) = self.standing(owner, grade.class) {
                self.add(owner, grade, text.original.clone(), why, standing);
            }
        }
    }

    /// All records in scope, in the order of the catalogue, as far as the limits let them.
    fn everything(&mut self) {
        for (place, owner) in (0_i64..).zip(self.scope()) {
            if owner.key().is_none() {
                continue;
            }
            if let Some(standing) = self.standing(owner, Class::Fuzzy) {
                let grade = Grade { class: Class::Fuzzy, score: -place, lit: Vec::new() };
                self.add(owner, grade, owner.name.clone(), Why::Listed, standing);
            }
        }
    }

    /// The certifications that fit the role that was named, behind those that bear its name.
    fn fitting(&mut self, typed: &Typed) {
        let essence = self.query.essence().map(|essence| Typed::new(&essence, MAX_QUERY));
        let roles = || self.index.owners.iter().filter(|owner| owner.key().is_some_and(|key| key.0 == Kind::Role));
        let named = |judge: fn(&Text, &Typed) -> Option<Grade>| {
            let graded = |typed: &Typed| {
                let all = roles().filter_map(|role| Some((role.best(typed, judge)?.0, role)));
                all.min_by_key(|(grade, role)| (grade.class, -grade.score, std::cmp::Reverse(role.sought), &role.id))
            };
            graded(typed).or_else(|| essence.as_ref().and_then(graded)).filter(|(grade, _)| grade.class != Class::Fuzzy)
        };
        let Some((_, role)) = named(grade).or_else(|| named(typo)) else { return };
        let Some(key) = role.key() else { return };
        let fits = &self.catalog.get(key).fits;
        for (place, fit) in (0_i64..).zip(fits.iter()) {
            let Some(owner) = self.index.owners.iter().find(|owner| owner.thing == Thing::Record(fit.cert)) else {
                continue;
            };
            if let Some(standing) = self.standing(owner, Class::Related) {
                let grade = Grade { class: Class::Related, score: FITTING - place, lit: Vec::new() };
                self.add(owner, grade, role.name.clone(), Why::Fits(key), standing);
            }
        }
    }

    /// Records of which something is said that holds every word: the last resort.
    fn related(&mut self, typed: &Typed) {
        let holds = |text: &str| {
            let folded = Folded::new(text, MAX_TEXT).text;
            typed.words().iter().all(|word| folded.split(' ').any(|other| other.starts_with(word.as_str())))
        };
        for owner in self.scope() {
            let Some(key) = owner.key() else { continue };
            let record = self.catalog.get(key);
            let said = [Field::Definition, Field::Duties, Field::Skills, Field::Focus, Field::Covers, Field::Goals];
            let by_fact = said.into_iter().find_map(|field| {
                if key.0 == Kind::Cert && field.row().via_role {
                    return None;
                }
                let text = match record.value(field)? {
                    Value::Text(text) => Some(text).filter(|text| holds(text)),
                    Value::List(items) => items.iter().find(|text| holds(text)),
                    _ => None,
                };
                Some((Why::Said(field), text?.clone()))
            });
            let by_advice = || {
                let mut rules = self.catalog.advice.iter().enumerate();
                let rule = rules.find(|(_, rule)| rule.cert == key && holds(&rule.when));
                rule.map(|(number, rule)| (Why::Advice(number), rule.when.clone()))
            };
            let Some((why, text)) = by_fact.or_else(by_advice) else { continue };
            if let Some(standing) = self.standing(owner, Class::Related) {
                let grade = Grade { class: Class::Related, score: 0, lit: Vec::new() };
                self.add(owner, grade, text, why, standing);
            }
        }
    }
}

/// Whether an alias is an abbreviation: capitals and digits without a space.
fn is_short(alias: &str) -> bool {
    alias.chars().count() < 8 && !alias.contains(' ') && alias.chars().filter(|c| c.is_uppercase()).count() > 1
}

fn of_record(catalog: &Catalog, record: &Record) -> Owner {
    let mut texts = vec![(Text::new(&record.name, false), Why::Name)];
    texts.extend(record.abbreviation.iter().map(|text| (Text::new(text, true), Why::Abbreviation)));
    texts.extend(record.aliases.iter().map(|text| (Text::new(text, is_short(text)), Why::Alias)));
    texts.push((Text::new(&SafeText::new(record.id.as_str()), true), Why::Abbreviation));
    let mut meanings = Vec::new();
    for (number, meaning) in catalog.collisions.iter().enumerate().filter(|(_, c)| c.record == Some(record.key)) {
        texts.push((Text::new(&meaning.abbreviation, is_short(&meaning.abbreviation)), Why::Abbreviation));
        meanings.push(place_of(catalog, number));
    }
    Owner {
        thing: Thing::Record(record.key),
        name: record.name.clone(),
        id: record.id.to_string(),
        sought: record.sought,
        texts,
        meanings,
    }
}

/// The abbreviation of a meaning, folded, and how many meanings of it come before: the data puts
/// the likelier first.
fn place_of(catalog: &Catalog, number: usize) -> (String, i64) {
    let folded = |number: usize| Folded::new(&catalog.collisions[number].abbreviation, MAX_TEXT).joined();
    let own = folded(number);
    let before = (0..number).filter(|other| folded(*other) == own).count();
    (own, i64::try_from(before).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
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
        let mut turned = Index::new(&catalog);
        turned.owners.reverse();
        let middle = turned.owners.len() / 2;
        turned.owners.rotate_left(middle);
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
