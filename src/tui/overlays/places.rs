//! Where the palette leads beside records and actions: the pages of the Quiz tab, filters, sort orders,
//! and the rows of cards.

use crate::catalog::Catalog;
use crate::catalog::record::Key;
use crate::field::{FIELDS, Field};
use crate::keys::action::Action;
use crate::search::{Answer, Class};
use crate::tui::model::{Model, Tab};
use crate::tui::screens::browse::{Focus, SortKey};
use crate::tui::screens::card::{Card, Goal};
use crate::tui::screens::decide;
use crate::tui::screens::filter::Filter;
use crate::tui::screens::quiz::home;
use crate::tui::screens::quiz::{self, Page, exams};
use crate::tui::update;

/// A place to go to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A row of the home of the Quiz tab, opened.
    Home(home::Row),
    /// The rules of a mock exam.
    Mock(Key),
    /// The Certifications tab, narrowed.
    Narrowed(Filter),
    /// The Certifications tab in an order.
    Sorted(SortKey),
    /// A row of a card.
    Fact(Key, Field),
}

/// The pages of the Quiz tab, with words to find them by.
#[must_use]
pub fn pages(model: &Model) -> Vec<(Place, String)> {
    let catalog = &model.data.catalog;
    let short = |id: &str| catalog.find(id).map_or_else(|| id.to_owned(), |cert| cert.short().to_owned());
    let words = |row: &home::Row| match row {
        home::Row::Due => "Repeat the questions that are due today".to_owned(),
        home::Row::Exam(cert) => format!("Today's questions for {}", short(cert)),
        home::Row::Open(number) => {
            format!("Go on with: {}", model.profile.open.get(*number).map_or("", |(run, _)| run.title.as_str()))
        }
        home::Row::Interview => format!("{} The interview", decide::TITLE),
        home::Row::Exams => "Sit a mock exam".to_owned(),
        home::Row::Ready => "Am I ready? Readiness for an exam".to_owned(),
        home::Row::Setup => "Practise by choice: topics, levels, how many".to_owned(),
        home::Row::Bank(bank) => format!("Practise: {}", catalog.banks[*bank].name),
    };
    home::rows(model).into_iter().map(|row| (Place::Home(row.clone()), words(&row))).collect()
}

/// More places, for who types: too many to be listed unasked.
#[must_use]
pub fn more(model: &Model) -> Vec<(Place, String)> {
    let catalog = &model.data.catalog;
    let mocks = exams::certs(catalog).into_iter().filter(|(_, offer)| offer.is_ok());
    let mut all: Vec<(Place, String)> =
        mocks.map(|(cert, _)| (Place::Mock(cert), format!("Mock exam: {}", catalog.get(cert).short()))).collect();
    all.extend(model.data.filters().iter().map(|(filter, count)| {
        let words = format!("Filter: {}: {} ({count})", filter.facet().to_lowercase(), filter.label(catalog));
        (Place::Narrowed(filter.clone()), words)
    }));
    let sorts = SortKey::ALL.into_iter().skip(1);
    all.extend(sorts.map(|key| (Place::Sorted(key), format!("Sort certifications by {}", key.label()))));
    all
}

/// A fact that was named outright: a record and one of its fields, in either order, as in `cspo exam`.
/// `ask` searches for the rest of the words.
#[must_use]
pub fn facts(catalog: &Catalog, typed: &str, ask: impl Fn(&str) -> Answer) -> Vec<Place> {
    const NOT_SAID: [&str; 8] = ["of", "for", "the", "a", "an", "is", "what", "does"];
    let words: Vec<&str> = typed.split_whitespace().filter(|word| !NOT_SAID.contains(word)).collect();
    for taken in (1..=2).rev().filter(|taken| words.len() > *taken) {
        let (front, back) = (words.split_at(taken), words.split_at(words.len() - taken));
        for (field, rest) in [(back.1, back.0), (front.0, front.1)] {
            let fields = named(&field.join(" "));
            if fields.is_empty() {
                continue;
            }
            let found = ask(&rest.join(" ")).matches;
            let keys =
                found.iter().take_while(|found| found.class() <= Class::WordStart).filter_map(|found| found.key());
            let has = |key: Key| {
                fields.iter().find(|field| catalog.get(key).fact(**field).is_some()).map(|field| (key, *field))
            };
            let facts: Vec<Place> =
                keys.filter_map(has).take(MOST_FACTS).map(|(key, field)| Place::Fact(key, field)).collect();
            if !facts.is_empty() {
                return facts;
            }
        }
    }
    Vec::new()
}

