//! What makes a question a good one, as far as a program can tell: one function per rule, each with
//! an id and a message that says what to do.
//!
//! [`super::check`] says whether a question can be asked at all; this gate looks for cues, slips and
//! repetitions that only show once the whole bank is laid out. The built-in banks pass without a
//! remark. A user's bank is loaded whatever is found here: remarks are advice.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::record::Id;
use super::schema::{ItemKind, SourceKind};
use super::{Bank, Catalog, Choice, Item};

/// Share of single-choice items whose key may be the longest option, in percent. Among four options
/// chance gives 25; a reader who trusts in length should not come far above that.
pub const MOST_LONGEST: usize = 40;
/// How much longer than the mean of its distractors a key may be, in percent of that mean.
pub const MOST_LENGTH: usize = 150;
/// Characters by which a key has to be longer at all: "Twelve" among "Two" and "Six" is no cue.
pub const LEAST_EXCESS: usize = 8;
/// Longest explanation, in characters: it is read between two questions.
pub const MOST_WHY: usize = 300;
/// Fewest single-choice items for a statement on a whole bank; of fewer, chance says more.
pub const FEWEST: usize = 10;
/// How many times as often as in keys an absolute word may stand in distractors.
pub const MOST_ABSOLUTES: usize = 2;
/// Shortest word that echoes: shorter ones are mostly grammar.
pub const ECHO_LETTERS: usize = 4;
/// Share of a bank's stems, in percent, up to which a word of a stem is rare. What more of them use
/// is the bank's subject ("Sprint", "principle") and no pointer to one option.
pub const RARE: usize = 5;
/// From which share of common shingles on two stems are twins, in percent. Short stems that ask
/// different things of one matter ("What is the Daily Scrum for, by …?", "How often is the Daily
/// Scrum held, by …?") come to 50.
pub const TWINS: usize = 55;
/// Length of a shingle, in words.
pub const SHINGLE: usize = 2;
/// How often one text may be the key within a topic.
pub const MOST_SAME_KEY: usize = 3;
/// What the `fact` of a true/false item says if its source asks for that kind.
pub const TRUE_FALSE: &str = "true or false";

/// Options that can be found without knowing the matter: some part of it is enough.
pub const BANNED: &[&str] = &[
    "all of the above",
    "none of the above",
    "all of these",
    "none of these",
    "both a and b",
    "both of the above",
    "neither of the above",
    "any of the above",
];

/// Words that make a statement easy to refute, so readers distrust an option that has one.
pub const ABSOLUTES: &[&str] = &["always", "never", "only"];

/// Words that turn a question round and are overread, unless printed in capitals.
pub const NEGATIVES: &[&str] = &["not", "except"];

/// Words after which a stem says how many options are right.
pub const ASKING: &[&str] = &["choose", "which", "what", "pick", "select", "name"];

/// Every rule with what it asks for, in the order in which they are told.
pub const RULES: &[(&str, &str)] = &[
    ("item-length-cue", "the key does not stand out by its length"),
    ("item-banned-option", "no option leans on the others"),
    ("item-absolutes", "absolute words do not mark the wrong options"),
    ("item-echo", "no rare word of the stem stands in the key alone"),
    ("item-negative", "what is asked for is not turned round in small letters"),
    ("item-explained", "the explanation is short, and every option has its reason"),
    ("item-twin", "no question is asked twice, and no answer too often"),
    ("item-count-told", "the stem says how many options to choose"),
    ("item-sourced", "it was written from a fact that has a source"),
    ("item-placed", "the source can be looked up: by place, edition, date or address"),
    ("item-true-false", "true or false is only asked where the source does so"),
];

/// What the gate has to say of an item or of a whole bank.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// Id of the rule.
    pub rule: &'static str,
    /// Id of the bank.
    pub bank: Id,
    /// Id of the item, unless it is about the bank.
    pub item: Option<Id>,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.item {
            Some(item) => write!(f, "{}/{item}: {} [{}]", self.bank, self.message, self.rule),
            None => write!(f, "{}: {} [{}]", self.bank, self.message, self.rule),
        }
    }
}

