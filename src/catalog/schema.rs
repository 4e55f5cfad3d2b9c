//! The data set as it is written in RON: one struct for every file, ours and the user's alike.
//!
//! Nothing here has behaviour; [`super::load`] reads these, joins them and hands them to
//! [`super::check`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::claim::SourceRef;
use super::quantity::{Credits, Date, Price, Value};
use super::record::{Fit, Id, Kind, RelationKind};
use crate::field::Field;
use crate::safe_text::SafeText;

/// The version of the format that this program reads.
pub const SCHEMA: u32 = 1;

/// One data file. Every list may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataFile {
    /// Version of the format; must be [`SCHEMA`].
    pub schema: u32,
    /// Where facts come from.
    #[serde(default)]
    pub sources: Vec<SourceRow>,
    /// Bodies that award certifications.
    #[serde(default)]
    pub providers: Vec<RecordRow>,
    /// Jobs and accountabilities.
    #[serde(default)]
    pub roles: Vec<RecordRow>,
    /// Certifications.
    #[serde(default)]
    pub certifications: Vec<RecordRow>,
    /// Further claims about records of any file: the way to correct or add a single fact.
    #[serde(default)]
    pub claims: Vec<LooseClaimRow>,
    /// Further certifications that fit roles of any file.
    #[serde(default)]
    pub fits: Vec<LooseFitRow>,
    /// Abbreviations that mean several things.
    #[serde(default)]
    pub collisions: Vec<CollisionRow>,
    /// Words of the field.
    #[serde(default)]
    pub terms: Vec<TermRow>,
    /// How certifications hang together.
    #[serde(default)]
    pub relations: Vec<RelationRow>,
    /// Bodies whose certifications are renewed together.
    #[serde(default)]
    pub shared_renewals: Vec<SharedRenewalRow>,
    /// "Choose X if …" rules.
    #[serde(default)]
    pub advice: Vec<AdviceRow>,
    /// The questions of the decision interview.
    #[serde(default)]
    pub interview: Vec<InterviewRow>,
    /// Question banks.
    #[serde(default)]
    pub banks: Vec<BankRow>,
    /// What mock exams are made up of.
    #[serde(default)]
    pub mocks: Vec<MockRow>,
}

/// A source: everything but its id, title and kind may be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRow {
    /// Id, as used in `from`.
    pub id: Id,
    /// Title of the page or paper.
    pub title: SafeText,
    /// Who published it; `None` if the page does not say.
    #[serde(default)]
    pub publisher: Option<SafeText>,
    /// Web address, if there is one.
    #[serde(default)]
    pub address: Option<SafeText>,
    /// Date of publication; `None` is shown as "undated", never as fresh.
    #[serde(default)]
    pub date: Option<Date>,
    /// What kind of publisher it is; decides between rival claims.
    pub kind: SourceKind,
    /// Whether the publisher sells a course for what it describes.
    #[serde(default)]
    pub sells_course: bool,
    /// Edition, where the source has editions.
    #[serde(default)]
    pub edition: Option<SafeText>,
    /// The sources whose place it takes, as a new edition does: questions that rest on those are to be
    /// checked.
    #[serde(default)]
    pub supersedes: Vec<Id>,
    /// Anything a reader should know ("read through a copy on another host").
    #[serde(default)]
    pub note: Option<SafeText>,
}

/// What kind of publisher a source is, best first: the order in which rival claims are believed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum SourceKind {
    /// The user's own word: "I checked this".
    You,
    /// The body that awards the certification, or the guide's authors.
    Official,
    /// A government register.
    Register,
    /// Somebody with nothing to sell on the matter.
    Independent,
    /// A company that trains for it.
    Training,
    /// A site that prepares for its exam.
    ExamPrep,
    /// A forum.
    Forum,
    /// A private page.
    Blog,
    /// Our own judgement, marked `*` wherever it shows.
    Ours,
}

/// A provider, a role or a certification.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRow {
    /// Id: lower case, digits and hyphens; roman numerals as digits.
    pub id: Id,
    /// Full name, without ® or ™.
    pub name: SafeText,
    /// Abbreviation in use.
    #[serde(default)]
    pub abbreviation: Option<SafeText>,
    /// "®" or "™", if the owner claims one.
    #[serde(default)]
    pub mark: Option<SafeText>,
    /// Other names and spellings in the wild.
    #[serde(default)]
    pub aliases: Vec<SafeText>,
    /// Where the name is from.
    #[serde(default)]
    pub from: Vec<SourceRef>,
    /// What is said of it.
    #[serde(default)]
    pub claims: Vec<ClaimRow>,
    /// For a role: the certifications that fit it.
    #[serde(default)]
    pub fits: Vec<FitRow>,
}

/// One claim, inside the record it is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRow {
    /// Which field it is about.
    pub field: Field,
    /// What it says.
    pub value: Value,
    /// Who says so.
    pub from: Vec<SourceRef>,
    /// Anything the value cannot carry, in our own words.
    #[serde(default)]
    pub note: Option<SafeText>,
    /// The day it was true, where that is not the source's own date (a count, a price list).
    #[serde(default)]
    pub as_of: Option<Date>,
}

