//! Which questions to ask on which day until an exam.
//!
//! Every question is asked twice before the exam, on two different days wherever two are left. The plan
//! is made anew from what was done so far, so a missed day spreads itself over what is left, and what
//! was done early makes the rest lighter. It is a pure function: the same day, exam and answers give the
//! same plan.
//!
//! *How it spreads.* Askings are put in a row: what was never asked, heavier areas first; then what was
//! asked once, the longest ago first and today's last; then what was never asked for its second time.
//! The row is cut evenly over the working days. Two askings of one question are so many places apart that
//! no day holds both. What was asked today already counts as work of today: no day gets more than the
//! mean of the working days, rounded up.
//!
//! A wrong answer counts as asked: it comes again by its card ([`super::schedule`]), beside the plan.

use std::collections::BTreeMap;

use super::readiness::questions_for;
use crate::catalog::Catalog;
use crate::catalog::fresh::date_of;
use crate::catalog::quantity::Date;
use crate::catalog::record::Key;
use crate::profile::{ExamDay, ItemName, Millis};

/// Every question is asked so often before the exam.
pub const TIMES: usize = 2;

/// How a question went since the plan was set.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// The days it was asked on, in any order; a day stands here as often as it was asked on it.
    pub days: Vec<Date>,
    /// How often it was answered rightly.
    pub right: u32,
}

/// A question to be learnt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The question.
    pub name: ItemName,
    /// The weight of its area in the exam; heavier ones come first.
    pub weight: u32,
    /// How it went so far.
    pub seen: Seen,
}

/// What is to be asked on one day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Whether it is free of work.
    pub off: bool,
    /// The questions in the order to ask them. On the only day that is left a question can stand here
    /// twice, once through and once again.
    pub ask: Vec<ItemName>,
}

/// A plan that can be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Every day from today to the one before the exam.
    pub days: Vec<Day>,
    /// So many questions are learnt.
    pub items: usize,
    /// So many of them have been asked often enough.
    pub done: usize,
    /// So many questions of the plan were asked today already.
    pub done_today: usize,
    /// Days with work, today included.
    pub working_days: usize,
}

impl Plan {
    /// So many askings are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.days.iter().map(|day| day.ask.len()).sum()
    }

    /// The most that any day asks for.
    #[must_use]
    pub fn busiest(&self) -> usize {
        self.days.iter().map(|day| day.ask.len()).max().unwrap_or(0)
    }

    /// What is to be asked today.
    #[must_use]
    pub fn today(&self) -> &[ItemName] {
        self.days.first().map_or(&[], |day| &day.ask)
    }
}

/// More than a day may hold would have to be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TooMuch {
    /// So many questions would have to be asked on the busiest day.
    pub needed: usize,
    /// So many may be.
    pub per_day: usize,
    /// So many working days are left.
    pub days: usize,
    /// So many questions would be learnt.
    pub items: usize,
    /// The plan for as many questions as can be learnt, those of heavier areas first; its
    /// [`Plan::items`] says how many: `most` of that size makes it the plan.
    pub fewer: Plan,
}

/// What comes of planning.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// A plan that can be kept.
    Planned(Plan),
    /// Too much for the days that are left.
    TooMuch(Box<TooMuch>),
    /// There is something left to ask and no day to do it: all days before the exam are off.
    NoDay {
        /// So many days there are, all of them off.
        off: usize,
        /// So many askings are left.
        left: usize,
    },
    /// The exam is today or was.
    Over {
        /// So many days ago; 0 is today.
        ago: usize,
    },
}

impl Outcome {
    /// The plan to go by: the one made, or the one for fewer questions.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Planned(plan) => Some(plan),
            Self::TooMuch(much) => Some(&much.fewer),
            Self::NoDay { .. } | Self::Over { .. } => None,
        }
    }

    /// What it comes to, in a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Planned(plan) if plan.items == 0 => "there is no question to learn".to_owned(),
            Self::Planned(plan) if plan.left() == 0 => {
                format!("every one of {} has been asked {TIMES} times; nothing is left", questions(plan.items))
            }
            Self::Planned(plan) => format!(
                "{} to ask on {}, at most {} a day",
                questions(plan.left()),
                days(plan.working_days),
                plan.busiest()
            ),
            Self::TooMuch(much) => format!(
                "too much: {} twice each in {} needs {} a day, and at most {} may be; {} can be learnt (--most {}), \
                 heavier areas first",
                questions(much.items),
                days(much.days),
                much.needed,
                much.per_day,
                questions(much.fewer.items),
                much.fewer.items,
            ),
            Self::NoDay { off, left } => format!(
                "no working day is left: {} before the exam, all off, and {} to ask; set fewer days off",
                days(*off),
                questions(*left)
            ),
            Self::Over { ago: 0 } => "the exam is today; there is nothing to plan".to_owned(),
            Self::Over { ago } => format!("the exam was {} ago; there is nothing to plan", days(*ago)),
        }
    }
}

