//! Where things stand in a RON text.
//!
//! ron gives positions for what it cannot read, none for what it has read. So when a rule fails, the
//! row is looked up again ([`Places`]); and where ron gives up, the token that made it give up is
//! looked for ([`locate`]), which often stands before ron's own position: a bracket or a quote that
//! was never closed. Both read the text with one small tokenizer.

pub mod tree;

use std::borrow::Cow;
use std::cell::Cell;

use ron::error::SpannedError;

use crate::safe_text::SafeText;

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

/// The line that a place is in, cut into what stands before the token there, the token, and the
/// rest; long lines are cut on both sides, with a mark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// What stands before the token.
    pub before: SafeText,
    /// The token, or as much of it as stands on the line; empty at the end of a line.
    pub token: SafeText,
    /// What stands behind it.
    pub after: SafeText,
}

impl Excerpt {
    /// Most characters shown before a token, of it, and behind it.
    const MOST: [usize; 3] = [60, 40, 30];

    /// The excerpt of `text` at `place`; `None` if the text has no such line.
    #[must_use]
    pub fn of(text: &str, place: Place) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line = text.split('\n').nth(place.line.checked_sub(1)?)?.trim_end_matches('\r');
        let at = line.char_indices().nth(place.column.checked_sub(1)?).map_or(line.len(), |(at, _)| at);
        let (before, rest) = line.split_at(at);
        let token = Tokens { rest, offset: 0, place }.next().filter(|token| token.offset == 0);
        let (token, after) = rest.split_at(token.map_or(0, |token| token.raw.len()).min(rest.len()));
        let [left, middle, right] = Self::MOST;
        let skip = before.chars().count().saturating_sub(left);
        let start = before.char_indices().nth(skip).map_or(before.len(), |(at, _)| at);
        // Tabs have no width of their own: one space each, so that the mark stands below its token.
        let text = |mark: &str, text: &str| SafeText::new(&format!("{mark}{}", text.replace('\t', " ")));
        let cut = |whole: &str, most: usize| match whole.char_indices().nth(most) {
            Some((at, _)) => SafeText::new(&format!("{}…", whole[..at].replace('\t', " "))),
            None => text("", whole),
        };
        let before = text(if skip > 0 { "…" } else { "" }, &before[start..]);
        Some(Self { before, token: cut(token, middle), after: cut(after, right) })
    }
}

/// Which row of a text is meant: a row of a section by its id, and perhaps a claim in it by its
/// field.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot<'a> {
    /// The section, the id of the row, and how many rows of that section bear it before this one.
    /// The questions of a bank count as rows of its section.
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

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// A name or a number.
    Word,
    /// A string literal; one that is never closed reaches to the end of the file.
    Text,
    Open(char),
    Close(char),
    Colon,
    Comma,
    /// A block comment that is never closed; the others are skipped.
    Comment,
    /// Any other single character.
    Other,
}

/// A token of a RON text.
#[derive(Clone, Copy, Debug)]
struct Token<'t> {
    kind: Kind,
    /// As written, quotes and all.
    raw: &'t str,
    /// Byte offset.
    offset: usize,
    from: Place,
    /// Just behind the last character.
    to: Place,
}

impl<'t> Token<'t> {
    /// What it says: the name, or the contents of the literal.
    fn text(&self) -> Cow<'t, str> {
        if self.kind != Kind::Text {
            return Cow::Borrowed(self.raw.strip_prefix("r#").unwrap_or(self.raw));
        }
        match self.raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
            Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
            _ => Cow::Owned(ron::from_str(self.raw).unwrap_or_default()),
        }
    }
}

/// The tokens of a text, or of a stretch of it.
#[derive(Clone)]
struct Tokens<'t> {
    rest: &'t str,
    offset: usize,
    place: Place,
}

impl<'t> Tokens<'t> {
    /// All of `text`; a byte order mark is not part of the first line.
    fn of(text: &'t str) -> Self {
        let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { rest, offset: text.len() - rest.len(), place: Place::default() }
    }

    fn skip(&mut self, bytes: usize) {
        let (past, rest) = self.rest.split_at(bytes);
        match past.rfind('\n') {
            Some(last) => {
                self.place.line += past.matches('\n').count();
                self.place.column = past[last + 1..].chars().count() + 1;
            }
            None => self.place.column += past.chars().count(),
        }
        self.offset += bytes;
        self.rest = rest;
    }

