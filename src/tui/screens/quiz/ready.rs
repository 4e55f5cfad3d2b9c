//! How ready somebody is for an exam: the chance in words, the pace, the blind spots, the course of
//! time. And what is to be asked today on the way to its day.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::parts::{bar, choice, count, heading, paragraph, percent, under};
use super::run::Shown;
use super::{setup, start};
use crate::catalog::fresh::date_of;
use crate::catalog::quantity::Date;
use crate::catalog::record::{Key, Kind};
use crate::quiz::plan::{self, Outcome};
use crate::quiz::question::ItemRef;
use crate::quiz::readiness::{self, Readiness, Spot, Verdict};
use crate::tui::model::Model;
use crate::tui::widgets::blocks::Block;
use crate::tui::widgets::text;

/// So many runs are shown of the course of time.
const MOST_POINTS: usize = 10;

/// The certifications that can be asked about: those with a day first, then those with a mock exam.
fn certs(model: &Model) -> Vec<Key> {
    let catalog = &model.data.catalog;
    let days = model.profile.exams.keys().filter_map(|cert| catalog.find(cert)).map(|record| record.key);
    let mut certs: Vec<Key> = days.filter(|key| key.0 == Kind::Cert).collect();
    for mock in catalog.mocks.iter() {
        if !certs.contains(&mock.cert) {
            certs.push(mock.cert);
        }
    }
    certs
}

/// The certification in front.
fn cert(model: &Model) -> Option<Key> {
    let certs = certs(model);
    certs.get(model.quiz.ready.min(certs.len().checked_sub(1)?)).copied()
}

/// Another certification.
pub fn turn(model: &mut Model, back: bool) {
    let all = certs(model).len().max(1);
    model.quiz.ready = (model.quiz.ready + if back { all - 1 } else { 1 }) % all;
    model.quiz.row = 0;
}

fn report(model: &Model) -> Option<Readiness> {
    Some(readiness::readiness(&model.data.catalog, cert(model)?, model.profile.settled()))
}

/// A row of the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// A round mixed over all topics of the certification.
    Round(Key),
    /// Its mock exam.
    Exam(Key),
    /// A topic with answers, to be drilled.
    Topic(Spot),
}

/// The rows, in order: ways to more first tries, then the topics.
#[must_use]
pub fn rows(model: &Model) -> Vec<Row> {
    let Some(report) = report(model) else { return Vec::new() };
    let first = [Row::Round(report.cert), Row::Exam(report.cert)];
    first.into_iter().chain(report.spots.into_iter().map(Row::Topic)).collect()
}

/// Starts what a row says.
pub fn open(model: &mut Model, row: usize) {
    let setup = match rows(model).into_iter().nth(row) {
        Some(Row::Round(cert)) => setup::State { cert: Some(cert), most: Some(30), ..setup::State::default() },
        Some(Row::Exam(cert)) => return super::go(model, super::Page::Rules(cert)),
        Some(Row::Topic(spot)) => {
            let topics = vec![spot.topic.to_string()];
            setup::State { bank: Some(spot.bank), topics, ..setup::State::default() }
        }
        None => return,
    };
    let seed = model.next_seed();
    if let Some(paper) = setup.paper(&model.data.catalog, seed) {
        start(model, paper);
    }
}

/// Today, by the clock of the program; the day of the catalogue where there is none.
fn today(model: &Model) -> Option<Date> {
    let by_clock = (model.now.0 > 0).then(|| date_of(model.now.0.div_euclid(1000))).flatten();
    by_clock.or(model.data.catalog.today)
}

/// The plan to the day of a certification's exam.
#[must_use]
pub fn planned(model: &Model, cert: &str) -> Option<Outcome> {
    let catalog = &model.data.catalog;
    let day = model.profile.exams.get(cert)?;
    let key = catalog.find(cert)?.key;
    Some(plan::plan(&plan::wanted(catalog, key, model.profile.settled(), day.set), today(model)?, day))
}

/// The day of an exam for the home page: how long it is off, and what today asks for.
#[must_use]
pub fn day(model: &Model, cert: &str) -> (String, String) {
    let short = model.data.catalog.find(cert).map_or(cert.to_owned(), |record| record.short().to_owned());
    let Some(day) = model.profile.exams.get(cert) else { return (short, String::new()) };
    let date = day.date;
    match planned(model, cert) {
        None => (format!("{short} on {date}"), "it is not in the data any more".to_owned()),
        Some(Outcome::Over { ago: 0 }) => (format!("{short} is today"), "nothing more to ask: good luck".to_owned()),
        Some(Outcome::Over { ago }) => {
            let words = format!("that was {} ago; `certdex exam drop {cert}` takes it away", count(ago, "day"));
            (format!("{short} on {date}"), words)
        }
        Some(outcome) => {
            let days = outcome.plan().map_or(0, |plan| plan.days.len());
            let about = match outcome.plan() {
                Some(plan) if matches!(outcome, Outcome::Planned(_)) => {
                    format!("{} today, {} done; {}", plan.today().len(), plan.done_today, outcome.words())
                }
                Some(plan) => format!(
                    "{} today, {} done; too much for the days left: {} of its questions fit",
                    plan.today().len(),
                    plan.done_today,
                    plan.items
                ),
                None => outcome.words(),
            };
            (format!("{short} in {}", count(days, "day")), about)
        }
    }
}

