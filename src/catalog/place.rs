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

/// Which row of a text is meant: a row of a section by its id, and perhaps a claim in it by its
/// field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot<'a> {
    /// The section, the id of the row, and how many rows of that section bear it before this one.
    pub row: Option<(&'static str, &'a str, usize)>,
    /// The field of the claim, and how many claims of the row are about it before this one.
    pub claim: Option<(&'a str, usize)>,
}

impl<'a> Spot<'a> {
    /// The first row of `section` with that id.
    #[must_use]
    pub fn row(section: &'static str, id: &'a str) -> Self {
        Self { row: Some((section, id, 0)), claim: None }
    }
}

/// The keys whose value names a row.
const NAMES: &[&str] = &["id", "of", "from_cert", "cert", "abbreviation"];

/// The words of a RON text, string literals and bare identifiers, with their places.
#[derive(Debug, Default)]
pub struct Places {
    words: Vec<(Place, String)>,
    /// Where each word stands in `words`, in order.
    index: HashMap<String, Vec<usize>>,
    /// For each section and id the words that name its rows, in order.
    rows: HashMap<(String, String), Vec<usize>>,
    /// For each field the words that name it behind `field:`, in order.
    fields: HashMap<String, Vec<usize>>,
}

impl Places {
    /// Scans `text`. Comments are skipped; escapes inside strings are kept as written.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        let mut scanner = Scanner { chars: text.chars().peekable(), place: Place::default() };
        let mut places = Self::default();
        let mut word: Option<(Place, String)> = None;
        // How deep brackets nest, and the list at the top that we are in.
        let (mut depth, mut section) = (0_usize, String::new());
        while let Some((here, c)) = scanner.next() {
            if c.is_alphanumeric() || c == '_' {
                word.get_or_insert_with(|| (here, String::new())).1.push(c);
                continue;
            }
            if let Some((place, name)) = word.take() {
                // r"…" and r#"…"# are strings too.
                let hashes = if c == '#' { scanner.hashes() } else { 0 };
                if name == "r" && (c == '"' || hashes > 0) {
                    let literal = scanner.raw_literal(if c == '"' { 0 } else { hashes });
                    places.push(place, literal, &section, depth);
                    continue;
                }
                places.push(place, name, &section, depth);
            }
            match (c, scanner.chars.peek()) {
                ('/', Some('/')) => while scanner.next().is_some_and(|(_, c)| c != '\n') {},
                ('/', Some('*')) => scanner.skip_block_comment(),
                ('"', _) => {
                    let literal = scanner.literal();
                    places.push(here, literal, &section, depth);
                }
                ('(' | '[' | '{', _) => {
                    if depth == 1 {
                        section = places.words.last().map(|(_, word)| word.clone()).unwrap_or_default();
                    }
                    depth += 1;
                }
                (')' | ']' | '}', _) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        if let Some((place, name)) = word {
            places.push(place, name, &section, depth);
        }
        places
    }

    fn push(&mut self, place: Place, word: String, section: &str, depth: usize) {
        let at = self.words.len();
        let key = self.words.last().map_or("", |(_, last)| last.as_str());
        // A row stands in a list inside the file: depth 3; the questions of a bank two deeper.
        if (depth == 3 || depth == 5) && NAMES.contains(&key) && (key != "cert" || section == "fits") {
            self.rows.entry((section.to_owned(), word.clone())).or_default().push(at);
        }
        if key == "field" {
            self.fields.entry(word.clone()).or_default().push(at);
        }
        self.index.entry(word.clone()).or_default().push(at);
        self.words.push((place, word));
    }

    /// The place of `token` in the row that `spot` names; failing that the place of that row, of
    /// any such token, or the start of the file.
    #[must_use]
    pub fn find(&self, spot: Spot, token: &str) -> Place {
        let row = spot.row.and_then(|(section, id, nth)| {
            let named = self.rows.get(&(section.to_owned(), id.to_owned()));
            named.and_then(|rows| rows.get(nth)).copied().or_else(|| self.index.get(id)?.first().copied())
        });
        let claim = spot.claim.and_then(|(field, nth)| after(self.fields.get(field)?, row.unwrap_or(0)).nth(nth));
        let start = claim.or(row);
        let all = self.index.get(token);
        let found = all.and_then(|all| after(all, start.unwrap_or(0)).next());
        let found = found.or(start).or_else(|| all.and_then(|all| all.first().copied()));
        found.map_or_else(Place::default, |at| self.words[at].0)
    }
}

/// The positions from `start` on.
fn after(all: &[usize], start: usize) -> impl Iterator<Item = usize> {
    all[all.partition_point(|&at| at < start)..].iter().copied()
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

    /// How many `#` follow the one that was read, itself included.
    fn hashes(&mut self) -> usize {
        let mut count = 1;
        while self.chars.peek() == Some(&'#') {
            self.next();
            count += 1;
        }
        if self.chars.peek() == Some(&'"') {
            self.next();
            count
        } else {
            0
        }
    }

    /// The rest of a raw string literal whose opening quote has been read.
    fn raw_literal(&mut self, hashes: usize) -> String {
        let end = format!("\"{}", "#".repeat(hashes));
        let mut literal = String::new();
        while let Some((_, c)) = self.next() {
            literal.push(c);
            if literal.ends_with(&end) {
                literal.truncate(literal.len() - end.len());
                break;
            }
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
        let text = "(\n  // \"b\"\n  roles: [(id: \"x\", from: [\"s:1\"]),\n    (id: \"y\", from: [\"s:1\"])])";
        let places = Places::scan(text);
        let spot = |id| Spot::row("roles", id);
        assert_eq!(places.find(spot("y"), "s:1"), Place { line: 4, column: 22 });
        assert_eq!(places.find(spot("x"), "s:1"), Place { line: 3, column: 28 });
        assert_eq!(places.find(spot("y"), "nowhere"), Place { line: 4, column: 10 });
        assert_eq!(places.find(Spot::default(), "b"), Place::default(), "comments do not count");
    }

    #[test]
    fn rows_and_claims_are_found_by_their_number() {
        let text = "(claims: [\n(of: \"x\", field: exam, from: [\"s\"]),\n(of: \"x\", field: exam, from: [\"s\"])],\nsources: [\n(id: \"x\", title: r#\"exam \"1\" ]\"#)])";
        let places = Places::scan(text);
        let spot = |nth| Spot { row: Some(("claims", "x", nth)), claim: Some(("exam", 0)) };
        assert_eq!(places.find(spot(0), "s").line, 2);
        assert_eq!(places.find(spot(1), "s").line, 3);
        assert_eq!(places.find(Spot::row("sources", "x"), "x").line, 5);
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for text in ["", "/*", "/* /* */", "\"", "\"\\", "//", "(((", "]]]", "r#", "r#\"", "\u{feff}é\"é\u{301}\""] {
            assert_eq!(Places::scan(text).find(Spot::row("roles", "?"), "?"), Place::default());
        }
    }
}