/// Every remark on the banks of a catalogue, by rule and then in the order of the banks.
#[must_use]
pub fn judge(catalog: &Catalog) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for bank in catalog.banks.iter() {
        let about = |rule, item: Option<&Item>, message| Remark {
            rule,
            bank: bank.id.clone(),
            item: item.map(|item| item.id.clone()),
            message,
        };
        let whole = [("item-length-cue", longest_keys(bank)), ("item-absolutes", absolutes(bank))];
        remarks.extend(whole.into_iter().filter_map(|(rule, said)| Some(about(rule, None, said?))));
        remarks.extend(same_keys(bank).into_iter().map(|said| about("item-twin", None, said)));
        let stems = Stems::of(bank);
        for item in &bank.items {
            let one = [
                ("item-length-cue", key_length(item)),
                ("item-banned-option", banned_option(item)),
                ("item-echo", echo(item, &stems)),
                ("item-negative", negative(item)),
                ("item-explained", explained(item)),
                ("item-count-told", count_told(item)),
                ("item-sourced", sourced(item, catalog)),
                ("item-placed", placed(item, catalog)),
                ("item-true-false", true_false(item)),
            ];
            remarks.extend(one.into_iter().filter_map(|(rule, said)| Some(about(rule, Some(item), said?))));
        }
    }
    remarks.extend(twins(catalog));
    remarks.sort_by_key(|remark| RULES.iter().position(|(rule, _)| *rule == remark.rule));
    remarks
}

/// Lower-case words of a text, without marks.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Lower-case words of a text with a blank on each side, so that phrases can be looked for.
fn line_of(text: &str) -> String {
    let mut line = String::from(" ");
    for word in words(text) {
        line.push_str(&word);
        line.push(' ');
    }
    line
}

fn letters(choice: &Choice) -> usize {
    choice.text.chars().count()
}

/// The right options of an item and the wrong ones, where that is a difference.
fn sides(item: &Item) -> Option<(Vec<&Choice>, Vec<&Choice>)> {
    if matches!(item.kind, ItemKind::Order | ItemKind::Match) {
        return None;
    }
    let side = |right: bool| {
        let of_side = item.options.iter().enumerate().filter(|(n, _)| item.solution.contains(n) == right);
        of_side.map(|(_, option)| option).collect()
    };
    Some((side(true), side(false)))
}

/// `item-length-cue` for a bank: a reader who picks the longest option must not get far. Where
/// several are the longest, that reader guesses among them.
fn longest_keys(bank: &Bank) -> Option<String> {
    let items: Vec<&Item> = bank.items.iter().filter(|item| item.kind == ItemKind::Single).collect();
    if items.len() < FEWEST {
        return None;
    }
    let found: f64 = items.iter().map(|item| longest_is_key(item)).sum();
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
    let share = 100.0 * found / f64::from(count);
    (share > f64::from(u32::try_from(MOST_LONGEST).unwrap_or(100))).then(|| {
        format!("the key is the longest option in {share:.0} % of the items; lengthen distractors or shorten keys until it is at most {MOST_LONGEST} %")
    })
}

/// The chance of a reader who picks the longest option, or one of the longest, of a single-choice
/// item: from 0 to 1.
#[must_use]
pub fn longest_is_key(item: &Item) -> f64 {
    let most = item.options.iter().map(letters).max().unwrap_or(0);
    let longest: Vec<usize> = (0..item.options.len()).filter(|&n| letters(&item.options[n]) == most).collect();
    let hits = longest.iter().filter(|n| item.solution.contains(n)).count();
    let part = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if longest.is_empty() { 0.0 } else { part(hits) / part(longest.len()) }
}