fn counted(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

fn questions(n: usize) -> String {
    counted(n, "question")
}

fn days(n: usize) -> String {
    counted(n, "day")
}

/// A day in the calendar; a date that names only a month or a year is its beginning.
fn civil(date: Date) -> jiff::civil::Date {
    let part = |part: u8| i8::try_from(part.max(1)).unwrap_or(1);
    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
    jiff::civil::Date::new(year, part(date.month), part(date.day)).unwrap_or(jiff::civil::Date::ZERO)
}

/// The number of a day since 1970.
fn number(date: Date) -> i64 {
    civil(date).duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
}

/// The days from one on.
fn days_from(date: Date) -> impl Iterator<Item = Date> {
    let part = |part: i8| u8::try_from(part).unwrap_or(0);
    std::iter::successors(Some(civil(date)), |day| day.tomorrow().ok()).map(move |day| Date {
        year: u16::try_from(day.year()).unwrap_or(0),
        month: part(day.month()),
        day: part(day.day()),
    })
}

/// The weekday of a day by its number: 0 is Monday. 1970 began on a Thursday.
fn weekday(number: i64) -> u8 {
    u8::try_from((number + 3).rem_euclid(7)).unwrap_or(0)
}

/// The plan from today to the day before the exam.
///
/// Of an item's [`Seen::days`] only those count that are not after the exam's eve; whoever hands them
/// over leaves out what was before the plan was set.
#[must_use]
pub fn plan(items: &[Wanted], today: Date, exam: &ExamDay) -> Outcome {
    let (now, end) = (number(today), number(exam.date));
    if end <= now {
        return Outcome::Over { ago: usize::try_from(now - end).unwrap_or(usize::MAX) };
    }
    let off_days: Vec<i64> = exam.off_days.iter().copied().map(number).collect();
    let calendar: Vec<Day> = (now..end)
        .zip(days_from(today))
        .map(|(day, date)| {
            let off = exam.off_weekdays.contains(&weekday(day)) || off_days.contains(&day);
            Day { date, off, ask: Vec::new() }
        })
        .collect();
    let load = Load::new(items, today, &calendar);
    let order = heaviest_first(items, exam.most);
    let wanted = load.of(&order);
    if load.working == 0 && wanted.left() > 0 {
        return Outcome::NoDay { off: calendar.len(), left: wanted.left() };
    }
    let needed = load.needed(&wanted);
    if needed <= exam.per_day {
        return Outcome::Planned(load.lay_out(&order, calendar));
    }
    let possible = load.possible(&order, exam.per_day);
    let fewer = load.lay_out(&order[..possible], calendar);
    let (per_day, days, items) = (exam.per_day, load.working, order.len());
    Outcome::TooMuch(Box::new(TooMuch { needed, per_day, days, items, fewer }))
}

/// The questions by weight, the heaviest first, equal ones in their own order; at most so many.
fn heaviest_first(items: &[Wanted], most: Option<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&item| std::cmp::Reverse(items[item].weight));
    order.truncate(most.unwrap_or(usize::MAX));
    order
}

/// How some questions stand: by how often they are still to be asked.
#[derive(Clone, Copy, Default)]
struct Left {
    /// Never asked: to be asked twice.
    new: usize,
    /// To be asked once more, today if need be.
    once: usize,
    /// To be asked once more, but not today, which has asked them already.
    later: usize,
}

impl Left {
    fn left(self) -> usize {
        2 * self.new + self.once + self.later
    }

    fn add(&mut self, one: Stands) {
        match one {
            Stands::New => self.new += 1,
            Stands::Once => self.once += 1,
            Stands::Later => self.later += 1,
            Stands::Done => {}
        }
    }
}