    fn take(&mut self, kind: Kind, bytes: usize) -> Token<'t> {
        let (raw, offset, from) = (&self.rest[..bytes], self.offset, self.place);
        self.skip(bytes);
        Token { kind, raw, offset, from, to: self.place }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let code = self.rest.trim_start_matches(is_blank);
            self.skip(self.rest.len() - code.len());
            if self.rest.starts_with("//") {
                self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                match block_comment(self.rest) {
                    Some(bytes) => self.skip(bytes),
                    None => return Some(self.take(Kind::Comment, self.rest.len())),
                }
            } else {
                break;
            }
        }
        let first = self.rest.chars().next()?;
        let (kind, bytes) = match first {
            '(' | '[' | '{' => (Kind::Open(first), 1),
            ')' | ']' | '}' => (Kind::Close(first), 1),
            ':' => (Kind::Colon, 1),
            ',' => (Kind::Comma, 1),
            _ => match literal(self.rest) {
                Some(bytes) => (Kind::Text, bytes),
                None if is_word(first) => {
                    let raw = if self.rest.starts_with("r#") { 2 } else { 0 };
                    let bytes = self.rest[raw..].find(|c| !is_word(c)).unwrap_or(self.rest.len() - raw);
                    (Kind::Word, raw + bytes)
                }
                None => (Kind::Other, first.len_utf8()),
            },
        };
        Some(self.take(kind, bytes))
    }
}

/// What ron skips between tokens.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}'
    )
}

/// What names and numbers are made of, signs and points included.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_+-.".contains(c)
}

/// The length of the block comment that `text` starts with, if it ends; such comments nest.
fn block_comment(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        at += text[at..].find(['/', '*'])?;
        match text.get(at..at + 2) {
            Some("/*") => depth += 1,
            Some("*/") if depth == 1 => return Some(at + 2),
            Some("*/") => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
}

/// The length of the string literal that `text` starts with, if it starts with one.
fn literal(text: &str) -> Option<usize> {
    let body = text.strip_prefix('b').unwrap_or(text);
    let all = text.len();
    if let Some(raw) = body.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let inner = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", &raw[..hashes]);
        return Some(inner.find(&end).map_or(all, |at| all - inner.len() + at + end.len()));
    }
    let mut inner = body.strip_prefix('"')?;
    while let Some(at) = inner.find(['"', '\\']) {
        if inner[at..].starts_with('"') {
            return Some(all - inner.len() + at + 1);
        }
        let mut rest = inner[at + 1..].chars();
        rest.next();
        inner = rest.as_str();
    }
    Some(all)
}

/// A bracket that was opened.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Open {
    bracket: char,
    from: Place,
}

impl Open {
    fn closer(self) -> char {
        match self.bracket {
            '(' => ')',
            '[' => ']',
            _ => '}',
        }
    }
}

/// What the brackets of a text tell when they do not match. With one mistake in the file, exactly
/// one way to mend the first clash makes the rest of the file balance.
#[derive(Clone, Copy, Debug)]
enum Verdict {
    /// This one was never closed.
    Unclosed(Open),
    /// The first one is closed by a bracket of another shape, which stands here.
    Wrong(Open, Place),
    /// Here closes what was never opened.
    Extra(Place),
}

/// The brackets that are open; after a clash, by each way to mend it.
#[derive(Default)]
struct Brackets {
    open: Vec<Open>,
    /// The innermost open bracket at the first clash, and the closing one that does not fit.
    clash: Option<(Option<Open>, Place)>,
    /// Mended by another closing bracket; by the right one; by none.
    mended: [Option<Vec<Open>>; 3],
    /// Too deep to follow, or an unclosed literal hides the rest.
    lost: bool,
}

impl Brackets {
    /// Deeper than any file that we can read.
    const MOST: usize = 4_096;

    fn read(&mut self, token: Token) {
        match token.kind {
            Kind::Open(bracket) => {
                let open = Open { bracket, from: token.from };
                let alive = self.mended.iter_mut().flatten();
                for stack in alive.chain(self.clash.is_none().then_some(&mut self.open)) {
                    stack.push(open);
                    self.lost |= stack.len() > Self::MOST;
                }
            }
            Kind::Close(closer) if self.clash.is_some() => {
                for stack in &mut self.mended {
                    if stack.as_mut().and_then(Vec::pop).is_none_or(|open| open.closer() != closer) {
                        *stack = None;
                    }
                }
            }
            Kind::Close(closer) => match self.open.last() {
                Some(open) if open.closer() == closer => drop(self.open.pop()),
                last => {
                    self.clash = Some((last.copied(), token.from));
                    let outer = self.open.iter().rposition(|open| open.closer() == closer);
                    let missing = outer.map(|at| self.open[..at].to_vec());
                    let wrong = self.open.split_last().map(|(_, rest)| rest.to_vec());
                    self.mended = [missing, wrong, Some(self.open.clone())];
                }
            },
            Kind::Text if !token.raw.ends_with(['"', '#']) || token.raw.len() == 1 => self.lost = true,
            _ => {}
        }
    }