/// At most so many facts are offered for a record that was named.
const MOST_FACTS: usize = 3;

/// The fields that a word means.
fn named(word: &str) -> Vec<Field> {
    const OTHERWISE: &[(&str, &[Field])] = &[
        ("cost", &[Field::ExamFee, Field::CourseFee]),
        ("price", &[Field::ExamFee, Field::CourseFee]),
        ("fee", &[Field::ExamFee, Field::CourseFee]),
        ("questions", &[Field::Exam]),
        ("test", &[Field::Exam]),
        ("minutes", &[Field::Exam]),
        ("languages", &[Field::ExamLanguages]),
        ("course", &[Field::Training, Field::CourseFee]),
        ("class", &[Field::Training]),
        ("expiry", &[Field::Validity]),
        ("validity", &[Field::Validity]),
        ("renew", &[Field::Renewal]),
        ("provider", &[Field::Provider]),
        ("requirements", &[Field::Prerequisites]),
        ("pay", &[Field::Salary]),
    ];
    let word = word.to_lowercase();
    if word.chars().count() < 3 {
        return Vec::new();
    }
    if let Some((_, fields)) = OTHERWISE.iter().find(|(known, _)| *known == word) {
        return fields.to_vec();
    }
    let fits = |row: &&crate::field::FieldRow| row.label.to_lowercase().starts_with(&word);
    FIELDS.iter().filter(fits).map(|row| row.field).collect()
}

/// Goes there.
pub fn go(model: &mut Model, place: &Place) {
    if let Some(state) = model.browse_mut() {
        state.searching = false;
    }
    match place {
        Place::Home(row) => {
            quiz_home(model);
            if let Some(number) = home::rows(model).iter().position(|known| known == row) {
                model.quiz.row = number;
                home::open(model, number);
            }
        }
        Place::Mock(cert) => {
            quiz_home(model);
            let certs = exams::certs(&model.data.catalog);
            if let Some(number) = certs.iter().position(|(known, _)| known == cert) {
                exams::open(model, number);
            }
        }
        Place::Narrowed(filter) => {
            let data = model.data.clone();
            update::show(model, Tab::Certs);
            if !model.certs.filters.contains(filter) {
                model.certs.filters.push(filter.clone());
            }
            model.certs.focus = Focus::List;
            model.certs.search(&data);
        }
        Place::Sorted(key) => {
            let data = model.data.clone();
            update::show(model, Tab::Certs);
            (model.certs.sort, model.certs.reversed, model.certs.focus) = (*key, false, Focus::List);
            model.certs.search(&data);
        }
        Place::Fact(key, field) => {
            update::open_record(model, *key);
            let card = Card::new(&model.data.catalog, *key);
            let row = card.goals().position(|goal| goal == Goal::Fact(*key, *field));
            if let (Some(row), Some(state)) = (row, model.browse_mut()) {
                state.row = row;
            }
        }
    }
}

/// Goes to the home of the Quiz tab; what is in front there is left as Esc leaves it.
fn quiz_home(model: &mut Model) {
    update::show(model, Tab::Quiz);
    // A run is left with a note of how it stands, the interview with its answers.
    while matches!(model.quiz.page, Page::Run | Page::Map | Page::Review(_)) {
        quiz::act(model, Action::Back);
    }
    quiz::go(model, Page::Home);
}

/// The value of a fact, in short.
#[must_use]
pub fn value(catalog: &Catalog, key: Key, field: Field) -> String {
    let fact = catalog.get(key).fact(field);
    let mark = if fact.is_some_and(|fact| fact.conflict) { " !" } else { "" };
    format!("{}{mark}", catalog.phrase_fact(fact))
}