/// How a question stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    New,
    Once,
    Later,
    Done,
}

/// What the days that are left have to bear.
struct Load<'a> {
    items: &'a [Wanted],
    stands: Vec<Stands>,
    /// Working days.
    working: usize,
    /// Whether today is one.
    works_today: bool,
    /// Askings of today that are done, where today is a working day.
    done_today: usize,
}

impl<'a> Load<'a> {
    fn new(items: &'a [Wanted], today: Date, calendar: &[Day]) -> Self {
        let working = calendar.iter().filter(|day| !day.off).count();
        let works_today = calendar.first().is_some_and(|day| !day.off);
        // With one day left there is no second day to wait for: what is asked on it counts each time.
        let last = works_today && working == 1;
        let mut done_today = 0;
        let stands = items
            .iter()
            .map(|item| {
                let mut before: Vec<Date> = item.seen.days.iter().copied().filter(|day| *day != today).collect();
                before.sort_unstable();
                before.dedup();
                let now = item.seen.days.iter().filter(|day| **day == today).count().min(if last { TIMES } else { 1 });
                if works_today {
                    done_today += now;
                }
                match (before.len() + now, now) {
                    (0, _) => Stands::New,
                    (1, 1) if !last && works_today => Stands::Later,
                    (1, _) => Stands::Once,
                    _ => Stands::Done,
                }
            })
            .collect();
        Self { items, stands, working, works_today, done_today }
    }

    fn of(&self, order: &[usize]) -> Left {
        let mut left = Left::default();
        for &item in order {
            left.add(self.stands[item]);
        }
        left
    }

    /// How many questions today asks for, and how many the working days after it. Today takes its share
    /// of the mean, less what is done.
    fn shares(&self, left: &Left) -> (usize, usize) {
        let all = left.left();
        if !self.works_today || self.working == 0 {
            return (0, all);
        }
        if self.working == 1 {
            return (all, 0);
        }
        // Of two days both must ask what was never asked.
        let least = if self.working == 2 { left.new } else { 0 };
        let mean = (all + self.done_today).div_ceil(self.working);
        let today = mean.saturating_sub(self.done_today).clamp(least, left.new + left.once);
        (today, all - today)
    }

    /// The questions of the busiest day; today's are counted with those that are done.
    fn needed(&self, left: &Left) -> usize {
        let (today, after) = self.shares(left);
        let days = self.working - usize::from(self.works_today);
        let today = if today > 0 { today + self.done_today } else { 0 };
        today.max(if days > 0 { after.div_ceil(days) } else { 0 })
    }

    /// How many of the questions, from the first, can be learnt with so many a day.
    fn possible(&self, order: &[usize], per_day: usize) -> usize {
        let mut left = Left::default();
        order
            .iter()
            .take_while(|item| {
                left.add(self.stands[**item]);
                self.needed(&left) <= per_day
            })
            .count()
    }

    /// Lays the askings of these questions out over the days.
    fn lay_out(&self, order: &[usize], mut calendar: Vec<Day>) -> Plan {
        let standing = |stands: Stands| order.iter().copied().filter(move |&item| self.stands[item] == stands);
        let new: Vec<usize> = standing(Stands::New).collect();
        let mut once: Vec<usize> = standing(Stands::Once).collect();
        // The longest ago first: that is the order they were asked in.
        once.sort_by_key(|&item| self.items[item].seen.days.iter().max());
        let row: Vec<usize> =
            new.iter().copied().chain(once).chain(standing(Stands::Later)).chain(new.iter().copied()).collect();
        let (today, after) = self.shares(&self.of(order));
        let mut row = row.into_iter().map(|item| self.items[item].name.clone());
        if self.works_today
            && let Some(day) = calendar.first_mut()
        {
            day.ask.extend(row.by_ref().take(today));
        }
        let days = self.working - usize::from(self.works_today);
        let later = calendar.iter_mut().skip(usize::from(self.works_today)).filter(|day| !day.off);
        for (nth, day) in later.enumerate() {
            // Rounded up, so that the earlier days take what does not divide.
            let until = |nth: usize| (nth * after).div_ceil(days);
            day.ask.extend(row.by_ref().take(until(nth + 1) - until(nth)));
        }
        let done = standing(Stands::Done).count();
        let (items, done_today, working_days) = (order.len(), self.done_today, self.working);
        Plan { days: calendar, items, done, done_today, working_days }
    }
}