/// Asks what today asks for on the way to an exam.
pub fn start_day(model: &mut Model, cert: &str) {
    let short = model.data.catalog.find(cert).map_or(cert, |record| record.short()).to_owned();
    let title = format!("{short}: today");
    // What was begun today is gone on with.
    let day_of = |millis: i64| millis.div_euclid(crate::quiz::schedule::DAY);
    let now = model.now.0;
    let begun = |(run, _): &(crate::profile::Run, Vec<crate::profile::Attempt>)| {
        run.title == title && day_of(run.began) == day_of(now)
    };
    if let Some(number) = model.profile.open.iter().position(begun) {
        return super::resume(model, number);
    }
    let names = planned(model, cert).and_then(|outcome| outcome.plan().map(|plan| plan.today().to_vec()));
    let mut items: Vec<ItemRef> = Vec::new();
    for item in names.unwrap_or_default().iter().filter_map(|name| ItemRef::find(&model.data.catalog, name)) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    if items.is_empty() {
        let (_, about) = day(model, cert);
        model.notice = Some(format!("nothing to ask today: {about}"));
        return;
    }
    let seed = model.next_seed();
    start(model, super::home::repetition(&title, items, Some(cert.to_owned()), seed));
}

/// The cells of a topic's row beside its name and its bar.
const FIGURES: usize = 23;

/// Paints the page.
#[must_use]
pub fn view(model: &Model, width: u16) -> Shown {
    let theme = &model.theme;
    let title = "Am I ready?".to_owned();
    let Some(report) = report(model) else {
        return (title, vec![Span::styled("no exam can be mocked with this data", theme.cite)], Vec::new());
    };
    let record = model.data.catalog.get(report.cert);
    let all = certs(model);
    let at = model.quiz.ready.min(all.len().saturating_sub(1)) + 1;
    let aside = vec![
        Span::styled(format!("< {} >", record.short()), theme.key),
        Span::styled(format!("   {at} of {}", all.len()), theme.cite),
    ];
    let mut blocks = Vec::new();
    let mut words = report.verdict.words();
    if let Some(first) = words.get(..1) {
        words = format!("{}{}.", first.to_uppercase(), &words[1..]);
    }
    blocks.push(paragraph(&words, width.min(100), theme.key));
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut say = |words: &str, style: Style| lines.extend(under(words, 0, width.min(100), style));
    if let Verdict::Band(estimate) = &report.verdict {
        say(&format!("{}.", estimate.because()), Style::new());
        say("First answers of mixed runs only; nobody has compared such odds with real results.", theme.cite);
    }
    say(&format!("{} of {} for it tried.", report.answered, count(report.questions, "question")), Style::new());
    if let Some(pace) = &report.pace {
        let allowed = pace.allowed.map_or(String::new(), |allowed| format!("; the exam allows {allowed:.0} s"));
        let style = if pace.allowed.is_some_and(|allowed| pace.median > allowed) { theme.warn } else { Style::new() };
        say(&format!("Pace: median {:.0} s a question, mean {:.0} s{allowed}.", pace.median, pace.mean), style);
    }
    if !report.unseen.is_empty() && report.tries > 0 {
        let names: Vec<String> = report.unseen.iter().map(|name| name.one_line()).collect();
        say(&format!("Never asked in a mixed run: {}.", names.join(", ")), theme.warn);
    }
    lines.push(Line::default());
    blocks.push(Block::fixed(lines));
    let ways = ["Practise a round of 30 mixed questions", "Sit the mock exam"];
    for (row, name) in ways.into_iter().enumerate() {
        blocks.push(choice(theme, "", name, Vec::new(), row, row == model.quiz.row, width));
    }
    if !report.spots.is_empty() {
        blocks.push(heading(theme, "By topic, the weakest first; Enter drills it", width, false));
    }
    // The same topic can be one of two banks.
    let name_of = |spot: &Spot| {
        let bank = model.data.catalog.banks.get(spot.bank).map_or(String::new(), |bank| bank.name.one_line());
        format!("{}  ({bank})", spot.topic.one_line())
    };
    // The figures stay whole; the bar is short where columns are few, and the name takes what is left of
    // a line that is not wrapped.
    let room = usize::from(width).min(text::READABLE).saturating_sub(2);
    let bars = if room < 58 { 4 } else { 10 };
    let most = room.saturating_sub(FIGURES + bars).max(8);
    let names = report.spots.iter().map(|spot| text::width(&name_of(spot))).max().unwrap_or(0).min(most);
    for (row, spot) in report.spots.iter().enumerate() {
        let name = text::pad(&text::fit(&name_of(spot), names), names);
        let share = match spot.share() {
            Some(_) => format!("{:>3} %", percent(spot.right, spot.of)),
            None => "too few".to_owned(),
        };
        let line = format!("{name}  {:>3} of {:<3}  {}  {share}", spot.right, spot.of, bar(spot.right, spot.of, bars));
        let line = text::fit(&line, room);
        let row = row + ways.len();
        blocks.push(choice(theme, "", &line, Vec::new(), row, row == model.quiz.row, width));
    }
    if !report.trend.is_empty() {
        let more = report.trend.len().saturating_sub(MOST_POINTS);
        let words = if more > 0 { format!("Over time: the last {MOST_POINTS}") } else { "Over time".to_owned() };
        blocks.push(heading(theme, &words, width, false));
        let lines = report.trend.iter().skip(more).map(|point| {
            let share = percent(point.right, point.of);
            let words = format!(
                "  {}  {:>3} of {:<3}  {}  {share:>3} %",
                point.date,
                point.right,
                point.of,
                bar(point.right, point.of, 20)
            );
            Line::raw(text::fit(&words, usize::from(width)))
        });
        blocks.push(Block::fixed(lines.collect()));
    }
    let hint = match model.profile.exams.get(record.id.as_str()) {
        Some(day) => format!("Your exam is on {}.", day.date),
        None => format!("Tell certdex the day: certdex exam set {} DATE", record.id),
    };
    blocks.push(Block::fixed(std::iter::once(Line::default()).chain(under(&hint, 0, width, theme.cite)).collect()));
    (title, aside, blocks)
}
