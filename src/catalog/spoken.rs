//! Values as people type them: `100USD`, `37/50`, `2 years`, `50q 60min`, `none`.

use super::check::CURRENCIES;
use super::quantity::{
    Amount, Credits, Exam, Languages, Level, Price, Renewal, Retakes, Salary, SalaryKind, Score, Status, Training,
    Value, Way,
};
use super::record::Id;
use crate::field::{Field, Shape};
use crate::safe_text::{SafeText, safe};

/// Reads a value of `field` as typed.
///
/// # Errors
/// A sentence that says what can be written.
pub fn parse(field: Field, typed: &str) -> Result<Value, String> {
    let text = typed.trim();
    match text.to_lowercase().as_str() {
        "none" => return Ok(Value::None),
        "varies" => return Ok(Value::Varies(Vec::new())),
        "not stated" => return Ok(Value::NotStated),
        "" => return Err("the value is empty".to_owned()),
        _ => {}
    }
    let shape = field.row().shape;
    let words = Words::of(text);
    let found = match shape {
        Shape::Price => prices(text).map(Value::Price),
        Shape::PassMark => words.score().map(Value::PassMark),
        Shape::Validity => words.span(),
        Shape::Renewal => words.renewal().map(Value::Renewal),
        Shape::Exam => words.exam().map(Value::Exam),
        Shape::Training => words.training().map(Value::Training),
        Shape::Retakes => words.retakes().map(Value::Retakes),
        Shape::Salary => prices(text).and_then(|mut prices| prices.pop()).map(|price| {
            let kind = if price.to.is_some() { SalaryKind::Range } else { SalaryKind::Mean };
            Value::Salary(Salary {
                kind,
                amount: price.amount,
                to: price.to,
                currency: price.currency,
                country: None,
                year: None,
            })
        }),
        Shape::Level => ["foundation", "intermediate", "advanced", "expert"]
            .iter()
            .position(|word| text.eq_ignore_ascii_case(word))
            .map(|at| Value::Level([Level::Foundation, Level::Intermediate, Level::Advanced, Level::Expert][at])),
        Shape::Status => ["active", "retiring", "retired"]
            .iter()
            .position(|word| text.eq_ignore_ascii_case(word))
            .map(|at| Value::Status([Status::Active, Status::Retiring, Status::Retired][at])),
        Shape::Languages => Some(Value::Languages(match text.parse::<u32>() {
            Ok(count) => Languages { count: Some(count), names: Vec::new() },
            Err(_) => {
                Languages { count: None, names: text.split(',').map(|name| SafeText::new(name.trim())).collect() }
            }
        })),
        Shape::Count => words.numbers.first().map(|(number, unit)| {
            let unit = if unit.is_empty() { "people" } else { unit.as_str() };
            Value::Count(u64::from(*number), SafeText::new(unit))
        }),
        Shape::Refs => {
            let ids: Result<Vec<Id>, String> =
                text.split([',', ' ']).filter(|w| !w.is_empty()).map(Id::parse).collect();
            return ids.map(Value::Refs);
        }
        Shape::List => Some(Value::List(text.split(';').map(|item| SafeText::new(item.trim())).collect())),
        Shape::Text => Some(Value::Text(SafeText::new(text))),
    };
    found.ok_or_else(|| {
        format!("`{}` cannot be read as {}; write {}", safe(text), field.label().to_lowercase(), example(shape))
    })
}

/// What can be typed for a field of that shape.
#[must_use]
pub fn example(shape: Shape) -> &'static str {
    match shape {
        Shape::Price | Shape::Salary => "100USD, 900..1500 EUR, none or varies",
        Shape::PassMark => "37/50 or 74%",
        Shape::Validity => "2 years, 36 months or lifetime",
        Shape::Renewal => "100USD, 20SEU + 100USD every 2 years, or none",
        Shape::Exam => "50q 60min, or none",
        Shape::Training => "16h, optional, or none",
        Shape::Retakes => "2 attempts 90 days 25USD",
        Shape::Level => "foundation, intermediate, advanced or expert",
        Shape::Status => "active, retiring or retired",
        Shape::Languages => "13, or English, German",
        Shape::Count => "1000 people",
        Shape::Refs => "an id such as scrum-alliance",
        Shape::List => "items parted by ;",
        Shape::Text => "a sentence",
    }
}

/// Numbers with the word behind each, in order: "20SEU + 100 USD" is (20, seu), (100, usd).
struct Words {
    numbers: Vec<(u32, String)>,
    lower: String,
}