/// What was asked since a plan was set: from every answer that stands, as question, moment and whether
/// it was right, in any order.
pub fn seen<'a>(answers: impl Iterator<Item = (&'a str, Millis, bool)>, since: Millis) -> BTreeMap<ItemName, Seen> {
    let mut seen: BTreeMap<ItemName, Seen> = BTreeMap::new();
    for (name, at, right) in answers.filter(|(_, at, _)| *at >= since) {
        let Some(day) = date_of(at.div_euclid(1000)) else { continue };
        let one = seen.entry(name.to_owned()).or_default();
        one.days.push(day);
        one.right = one.right.saturating_add(u32::from(right));
    }
    seen
}

/// The questions to learn for a certification, with the weights of its areas where a mock exam says
/// them (else all weigh the same), in the order of the banks. What is to be checked is left out.
#[must_use]
pub fn wanted(catalog: &Catalog, cert: Key, seen: &BTreeMap<ItemName, Seen>) -> Vec<Wanted> {
    questions_for(catalog, cert)
        .into_iter()
        .filter(|one| !catalog.is_to_check(&catalog.banks[one.bank].items[one.item]))
        .map(|one| Wanted {
            seen: seen.get(&one.name).cloned().unwrap_or_default(),
            weight: one.weight,
            name: one.name,
        })
        .collect()
}

/// Days without work.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Off {
    /// Weekdays in order: 0 is Monday, 6 is Sunday.
    pub weekdays: Vec<u8>,
    /// Days in order.
    pub days: Vec<Date>,
}