    fn verdict(&self) -> Option<Verdict> {
        if self.lost {
            return None;
        }
        let Some((open, closer)) = self.clash else { return self.open.last().copied().map(Verdict::Unclosed) };
        let balanced = |way: usize| self.mended[way].as_ref().is_some_and(Vec::is_empty);
        match open {
            Some(open) if balanced(0) => Some(Verdict::Unclosed(open)),
            Some(open) if balanced(1) => Some(Verdict::Wrong(open, closer)),
            _ => balanced(2).then_some(Verdict::Extra(closer)),
        }
    }
}

/// Where ron gave up on `text`, as exactly as the tokens around tell, and a better reason than
/// ron's where quotes or brackets tell one.
#[must_use]
pub fn locate(text: &str, error: &SpannedError) -> (Place, Option<String>) {
    use ron::Error as E;
    let place = |position: ron::error::Position| Place { line: position.line.max(1), column: position.col.max(1) };
    let cursor = place(error.span.end);
    let mut brackets = Brackets::default();
    // The last token that starts before the cursor, the first that ends behind it, and their neighbours.
    let (mut before, mut earlier, mut here, mut next) = (None::<Token>, None::<Token>, None::<Token>, None::<Token>);
    let mut inner = None;
    for token in Tokens::of(text) {
        if token.from < cursor {
            (earlier, before) = (before, Some(token));
        }
        if here.is_some() {
            next = next.or(Some(token));
        } else if token.to > cursor {
            (here, inner) = (Some(token), brackets.open.last().copied());
        }
        if !brackets.lost {
            brackets.read(token);
        } else if next.is_some() {
            break;
        }
    }
    inner = if here.is_none() { brackets.open.last().copied() } else { inner };
    let verdict = brackets.verdict();
    let start = |token: Option<Token>| token.map_or(cursor, |token| token.from);
    let until = here.map_or_else(|| "the end of the file".into(), |token| format!("line {}", token.from.line));
    let unclosed = |open: Open| {
        (open.from, Some(format!("`{}` is not closed; a `{}` is missing before {until}", open.bracket, open.closer())))
    };
    let cut = |last: Option<Token>| {
        let why = inner.map(|open| {
            format!("the file ends in the middle: the `{}` of line {} is not closed", open.bracket, open.from.line)
        });
        (last.map_or(cursor, |token| token.to), why)
    };
    let at_close = here.filter(|token| matches!(token.kind, Kind::Close(_)));

    match &error.code {
        E::UnclosedBlockComment => (start(here.or(before)), None),
        E::UnexpectedChar(_) => (place(error.span.start), None),
        E::ExpectedStringEnd => (start(before), Some("this text is not closed; a quote is missing".into())),
        E::InvalidEscape(_) => (before.and_then(|token| last_escape(token, cursor)).unwrap_or(cursor), None),
        E::TrailingCharacters => (start(here), None),
        E::ExpectedAttribute => (start(Tokens::of(text).next()), None),
        E::Eof => cut(before),
        E::MissingStructField { .. } | E::ExpectedDifferentLength { .. } => match (verdict, at_close, inner) {
            (Some(Verdict::Extra(_)), Some(close), _) => {
                (close.from, Some(format!("`{}` comes too early: there is one too many", close.raw)))
            }
            (_, Some(_), Some(open)) => (open.from, None),
            _ => (cursor, None),
        },
        // The token has been read and did not please.
        E::Message(_)
        | E::NoSuchEnumVariant { .. }
        | E::NoSuchStructField { .. }
        | E::NoSuchExtension(_)
        | E::DuplicateStructField { .. }
        | E::IntegerOutOfBounds
        | E::InvalidValueForType { .. } => (start(before), None),
        code => {
            // Something else was expected here.
            let ends = matches!(
                code,
                E::ExpectedComma
                    | E::ExpectedStructLikeEnd
                    | E::ExpectedOptionEnd
                    | E::ExpectedArrayEnd
                    | E::ExpectedMapEnd
                    | E::ExpectedMapColon
                    | E::ExpectedAttributeEnd
            );
            let named = matches!(code, E::ExpectedDifferentStructName { .. });
            // The token in question, and the one before it.
            let inside = named || here.is_some_and(|token| token.from < cursor);
            let (here, before) = if named { (before, earlier) } else { (here, if inside { earlier } else { before }) };
            let Some(here) = here else { return cut(before) };
            let Some(before) = before else { return (here.from, None) };
            if let (Some(Verdict::Unclosed(open)), Some(inner)) = (verdict, inner) {
                let looser = ends || matches!(code, E::ExpectedIdentifier);
                let fits = inner == open || looser && inner.bracket == open.bracket && inner.from > open.from;
                if fits && !matches!(before.kind, Kind::Open(_)) {
                    return unclosed(inner);
                }
            }
            match (verdict, at_close) {
                (Some(Verdict::Wrong(open, closer)), Some(token)) if token.from == closer => {
                    let why = format!(
                        "`{}` does not close the `{}` of line {}; write `{}`",
                        token.raw,
                        open.bracket,
                        open.from.line,
                        open.closer()
                    );
                    return (closer, Some(why));
                }
                (Some(Verdict::Extra(closer)), Some(token)) if token.from == closer => {
                    return (closer, Some(format!("`{}` closes nothing; remove it", token.raw)));
                }
                _ => {}
            }
            if before.kind == Kind::Text && ends && here.from.line == before.to.line {
                if before.from.line < before.to.line {
                    let lines = before.to.line - before.from.line + 1;
                    return (before.from, Some(format!("this text runs over {lines} lines; a quote is missing")));
                }
                if here.from == before.to && matches!(here.kind, Kind::Word | Kind::Text | Kind::Other) {
                    let why = "the text ends before this; write `\\\"` for a quote inside, or a comma between texts";
                    return (here.from, Some(why.into()));
                }
            }
            let named_next = here.kind == Kind::Word && next.is_some_and(|token| token.kind == Kind::Colon);
            if before.kind == Kind::Colon && before.from.line < here.from.line && named_next {
                return (before.from, Some("a value is missing behind `:`".into()));
            }
            if ends && !inside && here.from.line > before.to.line {
                return (before.to, None);
            }
            let bare = matches!(code, E::ExpectedStructLike | E::ExpectedNamedStructLike(_))
                && before.kind == Kind::Word
                && matches!(here.kind, Kind::Comma | Kind::Close(_));
            (if bare { before.from } else { here.from }, None)
        }
    }
}

