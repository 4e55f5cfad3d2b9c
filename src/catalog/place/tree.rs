//! A small RON text as a tree whose every value knows its place: for files of settings, where each
//! value is judged by itself and one mistake must not cost the rest.

use ron::Options;
use ron::extensions::Extensions;
use serde::de::IgnoredAny;

use super::{Kind, Place, Token, Tokens, locate};
use crate::catalog::load::explain;

/// How deep brackets may nest in a file of settings; ours need 4.
const MAX_DEPTH: usize = 16;

/// A value and where it begins.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Where it begins.
    pub place: Place,
    /// What it is.
    pub shape: Shape,
}

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A bare word or a number, as written.
    Word(String),
    /// A text in quotes.
    Text(String),
    /// Values in brackets, or in parentheses without names.
    List(Vec<Node>),
    /// Named values, in the order written; a name may stand there twice.
    Fields(Vec<Field>),
    /// Anything else: a single letter in quotes, for one.
    Other,
}

/// A named value.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The named values; `None` if it has none. `()` and `{}` are no values, all named.
    #[must_use]
    pub fn fields(&self) -> Option<&[Field]> {
        match &self.shape {
            Shape::Fields(fields) => Some(fields),
            Shape::List(list) if list.is_empty() => Some(&[]),
            _ => None,
        }
    }

    /// A word or a text, as written or as meant.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match &self.shape {
            Shape::Word(words) | Shape::Text(words) => Some(words),
            _ => None,
        }
    }
}

/// Reads a text.
///
/// # Errors
/// Where it is no RON, and why.
pub fn read(text: &str) -> Result<Node, (Place, String)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME).with_recursion_limit(MAX_DEPTH);
    options.from_str::<IgnoredAny>(text).map_err(|error| {
        let (place, why) = locate(text, &error);
        (place, why.unwrap_or_else(|| explain(&error.code)))
    })?;
    let tokens: Vec<Token> = Tokens::of(text).collect();
    Ok(Walk { tokens: &tokens, at: 0, depth: 0 }.whole())
}

/// A walk over the tokens of a text that ron could read.
struct Walk<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
    depth: usize,
}

impl<'t> Walk<'t> {
    fn peek(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn is(&self, ahead: usize, kind: Kind) -> bool {
        self.peek(ahead).is_some_and(|token| token.kind == kind)
    }

    fn whole(mut self) -> Node {
        // `#![enable(…)]` may stand before the value.
        while self.peek(0).is_some_and(|token| token.raw == "#") {
            self.at += 2;
            self.pass();
        }
        self.value()
    }

    /// Passes a bracket with all that is in it.
    fn pass(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.peek(0) {
            self.at += 1;
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Passes what is left of a value.
    fn rest(&mut self) {
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Comma | Kind::Close(_) => return,
                Kind::Open(_) => self.pass(),
                _ => self.at += 1,
            }
        }
    }

    fn value(&mut self) -> Node {
        let Some(token) = self.peek(0) else { return Node { place: Place::default(), shape: Shape::Other } };
        let place = token.from;
        let named = token.kind == Kind::Word && matches!(self.peek(1).map(|next| next.kind), Some(Kind::Open('(')));
        if named && self.depth < MAX_DEPTH {
            self.at += 1;
            let inner = self.brackets(place, '(');
            return match inner.shape {
                Shape::List(mut list) if token.raw == "Some" && list.len() == 1 => list.remove(0),
                _ => inner,
            };
        }
        match token.kind {
            Kind::Word => {
                self.at += 1;
                Node { place, shape: Shape::Word(token.text().into_owned()) }
            }
            Kind::Text => {
                self.at += 1;
                Node { place, shape: Shape::Text(token.text().into_owned()) }
            }
            Kind::Open(bracket) if self.depth < MAX_DEPTH => self.brackets(place, bracket),
            _ => {
                self.at += usize::from(!matches!(token.kind, Kind::Open(_) | Kind::Close(_)));
                self.rest();
                Node { place, shape: Shape::Other }
            }
        }
    }

    fn brackets(&mut self, place: Place, bracket: char) -> Node {
        self.at += 1;
        self.depth += 1;
        let (mut fields, mut list) = (Vec::new(), Vec::new());
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Close(_) => {
                    self.at += 1;
                    break;
                }
                Kind::Word | Kind::Text if bracket != '[' && self.is(1, Kind::Colon) => {
                    self.at += 2;
                    let value = self.value();
                    fields.push(Field { name: token.text().into_owned(), place: token.from, value });
                }
                Kind::Comma => self.at += 1,
                _ => list.push(self.value()),
            }
            self.rest();
            if self.is(0, Kind::Comma) {
                self.at += 1;
            }
        }
        self.depth -= 1;
        let shape = if fields.is_empty() { Shape::List(list) } else { Shape::Fields(fields) };
        Node { place, shape }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field<'n>(node: &'n Node, name: &str) -> &'n Field {
        node.fields().and_then(|all| all.iter().find(|field| field.name == name)).expect(name)
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = "#![enable(implicit_some)]\n// settings\nConfig(\n  theme: \"da\\u{72}k\", ascii: true,\n  \
                    quiz: (count: Some(12)), keys: [\n    (key: \"x\"), 'c', (1, 2)],\n)";
        let node = read(text).expect("RON");
        let place = |field: &Field| (field.place.line, field.place.column);
        assert_eq!(place(field(&node, "theme")), (4, 3));
        assert_eq!(field(&node, "theme").value.shape, Shape::Text("dark".into()));
        assert_eq!(field(&node, "ascii").value.shape, Shape::Word("true".into()));
        let count = &field(&field(&node, "quiz").value, "count").value;
        assert_eq!((count.shape.clone(), count.place.line), (Shape::Word("12".into()), 5));
        let Shape::List(keys) = &field(&node, "keys").value.shape else { panic!("no list") };
        assert_eq!(keys.len(), 3);
        assert_eq!(keys[1].shape, Shape::Other);
        assert_eq!((keys[0].place.line, keys[0].place.column), (6, 5));
    }

    #[test]
    fn what_is_no_ron_is_told_with_its_place() {
        for (text, line, column) in [("(a: 1", 1, 6), ("(\n a: \"x,\n)", 2, 5), ("", 1, 1)] {
            let (place, why) = read(text).expect_err(text);
            assert_eq!((place.line, place.column), (line, column), "{text}: {why}");
        }
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
