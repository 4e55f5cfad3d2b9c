//! The best of a row, where that can be said honestly: a direction is defined for the field, every
//! cell is known and undisputed, all count in one unit, and one stands alone at the front.

use super::Cell;
use crate::catalog::claim::{Fact, Standing};
use crate::catalog::quantity::{Price, Value};
use crate::field::Field;

/// Which end is the better one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Better {
    /// The less, the better.
    Less,
    /// The more, the better.
    More,
}

/// The fields of which more or less is better for whoever goes for a certification. Whether a
/// longer course or a harder exam is better is for the reader to say.
pub const DIRECTIONS: &[(Field, Better)] = &[
    (Field::ExamFee, Better::Less),
    (Field::CourseFee, Better::Less),
    (Field::Validity, Better::More),
    (Field::Retakes, Better::More),
];

/// The number of the best cell of a row, if there is one.
#[must_use]
pub fn of(field: Field, facts: &[Option<&Fact>], cells: &[Cell]) -> Option<usize> {
    let (_, better) = DIRECTIONS.iter().find(|(known, _)| *known == field)?;
    if facts.len() < 2 || cells.iter().any(|cell| cell.standing != Standing::Known || cell.conflict) {
        return None;
    }
    let ranks: Vec<(String, u64)> =
        facts.iter().map(|fact| rank(fact.and_then(Fact::value)?)).collect::<Option<Vec<_>>>()?;
    let unit = &ranks.first()?.0;
    if ranks.iter().any(|(other, _)| other != unit) {
        return None;
    }
    let numbers = ranks.iter().map(|(_, number)| *number);
    let best = match better {
        Better::Less => numbers.clone().min()?,
        Better::More => numbers.clone().max()?,
    };
    let mut winners = numbers.enumerate().filter(|(_, number)| *number == best).map(|(at, _)| at);
    let winner = winners.next()?;
    winners.next().is_none().then_some(winner)
}

/// A value as its unit and a number; `None` where no one number says it.
fn rank(value: &Value) -> Option<(String, u64)> {
    match value {
        Value::Price(prices) => match prices.as_slice() {
            // A range, or a price for some buyers only, is no one number.
            [Price { amount, to: None, currency, what: None }] => Some((currency.to_string(), amount.0)),
            _ => None,
        },
        Value::Months(months) => Some(("months".to_owned(), u64::from(*months))),
        Value::Lifetime => Some(("months".to_owned(), u64::MAX)),
        // Two tries in 90 days and one without a limit are unlike things.
        Value::Retakes(retakes) => {
            Some((format!("tries within {:?} days", retakes.within_days), u64::from(retakes.attempts_included?)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::claim::{Claim, Origin, Trust};
    use crate::catalog::quantity::{Amount, Retakes};
    use crate::catalog::schema::SourceKind;

    fn fact(field: Field, values: &[Value]) -> Fact {
        let claim = |value: &Value| Claim {
            value: value.clone(),
            sources: Vec::new(),
            note: None,
            origin: Origin::Embedded,
            trust: Trust { kind: SourceKind::Official, date: None },
            said: None,
            impossible: None,
        };
        Fact::new(field, values.iter().map(claim).collect())
    }

    /// The best of facts with one claim each, or several where there are several.
    fn best(field: Field, columns: &[&[Value]]) -> Option<usize> {
        let catalog = crate::catalog::Catalog::default();
        let facts: Vec<Option<Fact>> =
            columns.iter().map(|values| (!values.is_empty()).then(|| fact(field, values))).collect();
        let facts: Vec<Option<&Fact>> = facts.iter().map(Option::as_ref).collect();
        let cells: Vec<Cell> = facts.iter().map(|fact| Cell::new(&catalog, *fact)).collect();
        of(field, &facts, &cells)
    }

    fn fee(amount: u64, currency: &str) -> Value {
        Value::Price(vec![Price { amount: Amount(amount * 100), to: None, currency: currency.into(), what: None }])
    }

    #[test]
    fn the_lower_fee_and_the_longer_time_are_better() {
        assert_eq!(best(Field::ExamFee, &[&[fee(200, "USD")], &[fee(150, "USD")]]), Some(1));
        assert_eq!(best(Field::Validity, &[&[Value::Months(24)], &[Value::Lifetime], &[Value::Months(36)]]), Some(1));
        let tries = |n, days| Value::Retakes(Retakes { attempts_included: Some(n), within_days: days, further: None });
        assert_eq!(best(Field::Retakes, &[&[tries(2, None)], &[tries(1, None)]]), Some(0));
        assert_eq!(best(Field::Retakes, &[&[tries(2, Some(90))], &[tries(1, None)]]), None, "unlike things");
    }

    #[test]
    fn nothing_is_best_where_that_cannot_be_said() {
        let cheap = fee(150, "USD");
        assert_eq!(best(Field::ExamFee, &[std::slice::from_ref(&cheap), &[fee(200, "EUR")]]), None, "unlike units");
        assert_eq!(best(Field::ExamFee, &[std::slice::from_ref(&cheap), std::slice::from_ref(&cheap)]), None, "a tie");
        for open in [Value::NotStated, Value::None, Value::Varies(Vec::new())] {
            assert_eq!(best(Field::ExamFee, &[std::slice::from_ref(&cheap), &[fee(200, "USD")], &[open]]), None);
        }
        assert_eq!(best(Field::ExamFee, &[std::slice::from_ref(&cheap), &[fee(200, "USD")], &[]]), None, "unknown");
        let disputed = [fee(200, "USD"), fee(250, "USD")];
        assert_eq!(best(Field::ExamFee, &[std::slice::from_ref(&cheap), &disputed]), None, "disputed");
        assert_eq!(best(Field::Salary, &[&[Value::Months(1)], &[Value::Months(2)]]), None, "no direction");
        let ranged =
            Value::Price(vec![Price { amount: Amount(1), to: Some(Amount(9)), currency: "USD".into(), what: None }]);
        assert_eq!(best(Field::ExamFee, &[&[cheap], &[ranged]]), None, "a range is no one number");
    }
}