/// The last escape of a literal before `cursor`.
fn last_escape(token: Token, cursor: Place) -> Option<Place> {
    let mut last = None;
    let mut place = token.from;
    let mut chars = token.raw.chars();
    while let Some(c) = chars.next().filter(|_| place < cursor) {
        if c == '\\' {
            last = Some(place);
        }
        for c in std::iter::once(c).chain((c == '\\').then(|| chars.next()).flatten()) {
            place = match c {
                '\n' => Place { line: place.line + 1, column: 1 },
                _ => Place { column: place.column + 1, ..place },
            };
        }
    }
    last
}

/// A stretch of a text.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: u32,
    end: u32,
    from: Place,
}

impl Stretch {
    fn whole(text: &str) -> Self {
        Self { start: 0, end: small(text.len()), from: Place::default() }
    }

    fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A row of a list that has a name: `sources: [(…), (…)]`.
#[derive(Clone, Copy, Debug)]
struct Row {
    all: Stretch,
    /// Just behind it.
    to: Place,
    /// The row it is inside of.
    parent: Option<u32>,
    /// Where the names of its list and of the section around it stand.
    list: u32,
    section: u32,
}

/// The word that a row is known by: its id, or the field of a claim.
#[derive(Clone, Copy, Debug)]
struct Name {
    row: u32,
    /// Without quotes.
    word: Stretch,
}

/// The rows of a RON text with their places.
#[derive(Debug, Default)]
pub struct Places {
    rows: Vec<Row>,
    /// By section, then id, then place.
    names: Vec<Name>,
    /// The fields of claims: by the row they are in or are themselves, then field, then place.
    fields: Vec<Name>,
    /// How many more tokens may be read: a file made to annoy gets rough places in the end.
    patience: Cell<usize>,
}

/// A bracket that is open while a text is scanned.
#[derive(Default)]
struct Frame {
    bracket: char,
    /// The row that it opened, or that it is in.
    row: Option<u32>,
    opens_row: bool,
    /// The name of the list, where it is one that has a name.
    list: Option<u32>,
    /// The last word; the field that is being given; what the row is known by.
    word: Option<Stretch>,
    key: Option<Stretch>,
    id: Option<Stretch>,
    field: Option<Stretch>,
}

/// A token of a row, with the name of the field that it is the value of.
struct Seen<'t> {
    token: Token<'t>,
    key: &'t str,
    /// It is the name of a field itself.
    names: bool,
    /// In how many brackets it stands, counted from the row's own.
    depth: usize,
}