/// One claim that names the record it is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LooseClaimRow {
    /// Id of the record.
    pub of: Id,
    /// Which field it is about.
    pub field: Field,
    /// What it says.
    pub value: Value,
    /// Who says so; in a user's file, leaving it out means "you".
    #[serde(default)]
    pub from: Vec<SourceRef>,
    /// Anything the value cannot carry.
    #[serde(default)]
    pub note: Option<SafeText>,
    /// The day it was true, where that is not the source's own date.
    #[serde(default)]
    pub as_of: Option<Date>,
}

/// A certification that fits a role. How well is our reading of the sources; the reason and the
/// sources are theirs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FitRow {
    /// Id of the certification.
    pub cert: Id,
    /// How well.
    pub fit: Fit,
    /// Why, in our own words.
    pub reason: SafeText,
    /// Who says so.
    pub from: Vec<SourceRef>,
}

/// A certification that fits a role, outside the role's own record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LooseFitRow {
    /// Id of the role.
    pub role: Id,
    /// Id of the certification.
    pub cert: Id,
    /// How well.
    pub fit: Fit,
    /// Why, in our own words.
    pub reason: SafeText,
    /// Who says so.
    pub from: Vec<SourceRef>,
}

/// One meaning of an abbreviation that has several.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollisionRow {
    /// The abbreviation.
    pub abbreviation: SafeText,
    /// What it means here, with the body: "Certified Security Manager (ISMI)".
    pub meaning: SafeText,
    /// The record, where it is in the catalogue.
    #[serde(default)]
    pub record: Option<Id>,
    /// Who says so.
    #[serde(default)]
    pub from: Vec<SourceRef>,
}

/// A word of the field, explained.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRow {
    /// Id.
    pub id: Id,
    /// The word.
    pub term: SafeText,
    /// What it means, in our own words.
    pub meaning: SafeText,
    /// Other words and abbreviations for it.
    #[serde(default)]
    pub aliases: Vec<SafeText>,
    /// Who says so.
    pub from: Vec<SourceRef>,
}

/// One relation between two certifications.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationRow {
    /// Id of the certification the sentence starts with.
    pub from_cert: Id,
    /// The verb.
    pub kind: RelationKind,
    /// Id of the certification the sentence ends with.
    pub to_cert: Id,
    /// Who says so.
    pub from: Vec<SourceRef>,
    /// Anything worth adding.
    #[serde(default)]
    pub note: Option<SafeText>,
}

/// How a body lets whoever holds several of its certifications renew them together.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharedRenewalRow {
    /// Id of the body.
    pub provider: Id,
    /// What is paid each time.
    pub fee: SharedFee,
    /// What has to be learnt each time.
    pub credits: SharedCredits,
    /// Who says so.
    pub from: Vec<SourceRef>,
    /// Anything worth adding.
    #[serde(default)]
    pub note: Option<SafeText>,
    /// What other sources say of certain certifications held together.
    #[serde(default)]
    pub instead: Vec<InsteadRow>,
}

/// What is paid for several certifications of one body that are renewed at the same time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SharedFee {
    /// One fee: that of the highest level held.
    Highest,
    /// Each its own fee.
    Each,
}

/// What has to be learnt for several certifications of one body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SharedCredits {
    /// The highest certification's credits, and of each further track so many percent of the
    /// credits of the highest one held there.
    FurtherTracks(u32),
    /// What is learnt once may count for several of them.
    CountForSeveral,
}

/// Another source's rule for certain certifications held together.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InsteadRow {
    /// Ids of the certifications: the highest one held on each track.
    pub certs: Vec<Id>,
    /// The one fee for all of them.
    pub fee: Price,
    /// The credits for all of them.
    #[serde(default)]
    pub credits: Option<Credits>,
    /// Who says so.
    pub from: Vec<SourceRef>,
    /// Anything worth adding.
    #[serde(default)]
    pub note: Option<SafeText>,
}

/// One rule of advice.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceRow {
    /// Id, as used by the interview.
    pub id: Id,
    /// The certification it is about.
    pub cert: Id,
    /// Whether it speaks for it or against it.
    pub verdict: Verdict,
    /// The condition, so that "choose X if …" reads on: "you like classes with people".
    pub when: SafeText,
    /// Who says so.
    pub from: Vec<SourceRef>,
}

/// Whether a rule speaks for a certification or against it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// "Choose it if …"
    Choose,
    /// "Think twice if …"
    Beware,
}

/// One question of the decision interview.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterviewRow {
    /// Id, as used in answer files.
    pub id: Id,
    /// The question.
    pub ask: SafeText,
    /// Two or three words for it: "role wanted".
    #[serde(default)]
    pub short: SafeText,
    /// Whether it is answered with records of a kind, beside the answers written here.
    #[serde(default)]
    pub pick: Option<Kind>,
    /// Whether the certification it is answered with comes first, whatever else was said.
    #[serde(default)]
    pub over: bool,
    /// How much its points count.
    #[serde(default)]
    pub weight: u32,
    /// The answers to choose from.
    pub answers: Vec<AnswerRow>,
    /// What roles count, where it is answered with a role; without any those of the next question
    /// that has some.
    #[serde(default)]
    pub roles: Vec<RolePointsRow>,
    /// Which published guides ask it.
    pub from: Vec<SourceRef>,
}

