//! TABLE 3: what is known of a record.
//!
//! One row per field. List columns, the detail card, the comparison, `show --field`, the JSON keys
//! and the README are all read from here; adding a field is a row here and the data.

use serde::{Deserialize, Serialize};

use crate::catalog::quantity::Value;
use crate::catalog::record::Kind;

/// How rival claims of a field are brought together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Merge {
    /// One value is adopted by the rule of [`crate::catalog::claim`]; others that differ are
    /// rivals.
    Pick,
    /// Lists that add up: every claim's items are shown, each with its source.
    Union,
    /// Accounts in prose: the best source is shown first, the rest in the sources overlay; wording
    /// alone is no conflict.
    Prose,
}

/// The heading a field stands under in the detail card.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs)] // the labels below say it
pub enum Group {
    Shows,
    Entry,
    Training,
    Exam,
    Cost,
    Keeping,
    Worth,
    Who,
    Teaches,
    Next,
}

impl Group {
    /// The heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Shows => "What it is",
            Self::Entry => "Getting in",
            Self::Training => "Training",
            Self::Exam => "Exam",
            Self::Cost => "Cost",
            Self::Keeping => "Keeping it",
            Self::Worth => "Worth",
            Self::Who => "Who it is for",
            Self::Teaches => "What it teaches",
            Self::Next => "Next steps",
        }
    }
}

/// The kinds of value a field takes, beside `None`, `NotStated` and `Varies`, which every field
/// takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)] // the variants mirror those of `Value`
pub enum Shape {
    Text,
    List,
    Refs,
    Level,
    Status,
    Price,
    Validity,
    Training,
    Exam,
    PassMark,
    Retakes,
    Renewal,
    Languages,
    Salary,
    Count,
}

impl Shape {
    /// Whether `value` may stand in a field of this shape.
    #[must_use]
    pub fn takes(self, value: &Value) -> bool {
        match value {
            Value::None | Value::NotStated | Value::Varies(_) => true,
            // Some bodies grade without a number, or state a rule that no type holds.
            Value::Text(_) => {
                matches!(
                    self,
                    Self::Text | Self::List | Self::PassMark | Self::Retakes | Self::Renewal | Self::Validity
                )
            }
            Value::List(_) => matches!(self, Self::Text | Self::List),
            Value::Refs(_) => self == Self::Refs,
            Value::Level(_) => self == Self::Level,
            Value::Status(_) => self == Self::Status,
            Value::Price(_) => self == Self::Price,
            Value::Months(_) | Value::Lifetime => self == Self::Validity,
            Value::Training(_) => self == Self::Training,
            Value::Exam(_) => self == Self::Exam,
            Value::PassMark(_) => self == Self::PassMark,
            Value::Retakes(_) => self == Self::Retakes,
            Value::Renewal(_) => self == Self::Renewal,
            Value::Languages(_) => self == Self::Languages,
            Value::Salary(_) => self == Self::Salary,
            Value::Count(..) => self == Self::Count,
        }
    }