impl Seen<'_> {
    /// Whether it starts the value of a field of the row.
    fn is_value(&self) -> bool {
        let value = matches!(self.token.kind, Kind::Word | Kind::Text | Kind::Open(_) | Kind::Other);
        value && self.depth == 1 && !self.names
    }

    /// Whether it is a literal that is shown as `what` in a message.
    fn says(&self, what: &str) -> bool {
        self.token.kind == Kind::Text && SafeText::new(&self.token.text()).one_line() == what
    }
}

impl Places {
    /// Scans `text`, which must be RON.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        let mut places = Self { patience: Cell::new(10_000_000), ..Self::default() };
        let mut frames: Vec<Frame> = Vec::new();
        for token in Tokens::of(text) {
            match (token.kind, frames.last_mut()) {
                (Kind::Open(bracket), top) => {
                    let mut frame = Frame { bracket, row: top.as_ref().and_then(|top| top.row), ..Frame::default() };
                    if let Some(top) = top {
                        frame.list = match bracket {
                            '[' => top.key.map(|key| key.start),
                            '(' if top.bracket == '[' => top.list,
                            _ => None,
                        };
                    }
                    if let (Some(list), '(') = (frame.list, bracket) {
                        places.open(list, frame.row, token);
                        frame.row = Some(small(places.rows.len() - 1));
                        frame.opens_row = true;
                    }
                    frames.push(frame);
                }
                (Kind::Close(_), Some(_)) => {
                    if let Some(Frame { opens_row: true, row: Some(row), id, field, .. }) = frames.pop() {
                        places.close(text, row, id, field, token);
                    }
                }
                (Kind::Colon, Some(top)) => top.key = top.word.take(),
                (Kind::Comma, Some(top)) => (top.key, top.word) = (None, None),
                (Kind::Word | Kind::Text, Some(top)) => {
                    let word = inside(token);
                    match top.key.map_or("", |key| key.of(text)) {
                        "id" | "of" | "from_cert" => top.id = Some(word),
                        // What a fit is about is its name; elsewhere it is an id that is referred to.
                        "cert" | "provider" => top.id = top.id.or(Some(word)),
                        "field" => top.field = Some(word),
                        _ => {}
                    }
                    top.word = Some(word);
                }
                _ => {}
            }
        }
        let (mut names, mut fields) = (std::mem::take(&mut places.names), std::mem::take(&mut places.fields));
        names.sort_by(|a, b| places.id(text, a).cmp(&places.id(text, b)).then(a.row.cmp(&b.row)));
        fields.sort_by(|a, b| places.field(text, a).cmp(&places.field(text, b)).then(a.row.cmp(&b.row)));
        Self { names, fields, ..places }
    }

    /// Notes a row of the list whose name starts at `list`.
    fn open(&mut self, list: u32, parent: Option<u32>, opener: Token) {
        let all = Stretch { start: small(opener.offset), end: u32::MAX, from: opener.from };
        let section = parent.map_or(list, |parent| self.rows[parent as usize].section);
        self.rows.push(Row { all, to: opener.to, parent, list, section });
    }

    /// Notes what is known of a row once it is closed.
    fn close(&mut self, text: &str, number: u32, id: Option<Stretch>, field: Option<Stretch>, closer: Token) {
        let row = &mut self.rows[number as usize];
        row.all.end = small(closer.offset + closer.raw.len());
        row.to = closer.to;
        if row.parent.is_none() || word_at(text, row.list) == "items" {
            self.names.extend(id.map(|word| Name { row: number, word }));
        }
        self.fields.extend(field.map(|word| Name { row: number, word }));
    }

    /// What `names` are sorted by.
    fn id<'t>(&self, text: &'t str, name: &Name) -> (&'t str, &'t str) {
        (word_at(text, self.rows[name.row as usize].section), name.word.of(text))
    }

    /// What `fields` are sorted by.
    fn field<'t>(&self, text: &'t str, name: &Name) -> (u32, &'t str) {
        (self.rows[name.row as usize].parent.unwrap_or(name.row), name.word.of(text))
    }

    /// The place of `token` in the row that `spot` names; failing that the place of that row, or of
    /// any such token, or the start of the file. `text` is what was scanned.
    #[must_use]
    pub fn find(&self, text: &str, spot: Spot, token: &str) -> Place {
        let says = |seen: &Seen| matches!(seen.token.kind, Kind::Word | Kind::Text) && seen.token.text() == token;
        let row = spot.row.and_then(|(section, id, nth)| {
            let from = self.names.partition_point(|name| self.id(text, name) < (section, id));
            self.names.get(from + nth).filter(|name| self.id(text, name) == (section, id))
        });
        let Some(row) = row else { return self.seek(text, Stretch::whole(text), says).unwrap_or_default() };
        let claim = spot.claim.and_then(|(field, nth)| {
            let from = self.fields.partition_point(|name| self.field(text, name) < (row.row, field));
            self.fields.get(from + nth).filter(|name| self.field(text, name) == (row.row, field))
        });
        let name = claim.unwrap_or(row);
        if name.word.of(text) == token {
            return name.word.from;
        }
        self.seek(text, self.rows[name.row as usize].all, says).unwrap_or(name.word.from)
    }

    /// The place of the number of the format.
    #[must_use]
    pub fn version(&self, text: &str) -> Place {
        let number = |seen: &Seen| seen.key == "schema" && seen.is_value();
        self.seek(text, Stretch::whole(text), number).unwrap_or_default()
    }

    /// The place of the first token of `region` that is `wanted`.
    fn seek<'t>(&self, text: &'t str, region: Stretch, mut wanted: impl FnMut(&Seen<'t>) -> bool) -> Option<Place> {
        let mut tokens = Tokens { rest: region.of(text), offset: region.start as usize, place: region.from };
        if region.start == 0 {
            tokens = Tokens::of(text);
        }
        let mut tokens = tokens.peekable();
        // By open bracket: the field that it is the value of, and the one that is being given in it.
        let mut keys: Vec<(&str, &str)> = vec![("", "")];
        while let Some(token) = tokens.next() {
            self.patience.set(self.patience.get().checked_sub(1)?);
            let (outer, key) = keys.last().copied()?;
            let names = token.kind == Kind::Word && tokens.peek().is_some_and(|next| next.kind == Kind::Colon);
            let depth = keys.len() - 1;
            match token.kind {
                Kind::Open(_) => keys.push((key, key)),
                Kind::Close(_) => drop(keys.pop()),
                Kind::Comma => keys.last_mut()?.1 = outer,
                Kind::Word if names => keys.last_mut()?.1 = token.raw.strip_prefix("r#").unwrap_or(token.raw),
                _ => {}
            }
            let key = if names { keys.last()?.1 } else { key };
            if wanted(&Seen { token, key, names, depth }) {
                return Some(token.from);
            }
        }
        None
    }

    /// A better place for what a rule found: `found` is where [`Places::find`] put it, which is the
    /// right row, and the message says what is wrong with it.
    #[must_use]
    pub fn pinpoint(&self, text: &str, found: Place, rule: &str, message: &str) -> Option<Place> {
        let mut number = self.rows.partition_point(|row| row.all.from <= found).checked_sub(1).map(small);
        while let Some(Row { all, to, parent, .. }) = number.map(|number| self.rows[number as usize]) {
            if found < to
                && let Some(place) = self.culprit(text, all, rule, message)
            {
                return Some(place);
            }
            number = parent;
        }
        self.culprit(text, Stretch::whole(text), rule, message)
    }

    /// The token of `region` that a rule's message is about.
    fn culprit(&self, text: &str, region: Stretch, rule: &str, message: &str) -> Option<Place> {
        let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
        let value_of = |key: &'static str| self.seek(text, region, move |seen| seen.key == key && seen.is_value());
        match rule {
            "field-of-kind" => value_of("field"),
            "value-shape" => value_of("value"),
            "address-safe" => value_of("address"),
            "role-has-cert" | "cert-has-provider" | "cert-complete" | "cert-has-role" => value_of("id"),
            "relation-acyclic" => value_of("to_cert"),
            // The answers of a question are no rows of their own: the second of that id is to blame.
            "id-unique" if message.contains("by another answer") => {
                let (id, mut met) = (quoted.first()?, false);
                self.seek(text, region, |seen| {
                    seen.key == "id" && seen.says(id) && seen.depth > 1 && std::mem::replace(&mut met, true)
                })
            }
            "known-id" => {
                let keys: &[&str] = match message.strip_prefix("there is no ")?.split('`').next()?.trim() {
                    "source" => &["from"],
                    "role" => &["role"],
                    "certification" => &["cert", "certs", "from_cert", "to_cert"],
                    "rule of advice" => &["rules"],
                    _ => &["of", "record", "value", "provider"],
                };
                let id = quoted.first()?;
                self.seek(text, region, |seen| {
                    let literal = seen.token.kind == Kind::Text && keys.contains(&seen.key);
                    // A source may be followed by the place in it.
                    let rest = |text: Cow<str>| text.strip_prefix(id).map(|rest| rest.chars().next());
                    literal && rest(seen.token.text()).is_some_and(|next| next.is_none_or(|c| c == ':'))
                })
            }
            "name-collision" => {
                let (keys, name) = (["name", "abbreviation", "aliases"], quoted.first()?);
                self.seek(text, region, |seen| keys.contains(&seen.key) && seen.says(name))
            }
            "claim-sourced" => {
                let mut bracket = false;
                let from = |seen: &Seen| {
                    let empty = bracket && seen.token.kind == Kind::Close(']');
                    bracket = seen.key == "from" && seen.token.kind == Kind::Open('[');
                    empty
                };
                self.seek(text, region, from)
            }
            "text-length" => {
                let length: Option<usize> = message.split(' ').find_map(|word| word.parse().ok());
                let bad = |seen: &Seen| {
                    seen.token.kind == Kind::Text && {
                        let text = SafeText::new(&seen.token.text());
                        length.map_or_else(|| text.trim().is_empty(), |length| text.chars().count() == length)
                    }
                };
                let what = quoted.first()?;
                let named = self.seek(text, region, |seen| seen.key == *what && bad(seen));
                named.or_else(|| self.seek(text, region, bad))
            }
            "value-range" => {
                // The first number of the message that stands in the value, or else the text in quotes.
                let in_value = |wanted: &dyn Fn(&Seen) -> bool| {
                    let mut value = false;
                    self.seek(text, region, |seen| {
                        if seen.names && seen.depth == 1 {
                            value = seen.key == "value";
                        }
                        value && wanted(seen)
                    })
                };
                let words = message.split([' ', ';']).map(|word| word.replace(',', ""));
                let mut numbers = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
                let number = numbers.find_map(|number| in_value(&|seen| seen.token.raw == number));
                let quoted = || quoted.iter().find_map(|what| in_value(&|seen| seen.says(what)));
                number.or_else(quoted).or_else(|| value_of("value"))
            }
            _ => None,
        }
    }
}