/// One answer of the decision interview.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerRow {
    /// Id within its question.
    pub id: Id,
    /// The answer.
    pub say: SafeText,
    /// The answer in a few words, after "you said".
    #[serde(default)]
    pub short: Option<SafeText>,
    /// Ids of the advice rules whose condition it fulfils.
    #[serde(default)]
    pub rules: Vec<Id>,
    /// What it counts for which certification: -2 to 3.
    #[serde(default)]
    pub points: BTreeMap<Id, i8>,
    /// What a certification must be like then.
    #[serde(default)]
    pub limit: Option<LimitRow>,
    /// Certifications that are out then.
    #[serde(default)]
    pub without: Vec<Id>,
    /// What the points and the limit rest on.
    #[serde(default)]
    pub from: Vec<SourceRef>,
}

/// What roles count for which certification.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolePointsRow {
    /// Ids of the roles.
    pub roles: Vec<Id>,
    /// What they count: -2 to 3.
    pub points: BTreeMap<Id, i8>,
    /// Ids of the advice rules whose condition they fulfil.
    #[serde(default)]
    pub rules: Vec<Id>,
    /// What the points rest on.
    pub from: Vec<SourceRef>,
}

/// What a certification must be like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum LimitRow {
    /// With a course that must be taken, or without.
    Training(bool),
    /// To be renewed, or not.
    Renewal(bool),
    /// Exam and required course for at most so many US dollars.
    Budget(u32),
}

/// A bank of questions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankRow {
    /// Id.
    pub id: Id,
    /// Name.
    pub name: SafeText,
    /// The line under the name.
    pub intro: SafeText,
    /// The questions, in order.
    pub items: Vec<ItemRow>,
}

/// One question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemRow {
    /// Id, unique in its bank.
    pub id: Id,
    /// How it is answered.
    pub kind: ItemKind,
    /// Topic within the bank.
    pub topic: SafeText,
    /// What it asks of the mind.
    pub level: ItemLevel,
    /// The question itself.
    pub stem: SafeText,
    /// The options. Those to be put in order are listed in the right order, those to be matched with
    /// what they belong to.
    pub options: Vec<OptionRow>,
    /// Why the right one is right.
    pub why: SafeText,
    /// Where the rule behind it stands.
    pub from: Vec<SourceRef>,
    /// The fact it was written from, in a few words of our own.
    #[serde(default)]
    pub fact: SafeText,
    /// The certifications it helps to prepare for.
    #[serde(default)]
    pub valid_for: Vec<Id>,
}

/// The kind of a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ItemKind {
    /// One option is right.
    Single,
    /// A statement that is true or false; the two options keep that order.
    TrueFalse,
    /// Several options are right; the stem says how many.
    Multiple,
    /// The options are to be put in order.
    Order,
    /// Each option belongs to one of the things on the other side.
    Match,
}

/// What a question asks of the mind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // the names say it
pub enum ItemLevel {
    Know,
    Understand,
    Apply,
    Scenario,
}

impl ItemLevel {
    /// All levels, the easiest first.
    pub const ALL: [Self; 4] = [Self::Know, Self::Understand, Self::Apply, Self::Scenario];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Know => "know",
            Self::Understand => "understand",
            Self::Apply => "apply",
            Self::Scenario => "scenario",
        }
    }
}

/// One option of a question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRow {
    /// The option.
    pub text: SafeText,
    /// Whether it is the right one.
    #[serde(default)]
    pub right: bool,
    /// What it belongs to, where options are to be matched.
    #[serde(default)]
    pub pair: Option<SafeText>,
    /// Why it is right or wrong, stands where it stands, or belongs where it belongs.
    pub reason: SafeText,
}

/// What a mock exam for a certification is made up of. How many questions, how much time and which
/// mark is no matter of this row: that is what the certification's record says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MockRow {
    /// Id of the certification.
    pub cert: Id,
    /// Its areas with their weights.
    pub parts: Vec<MockPartRow>,
    /// Whether the real exam can be paused; not said if left out.
    #[serde(default)]
    pub pause: Option<bool>,
    /// Whether the weights are our own judgement.
    #[serde(default)]
    pub ours: bool,
    /// What the weights and the pause rest on.
    pub from: Vec<SourceRef>,
    /// Anything worth knowing before one starts.
    #[serde(default)]
    pub note: Option<SafeText>,
}

/// One area of an exam.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MockPartRow {
    /// Its name.
    pub name: SafeText,
    /// Its share of the questions; shares count in proportion to each other.
    pub weight: u32,
    /// Which of our questions belong to it.
    pub of: Vec<MockTopicRow>,
}

/// Topics of a bank.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MockTopicRow {
    /// Id of the bank.
    pub bank: Id,
    /// Its topics; all of them if left out.
    #[serde(default)]
    pub topics: Vec<SafeText>,
}
