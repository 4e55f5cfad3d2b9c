//! Lenses: which fields a comparison looks at, and in which order.

use crate::catalog::record::Kind;
use crate::field::Field;

/// One row of the table of lenses.
#[derive(Clone, Copy, Debug)]
pub struct LensRow {
    /// Its name on the command line and in JSON.
    pub id: &'static str,
    /// Its name on a screen.
    pub label: &'static str,
    /// The source whose page compares in this way, if one does.
    pub from: Option<&'static str>,
    /// The fields, in the order of that page; `None` for all there are.
    pub fields: Option<&'static [Field]>,
}

/// The table, in the order in which a key goes through it.
pub const LENSES: &[LensRow] = &[
    LensRow { id: "all", label: "all fields", from: None, fields: None },
    LensRow {
        id: "fourteen-rows",
        label: "fourteen rows",
        from: Some("seed-002"),
        fields: Some(&[
            Field::Provider,
            Field::Goals,
            Field::Audience,
            Field::Prerequisites,
            Field::Duties,
            Field::Skills,
            Field::Training,
            Field::Validity,
            Field::Renewal,
            Field::Exam,
            Field::PassMark,
            Field::CourseFee,
            Field::Retakes,
            Field::Salary,
        ]),
    },
    // Role and responsibility, focus, training and certification, target audience, collaboration.
    LensRow {
        id: "five-criteria",
        label: "five criteria",
        from: Some("seed-001"),
        fields: Some(&[
            Field::Roles,
            Field::Duties,
            Field::Focus,
            Field::Training,
            Field::Exam,
            Field::Audience,
            Field::WorksWith,
        ]),
    },
    LensRow {
        id: "five-differences",
        label: "five differences",
        from: Some("seed-003"),
        fields: Some(&[Field::Provider, Field::Training, Field::Focus, Field::Renewal, Field::Recognition]),
    },
    LensRow {
        id: "money",
        label: "money",
        from: None,
        fields: Some(&[
            Field::ExamFee,
            Field::CourseFee,
            Field::Retakes,
            Field::Renewal,
            Field::Validity,
            Field::Salary,
        ]),
    },
    LensRow {
        id: "exam",
        label: "exam",
        from: None,
        fields: Some(&[Field::Exam, Field::PassMark, Field::ExamLanguages, Field::Retakes, Field::ExamFee]),
    },
];

/// A lens: a row of [`LENSES`], by its number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lens(usize);

impl Lens {
    /// Every lens that has a field of records of `kind`.
    pub fn of(kind: Kind) -> impl Iterator<Item = Self> {
        (0..LENSES.len()).map(Self).filter(move |lens| lens.suits(kind))
    }

    /// The lens of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        LENSES.iter().position(|row| row.id == id).map(Self)
    }

    /// The row of this lens.
    #[must_use]
    pub fn row(self) -> &'static LensRow {
        &LENSES[self.0]
    }

    /// The fields it looks at; `None` for all.
    #[must_use]
    pub fn fields(self) -> Option<&'static [Field]> {
        self.row().fields
    }

    /// Its name, and where it is from: `fourteen rows [seed-002]`.
    #[must_use]
    pub fn title(self) -> String {
        match self.row().from {
            Some(source) => format!("{} [{source}]", self.row().label),
            None => self.row().label.to_owned(),
        }
    }

    /// Whether records of `kind` have a field that it looks at.
    #[must_use]
    pub fn suits(self, kind: Kind) -> bool {
        self.fields().is_none_or(|fields| fields.iter().any(|field| field.row().kinds.contains(&kind)))
    }

    /// The next lens that suits `kind`, round and round; itself if there is no other.
    #[must_use]
    pub fn next(self, kind: Kind) -> Self {
        (1..=LENSES.len())
            .map(|step| Self((self.0 + step) % LENSES.len()))
            .find(|lens| lens.suits(kind))
            .unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_no_field_stands_twice_in_a_lens() {
        let ids: HashSet<_> = LENSES.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), LENSES.len());
        for row in LENSES {
            let fields = row.fields.unwrap_or_default();
            assert_eq!(fields.iter().collect::<HashSet<_>>().len(), fields.len(), "{}", row.id);
            assert!(fields.iter().all(|field| field.row().kinds.contains(&Kind::Cert)), "{}", row.id);
        }
    }

    #[test]
    fn a_lens_without_a_field_of_that_kind_is_passed_over() {
        let names = |kind| Lens::of(kind).map(|lens| lens.row().id).collect::<Vec<_>>();
        assert_eq!(names(Kind::Cert).len(), LENSES.len());
        assert_eq!(names(Kind::Role), ["all", "fourteen-rows", "five-criteria", "five-differences", "money"]);
        assert_eq!(names(Kind::Provider), ["all"]);
        let mut lens = Lens::default();
        for _ in Lens::of(Kind::Role) {
            lens = lens.next(Kind::Role);
            assert!(lens.suits(Kind::Role));
        }
        assert_eq!(lens, Lens::default(), "round and round");
        assert_eq!(lens.next(Kind::Provider), lens);
    }
}