/// What a token says, without its quotes.
fn inside(token: Token) -> Stretch {
    let quotes = token.raw.find('"').filter(|_| token.kind == Kind::Text);
    let left = quotes.map_or(0, |quote| quote + 1);
    let right = token.raw.rfind('"').filter(|quote| *quote >= left).unwrap_or(token.raw.len());
    Stretch { start: small(token.offset + left), end: small(token.offset + right), from: token.from }
}

/// The name that starts at that offset.
fn word_at(text: &str, start: u32) -> &str {
    let rest = text.get(start as usize..).unwrap_or_default();
    let rest = rest.strip_prefix("r#").unwrap_or(rest);
    &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, spot: Spot, token: &str) -> (usize, usize) {
        let Place { line, column } = Places::scan(text).find(text, spot, token);
        (line, column)
    }

    #[test]
    fn a_token_is_found_inside_its_record() {
        let text = "(\n  // \"b\"\n  roles: [(id: \"x\", from: [\"s:1\"]),\n    (id: \"y\", from: [\"s:1\"])])";
        let spot = |id| Spot::row("roles", id);
        assert_eq!(find(text, spot("y"), "s:1"), (4, 22));
        assert_eq!(find(text, spot("x"), "s:1"), (3, 28));
        assert_eq!(find(text, spot("y"), "nowhere"), (4, 10));
        assert_eq!(find(text, Spot::default(), "b"), (1, 1), "comments do not count");
    }

    #[test]
    fn rows_and_claims_are_found_by_their_number() {
        let text = "(claims: [\n(of: \"x\", field: exam, from: [\"s\"]),\n(of: \"x\", field: exam, from: [\"s\"])],
sources: [\n(id: \"x\", title: r#\"exam \"1\" ]\"#)])";
        let spot = |nth| Spot { row: Some(("claims", "x", nth)), claim: Some(("exam", 0)) };
        assert_eq!(find(text, spot(0), "s").0, 2);
        assert_eq!(find(text, spot(1), "s").0, 3);
        assert_eq!(find(text, Spot::row("sources", "x"), "x"), (5, 6));
        let text =
            "(roles: [(id: r#\"x\"#, claims: [\n(field: exam, note: \"exam\"),\n(note: \"exam\", field: exam)])])";
        let spot = |nth| Spot { row: Some(("roles", "x", 0)), claim: Some(("exam", nth)) };
        assert_eq!(find(text, spot(0), "exam"), (2, 9));
        assert_eq!(find(text, spot(1), "exam"), (3, 23));
        let text = "(banks: [(id: \"b\", items: [\n(id: \"q\")]), (id: \"c\", items: [\n(id: \"q\")])])";
        assert_eq!(find(text, Spot { row: Some(("banks", "q", 1)), claim: None }, "q").0, 3);
    }

    #[test]
    fn an_excerpt_shows_the_token_in_its_line() {
        let text = "(\n\tid: \"x\", from: [\"nobody\"]\r\n)";
        let at = |line, column| {
            let Excerpt { before, token, after } = Excerpt::of(text, Place { line, column })?;
            Some((before.to_string(), token.to_string(), after.to_string()))
        };
        let parts = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(at(2, 18), parts(" id: \"x\", from: [", "\"nobody\"", "]"));
        assert_eq!(at(2, 27), parts(" id: \"x\", from: [\"nobody\"]", "", ""), "the end of a line");
        assert_eq!(at(9, 1), None);
        let long = format!("{}{}{}", " ".repeat(100), "a".repeat(100), ",".repeat(100));
        let long = Excerpt::of(&long, Place { line: 1, column: 101 }).expect("a line");
        assert_eq!(long.before.chars().count(), 61);
        assert_eq!(long.token.as_str(), format!("{}…", "a".repeat(40)));
        assert_eq!(long.after.as_str(), format!("{}…", ",".repeat(30)));
    }

    #[test]
    fn odd_texts_do_no_harm() {
        for text in
            ["", "/*", "/* /* */", "\"", "\"\\", "//", "(((", "\u{feff}é\"é\u{301}\"", ")]}", "r#\"", "[([([", "r#"]
        {
            assert_eq!(find(text, Spot::row("roles", "?"), "?"), (1, 1));
            let error = ron::from_str::<Vec<u8>>(text).expect_err("no list");
            let (place, _) = locate(text, &error);
            assert!(place.line == 1 && place.column <= text.chars().count() + 1, "{text:?}: {place:?}");
        }
    }

    #[test]
    fn brackets_and_quotes_are_blamed_where_they_are_missing() {
        for (text, line, column, why) in [
            ("[(1, 2,\n(3, 4)]", 1, 2, "`(` is not closed; a `)` is missing before line 2"),
            ("[\n(1, 2],\n(3, 4)]", 2, 6, "`]` does not close the `(` of line 2; write `)`"),
            ("[\n(1, 2)),\n(3, 4)]", 2, 7, "`)` closes nothing; remove it"),
            ("[\n(1, 2)],\n(3, 4)]", 2, 8, ""),
            ("[\n(1, 2)\n(3, 4)]", 2, 7, ""),
            ("[\n(1, 2),\n", 2, 8, "the file ends in the middle: the `[` of line 1 is not closed"),
        ] {
            let error = ron::from_str::<Vec<(u8, u8)>>(text).expect_err("broken");
            let (place, told) = locate(text, &error);
            assert_eq!((place.line, place.column), (line, column), "{text:?}: {error}");
            assert_eq!(told.unwrap_or_default(), why, "{text:?}");
        }
        let text = "[\"a\",\n\"b,\n\"c\"]";
        let error = ron::from_str::<Vec<String>>(text).expect_err("broken");
        let why = "this text runs over 2 lines; a quote is missing";
        assert_eq!(locate(text, &error), (Place { line: 2, column: 1 }, Some(why.to_owned())));
    }
}