/// `item-length-cue` for an item: its keys are about as long as its distractors.
fn key_length(item: &Item) -> Option<String> {
    let (keys, wrong) = sides(item)?;
    if keys.is_empty() || wrong.is_empty() {
        return None;
    }
    let sum = |side: &[&Choice]| side.iter().map(|choice| letters(choice)).sum::<usize>();
    // Means without division: both sides times both counts.
    let (key, other) = (sum(&keys) * wrong.len(), sum(&wrong) * keys.len());
    let excess = LEAST_EXCESS * keys.len() * wrong.len();
    (key * 100 > other * MOST_LENGTH && key > other + excess).then(|| {
        let (key, other) = (sum(&keys) / keys.len(), sum(&wrong) / wrong.len());
        format!("the key has {key} characters and a distractor {other} on average; bring them nearer to each other")
    })
}

/// `item-banned-option`: no "all of the above" and the like.
fn banned_option(item: &Item) -> Option<String> {
    let found = item.options.iter().find_map(|option| {
        let line = line_of(&option.text);
        BANNED.iter().find(|banned| line.contains(&format!(" {banned} ")))
    })?;
    Some(format!("an option says \"{found}\"; write one that stands for itself"))
}

/// `item-absolutes`: absolute words stand in distractors about as often as in keys. The measure is
/// the share of the options of each side that have one; below four in distractors chance is to blame.
fn absolutes(bank: &Bank) -> Option<String> {
    let has = |choice: &&Choice| words(&choice.text).any(|word| ABSOLUTES.contains(&word.as_str()));
    let (mut keys, mut right, mut wrong, mut others) = (0, 0, 0, 0);
    for (key, other) in bank.items.iter().filter_map(sides) {
        keys += key.len();
        others += other.len();
        right += key.iter().filter(|choice| has(choice)).count();
        wrong += other.iter().filter(|choice| has(choice)).count();
    }
    // The shares without division.
    (wrong >= 4 && wrong * keys > MOST_ABSOLUTES * right.max(1) * others).then(|| {
        format!(
            "\"{}\" stand in {wrong} of {others} distractors and in {right} of {keys} keys; take them out or spread them",
            ABSOLUTES.join("\", \"")
        )
    })
}

/// How many stems of a bank have which word.
struct Stems {
    with: HashMap<String, usize>,
    all: usize,
}

impl Stems {
    fn of(bank: &Bank) -> Self {
        let mut with = HashMap::new();
        for item in &bank.items {
            for word in words(&item.stem).map(bare).collect::<HashSet<_>>() {
                *with.entry(word).or_insert(0) += 1;
            }
        }
        Self { with, all: bank.items.len() }
    }

    fn is_rare(&self, word: &str) -> bool {
        let most = (self.all * RARE / 100).max(1);
        self.with.get(word).copied().unwrap_or(0) <= most
    }
}

/// A word without the ending of a plural or of a verb's third person.
fn bare(word: String) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= ECHO_LETTERS && !stem.ends_with('s') => stem.to_owned(),
        _ => word,
    }
}

/// `item-echo`: no rare word of the stem that stands in the key and in no other option.
fn echo(item: &Item, stems: &Stems) -> Option<String> {
    let (keys, wrong) = sides(item)?;
    let all = |side: &[&Choice]| -> HashSet<String> {
        side.iter().flat_map(|choice| words(&choice.text).map(bare).collect::<Vec<_>>()).collect()
    };
    // With several keys a word in one of them tells nothing of the others.
    let told = if keys.len() == 1 { all(&keys) } else { in_each(&keys) };
    let elsewhere = all(&wrong);
    let word = words(&item.stem).map(bare).find(|word| {
        word.chars().count() >= ECHO_LETTERS
            && word.chars().all(char::is_alphabetic)
            && told.contains(word)
            && !elsewhere.contains(word)
            && stems.is_rare(word)
    })?;
    Some(format!("\"{word}\" of the stem stands in the key alone; reword one of them, or use it in a distractor too"))
}

