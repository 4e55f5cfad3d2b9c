//! Where things stand in a RON text, for messages about data that parses but makes no sense.
//!
//! ron gives positions for what it cannot read, none for what it has read. So when a rule fails we
//! look the token up again: a small scanner lists every string literal with its place.

use std::collections::HashMap;

/// A place in a text: line and column, both counted from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self { line: 1, column: 1 }
    }
}

/// Which row of a text is meant: a record by its id, and perhaps a claim in it by its field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot<'a> {
    /// The id of the record, and how many rows of the text name it before this one.
    pub record: Option<(&'a str, usize)>,
    /// The field of the claim, and how many claims of the record name it before this one.
    pub claim: Option<(&'a str, usize)>,
}

impl<'a> Spot<'a> {
    /// The first row that names `record`.
    #[must_use]
    pub fn record(record: &'a str) -> Self {
        Self { record: Some((record, 0)), claim: None }
    }
}

/// The words of a RON text, string literals and bare identifiers, with their places.
#[derive(Debug, Default)]
pub struct Places {
    words: Vec<(Place, String)>,
    /// Where each word stands in `words`, in order.
    index: HashMap<String, Vec<usize>>,
}

impl Places {
    /// Scans `text`. Comments are skipped; escapes inside strings are kept as written.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        let mut scanner = Scanner { chars: text.chars().peekable(), place: Place::default() };
        let mut words: Vec<(Place, String)> = Vec::new();
        let mut word: Option<(Place, String)> = None;
        while let Some((here, c)) = scanner.next() {
            if c.is_alphanumeric() || c == '_' {
                word.get_or_insert_with(|| (here, String::new())).1.push(c);
                continue;
            }
            words.extend(word.take());
            match (c, scanner.chars.peek()) {
                ('/', Some('/')) => while scanner.next().is_some_and(|(_, c)| c != '\n') {},
                ('/', Some('*')) => scanner.skip_block_comment(),
                ('"', _) => words.push((here, scanner.literal())),
                _ => {}
            }
        }
        words.extend(word);
        let mut index: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, (_, word)) in words.iter().enumerate() {
            index.entry(word.clone()).or_default().push(at);
        }
        Self { words, index }
    }

    /// The place of `token` in the row that `spot` names; failing that the place of that row, of
    /// any such token, or the start of the file.
    #[must_use]
    pub fn find(&self, spot: Spot, token: &str) -> Place {
        let row = spot.record.and_then(|(record, nth)| {
            let mentions = self.index.get(record)?;
            let mut named = mentions
                .iter()
                .copied()
                .filter(|&at| at > 0 && matches!(self.words[at - 1].1.as_str(), "id" | "of" | "from_cert"));
            named.nth(nth).or_else(|| mentions.first().copied())
        });
        let claim = spot.claim.and_then(|(field, nth)| self.after(row.unwrap_or(0), field).nth(nth));
        let start = claim.or(row);
        let found = self.after(start.unwrap_or(0), token).next();
        let found = found.or(start).or_else(|| self.after(0, token).next());
        found.map_or_else(Place::default, |at| self.words[at].0)
    }

    /// Where `word` stands from the word number `start` on.
    fn after(&self, start: usize, word: &str) -> impl Iterator<Item = usize> {
        let all = self.index.get(word).map_or(&[][..], Vec::as_slice);
        all[all.partition_point(|&at| at < start)..].iter().copied()
    }
}

/// Characters with their places.
struct Scanner<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    place: Place,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<(Place, char)> {
        let c = self.chars.next()?;
        let here = self.place;
        if c == '\n' {
            self.place = Place { line: here.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some((here, c))
    }

    /// The rest of a string literal whose opening quote has been read.
    fn literal(&mut self) -> String {
        let mut literal = String::new();
        let mut escaped = false;
        while let Some((_, c)) = self.next() {
            if c == '"' && !escaped {
                break;
            }
            escaped = c == '\\' && !escaped;
            literal.push(c);
        }
        literal
    }

    /// The rest of a block comment whose slash has been read; such comments nest.
    fn skip_block_comment(&mut self) {
        let mut depth = 0_usize;
        let mut last = '/';
        while let Some((_, c)) = self.next() {
            match (last, c) {
                ('/', '*') => depth += 1,
                ('*', '/') if depth <= 1 => return,
                ('*', '/') => depth -= 1,
                _ => {
                    last = c;
                    continue;
                }
            }
            last = ' ';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_inside_its_record() {
        let text = "(\n  // \"b\"\n  a: [(id: \"x\", from: [\"s:1\"]),\n    (id: \"y\", from: [\"s:1\"])])";
        let places = Places::scan(text);
        assert_eq!(places.find(Spot::record("y"), "s:1"), Place { line: 4, column: 22 });
        assert_eq!(places.find(Spot::record("x"), "s:1"), Place { line: 3, column: 24 });
        assert_eq!(places.find(Spot::record("y"), "nowhere"), Place { line: 4, column: 10 });
        assert_eq!(places.find(Spot::default(), "b"), Place::default(), "comments do not count");
    }

    #[test]
    fn the_second_claim_of_a_field_is_found_by_its_number() {
        let text = "(claims: [\n(of: \"x\", field: exam, from: [\"s\"]),\n(of: \"x\", field: exam, from: [\"s\"])])";
        let places = Places::scan(text);
        let spot = |nth| Spot { record: Some(("x", nth)), claim: Some(("exam", 0)) };
        assert_eq!(places.find(spot(0), "s").line, 2);
        assert_eq!(places.find(spot(1), "s").line, 3);
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for text in ["", "/*", "/* /* */", "\"", "\"\\", "//", "(((", "\u{feff}é\"é\u{301}\""] {
            assert_eq!(Places::scan(text).find(Spot::record("?"), "?"), Place::default());
        }
    }
}