/// The weekdays as they are written, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Off {
    /// Reads `sat,sun,2026-12-08`: weekdays by their first three letters or in full, and days.
    ///
    /// # Errors
    /// A sentence about the first piece that is neither.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut off = Self::default();
        for piece in text.split(',').map(str::trim) {
            let lower = piece.to_ascii_lowercase();
            let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
            if let Some(day) = (0..7_u8).find(|&day| {
                let day = usize::from(day);
                lower == WEEKDAYS[day] || lower == full[day]
            }) {
                off.weekdays.push(day);
            } else if let Some(day) = Date::parse(piece).filter(|day| day.day > 0) {
                off.days.push(day);
            } else {
                let shown: String = crate::safe_text::safe(piece).chars().take(40).collect();
                return Err(format!("`{shown}` is no day off; write weekdays and dates as sat,sun,2026-12-08"));
            }
        }
        off.weekdays.sort_unstable();
        off.weekdays.dedup();
        off.days.sort_unstable();
        off.days.dedup();
        Ok(off)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    fn on(date: &str) -> Date {
        Date::parse(date).expect("a date")
    }

    fn day(number: i64) -> Date {
        let day = jiff::civil::date(1970, 1, 1) + jiff::SignedDuration::from_hours(24 * number);
        let part = |part: i8| u8::try_from(part).expect("positive");
        Date { year: u16::try_from(day.year()).expect("positive"), month: part(day.month()), day: part(day.day()) }
    }

    fn exam(date: &str) -> ExamDay {
        exam_on(on(date), 20)
    }

    fn exam_on(date: Date, per_day: usize) -> ExamDay {
        let (off_weekdays, off_days) = (Vec::new(), Vec::new());
        ExamDay { cert: "psm-1".into(), date, off_weekdays, off_days, per_day, most: None, set: 0 }
    }

    fn items(count: usize) -> Vec<Wanted> {
        (0..count).map(|n| Wanted { name: format!("b/q-{n}"), weight: 1, seen: Seen::default() }).collect()
    }

    #[track_caller]
    fn planned(outcome: Outcome) -> Plan {
        match outcome {
            Outcome::Planned(plan) => plan,
            other => panic!("no plan: {}", other.words()),
        }
    }

    /// The day numbers on which a plan asks each question.
    fn asked(plan: &Plan) -> BTreeMap<&str, Vec<i64>> {
        let mut asked: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for day in &plan.days {
            for name in &day.ask {
                asked.entry(name).or_default().push(number(day.date));
            }
        }
        asked
    }

    /// Everything that is promised of a plan.
    fn holds(items: &[Wanted], today: Date, exam: &ExamDay, plan: &Plan) -> Result<(), TestCaseError> {
        let (now, end) = (number(today), number(exam.date));
        let dates: Vec<i64> = plan.days.iter().map(|day| number(day.date)).collect();
        prop_assert_eq!(dates, (now..end).collect::<Vec<_>>(), "every day from today to the exam's eve");
        let is_off = |date: Date| exam.off_days.contains(&date) || exam.off_weekdays.contains(&weekday(number(date)));
        for day in &plan.days {
            prop_assert_eq!(day.off, is_off(day.date));
            prop_assert!(!day.off || day.ask.is_empty(), "{} is off", day.date);
        }
        let working: Vec<&Day> = plan.days.iter().filter(|day| !day.off).collect();
        prop_assert_eq!(working.len(), plan.working_days);
        // Every chosen question twice in all, on two days wherever there are two.
        let chosen = heaviest_first(items, Some(plan.items));
        let asked = asked(plan);
        let names: BTreeSet<&str> = chosen.iter().map(|&item| items[item].name.as_str()).collect();
        prop_assert!(asked.keys().all(|name| names.contains(name)));
        let alone = working.len() == 1;
        let mut done = 0;
        for &item in &chosen {
            let item = &items[item];
            let mut before: Vec<i64> = item.seen.days.iter().map(|day| number(*day)).collect();
            before.sort_unstable();
            if !(alone && !working[0].off && working[0].date == today) {
                before.dedup();
            } else {
                let (mut earlier, now): (Vec<i64>, Vec<i64>) = before.iter().partition(|day| **day != now);
                earlier.dedup();
                before = [earlier, now].concat();
            }
            let planned = asked.get(item.name.as_str()).cloned().unwrap_or_default();
            done += usize::from(planned.is_empty());
            prop_assert_eq!(planned.len(), TIMES.saturating_sub(before.len()), "{} {:?}", item.name, before);
            if !alone {
                let mut days = [before, planned].concat();
                let all = days.len();
                days.sort_unstable();
                days.dedup();
                prop_assert_eq!(days.len(), all, "{} twice on a day", item.name);
            }
        }
        prop_assert_eq!(plan.done, done);
        // The load: what was done today is work of today.
        let (work, days) = (plan.left() + plan.done_today, working.len().max(1));
        prop_assert!(plan.busiest() <= (3 * work).div_ceil(2 * days), "one and a half of the mean");
        let mean = work.div_ceil(days);
        prop_assert!(plan.busiest() <= mean, "and even better than that");
        for day in working.iter().rev().take(2) {
            prop_assert!(day.ask.len() <= mean, "the last two days stay light");
        }
        for day in &working {
            let done = if day.date == today && !day.ask.is_empty() { plan.done_today } else { 0 };
            prop_assert!(day.ask.len() + done <= exam.per_day, "{} asks {}", day.date, day.ask.len());
        }
        Ok(())
    }

    prop_compose! {
        fn any_exam()(
            ahead in prop_oneof![6 => 1..40_i64, 2 => 1..4_i64, 1 => 1..1500_i64],
            off_weekdays in prop::collection::vec(0..8_u8, 0..4),
            off_days in prop::collection::vec(0..40_i64, 0..6),
            per_day in prop_oneof![3 => 1..40_usize, 1 => 0..4_usize, 1 => Just(usize::MAX)],
            most in prop::option::weighted(0.3, 0..70_usize),
            today in 11_000..60_000_i64,
        ) -> (Date, ExamDay) {
            let off_days = off_days.into_iter().map(|n| day(today + n)).collect();
            (day(today), ExamDay { off_weekdays, off_days, most, ..exam_on(day(today + ahead), per_day) })
        }
    }

    /// Questions with a past: days before today and today itself, some more than once.
    fn some_items(most: usize) -> impl Strategy<Value = Vec<(u32, Vec<i64>)>> {
        prop::collection::vec(
            (
                0..5_u32,
                prop_oneof![
                    3 => Just(Vec::new()),
                    2 => prop::collection::vec(-6..=0_i64, 0..4),
                    1 => prop::collection::vec(0..=0_i64, 0..3),
                ],
            ),
            0..most,
        )
    }

    fn with_past(today: Date, past: &[(u32, Vec<i64>)]) -> Vec<Wanted> {
        let mut items = items(past.len());
        for (item, (weight, days)) in items.iter_mut().zip(past) {
            item.weight = *weight;
            item.seen.days = days.iter().map(|ago| day(number(today) + ago)).collect();
        }
        items
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12_000))]

        #[test]
        fn a_plan_keeps_what_it_promises(exam in any_exam(), past in some_items(60)) {
            let (today, exam) = exam;
            let items = with_past(today, &past);
            let outcome = plan(&items, today, &exam);
            prop_assert_eq!(&outcome, &plan(&items, today, &exam), "the same again");
            prop_assert!(!outcome.words().is_empty());
            match outcome {
                Outcome::Planned(made) => {
                    prop_assert_eq!(made.items, items.len().min(exam.most.unwrap_or(usize::MAX)));
                    holds(&items, today, &exam, &made)?;
                }
                Outcome::TooMuch(much) => {
                    prop_assert!(much.needed > exam.per_day);
                    prop_assert!(much.fewer.items < much.items);
                    holds(&items, today, &exam, &much.fewer)?;
                    // The number offered is the plan; one more would not do.
                    let with = |most| plan(&items, today, &ExamDay { most: Some(most), ..exam.clone() });
                    prop_assert_eq!(with(much.fewer.items), Outcome::Planned(much.fewer.clone()));
                    let more = with(much.fewer.items + 1);
                    prop_assert!(matches!(more, Outcome::TooMuch(_)), "{}", more.words());
                    // So many a day as it says are needed would do, and one less would not.
                    let with = |per_day| plan(&items, today, &ExamDay { per_day, ..exam.clone() });
                    prop_assert!(matches!(with(much.needed), Outcome::Planned(_)));
                    prop_assert!(matches!(with(much.needed - 1), Outcome::TooMuch(_)));
                }
                Outcome::NoDay { off, left } => {
                    prop_assert!(left > 0 && off > 0);
                    for n in number(today)..number(exam.date) {
                        prop_assert!(exam.off_weekdays.contains(&weekday(n)) || exam.off_days.contains(&day(n)));
                    }
                }
                Outcome::Over { .. } => prop_assert!(false, "the exam is ahead"),
            }
        }
    }

    proptest! {
        // Each of them makes a plan for every one of up to sixty days, and looks at all of it.
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// Some days are missed, some are done by half, some bring answers that nobody planned. As long
        /// as the load stays possible, every question has been asked twice when the exam comes.
        #[test]
        fn however_many_days_are_missed_all_is_asked_twice(
            exam in any_exam(),
            count in 0..50_usize,
            luck in prop::collection::vec((0..10_u8, any::<u64>()), 64),
        ) {
            let (first, exam) = exam;
            let exam = ExamDay { date: day(number(exam.date).min(number(first) + 60)), most: None, ..exam };
            let mut items = items(count);
            let mut working_days = 0;
            let mut last_working: Option<i64> = None;
            for now in number(first)..number(exam.date) {
                let today = day(now);
                let made = match plan(&items, today, &exam) {
                    Outcome::Planned(made) => made,
                    // From here on nothing is promised.
                    Outcome::TooMuch(_) | Outcome::NoDay { .. } => return Ok(()),
                    Outcome::Over { .. } => { prop_assert!(false); return Ok(()) }
                };
                holds(&items, today, &exam, &made)?;
                let (chance, random) = luck[usize::try_from(now - number(first)).unwrap_or(0) % luck.len()];
                let part = match chance {
                    0..4 => 0,
                    4..6 => made.today().len() / 2,
                    _ => made.today().len(),
                };
                let mut names: Vec<ItemName> = made.today()[..part].to_vec();
                if chance == 9 && count > 0 {
                    let count = u64::try_from(count).unwrap_or(1);
                    names.push(items[usize::try_from(random % count).unwrap_or(0)].name.clone());
                }
                for name in names {
                    let item = items.iter_mut().find(|item| item.name == name).expect("a question of the plan");
                    item.seen.days.push(today);
                }
                if !made.days[0].off {
                    working_days += 1;
                    last_working = Some(now);
                }
            }
            // What the last day left undone is to be seen the day before the exam only.
            let Some(last) = last_working else { prop_assert_eq!(count, 0); return Ok(()) };
            let eve = plan(&items, day(last), &exam);
            let left = eve.plan().map_or(0, Plan::left);
            let short = items.iter().filter(|item| {
                let mut days = item.seen.days.clone();
                days.sort_unstable();
                let times = days.len();
                days.dedup();
                if working_days > 1 { days.len() < TIMES && times < TIMES } else { times < TIMES }
            }).count();
            prop_assert!(short <= left, "{} short, {} left on the last day", short, left);
        }
    }

    #[test]
    fn a_fortnight_is_spread_evenly_with_the_two_askings_a_week_apart() {
        let items = items(70);
        let plan = planned(plan(&items, on("2026-11-21"), &exam("2026-12-05")));
        assert!(plan.days.iter().all(|day| day.ask.len() == 10));
        assert!(asked(&plan).values().all(|days| days[1] - days[0] == 7));
        assert_eq!((plan.left(), plan.busiest(), plan.done), (140, 10, 0));
    }

    #[test]
    fn weekends_and_holidays_stay_free() {
        let off = Off::parse("sat,sun,2026-12-08").expect("days off");
        let exam = ExamDay { off_weekdays: off.weekdays, off_days: off.days, ..exam("2026-12-12") };
        let plan = planned(plan(&items(30), on("2026-11-21"), &exam));
        let free: Vec<String> = plan.days.iter().filter(|day| day.off).map(|day| day.date.to_string()).collect();
        let weekends = ["2026-11-21", "2026-11-22", "2026-11-28", "2026-11-29", "2026-12-05", "2026-12-06"];
        assert_eq!(free[..6], weekends);
        assert_eq!(free[6..], ["2026-12-08"]);
        assert_eq!((plan.working_days, plan.busiest()), (14, 5));
    }

    #[test]
    fn what_is_too_much_says_how_much_and_offers_the_heavier_part() {
        let mut items = items(100);
        for (n, item) in items.iter_mut().enumerate() {
            item.weight = if n < 60 { 20 } else { 40 };
        }
        let exam = exam("2026-11-26");
        let Outcome::TooMuch(much) = plan(&items, on("2026-11-21"), &exam) else { panic!("200 askings in 5 days") };
        assert_eq!((much.needed, much.per_day, much.days, much.items, much.fewer.items), (40, 20, 5, 100, 50));
        let asked = asked(&much.fewer);
        assert!((60..100).all(|n| asked.contains_key(format!("b/q-{n}").as_str())), "the heavy area whole");
        assert!((0..10).all(|n| asked.contains_key(format!("b/q-{n}").as_str())), "and of the light one what fits");
        let words = Outcome::TooMuch(much).words();
        assert!(
            words.contains("needs 40 a day, and at most 20 may be; 50 questions can be learnt (--most 50)"),
            "{words}"
        );
    }

    #[test]
    fn a_missed_day_is_spread_over_those_that_are_left() {
        let items = items(70);
        let on_day = |date: &str| planned(plan(&items, on(date), &exam("2026-12-05")));
        assert_eq!(on_day("2026-11-21").busiest(), 10);
        assert_eq!(on_day("2026-11-22").busiest(), 11, "140 askings in 13 days");
        assert_eq!(on_day("2026-11-28").busiest(), 20, "and in 7");
    }

    #[test]
    fn what_is_done_counts_and_today_is_done_when_its_share_is() {
        let (mut items, today) = (items(70), on("2026-11-21"));
        let exam = exam("2026-12-05");
        for name in planned(plan(&items, today, &exam)).today().to_vec() {
            items.iter_mut().find(|item| item.name == name).expect("planned").seen.days.push(today);
        }
        let evening = planned(plan(&items, today, &exam));
        assert_eq!((evening.today().len(), evening.done_today, evening.left()), (0, 10, 130));
        let next = planned(plan(&items, on("2026-11-22"), &exam));
        assert_eq!((next.today().len(), next.done_today), (10, 0));
        assert_eq!(next.today()[0], "b/q-10", "what was never asked comes before what was");
    }

    #[test]
    fn the_only_day_left_asks_twice_and_what_it_asked_counts() {
        let (mut items, today) = (items(3), on("2026-11-21"));
        let exam = exam("2026-11-22");
        let once = planned(plan(&items, today, &exam));
        assert_eq!(once.today(), ["b/q-0", "b/q-1", "b/q-2", "b/q-0", "b/q-1", "b/q-2"]);
        items[0].seen.days = vec![today, today];
        items[1].seen.days = vec![on("2026-11-20")];
        assert_eq!(planned(plan(&items, today, &exam)).today(), ["b/q-2", "b/q-1", "b/q-2"]);
    }

    #[test]
    fn odd_calendars_get_a_clear_answer() {
        let all_off = ExamDay { off_weekdays: (0..7).collect(), ..exam("2026-12-05") };
        let today = on("2026-11-21");
        let none = plan(&items(5), today, &all_off);
        assert_eq!(none, Outcome::NoDay { off: 14, left: 10 });
        assert_eq!(
            none.words(),
            "no working day is left: 14 days before the exam, all off, and 10 questions to ask; set fewer days off"
        );
        assert_eq!(plan(&items(5), today, &exam("2026-11-21")), Outcome::Over { ago: 0 });
        assert_eq!(
            plan(&items(5), today, &exam("2026-11-20")).words(),
            "the exam was 1 day ago; there is nothing to plan"
        );
        assert_eq!(planned(plan(&[], today, &all_off)).left(), 0);
        assert_eq!(plan(&[], today, &exam("2026-12-05")).words(), "there is no question to learn");
        let leap = planned(plan(&items(4), on("2028-02-28"), &exam("2028-03-02")));
        let days: Vec<String> = leap.days.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(days, ["2028-02-28", "2028-02-29", "2028-03-01"]);
        let leap = planned(plan(&items(4), on("2028-02-27"), &exam("2028-02-29")));
        assert_eq!(leap.days.len(), 2);
        let far = planned(plan(&items(3), on("1900-01-01"), &exam("2199-12-31")));
        assert_eq!((far.days.len(), far.left()), (109_572, 6));
        let nothing = ExamDay { per_day: 0, ..exam("2026-12-05") };
        let Outcome::TooMuch(much) = plan(&items(3), today, &nothing) else { panic!("none a day") };
        assert_eq!((much.needed, much.fewer.items), (1, 0));
        assert!(
            matches!(plan(&items(3), on("2026"), &exam("2026-02")), Outcome::Planned(_)),
            "half dates are beginnings"
        );
        for (date, day) in [("2026-11-21", 5), ("1900-01-01", 0), ("2000-02-29", 1), ("1969-12-31", 2)] {
            assert_eq!(weekday(number(on(date))), day, "{date}");
        }
    }

    #[test]
    fn days_off_are_read_or_refused_with_a_sentence() {
        let off = Off::parse(" Sun,sat, 2026-12-08,Saturday,2026-12-01 ").expect("days off");
        assert_eq!(off.weekdays, [5, 6]);
        assert_eq!(off.days, [on("2026-12-01"), on("2026-12-08")]);
        for (text, shown) in [
            ("sat,xmas", "xmas"),
            ("2026-12", "2026-12"),
            ("2026-02-29", "2026-02-29"),
            ("", ""),
            ("sat,", ""),
            ("s\u{1b}[2J", "s"),
        ] {
            let error = Off::parse(text).expect_err("no day off");
            assert!(error.starts_with(&format!("`{shown}")) && error.contains("sat,sun,2026-12-08"), "{error}");
            assert!(!error.contains('\u{1b}'));
        }
        assert!(Off::parse(&"x".repeat(9_000)).expect_err("no day off").len() < 150);
    }

    #[test]
    fn answers_since_the_plan_was_set_are_counted_by_day() {
        let set = 20_000 * 86_400_000;
        let answers =
            [("a/1", set - 1, true), ("a/1", set, false), ("a/1", set + 1, true), ("b/2", set + 86_400_000, true)];
        let seen = seen(answers.into_iter(), set);
        assert_eq!(seen["a/1"], Seen { days: vec![day(20_000); 2], right: 1 });
        assert_eq!(seen["b/2"], Seen { days: vec![day(20_001)], right: 1 });
        assert_eq!(super::seen([("a/1", i64::MAX, true)].into_iter(), 0).len(), 0, "no day, no answer");
    }
}