/// The words that stand in each of several options.
fn in_each(options: &[&Choice]) -> HashSet<String> {
    let mut each = options.iter().map(|choice| words(&choice.text).map(bare).collect::<HashSet<_>>());
    let first = each.next().unwrap_or_default();
    each.fold(first, |common, next| common.intersection(&next).cloned().collect())
}

/// `item-negative`: the sentence that asks has no "not" or "except" in small letters. What is told
/// before it ("the work is not finished") is a story and may.
fn negative(item: &Item) -> Option<String> {
    let stem = item.stem.trim_end_matches(|c: char| c == ')' || c.is_whitespace());
    let stem = stem.split(" (Choose").next().unwrap_or(stem);
    let asks = stem.trim_end_matches(['?', '.', ':', '"']);
    let asks = asks.rfind(['.', '?', '!', ':', '"', ';']).map_or(asks, |end| &asks[end..]);
    let word = asks.split(|c: char| !c.is_alphanumeric()).find(|word| NEGATIVES.contains(word))?;
    Some(format!("the question says \"{word}\"; ask for what is right, or print it in capitals"))
}

/// `item-explained`: an explanation that is short, and a reason for every option.
fn explained(item: &Item) -> Option<String> {
    let length = item.why.chars().count();
    if length == 0 || item.why.trim().is_empty() {
        return Some("it has no explanation; write `why: \"…\"`".to_owned());
    }
    if length > MOST_WHY {
        return Some(format!("the explanation has {length} characters; {MOST_WHY} are enough"));
    }
    let bare = item.options.iter().find(|option| option.reason.trim().is_empty())?;
    Some(format!("`{}` has no reason; say why it is right or wrong", bare.text.one_line()))
}

/// `item-count-told`: where several options are right, the stem says how many, in words or figures,
/// right after a word that asks for them: "(Choose 2.)", "which two". A number elsewhere is a story.
fn count_told(item: &Item) -> Option<String> {
    const NUMBERS: [&str; 8] = ["zero", "one", "two", "three", "four", "five", "six", "seven"];
    let right = item.solution.len();
    let stem: Vec<String> = words(&item.stem).collect();
    let told = stem.windows(2).any(|pair| {
        ASKING.contains(&pair[0].as_str())
            && (pair[1] == right.to_string() || NUMBERS.get(right).is_some_and(|number| pair[1] == *number))
    });
    (item.kind == ItemKind::Multiple && !told)
        .then(|| format!("{right} options are right and the stem does not say so; end it with \"(Choose {right}.)\""))
}

/// `item-sourced`: a source that is not our own judgement, and the fact it was written from.
fn sourced(item: &Item, catalog: &Catalog) -> Option<String> {
    if item.sources.iter().all(|cited| catalog.source(cited).kind == SourceKind::Ours) {
        return Some("no source stands behind it; name one under `from`".to_owned());
    }
    item.fact.trim().is_empty().then(|| "it does not say what it was written from; add `fact: \"…\"`".to_owned())
}

/// `item-placed`: where the fact stands can be found again. A page on the web without edition or date
/// is found by its address; a work that has neither needs a place. A place that is the id of a source
/// is a slip of the pen: two citations have run into one.
fn placed(item: &Item, catalog: &Catalog) -> Option<String> {
    let is_source = |place: &str| catalog.sources.iter().any(|source| source.id.as_str() == place);
    if let Some(place) = item.sources.iter().filter_map(|cited| cited.locator.as_ref()).find(|place| is_source(place)) {
        return Some(format!("the place `{place}` is the id of a source; write it as a citation of its own"));
    }
    let lost = item.sources.iter().find(|cited| {
        let row = &catalog.source(cited).row;
        cited.locator.is_none() && row.edition.is_none() && row.date.is_none() && row.address.is_none()
    })?;
    let id = &catalog.source(lost).id;
    Some(format!("nobody finds the place in `{id}`; write `{id}:` with a heading, page or line"))
}