impl Words {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut numbers: Vec<(u32, String)> = Vec::new();
        let mut digits = String::new();
        let mut word = String::new();
        let mut open = false;
        for c in lower.chars().chain([' ']) {
            if c.is_ascii_digit() {
                if !digits.is_empty() && !word.is_empty() {
                    numbers.push((digits.parse().unwrap_or(0), std::mem::take(&mut word)));
                    digits.clear();
                }
                digits.push(c);
                open = true;
            } else if c.is_alphabetic() || c == '%' || c == '/' {
                if open {
                    word.push(c);
                }
            } else if !digits.is_empty() && !word.is_empty() {
                numbers.push((digits.parse().unwrap_or(0), std::mem::take(&mut word)));
                digits.clear();
                open = false;
            }
        }
        if !digits.is_empty() {
            numbers.push((digits.parse().unwrap_or(0), word));
        }
        Self { numbers, lower }
    }

    fn with(&self, starts: &[&str]) -> Option<u32> {
        self.numbers.iter().find(|(_, unit)| starts.iter().any(|s| unit.starts_with(s))).map(|(n, _)| *n)
    }

    fn score(&self) -> Option<Score> {
        match self.numbers.as_slice() {
            [(percent, sign)] if sign == "%" => Some(Score::Percent(*percent)),
            [(right, slash), (of, _)] if slash == "/" || slash == "of" => Some(Score::Count { right: *right, of: *of }),
            _ => None,
        }
    }

    fn months(&self) -> Option<u32> {
        let years = self.with(&["year"]).map(|years| years.saturating_mul(12));
        years.or_else(|| self.with(&["month"])).filter(|months| *months > 0)
    }

    fn span(&self) -> Option<Value> {
        if ["lifetime", "for life", "life"].contains(&self.lower.as_str()) {
            return Some(Value::Lifetime);
        }
        self.months().map(Value::Months)
    }

    fn money(&self) -> Option<Price> {
        let (amount, currency) =
            self.numbers.iter().find(|(_, unit)| CURRENCIES.contains(&unit.to_uppercase().as_str()))?;
        Some(Price {
            amount: Amount(u64::from(*amount) * 100),
            to: None,
            currency: SafeText::new(&currency.to_uppercase()),
            what: None,
        })
    }

    fn renewal(&self) -> Option<Renewal> {
        let units = ["seu", "pdu", "cdu", "cpd", "pd", "ceu"];
        let credits =
            self.numbers.iter().find(|(_, unit)| units.contains(&unit.trim_end_matches('s'))).map(|(n, unit)| {
                Credits { amount: Some(*n), unit: SafeText::new(&unit.trim_end_matches('s').to_uppercase()) }
            });
        let renewal = Renewal { every_months: self.months(), credits, fee: self.money() };
        (renewal != Renewal::default()).then_some(renewal)
    }

    fn exam(&self) -> Option<Exam> {
        let exam = Exam { questions: self.with(&["q"]), minutes: self.with(&["min"]), ..Exam::default() };
        (exam != Exam::default() || ["yes", "online"].contains(&self.lower.as_str())).then_some(exam)
    }

    fn training(&self) -> Option<Training> {
        if self.lower == "optional" {
            return Some(Training { required: false, ways: Vec::new() });
        }
        let way =
            Way { hours: self.with(&["h"]), to_hours: None, days: self.with(&["day"]), mode: None, teacher: None };
        let stated = way.hours.is_some() || way.days.is_some();
        (stated || self.lower == "required")
            .then(|| Training { required: true, ways: if stated { vec![way] } else { Vec::new() } })
    }

    fn retakes(&self) -> Option<Retakes> {
        let retakes = Retakes {
            attempts_included: self.with(&["attempt"]),
            within_days: self.with(&["day"]),
            further: self.money(),
        };
        (retakes != Retakes::default()).then_some(retakes)
    }
}

/// `100USD`, `99.50 EUR`, `900..1500 EUR`.
fn prices(text: &str) -> Option<Vec<Price>> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let split = compact.find(|c: char| c.is_alphabetic())?;
    let (number, currency) = compact.split_at(split);
    let currency = currency.to_uppercase();
    if !CURRENCIES.contains(&currency.as_str()) {
        return None;
    }
    let amount = |text: &str| -> Option<Amount> {
        let (units, cents) = text.split_once('.').unwrap_or((text, ""));
        let cents = match cents.len() {
            0 => 0,
            1 => cents.parse::<u64>().ok()? * 10,
            2 => cents.parse::<u64>().ok()?,
            _ => return None,
        };
        let units = units.parse::<u64>().ok().filter(|units| *units <= 10_000_000)?;
        Some(Amount(units * 100 + cents))
    };
    let (low, high) = match number.split_once("..") {
        Some((low, high)) => (amount(low)?, Some(amount(high)?)),
        None => (amount(number)?, None),
    };
    Some(vec![Price { amount: low, to: high, currency: SafeText::new(&currency), what: None }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_type_values_and_mean_them() {
        let catalog = crate::catalog::Catalog::default();
        for (field, typed, shown) in [
            (Field::Renewal, "100USD", "100 USD"),
            (Field::Renewal, "20 SEUs + 100 USD every 2 years", "20 SEU + 100 USD every 2 years"),
            (Field::ExamFee, "99.50eur", "99.50 EUR"),
            (Field::CourseFee, "900..1,500 EUR", "900–1,500 EUR"),
            (Field::PassMark, "37/50", "37 of 50 (74 %)"),
            (Field::PassMark, "37 of 50", "37 of 50 (74 %)"),
            (Field::PassMark, "85 %", "85 %"),
            (Field::Validity, "2 years", "2 years"),
            (Field::Validity, "lifetime", "for life"),
            (Field::Exam, "50q 60min", "50 questions, 60 min"),
            (Field::Exam, "none", "none"),
            (Field::Training, "16h", "required: 16 h"),
            (Field::Training, "optional", "optional"),
            (
                Field::Retakes,
                "2 attempts 90 days 25USD",
                "2 attempts within 90 days included, then 25 USD for each further one",
            ),
            (
                Field::Salary,
                "90000..120000 USD",
                "90,000–120,000 USD a year (range, country not stated, year not stated)",
            ),
            (Field::Level, "Advanced", "advanced"),
            (Field::Benefits, "a; b", "a · b"),
        ] {
            let value = parse(field, typed).unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(catalog.phrase(&value), shown, "{typed}");
            assert!(field.row().shape.takes(&value));
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_an_example() {
        for (field, typed) in [
            (Field::ExamFee, "100"),
            (Field::ExamFee, "100 dollars"),
            (Field::PassMark, "many"),
            (Field::Validity, "0 years"),
            (Field::Exam, ""),
        ] {
            assert!(parse(field, typed).is_err(), "{typed}");
        }
        assert!(parse(Field::PassMark, "many").expect_err("no").contains("37/50"));
    }
}