    /// What to write, for the message of a data rule.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Text => "Text(\"…\")",
            Self::List => "List([\"…\", \"…\"])",
            Self::Refs => "Refs([\"id\"])",
            Self::Level => "Level(Foundation)",
            Self::Status => "Status(Active)",
            Self::Price => "Price([(amount: 100, currency: \"USD\")])",
            Self::Validity => "Months(24) or Lifetime",
            Self::Training => "Training((required: true, ways: [(hours: 16)]))",
            Self::Exam => "Exam((questions: 50, minutes: 60))",
            Self::PassMark => "PassMark(Percent(85)) or PassMark(Count(right: 37, of: 50))",
            Self::Retakes => "Retakes((attempts_included: 2, within_days: 90))",
            Self::Renewal => "Renewal((every_months: 24, credits: (amount: 20, unit: \"SEU\")))",
            Self::Languages => "Languages((count: 13))",
            Self::Salary => "Salary((kind: Mean, amount: 97319, currency: \"USD\"))",
            Self::Count => "Count(2001, \"year\")",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct FieldRow {
    /// The field.
    pub field: Field,
    /// Its name in data files, on the command line and in JSON.
    pub id: &'static str,
    /// Its label on a screen.
    pub label: &'static str,
    /// The heading it stands under.
    pub group: Group,
    /// The values it takes.
    pub shape: Shape,
    /// How rivals are brought together.
    pub merge: Merge,
    /// The records that have it.
    pub kinds: &'static [Kind],
    /// A certification without claims of its own shows those of the role it belongs to.
    pub via_role: bool,
}

macro_rules! fields {
    ($( $variant:ident $id:literal $label:literal $group:ident $shape:ident $merge:ident
        [$($kind:ident)+] $($via:ident)? ; $doc:literal )+) => {
        /// A field of a record. See [`FIELDS`] for what is known of each.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Field { $( #[doc = $doc] #[serde(rename = $id)] $variant, )+ }

        /// The table, in the order of the detail card.
        pub const FIELDS: &[FieldRow] = &[ $( FieldRow {
            field: Field::$variant, id: $id, label: $label, group: Group::$group,
            shape: Shape::$shape, merge: Merge::$merge, kinds: &[$(Kind::$kind),+],
            via_role: fields!(@via $($via)?),
        }, )+ ];
    };
    (@via via_role) => { true };
    (@via) => { false };
}

fields! {
    Provider "provider" "Accrediting body" Shows Refs Pick [Cert]; "Who awards it."
    Definition "definition" "In short" Shows Text Prose [Cert Role Provider]; "What it is."
    Level "level" "Level" Shows Level Pick [Cert]; "How far along its track."
    Status "status" "Status" Shows Status Pick [Cert]; "Whether it can still be earned."
    Track "track" "Track" Shows Text Pick [Cert]; "The provider's path it stands on."
    Founder "founder" "Founder" Shows Text Pick [Provider]; "Who founded the body."
    Founded "founded" "Founded" Shows Count Pick [Provider]; "The year it was founded."
    LegalForm "legal_form" "Legal form" Shows Text Pick [Provider]; "Company, charity, membership body."
    LearningModel "learning_model" "How one learns there" Shows Text Prose [Provider]; "How course and test go together."
    Advised "advised" "Course aimed at them" Shows Refs Pick [Role]; "Which certification sources aim at this group."
    Prerequisites "prerequisites" "Prerequisites" Entry List Pick [Cert]; "What has to be there first."
    Steps "steps" "How to get it" Entry List Prose [Cert]; "The way from wish to certificate."
    Training "training" "Training" Training Training Pick [Cert]; "Whether a course is needed, and which."
    Exam "exam" "Exam" Exam Exam Pick [Cert]; "Whether there is a test, and its shape."
    PassMark "pass_mark" "Pass mark" Exam PassMark Pick [Cert]; "What has to be reached in it."
    ExamLanguages "exam_languages" "Exam languages" Exam Languages Pick [Cert]; "Languages of the test."
    Retakes "retakes" "Retakes" Exam Retakes Pick [Cert]; "Further tries and their price."
    ExamFee "exam_fee" "Exam fee" Cost Price Pick [Cert]; "What the test costs."
    CourseFee "course_fee" "Course fee" Cost Price Pick [Cert]; "What the course costs."
    Validity "validity" "Valid for" Keeping Validity Pick [Cert]; "How long it lasts."
    Renewal "renewal" "Renewal" Keeping Renewal Pick [Cert]; "What keeps it alive."
    Salary "salary" "Salary" Worth Salary Pick [Cert Role]; "What people with it earn."
    Benefits "benefits" "Benefits" Worth List Union [Cert]; "What it brings, by its sources."
    Recognition "recognition" "Recognition" Worth Text Prose [Cert]; "How well it is known: opinion."
    Holders "holders" "People who hold it" Worth Count Prose [Cert Provider]; "How many hold it: a number that grows, so no conflict."
    Roles "roles" "Role" Who Refs Union [Cert]; "The role it belongs to, first the main one."
    Duties "duties" "Duties of the role" Who List Union [Cert Role] via_role; "What people in the role do."
    Skills "skills" "Personal strengths" Who List Union [Cert Role] via_role; "What the role asks of a person."
    WorksWith "works_with" "Works with" Who List Union [Cert Role] via_role; "Who works with whom, and on what."
    WhoBenefits "who_benefits" "Who could benefit" Who List Union [Cert]; "Who gains from it, by its trainers."
    Audience "audience" "Target audience" Who List Union [Cert]; "Who typically seeks it."
    Eligibility "eligibility" "Who is eligible" Who List Union [Cert]; "Who may go for it."
    Focus "focus" "Focus" Teaches List Union [Cert Role]; "What it puts first."
    Goals "goals" "Certification goals" Teaches List Union [Cert]; "What it is meant to achieve."
    Covers "covers" "Course covers" Teaches List Union [Cert]; "What its course teaches."
    Address "address" "Official page" Next Text Pick [Cert Provider]; "Where its provider describes it."
    Related "related" "See also" Next Refs Union [Cert]; "What a source compares it with next."
}

impl Field {
    /// The row of this field.
    #[must_use]
    pub fn row(self) -> &'static FieldRow {
        // The table is built from the enum by one macro, so the discriminant is the index.
        &FIELDS[self as usize]
    }

    /// Its name in data files, on the command line and in JSON.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// Its label on a screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// The field of that name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        FIELDS.iter().find(|row| row.id == id).map(|row| row.field)
    }

    /// The fields that records of `kind` have, in card order.
    pub fn of(kind: Kind) -> impl Iterator<Item = Self> {
        FIELDS.iter().filter(move |row| row.kinds.contains(&kind)).map(|row| row.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_row_stands_at_its_own_index() {
        for (index, row) in FIELDS.iter().enumerate() {
            assert_eq!(row.field as usize, index, "{}", row.id);
            assert_eq!(Field::from_id(row.id), Some(row.field));
        }
    }

    #[test]
    fn names_and_labels_are_unique_and_plain() {
        let ids: HashSet<_> = FIELDS.iter().map(|row| row.id).collect();
        let labels: HashSet<_> = FIELDS.iter().map(|row| row.label).collect();
        assert_eq!((ids.len(), labels.len()), (FIELDS.len(), FIELDS.len()));
        for row in FIELDS {
            assert!(row.id.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", row.id);
            assert!(row.label.len() <= 22, "{} is too long for the label column", row.label);
        }
    }

    #[test]
    fn groups_come_in_one_piece_per_kind() {
        for kind in [Kind::Cert, Kind::Role] {
            let groups: Vec<_> = Field::of(kind).map(|f| f.row().group).collect();
            assert!(groups.is_sorted(), "{kind:?}: {groups:?}");
        }
    }
}