/// `item-true-false`: half of those who guess are right, so this kind needs a reason.
fn true_false(item: &Item) -> Option<String> {
    (item.kind == ItemKind::TrueFalse && !item.fact.contains(TRUE_FALSE)).then(|| {
        format!("guessing is right half the time; make it a choice of several, or say in `fact` that the source asks for \"{TRUE_FALSE}\"")
    })
}

/// `item-twin` for a bank: the keys that are right too often within a topic.
fn same_keys(bank: &Bank) -> Vec<String> {
    let mut count: Vec<((String, String), usize)> = Vec::new();
    let mut at: HashMap<(String, String), usize> = HashMap::new();
    for item in bank.items.iter().filter(|item| item.kind == ItemKind::Single) {
        let key = item.solution.iter().map(|&n| line_of(&item.options[n].text)).collect::<String>();
        let entry = (item.topic.one_line(), key.trim().to_owned());
        let place = *at.entry(entry.clone()).or_insert_with(|| {
            count.push((entry, 0));
            count.len() - 1
        });
        count[place].1 += 1;
    }
    let often = count.into_iter().filter(|(_, times)| *times > MOST_SAME_KEY);
    often
        .map(|((topic, key), times)| {
            format!(
                "`{key}` is the key of {times} items on {topic}; {MOST_SAME_KEY} are enough for readers to guess it"
            )
        })
        .collect()
}

/// The runs of [`SHINGLE`] words of a text, sorted; of a shorter text the whole.
fn shingles(text: &str) -> Vec<String> {
    let words: Vec<String> = words(text).collect();
    let mut runs: Vec<String> = words.windows(SHINGLE.min(words.len()).max(1)).map(|run| run.join(" ")).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// How alike two stems are: the share of their shingles that both have, in percent.
fn likeness(one: &[String], two: &[String]) -> usize {
    let common = one.iter().filter(|run| two.binary_search(run).is_ok()).count();
    let all = one.len() + two.len() - common;
    (common * 100).checked_div(all).unwrap_or(0)
}

/// `item-twin` over all banks: stems that share most of their shingles. Of two twins the later one
/// is told. Items to be put in order or matched say what to do in much the same words each time, so
/// their options belong to what is compared.
fn twins(catalog: &Catalog) -> Vec<Remark> {
    let asked: Vec<(&Bank, &Item, Vec<String>)> = catalog
        .banks
        .iter()
        .flat_map(|bank| bank.items.iter().map(move |item| (bank, item)))
        .map(|(bank, item)| {
            let mut text = item.stem.as_str().to_owned();
            if matches!(item.kind, ItemKind::Order | ItemKind::Match) {
                item.options.iter().for_each(|option| text.extend([" ", option.text.as_str()]));
            }
            (bank, item, shingles(&text))
        })
        .collect();
    let mut remarks = Vec::new();
    for (n, (bank, item, stem)) in asked.iter().enumerate() {
        let twin = asked[..n].iter().find(|(_, _, other)| likeness(stem, other) >= TWINS);
        if let Some((other_bank, other, _)) = twin {
            remarks.push(Remark {
                rule: "item-twin",
                bank: bank.id.clone(),
                item: Some(item.id.clone()),
                message: format!("its stem is nearly that of {}/{}; ask something else", other_bank.id, other.id),
            });
        }
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Source;
    use crate::catalog::claim::{Cited, Origin};
    use crate::catalog::later::Later;
    use crate::catalog::schema::{ItemRow, SourceRow};

    /// Sources of the samples: a paper that is nowhere to be found, a page, and ourselves.
    fn sources() -> Vec<Source> {
        let rows: Vec<SourceRow> = ron::from_str(
            "[(id: \"paper\", title: \"A paper\", kind: Blog), (id: \"page\", title: \"A page\", \
             address: Some(\"https://example.org/\"), kind: Blog), (id: \"ours\", title: \"Ours\", kind: Ours)]",
        )
        .expect("sources");
        let source = |row: SourceRow| Source {
            id: row.id.clone(),
            kind: row.kind,
            row: row.into(),
            origin: Origin::Embedded,
            superseded_by: None,
        };
        rows.into_iter().map(source).collect()
    }

    fn parsed(items: &str) -> Vec<Item> {
        let rows: Vec<ItemRow> = ron::from_str(&format!("[{items}]")).expect("items");
        let cited = |row: &ItemRow| {
            let at = |id: &Id| sources().iter().position(|source| source.id == *id).expect("a source");
            row.from.iter().map(|one| Cited { source: at(&one.source), locator: one.locator.clone() }).collect()
        };
        rows.iter().map(|row| Item::new(row, cited(row), vec![])).collect()
    }

    /// The remarks on a bank of those items.
    fn remarks(items: &str) -> Vec<Remark> {
        let bank = Bank {
            id: Id::parse("mine").expect("an id"),
            name: "n".into(),
            intro: "i".into(),
            items: parsed(items),
            origin: Origin::Embedded,
        };
        let sources: Vec<Later<Source>> = sources().into_iter().map(Later::from).collect();
        judge(&Catalog { sources: sources.into(), banks: vec![bank].into(), ..Catalog::default() })
    }

    fn rules(items: &str) -> Vec<&'static str> {
        remarks(items).into_iter().map(|remark| remark.rule).collect()
    }

    /// An item with its stem and options as written; the first option is the key.
    fn item(id: &str, stem: &str, options: &[&str]) -> String {
        let option =
            |(n, text): (usize, &&str)| format!("(text: \"{text}\", right: {}, reason: \"It is so.\")", n == 0);
        let options: Vec<String> = options.iter().enumerate().map(option).collect();
        format!(
            "(id: \"{id}\", kind: Single, topic: \"t\", level: Know, stem: \"{stem}\", options: [{}], \
             why: \"Because.\", from: [\"page\"], fact: \"a fact\"),",
            options.join(", ")
        )
    }

    fn good() -> String {
        item("good", "Who waters the palms in the hall?", &["The porter", "The cook", "The guest"])
    }

    #[test]
    fn a_good_question_draws_no_remark() {
        assert_eq!(remarks(&good()), []);
    }

    #[test]
    fn every_rule_has_a_sample_that_fails_it() {
        let failing = [
            (
                "item-length-cue",
                item("q", "Who is it?", &["The porter who works in the evening hall", "A cook", "A guest"]),
            ),
            ("item-banned-option", item("q", "Who is it?", &["The porter", "The cook", "None of the above"])),
            (
                "item-echo",
                item("q", "Who keeps the tulips?", &["A lover of tulips", "A lover of roses", "A lover of oaks"]),
            ),
            ("item-negative", item("q", "The sun shines. Who is not awake?", &["The porter", "The cook", "The guest"])),
            ("item-explained", good().replace("Because.", &"Because. ".repeat(40))),
            (
                "item-count-told",
                good().replace("Single", "Multiple").replace("Who waters", "Two drink. Who waters").replace(
                    "right: false, reason: \"It is so.\"), (text: \"The guest",
                    "right: true, reason: \"It is so.\"), (text: \"The guest",
                ),
            ),
            ("item-sourced", good().replace("a fact", "")),
            ("item-sourced", good().replace("[\"page\"]", "[\"ours\"]")),
            ("item-placed", good().replace("[\"page\"]", "[\"paper\"]")),
            ("item-placed", good().replace("[\"page\"]", "[\"page:paper\"]")),
            ("item-true-false", item("q", "Palms need water.", &["True", "False"]).replace("Single", "TrueFalse")),
            ("item-twin", good() + &good().replace("\"good\"", "\"copy\"").replace("hall", "yard")),
        ];
        for (rule, sample) in failing {
            assert!(rules(&sample).contains(&rule), "{rule}: {sample}");
        }
        let told: Vec<&str> = RULES.iter().map(|(rule, _)| *rule).collect();
        assert!(remarks(&good()).iter().all(|remark| told.contains(&remark.rule)));
    }

    /// The loader refuses empty texts, yet the rule does not lean on that.
    #[test]
    fn a_question_without_explanation_or_reason_is_told() {
        let question = parsed(&good()).remove(0);
        assert_eq!(explained(&question), None);
        let said = explained(&Item { why: " ".into(), ..question.clone() }).expect("a remark");
        assert!(said.contains("why:"), "{said}");
        let mut bare = question;
        bare.options[1].reason = "".into();
        let said = explained(&bare).expect("a remark");
        assert!(said.contains("has no reason"), "{said}");
    }

    /// Stems that have nothing in common but their shape.
    fn many(options: impl Fn(usize) -> [String; 3]) -> String {
        const NOUNS: [&str; 12] =
            ["palm", "cat", "dog", "tree", "car", "hat", "cup", "pen", "bag", "map", "key", "box"];
        let of = |n: usize| options(n);
        (0..NOUNS.len())
            .map(|n| {
                let all = of(n);
                let texts: Vec<&str> = all.iter().map(String::as_str).collect();
                item(&format!("q-{n}"), &format!("{0} or no {0}?", NOUNS[n]), &texts)
            })
            .collect()
    }

    #[test]
    fn a_bank_whose_keys_are_the_longest_is_told_apart_from_one_where_chance_rules() {
        let longest = many(|n| [format!("right one {n}"), format!("left {n}"), format!("mid {n}")]);
        assert_eq!(rules(&longest), ["item-length-cue"]);
        let even = many(|n| [format!("right {n}"), format!("wrong {n}"), format!("other {n}")]);
        assert_eq!(rules(&even), [""; 0]);
    }

    #[test]
    fn absolute_words_in_wrong_options_alone_are_a_cue() {
        let cue = many(|n| [format!("at times {n}"), format!("never then {n}"), format!("always it {n}")]);
        assert_eq!(rules(&cue), ["item-absolutes"]);
        let spread = many(|n| [format!("always {n}"), format!("never this {n}"), format!("sometimes {n}")]);
        assert_eq!(rules(&spread), [""; 0]);
    }

    #[test]
    fn one_answer_to_everything_on_a_topic_is_told() {
        let same = many(|n| ["The porter".to_owned(), format!("The cook {n}"), format!("The guest {n}")]);
        assert_eq!(rules(&same), ["item-twin"]);
    }

    /// What would be a slip in the question may be part of the story, or stand in capitals.
    #[test]
    fn stories_and_capitals_may_say_no() {
        let options = ["The porter", "The cook", "The guest"];
        for stem in ["The sun is up. The hall is not lit. Who sees to it?", "Who is NOT awake? (Choose 1.)"] {
            assert_eq!(rules(&item("q", stem, &options)), [""; 0], "{stem}");
        }
        assert_eq!(rules(&item("q", "Who is awake, except the cat? (Choose 1.)", &options)), ["item-negative"]);
    }

    #[test]
    fn a_word_that_every_option_or_many_stems_have_is_no_echo() {
        assert_eq!(
            rules(&item("q", "Who keeps the tulips?", &["A tulips man", "A tulips boy", "Nobody at all"])),
            [""; 0]
        );
        let theme = many(|n| [format!("Either palm {n}"), format!("Either oaks {n}"), format!("Either pine {n}")]);
        let theme = theme.replace("? \"", "?\"").replace(" or no ", " or palm, no ");
        assert_eq!(rules(&theme), [""; 0], "a bank on palms");
    }
}
